//! The files that a lesson's or an exercise's code needs: those that it shares, and its own.

use std::path::{Path, PathBuf};

use outerref_lab::report::SourceFile;

use super::{Problems, document::Document};
use crate::sources::collect;

/// What the code of one document runs on.
#[derive(Clone)]
pub(crate) struct Sources {
    pub(crate) files: Vec<SourceFile>,
    pub(crate) models_module: String,
    pub(crate) data_file: Option<String>,
}

impl Sources {
    /// Gathers the files. `shared` are folders that hold what is shared, the first that has it wins.
    pub(crate) fn gather(document: &Document, shared: &[PathBuf], problems: &mut Problems) -> Self {
        let front = &document.front;
        let mut files = Vec::new();
        if let Some(name) = front.text("shared") {
            let is_name = Path::new(name).components().count() == 1 && !name.starts_with('.');
            match shared.iter().map(|folder| folder.join(name)).find(|folder| is_name && folder.is_dir()) {
                Some(folder) => {
                    if let Err(message) = collect(&folder, "", &mut files) {
                        problems.add(front.line("shared"), message);
                    }
                }
                None => problems.add(front.line("shared"), format!("no shared folder \"{name}\"")),
            }
        }
        for block in &document.blocks {
            if let Some(path) = block.get("file") {
                files.retain(|file| file.path != path);
                files.push(SourceFile { path: path.into(), text: block.code.clone() });
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let models_module = front.text("models").unwrap_or("models").to_owned();
        let has = |path: &str| files.iter().any(|file| file.path == path);
        let path = models_module.replace('.', "/");
        let places = [format!("{path}/models.py"), format!("{path}/models/__init__.py"), format!("{path}.py")];
        if front.has("models") && !places.iter().any(|place| has(place)) {
            problems.add(front.line("models"), format!("there is no file {}", places[0]));
        }
        let data_file = front.text("data").map(str::to_owned);
        if let Some(data) = &data_file
            && !has(data)
        {
            problems.add(front.line("data"), format!("there is no file {data}"));
        }
        Self { files, models_module, data_file }
    }
}
