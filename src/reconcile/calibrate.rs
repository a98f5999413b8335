//! From what was measured to what the file should say.
//!
//! An input is not solved for by reading formulas backwards: the model is run
//! at two values, and where a meter follows the input in a line, the value that
//! gives the measured quantity lies on it.

use crate::bill::{Grain, Reading, Series, SeriesKey};
use crate::quantity::{Number, sum};
use crate::reconcile::savings::profile;
use crate::reconcile::spread::percentile;
use crate::reconcile::week::Calendar;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Quantities of a line by day.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    pub days: usize,
    pub total: Number,
    pub low: Number,
    pub median: Number,
    pub high: Number,
}

/// What the file should say, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub environment: Arc<str>,
    pub resource: Arc<str>,
    /// The input: `data`, `acu.average`.
    pub input: Arc<str>,
    pub unit: Arc<str>,
    /// What the file says now; `None`: nothing.
    pub before: Option<Arc<str>>,
    /// The value that gives the month's quantity, and those of a month of days
    /// such as the 10th, 50th and 90th of a hundred.
    pub value: Number,
    pub low: Option<Number>,
    pub median: Option<Number>,
    pub high: Option<Number>,
    /// The meter that was measured, how much of it and in how many days.
    pub meter: Arc<str>,
    pub quantity: Number,
    pub quantity_unit: Arc<str>,
    pub days: usize,
}

/// The days of a line between two hours. Half a day's readings are no day, so
/// the first and the last hour stand at midnight.
pub fn measure(
    series: &Series,
    line: (&str, &str, &str),
    (from, to): (i64, i64),
) -> Option<Measured> {
    let mut days: BTreeMap<i64, Number> = BTreeMap::new();
    for (hour, reading) in lines(series, line).flat_map(|(_, readings)| readings.range(from..to)) {
        let day = days.entry(hour.div_euclid(24)).or_default();
        *day = day.plus(reading.quantity)?;
    }
    let mut sorted: Vec<Number> = days.into_values().collect();
    sorted.sort();
    Some(Measured {
        days: sorted.len(),
        total: sum(sorted.iter().copied())?,
        low: percentile(&sorted, 10)?,
        median: percentile(&sorted, 50)?,
        high: percentile(&sorted, 90)?,
    })
}

/// How much more a line runs in another month, by the weekdays and hours that
/// the two have: a month of five Sundays is no month of four.
pub fn project(
    series: &Series,
    line: (&str, &str, &str),
    (from, to): (i64, i64),
    (next, end): (i64, i64),
) -> Option<Number> {
    let calendar = Calendar { schedule: None };
    let known = calendar.steps(Grain::Hour, from, to);
    let coming = calendar.steps(Grain::Hour, next, end);
    let (mut was, mut will) = (Number::ZERO, Number::ZERO);
    for (_, readings) in lines(series, line) {
        let own: Vec<Number> = readings.range(from..to).map(|(_, r)| r.quantity).collect();
        let total = sum(own.iter().copied())?;
        was = was.plus(total)?;
        // Posted once a month: no week to learn from.
        let more = match own.len() {
            0 | 1 => total,
            _ => {
                let week = profile(readings, known.iter())?;
                sum(coming.iter().filter_map(|s| week.get(&s.slot).copied()))?
            }
        };
        will = will.plus(more)?;
    }
    will.over(was)
}

fn lines<'a>(
    series: &'a Series,
    (environment, resource, usage_type): (&'a str, &'a str, &'a str),
) -> impl Iterator<Item = (&'a SeriesKey, &'a BTreeMap<i64, Reading>)> {
    series.lines.iter().filter(move |(key, _)| {
        *key.key.usage_type == *usage_type
            && (key.environment.is_empty() || *key.environment == *environment)
            && (key.resource.is_empty() || *key.resource == *resource)
    })
}

/// The value of an input that gives `quantity`, from two values and what they
/// gave. `None` where the meter does not follow the input.
pub fn propose(a: (Number, Number), b: (Number, Number), quantity: Number) -> Option<Number> {
    let run = b.0.minus(a.0)?;
    let rise = b.1.minus(a.1)?;
    let value = a.0.plus(quantity.minus(a.1)?.times(run)?.over(rise)?)?;
    // Nine decimals are a byte of a gigabyte.
    Some(value.round(9)).filter(|value| !value.is_negative())
}
