//! What a check says: findings, and notes about what it could not say.

use crate::check::Level;
use crate::diagnostic::Location;
use crate::quantity::Number;
use jiff::civil::Date;
use std::sync::Arc;

/// Everything that a check found.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// Errors, then warnings, then what is waived.
    pub findings: Vec<Finding>,
    pub notes: Vec<Note>,
}

impl Checked {
    /// Findings of a level that nobody waived.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|f| f.waived.is_none() && f.level == level).count()
    }

    pub fn waived(&self) -> usize {
        self.findings.iter().filter(|f| f.waived.is_some()).count()
    }

    /// Whether the exit status is 0.
    pub fn holds(&self) -> bool {
        self.count(Level::Error) == 0
    }
}

/// A rule that does not hold, at one resource or for one sum.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub rule: Arc<str>,
    pub level: Level,
    pub what: What,
    /// `None` for a sum.
    pub environment: Option<Arc<str>>,
    pub resource: Option<Arc<str>>,
    pub kind: Option<Arc<str>>,
    /// The rule's own words.
    pub message: Option<Arc<str>>,
    /// The resource's place, else the rule's.
    pub at: Location,
    pub waived: Option<Waived>,
}

/// The waiver that covers a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Waived {
    pub reason: Arc<str>,
    pub expires: Date,
}

/// What does not hold. Money is USD a month.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    OverBudget {
        limit: Number,
        expected: Number,
        above: Number,
    },
    /// The expected month is within it and the high one is not.
    HighOverBudget {
        limit: Number,
        expected: Number,
        high: Number,
    },
    Increase {
        before: Number,
        after: Number,
        delta: Number,
        /// The limits that it passes.
        amount: Option<Number>,
        percent: Option<Number>,
    },
    MissingTags(Vec<Arc<str>>),
    /// The condition that holds; `None`: the kind itself.
    Forbidden(Option<Arc<str>>),
    /// What lines that could stop cost.
    NoSchedule {
        stops: Number,
    },
    WaiverExpired {
        rule: Arc<str>,
        reason: Arc<str>,
        expires: Date,
    },
}

impl What {
    /// For programs.
    pub fn name(&self) -> &'static str {
        match self {
            What::OverBudget { .. } => "over-budget",
            What::HighOverBudget { .. } => "high-over-budget",
            What::Increase { .. } => "increase",
            What::MissingTags(_) => "missing-tags",
            What::Forbidden(_) => "forbidden",
            What::NoSchedule { .. } => "no-schedule",
            What::WaiverExpired { .. } => "waiver-expired",
        }
    }
}

/// What a rule could not say, and nobody is blamed for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    pub rule: Arc<str>,
    pub environment: Option<Arc<str>>,
    pub resource: Option<Arc<str>>,
    pub about: NoteAbout,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteAbout {
    /// A value that a condition asks for is not known.
    NotKnown(Arc<str>),
    /// An increase needs a bill before.
    NeedsBase,
    /// No line of the bill is meant by a budget.
    MatchesNothing,
    /// Lines without a price and usages that nobody stated, in no sum.
    Incomplete {
        unpriced: usize,
        unset: usize,
    },
    WaiverUnused,
}

impl NoteAbout {
    /// For programs.
    pub fn name(&self) -> &'static str {
        match self {
            NoteAbout::NotKnown(_) => "not-known",
            NoteAbout::NeedsBase => "needs-base",
            NoteAbout::MatchesNothing => "matches-nothing",
            NoteAbout::Incomplete { .. } => "incomplete",
            NoteAbout::WaiverUnused => "waiver-unused",
        }
    }
}
