"""A Sphinx extension: the directive `outerref`."""
import shutil
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from . import __version__, page
from .engine import Engine, problems
from .snippet import FLAGS, OPTIONS, SnippetError, read_snippet

logger = logging.getLogger(__name__)


class OuterRefDirective(SphinxDirective):
    """Code that is run when the page is built, and that a reader can change and run."""

    has_content = True
    option_spec = {key: directives.unchanged_required for key in OPTIONS} | {key: directives.flag for key in FLAGS}

    def run(self):
        try:
            snippet = read_snippet("\n".join(self.content), self.options, self.env.app.confdir)
        except (SnippetError, OSError, UnicodeDecodeError) as error:
            raise self.error(f"outerref: {error}") from error
        if folder := self.options.get("folder"):
            for path in (Path(self.env.app.confdir) / folder.lstrip("/")).rglob("*.py"):
                self.env.note_dependency(str(path))
        html = nodes.raw("", page.element(snippet, self.answer(snippet)), format="html")
        plain = addnodes.only(expr="not html")
        for _, source in snippet.approaches:
            plain += nodes.literal_block(source, source, language="python")
        found = [html, plain]
        for node in found:
            self.set_source_info(node)
        return found

    def answer(self, snippet):
        """The figures, unless there is nothing to run it with."""
        engine = engine_of(self.env.app)
        answer = engine.run(snippet.request()) if snippet.prerender else None
        if engine.missing and not getattr(engine, "said", False):
            engine.said = True
            logger.warning(engine.missing, type="outerref", subtype="command")
        for problem in problems(answer) if answer else ():
            # An example may show an error on purpose: `suppress_warnings = ["outerref.error"]`.
            logger.warning("outerref: %s", problem, location=self.get_location(), type="outerref", subtype="error")
        return answer


def engine_of(app):
    # Not in the environment: that is written to disk, and read by other processes.
    if not hasattr(app, "outerref_engine"):
        app.outerref_engine = Engine(app.config.outerref_command)
    return app.outerref_engine


def add_script(app, _pagename, _template, context, _doctree):
    if "<outer-ref" not in context.get("body", ""):
        return
    if app.config.outerref_site:
        app.add_js_file(f"{page.FOLDER}/{page.SCRIPT}", type="module")
    elif app.config.outerref_url:
        app.add_js_file(f"{app.config.outerref_url.rstrip('/')}/{page.SCRIPT}", type="module")


def finish(app, exception):
    if hasattr(app, "outerref_engine"):
        app.outerref_engine.close()
    if exception or app.builder.format != "html" or not app.config.outerref_site:
        return
    site = Path(app.confdir) / app.config.outerref_site
    if not (site / page.SCRIPT).is_file():
        logger.warning("outerref_site: there is no %s in %s; './build.sh build' makes it", page.SCRIPT, site)
        return
    shutil.copytree(site, Path(app.outdir) / "_static" / page.FOLDER, dirs_exist_ok=True)


def setup(app):
    app.add_config_value("outerref_command", None, "env", [str])
    app.add_config_value("outerref_site", None, "html", [str])
    app.add_config_value("outerref_url", None, "html", [str])
    app.add_directive("outerref", OuterRefDirective)
    app.connect("html-page-context", add_script)
    app.connect("build-finished", finish)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
