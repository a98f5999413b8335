//! Several periods in one zone.

use super::period::{Period, State};
use crate::calendar::span::{instant, later, local_date, minute_of, resolve};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub zone: TimeZone,
    pub periods: Vec<Period>,
    /// `override_status`: this state at all times.
    pub always: Option<State>,
}

/// How far ahead a change is looked for, in days.
const AHEAD: i32 = 400;

impl Schedule {
    /// The peer's answer by what the clock shows, and the period that decides.
    ///
    /// Periods that end and begin one minute apart run into each other: the peer
    /// looks a minute back and a minute ahead before it says stopped.
    pub fn state_at(&self, local: DateTime) -> (State, Option<&str>) {
        let found = self.plain_at(local);
        if found.0 != State::Stopped || self.periods.len() < 2 || self.always.is_some() {
            return found;
        }
        let before = self.plain_at(local.saturating_sub(1.minute()));
        let behind = self.plain_at(local.saturating_add(1.minute()));
        match (before.0, behind.0) {
            (State::Running, State::Running) => behind,
            _ => found,
        }
    }

    fn plain_at(&self, local: DateTime) -> (State, Option<&str>) {
        if let Some(always) = self.always {
            return (always, Some("override_status"));
        }
        let states = self.periods.iter().map(|p| (p.state_at(local.date(), local.time()), p));
        let mut best: (State, Option<&Period>) = (State::Stopped, None);
        for (state, period) in states {
            // Of several that run, the one that began last.
            let later = best.1.is_none_or(|other| period.begins() > other.begins());
            if state > best.0 || (state == State::Running && best.0 == state && later) {
                best = (state, Some(period));
            }
        }
        (best.0, best.1.filter(|_| best.0 == State::Running).map(|period| period.name.as_str()))
    }

    /// kanjo's answer: the same periods, each edge at one instant.
    pub fn desired(&self, at: Timestamp) -> State {
        let minute = minute_of(at);
        let found = self.plain(minute);
        let apart = found == State::Stopped && self.periods.len() > 1;
        match apart && [-1, 1].iter().all(|by| self.plain(minute + by) == State::Running) {
            true => State::Running,
            false => found,
        }
    }

    fn plain(&self, minute: i64) -> State {
        if let Some(always) = self.always {
            return always;
        }
        let today = local_date(&self.zone, minute);
        let of = |period: &Period| {
            let near =
                (-1..=1).filter_map(|by| period.state_of(&self.zone, later(today, by), minute));
            near.max().unwrap_or(State::Stopped)
        };
        self.periods.iter().map(of).max().unwrap_or(State::Stopped)
    }

    /// The next instant at which `desired` changes, and to what.
    pub fn next(&self, at: Timestamp) -> Option<(Timestamp, State)> {
        if self.always.is_some() {
            return None;
        }
        let now = self.desired(at);
        let (minute, today) = (minute_of(at), local_date(&self.zone, minute_of(at)));
        let mut times: Vec<u16> = self.periods.iter().flat_map(Period::edges).collect();
        // The minute behind an end, where one that begins a minute later joins.
        times.extend(times.clone().iter().map(|time| time + 1));
        times.push(0);
        times.sort_unstable();
        times.dedup();
        (0..AHEAD).find_map(|ahead| {
            let date = later(today, ahead);
            times.iter().find_map(|time| {
                let edge = resolve(&self.zone, date, *time).filter(|edge| *edge > minute)?;
                let state = self.desired(instant(edge));
                (state != now).then(|| (instant(edge), state))
            })
        })
    }

    /// What the clock of the schedule shows.
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.zone.to_datetime(at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::PeriodFields;
    use super::*;
    use crate::calendar::zone;
    use jiff::civil::date;

    fn period(name: &str, begin: &str, end: &str) -> Period {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let fields = PeriodFields {
            name: name.to_owned(),
            begin: text(begin),
            end: text(end),
            ..PeriodFields::default()
        };
        Period::read(&fields).unwrap()
    }

    fn london(periods: Vec<Period>) -> Schedule {
        Schedule { zone: zone("Europe/London").unwrap(), periods, always: None }
    }

    impl Schedule {
        fn at(&self, date: jiff::civil::Date, hour: i8, minute: i8) -> State {
            self.state_at(date.at(hour, minute, 0, 0)).0
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn periods_a_minute_apart_are_one() {
        let schedule = london(vec![period("a", "05:00", "10:00"), period("b", "10:01", "15:00")]);
        let day = date(2026, 1, 14);
        assert_eq!(schedule.at(day, 10, 0), State::Running);
        assert_eq!(schedule.state_at(day.at(10, 0, 0, 0)).1, Some("b"));
        assert_eq!(schedule.at(day, 15, 0), State::Stopped);
        assert_eq!(schedule.desired(at("2026-01-14T10:00:00Z")), State::Running);
        let stop = Some((at("2026-01-14T15:00:00Z"), State::Stopped));
        assert_eq!(schedule.next(at("2026-01-14T06:00:00Z")), stop);
        // One period alone has no neighbour.
        assert_eq!(london(vec![period("a", "05:00", "10:00")]).at(day, 10, 0), State::Stopped);
    }

    #[test]
    fn one_sided_periods() {
        let day = date(2026, 1, 14);
        let start = london(vec![period("s", "10:00", "")]);
        assert_eq!((start.at(day, 9, 59), start.at(day, 10, 0)), (State::Any, State::Running));
        let stop = london(vec![period("e", "", "20:00")]);
        assert_eq!((stop.at(day, 19, 59), stop.at(day, 20, 0)), (State::Any, State::Stopped));
        assert_eq!(
            start.next(at("2026-01-14T12:00:00Z")),
            Some((at("2026-01-15T00:00:00Z"), State::Any))
        );
    }

    #[test]
    fn the_peer_flaps_in_a_fold_and_kanjo_does_not() {
        let schedule = london(vec![period("p", "00:00", "01:30")]);
        let mut peer = Vec::new();
        let mut ours = Vec::new();
        let mut now = at("2026-10-25T00:00:00Z");
        while now < at("2026-10-25T03:00:00Z") {
            peer.push(schedule.state_at(schedule.local(now)).0);
            ours.push(schedule.desired(now));
            now += 5.minutes();
        }
        peer.dedup();
        ours.dedup();
        use State::{Running, Stopped};
        assert_eq!(peer, [Running, Stopped, Running, Stopped]);
        assert_eq!(ours, [Running, Stopped]);
    }
}
