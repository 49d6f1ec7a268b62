//! Rows by the million, without a Python object: [`fill`] makes rows for any tables from their schema, the same for
//! the same seed, and tells its progress.

mod random;
mod values;

use outerref_orm::Value;

use self::{random::Random, values::Maker};
use crate::connection::{Connection, DatabaseError, ErrorClass, quote_name};

/// At most so many rows in one table.
pub const MOST_ROWS: u64 = 1_000_000;

/// Rows between two words of progress.
const STEP: u64 = 10_000;

/// How often a row is made anew, on average, when rows meet that must differ.
const MOST_ATTEMPTS: u64 = 4;

/// How many rows to make in which table, in any order.
pub type Wanted<'w> = &'w [(&'w str, u64)];

/// Adds rows to tables. `progress` hears the rows made and wanted so far, and stops the work by giving `false`;
/// then, and on any error, nothing is changed.
pub fn fill(
    connection: &Connection,
    wanted: Wanted<'_>,
    seed: u64,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<(), DatabaseError> {
    if let Some((table, rows)) = wanted.iter().find(|(_, rows)| *rows > MOST_ROWS) {
        return Err(DatabaseError::new(
            ErrorClass::BudgetExceeded,
            format!("{rows} rows are wanted in {table}; at most {MOST_ROWS} can be made."),
        ));
    }
    let total = wanted.iter().map(|(_, rows)| rows).sum();
    let mut done = 0;
    connection.execute_script("SAVEPOINT outerref_fill")?;
    let mut made = Ok(());
    for (table, rows) in in_order(connection, wanted)?.into_iter().filter(|(_, rows)| *rows > 0) {
        made = fill_table(connection, table, rows, seed, &mut |more| {
            done += more;
            progress(done, total)
        });
        if made.is_err() {
            break;
        }
    }
    let undo = if made.is_err() { "ROLLBACK TO outerref_fill; " } else { "" };
    connection.execute_script(&format!("{undo}RELEASE outerref_fill"))?;
    made
}

/// The tables so that each comes after those that it refers to. In a circle the order is as given.
fn in_order<'w>(connection: &Connection, wanted: Wanted<'w>) -> Result<Vec<(&'w str, u64)>, DatabaseError> {
    let mut left = wanted.to_vec();
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let mut ready = None;
        for (place, (table, _)) in left.iter().enumerate() {
            let keys = connection.foreign_keys(table)?;
            if keys.iter().all(|key| key.table == *table || left.iter().all(|(other, _)| *other != key.table)) {
                ready = Some(place);
                break;
            }
        }
        ordered.push(left.remove(ready.unwrap_or(0)));
    }
    Ok(ordered)
}

fn fill_table(
    connection: &Connection,
    table: &str,
    rows: u64,
    seed: u64,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<(), DatabaseError> {
    let makers = Maker::of_table(connection, table)?;
    if makers.is_empty() {
        return Err(DatabaseError::new(ErrorClass::OperationalError, format!("no such table: {table}")));
    }
    let names: Vec<_> = makers.iter().map(|maker| quote_name(&maker.column)).collect();
    let places = vec!["%s"; makers.len()].join(", ");
    let or_ignore = if is_unique_together(connection, table)? { " OR IGNORE" } else { "" };
    let sql = format!("INSERT{or_ignore} INTO {} ({}) VALUES ({places})", quote_name(table), names.join(", "));
    let first = connection.count_rows(table)?;
    // Each table has its own sequence, so that more rows in one do not change another.
    let mut random = Random::new(table.bytes().fold(seed, |seed, byte| seed.wrapping_mul(31) + u64::from(byte)));
    // Columns that are unique only together may meet twice by chance: such a row is passed over, and another made.
    let mut batch: Vec<Vec<Value>> = Vec::new();
    let (mut row, mut left) = (first, rows);
    let most = first.saturating_add(rows.saturating_mul(MOST_ATTEMPTS));
    while left > 0 && row < most {
        batch.clear();
        for _ in 0..left.min(STEP) {
            batch.push(makers.iter().map(|maker| maker.make(row, &mut random)).collect());
            row += 1;
        }
        let made = connection.execute_many(&sql, &batch)?.changed;
        left = left.saturating_sub(made);
        if !progress(made) {
            return Err(DatabaseError::new(ErrorClass::OperationalError, "interrupted"));
        }
    }
    Ok(())
}

/// Whether rows are unique only by several columns together.
fn is_unique_together(connection: &Connection, table: &str) -> Result<bool, DatabaseError> {
    Ok(connection.indexes(table)?.iter().any(|index| index.unique && index.columns.len() > 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::stopped;

    fn shop() -> Connection {
        let connection = Connection::open_in_memory(stopped).expect("opens");
        connection
            .execute_script(
                "CREATE TABLE shop_author (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name varchar(12) NOT NULL,
                   email varchar(254) NOT NULL UNIQUE, born date NULL, mentor_id bigint NULL REFERENCES
                   shop_author (id));
                 CREATE TABLE shop_book (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, title varchar(100) NOT NULL,
                   price decimal NOT NULL, pages smallint unsigned NOT NULL CHECK (pages >= 0), rating real NULL,
                   in_print bool NOT NULL, added datetime NOT NULL, cover text NULL, uid char(32) NOT NULL UNIQUE,
                   author_id bigint NOT NULL REFERENCES shop_author (id) DEFERRABLE INITIALLY DEFERRED);",
            )
            .expect("creates");
        connection
    }

    fn checksum(connection: &Connection) -> Vec<Value> {
        let sql =
            "SELECT COUNT(*), SUM(pages), SUM(LENGTH(title)), MIN(added), MAX(author_id), MAX(uid) FROM shop_book";
        connection.execute_verbatim(sql).expect("sums").cells
    }

    const WANTED: [(&str, u64); 2] = [("shop_book", 2000), ("shop_author", 300)];

    #[test]
    fn rows_are_the_same_for_the_same_seed_and_keep_every_constraint() {
        let (one, two, other) = (shop(), shop(), shop());
        for (connection, seed) in [(&one, 1), (&two, 1), (&other, 2)] {
            fill(connection, &WANTED, seed, &mut |_, _| true).expect("fills");
            connection.check_constraints(None).expect("is sound");
        }
        assert_eq!(checksum(&one), checksum(&two));
        assert_ne!(checksum(&one), checksum(&other));
        assert_eq!(checksum(&one)[0], Value::Int(2000));
        fill(&one, &WANTED, 1, &mut |_, _| true).expect("adds more");
        assert_eq!(checksum(&one)[0], Value::Int(4000));
    }

    #[test]
    fn progress_can_stop_the_work_and_then_nothing_is_changed() {
        let connection = shop();
        let mut heard = Vec::new();
        let stopped = fill(&connection, &[("shop_author", 30_000)], 1, &mut |done, total| {
            heard.push((done, total));
            done < 20_000
        });
        stopped.expect_err("is stopped");
        assert_eq!(heard, [(10_000, 30_000), (20_000, 30_000)]);
        assert_eq!(connection.count_rows("shop_author").expect("counts"), 0);
        assert!(connection.is_autocommit());
    }

    #[test]
    fn what_cannot_be_filled_is_refused() {
        let connection = shop();
        fill(&connection, &[("shop_author", 1_000_000_000)], 1, &mut |_, _| true).expect_err("is too much");
        fill(&connection, &[("nothing", 1)], 1, &mut |_, _| true).expect_err("is no table");
        fill(&connection, &[("shop_book", 1)], 1, &mut |_, _| true).expect_err("has no author");
        fill(&connection, &[("shop_book", 0)], 1, &mut |_, _| true).expect("nothing is wanted");
    }
}
