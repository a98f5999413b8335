//! `page` of a policy: what visitors see while the system is off, and where.

use crate::check::Reader;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::offhours::page::{Page, distribution, place_of, refused_by_alb};
use crate::offhours::policy::{Grammar, Policies, TagRule};
use crate::offhours::read::whole_number;
use crate::topology::tree::Node;
use std::collections::BTreeMap;
use std::sync::Arc;

const PAGE: [&str; 5] = ["listener", "file", "text", "priority", "hosts"];
const FRONT: [&str; 3] = ["distribution", "path", "region"];
/// As Elastic Load Balancing has it.
const LAST_PRIORITY: u32 = 50_000;

/// The file that a page names.
pub(super) fn file(policy: &Node) -> Option<&Arc<str>> {
    policy.get("page")?.get("file")?.as_scalar()
}

pub(super) fn read(
    node: &Node,
    texts: &BTreeMap<String, String>,
    reader: &mut Reader<'_>,
) -> Option<Page> {
    let place = "`page`";
    if node.get("distribution").is_some() {
        return front(node, place, reader);
    }
    reader.map(node, &[&PAGE[..], &FRONT[..1]].concat(), place)?;
    let body = body(node, texts, reader);
    let Some(at) = node.get("listener") else {
        let help = "listener: arn:aws:elasticloadbalancing:…:listener/app/…";
        reader.wrong(Code::MissingKey, "`page` has no `listener`", node.span, help);
        return None;
    };
    let listeners = reader.texts(at, "`listener`");
    for listener in listeners.iter().filter(|listener| place_of(listener).is_none()) {
        let message =
            format!("`{listener}` is not the ARN of an application load balancer's listener");
        reader.wrong(Code::BadPolicy, message, at.span, "arn:…:listener/app/NAME/ID/ID");
    }
    let priority = match node.get("priority") {
        None => Some(1),
        Some(at) => {
            let number = whole_number(at, "priority", reader).and_then(|n| u32::try_from(n).ok());
            let number = number.filter(|number| (1..=LAST_PRIORITY).contains(number));
            if number.is_none() {
                let message = format!("`priority` of a page is 1 to {LAST_PRIORITY}");
                reader.wrong(Code::OutOfRange, message, at.span, "");
            }
            number
        }
    };
    let hosts = node.get("hosts").map(|node| reader.texts(node, "`hosts`")).unwrap_or_default();
    Some(Page::Rule { listeners, body: body?, priority: priority?, hosts })
}

/// A page that a distribution of CloudFront shows.
fn front(node: &Node, place: &str, reader: &mut Reader<'_>) -> Option<Page> {
    reader.map(node, &FRONT, place)?;
    let mut text = |key: &str, help: &str, fits: fn(&str) -> bool| {
        let Some(at) = node.get(key) else {
            let message = format!("`page` with a `distribution` has no `{key}`");
            reader.wrong(Code::MissingKey, message, node.span, help);
            return None;
        };
        let found = reader.text(at, &format!("`{key}`"))?;
        if !fits(&found) {
            let message = format!("`{found}` is no `{key}` of a page");
            reader.wrong(Code::BadPolicy, message, at.span, help);
        }
        Some(found)
    };
    let is_arn = |text: &str| distribution(text).is_some();
    let distribution = text("distribution", "arn:aws:cloudfront::ACCOUNT:distribution/ID", is_arn);
    let region = text("region", "the region of what it stands for: ap-northeast-1", is_region);
    let path = text("path", "a path of the distribution: /off-hours.html", is_path);
    Some(Page::Front { distribution: distribution?, region: region?, path: path? })
}

fn is_region(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text.split('-').count() > 2 && text.chars().all(is_plain)
}

/// What needs no escape in a path.
fn is_path(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
    text.len() > 1 && text.starts_with('/') && text.chars().all(is_plain)
}

/// What it shows, if a load balancer would.
fn body(
    node: &Node,
    texts: &BTreeMap<String, String>,
    reader: &mut Reader<'_>,
) -> Option<Arc<str>> {
    let (at, body): (&Node, Arc<str>) = match (node.get("file"), node.get("text")) {
        (Some(at), None) => {
            let name = reader.text(at, "`file`")?;
            let Some(text) = texts.get(&*name) else {
                let message = format!("the page `{name}` was not read");
                reader.wrong(Code::FileMissing, message, at.span, "");
                return None;
            };
            (at, Arc::from(text.trim()))
        }
        (None, Some(at)) => (at, reader.text(at, "`text`")?),
        _ => {
            let help = "file: off-hours.html";
            reader.wrong(Code::MissingKey, "`page` has a `file` or a `text`", node.span, help);
            return None;
        }
    };
    if let Some(why) = refused_by_alb(&body) {
        reader.wrong(Code::BadPolicy, why, at.span, "");
    }
    Some(body)
}

/// Two pages cannot have one place at one listener, and a page follows a schedule.
pub(super) fn clashes(all: &Policies, names: &BTreeMap<Arc<str>, Span>, reader: &mut Reader<'_>) {
    let mut taken: BTreeMap<(&str, u32), &Arc<str>> = BTreeMap::new();
    let mut fronts: BTreeMap<&str, &Arc<str>> = BTreeMap::new();
    for policy in &all.policies {
        let Some(page) = &policy.page else { continue };
        let own = names.get(&policy.name).copied();
        if let (Some(TagRule { grammar: Grammar::C7n(_), .. }), Some(own)) = (&policy.tag, own) {
            let why = "a page cannot follow tags of Cloud Custodian: they speak for one hour only";
            reader.wrong(Code::BadPolicy, why, own, "leave `page` or `tag` out");
        }
        let mut twice = |first: Option<&Arc<str>>, message: String, help: &str| {
            let (Some(first), Some(second)) = (first, own) else { return };
            let first = names.get(first).copied().unwrap_or(second);
            reader.errors.push(
                Diagnostic::new(Code::DuplicateKey, message)
                    .at(second, "the second")
                    .at(first, "the first")
                    .help(help),
            );
        };
        match page {
            Page::Rule { listeners, priority, .. } => {
                for listener in listeners {
                    let first = taken.insert((listener, *priority), &policy.name);
                    let message = format!("two pages have the priority {priority} at one listener");
                    twice(first, message, "give each its own `priority` and `hosts`");
                }
            }
            Page::Front { distribution, .. } => {
                let first = fronts.insert(distribution, &policy.name);
                let message = "two pages are shown by one distribution".to_owned();
                twice(first, message, "one policy for all that is behind it");
            }
        }
    }
}
