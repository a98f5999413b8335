//! What the state should be at an instant, why, and when that changes.
//!
//! The answer depends on the instant alone, not on what was answered before: a
//! tick that is missed, late or doubled cannot leave anything in a wrong state.

use super::opening::Cause;
use super::schedule::{Hours, Rule, Schedule};
use super::span::{DAY, Minute, Span, holds, instant, local_date, minute_of};
use jiff::Timestamp;
use std::fmt;

/// The state that a schedule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Desired {
    On,
    Off,
    /// As it is: a cron schedule that has not fired for a year.
    Leave,
}

impl fmt::Display for Desired {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Desired::On => "on",
            Desired::Off => "off",
            Desired::Leave => "leave",
        })
    }
}

/// The state that a schedule asks for at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub desired: Desired,
    /// Why, for a person.
    pub reason: String,
    /// The next change and the state from then on; `None` if there is none
    /// within 400 days.
    pub next: Option<(Timestamp, Desired)>,
}

/// How far ahead a change is looked for, in days. Most are near, so the long
/// look is rarely taken.
const AHEAD: [i64; 3] = [2, 16, 400];

impl Schedule {
    /// What the state should be at `at`, why, and when that changes next.
    pub fn desired(&self, at: Timestamp) -> Verdict {
        let minute = minute_of(at);
        let desired = self.state(minute);
        Verdict { desired, reason: self.reason(minute, desired), next: self.next(minute, desired) }
    }

    /// Whether it asks for nothing but off in the whole hour that starts at `hour`
    /// hours since 1970: what a bill, which counts in hours, can show.
    pub fn is_off_for(&self, hour: i64) -> bool {
        let from = hour * 60;
        [0, 15, 30, 45, 59].iter().all(|m| self.state(from + m) == Desired::Off)
    }

    /// The state alone.
    pub(super) fn state(&self, minute: Minute) -> Desired {
        if self.openings(minute, minute + 1).any(|opening| opening.span.contains(minute)) {
            Desired::On
        } else if self.is_quiet(minute) {
            Desired::Leave
        } else {
            Desired::Off
        }
    }

    fn next(&self, minute: Minute, now: Desired) -> Option<(Timestamp, Desired)> {
        AHEAD.into_iter().find_map(|days| {
            let end = minute + days * DAY;
            let (on, quiet) = (self.spans(minute, end), self.quiet(minute, end));
            let ends = |span: &Span| [span.from, span.to];
            let mut edges: Vec<Minute> = on.iter().chain(&quiet).flat_map(ends).collect();
            // At `end` itself nothing is known: what is beyond was not looked at.
            edges.retain(|edge| (minute + 1..end).contains(edge));
            edges.sort_unstable();
            edges.into_iter().find_map(|edge| {
                let then = match (holds(&on, edge), holds(&quiet, edge)) {
                    (true, _) => Desired::On,
                    (false, true) => Desired::Leave,
                    (false, false) => Desired::Off,
                };
                (then != now).then(|| (instant(edge), then))
            })
        })
    }

    fn reason(&self, minute: Minute, desired: Desired) -> String {
        let zone = &self.zone_name;
        match desired {
            Desired::Leave => format!("{} have not fired for a year", self.hours),
            Desired::On => {
                let mut openings = self.openings(minute, minute + 1);
                let Some(opening) = openings.find(|opening| opening.span.contains(minute)) else {
                    return String::new();
                };
                let cause = match opening.cause {
                    Cause::Always => "always on".to_owned(),
                    Cause::Window(window) => format!("within {window} {zone}"),
                    Cause::Cron(up) => format!("cron `{up}` {zone} was the last to fire"),
                };
                // An opening belongs to the date on which it starts.
                match self.rule_on(local_date(&self.zone, opening.span.from)) {
                    Rule::Exception(exception) => {
                        format!("exception {}: {cause}", exception.range())
                    }
                    _ => cause,
                }
            }
            Desired::Off => {
                let date = local_date(&self.zone, minute);
                match self.rule_on(date) {
                    Rule::Holiday("") => format!("{date} is a holiday"),
                    Rule::Holiday(name) => format!("{date} is a holiday ({name})"),
                    Rule::Exception(exception) => {
                        format!(
                            "exception {}: {}",
                            exception.range(),
                            outside(&exception.hours, zone)
                        )
                    }
                    Rule::Week => outside(&self.hours, zone),
                }
            }
        }
    }
}

/// Why something with these hours is off.
fn outside(hours: &Hours, zone: &str) -> String {
    match hours {
        Hours::Never => "never on".to_owned(),
        Hours::Cron { down, .. } => format!("cron `{down}` {zone} was the last to fire"),
        hours => format!("outside {hours} {zone}"),
    }
}
