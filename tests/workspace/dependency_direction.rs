//! The shape of the house, read from each Cargo.toml and source folder: what may know what.
//!
//! `orm <- lab <- python <- {web, cli}`, `stdlib <- python`, and `www` knows only what `web` generates.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// One crate's place: the crates of ours it may use, and the libraries that must stay out of it.
struct Room {
    name: &'static str,
    may_use: &'static [&'static str],
    keeps_out: &'static [&'static str],
}

/// Stands for every crate of the interpreter: rustpython-vm, rustpython-stdlib and the rest.
const PYTHON: &str = "rustpython";

const ROOMS: &[Room] = &[
    Room {
        name: "orm",
        may_use: &[],
        keeps_out: &["rusqlite", "sqlite-wasm-rs", PYTHON, "serde_json", "wasm-bindgen", "web-sys", "js-sys"],
    },
    Room { name: "lab", may_use: &["orm"], keeps_out: &[PYTHON, "wasm-bindgen", "web-sys"] },
    Room {
        name: "stdlib",
        may_use: &[],
        keeps_out: &["rusqlite", "sqlite-wasm-rs", "sea-query", "wasm-bindgen", "web-sys", "js-sys"],
    },
    Room {
        name: "python",
        may_use: &["orm", "lab", "stdlib"],
        keeps_out: &["rusqlite", "sqlite-wasm-rs", "sea-query", "wasm-bindgen", "web-sys"],
    },
    Room {
        name: "web",
        may_use: &["orm", "lab", "python"],
        keeps_out: &["rusqlite", "sqlite-wasm-rs", "sea-query", PYTHON, "clap"],
    },
    Room {
        name: "cli",
        may_use: &["orm", "lab", "python"],
        keeps_out: &["rusqlite", "sea-query", PYTHON, "wasm-bindgen", "web-sys", "js-sys"],
    },
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn manifest(crate_name: &str) -> Table {
    let path = root().join("crate").join(crate_name).join("Cargo.toml");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names in the tables called `kinds`, also those below `[target.'cfg(...)']`; a renamed package by its real name.
fn dependencies(manifest: &Table, kinds: &[&str]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let per_target = manifest.get("target").and_then(Value::as_table);
    let targets = per_target.into_iter().flat_map(|table| table.values()).filter_map(Value::as_table);
    for place in std::iter::once(manifest).chain(targets) {
        for table in kinds.iter().filter_map(|kind| place.get(*kind).and_then(Value::as_table)) {
            for (key, value) in table {
                let package = value.get("package").and_then(Value::as_str);
                names.insert(package.unwrap_or(key).to_owned());
            }
        }
    }
    names
}

/// Every file below `folder` whose name ends in one of `endings`.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_crate_has_its_place_in_the_order() {
    let folders: BTreeSet<String> = fs::read_dir(root().join("crate"))
        .expect("the crate folder")
        .map(|entry| entry.expect("an entry of the crate folder").file_name().to_string_lossy().into_owned())
        // What stands in the place of other people's crates is in nobody's order.
        .filter(|name| name != "stubs")
        .collect();
    let rooms: BTreeSet<String> = ROOMS.iter().map(|room| room.name.to_owned()).collect();
    assert_eq!(folders, rooms, "a crate was added or removed: say in ROOMS what it may use");
}

#[test]
fn crates_use_only_those_before_them() {
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    for room in ROOMS {
        for dependency in dependencies(&manifest(room.name), &kinds) {
            let Some(ours) = dependency.strip_prefix("outerref-") else {
                continue;
            };
            assert!(room.may_use.contains(&ours), "crate/{} must not depend on crate/{ours}", room.name);
        }
    }
}

#[test]
fn libraries_stay_in_the_crate_that_owns_them() {
    for room in ROOMS {
        for dependency in dependencies(&manifest(room.name), &["dependencies", "build-dependencies"]) {
            let banned = room.keeps_out.iter().find(|name| match **name {
                PYTHON => dependency.starts_with(PYTHON),
                name => dependency == name,
            });
            assert_eq!(banned, None, "crate/{} must not depend on {dependency}", room.name);
        }
    }
}

#[test]
fn orm_reads_no_clock_and_does_no_io() {
    let outside =
        ["std::fs", "std::net", "std::env", "std::process", "std::io", "Instant::now", "SystemTime::now", "println!"];
    for file in files(&root().join("crate/orm/src"), &[".rs"]) {
        let text = fs::read_to_string(&file).expect("a source file");
        for (number, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            let found = outside.iter().find(|name| line.contains(**name));
            assert_eq!(found, None, "{}:{}: the ORM touches nothing outside itself", file.display(), number + 1);
        }
    }
}

#[test]
fn the_site_imports_the_engine_in_one_folder_only() {
    let source = root().join("www/src");
    for file in files(&source, &[".ts", ".js"]) {
        let inside = file.strip_prefix(&source).expect("a file of www/src");
        if inside.starts_with("engine") {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a source file");
        assert!(!text.contains("engine/pkg"), "{}: only www/src/engine may import the module", file.display());
    }
}
