//! Stretches of UTC time in whole minutes, and the one step from civil time.
//!
//! Minutes since 1970 are enough: windows and cron know no seconds, and the
//! offset of every zone since 1972 is whole minutes. Integers make the sums of a
//! month exact.

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

/// Minutes since 1970-01-01T00:00Z.
pub(super) type Minute = i64;

/// Minutes of a day, as long as clocks do not change.
pub(super) const DAY: Minute = 24 * 60;

/// `from` included, `to` excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub from: Minute,
    pub to: Minute,
}

impl Span {
    pub(super) fn contains(self, minute: Minute) -> bool {
        (self.from..self.to).contains(&minute)
    }
}

/// Whether any of the spans holds `minute`.
pub(super) fn holds(spans: &[Span], minute: Minute) -> bool {
    spans.iter().any(|span| span.contains(minute))
}

/// The same time as spans that are in order and neither overlap nor touch.
pub(super) fn unite(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| span.from < span.to);
    spans.sort_unstable();
    let mut united: Vec<Span> = Vec::new();
    for span in spans {
        match united.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => united.push(span),
        }
    }
    united
}

/// What is left of `whole` outside of `spans`, which are united.
pub(super) fn outside(whole: Span, spans: &[Span]) -> Vec<Span> {
    let mut left = Vec::new();
    let mut from = whole.from;
    for span in spans {
        left.push(Span { from, to: span.from.min(whole.to) });
        from = from.max(span.to);
    }
    left.push(Span { from, to: whole.to });
    left.retain(|span| span.from < span.to);
    left
}

/// The minute of an instant, seconds dropped.
pub(super) fn minute_of(at: Timestamp) -> Minute {
    at.as_second().div_euclid(60)
}

/// The instant at which a minute begins, held within what jiff can say.
pub(super) fn instant(minute: Minute) -> Timestamp {
    let limit = if minute < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_second(minute.saturating_mul(60)).unwrap_or(limit)
}

/// The local date at a minute.
pub(super) fn local_date(zone: &TimeZone, minute: Minute) -> Date {
    zone.to_datetime(instant(minute)).date()
}

/// The one UTC minute of `minutes` behind local midnight of `date` (up to two
/// days). A time in a gap shifts forward by the gap; of two in a fold it is the
/// first. `None` at the end of jiff's time.
pub(super) fn resolve(zone: &TimeZone, date: Date, minutes: u16) -> Option<Minute> {
    let instant = zone.to_ambiguous_timestamp(civil(date, minutes)?).compatible().ok()?;
    Some(minute_of(instant))
}

/// Whether a clock on the wall never shows that time.
pub(super) fn in_gap(zone: &TimeZone, date: Date, minutes: u16) -> bool {
    civil(date, minutes).is_some_and(|time| {
        matches!(zone.to_ambiguous_timestamp(time).offset(), AmbiguousOffset::Gap { .. })
    })
}

fn civil(date: Date, minutes: u16) -> Option<DateTime> {
    let hour = i8::try_from(minutes / 60 % 24).ok()?;
    let minute = i8::try_from(minutes % 60).ok()?;
    let date = date.checked_add(i32::from(minutes / 1440).days()).ok()?;
    Some(date.at(hour, minute, 0, 0))
}

/// The date `days` later, or the last one there is.
pub(super) fn later(date: Date, days: i32) -> Date {
    date.saturating_add(days.days())
}

/// Every date from `from` to `to`, both included.
pub(super) fn each_date(from: Date, to: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |date| date.tomorrow().ok())
        .take_while(move |date| *date <= to)
}

/// Every date from `from` back to `to`, both included.
pub(super) fn each_date_back(from: Date, to: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |date| date.yesterday().ok())
        .take_while(move |date| *date >= to)
}
