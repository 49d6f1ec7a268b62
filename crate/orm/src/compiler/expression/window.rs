//! SQL of `OVER (...)`. Mirrors `Window.as_sql`, `WindowFrame.as_sql` and `window_frame_*_start_end`.

use super::{argument, cast_decimal};
use crate::{
    Error, Result,
    compiler::{
        Compiler, Sql,
        sql::{join, template, text},
    },
    dialect::{Dialect, Vendor},
    expression::{Frame, FrameBound, FrameExclusion, FrameKind, ResolvedExpression, Window},
    schema::{Field, FieldKind},
};

pub(super) fn compile(
    compiler: &mut Compiler<'_>,
    expression: &ResolvedExpression,
    window: &Window<ResolvedExpression>,
) -> Result<Sql> {
    if !compiler.dialect.features.supports_over_clause {
        return Err(Error::NotSupported("This backend does not support window expressions.".into()));
    }
    let decimal = expression.internal_kind() == Some(FieldKind::Decimal);
    // SQLite's cast of a decimal must be outside of the window.
    let source = if decimal && compiler.dialect.vendor == Vendor::Sqlite {
        compiler.compile(&window.source.with_output_field(Field::output(FieldKind::Float)))?
    } else {
        compiler.compile(&window.source)?
    };
    let mut clauses = Vec::new();
    if !window.partition_by.is_empty() {
        clauses.push(template("PARTITION BY {}", [list(compiler, &window.partition_by)?]));
    }
    if !window.order_by.is_empty() {
        clauses.push(template("ORDER BY {}", [list(compiler, &window.order_by)?]));
    }
    if let Some(frame) = &window.frame {
        clauses.push(text(frame_sql(compiler.dialect, frame)?));
    }
    let sql = template("{} OVER ({})", [source, join(clauses, " ")]);
    Ok(cast_decimal(compiler, || expression.internal_kind(), sql))
}

fn list(compiler: &mut Compiler<'_>, items: &[ResolvedExpression]) -> Result<Sql> {
    let items: Result<Vec<_>> = items.iter().map(|item| argument(compiler, item)).collect();
    Ok(join(items?, ", "))
}

fn frame_sql(dialect: &Dialect, frame: &Frame) -> Result<String> {
    check(dialect, frame)?;
    if frame.exclusion.is_some() && !dialect.features.supports_frame_exclusion {
        return Err(Error::NotSupported("This backend does not support window frame exclusions.".into()));
    }
    let kind = match frame.kind {
        FrameKind::Rows => "ROWS",
        FrameKind::Range => "RANGE",
    };
    let start = bound(frame.start, "UNBOUNDED PRECEDING");
    let end = bound(frame.end, "UNBOUNDED FOLLOWING");
    let exclude = match frame.exclusion {
        None => "",
        Some(FrameExclusion::CurrentRow) => " EXCLUDE CURRENT ROW",
        Some(FrameExclusion::Group) => " EXCLUDE GROUP",
        Some(FrameExclusion::Ties) => " EXCLUDE TIES",
        Some(FrameExclusion::NoOthers) => " EXCLUDE NO OTHERS",
    };
    Ok(format!("{kind} BETWEEN {start} AND {end}{exclude}"))
}

fn bound(bound: FrameBound, unbounded: &str) -> String {
    match bound {
        None => unbounded.to_owned(),
        Some(0) => "CURRENT ROW".to_owned(),
        Some(rows) if rows < 0 => format!("{} PRECEDING", rows.unsigned_abs()),
        Some(rows) => format!("{rows} FOLLOWING"),
    }
}

fn check(dialect: &Dialect, frame: &Frame) -> Result<()> {
    match (frame.kind, frame.start, frame.end) {
        (FrameKind::Rows, Some(start), Some(end)) if start > end => {
            Err(Error::Value("start cannot be greater than end.".into()))
        }
        (FrameKind::Rows, ..) => Ok(()),
        (FrameKind::Range, Some(start), _) if start > 0 => {
            Err(Error::Value(format!("start argument must be a negative integer, zero, or None, but got '{start}'.")))
        }
        (FrameKind::Range, _, Some(end)) if end < 0 => {
            Err(Error::Value(format!("end argument must be a positive integer, zero, or None, but got '{end}'.")))
        }
        (FrameKind::Range, start, end) => {
            let fixed = start.is_some_and(|start| start < 0) || end.is_some_and(|end| end > 0);
            if fixed && dialect.features.only_supports_unbounded_with_preceding_and_following {
                return Err(Error::NotSupported(format!(
                    "{} only supports UNBOUNDED together with PRECEDING and FOLLOWING.",
                    display_name(dialect.vendor)
                )));
            }
            Ok(())
        }
    }
}

fn display_name(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Sqlite => "SQLite",
        Vendor::Postgresql => "PostgreSQL",
        Vendor::Mysql => "MySQL",
    }
}

#[cfg(test)]
mod tests {
    use super::frame_sql;
    use crate::{
        dialect::{Dialect, Vendor},
        expression::{Frame, FrameBound, FrameExclusion, FrameKind},
    };

    fn check(vendor: Vendor, kind: FrameKind, start: FrameBound, end: FrameBound, expected: &str) {
        let frame = Frame { kind, start, end, exclusion: None };
        let shown = frame_sql(&Dialect::new(vendor), &frame).unwrap_or_else(|error| format!("{error:?}"));
        assert_eq!(shown, expected);
    }

    #[test]
    fn frames_are_spelt_and_checked() {
        use FrameKind::{Range, Rows};
        let sqlite = Vendor::Sqlite;
        check(sqlite, Rows, Some(-1), Some(0), "ROWS BETWEEN 1 PRECEDING AND CURRENT ROW");
        check(sqlite, Range, None, None, "RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING");
        check(sqlite, Rows, Some(1), Some(0), "ValueError: start cannot be greater than end.");
        check(
            sqlite,
            Range,
            Some(1),
            None,
            "ValueError: start argument must be a negative integer, zero, or None, but got '1'.",
        );
        check(
            Vendor::Postgresql,
            Range,
            Some(-1),
            None,
            "NotSupportedError: PostgreSQL only supports UNBOUNDED together with PRECEDING and FOLLOWING.",
        );
    }

    #[test]
    fn exclusions_are_refused_where_the_database_has_none() {
        let frame = Frame { kind: FrameKind::Rows, start: None, end: Some(2), exclusion: Some(FrameExclusion::Ties) };
        assert_eq!(
            frame_sql(&Dialect::sqlite(), &frame).ok().as_deref(),
            Some("ROWS BETWEEN UNBOUNDED PRECEDING AND 2 FOLLOWING EXCLUDE TIES")
        );
        assert!(frame_sql(&Dialect::new(Vendor::Mysql), &frame).is_err());
    }
}
