//! Expressions, lookups and functions as people write and derive them, against what Django answers.

use outerref_lab::{
    clock,
    report::{ApproachSource, Repeat, RunRequest, SourceFile},
};
use outerref_python::{Engine, session::with_large_stack};

/// Runs a snippet of assertions over the library's data.
fn check(name: &str, source: &str) {
    let file = |path: &str, text: &str| SourceFile { path: path.into(), text: text.into() };
    let request = RunRequest {
        files: vec![
            file("library/__init__.py", ""),
            file("library/models.py", include_str!("expressions/library/models.py")),
            file("library/data.py", include_str!("expressions/library/data.py")),
        ],
        models_module: "library".into(),
        data_file: Some("library/data.py".into()),
        imported: None,
        approaches: vec![ApproachSource { name: name.into(), source: source.into() }],
        scale: None,
        dialect: Default::default(),
        repeat: Repeat { warm_up: 0, max_runs: 1, ..Repeat::default() },
        budget: Default::default(),
        growth: None,
    };
    let report = with_large_stack(|| {
        let engine = Engine::new(clock::native).expect("an empty database opens");
        engine.run(&request, &mut |_, _, _| {})
    });
    assert!(report.setup_error.is_none(), "{:#?}", report.setup_error);
    for approach in &report.approaches {
        assert!(approach.error.is_none(), "{:#?}", approach.error);
    }
}

#[test]
fn expressions_answer_as_in_django() {
    check("basics.py", include_str!("expressions/basics.py"));
}

#[test]
fn relations_answer_as_in_django() {
    check("relations.py", include_str!("expressions/relations.py"));
}

#[test]
fn functions_and_lookups_answer_as_in_django() {
    check("functions.py", include_str!("expressions/functions.py"));
}

#[test]
fn subclasses_of_a_person_are_honoured() {
    check("custom.py", include_str!("expressions/custom.py"));
}

#[test]
fn what_is_absent_says_so() {
    check("absent.py", include_str!("expressions/absent.py"));
}
