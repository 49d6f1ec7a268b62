//! The properties of imports: a file is refused with a sentence and changes nothing, or its tables are there, with as
//! many rows as were told, and every cell is a value of its column's type.

use outerref_lab::{clock::stopped, connection::Connection, import};

/// Files larger than this only take longer.
const MOST_BYTES: usize = 64 * 1024;

/// Checks these bytes as a CSV file. The first byte tells whether it goes into an import that is there.
///
/// # Panics
///
/// When what was imported does not read back.
pub fn check_csv(bytes: &[u8]) {
    check("data.csv", bytes);
}

/// Checks these bytes as a SQLite file.
///
/// # Panics
///
/// When what was imported does not read back.
pub fn check_sqlite(bytes: &[u8]) {
    check("data.sqlite3", bytes);
}

fn check(name: &str, bytes: &[u8]) {
    if bytes.len() > MOST_BYTES {
        return;
    }
    let imported = match import::import_file(name, bytes.to_vec(), None, stopped) {
        Ok(imported) => imported,
        Err(error) => return assert!(error.message.ends_with('.'), "{}", error.message),
    };
    assert!(imported.about.models.starts_with("from django.db import models\n"));
    let mut connection = Connection::open_in_memory(stopped).expect("opens");
    imported.snapshot.restore(&mut connection).expect("what was imported is a database");
    for table in &imported.about.tables {
        let name = table.table.replace('"', "\"\"");
        let rows = connection.execute_verbatim(&format!("SELECT * FROM \"{name}\""));
        match rows {
            Ok(rows) => assert_eq!(rows.len() as u64, table.rows, "{name}"),
            // A database may hold text that is no UTF-8; Python's sqlite3 refuses to read it with these words.
            Err(error) => assert!(error.message.starts_with("Could not decode to UTF-8"), "{name}: {error}"),
        }
    }
}
