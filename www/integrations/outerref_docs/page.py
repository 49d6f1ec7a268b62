"""A snippet as HTML: `<outer-ref>` with all that a reader sees before a script runs, or without one."""
import json
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

#: Where the built site lies in the documentation, and the widget's script in it.
FOLDER = "outerref"
SCRIPT = "widget/outer-ref.js"


def element(snippet, answer=None):
    """The element. With an answer of the native command, its figures are in it."""
    attributes = {"models": snippet.models, "data": snippet.data, "scale": snippet.scale, **snippet.attributes}
    if snippet.dialect != "sqlite":
        attributes["dialect"] = snippet.dialect
    shown = "".join(f' {key}="{escape(str(value))}"' for key, value in attributes.items() if value is not None)
    # Markdown knows no element of this name: outside of a <div> it would stand in a paragraph, which <pre> ends.
    parts = [f'<div class="outerref"><outer-ref{shown}>']
    for file in snippet.files:
        if file.hidden:
            parts.append(f'<pre data-file="{escape(file.path)}" data-hidden hidden>{escape(file.text)}</pre>')
        else:
            parts.append(named(file.path) + code(file.text, "data-file", file.path))
    for name, source in snippet.approaches:
        parts.append((named(name) if len(snippet.approaches) > 1 else "") + code(source, "data-approach", name))
    if answer is not None:
        parts.append(answer["html"])
        # `<` is the one character that could end the block.
        report = json.dumps(answer["report"], separators=(",", ":")).replace("<", "\\u003c")
        parts.append(f'<script type="application/json" data-report>{report}</script>')
    return "".join(parts) + "</outer-ref></div>"


def named(name):
    return f'<p class="outerref-name"><strong>{escape(name)}</strong></p>'


def code(text, attribute, name):
    """Code in the builder's own colours. Pygments' class is Sphinx's and Material's."""
    spans = highlight(text, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True))
    return f'<div class="highlight"><pre {attribute}="{escape(name)}">{spans.rstrip()}</pre></div>'


def script(source):
    return f'<script type="module" src="{escape(source)}"></script>'
