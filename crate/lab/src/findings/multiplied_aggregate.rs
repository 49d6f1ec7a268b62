//! # multiplied_aggregate
//! ## What it does
//! Finds a sum or a count over two joins that each multiply the rows.
//!
//! ## Why is this bad?
//! The answer is wrong. A state with 10 cities and 3 parks becomes 30 rows: it has "30 cities", and its population is
//! three times what it is.
//!
//! ## Example
//! ```python
//! State.objects.annotate(cities_count=Count("cities"), parks_count=Count("parks"))
//! ```
//!
//! ## What to do
//! Compute each in a subquery of its own. For a count alone, `distinct=True` also helps; for a sum it does not:
//! ```python
//! cities = City.objects.filter(state=OuterRef("pk")).order_by().values("state")
//! State.objects.annotate(population=Subquery(cities.annotate(total=Sum("population")).values("total")))
//! ```

use super::{Context, Draft, Rule};
use crate::{
    outline::{Clause, Placed, Select, Table, column},
    report::Severity,
    sql_text::Token,
};

pub(super) const RULE: Rule = Rule {
    code: "multiplied_aggregate",
    severity: Severity::High,
    source: include_str!("multiplied_aggregate.rs"),
    check,
};

fn check(context: &Context<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for shape in context.selects() {
        let multiplied = shape.outline.selects.iter().find_map(|select| multiplied(context, select));
        let Some((aggregate, aggregated, by)) = multiplied else { continue };
        found.push(Draft {
            title: format!("{aggregate} over {aggregated} is multiplied by the rows of {by}"),
            explanation: format!(
                "Both joins give several rows for one. Each row of {aggregated} is counted once for every row of {by}."
            ),
            suggestion: "Compute each aggregate in a Subquery of its own; for Count, distinct=True is enough.".into(),
            relation: Some(aggregated.to_owned()),
            queries: shape.all,
            ..Draft::default()
        });
    }
    found
}

/// Joined tables of which several rows belong to one row of the table that they are joined to.
fn is_many(context: &Context<'_>, tables: &[Table<'_>], table: &Table<'_>) -> bool {
    let Some((own, other_alias, other)) = table.joined_on.first() else { return false };
    let to_key = tables
        .iter()
        .find(|known| known.alias == *other_alias)
        .is_some_and(|known| context.schema.is_unique(known.name, other));
    to_key && !context.schema.is_unique(table.name, own)
}

/// The aliases of the tables through which a table is reached, itself first.
fn path<'s>(tables: &[Table<'s>], alias: &'s str) -> Vec<&'s str> {
    let mut path = vec![alias];
    let mut at = alias;
    while let Some(table) = tables.iter().find(|table| table.alias == at)
        && let Some((_, parent, _)) = table.joined_on.first()
        && !path.contains(parent)
    {
        path.push(parent);
        at = parent;
    }
    path
}

/// The aggregate, the table it is over and a table that multiplies it.
fn multiplied<'s>(context: &Context<'_>, select: &Select<'s>) -> Option<(&'static str, &'s str, &'s str)> {
    let tables = select.tables();
    let many: Vec<_> = tables.iter().filter(|table| is_many(context, &tables, table)).collect();
    if many.len() < 2 {
        return None;
    }
    let tokens = select.clause(Clause::Projection);
    (0..tokens.len()).find_map(|place| {
        let (name, alias) = aggregate_at(&tokens[place..])?;
        let path = path(&tables, alias);
        let by = many.iter().find(|table| !path.contains(&table.alias))?;
        let aggregated = tables.iter().find(|table| table.alias == alias)?;
        Some((name, aggregated.name, by.name))
    })
}

/// `SUM("a"."b"` or `COUNT("a"."b"` at the beginning of some tokens: its name and the alias.
fn aggregate_at<'s>(tokens: &[Placed<'s>]) -> Option<(&'static str, &'s str)> {
    let name = [("SUM", "Sum"), ("COUNT", "Count")].into_iter().find(|(word, _)| tokens[0].token.is_word(word))?.1;
    (tokens.get(1)?.token == Token::Sign('(')).then_some(())?;
    let (alias, _) = column(tokens.get(2..)?)?;
    Some((name, alias))
}

#[cfg(test)]
mod tests {
    use super::super::context::testing::found;
    use crate::testing::{recording, select};

    fn findings(projection: &str, joins: &str) -> Vec<String> {
        let sql = format!("SELECT s.id, {projection} FROM geo_state s {joins} GROUP BY s.id");
        let run = recording(vec![select(&sql).at("main", 1).done()]);
        found("multiplied_aggregate", &run).into_iter().map(|finding| finding.title).collect()
    }

    const CITIES: &str = "LEFT OUTER JOIN geo_city c ON (s.id = c.state_id)";

    #[test]
    fn fires_for_a_sum_or_count_over_two_multiplying_joins() {
        let both = format!("{CITIES} LEFT OUTER JOIN geo_city d ON (s.id = d.state_id)");
        let title = "Count over geo_city is multiplied by the rows of geo_city";
        assert_eq!(findings("COUNT(c.id), MAX(d.population)", &both), [title]);
        assert_eq!(findings("SUM(c.population)", &both), ["Sum over geo_city is multiplied by the rows of geo_city"]);
    }

    #[test]
    fn is_silent_for_one_join_for_distinct_counts_and_for_extremes() {
        assert!(findings("COUNT(c.id), SUM(c.population)", CITIES).is_empty());
        let both = format!("{CITIES} LEFT OUTER JOIN geo_city d ON (s.id = d.state_id)");
        assert!(findings("COUNT(DISTINCT c.id), MAX(d.population), AVG(d.area)", &both).is_empty());
        let forward = format!("{CITIES} INNER JOIN geo_state t ON (c.state_id = t.id)");
        assert!(findings("COUNT(c.id)", &forward).is_empty());
    }
}
