//! [`Event`]: what the person's code did with querysets and instances, as the Python layer tells it.
//!
//! Statements alone do not say why they were run. Each event is one plain fact with the line where it happened;
//! [`findings`](crate::findings) judge.

use crate::report::TracebackFrame;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    },
    /// A queryset without a result cache was evaluated again: it gave the same statement before.
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
        /// How many it kept, of those that a filter saw.
        kept: u64,
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
