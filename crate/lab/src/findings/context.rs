//! [`Context`]: all that a rule may look at.

use std::collections::HashMap;

use crate::{
    groups::Groups,
    introspection::Schema,
    outline::Outline,
    recorder::{QueryRecord, Recording},
    report::PlanNode,
    sql_text,
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
        Self { recording, groups, schema, plans, outlines }
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

    /// Whether reads of cells were told at all; without, nothing can be said about what was not read.
    pub(super) fn tracks_cells(&self) -> bool {
        self.recording.queries.iter().any(|query| query.used.count() > 0)
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
