//! `STDDEV_*`, `VAR_*`, `ANY_VALUE` and `BIT_*`: Python's `statistics` and `operator` over all values of a group.

use rusqlite::{
    Connection, Error,
    functions::{Aggregate, Context, FunctionFlags},
    types::Value,
};

use super::{exact::Double, overflowed};

pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let add = |name, function| {
        let flags = FunctionFlags::SQLITE_UTF8;
        connection.create_aggregate_function(name, 1, flags, Collected(function))
    };
    add("STDDEV_POP", |values| deviation(values, 0))?;
    add("STDDEV_SAMP", |values| deviation(values, 1))?;
    add("VAR_POP", |values| variance(values, 0))?;
    add("VAR_SAMP", |values| variance(values, 1))?;
    add("ANY_VALUE", |values| values.first().cloned().ok_or_else(finalize_raised))?;
    add("BIT_AND", |values| Ok(reduced(values, |a, b| a & b)))?;
    add("BIT_OR", |values| Ok(reduced(values, |a, b| a | b)))?;
    add("BIT_XOR", |values| Ok(reduced(values, |a, b| a ^ b)))
}

/// Collects a group's values and hands them to a function.
struct Collected(fn(&[Value]) -> rusqlite::Result<Value>);

/// A `finalize` that raised.
fn finalize_raised() -> Error {
    Error::UserFunctionError("user-defined aggregate's 'finalize' method raised error".into())
}

impl Aggregate<Vec<Value>, Value> for Collected {
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<Vec<Value>> {
        Ok(Vec::new())
    }

    fn step(&self, context: &mut Context<'_>, values: &mut Vec<Value>) -> rusqlite::Result<()> {
        values.push(context.get_raw(0).try_into().map_err(|_| super::raised())?);
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, values: Option<Vec<Value>>) -> rusqlite::Result<Value> {
        match values {
            None => Ok(Value::Null),
            Some(values) => (self.0)(&values),
        }
    }
}

/// `functools.reduce` over the values that are not `NULL`; `NULL` if there is none or a value is no `int`.
fn reduced(values: &[Value], operator: fn(i64, i64) -> i64) -> Value {
    let values: Vec<_> = values.iter().filter(|value| **value != Value::Null).collect();
    if let [only] = values[..] {
        return only.clone();
    }
    let integers = values.iter().map(|value| match value {
        Value::Integer(value) => Some(*value),
        _ => None,
    });
    let integers: Option<Vec<_>> = integers.collect();
    integers.and_then(|integers| integers.into_iter().reduce(operator)).map_or(Value::Null, Value::Integer)
}

/// What the variance of some numbers is made of.
struct Squares {
    /// The sum of the squared distances from the mean.
    sum: Double,
    /// The divisor.
    divisor: f64,
    /// The variance, if all numbers are whole and so is it.
    whole: Option<i128>,
}

fn squares(values: &[Value], fewer: usize) -> Option<Squares> {
    let divisor = values.len().checked_sub(fewer).filter(|divisor| *divisor > 0)?;
    let mut numbers = Vec::with_capacity(values.len());
    let mut integers = Some(Vec::with_capacity(values.len()));
    for value in values {
        match value {
            Value::Integer(value) => {
                numbers.push(Double::from_int(*value));
                integers.as_mut().into_iter().for_each(|integers| integers.push(i128::from(*value)));
            }
            Value::Real(value) => {
                numbers.push(Double::from_float(*value));
                integers = None;
            }
            _ => return None,
        }
    }
    let count = numbers.len() as f64;
    let mean = numbers.iter().fold(Double::ZERO, |sum, value| sum.add(*value)).over(count);
    let sum = numbers.iter().fold(Double::ZERO, |sum, value| {
        let distance = value.add(mean.negated());
        sum.add(distance.times(distance))
    });
    Some(Squares { sum, divisor: divisor as f64, whole: integers.and_then(|values| whole(&values, divisor)) })
}

/// The variance of whole numbers, if it is a whole number.
fn whole(values: &[i128], divisor: usize) -> Option<i128> {
    let count = i128::try_from(values.len()).ok()?;
    let sum = values.iter().try_fold(0_i128, |sum, value| sum.checked_add(*value))?;
    let squares = values.iter().try_fold(0_i128, |sum, value| sum.checked_add(value.checked_mul(*value)?))?;
    let spread = count.checked_mul(squares)?.checked_sub(sum.checked_mul(sum)?)?;
    let parts = count.checked_mul(i128::try_from(divisor).ok()?)?;
    (spread % parts == 0).then(|| spread / parts)
}

/// `statistics.pvariance` (`fewer` is 0) or `statistics.variance` (1).
fn variance(values: &[Value], fewer: usize) -> rusqlite::Result<Value> {
    let squares = squares(values, fewer).ok_or_else(finalize_raised)?;
    match squares.whole {
        Some(whole) => i64::try_from(whole).map(Value::Integer).map_err(|_| overflowed()),
        None => Ok(Value::Real(squares.sum.over(squares.divisor).value())),
    }
}

/// `statistics.pstdev` or `statistics.stdev`.
fn deviation(values: &[Value], fewer: usize) -> rusqlite::Result<Value> {
    let squares = squares(values, fewer).ok_or_else(finalize_raised)?;
    Ok(Value::Real(squares.sum.over(squares.divisor).square_root()))
}
