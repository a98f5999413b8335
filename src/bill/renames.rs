//! Renames: a resource that left and one that came, alike in everything but
//! the name.
//!
//! Only an exact match counts, and only of one with one: of two equal resources
//! that left, nobody can say which became the new one.

use crate::bill::diff::Place;
use crate::bill::{Charge, PriceKey};
use crate::quantity::{Cases, Number};
use std::collections::BTreeMap;
use std::sync::Arc;

type Charges<'a> = BTreeMap<Place, Vec<&'a Charge>>;

/// All that a rename leaves as it was.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Alike<'a> {
    environment: &'a str,
    account: Option<&'a str>,
    kind: &'a str,
    lines: Vec<Line<'a>>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Line<'a> {
    meter: &'a str,
    key: Option<&'a PriceKey>,
    quantity: [Number; 3],
    unit: &'a str,
    tags: &'a BTreeMap<Arc<str>, Arc<str>>,
}

fn alike<'a>(charges: &[&'a Charge]) -> Option<Alike<'a>> {
    let first = *charges.first()?;
    let line = |charge: &&'a Charge| {
        let Cases { low, expected, high } = charge.quantity;
        Line {
            meter: &charge.meter,
            key: charge.key.as_ref(),
            quantity: [low, expected, high],
            unit: &charge.unit,
            tags: &charge.tags,
        }
    };
    Some(Alike {
        environment: &first.environment,
        account: first.account.as_deref(),
        kind: &first.kind,
        lines: charges.iter().map(line).collect(),
    })
}

/// The old place of each resource that was only renamed, by its new place.
pub(super) fn renames<'a>(
    old: &'a Charges<'a>,
    new: &'a Charges<'a>,
) -> BTreeMap<&'a Place, &'a Place> {
    let mut pairs: BTreeMap<Alike<'_>, [Vec<&Place>; 2]> = BTreeMap::new();
    for (place, charges) in old.iter().filter(|(place, _)| !new.contains_key(*place)) {
        if let Some(alike) = alike(charges) {
            let [gone, _] = pairs.entry(alike).or_default();
            gone.push(place);
        }
    }
    for (place, charges) in new.iter().filter(|(place, _)| !old.contains_key(*place)) {
        if let Some(alike) = alike(charges) {
            let [_, come] = pairs.entry(alike).or_default();
            come.push(place);
        }
    }
    let one_each =
        pairs.into_values().filter_map(|[gone, come]| match (gone.as_slice(), come.as_slice()) {
            ([from], [to]) => Some((*to, *from)),
            _ => None,
        });
    one_each.collect()
}
