//! Civil dates as people write them: `2026-12-05`, a range of them, and days
//! of every year such as `12-29..01-03`.
//!
//! Years outside 2000 to 2100 are refused where a person writes them: they are
//! slips of the keyboard, and a bounded year keeps every walk over dates short.

use super::error::{ParseError, parts};
use jiff::civil::Date;
use std::fmt;

/// The years that a person may write.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// Reads `2026-12-05` or `2026-12-29..2026-12-31`: the first and the last date,
/// both included. An error if a date does not exist or the order is reversed.
pub fn dates(text: &str) -> Result<(Date, Date), ParseError> {
    let Some((from, to)) = text.split_once("..") else {
        return date(text).map(|only| (only, only));
    };
    let begin = from.len() + 2;
    let (from, to) = (date(from)?, date(to).map_err(|error| error.shifted(begin))?);
    if to < from {
        return Err(ParseError::new(format!("{to} is before {from}"), 0..text.len())
            .help(format!("write `{to}..{from}`")));
    }
    Ok((from, to))
}

/// The normal form of a range of dates, as [`dates`] reads it.
pub(super) struct DateRange(pub Date, pub Date);

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == self.1 { write!(f, "{}", self.0) } else { write!(f, "{}..{}", self.0, self.1) }
    }
}

/// Reads one date `yyyy-mm-dd`.
fn date(text: &str) -> Result<Date, ParseError> {
    let whole = 0..text.len();
    let numbers = numbers(text, &['-', '/', '.']);
    let Some([year, month, day]) = numbers.as_deref().and_then(|n| <[u16; 3]>::try_from(n).ok())
    else {
        return Err(ParseError::new(format!("`{text}` is not a date"), whole)
            .help("write a date as `2026-12-05`"));
    };
    let normal = format!("{year:04}-{month:02}-{day:02}");
    let found = exact(year, month, day)
        .ok_or_else(|| ParseError::new(format!("there is no date {normal}"), whole.clone()))?;
    if !YEARS.contains(&found.year()) {
        return Err(ParseError::new(
            format!("the year {year} is not between {} and {}", YEARS.start(), YEARS.end()),
            whole,
        ));
    }
    if text != normal {
        return Err(ParseError::new(format!("`{text}` is not written as a date"), whole)
            .help(format!("write `{normal}`")));
    }
    Ok(found)
}

/// A date in a data file: `2026-01-01` and `2026/1/1`. `None` if it is neither.
pub(super) fn date_in_data(text: &str) -> Option<Date> {
    let numbers = numbers(text, &['-', '/'])?;
    let [year, month, day] = <[u16; 3]>::try_from(numbers.as_slice()).ok()?;
    (year >= 1000).then(|| exact(year, month, day))?
}

/// The date with these numbers, if there is one.
pub(super) fn exact(year: u16, month: u16, day: u16) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Unsigned numbers between separators; `None` if any part is not one.
fn numbers(text: &str, separators: &[char]) -> Option<Vec<u16>> {
    let number = |part: &str| {
        let digits =
            !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse().ok())?
    };
    parts(text, |c| separators.contains(&c)).into_iter().map(|(_, part)| number(part)).collect()
}

/// A day of every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct MonthDay {
    month: i8,
    day: i8,
}

impl MonthDay {
    pub(super) fn of(date: Date) -> MonthDay {
        MonthDay { month: date.month(), day: date.day() }
    }

    /// Reads `12-29`. 29 February is a day of leap years.
    pub(super) fn parse(text: &str) -> Result<MonthDay, ParseError> {
        let two = |part: &str| part.len() == 2;
        let shape = text.split_once('-').is_some_and(|(month, day)| two(month) && two(day));
        let found = numbers(text, &['-']).filter(|_| shape).and_then(|n| {
            let [month, day] = <[u16; 2]>::try_from(n.as_slice()).ok()?;
            // A leap year has every day that any year has.
            exact(2000, month, day).map(MonthDay::of)
        });
        found.ok_or_else(|| {
            ParseError::new(format!("`{text}` is not a day of the year"), 0..text.len())
                .help("write month and day as `12-29`, or a date as `2026-12-29`")
        })
    }

    /// Whether `date` lies in `from..to`, both included, which may run over the
    /// end of the year.
    pub(super) fn between(date: Date, from: MonthDay, to: MonthDay) -> bool {
        let day = MonthDay::of(date);
        if from <= to { (from..=to).contains(&day) } else { day >= from || day <= to }
    }
}
