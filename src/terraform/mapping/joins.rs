//! Which resource leads to which.
//!
//! An attribute that is known after apply leads by address. One that is known
//! already is text: the `id`, `arn` or name of the other. Both are joins.

use crate::expr::{Origin, Value};
use crate::parallel::{MANY, in_parts};
use crate::terraform::resource::{Configuration, Resource};
use foldhash::HashMap;
use std::collections::BTreeSet;

/// The attributes by which others name a resource that exists.
const NAMES: [&str; 9] = [
    "id",
    "arn",
    "name",
    "family",
    "cluster_identifier",
    "identifier",
    "replication_group_id",
    "function_name",
    "bucket",
];

/// More resources of one name than this are not told apart by it.
const MAX_OWNERS: usize = 16;

/// The joins of a configuration, by place in its list.
pub struct Joins<'c> {
    resources: &'c [Resource],
    /// The module that each is in.
    modules: Vec<&'c str>,
    addresses: HashMap<&'c str, usize>,
    /// By address without the last key, for those that a reference names whole.
    blocks: HashMap<&'c str, Vec<usize>>,
    names: HashMap<&'c str, Vec<usize>>,
    /// In order.
    referrers: HashMap<usize, Vec<usize>>,
    /// Those that may point at one, or at another of its type and name.
    unsure: HashMap<usize, Vec<usize>>,
}

/// What a resource leads to.
#[derive(Default)]
struct Found {
    sure: BTreeSet<usize>,
    unsure: BTreeSet<usize>,
}

impl<'c> Joins<'c> {
    pub fn of(configuration: &'c Configuration) -> Joins<'c> {
        let resources = &configuration.resources[..];
        let mut joins = Joins {
            resources,
            modules: resources.iter().map(module).collect(),
            addresses: HashMap::default(),
            blocks: HashMap::default(),
            names: HashMap::default(),
            referrers: HashMap::default(),
            unsure: HashMap::default(),
        };
        joins.addresses.reserve(resources.len());
        joins.blocks.reserve(resources.len());
        for (i, resource) in resources.iter().enumerate() {
            joins.addresses.insert(&resource.address, i);
            joins.blocks.entry(block(&resource.address)).or_default().push(i);
            let Value::Map(values) = &resource.values else { continue };
            for name in NAMES {
                if let Some(Value::String(text)) = values.get(name)
                    && text.len() > 2
                {
                    let owners = joins.names.entry(text).or_default();
                    if owners.last() != Some(&i) {
                        owners.push(i);
                    }
                }
            }
        }
        let all: Vec<usize> = (0..resources.len()).collect();
        let found = in_parts(&all, MANY, |part| {
            part.iter().map(|i| joins.found(*i)).collect::<Vec<Found>>()
        });
        for (i, found) in found.into_iter().flatten().enumerate() {
            for to in found.unsure.difference(&found.sure).filter(|to| **to != i) {
                joins.unsure.entry(*to).or_default().push(i);
            }
            for to in found.sure.into_iter().filter(|to| *to != i) {
                joins.referrers.entry(to).or_default().push(i);
            }
        }
        joins
    }

    /// All that a resource leads to.
    fn found(&self, from: usize) -> Found {
        let mut found = Found::default();
        let Some(resource) = self.resources.get(from) else { return found };
        for reference in &resource.references {
            found.sure.extend(self.addresses.get(&*reference.address).copied());
        }
        if let Value::Map(values) = &resource.values {
            // Two may have one name; what was written says which is meant.
            let written = |a: &str| resource.references.iter().any(|r| &*r.attribute == a);
            let may =
                |value: &Value| !matches!(value, Value::Null | Value::Bool(_) | Value::Number(_));
            let own = values.iter().filter(|(_, value)| may(value));
            let own = own.filter(|(a, _)| !a.starts_with("tags") && !written(a));
            for (attribute, value) in own {
                self.leads(from, attribute, value, &mut found);
            }
        }
        found
    }

    /// All that a value leads to, however deep it stands.
    fn leads(&self, from: usize, attribute: &str, value: &'c Value, found: &mut Found) {
        match value {
            Value::Unknown(origin) => {
                if let Origin::Computed { address, .. } = &**origin {
                    found.sure.extend(self.at(address));
                }
            }
            Value::String(text) => {
                let own = || NAMES[2..].contains(&attribute) && !attribute.contains('_');
                if self.names.contains_key(&**text) && !own() {
                    self.near(from, text, found);
                }
                // Scaling targets write a path: `service/web/api`.
                if attribute == "resource_id"
                    && let Some((_, last)) = text.rsplit_once('/')
                {
                    self.near(from, last, found);
                }
            }
            Value::List(items) => items.iter().for_each(|v| self.leads(from, attribute, v, found)),
            Value::Map(map) => map.iter().for_each(|(key, v)| self.leads(from, key, v, found)),
            _ => {}
        }
    }

    /// Who has a text as its name. What very many have names nobody.
    fn owners(&self, text: &str) -> impl Iterator<Item = usize> {
        let owners = self.names.get(text).filter(|owners| owners.len() <= MAX_OWNERS);
        owners.into_iter().flatten().copied()
    }

    /// The owners of a text; where several environments use one name, those in
    /// the module that it is written in. Two of one type are not told apart.
    fn near(&self, from: usize, text: &str, found: &mut Found) {
        let own = |i: &usize| self.modules.get(*i) == self.modules.get(from);
        let mut owners: Vec<usize> = self.owners(text).collect();
        if owners.len() > 1 && owners.iter().any(own) {
            owners.retain(own);
        }
        let kind = |i: usize| self.resources.get(i).map(|resource| &resource.kind);
        for owner in &owners {
            let alike = owners.iter().filter(|other| kind(**other) == kind(*owner));
            let into = if alike.count() == 1 { &mut found.sure } else { &mut found.unsure };
            into.insert(*owner);
        }
    }

    fn at(&self, address: &str) -> Option<usize> {
        let exact = self.addresses.get(address).copied();
        exact.or_else(|| self.blocks.get(block(address)).and_then(|all| all.first()).copied())
    }

    /// The resource that a value leads to; of several only one of `kind`, or the
    /// one in the module of `from`.
    pub fn target(
        &self,
        from: &Resource,
        value: &Value,
        kind: Option<&str>,
    ) -> Option<&'c Resource> {
        let fits = |i: &usize| {
            let resource = self.resources.get(*i);
            resource.is_some_and(|r| kind.is_none_or(|kind| kind == &*r.kind))
        };
        let found = match value {
            Value::Unknown(origin) => match &**origin {
                Origin::Computed { address, .. } => self.at(address).filter(fits),
                _ => None,
            },
            Value::String(text) => {
                let owners = self.names.get(&**text)?.iter().filter(|i| fits(i));
                let (home, all) = (module(from), owners.copied().collect::<Vec<usize>>());
                let own = all.iter().filter(|i| self.modules.get(**i) == Some(&home));
                match (&all[..], &own.collect::<Vec<_>>()[..]) {
                    ([only], _) => Some(*only),
                    (_, [only]) => Some(**only),
                    _ => None,
                }
            }
            _ => None,
        };
        self.resources.get(found?)
    }

    /// The resources of a type that point at this one, in order.
    pub fn referrers(&self, resource: &Resource, kind: &str) -> Vec<&'c Resource> {
        let own = self.addresses.get(&*resource.address);
        let all = own.and_then(|own| self.referrers.get(own)).into_iter().flatten();
        all.filter_map(|i| self.resources.get(*i)).filter(|r| &*r.kind == kind).collect()
    }

    /// Those of a type of which nobody knows whether they point at this one.
    pub fn unsure(&self, resource: &Resource, kind: &str) -> Vec<&'c Resource> {
        let own = self.addresses.get(&*resource.address);
        let all = own.and_then(|own| self.unsure.get(own)).into_iter().flatten();
        all.filter_map(|i| self.resources.get(*i)).filter(|r| &*r.kind == kind).collect()
    }

    /// All of a type that have a text as their name.
    pub fn named(&self, text: &str, kind: Option<&str>) -> Vec<&'c Resource> {
        let all = self.owners(text).filter_map(|i| self.resources.get(i));
        all.filter(|resource| kind.is_none_or(|kind| kind == &*resource.kind)).collect()
    }

    /// The resources that an attribute was written in terms of.
    pub fn targets(&self, resource: &Resource, attribute: &str) -> Vec<&'c Resource> {
        let references = resource.references.iter().filter(|r| &*r.attribute == attribute);
        references.filter_map(|r| self.resources.get(self.at(&r.address)?)).collect()
    }
}

/// The address of the module that a resource is in, with the dot behind it.
fn module(resource: &Resource) -> &str {
    let of_kind = |at: &usize| {
        let rest = resource.address.get(*at..).and_then(|rest| rest.strip_prefix(&*resource.kind));
        rest.is_some_and(|rest| rest.starts_with('.'))
    };
    // A name may be that of a type as well: the last one is the type.
    let starts = resource.address.match_indices('.').map(|(at, _)| at + 1);
    let own = starts.rev().find(of_kind).unwrap_or(0);
    resource.address.get(..own).unwrap_or("")
}

/// The address without its last key.
fn block(address: &str) -> &str {
    match address.ends_with(']') {
        true => address.rfind('[').and_then(|at| address.get(..at)).unwrap_or(address),
        false => address,
    }
}
