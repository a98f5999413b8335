//! One period: dates and a range of the clock, of which either end may lack.

use super::recurrence::{Field, Recurrence};
use crate::calendar::error::ParseError;
use crate::calendar::span::{Minute, Span, later, resolve};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// What a period or a schedule asks for; of several the greatest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    Stopped,
    /// As it is.
    Any,
    Running,
}

impl State {
    /// The peer's word.
    pub fn name(self) -> &'static str {
        match self {
            State::Stopped => "stopped",
            State::Any => "any",
            State::Running => "running",
        }
    }
}

/// A period as it is written. A list stands for its items with commas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeriodFields {
    pub name: String,
    pub begin: Option<String>,
    pub end: Option<String>,
    pub weekdays: Option<String>,
    pub monthdays: Option<String>,
    pub months: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    pub name: String,
    /// Minutes from midnight.
    begin: Option<u16>,
    end: Option<u16>,
    weekdays: Recurrence,
    monthdays: Recurrence,
    months: Recurrence,
}

impl Period {
    pub fn read(fields: &PeriodFields) -> Result<Period, ParseError> {
        let dates = |field, text: &Option<String>| match text {
            Some(text) => Recurrence::parse(field, text),
            None => Ok(Recurrence::all(field)),
        };
        let (begin, end) = (clock(&fields.begin)?, clock(&fields.end)?);
        if let (Some(begin), Some(end)) = (begin, end)
            && end < begin
        {
            return Err(ParseError::new("the period ends before it begins", 0..0)
                .help("a period does not cross midnight: write two"));
        }
        Ok(Period {
            name: fields.name.clone(),
            begin,
            end,
            weekdays: dates(Field::Weekdays, &fields.weekdays)?,
            monthdays: dates(Field::Monthdays, &fields.monthdays)?,
            months: dates(Field::Months, &fields.months)?,
        })
    }

    /// When it begins and ends, in minutes from midnight.
    pub fn clock(&self) -> (Option<u16>, Option<u16>) {
        (self.begin, self.end)
    }

    /// Whether its dates hold `date`.
    pub fn counts_on(&self, date: Date) -> bool {
        let fields = [&self.weekdays, &self.monthdays, &self.months];
        fields.iter().all(|field| field.contains(date))
    }

    pub(super) fn begins(&self) -> Option<u16> {
        self.begin
    }

    /// Minutes of a day at which its answer may change.
    pub(super) fn edges(&self) -> impl Iterator<Item = u16> {
        [self.begin, self.end].into_iter().flatten()
    }

    /// The peer's answer, by what the clock shows.
    pub(super) fn state_at(&self, date: Date, time: Time) -> State {
        if !self.counts_on(date) {
            return State::Stopped;
        }
        let at = |minutes: u16| {
            i16::from(time.hour()) * 60 + i16::from(time.minute())
                >= i16::try_from(minutes).unwrap_or(0)
        };
        match (self.begin, self.end) {
            (None, None) => State::Running,
            (None, Some(end)) if at(end) => State::Stopped,
            (Some(begin), None) if at(begin) => State::Running,
            (Some(begin), Some(end)) if at(begin) && !at(end) => State::Running,
            (Some(_), Some(_)) => State::Stopped,
            _ => State::Any,
        }
    }

    /// kanjo's answer for what belongs to `date`: its edges as instants.
    pub(super) fn state_of(&self, zone: &TimeZone, date: Date, minute: Minute) -> Option<State> {
        if !self.counts_on(date) {
            return None;
        }
        let edge = |minutes: u16| resolve(zone, date, minutes);
        let (midnight, next) = (edge(0)?, resolve(zone, later(date, 1), 0)?);
        let within = |from, to| Span { from, to }.contains(minute);
        let found = match (self.begin, self.end) {
            (None, None) => within(midnight, next).then_some(State::Running),
            (None, Some(end)) => within(midnight, edge(end)?).then_some(State::Any),
            (Some(begin), Some(end)) => within(edge(begin)?, edge(end)?).then_some(State::Running),
            (Some(begin), None) => {
                let begin = edge(begin)?;
                match within(begin, next.max(begin)) {
                    true => Some(State::Running),
                    false => within(midnight, begin).then_some(State::Any),
                }
            }
        };
        Some(found.unwrap_or(State::Stopped))
    }
}

/// Reads `9:00` or `09:00`.
fn clock(text: &Option<String>) -> Result<Option<u16>, ParseError> {
    let Some(text) = text else { return Ok(None) };
    let number = |part: &str, most: u16| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse::<u16>().ok())?.filter(|number| *number < most)
    };
    let read = text.trim().split_once(':').filter(|(_, minute)| minute.len() == 2);
    let read = read.and_then(|(hour, minute)| Some(number(hour, 24)? * 60 + number(minute, 60)?));
    read.map(Some).ok_or_else(|| {
        ParseError::new(format!("`{text}` is not a time of day"), 0..text.len())
            .help("write hours and minutes as `08:00`, from 00:00 to 23:59")
    })
}
