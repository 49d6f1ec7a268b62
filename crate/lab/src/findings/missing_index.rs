//! # missing_index
//! ## What it does
//! Finds, in the query plan, tables that are read from end to end for a few rows, or once for each row of another.
//!
//! ## Why is this bad?
//! The work grows with the table, or with the product of two tables, where an index would go straight to the rows.
//!
//! ## Example
//! ```python
//! class City(models.Model):
//!     code = models.CharField(max_length=10)
//!
//! City.objects.get(code="US-0042")
//! ```
//!
//! ## What to do
//! Add an index on what is compared, and look at the plan again:
//! ```python
//! class City(models.Model):
//!     code = models.CharField(max_length=10, db_index=True)
//! ```
//! Each index costs space and time on every write, so add those that a plan needs.

use super::{Context, Draft, Rule};
use crate::{
    outline::{Clause, Select, column},
    plan::{steps, thousands},
    report::Severity,
    sql_text::Token,
};

pub(super) const RULE: Rule =
    Rule { code: "missing_index", severity: Severity::Medium, source: include_str!("missing_index.rs"), check };

/// Smaller tables are read in no time.
const LARGE_TABLE: u64 = 1000;

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for shape in context.selects() {
        let Some(plan) = context.plans.get(&shape.all[0]) else { continue };
        let aliases = shape.outline.aliases();
        let said = steps(plan).into_iter().find_map(|(node, within)| {
            let alias = node.detail.split(' ').nth(1)?;
            let table = aliases.get(alias).map_or(alias, String::as_str);
            let rows = context.schema.rows(table)?;
            let repeated = within.iter().any(|outer| outer.detail.starts_with("CORRELATED"));
            if node.detail.contains("USING AUTOMATIC") && rows >= LARGE_TABLE {
                return Some((format!("Each run builds an index of all {} rows of {table}", thousands(rows)), true));
            }
            if !node.detail.starts_with("SCAN ") || node.detail.contains("INDEX") || rows < LARGE_TABLE {
                return None;
            }
            if repeated {
                return Some((format!("Reads all {} rows of {table} once for each outer row", thousands(rows)), true));
            }
            let few = shape.query.rows * 10 <= rows;
            let compared = shape.outline.selects.iter().find_map(|select| compared(select, alias))?;
            few.then(|| (format!("Reads all {} rows of {table} to compare {compared}", thousands(rows)), false))
        });
        let Some((title, often)) = said else { continue };
        found.push(Draft {
            title,
            explanation: "No index leads to the rows that are wanted.".into(),
            suggestion:
                "Add db_index=True or an entry of Meta.indexes on what is compared, and look at the plan again.".into(),
            severity: often.then_some(Severity::High),
            queries: shape.all,
            ..Draft::default()
        });
    }
    found
}

/// The column of a table that a WHERE clause equates with a parameter or a literal.
fn compared<'s>(select: &Select<'s>, alias: &str) -> Option<&'s str> {
    let conditions = select.clause(Clause::Where);
    (0..conditions.len()).find_map(|place| {
        let (of, name) = column(&conditions[place..])?;
        let equals = conditions.get(place + 3)?.token == Token::Sign('=');
        let value = matches!(conditions.get(place + 4)?.token, Token::Placeholder | Token::Text(_) | Token::Number(_));
        (of == alias && equals && value).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use outerref_orm::Statement;

    use super::*;
    use crate::{
        groups::Groups,
        plan::explain,
        testing::{geo, ran},
    };

    fn titles(sql: &str, index: &str) -> Vec<String> {
        let connection = geo();
        connection
            .execute_script(&format!(
                "INSERT INTO geo_city (name, state_id, population, area)
                   SELECT a.name || '-' || b.id, 1, a.population, a.area FROM geo_city a, geo_city b WHERE b.id
                   < 9; {index}"
            ))
            .expect("fills");
        let run = ran(&connection, &[sql]);
        let schema = connection.schema().expect("reads");
        let plan =
            explain(&connection, &Statement::new(sql, Vec::new()), &|table| schema.rows(table)).expect("explains");
        let (groups, plans) = (Groups::of(&run.queries), HashMap::from([(0, plan)]));
        let found = super::super::find(&Context::new(&run, &groups, &schema, &plans));
        found.into_iter().filter(|finding| finding.code == "missing_index").map(|finding| finding.title).collect()
    }

    const BY_NAME: &str = "SELECT id FROM geo_city WHERE geo_city.name = 'City 7'";

    #[test]
    fn fires_for_a_comparison_without_index_and_not_with_one() {
        assert_eq!(titles(BY_NAME, ""), ["Reads all 4,590 rows of geo_city to compare name"]);
        assert!(titles(BY_NAME, "CREATE INDEX by_name ON geo_city (name)").is_empty());
    }

    #[test]
    fn fires_for_a_table_that_is_read_again_for_each_row() {
        let sql = "SELECT s.id, (SELECT SUM(c.area) FROM geo_city c WHERE c.population > s.id) FROM geo_state s";
        assert_eq!(titles(sql, ""), ["Reads all 4,590 rows of geo_city once for each outer row"]);
    }

    #[test]
    fn is_silent_where_all_rows_are_wanted() {
        assert!(titles("SELECT id FROM geo_city", "").is_empty());
        assert!(titles("SELECT id FROM geo_city WHERE geo_city.id = 4", "").is_empty());
    }
}
