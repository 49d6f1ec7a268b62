//! Files that were imported: kept by name until they are let go of.

use outerref_lab::{
    import::{ImportedFile, import_file},
    report::RunError,
    service::{Answer, ErrorCode, Imports, ServiceError},
};

use crate::{engine::Engine, errors::plain_error};

impl Engine {
    /// Imports a file under its name, in place of an earlier one of that name; or a CSV file as one more table into
    /// an import. What fails changes nothing.
    pub fn import_file(&self, name: &str, bytes: Vec<u8>, into: Option<&str>) -> Answer {
        match self.take_file(name, bytes, into) {
            Ok(file) => {
                let about = file.about.clone();
                let mut imports = self.kept.imports.borrow_mut();
                match imports.iter_mut().find(|other| other.about.name == about.name) {
                    Some(earlier) => *earlier = file,
                    None => imports.push(file),
                }
                Answer::Import(about)
            }
            Err(error) => Answer::Failed(error),
        }
    }

    fn take_file(&self, name: &str, bytes: Vec<u8>, into: Option<&str>) -> Result<ImportedFile, ServiceError> {
        let imports = self.kept.imports.borrow();
        let into = match into {
            Some(into) => Some(imports.iter().find(|import| import.about.name == into).ok_or_else(|| missing(into))?),
            None => None,
        };
        import_file(name, bytes, into, self.clock)
    }

    pub(super) fn imports(&self) -> Imports {
        Imports { imports: self.kept.imports.borrow().iter().map(|import| import.about.clone()).collect() }
    }

    pub(super) fn forget(&self, name: &str) -> Result<Imports, ServiceError> {
        let mut imports = self.kept.imports.borrow_mut();
        let before = imports.len();
        imports.retain(|import| import.about.name != name);
        if imports.len() == before {
            return Err(missing(name));
        }
        drop(imports);
        Ok(self.imports())
    }

    /// Makes the database equal to an import.
    pub(crate) fn begin_with_import(&self, name: &str) -> Result<(), RunError> {
        let imports = self.kept.imports.borrow();
        let Some(import) = imports.iter().find(|import| import.about.name == name) else {
            return Err(plain_error("MissingImport", &missing(name).message));
        };
        let restored = import.snapshot.restore(&mut self.workspace.connection_mut());
        restored.map_err(|error| plain_error(error.class.name(), &error.message))
    }
}

fn missing(name: &str) -> ServiceError {
    ServiceError::new(ErrorCode::NotFound, format!("The data of {name} is not here. Import the file again."))
}
