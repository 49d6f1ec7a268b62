//! Reads lessons, exercises and packs as `docs/lesson-format.md` and `docs/exercise-format.md` define them.
//!
//! | part | file |
//! |---|---|
//! | the lines between `---` and `---` | [`front_matter`] |
//! | prose and fences | [`document`] |
//! | `{{queries "Loop"}}` | [`figure`] |
//! | what an exercise asks | [`asked`] |
//! | a lesson, an exercise, a pack | [`lesson`], [`exercise`], [`pack`] |
//! | the files that the code needs | [`sources`] |

pub(crate) mod asked;
pub(crate) mod document;
pub(crate) mod exercise;
pub(crate) mod figure;
pub(crate) mod front_matter;
pub(crate) mod lesson;
pub(crate) mod pack;
pub(crate) mod sources;
#[cfg(test)]
mod tests;

use std::{fs, path::Path};

/// What is wrong with one file: lines, from 1, and sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Problems(pub(crate) Vec<(u32, String)>);

impl Problems {
    pub(crate) fn add(&mut self, line: u32, message: impl Into<String>) {
        self.0.push((line, message.into()));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The text of a file with `\n` line ends.
pub(crate) fn read_text(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let text = String::from_utf8(bytes).map_err(|_| "the file is not UTF-8".to_owned())?;
    Ok(text.replace("\r\n", "\n"))
}
