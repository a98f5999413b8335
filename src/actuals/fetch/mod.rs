//! Cost Explorer asked over the network, and its answers as one bill.
//!
//! A question groups by two keys at most, costs a cent a page, and each grouping
//! is the whole bill again. So it is asked first what there is ([`survey`]); then
//! the usage of each environment is asked by resource and usage type, over sets of
//! services that share no usage type ([`questions`]). What a question says in its
//! filter is known of every row of its answer. What is no usage comes from the
//! survey itself. The sum of the parts is held against the whole.

mod kept;
mod purse;
mod questions;
mod refusal;
mod survey;

#[cfg(test)]
mod tests;

use super::collect::Collector;
use super::cost_explorer::{Answer, Asked, File, Seen};
use super::{Read, Wanted, finish};
use crate::bill::Caveat;
use crate::cloud::Session;
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::{Number, sum};
use crate::source::BillFiles;
use purse::Purse;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// What is asked of Cost Explorer.
#[derive(Clone, Debug)]
pub struct Costs<'a> {
    /// The first month and the month after the last: `2026-07`, `2026-09`.
    pub from: &'a str,
    pub to: &'a str,
    /// By day instead of by month.
    pub daily: bool,
    /// Only rows that carry these tags.
    pub tags: &'a [(String, String)],
    /// The view of a partner's or an organisation's billing.
    pub billing_view: Option<&'a str>,
    /// USD.
    pub limit: Number,
    /// Where answers are kept.
    pub keep: Option<&'a Path>,
    /// Ask again, whatever was kept.
    pub again: bool,
}

/// Told before anything is paid: how many questions are to be asked, how many
/// of them are kept already, and what the others cost at least.
pub type Tell<'a> = &'a dyn Fn(usize, usize, Number);

/// One question with what it says about the rows of its answer.
pub(super) struct Question {
    request: Value,
    asked: Asked,
}

/// Asks for a bill.
pub fn fetch(
    session: &Session,
    costs: &Costs<'_>,
    wanted: &Wanted,
    tell: Tell<'_>,
) -> Result<Read, Diagnostic> {
    let mut asking = Asking { session, costs, purse: Purse::new(costs.limit), tell };
    let survey = survey::survey(&mut asking, wanted)?;
    let mut into = Collector::new(wanted.month.as_deref(), wanted.hourly);
    let whole = Asked { no_usage: true, ..Asked::default() };
    add(&survey.whole, &whole, wanted, &mut into)?;
    let questions = questions::of(costs, wanted, &survey);
    asking.announce(&questions)?;
    for question in &questions {
        let pages = asking.ask(question)?;
        add(&pages, &question.asked, wanted, &mut into)?;
    }
    let mut read = finish(into, &BillFiles::default(), wanted, false)?;
    let apart = apart(&survey.usage, &read)?;
    let mut say = |code, message: String| {
        let message = message.into();
        read.actual.caveats.push(Caveat { code, message, resource: None, at: None });
    };
    for inactive in &survey.inactive {
        say(Code::TagInactive, refusal::inactive(inactive));
    }
    for (month, apart) in apart {
        let message = format!("{month}: the groups sum to {apart} USD more than the whole");
        say(Code::BillPart, message);
    }
    Ok(read)
}

/// Adds the pages of an answer.
fn add(
    pages: &[Answer],
    asked: &Asked,
    wanted: &Wanted,
    into: &mut Collector,
) -> Result<(), Diagnostic> {
    let mut seen = Seen::default();
    let file = File { name: "Cost Explorer", file: 0, files: &[], wanted, asked: Some(asked) };
    pages.iter().try_for_each(|page| file.add(page, &mut seen, into))
}

/// By how much the parts differ from the whole, where it is a cent or more: a
/// month that is open moves between two questions.
fn apart(
    whole: &BTreeMap<String, Number>,
    read: &Read,
) -> Result<Vec<(String, Number)>, Diagnostic> {
    let too_large = || Diagnostic::new(Code::Overflow, "a sum does not fit 28 digits");
    let cent = Number::ONE.over(Number::from(100u64)).unwrap_or(Number::ONE);
    let mut found = Vec::new();
    for (month, whole) in whole {
        let lines = read.actual.lines.iter();
        let mine = lines.filter(|l| *l.line.month == **month && l.line.record.is_usage());
        let parts = sum(mine.map(|l| l.billed)).ok_or_else(too_large)?;
        let apart = parts.minus(*whole).ok_or_else(too_large)?;
        if apart.abs() >= cent && read.actual.months().contains(month.as_str()) {
            found.push((month.clone(), apart.round(2)));
        }
    }
    Ok(found)
}

/// A conversation with Cost Explorer, and what it has cost.
pub(super) struct Asking<'a> {
    session: &'a Session,
    costs: &'a Costs<'a>,
    purse: Purse,
    tell: Tell<'a>,
}

impl Asking<'_> {
    /// Says what questions will cost, and refuses what the limit does not allow.
    fn announce(&self, questions: &[Question]) -> Result<(), Diagnostic> {
        let kept = questions.iter().filter(|q| self.kept(q).is_some()).count();
        let price = self.purse.price(questions.len() - kept);
        (self.tell)(questions.len(), kept, price);
        self.purse.allows(price)
    }

    fn kept(&self, question: &Question) -> Option<Vec<Value>> {
        let folder = self.costs.keep.filter(|_| !self.costs.again)?;
        kept::read(folder, &self.session.account, &question.request)
    }

    /// The pages of an answer: kept ones, or new ones, which are kept.
    fn ask(&mut self, question: &Question) -> Result<Vec<Answer>, Diagnostic> {
        let pages = match self.kept(question) {
            Some(pages) => pages,
            None => {
                let purse = &mut self.purse;
                let answer = crate::cloud::cost_explorer::costs(
                    &self.session.client,
                    &question.request,
                    &mut || purse.pays(),
                );
                let pages = answer.map_err(|why| refusal::of(&why, self))?;
                if let Some(folder) = self.costs.keep {
                    kept::write(folder, &self.session.account, &question.request, &pages);
                }
                pages
            }
        };
        let read: Result<Vec<Answer>, _> = pages.into_iter().map(serde_json::from_value).collect();
        read.map_err(|error| Diagnostic::new(Code::BadJson, format!("Cost Explorer: {error}")))
    }
}
