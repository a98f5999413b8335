//! Scheduled scaling actions that would have fired while their target was off.
//!
//! Suspended actions do not run later. A service that is stopped at 23:00 with
//! the bounds of the night and started at 08:00 would keep them all day, because
//! the action of 07:00 was missed. So a start brings back the bounds that would
//! hold now: the saved ones, changed by each missed action in turn.

use super::why::Note;
use crate::calendar::{CronFields, zone};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// How an action says when it fires.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// Application Auto Scaling: `at(…)`, `rate(…)`, `cron(…)` of six fields.
    Expression(String),
    /// An Auto Scaling group's `Recurrence`: cron of five fields.
    Recurrence(String),
    /// Once, at the action's start time.
    Once,
}

/// A scheduled action.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scheduled {
    pub name: String,
    pub when: When,
    /// UTC where none is given.
    pub zone: Option<String>,
    pub start: Option<Timestamp>,
    pub end: Option<Timestamp>,
    pub min: Option<u32>,
    pub max: Option<u32>,
    pub desired: Option<u32>,
}

/// Bounds and the count between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds3 {
    pub min: u32,
    pub max: u32,
    pub desired: u32,
}

impl Bounds3 {
    /// With nothing above the maximum.
    pub(super) fn within_max(self) -> Bounds3 {
        let Bounds3 { min, max, desired } = self;
        Bounds3 { min: min.min(max), max, desired: desired.clamp(min.min(max), max) }
    }

    /// These bounds after all actions that fire in `from..=until`.
    pub(super) fn after(
        self,
        actions: &[Scheduled],
        from: Timestamp,
        until: Timestamp,
        notes: &mut Vec<Note>,
    ) -> Bounds3 {
        let mut fired: Vec<(Timestamp, &Scheduled)> = Vec::new();
        for action in actions {
            match action.last_fired(from, until) {
                Ok(at) => fired.extend(at.map(|at| (at, action))),
                Err(()) => notes.push(Note::UnreadableAction(action.name.clone())),
            }
        }
        fired.sort_by(|(a, x), (b, y)| (a, &x.name).cmp(&(b, &y.name)));
        let mut bounds = self;
        for (_, action) in &fired {
            bounds.min = action.min.unwrap_or(bounds.min);
            bounds.max = action.max.unwrap_or(bounds.max);
            bounds.desired = action.desired.unwrap_or(bounds.desired);
            let desired = bounds.desired.max(bounds.min).min(bounds.max);
            // An action that scales to zero would lose the number.
            bounds.desired = if desired == 0 { bounds.desired } else { desired };
        }
        if bounds.max == 0 {
            return self;
        }
        notes.extend(fired.last().map(|(_, action)| Note::MissedAction(action.name.clone())));
        bounds
    }
}

impl Scheduled {
    /// When it fires last in `from..=until`; an error where that cannot be told.
    fn last_fired(&self, from: Timestamp, until: Timestamp) -> Result<Option<Timestamp>, ()> {
        let from = self.start.map_or(from, |start| from.max(start - SignedDuration::from_secs(1)));
        let until = self.end.map_or(until, |end| until.min(end));
        if until <= from {
            return Ok(None);
        }
        let zone = zone(self.zone.as_deref().unwrap_or("UTC")).map_err(|_| ())?;
        let within = |at: &Timestamp| *at > from && *at <= until;
        match &self.when {
            When::Once => Ok(self.start.filter(within)),
            When::Recurrence(fields) => {
                let cron = CronFields::parse(fields).map_err(|_| ())?;
                Ok(cron.last_fired(&zone, from, until))
            }
            When::Expression(text) => {
                let (name, inner) = text.trim().split_once('(').ok_or(())?;
                let inner = inner.strip_suffix(')').ok_or(())?.trim();
                match name {
                    "at" => {
                        let civil: DateTime = inner.parse().map_err(|_| ())?;
                        let at = zone.to_ambiguous_timestamp(civil).compatible().map_err(|_| ())?;
                        Ok(Some(at).filter(within))
                    }
                    "rate" => self.last_of_rate(inner, from, until),
                    "cron" => six_fields(inner, &zone, from, until),
                    _ => Err(()),
                }
            }
        }
    }

    /// `rate(12 hours)`, counted from the action's start.
    fn last_of_rate(
        &self,
        text: &str,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Timestamp>, ()> {
        let (count, unit) = text.split_once(' ').ok_or(())?;
        let seconds = match unit.trim().trim_end_matches('s') {
            "minute" => 60,
            "hour" => 3600,
            "day" => 86_400,
            _ => return Err(()),
        };
        let step = count.parse::<i64>().ok().and_then(|n| n.checked_mul(seconds)).ok_or(())?;
        let start = self.start.ok_or(())?;
        if step <= 0 || until < start {
            return Ok(None);
        }
        let since = until.as_second() - start.as_second();
        let at = start + SignedDuration::from_secs(since - since % step);
        Ok(Some(at).filter(|at| *at > from))
    }
}

/// AWS's cron: minute, hour, day of month, month, day of week with Sunday as 1,
/// year. `L`, `W` and `#` cannot be told here.
fn six_fields(
    text: &str,
    zone: &TimeZone,
    from: Timestamp,
    until: Timestamp,
) -> Result<Option<Timestamp>, ()> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let [minute, hour, day, month, weekday, year] = fields.as_slice() else { return Err(()) };
    let any = |field: &str| if field == "?" { "*".to_owned() } else { field.to_owned() };
    let weekday: String = any(weekday).split_inclusive([',', '-']).map(posix_day).collect();
    let posix = format!("{minute} {hour} {} {month} {weekday}", any(day));
    let cron = CronFields::parse(&posix).map_err(|_| ())?;
    // A year further back than the last firing is not looked for: AWS's targets
    // are not off for years.
    let found = cron.last_fired(zone, from, until);
    match (*year, found) {
        ("*", found) => Ok(found),
        (_, None) => Ok(None),
        (years, Some(at)) => {
            let year = at.to_zoned(zone.clone()).year();
            let named = years.split(',').any(|y| y.trim().parse() == Ok(year));
            let plain = years.chars().all(|c| c.is_ascii_digit() || c == ',');
            if plain { Ok(found.filter(|_| named)) } else { Err(()) }
        }
    }
}

/// One less: AWS counts from Sunday as 1, POSIX from Sunday as 0.
fn posix_day(part: &str) -> String {
    let (name, rest) = match part.strip_suffix([',', '-']) {
        Some(name) => (name, part.get(name.len()..).unwrap_or("")),
        None => (part, ""),
    };
    let (name, step) = name.split_once('/').map_or((name, None), |(n, s)| (n, Some(s)));
    let day = match name.parse::<u8>() {
        Ok(number @ 1..=7) => (number - 1).to_string(),
        _ => name.to_owned(),
    };
    match step {
        Some(step) => format!("{day}/{step}{rest}"),
        None => format!("{day}{rest}"),
    }
}
