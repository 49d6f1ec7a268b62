//! # overfetch_columns
//! ## What it does
//! Finds columns that were fetched in many rows and read in none.
//!
//! ## Why is this bad?
//! The database reads them, the network carries them, and Python makes objects of them, for nothing. Long texts cost
//! most.
//!
//! ## Example
//! ```python
//! names = [city.name for city in City.objects.all()]
//! ```
//!
//! ## What to do
//! Say what is needed:
//! ```python
//! names = list(City.objects.values_list("name", flat=True))
//! ```
//! Where instances are needed, `only("name")` fetches the rest when it is read, one query each: see `n_plus_one`.

use super::{Context, Draft, Rule, counted};
use crate::report::Severity;

pub(super) const RULE: Rule =
    Rule { code: "overfetch_columns", severity: Severity::Low, source: include_str!("overfetch_columns.rs"), check };

/// Fewer cells matter to nobody.
const LEAST_CELLS: u64 = 1000;

fn check(context: &Context<'_>) -> Vec<Draft> {
    if !context.tracks_cells() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for shape in context.unshown() {
        let query = shape.query;
        if query.used.count() == 0 {
            continue;
        }
        let by_column = query.used.by_column();
        // A primary key is needed to be an instance at all.
        let needless = |column: &usize| {
            by_column[*column] == 0 && query.columns[*column] != "id" && !explained(context, shape.all[0], *column)
        };
        let all = 0..query.columns.len();
        let names: Vec<_> = all.clone().filter(needless).map(|column| query.columns[column].as_str()).collect();
        let read = all.filter(|column| by_column[*column] > 0).map(|column| format!("\"{}\"", query.columns[column]));
        let read = read.collect::<Vec<_>>().join(", ");
        if query.rows * (names.len() as u64) < LEAST_CELLS || (names.len() * 3 < query.columns.len() && names.len() < 3)
        {
            continue;
        }
        found.push(Draft {
            title: format!("{} of {} columns were never read", names.len(), query.columns.len()),
            explanation: format!("In {} nobody read {}.", counted(query.rows, "row", "rows"), names.join(", ")),
            suggestion: "Name the columns that are needed with values_list(), values() or only().".into(),
            rewrite: Some(format!(".only({read})")),
            queries: shape.all,
            ..Draft::default()
        });
    }
    found
}

/// Whether another rule speaks of this column.
fn explained(context: &Context<'_>, index: u32, column: usize) -> bool {
    let column = u32::try_from(column).unwrap_or(u32::MAX);
    context.annotations(index).iter().any(|(place, _)| *place == column)
        || context.select_related(index).iter().any(|(_, (first, end))| (*first..*end).contains(&column))
}

#[cfg(test)]
mod tests {
    use super::super::context::testing::found;
    use crate::testing::{recording, select};

    const COLUMNS: [&str; 4] = ["id", "name", "population", "area"];

    #[test]
    fn fires_for_columns_that_no_row_needed() {
        let query = select("SELECT * FROM geo_city").at("main", 1).fetched(1000, &COLUMNS, 1000, &[1]).done();
        let finding = &found("overfetch_columns", &recording(vec![query]))[0];
        assert_eq!(finding.title, "2 of 4 columns were never read");
        assert_eq!(finding.explanation, "In 1,000 rows nobody read population, area.");
        assert_eq!(finding.rewrite.as_deref(), Some(".only(\"name\")"));
    }

    #[test]
    fn is_silent_where_all_was_read_or_rows_are_few_or_reads_are_unknown() {
        for (rows, used) in [(1000, &[0, 1, 2, 3][..]), (51, &[1]), (1000, &[])] {
            let query = select("SELECT * FROM geo_city").fetched(rows, &COLUMNS, rows, used).done();
            assert!(found("overfetch_columns", &recording(vec![query])).is_empty(), "{rows} {used:?}");
        }
    }
}
