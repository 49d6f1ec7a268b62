//! Python sources from folders: a person's files, and replacements of what is built in.

use std::{env, fs, path::Path};

use outerref_lab::report::SourceFile;

/// The sources that `OUTERREF_PYTHONPATH` (folders, separated by colons) puts before those that are built in:
/// for work on the package `django` without building it in.
pub(crate) fn read_overlay() -> Result<Vec<SourceFile>, String> {
    let mut files = Vec::new();
    if let Some(folders) = env::var_os("OUTERREF_PYTHONPATH") {
        for folder in env::split_paths(&folders) {
            for part in ["django", "asgiref", "xml"] {
                let path = folder.join(part);
                if path.is_dir() {
                    collect(&path, part, &mut files)?;
                }
            }
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if let Some(name) = path.file_name().and_then(|name| name.to_str())
                    && name.ends_with(".py")
                {
                    files.push(SourceFile { path: name.into(), text: read(&path)? });
                }
            }
        }
    }
    Ok(files)
}

/// The text of a file.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// All Python files below a folder, under a module path; an empty one stands for the top.
pub(crate) fn collect(folder: &Path, prefix: &str, files: &mut Vec<SourceFile>) -> Result<(), String> {
    let below = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if path.is_dir() {
            if name != "__pycache__" {
                collect(&path, &format!("{below}{name}"), files)?;
            }
        } else if name.ends_with(".py") {
            files.push(SourceFile { path: format!("{below}{name}"), text: read(&path)? });
        }
    }
    Ok(())
}
