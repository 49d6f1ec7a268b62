//! Query plans: SQLite's `EXPLAIN QUERY PLAN` as a tree, each step also in plain words with the number of rows.

use std::collections::HashMap;

use outerref_orm::Statement;

use crate::{
    connection::{Connection, DatabaseError},
    outline::Outline,
    report::PlanNode,
};

/// How many rows a table holds, if that is known.
pub type RowCount<'f> = &'f dyn Fn(&str) -> Option<u64>;

/// The plan of a statement.
pub fn explain(
    connection: &Connection,
    statement: &Statement,
    rows: RowCount<'_>,
) -> Result<Vec<PlanNode>, DatabaseError> {
    let explained = Statement::new(format!("EXPLAIN QUERY PLAN {}", statement.sql), statement.params.clone());
    let answer = connection.execute(&explained)?;
    let steps = answer.iter().filter_map(|row| {
        let [id, parent, _, detail] = row else { return None };
        Some((id.as_int()?, parent.as_int()?, detail.as_text()?.to_owned()))
    });
    let aliases = Outline::of(&statement.sql).aliases();
    Ok(tree(&steps.collect::<Vec<_>>(), 0, &Words { aliases: &aliases, rows }))
}

fn tree(steps: &[(i64, i64, String)], parent: i64, words: &Words<'_>) -> Vec<PlanNode> {
    let mut outer = None;
    steps
        .iter()
        .filter(|(_, of, _)| *of == parent)
        .map(|(id, _, detail)| {
            let told = words.of(detail, outer.as_deref());
            if let Some((_, table)) = scanned(detail) {
                outer = Some(words.table(table));
            }
            PlanNode { detail: detail.clone(), words: told, children: tree(steps, *id, words) }
        })
        .collect()
}

/// The verb and the table (or its alias) of a step that reads one.
fn scanned(detail: &str) -> Option<(&str, &str)> {
    let (verb, rest) = detail.split_once(' ')?;
    if !matches!(verb, "SCAN" | "SEARCH") || rest.contains("CONSTANT ROW") {
        return None;
    }
    Some((verb, rest.split(' ').next()?))
}

struct Words<'a> {
    aliases: &'a HashMap<String, String>,
    rows: RowCount<'a>,
}

impl Words<'_> {
    fn table(&self, name: &str) -> String {
        self.aliases.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// "all 6,630 rows of geo_city".
    fn all_rows(&self, name: &str) -> String {
        let table = self.table(name);
        match (self.rows)(&table) {
            Some(1) => format!("the one row of {table}"),
            Some(count) => format!("all {} rows of {table}", thousands(count)),
            None => format!("all rows of {table}"),
        }
    }

    /// A step in plain words. `outer` is the table that the steps before it read.
    fn of(&self, detail: &str, outer: Option<&str>) -> String {
        if let Some((verb, name)) = scanned(detail) {
            return self.reading(verb, name, detail);
        }
        let each = || outer.map_or_else(|| "once for each row".into(), |outer| format!("once for each row of {outer}"));
        let kind = detail.trim_end_matches(|character: char| character.is_ascii_digit() || character == ' ');
        match kind {
            "CORRELATED SCALAR SUBQUERY" | "CORRELATED LIST SUBQUERY" => format!("runs this subquery {}", each()),
            "SCALAR SUBQUERY" => "runs this subquery once".into(),
            "LIST SUBQUERY" => "runs this subquery once and keeps its list".into(),
            "REUSE LIST SUBQUERY" => "uses the list of a subquery again".into(),
            "USE TEMP B-TREE FOR ORDER BY" => "sorts the rows".into(),
            "USE TEMP B-TREE FOR GROUP BY" => "sorts the rows into groups".into(),
            "USE TEMP B-TREE FOR DISTINCT" => "drops rows that repeat".into(),
            "COMPOUND QUERY" => "combines several queries".into(),
            "LEFT-MOST SUBQUERY" => "the first of them".into(),
            "UNION ALL" => "adds the rows of the next".into(),
            "UNION USING TEMP B-TREE" => "adds the rows of the next and drops those that repeat".into(),
            "EXCEPT USING TEMP B-TREE" => "takes away the rows of the next".into(),
            "INTERSECT USING TEMP B-TREE" => "keeps the rows that the next has too".into(),
            "MULTI-INDEX OR" => "looks up each side of an OR with its own index".into(),
            "INDEX" => "one side of the OR".into(),
            "SCAN CONSTANT ROW" => "makes one row".into(),
            _ => self.by_beginning(detail),
        }
    }

    fn by_beginning(&self, detail: &str) -> String {
        for (beginning, words) in [
            ("CO-ROUTINE ", "runs this subquery and hands over row by row: "),
            ("MATERIALIZE ", "runs this subquery once and keeps its rows: "),
            ("BLOOM FILTER ON ", "first makes a filter that skips most rows of "),
        ] {
            if let Some(rest) = detail.strip_prefix(beginning) {
                let name = rest.split(' ').next().unwrap_or(rest);
                return format!("{words}{}", self.table(name));
            }
        }
        if detail.starts_with("USE TEMP B-TREE FOR") && detail.ends_with("ORDER BY") {
            return "sorts the rows by the rest of the order".into();
        }
        if detail.starts_with("USE TEMP B-TREE FOR") {
            return "drops values that repeat before counting them".into();
        }
        detail.to_owned()
    }

    fn reading(&self, verb: &str, name: &str, detail: &str) -> String {
        let table = self.table(name);
        let index = detail.split_once("INDEX ").map(|(_, rest)| rest.split(' ').next().unwrap_or(rest));
        let by =
            detail.split_once('(').map(|(_, rest)| conditions(rest.trim_end_matches([')', ' ']))).unwrap_or_default();
        if detail.contains("VIRTUAL TABLE") {
            return format!("reads the rows that {table} makes");
        }
        if detail.contains("USING AUTOMATIC") {
            return format!(
                "builds an index of {} for this query alone, then looks up {table}{by}",
                self.all_rows(name)
            );
        }
        match (verb, index) {
            ("SEARCH", _) if detail.contains("INTEGER PRIMARY KEY") => {
                format!("looks up {table} by its primary key{by}").replace("key by rowid", "key")
            }
            ("SEARCH", Some(index)) => format!("looks up {table}{by} with index {index}"),
            ("SEARCH", None) => format!("looks up {table}{by}"),
            (_, Some(index)) if detail.contains("COVERING INDEX") => {
                format!("reads {} from index {index} alone", self.all_rows(name))
            }
            (_, Some(index)) => format!("reads {} in the order of index {index}", self.all_rows(name)),
            _ => format!("reads {}", self.all_rows(name)),
        }
    }
}

/// `state_id=? AND population>?` as " by state_id and a range of population".
fn conditions(text: &str) -> String {
    let text = text.split(')').next().unwrap_or(text);
    let mut parts: Vec<String> = Vec::new();
    for part in text.split(" AND ") {
        let name = part.trim_end_matches('?').trim_end_matches(['=', '<', '>']);
        let told = if part.contains(['<', '>']) { format!("a range of {name}") } else { name.to_owned() };
        if !parts.contains(&told) {
            parts.push(told);
        }
    }
    match &parts[..] {
        [] => String::new(),
        [only] => format!(" by {only}"),
        [first @ .., last] => format!(" by {} and {last}", first.join(", ")),
    }
}

/// A number with commas between the thousands.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// All steps of a plan, outer before inner, each with the steps that it lies in.
pub(crate) fn steps(plan: &[PlanNode]) -> Vec<(&PlanNode, Vec<&PlanNode>)> {
    fn walk<'p>(nodes: &'p [PlanNode], within: &[&'p PlanNode], out: &mut Vec<(&'p PlanNode, Vec<&'p PlanNode>)>) {
        for node in nodes {
            out.push((node, within.to_vec()));
            let mut inner = within.to_vec();
            inner.push(node);
            walk(&node.children, &inner, out);
        }
    }
    let mut out = Vec::new();
    walk(plan, &[], &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::geo;

    fn words(sql: &str) -> Vec<String> {
        let connection = geo();
        let rows = |table: &str| connection.count_rows(table).ok();
        let plan = explain(&connection, &Statement::new(sql, Vec::new()), &rows).expect("explains");
        steps(&plan).iter().map(|(node, within)| "  ".repeat(within.len()) + &node.words).collect()
    }

    #[test]
    fn plans_are_told_in_plain_words() {
        assert_eq!(words("SELECT * FROM geo_city"), ["reads all 510 rows of geo_city"]);
        assert_eq!(
            words("SELECT * FROM geo_city WHERE state_id = 3 ORDER BY name"),
            ["looks up geo_city by state_id with index geo_city_state_id", "sorts the rows"]
        );
        assert_eq!(words("SELECT * FROM geo_city WHERE id = 3"), ["looks up geo_city by its primary key"]);
    }

    #[test]
    fn aliases_are_told_as_the_tables_that_they_stand_for() {
        let sql = "SELECT geo_state.id, (SELECT MAX(U0.population) FROM geo_city U0 \
                   WHERE U0.state_id = geo_state.id AND U0.area > 1) FROM geo_state";
        assert_eq!(
            words(sql),
            [
                "reads all 51 rows of geo_state",
                "runs this subquery once for each row of geo_state",
                "  looks up geo_city by state_id with index geo_city_state_id",
            ]
        );
    }

    #[test]
    fn thousands_are_separated() {
        for (number, told) in [(0, "0"), (999, "999"), (1000, "1,000"), (6630, "6,630"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(number), told);
        }
    }
}
