//! A hand-made cost table laid on an estimate.
//!
//! A row names the resources that it covers, or its words match the title or an
//! alias of exactly one kind that the estimate has. What no row covers is what
//! the document missed.

use crate::bill::{Bill, Charge, Table, TableRow};
use crate::catalog::Kind;
use crate::estimate::{ComparedRow, Comparison, Part};
use crate::quantity::{Cases, Number};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type Place<'a> = (&'a str, &'a str);

/// Lays `table` on `bill`. `kinds` are those of the bill's resources. `None` if
/// a sum does not fit.
pub fn compare(
    table: &Table,
    bill: &Bill,
    kinds: &BTreeMap<Arc<str>, Arc<Kind>>,
) -> Option<Comparison> {
    let mut places: BTreeMap<Place<'_>, Vec<&Charge>> = BTreeMap::new();
    for charge in &bill.charges {
        places.entry((&charge.environment, &charge.resource)).or_default().push(charge);
    }
    for unset in &bill.unset {
        places.entry((&unset.environment, &unset.resource)).or_default();
    }
    let kind_of = |place: &Place<'_>| {
        let charge = places.get(place).and_then(|c| c.first()).map(|c| &*c.kind);
        charge.or_else(|| {
            bill.unset.iter().find(|u| (&*u.environment, &*u.resource) == *place).map(|u| &*u.kind)
        })
    };
    let mut covered: BTreeSet<Place<'_>> = BTreeSet::new();
    let (mut rows, mut unmatched) = (Vec::new(), Vec::new());
    for row in &table.rows {
        let in_environment =
            |place: &Place<'_>| row.environment.as_deref().is_none_or(|e| e == place.0);
        let mine: Vec<Place<'_>> = match row.resources.is_empty() {
            false => places
                .keys()
                .filter(|p| in_environment(p) && row.resources.iter().any(|r| &**r == p.1))
                .copied()
                .collect(),
            true => {
                by_name(row, places.keys().filter(|p| in_environment(p)).copied(), &kind_of, kinds)
            }
        };
        // A resource counts once: in the first row that covers it.
        let mine: Vec<Place<'_>> = mine.into_iter().filter(|p| covered.insert(*p)).collect();
        let compared = compared(&row.item, row, &mine, &places, bill)?;
        if mine.is_empty() { unmatched.push(compared) } else { rows.push(compared) }
    }
    let mut missing = Vec::new();
    for place in places.keys().filter(|p| !covered.contains(*p)) {
        let row = TableRow {
            item: Arc::from(place.1),
            monthly: Number::ZERO,
            service: None,
            resources: Vec::new(),
            environment: Some(Arc::from(place.0)),
            note: None,
            line: 0,
        };
        missing.push(compared(&row.item, &row, &[*place], &places, bill)?);
    }
    missing.sort_by(|a, b| {
        b.delta.expected.abs().cmp(&a.delta.expected.abs()).then(a.item.cmp(&b.item))
    });
    Some(Comparison {
        document: Arc::clone(&table.name),
        rows,
        missing,
        unmatched,
        before: table.total()?,
        after: bill.total()?,
    })
}

/// The resources of the one kind that a row's words name.
fn by_name<'a>(
    row: &TableRow,
    places: impl Iterator<Item = Place<'a>>,
    kind_of: &impl Fn(&Place<'a>) -> Option<&'a str>,
    kinds: &BTreeMap<Arc<str>, Arc<Kind>>,
) -> Vec<Place<'a>> {
    let places: Vec<Place<'a>> = places.collect();
    let words = |text: &str| text.to_lowercase().trim().to_owned();
    let item = words(&row.item);
    let service = row.service.as_deref().map(words);
    let named = |kind: &Kind| {
        let names = kind.aliases.iter().chain([&kind.title]).chain(kind.title_ja.iter());
        let names: Vec<String> = names.map(|n| words(n)).collect();
        names.iter().any(|n| *n == item || service.as_ref() == Some(n))
    };
    let mut fitting: BTreeSet<&str> = BTreeSet::new();
    for place in &places {
        if let Some(kind) = kind_of(place)
            && kinds.get(kind).is_some_and(|k| named(k))
        {
            fitting.insert(kind);
        }
    }
    // Two kinds of one name: the row does not say which.
    match fitting.len() {
        1 => {
            places.into_iter().filter(|p| kind_of(p).is_some_and(|k| fitting.contains(k))).collect()
        }
        _ => Vec::new(),
    }
}

fn compared(
    item: &Arc<str>,
    row: &TableRow,
    mine: &[Place<'_>],
    places: &BTreeMap<Place<'_>, Vec<&Charge>>,
    bill: &Bill,
) -> Option<ComparedRow> {
    let charges: Vec<&Charge> =
        mine.iter().filter_map(|p| places.get(p)).flatten().copied().collect();
    let estimate = charges.iter().try_fold(Cases::ZERO, |sum, c| sum.plus(c.cost))?;
    let parts = charges.iter().map(|c| Part {
        resource: Arc::clone(&c.resource),
        meter: Arc::clone(&c.meter),
        formula: Arc::clone(&c.formula),
        cost: c.cost,
        list_cost: c.list_cost,
        pool: c.pool.clone(),
    });
    let mut unset: Vec<Arc<str>> = Vec::new();
    for u in bill.unset.iter().filter(|u| mine.contains(&(&u.environment, &u.resource))) {
        let name: Arc<str> = Arc::from(format!("{}.{}", u.resource, u.input));
        if !unset.contains(&name) {
            unset.push(name);
        }
    }
    Some(ComparedRow {
        item: Arc::clone(item),
        environment: row.environment.clone(),
        note: row.note.clone(),
        document: row.monthly,
        estimate,
        delta: estimate.minus(Cases::same(row.monthly))?,
        parts: parts.collect(),
        unset,
    })
}
