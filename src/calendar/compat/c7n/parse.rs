//! The text of a c7n tag: what its parser takes for what.

use crate::calendar::zone;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// An hour on some days of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Bit 0 is Monday.
    pub(super) days: u8,
    pub hour: u8,
}

impl Moment {
    /// The days, Monday 0.
    pub fn days(&self) -> Vec<u8> {
        (0..7).filter(|day| self.days & (1 << day) != 0).collect()
    }

    pub(super) fn fires(&self, local: DateTime) -> bool {
        let day = local.date().weekday().to_monday_zero_offset();
        self.days & (1 << day) != 0 && i8::try_from(self.hour) == Ok(local.hour())
    }
}

/// A tag that holds a schedule of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    pub off: Option<Vec<Moment>>,
    pub on: Option<Vec<Moment>>,
    /// As written, in lower case.
    pub zone: String,
}

/// The short names of zones that c7n knows.
const ALIASES: [(&str, &str); 31] = [
    ("pdt", "America/Los_Angeles"),
    ("pt", "America/Los_Angeles"),
    ("pst", "America/Los_Angeles"),
    ("ast", "America/Phoenix"),
    ("at", "America/Phoenix"),
    ("est", "America/New_York"),
    ("edt", "America/New_York"),
    ("et", "America/New_York"),
    ("cst", "America/Chicago"),
    ("cdt", "America/Chicago"),
    ("ct", "America/Chicago"),
    ("mst", "America/Denver"),
    ("mdt", "America/Denver"),
    ("mt", "America/Denver"),
    ("gmt", "Etc/GMT"),
    ("gt", "Etc/GMT"),
    ("bst", "Europe/London"),
    ("ist", "Europe/Dublin"),
    ("cet", "Europe/Berlin"),
    ("it", "Asia/Kolkata"),
    ("jst", "Asia/Tokyo"),
    ("kst", "Asia/Seoul"),
    ("sgt", "Asia/Singapore"),
    ("aet", "Australia/Sydney"),
    ("aest", "Australia/Sydney"),
    ("aedt", "Australia/Sydney"),
    ("brt", "America/Sao_Paulo"),
    ("brst", "America/Sao_Paulo"),
    ("nzst", "Pacific/Auckland"),
    ("utc", "Etc/UTC"),
    ("", "Etc/UTC"),
];

/// Escapes for services whose tags allow no brackets and commas.
const ESCAPES: [(&str, &str); 9] = [
    ("u28", "("),
    ("u29", ")"),
    ("u5b", "["),
    ("u5d", "]"),
    ("u2c", ","),
    ("u3b", ";"),
    ("u3d", "="),
    ("u2f", "/"),
    ("u2d", "-"),
];

/// The zone that c7n means by a name, in any case.
pub fn zone_of(name: &str) -> Option<TimeZone> {
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, zone)| *zone);
    zone(alias.unwrap_or(name)).ok()
}

/// A tag's value as c7n compares it: lower case, without the quotes of people
/// who took those of the manual for part of the value, and without escapes.
pub(super) fn normal(value: &str) -> String {
    let lower = value.to_lowercase();
    let mut text = lower.trim_matches('\'').trim_matches('"').to_owned();
    if text.contains('u') {
        for (escape, plain) in ESCAPES {
            text = text.replace(escape, plain);
        }
    }
    text
}

/// `key=value` pieces between spaces and semicolons; what is none is skipped,
/// and of two the last counts.
pub(super) fn pieces(text: &str) -> BTreeMap<&str, &str> {
    let parts = text.split([' ', ';']);
    parts.filter_map(pair).collect()
}

/// `key=value` with exactly one `=`.
fn pair(piece: &str) -> Option<(&str, &str)> {
    piece.split_once('=').filter(|(_, value)| !value.contains('='))
}

pub(super) fn keys_are_known(text: &str) -> bool {
    pieces(text).keys().all(|key| matches!(*key, "on" | "off" | "tz"))
}

/// Reads the schedule of a normalised value; `None` if any part of it is wrong.
pub fn parse(text: &str, default_zone: &str) -> Option<Parsed> {
    if !keys_are_known(text) {
        return None;
    }
    let mut parsed = Parsed { off: None, on: None, zone: String::new() };
    for piece in text.split(';') {
        let (key, value) = pair(piece)?;
        if key == "tz" {
            parsed.zone = value.to_owned();
            continue;
        }
        let moments = moments(value)?;
        match key {
            "off" => parsed.off = Some(moments),
            "on" => parsed.on = Some(moments),
            // Behind a space: c7n keeps it under a name that it never asks for.
            _ => {}
        }
    }
    if parsed.zone.is_empty() {
        parsed.zone = default_zone.to_owned();
    }
    Some(parsed)
}

/// `(m-f,19)`, `[(m-f,21),(u,18)]`, and the same without brackets.
fn moments(text: &str) -> Option<Vec<Moment>> {
    let open: String = text.chars().filter(|c| !matches!(c, '[' | ']')).collect();
    let one = |part: &str| {
        let bare: String = part.chars().filter(|c| !matches!(c, '(' | ')')).collect();
        let (days, hour) = bare.split_once(',').filter(|(_, hour)| !hour.contains(','))?;
        let digits = !hour.is_empty() && hour.bytes().all(|b| b.is_ascii_digit());
        let hour: u8 = digits.then(|| hour.parse().ok())??;
        Some(Moment { days: days_of(days)?, hour: Some(hour).filter(|hour| *hour < 24)? })
    };
    open.split(",(").map(one).collect()
}

pub(super) fn days_of(text: &str) -> Option<u8> {
    let day = |name: &str| ["m", "t", "w", "h", "f", "s", "u"].iter().position(|d| *d == name);
    if let Some(only) = day(text) {
        return Some(1 << only);
    }
    // What is no day is passed over, as c7n does.
    let ends: Vec<usize> = text.split('-').filter_map(day).collect();
    let [first, last] = *ends.as_slice() else { return None };
    let length = (last + 7 - first) % 7;
    Some((0..=length).fold(0, |set, step| set | 1 << ((first + step) % 7)))
}
