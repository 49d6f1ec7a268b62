import os

project = "A project of somebody else"
extensions = ["outerref_docs.sphinx"]
html_theme = "furo"
outerref_command = os.environ.get("OUTERREF")
outerref_site = os.environ.get("OUTERREF_SITE")
