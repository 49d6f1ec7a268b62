//! Statements that repeat: similar ones (the same shape) and duplicates (wholly the same), kept apart as
//! django-debug-toolbar does.

use std::collections::HashMap;

use crate::{
    recorder::QueryRecord,
    report::{Group, TracebackFrame},
    sql_text,
};

/// The groups of a recording, and to which each statement belongs.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    /// All groups of two or more, in the order of their first statements; similar before duplicate.
    pub groups: Vec<Group>,
    /// For each statement its similar group.
    pub similar: Vec<Option<u32>>,
    /// For each statement its duplicate group.
    pub duplicate: Vec<Option<u32>>,
    /// For each group its statements.
    pub members: Vec<Vec<u32>>,
}

impl Groups {
    /// Finds the groups.
    pub fn of(queries: &[QueryRecord]) -> Self {
        let mut found =
            Self { similar: vec![None; queries.len()], duplicate: vec![None; queries.len()], ..Self::default() };
        let mut shapes: HashMap<&str, String> = HashMap::new();
        for query in queries {
            shapes.entry(&query.sql).or_insert_with(|| sql_text::shape(&query.sql));
        }
        let similar = gathered(queries.iter().map(|query| shapes[query.sql.as_str()].clone()));
        for members in similar {
            found.add(queries, members, false);
        }
        let texts = queries.iter().map(|query| {
            let params: Vec<_> = query.params.iter().map(outerref_orm::Value::repr).collect();
            format!("{}\0{}", query.sql, params.join("\0"))
        });
        for members in gathered(texts) {
            found.add(queries, members, true);
        }
        found
    }

    fn add(&mut self, queries: &[QueryRecord], members: Vec<u32>, duplicate: bool) {
        let id = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        let all = members.iter().map(|index| &queries[*index as usize]);
        let side = if duplicate { &mut self.duplicate } else { &mut self.similar };
        members.iter().for_each(|index| side[*index as usize] = Some(id));
        self.groups.push(Group {
            id,
            duplicate,
            sql: queries[members[0] as usize].sql.clone(),
            count: u32::try_from(members.len()).unwrap_or(u32::MAX),
            micros: all.clone().map(|query| query.micros).sum(),
            lines: lines(all),
        });
        self.members.push(members);
    }

    /// The groups of this kind, each with its statements.
    pub fn of_kind(&self, duplicate: bool) -> impl Iterator<Item = (&Group, &[u32])> {
        let all = self.groups.iter().zip(self.members.iter().map(Vec::as_slice));
        all.filter(move |(group, _)| group.duplicate == duplicate)
    }
}

/// The indexes of equal keys, for those keys that come twice or more, in the order of their first.
fn gathered(keys: impl Iterator<Item = String>) -> Vec<Vec<u32>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut found: Vec<Vec<u32>> = Vec::new();
    for (index, key) in (0_u32..).zip(keys) {
        let place = *places.entry(key).or_insert_with(|| {
            found.push(Vec::new());
            found.len() - 1
        });
        found[place].push(index);
    }
    found.retain(|members| members.len() > 1);
    found
}

/// The innermost lines of some statements, each with its count, most frequent first.
pub fn lines<'q>(queries: impl Iterator<Item = &'q QueryRecord>) -> Vec<(TracebackFrame, u32)> {
    let mut found: Vec<(TracebackFrame, u32)> = Vec::new();
    for frame in queries.filter_map(QueryRecord::frame) {
        match found.iter_mut().find(|(known, _)| known == frame) {
            Some((_, count)) => *count += 1,
            None => found.push((frame.clone(), 1)),
        }
    }
    found.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{frame, select};

    #[test]
    fn similar_and_duplicate_statements_are_kept_apart() {
        let queries = vec![
            select("SELECT * FROM a WHERE id = %s").params([1]).at("main", 3).done(),
            select("SELECT * FROM a WHERE id = %s").params([2]).at("main", 3).done(),
            select("SELECT * FROM a WHERE id = %s").params([1]).at("main", 4).done(),
            select("SELECT * FROM b").at("main", 5).done(),
        ];
        let groups = Groups::of(&queries);
        assert_eq!(groups.similar, [Some(0), Some(0), Some(0), None]);
        assert_eq!(groups.duplicate, [Some(1), None, Some(1), None]);
        assert_eq!(groups.groups[0].lines, [(frame("main", 3), 2), (frame("main", 4), 1)]);
        assert_eq!((groups.groups[1].count, groups.groups[1].duplicate), (2, true));
    }

    #[test]
    fn lists_of_other_lengths_are_similar() {
        let queries = vec![
            select("SELECT * FROM a WHERE id IN (%s, %s)").params([1, 2]).done(),
            select("SELECT * FROM a WHERE id IN (%s)").params([1]).done(),
        ];
        assert_eq!(Groups::of(&queries).similar, [Some(0), Some(0)]);
    }

    #[test]
    fn an_integer_and_a_text_are_not_the_same_parameter() {
        let queries = vec![select("SELECT %s").params([1]).done(), select("SELECT %s").params(["1"]).done()];
        assert_eq!(Groups::of(&queries).duplicate, [None, None]);
    }
}
