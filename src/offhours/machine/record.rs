//! What is remembered of one resource between two ticks.
//!
//! A record is written under the condition that its generation is still the one
//! that was read. `saved` is set once, before the first change, and cleared only
//! when the resource is verified up; then it moves to `previous`, because a call
//! that was on its way can still arrive after that.

use super::drift::Drift;
use super::front::ErrorResponse;
use super::why::Why;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The version of the written form.
pub const SCHEMA: u32 = 1;

/// Where a resource is on its way down or up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "kebab-case")]
pub enum State {
    #[default]
    On,
    /// People were told that it goes off.
    Noticed,
    /// It should go off and waits for work in progress to end.
    Draining {
        why: Why,
    },
    Stopping,
    Off,
    Starting,
    /// All calls are made; it is up when it says so.
    Verifying,
    /// Found at zero with nothing saved: somebody else's doing, left alone.
    AdoptedOff,
    /// Kept up by an override.
    Held {
        until: Timestamp,
    },
    Blocked {
        why: Why,
    },
    /// The last call failed, for the `tries`th time in a row.
    Failed {
        tries: u32,
        next: Timestamp,
        error: String,
    },
}

impl State {
    pub fn name(&self) -> &'static str {
        match self {
            State::On => "on",
            State::Noticed => "noticed",
            State::Draining { .. } => "draining",
            State::Stopping => "stopping",
            State::Off => "off",
            State::Starting => "starting",
            State::Verifying => "verifying",
            State::AdoptedOff => "adopted-off",
            State::Held { .. } => "held",
            State::Blocked { .. } => "blocked",
            State::Failed { .. } => "failed",
        }
    }
}

/// What Application Auto Scaling has switched off for a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Suspended {
    pub scaling_in: bool,
    pub scaling_out: bool,
    pub scheduled: bool,
}

impl Suspended {
    pub const ALL: Suspended = Suspended { scaling_in: true, scaling_out: true, scheduled: true };

    /// What is switched off, in words.
    pub fn names(self) -> String {
        let all =
            [("in", self.scaling_in), ("out", self.scaling_out), ("scheduled", self.scheduled)];
        let names: Vec<&str> = all.iter().filter(|(_, on)| *on).map(|(name, _)| *name).collect();
        listed(&names)
    }
}

/// Names in words, `none` if there are none.
pub(super) fn listed(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// The bounds of a scalable target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bounds {
    pub min: u32,
    pub max: u32,
    pub suspended: Suspended,
}

/// What is brought back. It never holds a zero: what is at zero is not ours.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case")]
pub enum Saved {
    Service {
        desired: u32,
        bounds: Option<Bounds>,
    },
    Group {
        min: u32,
        max: u32,
        desired: u32,
        suspended: BTreeSet<String>,
    },
    /// A page that visitors do not see, and the place of its rule.
    Page {
        priority: u32,
    },
    /// What a distribution answers to errors without the page.
    ErrorResponses {
        /// Of the page that is shown in their place.
        path: String,
        responses: Vec<ErrorResponse>,
    },
    /// Alarms that act.
    Alarms {
        names: BTreeSet<String>,
    },
    /// Something that is only on or off.
    Running,
}

/// The record of one resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    pub schema: u32,
    /// Goes up by one with each write; 0 was never written.
    pub generation: u64,
    #[serde(default)]
    pub saved: Option<Saved>,
    #[serde(default)]
    pub saved_at: Option<Timestamp>,
    /// What was brought back last.
    #[serde(default)]
    pub previous: Option<Saved>,
    pub state: State,
    /// Since when it is in this state.
    #[serde(default)]
    pub since: Option<Timestamp>,
    /// The change of the schedule that has been dealt with.
    #[serde(default)]
    pub edge: Option<Timestamp>,
    /// When the last call was made, and whether it led down.
    #[serde(default)]
    pub called: Option<Called>,
    /// Somebody asked to keep it up.
    #[serde(default)]
    pub held: Option<Hold>,
    /// Calls that failed in a row.
    #[serde(default)]
    pub tries: u32,
    /// When its provider starts what is stopped by itself.
    #[serde(default)]
    pub returns: Option<Timestamp>,
    /// How long the last starts took, in seconds, newest last.
    #[serde(default)]
    pub starts: Vec<u32>,
    /// When the start that is going on began.
    #[serde(default)]
    pub starting: Option<Timestamp>,
    /// What it ran when it went off, or what was deployed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// A backup window that was moved, once and for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Moved>,
    /// What came back of it by another hand since it went off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drift: Option<Drift>,
    /// Since when it is up, if that was seen.
    #[serde(default)]
    pub up_since: Option<Timestamp>,
}

/// An override: until when, by whom, and why.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hold {
    pub until: Timestamp,
    pub who: String,
    pub why: String,
}

/// A backup window as it was, and as it has been set.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Moved {
    pub from: Option<String>,
    pub to: String,
    /// It was seen where it was moved to.
    pub seen: bool,
}

/// The last call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Called {
    pub at: Timestamp,
    pub down: bool,
}

impl Record {
    /// A resource of which nothing is known yet.
    pub fn fresh() -> Record {
        Record { schema: SCHEMA, ..Record::default() }
    }

    /// How long before the edge a start should begin: the slowest of 20 starts
    /// in twenty, from those that were seen. `None` until there is one.
    pub fn lead_seconds(&self) -> Option<u32> {
        let mut starts = self.starts.clone();
        starts.sort_unstable();
        let at = (starts.len() * 95).div_ceil(100).checked_sub(1)?;
        starts.get(at).copied()
    }
}
