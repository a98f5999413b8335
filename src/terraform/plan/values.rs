//! The values of one instance: what a plan knows, what it will only know later,
//! and where that comes from.

use crate::expr::{Origin, Value};
use crate::terraform::plan::addresses::Addresses;
use crate::terraform::plan::configuration::{Blocks, Lead};
use crate::terraform::plan::json::ResourceBlock;
use crate::terraform::plan::raw::{Names, Raw};
use crate::terraform::plan::written::Written;
use crate::terraform::resource::Reference;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is needed to read an instance.
pub struct Reader<'r, 'p, 'a> {
    pub blocks: Option<&'r Blocks<'p, 'a>>,
    pub addresses: &'r Addresses,
    /// The module that the instance is in.
    pub module: &'r str,
    pub names: &'r mut Names,
}

impl<'a> Reader<'_, '_, 'a> {
    /// The values after apply.
    pub fn values(
        &mut self,
        address: &Arc<str>,
        block: Option<&ResourceBlock<'a>>,
        after: Raw<'a>,
        unknown: Option<Raw<'a>>,
    ) -> Value {
        let mut value = after.value(self.names);
        let Value::Map(map) = &mut value else { return value };
        let map = Arc::make_mut(map);
        for (name, unknown) in unknown.iter().flat_map(|unknown| unknown.members()) {
            // Where nothing is unknown it is the form of what is known, without values.
            let unknown = match unknown.json() {
                "true" => Value::Bool(true),
                "false" | "{}" | "[]" => continue,
                json if !json.contains("true") => continue,
                _ => unknown.value(self.names),
            };
            let slot = map.entry(self.names.shared(&name)).or_default();
            let known = std::mem::take(slot);
            *slot = match block {
                Some(block) => self.attribute(address, block, &name, known, &unknown),
                None => self.overlay(address, &name, known, &unknown, None),
            };
        }
        value
    }

    fn attribute(
        &mut self,
        address: &Arc<str>,
        block: &ResourceBlock<'a>,
        name: &str,
        known: Value,
        unknown: &Value,
    ) -> Value {
        match block.expressions.as_ref().and_then(|own| own.member(name)) {
            Some(expression) => self.overlay(address, name, known, unknown, Some(expression)),
            // The provider's own: `id` and `arn` lead here, the rest is what
            // nobody wrote, so that the default of the kind holds.
            None if is_true(unknown) && matches!(name, "id" | "arn") => computed(address, name),
            None if is_true(unknown) => Value::Null,
            None => self.overlay(address, name, known, unknown, None),
        }
    }

    /// `known` with the unknown parts in it.
    fn overlay(
        &mut self,
        address: &Arc<str>,
        path: &str,
        known: Value,
        unknown: &Value,
        expression: Option<&Written<'a>>,
    ) -> Value {
        match unknown {
            Value::Bool(true) => self.lead(address, path, expression, 0),
            Value::List(parts) => {
                let written = expression.map(Written::items).unwrap_or_default();
                let mut known = match known {
                    Value::List(items) => items.to_vec(),
                    _ => Vec::new(),
                };
                known.resize(known.len().max(parts.len()), Value::Null);
                for (i, (slot, part)) in known.iter_mut().zip(parts.iter()).enumerate() {
                    let value = std::mem::take(slot);
                    *slot = match (is_true(part), written.get(i)) {
                        (true, None) => self.lead(address, path, expression, i),
                        (_, block) => self.overlay(address, path, value, part, block),
                    };
                }
                Value::list(known)
            }
            Value::Map(parts) => {
                let mut map: BTreeMap<Arc<str>, Value> = match &known {
                    Value::Map(map) => (**map).clone(),
                    _ => BTreeMap::new(),
                };
                // An expression for the whole map, and not one for each key.
                let whole =
                    matches!(expression, Some(Written::Expression { references: Some(_), .. }));
                for (name, part) in parts.iter() {
                    let known = map.remove(name).unwrap_or(Value::Null);
                    let own = expression.and_then(|own| own.member(name));
                    let inner = if whole { expression } else { own };
                    let unwritten = inner.is_none() && expression.is_some() && is_true(part);
                    let value = if unwritten {
                        Value::Null
                    } else {
                        let path = format!("{path}.{name}");
                        self.overlay(address, &path, known, part, inner)
                    };
                    map.insert(Arc::clone(name), value);
                }
                Value::Map(Arc::new(map))
            }
            Value::Unknown(_) => unknown.clone(),
            _ => known,
        }
    }

    /// An unknown that leads where its expression does. Of a list of references
    /// the element takes its own, if each element has one.
    fn lead(
        &self,
        address: &Arc<str>,
        path: &str,
        expression: Option<&Written<'a>>,
        element: usize,
    ) -> Value {
        let (leads, opaque) = expression.map_or((Vec::new(), true), |own| self.leads(address, own));
        match leads.get(element).or_else(|| leads.first()) {
            // Of nothing but variables, all known: it was null, and the
            // provider's own choice holds as if nobody had written it.
            None if !opaque => Value::Null,
            Some(Lead { address, path }) => {
                let (address, path) = (Arc::clone(address), Arc::clone(path));
                Value::Unknown(Arc::new(Origin::Computed { address, path }))
            }
            None => computed(address, path),
        }
    }

    fn leads(&self, address: &str, expression: &Written<'a>) -> (Vec<Lead>, bool) {
        self.blocks.map_or((Vec::new(), true), |blocks| {
            blocks.leads(expression, address, self.module, self.addresses)
        })
    }

    /// Where the attributes of an instance lead, known or not.
    pub fn references(&mut self, address: &str, block: &ResourceBlock<'a>) -> Vec<Reference> {
        let mut found = Vec::new();
        for (name, own) in block.expressions.iter().flat_map(|own| own.members()) {
            let mut expressions = Vec::new();
            own.visit(&mut |expression| {
                if let Written::Expression { references: Some(list), .. } = expression
                    && !list.is_empty()
                {
                    expressions.push(expression);
                }
            });
            for expression in expressions {
                for lead in self.leads(address, expression).0 {
                    let attribute = self.names.shared(name);
                    let reference = Reference { attribute, address: lead.address };
                    if &*reference.address != address && !found.contains(&reference) {
                        found.push(reference);
                    }
                }
            }
        }
        found
    }
}

fn is_true(value: &Value) -> bool {
    *value == Value::Bool(true)
}

fn computed(address: &Arc<str>, path: &str) -> Value {
    let origin = Origin::Computed { address: Arc::clone(address), path: Arc::from(path) };
    Value::Unknown(Arc::new(origin))
}
