//! Commitments: an amount an hour that is paid in any case and buys usage at
//! lower rates.
//!
//! AWS applies a Savings Plan hour by hour, the largest discount first, and what
//! an hour does not use is gone. So the month is cut into the hours in which the
//! same schedules run, each hour has the whole commitment, and nothing is carried
//! from a day into a night. Within such hours usage is even, which the caveat says;
//! windows of different schedules are taken to lie within each other.

use crate::bill::{Category, Caveat, Charge, OffHours, Tags};
use crate::catalog::matches;
use crate::estimate::commitment_advice::{Facts, advise};
use crate::prices::Book;
use crate::quantity::{Case, Cases, Number, share, sum};
use crate::topology::{Commitment, Terms};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Environment and resource, and the hours that its schedule lets it run.
pub(super) type Running = BTreeMap<(Arc<str>, Arc<str>), Number>;

/// What a commitment is laid on.
pub(super) struct Month<'a> {
    pub hours: Number,
    pub running: &'a Running,
    pub book: &'a Book,
}

/// A charge that a commitment covers.
struct Covered {
    index: usize,
    /// What is left of the on-demand price, a part of one.
    rest: Number,
    /// Hours of the month in which it runs.
    hours: Number,
}

/// Hours in which the same things run.
pub(super) struct Stretch {
    pub hours: Number,
    /// What the commitment could be used for, at its own rates.
    pub wanted: Number,
    pub used: Number,
}

/// Applies every commitment in turn to the charges that it covers. `None` if a
/// number does not fit.
pub(super) fn apply(
    charges: &mut Vec<Charge>,
    commitments: &[Commitment],
    month: &Month<'_>,
    said: &mut Vec<Caveat>,
) -> Option<()> {
    for commitment in commitments {
        let covered = covered(charges, commitment, month);
        let paid = commitment.hourly.times(month.hours)?;
        let mut unused = Cases::ZERO;
        let mut expected = Facts::default();
        for case in Case::ALL {
            let (facts, saved) = month_of(charges, commitment, &covered, month, case)?;
            for (covered, saved) in covered.iter().zip(saved) {
                let Some(charge) = charges.get_mut(covered.index) else { continue };
                let cost = charge.cost.get(case).minus(saved)?;
                set(&mut charge.cost, case, cost);
            }
            let used = sum(facts.stretches.iter().map(|s| s.used))?;
            set(&mut unused, case, paid.minus(used)?);
            if case == Case::Expected {
                expected = facts;
            }
        }
        let schedules: BTreeSet<Arc<str>> = covered
            .iter()
            .filter(|c| c.hours < month.hours)
            .filter_map(|c| charges.get(c.index)?.schedule.clone())
            .collect();
        let notes = advise(commitment, paid, unused.expected, &expected, month.hours, &schedules)?;
        // They are about the bill: scenarios show those too.
        said.extend(notes);
        charges.push(unused_line(commitment, unused, paid));
    }
    Some(())
}

fn covered(charges: &[Charge], commitment: &Commitment, month: &Month<'_>) -> Vec<Covered> {
    let mut found = Vec::new();
    for (index, charge) in charges.iter().enumerate() {
        if charge.category != Category::Usage {
            continue;
        }
        let Some(rest) = rest(charge, commitment, month.book) else { continue };
        let place = (Arc::clone(&charge.environment), Arc::clone(&charge.resource));
        let stops = charge.schedule.is_some() && charge.off_hours != Some(OffHours::Stays);
        let hours = month.running.get(&place).copied().filter(|_| stops);
        found.push(Covered { index, rest, hours: hours.unwrap_or(month.hours) });
    }
    found
}

/// What is left of a charge's price under a commitment; `None`: not covered.
fn rest(charge: &Charge, commitment: &Commitment, book: &Book) -> Option<Number> {
    match &commitment.terms {
        Terms::Stated { discount, covers } => {
            let is = covers.iter().any(|kind| matches(kind, &charge.kind));
            is.then(|| Number::ONE.minus(*discount))?
        }
        Terms::Plan(plan) => {
            // The plan's own rate for the very key, over the on-demand price.
            let key = charge.key.as_ref()?;
            // A reservation is of one usage type: `RI:1yrNoUpfront/AmazonRDS/…`.
            let (plan, only) = plan.split_once('/').map_or((&**plan, None), |(p, o)| (p, Some(o)));
            let of = format!("{}/{}", key.service, key.usage_type);
            if only.is_some_and(|only| only != of) {
                return None;
            }
            let service = match plan.split(':').next().unwrap_or("") {
                "RI" | "ConvertibleRI" => "ReservedInstances",
                "DatabaseSP" => "DatabaseSavingsPlans",
                family if family.ends_with("SP") => "ComputeSavingsPlans",
                _ => return None,
            };
            let usage = format!("{plan}/{of}");
            let pack = book.pack(&key.region).ok()?;
            let rate = pack.price(service, &usage, &key.operation)?.ok()?.first()?.expected;
            let list = charge.price.as_ref()?.first()?.expected;
            let rest = rate.over(list)?;
            (rest <= Number::ONE).then_some(rest)
        }
    }
}

/// One case of the month: what was used when, and what each charge saves.
fn month_of(
    charges: &[Charge],
    commitment: &Commitment,
    covered: &[Covered],
    month: &Month<'_>,
    case: Case,
) -> Option<(Facts, Vec<Number>)> {
    let ends: BTreeSet<Number> = covered
        .iter()
        .map(|c| c.hours)
        .chain([month.hours])
        .filter(|hours| !hours.is_zero())
        .collect();
    let rests: BTreeSet<Number> = covered.iter().map(|c| c.rest).collect();
    let mut saved = vec![Number::ZERO; covered.len()];
    let (mut facts, mut from) = (Facts::default(), Number::ZERO);
    for end in ends {
        let hours = end.minus(from)?;
        let (mut budget, mut wanted, mut used_here) =
            (commitment.hourly.times(hours)?, Number::ZERO, Number::ZERO);
        // The largest discount first.
        for rest in &rests {
            let running: Vec<(usize, Number)> = covered
                .iter()
                .enumerate()
                .filter(|(_, c)| c.rest == *rest && c.hours > from)
                .map(|(i, c)| {
                    let cost = *charges.get(c.index)?.cost.get(case);
                    // Its part of these hours; a whole month needs no division.
                    let part =
                        if c.hours == hours { cost } else { cost.times(hours)?.over(c.hours)? };
                    Some((i, part))
                })
                .collect::<Option<_>>()?;
            let costs: Vec<Number> = running.iter().map(|(_, cost)| *cost).collect();
            let on_demand = sum(costs.iter().copied())?;
            let reduced = on_demand.times(*rest)?;
            let used = budget.min(reduced);
            let worth = if rest.is_zero() { on_demand } else { used.over(*rest)? };
            let gain = worth.minus(used)?;
            for ((i, _), part) in running.iter().zip(share(gain, &costs)?) {
                let saved = saved.get_mut(*i)?;
                *saved = saved.plus(part)?;
            }
            facts.worth = facts.worth.plus(worth)?;
            budget = budget.minus(used)?;
            wanted = wanted.plus(reduced)?;
            used_here = used_here.plus(used)?;
            facts.on_demand = facts.on_demand.plus(on_demand)?;
        }
        facts.stretches.push(Stretch { hours, wanted, used: used_here });
        from = end;
    }
    Some((facts, saved))
}

fn set(cases: &mut Cases<Number>, case: Case, value: Number) {
    match case {
        Case::Low => cases.low = value,
        Case::Expected => cases.expected = value,
        Case::High => cases.high = value,
    }
}

/// The part of a commitment that buys nothing.
fn unused_line(commitment: &Commitment, unused: Cases<Number>, paid: Number) -> Charge {
    Charge {
        environment: Arc::from("commitments"),
        account: None,
        resource: Arc::clone(&commitment.name),
        kind: Arc::from("aws.commitment"),
        meter: Arc::from("unused"),
        category: Category::Purchase,
        key: None,
        quantity: Cases::same(Number::ONE),
        unit: Arc::from("months"),
        price: None,
        list_cost: unused,
        cost: unused,
        billed_cost: None,
        formula: Arc::from(format!("what is left of {paid} a month")),
        schedule: None,
        off_hours: None,
        pool: None,
        tags: Tags::default(),
        caveats: Vec::new(),
        at: None,
    }
}
