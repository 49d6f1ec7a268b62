//! What `Extract` and `Trunc` check of their arguments once these are resolved.

use super::datetime::{is_extract, is_trunc, unit};
use crate::{
    Error, Result,
    expression::{Func, ResolvedExpression},
    schema::{Field, FieldKind, FieldRef},
};

/// Checks a function whose arguments are resolved. Mirrors the overrides of `resolve_expression`.
pub(crate) fn after_resolving(func: &Func<ResolvedExpression>) -> Result<()> {
    let Some(source) = func.args.first() else { return Ok(()) };
    if is_extract(func.def) {
        // An outer reference has no type before the query around resolves it.
        match source.is_outer_ref() {
            true => Ok(()),
            false => extract(func, &source.output_field()?),
        }
    } else if is_trunc(func.def) && !source.is_outer_ref() {
        trunc(func, &source.output_field()?)
    } else {
        Ok(())
    }
}

fn kind_of(field: &Field) -> FieldKind {
    field.internal_kind()
}

fn extract(func: &Func<ResolvedExpression>, field: &FieldRef) -> Result<()> {
    let kind = kind_of(field);
    if !matches!(kind, FieldKind::Date | FieldKind::DateTime | FieldKind::Time | FieldKind::Duration) {
        return Err(Error::Value(
            "Extract input expression must be DateField, DateTimeField, TimeField, or DurationField.".into(),
        ));
    }
    let part = unit(func.def, &func.options);
    if kind == FieldKind::Date && matches!(part, "hour" | "minute" | "second") {
        return Err(Error::Value(format!(
            "Cannot extract time component '{part}' from DateField '{}'.",
            shown_name(field)
        )));
    }
    let of_days = ["year", "iso_year", "month", "week", "week_day", "iso_week_day", "quarter"];
    if kind == FieldKind::Duration && of_days.contains(&part) {
        return Err(Error::Value(format!(
            "Cannot extract component '{part}' from DurationField '{}'.",
            shown_name(field)
        )));
    }
    Ok(())
}

fn trunc(func: &Func<ResolvedExpression>, field: &FieldRef) -> Result<()> {
    let kind = kind_of(field);
    if !matches!(kind, FieldKind::Date | FieldKind::DateTime | FieldKind::Time) {
        let name = field.name();
        let shown = if name.is_empty() { "None".to_owned() } else { crate::python_str_repr(&name) };
        return Err(Error::Type(format!("{shown} isn't a DateField, TimeField, or DateTimeField.")));
    }
    let of_class = func.def.output;
    let output = match (of_class, &func.output_field) {
        (_, Some(output)) => output.clone(),
        (Some(kind), None) => Field::output(kind),
        (None, None) => field.clone(),
    };
    let output_kind = kind_of(&output);
    if !matches!(output_kind, FieldKind::Date | FieldKind::DateTime | FieldKind::Time) {
        return Err(Error::Value("output_field must be either DateField, TimeField, or DateTimeField".into()));
    }
    let checked = of_class.unwrap_or(output_kind);
    let explicit = of_class.is_some() || output_kind != kind;
    let part = unit(func.def, &func.options);
    let unfit = match kind {
        FieldKind::Date => checked == FieldKind::DateTime || matches!(part, "hour" | "minute" | "second" | "time"),
        FieldKind::Time => {
            checked == FieldKind::DateTime || matches!(part, "year" | "quarter" | "month" | "week" | "day" | "date")
        }
        _ => false,
    };
    if !unfit {
        return Ok(());
    }
    Err(Error::Value(format!(
        "Cannot truncate {} '{}' to {}.",
        kind.class_name(),
        shown_name(field),
        if explicit { checked.class_name() } else { "DateTimeField" }
    )))
}

/// A field's name as `%s` shows it: a field without one has `None`.
fn shown_name(field: &Field) -> String {
    let name = field.name();
    if name.is_empty() { "None".into() } else { name.to_string() }
}
