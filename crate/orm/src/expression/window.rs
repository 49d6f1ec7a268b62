//! [`Window`]: `OVER (...)` with partitions, order and frame. Mirrors `expressions.Window` and `WindowFrame`.

use std::fmt;

use super::Expression;
use crate::{Error, Result, schema::FieldRef};

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

impl Window<Expression> {
    /// `Window(source)`, without partitions, order or frame.
    ///
    /// # Errors
    ///
    /// `ValueError` for a source that cannot stand before `OVER`.
    pub fn new(source: Expression) -> Result<Self> {
        let compatible = matches!(&source, Expression::Func(func) if func.def.window_compatible);
        if !compatible {
            return Err(Error::Value(format!(
                "Expression '{}' isn't compatible with OVER clauses.",
                source.class_name()
            )));
        }
        Ok(Self { source, partition_by: Vec::new(), order_by: Vec::new(), frame: None, output_field: None })
    }
}

impl fmt::Display for Frame {
    /// As Python shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bound = |bound: FrameBound, unbounded: &str| match bound {
            None => format!("UNBOUNDED {unbounded}"),
            Some(0) => "CURRENT ROW".to_owned(),
            Some(number) => format!("{} {}", number.abs(), if number < 0 { "PRECEDING" } else { "FOLLOWING" }),
        };
        let kind = if self.kind == FrameKind::Rows { "ROWS" } else { "RANGE" };
        write!(f, "{kind} BETWEEN {} AND {}", bound(self.start, "PRECEDING"), bound(self.end, "FOLLOWING"))?;
        match self.exclusion {
            None => Ok(()),
            Some(FrameExclusion::CurrentRow) => f.write_str(" EXCLUDE CURRENT ROW"),
            Some(FrameExclusion::Group) => f.write_str(" EXCLUDE GROUP"),
            Some(FrameExclusion::Ties) => f.write_str(" EXCLUDE TIES"),
            Some(FrameExclusion::NoOthers) => f.write_str(" EXCLUDE NO OTHERS"),
        }
    }
}
