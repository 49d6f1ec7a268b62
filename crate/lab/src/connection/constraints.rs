//! Foreign keys checked after the fact: `DatabaseWrapper.check_constraints` of Django's SQLite backend.

use outerref_orm::Value;

use super::{Connection, DatabaseError, ErrorClass};

/// A name quoted as Django quotes it.
pub(crate) fn quote_name(name: &str) -> String {
    if name.len() > 1 && name.starts_with('"') && name.ends_with('"') { name.into() } else { format!("\"{name}\"") }
}

/// A value as `%s` of Python's string formatting shows it.
fn shown(value: &Value) -> String {
    value.display()
}

impl Connection {
    /// Raises Django's `IntegrityError` for the first row whose foreign key leads nowhere; in the tables given, or
    /// with `None` in all of them.
    pub fn check_constraints(&self, tables: Option<&[&str]>) -> Result<(), DatabaseError> {
        let checks = match tables {
            None => vec!["PRAGMA foreign_key_check".to_owned()],
            Some(tables) => {
                tables.iter().map(|table| format!("PRAGMA foreign_key_check({})", quote_name(table))).collect()
            }
        };
        for check in checks {
            let violations = self.execute_verbatim(&check)?;
            if let Some([table, row, referenced, key]) = violations.iter().next() {
                return Err(self.violation(&table.display(), row, &referenced.display(), key.as_int().unwrap_or(0))?);
            }
        }
        Ok(())
    }

    /// The error for one violation. Fails only if SQLite cannot say more about it.
    fn violation(&self, table: &str, row: &Value, referenced: &str, key: i64) -> Result<DatabaseError, DatabaseError> {
        let keys = self.execute_verbatim(&format!("PRAGMA foreign_key_list({})", quote_name(table)))?;
        let key = keys.iter().nth(usize::try_from(key).unwrap_or(0));
        let (column, referenced_column) = match key {
            Some(key) => (key[3].display(), key[4].display()),
            None => ("rowid".into(), "rowid".into()),
        };
        let primary = self.primary_key_column(table)?.unwrap_or_else(|| "rowid".into());
        let sql = format!(
            "SELECT {}, {} FROM {} WHERE rowid = %s",
            quote_name(&primary),
            quote_name(&column),
            quote_name(table)
        );
        let found = self.execute(&outerref_orm::Statement::new(sql, vec![row.clone()]))?;
        let (primary_value, bad_value) = match found.iter().next() {
            Some([primary, bad]) => (shown(primary), shown(bad)),
            _ => (shown(row), "None".into()),
        };
        Ok(DatabaseError::new(
            ErrorClass::IntegrityError,
            format!(
                "The row in table '{table}' with primary key '{primary_value}' has an invalid foreign key: \
                 {table}.{column} contains a value '{bad_value}' that does not have a corresponding value in \
                 {referenced}.{referenced_column}."
            ),
        ))
    }

    /// The first column of the table's primary key.
    fn primary_key_column(&self, table: &str) -> Result<Option<String>, DatabaseError> {
        let columns = self.execute_verbatim(&format!("PRAGMA table_info({})", quote_name(table)))?;
        Ok(columns.iter().find(|column| column[5].as_int().unwrap_or(0) > 0).map(|column| column[1].display()))
    }
}
