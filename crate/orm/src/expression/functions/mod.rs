//! The built-in functions and aggregates. Mirrors `functions/` and `aggregates.py`.
//!
//! Each is a [`FuncDef`]; [`call`] makes a checked call of one, [`aggregate`](fn@aggregate) one with
//! `distinct`, `filter`, `default` and `order_by`.

pub mod aggregates;
mod call;
mod check;
pub mod comparison;
pub mod datetime;
pub mod json;
pub mod math;
mod shortcuts;
pub mod text;
pub mod uuid;
pub mod window;

pub use call::{aggregate, call};
pub(crate) use check::after_resolving;
pub use shortcuts::{cast_to_own_type, count_star, modulo, random};

use super::FuncDef;

/// `Func` itself, for users' own functions: the SQL function is given with the call.
pub static FUNC: FuncDef = FuncDef { function: None, ..FuncDef::func("Func", "") };

/// `Transform` itself, for users' own transforms.
pub static TRANSFORM: FuncDef = FuncDef { function: None, ..FuncDef::func("Transform", "").takes(1) };

/// `Aggregate` itself, for users' own aggregates.
pub static AGGREGATE: FuncDef = FuncDef { function: None, arity: None, ..FuncDef::aggregate("Aggregate", "") };

fn all() -> impl Iterator<Item = &'static FuncDef> {
    [&FUNC, &TRANSFORM, &AGGREGATE]
        .into_iter()
        .chain(aggregates::ALL.iter().copied())
        .chain(comparison::ALL.iter().copied())
        .chain(datetime::ALL.iter().copied())
        .chain(json::ALL.iter().copied())
        .chain(math::ALL.iter().copied())
        .chain(text::ALL.iter().copied())
        .chain(uuid::ALL.iter().copied())
        .chain(window::ALL.iter().copied())
}

/// The function of this class name: `Lower`.
pub fn by_name(name: &str) -> Option<&'static FuncDef> {
    all().find(|def| def.name == name)
}

/// The transform with this `lookup_name`: `lower`. Which fields have it registered is for
/// [`crate::lookup`] to say; Django registers only the parts of dates and times by itself.
pub fn by_lookup_name(name: &str) -> Option<&'static FuncDef> {
    all().find(|def| def.lookup_name == Some(name))
}

#[cfg(test)]
mod tests {
    use super::{all, by_lookup_name, by_name};

    /// `functions.__all__` and `aggregates.__all__`, with `Func`, `Transform` and the units of `TruncBase`.
    const DJANGO: &str = "
        ACos ASin ATan ATan2 Abs Aggregate AnyValue Avg BitAnd BitOr BitXor Cast Ceil Chr Coalesce Collate Concat
        ConcatPair Cos Cot Count CumeDist Degrees DenseRank Exp Extract ExtractDay ExtractHour ExtractIsoWeekDay
        ExtractIsoYear ExtractMinute ExtractMonth ExtractQuarter ExtractSecond ExtractWeek ExtractWeekDay ExtractYear
        FirstValue Floor Func Greatest JSONArray JSONObject LPad LTrim Lag LastValue Lead Least Left Length Ln Log Lower
        MD5 Max Min Mod Now NthValue Ntile NullIf Ord PercentRank Pi Power RPad RTrim Radians Random Rank Repeat Replace
        Reverse Right Round RowNumber SHA1 SHA224 SHA256 SHA384 SHA512 Sign Sin Sqrt StdDev StrIndex StringAgg Substr
        Sum Tan Transform Trim Trunc TruncDate TruncDay TruncHour TruncMinute TruncMonth TruncQuarter TruncSecond
        TruncTime TruncWeek TruncYear UUID4 UUID7 Upper Variance";

    #[test]
    fn every_function_of_django_is_found_by_its_name() {
        for name in DJANGO.split_whitespace() {
            assert!(by_name(name).is_some_and(|def| def.name == name), "{name}");
        }
        for def in all() {
            assert!(by_name(def.name).is_some_and(|found| std::ptr::eq(found, def)), "{} is twice", def.name);
        }
        assert_eq!(all().count(), DJANGO.split_whitespace().count());
    }

    #[test]
    fn transforms_are_found_by_lookup_name() {
        for (lookup, class) in
            [("iso_year", "ExtractIsoYear"), ("date", "TruncDate"), ("length", "Length"), ("abs", "Abs")]
        {
            assert_eq!(by_lookup_name(lookup).map(|def| def.name), Some(class));
        }
        assert!(by_lookup_name("month_name").is_none());
    }
}
