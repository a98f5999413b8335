//! Openings: each stretch of being on, and the local date it belongs to.
//!
//! An opening belongs to the date on which it starts, and that date's rule (an
//! exception, a holiday, the week) decides whether it exists. Its two civil ends
//! are resolved to UTC one by one; an opening whose end is then not behind its
//! start is empty. A cron pair is read the same way, as openings from each `up`
//! to the next `down` of that pair, so a missed or doubled edge cannot happen:
//! the state is always that of the last edge.

use super::cron::CronFields;
use super::schedule::{Hours, Rule, Schedule};
use super::span::{
    DAY, Minute, Span, each_date, each_date_back, holds, in_gap, later, local_date, outside,
    resolve, unite,
};
use super::window::Window;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// How long an edge of cron is remembered, in days.
const MEMORY: i32 = 366;

/// One stretch of being on.
pub(super) struct Opening<'a> {
    pub span: Span,
    pub cause: Cause<'a>,
}

/// What opened it.
pub(super) enum Cause<'a> {
    Always,
    Window(&'a Window),
    Cron(&'a CronFields),
}

/// The opening of a window on `date`, if it has one.
pub(super) fn of_window(zone: &TimeZone, window: &Window, date: Date) -> Option<Span> {
    if !window.starts_on(date) {
        return None;
    }
    let (open, close) = window.minutes();
    between(resolve(zone, date, open)?, resolve(zone, date, close)?)
}

/// The time that a window is open, around `from..to`.
pub(super) fn spans_of_window(
    zone: &TimeZone,
    window: &Window,
    from: Minute,
    to: Minute,
) -> Vec<Span> {
    let dates = each_date(later(local_date(zone, from), -2), later(local_date(zone, to), 1));
    unite(dates.filter_map(|date| of_window(zone, window, date)).collect())
}

/// The openings of a cron pair that start on `date`.
pub(super) fn of_cron(
    zone: &TimeZone,
    up: &CronFields,
    down: &CronFields,
    date: Date,
) -> Vec<Span> {
    if !up.fires_on(date) {
        return Vec::new();
    }
    let today = if down.fires_on(date) { down.times() } else { &[] };
    let next_day = each_date(later(date, 1), later(date, MEMORY)).find(|day| down.fires_on(*day));
    let next_down = next_day.and_then(|day| resolve(zone, day, *down.times().first()?));
    let mut found = Vec::new();
    // The `down` at which the last opening found ends, unless it starts in a gap.
    let mut covered: Option<Option<u16>> = None;
    for start in up.times().iter().copied() {
        let stop = today.iter().copied().find(|stop| *stop >= start);
        // A second `up` before the same `down` adds nothing. In a gap it can: it
        // may resolve to an earlier instant than the first.
        if covered == Some(stop) || stop == Some(start) {
            continue;
        }
        covered = (!in_gap(zone, date, start)).then_some(stop);
        let Some(from) = resolve(zone, date, start) else { continue };
        let to = match stop {
            Some(stop) => resolve(zone, date, stop),
            None => next_down.or(Some(from + Minute::from(MEMORY) * DAY)),
        };
        found.extend(to.and_then(|to| between(from, to)));
    }
    found
}

fn between(from: Minute, to: Minute) -> Option<Span> {
    (from < to).then_some(Span { from, to })
}

impl Schedule {
    /// The openings that belong to `date`.
    pub(super) fn openings_on(&self, date: Date) -> Vec<Opening<'_>> {
        let zone = &self.zone;
        match self.hours_on(date) {
            Hours::Never => Vec::new(),
            Hours::Always => {
                let midnight = |date| resolve(zone, date, 0);
                let day = midnight(date).zip(midnight(later(date, 1)));
                let span = day.and_then(|(from, to)| between(from, to));
                span.map(|span| Opening { span, cause: Cause::Always }).into_iter().collect()
            }
            Hours::Windows(windows) => {
                let open = |window| {
                    Some(Opening {
                        span: of_window(zone, window, date)?,
                        cause: Cause::Window(window),
                    })
                };
                windows.iter().filter_map(open).collect()
            }
            Hours::Cron { up, down } => {
                let open = |span| Opening { span, cause: Cause::Cron(up) };
                of_cron(zone, up, down, date).into_iter().map(open).collect()
            }
        }
    }

    /// The openings that may hold a minute of `from..to`, and perhaps others.
    pub(super) fn openings(&self, from: Minute, to: Minute) -> impl Iterator<Item = Opening<'_>> {
        let first = self.reaches(local_date(&self.zone, from));
        let last = later(local_date(&self.zone, to), 1);
        each_date(first, last).flat_map(|date| self.openings_on(date))
    }

    /// The time that it is on, around `from..to`.
    pub(super) fn spans(&self, from: Minute, to: Minute) -> Vec<Span> {
        unite(self.openings(from, to).map(|opening| opening.span).collect())
    }

    /// The earliest date whose openings may reach `date`.
    fn reaches(&self, date: Date) -> Date {
        // A window ends on the next date at the latest; one more for clock changes.
        let near = later(date, -2);
        let exceptions = self.except.iter().map(|exception| &exception.hours);
        let downs = exceptions.chain([&self.hours]).filter_map(|hours| match hours {
            Hours::Cron { down, .. } => Some(down),
            _ => None,
        });
        // Nothing that a cron pair opened outlives the pair's own `down`.
        let far = later(near, -MEMORY);
        downs
            .map(|down| each_date_back(near, far).find(|day| down.fires_on(*day)).unwrap_or(far))
            .min()
            .unwrap_or(near)
    }

    /// The time in `from..to` in which a cron schedule has nothing to say: no
    /// edge for a year, on a date that neither an exception nor a holiday decides.
    pub(super) fn quiet(&self, from: Minute, to: Minute) -> Vec<Span> {
        let Hours::Cron { up, down } = &self.hours else { return Vec::new() };
        let zone = &self.zone;
        let mut decided = Vec::new();
        let first = later(local_date(zone, from), -MEMORY - 2);
        for date in each_date_back(later(local_date(zone, to), 1), first) {
            let week = matches!(self.rule_on(date), Rule::Week);
            if !week
                && let (Some(from), Some(to)) =
                    (resolve(zone, date, 0), resolve(zone, later(date, 1), 0))
            {
                decided.push(Span { from, to });
            }
            // On other dates `up` does not fire, and `down` is not held back.
            let edges = [(up, week), (down, true)]
                .into_iter()
                .filter(|(fields, fires)| *fires && fields.fires_on(date));
            // The edges between the first and the last of a day are covered by these two.
            let times =
                edges.flat_map(|(fields, _)| [fields.times().first(), fields.times().last()]);
            let edges: Vec<Minute> =
                times.flatten().filter_map(|time| resolve(zone, date, *time)).collect();
            decided.extend(
                edges
                    .iter()
                    .map(|edge| Span { from: *edge, to: edge + Minute::from(MEMORY) * DAY }),
            );
            // Older edges are forgotten before this one.
            if edges.iter().any(|edge| *edge <= from) {
                break;
            }
        }
        outside(Span { from, to }, &unite(decided))
    }

    /// Whether a cron schedule has nothing to say at `minute`.
    pub(super) fn is_quiet(&self, minute: Minute) -> bool {
        holds(&self.quiet(minute, minute + 1), minute)
    }
}
