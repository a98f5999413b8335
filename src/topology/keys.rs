//! The keys of a file, and the `--set`s that stand beside it.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources, Span, nearest};
use crate::topology::overlay::set;
use crate::topology::tree::{Entry, Node};
use std::sync::Arc;

pub(super) const TOP: [&str; 17] = [
    "terraform",
    "version",
    "project",
    "region",
    "account",
    "timezone",
    "tags",
    "drivers",
    "free_tier",
    "billing",
    "schedules",
    "environments",
    "resources",
    "scenarios",
    "defaults",
    "match",
    "schedule",
];
pub(super) const OVERLAY: [&str; 10] = [
    "terraform",
    "region",
    "account",
    "timezone",
    "tags",
    "drivers",
    "schedules",
    "resources",
    "schedule",
    "defaults",
];

/// The keys of `entries` that are not known here.
pub(super) fn unknown_keys(
    entries: &[Entry],
    known: &[&str],
    place: &str,
    errors: &mut Diagnostics,
) {
    for entry in entries.iter().filter(|e| !known.contains(&&*e.key)) {
        let near = nearest(&entry.key, known.iter().copied());
        let help = match (&*entry.key, near) {
            (_, Some(near)) => format!("did you mean `{near}`?"),
            (_, None) => format!("the keys are {}", known.join(", ")),
        };
        errors.push(
            Diagnostic::new(Code::UnknownKey, format!("{place} has no key `{}`", entry.key))
                .at(entry.key_span, "unknown")
                .help(help),
        );
    }
}

type Sets = (Vec<Node>, Vec<(Arc<str>, Node)>);

/// The `--set`s: those for all environments, and those for one.
pub(super) fn sets(texts: &[String], sources: &mut Sources, errors: &mut Diagnostics) -> Sets {
    let (mut all, mut one) = (Vec::new(), Vec::new());
    for text in texts {
        let file = sources.add("--set", text.as_str());
        match set(text, Span::new(file, 0, text.len())) {
            Err(diagnostic) => errors.push(diagnostic),
            Ok(node) => match node.get("environments").and_then(Node::entries) {
                Some([entry]) => one.push((Arc::clone(&entry.key), entry.value.clone())),
                _ => {
                    unknown_keys(node.entries().unwrap_or(&[]), &TOP, "--set", errors);
                    all.push(node);
                }
            },
        }
    }
    (all, one)
}
/// The names that there are, for whoever wrote another.
pub(super) fn choices(what: &str, names: &[std::sync::Arc<str>]) -> String {
    match names.is_empty() {
        true => format!("the file has no {what}"),
        false => format!("the {what} are {}", names.join(", ")),
    }
}
