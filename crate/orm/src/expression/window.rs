//! [`Window`]: `OVER (...)` with partitions, order and frame. Mirrors `expressions.Window` and `WindowFrame`.

use crate::schema::FieldRef;

/// `Window(expression, partition_by, order_by, frame)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Window<E> {
    /// The function or aggregate.
    pub source: E,
    /// `PARTITION BY`.
    pub partition_by: Vec<E>,
    /// `ORDER BY`: `OrderBy` nodes, or anything for ascending.
    pub order_by: Vec<E>,
    /// The frame.
    pub frame: Option<Frame>,
    /// `output_field`.
    pub output_field: Option<FieldRef>,
}

/// What a frame counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FrameKind {
    Rows,
    /// `ValueRange`.
    Range,
}

/// `start` or `end` of a frame as Python gives it: `None` is unbounded, 0 the current row, negative before it.
pub type FrameBound = Option<i64>;

/// `exclusion`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FrameExclusion {
    CurrentRow,
    Group,
    Ties,
    NoOthers,
}

/// A window's frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Rows or values.
    pub kind: FrameKind,
    /// Where it begins.
    pub start: FrameBound,
    /// Where it ends.
    pub end: FrameBound,
    /// What it leaves out.
    pub exclusion: Option<FrameExclusion>,
}
