//! The quantity grammar: `60 GB`, `3M`, `5_000`, `10 %`.
//!
//! ```text
//! number    = ["-"] digit+ ("_"? digit)* ["." digit+]
//! quantity  = number [scale] | number [" "] unit | number " "? "%"
//! ```
//! A whole scalar is a quantity or it is not: what does not start like a
//! number is left for the formula reader.

use crate::quantity::unit::SCALES;
use crate::quantity::{Number, Unit};
use std::ops::Range;

/// A number and the unit or scale behind it, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    pub number: Number,
    /// Text behind the number and its place, if any.
    pub suffix: Option<(String, Range<usize>)>,
}

/// Why a scalar that looks like a quantity is none, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub message: String,
    pub range: Range<usize>,
    pub help: Option<String>,
}

/// Whether the text starts like a number, so that a failure to read it as a
/// quantity may be a slip rather than a formula.
pub fn looks_numeric(text: &str) -> bool {
    let rest = text.strip_prefix('-').unwrap_or(text);
    rest.starts_with(|c: char| c.is_ascii_digit() || c == '.')
}

impl Quantity {
    /// Splits a scalar into number and suffix. `None`: not of that form (it may
    /// be a formula, or a slip such as `1,000`).
    pub fn parse(text: &str) -> Option<Quantity> {
        let end = text
            .char_indices()
            .find(|(i, c)| {
                !(c.is_ascii_digit() || matches!(c, '_' | '.') || (*c == '-' && *i == 0))
            })
            .map_or(text.len(), |(i, _)| i);
        let (digits, rest) = text.split_at(end);
        let number = number(digits)?;
        let suffix = rest.trim_start_matches(' ');
        if suffix.is_empty() {
            return rest.is_empty().then_some(Quantity { number, suffix: None });
        }
        let word = suffix == "%"
            || (suffix.starts_with(|c: char| c.is_ascii_alphabetic())
                && suffix.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
        let at = text.len() - suffix.len();
        // A formula such as `5 -requests` starts like a number as well.
        word.then(|| Quantity { number, suffix: Some((suffix.to_owned(), at..text.len())) })
    }

    /// The value in `unit`.
    pub fn to_unit(&self, unit: &Unit) -> Result<Number, Problem> {
        let Some((suffix, range)) = &self.suffix else { return Ok(self.number) };
        let overflow = || Problem {
            message: "the value is too large".to_owned(),
            range: range.clone(),
            help: None,
        };
        if unit.is_count()
            && let Some((_, factor)) = SCALES.iter().find(|(name, _)| name == suffix)
        {
            return self.number.times(Number::from(*factor)).ok_or_else(overflow);
        }
        let given = Unit::named(suffix);
        if given.converts_to(unit) {
            return given.convert(self.number, unit).ok_or_else(overflow);
        }
        let wanted = unit.alternatives().join(", ");
        let help = if unit.is_count() {
            match Unit::known(suffix) {
                Some(_) => "write a plain number, or a scale: K, M, B, T".to_owned(),
                None => {
                    "the scales are K, M, B and T (thousand, million, billion, trillion)".to_owned()
                }
            }
        } else {
            match wanted.is_empty() {
                true => format!("write it in {}", unit.name),
                false => format!("write it in one of {wanted}"),
            }
        };
        let name = if unit.name == "1" { "a plain number" } else { &unit.name };
        Err(Problem {
            message: format!("`{suffix}` is not a unit of {name}"),
            range: range.clone(),
            help: Some(help),
        })
    }
}

/// Reads `text` as a quantity in `unit`. `None`: it is no quantity at all.
pub fn quantity(text: &str, unit: &Unit) -> Option<Result<Number, Problem>> {
    Quantity::parse(text).map(|quantity| quantity.to_unit(unit))
}

/// `digit+ ("_"? digit)* ["." digit+]`, with a sign.
fn number(digits: &str) -> Option<Number> {
    let (whole, _) = digits.split_once('.').unwrap_or((digits, ""));
    let lonely = whole.starts_with('_') || whole.ends_with('_') || digits.contains("__");
    let in_fraction = digits.split_once('.').is_some_and(|(_, fraction)| fraction.contains('_'));
    if lonely || in_fraction || whole.starts_with("-_") {
        return None;
    }
    if digits.contains('_') {
        Number::parse(&digits.replace('_', ""))
    } else {
        Number::parse(digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, unit: &str) -> Option<Result<String, String>> {
        quantity(text, &Unit::named(unit))
            .map(|result| result.map(|n| n.to_string()).map_err(|p| p.message))
    }

    #[test]
    fn reads_what_people_write() {
        let good = [
            ("60 GB", "GB", "60"),
            ("1 TB", "GB", "1024"),
            ("512MB", "GB", "0.5"),
            ("3M", "requests", "3000000"),
            ("5_000", "1", "5000"),
            ("10 requests", "requests", "10"),
            ("1 request", "requests", "1"),
            ("2B", "1", "2000000000"),
            ("30 days", "days", "30"),
            ("4 weeks", "days", "28"),
            ("10 %", "ratio", "0.1"),
            ("5%", "ratio", "0.05"),
            ("0.5 vCPU", "vCPU", "0.5"),
            ("-3", "1", "-3"),
            ("0.5", "ACU", "0.5"),
            ("1 Gbps", "MBps", "125"),
            ("8 GiB", "GB", "8"),
        ];
        for (text, unit, expected) in good {
            assert_eq!(read(text, unit), Some(Ok(expected.to_owned())), "{text} as {unit}");
        }
    }

    #[test]
    fn refuses_the_wrong_unit_with_a_reason() {
        assert_eq!(read("60 h", "GB"), Some(Err("`h` is not a unit of GB".to_owned())));
        assert_eq!(read("1B", "GB"), Some(Err("`B` is not a unit of GB".to_owned())));
        assert_eq!(read("3M", "GB"), Some(Err("`M` is not a unit of GB".to_owned())));
        assert_eq!(read("5 GB", "1"), Some(Err("`GB` is not a unit of a plain number".to_owned())));
        assert_eq!(
            read("5 apples", "requests"),
            Some(Err("`apples` is not a unit of requests".to_owned()))
        );
    }

    #[test]
    fn leaves_formulas_and_slips_alone() {
        for text in [
            "requests", "0.5 * MB", "1,000", ".5", "5.", "_5", "5_", "5__0", "1 + 2", "", "3 M B",
            "1.5_0",
        ] {
            assert_eq!(read(text, "GB"), None, "{text}");
        }
    }
}
