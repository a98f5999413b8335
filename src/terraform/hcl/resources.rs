//! Resources and data sources: every instance, and what a reference to it gives.

use crate::diagnostic::{Code, Span};
use crate::expr::{Fault, Value};
use crate::terraform::hcl::expand::{Repeated, repeat};
use crate::terraform::hcl::module::Declared;
use crate::terraform::hcl::scope::{Frame, nothing};
use crate::terraform::hcl::world::{Node, World};
use crate::terraform::hcl::{Each, blocks, data, modules, providers, references};
use crate::terraform::{Action, Mode, Resource};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// A block, written out.
pub struct Expanded {
    made: Repeated<Resource>,
    value: OnceCell<Value>,
}

impl Expanded {
    pub fn resources(&self) -> Vec<&Resource> {
        match &self.made {
            Repeated::Single(one) | Repeated::Unknown(_, one) => vec![one],
            Repeated::Count(all) => all.iter().collect(),
            Repeated::Each(all) => all.values().collect(),
        }
    }

    /// What a reference to the block's name gives: a map, a list or a map of
    /// maps. To most blocks nothing refers.
    pub fn value(&self) -> &Value {
        self.value.get_or_init(|| match &self.made {
            Repeated::Single(one) => reference(one),
            Repeated::Count(all) => Value::list(all.iter().map(reference)),
            Repeated::Each(all) => {
                Value::map(all.iter().map(|(key, one)| (Arc::clone(key), reference(one))))
            }
            Repeated::Unknown(origin, _) => origin.clone(),
        })
    }
}

/// An attribute that stands in the configuration is its value, any other is
/// computed and leads to the instance.
fn reference(resource: &Resource) -> Value {
    match &resource.values {
        Value::Map(values) => Value::open((**values).clone(), Arc::clone(&resource.address)),
        other => other.clone(),
    }
}

/// The block `aws_instance.web` or `data.aws_ami.linux` of a module instance.
pub fn expanded(
    world: &World<'_>,
    node: &Rc<Node>,
    key: &str,
    at: Span,
) -> Result<Rc<Expanded>, Fault> {
    let known = &node.module.resources;
    let declared = known.get(key).ok_or_else(|| nothing("resource", key, known.keys(), at))?;
    let title = || modules::inside(&node.address, key);
    node.resources.get(world, key, &title, at, || expand(world, node, key, declared).map(Rc::new))
}

fn expand(
    world: &World<'_>,
    node: &Rc<Node>,
    key: &str,
    declared: &Declared,
) -> Result<Expanded, Fault> {
    let whole = modules::inside(&node.address, key);
    let scope = Frame { world, node, each: &Each::None };
    let (body, at) = (&declared.body, declared.span);
    let made = repeat(world, body, &scope, &whole, at, |each, suffix| {
        instance(world, node, declared, Arc::from(format!("{whole}{suffix}")), each)
    })?;
    Ok(Expanded { made, value: OnceCell::new() })
}

fn instance(
    world: &World<'_>,
    node: &Rc<Node>,
    declared: &Declared,
    address: Arc<str>,
    each: Each,
) -> Resource {
    let scope = Frame { world, node, each: &each };
    let mut complain = |name: &str, expr: &crate::expr::Expr, fault: &Fault| {
        let message = format!("{address}: `{name}` is not known: {}", fault.message);
        world.caveat(Code::ValueUnknown, message, Some(Arc::clone(&address)), Some(expr.span));
    };
    let mut values = blocks::values(world, &declared.body, &scope, &mut complain);
    let mut provider = providers::of(world, node, declared);
    if let Some(region @ (Value::String(_) | Value::Unknown(_))) = values.get("region") {
        provider.region = region.clone();
    }
    if declared.is_data {
        data::answer(world, declared, &provider, &address, &mut values);
    }
    values.remove(crate::expr::REST);
    let key = match (&node.uncounted, &each) {
        (Some(unknown), _) | (None, Each::Unknown(unknown)) => unknown.clone(),
        (None, Each::Number(at)) => Value::Number(crate::quantity::Number::from(*at as u64)),
        (None, Each::Entry(key, _)) => Value::String(Arc::clone(key)),
        (None, Each::None) => Value::Null,
    };
    Resource {
        kind: Arc::clone(&declared.kind),
        mode: if declared.is_data { Mode::Data } else { Mode::Managed },
        action: if declared.is_data { Action::Read } else { Action::Create },
        values: Value::Map(Arc::new(values)),
        key,
        provider,
        previous: None,
        references: references::of(&declared.body, &scope, &address),
        address,
        at: Some(world.locate(declared.span)),
    }
}

/// Every resource of a module instance and of those below it.
pub fn all(world: &World<'_>, node: &Rc<Node>, out: &mut Vec<Resource>) {
    let start = out.len();
    for (key, declared) in &node.module.resources {
        match expanded(world, node, key, declared.span) {
            Ok(expanded) => out.extend(expanded.resources().into_iter().cloned()),
            // A limit or a cycle, which is an error already.
            Err(_) => continue,
        }
    }
    moved(node, out.get_mut(start..).unwrap_or(&mut []));
    for (name, call) in &node.module.calls {
        let Ok(children) = modules::children(world, node, name, call.span) else { continue };
        let ids: Vec<usize> = match &*children {
            Repeated::Single(id) | Repeated::Unknown(_, id) => vec![*id],
            Repeated::Count(ids) => ids.clone(),
            Repeated::Each(ids) => ids.values().copied().collect(),
        };
        let start = out.len();
        for child in ids.into_iter().filter_map(|id| world.node(id)) {
            all(world, &child, out);
        }
        moved(node, out.get_mut(start..).unwrap_or(&mut []));
    }
}

/// Where instances stood before: the nearest module's word is the newest step,
/// and the step before it may have been made by one further out.
fn moved(node: &Node, resources: &mut [Resource]) {
    let ends: BTreeMap<String, String> = (node.module.moved.iter())
        .map(|(from, to)| {
            (modules::inside(&node.address, to), modules::inside(&node.address, from))
        })
        .collect();
    if ends.is_empty() {
        return;
    }
    for resource in resources {
        let mut seen = 0;
        let mut now = resource.previous.clone().unwrap_or_else(|| Arc::clone(&resource.address));
        // A chain of moves; a round of them ends.
        while let Some(before) = step_back(&ends, &now)
            && seen <= ends.len()
        {
            seen += 1;
            now = Arc::from(before);
        }
        if now != resource.address {
            resource.previous = Some(now);
        }
    }
}

fn step_back(ends: &BTreeMap<String, String>, address: &str) -> Option<String> {
    let cut = |at: usize| {
        let (head, tail) = address.split_at_checked(at)?;
        Some(format!("{}{tail}", ends.get(head)?))
    };
    let inner = address.match_indices(['.', '[']).map(|(at, _)| at);
    cut(address.len()).or_else(|| inner.rev().find_map(cut))
}
