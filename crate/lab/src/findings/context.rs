//! [`Context`]: all that a rule may look at.

use std::collections::HashMap;

use crate::{
    events::Event,
    groups::Groups,
    introspection::Schema,
    outline::{Clause, Outline, Placed, column},
    recorder::{QueryRecord, Recording},
    report::PlanNode,
    sql_text::{self, Token},
};

/// A recording and what is known around it.
pub struct Context<'a> {
    /// The recording.
    pub recording: &'a Recording,
    /// Its groups.
    pub groups: &'a Groups,
    /// What the database holds.
    pub schema: &'a Schema,
    /// The plan of each statement that has one, by index.
    pub plans: &'a HashMap<u32, Vec<PlanNode>>,
    outlines: HashMap<&'a str, Outline<'a>>,
    cut_short: bool,
}

/// The alias and name of a term that is a column and nothing more.
fn plain_column<'s>(term: &[Placed<'s>]) -> Option<(&'s str, &'s str)> {
    let plain = term.get(3).is_none_or(|next| next.token.is_word("AS"));
    column(term).filter(|_| plain)
}

/// A statement, with all others of its shape from the same line.
pub(super) struct Shape<'c> {
    pub(super) query: &'c QueryRecord,
    pub(super) outline: &'c Outline<'c>,
    pub(super) all: Vec<u32>,
}

impl<'a> Context<'a> {
    /// A context.
    pub fn new(
        recording: &'a Recording,
        groups: &'a Groups,
        schema: &'a Schema,
        plans: &'a HashMap<u32, Vec<PlanNode>>,
    ) -> Self {
        let mut outlines = HashMap::new();
        for query in &recording.queries {
            outlines.entry(query.sql.as_str()).or_insert_with(|| Outline::of(&query.sql));
        }
        Self { recording, groups, schema, plans, outlines, cut_short: false }
    }

    /// The same of a run that ended early: what it did not come to read says nothing.
    pub fn cut_short(self, cut_short: bool) -> Self {
        Self { cut_short, ..self }
    }

    /// A statement.
    pub(super) fn query(&self, index: u32) -> Option<&'a QueryRecord> {
        self.recording.queries.get(index as usize)
    }

    /// A statement's outline.
    pub(super) fn outline(&self, query: &QueryRecord) -> Option<&Outline<'a>> {
        self.outlines.get(query.sql.as_str())
    }

    /// The statements that read, one for each shape and line.
    pub(super) fn selects(&self) -> Vec<Shape<'_>> {
        let mut places: HashMap<(String, Option<&crate::report::TracebackFrame>), usize> = HashMap::new();
        let mut found: Vec<Shape<'_>> = Vec::new();
        for (index, query) in (0..).zip(&self.recording.queries) {
            let Some(outline) = self.outline(query).filter(|_| query.is_select() && !query.failed) else { continue };
            let place = *places.entry((sql_text::shape(&query.sql), query.frame())).or_insert(found.len());
            match found.get_mut(place) {
                Some(shape) => shape.all.push(index),
                None => found.push(Shape { query, outline, all: vec![index] }),
            }
        }
        found
    }

    /// The statements whose unread cells mean something: those that are not themselves the result that is shown.
    pub(super) fn unshown(&self) -> impl Iterator<Item = Shape<'_>> {
        let shown = |index: &u32| self.query(*index).is_some_and(|query| query.shown);
        self.selects().into_iter().filter(move |shape| !shape.all.iter().any(shown))
    }

    /// The columns of a statement that are annotations: as they were told, otherwise those that the database computed
    /// under a name.
    pub(super) fn annotations(&self, index: u32) -> Vec<(u32, String)> {
        let told = self.recording.events.iter().filter_map(|event| match event {
            Event::Annotation { query, column, name } if *query == index => Some((*column, name.clone())),
            _ => None,
        });
        let told: Vec<_> = told.collect();
        let Some(terms) = self.projection(index).filter(|_| !self.is_told(index)) else { return told };
        let computed = terms.into_iter().zip(0..).filter(|(term, _)| plain_column(term).is_none());
        let named = computed.filter_map(|(term, place)| match term {
            [.., before, Placed { token: Token::Name(name), .. }] if before.token.is_word("AS") => {
                Some((place, (*name).to_owned()))
            }
            _ => None,
        });
        named.collect()
    }

    /// The columns of a statement that `select_related` brought, each relation with its first column and the one
    /// after its last: as they were told, otherwise those of each joined table whose primary key is among them.
    pub(super) fn select_related(&self, index: u32) -> Vec<(String, (u32, u32))> {
        let told = self.recording.events.iter().filter_map(|event| match event {
            Event::SelectRelated { query, relation, columns } if *query == index => Some((relation.clone(), *columns)),
            _ => None,
        });
        let told: Vec<_> = told.collect();
        let Some(terms) = self.projection(index).filter(|_| !self.is_told(index)) else { return told };
        let Some(outer) = self.query(index).and_then(|query| self.outline(query)?.outer()) else { return told };
        let tables = outer.tables();
        let mut found = Vec::new();
        for table in tables.iter().skip(1) {
            let own = terms
                .iter()
                .zip(0..)
                .filter(|(term, _)| plain_column(term).is_some_and(|(alias, _)| alias == table.alias));
            let places: Vec<u32> = own.clone().map(|(_, place)| place).collect();
            let with_key = own
                .filter_map(|(term, _)| plain_column(term))
                .any(|(_, name)| self.schema.is_primary_key(table.name, name));
            if let [first, .., last] = places[..]
                && with_key
                && (last - first) as usize + 1 == places.len()
            {
                found.push((table.name.to_owned(), (first, last + 1)));
            }
        }
        found
    }

    /// Whether the Python layer told of a statement, so that nothing about it need be guessed.
    fn is_told(&self, index: u32) -> bool {
        self.recording.events.iter().any(|event| match event {
            Event::Called { query, .. } | Event::Annotation { query, .. } | Event::SelectRelated { query, .. } => {
                *query == index
            }
            _ => false,
        })
    }

    /// The terms of a statement's outer projection, if there is one for each column fetched.
    fn projection(&self, index: u32) -> Option<Vec<&[Placed<'a>]>> {
        let query = self.query(index)?;
        let terms = self.outline(query)?.outer()?.terms(Clause::Projection);
        (terms.len() == query.columns.len()).then_some(terms)
    }

    /// Whether reads of cells were told at all; without, nothing can be said about what was not read.
    pub(super) fn tracks_cells(&self) -> bool {
        !self.cut_short && self.recording.queries.iter().any(|query| query.used.count() > 0)
    }
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;
    use crate::{report::Finding, testing::geo};

    /// What one rule finds in a recording, over the tables of the course.
    pub(in super::super) fn found(code: &str, recording: &Recording) -> Vec<Finding> {
        let connection = geo();
        let schema = connection.schema().expect("reads");
        let plans = HashMap::new();
        let groups = Groups::of(&recording.queries);
        let all = super::super::find(&Context::new(recording, &groups, &schema, &plans));
        all.into_iter().filter(|finding| finding.code == code).collect()
    }
}
