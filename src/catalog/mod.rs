//! The catalogue: what each kind of resource is billed for.
//!
//! Data, not code: one HCL file per kind, read when a topology names it. The
//! schema is in `docs/reference/formats.md`. Adding a kind is one file and no
//! line of Rust.

mod advice;
mod check;
mod free;
mod holes;
mod kind;
mod load;
mod reader;
mod scope;

pub use advice::{About, AdviceExample, AdviceRule, BreakEvenRule, Change, Evidence, Risk, Said};
pub use check::leaves;
pub use free::{free_class, free_reason};
pub use holes::{
    Audit, Hole, Listed, MeterKey, audit, check_listed, keys, listed, patterns, read_holes,
};
pub use kind::{
    Amount, CaveatRule, Check, Example, Input, InputType, Kind, Ladder, Mapping, Meter, Pool,
    PoolScope, Role, Tiers, matches,
};
pub use scope::{Each, KindScope};

use crate::diagnostic::{Code, Diagnostic, FileId, Sources, nearest};
use crate::parallel::of_each;
use std::collections::HashMap;
use std::sync::Arc;

// KINDS: (kind, file, text); SHARED: (file, text); READERS: (type, kind); FREE: (type,
// reason); PARTS: (type, kinds); ASKED: types, sorted.
include!(concat!(env!("OUT_DIR"), "/catalog.rs"));

/// A file of a user's own catalogue.
#[derive(Clone, Debug)]
pub struct CatalogFile {
    /// `aws/nat_gateway.hcl`.
    pub path: String,
    pub text: String,
}

/// Kinds by name. Each is parsed when first asked for.
#[derive(Debug)]
pub struct Catalog {
    texts: HashMap<String, (String, String)>,
    pools_text: (String, String),
    loaded: HashMap<String, Arc<Kind>>,
    pools: Option<Arc<[Pool]>>,
    advice: Option<Arc<[Arc<AdviceRule>]>>,
    /// The kinds that read a Terraform type, in the order of their names.
    readers: HashMap<String, Vec<String>>,
    /// Whether all mappings are ours, so that what they ask is known.
    is_ours: bool,
    /// Whether kinds are read with their examples.
    examples: bool,
}

impl Catalog {
    /// The catalogue that the binary carries.
    pub fn embedded() -> Catalog {
        let text = |name: &str| {
            let found = SHARED.iter().find(|(file, _)| *file == name);
            (format!("catalog/{name}"), found.map_or(String::new(), |(_, text)| (*text).to_owned()))
        };
        let mut readers: HashMap<String, Vec<String>> = HashMap::new();
        for (resource_type, kind) in READERS {
            readers.entry((*resource_type).to_owned()).or_default().push((*kind).to_owned());
        }
        Catalog {
            readers,
            is_ours: true,
            examples: false,
            texts: KINDS
                .iter()
                .map(|(kind, file, text)| {
                    ((*kind).to_owned(), (format!("catalog/{file}"), (*text).to_owned()))
                })
                .collect(),
            pools_text: text("pools.hcl"),
            loaded: HashMap::new(),
            pools: None,
            advice: None,
        }
    }

    /// The same, whose kinds have their examples: what proves them, and what no
    /// bill needs.
    pub fn with_examples(self) -> Catalog {
        Catalog { examples: true, ..self }
    }

    /// Adds a user's kinds; one of the same name replaces ours. Each is read at
    /// once, and everything that is wrong with any is returned.
    pub fn add(
        &mut self,
        files: &[CatalogFile],
        sources: &mut Sources,
    ) -> Result<Vec<Arc<Kind>>, Vec<Diagnostic>> {
        let (mut kinds, mut errors) = (Vec::new(), Vec::new());
        self.is_ours &= files.is_empty();
        for file in files {
            let id = sources.add(file.path.as_str(), file.text.as_str());
            match load::kind(&file.text, id) {
                Ok(kind) => {
                    let name = kind.name.to_string();
                    self.texts.insert(name.clone(), (file.path.clone(), file.text.clone()));
                    self.reads(&kind);
                    let kind = Arc::new(kind);
                    self.loaded.insert(name, Arc::clone(&kind));
                    kinds.push(kind);
                }
                Err(list) => errors.extend(list),
            }
        }
        if errors.is_empty() { Ok(kinds) } else { Err(errors) }
    }

    /// The names of all kinds, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.texts.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// The kind of that name. An unknown name is one diagnostic without a
    /// place; the caller knows where it was written.
    pub fn kind(
        &mut self,
        name: &str,
        sources: &mut Sources,
    ) -> Result<Arc<Kind>, Vec<Diagnostic>> {
        if let Some(kind) = self.loaded.get(name) {
            return Ok(Arc::clone(kind));
        }
        let Some((file, text)) = self.texts.get(name) else {
            let near = nearest(name, self.names());
            let help = near.map_or_else(
                || "`kanjo schema --kinds` lists what the catalogue has".to_owned(),
                |n| format!("did you mean `{n}`?"),
            );
            return Err(vec![
                Diagnostic::new(Code::UnknownKind, format!("no kind is called `{name}`"))
                    .help(help),
            ]);
        };
        let id = sources.add(file.as_str(), text.as_str());
        let kind = Arc::new(self.parsed(text, id)?);
        self.loaded.insert(name.to_owned(), Arc::clone(&kind));
        Ok(kind)
    }

    fn parsed(&self, text: &str, id: FileId) -> Result<Kind, Vec<Diagnostic>> {
        match self.examples {
            true => load::kind(text, id),
            false => load::kind(&load::without_examples(text), id),
        }
    }

    /// Reads kinds before they are asked for one by one, on two threads. What is
    /// wrong with one is said when it is asked for.
    pub fn read_ahead(&mut self, names: &[String], sources: &mut Sources) {
        let wanted = names.iter().filter(|name| !self.loaded.contains_key(*name));
        let wanted = wanted.filter_map(|name| {
            let (file, text) = self.texts.get(name)?;
            Some((name, text, sources.add(file.as_str(), text.as_str())))
        });
        let wanted: Vec<(&String, &String, FileId)> = wanted.collect();
        let kinds = of_each(&wanted, |(name, text, id)| {
            Some(((*name).clone(), Arc::new(self.parsed(text, *id).ok()?)))
        });
        self.loaded.extend(kinds.into_iter().flatten());
    }

    /// Notes which Terraform types a user's kind reads.
    fn reads(&mut self, kind: &Kind) {
        self.readers.values_mut().for_each(|kinds| kinds.retain(|name| **name != *kind.name));
        for mapping in &kind.terraform {
            let kinds = self.readers.entry(mapping.resource_type.to_string()).or_default();
            if !kinds.iter().any(|name| **name == *kind.name) {
                kinds.push(kind.name.to_string());
            }
        }
    }

    /// The kinds that read a Terraform type.
    pub fn readers(&self, resource_type: &str) -> Vec<String> {
        self.readers.get(resource_type).cloned().unwrap_or_default()
    }

    /// Whether a mapping may look at the values of a Terraform type.
    pub fn asks(&self, resource_type: &str) -> bool {
        !self.is_ours
            || self.readers.contains_key(resource_type)
            || ASKED.binary_search(&resource_type).is_ok()
    }

    /// The free allowances.
    pub fn pools(&mut self, sources: &mut Sources) -> Result<Arc<[Pool]>, Vec<Diagnostic>> {
        if let Some(pools) = &self.pools {
            return Ok(Arc::clone(pools));
        }
        let id = sources.add(self.pools_text.0.as_str(), self.pools_text.1.as_str());
        let pools: Arc<[Pool]> = load::pools(&self.pools_text.1, id)?.into();
        self.pools = Some(Arc::clone(&pools));
        Ok(pools)
    }

    /// The advice rules, file by file.
    pub fn advice(
        &mut self,
        sources: &mut Sources,
    ) -> Result<Arc<[Arc<AdviceRule>]>, Vec<Diagnostic>> {
        if let Some(rules) = &self.advice {
            return Ok(Arc::clone(rules));
        }
        let (mut rules, mut errors) = (Vec::new(), Vec::new());
        for (name, text) in SHARED.iter().filter(|(name, _)| name.starts_with("advice/")) {
            let id = sources.add(format!("catalog/{name}"), *text);
            match advice::rules(text, id) {
                Ok(found) => rules.extend(found.into_iter().map(Arc::new)),
                Err(list) => errors.extend(list),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let rules: Arc<[Arc<AdviceRule>]> = rules.into();
        self.advice = Some(Arc::clone(&rules));
        Ok(rules)
    }
}
