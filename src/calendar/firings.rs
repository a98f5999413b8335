//! Single firings of a cron expression, for what fires once and has no other
//! half: a scheduled scaling action.

use super::cron::CronFields;
use super::span::{each_date_back, instant, later, local_date, minute_of, resolve};
use jiff::Timestamp;
use jiff::tz::TimeZone;

impl CronFields {
    /// When it fired last, after `after` and not behind `until`. A time in a
    /// spring gap fires when the gap ends, one in an autumn fold fires once.
    pub fn last_fired(
        &self,
        zone: &TimeZone,
        after: Timestamp,
        until: Timestamp,
    ) -> Option<Timestamp> {
        let first = later(local_date(zone, minute_of(after)), -1);
        let last = later(local_date(zone, minute_of(until)), 1);
        each_date_back(last, first).filter(|date| self.fires_on(*date)).find_map(|date| {
            let on_date = self.times().iter().filter_map(|time| resolve(zone, date, *time));
            on_date.map(instant).filter(|at| *at > after && *at <= until).max()
        })
    }
}
