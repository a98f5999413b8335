//! Laying one file over another.
//!
//! Maps merge by key, `null` removes, anything else replaces, and a resource
//! whose `type` changes is replaced whole: what Aurora takes means nothing to
//! RDS. Removing or setting what does not exist is an error, because it is
//! always a slip.

use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::topology::tree::{Content, Entry, Node};
use std::collections::HashMap;
use std::sync::Arc;

/// Where in the file a map sits; resources have rules of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    File,
    Resources,
    Other,
}

/// `base` with `over` on top. Problems go to `errors`.
pub fn merge(base: &Node, over: &Node, errors: &mut Vec<Diagnostic>) -> Node {
    merge_at(base, over, Level::File, errors)
}

fn merge_at(base: &Node, over: &Node, level: Level, errors: &mut Vec<Diagnostic>) -> Node {
    let (Some(old), Some(new)) = (base.entries(), over.entries()) else { return over.clone() };
    let mut merged: Vec<Entry> = old.to_vec();
    let mut places: HashMap<Arc<str>, usize> =
        merged.iter().enumerate().map(|(i, e)| (Arc::clone(&e.key), i)).collect();
    let mut removed = vec![false; merged.len()];
    for entry in new {
        let place = places.get(&entry.key).copied();
        match place {
            None if entry.value.is_null() => {
                let near = nearest(&entry.key, old.iter().map(|e| &*e.key));
                errors.push(
                    Diagnostic::new(
                        Code::OverlayTarget,
                        format!("there is no `{}` to remove", entry.key),
                    )
                    .at(entry.key_span, "null removes what the file below has")
                    .help_if(near.map(|n| format!("did you mean `{n}`?"))),
                );
            }
            None if level == Level::Resources && entry.value.get("type").is_none() => {
                let near = nearest(&entry.key, old.iter().map(|e| &*e.key));
                errors.push(
                    Diagnostic::new(
                        Code::OverlayTarget,
                        format!("there is no resource `{}` to change", entry.key),
                    )
                    .at(entry.key_span, "not in the file below")
                    .help(near.map_or_else(
                        || "a new resource has a `type`".to_owned(),
                        |n| format!("did you mean `{n}`?"),
                    )),
                );
            }
            None => {
                places.insert(Arc::clone(&entry.key), merged.len());
                merged.push(entry.clone());
                removed.push(false);
            }
            Some(at) if entry.value.is_null() => {
                if let Some(gone) = removed.get_mut(at) {
                    *gone = true;
                }
            }
            Some(at) => {
                let Some(slot) = merged.get_mut(at) else { continue };
                let replaced = match level {
                    Level::Resources => changes_type(&slot.value, &entry.value),
                    _ => shape(&slot.value) != shape(&entry.value),
                };
                let value = if replaced {
                    entry.value.clone()
                } else {
                    let next = match (level, &*entry.key) {
                        (Level::File, "resources") => Level::Resources,
                        _ => Level::Other,
                    };
                    merge_at(&slot.value, &entry.value, next, errors)
                };
                *slot = Entry { value, ..slot.clone() };
                // A line that an overlay wrote is found where it was written.
                if slot.value.entries().is_none() {
                    slot.key_span = entry.key_span;
                }
            }
        }
    }
    let mut keep = removed.iter();
    merged.retain(|_| !keep.next().copied().unwrap_or(false));
    Node { span: base.span, content: Content::Map(Arc::new(merged)) }
}

/// A range and a profile are maps to YAML and one value to a person: one does
/// not merge into the other.
fn shape(node: &Node) -> u8 {
    let has = |keys: &[&str]| keys.iter().any(|key| node.get(key).is_some());
    match node.entries() {
        Some(_) if has(&["low", "expected", "high"]) => 1,
        Some(_) if has(&["base", "during"]) => 2,
        _ => 0,
    }
}

fn changes_type(base: &Node, over: &Node) -> bool {
    match (base.get("type").and_then(Node::as_scalar), over.get("type").and_then(Node::as_scalar)) {
        (Some(old), Some(new)) => old != new,
        _ => false,
    }
}

/// One `--set PATH=VALUE` as an overlay. The path is dotted; a part with dots
/// stands in quotes. The value is read as YAML.
pub fn set(text: &str, span: Span) -> Result<Node, Diagnostic> {
    let bad = |message: String, range: std::ops::Range<usize>| {
        Diagnostic::new(Code::BadSet, message)
            .at(span.within(range), "here")
            .help("write it as resources.web.tasks=4")
    };
    let (parts, equals) = path(text).map_err(|(message, at)| bad(message, at..text.len()))?;
    let value = text.get(equals + 1..).unwrap_or("");
    let start = span.within(equals + 1..text.len());
    let mut node = super::tree::parse(value, span.file)
        .map_err(|_| bad(format!("`{value}` is not a value"), equals + 1..text.len()))?;
    // A lone value stands at the place of the text behind `=`.
    if value.trim().is_empty() {
        return Err(bad("there is no value behind `=`".to_owned(), equals..text.len()));
    }
    shift(&mut node, start.start);
    for (name, range) in parts.into_iter().rev() {
        let key_span = span.within(range);
        node = Node::map(vec![Entry { key: Arc::from(name), key_span, value: node }], span);
    }
    Ok(node)
}

fn shift(node: &mut Node, by: u32) {
    node.span.start += by;
    node.span.end += by;
    match &mut node.content {
        Content::Scalar { .. } | Content::Value(_) => {}
        Content::List(items) => Arc::make_mut(items).iter_mut().for_each(|item| shift(item, by)),
        Content::Map(entries) => {
            for entry in Arc::make_mut(entries) {
                entry.key_span.start += by;
                entry.key_span.end += by;
                shift(&mut entry.value, by);
            }
        }
    }
}

type Part = (String, std::ops::Range<usize>);

/// The parts of the path with their places, and where the `=` is.
fn path(text: &str) -> Result<(Vec<Part>, usize), (String, usize)> {
    let mut parts = Vec::new();
    let mut name = String::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (i, c) in text.char_indices() {
        match c {
            _ if escaped => {
                name.push(c);
                escaped = false;
            }
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '.' | '=' if !quoted => {
                if name.is_empty() {
                    return Err(("a part of the path is empty".to_owned(), i));
                }
                parts.push((std::mem::take(&mut name), start..i));
                start = i + 1;
                if c == '=' {
                    return Ok((parts, i));
                }
            }
            _ => name.push(c),
        }
    }
    Err((if quoted { "a quote is not closed" } else { "there is no `=`" }.to_owned(), text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;
    use crate::topology::tree::parse;

    fn both(base: &str, over: &str) -> (Node, Vec<String>) {
        let mut sources = Sources::default();
        let base = parse(base, sources.add("a", base)).expect("reads");
        let over = parse(over, sources.add("b", over)).expect("reads");
        let mut errors = Vec::new();
        let merged = merge(&base, &over, &mut errors);
        (
            merged,
            errors
                .into_iter()
                .map(|d| format!("{} {}", d.message, d.help.unwrap_or_default()))
                .collect(),
        )
    }

    fn flat(node: &Node) -> String {
        match &node.content {
            Content::Scalar { text, .. } => text.to_string(),
            Content::Value(value) => value.to_text().unwrap_or_default().to_string(),
            Content::List(items) => {
                format!("[{}]", items.iter().map(flat).collect::<Vec<_>>().join(","))
            }
            Content::Map(entries) => {
                let parts: Vec<String> =
                    entries.iter().map(|e| format!("{}:{}", e.key, flat(&e.value))).collect();
                format!("{{{}}}", parts.join(","))
            }
        }
    }

    #[test]
    fn merges_removes_and_replaces() {
        let (node, errors) =
            both("{a: 1, b: {c: 2, d: 3}, l: [1, 2]}", "{b: {c: 5}, a: null, l: [9], e: 1}");
        assert_eq!((flat(&node).as_str(), errors.len()), ("{b:{c:5,d:3},l:[9],e:1}", 0));
    }

    #[test]
    fn a_resource_of_another_type_is_replaced_whole() {
        let (node, _) =
            both("{resources: {db: {type: x, acu: 1}}}", "{resources: {db: {type: y, class: z}}}");
        assert_eq!(flat(&node), "{resources:{db:{type:y,class:z}}}");
        let (node, _) =
            both("{resources: {db: {type: x, acu: 1}}}", "{resources: {db: {type: x, io: 2}}}");
        assert_eq!(flat(&node), "{resources:{db:{type:x,acu:1,io:2}}}");
    }

    #[test]
    fn a_range_replaces_a_profile_and_merges_into_a_range() {
        let (node, _) = both("{a: {base: 1, during: []}}", "{a: {low: 1, expected: 2}}");
        assert_eq!(flat(&node), "{a:{low:1,expected:2}}");
        let (node, _) = both("{a: {low: 1, expected: 2}}", "{a: {high: 3}}");
        assert_eq!(flat(&node), "{a:{low:1,expected:2,high:3}}");
        let (node, _) = both("{a: 5}", "{a: {expected: 2}}");
        assert_eq!(flat(&node), "{a:{expected:2}}");
    }

    #[test]
    fn says_what_is_not_there() {
        let (_, errors) =
            both("{resources: {nat: {type: x}}}", "{resources: {nta: {data: 1}}, tag: null}");
        assert_eq!(
            errors,
            vec![
                "there is no resource `nta` to change did you mean `nat`?",
                "there is no `tag` to remove "
            ]
        );
    }

    #[test]
    fn set_reads_paths_and_values() {
        let mut sources = Sources::default();
        let mut read = |text: &str| {
            let file = sources.add("--set", text);
            set(text, Span::new(file, 0, text.len())).map(|n| flat(&n)).map_err(|d| d.message)
        };
        assert_eq!(read("resources.web.tasks=4"), Ok("{resources:{web:{tasks:4}}}".into()));
        assert_eq!(
            read("resources.\"m.x[\\\"k\\\"]\".lcu={low: 1, expected: 2}"),
            Ok("{resources:{m.x[\"k\"]:{lcu:{low:1,expected:2}}}}".into())
        );
        assert_eq!(read("resources.web"), Err("there is no `=`".into()));
        assert_eq!(read(".a=1"), Err("a part of the path is empty".into()));
        assert_eq!(read("a="), Err("there is no value behind `=`".into()));
        assert!(read("a=[1").is_err());
    }
}
