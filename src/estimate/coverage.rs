//! What became of everything that Terraform holds.
//!
//! A bill that leaves a resource out in silence is believed too much. Every
//! instance is in one class, and the classes are counted.

use crate::bill::{Bill, Caveat};
use crate::diagnostic::Code;
use crate::topology::{Base, Class, Environment, Project};
use foldhash::{HashMap, HashSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an instance ended as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ended {
    /// It has lines with a price, or a price of nothing.
    Estimated,
    /// It costs nothing by itself.
    Free,
    /// It is counted with another.
    Part,
    /// All that it costs depends on a usage that nobody stated.
    UnsetUsage,
    /// Something that it costs by is not known.
    UnknownValue,
    /// The catalogue has no kind for it.
    NotSupported,
}

impl Ended {
    pub const ALL: [Ended; 6] = [
        Ended::Estimated,
        Ended::Free,
        Ended::Part,
        Ended::UnsetUsage,
        Ended::UnknownValue,
        Ended::NotSupported,
    ];

    /// As it stands in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Ended::Estimated => "estimated",
            Ended::Free => "free",
            Ended::Part => "part",
            Ended::UnsetUsage => "unset_usage",
            Ended::UnknownValue => "unknown_value",
            Ended::NotSupported => "not_supported",
        }
    }
}

/// How many instances of each type ended how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub types: BTreeMap<(Ended, Arc<str>), usize>,
}

impl Coverage {
    pub fn total(&self) -> usize {
        self.types.values().sum()
    }

    pub fn count(&self, ended: Ended) -> usize {
        self.of(ended).map(|(_, count)| count).sum()
    }

    /// The types that ended so.
    pub fn of(&self, ended: Ended) -> impl Iterator<Item = (&Arc<str>, usize)> {
        let own = self.types.iter().filter(move |((known, _), _)| *known == ended);
        own.map(|((_, name), count)| (name, *count))
    }
}

/// The coverage of a project; `None` where nothing comes from Terraform.
pub fn coverage(project: &Project, bill: &Bill) -> Option<Coverage> {
    let mut coverage = None;
    for environment in &project.environments {
        let Some(base) = &environment.base else { continue };
        let found: &mut Coverage = coverage.get_or_insert_default();
        let own = |name: &Arc<str>| *name == environment.name;
        let unpriced = bill.unpriced.iter().filter(|u| own(&u.environment));
        let unpriced: HashSet<&Arc<str>> = unpriced.map(|u| &u.resource).collect();
        let charged = bill.charges.iter().filter(|c| own(&c.environment));
        let charged: HashSet<&Arc<str>> = charged.map(|c| &c.resource).collect();
        let unset = bill.unset.iter().filter(|u| own(&u.environment));
        let unset: HashSet<&Arc<str>> = unset.map(|u| &u.resource).collect();
        let present: HashSet<&Arc<str>> = environment.resources.iter().map(|r| &r.name).collect();
        let mut counts: HashMap<(Ended, &Arc<str>), usize> = HashMap::default();
        for seen in &base.seen {
            let has = |set: &HashSet<&Arc<str>>| seen.names.iter().any(|name| set.contains(name));
            let ended = match &seen.class {
                // A person gave it a type of the catalogue.
                _ if present.contains(&seen.address) && seen.names.is_empty() => Ended::Estimated,
                Class::Free => Ended::Free,
                Class::Part(_) => Ended::Part,
                Class::Unknown => Ended::UnknownValue,
                Class::Unsupported => Ended::NotSupported,
                Class::Mapped if has(&unpriced) => Ended::UnknownValue,
                Class::Mapped if has(&charged) => Ended::Estimated,
                Class::Mapped if has(&unset) => Ended::UnsetUsage,
                Class::Mapped if has(&present) => Ended::Estimated,
                Class::Mapped
                    if environment
                        .caveats
                        .iter()
                        .any(|c| c.resource.as_ref().is_some_and(|r| seen.names.contains(r))) =>
                {
                    Ended::UnknownValue
                }
                // An overlay took it away.
                Class::Mapped => continue,
            };
            *counts.entry((ended, &seen.resource_type)).or_default() += 1;
        }
        for ((ended, name), count) in counts {
            *found.types.entry((ended, Arc::clone(name))).or_default() += count;
        }
    }
    coverage
}

/// What the bill says about what it leaves out.
pub(super) fn caveats(environment: &Environment) -> Vec<Caveat> {
    let mut all = environment.caveats.clone();
    let Some(base) = &environment.base else { return all };
    let present: HashSet<&Arc<str>> = environment.resources.iter().map(|r| &r.name).collect();
    let stated = |resource: &Option<Arc<str>>| {
        resource.as_ref().is_some_and(|name| present.contains(name) && !mapped(base, name))
    };
    all.extend(base.caveats.iter().filter(|c| !stated(&c.resource)).cloned());
    for seen in base.seen.iter().filter(|seen| seen.class == Class::Unsupported) {
        if !present.contains(&seen.address) {
            all.push(Caveat {
                code: Code::KindUnsupported,
                message: Arc::clone(&seen.resource_type),
                resource: Some(Arc::clone(&seen.address)),
                at: None,
            });
        }
    }
    all
}

fn mapped(base: &Base, name: &str) -> bool {
    base.places.contains_key(name)
}
