//! The resources of one environment.

use crate::bill::{Caveat, Tags};
use crate::calendar::Schedule;
use crate::catalog::{Catalog, Kind};
use crate::diagnostic::{
    Code, Diagnostic, Diagnostics, FileId, LineIndex, Location, Sources, Span,
};
use crate::expr::Value;
use crate::parallel::Threads;
use crate::prices::Book;
use crate::quantity::{Number, Varying};
use crate::topology::base::Base;
use crate::topology::depends;
use crate::topology::inputs::{Decoder, Inputs};
use crate::topology::numbers::Names;
use crate::topology::schedules::Zone;
use crate::topology::tree::{Entry, Node};
use foldhash::{HashMap, HashSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One resource of one environment, ready to be measured.
#[derive(Debug)]
pub struct Resource {
    pub environment: Arc<str>,
    pub name: Arc<str>,
    pub kind: Arc<Kind>,
    pub region: Arc<str>,
    pub account: Option<Arc<str>>,
    pub tags: Tags,
    /// How many of it; multiplies every meter.
    pub count: Varying<Value>,
    /// `None`: always on.
    pub schedule: Option<Arc<Schedule>>,
    /// Whether its lines draw on the free tiers.
    pub free_tier: bool,
    /// Names of what must be up before it is.
    pub depends_on: Vec<Arc<str>>,
    pub inputs: Inputs,
    pub at: Option<Location>,
    /// In Terraform.
    pub address: Option<Arc<str>>,
    pub span: Span,
}

impl Resource {
    /// Whether any of its numbers is a range.
    pub fn varies(&self) -> bool {
        self.count.varies()
            || self.inputs.values.iter().any(Varying::varies)
            || self.inputs.during.iter().any(|d| d.value.varies())
    }
}

/// What is the same for every resource of an environment.
pub(super) struct Shared<'a> {
    pub environment: &'a Arc<str>,
    pub names: &'a Names,
    pub zone: Option<&'a Zone>,
    pub schedules: &'a BTreeMap<Arc<str>, Arc<Schedule>>,
    /// The effective file of this environment.
    pub file: &'a Node,
    /// What lies under it.
    pub base: Option<&'a Base>,
    pub book: &'a Book,
}

/// What resources take where they say nothing of their own.
pub(super) struct Common {
    pub region: Option<(Arc<str>, Span)>,
    pub account: Option<Arc<str>>,
    pub tags: Tags,
    pub schedule: Option<Arc<Schedule>>,
}

/// What was read before the resources, which may be many.
struct Known<'a> {
    common: Common,
    kinds: HashMap<&'a str, Result<Arc<Kind>, Vec<Diagnostic>>>,
    lines: HashMap<FileId, LineIndex>,
}

/// The resources, and those of the base that cannot be placed. On one thread: two
/// that count the owners of the same texts wait for each other.
pub(super) fn resources(
    shared: &Shared<'_>,
    catalog: &mut Catalog,
    sources: &mut Sources,
    errors: &mut Diagnostics,
) -> (Vec<Resource>, Vec<Caveat>) {
    let mut run = Run { shared, errors, caveats: Vec::new() };
    let Some((common, entries)) = run.start() else { return Default::default() };
    let known =
        Known { common, kinds: kinds(entries, catalog, sources), lines: lines(entries, sources) };
    let mut resources = Vec::with_capacity(entries.len());
    resources.extend(entries.iter().filter_map(|entry| run.resource(entry, &known)));
    depends::check(entries, run.errors);
    (resources, run.caveats)
}

/// The kinds that the resources name, each read once.
fn kinds<'a>(
    entries: &'a [Entry],
    catalog: &mut Catalog,
    sources: &mut Sources,
) -> HashMap<&'a str, Result<Arc<Kind>, Vec<Diagnostic>>> {
    let names = entries.iter().filter_map(|entry| entry.value.get("type")).map(kind_name);
    let mut seen: HashSet<&str> = HashSet::default();
    let names: Vec<&str> = names.filter(|name| seen.insert(name)).collect();
    catalog.shelved(sources);
    let owned: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    catalog.read_ahead(&owned, Threads::Two);
    names.into_iter().map(|name| (name, catalog.kind(name, sources))).collect()
}

/// Empty where it is no name at all.
fn kind_name(node: &Node) -> &str {
    node.as_scalar().map_or("", |name| name)
}

/// The lines of the files that the resources stand in.
fn lines(entries: &[Entry], sources: &Sources) -> HashMap<FileId, LineIndex> {
    let mut lines = HashMap::default();
    for file in entries.iter().map(|entry| entry.key_span.file) {
        lines.entry(file).or_insert_with(|| LineIndex::new(sources, file));
    }
    lines
}

/// The reading of the resources.
pub(super) struct Run<'a> {
    pub shared: &'a Shared<'a>,
    pub errors: &'a mut Diagnostics,
    pub caveats: Vec<Caveat>,
}

impl<'a> Run<'a> {
    /// What all share, and the resources as they are written. `None`: an error.
    fn start(&mut self) -> Option<(Common, &'a [Entry])> {
        let file = self.shared.file;
        let text =
            |key: &str| file.get(key).and_then(|n| n.as_scalar().map(|t| (Arc::clone(t), n.span)));
        let common = Common {
            region: text("region"),
            account: text("account").map(|(t, _)| t),
            tags: Arc::new(self.tags(file.get("tags"))),
            schedule: file.get("schedule").and_then(|n| self.schedule(n)),
        };
        if let Some((region, span)) = &common.region
            && let Err(diagnostic) = self.shared.book.region(region)
        {
            self.errors.push(diagnostic.at(*span, "here"));
            return None;
        }
        let Some(node) = file.get("resources") else {
            self.errors.push(
                Diagnostic::new(Code::MissingKey, "the file has no `resources`")
                    .at(file.span, "here")
                    .help("resources: {nat: {type: aws.nat_gateway, data: 60 GB}}"),
            );
            return None;
        };
        let Some(entries) = node.entries() else {
            self.errors.push(
                Diagnostic::new(Code::WrongType, "`resources` is a map of names")
                    .at(node.span, node.kind()),
            );
            return None;
        };
        Some((common, entries))
    }

    /// Where the base has a resource.
    pub fn place(&self, name: &str) -> Option<&'a crate::bill::Origin> {
        self.shared.base.and_then(|base| base.places.get(name))
    }

    fn resource(&mut self, entry: &Entry, known: &Known<'_>) -> Option<Resource> {
        let (shared, common) = (self.shared, &known.common);
        let (name, node) = (&entry.key, &entry.value);
        let Some(entries) = node.entries() else {
            self.errors.push(
                Diagnostic::new(Code::WrongType, format!("the resource `{name}` is a map"))
                    .at(node.span, node.kind())
                    .help("{type: aws.nat_gateway, data: 60 GB}"),
            );
            return None;
        };
        let Some(kind_node) = node.get("type") else {
            self.errors.push(
                Diagnostic::new(Code::MissingKey, format!("the resource `{name}` has no `type`"))
                    .at(entry.key_span, "here")
                    .help("type: aws.fargate; `kanjo schema --kinds` lists them"),
            );
            return None;
        };
        let kind_name = kind_name(kind_node);
        let kind = match known.kinds.get(kind_name)? {
            Ok(kind) => Arc::clone(kind),
            Err(list) => {
                for diagnostic in list.iter().cloned() {
                    let own = diagnostic.labels.is_empty();
                    self.errors.push(if own {
                        diagnostic.at(kind_node.span, "here")
                    } else {
                        diagnostic
                    });
                }
                return None;
            }
        };
        let region = self.region(entry, node, common, &kind)?;
        let defaults = shared.file.get("defaults").and_then(|d| d.get(kind_name));
        let count = match node.get("count") {
            None => Varying::Same(Value::Number(Number::ONE)),
            Some(count) => self.count(count)?,
        };
        let tags = match node.get("tags") {
            None => Arc::clone(&common.tags),
            own => {
                let mut tags = (*common.tags).clone();
                tags.extend(self.tags(own));
                Arc::new(tags)
            }
        };
        let schedule = match node.get("schedule") {
            None => common.schedule.clone(),
            Some(node) => self.schedule(node),
        };
        let free_tier =
            node.get("free_tier").and_then(Node::as_scalar).is_none_or(|t| &**t != "off");
        let place = self.place(name);
        let mut decoder = Decoder::new(shared.names, &kind, self.errors);
        decoder.derived = place.is_some();
        let inputs = decoder.inputs(entries, defaults, entry.key_span);
        let bare = inputs.during.iter().find(|during| during.zone.is_none());
        if let (Some(during), None) = (bare, shared.zone) {
            self.errors.push(
                Diagnostic::new(
                    Code::BadSchedule,
                    format!("`during` of `{name}` has no time zone"),
                )
                .at(entry.key_span, format!("{} in which zone?", during.window))
                .help("set `timezone: Asia/Tokyo` at the top of the file"),
            );
        }
        let text = |key: &str| node.get(key).and_then(Node::as_scalar).cloned();
        let at = match place {
            Some(place) => {
                let (file, line, column) = (Arc::clone(&place.file), place.line, place.column);
                Some(Location { file, line, column })
            }
            None => known.lines.get(&entry.key_span.file).map(|l| l.locate(entry.key_span)),
        };
        Some(Resource {
            environment: Arc::clone(shared.environment),
            name: Arc::clone(name),
            region,
            account: text("account").or_else(|| common.account.clone()),
            tags,
            count,
            schedule,
            free_tier,
            depends_on: depends::names(entry),
            inputs,
            at,
            address: place.and_then(|place| place.address.clone()),
            span: kind_node.span,
            kind,
        })
    }
}
