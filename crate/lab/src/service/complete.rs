//! `complete`: what may stand at a place in a source.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::report::SourceFile;

/// A place in a source that is being typed. It needs no earlier run, and the code need not be whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CompleteRequest {
    /// The Python files as they are typed, as in a run.
    pub files: Vec<SourceFile>,
    /// The module or package that holds the models, as in a run.
    pub models_module: String,
    /// The path of the file in which the cursor is, or the approach's name.
    pub file: String,
    /// The whole text of it.
    pub source: String,
    /// The cursor: UTF-16 units from the beginning, as editors count.
    pub position: u32,
}

/// What may stand there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Completions {
    /// Where the text begins that a completion replaces, in UTF-16 units.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// The completions that begin with that text or contain it, best first.
    pub items: Vec<Completion>,
    /// The call whose arguments the cursor is in.
    pub call: Option<CallHint>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Completion {
    /// What is shown and inserted.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words beside it: a field's class, where a relation leads, the model that a method belongs to.
    pub detail: String,
    /// What a call of it takes, as `(*args, **kwargs)`.
    pub signature: Option<String>,
    /// One short sentence.
    pub documentation: String,
    /// What to insert, when that is not the label.
    pub insert: Option<String>,
}

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CompletionKind {
    /// A field of a model.
    Field,
    /// A relation, from either side.
    Relation,
    /// What an annotation named.
    Annotation,
    /// A lookup, as `gte`.
    Lookup,
    /// A transform, as `year`.
    Transform,
    /// A method.
    Method,
    /// An attribute or a property.
    Property,
    /// A keyword argument.
    Argument,
    /// A model.
    Model,
    /// A function.
    Function,
    /// A class that is no model.
    Class,
    /// A module.
    Module,
    /// A name of the code itself.
    Variable,
    /// A word of Python.
    Keyword,
}

/// A call that is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallHint {
    /// The call, as `annotate(*args, **kwargs)`.
    pub label: String,
    /// One short sentence.
    pub documentation: String,
    /// Its parameters.
    pub parameters: Vec<CallParameter>,
    /// Which of them the cursor is at.
    pub active: Option<u32>,
}

/// A parameter of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallParameter {
    /// As it is written in the label.
    pub label: String,
    /// Where it begins in the label, in UTF-16 units.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
}
