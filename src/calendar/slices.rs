//! A month cut into slices in which nothing switches.
//!
//! Charges do not add up switch by switch: two tasks that are on at different
//! hours share nothing, two that are on together may share a tier. So the
//! estimate is made once per combination of states, and weighed with its time.
//! Times are exact fractions of hours; nothing is rounded here.

use super::average::{WEEK, week};
use super::opening::spans_of_window;
use super::period::Period;
use super::schedule::Schedule;
use super::span::{DAY, Minute, Span, holds, resolve, unite};
use super::window::Window;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// One thing that switches over time: a schedule, or the window of one `during`
/// entry in a zone. A `during` window knows no holidays.
#[derive(Clone, Copy, Debug)]
pub enum Track<'a> {
    Schedule(&'a Schedule),
    During { window: &'a Window, zone: &'a TimeZone },
}

/// All the time of a month in which the same tracks are on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Minutes, more than 0; hours are these times [`Slices::scale`].
    pub minutes: u64,
    /// `on[i]` belongs to the i-th track.
    pub on: Vec<bool>,
}

/// The slices of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slices {
    /// In the order in which each state first occurs; no two are alike.
    pub slices: Vec<Slice>,
    /// hours = minutes × `scale.0` / `scale.1`: multiply before dividing.
    pub scale: (u64, u64),
    /// What the average month left out, each once. Empty for a real month.
    pub ignored: Vec<Ignored>,
}

/// What the average month left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ignored {
    /// The holidays of a schedule.
    Holidays { schedule: String },
    /// A dated window, or the exception of a schedule.
    Dated { text: String },
    /// A cron schedule that names days of the month or months: counted as
    /// always on.
    Cron { schedule: String },
}

/// Cuts `period` where any of `tracks` switches.
///
/// The average month is one civil week: each track in its own zone's civil time.
/// A real month is the UTC month. A schedule that would leave things as they are
/// ([`Desired::Leave`](super::Desired::Leave)) counts as on. Without tracks there
/// is one slice.
pub fn slices(period: &Period, tracks: &[Track]) -> Slices {
    let mut ignored = Vec::new();
    let Some(first) = period.first_day() else {
        let weeks: Vec<Vec<Span>> = tracks.iter().map(|track| week(track, &mut ignored)).collect();
        let whole = Span { from: 0, to: WEEK };
        return Slices { slices: cut(whole, &weeks), scale: (730, WEEK.unsigned_abs()), ignored };
    };
    // UTC has every midnight of every year that a month can name.
    let from = resolve(&TimeZone::UTC, first, 0).unwrap_or_default();
    let whole = Span { from, to: from + Minute::from(first.days_in_month()) * DAY };
    let spans: Vec<Vec<Span>> = tracks.iter().map(|track| on_spans(track, whole)).collect();
    Slices { slices: cut(whole, &spans), scale: (1, 60), ignored }
}

/// The time around `whole` in which a track is on.
fn on_spans(track: &Track, whole: Span) -> Vec<Span> {
    match track {
        Track::During { window, zone } => spans_of_window(zone, window, whole.from, whole.to),
        Track::Schedule(schedule) => {
            let mut spans = schedule.spans(whole.from, whole.to);
            spans.extend(schedule.quiet(whole.from, whole.to));
            unite(spans)
        }
    }
}

/// Cuts `whole` at every end of a span and merges equal states.
fn cut(whole: Span, tracks: &[Vec<Span>]) -> Vec<Slice> {
    let ends = tracks.iter().flatten().flat_map(|span| [span.from, span.to]);
    let mut edges: Vec<Minute> =
        ends.filter(|edge| (whole.from + 1..whole.to).contains(edge)).collect();
    edges.extend([whole.from, whole.to]);
    edges.sort_unstable();
    edges.dedup();
    let mut slices: Vec<Slice> = Vec::new();
    let mut known: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
    for (from, to) in edges.iter().zip(edges.iter().skip(1)) {
        let on: Vec<bool> = tracks.iter().map(|spans| holds(spans, *from)).collect();
        let minutes = (to - from).unsigned_abs();
        let place = *known.entry(on).or_insert_with_key(|on| {
            slices.push(Slice { minutes: 0, on: on.clone() });
            slices.len() - 1
        });
        if let Some(slice) = slices.get_mut(place) {
            slice.minutes += minutes;
        }
    }
    slices
}
