//! The property of lessons, exercises and packs: a file is read, or its problems are told with lines that it has.

use std::{fs, path::PathBuf};

use crate::format::{Problems, exercise::Exercise, lesson::Lesson, pack};

/// Checks these bytes as each kind of file.
///
/// # Panics
///
/// When a file is neither read nor refused, or a problem's line is none of the file.
pub fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let lines = text.split('\n').count() as u32 + 1;
    let told = |what: &str, problems: &Problems, read: bool| {
        assert!(read || !problems.is_empty(), "{what}: neither read nor refused");
        for (line, message) in &problems.0 {
            assert!(*line <= lines && !message.is_empty(), "{what}: {line}: {message}");
        }
    };
    let mut problems = Problems::default();
    let lesson = Lesson::read(text, &[], &mut problems);
    told("lesson", &problems, lesson.is_some());
    let mut problems = Problems::default();
    let exercise = Exercise::read(text, &[], &mut problems);
    told("exercise", &problems, exercise.is_some());
    let folder = folder();
    if fs::write(folder.join("pack.md"), bytes).is_ok() {
        let mut problems = Problems::default();
        let found = pack::read(&folder, &mut problems);
        told("pack", &problems, true);
        assert!(found.is_empty(), "the folder holds no exercise, yet {found:?} were found");
    }
}

/// A folder with nothing but a pack's file.
fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("outerref-fuzz-pack-{}", std::process::id()));
    let _ = fs::create_dir_all(&folder);
    folder
}
