//! A managed node group of EKS: three numbers, as of an Auto Scaling group. Off is
//! a minimum and a desired size of 0; the maximum stays, because EKS takes none
//! below 1.

use super::call::Call;
use super::drift::{Change, NODES};
use super::observed::Progress;
use super::record::Saved;
use std::collections::BTreeSet;

/// A node group as EKS describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct NodeGroup {
    pub status: String,
    pub min: u32,
    pub max: u32,
    pub desired: u32,
}

impl NodeGroup {
    pub(super) fn capture(&self) -> Option<Saved> {
        (self.desired > 0).then(|| Saved::Group {
            min: self.min,
            max: self.max,
            desired: self.desired,
            suspended: BTreeSet::new(),
        })
    }

    /// Everything but `ACTIVE` means that EKS is at work.
    fn is_active(&self) -> bool {
        self.status == "ACTIVE"
    }

    /// What is not as it was left.
    pub(super) fn drift(&self) -> Vec<Change> {
        let min = Change::raised(NODES, "scaling_config[0].min_size", self.min);
        let desired = Change::raised(NODES, "scaling_config[0].desired_size", self.desired);
        min.into_iter().chain(desired).collect()
    }

    pub(super) fn down(&self) -> Progress {
        if !self.is_active() {
            Progress::Wait
        } else if self.min > 0 || self.desired > 0 {
            Progress::Call(Call::SetGroup { min: 0, max: None, desired: 0 })
        } else {
            Progress::Done
        }
    }

    /// To what was saved; what somebody raised meanwhile stays, and a maximum that
    /// somebody lowered is not crossed.
    pub(super) fn up(&self, min: u32, desired: u32) -> Progress {
        let (min, desired) =
            (self.min.max(min).min(self.max), self.desired.max(desired).min(self.max));
        if !self.is_active() {
            Progress::Wait
        } else if self.min < min || self.desired < desired {
            Progress::Call(Call::SetGroup { min, max: None, desired })
        } else {
            Progress::Done
        }
    }

    pub(super) fn is_healthy(&self) -> bool {
        self.is_active() && self.desired > 0
    }
}
