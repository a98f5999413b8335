//! What a meter measures, and why it may not be known.

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
    pub formula: String,
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
