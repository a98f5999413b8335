//! The names that a kind's formulas see.

use crate::catalog::Kind;
use crate::expr::{Scope, Value};
use crate::quantity::Number;
use std::sync::Arc;

/// The element of a `for_each`.
#[derive(Clone, Debug)]
pub struct Each {
    pub key: Value,
    pub value: Value,
}

/// Inputs by name, `region`, `period_hours`, `local`, and `each` in a
/// `for_each`.
pub struct KindScope<'a> {
    pub kind: &'a Kind,
    /// In the order of `kind.inputs`.
    pub inputs: &'a [Value],
    pub region: &'a Arc<str>,
    pub period_hours: Number,
    pub each: Option<Each>,
}

impl Scope for KindScope<'_> {
    fn get(&self, name: &str) -> Option<Value> {
        if let Some(at) = self.kind.inputs.iter().position(|input| &*input.name == name) {
            return self.inputs.get(at).cloned();
        }
        match name {
            "region" => Some(Value::String(Arc::clone(self.region))),
            "period_hours" => Some(Value::Number(self.period_hours)),
            "local" => Some(self.kind.locals.clone()),
            "each" => self.each.as_ref().map(|each| {
                Value::map([
                    (Arc::from("key"), each.key.clone()),
                    (Arc::from("value"), each.value.clone()),
                ])
            }),
            _ => None,
        }
    }

    fn names(&self) -> Vec<String> {
        self.kind.inputs.iter().map(|input| input.name.to_string()).collect()
    }
}
