//! `exact(double)`: the decimal that was meant by a binary number.
//!
//! AWS writes amounts into Parquet as doubles. `0.1` is stored as the double
//! nearest to it, and a plain cast to 18 digits makes `0.100000000000000006` of
//! that. The CSV of the same export prints the shortest digits that lead back to
//! the double; taking those, both files hold the same amounts, and their sums are
//! decimal and exact. This is the only place that looks into a binary number.

use datafusion::arrow::array::types::{ArrowPrimitiveType, Float64Type};
use datafusion::arrow::array::{Array, ArrayRef, AsArray, Decimal128Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility,
};
use std::sync::Arc;

/// The type that Parquet stores.
type Double = <Float64Type as ArrowPrimitiveType>::Native;

pub(super) const PRECISION: u8 = 38;
pub(super) const SCALE: i8 = 18;

/// So many values are looked at together.
const CHUNK: usize = 32;
/// A unit of ten decimals in units of `SCALE`.
const TEN_DECIMALS: i128 = 10i128.pow(8);
/// 1.5 times 2^52: no double this large has decimals, and so near it each has its
/// neighbour at 1.
const WHOLE: Double = 6_755_399_441_055_744.0;

/// A hundred million rows of less than this sum without passing 38 digits.
const LARGEST: i128 = 10i128.pow(12 + 18);

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Exact(Signature);

impl Default for Exact {
    fn default() -> Exact {
        Exact(Signature::any(1, Volatility::Immutable))
    }
}

impl ScalarUDFImpl for Exact {
    fn name(&self) -> &str {
        "exact"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Decimal128(PRECISION, SCALE))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&args.args)?;
        let [array] = arrays.as_slice() else { return exec_err!("exact takes one column") };
        Ok(ColumnarValue::Array(decimals(array)?))
    }
}

fn decimals(array: &ArrayRef) -> Result<ArrayRef> {
    let array = cast(array, &DataType::Float64)?;
    let doubles = array.as_primitive::<Float64Type>();
    let mut numbers = Vec::with_capacity(doubles.len());
    for values in doubles.values().chunks(CHUNK) {
        let mut billed = [0; CHUNK];
        if ten_decimals(values, &mut billed) {
            let units = billed.iter().take(values.len());
            numbers.extend(units.map(|unit| i128::from(*unit) * TEN_DECIMALS));
            continue;
        }
        for value in values {
            numbers.push(match meant(*value) {
                Some(number) => number,
                // What stands where nothing does is any number.
                None if doubles.is_null(numbers.len()) => 0,
                None => return exec_err!("{value} is not an amount"),
            });
        }
    }
    let made = Decimal128Array::new(numbers.into(), doubles.nulls().cloned());
    Ok(Arc::new(made.with_precision_and_scale(PRECISION, SCALE)?))
}

/// Writes each value in units of ten decimals, as AWS bills; `false`: one of them has
/// more digits. It has no branches, so that a processor does some values at a time.
///
/// Up to 15 digits a decimal and its double are a pair, so if the division leads back,
/// these are the digits. That also checks the rounding, which is what is left of a
/// number when it is added to one so large that it has no decimals.
fn ten_decimals(values: &[Double], into: &mut [i64; CHUNK]) -> bool {
    let mut all = true;
    for (value, unit) in values.iter().zip(into) {
        let tenths = value * 1e10;
        let whole = tenths + WHOLE;
        all &= tenths.abs() < 1e15 && (whole - WHOLE) / 1e10 == *value;
        *unit = whole.to_bits().wrapping_sub(WHOLE.to_bits()) as i64;
    }
    all
}

/// The shortest decimal that `value` stands for, in units of the last of 18
/// decimals; what is finer is rounded. `None`: no number, or too large.
pub(super) fn meant(value: Double) -> Option<i128> {
    let mut unit = [0; CHUNK];
    let number = match (ten_decimals(&[value], &mut unit), unit) {
        (true, [unit, ..]) => i128::from(unit) * TEN_DECIMALS,
        (false, _) => printed(&format!("{value:e}"))?,
    };
    (number.abs() < LARGEST).then_some(number)
}

/// Reads `-1.25e-7`.
fn printed(text: &str) -> Option<i128> {
    let (mantissa, exponent) = text.split_once('e')?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    let decimals = i32::try_from(fraction.len()).ok()? - exponent.parse::<i32>().ok()?;
    let shift = i32::from(SCALE) - decimals;
    let power = |by: u32| 10i128.checked_pow(by);
    match u32::try_from(shift) {
        Ok(up) => digits.checked_mul(power(up)?),
        Err(_) => {
            let Some(unit) = power(shift.unsigned_abs()) else { return Some(0) };
            let half = if digits < 0 { -unit / 2 } else { unit / 2 };
            digits.checked_add(half)?.checked_div(unit)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::meant;
    use crate::quantity::Number;
    use proptest::prelude::*;

    fn digits(value: f64) -> Option<String> {
        meant(value).map(|n| {
            let text = format!("{:019}", n.abs());
            let (whole, fraction) = text.split_at(text.len() - 18);
            let sign = if n < 0 { "-" } else { "" };
            format!("{sign}{whole}.{fraction}")
        })
    }

    #[test]
    fn takes_the_digits_that_were_meant() {
        for text in
            ["0", "0.1", "-0.1", "1234.5678", "0.0000047", "99999.9999999999", "12345678901.25"]
        {
            let found = digits(text.parse().expect("a number")).expect("fits");
            assert_eq!(Number::parse(&found), Number::parse(text), "{found}");
        }
        // The nineteenth decimal rounds.
        assert_eq!(meant(1.25e-17), Some(13));
        assert_eq!(meant(-1.25e-17), Some(-13));
        assert_eq!(meant(1e-300), Some(0));
        for none in [f64::NAN, f64::INFINITY, 1e12, -1e30] {
            assert_eq!(meant(none), None, "{none}");
        }
    }

    proptest! {
        /// What the CSV of the same export prints.
        #[test]
        fn is_the_shortest_decimal(units in -999_999_999_999_999i64..=999_999_999_999_999, scale in 0u32..=18) {
            let text = format!("{units}e-{scale}");
            let value: f64 = text.parse().expect("a number");
            let wanted = i128::from(units) * 10i128.pow(18 - scale);
            prop_assume!(wanted.abs() < super::LARGEST);
            prop_assert_eq!(meant(value), Some(wanted));
        }
    }
}
