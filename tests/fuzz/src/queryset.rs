//! The property of querysets: the SQL runs, and gives what the naive evaluation gives.

use arbitrary::Unstructured;
use outerref_orm::{Statement, Value, dialect::Dialect};

use crate::{
    build::{self, Asked, Models},
    case::{Ask, Case, Cell},
    generate,
    naive::{self, Answer, Skip},
    python,
    sqlite::Sqlite,
};

/// What SQLite refuses though Django's SQL is the same: a condition on an aggregate where there is nothing to group by,
/// and `count()` where all that `values()` left are aggregates.
const DJANGOS_OWN: [&str; 2] = ["HAVING clause on a non-aggregate query", "(SELECT  FROM"];

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// SQL and naive evaluation agree.
    Same,
    /// The SQL ran; there is nothing to compare with.
    Ran(Skip),
    /// The ORM refused, with this class and text.
    Refused(String),
    /// There were too few bytes for a case.
    NoCase,
}

/// Checks the case that these bytes make.
///
/// # Panics
///
/// When SQLite refuses the SQL, or its rows are not those of the naive evaluation.
pub fn check_bytes(bytes: &[u8]) -> Outcome {
    match generate::case(&mut Unstructured::new(bytes)) {
        Ok(case) => check(&case),
        Err(_) => Outcome::NoCase,
    }
}

/// Checks a case.
///
/// # Panics
///
/// As [`check_bytes`].
pub fn check(case: &Case) -> Outcome {
    let dialect = Dialect::sqlite();
    let models = Models::new(&case.schema);
    let (statement, columns) = match build::ask(&models, case, &dialect) {
        Ok(Asked::Statement(statement, columns)) => (statement, columns),
        Ok(Asked::Empty(values)) => return compare(case, None, &empty(case, &values)),
        Err(error) => return Outcome::Refused(format!("{}: {error}", error.class())),
    };
    let tables = models.tables(&dialect).unwrap_or_else(|error| panic!("{error:?}\n{}", shown(case, None)));
    let database = Sqlite::new().expect("SQLite opens");
    let filled = database.execute(&tables).and_then(|()| database.execute(&models.rows(case)));
    filled.unwrap_or_else(|error| panic!("{error}\n{}", shown(case, None)));
    let mut rows = match database.rows(&statement) {
        Ok(rows) => rows,
        Err(error) if DJANGOS_OWN.iter().any(|text| error.to_string().contains(text)) => {
            return Outcome::Refused(format!("by SQLite: {error}"));
        }
        Err(error) => panic!("{error}\n{}", shown(case, Some(&statement))),
    };
    rows.iter_mut().for_each(|row| row.truncate(columns));
    compare(case, Some(&statement), &rows)
}

/// What is told without asking the database.
fn empty(case: &Case, values: &[Value]) -> Vec<Vec<Cell>> {
    let cell = |value: &Value| value.as_int().map_or(Cell::Null, Cell::Int);
    match case.ask {
        Ask::Rows | Ask::Exists => Vec::new(),
        Ask::Count | Ask::Aggregate(_) => vec![values.iter().map(cell).collect()],
    }
}

fn compare(case: &Case, statement: Option<&Statement>, rows: &[Vec<Cell>]) -> Outcome {
    let answer = match naive::evaluate(case) {
        Ok(answer) => answer,
        Err(skip) => return Outcome::Ran(skip),
    };
    let same = match &answer {
        Answer::Rows(listing) => listing.fits(rows),
        Answer::Cells(cells) => rows == [cells.clone()],
        Answer::Exists(exists) => *exists == !rows.is_empty(),
    };
    assert!(same, "not the rows of the naive evaluation\n{}\nSQL: {rows:?}\nnaive: {answer:?}", shown(case, statement));
    Outcome::Same
}

/// A case for a person to read.
pub fn shown(case: &Case, statement: Option<&Statement>) -> String {
    let sql = statement.map_or_else(String::new, Statement::inlined);
    let mut rows = String::new();
    for (model, of) in case.schema.models.iter().zip(&case.rows) {
        rows.push_str(&format!("# {}\n", model.name));
        for (key, row) in (1..).zip(of) {
            rows.push_str(&format!("#   {key}: {:?} {:?}\n", row.cells, row.links));
        }
    }
    format!("{}\n\n{rows}\n{}\n\n{sql}", python::models(&case.schema), python::asked(case))
}
