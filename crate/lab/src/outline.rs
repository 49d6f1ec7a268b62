//! [`Outline`]: where the SELECTs of a statement lie, with their clauses. No SQL parser: it knows parentheses,
//! keywords and names, which is enough to count joins and to see two subqueries that are alike.

use std::{collections::HashMap, ops::Range};

use crate::sql_text::{Token, tokens};

/// A clause of a SELECT.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clause {
    /// What is selected.
    Projection,
    /// Tables and joins.
    From,
    /// Conditions.
    Where,
    /// Grouping.
    GroupBy,
    /// Conditions on groups.
    Having,
    /// Order.
    OrderBy,
    /// Limit.
    Limit,
    /// Offset.
    Offset,
}

/// A token in its place.
#[derive(Clone, Debug)]
pub struct Placed<'s> {
    /// The token.
    pub token: Token<'s>,
    /// How many parentheses of the same SELECT are open around it.
    pub depth: usize,
}

/// One SELECT.
#[derive(Clone, Debug)]
pub struct Select<'s> {
    /// Where it lies in the statement, in bytes.
    pub range: Range<usize>,
    /// The SELECT around it.
    pub parent: Option<usize>,
    /// The clause of the parent that it lies in.
    pub within: Option<Clause>,
    /// The tokens of its clauses. Those of SELECTs within are left out.
    pub clauses: HashMap<Clause, Vec<Placed<'s>>>,
    /// Whether it is `SELECT DISTINCT`.
    pub distinct: bool,
}

/// The SELECTs of a statement, outer before inner.
#[derive(Clone, Debug)]
pub struct Outline<'s> {
    /// The statement.
    pub sql: &'s str,
    /// Its SELECTs.
    pub selects: Vec<Select<'s>>,
}

/// A table in a FROM clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<'s> {
    /// Its name.
    pub name: &'s str,
    /// What it is called in this SELECT.
    pub alias: &'s str,
    /// For a joined table, the pairs of columns that its condition equates: its own column, the other's alias and
    /// the other's column.
    pub joined_on: Vec<(&'s str, &'s str, &'s str)>,
}

impl<'s> Outline<'s> {
    /// Outlines a statement.
    pub fn of(sql: &'s str) -> Self {
        let tokens: Vec<_> = tokens(sql).collect();
        let mut selects: Vec<Select<'s>> = Vec::new();
        // For each SELECT that is open: its index, its clause, and the parentheses open within it.
        let mut open: Vec<(usize, Clause, usize)> = Vec::new();
        let mut outside = 0_usize;
        for (place, (token, range)) in tokens.iter().enumerate() {
            if token.is_word("SELECT") {
                let within = open.last().filter(|(_, _, depth)| *depth > 0);
                let (parent, clause) = (within.map(|open| open.0), within.map(|open| open.1));
                if within.is_none() {
                    // The next SELECT of a UNION.
                    if let Some((ended, ..)) = open.pop() {
                        selects[ended].range.end = range.start;
                    }
                }
                let distinct = tokens.get(place + 1).is_some_and(|(next, _)| next.is_word("DISTINCT"));
                open.push((selects.len(), Clause::Projection, 0));
                selects.push(Select {
                    range: range.start..sql.len(),
                    parent,
                    within: clause,
                    clauses: HashMap::new(),
                    distinct,
                });
                continue;
            }
            let Some((index, clause, depth)) = open.last_mut() else {
                outside += usize::from(*token == Token::Sign('('));
                continue;
            };
            match token {
                Token::Sign('(') => *depth += 1,
                Token::Sign(')') if *depth == 0 => {
                    selects[*index].range.end = range.start;
                    open.pop();
                    match open.last_mut() {
                        Some((_, _, depth)) => *depth = depth.saturating_sub(1),
                        None => outside = outside.saturating_sub(1),
                    }
                    continue;
                }
                Token::Sign(')') => *depth -= 1,
                Token::Word(word) if *depth == 0 => {
                    if let Some(next) = clause_of(word) {
                        *clause = next;
                        continue;
                    }
                    if word.eq_ignore_ascii_case("BY") {
                        continue;
                    }
                }
                _ => {}
            }
            let placed = Placed { token: *token, depth: *depth };
            selects[*index].clauses.entry(*clause).or_default().push(placed);
        }
        Self { sql, selects }
    }

    /// The outermost SELECT.
    pub fn outer(&self) -> Option<&Select<'s>> {
        self.selects.iter().find(|select| select.parent.is_none())
    }

    /// The text of a SELECT.
    pub fn text(&self, select: &Select<'_>) -> &'s str {
        self.sql[select.range.clone()].trim()
    }

    /// The tables that aliases stand for, in all SELECTs.
    pub fn aliases(&self) -> HashMap<String, String> {
        let tables = self.selects.iter().flat_map(Select::tables);
        tables.map(|table| (table.alias.to_owned(), table.name.to_owned())).collect()
    }
}

pub(crate) fn clause_of(word: &str) -> Option<Clause> {
    Some(match word.to_ascii_uppercase().as_str() {
        "FROM" => Clause::From,
        "WHERE" => Clause::Where,
        "GROUP" => Clause::GroupBy,
        "HAVING" => Clause::Having,
        "ORDER" => Clause::OrderBy,
        "LIMIT" => Clause::Limit,
        "OFFSET" => Clause::Offset,
        _ => return None,
    })
}

/// A name, with or without quotes, that is no keyword of a FROM clause.
fn name<'s>(token: Option<&Placed<'s>>) -> Option<&'s str> {
    match token?.token {
        Token::Name(name) => Some(name),
        Token::Word(word)
            if ![
                "AS", "ON", "JOIN", "LEFT", "RIGHT", "FULL", "INNER", "OUTER", "CROSS", "NATURAL", "USING", "UNION",
            ]
            .iter()
            .any(|keyword| word.eq_ignore_ascii_case(keyword)) =>
        {
            Some(word)
        }
        _ => None,
    }
}

impl<'s> Select<'s> {
    /// The tokens of a clause.
    pub fn clause(&self, clause: Clause) -> &[Placed<'s>] {
        self.clauses.get(&clause).map_or(&[], Vec::as_slice)
    }

    /// The terms of a clause, split at its outer commas.
    pub fn terms(&self, clause: Clause) -> Vec<&[Placed<'s>]> {
        let tokens = self.clause(clause);
        let terms = tokens.split(|placed| placed.depth == 0 && placed.token == Token::Sign(','));
        terms.filter(|term| !term.is_empty()).collect()
    }

    /// The number in a LIMIT or OFFSET.
    pub fn number(&self, clause: Clause) -> Option<u64> {
        self.clause(clause).iter().find_map(|placed| match placed.token {
            Token::Number(digits) => digits.parse().ok(),
            _ => None,
        })
    }

    /// The tables of the FROM clause, in order.
    pub fn tables(&self) -> Vec<Table<'s>> {
        let tokens = self.clause(Clause::From);
        let mut found: Vec<Table<'s>> = Vec::new();
        let mut expected = true;
        let mut index = 0;
        while index < tokens.len() {
            let token = &tokens[index];
            if expected
                && token.depth == 0
                && let Some(table) = name(Some(token))
            {
                let next = if tokens.get(index + 1).is_some_and(|next| next.token.is_word("AS")) { 2 } else { 1 };
                let alias = name(tokens.get(index + next));
                found.push(Table { name: table, alias: alias.unwrap_or(table), joined_on: Vec::new() });
                index += if alias.is_some() { next } else { 0 };
                expected = false;
            } else if token.token.is_word("JOIN") || (token.depth == 0 && token.token == Token::Sign(',')) {
                expected = true;
            } else if let Some((left, right)) = equation(&tokens[index..])
                && let Some(table) = found.last_mut()
            {
                for (own, other) in [(left, right), (right, left)] {
                    if own.0 == table.alias {
                        table.joined_on.push((own.1, other.0, other.1));
                        break;
                    }
                }
            }
            index += 1;
        }
        found
    }
}

/// `a.b`.
type Column<'s> = (&'s str, &'s str);

/// `"a"."b"` at the beginning of some tokens, as alias and column.
pub(crate) fn column<'s>(tokens: &[Placed<'s>]) -> Option<Column<'s>> {
    let dot = &tokens.get(1)?.token;
    (*dot == Token::Sign('.')).then(|| Some((name(tokens.first())?, name(tokens.get(2))?))).flatten()
}

/// `"a"."b" = "c"."d"` at the beginning of some tokens.
fn equation<'s>(tokens: &[Placed<'s>]) -> Option<(Column<'s>, Column<'s>)> {
    let left = column(tokens)?;
    (tokens.get(3)?.token == Token::Sign('=')).then(|| Some((left, column(&tokens[4..])?))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOINED: &str = "SELECT \"s\".\"id\", COUNT(\"c\".\"id\") AS \"n\", \
        (SELECT MAX(U0.\"p\") FROM \"city\" U0 WHERE U0.\"state_id\" = (\"s\".\"id\") LIMIT 1) AS \"m\" \
        FROM \"state\" \"s\" LEFT OUTER JOIN \"city\" \"c\" ON (\"s\".\"id\" = \"c\".\"state_id\") \
        WHERE \"s\".\"name\" = %s GROUP BY \"s\".\"id\" ORDER BY \"n\" DESC LIMIT 10 OFFSET 20";

    #[test]
    fn clauses_of_nested_selects_are_told_apart() {
        let outline = Outline::of(JOINED);
        let [outer, inner] = &outline.selects[..] else { panic!("two") };
        assert_eq!((inner.parent, inner.within), (Some(0), Some(Clause::Projection)));
        assert_eq!((outer.number(Clause::Limit), outer.number(Clause::Offset)), (Some(10), Some(20)));
        assert_eq!(inner.number(Clause::Limit), Some(1));
        assert!(outline.text(inner).ends_with("LIMIT 1"));
        assert_eq!((outer.terms(Clause::Projection).len(), outer.terms(Clause::GroupBy).len()), (3, 1));
    }

    #[test]
    fn tables_are_found_with_aliases_and_joins() {
        let outline = Outline::of(JOINED);
        let tables = outline.selects[0].tables();
        assert_eq!((tables[0].name, tables[0].alias), ("state", "s"));
        assert_eq!(tables[1].joined_on, [("state_id", "s", "id")]);
        assert_eq!(outline.aliases().get("U0").map(String::as_str), Some("city"));
    }

    #[test]
    fn unions_and_updates_have_outer_selects() {
        assert_eq!(Outline::of("SELECT a FROM b UNION SELECT c FROM d").selects.len(), 2);
        let outline = Outline::of("DELETE FROM a WHERE id IN (SELECT id FROM b LIMIT 5)");
        assert_eq!(outline.selects.len(), 1);
        assert_eq!(outline.selects[0].number(Clause::Limit), Some(5));
        assert!(Outline::of("SELECT ((").outer().is_some());
        assert!(Outline::of(")))").outer().is_none());
    }
}
