//! The grammar of lessons and exercises, piece by piece.

use super::{
    Problems,
    asked::{Asked, Unit},
    document::Document,
    figure::{problem, words},
    front_matter::{FrontMatter, Kind},
};

const KEYS: [super::front_matter::Key; 3] =
    [("title", Kind::Text, true), ("scale", Kind::Whole, false), ("scales", Kind::List, false)];

fn front(text: &str) -> (FrontMatter, Problems) {
    let mut problems = Problems::default();
    let lines: Vec<&str> = text.split('\n').collect();
    let (front, _) = FrontMatter::read(&lines, &KEYS, &mut problems);
    (front, problems)
}

#[test]
fn front_matter_has_scalars_and_lists() {
    let (front, problems) =
        front("---\ntitle: \"A: \\\"b\\\"\"\n# a comment\n\nscale: 51\nscales:\n  - 1\n  - 20\n---\n");
    assert_eq!(problems, Problems::default());
    assert_eq!(front.text("title"), Some("A: \"b\""));
    assert_eq!(front.whole("scale"), Some(51));
    assert_eq!(front.wholes("scales", &mut Problems::default()), [1, 20]);
    assert_eq!(front.line("scales"), 6);
}

#[test]
fn every_line_that_is_wrong_is_told() {
    let (_, problems) = front("---\ntitle: A\ntitle: B\nscale: many\nscales: 1\n  - 2\nodd\n---\n");
    let lines: Vec<_> = problems.0.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 4, 5, 6, 7]);
}

#[test]
fn a_fence_ends_with_as_many_backticks_as_it_began() {
    let mut problems = Problems::default();
    let text = "---\ntitle: A\n---\n\n````python approach=\"A \\\"b\\\"\" hidden\n```\nx\n````\nafter {{queries \"A\"}} `{{rows \"A\"}}`\n";
    let document = Document::read(text, &KEYS, &mut problems).expect("has front matter");
    assert_eq!(problems, Problems::default());
    let block = &document.blocks[0];
    assert_eq!((block.code.as_str(), block.line), ("```\nx\n", 5));
    assert_eq!(block.get("approach"), Some("A \"b\""));
    assert!(block.has("hidden"));
    assert_eq!(document.placeholders(), [(9, vec!["queries".to_owned(), "A".to_owned()])]);
}

#[test]
fn figures_are_those_of_the_table() {
    let wrong = |text: &str| problem(&words(text), &["Loop", "Exists"]).is_some();
    for right in [
        "queries \"Loop\"",
        "modelled \"Loop\" 1",
        "sql \"Loop\" 2",
        "table geo_city",
        "ratio time \"Loop\" \"Exists\"",
        "ratio modelled \"Loop\" \"Exists\" 1",
    ] {
        assert!(!wrong(right), "{right}");
    }
    for text in
        ["", "queries", "queries \"Lop\"", "sql \"Loop\"", "sql \"Loop\" x", "ratio \"Loop\"", "ratio queries \"Loop\""]
    {
        assert!(wrong(text), "{text}");
    }
}

#[test]
fn checks_are_those_of_the_table() {
    assert_eq!(Asked::read("at most 1 query"), Some(Asked::Amount { exactly: false, number: 1, unit: Unit::Queries }));
    assert_eq!(Asked::read("no finding n_plus_one"), Some(Asked::NoFinding(Some("n_plus_one".into()))));
    for text in ["", "at most many queries", "at most -1 queries", "uses", "uses a b", "same", "no finding N+1"] {
        assert_eq!(Asked::read(text), None, "{text}");
    }
}
