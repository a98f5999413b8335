//! Backups and maintenance of a database that sleeps.
//!
//! A stopped database is not backed up: AWS does it in a daily window, in UTC,
//! and in Tokyo the default lies between 22:00 and 06:00. Who stops it every
//! night has no backups and does not notice.

use crate::calendar::{Desired, Schedule};
use crate::offhours::target::{State, Target};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// A range of the clock in UTC, of one day of the week or of all.
struct Window {
    day: Option<Weekday>,
    from: (i8, i8),
    minutes: i64,
}

/// Why following `schedule` loses backups or maintenance, if it does.
pub(super) fn check(target: &Target, schedule: &Schedule, now: Timestamp) -> Option<String> {
    let backup = target.detail("backup_window");
    // A model has no windows; a live database always has one.
    if backup.is_none() && target.state != State::Unknown {
        return Some("its backup window is not known".to_owned());
    }
    let kinds = [("backup", backup), ("maintenance", target.detail("maintenance_window"))];
    kinds.into_iter().find_map(|(kind, text)| {
        let text = text?;
        match parse(text) {
            None => Some(format!("its {kind} window `{text}` cannot be read")),
            Some(window) if never_up(&window, schedule, now) => {
                Some(format!("its {kind} window {text} UTC lies in off-hours"))
            }
            Some(_) => None,
        }
    })
}

/// `13:00-13:30`, or `sun:18:00-sun:18:30`.
fn parse(text: &str) -> Option<Window> {
    let (from, to) = text.split_once('-')?;
    let one = |text: &str| -> Option<(Option<Weekday>, i8, i8)> {
        let parts: Vec<&str> = text.trim().split(':').collect();
        let clock = |hour: &str, minute: &str| {
            let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
            ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
        };
        match *parts.as_slice() {
            [hour, minute] => clock(hour, minute).map(|(h, m)| (None, h, m)),
            [day, hour, minute] => {
                let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
                let place = days.iter().position(|d| day.eq_ignore_ascii_case(d))?;
                let day = Weekday::from_monday_zero_offset(i8::try_from(place).ok()?).ok()?;
                clock(hour, minute).map(|(h, m)| (Some(day), h, m))
            }
            _ => None,
        }
    };
    let ((day, hour, minute), (_, to_hour, to_minute)) = (one(from)?, one(to)?);
    let minutes =
        i64::from(to_hour) * 60 + i64::from(to_minute) - (i64::from(hour) * 60 + i64::from(minute));
    Some(Window { day, from: (hour, minute), minutes: minutes.rem_euclid(24 * 60) })
}

/// A backup window in on-hours, for a database whose own is never up in them: as
/// long, in half hours, clear of its maintenance, and near the end of the day,
/// with an hour left for a clock change. `None`: its own is up already. An error: it
/// cannot be read, or none fits.
pub(super) fn moved(
    target: &Target,
    schedule: &Schedule,
    now: Timestamp,
) -> Result<Option<String>, ()> {
    let own = target.detail("backup_window").and_then(parse).ok_or(())?;
    if !never_up(&own, schedule, now) {
        return Ok(None);
    }
    fitting(&own, target, schedule, now).map(Some).ok_or(())
}

fn fitting(own: &Window, target: &Target, schedule: &Schedule, now: Timestamp) -> Option<String> {
    let maintenance = target.detail("maintenance_window").and_then(parse);
    let minutes = own.minutes.max(30);
    let halves = |minute: i64| {
        let minute = minute.rem_euclid(24 * 60);
        Some((i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?))
    };
    let up = |start: i64| halves(start).map_or(0, |from| days_up(from, minutes, schedule, now));
    let days: Vec<usize> = (0..48).map(|half| up(half * 30).min(up(half * 30 + 60))).collect();
    let most = days.iter().copied().max().filter(|days| *days > 0)?;
    let within = |half: usize| days.get(half % 48) == Some(&most);
    // The end of a row of half hours, which may go on over midnight, and back from it.
    let end = (0..48).find(|half| within(*half) && !within(half + 1)).unwrap_or(47);
    let back = (0..48).map(|back| end + 48 - back).take_while(|half| within(*half));
    let mut starts = back.filter_map(|half| i64::try_from(half % 48 * 30).ok());
    let clear =
        |start: &i64| maintenance.as_ref().is_none_or(|other| !overlaps(*start, minutes, other));
    let start = starts.find(clear)?;
    let ((hour, minute), (to, and)) = (halves(start)?, halves(start + minutes)?);
    Some(format!("{hour:02}:{minute:02}-{to:02}:{and:02}"))
}

/// Whether two ranges of the clock touch, whatever the day.
fn overlaps(start: i64, minutes: i64, other: &Window) -> bool {
    let begins = i64::from(other.from.0) * 60 + i64::from(other.from.1);
    (begins - start).rem_euclid(24 * 60) < minutes
        || (start - begins).rem_euclid(24 * 60) < other.minutes
}

/// On how many of the coming seven days a range of the clock is wholly up.
fn days_up(from: (i8, i8), minutes: i64, schedule: &Schedule, now: Timestamp) -> usize {
    let today = TimeZone::UTC.to_datetime(now).date();
    let days = (0..7).filter_map(|ahead: i64| today.checked_add(ahead.days()).ok());
    days.filter(|date| {
        let window = Window { day: Some(date.weekday()), from, minutes };
        !never_up(&window, schedule, now)
    })
    .count()
}

/// Whether no window of the coming week is wholly in on-hours.
fn never_up(window: &Window, schedule: &Schedule, now: Timestamp) -> bool {
    let today = TimeZone::UTC.to_datetime(now).date();
    (0..=7).filter_map(|ahead: i64| today.checked_add(ahead.days()).ok()).all(|date| {
        if window.day.is_some_and(|day| day != date.weekday()) {
            return true;
        }
        let local = date.at(window.from.0, window.from.1, 0, 0);
        let Ok(start) = TimeZone::UTC.to_timestamp(local) else { return true };
        let found = schedule.desired(start);
        let Ok(end) = start.checked_add(window.minutes.minutes()) else { return true };
        let ends_first = found.next.is_some_and(|(at, _)| at < end);
        found.desired != Desired::On || ends_first
    })
}
