"""An MkDocs plugin: the fence `outerref`."""
import logging
import shutil
from pathlib import Path

from mkdocs.config import base
from mkdocs.config import config_options as options
from mkdocs.plugins import BasePlugin
from mkdocs.utils import get_relative_url

from . import page as html
from .engine import Engine, problems
from .snippet import SnippetError, read_snippet

log = logging.getLogger("mkdocs.plugins.outerref")
SUPERFENCES = "pymdownx.superfences"


class OuterRefConfig(base.Config):
    #: The native command.
    command = options.Optional(options.Type(str))
    #: A built site of OuterRef, copied into the documentation.
    site = options.Optional(options.Type(str))
    #: Or where one is served.
    url = options.Optional(options.URL())


class OuterRefPlugin(BasePlugin[OuterRefConfig]):
    def on_config(self, config):
        self.base = Path(config.config_file_path or ".").resolve().parent
        self.engine = Engine(self.config.command)
        self.page = "?"
        if SUPERFENCES not in config.markdown_extensions:
            config.markdown_extensions.append(SUPERFENCES)
        fences = config.mdx_configs.setdefault(SUPERFENCES, {}).setdefault("custom_fences", [])
        fences.append({"name": "outerref", "class": "outerref", "validator": validate, "format": self.render})
        return config

    def on_page_markdown(self, markdown, page, **_):
        self.page = page.file.src_path
        return markdown

    def render(self, source, _language, _css_class, options, _md, **_):
        try:
            snippet = read_snippet(source, options, self.base)
        except (SnippetError, OSError, UnicodeDecodeError) as error:
            log.warning("%s: %s", self.page, error)
            return f"<p><strong>OuterRef:</strong> {html.escape(str(error))}</p>" + html.code(source, "data-source", "")
        answer = self.engine.run(snippet.request()) if snippet.prerender else None
        if self.engine.missing and not getattr(self.engine, "said", False):
            self.engine.said = True
            log.warning(self.engine.missing)
        for problem in problems(answer) if answer else ():
            # An example may show an error on purpose, so a strict build does not stop at it.
            log.info("%s: %s", self.page, problem)
        return html.element(snippet, answer)

    def on_post_page(self, output, page, **_):
        if "<outer-ref" not in output:
            return output
        if self.config.site:
            source = get_relative_url(f"{html.FOLDER}/{html.SCRIPT}", page.url)
        elif self.config.url:
            source = f"{self.config.url.rstrip('/')}/{html.SCRIPT}"
        else:
            return output
        tag = html.script(source)
        return output.replace("</body>", f"{tag}</body>", 1) if "</body>" in output else output + tag

    def on_post_build(self, config):
        self.engine.close()
        if not self.config.site:
            return
        site = self.base / self.config.site
        if not (site / html.SCRIPT).is_file():
            log.warning("site: there is no %s in %s; './build.sh build' makes it", html.SCRIPT, site)
            return
        shutil.copytree(site, Path(config.site_dir) / html.FOLDER, dirs_exist_ok=True)


def validate(_language, inputs, options, _attrs, _md):
    """Takes every option: one that is unknown is told when the fence is read, with the page's name."""
    options.update(inputs)
    return True
