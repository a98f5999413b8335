//! Dates that are known. What asks for the present is not here: nobody knows when
//! it will run.

use super::Arguments;
use super::text::said;
use crate::expr::Value;
use crate::quantity::Number;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

type Answer = Result<Value, String>;

/// A moment, and the offset that it is written in.
struct Moment {
    at: Timestamp,
    offset: Offset,
}

impl Moment {
    /// RFC 3339: `2017-11-22T00:00:00+09:00`.
    fn read(text: &str) -> Result<Moment, String> {
        let wrong = || format!("`{text}` is not a time such as 2017-11-22T00:00:00Z");
        let (date, zone) = match text.strip_suffix('Z') {
            Some(date) => (date, "+00:00"),
            None => text.split_at_checked(text.len().saturating_sub(6)).ok_or_else(wrong)?,
        };
        if date.len() < 19 || date.as_bytes().get(10) != Some(&b'T') {
            return Err(wrong());
        }
        let (hours, minutes) =
            zone.get(1..).and_then(|zone| zone.split_once(':')).ok_or_else(wrong)?;
        let number = |part: &str| part.parse::<i32>().ok().filter(|_| part.len() == 2);
        let seconds = number(hours).zip(number(minutes)).map(|(h, m)| (h * 60 + m) * 60);
        let seconds = match (seconds, zone.as_bytes().first()) {
            (Some(seconds), Some(b'+')) => seconds,
            (Some(seconds), Some(b'-')) => -seconds,
            _ => return Err(wrong()),
        };
        let offset = Offset::from_seconds(seconds).map_err(|_| wrong())?;
        let local: DateTime = date.parse().map_err(|_| wrong())?;
        let at = offset.to_timestamp(local).map_err(|_| wrong())?;
        Ok(Moment { at, offset })
    }

    fn zone(&self, colon: &str) -> String {
        let minutes = self.offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("{sign}{:02}{colon}{:02}", minutes.abs() / 60, minutes.abs() % 60)
    }

    fn zone_or(&self, utc: &str, colon: &str) -> String {
        if self.offset.seconds() == 0 { utc.to_owned() } else { self.zone(colon) }
    }
}

/// `1h30m`, `-1.5h`, `300ms`: what Go calls a duration, in nanoseconds.
fn duration(text: &str) -> Result<SignedDuration, String> {
    let wrong = || format!("`{text}` is not a duration such as 1h30m");
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut sum = Number::ZERO;
    let zero = rest == "0";
    while !rest.is_empty() && !zero {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(wrong)?;
        let (digits, tail) = rest.split_at(digits);
        let unit = tail.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit);
        let nanoseconds: u64 = match unit {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return Err(wrong()),
        };
        let number = Number::parse(digits).ok_or_else(wrong)?;
        let part = number.times(Number::from(nanoseconds)).ok_or_else(wrong)?;
        sum = sum.plus(part).ok_or_else(wrong)?;
        rest = tail;
    }
    let whole = sum.floor().to_u64().and_then(|n| i64::try_from(n).ok());
    let whole = whole.filter(|_| !text.is_empty()).ok_or_else(wrong)?;
    Ok(SignedDuration::from_nanos(if negative { -whole } else { whole }))
}

pub fn timeadd(a: &Arguments<'_>) -> Answer {
    let moment = Moment::read(&a.text(0)?)?;
    let later = moment.at.checked_add(duration(&a.text(1)?)?);
    let later = later.map_err(|_| "there is no such time".to_owned())?;
    let local = moment.offset.to_datetime(later);
    said(format!("{}{}", local.strftime("%Y-%m-%dT%H:%M:%S"), moment.zone_or("Z", ":")))
}

pub fn timecmp(a: &Arguments<'_>) -> Answer {
    let (one, other) = (Moment::read(&a.text(0)?)?, Moment::read(&a.text(1)?)?);
    let order = match one.at.cmp(&other.at) {
        std::cmp::Ordering::Less => Number::ONE.negated(),
        std::cmp::Ordering::Equal => Number::ZERO,
        std::cmp::Ordering::Greater => Number::ONE,
    };
    Ok(Value::Number(order))
}

/// A run of one letter is a part of the date, a text in single quotes itself.
pub fn formatdate(a: &Arguments<'_>) -> Answer {
    let (format, moment) = (a.text(0)?, Moment::read(&a.text(1)?)?);
    let local = moment.at.to_zoned(TimeZone::fixed(moment.offset));
    let mut out = String::new();
    let mut rest = &*format;
    while let Some(first) = rest.chars().next() {
        if let Some(inner) = rest.strip_prefix('\'') {
            rest = quoted(inner, &mut out)?;
            continue;
        }
        let run = rest.find(|c| c != first).unwrap_or(rest.len());
        let (part, tail) = rest.split_at(run);
        rest = tail;
        let directive = match part {
            "YYYY" => "%Y",
            "YY" => "%y",
            "MMMM" => "%B",
            "MMM" => "%b",
            "MM" => "%m",
            "M" => "%-m",
            "DD" => "%d",
            "D" => "%-d",
            "EEEE" => "%A",
            "EEE" => "%a",
            "hh" => "%H",
            "h" => "%-H",
            "HH" => "%I",
            "H" => "%-I",
            "AA" => "%p",
            "aa" => "%P",
            "mm" => "%M",
            "m" => "%-M",
            "ss" => "%S",
            "s" => "%-S",
            "ZZZZZ" => &moment.zone(":"),
            "ZZZZ" => &moment.zone(""),
            "ZZZ" => &moment.zone_or("UTC", ""),
            "Z" => &moment.zone_or("Z", ":"),
            _ if first.is_ascii_alphabetic() => {
                return Err(format!("`{part}` is not a part of a date"));
            }
            _ => {
                out.push_str(part);
                continue;
            }
        };
        match directive.starts_with('%') {
            true => out.push_str(&local.strftime(directive).to_string()),
            false => out.push_str(directive),
        }
    }
    said(out)
}

/// The text up to the closing quote, in which two quotes are one. What is behind.
fn quoted<'t>(mut inner: &'t str, out: &mut String) -> Result<&'t str, String> {
    loop {
        let end = inner.find('\'').ok_or("a quote is not closed in the format of a date")?;
        let (text, tail) = inner.split_at(end);
        out.push_str(text);
        match tail.strip_prefix("''") {
            Some(tail) => {
                out.push('\'');
                inner = tail;
            }
            None => return Ok(tail.strip_prefix('\'').unwrap_or(tail)),
        }
    }
}
