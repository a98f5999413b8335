//! Guard rules and budgets: what a team decided that a system must not become.
//!
//! `policies/*.yaml` is read (`rules`), laid on an estimate (`decide`), and what
//! does not hold is a finding. A finding names one resource, or one sum, and the
//! place where it was written. What is not known is a note and never a finding:
//! a guard that guesses is switched off within a week. The room has no clock;
//! the day on which waivers are judged comes in.

mod conditions;
mod decide;
mod findings;
mod matching;
mod reader;
mod rules;
#[cfg(test)]
mod tests;
mod waivers;

pub use decide::{Side, Subject, decide};
pub use findings::{Checked, Finding, Note, NoteAbout, Waived, What};
pub use matching::Match;
pub use reader::Reader;
pub use rules::read;

use crate::diagnostic::Location;
use crate::expr::Expr;
use crate::quantity::Number;
use jiff::civil::Date;
use std::sync::Arc;

/// The rule of a finding that is about a waiver.
pub const WAIVER_EXPIRED: &str = "waiver-expired";

/// A file of `policies/`.
#[derive(Clone, Debug)]
pub struct PolicyFile {
    pub name: String,
    pub text: String,
}

/// What a finding means for the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Error,
    Warning,
}

impl Level {
    pub fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
        }
    }
}

/// All policy files together: what of them `kanjo check` reads.
#[derive(Debug, Default)]
pub struct Policies {
    /// Rules and budgets, in the order of the files.
    pub rules: Vec<Rule>,
    pub waivers: Vec<Waiver>,
    /// Waivers of advice, which `kanjo check` knows and leaves alone.
    pub advice_waivers: Vec<Waiver>,
}

/// One thing that must hold. A budget is one as well.
#[derive(Debug)]
pub struct Rule {
    pub name: Arc<str>,
    pub level: Level,
    /// Why, in the team's own words.
    pub message: Option<Arc<str>>,
    /// What it is about.
    pub matching: Match,
    pub demand: Demand,
    pub at: Location,
}

#[derive(Debug)]
pub enum Demand {
    /// USD a month at most.
    Budget(Number),
    MaxIncrease {
        amount: Option<Number>,
        /// In percent of what it was.
        percent: Option<Number>,
    },
    RequireTags(Vec<Arc<str>>),
    /// A kind, or only where a condition over its inputs holds.
    Forbid {
        kinds: Vec<Arc<str>>,
        condition: Option<Condition>,
    },
    RequireSchedule,
}

impl Demand {
    pub fn name(&self) -> &'static str {
        match self {
            Demand::Budget(_) => "budget",
            Demand::MaxIncrease { .. } => "max_increase",
            Demand::RequireTags(_) => "require_tags",
            Demand::Forbid { .. } => "forbid",
            Demand::RequireSchedule => "require_schedule",
        }
    }

    /// Whether it is about a sum and not about one resource.
    pub fn is_of_a_sum(&self) -> bool {
        matches!(self, Demand::Budget(_) | Demand::MaxIncrease { .. })
    }
}

/// A condition as it was written and as it is evaluated.
#[derive(Debug)]
pub struct Condition {
    pub text: Arc<str>,
    pub expr: Expr,
}

/// An exception that somebody stands for until a day.
#[derive(Debug)]
pub struct Waiver {
    pub rule: Arc<str>,
    /// A glob; `None` for a rule about a sum.
    pub resource: Option<Arc<str>>,
    /// A glob.
    pub environment: Option<Arc<str>>,
    pub reason: Arc<str>,
    /// The last day on which it holds.
    pub expires: Date,
    pub at: Location,
}
