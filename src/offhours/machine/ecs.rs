//! An ECS service: a count, and often a scalable target with bounds.
//!
//! `RegisterScalableTarget` moves the count by itself when it is outside the new
//! bounds. So on the way down the bounds go first, to a minimum of 0 with all
//! three kinds of scaling suspended in the same call, and the count second; on
//! the way up it is the other way round. The target is never deregistered: that
//! would delete its scheduled actions. The maximum is never changed to 0.

use super::call::Call;
use super::drift::{Change, SERVICE, TARGET};
use super::missed::{Bounds3, Scheduled};
use super::observed::{Progress, Way};
use super::record::{Bounds, Saved, Suspended};
use super::why::{Note, Why};
use super::wish::Options;
use jiff::Timestamp;

/// Who rolls out a service's deployments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Controller {
    #[default]
    Ecs,
    CodeDeploy,
    External,
}

/// A service as ECS and Application Auto Scaling describe it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Service {
    pub desired: u32,
    pub running: u32,
    pub pending: u32,
    pub daemon: bool,
    pub controller: Controller,
    /// `rolloutState` of its deployments.
    pub rollouts: Vec<String>,
    /// `status` of its service deployments.
    pub deployments: Vec<String>,
    /// `stabilityStatus` of its task sets.
    pub task_sets: Vec<String>,
    /// `status` of a CodeDeploy deployment that is about it.
    pub code_deploy: Option<String>,
    /// Tasks that are protected from scaling in.
    pub protected: u32,
    /// The task definition that it runs, by family and revision.
    pub revision: Option<String>,
    pub target: Option<Bounds>,
    pub scheduled: Vec<Scheduled>,
}

/// `ListServiceDeployments`: everything but an end. The bake time is within.
pub const ROLLING: [&str; 5] =
    ["PENDING", "IN_PROGRESS", "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"];
/// CodeDeploy's: everything but an end.
pub const ACTIVE: [&str; 5] = ["Created", "Queued", "InProgress", "Baking", "Ready"];

/// Whether bounds are those of something switched off.
fn is_shut(bounds: Bounds) -> bool {
    bounds.min == 0 && bounds.suspended == Suspended::ALL
}

impl Service {
    pub(super) fn refusal(&self) -> Option<Why> {
        self.daemon.then_some(Why::Daemon)
    }

    pub(super) fn busy(&self, options: &Options) -> Option<Why> {
        if let Some(deploying) = self.deploying() {
            return Some(Why::Deploying(deploying));
        }
        let protected = self.protected > 0 && !options.ignore_task_protection;
        protected.then_some(Why::TasksProtected(self.protected))
    }

    /// The deployment that is going on, as its controller defines one.
    pub fn deploying(&self) -> Option<String> {
        match self.controller {
            Controller::Ecs => {
                let rolling = |s: &&String| ROLLING.contains(&s.as_str());
                let rollout = self.rollouts.iter().find(|s| *s == "IN_PROGRESS");
                self.deployments.iter().find(rolling).or(rollout).cloned()
            }
            Controller::CodeDeploy => {
                let active = |s: &&String| ACTIVE.contains(&s.as_str());
                let sets = self.task_sets.len();
                let two = (sets > 1).then(|| format!("{sets} task sets"));
                self.code_deploy.as_ref().filter(active).cloned().or(two)
            }
            Controller::External => self.task_sets.iter().find(|s| *s != "STEADY_STATE").cloned(),
        }
    }

    /// Whether the way down has begun: its bounds are closed.
    pub fn is_begun(&self) -> bool {
        self.target.is_some_and(is_shut)
    }

    pub(super) fn capture(&self) -> Option<Saved> {
        (self.desired > 0).then_some(Saved::Service { desired: self.desired, bounds: self.target })
    }

    /// What is not as it was left.
    pub(super) fn drift(&self, saved: Option<Bounds>) -> Vec<Change> {
        let mut changes = Vec::from_iter(Change::raised(SERVICE, "desired_count", self.desired));
        let Some(target) = self.target.filter(|target| !is_shut(*target)) else { return changes };
        changes.extend(Change::raised(TARGET, "min_capacity", target.min));
        if let Some(was) = saved.filter(|was| was.max != target.max) {
            let (was, is) = (was.max.to_string(), target.max.to_string());
            changes.push(Change::new(TARGET, "max_capacity", &was, is));
        }
        if target.suspended != Suspended::ALL {
            let is = target.suspended.names();
            changes.push(Change::new(TARGET, "suspended_state", &Suspended::ALL.names(), is));
        }
        changes
    }

    pub(super) fn down(&self) -> Progress {
        match self.target {
            Some(target) if !is_shut(target) => {
                let bounds = Bounds { min: 0, max: target.max, suspended: Suspended::ALL };
                Progress::Call(Call::SetBounds { bounds })
            }
            _ if self.desired > 0 => Progress::Call(Call::SetCount { desired: 0 }),
            _ if self.running + self.pending > 0 => Progress::Wait,
            _ => Progress::Done,
        }
    }

    pub(super) fn up(
        &self,
        desired: u32,
        saved: Option<Bounds>,
        off_since: Timestamp,
        now: Timestamp,
    ) -> Way {
        let mut notes = Vec::new();
        let mut want = desired;
        let mut bounds = saved;
        if let (Some(saved), Some(target)) = (saved, self.target) {
            // A maximum that was changed meanwhile is somebody's decision.
            let start = Bounds3 { min: saved.min, max: target.max, desired };
            let end = if saved.suspended.scheduled {
                start
            } else {
                start.after(&self.scheduled, off_since, now, &mut notes)
            };
            let clamped = end.within_max();
            if clamped.desired < desired && end.max == target.max {
                notes.push(Note::Clamped { saved: desired, to: clamped.desired });
            }
            want = clamped.desired;
            bounds = Some(Bounds { min: clamped.min, max: clamped.max, ..saved });
        }
        // A larger number that was set by hand stays.
        let progress = if self.desired < want {
            Progress::Call(Call::SetCount { desired: want })
        } else {
            match (bounds, self.target) {
                (Some(bounds), Some(target)) if target == bounds => Progress::Done,
                (Some(bounds), Some(target)) if is_shut(target) => {
                    Progress::Call(Call::SetBounds { bounds })
                }
                (Some(_), Some(target)) => {
                    notes.push(Note::Drift(format!("bounds are {}-{}", target.min, target.max)));
                    Progress::Done
                }
                (Some(_), None) => {
                    notes.push(Note::Drift("the scalable target is gone".to_owned()));
                    Progress::Done
                }
                (None, _) => Progress::Done,
            }
        };
        Way { progress, notes }
    }

    pub(super) fn is_healthy(&self) -> bool {
        self.desired > 0 && self.running >= self.desired
    }
}
