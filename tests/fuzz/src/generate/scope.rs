//! What a queryset under construction has to offer.

use crate::case::Kind;

/// The names that the next method may use.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) model: usize,
    /// The model of the query around.
    pub(super) outer: Option<usize>,
    pub(super) annotations: Vec<Annotation>,
    pub(super) sliced: bool,
    pub(super) combined: bool,
    /// How many queries deep this is.
    pub(super) depth: u8,
}

/// An annotation.
#[derive(Clone, Debug)]
pub(super) struct Annotation {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Whether it aggregates.
    pub(super) aggregates: bool,
    pub(super) selected: bool,
}

impl Scope {
    pub(super) fn new(model: usize, outer: Option<usize>, depth: u8) -> Self {
        Self { model, outer, annotations: Vec::new(), sliced: false, combined: false, depth }
    }

    /// Whether anything aggregates.
    pub(super) fn aggregates(&self) -> bool {
        self.annotations.iter().any(|annotation| annotation.aggregates)
    }
}
