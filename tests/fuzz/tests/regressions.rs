//! Whatever once broke a property holds it now.

use std::{fs, path::Path};

fn replay(target: &str, check: impl Fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions").join(target);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        eprintln!("{}", entry.path().display());
        check(&fs::read(entry.path()).expect("a regression is a file"));
    }
}

#[test]
fn querysets() {
    replay("queryset", |bytes| drop(outerref_fuzz::queryset::check_bytes(bytes)));
}

#[cfg(feature = "lab")]
#[test]
fn requests() {
    replay("request", outerref_fuzz::request::check);
}

#[cfg(feature = "lab")]
#[test]
fn imports() {
    replay("csv", outerref_fuzz::import::check_csv);
    replay("sqlite_file", outerref_fuzz::import::check_sqlite);
}

#[cfg(feature = "lesson")]
#[test]
fn lessons() {
    replay("lesson", outerref_fuzz::lesson::check);
}

#[cfg(feature = "python")]
#[test]
fn sources() {
    replay("source", outerref_fuzz::source::check);
    replay("imported", outerref_fuzz::source::check_imported);
}
