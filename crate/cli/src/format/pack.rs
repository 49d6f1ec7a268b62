//! A pack: `pack.md` and the exercises that it names.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    Problems,
    front_matter::{
        FrontMatter, Key,
        Kind::{List, Text},
    },
    read_text,
};

const KEYS: [Key; 5] = [
    ("title", Text, true),
    ("summary", Text, true),
    ("sets", List, true),
    ("exercises", List, true),
    ("files", List, false),
];

/// Reads `pack.md` of a folder. Gives the exercises that are there, in order.
pub(crate) fn read(folder: &Path, problems: &mut Problems) -> Vec<PathBuf> {
    let text = match read_text(&folder.join("pack.md")) {
        Ok(text) => text,
        Err(message) => {
            problems.add(1, message);
            return Vec::new();
        }
    };
    let lines: Vec<&str> = text.split('\n').collect();
    let (front, _) = FrontMatter::read(&lines, &KEYS, problems);
    let mut sets = Vec::new();
    for (line, item) in front.list("sets") {
        match item.split_once(" = ") {
            Some((folder, title)) if !title.trim().is_empty() => sets.push(folder.trim()),
            _ => problems.add(*line, format!("not FOLDER = TITLE: '{item}'")),
        }
    }
    let mut named: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for (line, path) in front.list("exercises") {
        let path = path.as_str();
        if !is_exercise_path(path) || !sets.iter().any(|set| path.starts_with(&format!("{set}/"))) {
            problems.add(*line, format!("'{path}' is not SET/NN-slug.md of one of the sets"));
        } else if named.contains(&path) {
            problems.add(*line, format!("'{path}' is named twice"));
        } else if !folder.join(path).is_file() {
            problems.add(*line, format!("there is no file {path}"));
        } else {
            found.push(folder.join(path));
        }
        named.push(path);
    }
    for (line, path) in front.list("files") {
        let inside = path.strip_prefix("_shared/").unwrap_or(path);
        if path.contains("..") || !folder.join("_shared").join(inside).is_file() {
            problems.add(*line, format!("there is no file _shared/{inside}"));
        }
    }
    for path in unnamed(folder, &named) {
        problems.add(front.line("exercises"), format!("{path} is not named"));
    }
    found
}

/// `set/NN-slug.md`.
fn is_exercise_path(path: &str) -> bool {
    let Some((set, file)) = path.split_once('/') else { return false };
    let Some((number, slug)) = file.strip_suffix(".md").and_then(|stem| stem.split_once('-')) else { return false };
    let is_slug = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    !set.is_empty() && !set.starts_with('.') && number.len() == 2 && is_slug(number) && is_slug(slug)
}

/// Exercises that lie in the folder and that the pack does not name.
fn unnamed(folder: &Path, named: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for set in fs::read_dir(folder).into_iter().flatten().flatten() {
        for file in fs::read_dir(set.path()).into_iter().flatten().flatten() {
            let path = format!("{}/{}", set.file_name().to_string_lossy(), file.file_name().to_string_lossy());
            if is_exercise_path(&path) && !named.contains(&path.as_str()) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
