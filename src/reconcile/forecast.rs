//! What an open month will come to: what is billed, and for each hour that is
//! left what the same hour of the week was.
//!
//! Lines that are posted once a month have no hours and are whole already.

use crate::bill::{Grain, Series};
use crate::quantity::{Cases, Number, sum};
use crate::reconcile::savings::profile;
use crate::reconcile::spread::half_width;
use crate::reconcile::week::Calendar;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Of the whole month, usage only.
    pub cost: Cases<Number>,
    pub to_date: Number,
    /// Hours seen and hours of the month.
    pub seen: i64,
    pub hours: i64,
}

/// The month `[from, to)` of which the series has a part. `None` where it has
/// all or nothing of it, or a number does not fit.
pub fn forecast(series: &Series, (from, to): (i64, i64)) -> Option<Forecast> {
    let (first, last) = series.span?;
    if last >= to || last <= from {
        return None;
    }
    // A week before the month is enough; what was long ago is another system.
    let learn = first.max(from - 28 * 24);
    let calendar = Calendar { schedule: None };
    let known = calendar.steps(Grain::Hour, learn, last);
    let left = calendar.steps(Grain::Hour, last, to);
    let (mut to_date, mut rest) = (Number::ZERO, Number::ZERO);
    let mut residuals: BTreeMap<i64, Number> = BTreeMap::new();
    for readings in series.lines.values() {
        let own: Vec<_> = readings.range(from..last).collect();
        let billed = sum(own.iter().map(|(_, r)| r.cost))?;
        to_date = to_date.plus(billed)?;
        // Posted once: on the first of the month, for all of it.
        if own.len() < 2 {
            continue;
        }
        let quantity = sum(own.iter().map(|(_, r)| r.quantity))?;
        let price = billed.over(quantity).unwrap_or(Number::ZERO);
        let week = profile(readings, known.iter())?;
        let mean = |slot: usize| week.get(&slot).copied().unwrap_or(Number::ZERO);
        rest = rest.plus(sum(left.iter().map(|s| mean(s.slot)))?.times(price)?)?;
        for step in known.iter().filter(|s| s.at >= from) {
            let used = readings.get(&step.at).map_or(Number::ZERO, |r| r.quantity);
            let slot = residuals.entry(step.day).or_default();
            *slot = slot.plus(used.minus(mean(step.slot))?.times(price)?)?;
        }
    }
    let residuals: Vec<Number> = residuals.into_values().collect();
    let days = u64::try_from((to - last).div_euclid(24)).ok()?;
    let half = half_width(&residuals, days).unwrap_or(Number::ZERO);
    let cost = to_date.plus(rest)?.round(12);
    let cost =
        Cases { low: cost.minus(half)?.max(to_date), expected: cost, high: cost.plus(half)? };
    Some(Forecast { cost, to_date, seen: last - from, hours: to - from })
}
