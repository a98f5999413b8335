//! Tests of the whole room: what it promises across its files.

mod errors;
mod holidays;
mod property;
mod vectors;
mod verdicts;

use super::{
    CronFields, Exception, Holidays, Hours, Period, Schedule, Slices, Track, Window, dates, slices,
    zone,
};
use jiff::Timestamp;

pub(super) fn window(text: &str) -> Window {
    Window::parse(text).unwrap()
}

pub(super) fn windows(texts: &[&str]) -> Hours {
    Hours::Windows(texts.iter().map(|text| window(text)).collect())
}

pub(super) fn cron(up: &str, down: &str) -> Hours {
    Hours::Cron { up: CronFields::parse(up).unwrap(), down: CronFields::parse(down).unwrap() }
}

pub(super) fn schedule(zone_name: &str, hours: Hours) -> Schedule {
    Schedule {
        name: "office".to_owned(),
        hours,
        zone: zone(zone_name).unwrap(),
        zone_name: zone_name.to_owned(),
        holidays: Holidays::none(),
        except: Vec::new(),
    }
}

/// Mon-Fri 08:00-20:00 in Tokyo, closed on Japan's holidays.
pub(super) fn office() -> Schedule {
    Schedule {
        holidays: Holidays::japan(),
        ..schedule("Asia/Tokyo", windows(&["Mon-Fri 08:00-20:00"]))
    }
}

pub(super) fn exception(range: &str, hours: Hours) -> Exception {
    let (from, to) = dates(range).unwrap();
    Exception { from, to, hours }
}

pub(super) fn month(text: &str) -> Period {
    Period::parse(text).unwrap()
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Minutes in which track `i` is on.
pub(super) fn on_minutes(slices: &Slices, i: usize) -> u64 {
    slices.slices.iter().filter(|slice| slice.on[i]).map(|slice| slice.minutes).sum()
}

/// Minutes in which one schedule is on in a month.
pub(super) fn minutes_on(schedule: &Schedule, period: &str) -> u64 {
    on_minutes(&slices(&month(period), &[Track::Schedule(schedule)]), 0)
}
