//! What a schedule saved: the month against the month that would have been.
//!
//! The counterfactual of an hour is what the same hour of the week used before
//! the schedule came, times what changed about size since (seen in the hours
//! that stayed on), at this month's price. Only hours in which the schedule asks
//! for off count. The month before is no counterfactual: it has other weekdays;
//! nor is the rate of the on-hours, which is that of the busy ones.

use crate::bill::{Actual, Grain, Reading, Series, SeriesKey};
use crate::quantity::{Cases, Number, sum};
use crate::reconcile::spread::half_width;
use crate::reconcile::week::{Calendar, Step};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An environment that a schedule switches.
#[derive(Clone, Debug)]
pub struct Switched<'a> {
    pub environment: Arc<str>,
    pub calendar: Calendar<'a>,
    /// Usage types that cost nothing while it is off.
    pub stops: BTreeSet<Arc<str>>,
    /// The hour since which the schedule is obeyed; `None`: find it.
    pub since: Option<i64>,
}

/// One line that was switched off.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub key: SeriesKey,
    /// What its off-hours would have cost, and did cost.
    pub without: Number,
    pub cost: Number,
    pub saved: Number,
    /// Size against before, seen in the on-hours: 1 if nothing changed.
    pub size: Number,
}

/// What ran while it should have been off.
#[derive(Clone, Debug, PartialEq)]
pub struct Leak {
    pub key: SeriesKey,
    pub hours: u64,
    pub cost: Number,
}

/// What goes on in off-hours by its nature.
#[derive(Clone, Debug, PartialEq)]
pub struct Residual {
    pub key: SeriesKey,
    pub cost: Number,
    /// What the same hours of the week cost before: side effects show here.
    pub before: Number,
}

/// Other answers to the same question, and why they are not the answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Naive {
    /// The same lines, the month before less this month.
    pub month_before: Option<Number>,
    /// The mean rate of the on-hours times the off-hours.
    pub on_rate: Number,
    /// The whole bill, the month before less this month.
    pub whole_bill: Option<Number>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    pub saved: Cases<Number>,
    /// Of what it would have cost; `None` without any.
    pub share: Option<Number>,
    /// Whether the data are fine enough for a verdict.
    pub conclusive: bool,
    pub grain: Grain,
    pub lines: Vec<Line>,
    pub leaks: Vec<Leak>,
    /// On-hours without usage: by environment, local day.
    pub failed_starts: Vec<(Arc<str>, i64, u64)>,
    pub residual: Vec<Residual>,
    pub naive: Naive,
    /// Since when each environment obeys.
    pub since: BTreeMap<Arc<str>, i64>,
    /// Hours of the month that were seen, and how many were off.
    pub hours: i64,
    pub off_hours: i64,
}

/// Daily data are too coarse for effects below this part of the cost.
const DAILY_LEAST: (u64, u64) = (5, 100);

/// What stands in for a missing baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unverified {
    /// No hour of the environment lies before its schedule.
    NoBaseline(Arc<str>),
    /// No row of the environment in the month.
    NothingBilled(Arc<str>),
    TooLarge,
}

/// Verifies the month `[from, to)`; `before` is where the month before starts.
pub fn verify(
    series: &Series,
    actual: &Actual,
    switched: &[Switched<'_>],
    months: (&str, &str),
    (from, to): (i64, i64),
) -> Result<Verified, Unverified> {
    let (first, last) = series.span.unwrap_or((from, from));
    let to = to.min(last);
    let mut all = Verified {
        saved: Cases::ZERO,
        share: None,
        conclusive: true,
        grain: series.grain,
        lines: Vec::new(),
        leaks: Vec::new(),
        failed_starts: Vec::new(),
        residual: Vec::new(),
        naive: Naive::default(),
        since: BTreeMap::new(),
        hours: (to - from).max(0),
        off_hours: 0,
    };
    let mut wide = Number::ZERO;
    for one in switched {
        let mine: Vec<(&SeriesKey, &BTreeMap<i64, Reading>)> =
            series.lines.iter().filter(|(key, _)| key.environment == one.environment).collect();
        if !mine.iter().any(|(_, readings)| readings.range(from..to).next().is_some()) {
            return Err(Unverified::NothingBilled(Arc::clone(&one.environment)));
        }
        let steps = one.calendar.steps(series.grain, first, last);
        let found = || change(&mine, &steps, one, series.grain);
        let since = one.since.or_else(found).unwrap_or(from);
        let week = Week { steps: &steps, since, from, to };
        if week.before().next().is_none() {
            return Err(Unverified::NoBaseline(Arc::clone(&one.environment)));
        }
        all.since.insert(Arc::clone(&one.environment), since);
        let half = environment(&mine, one, &week, &mut all).ok_or(Unverified::TooLarge)?;
        wide = wide.plus(half).ok_or(Unverified::TooLarge)?;
    }
    close(&mut all, actual, months, wide).ok_or(Unverified::TooLarge)?;
    Ok(all)
}

/// The steps of a series, and which of them are before and which are judged.
struct Week<'a> {
    steps: &'a [Step],
    since: i64,
    from: i64,
    to: i64,
}

impl Week<'_> {
    fn before(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|s| s.at + s.hours <= self.since)
    }

    fn judged(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|s| s.at >= self.from.max(self.since) && s.at < self.to)
    }
}

/// Quantities by place in the week, from the hours before.
pub(super) fn profile<'a>(
    readings: &BTreeMap<i64, Reading>,
    steps: impl Iterator<Item = &'a Step>,
) -> Option<BTreeMap<usize, Number>> {
    let mut sums: BTreeMap<usize, (Number, u64)> = BTreeMap::new();
    for step in steps {
        let used = readings.get(&step.at).map_or(Number::ZERO, |r| r.quantity);
        let (total, count) = sums.entry(step.slot).or_default();
        *total = total.plus(used)?;
        *count += 1;
    }
    sums.into_iter()
        .map(|(slot, (total, count))| Some((slot, total.over(Number::from(count))?)))
        .collect()
}

/// The lines of one environment; half the width of its interval.
fn environment(
    mine: &[(&SeriesKey, &BTreeMap<i64, Reading>)],
    one: &Switched<'_>,
    week: &Week<'_>,
    all: &mut Verified,
) -> Option<Number> {
    let mut residuals: BTreeMap<i64, Number> = BTreeMap::new();
    let mut missing: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    let off_days: BTreeSet<i64> = week.judged().filter(|s| s.off() > 0).map(|s| s.day).collect();
    let off: i64 = week.judged().map(Step::off).sum();
    all.off_hours = all.off_hours.max(off);
    for (key, readings) in mine {
        let profile = profile(readings, week.before())?;
        let mean = |slot: usize| profile.get(&slot).copied().unwrap_or(Number::ZERO);
        let in_off = |step: &&Step| step.off() > 0;
        let cost_of = |step: &Step| readings.get(&step.at).map_or(Number::ZERO, |r| r.cost);
        let cost = sum(week.judged().filter(in_off).map(cost_of))?;
        let price = price(readings, week)?;
        let before = sum(week.judged().filter(in_off).map(|s| mean(s.slot)))?.times(price)?;
        let idles = week.judged().filter(in_off).map(|s| !cost_of(s).is_zero());
        if !one.stops.contains(&key.key.usage_type) || follows(idles, cost, before)? {
            if !cost.is_zero() || !before.is_zero() {
                all.residual.push(Residual { key: (*key).clone(), cost, before: before.round(12) });
            }
            continue;
        }
        let size = size(readings, &mean, week)?;
        let rate = size.times(price)?;
        let without = sum(week.judged().filter(in_off).map(|s| mean(s.slot)))?.times(rate)?;
        let without = without.round(12);
        let saved = without.minus(cost)?;
        all.lines.push(Line { key: (*key).clone(), without, cost, saved, size });
        // Of daily data only a day that should be all off can show a leak.
        let leaks = week.judged().filter(|s| s.on == 0 && !cost_of(s).is_zero());
        let leaks: Vec<&Step> = leaks.collect();
        if !leaks.is_empty() {
            let cost = sum(leaks.iter().map(|s| cost_of(s)))?;
            let hours = leaks.iter().map(|s| s.hours.unsigned_abs()).sum();
            all.leaks.push(Leak { key: (*key).clone(), hours, cost });
        }
        for step in week.judged().filter(|s| s.on == s.hours && mean(s.slot) > Number::ZERO) {
            if cost_of(step).is_zero() {
                missing.entry(step.day).or_default().insert(step.at);
            }
        }
        // How far each day before was from its profile, in the hours that are off now.
        for step in week.before().filter(in_off) {
            let used = readings.get(&step.at).map_or(Number::ZERO, |r| r.quantity);
            let residual = used.minus(mean(step.slot))?.times(rate)?;
            let slot = residuals.entry(step.day).or_default();
            *slot = slot.plus(residual)?;
        }
        let on = week.judged().filter(|s| s.off() == 0).map(|s| (cost_of(s), s.on));
        let (mut on_cost, mut on_hours) = (Number::ZERO, 0);
        for (cost, hours) in on {
            on_cost = on_cost.plus(cost)?;
            on_hours += hours;
        }
        let on_rate = on_cost.over(Number::from_i64(on_hours)).unwrap_or(Number::ZERO);
        all.naive.on_rate = all.naive.on_rate.plus(on_rate.times(Number::from_i64(off))?)?;
    }
    all.failed_starts.extend(missing.into_iter().filter_map(|(day, hours)| {
        let hours = u64::try_from(hours.len()).ok()?;
        Some((Arc::clone(&one.environment), day, hours))
    }));
    let residuals: Vec<Number> = residuals.into_values().collect();
    let days = u64::try_from(off_days.len()).unwrap_or(0);
    Some(half_width(&residuals, days).unwrap_or(Number::ZERO))
}

/// Whether a line only follows what was switched off, as load balancer units
/// follow traffic: it runs on in most off-hours, at less than a tenth. Something
/// that was forgotten runs on as before, and is a leak.
fn follows(ran: impl Iterator<Item = bool>, cost: Number, before: Number) -> Option<bool> {
    let (ran, idle): (Vec<bool>, Vec<bool>) = ran.partition(|ran| *ran);
    Some(ran.len() > idle.len() && cost.times(Number::from(10u64))? < before)
}

/// What a unit costs in the judged month, else before it.
fn price(readings: &BTreeMap<i64, Reading>, week: &Week<'_>) -> Option<Number> {
    let of = |from: i64, to: i64| {
        let read: Vec<&Reading> =
            if from < to { readings.range(from..to).map(|(_, r)| r).collect() } else { Vec::new() };
        let quantity = sum(read.iter().map(|r| r.quantity))?;
        Some(sum(read.iter().map(|r| r.cost))?.over(quantity))
    };
    let now = of(week.from, week.to)?;
    Some(now.or(of(i64::MIN, week.since)?).unwrap_or(Number::ZERO))
}

/// How much larger or smaller a line is than before: seen in the hours that are
/// on in both. A change of 1 % or less is the noise of the two.
fn size(
    readings: &BTreeMap<i64, Reading>,
    mean: &impl Fn(usize) -> Number,
    week: &Week<'_>,
) -> Option<Number> {
    let on = |s: &&Step| s.off() == 0 && readings.contains_key(&s.at);
    let was = sum(week.judged().filter(on).map(|s| mean(s.slot)))?;
    let is = week.judged().filter(on).filter_map(|s| Some(readings.get(&s.at)?.quantity));
    let ratio = sum(is)?.over(was).unwrap_or(Number::ONE);
    let apart = ratio.minus(Number::ONE)?.abs();
    let noise = Number::ONE.over(Number::from(100u64))?;
    Some(if apart <= noise || ratio.is_zero() { Number::ONE } else { ratio })
}

/// Since when the off-hours are off: the day that best parts the days that were
/// not from those that were.
fn change(
    mine: &[(&SeriesKey, &BTreeMap<i64, Reading>)],
    steps: &[Step],
    one: &Switched<'_>,
    grain: Grain,
) -> Option<i64> {
    if grain != Grain::Hour {
        return None;
    }
    let cost = |step: &Step| {
        let stops = mine.iter().filter(|(key, _)| one.stops.contains(&key.key.usage_type));
        sum(stops.filter_map(|(_, readings)| Some(readings.get(&step.at)?.cost)))
    };
    let (mut on, mut hours) = (Number::ZERO, 0u64);
    let mut days: BTreeMap<i64, (i64, Number, u64)> = BTreeMap::new();
    for step in steps {
        let cost = cost(step)?;
        if step.off() == 0 {
            on = on.plus(cost)?;
            hours += 1;
            continue;
        }
        let day = days.entry(step.day).or_insert((step.at, Number::ZERO, 0));
        day.1 = day.1.plus(cost)?;
        day.2 += 1;
    }
    let tenth = on.over(Number::from(hours))?.over(Number::from(10u64))?;
    let obeyed: Option<Vec<(i64, bool)>> = days
        .values()
        .map(|(at, cost, hours)| Some((*at, cost.over(Number::from(*hours))? < tenth)))
        .collect();
    let obeyed = obeyed?;
    let mut right = obeyed.iter().filter(|(_, obeyed)| *obeyed).count();
    let (mut best, mut since) = (right, obeyed.first()?.0);
    for (i, (_, is)) in obeyed.iter().enumerate() {
        right = if *is { right - 1 } else { right + 1 };
        if right > best {
            best = right;
            since = obeyed.get(i + 1).map_or(i64::MAX, |(at, _)| *at);
        }
    }
    // The schedule's day starts at local midnight, not at its first off-hour.
    let day = steps.iter().find(|s| s.at == since).map(|s| s.day)?;
    steps.iter().find(|s| s.day == day).map(|s| s.at)
}

/// Sums up and lays the naive answers beside.
fn close(
    all: &mut Verified,
    actual: &Actual,
    (month, before): (&str, &str),
    half: Number,
) -> Option<()> {
    let saved = sum(all.lines.iter().map(|l| l.saved))?;
    let without = sum(all.lines.iter().map(|l| l.without))?;
    all.saved = Cases { low: saved.minus(half)?, expected: saved, high: saved.plus(half)? };
    all.share = saved.over(without);
    if all.grain != Grain::Hour {
        let least = Number::from(DAILY_LEAST.0).over(Number::from(DAILY_LEAST.1))?;
        all.conclusive = all.share.is_some_and(|share| share >= least);
    }
    let lines: BTreeSet<(&str, &str, &str)> = all
        .lines
        .iter()
        .map(|l| (&*l.key.environment, &*l.key.resource, &*l.key.key.usage_type))
        .collect();
    let of = |month: &str, own: bool| {
        let rows = actual.lines.iter().filter(|l| &*l.line.month == month).filter(|l| {
            let l = &l.line;
            !own || lines.contains(&(&*l.environment, &*l.resource, &*l.key.usage_type))
        });
        sum(rows.map(|l| l.billed))
    };
    if actual.months().iter().any(|m| **m == *before) {
        all.naive.month_before = Some(of(before, true)?.minus(of(month, true)?)?);
        all.naive.whole_bill = Some(of(before, false)?.minus(of(month, false)?)?);
    }
    all.lines.sort_by_key(|l| std::cmp::Reverse(l.saved));
    all.leaks.sort_by_key(|l| std::cmp::Reverse(l.cost));
    all.residual.sort_by_key(|r| std::cmp::Reverse(r.cost));
    Some(())
}
