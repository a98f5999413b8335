//! The week that the average month repeats.
//!
//! The average month has no dates, so it knows neither holidays nor dated
//! windows nor exceptions, and no clock changes: a week is 10,080 civil minutes
//! from Monday 00:00. What was left out is reported, never dropped in silence.

use super::cron::CronFields;
use super::schedule::{Hours, Schedule};
use super::slices::{Ignored, Track};
use super::span::{DAY, Minute, Span, unite};
use super::window::Window;
use jiff::civil::Weekday;

/// Minutes of a week.
pub(super) const WEEK: Minute = 7 * DAY;

/// The minutes of the week in which `track` is on. Adds what does not fit a
/// week to `ignored`.
pub(super) fn week(track: &Track, ignored: &mut Vec<Ignored>) -> Vec<Span> {
    let mut found = Vec::new();
    match track {
        Track::During { window, .. } => add_window(window, &mut found, ignored),
        Track::Schedule(schedule) => of_schedule(schedule, &mut found, ignored),
    }
    // What runs over Sunday midnight is at the beginning of the same week.
    let over: Vec<Span> = found
        .iter()
        .filter(|span| span.to > WEEK)
        .map(|span| Span { from: (span.from - WEEK).max(0), to: span.to - WEEK })
        .collect();
    found.extend(over);
    let clipped = found.into_iter().map(|span| Span { from: span.from, to: span.to.min(WEEK) });
    unite(clipped.collect())
}

/// The minutes of the civil week, counted from Monday 00:00, in which a schedule
/// is on: each stretch with its end. Holidays and exceptions are not in a week.
pub fn on_in_week(schedule: &Schedule) -> Vec<(u64, u64)> {
    let spans = week(&Track::Schedule(schedule), &mut Vec::new());
    spans.iter().map(|span| (span.from.unsigned_abs(), span.to.unsigned_abs())).collect()
}

/// The minutes of the civil week at which a cron fires; `None` where its weeks
/// differ.
pub fn firings(fields: &CronFields) -> Option<Vec<u64>> {
    fields.is_weekly().then(|| edges(fields).iter().map(|edge| edge.unsigned_abs()).collect())
}

fn of_schedule(schedule: &Schedule, found: &mut Vec<Span>, ignored: &mut Vec<Ignored>) {
    let name = &schedule.name;
    let whole = Span { from: 0, to: WEEK };
    match &schedule.hours {
        Hours::Never => {}
        Hours::Always => found.push(whole),
        Hours::Windows(windows) => {
            windows.iter().for_each(|window| add_window(window, found, ignored))
        }
        Hours::Cron { up, down } if up.is_weekly() && down.is_weekly() => add_cron(up, down, found),
        Hours::Cron { .. } => {
            found.push(whole);
            note(ignored, Ignored::Cron { schedule: name.clone() });
        }
    }
    // A holiday takes nothing from a schedule that is never on.
    if !schedule.holidays.is_empty() && schedule.hours != Hours::Never {
        note(ignored, Ignored::Holidays { schedule: name.clone() });
    }
    for exception in &schedule.except {
        note(ignored, Ignored::Dated { text: format!("{name}: except {}", exception.range()) });
    }
}

fn add_window(window: &Window, found: &mut Vec<Span>, ignored: &mut Vec<Ignored>) {
    if window.is_dated() {
        return note(ignored, Ignored::Dated { text: window.to_string() });
    }
    let (open, close) = window.minutes();
    for (midnight, day) in days() {
        if window.starts_each(day) {
            found.push(Span {
                from: midnight + Minute::from(open),
                to: midnight + Minute::from(close),
            });
        }
    }
}

/// From each `up` to the next `down`, in a circle.
fn add_cron(up: &CronFields, down: &CronFields, found: &mut Vec<Span>) {
    let downs = edges(down);
    for from in edges(up) {
        let next = downs.partition_point(|edge| *edge < from);
        let wrapped = downs.first().map_or(from + WEEK, |edge| edge + WEEK);
        found.push(Span { from, to: downs.get(next).copied().unwrap_or(wrapped) });
    }
}

/// The minutes of the week at which a weekly cron fires, ascending.
fn edges(fields: &CronFields) -> Vec<Minute> {
    let days = days().filter(|(_, day)| fields.fires_each(*day));
    days.flat_map(|(midnight, _)| {
        fields.times().iter().map(move |time| midnight + Minute::from(*time))
    })
    .collect()
}

/// The midnights of the week, in minutes, from Monday.
fn days() -> impl Iterator<Item = (Minute, Weekday)> {
    (0..).step_by(1440).zip(Weekday::Monday.cycle_forward().take(7))
}

/// Adds what is not yet there: two resources often share a schedule.
fn note(ignored: &mut Vec<Ignored>, what: Ignored) {
    if !ignored.contains(&what) {
        ignored.push(what);
    }
}
