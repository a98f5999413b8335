//! The five fields of a crontab line, as a matcher of civil minutes.
//!
//! The `cron` crate reads the fields, and is seen in this file only. Its
//! dialect is Quartz's: seconds first, Sunday is 1, no range over the end of the
//! week; and its own walk over time skips a stop in a spring gap and doubles one
//! in an autumn fold. So each field is translated into that dialect, read back
//! as a set of numbers, and time is walked elsewhere, in civil minutes. Days
//! follow POSIX: where day of month and day of week are both restricted (neither
//! begins with `*`), either is enough.

use super::error::{ParseError, nearest, parts, words};
use cron::{Schedule, TimeUnitSpec};
use jiff::civil::{Date, Weekday};
use std::fmt;
use std::str::FromStr;

const NAMES: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const FIELDS: &str = "minute hour day-of-month month day-of-week";

/// A crontab expression of five fields, on civil time:
/// minute, hour, day of month, month, day of week (0 and 7 are Sunday).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CronFields {
    text: String,
    /// Minutes of the day, ascending; never empty.
    times: Vec<u16>,
    /// Bit n is day n of the month.
    days: u32,
    /// Bit n is month n.
    months: u16,
    /// Bit 0 is Sunday.
    weekdays: u8,
    /// Whether day of month or day of week is enough; else both must hold.
    either: bool,
}

impl CronFields {
    /// Reads `30 8 * * Mon-Fri`. Names of days and months have three letters,
    /// in any case; a range of days may run over the end of the week. Seconds,
    /// years, `@daily`, `L`, `W` and `#` are errors.
    pub fn parse(text: &str) -> Result<CronFields, ParseError> {
        let [minute, hour, day, month, weekday] = *words(text).as_slice() else {
            let found = words(text).len();
            let error = format!("a cron expression has 5 fields, not {found}");
            return Err(ParseError::new(error, 0..text.len())
                .help(format!("the fields are {FIELDS}: `0 8 * * 1-5`")));
        };
        for field in [minute, hour, day, month, weekday] {
            shape(field)?;
        }
        let translated = translate_weekdays(weekday)?;
        let read = |(at, field): (usize, &str), line: String, what: &str| {
            Schedule::from_str(&line).map_err(|_| {
                ParseError::new(format!("`{field}` is not a {what} of cron"), at..at + field.len())
            })
        };
        let minutes = read(minute, format!("0 {} * * * *", minute.1), "minute")
            .map_err(|error| error.help("minutes run from 0 to 59"))?;
        let hours = read(hour, format!("0 * {} * * *", hour.1), "hour")
            .map_err(|error| error.help("hours run from 0 to 23"))?;
        let days = read(day, format!("0 * * {} * *", day.1), "day of the month")
            .map_err(|error| error.help("days of the month run from 1 to 31"))?;
        let months = read(month, format!("0 * * * {} *", month.1), "month")
            .map_err(|error| error.help("months run from 1 to 12, or Jan to Dec"))?;
        let weekdays = read(weekday, format!("0 * * * * {translated}"), "day of the week")?;
        let mut times = Vec::new();
        for hour in hours.hours().iter() {
            let of_day = minutes.minutes().iter().map(|minute| hour * 60 + minute);
            times.extend(of_day.filter_map(|time| u16::try_from(time).ok()));
        }
        let bits = |numbers: &mut dyn Iterator<Item = u32>| {
            numbers.fold(0u32, |set, n| set | 1u32 << (n % 32))
        };
        let fields: Vec<&str> = words(text).into_iter().map(|(_, field)| field).collect();
        Ok(CronFields {
            text: fields.join(" "),
            times,
            days: bits(&mut days.days_of_month().iter()),
            months: u16::try_from(bits(&mut months.months().iter())).unwrap_or_default(),
            // The crate's Sunday is 1.
            weekdays: u8::try_from(bits(&mut weekdays.days_of_week().iter()) >> 1)
                .unwrap_or_default(),
            either: !day.1.starts_with('*') && !weekday.1.starts_with('*'),
        })
    }

    /// Whether it fires on `date`.
    pub(super) fn fires_on(&self, date: Date) -> bool {
        let month = self.months & (1 << date.month().unsigned_abs()) != 0;
        let day = self.days & (1 << date.day().unsigned_abs()) != 0;
        let weekday = self.has(date.weekday());
        month && if self.either { day || weekday } else { day && weekday }
    }

    /// The minutes of a day at which it fires, ascending.
    pub(super) fn times(&self) -> &[u16] {
        &self.times
    }

    /// Whether days of the month and months are all allowed, so that every week
    /// is the same.
    pub(super) fn is_weekly(&self) -> bool {
        self.days == !1 && self.months == 0b1_1111_1111_1110
    }

    /// Whether a weekly expression fires on `day`.
    pub(super) fn fires_each(&self, day: Weekday) -> bool {
        // With every day of the month named, `either` is already satisfied.
        self.either || self.has(day)
    }

    fn has(&self, day: Weekday) -> bool {
        self.weekdays & (1 << day.to_sunday_zero_offset().unsigned_abs()) != 0
    }
}

impl fmt::Display for CronFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A point of a field: a number or a name.
fn is_point(text: &str) -> bool {
    let all = |kind: fn(&u8) -> bool| !text.is_empty() && text.bytes().all(|b| kind(&b));
    (all(u8::is_ascii_digit) && text.len() <= 4) || all(u8::is_ascii_alphabetic)
}

/// Refuses what is no list of `*`, points, ranges and steps. The crate must not
/// see it: it would read `**` as two fields and `?` as every day.
fn shape((at, field): (usize, &str)) -> Result<(), ParseError> {
    for (begin, item) in parts(field, |c| c == ',') {
        let (base, step) =
            item.split_once('/').map_or((item, None), |(base, step)| (base, Some(step)));
        let based = base == "*"
            || base
                .split_once('-')
                .map_or(is_point(base), |(from, to)| is_point(from) && is_point(to));
        let stepped = step
            .is_none_or(|step| is_point(step) && step.starts_with(|c: char| c.is_ascii_digit()));
        if !(based && stepped) {
            let range = at + begin..at + begin + item.len();
            return Err(ParseError::new(format!("`{item}` is not part of a cron field"), range)
                .help(
                    "a field is `*`, a number, a range `1-5`, a step `*/15`, or a list of them",
                ));
        }
    }
    Ok(())
}

/// The day-of-week field as a list of names, which mean the same to POSIX and
/// to the crate.
fn translate_weekdays((at, field): (usize, &str)) -> Result<String, ParseError> {
    let mut set = [false; 7];
    for (begin, item) in parts(field, |c| c == ',') {
        let begin = at + begin;
        let (base, step) =
            item.split_once('/').map_or((item, None), |(base, step)| (base, Some(step)));
        let point = |name: &str, offset: usize| weekday(name, begin + offset);
        let (first, last) = match base.split_once('-') {
            _ if base == "*" => (0, 6),
            Some((from, to)) => (point(from, 0)?, point(to, from.len() + 1)?),
            None => match (point(base, 0)?, step) {
                (only, None) => (only, only),
                // A step from one day goes on to the end of the week, as in Vixie's cron.
                (from, Some(_)) => (from % 7, 6),
            },
        };
        let step = match step.map(str::parse::<usize>) {
            None => 1,
            Some(Ok(step)) if (1..=7).contains(&step) => step,
            Some(_) => {
                let range = begin + base.len() + 1..begin + item.len();
                return Err(ParseError::new("a step of days is 1 to 7", range));
            }
        };
        // A range that runs backwards goes over the end of the week.
        let last = if last < first { last + 7 } else { last };
        for day in (first..=last).step_by(step) {
            if let Some(on) = set.get_mut(day % 7) {
                *on = true;
            }
        }
    }
    let names: Vec<&str> =
        NAMES.iter().zip(set).filter(|(_, on)| *on).map(|(name, _)| *name).collect();
    Ok(names.join(","))
}

/// A day of the week, 0 to 7, by number or name.
fn weekday(name: &str, at: usize) -> Result<usize, ParseError> {
    if let Some(number) = NAMES.iter().position(|day| day.eq_ignore_ascii_case(name)) {
        return Ok(number);
    }
    if let Some(number) = name.parse::<usize>().ok().filter(|n| *n <= 7) {
        return Ok(number);
    }
    let error = ParseError::new(format!("`{name}` is not a day of the week"), at..at + name.len());
    Err(match nearest(name, NAMES, 1) {
        Some(near) if !name.starts_with(|c: char| c.is_ascii_digit()) => {
            error.help(format!("did you mean `{near}`?"))
        }
        _ => error.help("days of the week are 0 to 7 (0 and 7 are Sunday), or Sun to Sat"),
    })
}
