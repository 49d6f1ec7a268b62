//! Models that Django's system check refuses end the run before it begins, with what the check says.

use outerref_lab::{
    clock,
    report::{ApproachSource, RunRequest, SourceFile},
};
use outerref_python::{Engine, session::with_large_stack};

/// What setting up a run with these models says.
fn said(fields: &str) -> Option<String> {
    let text = format!(
        "from django.db import models\nclass A(models.Model):\n    pass\nclass B(models.Model):\n    {}\n",
        fields.replace('\n', "\n    ")
    );
    let mut request: RunRequest = serde_json::from_value(serde_json::json!({
        "files": [], "modelsModule": "shop", "dataFile": null, "approaches": [], "scale": null, "dialect": "sqlite",
        "repeat": {"warmUp": 0, "maxRuns": 1, "enoughMicros": 0},
        "budget": {"micros": 1e7, "queries": 100, "output": 100, "rowsShown": 10, "rowsFetched": 100},
    }))
    .expect("a request");
    request.files = vec![
        SourceFile { path: "shop/__init__.py".into(), text: String::new() },
        SourceFile { path: "shop/models.py".into(), text },
    ];
    request.approaches = vec![ApproachSource { name: "Try".into(), source: "1".into() }];
    with_large_stack(|| {
        let engine = Engine::new(clock::native).expect("an engine");
        engine.run(&request, &mut |_, _, _| {}).setup_error.map(|error| error.message)
    })
}

#[test]
fn two_reverse_accessors_of_one_name_clash() {
    let message = said("a = models.ForeignKey(A, models.CASCADE)\nb = models.ForeignKey(A, models.CASCADE)");
    let message = message.expect("they clash");
    assert!(message.contains(
        "shop.B.a: (fields.E304) Reverse accessor 'A.b_set' for 'shop.B.a' clashes with reverse accessor for 'shop.B.b'."
    ));
    assert_eq!(
        said("a = models.ForeignKey(A, models.CASCADE)\nb = models.ForeignKey(A, models.CASCADE, related_name='+')"),
        None
    );
}

#[test]
fn a_relation_to_nothing_is_told() {
    let message = said("a = models.ForeignKey('Missing', models.CASCADE)").expect("there is no such model");
    assert!(message.contains("shop.B.a: (fields.E300) Field defines a relation with model 'Missing'"));
    assert_eq!(said("a = models.ForeignKey('A', models.CASCADE)\nb = models.ManyToManyField('self')"), None);
}
