//! A schedule: hours in a zone, the days that close it, the dates that differ.

use super::cron::CronFields;
use super::dates::DateRange;
use super::error::ParseError;
use super::holidays::Holidays;
use super::opening;
use super::span::each_date;
use super::window::Window;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use std::fmt;

/// When something is on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Hours {
    /// At all times.
    Always,
    /// At no time.
    Never,
    /// In any of these windows.
    Windows(Vec<Window>),
    /// From each time that `up` fires to the next that `down` fires. Where both
    /// fire in the same minute, `down` wins.
    Cron { up: CronFields, down: CronFields },
}

impl Hours {
    /// Reads `always`, `never`, or one window. The hours of several windows are
    /// `Hours::Windows` of each.
    pub fn parse(text: &str) -> Result<Hours, ParseError> {
        match text {
            "always" => Ok(Hours::Always),
            "never" => Ok(Hours::Never),
            _ => Window::parse(text).map(|window| Hours::Windows(vec![window])),
        }
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Hours::Always => f.write_str("always"),
            Hours::Never => f.write_str("never"),
            Hours::Windows(windows) => {
                let texts: Vec<String> = windows.iter().map(Window::to_string).collect();
                f.write_str(&texts.join("; "))
            }
            Hours::Cron { up, down } => write!(f, "up `{up}`, down `{down}`"),
        }
    }
}

/// Dates, both ends included, whose hours replace the week's and win over
/// holidays.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Exception {
    pub from: Date,
    pub to: Date,
    pub hours: Hours,
}

impl Exception {
    /// Its dates, as [`dates`](super::dates) reads them.
    pub(super) fn range(&self) -> DateRange {
        DateRange(self.from, self.to)
    }
}

/// Hours in a time zone, with holidays and exceptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub name: String,
    pub hours: Hours,
    pub zone: TimeZone,
    /// The IANA name of `zone`.
    pub zone_name: String,
    /// Dates on which nothing starts.
    pub holidays: Holidays,
    /// No two may share a date; see [`Schedule::check`].
    pub except: Vec<Exception>,
}

/// What decides the hours of one date.
pub(super) enum Rule<'a> {
    Exception(&'a Exception),
    /// Nothing starts; the name of the holiday.
    Holiday(&'a str),
    Week,
}

static NEVER: Hours = Hours::Never;

impl Schedule {
    /// The same with each window open by so many minutes earlier. Hours of cron
    /// expressions stay as they are.
    pub fn led(&self, minutes: u32) -> Schedule {
        let hours = match &self.hours {
            Hours::Windows(all) => {
                Hours::Windows(all.iter().map(|window| window.led(minutes)).collect())
            }
            other => other.clone(),
        };
        Schedule { hours, ..self.clone() }
    }

    /// Refuses exceptions that run backwards or share a date, since neither of
    /// two could be said to win. The error has no range: it lies in no one text.
    pub fn check(&self) -> Result<(), ParseError> {
        let mut sorted: Vec<&Exception> = self.except.iter().collect();
        sorted.sort_by_key(|exception| (exception.from, exception.to));
        if let Some(backwards) = sorted.iter().find(|exception| exception.to < exception.from) {
            let error =
                format!("the exception ends on {}, before {}", backwards.to, backwards.from);
            return Err(ParseError::new(error, 0..0));
        }
        for (first, second) in sorted.iter().zip(sorted.iter().skip(1)) {
            if second.from <= first.to {
                let both = format!("{} and {}", first.range(), second.range());
                return Err(ParseError::new(format!("two exceptions share a date: {both}"), 0..0)
                    .help("give every date to one exception"));
            }
        }
        Ok(())
    }

    /// Whether it has hours that never come, which is a slip and not `never`: no
    /// windows, only dated windows that fall on holidays, or a cron pair that
    /// cannot fire (30 February) or that stops in the minute in which it starts.
    /// `always` and `never` are meant as they are written: false.
    pub fn never_opens(&self) -> bool {
        let base = match &self.hours {
            Hours::Always | Hours::Never => return false,
            Hours::Windows(windows) => windows.iter().any(|window| match window.dates() {
                None => true,
                Some((from, to)) => self.opens_between(from, to),
            }),
            // Four years have every date there is; no zone can close a pair for ever.
            Hours::Cron { up, down } => each_date(date(2024, 1, 1), date(2027, 12, 31))
                .any(|day| !opening::of_cron(&TimeZone::UTC, up, down, day).is_empty()),
        };
        !base
            && !self.except.iter().any(|exception| self.opens_between(exception.from, exception.to))
    }

    fn opens_between(&self, from: Date, to: Date) -> bool {
        // As many dates as a person may write: an exception's fields are open to any.
        each_date(from, to).take(101 * 366).any(|date| !self.openings_on(date).is_empty())
    }

    /// What decides the hours of `date`.
    pub(super) fn rule_on(&self, date: Date) -> Rule<'_> {
        let excepted =
            self.except.iter().find(|exception| (exception.from..=exception.to).contains(&date));
        match (excepted, self.holidays.name_of(date)) {
            (Some(exception), _) => Rule::Exception(exception),
            (None, Some(name)) => Rule::Holiday(name),
            (None, None) => Rule::Week,
        }
    }

    /// The hours of `date`.
    pub(super) fn hours_on(&self, date: Date) -> &Hours {
        match self.rule_on(date) {
            Rule::Exception(exception) => &exception.hours,
            Rule::Holiday(_) => &NEVER,
            Rule::Week => &self.hours,
        }
    }
}
