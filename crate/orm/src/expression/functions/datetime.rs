//! Dates and times. Mirrors `functions/datetime.py`.

use super::aggregates::defs;
use crate::{
    expression::{FuncDef, FuncOptions, Inference, Spelling},
    schema::FieldKind,
};

const fn extract(name: &'static str, lookup_name: &'static str) -> FuncDef {
    FuncDef::transform(name, "", lookup_name).returns(FieldKind::Integer)
}

const fn trunc(name: &'static str) -> FuncDef {
    FuncDef { lookup_name: None, inference: Inference::First, ..FuncDef::transform(name, "", "") }
}

defs! {
    // The part is the option `kind`.
    EXTRACT = FuncDef { lookup_name: None, ..extract("Extract", "") };
    EXTRACT_DAY = extract("ExtractDay", "day");
    EXTRACT_HOUR = extract("ExtractHour", "hour");
    EXTRACT_ISO_WEEK_DAY = extract("ExtractIsoWeekDay", "iso_week_day");
    EXTRACT_ISO_YEAR = extract("ExtractIsoYear", "iso_year");
    EXTRACT_MINUTE = extract("ExtractMinute", "minute");
    EXTRACT_MONTH = extract("ExtractMonth", "month");
    EXTRACT_QUARTER = extract("ExtractQuarter", "quarter");
    EXTRACT_SECOND = extract("ExtractSecond", "second");
    EXTRACT_WEEK = extract("ExtractWeek", "week");
    EXTRACT_WEEK_DAY = extract("ExtractWeekDay", "week_day");
    EXTRACT_YEAR = extract("ExtractYear", "year");
    NOW = FuncDef {
        function: None,
        template: "CURRENT_TIMESTAMP",
        sqlite: Spelling::template("STRFTIME('%%%%Y-%%%%m-%%%%d %%%%H:%%%%M:%%%%f', 'NOW')"),
        postgresql: Spelling::template("STATEMENT_TIMESTAMP()"),
        mysql: Spelling::template("CURRENT_TIMESTAMP(6)"),
        ..FuncDef::func("Now", "").returns(FieldKind::DateTime)
    };
    // The unit is the option `kind`.
    TRUNC = trunc("Trunc");
    TRUNC_DATE = FuncDef { lookup_name: Some("date"), ..trunc("TruncDate").returns(FieldKind::Date) };
    TRUNC_DAY = trunc("TruncDay");
    TRUNC_HOUR = trunc("TruncHour");
    TRUNC_MINUTE = trunc("TruncMinute");
    TRUNC_MONTH = trunc("TruncMonth");
    TRUNC_QUARTER = trunc("TruncQuarter");
    TRUNC_SECOND = trunc("TruncSecond");
    TRUNC_TIME = FuncDef { lookup_name: Some("time"), ..trunc("TruncTime").returns(FieldKind::Time) };
    TRUNC_WEEK = trunc("TruncWeek");
    TRUNC_YEAR = trunc("TruncYear");
}

/// Whether it is `Extract` or one of its subclasses.
pub fn is_extract(def: &FuncDef) -> bool {
    def.name.starts_with("Extract")
}

/// Whether it is `Trunc` or one of its kin.
pub fn is_trunc(def: &FuncDef) -> bool {
    def.name.starts_with("Trunc")
}

/// The part that is extracted, or the unit truncated to: `month`.
pub fn unit<'a>(def: &FuncDef, options: &'a FuncOptions) -> &'a str {
    match def.name {
        "Extract" | "Trunc" => options.kind.as_deref().unwrap_or(""),
        "TruncDate" => "date",
        "TruncDay" => "day",
        "TruncHour" => "hour",
        "TruncMinute" => "minute",
        "TruncMonth" => "month",
        "TruncQuarter" => "quarter",
        "TruncSecond" => "second",
        "TruncTime" => "time",
        "TruncWeek" => "week",
        "TruncYear" => "year",
        _ => def.lookup_name.unwrap_or(""),
    }
}
