//! A subquery taken out of its statement: run and explained alone, with the columns of the outer row bound to the
//! values of a chosen row.

use outerref_orm::{Rows, Statement, Value};

use crate::{
    connection::{Connection, DatabaseError, ErrorClass},
    outline::{Clause, Outline, Select},
    sql_text::{Token, tokens},
};

/// A subquery by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenOut {
    /// It, with a placeholder for each column of the outer row.
    pub statement: Statement,
    /// The columns of the outer row that it refers to, as written, and the values that they were bound to.
    pub bound: Vec<(String, Value)>,
}

/// How many subqueries a statement has.
pub fn count(sql: &str) -> usize {
    Outline::of(sql).selects.iter().filter(|select| select.parent.is_some()).count()
}

/// Where the subquery with this number stands in its statement.
pub fn span(sql: &str, subquery: usize) -> Option<std::ops::Range<usize>> {
    let outline = Outline::of(sql);
    outline.selects.iter().filter(|select| select.parent.is_some()).nth(subquery).map(|select| select.range.clone())
}

/// Takes out the subquery with this number, from 0, and binds it to the outer row with this number.
pub fn take_out(
    connection: &Connection,
    statement: &Statement,
    subquery: usize,
    row: u64,
) -> Result<TakenOut, DatabaseError> {
    let outline = Outline::of(&statement.sql);
    let found = outline.selects.iter().filter(|select| select.parent.is_some()).nth(subquery);
    let Some((select, parent)) = found.and_then(|select| Some((select, &outline.selects[select.parent?]))) else {
        return Err(DatabaseError::new(ErrorClass::ProgrammingError, "there is no such subquery"));
    };
    let text = outline.text(select);
    let own: Vec<&str> = outline
        .selects
        .iter()
        .filter(|inner| select.range.start <= inner.range.start && inner.range.end <= select.range.end)
        .flat_map(|inner| inner.tables().into_iter().map(|table| table.alias).collect::<Vec<_>>())
        .collect();
    let (sql, outer) = with_outer_columns_marked(text, &own);
    let values = outer_row(connection, statement, &outline, parent, &outer, row)?;

    // Its own parameters lie between those of the text before it and after it; an outer column takes its place among
    // them.
    let before = placeholders(&statement.sql[..select.range.start]);
    let mut params = statement.params.iter().skip(before).cloned();
    let mut bound = outer.iter().map(|(_, column)| column.clone()).zip(values);
    let mut all_bound = Vec::new();
    let mut all_params = Vec::new();
    for mark in &sql.marks {
        match mark {
            Mark::Parameter => all_params.push(params.next().unwrap_or_default()),
            Mark::Outer => {
                let (name, value) = bound.next().unwrap_or_default();
                all_params.push(value.clone());
                all_bound.push((name, value));
            }
        }
    }
    Ok(TakenOut { statement: Statement::new(sql.text, all_params), bound: all_bound })
}

enum Mark {
    Parameter,
    Outer,
}

struct Marked {
    text: String,
    marks: Vec<Mark>,
}

fn placeholders(sql: &str) -> usize {
    tokens(sql).filter(|(token, _)| *token == Token::Placeholder).count()
}

/// The text with `%s` for each column of a table that is not its own, and those columns as (alias, text).
fn with_outer_columns_marked(text: &str, own: &[&str]) -> (Marked, Vec<(String, String)>) {
    let tokens: Vec<_> = tokens(text).collect();
    let mut marked = Marked { text: String::new(), marks: Vec::new() };
    let mut outer = Vec::new();
    let mut copied = 0;
    let mut index = 0;
    while index < tokens.len() {
        match (tokens[index].0, tokens.get(index + 1), tokens.get(index + 2)) {
            (Token::Placeholder, ..) => marked.marks.push(Mark::Parameter),
            (
                Token::Name(alias) | Token::Word(alias),
                Some((Token::Sign('.'), _)),
                Some((Token::Name(_) | Token::Word(_), end)),
            ) => {
                if !own.contains(&alias) {
                    let start = tokens[index].1.start;
                    marked.text.push_str(&text[copied..start]);
                    marked.text.push_str("%s");
                    copied = end.end;
                    marked.marks.push(Mark::Outer);
                    outer.push((alias.to_owned(), text[start..end.end].to_owned()));
                }
                index += 2;
            }
            _ => {}
        }
        index += 1;
    }
    marked.text.push_str(&text[copied..]);
    (marked, outer)
}

/// The values of these columns in a row of the FROM clause around the subquery.
fn outer_row(
    connection: &Connection,
    statement: &Statement,
    outline: &Outline<'_>,
    parent: &Select<'_>,
    columns: &[(String, String)],
    row: u64,
) -> Result<Vec<Value>, DatabaseError> {
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let tables = parent.tables();
    let Some((alias, table)) = columns
        .iter()
        .find_map(|(alias, _)| tables.iter().find(|table| table.alias == alias).map(|table| (table.alias, table.name)))
    else {
        return Err(DatabaseError::new(
            ErrorClass::ProgrammingError,
            "the subquery refers to a row further out than the one around it",
        ));
    };
    debug_assert!(!parent.clause(Clause::From).is_empty() && outline.sql == statement.sql);
    let own: Vec<_> = columns.iter().filter(|(of, _)| of == alias).map(|(_, column)| column.as_str()).collect();
    if own.len() < columns.len() {
        return Err(DatabaseError::new(
            ErrorClass::ProgrammingError,
            "the subquery refers to several tables of the row around it",
        ));
    }
    let quote = crate::connection::quote_name;
    let sql = format!("SELECT {} FROM {} {} LIMIT 1 OFFSET {row}", own.join(", "), quote(table), quote(alias));
    let found: Rows = connection.execute_verbatim(&sql)?;
    if found.is_empty() {
        return Err(DatabaseError::new(ErrorClass::ProgrammingError, format!("there is no row {row} in {table}")));
    }
    Ok(found.cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::geo;

    #[test]
    fn a_subquery_runs_alone_with_its_outer_row_bound() {
        let connection = geo();
        let sql = "SELECT \"geo_state\".\"id\", %s, (SELECT COUNT(*) FROM \"geo_city\" U0 WHERE (U0.\"area\" > %s AND \
                   U0.\"state_id\" = (\"geo_state\".\"id\"))) AS \"n\" FROM \"geo_state\" WHERE \
                   \"geo_state\".\"id\" > %s";
        let statement = Statement::new(sql, vec![7.into(), Value::Float(1.0), 3.into()]);
        assert_eq!(count(sql), 1);
        let alone = take_out(&connection, &statement, 0, 4).expect("is taken out");
        assert_eq!(alone.bound, [("\"geo_state\".\"id\"".to_owned(), Value::Int(5))]);
        assert_eq!(alone.statement.params, [Value::Float(1.0), Value::Int(5)]);
        let rows = connection.execute(&alone.statement).expect("runs");
        assert_eq!(rows.cells, [Value::Int(10)]);
        take_out(&connection, &statement, 1, 0).expect_err("there is one only");
        take_out(&connection, &statement, 0, 99).expect_err("there are 51 states");
    }

    #[test]
    fn a_subquery_without_outer_row_is_taken_out_as_it_is() {
        let statement =
            Statement::new("SELECT * FROM geo_city WHERE state_id IN (SELECT id FROM geo_state)", Vec::new());
        let alone = take_out(&geo(), &statement, 0, 0).expect("is taken out");
        assert_eq!((alone.statement.sql.as_str(), alone.bound.len()), ("SELECT id FROM geo_state", 0));
    }
}
