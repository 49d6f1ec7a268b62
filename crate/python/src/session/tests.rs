//! A session as its users see it: files in, code run, results and errors out.

use outerref_lab::report::{ApproachSource, Budget, RunError, SourceFile};

use super::{Outcome, Session, Watch, system_clock, with_large_stack};

/// What a test looks at, free of the interpreter.
#[derive(Debug)]
struct Seen {
    value: Option<String>,
    stdout: String,
    stdout_cut: u64,
    error: Option<RunError>,
    micros: f64,
}

impl Seen {
    #[track_caller]
    fn value(&self) -> &str {
        assert_eq!(self.error, None);
        self.value.as_deref().expect("a result")
    }

    #[track_caller]
    fn error(&self) -> &RunError {
        self.error.as_ref().expect("an error")
    }
}

fn see(session: &Session, outcome: Outcome) -> Seen {
    let Outcome { value, stdout, stdout_cut, error, micros } = outcome;
    let value =
        session.enter(|vm, _| value.map(|value| value.repr(vm).expect("a repr").to_string_lossy().into_owned()));
    Seen { value, stdout, stdout_cut, error, micros }
}

fn approach(name: &str, source: &str) -> ApproachSource {
    ApproachSource { name: name.into(), source: source.into() }
}

/// Runs each source as an approach in one session, with the modules forgotten in between.
fn run_all(files: &[(&str, &str)], sources: &[&str], budget: Budget) -> Vec<Seen> {
    with_large_stack(|| {
        let session = Session::new(system_clock());
        let files: Vec<_> =
            files.iter().map(|(path, text)| SourceFile { path: (*path).into(), text: (*text).into() }).collect();
        session.set_files(&files);
        sources
            .iter()
            .map(|source| {
                let outcome = session.run(&approach("Try", source), &budget, Watch::Closely, &[]);
                let seen = see(&session, outcome);
                session.forget_user_modules();
                seen
            })
            .collect()
    })
}

fn run_with(files: &[(&str, &str)], source: &str) -> Seen {
    run_all(files, &[source], Budget::default()).remove(0)
}

fn run(source: &str) -> Seen {
    run_with(&[], source)
}

#[test]
fn the_last_expression_is_the_result() {
    assert_eq!(run("x = 20\nx * 2 + 2").value(), "42");
    assert_eq!(run("'é' * 2").value(), "'éé'");
    assert_eq!(run("2 ** 100").value(), "1267650600228229401496703205376");
}

#[test]
fn a_set_of_constants_is_one_before_a_result_too() {
    // The compiler folds it into a frozenset.
    assert_eq!(run("x = 'a'\nfound = x in {'a', 'b'}\nfound").value(), "True");
    assert_eq!(run("[n for n in range(4) if n not in {1, 2}]").value(), "[0, 3]");
}

#[test]
fn the_last_assignment_is_the_result() {
    assert_eq!(run("total = 0\nfor n in range(5):\n    total += n").value(), "10");
    assert_eq!(run("a, b = 1, 2").value(), "(1, 2)");
    assert_eq!(run("rows = [2, 1]\nrows.sort()").value(), "[1, 2]");
    assert_eq!(run("rows = [2, 1]\nprint(rows)").value(), "[2, 1]");
}

#[test]
fn nothing_gives_nothing() {
    for source in ["", "\n\n# only a comment\n", "pass"] {
        let seen = run(source);
        assert!(seen.value.is_none() && seen.error.is_none() && seen.stdout.is_empty(), "{source:?}: {seen:?}");
    }
}

#[test]
fn files_and_packages_are_imported() {
    let files = [
        ("models.py", "from shop.prices import base\nclass City:\n    price = base + 1\n"),
        ("shop/prices.py", "base = 41\n"),
        ("lib/__init__.py", "from .inner import deep\n"),
        ("lib/inner.py", "deep = __name__, __file__\n"),
    ];
    assert_eq!(run_with(&files, "from models import City\nCity.price").value(), "42");
    assert_eq!(run_with(&files, "import shop.prices\nshop.prices.base").value(), "41");
    assert_eq!(run_with(&files, "import lib\nlib.deep").value(), "('lib.inner', 'lib/inner.py')");
}

#[test]
fn a_missing_module_is_told() {
    let seen = run("x = 1\nimport nothing_here");
    let error = seen.error();
    assert_eq!((error.kind.as_str(), error.line), ("ModuleNotFoundError", Some(2)));
    assert_eq!(error.message, "No module named 'nothing_here'");
    assert_eq!(error.frames.len(), 1);
    assert!(error.hint.as_deref().is_some_and(|hint| hint.starts_with("Django's ORM, your own files and")));
    let files = [("geo/__init__.py", ""), ("geo/models.py", "")];
    for (source, meant) in [("import goe", "geo"), ("from geo.modles import City", "geo.models")] {
        let seen = run_with(&files, source);
        assert_eq!(seen.error().hint, Some(format!("Did you mean: '{meant}'?")), "{source}");
    }
}

#[test]
fn one_approach_does_not_see_another() {
    let files = [("models.py", "class City:\n    name = 'old'\n")];
    let sources = [
        "import models\nmodels.City.name = 'new'\nleft = 1\nmodels.City.name",
        "import models\n(models.City.name, 'left' in globals())",
    ];
    let seen = run_all(&files, &sources, Budget::default());
    assert_eq!(seen[0].value(), "'new'");
    assert_eq!(seen[1].value(), "('old', False)");
}

#[test]
fn a_syntax_error_has_its_line_and_column() {
    let seen = run("a = 1\nb = (a +\n");
    assert_eq!(seen.error().kind, "SyntaxError");
    let seen = run("a = 1\nb = a b\n");
    let error = seen.error();
    assert_eq!((error.file.as_deref(), error.line, error.column), (Some("Try"), Some(2), Some(7)), "{error:?}");
    assert_eq!(error.traceback, "  File \"Try\", line 2\n    b = a b\n          ^\nSyntaxError: invalid syntax\n");
    let seen = run_with(&[("models.py", "class City:\nname = 1\n")], "import models");
    let error = seen.error();
    assert_eq!((error.kind.as_str(), error.file.as_deref()), ("IndentationError", Some("models.py")));
    assert_eq!(error.line, Some(2));
}

#[test]
fn an_exception_points_at_the_persons_lines() {
    let models = "def density(a, b):\n    return a / b\n";
    let seen =
        run_with(&[("models.py", models)], "from models import density\n\nx = [density(1, n) for n in (1, 0)]\n");
    let error = seen.error();
    assert_eq!((error.kind.as_str(), error.message.as_str()), ("ZeroDivisionError", "division by zero"));
    assert_eq!((error.file.as_deref(), error.line), (Some("models.py"), Some(2)));
    let places: Vec<_> = error.frames.iter().map(|f| (f.file.as_str(), f.line, f.function.as_str())).collect();
    assert_eq!(places, [("Try", 3, "<module>"), ("models.py", 2, "density")]);
    assert_eq!(
        error.traceback,
        "Traceback (most recent call last):\n  File \"Try\", line 3, in <module>\n    \
         x = [density(1, n) for n in (1, 0)]\n         ~~~~~~~^^^^^^\n  File \"models.py\", line 2, in density\n    \
         return a / b\n           ~~^~~\nZeroDivisionError: division by zero\n"
    );
}

#[test]
fn an_error_in_a_module_shows_no_import_machinery() {
    let seen = run_with(&[("models.py", "x = 1\nx.name\n")], "import models");
    assert_eq!(
        seen.error().traceback,
        "Traceback (most recent call last):\n  File \"Try\", line 1, in <module>\n    import models\n  \
         File \"models.py\", line 2, in <module>\n    x.name\nAttributeError: 'int' object has no attribute 'name'\n"
    );
}

#[test]
fn chained_exceptions_are_all_shown() {
    let seen = run("try:\n    {}['a']\nexcept KeyError as e:\n    raise ValueError('no') from e");
    let error = seen.error();
    assert_eq!((error.kind.as_str(), error.line), ("ValueError", Some(4)));
    assert!(
        error.traceback.contains("KeyError: 'a'\n\nThe above exception was the direct cause"),
        "{}",
        error.traceback
    );
}

#[test]
fn a_misspelt_name_gets_a_hint() {
    let seen = run("population = 1\npopulaton");
    let error = seen.error();
    assert_eq!(error.message, "name 'populaton' is not defined");
    assert_eq!(error.hint.as_deref(), Some("Did you mean: 'population'?"));
    assert!(error.traceback.ends_with("NameError: name 'populaton' is not defined. Did you mean: 'population'?\n"));
}

#[test]
fn deep_recursion_is_an_error() {
    let seen = run("def f(n):\n    return f(n + 1)\nf(0)");
    let error = seen.error();
    assert_eq!(error.kind, "RecursionError");
    assert!(error.message.starts_with("maximum recursion depth exceeded"), "{}", error.message);
    assert!(error.traceback.contains("[Previous line repeated "), "{}", error.traceback);
    assert!(error.frames.len() <= 50);
    let seen = run("class A:\n    def __getattr__(self, name):\n        return getattr(self, name + 'x')\nA().b");
    assert_eq!(seen.error().kind, "RecursionError");
}

#[test]
fn endless_loops_end_at_the_deadline() {
    let budget = Budget { micros: 200_000.0, ..Budget::default() };
    let loops = [
        ("x = 1\nwhile True: pass", 2),
        ("while True:\n    try:\n        x = 1\n    except Exception:\n        pass", 1),
        ("import itertools\nfor n in itertools.count():\n    n + 1", 2),
        ("def f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)\nf(60)", 2),
        ("while True:\n    try:\n        while True: pass\n    except BaseException: pass", 1),
    ];
    for (source, _) in loops {
        let seen = run_all(&[], &[source], budget).remove(0);
        let error = seen.error();
        assert_eq!(error.kind, "BudgetExceeded", "{source}: {error:?}");
        assert_eq!(error.message, "Stopped after 0.2 seconds, the time limit for one run.");
        assert!(error.line.is_some(), "{error:?}");
        assert!(seen.micros < 1_000_000.0, "{source}: {}", seen.micros);
    }
    let sources = ["while True: pass", "1 + 1"];
    let seen = run_all(&[], &sources, budget);
    assert_eq!(seen[1].value(), "2", "the session goes on after a stop");
}

#[test]
fn printing_is_kept_up_to_the_budget() {
    let seen = run("print('a', 'b', sep='-')\nprint('é')\nimport sys\nprint('x', file=sys.stderr)");
    assert_eq!((seen.stdout.as_str(), seen.stdout_cut), ("a-b\né\nx\n", 0));
    let budget = Budget { output: 10, ..Budget::default() };
    let seen = run_all(&[], &["for n in range(1_000_000):\n    print('é')"], budget).remove(0);
    assert_eq!((seen.error.as_ref(), seen.stdout.as_str(), seen.stdout_cut), (None, "é\né\né\né\né\n", 1_999_990));
}

#[test]
fn a_question_to_nobody_is_an_error() {
    let seen = run("name = input('Your name? ')");
    let error = seen.error();
    assert_eq!((error.kind.as_str(), error.line), ("RuntimeError", Some(1)));
}

#[test]
fn huge_sequences_are_refused() {
    for source in ["x = [0] * 10**9", "x = 'a' * 10**10", "x = (1, 2) * 10**9", "x = [1]\nx *= 10**9"] {
        let seen = run(source);
        assert_eq!(seen.error().kind, "MemoryError", "{source}");
    }
    assert_eq!(run("len([0] * 1_000_000)").value(), "1000000");
    assert_eq!(run("class L(list): pass\nL([1]) * 2").value(), "[1, 1]");
}

#[test]
fn the_standard_library_is_there() {
    let source = "
import datetime, decimal, fractions, enum, functools, itertools, collections, collections.abc, contextlib, copy
import dataclasses, types, typing, abc, operator, re, string, textwrap, json, uuid, random, statistics, inspect
import traceback, warnings, weakref, io, zoneinfo, calendar, math, heapq, bisect, keyword, reprlib, pprint
import base64, hashlib, time, os, os.path, numbers, __future__, struct
@dataclasses.dataclass
class P:
    x: int
class Color(enum.Enum):
    RED = 1
(P(1), Color.RED, decimal.Decimal('1.10') + 1, datetime.date(2024, 2, 29) + datetime.timedelta(1),
 json.loads('[1]'), re.sub('a', 'b', 'aa'), str(uuid.UUID(int=1))[-1], statistics.mean([1, 2]), random.Random(1).random() < 1,
 os.path.join('a', 'b'), hashlib.md5(b'').hexdigest()[:4],
 str(datetime.datetime(2024, 1, 1, tzinfo=zoneinfo.ZoneInfo('UTC'))))
";
    assert_eq!(
        run(source).value(),
        "(P(x=1), <Color.RED: 1>, Decimal('2.10'), datetime.date(2024, 3, 1), [1], 'bb', '1', 1.5, True, 'a/b', 'd41d', '2024-01-01 00:00:00+00:00')"
    );
}

#[test]
fn coroutines_run() {
    let source = "
import asyncio
from asgiref.sync import async_to_sync, sync_to_async
seen = []
async def work(name):
    seen.append(name)
    await asyncio.sleep(1)
    seen.append(name)
    return await sync_to_async(str.upper)(name)
async def main():
    return await asyncio.gather(work('a'), work('b'))
(asyncio.run(main()), seen, async_to_sync(work)('c'))
";
    assert_eq!(run(source).value(), "(['A', 'B'], ['a', 'b', 'a', 'b', 'c', 'c'], 'C')");
}

#[test]
#[cfg(feature = "conformance")]
fn test_modules_can_be_loaded_and_run() {
    let source = "
import pickle, unittest, unittest.mock, logging, threading, io
class T(unittest.TestCase):
    def test_ok(self):
        with unittest.mock.patch('os.sep', '|'):
            import os
            self.assertEqual(os.sep, '|')
    def test_bad(self):
        self.assertEqual(1, 2)
class A(unittest.IsolatedAsyncioTestCase):
    async def test_async(self):
        self.assertEqual(await self.value(), 1)
    async def value(self):
        return 1
load = unittest.defaultTestLoader.loadTestsFromTestCase
suite = unittest.TestSuite([load(T), load(A)])
result = unittest.TextTestRunner(stream=io.StringIO()).run(suite)
(result.testsRun, len(result.failures), len(result.errors), pickle.loads(pickle.dumps({1: 'a'})))
";
    let seen = with_large_stack(|| {
        let session = Session::for_conformance(system_clock());
        let outcome = session.run(&approach("Try", source), &Budget::default(), Watch::Closely, &[]);
        see(&session, outcome)
    });
    assert_eq!(seen.value(), "(3, 1, 0, {1: 'a'})");
    // Elsewhere they are as absent as in the browser.
    assert_eq!(run("import unittest").error().kind, "ModuleNotFoundError");
}

#[test]
fn an_overlay_replaces_frozen_modules_and_is_not_the_persons() {
    with_large_stack(|| {
        let session = Session::new(system_clock());
        let file = |path: &str, text: &str| SourceFile { path: path.into(), text: text.into() };
        session.set_overlay(&[file("django/__init__.py", "def fail():\n    1 / 0\n")]);
        let outcome =
            session.run(&approach("Try", "import django\ndjango.fail()"), &Budget::default(), Watch::AtQueries, &[]);
        let error = see(&session, outcome).error.expect("an error");
        assert_eq!((error.file.as_deref(), error.line, error.frames.len()), (Some("Try"), Some(2), 1));
        assert!(error.traceback.contains("File \"django/__init__.py\", line 2, in fail"), "{}", error.traceback);
    });
}
