//! What a meter measures, and why it may not be known.

use crate::catalog::Kind;
use crate::diagnostic::Code;
use crate::expr::{Origin, Value};
use crate::quantity::Number;
use std::sync::Arc;

/// What a meter measures in one case.
#[derive(Clone, Debug, PartialEq)]
pub enum Amounted {
    Known(Number),
    /// A usage that nobody stated: the input's path.
    Unset(Arc<str>),
    /// Not to be known, and why.
    Unknown(Code, Arc<str>),
}

/// A meter with its key and its amount.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Its place in the kind.
    pub meter: usize,
    /// The element of its `for_each`.
    pub each: Option<Arc<str>>,
    /// `None`: the usage type depends on what is not known.
    pub usage_type: Option<Arc<str>>,
    pub operation: Arc<str>,
    pub amount: Amounted,
    pub formula: Arc<str>,
    /// Unknowns that a placeholder stands for.
    pub assumed: Vec<Arc<Origin>>,
}

/// The amount that a value says.
pub(super) fn amounted(value: &Value) -> Amounted {
    let unknown = |code, why: &str| Amounted::Unknown(code, Arc::from(why));
    match value {
        Value::Unknown(origin) => match &**origin {
            Origin::Unset { input } => Amounted::Unset(Arc::clone(input)),
            Origin::Computed { address, path } => {
                unknown(Code::ValueUnknown, &format!("{address}.{path} is known after it exists"))
            }
            Origin::Unresolved { why, .. } => {
                Amounted::Unknown(Code::ReferenceUnresolved, Arc::clone(why))
            }
            Origin::Overflow => unknown(Code::ValueUnknown, "the quantity does not fit 28 digits"),
        },
        other => match other.to_number() {
            Some(number) => Amounted::Known(number),
            None => unknown(Code::ValueUnknown, &format!("the quantity is {}", other.kind())),
        },
    }
}

/// Puts a value where an input, or a field of it, is.
pub(super) fn put(
    inputs: &mut [Value],
    kind: &Kind,
    input: usize,
    field: Option<usize>,
    value: &Value,
) {
    let Some(slot) = inputs.get_mut(input) else { return };
    match (field, &*slot) {
        (None, _) => *slot = value.clone(),
        (Some(field), Value::Map(map)) => {
            let name = kind
                .inputs
                .get(input)
                .and_then(|i| i.fields.get(field))
                .map(|f| Arc::clone(&f.name));
            let mut map = (**map).clone();
            if let Some(name) = name {
                map.insert(name, value.clone());
            }
            *slot = Value::Map(Arc::new(map));
        }
        _ => {}
    }
}

/// What is left after the included part; never below nothing.
pub(super) fn minus(value: Value, included: Value) -> Value {
    match (value.to_number(), included.to_number()) {
        (Some(a), Some(b)) => {
            a.minus(b).map_or_else(Value::overflow, |n| Value::Number(n.max(Number::ZERO)))
        }
        _ if value.is_unknown() => value,
        _ => included,
    }
}
