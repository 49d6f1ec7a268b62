//! [`Event`]: what the person's code did with querysets and instances, as the Python layer tells it.
//!
//! Statements alone do not say why they were run. Each event is one plain fact with the line where it happened;
//! [`findings`](crate::findings) judge.

use crate::{
    introspection::Schema,
    outline::{Clause, Outline, column},
    recorder::QueryRecord,
    report::TracebackFrame,
};

/// How an ORM call turned into a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// The queryset was iterated, listed or sliced.
    Evaluate,
    /// `count()`.
    Count,
    /// `exists()`.
    Exists,
    /// `aggregate()`.
    Aggregate,
    /// `get()`.
    Get,
    /// `first()`, `last()`, `earliest()` or `latest()`.
    First,
    /// A lookup of a prefetch.
    Prefetch,
    /// A single-valued relation was followed, as `city.state`.
    RelatedObject,
    /// A field that was deferred was loaded.
    DeferredField,
    /// Anything that writes.
    Write,
}

/// What a loop in Python did with model instances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LoopUse {
    /// Kept some and dropped others.
    Filter,
    /// Added up, counted, or looked for the least or greatest.
    Aggregate,
    /// Put in order.
    Sort,
}

/// What became of a number or list that a statement gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// `len(queryset)`.
    Length,
    /// Its truth, as in `if queryset:`; or a count compared with zero.
    Truth,
}

/// A fact about the run. Queries are given by their index in the recording.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A statement comes from this call on the model (`geo.City`).
    Called {
        /// The statement.
        query: u32,
        /// The call.
        call: Call,
        /// The model's label.
        model: String,
    },
    /// A statement was caused by a relation of an instance that another statement fetched.
    RelatedAccess {
        /// The statement that it caused.
        query: u32,
        /// The relation, as `State.cities` or `City.state`.
        relation: String,
        /// The statement that fetched the instance.
        instance_query: u32,
        /// Whether the relation leads to many rows.
        many: bool,
        /// For a relation to many, the model it leads to and the name by which that one's lookups lead back, as
        /// `City` and `state`.
        back: Option<(String, String)>,
        /// The calls that were made on it, with their arguments as they were typed; `…` for arguments that mean
        /// something in the loop only.
        calls: Vec<(String, String)>,
    },
    /// A queryset whose rows were not kept was evaluated again.
    EvaluatedAgain {
        /// The later statement.
        query: u32,
        /// The earlier one.
        first: u32,
    },
    /// A result was used only for its length or truth.
    Judged {
        /// The statement.
        query: u32,
        /// For what.
        judged: Judged,
        /// Where.
        at: Option<TracebackFrame>,
        /// Whether the rows were used for anything else too.
        rows_used_too: bool,
    },
    /// A Python loop went over the instances of a statement.
    PythonLoop {
        /// The statement.
        query: u32,
        /// What it did.
        used_for: LoopUse,
        /// Where.
        at: Option<TracebackFrame>,
        /// How many instances went in.
        seen: u64,
        /// How many it kept, of those that a filter saw, if that is known.
        kept: Option<u64>,
    },
    /// A column of a statement is an annotation, not a field.
    Annotation {
        /// The statement.
        query: u32,
        /// The column, from 0.
        column: u32,
        /// The annotation's name.
        name: String,
    },
    /// Columns of a statement come from `select_related`.
    SelectRelated {
        /// The statement.
        query: u32,
        /// The relation.
        relation: String,
        /// The first of its columns and the one after the last.
        columns: (u32, u32),
    },
    /// A prefetch ran, and it is known now whether anybody read it.
    Prefetched {
        /// The statement of the prefetch.
        query: u32,
        /// The relation.
        relation: String,
        /// Whether any instance's prefetched objects were read.
        read: bool,
    },
    /// A join goes to a model whose default manager filters.
    JoinPastManager {
        /// The statement.
        query: u32,
        /// The relation that was joined.
        relation: String,
        /// The model whose manager is passed by.
        model: String,
    },
}

/// A model whose default manager leaves rows out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilteringManager {
    /// The model's name.
    pub model: String,
    /// Its table.
    pub table: String,
    /// The columns that the manager's condition compares.
    pub columns: Vec<String>,
    /// For each foreign key of the table, its column and the relation that it is the other end of, as `State.cities`.
    pub relations: Vec<(String, String)>,
}

impl FilteringManager {
    /// From the SQL of the manager's queryset; `None` if it leaves nothing out.
    pub fn of(model: String, table: String, relations: Vec<(String, String)>, sql: &str) -> Option<Self> {
        let outline = Outline::of(sql);
        let conditions = outline.outer()?.clause(Clause::Where);
        let mut columns: Vec<String> = Vec::new();
        for place in 0..conditions.len() {
            if let Some((_, name)) = column(&conditions[place..])
                && !columns.iter().any(|known| known == name)
            {
                columns.push(name.to_owned());
            }
        }
        (!columns.is_empty()).then_some(Self { model, table, columns, relations })
    }
}

/// The joins to many rows of a model whose manager leaves rows out. A statement that speaks of the manager's columns
/// repeats its condition, and is left alone.
pub fn joins_past_managers(queries: &[QueryRecord], managers: &[FilteringManager], schema: &Schema) -> Vec<Event> {
    let mut found = Vec::new();
    if managers.is_empty() {
        return found;
    }
    for (index, query) in (0..).zip(queries).filter(|(_, query)| query.is_select()) {
        let outline = Outline::of(&query.sql);
        let past = outline.selects.iter().find_map(|select| {
            let tables = select.tables();
            tables.iter().skip(1).find_map(|table| {
                let manager = managers.iter().find(|manager| manager.table == table.name)?;
                let (own, other_alias, other) = table.joined_on.first()?;
                let near = tables.iter().find(|near| near.alias == *other_alias)?;
                // The other way round it is the one row that a foreign key names.
                let to_many = schema.is_unique(near.name, other) && !schema.is_unique(table.name, own);
                let told =
                    [Clause::Projection, Clause::From, Clause::Where, Clause::Having].into_iter().any(|clause| {
                        let tokens = select.clause(clause);
                        (0..tokens.len()).any(|place| {
                            column(&tokens[place..]).is_some_and(|(alias, name)| {
                                alias == table.alias && manager.columns.iter().any(|column| column == name)
                            })
                        })
                    });
                let relation = manager.relations.iter().find(|(column, _)| column == own);
                let name = relation.map_or_else(|| manager.table.clone(), |(_, name)| name.clone());
                (to_many && !told).then_some((name, manager))
            })
        });
        if let Some((relation, manager)) = past {
            found.push(Event::JoinPastManager { query: index, relation, model: manager.model.clone() });
        }
    }
    found
}
