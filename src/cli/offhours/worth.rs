//! What an hour of being up costs, for those who are told that something goes
//! off.
//!
//! What a resource is made of is asked only for the few that a notice is about,
//! and the catalogue prices it as it does a plan. Only meters that stop with it
//! count: storage bills on. A resource of which a part has no price has none.

use super::world::World;
use crate::bill::OffHours;
use crate::cli::modelled::modelled;
use crate::cloud::Session;
use crate::diagnostic::{Diagnostics, Sources};
use crate::inventory;
use crate::offhours::{Target, schedule_all};
use crate::quantity::Number;
use std::collections::{BTreeMap, BTreeSet};

/// By id, in USD, at list; nothing for what cannot be priced.
pub fn hourly(
    ids: &BTreeSet<&str>,
    sessions: &[Session],
    world: &mut World,
    sources: &mut Sources,
) -> BTreeMap<String, Number> {
    let about = |target: &&Target| ids.contains(target.id.as_str());
    let mut targets: Vec<Target> = world.targets.iter().filter(about).cloned().collect();
    inventory::define(sessions, &mut targets);
    // A price that cannot be had keeps nobody from being told.
    bills(&targets, world, sources).unwrap_or_default()
}

fn bills(
    targets: &[Target],
    world: &mut World,
    sources: &mut Sources,
) -> Result<BTreeMap<String, Number>, Diagnostics> {
    let found = modelled(targets, "the inventory", &mut world.session, sources)?;
    let mut project = world.session.project(&found.document, None, sources)?;
    schedule_all(&mut project, |_, _| None);
    let bill = world.session.bill(&project, sources)?.bill;
    let mut unknown: BTreeSet<usize> = found.unpriced.into_keys().collect();
    let owner = |resource: &str| found.owners.get(resource).copied();
    unknown.extend(bill.unpriced.iter().filter_map(|line| owner(&line.resource)));
    let mut monthly: BTreeMap<usize, Option<Number>> = BTreeMap::new();
    for charge in bill.charges.iter().filter(|c| c.off_hours == Some(OffHours::Stops)) {
        let Some(place) = owner(&charge.resource) else { continue };
        let so_far = monthly.entry(place).or_insert(Some(Number::ZERO));
        *so_far = so_far.and_then(|sum| sum.plus(charge.list_cost.expected));
    }
    // Hours are an exact fraction.
    let (hours, of) = world.session.period.hours();
    let hour = |month: Number| month.times(Number::from(of))?.over(Number::from(hours));
    let known = monthly.into_iter().filter(|(place, _)| !unknown.contains(place));
    let each = known.filter_map(|(place, month)| {
        Some((targets.get(place)?.id.clone(), hour(month?).filter(|n| !n.is_zero())?))
    });
    Ok(each.collect())
}
