//! What a bill of Cost Explorer is made of, which decides what is asked next.

use super::questions::{base, filter, only};
use super::{Asking, Question};
use crate::actuals::Wanted;
use crate::actuals::cost_explorer::{Answer, Asked, Metric};
use crate::actuals::records::of_cost_explorer;
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::Number;
use std::collections::{BTreeMap, BTreeSet};

/// What there is.
#[derive(Default)]
pub(super) struct Survey {
    /// The bill by service and record type.
    pub whole: Vec<Answer>,
    /// Names of record types that are usage, and those that a commitment pays.
    pub plain: Vec<String>,
    pub covered: Vec<String>,
    /// Usage types by the display name of their service.
    pub services: BTreeMap<String, BTreeSet<String>>,
    /// Values of the environment's tag; empty text: untagged.
    pub environments: BTreeSet<String>,
    /// Tags that no usage carries.
    pub inactive: Vec<String>,
    /// The cost of usage by month.
    pub usage: BTreeMap<String, Number>,
}

/// Asks three questions.
pub(super) fn survey(asking: &mut Asking<'_>, wanted: &Wanted) -> Result<Survey, Diagnostic> {
    let costs = asking.costs;
    let whole = base(costs, &[("DIMENSION", "SERVICE"), ("DIMENSION", "RECORD_TYPE")]);
    let whole = Question { request: filter(whole, costs, Vec::new()), asked: Asked::default() };
    asking.announce(std::slice::from_ref(&whole))?;
    let mut survey = Survey { whole: asking.ask(&whole)?, ..Survey::default() };
    let keys = |pages: &[Answer], place: usize| -> BTreeSet<String> {
        let periods = pages.iter().flat_map(|page| &page.results_by_time);
        let groups = periods.flat_map(|period| &period.groups);
        groups.filter_map(|group| group.keys.get(place).cloned()).collect()
    };
    if keys(&survey.whole, 0).is_empty() {
        return Err(empty(asking));
    }
    let (usage, _): (Vec<String>, Vec<String>) =
        keys(&survey.whole, 1).into_iter().partition(|kind| of_cost_explorer(kind).is_usage());
    let is_covered = |kind: &String| of_cost_explorer(kind) == crate::bill::Record::Covered;
    survey.usage = by_month(&survey.whole, &usage)?;
    (survey.covered, survey.plain) = usage.into_iter().partition(is_covered);
    let records: Vec<&String> = survey.plain.iter().chain(&survey.covered).collect();
    if records.is_empty() {
        return Ok(survey);
    }
    let usage = || vec![only("RECORD_TYPE", records.iter().map(|kind| kind.as_str()))];
    let mut questions = vec![Question {
        request: filter(
            base(costs, &[("DIMENSION", "SERVICE"), ("DIMENSION", "USAGE_TYPE")]),
            costs,
            usage(),
        ),
        asked: Asked::default(),
    }];
    if let Some(tag) = &wanted.environment {
        let request = filter(base(costs, &[("TAG", tag)]), costs, usage());
        questions.push(Question { request, asked: Asked::default() });
    }
    asking.announce(&questions)?;
    for (place, question) in questions.iter().enumerate() {
        let pages = asking.ask(question)?;
        let groups = pages.iter().flat_map(|page| &page.results_by_time).flat_map(|p| &p.groups);
        for group in groups {
            match (place, group.keys.as_slice()) {
                (0, [service, usage]) => {
                    survey.services.entry(service.clone()).or_default().insert(usage.clone());
                }
                (1, [value]) => {
                    let value = value.split_once('$').map_or(value.as_str(), |(_, value)| value);
                    survey.environments.insert(value.to_owned());
                }
                _ => {}
            }
        }
    }
    if let Some(tag) = &wanted.environment
        && survey.environments.iter().all(String::is_empty)
    {
        survey.inactive.push(tag.clone());
        survey.environments.clear();
    }
    Ok(survey)
}

fn by_month(pages: &[Answer], usage: &[String]) -> Result<BTreeMap<String, Number>, Diagnostic> {
    let bad = || Diagnostic::new(Code::BadJson, "Cost Explorer: not an amount");
    let mut months: BTreeMap<String, Number> = BTreeMap::new();
    for period in pages.iter().flat_map(|page| &page.results_by_time) {
        let month = period.time_period.start.get(..7).unwrap_or_default().to_owned();
        let slot = months.entry(month).or_default();
        for group in &period.groups {
            if group.keys.get(1).is_some_and(|kind| usage.contains(kind)) {
                let billed: Option<&Metric> = group.metrics.get("UnblendedCost");
                let billed = billed.and_then(|m| Number::parse_billed(&m.amount));
                *slot = slot.plus(billed.ok_or_else(bad)?).ok_or_else(bad)?;
            }
        }
    }
    Ok(months)
}

/// An empty answer is not a bill of 0.
fn empty(asking: &Asking<'_>) -> Diagnostic {
    let (from, account) = (asking.costs.from, &asking.session.account);
    let message = format!("Cost Explorer has nothing of {account} from {from} on");
    Diagnostic::new(Code::Remote, message).help(
        "an empty answer is not a bill of 0: ask whoever holds the payer account whether member \
         accounts may see costs, and a reseller for its own CSV",
    )
}
