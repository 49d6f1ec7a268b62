//! What the database holds: tables, their columns and their sizes.

use std::collections::HashMap;

use outerref_orm::{Statement, Value};

use crate::{
    connection::{Connection, DatabaseError, quote_name},
    report::TableSize,
};

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its declared type, as written.
    pub declared: String,
    /// Whether it refuses `NULL`.
    pub not_null: bool,
    /// Its place in the primary key, from 1; 0 if it is not part of it.
    pub primary_key: u32,
}

/// A foreign key of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The column.
    pub column: String,
    /// The table it refers to.
    pub table: String,
    /// The column it refers to; empty for that table's primary key.
    pub to: String,
}

/// An index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Whether it is unique.
    pub unique: bool,
    /// Its columns; an expression is empty.
    pub columns: Vec<String>,
}

/// All tables, with what findings need to know of them.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    tables: HashMap<String, TableInfo>,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct TableInfo {
    /// How many rows it holds.
    pub rows: u64,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// Its indexes.
    pub indexes: Vec<Index>,
}

impl Schema {
    /// A table.
    pub fn table(&self, name: &str) -> Option<&TableInfo> {
        self.tables.get(name)
    }

    /// How many rows a table holds.
    pub fn rows(&self, table: &str) -> Option<u64> {
        self.tables.get(table).map(|table| table.rows)
    }

    /// Whether a column is the primary key.
    pub fn is_primary_key(&self, table: &str, column: &str) -> bool {
        self.tables.get(table).is_some_and(|table| {
            table.columns.iter().any(|known| known.name == column && known.primary_key == 1)
                && table.columns.iter().filter(|known| known.primary_key > 0).count() == 1
        })
    }

    /// Whether a column is a foreign key.
    pub fn is_foreign_key(&self, table: &str, column: &str) -> bool {
        self.tables.get(table).is_some_and(|table| table.foreign_keys.iter().any(|key| key.column == column))
    }

    /// Whether a column is the primary key or a foreign key.
    pub fn is_key(&self, table: &str, column: &str) -> bool {
        self.is_primary_key(table, column) || self.is_foreign_key(table, column)
    }

    /// Whether no two rows can have the same value in a column.
    pub fn is_unique(&self, table: &str, column: &str) -> bool {
        self.is_primary_key(table, column)
            || self.tables.get(table).is_some_and(|table| {
                table.indexes.iter().any(|index| index.unique && index.columns == [column.to_owned()])
            })
    }
}

impl Connection {
    /// All tables.
    pub fn schema(&self) -> Result<Schema, DatabaseError> {
        let mut tables = HashMap::new();
        for name in self.tables()? {
            let info = TableInfo {
                rows: self.count_rows(&name)?,
                columns: self.columns(&name)?,
                foreign_keys: self.foreign_keys(&name)?,
                indexes: self.indexes(&name)?,
            };
            tables.insert(name, info);
        }
        Ok(Schema { tables })
    }

    /// The names of the tables, in alphabetical order.
    pub fn tables(&self) -> Result<Vec<String>, DatabaseError> {
        let names = self.execute_verbatim(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
             ORDER BY name",
        )?;
        Ok(names.cells.iter().map(|name| name.display()).collect())
    }

    /// How many rows a table holds.
    pub fn count_rows(&self, table: &str) -> Result<u64, DatabaseError> {
        let rows = self.execute_verbatim(&format!("SELECT COUNT(*) FROM {}", quote_name(table)))?;
        let count = rows.cells.first().and_then(outerref_orm::Value::as_int).unwrap_or(0);
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The statements that made a table and its indexes.
    pub fn definition(&self, table: &str) -> Result<Vec<String>, DatabaseError> {
        let made = self.execute(&Statement::new(
            "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL AND type IN ('table', 'index') \
             ORDER BY type DESC, rowid",
            vec![Value::text(table)],
        ))?;
        Ok(made.cells.iter().map(Value::display).collect())
    }

    /// The size of each table of these models (label and table).
    pub fn table_sizes<'m>(
        &self,
        models: impl IntoIterator<Item = (&'m str, &'m str)>,
    ) -> Result<Vec<TableSize>, DatabaseError> {
        let size = |(model, table): (&str, &str)| {
            Ok(TableSize { table: table.into(), model: model.into(), rows: self.count_rows(table)? })
        };
        models.into_iter().map(size).collect()
    }

    /// The columns of a table; none if there is no such table.
    pub fn columns(&self, table: &str) -> Result<Vec<Column>, DatabaseError> {
        let rows = self.execute_verbatim(&format!("PRAGMA table_info({})", quote_name(table)))?;
        let column = |row: &[outerref_orm::Value]| Column {
            name: row[1].display(),
            declared: row[2].display(),
            not_null: row[3].as_int() == Some(1),
            primary_key: row[5].as_int().and_then(|place| u32::try_from(place).ok()).unwrap_or(0),
        };
        Ok(rows.iter().map(column).collect())
    }

    /// The foreign keys of a table.
    pub fn foreign_keys(&self, table: &str) -> Result<Vec<ForeignKey>, DatabaseError> {
        let rows = self.execute_verbatim(&format!("PRAGMA foreign_key_list({})", quote_name(table)))?;
        let key = |row: &[outerref_orm::Value]| ForeignKey {
            column: row[3].display(),
            table: row[2].display(),
            to: row[4].as_text().unwrap_or_default().to_owned(),
        };
        Ok(rows.iter().map(key).collect())
    }

    /// The indexes of a table.
    pub fn indexes(&self, table: &str) -> Result<Vec<Index>, DatabaseError> {
        let rows = self.execute_verbatim(&format!("PRAGMA index_list({})", quote_name(table)))?;
        rows.iter()
            .map(|row| {
                let name = row[1].display();
                let columns = self.execute_verbatim(&format!("PRAGMA index_info({})", quote_name(&name)))?;
                let columns = columns.iter().map(|row| row[2].as_text().unwrap_or_default().to_owned()).collect();
                Ok(Index { name, unique: row[2].as_int() == Some(1), columns })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::geo;

    #[test]
    fn tables_columns_keys_and_indexes_are_read() {
        let connection = geo();
        assert_eq!(connection.tables().expect("reads"), ["geo_city", "geo_state"]);
        let sizes = connection.table_sizes([("geo.City", "geo_city")]).expect("counts");
        assert_eq!(sizes, [TableSize { table: "geo_city".into(), model: "geo.City".into(), rows: 510 }]);
        let columns = connection.columns("geo_city").expect("reads");
        assert_eq!((columns[0].name.as_str(), columns[0].primary_key, columns[1].not_null), ("id", 1, true));
        let keys = connection.foreign_keys("geo_city").expect("reads");
        assert_eq!((keys[0].column.as_str(), keys[0].table.as_str()), ("state_id", "geo_state"));
        assert_eq!(connection.indexes("geo_city").expect("reads")[0].columns, ["state_id"]);
        assert_eq!(connection.columns("nothing").expect("reads"), []);
    }
}
