//! How well the bill is tagged, and how much of it is production.
//!
//! The population is usage. Tax, credits and fees carry no tags: counting them
//! would raise the untagged share of a well-tagged bill by their whole weight.

use crate::bill::Actual;
use crate::quantity::Number;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Account, service, usage type.
pub type Untagged = (Arc<str>, Arc<str>, Arc<str>);

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hygiene {
    /// What the shares are of.
    pub usage: Number,
    /// Shown beside it, never in it.
    pub other: Number,
    pub untagged: Number,
    /// Tagged with an environment that is not production.
    pub non_production: Number,
    pub production: Number,
    /// What is untagged, by account, service and usage type, the dearest first.
    pub by: Vec<(Untagged, Number)>,
}

/// How production is called in practice.
const PRODUCTION: [&str; 4] = ["production", "prod", "prd", "live"];

/// `None` if a sum does not fit.
pub fn hygiene(actual: &Actual) -> Option<Hygiene> {
    let mut found = Hygiene::default();
    let mut by: BTreeMap<Untagged, Number> = BTreeMap::new();
    for line in &actual.lines {
        let l = &line.line;
        if !l.record.is_usage() {
            found.other = found.other.plus(line.billed)?;
            continue;
        }
        found.usage = found.usage.plus(line.billed)?;
        let slot = match &*l.environment {
            "" => {
                let of = (l.account.clone(), l.key.product_code.clone(), l.key.usage_type.clone());
                let sum = by.entry(of).or_default();
                *sum = sum.plus(line.billed)?;
                &mut found.untagged
            }
            name if PRODUCTION.contains(&name.to_lowercase().as_str()) => &mut found.production,
            _ => &mut found.non_production,
        };
        *slot = slot.plus(line.billed)?;
    }
    found.by = by.into_iter().collect();
    found.by.sort_by_key(|(_, cost)| std::cmp::Reverse(cost.abs()));
    Some(found)
}
