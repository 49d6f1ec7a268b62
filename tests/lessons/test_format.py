"""A lesson or an exercise that is broken is refused, at the right line. `bad/expected.txt` says which line; other
readers of the format can be held to the same files."""
import unittest
from pathlib import Path

from exercise_format import judge, names_in, read_exercise
from lesson_format import FormatError, read_lesson
from verify_with_django import compare, same

BAD = Path(__file__).parent / "bad"


class BadFiles(unittest.TestCase):
    def test_each_is_refused_at_its_line(self):
        expected = dict(line.rsplit(":", 1) for line in (BAD / "expected.txt").read_text().split())
        self.assertEqual(sorted(expected), sorted(path.name for path in BAD.glob("*.md")))
        for name, line in expected.items():
            with self.subTest(name), self.assertRaises(FormatError) as caught:
                (read_exercise if name.startswith("exercise") else read_lesson)(BAD / name)
            self.assertIn(f"{name}:{line}:", str(caught.exception), name)


class Judging(unittest.TestCase):
    seen = {"error": None, "uncomparable": None, "queries": 52, "rows": 51, "cells": 51, "instances": 0, "read": [2, 1], "tables": {}}

    def judge(self, check, code="", growth=(), **reference):
        return judge(check, code, self.seen, self.seen | reference, list(growth), same)

    def test_budgets_name_what_was_seen(self):
        self.assertIsNone(self.judge("at most 52 queries"))
        self.assertIn("52", self.judge("at most 1 query"))
        self.assertIn("52", self.judge("exactly 53 queries"))

    def test_order_counts_unless_it_is_said_not_to(self):
        self.assertIsNotNone(self.judge("same result", read=[1, 2]))
        self.assertIsNone(self.judge("same result, any order", read=[1, 2]))
        self.assertIsNotNone(self.judge("same result, any order", read=[1, 2, 2]))

    def test_growth(self):
        self.assertIsNone(self.judge("constant queries", growth=[2, 2]))
        self.assertIsNotNone(self.judge("constant queries", growth=[2, 3]))

    def test_names_in_comments_and_strings_do_not_count(self):
        self.assertEqual(names_in("Exists  # OuterRef\n'Subquery'\n"), {"Exists"})
        self.assertIsNotNone(self.judge("uses Exists", "x  # Exists\n"))
        self.assertIsNotNone(self.judge("avoids for", "[x for x in y]\n"))


class Comparing(unittest.TestCase):
    def test_floats_are_equal_to_one_part_in_a_thousand_million(self):
        self.assertTrue(same([0.1 + 0.2], [0.3]))
        self.assertFalse(same([0.3], [0.300001]))
        self.assertFalse(same([True], [1]))

    def test_the_odd_one_out_must_differ(self):
        front = {"same-result": False, "differs": ["B"]}
        self.assertEqual(list(compare(front, {"A": 1, "B": 2, "C": 1})), [])
        self.assertNotEqual(list(compare(front, {"A": 1, "B": 1, "C": 1})), [])
        self.assertNotEqual(list(compare(front, {"A": 1, "B": 2, "C": 3})), [])


if __name__ == "__main__":
    unittest.main()
