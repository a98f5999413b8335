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
use crate::parallel::{Threads, of_each};
use foldhash::HashMap;
use std::sync::Arc;

// KINDS: (kind, file, text); SHARED: (file, text); READERS: (type, kind); FREE: (type,
// reason), sorted, and FREE_GLOBS those with a star; PARTS: (type, kinds); ASKED: the
// types that mappings read or ask, sorted.
include!(concat!(env!("OUT_DIR"), "/catalog.rs"));

/// A kind of the binary and its place in `KINDS`.
fn found(name: &str) -> Option<(usize, &'static (&'static str, &'static str, &'static str))> {
    KINDS.iter().enumerate().find(|(_, (kind, ..))| *kind == name)
}

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
    /// A user's kinds in the order in which they were added; the others are `KINDS`.
    own: Vec<(String, CatalogFile)>,
    /// Where `KINDS` and behind them `SHARED` stand in the sources.
    first: Option<FileId>,
    loaded: HashMap<String, Arc<Kind>>,
    pools: Option<Arc<[Pool]>>,
    advice: Option<Arc<[Arc<AdviceRule>]>>,
    /// Whether kinds are read with their examples.
    examples: bool,
}

impl Catalog {
    /// The catalogue that the binary carries.
    pub fn embedded() -> Catalog {
        let (own, loaded) = Default::default();
        Catalog { own, loaded, first: None, pools: None, advice: None, examples: false }
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
        for file in files {
            let id = sources.add(file.path.as_str(), file.text.as_str());
            match load::kind(&file.text, id) {
                Ok(kind) => {
                    let name = kind.name.to_string();
                    self.own.retain(|(known, _)| *known != name);
                    self.own.push((name.clone(), file.clone()));
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
        let own = self.own.iter().map(|(name, _)| name.as_str());
        let mut names: Vec<&str> = KINDS.iter().map(|(name, ..)| *name).chain(own).collect();
        names.sort_unstable();
        names.dedup();
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
        let first = self.shelved(sources);
        let Some((at, (_, _, text))) = found(name) else {
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
        let kind = Arc::new(self.parsed(text, first.after(at))?);
        self.loaded.insert(name.to_owned(), Arc::clone(&kind));
        Ok(kind)
    }

    /// Where the files of the binary stand in the sources: whoever reads kinds where
    /// there are no sources asks this before.
    pub fn shelved(&mut self, sources: &mut Sources) -> FileId {
        *self.first.get_or_insert_with(|| {
            let kinds = KINDS.iter().map(|(_, file, text)| (*file, *text));
            sources.add_ours(kinds.chain(SHARED.iter().copied()))
        })
    }

    /// A file of the binary that holds no kind, and where it stands.
    fn shared(&mut self, name: &str, sources: &mut Sources) -> Option<(&'static str, FileId)> {
        let at = SHARED.iter().position(|(file, _)| *file == name)?;
        let (_, text) = SHARED.get(at)?;
        Some((text, self.shelved(sources).after(KINDS.len() + at)))
    }

    fn parsed(&self, text: &str, id: FileId) -> Result<Kind, Vec<Diagnostic>> {
        match self.examples {
            true => load::kind(text, id),
            false => load::kind(&load::without_examples(text), id),
        }
    }

    /// Reads kinds before they are asked for one by one, on two threads. What is wrong
    /// with one is said when it is asked for.
    pub fn read(&mut self, names: &[&str], sources: &mut Sources) {
        self.shelved(sources);
        self.read_ahead(names, Threads::Two);
    }

    /// The same where [`Catalog::shelved`] was asked before, and another thread may be
    /// busy.
    pub fn read_ahead(&mut self, names: &[&str], threads: Threads) {
        let Some(first) = self.first else { return };
        let wanted = names.iter().copied().filter(|name| !self.loaded.contains_key(*name));
        let wanted = wanted.filter_map(|name| {
            let (at, (_, _, text)) = found(name)?;
            Some((name, *text, first.after(at)))
        });
        let wanted: Vec<(&str, &str, FileId)> = wanted.collect();
        let kinds = of_each(threads, &wanted, |(name, text, id)| {
            Some(((*name).to_owned(), Arc::new(self.parsed(text, *id).ok()?)))
        });
        self.loaded.extend(kinds.into_iter().flatten());
    }

    /// The kinds that read a Terraform type: ours in the order of their names, then
    /// the user's.
    pub fn readers(&self, resource_type: &str) -> Vec<String> {
        let replaced = |kind: &str| self.own.iter().any(|(own, _)| own == kind);
        let ours = READERS.iter().filter(|(read, _)| *read == resource_type);
        let ours = ours.map(|(_, kind)| *kind).filter(|kind| !replaced(kind));
        let reads = |name: &str| {
            let kind = self.loaded.get(name);
            kind.is_some_and(|k| k.terraform.iter().any(|m| &*m.resource_type == resource_type))
        };
        let own = self.own.iter().map(|(name, _)| name.as_str()).filter(|name| reads(name));
        ours.chain(own).map(str::to_owned).collect()
    }

    /// Whether a mapping may look at the values of a Terraform type. What a user's
    /// mappings ask is not known.
    pub fn asks(&self, resource_type: &str) -> bool {
        !self.own.is_empty() || ASKED.binary_search(&resource_type).is_ok()
    }

    /// The free allowances.
    pub fn pools(&mut self, sources: &mut Sources) -> Result<Arc<[Pool]>, Vec<Diagnostic>> {
        if let Some(pools) = &self.pools {
            return Ok(Arc::clone(pools));
        }
        let (text, id) = self.shared("catalog/pools.hcl", sources).unwrap_or_default();
        let pools: Arc<[Pool]> = load::pools(text, id)?.into();
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
        for (name, _) in SHARED.iter().filter(|(name, _)| name.starts_with("catalog/advice/")) {
            let Some((text, id)) = self.shared(name, sources) else { continue };
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
