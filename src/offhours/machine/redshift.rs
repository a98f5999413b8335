//! A Redshift cluster: paused, its compute is not billed and its storage is.
//! AWS takes a snapshot first, so it needs automated snapshots.

use super::why::Why;

/// A provisioned cluster as Redshift describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Warehouse {
    pub status: String,
    pub hsm: bool,
    /// Days that automated snapshots are kept; 0 is switched off.
    pub snapshot_days: u32,
}

impl Warehouse {
    pub(super) fn refusal(&self) -> Option<Why> {
        if self.hsm {
            Some(Why::HardwareSecurityModule)
        } else {
            (self.snapshot_days == 0).then_some(Why::NoAutomatedSnapshots)
        }
    }

    pub(super) fn is_down(&self) -> bool {
        matches!(self.status.as_str(), "paused" | "pausing")
    }
}
