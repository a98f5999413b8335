//! Instances of Terraform as resources of the topology.
//!
//! The catalogue says how: each kind's `terraform` blocks read the values of a
//! resource type. Every instance ends in one class; what has no kind is named,
//! and what is not known becomes an input that is not known, never a default.

mod calls;
mod joins;
mod over_time;
mod scope;
mod usage;

pub use usage::Usage;

use crate::bill::{Caveat, Origin as Place};
use crate::catalog::{Catalog, Kind, Mapping, free_class};
use crate::diagnostic::{Code, Diagnostic, Sources, Span};
use crate::expr::Value;
use crate::parallel::{FEW, in_parts};
use crate::prices::Book;
use crate::terraform::resource::{Configuration, Mode, Resource};
use crate::topology::{
    Base, Class, Seen,
    tree::{Content, Entry, Node},
};
use calls::Asked;
use foldhash::{HashMap, HashSet};
use joins::Joins;
use scope::{MapScope, answer, said};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is needed to map a configuration.
pub struct Tools<'a> {
    pub catalog: &'a mut Catalog,
    pub book: &'a Book,
    pub sources: &'a mut Sources,
    pub usage: &'a Usage,
}

/// The resources of a configuration, as a base for `resources` of kanjo.yaml.
/// `name` is the plan or directory.
pub fn map(
    configuration: &Configuration,
    name: &str,
    tools: Tools<'_>,
) -> Result<Base, Vec<Diagnostic>> {
    let Tools { catalog, book, sources, usage } = tools;
    let file = sources.add(name, "");
    let managed = configuration.resources.iter().filter(|r| r.mode == Mode::Managed);
    let stated = usage.resources();
    let all: Vec<&Resource> = managed.chain(&stated).collect();
    let types = types(&all, catalog, sources)?;
    let joins = Joins::of(configuration);
    let plan = Plan {
        types,
        regions: book.regions().map(|region| region.code.as_str()).collect(),
        usage,
        joins: &joins,
        span: Span::new(file, 0, 0),
        file: Arc::from(name),
        keys: Keys::default(),
    };
    let parts = in_parts(&all, FEW, |part| {
        let mut run = Run { plan: &plan, entries: Vec::new(), base: Base::default() };
        part.iter().for_each(|resource| run.resource(resource));
        (run.entries, run.base)
    });
    let (mut entries, mut whole) = (Vec::new(), Base::default());
    whole.caveats.clone_from(&configuration.caveats);
    for (own, base) in parts {
        entries.extend(own);
        whole.places.extend(base.places);
        whole.seen.extend(base.seen);
        whole.caveats.extend(base.caveats);
    }
    Ok(finished(whole, entries, plan.span))
}

/// What becomes of a Terraform type: the kinds that read it, and its class where
/// none makes anything of it.
struct Type {
    kinds: Vec<Arc<Kind>>,
    otherwise: Class,
}

/// The types of a configuration, each read once.
fn types(
    all: &[&Resource],
    catalog: &mut Catalog,
    sources: &mut Sources,
) -> Result<HashMap<Arc<str>, Type>, Vec<Diagnostic>> {
    let mut seen: HashSet<&str> = HashSet::default();
    let types = all.iter().map(|resource| &resource.kind).filter(|kind| seen.insert(kind));
    let types: Vec<(&Arc<str>, Vec<String>)> =
        types.map(|kind| (kind, catalog.readers(kind))).collect();
    let mut names: Vec<&str> =
        types.iter().flat_map(|(_, names)| names).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    catalog.read(&names, sources);
    let mut found = HashMap::default();
    for (kind, names) in types {
        let kinds = names.iter().map(|name| catalog.kind(name, sources));
        let otherwise = match free_class(kind) {
            Some(None) => Class::Free,
            Some(Some(of)) => Class::Part(of),
            None => Class::Unsupported,
        };
        let kinds = kinds.collect::<Result<_, _>>()?;
        found.insert(Arc::clone(kind), Type { kinds, otherwise });
    }
    Ok(found)
}

/// What is the same for every instance.
struct Plan<'a> {
    types: HashMap<Arc<str>, Type>,
    /// Those of the price book.
    regions: HashSet<&'a str>,
    usage: &'a Usage,
    joins: &'a Joins<'a>,
    span: Span,
    file: Arc<str>,
    keys: Keys,
}

/// The keys that every resource has, each once.
struct Keys {
    kind: Arc<str>,
    region: Arc<str>,
    tags: Arc<str>,
    count: Arc<str>,
}

impl Default for Keys {
    fn default() -> Keys {
        let [kind, region, tags, count] = ["type", "region", "tags", "count"].map(Arc::from);
        Keys { kind, region, tags, count }
    }
}

/// A part of the instances, and what became of them.
struct Run<'a> {
    plan: &'a Plan<'a>,
    entries: Vec<Entry>,
    base: Base,
}

/// What a kind made of an instance.
enum Made {
    /// None of its mappings is for it.
    Nothing,
    Resources,
    Free,
    /// Whether one is for it is not known.
    Unknown(Arc<str>),
}

impl Run<'_> {
    fn resource(&mut self, resource: &Resource) {
        let mut class = Class::Unsupported;
        let mut why = None;
        let first = self.entries.len();
        let Some(of_type) = self.plan.types.get(&resource.kind) else { return };
        for kind in &of_type.kinds {
            match self.kind(resource, kind, first) {
                Made::Nothing => {}
                Made::Resources => class = Class::Mapped,
                Made::Free if class == Class::Unsupported => class = Class::Free,
                Made::Free => {}
                Made::Unknown(message) if class != Class::Mapped => {
                    class = Class::Unknown;
                    why = Some(message);
                }
                Made::Unknown(message) => self.caveat(resource, Code::ReferenceUnresolved, message),
            }
        }
        if class == Class::Unsupported {
            class = of_type.otherwise.clone();
        }
        if let (Class::Unknown, Some(message)) = (&class, why) {
            self.caveat(resource, Code::ReferenceUnresolved, message);
        }
        let names = self.entries.get(first..).unwrap_or(&[]).iter();
        let names = names.map(|entry| Arc::clone(&entry.key)).collect();
        let (address, resource_type) = (Arc::clone(&resource.address), Arc::clone(&resource.kind));
        self.base.seen.push(Seen { address, resource_type, class, names });
    }

    fn caveat(&mut self, resource: &Resource, code: Code, message: impl Into<Arc<str>>) {
        let at = Some(Arc::new(self.place(resource)));
        let name = Some(Arc::clone(&resource.address));
        self.base.caveats.push(Caveat { code, message: message.into(), resource: name, at });
    }

    fn place(&self, resource: &Resource) -> Place {
        let address = Some(Arc::clone(&resource.address));
        match &resource.at {
            Some(at) => Place { address, ..Place::from(at.clone()) },
            None => {
                let file = Arc::clone(&self.plan.file);
                Place { file, line: 1, column: 1, address }
            }
        }
    }

    /// The first mapping whose `when` holds; those with a `for_each` stand
    /// beside it, for the parts of an instance.
    fn kind(&mut self, resource: &Resource, kind: &Kind, first: usize) -> Made {
        let region = region(resource).unwrap_or_default();
        let usage = self.plan.usage.of(&resource.address, &resource.kind);
        let (joins, notes) = (self.plan.joins, Default::default());
        let asked = Asked { joins, resource, usage: &usage, usages: self.plan.usage, notes };
        let scope = MapScope { asked: &asked, kind, region: &region, each: None };
        let mut made = Made::Nothing;
        let own = kind.terraform.iter().filter(|m| m.resource_type == resource.kind);
        let mut whole = false;
        for mapping in own {
            if whole && mapping.for_each.is_none() {
                continue;
            }
            match mapping.when.as_ref().map_or(Value::Bool(true), |w| answer(w, &scope)) {
                Value::Bool(false) => continue,
                Value::Bool(true) => {}
                Value::Unknown(origin) => return Made::Unknown(said(&Value::Unknown(origin))),
                other => return Made::Unknown(Arc::from(format!("`when` is {}", other.kind()))),
            }
            if mapping.free.is_some() {
                return Made::Free;
            }
            let Some(for_each) = &mapping.for_each else {
                let name = self.name(resource, kind, None, first);
                self.entry(name, mapping, &scope);
                (whole, made) = (true, Made::Resources);
                continue;
            };
            let elements: Vec<(Value, Value)> = match answer(for_each, &scope) {
                Value::Map(map) => {
                    map.iter().map(|(k, v)| (Value::String(Arc::clone(k)), v.clone())).collect()
                }
                Value::List(items) => {
                    let key = |i: usize| Value::text(i.to_string());
                    items.iter().enumerate().map(|(i, v)| (key(i), v.clone())).collect()
                }
                Value::Null => Vec::new(),
                other => return Made::Unknown(said(&other)),
            };
            for (key, value) in elements {
                let name = self.name(resource, kind, key.as_text(), first);
                let each = Some((key, value));
                let scope = MapScope { each, ..scope };
                self.entry(name, mapping, &scope);
                made = Made::Resources;
            }
        }
        made
    }

    /// The address; `address:ebs[0]` for what else an instance is made of. Its
    /// entries begin at `first`.
    fn name(&self, resource: &Resource, kind: &Kind, key: Option<&str>, first: usize) -> Arc<str> {
        let address = &resource.address;
        let own = kind.name.rsplit('.').next().unwrap_or(&kind.name);
        let mut taken = self.entries.get(first..).unwrap_or(&[]).iter();
        match key {
            None if !taken.any(|entry| entry.key == *address) => Arc::clone(address),
            None => Arc::from(format!("{address}:{own}")),
            Some(key) => Arc::from(format!("{address}:{own}[{key}]")),
        }
    }

    fn entry(&mut self, name: Arc<str>, mapping: &Mapping, scope: &MapScope<'_>) {
        let (span, kind, resource) = (self.plan.span, scope.kind, scope.asked.resource);
        let keys = &self.plan.keys;
        let entry =
            |key: &Arc<str>, value: Node| Entry { key: Arc::clone(key), key_span: span, value };
        let mut entries = Vec::with_capacity(mapping.inputs.len() + 4);
        entries.push(entry(&keys.kind, Node::shared(&kind.name, span)));
        let named = mapping.region.as_ref().map(|expr| answer(expr, scope));
        match named.as_ref().unwrap_or(scope.region) {
            Value::String(code) if self.plan.regions.contains(&**code) => {
                entries.push(entry(&keys.region, Node::shared(code, span)));
            }
            Value::String(code) => {
                let message = format!("the price book has no region `{code}`");
                self.caveat(resource, Code::PriceMissing, message);
            }
            _ => {}
        }
        let tags = tags(resource);
        if !tags.is_empty() {
            let tags = tags.into_iter().map(|(key, text)| Entry {
                key,
                key_span: span,
                value: Node { span, content: Content::Scalar { text, quoted: true } },
            });
            entries.push(entry(&keys.tags, Node::map(tags.collect(), span)));
        }
        // Nobody knows how many there are: one stands for all and has no price.
        if resource.key.is_unknown() {
            entries.push(entry(&keys.count, Node::of(resource.key.clone(), span)));
        }
        for (input, expr) in &mapping.inputs {
            match answer(expr, scope) {
                Value::Null => {}
                value => entries.push(Entry {
                    key: Arc::clone(input),
                    key_span: span,
                    value: over_time::node(value, span),
                }),
            }
        }
        for (code, note) in scope.asked.notes.take() {
            self.caveat(resource, code, note);
        }
        self.base.places.insert(Arc::clone(&name), self.place(resource));
        self.entries.push(Entry { key: name, key_span: span, value: Node::map(entries, span) });
    }
}

/// The parts as one base.
fn finished(mut base: Base, entries: Vec<Entry>, span: Span) -> Base {
    // A part is counted in its whole; without a whole nobody counts it.
    let whole: HashSet<&str> = entries
        .iter()
        .filter_map(|e| e.value.get("type").and_then(Node::as_scalar).map(|kind| &**kind))
        .collect();
    let mut orphans = Vec::new();
    for seen in &mut base.seen {
        if let Class::Part(of) = &seen.class
            && !of.iter().any(|kind| whole.contains(&**kind))
        {
            let of = of.join(" or ");
            orphans.push((Arc::clone(&seen.address), of));
            seen.class = Class::Unknown;
        }
    }
    for (address, of) in orphans {
        let message = format!("counted with its {of}, which is not in this configuration");
        base.caveats.push(Caveat {
            code: Code::ReferenceUnresolved,
            message: Arc::from(message),
            resource: Some(address),
            at: None,
        });
    }
    base.resources = Node::map(entries, span);
    base
}

/// Its own `region`, its provider's, or the one in its ARN.
fn region(resource: &Resource) -> Option<Value> {
    let own = |name: &str| match &resource.values {
        Value::Map(map) => map.get(name).cloned(),
        _ => None,
    };
    let text = |value: Option<Value>| value.filter(|v| v.as_text().is_some_and(|t| !t.is_empty()));
    let of_arn = || {
        let arn = own("arn")?;
        let code = arn.as_text()?.split(':').nth(3).filter(|code| !code.is_empty())?;
        Some(Value::text(code))
    };
    let named = || text(own("region")).filter(|_| &*resource.kind != "aws_s3_bucket");
    named().or_else(|| text(Some(resource.provider.region.clone()))).or_else(of_arn)
}

/// Tags with the provider's under them. `tags_all` has both, where it is known.
fn tags(resource: &Resource) -> BTreeMap<Arc<str>, Arc<str>> {
    let mut tags = BTreeMap::new();
    let own = |name: &str| match &resource.values {
        Value::Map(map) => map.get(name).cloned().unwrap_or_default(),
        _ => Value::Null,
    };
    for layer in [resource.provider.default_tags.clone(), own("tags_all"), own("tags")] {
        let Value::Map(map) = &layer else { continue };
        for (key, value) in map.iter() {
            if let Some(text) = value.to_text() {
                tags.insert(Arc::clone(key), text);
            }
        }
    }
    tags
}
