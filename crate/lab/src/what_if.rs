//! What if there were an index: the plan and the time of a statement before and with it. The database is left as it
//! was.

use outerref_orm::Statement;

use crate::{
    connection::{Connection, DatabaseError, ErrorClass, quote_name},
    plan::{RowCount, explain},
    report::PlanNode,
    timing::{Repeated, repeated},
};

/// A statement before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// Without the index.
    pub before: Side,
    /// With it.
    pub with: Side,
    /// Microseconds that making it took.
    pub build_micros: f64,
}

/// One side of the comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// The plan.
    pub plan: Vec<PlanNode>,
    /// The time.
    pub time: Repeated,
}

/// The name of the index while it is there.
pub(crate) const NAME: &str = "outerref_what_if";

/// Tries an index on some columns of a table.
pub fn index(
    connection: &Connection,
    statement: &Statement,
    table: &str,
    columns: &[&str],
    rows: RowCount<'_>,
) -> Result<WhatIf, DatabaseError> {
    if columns.is_empty() {
        return Err(DatabaseError::new(ErrorClass::ProgrammingError, "an index needs a column"));
    }
    // SQLite takes a quoted name that it does not know for a text.
    let known = connection.columns(table)?;
    if let Some(unknown) = columns.iter().find(|name| known.iter().all(|column| column.name != **name)) {
        return Err(DatabaseError::new(ErrorClass::OperationalError, format!("no such column: {unknown}")));
    }
    let clock = connection.clock();
    let before = side(connection, statement, rows)?;
    connection.execute_script(&format!("SAVEPOINT {NAME}"))?;
    let names: Vec<_> = columns.iter().map(|column| quote_name(column)).collect();
    let start = clock();
    let made =
        connection.execute_verbatim(&format!("CREATE INDEX {NAME} ON {} ({})", quote_name(table), names.join(", ")));
    let build_micros = clock() - start;
    let with = made.and_then(|_| side(connection, statement, rows));
    connection.execute_script(&format!("ROLLBACK TO {NAME}; RELEASE {NAME}"))?;
    Ok(WhatIf { before, with: with?, build_micros })
}

fn side(connection: &Connection, statement: &Statement, rows: RowCount<'_>) -> Result<Side, DatabaseError> {
    let plan = explain(connection, statement, rows)?;
    let time = repeated(connection.clock(), || connection.execute(statement).map(drop))?;
    Ok(Side { plan, time })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::geo;

    #[test]
    fn an_index_is_tried_and_taken_back() {
        let connection = geo();
        let statement = Statement::new("SELECT id FROM geo_city WHERE name = %s", vec!["City 7".into()]);
        let tried = index(&connection, &statement, "geo_city", &["name"], &|_| None).expect("is tried");
        assert_eq!(tried.before.plan[0].words, "reads all rows of geo_city");
        assert!(tried.with.plan[0].words.starts_with("looks up geo_city by name"), "{}", tried.with.plan[0].words);
        assert_eq!(connection.indexes("geo_city").expect("reads").len(), 1);
        index(&connection, &statement, "geo_city", &["nothing"], &|_| None).expect_err("there is no such column");
        assert!(connection.is_autocommit(), "nothing is left open");
        index(&connection, &statement, "geo_city", &[], &|_| None).expect_err("has no column");
    }
}
