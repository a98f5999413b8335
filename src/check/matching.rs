//! `match`: which resources a rule is about.
//!
//! All keys must hold, any value of a list is enough, `*` stands for anything.
//! The same grammar as that of off-hours policies, with the names that a
//! topology has beside those of a live account.

use crate::bill::Charge;
use crate::catalog::matches;
use crate::topology::Resource;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The value of `tags: {Env: absent}`.
const ABSENT: &str = "absent";

/// Globs by what they are laid on; an empty list holds for everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Match {
    pub environments: Vec<Arc<str>>,
    pub kinds: Vec<Arc<str>>,
    pub resources: Vec<Arc<str>>,
    pub accounts: Vec<Arc<str>>,
    pub regions: Vec<Arc<str>>,
    /// Of the Tagging API: `ecs:service`.
    pub types: Vec<Arc<str>>,
    pub tags: Vec<(Arc<str>, Vec<Arc<str>>)>,
}

/// What a match looks at.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    pub environment: &'a str,
    pub kind: &'a str,
    pub resource: &'a str,
    pub account: Option<&'a str>,
    pub region: Option<&'a str>,
    pub types: &'a [Arc<str>],
    pub tags: &'a BTreeMap<Arc<str>, Arc<str>>,
}

impl<'a> Facts<'a> {
    pub fn of_resource(resource: &'a Resource) -> Facts<'a> {
        Facts {
            environment: &resource.environment,
            kind: &resource.kind.name,
            resource: &resource.name,
            account: resource.account.as_deref(),
            region: Some(&resource.region),
            types: &resource.kind.live,
            tags: &resource.tags,
        }
    }

    /// Of a line that belongs to no resource: a commitment that nobody uses.
    pub fn of_charge(charge: &'a Charge) -> Facts<'a> {
        Facts {
            environment: &charge.environment,
            kind: &charge.kind,
            resource: &charge.resource,
            account: charge.account.as_deref(),
            region: charge.key.as_ref().map(|key| &*key.region),
            types: &[],
            tags: &charge.tags,
        }
    }
}

/// Whether one of the globs fits, or there is none.
fn any(globs: &[Arc<str>], text: Option<&str>) -> bool {
    globs.is_empty() || text.is_some_and(|text| globs.iter().any(|glob| matches(glob, text)))
}

impl Match {
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        let types =
            self.types.is_empty() || facts.types.iter().any(|of| any(&self.types, Some(of)));
        let tag = |(key, values): &(Arc<str>, Vec<Arc<str>>)| match facts.tags.get(key) {
            None => values.iter().any(|value| &**value == ABSENT),
            Some(tag) => values.iter().any(|value| &**value != ABSENT && matches(value, tag)),
        };
        any(&self.environments, Some(facts.environment))
            && any(&self.kinds, Some(facts.kind))
            && any(&self.resources, Some(facts.resource))
            && any(&self.accounts, facts.account)
            && any(&self.regions, facts.region)
            && types
            && self.tags.iter().all(tag)
    }
}
