//! Hours of a bill in the week of the people whose schedule it is.
//!
//! A bill counts in hours of UTC; an office counts in days of its own zone, and
//! 08:00 in Tokyo is another date in UTC. So every hour (or, of daily data,
//! every day) of a series is a step that knows its place in the local week, its
//! local date, and for how many of its hours the schedule asks for on.

use crate::bill::Grain;
use crate::calendar::Schedule;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// A schedule and its zone; without one everything is always on, in UTC.
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'a> {
    pub schedule: Option<&'a Schedule>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// Hours since 1970.
    pub at: i64,
    /// Hour of the local week, 0 on Monday; of daily data the weekday in UTC.
    pub slot: usize,
    /// Days since 1970 on the local calendar.
    pub day: i64,
    pub on: i64,
    /// 1 or 24.
    pub hours: i64,
}

impl Step {
    pub(super) fn off(&self) -> i64 {
        self.hours - self.on
    }
}

impl Calendar<'_> {
    /// The steps from `from` to `to`, in hours since 1970.
    pub(super) fn steps(&self, grain: Grain, from: i64, to: i64) -> Vec<Step> {
        let hours = if grain == Grain::Hour { 1 } else { 24 };
        let zone = self.schedule.map_or(TimeZone::UTC, |s| s.zone.clone());
        let mut steps = Vec::new();
        let mut at = from;
        while at < to {
            if let Some(local) = local(at, &zone) {
                let on = (at..at + hours).filter(|hour| !self.off(*hour)).count();
                let weekday = usize::from(local.weekday().to_monday_zero_offset().unsigned_abs());
                let hour = usize::from(local.hour().unsigned_abs());
                let slot = if hours == 1 { weekday * 24 + hour } else { utc_weekday(at) };
                let on = i64::try_from(on).unwrap_or(hours);
                steps.push(Step { at, slot, day: day_of(&local), on, hours });
            }
            at += hours;
        }
        steps
    }

    /// In how many of the hours it asks for on.
    pub fn on_hours(&self, from: i64, to: i64) -> u64 {
        let on = (from..to).filter(|hour| !self.off(*hour)).count();
        u64::try_from(on).unwrap_or(0)
    }

    fn off(&self, hour: i64) -> bool {
        self.schedule.is_some_and(|schedule| schedule.is_off_for(hour))
    }

    /// The hour at which a local date starts: `2026-08-01` in Tokyo is 15:00 UTC
    /// of the day before.
    pub fn start_of(&self, date: jiff::civil::Date) -> Option<i64> {
        let zone = self.schedule.map_or(TimeZone::UTC, |s| s.zone.clone());
        let start = date.to_zoned(zone).ok()?;
        Some(start.timestamp().as_second().div_euclid(3600))
    }
}

fn local(hour: i64, zone: &TimeZone) -> Option<Zoned> {
    Some(Timestamp::from_second(hour.checked_mul(3600)?).ok()?.to_zoned(zone.clone()))
}

fn utc_weekday(hour: i64) -> usize {
    // 1970-01-01 was a Thursday.
    usize::try_from((hour.div_euclid(24) + 3).rem_euclid(7)).unwrap_or(0)
}

fn day_of(local: &Zoned) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    local.date().since(epoch).map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Holidays, Hours};

    #[test]
    fn an_office_in_tokyo_by_days_of_utc() {
        let office = Schedule {
            name: "office".to_owned(),
            hours: Hours::parse("Mon-Fri 08:00-20:00").expect("hours"),
            zone: TimeZone::get("Asia/Tokyo").expect("a zone"),
            zone_name: "Asia/Tokyo".to_owned(),
            holidays: Holidays::default(),
            except: Vec::new(),
        };
        let calendar = Calendar { schedule: Some(&office) };
        // Monday 8 June 2026, a week without holidays, in UTC.
        let monday = jiff::civil::date(2026, 6, 8).to_zoned(TimeZone::UTC).expect("a date");
        let from = monday.timestamp().as_second() / 3600;
        let on = |grain| -> Vec<i64> {
            calendar.steps(grain, from, from + 7 * 24).iter().map(|step| step.on).collect()
        };
        assert_eq!(on(Grain::Day), [12, 12, 12, 12, 11, 0, 1]);
        assert_eq!(on(Grain::Hour).iter().sum::<i64>(), 60);
    }
}
