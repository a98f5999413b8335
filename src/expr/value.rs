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

/// The entry of a map that stands for all it does not name: a resource of
/// Terraform has the attributes of its configuration and others that only the
/// provider knows. No identifier can be written like this.
pub const REST: &str = "[rest]";

/// The most parts that a value may have, shared ones counted in full.
const MAX_WEIGHT: u64 = 1_000_000;

impl Value {
    /// A map whose other attributes are computed at `address`.
    pub fn open(mut entries: BTreeMap<Arc<str>, Value>, address: Arc<str>) -> Value {
        let origin = Origin::Computed { address, path: Arc::from("") };
        entries.insert(Arc::from(REST), Value::Unknown(Arc::new(origin)));
        Value::Map(Arc::new(entries))
    }

    pub fn unresolved(why: impl Into<Arc<str>>, span: Option<Span>) -> Value {
        Value::Unknown(Arc::new(Origin::Unresolved { why: why.into(), span }))
    }

    /// How many parts it has; counting stops at a million, since lists that
    /// share their elements can stand for more than fits any memory.
    pub fn weight(&self) -> u64 {
        fn add(value: &Value, sum: &mut u64) {
            *sum += 1;
            match value {
                Value::List(items) if *sum < MAX_WEIGHT => {
                    items.iter().for_each(|v| add(v, sum));
                }
                Value::Map(map) if *sum < MAX_WEIGHT => map.values().for_each(|v| add(v, sum)),
                Value::String(text) => *sum += text.len() as u64 / 64,
                _ => {}
            }
        }
        let mut sum = 0;
        add(self, &mut sum);
        sum
    }

    /// Whether it has more parts than any that a person writes.
    pub fn is_huge(&self) -> bool {
        self.weight() >= MAX_WEIGHT
    }

    /// The first unknown in it, however deep.
    pub fn unknown_inside(&self) -> Option<&Value> {
        match self {
            Value::Unknown(_) => Some(self),
            Value::List(items) => items.iter().find_map(Value::unknown_inside),
            Value::Map(map) => map.values().find_map(Value::unknown_inside),
            _ => None,
        }
    }

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
