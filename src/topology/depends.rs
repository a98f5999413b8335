//! `depends_on`: names that exist, in no circle.
//!
//! The order makes no cost. It is the order in which resources stop and start,
//! so a circle would be one that never starts again.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::topology::tree::{Entry, Node};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What one resource waits for, with the places of the names.
fn needs(entry: &Entry) -> Vec<&Node> {
    let node = entry.value.get("depends_on");
    let items = node.map(|n| n.items().unwrap_or(std::slice::from_ref(n)));
    items.unwrap_or(&[]).iter().filter(|item| item.as_scalar().is_some()).collect()
}

/// The names of what one resource waits for.
pub fn names(entry: &Entry) -> Vec<Arc<str>> {
    needs(entry).into_iter().filter_map(Node::as_scalar).cloned().collect()
}

/// Reports unknown names and circles.
pub fn check(entries: &[Entry], errors: &mut Diagnostics) {
    if !entries.iter().any(|e| e.value.get("depends_on").is_some()) {
        return;
    }
    let by_name: BTreeMap<&str, &Entry> = entries.iter().map(|e| (&*e.key, e)).collect();
    for entry in entries {
        for item in needs(entry) {
            let name = item.as_scalar().map_or("", |n| n);
            if !by_name.contains_key(name) {
                let near = nearest(name, by_name.keys().copied());
                errors.push(
                    Diagnostic::new(Code::UnknownName, format!("there is no resource `{name}`"))
                        .at(item.span, "to depend on")
                        .help_if(near.map(|n| format!("did you mean `{n}`?"))),
                );
            }
        }
    }
    // 0 not seen, 1 on the way, 2 done; without recursion, chains may be long.
    let mut state: BTreeMap<&str, u8> = BTreeMap::new();
    for entry in entries {
        let mut path: Vec<(&Entry, usize)> = vec![(entry, 0)];
        while let Some((here, next)) = path.last().copied() {
            if next == 0 {
                if state.get(&*here.key) == Some(&2) {
                    path.pop();
                    continue;
                }
                state.insert(&here.key, 1);
            }
            let target = needs(here).get(next).and_then(|n| n.as_scalar()).map(|n| &**n);
            let Some(target) = target else {
                state.insert(&here.key, 2);
                path.pop();
                continue;
            };
            if let Some(top) = path.last_mut() {
                top.1 += 1;
            }
            match (state.get(target), by_name.get(target)) {
                (Some(1), Some(start)) => {
                    let from = path.iter().position(|(e, _)| *e.key == *target).unwrap_or(0);
                    let mut circle: Vec<&str> =
                        path.iter().skip(from).map(|(e, _)| &*e.key).collect();
                    circle.push(target);
                    let message = format!(
                        "resources depend on each other in a circle: {}",
                        circle.join(" → ")
                    );
                    errors.push(
                        Diagnostic::new(Code::CyclicDependency, message)
                            .at(start.key_span, "in this circle"),
                    );
                    return;
                }
                (None, Some(next)) => path.push((next, 0)),
                _ => {}
            }
        }
    }
}
