//! `where`: a condition over the inputs of a resource.
//!
//! It is asked of the resource as it stands and once more in each `during`: a
//! database that is Multi-AZ on one day is Multi-AZ. Ranges are asked in their
//! expected case.

use crate::catalog::KindScope;
use crate::diagnostic::Diagnostic;
use crate::expr::{self, Expr, Fault, Notes, Origin, Scope, Value};
use crate::quantity::{Case, Number};
use crate::topology::{During, Resource};
use std::sync::Arc;

/// Names that a condition may use beside the inputs of its kind.
pub const NAMES: [&str; 3] = ["count", "region", "period_hours"];

/// Whether a condition holds.
#[derive(Debug, PartialEq, Eq)]
pub enum Held {
    Yes,
    No,
    /// What is not known.
    Unknown(Arc<str>),
}

struct ConditionScope<'a> {
    inputs: KindScope<'a>,
    count: &'a Value,
}

impl Scope for ConditionScope<'_> {
    fn get(&self, name: &str) -> Option<Value> {
        if name == "count" { Some(self.count.clone()) } else { self.inputs.get(name) }
    }

    fn names(&self) -> Vec<String> {
        let own = NAMES.iter().map(|name| (*name).to_owned());
        self.inputs.names().into_iter().chain(own).collect()
    }
}

pub fn holds(expr: &Expr, resource: &Resource, hours: Number) -> Result<Held, Diagnostic> {
    let base: Vec<Value> =
        resource.inputs.values.iter().map(|v| v.get(Case::Expected).clone()).collect();
    let mut unknown = None;
    let states = std::iter::once(None).chain(resource.inputs.during.iter().map(Some));
    for during in states {
        let mut inputs = base.clone();
        if let Some(during) = during {
            put(&mut inputs, resource, during);
        }
        let scope = ConditionScope {
            inputs: KindScope {
                kind: &resource.kind,
                inputs: &inputs,
                region: &resource.region,
                period_hours: hours,
                each: None,
            },
            count: resource.count.get(Case::Expected),
        };
        let fault = |fault: Fault| {
            fault.diagnostic().at(resource.span, "for this resource").on(Arc::clone(&resource.name))
        };
        match expr::eval(expr, &scope, &mut Notes::default()).map_err(fault)? {
            Value::Unknown(origin) => unknown = unknown.or_else(|| Some(name_of(&origin))),
            value => match value.to_bool() {
                Some(true) => return Ok(Held::Yes),
                Some(false) => {}
                None => {
                    let message = format!("true or false is wanted, this is {}", value.kind());
                    return Err(fault(Fault::new(expr.span, message)));
                }
            },
        }
    }
    Ok(unknown.map_or(Held::No, Held::Unknown))
}

/// Lays the value of a `during` over the inputs.
fn put(inputs: &mut [Value], resource: &Resource, during: &During) {
    let value = during.value.get(Case::Expected);
    let Some(slot) = inputs.get_mut(during.input) else { return };
    let field = during.field.and_then(|at| {
        let input = resource.kind.inputs.get(during.input)?;
        input.fields.get(at).map(|field| Arc::clone(&field.name))
    });
    match (field, &*slot) {
        (Some(field), Value::Map(map)) => {
            let mut map = (**map).clone();
            map.insert(field, value.clone());
            *slot = Value::Map(Arc::new(map));
        }
        (None, _) if during.field.is_none() => *slot = value.clone(),
        _ => {}
    }
}

/// What to call an unknown.
fn name_of(origin: &Origin) -> Arc<str> {
    match origin {
        Origin::Unset { input } => Arc::clone(input),
        Origin::Computed { address, path } => Arc::from(format!("{address}.{path}")),
        Origin::Unresolved { why, .. } => Arc::clone(why),
        Origin::Overflow => Arc::from("a number that does not fit 28 digits"),
    }
}
