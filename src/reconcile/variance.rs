//! The bill laid on the estimate: every dollar between them in one cause.
//!
//! Rows that are no usage have their cause in their name. Usage is compared at
//! list first: what a discount, a commitment or a free allowance changes about
//! the price is taken off before, so that a discount of 5 % never looks like
//! 5 % less usage. What is left of a matched line is hours × the planned price,
//! then quantity × the planned price, then the price. The last step takes the
//! remainder, so a line's causes sum to its difference exactly.

use crate::bill::{Actual, ActualLine, Bill, Charge, Record, View};
use crate::quantity::{Number, share, sum};
use crate::reconcile::causes::{Cause, Causes};
use crate::reconcile::place::{Places, tags};
use crate::reconcile::standing::{Standing, Weigh};
use crate::topology::Matching;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Two bills of one month, and what is known about time.
pub struct Subject<'a> {
    pub estimate: &'a Bill,
    /// In the currency of the estimate.
    pub actual: &'a Actual,
    pub matching: &'a Matching,
    /// Hours in which the plan has a line on, of those that are billed yet.
    pub hours: &'a dyn Fn(&Charge) -> Option<Number>,
    /// The part of a line's month that is billed yet; 1 for a closed month.
    pub billed_yet: &'a dyn Fn(&Charge) -> Number,
    /// What the exchange rate of the bill adds, against the rate of the file.
    pub currency: Number,
}

/// One line of the estimate with what was billed for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    pub environment: Arc<str>,
    pub resource: Arc<str>,
    pub meter: Arc<str>,
    pub account: Option<Arc<str>>,
    pub service: Arc<str>,
    pub usage_type: Arc<str>,
    pub unit: Arc<str>,
    pub estimated: Number,
    pub actual: Number,
    pub planned: Number,
    pub used: Number,
    /// In how many hours there was usage; 0: not known.
    pub hours: u32,
    /// How much of `actual` came without tags.
    pub untagged: Number,
    pub causes: Causes,
}

/// A line of the bill that no line of the estimate explains.
#[derive(Clone, Debug, PartialEq)]
pub struct Unmatched {
    pub environment: Arc<str>,
    pub resource: Arc<str>,
    pub account: Arc<str>,
    pub service: Arc<str>,
    pub usage_type: Arc<str>,
    pub operation: Arc<str>,
    pub record: Record,
    pub quantity: Option<Number>,
    pub unit: Arc<str>,
    pub actual: Number,
    pub cause: Cause,
    /// The file has the resource, and nobody stated this usage of it.
    pub unset: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account {
    pub estimated: Number,
    pub actual: Number,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Reconciled {
    pub estimated: Number,
    pub actual: Number,
    pub difference: Number,
    pub causes: Causes,
    pub lines: Vec<Pair>,
    pub unmatched: Vec<Unmatched>,
}

impl Reconciled {
    /// Only some environments and resources; what belongs to none stays out.
    pub fn only(&self, keep: &dyn Fn(&str, &str) -> bool) -> Option<Reconciled> {
        let lines: Vec<Pair> =
            self.lines.iter().filter(|l| keep(&l.environment, &l.resource)).cloned().collect();
        let unmatched: Vec<Unmatched> =
            self.unmatched.iter().filter(|u| keep(&u.environment, &u.resource)).cloned().collect();
        whole(lines, unmatched, Number::ZERO)
    }

    /// Both sides by a name.
    pub fn grouped(
        &self,
        of_pair: impl Fn(&Pair) -> Arc<str>,
        of_unmatched: impl Fn(&Unmatched) -> Arc<str>,
    ) -> Option<BTreeMap<Arc<str>, Account>> {
        let mut groups: BTreeMap<Arc<str>, Account> = BTreeMap::new();
        for pair in &self.lines {
            let group = groups.entry(of_pair(pair)).or_default();
            group.estimated = group.estimated.plus(pair.estimated)?;
            group.actual = group.actual.plus(pair.actual)?;
        }
        for line in &self.unmatched {
            let group = groups.entry(of_unmatched(line)).or_default();
            group.actual = group.actual.plus(line.actual)?;
        }
        Some(groups)
    }
}

/// The difference and its causes. `None` if a number does not fit.
pub fn reconcile(subject: &Subject<'_>) -> Option<Reconciled> {
    let charges = &subject.estimate.charges;
    let places = Places::new(charges);
    let mut standing: Vec<Standing> = vec![Standing::default(); charges.len()];
    let mut unmatched = Vec::new();
    // Tagged lines first: what they leave over weighs how the others are split.
    let (tagged, untagged): (Vec<&ActualLine>, Vec<&ActualLine>) =
        subject.actual.lines.iter().partition(|l| !tags(&l.line, subject.matching).0.is_empty());
    for line in tagged.into_iter().chain(untagged) {
        let (environment, resource) = tags(&line.line, subject.matching);
        let usage = line.line.record.is_usage() && !line.line.correction;
        let mine = if usage { places.of(&line.line, environment, resource) } else { Vec::new() };
        if mine.is_empty() {
            unmatched.push(alone(line, environment, resource, subject));
            continue;
        }
        let weights: Option<Vec<Number>> = mine
            .iter()
            .map(|i| charges.get(*i)?.quantity.expected.minus(standing.get(*i)?.quantity))
            .map(|left| Some(left?.max(Number::ZERO)))
            .collect();
        let mut weights = weights?;
        if weights.iter().all(|w| w.is_zero()) {
            weights =
                mine.iter().filter_map(|i| Some(charges.get(*i)?.quantity.expected)).collect();
        }
        for (i, part) in mine.iter().zip(parts(line, &weights)?) {
            standing.get_mut(*i)?.add(&part, line.line.environment.is_empty())?;
        }
    }
    let pairs = charges.iter().zip(&standing).map(|(charge, standing)| {
        let weigh = Weigh {
            hours: (subject.hours)(charge),
            part: (subject.billed_yet)(charge),
            of_reseller: subject.actual.view == View::Reseller,
        };
        let causes = standing.causes(charge, &weigh)?;
        Some(pair(charge, standing, causes))
    });
    let lines: Option<Vec<Pair>> = pairs.collect();
    whole(lines?, unmatched, subject.currency)
}

/// A line of the bill cut by weights; its parts sum to it exactly.
fn parts(line: &ActualLine, weights: &[Number]) -> Option<Vec<ActualLine>> {
    if weights.len() == 1 {
        return Some(vec![line.clone()]);
    }
    let cut = |number: Option<Number>| match number {
        Some(number) => share(number, weights).map(|parts| parts.into_iter().map(Some).collect()),
        None => Some(vec![None; weights.len()]),
    };
    let (quantity, list): (Vec<_>, Vec<_>) = (cut(line.quantity)?, cut(line.list)?);
    let billed = share(line.billed, weights)?;
    let all = quantity.into_iter().zip(list).zip(billed);
    Some(
        all.map(|((quantity, list), billed)| ActualLine { quantity, list, billed, ..line.clone() })
            .collect(),
    )
}

fn pair(charge: &Charge, standing: &Standing, causes: Causes) -> Pair {
    let key = charge.key.as_ref();
    let text = |text: Option<&Arc<str>>| text.map_or_else(|| Arc::from(""), Arc::clone);
    Pair {
        environment: Arc::clone(&charge.environment),
        resource: Arc::clone(&charge.resource),
        meter: Arc::clone(&charge.meter),
        account: charge.account.clone(),
        service: text(key.map(|k| &k.service)),
        usage_type: text(key.map(|k| &k.usage_type)),
        unit: Arc::clone(&charge.unit),
        estimated: charge.cost.expected,
        actual: standing.billed,
        planned: charge.quantity.expected,
        used: standing.quantity.plus(standing.free).unwrap_or(standing.quantity),
        hours: standing.hours,
        untagged: standing.untagged,
        causes,
    }
}

fn alone(line: &ActualLine, environment: &str, resource: &str, subject: &Subject<'_>) -> Unmatched {
    let l = &line.line;
    let cause = match l.record {
        _ if l.correction => Cause::Period,
        Record::Tax => Cause::Tax,
        Record::Credit | Record::Refund | Record::Support | Record::Fee | Record::Adjustment => {
            Cause::Credit
        }
        Record::Discount => Cause::Discount,
        Record::ResellerDiscount => Cause::Reseller,
        Record::Commitment => Cause::Commitment,
        Record::Usage | Record::Free | Record::Covered if environment.is_empty() => Cause::Untagged,
        Record::Usage | Record::Free | Record::Covered => Cause::New,
    };
    let is_place = |e: &str, r: &str| (e, r) == (environment, resource);
    Unmatched {
        environment: Arc::from(environment),
        resource: Arc::from(resource),
        account: Arc::clone(&l.account),
        service: Arc::clone(&l.key.product_code),
        usage_type: Arc::clone(&l.key.usage_type),
        operation: Arc::clone(&l.key.operation),
        record: l.record,
        quantity: line.quantity,
        unit: Arc::clone(&l.unit),
        actual: line.billed,
        cause,
        unset: subject.estimate.unset.iter().any(|u| is_place(&u.environment, &u.resource)),
    }
}

/// Sums both sides. The largest difference stands first.
fn whole(
    mut lines: Vec<Pair>,
    mut unmatched: Vec<Unmatched>,
    currency: Number,
) -> Option<Reconciled> {
    let estimated = sum(lines.iter().map(|l| l.estimated))?;
    let mut actual = sum(lines.iter().map(|l| l.actual))?;
    actual = actual.plus(sum(unmatched.iter().map(|u| u.actual))?)?.plus(currency)?;
    let mut causes = Causes::default();
    lines.iter().try_for_each(|l| causes.plus(&l.causes))?;
    unmatched.iter().try_for_each(|u| causes.add(u.cause, u.actual))?;
    causes.add(Cause::Currency, currency)?;
    let difference = actual.minus(estimated)?;
    // What 28 digits cut off, if anything.
    causes.add(Cause::Rounding, difference.minus(causes.total()?)?)?;
    let moved = |l: &Pair| l.actual.minus(l.estimated).unwrap_or(Number::ZERO).abs();
    lines.sort_by_key(|l| std::cmp::Reverse(moved(l)));
    unmatched.sort_by_key(|u| std::cmp::Reverse(u.actual.abs()));
    Some(Reconciled { estimated, actual, difference, causes, lines, unmatched })
}
