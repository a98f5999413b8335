//! What changed in lines that have no cost: usage that nobody stated, quantities
//! without a price.
//!
//! A new gateway whose traffic is not stated, or a switch to another storage of
//! a database whose size is not, moves no money that we can count. It is a
//! change all the same, and never "no change".

use crate::bill::diff::Place;
use crate::bill::{Bill, Books, Change, Reason};
use crate::quantity::{Cases, Number};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A line by what can change in it. Unit prices only count within one book.
type Line = (Arc<str>, Arc<str>, Option<Number>);

struct Uncounted {
    kind: Arc<str>,
    lines: BTreeSet<Line>,
}

fn uncounted(bill: &Bill, books: Books) -> BTreeMap<Place, Uncounted> {
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

/// Changes of resources that are in no other change; `costs` says what a place
/// costs before and after, or that it has no line with a cost.
pub(super) fn uncounted_changes(
    [before, after]: [&Bill; 2],
    books: Books,
    known: &BTreeSet<Place>,
    cost: impl Fn(&Place) -> Option<Cases<Number>>,
) -> Vec<Change> {
    let (old, new) = (uncounted(before, books), uncounted(after, books));
    let places: BTreeSet<&Place> = old.keys().chain(new.keys()).collect();
    let mut changes = Vec::new();
    for place in places.into_iter().filter(|place| !known.contains(place)) {
        let lines = |side: &BTreeMap<Place, Uncounted>| {
            side.get(place).map(|u| u.lines.clone()).unwrap_or_default()
        };
        let (was, is) = (lines(&old), lines(&new));
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
