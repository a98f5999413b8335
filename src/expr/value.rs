//! What an expression evaluates to.

use crate::diagnostic::Span;
use crate::quantity::Number;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A value without a unit. Cloning is cheap.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    #[default]
    Null,
    Bool(bool),
    Number(Number),
    String(Arc<str>),
    List(Arc<[Value]>),
    /// Sorted by key, as HCL iterates.
    Map(Arc<BTreeMap<Arc<str>, Value>>),
    Unknown(Arc<Origin>),
}

/// Why a value is unknown. Read at the end of the pipe: `Unset` becomes "depends
/// on usage", the others "unpriced".
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// A usage that nobody stated.
    Unset { input: Arc<str> },
    /// Known after the system exists; also the join between resources.
    Computed { address: Arc<str>, path: Arc<str> },
    /// Could not be resolved, and why.
    Unresolved { why: Arc<str>, span: Option<Span> },
    /// Does not fit 28 digits.
    Overflow,
}

impl Value {
    pub fn text(text: impl AsRef<str>) -> Value {
        Value::String(Arc::from(text.as_ref()))
    }

    pub fn number(number: Number) -> Value {
        Value::Number(number)
    }

    pub fn map(entries: impl IntoIterator<Item = (Arc<str>, Value)>) -> Value {
        Value::Map(Arc::new(entries.into_iter().collect()))
    }

    pub fn list(items: impl IntoIterator<Item = Value>) -> Value {
        Value::List(items.into_iter().collect())
    }

    pub fn unset(input: impl Into<Arc<str>>) -> Value {
        Value::Unknown(Arc::new(Origin::Unset { input: input.into() }))
    }

    pub fn overflow() -> Value {
        Value::Unknown(Arc::new(Origin::Overflow))
    }

    pub fn is_unknown(&self) -> bool {
        matches!(self, Value::Unknown(_))
    }

    pub fn as_number(&self) -> Option<Number> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// What it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a bool",
            Value::Number(_) => "a number",
            Value::String(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
            Value::Unknown(_) => "an unknown value",
        }
    }

    /// HCL's conversion to a number: numbers, and text that is one.
    pub fn to_number(&self) -> Option<Number> {
        match self {
            Value::Number(number) => Some(*number),
            Value::String(text) => Number::parse_scientific(text),
            _ => None,
        }
    }

    /// HCL's conversion to text: text, numbers and bools.
    pub fn to_text(&self) -> Option<Arc<str>> {
        match self {
            Value::String(text) => Some(Arc::clone(text)),
            Value::Number(number) => Some(Arc::from(number.to_string())),
            Value::Bool(value) => Some(Arc::from(if *value { "true" } else { "false" })),
            _ => None,
        }
    }

    /// HCL's conversion to a bool: bools, and the words `true` and `false`.
    pub fn to_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(value) => Some(*value),
            Value::String(text) if &**text == "true" => Some(true),
            Value::String(text) if &**text == "false" => Some(false),
            _ => None,
        }
    }
}
