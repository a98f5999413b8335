//! One window of time: days or dates, and hours of the clock.
//!
//! A window is civil: it says what a clock on the wall shows, and gets a zone
//! only where it is used. It belongs to the local date on which it starts, even
//! where it ends on the next one.

use super::dates::{DateRange, dates};
use super::days::Days;
use super::error::{ParseError, words};
use jiff::civil::{Date, Weekday};
use std::fmt;

/// Minutes in a civil day.
pub(super) const DAY: u16 = 24 * 60;

/// Days or dates, and a range of the clock: `Mon-Fri 08:00-20:00`,
/// `2026-12-05 08:00-22:00`. [`Display`](fmt::Display) is its normal form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    starts: Starts,
    /// Minutes from midnight of the date it starts on; below [`DAY`].
    open: u16,
    /// Minutes from the same midnight; at most one day behind `open`.
    close: u16,
}

/// The dates on which a window starts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Starts {
    Week(Days),
    Dates(Date, Date),
}

impl Window {
    /// Reads `(days | date [".." date]) " " hh:mm "-" hh:mm`. An end that is
    /// not behind the start is on the next day, so `Mon 08:00-08:00` is a whole
    /// day; `24:00` ends a day.
    pub fn parse(text: &str) -> Result<Window, ParseError> {
        let end = text.trim_end().len();
        let (starts, (at, times)) = match *words(text).as_slice() {
            [] => {
                return Err(ParseError::new("a window is missing", 0..text.len())
                    .help("write days and hours, such as `Mon-Fri 08:00-20:00`"));
            }
            [(_, times)] if times.contains(':') => {
                return Err(ParseError::new("the days of the window are missing", 0..text.len())
                    .help(format!("write days before the hours: `Mon-Sun {times}`")));
            }
            [(_, days)] => {
                return Err(ParseError::new("the hours of the window are missing", 0..text.len())
                    .help(format!("write hours behind the days: `{days} 08:00-20:00`")));
            }
            [(at, days), times] => (starts(days).map_err(|error| error.shifted(at))?, times),
            [(begin, _), ..] => {
                return Err(ParseError::new("a window is days and hours, two words", begin..end)
                    .help("put no spaces around `-` and `,`, as in `Mon,Wed-Fri 08:00-20:00`"));
            }
        };
        let (open, close) = hours(times).map_err(|error| error.shifted(at))?;
        Ok(Window { starts, open, close })
    }

    /// Reads hours alone, `10:00-15:00`: a window of every day. It is how the
    /// hours of an exception, whose date is said elsewhere, are written.
    pub fn parse_hours(text: &str) -> Result<Window, ParseError> {
        let (open, close) = hours(text)?;
        Ok(Window { starts: Starts::Week(Days::ALL), open, close })
    }

    /// The same, open by so many minutes earlier: not before the day on which it
    /// starts, and for a day at most.
    pub fn led(&self, minutes: u32) -> Window {
        let minutes = u16::try_from(minutes).unwrap_or(DAY);
        let open = self.open.saturating_sub(minutes).max(self.close.saturating_sub(DAY));
        Window { open, ..self.clone() }
    }

    /// Whether it starts on given dates, not on days of the week.
    pub fn is_dated(&self) -> bool {
        matches!(self.starts, Starts::Dates(..))
    }

    /// The first and the last date on which a dated window starts.
    pub(super) fn dates(&self) -> Option<(Date, Date)> {
        match self.starts {
            Starts::Dates(from, to) => Some((from, to)),
            Starts::Week(_) => None,
        }
    }

    /// Whether it starts on `date`.
    pub(super) fn starts_on(&self, date: Date) -> bool {
        match self.starts {
            Starts::Week(days) => days.contains(date.weekday()),
            Starts::Dates(from, to) => (from..=to).contains(&date),
        }
    }

    /// Whether it starts on every such day of the week; a dated window does not.
    pub(super) fn starts_each(&self, day: Weekday) -> bool {
        matches!(self.starts, Starts::Week(days) if days.contains(day))
    }

    /// Minutes from the midnight of the date it starts on; the second may lie
    /// on the next day (up to 2,879).
    pub(super) fn minutes(&self) -> (u16, u16) {
        (self.open, self.close)
    }
}

fn starts(text: &str) -> Result<Starts, ParseError> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return dates(text).map(|(from, to)| Starts::Dates(from, to));
    }
    if let Some(at) = text.find(['–', '—', '~', '〜', '～']) {
        let length = text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        return Err(ParseError::new("days are joined with `-`", at..at + length)
            .help("write a plain hyphen, as in `Mon-Fri`"));
    }
    Days::parse(text).map(Starts::Week)
}

/// Reads `hh:mm-hh:mm` as minutes from the first midnight.
fn hours(text: &str) -> Result<(u16, u16), ParseError> {
    let Some((open, close)) = text.split_once('-') else {
        return Err(ParseError::new(format!("`{text}` is not a range of hours"), 0..text.len())
            .help("write hours as `08:00-20:00`"));
    };
    let behind = open.len() + 1;
    let open_at = clock(open)?;
    let close_at = clock(close).map_err(|error| error.shifted(behind))?;
    if open_at == DAY {
        return Err(ParseError::new("a window cannot start at 24:00", 0..open.len())
            .help("write `00:00` on the next day"));
    }
    Ok((open_at, if close_at <= open_at { close_at + DAY } else { close_at }))
}

/// Reads `hh:mm`, 00:00 to 24:00, as minutes.
fn clock(text: &str) -> Result<u16, ParseError> {
    let whole = 0..text.len();
    let number = |part: &str| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse::<u16>().ok())?
    };
    let read =
        text.split_once(':').and_then(|(hour, minute)| Some((number(hour)?, number(minute)?)));
    let Some((hour, minute)) = read else {
        return Err(ParseError::new(format!("`{text}` is not a time of day"), whole)
            .help("write hours and minutes as `08:00`, from 00:00 to 24:00"));
    };
    if hour > 24 || minute > 59 || hour * 60 + minute > DAY {
        return Err(ParseError::new(format!("there is no time {text}"), whole)
            .help("times run from 00:00 to 23:59, and 24:00 ends a day"));
    }
    let normal = format!("{hour:02}:{minute:02}");
    // `8:5` may be 08:05 or 08:50: a minute of one digit gets no suggestion.
    if text != normal {
        let error = ParseError::new(format!("`{text}` is not written as hh:mm"), whole);
        let clear = text.split_once(':').is_some_and(|(_, minute)| minute.len() == 2);
        return Err(if clear { error.help(format!("write `{normal}`")) } else { error });
    }
    Ok(hour * 60 + minute)
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.starts {
            Starts::Week(days) => write!(f, "{days}")?,
            Starts::Dates(from, to) => write!(f, "{}", DateRange(*from, *to))?,
        }
        let close = if self.close > DAY { self.close - DAY } else { self.close };
        let (open, close) = ((self.open / 60, self.open % 60), (close / 60, close % 60));
        write!(f, " {:02}:{:02}-{:02}:{:02}", open.0, open.1, close.0, close.1)
    }
}
