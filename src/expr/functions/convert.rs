//! From one type to another.

use super::Arguments;
use super::sets::set_of;
use crate::expr::Value;
use std::sync::Arc;

type Answer = Result<Value, String>;

/// The elements of one type, as a list of Terraform has them: text beside
/// numbers makes text of all.
pub(super) fn unified(items: Vec<Value>) -> Vec<Value> {
    let scalar = |v: &Value| matches!(v, Value::String(_) | Value::Number(_) | Value::Bool(_));
    let text = items.iter().any(|v| matches!(v, Value::String(_)));
    let other = items.iter().any(|v| matches!(v, Value::Number(_) | Value::Bool(_)));
    if !text || !other || !items.iter().all(|v| scalar(v) || matches!(v, Value::Null)) {
        return items;
    }
    items.into_iter().map(|v| v.to_text().map_or(v, Value::String)).collect()
}

fn converted(a: &Arguments<'_>, to: Option<Value>, what: &str) -> Answer {
    match (a.get(0)?, to) {
        (Value::Null, _) => Ok(Value::Null),
        (_, Some(value)) => Ok(value),
        (other, None) => Err(format!("{} cannot become {what}", other.kind())),
    }
}

pub fn tostring(a: &Arguments<'_>) -> Answer {
    converted(a, a.get(0)?.to_text().map(Value::String), "text")
}

pub fn tonumber(a: &Arguments<'_>) -> Answer {
    converted(a, a.get(0)?.to_number().map(Value::Number), "a number")
}

pub fn tobool(a: &Arguments<'_>) -> Answer {
    converted(a, a.get(0)?.to_bool().map(Value::Bool), "true or false")
}

pub fn tolist(a: &Arguments<'_>) -> Answer {
    let list = match a.get(0)? {
        Value::List(items) => Some(Value::list(unified(items.to_vec()))),
        _ => None,
    };
    converted(a, list, "a list")
}

pub fn toset(a: &Arguments<'_>) -> Answer {
    let set = match a.get(0)? {
        Value::List(items) => Some(Value::list(set_of(items.iter().cloned())?)),
        _ => None,
    };
    converted(a, set, "a set")
}

pub fn tomap(a: &Arguments<'_>) -> Answer {
    let map = match a.get(0)? {
        Value::Map(map) => {
            let values = unified(map.values().cloned().collect());
            Some(Value::map(map.keys().map(Arc::clone).zip(values)))
        }
        _ => None,
    };
    converted(a, map, "a map")
}

pub fn same(a: &Arguments<'_>) -> Answer {
    a.get(0).cloned()
}

pub fn no(_: &Arguments<'_>) -> Answer {
    Ok(Value::Bool(false))
}
