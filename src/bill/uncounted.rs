//! What changed in lines that have no cost: usage that nobody stated, quantities
//! without a price.
//!
//! A new gateway whose traffic is not stated, or a switch to another storage of
//! a database whose size is not, moves no money that we can count. It is a
//! change all the same, and never "no change".

use crate::bill::diff::Place;
use crate::bill::{Bill, Books, Change, Charge, Reason};
use crate::quantity::{Cases, Number};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A line by what can change in it. Unit prices only count within one book.
type Line = (Arc<str>, Arc<str>, Option<Number>);

/// The lines of a resource that have no cost.
pub(super) struct Uncounted {
    kind: Arc<str>,
    lines: BTreeSet<Line>,
}

pub(super) fn uncounted(bill: &Bill, books: Books) -> BTreeMap<Place, Uncounted> {
    let unset = bill.unset.iter().map(|u| {
        let price = u.unit_price.filter(|_| books == Books::Same);
        let line = (Arc::clone(&u.meter), Arc::clone(&u.input), price);
        (&u.environment, &u.resource, &u.kind, line)
    });
    let unpriced = bill.unpriced.iter().map(|u| {
        let quantity = u.quantity.map(|quantity| quantity.expected);
        let line = (Arc::clone(&u.meter), Arc::clone(&u.key), quantity);
        (&u.environment, &u.resource, &u.kind, line)
    });
    let mut found: BTreeMap<Place, Uncounted> = BTreeMap::new();
    for (environment, resource, kind, line) in unset.chain(unpriced) {
        let place = (Arc::clone(environment), Arc::clone(resource));
        let fresh = || Uncounted { kind: Arc::clone(kind), lines: BTreeSet::new() };
        found.entry(place).or_insert_with(fresh).lines.insert(line);
    }
    found
}

/// The reasons of a resource that has lines with a cost, with those that have none
/// on one side. Where all of one side is without a cost the resource is neither
/// new nor gone: `charges`, the lines of the other side, are.
pub(super) fn beside_uncounted(
    why: Vec<Reason>,
    [old, new]: [Option<&Uncounted>; 2],
    charges: &[&Charge],
) -> Vec<Reason> {
    let line = |c: &&Charge| (Arc::clone(&c.meter), Arc::clone(&c.formula));
    let lines = charges.iter().map(line);
    let own: Vec<Reason> = match (&*why, old, new) {
        ([Reason::Added], None, _) | ([Reason::Removed], _, None) | ([], ..) => return why,
        ([Reason::Added], ..) => {
            lines.map(|(meter, formula)| Reason::LineAdded { meter, formula }).collect()
        }
        ([Reason::Removed], ..) => {
            lines.map(|(meter, formula)| Reason::LineRemoved { meter, formula }).collect()
        }
        _ => why,
    };
    let meters = |side: Option<&Uncounted>| -> BTreeSet<Arc<str>> {
        side.into_iter().flat_map(|u| &u.lines).map(|(meter, ..)| Arc::clone(meter)).collect()
    };
    let (old, new) = (meters(old), meters(new));
    let before = old.difference(&new).cloned().map(|meter| Reason::NotCountedBefore { meter });
    let after = new.difference(&old).cloned().map(|meter| Reason::NotCountedAfter { meter });
    before.chain(after).chain(own).collect()
}

/// Changes of resources that are in no other change; `cost` says what a place
/// costs before and after, or that it has no line with a cost.
pub(super) fn uncounted_changes(
    [old, new]: [&BTreeMap<Place, Uncounted>; 2],
    known: &BTreeSet<Place>,
    cost: impl Fn(&Place) -> Option<Cases<Number>>,
) -> Vec<Change> {
    let places: BTreeSet<&Place> = old.keys().chain(new.keys()).collect();
    let mut changes = Vec::new();
    for place in places.into_iter().filter(|place| !known.contains(place)) {
        let lines = |side: &BTreeMap<Place, Uncounted>| {
            side.get(place).map(|u| u.lines.clone()).unwrap_or_default()
        };
        let (was, is) = (lines(old), lines(new));
        if was == is {
            continue;
        }
        let same = cost(place);
        let why = match (same, was.is_empty(), is.is_empty()) {
            (None, true, _) => vec![Reason::Added],
            (None, _, true) => vec![Reason::Removed],
            _ => {
                let meters: BTreeSet<&Arc<str>> =
                    was.symmetric_difference(&is).map(|(meter, ..)| meter).collect();
                let reason = |meter: &Arc<str>| Reason::NotCounted { meter: Arc::clone(meter) };
                meters.into_iter().map(reason).collect()
            }
        };
        let kind = new.get(place).or(old.get(place)).map(|u| Arc::clone(&u.kind));
        let cost = same.unwrap_or(Cases::ZERO);
        changes.push(Change {
            resource: Some(Arc::clone(&place.1)),
            environment: Some(Arc::clone(&place.0)),
            kind: kind.unwrap_or_else(|| Arc::from("")),
            before: cost,
            after: cost,
            delta: Cases::ZERO,
            why,
        });
    }
    changes
}
