//! What the page asks besides a run: [`Engine::ask`]. `outerref_lab::service` says what each request takes and gives.
//!
//! What needs the database only is done by `outerref_lab`; here is what needs the session. Everything except
//! completions and scripts speaks of the models and the data as the last `prepare` or run left them.

use std::cell::{Cell, RefCell};

use outerref_lab::{
    browse, complete, describe,
    import::ImportedFile,
    report::RunRequest,
    script,
    service::{Answer, Ask, ErrorCode, Prepared, ServiceError},
    snapshot::Snapshot,
    trial,
};
use rustpython_vm::PyObjectRef;

use crate::engine::{Engine, Progress};

mod imports;
mod repl;
#[cfg(test)]
mod tests;

/// What the engine keeps between two questions.
#[derive(Default)]
pub(crate) struct Kept {
    /// Whether models and data are there.
    prepared: Cell<bool>,
    /// Files that were imported, in the order of their import.
    imports: RefCell<Vec<ImportedFile>>,
    /// What lines of the console named.
    names: RefCell<Vec<(String, PyObjectRef)>>,
}

impl Kept {
    /// Models and data are about to be replaced.
    pub(crate) fn unprepared(&self) {
        self.prepared.set(false);
        self.names.borrow_mut().clear();
    }

    /// Models and data are there.
    pub(crate) fn prepared(&self) {
        self.prepared.set(true);
    }
}

impl Engine {
    /// Answers what is asked besides a run. It never panics; what cannot be done is [`Answer::Failed`].
    pub fn ask(&self, ask: &Ask, progress: &mut Progress<'_>) -> Answer {
        self.answer(ask, progress).unwrap_or_else(Answer::Failed)
    }

    fn answer(&self, ask: &Ask, progress: &mut Progress<'_>) -> Result<Answer, ServiceError> {
        let connection = || self.workspace.connection();
        Ok(match ask {
            Ask::Prepare(request) => Answer::Prepare(self.prepare_only(&request.run, progress)),
            Ask::Complete(request) => Answer::Complete(complete::complete(request)),
            Ask::Script(request) => Answer::Script(script::script(request)),
            Ask::Imports => Answer::Imports(self.imports()),
            Ask::Forget(request) => Answer::Forget(self.forget(&request.name)?),
            _ if !self.kept.prepared.get() => {
                return Err(ServiceError::new(ErrorCode::NotPrepared, "No models and data are loaded yet: run first."));
            }
            Ask::Schema => Answer::Schema(describe::models(&self.workspace.models(), &connection())?),
            Ask::Ddl(request) => Answer::Ddl(describe::ddl(&self.workspace.models(), &connection(), request)?),
            Ask::Browse(request) => Answer::Browse(browse::browse(&connection(), request)?),
            Ask::WhatIf(request) => Answer::WhatIf(trial::what_if(&connection(), request)?),
            Ask::Subquery(request) => Answer::Subquery(trial::subquery(&connection(), request)?),
            Ask::Repl(request) => Answer::Repl(self.repl(&request.line)),
        })
    }

    /// The database as it is, as a `.sqlite3` file.
    pub fn export_database(&self) -> Result<Vec<u8>, ServiceError> {
        Ok(Snapshot::take(&mut self.workspace.connection_mut())?.into_bytes())
    }

    fn prepare_only(&self, request: &RunRequest, progress: &mut Progress<'_>) -> Prepared {
        let prepared = self.prepare(request, progress, 2);
        let stdout = self.session.state().output.borrow_mut().take().0;
        match prepared {
            Ok(_) => Prepared { tables: self.table_sizes(), stdout, error: None },
            Err(error) => Prepared { tables: Vec::new(), stdout, error: Some(error) },
        }
    }
}
