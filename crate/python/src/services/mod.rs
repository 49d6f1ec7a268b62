//! What the page asks besides a run: each kind of [`Ask`] in its own file. `outerref_lab::service` says what each takes
//! and gives.
//!
//! Everything here speaks of the models and the data as the last `prepare` or run left them.

use std::cell::Cell;

use outerref_lab::{
    report::RunRequest,
    service::{Answer, Ask, ErrorCode, Import, Prepared, ServiceError},
    snapshot::Snapshot,
};

use crate::engine::{Engine, Progress};

/// What the engine keeps between two questions.
#[derive(Default)]
pub(crate) struct Kept {
    /// Whether models and data are there.
    pub(crate) prepared: Cell<bool>,
}

impl Engine {
    /// Answers what is asked besides a run. It never panics; what cannot be done is [`Answer::Failed`].
    pub fn ask(&self, ask: &Ask, progress: &mut Progress<'_>) -> Answer {
        match ask {
            Ask::Prepare(request) => Answer::Prepare(self.prepare_only(&request.run, progress)),
            _ => Answer::Failed(ServiceError::new(ErrorCode::BadRequest, "This engine does not serve that yet.")),
        }
    }

    /// Imports a file under its name, or a CSV file as one more table into an import.
    pub fn import_file(&self, name: &str, bytes: Vec<u8>, into: Option<&str>) -> Answer {
        let imported: Result<Import, ServiceError> = match (bytes.is_empty(), into) {
            (true, _) => Err(ServiceError::new(ErrorCode::BadFile, format!("{name} is empty."))),
            _ => Err(ServiceError::new(ErrorCode::BadRequest, "This engine does not import yet.")),
        };
        imported.map_or_else(Answer::Failed, Answer::Import)
    }

    /// The database as it is, as a `.sqlite3` file.
    pub fn export_database(&self) -> Result<Vec<u8>, ServiceError> {
        let snapshot = Snapshot::take(&mut self.workspace.connection_mut())?;
        Ok(snapshot.bytes().to_vec())
    }

    fn prepare_only(&self, request: &RunRequest, progress: &mut Progress<'_>) -> Prepared {
        let prepared = self.prepare(request, progress, 2);
        let stdout = self.session().state().output.borrow_mut().take().0;
        match prepared {
            Ok(_) => Prepared { tables: self.table_sizes(), stdout, error: None },
            Err(error) => Prepared { tables: Vec::new(), stdout, error: Some(error) },
        }
    }
}
