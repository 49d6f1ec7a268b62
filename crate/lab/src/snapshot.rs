//! [`Snapshot`]: a whole database as bytes, in SQLite's own file format. A dataset is built once, and each approach
//! begins from it.

use rusqlite::MAIN_DB;

use crate::connection::{Connection, DatabaseError, ErrorClass};

/// What every SQLite file begins with.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// A database's contents. They are a `.sqlite3` file: they can be saved, and a file can be opened as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot(Vec<u8>);

impl Snapshot {
    /// The database as it is. No transaction may be open.
    pub fn take(connection: &mut Connection) -> Result<Self, DatabaseError> {
        if !connection.is_autocommit() {
            return Err(DatabaseError::new(
                ErrorClass::OperationalError,
                "cannot take a snapshot within a transaction",
            ));
        }
        let data = connection.raw.serialize(MAIN_DB)?;
        Ok(Self(data.to_vec()))
    }

    /// A file's bytes, if they are a SQLite database that can be opened without its companions.
    pub fn from_file(mut bytes: Vec<u8>) -> Result<Self, DatabaseError> {
        if bytes.len() < 100 || !bytes.starts_with(MAGIC) {
            return Err(DatabaseError::new(ErrorClass::DatabaseError, "file is not a database"));
        }
        // Bytes 18 and 19 ask for a write-ahead log, which memory has not; 1 says that there is none.
        bytes[18] = 1;
        bytes[19] = 1;
        Ok(Self(bytes))
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes of the file, for keeping.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Makes the connection's database equal to this one. An open transaction is rolled back.
    pub fn restore(&self, connection: &mut Connection) -> Result<(), DatabaseError> {
        if !connection.is_autocommit() {
            connection.execute_script("ROLLBACK")?;
        }
        if self.0.is_empty() {
            // An empty database has no page yet, and nothing cannot be deserialised.
            return connection.clear();
        }
        let guard = connection.guard().clone();
        guard.trusting(|| connection.raw.deserialize_read_exact(MAIN_DB, self.0.as_slice(), self.0.len(), false))?;
        connection.drop_all("temp")?;
        connection.set_up()
    }
}

impl Connection {
    /// Drops everything that the database holds, and puts its settings back. A database that is too damaged for that
    /// is left for a new one.
    pub fn clear(&mut self) -> Result<(), DatabaseError> {
        self.drop_everything().or_else(|_| self.reopen())
    }

    fn drop_everything(&self) -> Result<(), DatabaseError> {
        self.execute_script("PRAGMA foreign_keys = OFF")?;
        self.drop_all("temp")?;
        self.drop_all("main")?;
        self.set_up()
    }

    /// Drops what `schema` (`main`, or `temp` for what lasts as long as the connection) holds.
    fn drop_all(&self, schema: &str) -> Result<(), DatabaseError> {
        for kind in ["trigger", "view", "table"] {
            let names = self.execute_verbatim(&format!(
                "SELECT name FROM {schema}.sqlite_master WHERE type = '{kind}' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            ))?;
            for name in names.cells {
                let name = crate::connection::quote_name(&name.display());
                // A trigger may be gone with its view, and a table with the virtual one that it belongs to.
                self.execute_script(&format!("DROP {kind} IF EXISTS {schema}.{name}"))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use outerref_orm::Value;

    use super::*;
    use crate::{clock::stopped, testing::geo};

    fn count(connection: &Connection) -> Value {
        connection.execute_verbatim("SELECT COUNT(*) FROM geo_city").expect("counts").cells[0].clone()
    }

    #[test]
    fn restore_undoes_everything_even_inside_a_transaction() {
        let mut connection = geo();
        let snapshot = Snapshot::take(&mut connection).expect("is taken");
        connection
            .execute_script("DELETE FROM geo_city; DROP TABLE geo_state; BEGIN; CREATE TABLE x (y)")
            .expect("runs");
        snapshot.restore(&mut connection).expect("restores");
        assert_eq!(count(&connection), Value::Int(510));
        assert_eq!(Snapshot::take(&mut connection).expect("is taken").bytes().len(), snapshot.bytes().len());
        connection.execute_script("INSERT INTO geo_state VALUES (99, 'x')").expect("can be written");
        let keys = connection.execute_verbatim("PRAGMA foreign_keys").expect("runs");
        assert_eq!(keys.cells, [Value::Int(1)]);
        snapshot.restore(&mut connection).expect("restores again");
        assert_eq!(count(&connection), Value::Int(510));
    }

    #[test]
    fn what_lasts_as_long_as_the_connection_is_undone_too() {
        let mut connection = geo();
        let snapshot = Snapshot::take(&mut connection).expect("is taken");
        for undo in [
            (|connection, snapshot| snapshot.restore(connection)) as fn(&mut Connection, &Snapshot) -> _,
            |connection, _| connection.clear(),
        ] {
            connection
                .execute_script(
                    "PRAGMA ignore_check_constraints = ON; CREATE TEMP TABLE t (x);
                     CREATE TEMP VIEW v AS SELECT 1; CREATE TEMP TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END",
                )
                .expect("runs");
            undo(&mut connection, &snapshot).expect("is undone");
            let told = |sql| connection.execute_verbatim(sql).expect("runs").cells;
            assert_eq!(told("PRAGMA ignore_check_constraints"), [Value::Int(0)]);
            assert_eq!(told("SELECT COUNT(*) FROM sqlite_temp_master"), [Value::Int(0)]);
        }
    }

    #[test]
    fn a_snapshot_of_nothing_restores_nothing() {
        let mut connection = Connection::open_in_memory(stopped).expect("opens");
        let snapshot = Snapshot::take(&mut connection).expect("is taken");
        connection.execute_script("CREATE TABLE a (b)").expect("creates");
        snapshot.restore(&mut connection).expect("restores");
        connection.execute_verbatim("SELECT * FROM a").expect_err("is gone");
    }

    #[test]
    fn snapshot_within_a_transaction_is_refused() {
        let mut connection = geo();
        connection.execute_script("BEGIN").expect("begins");
        Snapshot::take(&mut connection).expect_err("is refused");
    }

    #[test]
    fn other_files_are_refused() {
        Snapshot::from_file(b"name,population\n".to_vec()).expect_err("is a CSV file");
        Snapshot::from_file(Vec::new()).expect_err("is empty");
    }

    #[test]
    fn nothing_of_a_damaged_database_is_left() {
        let mut connection = geo();
        let whole = Snapshot::take(&mut connection).expect("is taken");
        for damaged in [16..4096, 100..4096, 4096..8192] {
            let mut bytes = whole.bytes().to_vec();
            bytes[damaged].fill(7);
            let restored = Snapshot::from_file(bytes).expect("looks like one").restore(&mut connection);
            let read = connection.execute_verbatim("PRAGMA integrity_check(1)");
            assert!(restored.is_err() || read.is_err() || read.is_ok_and(|rows| rows.cells[0].display() != "ok"));
            connection.clear().expect("is cleared");
            assert_eq!(connection.tables().expect("has a schema"), [""; 0]);
            connection.execute_script("CREATE TABLE a (b); INSERT INTO a VALUES (1)").expect("is usable");
            let whole = connection.execute_verbatim("PRAGMA integrity_check").expect("is read").cells[0].display();
            assert_eq!(whole, "ok");
        }
    }
}
