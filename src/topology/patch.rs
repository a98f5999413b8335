//! One value of a file changed in its text, and nothing else of it touched.
//!
//! A file is a person's: its comments, order and quotes stay. So a value is
//! replaced at its place, and what is not there yet is put in front of what is.

use crate::topology::tree::{Content, Node};

/// The text with the value at `path` set. `None` where the way there is not a
/// map, or the value is a list or a map.
pub fn patch(text: &str, root: &Node, path: &[&str], value: &str) -> Option<String> {
    let (first, rest) = path.split_first()?;
    let entries = root.entries()?;
    let Some(entry) = entries.iter().find(|e| &*e.key == *first) else {
        return insert(text, root, first, &nested(rest, value));
    };
    if entry.value.is_null() {
        let after = entry.key_span.end as usize;
        let colon = after + text.get(after..)?.find(':')? + 1;
        return spliced(text, colon, colon, &format!(" {}", nested(rest, value)));
    }
    match (&entry.value.content, rest.is_empty()) {
        (Content::Map(_), false) => patch(text, &entry.value, rest, value),
        (Content::Scalar { .. }, true) => {
            let span = entry.value.span;
            spliced(text, span.start as usize, span.end as usize, value)
        }
        _ => None,
    }
}

/// `{b: {c: value}}`.
fn nested(path: &[&str], value: &str) -> String {
    path.iter().rev().fold(value.to_owned(), |inner, key| format!("{{{key}: {inner}}}"))
}

fn insert(text: &str, map: &Node, key: &str, value: &str) -> Option<String> {
    let start = map.span.start as usize;
    if text.get(start..)?.starts_with('{') {
        let comma = if map.entries()?.is_empty() { "" } else { ", " };
        return spliced(text, start + 1, start + 1, &format!("{key}: {value}{comma}"));
    }
    let first = map.entries()?.first()?.key_span.start as usize;
    let line = text.get(..first)?.rfind('\n').map_or(0, |at| at + 1);
    let indent = text.get(line..first)?;
    if !indent.chars().all(|c| c == ' ') {
        return None;
    }
    spliced(text, first, first, &format!("{key}: {value}\n{indent}"))
}

fn spliced(text: &str, from: usize, to: usize, by: &str) -> Option<String> {
    Some(format!("{}{by}{}", text.get(..from)?, text.get(to..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;
    use crate::topology::tree;

    fn patched(text: &str, path: &str, value: &str) -> Option<String> {
        let root = tree::parse(text, Sources::default().add("k.yaml", text)).expect("YAML");
        let path: Vec<&str> = path.split('.').collect();
        let new = patch(text, &root, &path, value)?;
        // What was written is what is read.
        let root = tree::parse(&new, Sources::default().add("k.yaml", new.as_str())).expect("YAML");
        let node = path.iter().try_fold(&root, |node, key| node.get(key)).expect("there");
        assert_eq!(node.as_scalar().map(|t| &**t), Some(value));
        Some(new)
    }

    #[test]
    fn replaces_in_place_and_inserts_in_front() {
        let file = "resources:\n  # why\n  nat: {type: x, data: 60 GB}  # a guess\n  db:\n    type: y\n    acu: {min: 1}\n";
        let new = patched(file, "resources.nat.data", "70 GB").expect("patched");
        assert_eq!(new, file.replace("60 GB", "70 GB"));
        let new = patched(file, "resources.db.acu.average", "2").expect("patched");
        assert!(new.contains("acu: {average: 2, min: 1}"));
        let new = patched(file, "resources.db.storage", "9 GB").expect("patched");
        assert!(new.contains("  db:\n    storage: 9 GB\n    type: y"));
        let envs = "environments:\n  prod: {}\n  stg:\n";
        let new = patched(envs, "environments.prod.resources.a.b", "1").expect("patched");
        assert!(new.contains("prod: {resources: {a: {b: 1}}}"));
        assert!(patched(envs, "environments.stg.resources.a.b", "1").is_some());
        assert_eq!(patched(file, "resources.nat.data.x", "1"), None);
    }
}
