//! What is wanted of a resource, and how far a machine may go for it.

use crate::calendar::{Desired, Verdict};
use crate::offhours::policy::{Backup, Mode};
use jiff::{SignedDuration, Timestamp};

/// What a policy wants of one resource at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub desired: Desired,
    /// When it began to want that; `None` if it cannot say.
    pub since: Option<Timestamp>,
    /// When it will want something else, and what.
    pub next: Option<(Timestamp, Desired)>,
    /// A guard says no, and why.
    pub guarded: Option<String>,
}

impl Wish {
    pub fn plain(desired: Desired, since: Option<Timestamp>) -> Wish {
        Wish { desired, since, next: None, guarded: None }
    }
}

/// When `at` last changed its answer before `now`, looking back to `from`. An
/// answer that is older than that is `None`.
pub fn last_change(
    verdict: impl Fn(Timestamp) -> Verdict,
    from: Timestamp,
    now: Timestamp,
) -> Option<Timestamp> {
    let mut last = None;
    let mut at = from;
    while let Some((change, _)) = verdict(at).next {
        if change > now || change <= at {
            break;
        }
        last = Some(change);
        at = change;
    }
    last
}

/// How a policy wants it done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    pub mode: Mode,
    /// A stop that was missed for longer than this is not done.
    pub catch_up: SignedDuration,
    /// How long before a stop people are told.
    pub notice: SignedDuration,
    /// Started by hand in off-hours, it is stopped again after this.
    pub max_on: Option<SignedDuration>,
    /// It is not stopped sooner than this after a start.
    pub min_on: SignedDuration,
    pub backup: Option<Backup>,
    /// A database goes off only after its backup window is this.
    pub window: Option<String>,
    pub hibernate: bool,
    /// Stop although tasks are protected from scaling in.
    pub ignore_task_protection: bool,
    /// How long a start may take before it is reported.
    pub verify_within: SignedDuration,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            mode: Mode::Edge,
            catch_up: SignedDuration::from_mins(90),
            notice: SignedDuration::ZERO,
            max_on: None,
            min_on: SignedDuration::ZERO,
            backup: None,
            window: None,
            hibernate: false,
            ignore_task_protection: false,
            verify_within: SignedDuration::from_mins(30),
        }
    }
}
