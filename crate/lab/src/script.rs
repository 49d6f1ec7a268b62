//! A run as a Django project: what a person takes home. It runs the same approaches on real Django, prints what they
//! took, and its test asserts how many queries each makes.

use crate::{
    complete::lexer::{Token, Tokens},
    report::{ApproachSource, RunRequest, SourceFile},
    service::{ScriptFiles, ScriptRequest},
};

/// Names that Django's own shell imports, where the code uses them.
const SHELL_NAMES: [(&str, &str); 7] = [
    ("models", "from django.db import models"),
    ("functions", "from django.db.models import functions"),
    ("connection", "from django.db import connection"),
    ("reset_queries", "from django.db import reset_queries"),
    ("settings", "from django.conf import settings"),
    ("timezone", "from django.utils import timezone"),
    ("outerref", ""),
];

/// The project.
pub fn script(request: &ScriptRequest) -> ScriptFiles {
    let run = &request.run;
    let needs_database = run.imported.is_some() || run.files.iter().any(|file| uses_generate(&file.text));
    let app = App::of(run);
    let names = file_names(&run.approaches);
    let mut files = vec![
        file("README.md", readme(needs_database)),
        file("settings.py", settings(run, &app, needs_database)),
        file("manage.py", MANAGE.into()),
        file("run.py", RUN.into()),
        file("approaches/__init__.py", approaches(run, &names, needs_database)),
    ];
    for (approach, name) in run.approaches.iter().zip(&names) {
        files.push(file(&format!("approaches/{name}.py"), approach_file(approach, &app)));
    }
    if needs_database {
        files.push(file("runner.py", RUNNER.into()));
    }
    files.push(file("tests.py", tests(run, &names, &request.queries, needs_database)));
    files.extend(app.files);
    ScriptFiles { files, needs_database }
}

/// The person's files, arranged so that Django finds the models in an app.
struct App {
    /// The app's package.
    package: String,
    files: Vec<SourceFile>,
}

impl App {
    fn of(run: &RunRequest) -> Self {
        let module = &run.models_module;
        let path = module.replace('.', "/");
        let mut files = run.files.clone();
        let single = format!("{path}.py");
        let Some(place) = files.iter().position(|file| file.path == single) else {
            let init = format!("{path}/__init__.py");
            if files.iter().all(|file| file.path != init) {
                files.push(file(&init, String::new()));
            }
            return Self { package: module.clone(), files };
        };
        // A plain module becomes the app's `models`; its name stays importable.
        let text = std::mem::take(&mut files[place].text);
        if module == "models" {
            files[place].text = "from app.models import *  # noqa: F403\n".into();
            files.push(file("app/__init__.py", String::new()));
            files.push(file("app/models.py", text));
            return Self { package: "app".into(), files };
        }
        files[place] = file(&format!("{path}/models.py"), text);
        let forward = "def __getattr__(name):\n    from . import models\n\n    return getattr(models, name)\n";
        files.push(file(&format!("{path}/__init__.py"), forward.into()));
        Self { package: module.clone(), files }
    }
}

fn file(path: &str, text: String) -> SourceFile {
    SourceFile { path: path.into(), text }
}

fn uses_generate(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        line.starts_with("import outerref") || line.starts_with("from outerref")
    })
}

/// `Loop over states` as `loop_over_states`; no two alike.
fn file_names(approaches: &[ApproachSource]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for approach in approaches {
        let stem = approach.name.strip_suffix(".py").unwrap_or(&approach.name);
        let words = stem.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let mut name = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("_");
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            name = format!("approach_{name}").trim_end_matches('_').to_owned();
        }
        let base = name.clone();
        let mut number = 2;
        while names.contains(&name) {
            name = format!("{base}_{number}");
            number += 1;
        }
        names.push(name);
    }
    names
}

fn readme(needs_database: bool) -> String {
    let database = if needs_database {
        "Save the exported database beside this file as `data.sqlite3`. Runs and tests use it and leave it as it was.\n\n"
    } else {
        ""
    };
    format!(
        "# A run of OuterRef as a Django project\n\n{database}    python -m pip install \"Django~=6.1.0\"\n    \
         python run.py               # what each approach takes\n    \
         python manage.py test       # asserts the number of queries of each\n\n\
         Each approach is a file in `approaches/`. Its result is in `result`. Django counts savepoints as queries,\n\
         which OuterRef does not: an approach that opens transactions may need a larger number in `tests.py`.\n"
    )
}

fn settings(run: &RunRequest, app: &App, needs_database: bool) -> String {
    let content_types = run.files.iter().any(|file| file.text.contains("contenttypes"));
    let content_types = if content_types { "\"django.contrib.contenttypes\", " } else { "" };
    let runner = if needs_database { "TEST_RUNNER = \"runner.OnTheData\"\n" } else { "" };
    format!(
        "from pathlib import Path\n\n\
         SECRET_KEY = \"only for this project\"\n\
         INSTALLED_APPS = [{content_types}\"{}\"]\n\
         DATABASES = {{\n    \"default\": {{\n        \"ENGINE\": \"django.db.backends.sqlite3\",\n        \
         \"NAME\": Path(__file__).parent / \"data.sqlite3\",\n    }}\n}}\n{runner}",
        app.package
    )
}

const MANAGE: &str = "import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"settings\")
execute_from_command_line(sys.argv)
";

const RUN: &str = "\"\"\"Runs each approach and prints what it takes.\"\"\"

import os
import time

import django

os.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"settings\")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

import approaches  # noqa: E402

approaches.prepare()
for name in approaches.NAMES:
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        begin = time.perf_counter()
        approaches.run(name)
        seconds = time.perf_counter() - begin
        transaction.set_rollback(True)
    print(f\"{name:30} {len(captured):6} queries {seconds * 1000:9.1f} ms\")
";

const RUNNER: &str = "from django.test.runner import DiscoverRunner


class OnTheData(DiscoverRunner):
    \"\"\"Tests run on data.sqlite3 itself; each is rolled back.\"\"\"

    def setup_databases(self, **kwargs):
        return []

    def teardown_databases(self, old_config, **kwargs):
        pass
";

fn approaches(run: &RunRequest, names: &[String], needs_database: bool) -> String {
    let list: Vec<_> = names.iter().map(|name| format!("    \"{name}\",\n")).collect();
    let scale = run.scale.map_or_else(|| "None".to_owned(), |scale| scale.to_string());
    let data = match &run.data_file {
        Some(path) if !needs_database => {
            let module = path.trim_end_matches(".py").replace('/', ".");
            format!(
                "def load():\n    data = importlib.import_module(\"{module}\")\n    \
                 load = getattr(data, \"load\", None)\n    if load is not None:\n        \
                 if load.__code__.co_argcount and SCALE is not None:\n            load(SCALE)\n        \
                 else:\n            load()\n"
            )
        }
        _ => "def load():\n    \"\"\"The data is there already.\"\"\"\n".to_owned(),
    };
    let prepare = if needs_database {
        "def prepare():\n    \"\"\"The database is there already.\"\"\"\n"
    } else {
        "def prepare():\n    \"\"\"An empty database in memory, with the data in it.\"\"\"\n    \
         connection.close()\n    connection.settings_dict[\"NAME\"] = \":memory:\"\n    \
         call_command(\"migrate\", run_syncdb=True, verbosity=0)\n    with transaction.atomic():\n        load()\n"
    };
    let imports = if needs_database {
        "import runpy\nfrom pathlib import Path\n\nfrom django.db.models import QuerySet\n"
    } else {
        "import importlib\nimport runpy\nfrom pathlib import Path\n\nfrom django.core.management import call_command\n\
         from django.db import connection, transaction\nfrom django.db.models import QuerySet\n"
    };
    format!(
        "{imports}\nNAMES = [\n{}]\nSCALE = {scale}\n\n\n{data}\n\n{prepare}\n\n\
         def run(name):\n    path = Path(__file__).parent / f\"{{name}}.py\"\n    \
         result = runpy.run_path(str(path)).get(\"result\")\n    if isinstance(result, QuerySet):\n        \
         len(result)  # evaluates it\n    return result\n",
        list.concat()
    )
}

fn tests(run: &RunRequest, names: &[String], queries: &[Option<u32>], needs_database: bool) -> String {
    let set_up = if needs_database || run.data_file.is_none() {
        ""
    } else {
        "    @classmethod\n    def setUpTestData(cls):\n        approaches.load()\n\n"
    };
    let mut out =
        format!("from django.test import TestCase\n\nimport approaches\n\n\nclass QueriesTests(TestCase):\n{set_up}");
    for (place, name) in names.iter().enumerate() {
        let body = match queries.get(place).copied().flatten() {
            Some(count) => {
                format!("        with self.assertNumQueries({count}):\n            approaches.run(\"{name}\")\n")
            }
            None => format!("        approaches.run(\"{name}\")\n"),
        };
        let gap = if place == 0 { "" } else { "\n" };
        out.push_str(&format!("{gap}    def test_{name}(self):\n{body}"));
    }
    if names.is_empty() {
        out.push_str("    pass\n");
    }
    out
}

/// The approach with the imports that it does without here, and its result named.
fn approach_file(approach: &ApproachSource, app: &App) -> String {
    let mut out = format!("from {}.models import *  # noqa: F403\n", app.package);
    for (name, import) in SHELL_NAMES {
        if !import.is_empty() && has_word(&approach.source, name) {
            out.push_str(import);
            out.push('\n');
        }
    }
    out.push('\n');
    out.push_str(&with_named_result(&approach.source));
    out
}

fn has_word(source: &str, word: &str) -> bool {
    let tokens = Tokens::of(source);
    (0..tokens.tokens.len()).any(|index| tokens.is_name(index, word))
}

/// `result = ` before the last expression statement, or after an assignment to a name.
fn with_named_result(source: &str) -> String {
    let tokens = Tokens::of(source.trim_end());
    let lines: Vec<usize> =
        (0..tokens.tokens.len()).filter(|index| matches!(tokens.at(*index), Some(Token::Line(_)))).collect();
    let mut text = source.trim_end().to_owned();
    text.push('\n');
    let Some(first) = lines.last().map(|line| line + 1) else { return text };
    let unindented = matches!(tokens.at(first - 1), Some(Token::Line(0)));
    let word = tokens.text(first);
    let is_statement = [
        "print", "pprint", "for", "if", "while", "with", "try", "def", "class", "return", "raise", "import", "from",
        "assert", "del", "pass", "else", "elif", "except", "finally", "global", "async", "result",
    ]
    .contains(&word);
    if !unindented || is_statement || tokens.tokens.len() <= first {
        return text;
    }
    let mut depth = 0_u32;
    let assigned = (first..tokens.tokens.len()).find(|index| {
        match tokens.at(*index) {
            Some(Token::Open(_)) => depth += 1,
            Some(Token::Close(_)) => depth = depth.saturating_sub(1),
            _ => {}
        }
        let next_to = |sign: u8, index: usize| tokens.is_sign(index, sign);
        depth == 0
            && tokens.is_sign(*index, b'=')
            && !next_to(b'=', index + 1)
            && !b"=!<>:".iter().any(|sign| next_to(*sign, index - 1))
    });
    match assigned {
        None => text.insert_str(tokens.tokens[first].range.start, "result = "),
        Some(sign) if sign == first + 1 => text.push_str(&format!("result = {word}\n")),
        Some(_) => {}
    }
    text
}

#[cfg(test)]
mod tests_of_script {
    use super::*;

    #[track_caller]
    fn named(source: &str, expected: &str) {
        assert_eq!(with_named_result(source), expected, "{source}");
    }

    #[test]
    fn the_result_gets_a_name() {
        named("City.objects.count()", "result = City.objects.count()\n");
        named("a = 1\n\nCity.objects.filter(\n    x=1,\n)", "a = 1\n\nresult = City.objects.filter(\n    x=1,\n)\n");
        named("rows = list(x)\n", "rows = list(x)\nresult = rows\n");
        named("a == b", "result = a == b\n");
        named("for x in y:\n    print(x)", "for x in y:\n    print(x)\n");
        named("print(1)", "print(1)\n");
        named("x.y = 1", "x.y = 1\n");
        named("", "\n");
    }

    #[test]
    fn names_of_files_are_importable_and_differ() {
        let names = ["Loop", "loop", "2 queries", "été.py", "***"];
        let sources: Vec<_> =
            names.iter().map(|name| ApproachSource { name: (*name).into(), source: String::new() }).collect();
        assert_eq!(file_names(&sources), ["loop", "loop_2", "approach_2_queries", "t", "approach"]);
    }

    fn request(path: &str, module: &str) -> ScriptRequest {
        let run = RunRequest {
            files: vec![file(path, "from django.db import models\n".into())],
            models_module: module.into(),
            data_file: None,
            imported: None,
            approaches: vec![ApproachSource { name: "One".into(), source: "models.F('x')".into() }],
            scale: None,
            dialect: Default::default(),
            repeat: Default::default(),
            budget: Default::default(),
            growth: None,
        };
        ScriptRequest { run, queries: vec![Some(3)] }
    }

    #[test]
    fn models_are_found_in_an_app() {
        let text = |script: &ScriptFiles, path: &str| {
            let found = script.files.iter().find(|file| file.path == path);
            found.unwrap_or_else(|| panic!("{path} is there")).text.clone()
        };
        let plain = script(&request("models.py", "models"));
        assert!(text(&plain, "settings.py").contains("INSTALLED_APPS = [\"app\"]"));
        assert!(text(&plain, "approaches/one.py").starts_with("from app.models import *"));
        assert!(text(&plain, "approaches/one.py").contains("from django.db import models"));
        assert!(text(&plain, "tests.py").contains("assertNumQueries(3)"));
        let package = script(&request("geo/models.py", "geo"));
        assert!(text(&package, "settings.py").contains("[\"geo\"]"));
        assert_eq!(text(&package, "geo/__init__.py"), "");
        let single = script(&request("shop.py", "shop"));
        assert!(text(&single, "shop/models.py").contains("import models") && !single.needs_database);
        let mut imported = request("models.py", "models");
        imported.run.imported = Some("a.db".into());
        let imported = script(&imported);
        assert!(imported.needs_database && text(&imported, "settings.py").contains("runner.OnTheData"));
    }
}
