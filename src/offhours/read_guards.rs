//! `guards` of a policy file. Guards of several files all hold.

use crate::check::Reader;
use crate::diagnostic::Code;
use crate::offhours::policy::{Freeze, Guards};
use crate::offhours::read::{merge_guards, minutes, tags, whole_number};
use crate::topology::tree::Node;
use std::sync::Arc;

const GUARDS: [&str; 7] = [
    "accounts",
    "deny_names",
    "deny_tags",
    "require_tags",
    "max_actions",
    "freeze",
    "max_override",
];

pub(super) fn read(node: &Node, into: &mut Guards, reader: &mut Reader<'_>) {
    let Some(entries) = reader.map(node, &GUARDS, "`guards`") else { return };
    let mut found = Guards::default();
    for entry in entries {
        let value = &entry.value;
        match &*entry.key {
            "accounts" => accounts(value, &mut found, reader),
            "deny_names" => found.deny_names = reader.texts(value, "`deny_names`"),
            "deny_tags" => found.deny_tags = tags(value, "`deny_tags`", reader),
            "require_tags" => found.require_tags = reader.texts(value, "`require_tags`"),
            "max_actions" => {
                reader.map(value, &["count", "percent"], "`max_actions`");
                let mut read = |key: &str| {
                    let number = whole_number(value.get(key)?, key, reader)?;
                    usize::try_from(number).ok()
                };
                found.max_count = read("count");
                found.max_percent = read("percent");
            }
            "freeze" => {
                let items = value.items().unwrap_or(std::slice::from_ref(value));
                found.freeze = items.iter().filter_map(|item| freeze(item, reader)).collect();
            }
            "max_override" => {
                found.max_override = minutes(value, "`max_override`", reader);
            }
            _ => {}
        }
    }
    merge_guards(into, found);
}

fn accounts(node: &Node, found: &mut Guards, reader: &mut Reader<'_>) {
    if reader.map(node, &["allow", "deny_alias_contains"], "`accounts`").is_none() {
        return;
    }
    found.accounts = node.get("allow").map(|node| reader.texts(node, "`allow`"));
    if let Some(node) = node.get("deny_alias_contains") {
        let parts = reader.texts(node, "`deny_alias_contains`");
        found.deny_alias = parts.iter().map(|part| Arc::from(part.to_lowercase())).collect();
    }
}

fn freeze(node: &Node, reader: &mut Reader<'_>) -> Option<Freeze> {
    let place = "a freeze";
    reader.map(node, &["from", "to", "reason"], place)?;
    let (from, to) = match (node.get("from"), node.get("to")) {
        (Some(from), Some(to)) => (reader.date(from, "`from`")?, reader.date(to, "`to`")?),
        _ => {
            let help = "{from: 2026-12-18, to: 2027-01-04, reason: peak}";
            reader.wrong(Code::MissingKey, "a freeze has `from` and `to`", node.span, help);
            return None;
        }
    };
    if to < from {
        reader.wrong(Code::BadPolicy, "the freeze ends before it begins", node.span, "");
        return None;
    }
    let reason = reader.needed(node, "reason", place, "reason: peak season")?;
    Some(Freeze { from, to, reason })
}
