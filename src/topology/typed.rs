//! Inputs whose values are typed already, as Terraform's are.
//!
//! A number is in the input's own unit. Nothing here is an error: a value that
//! does not fit its input is one that kanjo does not know, and its lines say so.

use crate::catalog::{Input, InputType};
use crate::expr::{Origin, Value};
use crate::quantity::Number;
use std::sync::Arc;

/// A value at an input.
pub(super) fn input(input: &Input, value: &Value) -> Value {
    if value.is_unknown() {
        return value.clone();
    }
    match input.kind {
        InputType::Number => number(input, value),
        InputType::Text => text(input, value),
        InputType::Switch => value.to_bool().map_or_else(|| wrong(input, value), Value::Bool),
        InputType::List => match value {
            Value::List(items) => {
                let items: Vec<Value> = items.iter().map(|item| text(input, item)).collect();
                let unknown = items.iter().find(|item| item.is_unknown()).cloned();
                unknown.unwrap_or_else(|| Value::list(items))
            }
            other => Value::list([text(input, other)]),
        },
        InputType::Map | InputType::Object => wrong(input, value),
    }
}

/// A number at an input, or at a key of its map.
pub(super) fn number(input: &Input, value: &Value) -> Value {
    if value.is_unknown() {
        return value.clone();
    }
    let Some(number) = value.to_number() else { return wrong(input, value) };
    let least = input.min.unwrap_or(Number::ZERO);
    let choices: Vec<Number> = input.one_of.iter().filter_map(|c| Number::parse(c)).collect();
    let chosen = input.kind != InputType::Number || choices.is_empty() || choices.contains(&number);
    if number < least || input.max.is_some_and(|most| number > most) || !chosen {
        return unresolved(format!("`{}` cannot be {number}", input.path));
    }
    Value::Number(number)
}

fn text(input: &Input, value: &Value) -> Value {
    match value.to_text() {
        _ if value.is_unknown() => value.clone(),
        Some(text) if input.one_of.is_empty() || input.one_of.contains(&text) => {
            Value::String(text)
        }
        Some(text) => unresolved(format!("`{text}` is not a choice of `{}`", input.path)),
        None => wrong(input, value),
    }
}

fn wrong(input: &Input, value: &Value) -> Value {
    unresolved(format!("`{}` cannot be {}", input.path, value.kind()))
}

/// A value that cannot be known, and why.
pub(super) fn unresolved(why: String) -> Value {
    Value::Unknown(Arc::new(Origin::Unresolved { why: Arc::from(why), span: None }))
}
