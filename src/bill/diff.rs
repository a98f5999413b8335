//! The one diff engine: bill minus bill, line by line, in words.
//!
//! A resource whose own quantities, keys and tags did not change is unchanged,
//! even if its cost moved because a shared free tier or a shared tier was cut
//! differently. What pools moved is summed into one row per pool, so that the
//! rows still sum to the delta and a comment names nothing that nobody touched.

use crate::bill::{Bill, Charge};
use crate::quantity::{Cases, Number};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What changed between two bills.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub before: Cases<Number>,
    pub after: Cases<Number>,
    pub delta: Cases<Number>,
    /// Largest movement first, then by name.
    pub changes: Vec<Change>,
}

/// One resource that changed, or one pool that moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// `None` for a pool.
    pub resource: Option<Arc<str>>,
    pub environment: Option<Arc<str>>,
    pub kind: Arc<str>,
    pub before: Cases<Number>,
    pub after: Cases<Number>,
    pub delta: Cases<Number>,
    pub why: Vec<Reason>,
}

/// Why, for one line of a changed resource.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    Added,
    Removed,
    LineAdded {
        meter: Arc<str>,
        formula: Arc<str>,
    },
    LineRemoved {
        meter: Arc<str>,
        formula: Arc<str>,
    },
    Quantity {
        meter: Arc<str>,
        before: Arc<str>,
        after: Arc<str>,
    },
    /// Same quantity under another key.
    Key {
        meter: Arc<str>,
        before: Arc<str>,
        after: Arc<str>,
    },
    Tags,
    Pool {
        name: Arc<str>,
    },
}

type Place = (Arc<str>, Arc<str>);

fn by_resource(bill: &Bill) -> BTreeMap<Place, Vec<&Charge>> {
    let mut map: BTreeMap<Place, Vec<&Charge>> = BTreeMap::new();
    for charge in &bill.charges {
        let place = (Arc::clone(&charge.environment), Arc::clone(&charge.resource));
        map.entry(place).or_default().push(charge);
    }
    map
}

/// `after` minus `before`. `None` if a sum does not fit.
pub fn diff(before: &Bill, after: &Bill) -> Option<Difference> {
    let (old, new) = (by_resource(before), by_resource(after));
    let mut changes = Vec::new();
    let mut pools: BTreeMap<Arc<str>, (Cases<Number>, Cases<Number>)> = BTreeMap::new();
    let places: std::collections::BTreeSet<&Place> = old.keys().chain(new.keys()).collect();
    for place in places {
        let was = old.get(place).map_or(&[][..], Vec::as_slice);
        let is = new.get(place).map_or(&[][..], Vec::as_slice);
        let why = reasons(was, is);
        if why.is_empty() {
            for (a, b) in was.iter().zip(is) {
                if a.cost != b.cost {
                    let (from, to) = pools.entry(pool_of(b)).or_insert((Cases::ZERO, Cases::ZERO));
                    *from = from.plus(a.cost)?;
                    *to = to.plus(b.cost)?;
                }
            }
            continue;
        }
        let (from, to) = (cost(was)?, cost(is)?);
        let kind =
            is.first().or(was.first()).map_or_else(|| Arc::from(""), |c| Arc::clone(&c.kind));
        changes.push(Change {
            resource: Some(Arc::clone(&place.1)),
            environment: Some(Arc::clone(&place.0)),
            kind,
            before: from,
            after: to,
            delta: to.minus(from)?,
            why,
        });
    }
    for (name, (from, to)) in pools {
        let delta = to.minus(from)?;
        if delta.is_zero() {
            continue;
        }
        changes.push(Change {
            resource: None,
            environment: None,
            kind: Arc::from(""),
            before: from,
            after: to,
            delta,
            why: vec![Reason::Pool { name }],
        });
    }
    changes.sort_by(|a, b| {
        let size = |c: &Change| c.delta.expected.abs();
        size(b)
            .cmp(&size(a))
            .then_with(|| (&a.environment, &a.resource).cmp(&(&b.environment, &b.resource)))
    });
    let (before, after) = (before.total()?, after.total()?);
    Some(Difference { before, after, delta: after.minus(before)?, changes })
}

fn cost(charges: &[&Charge]) -> Option<Cases<Number>> {
    charges.iter().try_fold(Cases::ZERO, |sum, charge| sum.plus(charge.cost))
}

/// The pool that a line drew on, or its series where tiers are shared.
fn pool_of(charge: &Charge) -> Arc<str> {
    let series =
        || charge.key.as_ref().map_or_else(|| Arc::from(""), |k| Arc::clone(&k.usage_type));
    charge.pool.clone().unwrap_or_else(series)
}

/// What differs in the resource itself; empty if nothing does.
fn reasons(was: &[&Charge], is: &[&Charge]) -> Vec<Reason> {
    if was.is_empty() {
        return vec![Reason::Added];
    }
    if is.is_empty() {
        return vec![Reason::Removed];
    }
    let mut reasons = Vec::new();
    let line = |c: &Charge| (Arc::clone(&c.meter), c.key.clone());
    let find = |list: &[&Charge], wanted: &Charge| list.iter().any(|c| line(c) == line(wanted));
    let gone: Vec<&&Charge> = was.iter().filter(|c| !find(is, c)).collect();
    let fresh: Vec<&&Charge> = is.iter().filter(|c| !find(was, c)).collect();
    let mut moved = Vec::new();
    for old in &gone {
        // The same meter under another key: another class, another region.
        let same_meter = |new: &&&&Charge| new.meter == old.meter && !moved.contains(&line(new));
        let other = fresh.iter().find(same_meter).copied();
        let usage = |c: &Charge| {
            c.key.as_ref().map_or_else(|| Arc::from(""), |k| Arc::clone(&k.usage_type))
        };
        match other {
            Some(new) => {
                moved.push(line(new));
                let meter = Arc::clone(&old.meter);
                reasons.push(Reason::Key { meter, before: usage(old), after: usage(new) });
            }
            None => reasons.push(Reason::LineRemoved {
                meter: Arc::clone(&old.meter),
                formula: Arc::clone(&old.formula),
            }),
        }
    }
    for new in fresh.iter().filter(|c| !moved.contains(&line(c))) {
        reasons.push(Reason::LineAdded {
            meter: Arc::clone(&new.meter),
            formula: Arc::clone(&new.formula),
        });
    }
    for old in was {
        let Some(new) = is.iter().find(|c| line(c) == line(old)) else { continue };
        if old.quantity != new.quantity {
            reasons.push(Reason::Quantity {
                meter: Arc::clone(&old.meter),
                before: Arc::clone(&old.formula),
                after: Arc::clone(&new.formula),
            });
        }
    }
    let tags = |list: &[&Charge]| list.first().map(|c| Arc::clone(&c.tags));
    if reasons.is_empty() && tags(was) != tags(is) {
        reasons.push(Reason::Tags);
    }
    reasons
}
