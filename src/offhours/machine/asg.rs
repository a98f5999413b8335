//! An Auto Scaling group: three numbers and what is suspended.
//!
//! Off is a minimum and a desired capacity of 0 with the maximum kept. Scheduled
//! actions and alarms would bring it up, so these two processes are suspended
//! first; suspending Launch or Terminate would break the others.

use super::call::Call;
use super::drift::{Change, GROUP};
use super::missed::{Bounds3, Scheduled};
use super::observed::{Progress, Way};
use super::record::{Saved, listed};
use super::why::{Note, Why};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What would bring a group up while it is off.
const WAKING: [&str; 2] = ["AlarmNotification", "ScheduledActions"];

/// A group as Auto Scaling describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Group {
    pub min: u32,
    pub max: u32,
    pub desired: u32,
    /// Instances that there are, in any state.
    pub instances: u32,
    /// Of these, how many are in service.
    pub in_service: u32,
    pub suspended: BTreeSet<String>,
    /// The status of an instance refresh that is going on.
    pub refresh: Option<String>,
    pub scheduled: Vec<Scheduled>,
}

impl Group {
    pub(super) fn busy(&self) -> Option<Why> {
        self.refresh.clone().map(Why::InstanceRefresh)
    }

    pub(super) fn capture(&self) -> Option<Saved> {
        (self.desired > 0).then(|| Saved::Group {
            min: self.min,
            max: self.max,
            desired: self.desired,
            suspended: self.suspended.clone(),
        })
    }

    /// What is not as it was left.
    pub(super) fn drift(&self, saved_max: u32) -> Vec<Change> {
        let mut changes = Vec::from_iter(Change::raised(GROUP, "min_size", self.min));
        changes.extend(Change::raised(GROUP, "desired_capacity", self.desired));
        let awake: Vec<&str> =
            WAKING.into_iter().filter(|name| !self.suspended.contains(*name)).collect();
        if !awake.is_empty() {
            let is = WAKING.into_iter().filter(|name| self.suspended.contains(*name));
            let is = listed(&is.collect::<Vec<_>>());
            changes.push(Change::new(GROUP, "suspended_processes", &WAKING.join(", "), is));
        }
        if !changes.is_empty() && self.max != saved_max {
            let is = self.max.to_string();
            changes.push(Change::new(GROUP, "max_size", &saved_max.to_string(), is));
        }
        changes
    }

    pub(super) fn down(&self) -> Progress {
        let awake = |name: &&&str| !self.suspended.contains(**name);
        let processes: BTreeSet<String> =
            WAKING.iter().filter(awake).map(|name| (*name).to_owned()).collect();
        if !processes.is_empty() {
            Progress::Call(Call::SuspendProcesses { processes })
        } else if self.min > 0 || self.desired > 0 {
            Progress::Call(Call::SetGroup { min: 0, max: None, desired: 0 })
        } else if self.instances > 0 {
            Progress::Wait
        } else {
            Progress::Done
        }
    }

    pub(super) fn up(
        &self,
        (min, saved_max, desired): (u32, u32, u32),
        suspended: &BTreeSet<String>,
        off_since: Timestamp,
        now: Timestamp,
    ) -> Way {
        let mut notes = Vec::new();
        let start = Bounds3 { min, max: self.max, desired };
        let end = if suspended.contains("ScheduledActions") {
            start
        } else {
            start.after(&self.scheduled, off_since, now, &mut notes)
        };
        let want = end.within_max();
        if want.desired < desired && end.max == self.max {
            notes.push(Note::Clamped { saved: desired, to: want.desired });
        }
        if self.max != saved_max && self.max != want.max {
            notes.push(Note::Drift(format!("the maximum is {}", self.max)));
        }
        // What somebody has set meanwhile stays.
        let min = if self.min == 0 { want.min } else { self.min };
        let max = (want.max != self.max).then_some(want.max);
        let mine: BTreeSet<String> = WAKING
            .iter()
            .map(|name| (*name).to_owned())
            .filter(|name| self.suspended.contains(name) && !suspended.contains(name))
            .collect();
        let progress = if self.min < min || self.desired < want.desired || max.is_some() {
            let desired = self.desired.max(want.desired);
            Progress::Call(Call::SetGroup { min, max, desired })
        } else if !mine.is_empty() {
            Progress::Call(Call::ResumeProcesses { processes: mine })
        } else {
            Progress::Done
        };
        Way { progress, notes }
    }

    pub(super) fn is_healthy(&self) -> bool {
        self.desired > 0 && self.in_service >= self.desired
    }
}
