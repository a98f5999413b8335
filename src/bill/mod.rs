//! A bill, and the difference between two.
//!
//! Everything kanjo says is one of these: an estimate is a bill for a month
//! that has not happened, an invoice one for a month that has, a hand-made cost
//! table is one too, and every question is the difference between two bills.

mod actual;
mod baseline;
mod charge;
mod diff;
mod key;
mod price;
mod renames;
mod series;
mod table;
mod uncounted;

pub use actual::{Actual, ActualLine, LineKey, Record, View, unit as billed_unit};
pub use baseline::{Baseline, BaselineBook};
pub use charge::{Category, Caveat, Charge, OffHours, Origin, Tags, Unpriced, UnsetUsage};
pub use diff::{Books, Change, Difference, Moved, Reason, diff, diff_of, moved_by};
pub use key::{BillKey, PriceKey};
pub use price::{Price, Tier};
pub use series::{Grain, Reading, Series, SeriesKey};
pub use table::{Table, TableRow};

use crate::diagnostic::Code;
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
        sort(&mut charges);
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

    /// Whether every line that has a quantity has a price, and nothing was left
    /// out because it could not be read.
    pub fn is_complete(&self) -> bool {
        let left_out = [Code::KindUnsupported, Code::ReferenceUnresolved, Code::ValueUnknown];
        self.unpriced.is_empty() && !self.caveats.iter().any(|c| left_out.contains(&c.code))
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

/// Sorts charges into the bill's order. They are large and mostly in order
/// already, so places are sorted and each charge moves at most twice.
fn sort(charges: &mut [Charge]) {
    let order = |a: &Charge, b: &Charge| a.order().cmp(&b.order());
    if charges.is_sorted_by(|a, b| order(a, b).is_le()) {
        return;
    }
    let mut places: Vec<usize> = (0..charges.len()).collect();
    places.sort_by(|a, b| match (charges.get(*a), charges.get(*b)) {
        (Some(a), Some(b)) => order(a, b),
        _ => std::cmp::Ordering::Equal,
    });
    // `places[i]` is the charge that belongs at i; each circle is walked once.
    for start in 0..places.len() {
        let mut at = start;
        while let Some(from) = places.get(at).copied().filter(|from| *from != start) {
            charges.swap(at, from);
            places[at] = at;
            at = from;
        }
        places[at] = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn charge(resource: u8, meter: u8) -> Charge {
        Charge {
            environment: "e".into(),
            account: None,
            resource: resource.to_string().into(),
            kind: "k.k".into(),
            meter: meter.to_string().into(),
            category: Category::Usage,
            key: None,
            quantity: Cases::ZERO,
            unit: "GB".into(),
            price: None,
            list_cost: Cases::ZERO,
            cost: Cases::ZERO,
            billed_cost: None,
            formula: "".into(),
            schedule: None,
            off_hours: None,
            pool: None,
            tags: Tags::default(),
            caveats: Vec::new(),
            at: None,
        }
    }

    proptest! {
        #[test]
        fn sorts_as_a_sort_does(pairs in prop::collection::vec((0u8..20, 0u8..4), 0..60)) {
            let mut ours: Vec<Charge> = pairs.iter().map(|(r, m)| charge(*r, *m)).collect();
            let mut theirs = ours.clone();
            sort(&mut ours);
            theirs.sort_by(|a, b| a.order().cmp(&b.order()));
            prop_assert_eq!(ours, theirs);
        }
    }
}
