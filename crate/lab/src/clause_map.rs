//! Which part of a statement came with which step of a queryset: the SQL after each step is compared with the SQL
//! after the step before it, and what is new is that step's.
//!
//! The comparison is by tokens, so nothing need be known of how a step is compiled.

use std::ops::Range;

use crate::{
    outline::{Clause, clause_of},
    sql_text::{Token, tokens},
};

/// So large a comparison is not made; all that changed is then the later step's.
const MOST_CELLS: usize = 1_000_000;

/// A token, and the clause of the outer SELECT that it lies in.
struct Piece<'s> {
    text: &'s str,
    range: Range<usize>,
    clause: Option<Clause>,
    owner: usize,
}

/// For each step the ranges of the last SQL, in bytes, that came with it. `steps` is the SQL after each step; the
/// last is the statement.
pub fn attribute(steps: &[&str]) -> Vec<Vec<Range<usize>>> {
    let mut found = vec![Vec::new(); steps.len()];
    let Some((first, rest)) = steps.split_first() else { return found };
    let mut current = pieces(first);
    for (step, sql) in (1..).zip(rest) {
        let mut next = pieces(sql);
        carry_over(&current, &mut next, step);
        current = next;
    }
    let last = steps[steps.len() - 1];
    for piece in &current {
        let ranges: &mut Vec<Range<usize>> = &mut found[piece.owner];
        match ranges.last_mut() {
            Some(range) if last[range.end..piece.range.start].trim().is_empty() => range.end = piece.range.end,
            _ => ranges.push(piece.range.clone()),
        }
    }
    found
}

fn pieces(sql: &str) -> Vec<Piece<'_>> {
    let mut depth = 0_usize;
    let mut clause = None;
    let all = tokens(sql).map(|(token, range)| {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth = depth.saturating_sub(1),
            Token::Word(word) if depth == 0 => {
                clause = if token.is_word("SELECT") { Some(Clause::Projection) } else { clause_of(word).or(clause) };
            }
            _ => {}
        }
        Piece { text: &sql[range.clone()], range, clause, owner: 0 }
    });
    all.collect()
}

/// Gives each token the owner that it had before, or the step if it is new.
fn carry_over(before: &[Piece<'_>], after: &mut [Piece<'_>], step: usize) {
    let same = matches(before, after);
    let mut kept = vec![false; before.len()];
    for (piece, known) in after.iter_mut().zip(&same) {
        piece.owner = known.map_or(step, |index| {
            kept[index] = true;
            before[index].owner
        });
    }
    // A step that replaces what was selected or the order has said all of it, though some of the words are the same.
    for clause in [Clause::Projection, Clause::OrderBy] {
        let replaced = before.iter().zip(&kept).any(|(piece, kept)| piece.clause == Some(clause) && !kept);
        if replaced {
            let own = |owner: usize| owner == 0 || clause == Clause::OrderBy;
            after.iter_mut().filter(|piece| piece.clause == Some(clause) && own(piece.owner)).for_each(|piece| {
                piece.owner = step;
            });
        }
    }
}

/// For each token after, the token before that it is: a longest common subsequence, like at both ends first.
fn matches(before: &[Piece<'_>], after: &[Piece<'_>]) -> Vec<Option<usize>> {
    let mut found = vec![None; after.len()];
    let head = before.iter().zip(after).take_while(|(a, b)| a.text == b.text).count();
    let left = before.len().min(after.len()) - head;
    let tail = before.iter().rev().zip(after.iter().rev()).take(left).take_while(|(a, b)| a.text == b.text).count();
    (0..head).for_each(|at| found[at] = Some(at));
    (1..=tail).for_each(|at| found[after.len() - at] = Some(before.len() - at));
    let (a, b) = (&before[head..before.len() - tail], &after[head..after.len() - tail]);
    let width = b.len() + 1;
    if a.is_empty() || b.is_empty() || (a.len() + 1) * width > MOST_CELLS {
        return found;
    }
    let mut lengths = vec![0_u32; (a.len() + 1) * width];
    for (i, one) in a.iter().enumerate().rev() {
        for (j, other) in b.iter().enumerate().rev() {
            lengths[i * width + j] = if one.text == other.text {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i].text == b[j].text {
            found[head + j] = Some(head + i);
            i += 1;
            j += 1;
        } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// A range of bytes as one of UTF-16 units, in which JavaScript counts.
pub fn in_utf16(text: &str, range: &Range<usize>) -> (u32, u32) {
    let count = |end: usize| text.get(..end).map_or(0, |part| part.encode_utf16().count());
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    (number(count(range.start)), number(count(range.end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told<'s>(steps: &[&'s str]) -> Vec<Vec<&'s str>> {
        let last = steps[steps.len() - 1];
        attribute(steps).into_iter().map(|ranges| ranges.into_iter().map(|range| &last[range]).collect()).collect()
    }

    #[test]
    fn each_step_has_what_it_added() {
        let steps = [
            r#"SELECT "c"."id", "c"."name" FROM "c""#,
            r#"SELECT "c"."id", "c"."name" FROM "c" WHERE "c"."area" > %s"#,
            r#"SELECT "c"."id", "c"."name" FROM "c" WHERE ("c"."area" > %s AND "c"."name" = %s)"#,
            r#"SELECT "c"."id", "c"."name" FROM "c" WHERE ("c"."area" > %s AND "c"."name" = %s) ORDER BY "c"."id" ASC"#,
            r#"SELECT "c"."id", "c"."name" FROM "c" WHERE ("c"."area" > %s AND "c"."name" = %s) ORDER BY "c"."id" ASC LIMIT 3"#,
        ];
        let told = told(&steps);
        assert_eq!(told[0], [steps[0]]);
        assert_eq!(told[1], ["WHERE", r#""c"."area" > %s"#]);
        assert_eq!(told[2], ["(", r#"AND "c"."name" = %s)"#]);
        assert_eq!(told[3], [r#"ORDER BY "c"."id" ASC"#]);
        assert_eq!(told[4], ["LIMIT 3"]);
    }

    #[test]
    fn what_is_selected_anew_is_the_later_steps() {
        let told = told(&[
            r#"SELECT "c"."id", "c"."name" FROM "c""#,
            r#"SELECT "c"."id", "c"."name", COUNT("p"."id") AS "n" FROM "c" LEFT OUTER JOIN "p" ON ("c"."id" = "p"."c") GROUP BY "c"."id", "c"."name""#,
            r#"SELECT "c"."name" AS "name", COUNT("p"."id") AS "n" FROM "c" LEFT OUTER JOIN "p" ON ("c"."id" = "p"."c") GROUP BY "c"."id", "c"."name""#,
        ]);
        assert_eq!(told[2], [r#"SELECT "c"."name" AS "name""#]);
        assert_eq!(told[1][0], r#", COUNT("p"."id") AS "n""#);
        assert_eq!(told[0], [r#"FROM "c""#]);
    }

    #[test]
    fn ranges_are_told_in_utf16() {
        assert_eq!(in_utf16("aé😀b", &(3..7)), (2, 4));
        assert!(attribute(&[]).is_empty());
    }
}
