//! Instances of Terraform as resources of the topology.
//!
//! The catalogue says how: each kind's `terraform` blocks read the values of a
//! resource type. Every instance ends in one class; what has no kind is named,
//! and what is not known becomes an input that is not known, never a default.

mod calls;
mod joins;
mod over_time;
mod usage;

pub use usage::Usage;

use crate::bill::{Caveat, Origin as Place};
use crate::catalog::{Catalog, Kind, Mapping, free_class};
use crate::diagnostic::{Code, Diagnostic, FileId, Sources, Span};
use crate::expr::{Expr, Fault, Notes, Scope, Step, Value, eval};
use crate::prices::Book;
use crate::terraform::resource::{Configuration, Mode, Resource};
use crate::topology::{
    Base, Class, Seen,
    tree::{Content, Entry, Node},
};
use calls::{Asked, unresolved};
use joins::Joins;
use std::collections::{BTreeMap, BTreeSet, HashMap};
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
    let joins = Joins::of(configuration);
    let mut run = Run {
        catalog,
        book,
        sources,
        free: HashMap::new(),
        usage,
        joins: &joins,
        span: Span::new(file, 0, 0),
        file,
        entries: Vec::new(),
        taken: BTreeSet::new(),
        base: Base { caveats: configuration.caveats.clone(), ..Base::default() },
    };
    for resource in configuration.resources.iter().filter(|r| r.mode == Mode::Managed) {
        run.resource(resource)?;
    }
    for resource in usage.resources() {
        run.resource(&resource)?;
    }
    Ok(run.finish())
}

struct Run<'a, 'c> {
    catalog: &'a mut Catalog,
    book: &'a Book,
    sources: &'a mut Sources,
    /// What becomes of types that no kind reads.
    free: HashMap<Arc<str>, Class>,
    usage: &'a Usage,
    joins: &'a Joins<'c>,
    span: Span,
    file: FileId,
    entries: Vec<Entry>,
    taken: BTreeSet<Arc<str>>,
    base: Base,
}

/// The names that a mapping's formulas see.
struct MapScope<'a> {
    asked: &'a Asked<'a, 'a>,
    kind: &'a Kind,
    region: &'a Value,
    each: Option<(Value, Value)>,
}

impl Scope for MapScope<'_> {
    fn get(&self, name: &str) -> Option<Value> {
        match name {
            "self" => Some(self.asked.resource.values.clone()),
            "region" => Some(self.region.clone()),
            "local" => Some(self.kind.locals.clone()),
            "each" => self.each.as_ref().map(|(key, value)| {
                Value::map([(Arc::from("key"), key.clone()), (Arc::from("value"), value.clone())])
            }),
            _ => None,
        }
    }

    fn is_lazy(&self, name: &str) -> bool {
        matches!(name, "self" | "usage")
    }

    /// An attribute of the instance, or what its usage says: null where there is
    /// none.
    fn reach(&self, name: &str, steps: &[Step<'_>], at: Span) -> Result<(Value, usize), Fault> {
        let found = match (name, steps.first()) {
            ("usage", Some(Step::Attribute(key))) => Some(self.asked.usage(key)),
            ("self", Some(Step::Attribute(key))) => self.asked.own(key),
            _ => None,
        };
        match found.map(|value| (value, 1)).or_else(|| Some((self.get(name)?, 0))) {
            Some(found) => Ok(found),
            None => Err(Fault::new(at, format!("`{name}` is asked for one key, as `{name}.key`"))),
        }
    }

    fn ask(
        &self,
        name: &str,
        args: &[Expr],
        scope: &dyn Scope,
        notes: &mut Notes,
    ) -> Option<Value> {
        self.asked.answer(name, args, scope, notes)
    }
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

impl Run<'_, '_> {
    fn resource(&mut self, resource: &Resource) -> Result<(), Vec<Diagnostic>> {
        let mut class = Class::Unsupported;
        let mut why = None;
        let first = self.entries.len();
        for name in self.catalog.readers(&resource.kind) {
            let kind = self.catalog.kind(&name, self.sources)?;
            match self.kind(resource, &kind) {
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
            let of_type = || match free_class(&resource.kind) {
                Some(None) => Class::Free,
                Some(Some(of)) => Class::Part(of),
                None => Class::Unsupported,
            };
            let known = self.free.entry(Arc::clone(&resource.kind)).or_insert_with(of_type);
            class = known.clone();
        }
        if let (Class::Unknown, Some(message)) = (&class, why) {
            self.caveat(resource, Code::ReferenceUnresolved, message);
        }
        let names = self.entries.get(first..).unwrap_or(&[]).iter();
        let names = names.map(|entry| Arc::clone(&entry.key)).collect();
        let (address, resource_type) = (Arc::clone(&resource.address), Arc::clone(&resource.kind));
        self.base.seen.push(Seen { address, resource_type, class, names });
        Ok(())
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
                let file = Arc::from(self.sources.name(self.file));
                Place { file, line: 1, column: 1, address }
            }
        }
    }

    /// The first mapping whose `when` holds; those with a `for_each` stand
    /// beside it, for the parts of an instance.
    fn kind(&mut self, resource: &Resource, kind: &Kind) -> Made {
        let region = region(resource).unwrap_or_default();
        let usage = self.usage.of(&resource.address, &resource.kind);
        let (joins, notes) = (self.joins, Default::default());
        let asked = Asked { joins, resource, usage: &usage, usages: self.usage, notes };
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
                let name = self.name(resource, kind, None);
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
                let name = self.name(resource, kind, key.as_text());
                let each = Some((key, value));
                let scope = MapScope { each, ..scope };
                self.entry(name, mapping, &scope);
                made = Made::Resources;
            }
        }
        made
    }

    /// The address; `address:ebs[0]` for what else an instance is made of.
    fn name(&mut self, resource: &Resource, kind: &Kind, key: Option<&str>) -> Arc<str> {
        let address = &resource.address;
        let own = kind.name.rsplit('.').next().unwrap_or(&kind.name);
        let name: Arc<str> = match key {
            None if !self.taken.contains(address) => Arc::clone(address),
            None => Arc::from(format!("{address}:{own}")),
            Some(key) => Arc::from(format!("{address}:{own}[{key}]")),
        };
        self.taken.insert(Arc::clone(&name));
        name
    }

    fn entry(&mut self, name: Arc<str>, mapping: &Mapping, scope: &MapScope<'_>) {
        let (span, kind, resource) = (self.span, scope.kind, scope.asked.resource);
        let entry = |key: &str, value: Node| Entry { key: Arc::from(key), key_span: span, value };
        let mut entries = vec![entry("type", Node::scalar(&kind.name, span))];
        let named = mapping.region.as_ref().map(|expr| answer(expr, scope));
        match named.as_ref().unwrap_or(scope.region) {
            Value::String(code) if self.book.region(code).is_ok() => {
                entries.push(entry("region", Node::scalar(code, span)));
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
            entries.push(entry("tags", Node::map(tags.collect(), span)));
        }
        // Nobody knows how many there are: one stands for all and has no price.
        if resource.key.is_unknown() {
            entries.push(entry("count", Node::of(resource.key.clone(), span)));
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
        for note in scope.asked.notes.take() {
            self.caveat(resource, Code::Note, note);
        }
        self.base.places.insert(Arc::clone(&name), self.place(resource));
        self.entries.push(Entry { key: name, key_span: span, value: Node::map(entries, span) });
    }

    fn finish(mut self) -> Base {
        // A part is counted in its whole; without a whole nobody counts it.
        let whole: BTreeSet<&str> = self
            .entries
            .iter()
            .filter_map(|e| e.value.get("type").and_then(Node::as_scalar).map(|kind| &**kind))
            .collect();
        let mut orphans = Vec::new();
        for seen in &mut self.base.seen {
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
            self.base.caveats.push(Caveat {
                code: Code::ReferenceUnresolved,
                message: Arc::from(message),
                resource: Some(address),
                at: None,
            });
        }
        self.base.resources = Node::map(self.entries, self.span);
        self.base
    }
}

/// The value of a mapping's formula; a fault is a value that is not known.
fn answer(expr: &Expr, scope: &MapScope<'_>) -> Value {
    eval(expr, scope, &mut Notes::quiet())
        .unwrap_or_else(|fault| unresolved(format!("Terraform does not say: {}", fault.message)))
}

fn said(value: &Value) -> Arc<str> {
    use crate::expr::Origin;
    match value {
        Value::Unknown(origin) => match &**origin {
            Origin::Computed { address, path } => {
                Arc::from(format!("{address}.{path} is known after it exists"))
            }
            Origin::Unresolved { why, .. } => Arc::clone(why),
            Origin::Unset { input } => Arc::from(format!("`{input}` is not stated")),
            Origin::Overflow => Arc::from("a number does not fit 28 digits"),
        },
        other => Arc::from(format!("this is {}", other.kind())),
    }
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
