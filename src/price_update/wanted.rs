//! Which rows of an offer the catalogue can use.

use crate::catalog::{Kind, MeterKey, keys, matches, patterns};
use crate::diagnostic::{Code, Diagnostic};
use crate::prices::{Book, Region, USD};
use std::cell::RefCell;
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

/// A usage type that holds what a person writes, such as `BoxUsage:*`.
#[derive(Debug)]
struct Pattern {
    /// Where a resource is, unless the key says.
    region: Option<Arc<str>>,
    glob: Arc<str>,
    asked: Meter,
}

/// Every row that can be used, found by service and full usage type.
#[derive(Debug, Default)]
pub struct Wanted {
    slots: Vec<Arc<Slot>>,
    by_name: HashMap<String, HashMap<String, Vec<usize>>>,
    patterns: HashMap<Arc<str>, Vec<Pattern>>,
    /// Regions that are asked for, with their prefixes.
    regions: HashMap<Arc<str>, String>,
    /// Of patterns, made when a row first fits: nobody lists all instance types.
    met: RefCell<Met>,
}

/// Slots of patterns, numbered after the others, by service, region and suffix.
#[derive(Debug, Default)]
struct Met {
    slots: Vec<Arc<Slot>>,
    places: HashMap<(Arc<str>, String, String), usize>,
}

const GLOBAL: &str = "global";

impl Wanted {
    /// Of the kinds that AWS sells, in the regions of a book. What is sold in
    /// another currency is in no list of AWS's.
    pub fn new(kinds: &[Arc<Kind>], book: &Book, filter: &Filter) -> Result<Wanted, Diagnostic> {
        for region in &filter.regions {
            let Region { currency, .. } = book.region(region)?;
            if currency != USD {
                let message = format!("{region} is sold in {currency} by another seller");
                let help = "AWS's price list in USD does not have it";
                return Err(Diagnostic::new(Code::UnknownRegion, message).help(help));
            }
        }
        let mut asked: BTreeMap<Place, BTreeSet<Meter>> = BTreeMap::new();
        let regions: Vec<Arc<str>> = book
            .regions()
            .filter(|r| r.currency == USD)
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
        let mut wanted = Wanted::default();
        for region in book.regions() {
            let code: Arc<str> = Arc::from(region.code.as_str());
            let named = filter.regions.is_empty() || filter.regions.iter().any(|r| **r == *code);
            if named && &*code != GLOBAL {
                wanted.regions.insert(code, region.prefix.clone());
            }
        }
        let of_aws = kinds.iter().filter(|kind| kind.name.starts_with("aws."));
        for key in of_aws.flat_map(|kind| patterns(kind)).filter(|key| chosen(&key.service)) {
            let MeterKey { service, region, usage_type, operation, unit, .. } = key;
            let pattern = Pattern { region, glob: usage_type, asked: (operation, unit) };
            wanted.patterns.entry(service).or_default().push(pattern);
        }
        for ((service, region, suffix), asked) in asked {
            let names = wanted.by_name.entry(service.to_string()).or_default();
            for name in book.names(&region, &suffix) {
                names.entry(name).or_default().push(wanted.slots.len());
            }
            wanted.slots.push(Arc::new(Slot { service, region, suffix, asked }));
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

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Every slot that is asked for or was met, by its number.
    pub fn all(&self) -> Vec<Arc<Slot>> {
        self.slots.iter().chain(&self.met.borrow().slots).cloned().collect()
    }

    /// Whether a slot is of a pattern.
    pub fn is_met(&self, number: usize) -> bool {
        number >= self.slots.len()
    }

    pub fn slot(&self, number: usize) -> Option<Arc<Slot>> {
        let met = || number.checked_sub(self.slots.len());
        match self.slots.get(number) {
            Some(slot) => Some(Arc::clone(slot)),
            None => self.met.borrow().slots.get(met()?).cloned(),
        }
    }

    /// The ways to write each usage type of a service in a region, the one with AWS's
    /// own prefix first. Of what is written freely those that the book has.
    pub fn names(&self, service: &str, region: &str, book: &Book) -> Vec<Vec<String>> {
        if let Ok(pack) = book.pack(region) {
            for line in pack.lines() {
                let mut fields = line.split(',');
                if let (Some(of), Some(usage)) = (fields.next(), fields.next())
                    && of == service
                {
                    self.find(of, usage, region);
                }
            }
        }
        let of_here = |s: &Arc<Slot>| &*s.service == service && &*s.region == region;
        let named = |slot: Arc<Slot>| {
            let mut names = book.names(region, &slot.suffix);
            // The last is the one with the prefix, where there is one.
            names.reverse();
            names
        };
        self.all().into_iter().filter(of_here).map(named).collect()
    }

    /// The slots of a row; `region` is what the row says of itself, or the file.
    pub fn find(&self, service: &str, usage_type: &str, region: &str) -> Vec<usize> {
        let named = self.by_name.get(service).and_then(|names| names.get(usage_type));
        let here = |i: &usize| {
            self.slots.get(*i).is_some_and(|s| &*s.region == GLOBAL || &*s.region == region)
        };
        let found: Vec<usize> = named.into_iter().flatten().copied().filter(here).collect();
        if found.is_empty() {
            return self.meet(service, usage_type, region).into_iter().collect();
        }
        found
    }

    /// The slot of a row that fits a pattern, made if it is the first.
    fn meet(&self, service: &str, usage_type: &str, region: &str) -> Option<usize> {
        let (service, patterns) = self.patterns.get_key_value(service)?;
        let (region, prefix) = self.regions.get_key_value(region)?;
        let bare = |prefix: &str| usage_type.strip_prefix(prefix)?.strip_prefix('-');
        let own = if prefix.is_empty() { None } else { bare(prefix) };
        let suffix = own.or_else(|| bare(region)).unwrap_or(usage_type);
        let fits = |p: &&Pattern| p.region.is_none() && matches(&p.glob, suffix);
        let asked: BTreeSet<Meter> =
            patterns.iter().filter(fits).map(|p| p.asked.clone()).collect();
        if asked.is_empty() {
            return None;
        }
        let place = (Arc::clone(service), region.to_string(), suffix.to_owned());
        let mut met = self.met.borrow_mut();
        let next = self.slots.len() + met.slots.len();
        if let Some(number) = met.places.get(&place) {
            return Some(*number);
        }
        met.slots.push(Arc::new(Slot {
            service: Arc::clone(service),
            region: Arc::clone(region),
            suffix: Arc::from(suffix),
            asked,
        }));
        met.places.insert(place, next);
        Some(next)
    }
}
