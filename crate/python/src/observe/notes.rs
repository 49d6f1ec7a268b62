//! [`Told`]: what is noted of a statement while code runs. Cheap to make: names are looked up afterwards.

use std::rc::Rc;

use outerref_lab::{
    events::{Call, Judged},
    report::ClauseSpan,
};
use outerref_orm::{Statement, schema::ModelRef};
use rustpython_vm::{PyObjectRef, PyRef};

use crate::{lines::Place, orm::queryset::QueryObject};

/// What is known of a statement beyond its text.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The same for the database whose SQL is to be shown, if that is another one.
    pub(crate) written: Option<Statement>,
    /// The call that ran it.
    pub(crate) call: Option<Call>,
    /// The model it asks for.
    pub(crate) model: Option<ModelRef>,
    /// The relation of an instance that caused it.
    pub(crate) via: Option<Via>,
    /// Whether its rows became instances.
    pub(crate) instances: bool,
    /// The annotations among its columns.
    pub(crate) annotations: Vec<(Rc<str>, usize)>,
    /// The relations that `select_related` brought: the name, the first column and the one after the last.
    pub(crate) related: Vec<(String, (u32, u32))>,
    /// For a prefetch, its relation, and how many cells had been read when it was done.
    pub(crate) prefetch: Option<(String, u64)>,
    /// The earlier statement of the same queryset, whose rows were not kept.
    pub(crate) again: Option<u32>,
    /// Whether its rows went to code that may have done anything with them.
    pub(crate) handed: bool,
    /// Whether its rows are the result that is shown.
    pub(crate) shown: bool,
    /// The steps that led to it.
    pub(crate) trace: Option<Rc<Trace>>,
    /// Which call gave which part of it: worked out afterwards.
    pub(crate) clauses: Vec<ClauseSpan>,
    /// That its length or its truth was asked for, and where.
    pub(crate) judged: Option<(Judged, Option<Place>)>,
}

/// The relation that was followed from an instance.
#[derive(Clone, Debug)]
pub(crate) struct Via {
    /// The number of the statement that fetched the instance.
    pub(crate) origin: u32,
    /// Django's field or reverse relation.
    pub(crate) relation: PyObjectRef,
}

/// The steps that led to a queryset, the last one first.
#[derive(Debug)]
pub(crate) struct Trace {
    /// The expression that made the step; none for what the chain begins with.
    pub(crate) place: Option<Place>,
    /// The query after it.
    pub(crate) query: PyRef<QueryObject>,
    /// The step before.
    pub(crate) before: Option<Rc<Trace>>,
    depth: u32,
}

/// A queryset that was narrowed in a loop has many steps; so many are told apart.
const MOST_STEPS: u32 = 64;

impl Trace {
    /// The beginning of a chain.
    pub(crate) fn begin(query: PyRef<QueryObject>) -> Rc<Self> {
        Rc::new(Self { place: None, query, before: None, depth: 0 })
    }

    /// One more step. What one expression does in several is one step.
    pub(crate) fn step(before: Rc<Self>, place: Option<Place>, query: PyRef<QueryObject>) -> Rc<Self> {
        let same = place.is_none() || before.place == place || before.depth >= MOST_STEPS;
        if same {
            let place = before.place;
            return Rc::new(Self { place, query, before: before.before.clone(), depth: before.depth });
        }
        let depth = before.depth + 1;
        Rc::new(Self { place, query, before: Some(before), depth })
    }
}
