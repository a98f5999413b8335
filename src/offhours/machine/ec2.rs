//! An EC2 instance of its own, not of an Auto Scaling group.

use super::call::Call;
use super::observed::{Progress, switch};
use super::why::Why;
use super::wish::Options;

/// An instance as EC2 describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Instance {
    pub status: String,
    /// The group that would replace it when it stops.
    pub group: Option<String>,
    /// A one-time spot request cannot be stopped, only lost.
    pub spot_one_time: bool,
    /// The root is on the host's own disk and would be lost.
    pub instance_store: bool,
    /// It was launched with hibernation.
    pub can_hibernate: bool,
}

impl Instance {
    pub(super) fn refusal(&self) -> Option<Why> {
        match &self.group {
            Some(group) => Some(Why::InAutoScalingGroup(group.clone())),
            None if self.spot_one_time => Some(Why::SpotOneTime),
            None if self.instance_store => Some(Why::InstanceStore),
            None => None,
        }
    }

    pub(super) fn is_down(&self) -> bool {
        matches!(self.status.as_str(), "stopped" | "stopping")
    }

    pub(super) fn down(&self, options: &Options) -> Progress {
        let hibernate = options.hibernate && self.can_hibernate;
        let call = if hibernate { Call::StopHibernated } else { Call::Stop };
        switch(&self.status, "running", "stopped", call)
    }
}
