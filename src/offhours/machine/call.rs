//! The one thing that a step asks to be done.

use super::front::ErrorResponse;
use super::record::Bounds;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A call to the provider. Each says what the result should be, not by how much
/// to change, so that making it twice is making it once.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "kebab-case")]
pub enum Call {
    /// `RegisterScalableTarget`: bounds and suspended flags at once.
    SetBounds {
        bounds: Bounds,
    },
    /// `UpdateService`, the count alone.
    SetCount {
        desired: u32,
    },
    /// `SuspendProcesses` of an Auto Scaling group.
    SuspendProcesses {
        processes: BTreeSet<String>,
    },
    ResumeProcesses {
        processes: BTreeSet<String>,
    },
    /// `UpdateAutoScalingGroup`; `max` is left alone where it is not given.
    SetGroup {
        min: u32,
        max: Option<u32>,
        desired: u32,
    },
    Snapshot,
    /// The backup window of a database, in UTC.
    MoveWindow {
        to: String,
    },
    Stop,
    StopHibernated,
    Start,
    /// The rule that answers in place of what is off.
    ShowPage,
    HidePage,
    /// `UpdateDistribution`, if what it answers to errors is still `from`.
    SetErrorResponses {
        from: Vec<ErrorResponse>,
        to: Vec<ErrorResponse>,
    },
    /// `DisableAlarmActions` of these.
    MuteAlarms {
        names: BTreeSet<String>,
    },
    UnmuteAlarms {
        names: BTreeSet<String>,
    },
}

impl Call {
    /// The name for a ledger.
    pub fn name(&self) -> &'static str {
        match self {
            Call::SetBounds { .. } => "set-bounds",
            Call::SetCount { .. } => "set-count",
            Call::SuspendProcesses { .. } => "suspend-processes",
            Call::ResumeProcesses { .. } => "resume-processes",
            Call::SetGroup { .. } => "set-group",
            Call::Snapshot => "snapshot",
            Call::MoveWindow { .. } => "move-window",
            Call::Stop => "stop",
            Call::StopHibernated => "stop-hibernated",
            Call::Start => "start",
            Call::ShowPage => "show-page",
            Call::HidePage => "hide-page",
            Call::SetErrorResponses { .. } => "set-error-responses",
            Call::MuteAlarms { .. } => "mute-alarms",
            Call::UnmuteAlarms { .. } => "unmute-alarms",
        }
    }
}
