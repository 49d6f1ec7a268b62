//! What the page asks of the engine besides a run, and the answers: an [`Ask`] gets an [`Answer`] of the same `kind`,
//! or `failed` with a [`ServiceError`].
//!
//! | kind | asks | answers | may fail with |
//! |---|---|---|---|
//! | `prepare` | a [`RunRequest`]; its approaches are not run | [`Prepared`]: the tables, or the error in the models or data | |
//! | `complete` | [`CompleteRequest`]: a place in a source | [`Completions`] | |
//! | `schema` | | [`SchemaModels`]: models, fields, relations | `notPrepared` |
//! | `ddl` | [`DdlRequest`]: a table or all, a dialect | [`DdlTables`]: CREATE TABLE and indexes | `notPrepared`, `notFound` |
//! | `browse` | [`BrowseRequest`]: a table, filter, order, page | [`BrowsePage`]: rows and counts | `notPrepared`, `notFound`, `badRequest` |
//! | `whatIf` | [`WhatIfRequest`]: a statement and an index | [`WhatIfAnswer`]: plan and time without and with it | `notPrepared`, `notFound`, `badRequest`, `database` |
//! | `subquery` | [`SubqueryRequest`]: a statement, which subquery, which outer row | [`SubqueryAnswer`]: it alone, with its rows and plan | `notPrepared`, `notFound`, `badRequest`, `database` |
//! | `imports` | | [`Imports`]: what was imported | |
//! | `forget` | [`ForgetRequest`]: the name of an import | [`Imports`]: what is left | `notFound` |
//! | `script` | [`ScriptRequest`]: a [`RunRequest`] and figures | [`ScriptFiles`]: a Django project as text | |
//! | `repl` | [`ReplRequest`]: one line of Python | [`ReplAnswer`]: output, value, queries, error | `notPrepared` |
//!
//! Two more carry bytes and are methods of their own: `import_file(name, bytes, into)` answers with the kind `import`
//! ([`Import`], or `failed` with `badFile`, `tooLarge` or `notFound`), and `export_database()` gives the bytes of a
//! `.sqlite3` file.
//!
//! `notPrepared` says that this engine holds no models yet: it is new, or was restarted. `prepare` or a run, and ask
//! again. Everything except `complete` and `script` speaks of the models and the data of the last `prepare` or run.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::report::RunRequest;

mod complete;
mod data;
mod repl;
mod schema;
mod statement;

pub use self::{
    complete::{CallHint, CallParameter, CompleteRequest, Completion, CompletionKind, Completions},
    data::{
        BrowseColumn, BrowseOrder, BrowsePage, BrowseRequest, ForgetRequest, Import, ImportKind, ImportedTable,
        Imports, MOST_IMPORT_BYTES, MOST_PAGE_ROWS, Prepared, ScriptFiles, ScriptRequest,
    },
    repl::{ReplAnswer, ReplQuery, ReplRequest},
    schema::{
        DdlRequest, DdlTables, RelationKind, SchemaField, SchemaIndex, SchemaModel, SchemaModels, SchemaRelation,
        TableDdl,
    },
    statement::{BoundColumn, SubqueryAnswer, SubqueryRequest, WhatIfAnswer, WhatIfRequest, WhatIfSide},
};

/// What is asked of the engine besides a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Ask {
    /// Import the models and load the data; run nothing.
    Prepare(PrepareRequest),
    /// What may stand at a place in a source.
    Complete(CompleteRequest),
    /// The models.
    Schema,
    /// The statements that make the tables.
    Ddl(DdlRequest),
    /// A page of a table's rows.
    Browse(BrowseRequest),
    /// What an index would do to a statement.
    WhatIf(WhatIfRequest),
    /// A subquery by itself.
    Subquery(SubqueryRequest),
    /// What was imported.
    Imports,
    /// Lets go of an import.
    Forget(ForgetRequest),
    /// The run as a Django project.
    Script(ScriptRequest),
    /// Evaluates one line on the current state.
    Repl(ReplRequest),
}

/// The models and the data to get ready. Its approaches are not run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrepareRequest {
    /// As for a run.
    pub run: RunRequest,
}

/// What the engine answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Answer {
    /// To `prepare`.
    Prepare(Prepared),
    /// To `complete`.
    Complete(Completions),
    /// To `schema`.
    Schema(SchemaModels),
    /// To `ddl`.
    Ddl(DdlTables),
    /// To `browse`.
    Browse(BrowsePage),
    /// To `whatIf`.
    WhatIf(WhatIfAnswer),
    /// To `subquery`.
    Subquery(SubqueryAnswer),
    /// To `imports`.
    Imports(Imports),
    /// To `forget`.
    Forget(Imports),
    /// To `script`.
    Script(ScriptFiles),
    /// To `repl`.
    Repl(ReplAnswer),
    /// To `import_file`.
    Import(Import),
    /// To anything that could not be done. Nothing was changed.
    Failed(ServiceError),
}

/// Why something could not be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServiceError {
    /// For the page to decide by.
    pub code: ErrorCode,
    /// For a person to read: one or two sentences.
    pub message: String,
}

/// Kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// This engine holds no models yet: `prepare` or run first.
    NotPrepared,
    /// The request makes no sense.
    BadRequest,
    /// There is no such table, import or subquery.
    NotFound,
    /// The file cannot be imported.
    BadFile,
    /// The file is too large.
    TooLarge,
    /// The database refused.
    Database,
}

impl ServiceError {
    /// An error of this kind.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl From<crate::connection::DatabaseError> for ServiceError {
    fn from(error: crate::connection::DatabaseError) -> Self {
        Self::new(ErrorCode::Database, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_and_answers_are_tagged_with_their_kind() {
        let ask: Ask = serde_json::from_str(r#"{"kind": "schema"}"#).expect("is a request");
        assert_eq!(ask, Ask::Schema);
        let ask: Ask = serde_json::from_str(r#"{"kind": "browse", "table": "geo_city", "limit": 50}"#).expect("is one");
        let Ask::Browse(browse) = ask else { panic!("{ask:?}") };
        assert_eq!((browse.table.as_str(), browse.offset, browse.limit, browse.order), ("geo_city", 0, 50, None));
        let failed = Answer::Failed(ServiceError::new(ErrorCode::NotPrepared, "Run first."));
        let json = serde_json::to_string(&failed).expect("is JSON");
        assert_eq!(json, r#"{"kind":"failed","code":"notPrepared","message":"Run first."}"#);
    }
}
