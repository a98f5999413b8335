//! From what a rule proposes to `--set`s, as text that a person can paste.
//!
//! The text is what is applied: a saving is never that of an overlay which
//! nobody can see.

use crate::expr::{Origin, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The `--set`s of an overlay that was evaluated once per case; values that
/// differ become a range. What is unknown is handed back.
pub fn sets(cases: &[Value], prefix: &[&str]) -> Result<Vec<Arc<str>>, Arc<Origin>> {
    let Some(first) = cases.first() else { return Ok(Vec::new()) };
    // A list is laid down in order; null stands for nothing.
    if let Value::List(items) = first {
        let mut all = Vec::new();
        for i in 0..items.len() {
            let part = |case: &Value| match case {
                Value::List(items) => items.get(i).cloned().unwrap_or_default(),
                other => other.clone(),
            };
            let part: Vec<Value> = cases.iter().map(part).collect();
            all.extend(sets(&part, prefix)?);
        }
        return Ok(all);
    }
    let merged = merged(cases)?;
    let mut out = Vec::new();
    if !matches!(merged, Value::Null) {
        let mut path: Vec<Arc<str>> = prefix.iter().map(|part| Arc::from(*part)).collect();
        flatten(&merged, &mut path, &mut out);
    }
    Ok(out)
}

/// One value of three: `{low, expected, high}` where they differ.
fn merged(cases: &[Value]) -> Result<Value, Arc<Origin>> {
    let Some(first) = cases.first() else { return Ok(Value::Null) };
    if let Some(Value::Unknown(origin)) = cases.iter().find(|v| v.is_unknown()) {
        return Err(Arc::clone(origin));
    }
    if let Value::Map(map) = first {
        let mut out = BTreeMap::new();
        for key in map.keys() {
            let of = |case: &Value| match case {
                Value::Map(map) => map.get(key).cloned().unwrap_or_default(),
                other => other.clone(),
            };
            let values: Vec<Value> = cases.iter().map(of).collect();
            out.insert(Arc::clone(key), merged(&values)?);
        }
        return Ok(Value::Map(Arc::new(out)));
    }
    if let Value::List(items) = first {
        for item in items.iter() {
            if let Value::Unknown(origin) = item {
                return Err(Arc::clone(origin));
            }
        }
    }
    match cases {
        [low, expected, high] if low != expected || expected != high => Ok(Value::map([
            (Arc::from("low"), low.clone()),
            (Arc::from("expected"), expected.clone()),
            (Arc::from("high"), high.clone()),
        ])),
        _ => Ok(first.clone()),
    }
}

fn flatten(value: &Value, path: &mut Vec<Arc<str>>, out: &mut Vec<Arc<str>>) {
    match value {
        // A new resource and a range are one value each.
        Value::Map(map) if !map.contains_key("type") && !map.contains_key("expected") => {
            for (key, value) in map.iter() {
                path.push(Arc::clone(key));
                flatten(value, path, out);
                path.pop();
            }
        }
        value => {
            let path: Vec<String> = path.iter().map(|part| key(part)).collect();
            out.push(Arc::from(format!("{}={}", path.join("."), yaml(value))));
        }
    }
}

/// A part of a path, in quotes where it needs them.
fn key(part: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    if !part.is_empty() && part.chars().all(plain) {
        return part.to_owned();
    }
    format!("\"{}\"", part.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A value as YAML on one line. Null keys of a map are left out.
fn yaml(value: &Value) -> String {
    match value {
        Value::Map(map) => {
            let stated = map.iter().filter(|(_, value)| !matches!(value, Value::Null));
            let entries: Vec<String> =
                stated.map(|(key, value)| format!("{}: {}", text(key), yaml(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::List(items) => {
            format!("[{}]", items.iter().map(yaml).collect::<Vec<_>>().join(", "))
        }
        Value::String(own) => text(own),
        other => other.to_text().map_or_else(|| "null".to_owned(), |text| text.to_string()),
    }
}

/// Text that YAML reads as this text.
fn text(own: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let null = matches!(own, "" | "null" | "~");
    if !null && own.chars().all(plain) && own.starts_with(char::is_alphanumeric) {
        return own.to_owned();
    }
    let escape = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", own.chars().map(escape).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Number;

    fn map(entries: &[(&str, Value)]) -> Value {
        Value::map(entries.iter().map(|(k, v)| (Arc::from(*k), v.clone())))
    }

    fn number(n: u64) -> Value {
        Value::Number(Number::from(n))
    }

    #[test]
    fn writes_leaves_new_resources_and_removals() {
        let overlay = Value::list([
            map(&[("resources", map(&[("a.b", map(&[("data", number(0))])), ("x", Value::Null)]))]),
            Value::Null,
            map(&[(
                "resources",
                map(&[("new", map(&[("type", Value::text("k.k")), ("io", Value::Null)]))]),
            )]),
        ]);
        let sets = sets(&[overlay], &["environments", "dev"]).expect("known");
        let sets: Vec<&str> = sets.iter().map(|s| &**s).collect();
        assert_eq!(
            sets,
            [
                "environments.dev.resources.\"a.b\".data=0",
                "environments.dev.resources.x=null",
                "environments.dev.resources.new={type: k.k}",
            ]
        );
    }

    #[test]
    fn what_differs_is_a_range_and_what_is_unknown_comes_back() {
        let of = |n| map(&[("drivers", map(&[("d", number(n))]))]);
        let range = sets(&[of(1), of(2), of(4)], &[]).expect("known");
        assert_eq!(&*range[0], "drivers.d={expected: 2, high: 4, low: 1}");
        let unknown = map(&[("resources", map(&[("a", Value::unset("a.data"))]))]);
        assert!(matches!(&*sets(&[unknown], &[]).unwrap_err(), Origin::Unset { .. }));
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(text("Mon-Fri 08:00-20:00"), "\"Mon-Fri 08:00-20:00\"");
        assert_eq!((text("arm64").as_str(), text("null").as_str()), ("arm64", "\"null\""));
        assert_eq!(text("a\"b"), "\"a\\\"b\"");
    }
}
