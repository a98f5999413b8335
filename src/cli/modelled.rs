//! An inventory as a model: what live resources are made of, mapped to kinds by
//! the catalogue's `terraform` blocks, so that a live account is priced by the
//! same words as a plan of Terraform.
//!
//! Each account is an environment. Each resource is mapped by itself, because
//! names that lead from one to another are unique in an account and region only.

use crate::cli::session::{Session, collected};
use crate::diagnostic::{Diagnostics, Sources, Span};
use crate::expr::{self, Value};
use crate::offhours::{Part, State, Target};
use crate::terraform::{self, Action, Configuration, Mode, Provider, Resource, Tools, Usage};
use crate::topology::tree::{Content, Entry, Node};
use crate::topology::{Base, Document, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The model of an inventory.
pub struct Modelled {
    pub document: Document,
    /// Whose a resource of the model is: the place of the target by its name.
    pub owners: BTreeMap<Arc<str>, usize>,
    /// Targets that the catalogue cannot price, and why.
    pub unpriced: BTreeMap<usize, String>,
}

/// What is at zero now: nobody knows from this what it comes back as.
const COUNTS: [&str; 2] = ["desired_count", "desired_capacity"];

/// The account that a target is listed under.
pub fn account(target: &Target) -> &str {
    let alias = target.account_alias.as_deref().filter(|alias| !alias.is_empty());
    alias.or(target.account.as_deref()).unwrap_or("unknown")
}

/// The model of what the targets are made of; `name` is where they come from.
pub fn modelled(
    targets: &[Target],
    name: &str,
    session: &mut Session,
    sources: &mut Sources,
) -> Result<Modelled, Diagnostics> {
    let mut accounts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, target) in targets.iter().enumerate() {
        accounts.entry(account(target)).or_default().push(at);
    }
    // A file that names each account as what lies under an environment; the names
    // are quoted, and no file of that name is read.
    let mut text = "version: 1\n".to_owned();
    match accounts.is_empty() {
        true => text.push_str("resources: {}\n"),
        false => text.push_str("environments:\n"),
    }
    for account in accounts.keys() {
        text.push_str(&format!(
            "  {account:?}: {{account: {account:?}, terraform: {{plan: {account:?}}}}}\n"
        ));
    }
    let file = sources.add(name, text.as_str());
    let mut document = Document::read(&text, file)?;
    let (mut owners, mut unpriced) = (BTreeMap::new(), BTreeMap::new());
    for wanted in document.bases()? {
        let Source::Plan { path, .. } = &wanted.source else { continue };
        let mut all = Base::default();
        let mut entries = Vec::new();
        let mut taken: BTreeSet<Arc<str>> = BTreeSet::new();
        for at in accounts.get(path.as_str()).into_iter().flatten() {
            let Some(target) = targets.get(*at) else { continue };
            let base = base(target, name, session, sources)?;
            let mut own = base.resources.entries().unwrap_or_default().to_vec();
            own.extend(kinds(target, Span::new(file, 0, 0)));
            own.retain(|entry| taken.insert(Arc::clone(&entry.key)));
            if own.is_empty() {
                unpriced.insert(*at, why(target, &base));
            }
            owners.extend(own.iter().map(|entry| (Arc::clone(&entry.key), *at)));
            entries.extend(own);
            all.places.extend(base.places);
            all.caveats.extend(base.caveats);
        }
        all.resources = Node::map(entries, Span::new(file, 0, 0));
        document.give_base(wanted.key, all);
    }
    Ok(Modelled { document, owners, unpriced })
}

/// Why nothing of a target has a price.
fn why(target: &Target, base: &Base) -> String {
    let said = base.caveats.first().map(|caveat| caveat.message.to_string());
    said.unwrap_or_else(|| match target.parts.first() {
        None => "what it is made of is not listed".to_owned(),
        Some(part) => format!("{} has no kind that is priced", part.kind),
    })
}

/// The parts that are resources of Terraform's provider.
fn base(
    target: &Target,
    name: &str,
    session: &mut Session,
    sources: &mut Sources,
) -> Result<Base, Diagnostics> {
    let parts = target.parts.iter().enumerate().filter(|(_, part)| !is_kind(part));
    let resources: Vec<Resource> =
        parts.map(|(number, part)| resource(target, number, part)).collect();
    if resources.is_empty() {
        return Ok(Base::default());
    }
    let configuration = Configuration { resources, caveats: Vec::new() };
    let usage = Usage::default();
    let tools =
        Tools { catalog: &mut session.catalog, book: &session.book, sources, usage: &usage };
    terraform::map(&configuration, name, tools).map_err(collected)
}

fn is_kind(part: &Part) -> bool {
    part.kind.contains('.')
}

fn address(target: &Target, number: usize) -> Arc<str> {
    match number {
        0 => Arc::from(target.id.as_str()),
        number => Arc::from(format!("{}#{}", target.id, number + 1)),
    }
}

fn resource(target: &Target, number: usize, part: &Part) -> Resource {
    let value =
        |value: &serde_json::Value| expr::json::decode(&value.to_string()).unwrap_or_default();
    let forgotten = |key: &str, value: &serde_json::Value| {
        target.state == State::Off && COUNTS.contains(&key) && value.as_u64() == Some(0)
    };
    let own = part.values.iter().filter(|(key, value)| !forgotten(key, value));
    let mut values: BTreeMap<Arc<str>, Value> =
        own.map(|(key, json)| (Arc::from(key.as_str()), value(json))).collect();
    let tags = target.tags.iter().map(|(key, tag)| (Arc::from(key.as_str()), Value::text(tag)));
    values.insert(Arc::from("tags"), Value::map(tags));
    Resource {
        address: address(target, number),
        kind: Arc::from(part.kind.as_str()),
        mode: Mode::Managed,
        action: Action::NoOp,
        values: Value::map(values),
        key: Value::Null,
        provider: Provider { region: Value::text(&target.region), default_tags: Value::Null },
        references: Vec::new(),
        previous: None,
        at: None,
    }
}

/// The parts that are kinds of the catalogue with their inputs, as in a kanjo.yaml.
fn kinds(target: &Target, span: Span) -> Vec<Entry> {
    let entry = |key: &str, value: Node| Entry { key: Arc::from(key), key_span: span, value };
    let parts = target.parts.iter().enumerate().filter(|(_, part)| is_kind(part));
    let one = |(number, part): (usize, &Part)| {
        let mut entries = vec![entry("type", Node::scalar(&part.kind, span))];
        if !target.region.is_empty() {
            entries.push(entry("region", Node::scalar(&target.region, span)));
        }
        let tags = target.tags.iter().map(|(key, tag)| {
            let content = Content::Scalar { text: Arc::from(tag.as_str()), quoted: true };
            entry(key, Node { span, content })
        });
        entries.push(entry("tags", Node::map(tags.collect(), span)));
        entries.extend(part.values.iter().map(|(key, value)| entry(key, written(value, span))));
        let key = address(target, number);
        Entry { key, key_span: span, value: Node::map(entries, span) }
    };
    parts.map(one).collect()
}

/// JSON as it would stand in a kanjo.yaml.
fn written(value: &serde_json::Value, span: Span) -> Node {
    use serde_json::Value as Json;
    match value {
        Json::String(text) => Node::scalar(text, span),
        Json::Array(items) => {
            let items = items.iter().map(|item| written(item, span)).collect();
            Node { span, content: Content::List(Arc::new(items)) }
        }
        Json::Object(map) => {
            let entries = map.iter().map(|(key, value)| Entry {
                key: Arc::from(key.as_str()),
                key_span: span,
                value: written(value, span),
            });
            Node::map(entries.collect(), span)
        }
        other => Node::scalar(&other.to_string(), span),
    }
}
