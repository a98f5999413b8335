//! JSON to values and back, with every digit: numbers never pass through a
//! binary fraction.

use crate::expr::{MAX_TEXT, REST, Value};
use crate::quantity::Number;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// Lists and objects inside each other.
const MAX_DEPTH: usize = 64;

/// Reads a JSON text.
pub fn decode(text: &str) -> Result<Value, String> {
    read(text, 0)
}

fn read(text: &str, depth: usize) -> Result<Value, String> {
    let wrong = |error: serde_json::Error| format!("not JSON: {error}");
    if depth > MAX_DEPTH {
        return Err(format!("JSON is nested deeper than {MAX_DEPTH}"));
    }
    let text = text.trim_start_matches([' ', '\n', '\r', '\t']);
    match text.bytes().next() {
        Some(b'{') => {
            let map: BTreeMap<String, &RawValue> = serde_json::from_str(text).map_err(wrong)?;
            let entries =
                map.into_iter().map(|(k, v)| Ok((Arc::from(k), read(v.get(), depth + 1)?)));
            Ok(Value::Map(Arc::new(entries.collect::<Result<_, String>>()?)))
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text).map_err(wrong)?;
            let items = items.into_iter().map(|v| read(v.get(), depth + 1));
            Ok(Value::list(items.collect::<Result<Vec<_>, String>>()?))
        }
        Some(b'"') => serde_json::from_str::<String>(text).map(Value::text).map_err(wrong),
        Some(b't' | b'f') => serde_json::from_str(text).map(Value::Bool).map_err(wrong),
        Some(b'n') => serde_json::from_str::<()>(text).map(|()| Value::Null).map_err(wrong),
        _ => serde_json::from_str::<Number>(text).map(Value::Number).map_err(wrong),
    }
}

/// Writes as Terraform does: no spaces, keys sorted, `<`, `>` and `&` escaped.
pub fn encode(value: &Value) -> Result<String, String> {
    let mut out = String::new();
    write(value, &mut out)?;
    Ok(out)
}

fn write(value: &Value, out: &mut String) -> Result<(), String> {
    if out.len() > MAX_TEXT {
        return Err("this text is too long".to_owned());
    }
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => {
            let _ = write!(out, "{number}");
        }
        Value::String(text) => quoted(text, out),
        Value::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        Value::Map(map) => {
            out.push('{');
            for (i, (key, item)) in map.iter().filter(|(key, _)| &***key != REST).enumerate() {
                if i > 0 {
                    out.push(',');
                }
                quoted(key, out);
                out.push(':');
                write(item, out)?;
            }
            out.push('}');
        }
        Value::Unknown(_) => return Err("an unknown value has no JSON".to_owned()),
    }
    Ok(())
}

fn quoted(text: &str, out: &mut String) {
    let json = serde_json::to_string(text).unwrap_or_default();
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
}
