//! The words of a decision: what it was made on, what decided, what came out.

use crate::calendar::{Desired, Schedule};
use crate::offhours::eval::Act;
use crate::offhours::target::Target;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is decided on.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    pub targets: &'a [Target],
    /// Schedules that a topology itself gives, by id of the target.
    pub own: &'a BTreeMap<String, Arc<Schedule>>,
    pub overrides: &'a [Override],
    /// How many minutes a start takes, by id, where it is known.
    pub leads: &'a BTreeMap<String, u32>,
    pub now: Timestamp,
}

/// Somebody wants it up until then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The id or name of a target.
    pub resource: String,
    pub until: Timestamp,
    pub by: String,
    pub why: String,
}

/// What decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Freeze,
    Guard,
    Override,
    Tag,
    Policy,
    /// The schedule of its own topology.
    Own,
    Nothing,
}

impl Step {
    pub fn name(self) -> &'static str {
        match self {
            Step::Freeze => "freeze",
            Step::Guard => "guard",
            Step::Override => "override",
            Step::Tag => "tag",
            Step::Policy => "policy",
            Step::Own => "topology",
            Step::Nothing => "nothing",
        }
    }
}

/// Why something that has a schedule is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    Ambiguous,
    Guard,
    BadTag,
    BackupWindow,
    /// Its provider never stops it.
    Cannot,
    Cap,
    TooMany,
}

impl Block {
    pub fn name(self) -> &'static str {
        match self {
            Block::Ambiguous => "ambiguous",
            Block::Guard => "guard",
            Block::BadTag => "bad-tag",
            Block::BackupWindow => "backup-window",
            Block::Cannot => "cannot",
            Block::Cap => "cap",
            Block::TooMany => "too-many",
        }
    }
}

/// The decision on one target.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Its place in the scene.
    pub target: usize,
    pub desired: Desired,
    pub action: Act,
    pub reason: String,
    pub next: Option<(Timestamp, Desired)>,
    pub step: Step,
    /// What each step had to say, in their order.
    pub trail: Vec<(Step, String)>,
    pub blocked: Option<Block>,
    /// What it follows month after month; `None` if nothing that can be priced.
    pub schedule: Option<Arc<Schedule>>,
    /// The place of its policy.
    pub policy: Option<usize>,
    /// Minutes by which its starts come before their edges.
    pub lead: u32,
    /// Starts come in ascending order, stops in descending.
    pub rank: usize,
    /// Where the backup window of a database is moved to before it first goes off.
    pub window: Option<String>,
    /// A snapshot is made before each stop.
    pub snapshot: bool,
    /// What a reader should know beside.
    pub notes: Vec<String>,
}

/// All decisions, in the order of the targets.
#[derive(Debug)]
pub struct Decisions {
    pub at: Timestamp,
    pub verdicts: Vec<Verdict>,
    /// About policies and guards as a whole.
    pub notes: Vec<String>,
}
