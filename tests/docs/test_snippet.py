"""What stands in a page is read as the guide says, and what is wrong is said."""
import unittest
from pathlib import Path

from outerref_docs.page import element
from outerref_docs.snippet import SnippetError, read_snippet

HERE = Path(__file__).parent


class Reading(unittest.TestCase):
    def read(self, text, **options):
        return read_snippet(text, options, HERE)

    def test_markers_divide_the_code(self):
        snippet = self.read("# file: a/models.py\nx = 1\n\n# hidden file: data.py\ny = 2\n# approach: Loop\nz\n\n# approach: One\nw\n")
        self.assertEqual(snippet.approaches, [("Loop", "z"), ("One", "w")])
        self.assertEqual([(file.path, file.hidden) for file in snippet.files], [("a/models.py", False), ("data.py", True)])
        self.assertEqual((snippet.models, snippet.data), ("a", "data.py"))

    def test_code_without_markers_is_one_approach(self):
        self.assertEqual(self.read("x\ny\n", name="Mine").approaches, [("Mine", "x\ny")])

    def test_what_is_wrong_is_said(self):
        for text, options, said in [
            ("", {}, "no code"),
            ("x", {"scale": "many"}, "whole number"),
            ("x", {"colour": "red"}, "unknown option colour"),
            ("x", {"folder": "nowhere"}, "no folder"),
            ("x", {"data": "rows.py"}, "no file rows.py"),
            ("x", {"dialect": "oracle"}, "unknown dialect"),
            ("# approach: A\nx\n# approach: A\ny", {}, "second approach"),
            ("# file: ../a.py\nx", {}, "not a path"),
        ]:
            with self.subTest(said), self.assertRaisesRegex(SnippetError, said):
                self.read(text, **options)

    def test_code_cannot_end_its_element(self):
        html = element(self.read('x = "</pre></outer-ref><script>"', auto_run=""))
        self.assertEqual(html.count("</outer-ref>"), 1)
        self.assertNotIn("<script", html)
        self.assertIn(" auto-run=", html)


if __name__ == "__main__":
    unittest.main()
