//! Lessons, exercises and packs on disk: which a path stands for, and where their shared files lie.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::format::{Problems, pack};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Lesson,
    Exercise,
    Pack,
}

/// One file to look at.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) path: PathBuf,
    pub(crate) kind: Kind,
}

impl Item {
    pub(crate) fn folder(&self) -> &Path {
        self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    /// The file's name without number and ending.
    pub(crate) fn slug(&self) -> String {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let digits = stem.bytes().take_while(u8::is_ascii_digit).count();
        match stem[digits..].strip_prefix('-') {
            Some(slug) if digits > 0 => slug.to_owned(),
            _ => stem,
        }
    }

    /// The folders in which shared files are looked for, the nearest first. What is not
    /// beside the file, the course may have: a folder `lessons` above it.
    pub(crate) fn shared(&self) -> Vec<PathBuf> {
        let folder = self.folder();
        let full = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let mut found = vec![folder.join("_shared")];
        if self.kind == Kind::Exercise {
            found.push(folder.join("../_shared"));
        }
        let here = std::env::current_dir().unwrap_or_default();
        let above = full.ancestors().chain([here.as_path()]);
        found.extend(above.flat_map(|above| [above.join("lessons/_shared"), above.join("www/lessons/_shared")]));
        found.retain(|folder| folder.is_dir());
        found
    }
}

/// The files that a path stands for: itself, a pack with its exercises, or the lessons of a folder.
pub(crate) fn find(path: &Path, items: &mut Vec<Item>) -> Result<(), String> {
    let item = |path: PathBuf, kind| Item { path, kind };
    if path.is_file() {
        let kind = kind_of(path)?;
        if kind == Kind::Pack {
            return find(item(path.to_owned(), kind).folder(), items);
        }
        items.push(item(path.to_owned(), kind));
        return Ok(());
    }
    let entries = fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))?;
    if path.join("pack.md").is_file() {
        items.push(item(path.join("pack.md"), Kind::Pack));
        // What is wrong with the pack is told when it is checked.
        let exercises = pack::read(path, &mut Problems::default());
        items.extend(exercises.into_iter().map(|path| item(path, Kind::Exercise)));
        return Ok(());
    }
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let before = items.len();
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(|each: char| each.is_ascii_digit()) && name.ends_with(".md") {
            items.push(item(file.clone(), kind_of(file)?));
        }
    }
    if items.len() == before {
        return Err(format!("{}: neither a pack.md nor a lesson (NN-slug.md) lies there", path.display()));
    }
    Ok(())
}

/// An exercise lies in a pack, or has what only an exercise has; everything else is a lesson.
fn kind_of(path: &Path) -> Result<Kind, String> {
    if path.file_name().is_some_and(|name| name == "pack.md") {
        return Ok(Kind::Pack);
    }
    let in_pack = path.parent().is_some_and(|folder| folder.join("../pack.md").is_file());
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let has = |beginning: &str| String::from_utf8_lossy(&bytes).lines().any(|line| line.starts_with(beginning));
    let is_exercise = in_pack || has("checks:") || has("```python starter") || has("```python solution=");
    Ok(if is_exercise { Kind::Exercise } else { Kind::Lesson })
}
