//! The values of one instance: what a plan knows, what it will only know later,
//! and where that comes from.

use crate::expr::{Origin, Value};
use crate::terraform::plan::addresses::{Addresses, module_of};
use crate::terraform::plan::configuration::{Blocks, Lead};
use crate::terraform::plan::json::{self, Names, ResourceBlock, is_true, members};
use crate::terraform::resource::Reference;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What is needed to read an instance.
pub struct Reader<'r, 'p, 'a> {
    pub blocks: Option<&'r Blocks<'p, 'a>>,
    pub addresses: &'r Addresses,
    pub names: &'r mut Names,
}

/// One instance that is being read.
struct Instance<'i, 'a> {
    address: &'i Arc<str>,
    /// The expressions of its block by attribute; `None`: the plan has none.
    written: Option<HashMap<String, &'a RawValue>>,
}

impl<'a> Reader<'_, '_, 'a> {
    /// The values after apply.
    pub fn values(
        &mut self,
        address: &Arc<str>,
        block: Option<&ResourceBlock<'a>>,
        after: &'a RawValue,
        unknown: Option<&'a RawValue>,
    ) -> Value {
        let value = json::value(after, self.names);
        let (Some(unknown), Value::Map(map)) = (unknown, &value) else { return value };
        if !unknown.get().contains("true") {
            return value;
        }
        let expressions = block.and_then(|block| block.expressions);
        let written = block.is_some().then(|| by_name(expressions));
        let instance = Instance { address, written };
        let mut map = (**map).clone();
        for (name, unknown) in members(unknown) {
            let known = map.remove(&*name).unwrap_or(Value::Null);
            let value = self.attribute(&instance, &name, known, unknown);
            map.insert(self.names.shared(&name), value);
        }
        Value::Map(Arc::new(map))
    }

    fn attribute(
        &mut self,
        instance: &Instance<'_, 'a>,
        name: &str,
        known: Value,
        unknown: &'a RawValue,
    ) -> Value {
        let Some(written) = &instance.written else {
            return self.overlay(instance.address, name, known, unknown, None);
        };
        match written.get(name) {
            Some(expression) => {
                self.overlay(instance.address, name, known, unknown, Some(expression))
            }
            // The provider's own: `id` and `arn` lead here, the rest is what
            // nobody wrote, so that the default of the kind holds.
            None if is_true(unknown) && matches!(name, "id" | "arn") => {
                computed(instance.address, name)
            }
            None if is_true(unknown) => Value::Null,
            None => self.overlay(instance.address, name, known, unknown, None),
        }
    }

    /// `known` with the unknown parts in it.
    fn overlay(
        &mut self,
        address: &Arc<str>,
        path: &str,
        known: Value,
        unknown: &'a RawValue,
        expression: Option<&'a RawValue>,
    ) -> Value {
        match unknown.get().as_bytes().first() {
            Some(b't') => self.lead(address, path, expression, 0),
            Some(b'[') => {
                let parts = json::items(unknown);
                let written = expression.map(json::items).unwrap_or_default();
                let mut known = match known {
                    Value::List(items) => items.to_vec(),
                    _ => Vec::new(),
                };
                known.resize(known.len().max(parts.len()), Value::Null);
                for (i, (slot, part)) in known.iter_mut().zip(parts).enumerate() {
                    let value = std::mem::take(slot);
                    *slot = match (part.get().as_bytes().first(), written.get(i)) {
                        (Some(b't'), None) => self.lead(address, path, expression, i),
                        (_, Some(block)) => self.overlay(address, path, value, part, Some(block)),
                        _ => self.overlay(address, path, value, part, None),
                    };
                }
                Value::list(known)
            }
            Some(b'{') => {
                let mut map: BTreeMap<Arc<str>, Value> = match &known {
                    Value::Map(map) => (**map).clone(),
                    _ => BTreeMap::new(),
                };
                let written = expression.map(|raw| by_name(Some(raw))).unwrap_or_default();
                // `{references: […]}` is an expression for the whole map.
                let whole = written.contains_key("references");
                for (name, part) in members(unknown) {
                    let known = map.remove(&*name).unwrap_or(Value::Null);
                    let inner = if whole { expression } else { written.get(&*name).copied() };
                    let unwritten = inner.is_none() && expression.is_some() && is_true(part);
                    let value = if unwritten {
                        Value::Null
                    } else {
                        let path = format!("{path}.{name}");
                        self.overlay(address, &path, known, part, inner)
                    };
                    map.insert(self.names.shared(&name), value);
                }
                Value::Map(Arc::new(map))
            }
            _ => known,
        }
    }

    /// An unknown that leads where its expression does. Of a list of references
    /// the element takes its own, if each element has one.
    fn lead(
        &self,
        address: &Arc<str>,
        path: &str,
        expression: Option<&RawValue>,
        element: usize,
    ) -> Value {
        let (leads, opaque) = expression.map_or((Vec::new(), true), |raw| self.leads(address, raw));
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

    fn leads(&self, address: &str, expression: &RawValue) -> (Vec<Lead>, bool) {
        self.blocks.map_or((Vec::new(), true), |blocks| {
            blocks.leads(expression, address, module_of(address), self.addresses)
        })
    }

    /// Where the attributes of an instance lead, known or not.
    pub fn references(&mut self, address: &str, block: &ResourceBlock<'a>) -> Vec<Reference> {
        let mut found = Vec::new();
        let Some(expressions) = block.expressions else { return found };
        for (name, expression) in members(expressions) {
            let mut open = vec![expression];
            while let Some(raw) = open.pop() {
                if !raw.get().contains("\"references\"") {
                    continue;
                }
                for lead in self.leads(address, raw).0 {
                    let attribute = self.names.shared(&name);
                    let reference = Reference { attribute, address: lead.address };
                    if &*reference.address != address && !found.contains(&reference) {
                        found.push(reference);
                    }
                }
                open.extend(json::items(raw).into_iter().rev());
                open.extend(members(raw).into_iter().map(|(_, raw)| raw));
            }
        }
        found
    }
}

fn computed(address: &Arc<str>, path: &str) -> Value {
    let origin = Origin::Computed { address: Arc::clone(address), path: Arc::from(path) };
    Value::Unknown(Arc::new(origin))
}

fn by_name(raw: Option<&RawValue>) -> HashMap<String, &RawValue> {
    let members = raw.map(members).unwrap_or_default();
    members.into_iter().map(|(name, raw)| (name.into_owned(), raw)).collect()
}
