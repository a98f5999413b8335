//! Instants of exports as hours since 1970.
//!
//! Millions of rows carry a few hundred instants, so each text is read once.

use jiff::civil::{Date, DateTime};
use std::collections::HashMap;

#[derive(Debug, Default)]
pub(super) struct Instants {
    known: HashMap<Box<str>, Option<i64>>,
}

/// Enough for every hour of a year; a hostile file does not grow it further.
const MOST: usize = 20_000;

impl Instants {
    /// The hour of `2026-07-01T00:00:00Z`, `2026-07-01 00:00:00` or
    /// `2026-07-01`; `None` if it is none of them.
    pub(super) fn hour(&mut self, text: &str) -> Option<i64> {
        if let Some(hour) = self.known.get(text) {
            return *hour;
        }
        let hour = hour_of(text);
        if self.known.len() < MOST {
            self.known.insert(text.into(), hour);
        }
        hour
    }
}

pub(crate) fn hour_of(text: &str) -> Option<i64> {
    let plain = text.trim_end_matches('Z').trim_end_matches("+00:00").trim_end_matches(" UTC");
    let at = match plain.len() {
        10 => plain.parse::<Date>().ok()?.to_datetime(jiff::civil::Time::midnight()),
        _ => plain.replacen(' ', "T", 1).parse::<DateTime>().ok()?,
    };
    let zone = at.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(zone.timestamp().as_second().div_euclid(3600))
}

#[cfg(test)]
mod tests {
    use super::hour_of;

    #[test]
    fn reads_what_exports_write() {
        let hour = hour_of("2026-07-01T05:00:00Z").expect("reads");
        assert_eq!(hour_of("2026-07-01 05:00:00"), Some(hour));
        assert_eq!(hour_of("2026-07-01T05:00:00.000Z"), Some(hour));
        assert_eq!(hour_of("2026-07-01"), Some(hour - 5));
        assert_eq!(hour_of("07/01/2026"), None);
    }
}
