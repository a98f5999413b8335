//! The names that a mapping's formulas see, and what its formulas answer.

use crate::catalog::Kind;
use crate::diagnostic::Span;
use crate::expr::{Expr, Fault, Notes, Origin, Scope, Step, Value, eval};
use crate::terraform::mapping::calls::{Asked, unresolved};
use std::sync::Arc;

/// The names that a mapping's formulas see.
pub struct MapScope<'a> {
    pub asked: &'a Asked<'a, 'a>,
    pub kind: &'a Kind,
    pub region: &'a Value,
    pub each: Option<(Value, Value)>,
}

impl Scope for MapScope<'_> {
    fn get(&self, name: &str) -> Option<Value> {
        match name {
            "self" => Some(self.asked.resource.values.clone()),
            "region" => Some(self.region.clone()),
            "local" => Some(self.kind.locals.clone()),
            "each" => self.each.as_ref().map(|(key, value)| {
                Value::map([(Arc::from("key"), key.clone()), (Arc::from("value"), value.clone())])
            }),
            _ => None,
        }
    }

    fn is_lazy(&self, name: &str) -> bool {
        matches!(name, "self" | "usage") || (name == "each" && self.each.is_some())
    }

    /// An attribute of the instance, or what its usage says, null where there is
    /// none; or the key or value of a `for_each`.
    fn reach(&self, name: &str, steps: &[Step<'_>], at: Span) -> Result<(Value, usize), Fault> {
        let found = match (name, steps.first(), &self.each) {
            ("usage", Some(Step::Attribute(key)), _) => Some(self.asked.usage(key)),
            ("self", Some(Step::Attribute(key)), _) => self.asked.own(key),
            ("each", Some(Step::Attribute("key")), Some((key, _))) => Some(key.clone()),
            ("each", Some(Step::Attribute("value")), Some((_, value))) => Some(value.clone()),
            _ => None,
        };
        match found.map(|value| (value, 1)).or_else(|| Some((self.get(name)?, 0))) {
            Some(found) => Ok(found),
            None => Err(Fault::new(at, format!("`{name}` is asked for one key, as `{name}.key`"))),
        }
    }

    fn ask(
        &self,
        name: &str,
        args: &[Expr],
        scope: &dyn Scope,
        notes: &mut Notes,
    ) -> Option<Value> {
        self.asked.answer(name, args, scope, notes)
    }
}

/// The value of a mapping's formula; a fault is a value that is not known.
pub fn answer(expr: &Expr, scope: &MapScope<'_>) -> Value {
    eval(expr, scope, &mut Notes::quiet())
        .unwrap_or_else(|fault| unresolved(format!("Terraform does not say: {}", fault.message)))
}

pub fn said(value: &Value) -> Arc<str> {
    match value {
        Value::Unknown(origin) => match &**origin {
            Origin::Computed { address, path } => {
                Arc::from(format!("{address}.{path} is known after it exists"))
            }
            Origin::Unresolved { why, .. } => Arc::clone(why),
            Origin::Unset { input } => Arc::from(format!("`{input}` is not stated")),
            Origin::Overflow => Arc::from("a number does not fit 28 digits"),
        },
        other => Arc::from(format!("this is {}", other.kind())),
    }
}
