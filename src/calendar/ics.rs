//! The part of iCalendar (RFC 5545) that holiday calendars use: events of whole
//! days, once or every year. Anything that would move or repeat a day in another
//! way is refused, not skipped, because a skipped holiday runs up a bill.

use super::dates::date_in_data;
use super::error::{ParseError, parts};
use jiff::civil::Date;
use std::ops::Range;

/// One event of whole days.
pub(super) struct Event {
    pub first: Date,
    /// How many days it lasts, at least 1.
    pub days: u16,
    pub name: String,
    pub yearly: bool,
}

/// An event of which not everything was read yet.
#[derive(Default)]
struct Draft {
    first: Option<Date>,
    behind: Option<(Date, Range<usize>)>,
    name: String,
    yearly: bool,
    cancelled: bool,
}

/// A content line, unfolded, and the bytes of the text it stands in.
struct Line {
    text: String,
    range: Range<usize>,
}

/// The longest event, in days. A longer one is a slip, and would fill memory.
const LONGEST: i32 = 366;

/// The events of a calendar, in its order.
pub(super) fn events(text: &str) -> Result<Vec<Event>, ParseError> {
    let mut events = Vec::new();
    // The components that are open, outermost first.
    let mut open: Vec<String> = Vec::new();
    let mut draft = Draft::default();
    for line in unfold(text) {
        let (property, value) = line.text.split_once(':').unwrap_or((&line.text, ""));
        let (name, parameters) = property.split_once(';').unwrap_or((property, ""));
        let (name, value) = (name.to_ascii_uppercase(), value.trim());
        match name.as_str() {
            "BEGIN" => {
                open.push(value.to_ascii_uppercase());
                if open.last().is_some_and(|component| component == "VEVENT") {
                    draft = Draft::default();
                }
            }
            "END" => {
                let closed = open.pop();
                if !closed.as_ref().is_some_and(|component| component.eq_ignore_ascii_case(value)) {
                    return Err(ParseError::new(
                        format!("`END:{value}` closes nothing"),
                        line.range,
                    ));
                }
                if closed.is_some_and(|component| component == "VEVENT") {
                    events.extend(std::mem::take(&mut draft).finish(&line.range)?);
                }
            }
            // Alarms inside an event have properties of the same names.
            _ if open.last().is_some_and(|component| component == "VEVENT") => {
                draft.read(&name, parameters, value, &line.range)?;
            }
            _ => {}
        }
    }
    match open.pop() {
        Some(component) => {
            Err(ParseError::new(format!("`BEGIN:{component}` has no end"), text.len()..text.len()))
        }
        None => Ok(events),
    }
}

impl Draft {
    fn read(
        &mut self,
        name: &str,
        parameters: &str,
        value: &str,
        range: &Range<usize>,
    ) -> Result<(), ParseError> {
        match name {
            "DTSTART" => self.first = Some(whole_day(parameters, value, range)?),
            "DTEND" => self.behind = Some((whole_day(parameters, value, range)?, range.clone())),
            "SUMMARY" => self.name = unescaped(value),
            "STATUS" => self.cancelled = value.eq_ignore_ascii_case("CANCELLED"),
            "RRULE" if value.eq_ignore_ascii_case("FREQ=YEARLY") => self.yearly = true,
            "RRULE" => {
                return Err(ParseError::new(
                    format!("the rule `{value}` is not supported"),
                    range.clone(),
                )
                .help("only `RRULE:FREQ=YEARLY` is read; list the other dates one by one"));
            }
            "RDATE" | "EXDATE" | "EXRULE" | "RECURRENCE-ID" | "DURATION" => {
                return Err(ParseError::new(format!("`{name}` is not supported"), range.clone())
                    .help("list the dates one by one, each with DTSTART and DTEND"));
            }
            _ => {}
        }
        Ok(())
    }

    /// The event, or `None` if it was cancelled. `end` is where it ends.
    fn finish(self, end: &Range<usize>) -> Result<Option<Event>, ParseError> {
        let Some(first) = self.first else {
            return Err(ParseError::new("an event has no DTSTART", end.clone()));
        };
        let days = match self.behind {
            None => 1,
            Some((behind, range)) => {
                // Civil dates lie at most 20,000 years apart: no overflow in days.
                let days = first.until(behind).map(|span| span.get_days()).unwrap_or_default();
                if !(1..=LONGEST).contains(&days) {
                    let error = format!(
                        "an event from {first} to {behind} is not 1 to {LONGEST} days long"
                    );
                    return Err(
                        ParseError::new(error, range).help("DTEND is the day behind the last")
                    );
                }
                u16::try_from(days).unwrap_or(1)
            }
        };
        let event = Event { first, days, name: self.name, yearly: self.yearly };
        Ok((!self.cancelled).then_some(event))
    }
}

/// Reads `20260101`.
fn whole_day(parameters: &str, value: &str, range: &Range<usize>) -> Result<Date, ParseError> {
    if value.contains('T') || parameters.to_ascii_uppercase().contains("TZID") {
        return Err(ParseError::new("an event with a time of day is not a holiday", range.clone())
            .help("write whole days: `DTSTART;VALUE=DATE:20260101`"));
    }
    let dashed = match (value.get(..4), value.get(4..6), value.get(6..)) {
        (Some(year), Some(month), Some(day)) if value.len() == 8 => format!("{year}-{month}-{day}"),
        _ => String::new(),
    };
    date_in_data(&dashed)
        .ok_or_else(|| ParseError::new(format!("`{value}` is not a date"), range.clone()))
}

/// The content lines: a line that begins with a space goes on from the one before.
fn unfold(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (begin, raw) in parts(text, |c| c == '\n') {
        let raw = raw.strip_suffix('\r').unwrap_or(raw);
        let end = begin + raw.len();
        match (raw.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(line)) => {
                line.text.push_str(rest);
                line.range.end = end;
            }
            _ => lines.push(Line {
                text: raw.trim_start_matches('\u{feff}').to_owned(),
                range: begin..end,
            }),
        }
    }
    lines
}

/// Text as RFC 5545 escapes it, on one line.
fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match (letter, if letter == '\\' { letters.next() } else { None }) {
            ('\\', Some('n' | 'N')) => text.push(' '),
            ('\\', Some(escaped)) => text.push(escaped),
            (letter, _) => text.push(letter),
        }
    }
    text
}
