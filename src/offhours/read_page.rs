//! `page` of a policy: what visitors see while the system is off, and where.

use crate::check::Reader;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::offhours::page::{Page, place_of, refused_by_alb};
use crate::offhours::policy::{Grammar, Policies, TagRule};
use crate::offhours::read::whole_number;
use crate::topology::tree::Node;
use std::collections::BTreeMap;
use std::sync::Arc;

const PAGE: [&str; 5] = ["listener", "file", "text", "priority", "hosts"];
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
    reader.map(node, &PAGE, place)?;
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
    Some(Page { listeners, body: body?, priority: priority?, hosts })
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
    for policy in &all.policies {
        let Some(page) = &policy.page else { continue };
        let own = names.get(&policy.name).copied();
        if let (Some(TagRule { grammar: Grammar::C7n(_), .. }), Some(own)) = (&policy.tag, own) {
            let why = "a page cannot follow tags of Cloud Custodian: they speak for one hour only";
            reader.wrong(Code::BadPolicy, why, own, "leave `page` or `tag` out");
        }
        for listener in &page.listeners {
            let first = taken.insert((listener, page.priority), &policy.name);
            let (Some(first), Some(second)) = (first, own) else { continue };
            let message = format!("two pages have the priority {} at one listener", page.priority);
            let first = names.get(first).copied().unwrap_or(second);
            reader.errors.push(
                Diagnostic::new(Code::DuplicateKey, message)
                    .at(second, "the second")
                    .at(first, "the first")
                    .help("give each its own `priority` and `hosts`"),
            );
        }
    }
}
