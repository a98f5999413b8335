//! Which rows of an offer the catalogue can use.

use crate::catalog::{Kind, keys};
use crate::diagnostic::Diagnostic;
use crate::prices::Book;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What an update is limited to; empty is everything.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub services: Vec<String>,
    pub regions: Vec<String>,
}

/// Operation and unit of a meter.
type Meter = (Arc<str>, Arc<str>);

/// Service, region and usage type without prefix.
type Place = (Arc<str>, Arc<str>, Arc<str>);

/// A usage type that some meter names, in one region.
#[derive(Clone, Debug)]
pub struct Slot {
    pub service: Arc<str>,
    pub region: Arc<str>,
    pub suffix: Arc<str>,
    /// Of each meter that names it.
    pub asked: BTreeSet<Meter>,
}

/// Every row that can be used, found by service and full usage type.
#[derive(Debug)]
pub struct Wanted {
    pub slots: Vec<Slot>,
    by_name: HashMap<String, HashMap<String, Vec<usize>>>,
}

const GLOBAL: &str = "global";

/// Whether a word is a region in usage types: `APN1`, `USE2`.
fn is_prefix(word: &str) -> bool {
    word.len() <= 5 && word.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(char::is_uppercase)
}

impl Wanted {
    /// Of the kinds that AWS sells, in the regions of a book.
    pub fn new(kinds: &[Arc<Kind>], book: &Book, filter: &Filter) -> Result<Wanted, Diagnostic> {
        for region in &filter.regions {
            book.region(region)?;
        }
        let mut asked: BTreeMap<Place, BTreeSet<Meter>> = BTreeMap::new();
        let regions: Vec<Arc<str>> = book
            .regions()
            .map(|r| Arc::from(r.code.as_str()))
            .filter(|code: &Arc<str>| &**code != GLOBAL)
            .collect();
        let chosen = |service: &str| {
            filter.services.is_empty() || filter.services.iter().any(|s| s == service)
        };
        let of_aws = kinds.iter().filter(|kind| {
            kind.name.starts_with("aws.") && kind.meters.iter().any(|m| chosen(&m.service))
        });
        for key in of_aws.flat_map(|kind| keys(kind)).filter(|key| chosen(&key.service)) {
            let own = key.region.as_ref().map(std::slice::from_ref);
            for region in own.unwrap_or(&regions) {
                // What is global is bought from every region.
                let here = filter.regions.is_empty()
                    || &**region == GLOBAL
                    || filter.regions.iter().any(|r| **r == **region);
                if here {
                    let place = (key.service.clone(), region.clone(), key.usage_type.clone());
                    let of = (key.operation.clone(), key.unit.clone());
                    asked.entry(place).or_default().insert(of);
                }
            }
        }
        let mut wanted = Wanted { slots: Vec::with_capacity(asked.len()), by_name: HashMap::new() };
        for ((service, region, suffix), asked) in asked {
            let names = wanted.by_name.entry(service.to_string()).or_default();
            for name in book.names(&region, &suffix) {
                names.entry(name).or_default().push(wanted.slots.len());
            }
            wanted.slots.push(Slot { service, region, suffix, asked });
        }
        Ok(wanted)
    }

    /// Service codes, sorted.
    pub fn services(&self) -> BTreeSet<&str> {
        self.slots.iter().map(|slot| &*slot.service).collect()
    }

    /// The regions in which a service has a key.
    pub fn regions(&self, service: &str) -> BTreeSet<&str> {
        self.slots.iter().filter(|s| &*s.service == service).map(|s| &*s.region).collect()
    }

    /// The ways to write each usage type of a service in a region, the one with AWS's
    /// own prefix first.
    pub fn names(&self, service: &str, region: &str) -> Vec<Vec<String>> {
        let mut by_slot: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (name, slots) in self.by_name.get(service).into_iter().flatten() {
            for slot in slots {
                if self.slots.get(*slot).is_some_and(|s| &*s.region == region) {
                    by_slot.entry(*slot).or_default().push(name.clone());
                }
            }
        }
        for names in by_slot.values_mut() {
            // `APN1-X` before `ap-northeast-1-X` and the bare `X`.
            names.sort_by_key(|name| (!name.starts_with(char::is_uppercase), name.clone()));
            names.sort_by_key(|name| !name.split('-').next().is_some_and(is_prefix));
        }
        by_slot.into_values().collect()
    }

    /// The slots of a row; `region` is what the row says of itself, or the file.
    pub fn find(
        &self,
        service: &str,
        usage_type: &str,
        region: &str,
    ) -> impl Iterator<Item = usize> {
        let named = self.by_name.get(service).and_then(|names| names.get(usage_type));
        let here = move |i: &usize| {
            self.slots.get(*i).is_some_and(|s| &*s.region == GLOBAL || &*s.region == region)
        };
        named.into_iter().flatten().copied().filter(here)
    }
}
