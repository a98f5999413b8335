//! Commitments as a person states them: so much an hour, at such a discount.
//!
//! A Savings Plan is an amount per hour that is paid in any case and buys usage
//! at lower rates. What it covers costs its discounted price; what it does not
//! use is a line of its own. Coverage is averaged over the month, which flatters
//! a plan on usage that is switched off at night: the caveat says so.

use crate::bill::{Category, Caveat, Charge, Tags};
use crate::catalog::matches;
use crate::diagnostic::Code;
use crate::quantity::{Case, Cases, Number, share, sum};
use crate::topology::Commitment;
use std::sync::Arc;

/// Applies every commitment in turn to the charges that it covers. `None` if a
/// number does not fit.
pub(super) fn apply(
    charges: &mut Vec<Charge>,
    commitments: &[Commitment],
    hours: Number,
) -> Option<()> {
    for commitment in commitments {
        let paid = commitment.hourly.times(hours)?;
        let rest = Number::ONE.minus(commitment.discount)?;
        let mut unused = Cases::ZERO;
        for case in Case::ALL {
            let covered: Vec<usize> = (0..charges.len())
                .filter(|i| charges.get(*i).is_some_and(|c| covers(commitment, c)))
                .collect();
            let costs: Vec<Number> =
                covered.iter().filter_map(|i| charges.get(*i)).map(|c| *c.cost.get(case)).collect();
            let on_demand = sum(costs.iter().copied())?;
            let used = paid.min(on_demand.times(rest)?);
            let worth = if rest.is_zero() { on_demand } else { used.over(rest)? };
            let saved = share(worth.minus(used)?, &costs)?;
            for (i, saved) in covered.iter().zip(saved) {
                let Some(charge) = charges.get_mut(*i) else { continue };
                let cost = charge.cost.get(case).minus(saved)?;
                set(&mut charge.cost, case, cost);
            }
            set(&mut unused, case, paid.minus(used)?);
        }
        let note = Caveat {
            code: Code::Note,
            message: Arc::from(format!(
                "coverage of `{}` is averaged over the month; AWS applies it hour by hour",
                commitment.name
            )),
            resource: Some(Arc::clone(&commitment.name)),
            at: None,
        };
        charges.push(unused_line(commitment, unused, paid, note));
    }
    Some(())
}

fn covers(commitment: &Commitment, charge: &Charge) -> bool {
    charge.category == Category::Usage
        && commitment.covers.iter().any(|kind| matches(kind, &charge.kind))
}

fn set(cases: &mut Cases<Number>, case: Case, value: Number) {
    match case {
        Case::Low => cases.low = value,
        Case::Expected => cases.expected = value,
        Case::High => cases.high = value,
    }
}

/// The part of a commitment that buys nothing.
fn unused_line(
    commitment: &Commitment,
    unused: Cases<Number>,
    paid: Number,
    note: Caveat,
) -> Charge {
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
        caveats: vec![note],
        at: None,
    }
}
