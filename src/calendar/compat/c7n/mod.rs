//! Cloud Custodian's off-hours tags, read bit for bit as c7n reads them.
//!
//! c7n is an edge trigger by the hour: a filter (`offhour` or `onhour`) matches
//! while the local clock shows the hour of the schedule, and at no other time.
//! So a spring gap loses an edge and an autumn fold fires it twice; that is what
//! the peer does, and what this file answers. Its parser is lenient in places
//! (`x-m-f` is Monday to Friday) and strict in others (one bad part rejects the
//! whole tag); both are kept, because a tag must mean what it meant before.

mod parse;
#[cfg(test)]
mod tests;

pub use parse::{Moment, Parsed, parse, zone_of};

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};
use parse::{keys_are_known, normal, pieces};
use std::collections::BTreeSet;

/// One of c7n's two filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Filter {
    Off,
    On,
}

impl Filter {
    /// The key of a tag, and the verdict's word.
    pub fn name(self) -> &'static str {
        match self {
            Filter::Off => "off",
            Filter::On => "on",
        }
    }
}

/// What the c7n policy says beside the tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub default_zone: String,
    pub off_hour: u8,
    pub on_hour: u8,
    /// The key of the tag, in lower case.
    pub tag: String,
    /// Whether weekends are off by default.
    pub weekends: bool,
    pub weekends_only: bool,
    /// Whether what has no tag follows the defaults.
    pub opt_out: bool,
    /// `2026-12-31`: on these local dates nothing matches.
    pub skip_days: BTreeSet<String>,
    /// The value of a tag that is not there.
    pub fallback: Option<String>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            default_zone: "et".to_owned(),
            off_hour: 19,
            on_hour: 7,
            tag: "maid_offhours".to_owned(),
            weekends: true,
            weekends_only: false,
            opt_out: false,
            skip_days: BTreeSet::new(),
            fallback: None,
        }
    }
}

/// What a tag means, or why it means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// No tag, and no opt-out policy.
    Untagged,
    /// The tag is `off`: never touched.
    OptedOut,
    Invalid(String),
    Follows {
        /// `None`: this filter rejects the tag.
        off: Option<Edges>,
        on: Option<Edges>,
    },
}

/// When one filter matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edges {
    moments: Vec<Moment>,
    zone: TimeZone,
}

impl Settings {
    /// What a tag's value means; `None`: the resource has no such tag.
    pub fn meaning(&self, value: Option<&str>) -> Meaning {
        let value = match value.or(self.fallback.as_deref()) {
            Some(value) => normal(value),
            None if self.opt_out => String::new(),
            None => return Meaning::Untagged,
        };
        if value == "off" {
            return Meaning::OptedOut;
        }
        let parts: Vec<&str> = value.split(';').filter(|part| !part.is_empty()).collect();
        let text = parts.join(";");
        let (off, on) = (self.edges(&text, Filter::Off), self.edges(&text, Filter::On));
        match (off, on) {
            (Err(why), Err(_)) => Meaning::Invalid(why),
            (off, on) => Meaning::Follows { off: off.ok(), on: on.ok() },
        }
    }

    /// When one filter matches, by the tag if it names the filter, else by the
    /// policy's hour.
    fn edges(&self, text: &str, filter: Filter) -> Result<Edges, String> {
        let given = pieces(text);
        let (moments, zone) = if given.contains_key(filter.name()) {
            let parsed = parse(text, &self.default_zone)
                .ok_or_else(|| format!("`{text}` is not a schedule of c7n"))?;
            let moments = match filter {
                Filter::Off => parsed.off,
                Filter::On => parsed.on,
            };
            (moments.unwrap_or_default(), parsed.zone)
        } else if keys_are_known(text) {
            let zone = given.get("tz").copied().unwrap_or(&self.default_zone);
            (vec![self.default_moment(filter)], zone.to_owned())
        } else {
            return Err(format!("`{text}` has a key that is not on, off or tz"));
        };
        match zone_of(&zone) {
            Some(zone) => Ok(Edges { moments, zone }),
            None => Err(format!("there is no time zone `{zone}`")),
        }
    }

    fn default_moment(&self, filter: Filter) -> Moment {
        let (hour, only) = match filter {
            Filter::Off => (self.off_hour, 1 << 4),
            Filter::On => (self.on_hour, 1),
        };
        let days = match (self.weekends_only, self.weekends) {
            (true, _) => only,
            (false, true) => 0b1_1111,
            (false, false) => 0b111_1111,
        };
        Moment { days, hour }
    }

    /// Whether a filter matches at what its clock shows.
    pub fn fires(&self, edges: &Edges, local: DateTime) -> bool {
        let fires = edges.moments.iter().any(|moment| moment.fires(local));
        fires && !self.skips(local.date())
    }

    fn skips(&self, date: Date) -> bool {
        !self.skip_days.is_empty() && self.skip_days.contains(&date.to_string())
    }
}

impl Edges {
    /// What the clock of the schedule shows.
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.zone.to_datetime(at)
    }

    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The next hour at which the filter begins to match, within eight days. An
    /// hour that the clock leaves out never matches.
    pub fn next(&self, at: Timestamp, settings: &Settings) -> Option<Timestamp> {
        let today = self.local(at).date();
        let mut best: Option<Timestamp> = None;
        for ahead in 0..=8 {
            let Ok(date) = today.checked_add(i64::from(ahead).days()) else { break };
            for moment in &self.moments {
                let local = date.at(i8::try_from(moment.hour).unwrap_or(0), 0, 0, 0);
                if !moment.fires(local) || settings.skips(date) {
                    continue;
                }
                let found = self.zone.to_ambiguous_timestamp(local);
                if matches!(found.offset(), AmbiguousOffset::Gap { .. }) {
                    continue;
                }
                let instant = found.compatible().ok().filter(|instant| *instant > at);
                best = [best, instant].into_iter().flatten().min();
            }
            if best.is_some() {
                return best;
            }
        }
        best
    }
}
