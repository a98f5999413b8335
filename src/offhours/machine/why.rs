//! Reasons, as data: they go into records and ledgers, and are worded elsewhere.

use super::drift::Drift;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Why nothing is done to a resource.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "code", content = "detail", rename_all = "kebab-case")]
pub enum Why {
    /// A guard says no: production, an account that is not listed, a cap.
    Guarded(String),
    Gone,
    /// An ECS service with one task per host has no count.
    Daemon,
    Deploying(String),
    TasksProtected(u32),
    /// It is in a state in which nothing may be asked of it.
    Busy(String),
    ClusterMember(String),
    Replica(String),
    ReplicaSource(String),
    GlobalMember(String),
    BlueGreen,
    /// Its backup window was moved into on-hours and is out of them again.
    WindowMovedBack(String),
    SqlServerMultiAz,
    ServerlessV1,
    RdsCustom,
    InAutoScalingGroup(String),
    SpotOneTime,
    InstanceStore,
    InstanceRefresh(String),
    HardwareSecurityModule,
    NoAutomatedSnapshots,
    /// A size that Atlas does not pause.
    NeverPauses(String),
    /// Somebody else's rule is where the page should be.
    RuleTaken(String),
    NoListener,
    /// CloudFront has no such distribution.
    NoDistribution,
    /// The page would come from what is off.
    OneOrigin,
    /// A change would come too soon after the last one.
    TooSoon(Timestamp),
    /// It was switched on less than the policy's minimum ago.
    JustStarted(Timestamp),
}

/// What a step has to say to people and to the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "code", content = "detail", rename_all = "kebab-case")]
pub enum Note {
    /// It goes off at this time.
    GoesOff(Timestamp),
    /// It is down.
    WentOff,
    /// The stop is too late: the change was missed for longer than is caught up.
    Expired(Timestamp),
    StartedByHand,
    /// AWS started a stopped database after seven days, Atlas a cluster after 30.
    StartedByProvider,
    /// At zero with nothing saved.
    FoundOff,
    /// The saved number is larger than what is allowed now.
    Clamped {
        saved: u32,
        to: u32,
    },
    /// Bounds come from a scheduled action that was missed while off.
    MissedAction(String),
    /// A scheduled action whose times cannot be worked out.
    UnreadableAction(String),
    /// Another revision was deployed while it was off; it starts with that.
    Deployed {
        from: String,
        to: String,
    },
    /// Somebody or something switched it on again while it was off.
    CameBack(Drift),
    /// Somebody changed what was switched off.
    Drift(String),
    /// It is up again, after this many seconds.
    BackUp(u32),
    /// It is still not healthy after this many seconds.
    SlowStart(u32),
    /// It was deleted while something of it was saved.
    LostResource,
}
