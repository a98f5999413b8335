//! Values of a line, with one sentence where they have the wrong form.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// A text that is borrowed where nothing in it is escaped.
#[derive(Deserialize)]
pub(super) struct Text<'a>(#[serde(borrow)] pub Cow<'a, str>);

/// The value of a key.
pub(super) fn read<'a, T: Deserialize<'a>>(raw: &'a RawValue, key: &str) -> Result<T, String> {
    serde_json::from_str(raw.get()).map_err(|error| format!("`{key}`: {error}"))
}

/// A map of known keys.
pub(super) fn map(value: Value, key: &str, known: &[&str]) -> Result<Map<String, Value>, String> {
    let Value::Object(map) = value else { return Err(format!("`{key}` is an object")) };
    match map.keys().find(|k| !known.contains(&k.as_str())) {
        None => Ok(map),
        Some(other) => {
            let near = crate::diagnostic::nearest(other, known.iter().copied());
            let help = near.map_or_else(
                || format!("it has {}", known.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            Err(format!("`{key}` has no `{other}`: {help}"))
        }
    }
}

/// A text, or `None` for null and what is not there.
pub(super) fn text(map: &Map<String, Value>, key: &str) -> Result<Option<String>, String> {
    match map.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => Err(format!("`{key}` is text")),
    }
}

/// A text, or several joined with commas.
pub(super) fn texts(map: &Map<String, Value>, key: &str) -> Result<Option<String>, String> {
    let Some(Value::Array(items)) = map.get(key) else { return text(map, key) };
    let mut joined = Vec::new();
    for item in items {
        match item {
            Value::String(text) => joined.push(text.clone()),
            Value::Number(number) => joined.push(number.to_string()),
            _ => return Err(format!("`{key}` is a list of texts")),
        }
    }
    Ok((!joined.is_empty()).then(|| joined.join(",")))
}

pub(super) fn switch(map: &Map<String, Value>, key: &str, default: bool) -> Result<bool, String> {
    match map.get(key) {
        None | Some(Value::Null) => Ok(default),
        Some(Value::Bool(on)) => Ok(*on),
        Some(_) => Err(format!("`{key}` is true or false")),
    }
}

/// An hour of the day.
pub(super) fn hour(map: &Map<String, Value>, key: &str, default: u8) -> Result<u8, String> {
    match map.get(key) {
        None | Some(Value::Null) => Ok(default),
        Some(value) => value
            .as_u64()
            .and_then(|hour| u8::try_from(hour).ok())
            .filter(|hour| *hour < 24)
            .ok_or_else(|| format!("`{key}` is an hour from 0 to 23")),
    }
}
