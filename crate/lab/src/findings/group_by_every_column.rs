//! # group_by_every_column
//! ## What it does
//! Finds an aggregate over a join that groups by every column of the table.
//!
//! ## Why is this bad?
//! The database compares all columns, long texts too, to know that two rows belong together, although the primary
//! key says it. With a second join the rows multiply before they are grouped.
//!
//! ## Example
//! ```python
//! State.objects.annotate(cities_count=Count("cities"))
//! ```
//!
//! ## What to do
//! For small tables, nothing. Otherwise compute the aggregate in a subquery of its own, which groups by the key only:
//! ```python
//! cities = City.objects.filter(state=OuterRef("pk")).order_by().values("state")
//! State.objects.annotate(cities_count=Subquery(cities.annotate(n=Count("pk")).values("n")))
//! ```

use super::{Context, Draft, Rule};
use crate::{
    outline::{Clause, column},
    report::Severity,
    sql_text::Token,
};

pub(super) const RULE: Rule = Rule {
    code: "group_by_every_column",
    severity: Severity::Low,
    source: include_str!("group_by_every_column.rs"),
    check,
};

/// Fewer rows are grouped in no time.
const LEAST_ROWS: u64 = 500;

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for shape in context.selects() {
        let Some(outer) = shape.outline.outer() else { continue };
        let tables = outer.tables();
        let projection = outer.terms(Clause::Projection);
        // `GROUP BY 1` groups by what is selected first.
        let grouped = outer.terms(Clause::GroupBy).into_iter().filter_map(|term| match term[0].token {
            Token::Number(place) => column(projection.get(place.parse::<usize>().ok()?.checked_sub(1)?)?),
            _ => column(term),
        });
        let grouped: Vec<_> = grouped.collect();
        // Without a join each row is its own group, and the aggregate is over nothing.
        let joined: u64 = tables.iter().filter_map(|table| context.schema.rows(table.name)).sum();
        if tables.len() < 2 || joined < LEAST_ROWS {
            continue;
        }
        for table in &tables {
            let Some(info) = context.schema.table(table.name) else { continue };
            let all = info.columns.iter().all(|known| grouped.contains(&(table.alias, known.name.as_str())));
            if !all || info.columns.len() < 2 {
                continue;
            }
            found.push(Draft {
                title: format!("Groups by all {} columns of {}", info.columns.len(), table.name),
                explanation: "The primary key alone says which rows belong together; the others are compared too."
                    .into(),
                suggestion: "Compute the aggregate in a Subquery that groups by the key, if the table is large.".into(),
                queries: shape.all.clone(),
                ..Draft::default()
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::context::testing::found;
    use crate::testing::{geo, ran};

    #[test]
    fn fires_for_an_aggregate_over_a_join() {
        let sql = "SELECT \"geo_state\".\"id\", \"geo_state\".\"name\", COUNT(\"geo_city\".\"id\") AS \"n\" \
        FROM \"geo_state\" \
                   LEFT OUTER JOIN \"geo_city\" ON (\"geo_state\".\"id\" = \"geo_city\".\"state_id\") \
                   GROUP BY 1, \"geo_state\".\"name\"";
        let findings = found("group_by_every_column", &ran(&geo(), &[sql]));
        assert_eq!(findings[0].title, "Groups by all 2 columns of geo_state");
    }

    #[test]
    fn is_silent_for_one_column() {
        let sql = "SELECT \"geo_city\".\"state_id\", COUNT(*) FROM \"geo_city\" GROUP BY \"geo_city\".\"state_id\"";
        assert!(found("group_by_every_column", &ran(&geo(), &[sql])).is_empty());
    }
}
