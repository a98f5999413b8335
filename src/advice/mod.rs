//! Advice: every saving is a priced overlay.
//!
//! A rule of the catalogue proposes an overlay; the two bills give the saving,
//! and what is not known gives silence. Advice is ranked after interaction: the
//! best is applied, the rest is asked again on top, so that what is listed sums
//! to the bill that follows from all of it. The room has no clock; the day on
//! which waivers are judged comes in.

mod break_even;
mod facts;
mod judge;
mod overlay;
mod propose;
mod prove;
mod quiet;
mod rank;
mod scenarios;
mod stage;

pub use prove::prove;
pub use rank::advise;
pub use stage::{Stage, stage};

use crate::bill::{Bill, OffHours};
use crate::calendar::Period;
use crate::catalog::{AdviceRule, Catalog, Said};
use crate::diagnostic::{Diagnostics, Location, Sources};
use crate::estimate;
use crate::prices::Book;
use crate::quantity::{Cases, Number};
use crate::topology::{Document, Options, Project};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Environments and resources that a change touches.
pub type Touched = BTreeSet<(Arc<str>, Arc<str>)>;

/// A file and everything that prices it.
#[derive(Debug)]
pub struct Asked<'a> {
    /// Only what is about these; `None`: everything. Where it is given, the
    /// scenarios of the file are not judged.
    pub touched: Option<&'a Touched>,
    pub document: &'a Document,
    pub options: Options,
    pub period: &'a Period,
    pub catalog: &'a mut Catalog,
    pub book: &'a Book,
    pub sources: &'a mut Sources,
}

/// One state of the file: its model and its bill.
#[derive(Debug)]
struct Model {
    project: Project,
    bill: Bill,
}

impl Asked<'_> {
    /// The file with more `--set`s behind its own.
    fn model(&mut self, sets: &[Arc<str>]) -> Result<Model, Diagnostics> {
        let mut options = self.options.clone();
        options.sets.extend(sets.iter().map(ToString::to_string));
        let project = self.document.project(&options, self.catalog, self.book, self.sources)?;
        let pools = self.catalog.pools(self.sources).map_err(|list| {
            let mut errors = Diagnostics::default();
            list.into_iter().for_each(|d| errors.push(d));
            errors
        })?;
        let bill = estimate::estimate(&project, self.period, &pools, self.book)?.bill;
        Ok(Model { project, bill })
    }
}

/// What a piece of advice is about: a resource, an environment, or the bill.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    pub environment: Option<Arc<str>>,
    pub resource: Option<Arc<str>>,
    pub kind: Option<Arc<str>>,
}

impl Subject {
    /// Whether a change touches it. What is about the whole bill, no change does.
    fn is_touched(&self, touched: &Touched) -> bool {
        touched.iter().any(|(environment, resource)| {
            self.environment.as_ref() == Some(environment)
                && self.resource.as_ref().is_none_or(|own| own == resource)
        })
    }
}

/// One saving.
#[derive(Debug)]
pub struct Advice {
    pub rule: Arc<AdviceRule>,
    pub subject: Subject,
    pub at: Option<Location>,
    pub because: Said,
    /// What it saves on the file as it is, and the `--set`s that do it. `None`:
    /// it makes sense only after the others.
    pub alone: Option<Step>,
    /// What it saves on top of the advice above it.
    pub on_top: Step,
    /// What goes on in what it touches, largest first.
    pub keeps: Vec<Kept>,
    pub break_even: Option<BreakEven>,
}

/// `--set`s and the saving that is the difference of the two bills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub sets: Vec<Arc<str>>,
    /// USD in each of the three months.
    pub saving: Cases<Number>,
}

/// What a resource goes on to cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub environment: Arc<str>,
    pub resource: Arc<str>,
    pub cost: Number,
    /// What a schedule does to it; `None` for an amount of the month.
    pub off_hours: Option<OffHours>,
}

/// Where the proposal costs what it saves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakEven {
    pub title: Said,
    pub unit: Arc<str>,
    pub at: Number,
    /// Where the file stands.
    pub stands: Number,
}

/// A rule that has nothing to say about a subject, and why.
#[derive(Debug)]
pub struct Quiet {
    pub rule: Arc<AdviceRule>,
    pub subject: Subject,
    pub why: Why,
    pub break_even: Option<BreakEven>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A usage that nobody stated.
    Unset(Arc<str>),
    /// Whether it is production.
    Stage,
    /// Something else that the file leaves open.
    Open(Arc<str>),
    /// It would cost more, or nothing less, in one of the months.
    NoSaving(Cases<Number>),
    /// After the advice above there is nothing left to save.
    Spent,
    /// A line of the bill that follows has no price.
    NoPrice(Arc<str>),
    /// The file does not allow it.
    Refused(Arc<str>),
    Cannot(Said),
    /// A resource beyond the most that are looked at.
    TooMany,
}

/// Advice that somebody declined, until a day.
#[derive(Debug)]
pub struct Declined {
    pub rule: Arc<AdviceRule>,
    pub subject: Subject,
    /// What it would save on the file as it is.
    pub saving: Cases<Number>,
    pub reason: Arc<str>,
    pub expires: Date,
}

/// A waiver whose day is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expired {
    pub rule: Arc<str>,
    pub reason: Arc<str>,
    pub expires: Date,
}

/// A scenario of the file, judged like advice.
#[derive(Debug)]
pub struct Judgement {
    pub name: Arc<str>,
    pub title: Option<Arc<str>>,
    pub delta: Cases<Number>,
    /// What a rule says against it, with its break-even.
    pub against: Vec<Against>,
}

/// What undoing a part of a scenario would save.
#[derive(Debug)]
pub struct Against {
    pub rule: Arc<AdviceRule>,
    pub subject: Subject,
    pub saving: Cases<Number>,
    pub break_even: Option<BreakEven>,
}

/// Everything that there is to say about a file.
#[derive(Debug)]
pub struct Advised {
    pub before: Cases<Number>,
    /// With all advice applied.
    pub after: Cases<Number>,
    /// Best first; each is counted on top of those above it.
    pub advice: Vec<Advice>,
    pub declined: Vec<Declined>,
    pub expired: Vec<Expired>,
    pub quiet: Vec<Quiet>,
    pub scenarios: Vec<Judgement>,
    /// The bill with all advice applied.
    pub bill: Bill,
}

impl Advised {
    /// The `--set`s of all advice, in order.
    pub fn sets(&self) -> impl Iterator<Item = &Arc<str>> {
        self.advice.iter().flat_map(|advice| &advice.on_top.sets)
    }

    /// What all advice saves. `None` if it does not fit.
    pub fn saving(&self) -> Option<Cases<Number>> {
        self.before.minus(self.after)
    }
}
