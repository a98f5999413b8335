//! The lines of a bill put together: sections, resources, sellers.

use crate::bill::{Bill, Charge};
use crate::quantity::{Cases, Number};
use crate::report::GroupBy;
use crate::text::{Lang, Word};
use std::collections::{BTreeMap, BTreeSet};

/// The sum of some lines. `None` if it does not fit.
pub(super) fn cost(charges: &[&Charge]) -> Option<Cases<Number>> {
    charges.iter().try_fold(Cases::ZERO, |sum, charge| sum.plus(charge.cost))
}

/// A part of the table with its own total.
pub(super) struct Section<'a> {
    /// `None`: the bill is not divided.
    pub(super) name: Option<String>,
    pub(super) resources: Vec<Lines<'a>>,
    pub(super) total: Option<Cases<Number>>,
}

/// The lines of one resource in a section.
pub(super) struct Lines<'a> {
    /// With its environment in front where the section does not say which.
    pub(super) name: String,
    pub(super) charges: Vec<&'a Charge>,
}

/// Whether the bill spans several environments, so that names need theirs.
pub(super) fn several_environments(bill: &Bill) -> bool {
    let mut names = bill
        .charges
        .iter()
        .map(|c| &c.environment)
        .chain(bill.unpriced.iter().map(|u| &u.environment))
        .chain(bill.unset.iter().map(|u| &u.environment));
    let first = names.next();
    names.any(|name| Some(name) != first)
}

/// A resource's name, with its environment where there are several.
pub(super) fn place(several: bool, environment: &str, resource: &str) -> String {
    if several { format!("{environment}/{resource}") } else { resource.to_owned() }
}

/// The bill in sections, in the order of their names.
pub(super) fn sections<'a>(bill: &'a Bill, by: &GroupBy, lang: Lang) -> Vec<Section<'a>> {
    let several = several_environments(bill);
    let untagged = Word::Untagged.in_lang(lang);
    let name = |charge: &'a Charge| -> &'a str {
        match by {
            GroupBy::Resource | GroupBy::Environment => &charge.environment,
            GroupBy::Service => charge.key.as_ref().map_or(charge.seller(), |key| &key.service),
            GroupBy::Kind => &charge.kind,
            GroupBy::Tag(tag) => charge.tags.get(tag.as_str()).map_or(untagged, |value| value),
        }
    };
    let divided = several || !matches!(by, GroupBy::Resource);
    let by_environment = matches!(by, GroupBy::Resource | GroupBy::Environment);
    let mut groups: BTreeMap<&str, Vec<&Charge>> = BTreeMap::new();
    for charge in &bill.charges {
        groups.entry(if divided { name(charge) } else { "" }).or_default().push(charge);
    }
    groups
        .into_iter()
        .map(|(name, charges)| Section {
            name: divided.then(|| {
                if name.is_empty() { Word::Other.in_lang(lang).to_owned() } else { name.to_owned() }
            }),
            total: cost(&charges),
            resources: resources(&charges, several && !by_environment),
        })
        .collect()
}

fn resources<'a>(charges: &[&'a Charge], several: bool) -> Vec<Lines<'a>> {
    charges
        .chunk_by(|a, b| (&a.environment, &a.resource) == (&b.environment, &b.resource))
        .filter_map(|chunk| {
            let first = chunk.first()?;
            let name = place(several, &first.environment, &first.resource);
            Some(Lines { name, charges: chunk.to_vec() })
        })
        .collect()
}

/// What each seller gets, AWS first; empty where there is only one.
pub(super) fn sellers(bill: &Bill, lang: Lang) -> Vec<(String, Option<Cases<Number>>)> {
    let names: BTreeSet<(bool, &str)> =
        bill.charges.iter().map(|c| (c.seller() != "aws", c.seller())).collect();
    if names.len() < 2 {
        return Vec::new();
    }
    names
        .into_iter()
        .map(|(_, seller)| {
            let charges: Vec<&Charge> =
                bill.charges.iter().filter(|c| c.seller() == seller).collect();
            let name = if seller.is_empty() { Word::Other.in_lang(lang) } else { seller };
            (name.to_owned(), cost(&charges))
        })
        .collect()
}
