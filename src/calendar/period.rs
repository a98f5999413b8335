//! The period that an estimate is for: the average month or one real month.
//!
//! AWS prices assume 730 hours a month, and bills by the UTC month. Both are
//! kept as exact fractions of hours, never as a float.

use super::dates::YEARS;
use super::error::ParseError;
use jiff::civil::Date;
use std::fmt;

/// The month that is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// 730 hours, with no dates: a week repeated.
    Average,
    /// A real month, from midnight UTC on its first day to the next month's.
    Month { year: i16, month: i8 },
}

impl Period {
    /// Reads `average` or `2026-12`; years 2000 to 2100.
    pub fn parse(text: &str) -> Result<Period, ParseError> {
        if text == "average" {
            return Ok(Period::Average);
        }
        let whole = 0..text.len();
        let digits = |part: &str, n| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
        let numbers = text
            .split_once('-')
            .filter(|(year, month)| digits(year, 4) && digits(month, 2))
            .and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
        let Some((year, month)) = numbers else {
            return Err(ParseError::new(format!("`{text}` is not a month"), whole)
                .help("write `average`, or a month as `2026-12`"));
        };
        if !YEARS.contains(&year) {
            return Err(ParseError::new(
                format!("the year {year} is not between {} and {}", YEARS.start(), YEARS.end()),
                0..4,
            ));
        }
        if !(1..=12).contains(&month) {
            return Err(ParseError::new(format!("there is no month {month:02}"), 5..7)
                .help("months run from 01 to 12"));
        }
        Ok(Period::Month { year, month })
    }

    /// The hours of the period as numerator and denominator: `(730, 1)`, or
    /// the real hours of the UTC month, such as `(744, 1)`.
    pub fn hours(&self) -> (u64, u64) {
        match self.first_day() {
            Some(first) => (u64::from(first.days_in_month().unsigned_abs()) * 24, 1),
            None => (730, 1),
        }
    }

    /// The first day of a real month; `None` for the average one, and for a
    /// month that was not parsed and does not exist.
    pub(super) fn first_day(&self) -> Option<Date> {
        match *self {
            Period::Average => None,
            Period::Month { year, month } => Date::new(year, month, 1).ok(),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Average => f.write_str("average"),
            Period::Month { year, month } => write!(f, "{year:04}-{month:02}"),
        }
    }
}
