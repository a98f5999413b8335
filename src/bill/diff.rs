//! The one diff engine: bill minus bill, line by line, in words.
//!
//! A resource whose own quantities, keys and tags did not change is unchanged,
//! even if its cost moved because a shared free tier or a shared tier was cut
//! differently. What pools moved is summed into one row per pool, so that the
//! rows still sum to the delta and a comment names nothing that nobody touched.
//! A resource that only has another name is one change, and its delta is 0.

use crate::bill::renames::renames;
use crate::bill::uncounted::{beside_uncounted, uncounted, uncounted_changes};
use crate::bill::{Bill, Charge};
use crate::quantity::{Cases, Number};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What changed between two bills.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub before: Cases<Number>,
    pub after: Cases<Number>,
    pub delta: Cases<Number>,
    /// The totals of each environment, by name.
    pub environments: Vec<Moved>,
    /// Largest movement first, then by name.
    pub changes: Vec<Change>,
}

/// The total of one environment, or of the lines with one value of a tag, before
/// and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    pub name: Arc<str>,
    pub before: Cases<Number>,
    pub after: Cases<Number>,
    pub delta: Cases<Number>,
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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    Added,
    Removed,
    /// An input of the resource, as the file states it.
    Input {
        name: Arc<str>,
        before: Option<Arc<str>>,
        after: Option<Arc<str>>,
    },
    /// The schedule of the same name has other hours.
    Hours {
        schedule: Arc<str>,
    },
    /// A line without a cost: usage not stated, or no price.
    NotCounted {
        meter: Arc<str>,
    },
    /// A line that has no cost on one side only: what the sum moves by is not
    /// what the resource does.
    NotCountedBefore {
        meter: Arc<str>,
    },
    NotCountedAfter {
        meter: Arc<str>,
    },
    /// The same resource under another name.
    Renamed {
        from: Arc<str>,
    },
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
    /// Prices of another book, on resources that nobody touched.
    Prices,
}

/// Environment and resource.
pub(super) type Place = (Arc<str>, Arc<str>);

fn by_resource(bill: &Bill) -> BTreeMap<Place, Vec<&Charge>> {
    let mut map: BTreeMap<Place, Vec<&Charge>> = BTreeMap::new();
    for charge in &bill.charges {
        let place = (Arc::clone(&charge.environment), Arc::clone(&charge.resource));
        map.entry(place).or_default().push(charge);
    }
    map
}

/// Which prices two bills were made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Books {
    /// One book for both: what moves on an untouched resource is a pool.
    Same,
    /// Two: what moves on an untouched resource is a price.
    Differ,
}

/// `after` minus `before`, priced from one book. `None` if a sum does not fit.
pub fn diff(before: &Bill, after: &Bill) -> Option<Difference> {
    diff_of(before, after, Books::Same)
}

/// `after` minus `before`. `None` if a sum does not fit.
pub fn diff_of(before: &Bill, after: &Bill, books: Books) -> Option<Difference> {
    let (old, new) = (by_resource(before), by_resource(after));
    let renames = renames(&old, &new);
    let renamed: BTreeSet<&Place> = renames.values().copied().collect();
    let mut changes = Vec::new();
    let mut moved: BTreeMap<Reason, (Cases<Number>, Cases<Number>)> = BTreeMap::new();
    let (lost, got) = (uncounted(before, books), uncounted(after, books));
    let places: BTreeSet<&Place> = old.keys().chain(new.keys()).collect();
    for place in places.into_iter().filter(|place| !renamed.contains(place)) {
        let origin = renames.get(place).copied();
        let was = old.get(origin.unwrap_or(place)).map_or(&[][..], Vec::as_slice);
        let is = new.get(place).map_or(&[][..], Vec::as_slice);
        let sides = [lost.get(origin.unwrap_or(place)), got.get(place)];
        let why = beside_uncounted(reasons(was, is), sides, if is.is_empty() { was } else { is });
        if why.is_empty() {
            for (a, b) in was.iter().zip(is).filter(|(a, b)| a.cost != b.cost) {
                let reason = match books {
                    Books::Same => Reason::Pool { name: pool_of(b) },
                    Books::Differ => Reason::Prices,
                };
                let (from, to) = moved.entry(reason).or_insert((Cases::ZERO, Cases::ZERO));
                *from = from.plus(a.cost)?;
                *to = to.plus(b.cost)?;
            }
            if let Some((_, from)) = origin {
                let cost = cost(is)?;
                changes.push(Change {
                    resource: Some(Arc::clone(&place.1)),
                    environment: Some(Arc::clone(&place.0)),
                    kind: kind_of(is),
                    before: cost,
                    after: cost,
                    delta: Cases::ZERO,
                    why: vec![Reason::Renamed { from: Arc::clone(from) }],
                });
            }
            continue;
        }
        let (from, to) = (cost(was)?, cost(is)?);
        let kind = kind_of(if is.is_empty() { was } else { is });
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
    for (reason, (from, to)) in moved {
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
            why: vec![reason],
        });
    }
    let of =
        |c: &Change| Some((Arc::clone(c.environment.as_ref()?), Arc::clone(c.resource.as_ref()?)));
    let mut known: BTreeSet<Place> = changes.iter().filter_map(of).collect();
    known.extend(renames.values().map(|origin| (*origin).clone()));
    let here = |place: &Place| new.get(place).and_then(|charges| cost(charges));
    changes.extend(uncounted_changes([&lost, &got], &known, here));
    changes.sort_by(|a, b| {
        let size = |c: &Change| c.delta.expected.abs();
        size(b)
            .cmp(&size(a))
            .then_with(|| (&a.environment, &a.resource).cmp(&(&b.environment, &b.resource)))
    });
    let environments = environments(before, after)?;
    let (before, after) = (before.total()?, after.total()?);
    Some(Difference { before, after, delta: after.minus(before)?, environments, changes })
}

fn environments(before: &Bill, after: &Bill) -> Option<Vec<Moved>> {
    moved_by(before, after, |charge| Arc::clone(&charge.environment))
}

/// The totals of both bills by a name that each line has.
pub fn moved_by(
    before: &Bill,
    after: &Bill,
    name: impl Fn(&Charge) -> Arc<str>,
) -> Option<Vec<Moved>> {
    let mut totals: BTreeMap<Arc<str>, (Cases<Number>, Cases<Number>)> = BTreeMap::new();
    for charge in &before.charges {
        let (sum, _) = totals.entry(name(charge)).or_default();
        *sum = sum.plus(charge.cost)?;
    }
    for charge in &after.charges {
        let (_, sum) = totals.entry(name(charge)).or_default();
        *sum = sum.plus(charge.cost)?;
    }
    let moved = |(name, (before, after)): (Arc<str>, (Cases<Number>, Cases<Number>))| {
        let delta = after.minus(before)?;
        Some(Moved { name, before, after, delta })
    };
    totals.into_iter().map(moved).collect()
}

fn kind_of(charges: &[&Charge]) -> Arc<str> {
    charges.first().map_or_else(|| Arc::from(""), |c| Arc::clone(&c.kind))
}

fn cost(charges: &[&Charge]) -> Option<Cases<Number>> {
    charges.iter().try_fold(Cases::ZERO, |sum, charge| sum.plus(charge.cost))
}

/// The pool that a line drew on, or its series where tiers are shared, or what is
/// computed of the others: the unused part of a commitment.
fn pool_of(charge: &Charge) -> Arc<str> {
    let computed = || Arc::from(format!("{} {}", charge.resource, charge.meter));
    let series = || charge.key.as_ref().map_or_else(computed, |k| Arc::clone(&k.usage_type));
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
