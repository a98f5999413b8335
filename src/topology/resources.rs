//! The resources of one environment.

use crate::bill::{Caveat, Tags};
use crate::calendar::{Hours, Schedule};
use crate::catalog::{Catalog, Kind};
use crate::diagnostic::{
    Code, Diagnostic, Diagnostics, LineIndex, Location, Sources, Span, nearest,
};
use crate::expr::Value;
use crate::prices::Book;
use crate::quantity::{Case, Number, Unit, Varying};
use crate::topology::base::Base;
use crate::topology::depends;
use crate::topology::inputs::{Decoder, Inputs};
use crate::topology::numbers::Names;
use crate::topology::schedules::Zone;
use crate::topology::tree::{Content, Entry, Node};
use crate::topology::typed;
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

pub(super) struct Context<'a> {
    pub environment: Arc<str>,
    pub names: &'a Names,
    pub zone: Option<&'a Zone>,
    pub schedules: &'a BTreeMap<Arc<str>, Arc<Schedule>>,
    /// The effective file of this environment.
    pub file: &'a Node,
    /// What lies under it.
    pub base: Option<&'a Base>,
    pub catalog: &'a mut Catalog,
    pub book: &'a Book,
    pub sources: &'a mut Sources,
    pub errors: &'a mut Diagnostics,
    /// Resources of the base that cannot be placed, and why.
    pub caveats: Vec<Caveat>,
}

/// What all resources of the environment share.
struct Common {
    region: Option<(Arc<str>, Span)>,
    account: Option<Arc<str>>,
    tags: Tags,
    schedule: Option<Arc<Schedule>>,
}

pub(super) fn resources(context: &mut Context<'_>) -> Vec<Resource> {
    let file = context.file;
    let text =
        |key: &str| file.get(key).and_then(|n| n.as_scalar().map(|t| (Arc::clone(t), n.span)));
    let common = Common {
        region: text("region"),
        account: text("account").map(|(t, _)| t),
        tags: Arc::new(context.tags(file.get("tags"))),
        schedule: file.get("schedule").and_then(|n| context.schedule(n)),
    };
    if let Some((region, span)) = &common.region
        && let Err(diagnostic) = context.book.region(region)
    {
        context.errors.push(diagnostic.at(*span, "here"));
        return Vec::new();
    }
    let Some(node) = file.get("resources") else {
        context.errors.push(
            Diagnostic::new(Code::MissingKey, "the file has no `resources`")
                .at(file.span, "here")
                .help("resources: {nat: {type: aws.nat_gateway, data: 60 GB}}"),
        );
        return Vec::new();
    };
    let Some(entries) = node.entries() else {
        context.errors.push(
            Diagnostic::new(Code::WrongType, "`resources` is a map of names")
                .at(node.span, node.kind()),
        );
        return Vec::new();
    };
    let kinds = entries.iter().filter_map(|entry| entry.value.get("type")?.as_scalar());
    let kinds: HashSet<&str> = kinds.map(|kind| &**kind).collect();
    context.catalog.read(&kinds.into_iter().collect::<Vec<_>>(), context.sources);
    let mut lines: HashMap<crate::diagnostic::FileId, LineIndex> = HashMap::default();
    let mut found = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Some(mut resource) = context.resource(entry, &common) {
            let file = entry.key_span.file;
            let index = lines.entry(file).or_insert_with(|| LineIndex::new(context.sources, file));
            resource.at = Some(index.locate(entry.key_span));
            if let Some(place) = context.place(&entry.key) {
                let (file, line, column) = (Arc::clone(&place.file), place.line, place.column);
                resource.at = Some(Location { file, line, column });
                resource.address = place.address.clone();
            }
            found.push(resource);
        }
    }
    depends::check(entries, context.errors);
    found
}

impl Context<'_> {
    /// Where the base has a resource.
    fn place(&self, name: &str) -> Option<&crate::bill::Origin> {
        self.base.and_then(|base| base.places.get(name))
    }

    fn resource(&mut self, entry: &Entry, common: &Common) -> Option<Resource> {
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
        let kind_name = kind_node.as_scalar().cloned().unwrap_or_else(|| Arc::from(""));
        let kind = match self.catalog.kind(&kind_name, self.sources) {
            Ok(kind) => kind,
            Err(list) => {
                for diagnostic in list {
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
        let defaults = self.file.get("defaults").and_then(|d| d.get(&kind_name));
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
        let derived = self.place(name).is_some();
        let mut decoder = Decoder::new(self.names, &kind, self.errors);
        decoder.derived = derived;
        let inputs = decoder.inputs(entries, defaults, entry.key_span);
        let bare = inputs.during.iter().find(|during| during.zone.is_none());
        if let (Some(during), None) = (bare, self.zone) {
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
        Some(Resource {
            environment: Arc::clone(&self.environment),
            name: Arc::clone(name),
            region,
            account: text("account").or_else(|| common.account.clone()),
            tags,
            count,
            schedule,
            free_tier,
            depends_on: depends::names(entry),
            inputs,
            at: None,
            address: None,
            span: kind_node.span,
            kind,
        })
    }

    /// The region of a resource. Kinds that know no region need none.
    fn region(
        &mut self,
        entry: &Entry,
        node: &Node,
        common: &Common,
        kind: &Kind,
    ) -> Option<Arc<str>> {
        if let Some(own) = node.get("region") {
            let code = own.as_scalar().cloned().unwrap_or_else(|| Arc::from(""));
            if let Err(diagnostic) = self.book.region(&code) {
                self.errors.push(diagnostic.at(own.span, "here"));
                return None;
            }
            return Some(code);
        }
        if let Some((region, _)) = &common.region {
            return Some(Arc::clone(region));
        }
        if kind.meters.iter().all(|m| m.region.is_some()) {
            return Some(Arc::from("global"));
        }
        if let Some(place) = self.place(&entry.key) {
            let place = Some(Arc::new(place.clone()));
            self.caveats.push(Caveat {
                code: Code::ValueUnknown,
                message: Arc::from("the provider states no region: --set region=us-east-1"),
                resource: Some(Arc::clone(&entry.key)),
                at: place,
            });
            return None;
        }
        self.errors.push(
            Diagnostic::new(Code::MissingKey, format!("`{}` has no region", entry.key))
                .at(entry.key_span, "here")
                .help("set `region: ap-northeast-1` at the top of the file"),
        );
        None
    }

    fn count(&mut self, node: &Node) -> Option<Varying<Value>> {
        if let Content::Value(value) = &node.content {
            return Some(Varying::Same(match value.to_number() {
                Some(count) if !count.is_negative() => Value::Number(count),
                _ if value.is_unknown() => value.clone(),
                _ => typed::unresolved(format!("a count cannot be {}", value.kind())),
            }));
        }
        match self.names.read(node, &Unit::named("1")) {
            Ok(count) => {
                let negative = Case::ALL
                    .iter()
                    .any(|case| count.get(*case).as_number().is_some_and(Number::is_negative));
                if negative {
                    self.errors.push(
                        Diagnostic::new(Code::OutOfRange, "a count is at least 0")
                            .at(node.span, "here"),
                    );
                    return None;
                }
                Some(count)
            }
            Err(diagnostic) => {
                self.errors.push(diagnostic);
                None
            }
        }
    }

    fn tags(&mut self, node: Option<&Node>) -> BTreeMap<Arc<str>, Arc<str>> {
        let mut tags = BTreeMap::new();
        let Some(node) = node else { return tags };
        let Content::Map(entries) = &node.content else {
            self.errors.push(
                Diagnostic::new(Code::WrongType, "`tags` is a map of text")
                    .at(node.span, node.kind()),
            );
            return tags;
        };
        for entry in entries.iter() {
            match entry.value.as_scalar() {
                Some(text) => {
                    tags.insert(Arc::clone(&entry.key), Arc::clone(text));
                }
                None => self.errors.push(
                    Diagnostic::new(Code::WrongType, format!("the tag `{}` is text", entry.key))
                        .at(entry.value.span, entry.value.kind()),
                ),
            }
        }
        tags
    }

    /// The schedule that a node names. `always` and nothing are no schedule.
    fn schedule(&mut self, node: &Node) -> Option<Arc<Schedule>> {
        let name = node.as_scalar()?;
        if let Some(known) = self.schedules.get(name) {
            return Some(Arc::clone(known));
        }
        match &**name {
            "always" => None,
            "never" => Some(Arc::new(Schedule {
                name: "never".to_owned(),
                hours: Hours::Never,
                zone: jiff::tz::TimeZone::UTC,
                zone_name: "UTC".to_owned(),
                holidays: crate::calendar::Holidays::none(),
                except: Vec::new(),
            })),
            other => {
                let declared = self.file.get("schedules").and_then(|s| s.get(other)).is_some();
                if !declared {
                    let near = nearest(
                        other,
                        self.schedules.keys().map(|k| &**k).chain(["always", "never"]),
                    );
                    self.errors.push(
                        Diagnostic::new(
                            Code::UnknownSchedule,
                            format!("there is no schedule `{other}`"),
                        )
                        .at(node.span, "here")
                        .help(near.map_or_else(
                            || "define it under `schedules`".to_owned(),
                            |n| format!("did you mean `{n}`?"),
                        )),
                    );
                }
                None
            }
        }
    }
}
