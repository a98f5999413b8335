//! A bill, and the difference between two.
//!
//! Everything kanjo says is one of these: an estimate is a bill for a month
//! that has not happened, an invoice one for a month that has, a hand-made cost
//! table is one too, and every question is the difference between two bills.

mod charge;
mod diff;
mod key;
mod price;
mod table;

pub use charge::{Category, Caveat, Charge, OffHours, Origin, Tags, Unpriced, UnsetUsage};
pub use diff::{Change, Difference, Reason, diff};
pub use key::{BillKey, PriceKey};
pub use price::{Price, Tier};
pub use table::{Table, TableRow};

use crate::quantity::{Cases, Number};
use std::sync::Arc;

/// Which month, and how long it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// `average`, or `2026-12`.
    pub label: Arc<str>,
    pub hours: Number,
}

/// A list of charges for one period, in a fixed order.
#[derive(Clone, Debug, PartialEq)]
pub struct Bill {
    pub period: Span,
    /// ISO 4217.
    pub currency: Arc<str>,
    pub charges: Vec<Charge>,
    pub unpriced: Vec<Unpriced>,
    pub unset: Vec<UnsetUsage>,
    pub caveats: Vec<Caveat>,
}

impl Bill {
    /// A bill in its order: environment, resource, meter, key. The same content
    /// always gives the same bill.
    pub fn new(
        period: Span,
        currency: impl Into<Arc<str>>,
        mut charges: Vec<Charge>,
        mut unpriced: Vec<Unpriced>,
        mut unset: Vec<UnsetUsage>,
        mut caveats: Vec<Caveat>,
    ) -> Bill {
        charges.sort_by(|a, b| a.order().cmp(&b.order()));
        let place = |e: &Arc<str>, r: &Arc<str>, m: &Arc<str>| (e.clone(), r.clone(), m.clone());
        unpriced
            .sort_by_cached_key(|u| (place(&u.environment, &u.resource, &u.meter), u.key.clone()));
        unset.sort_by_cached_key(|u| {
            (place(&u.environment, &u.resource, &u.meter), u.input.clone())
        });
        caveats.sort();
        caveats.dedup();
        Bill { period, currency: currency.into(), charges, unpriced, unset, caveats }
    }

    /// The sum of the charges in each case. `None` if it does not fit.
    pub fn total(&self) -> Option<Cases<Number>> {
        self.charges.iter().try_fold(Cases::ZERO, |sum, charge| sum.plus(charge.cost))
    }

    /// The sum at list, before free tiers.
    pub fn list_total(&self) -> Option<Cases<Number>> {
        self.charges.iter().try_fold(Cases::ZERO, |sum, charge| sum.plus(charge.list_cost))
    }

    /// Whether every line that has a quantity has a price.
    pub fn is_complete(&self) -> bool {
        self.unpriced.is_empty()
    }

    /// Costs by a name, in the order of the names.
    pub fn grouped<'a>(
        &'a self,
        name: impl Fn(&'a Charge) -> &'a str,
    ) -> Option<Vec<(&'a str, Cases<Number>)>> {
        let mut groups: std::collections::BTreeMap<&str, Cases<Number>> = Default::default();
        for charge in &self.charges {
            let sum = groups.entry(name(charge)).or_insert(Cases::ZERO);
            *sum = sum.plus(charge.cost)?;
        }
        Some(groups.into_iter().collect())
    }
}
