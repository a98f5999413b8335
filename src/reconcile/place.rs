//! Which lines of the estimate a line of the bill belongs to.
//!
//! The bill key must agree; then the tags decide, exactly where they are there.
//! A line without a resource belongs to all of its environment that have the
//! key, and one without an environment to all that have it anywhere. A tag that
//! names something else is no match: usage of a service that the file does not
//! have is new, and not more of another service.

use crate::bill::{BillKey, Charge, LineKey, PriceKey};
use crate::catalog::matches;
use crate::topology::{MatchRule, Matching};
use std::collections::HashMap;
use std::sync::Arc;

/// The lines of an estimate by usage type.
pub(super) struct Places<'a> {
    charges: &'a [Charge],
    by_usage: HashMap<&'a str, Vec<usize>>,
    /// The file names no environments, so a tag cannot contradict.
    single: bool,
}

/// The environment of a file that names none.
const DEFAULT: &str = "default";

impl<'a> Places<'a> {
    pub(super) fn new(charges: &'a [Charge]) -> Places<'a> {
        let mut by_usage: HashMap<&str, Vec<usize>> = HashMap::new();
        for (i, charge) in charges.iter().enumerate() {
            if let Some(key) = &charge.key {
                by_usage.entry(&key.usage_type).or_default().push(i);
            }
        }
        let single = charges.iter().all(|c| &*c.environment == DEFAULT);
        Places { charges, by_usage, single }
    }

    /// The lines that share `line`, whose tags are `environment` and `resource`.
    pub(super) fn of(&self, line: &LineKey, environment: &str, resource: &str) -> Vec<usize> {
        let candidates = self.by_usage.get(&*line.key.usage_type).map_or(&[][..], Vec::as_slice);
        let fits = |i: &&usize| {
            self.charges.get(**i).is_some_and(|charge| {
                charge.key.as_ref().is_some_and(|key| covers(key, &line.key))
                    && (environment.is_empty()
                        || self.single
                        || *charge.environment == *environment)
                    && (resource.is_empty() || *charge.resource == *resource)
            })
        };
        candidates.iter().filter(fits).copied().collect()
    }
}

/// The rule of the two keys, for a bill that may leave parts of its key out:
/// Cost Explorer has no operation, and no service where it groups by others.
fn covers(price: &PriceKey, row: &BillKey) -> bool {
    if price.covers(row) {
        return true;
    }
    let blank =
        |own: &Arc<str>, of: &Arc<str>| if own.is_empty() { of.clone() } else { own.clone() };
    let (service, operation) = (&price.service, &price.operation);
    price.covers(&BillKey {
        product_code: blank(&row.product_code, service),
        service: blank(&row.service, service),
        usage_type: row.usage_type.clone(),
        operation: blank(&row.operation, operation),
    })
}

/// The tags of a line, with what a rule says about those that are not there.
pub(super) fn tags<'a>(line: &'a LineKey, matching: &'a Matching) -> (&'a str, &'a str) {
    let rule = matching.rules.iter().find(|rule| holds(rule, line));
    let or = |own: &'a str, ruled: Option<&'a Arc<str>>| match (own, ruled) {
        ("", Some(ruled)) => ruled,
        (own, _) => own,
    };
    (
        or(&line.environment, rule.and_then(|r| r.environment.as_ref())),
        or(&line.resource, rule.and_then(|r| r.resource.as_ref())),
    )
}

fn holds(rule: &MatchRule, line: &LineKey) -> bool {
    let is = |glob: &Option<Arc<str>>, text: &str| glob.as_ref().is_none_or(|g| matches(g, text));
    (is(&rule.service, &line.key.product_code) || is(&rule.service, &line.key.service))
        && is(&rule.usage_type, &line.key.usage_type)
        && is(&rule.operation, &line.key.operation)
        && is(&rule.account, &line.account)
}
