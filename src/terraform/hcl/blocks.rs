//! The body of a block as a map: attributes are values, nested blocks lists of
//! maps, `dynamic` blocks written out.

use crate::expr::{Binding, Expr, Scope, Value};
use crate::terraform::hcl::expand::dynamic;
use crate::terraform::hcl::syntax::{Attribute, Block, Body};
use crate::terraform::hcl::world::World;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What says how a block is made and not what is made.
pub const META: &[&str] =
    &["count", "for_each", "provider", "depends_on", "lifecycle", "providers"];
const META_BLOCKS: &[&str] = &["lifecycle", "provisioner", "connection"];

/// Told of each attribute that has no value, with the reason.
pub type Complain<'c> = &'c mut dyn FnMut(&str, &Expr, &crate::expr::Fault);

/// The values of a resource's body.
pub fn values(
    world: &World<'_>,
    body: &Body,
    scope: &dyn Scope,
    complain: Complain<'_>,
) -> BTreeMap<Arc<str>, Value> {
    inner(world, body, scope, true, complain)
}

fn inner(
    world: &World<'_>,
    body: &Body,
    scope: &dyn Scope,
    outermost: bool,
    complain: Complain<'_>,
) -> BTreeMap<Arc<str>, Value> {
    let mut out = BTreeMap::new();
    for Attribute { name, value: expr, .. } in &body.attributes {
        if outermost && META.contains(&&**name) {
            continue;
        }
        let value = world.eval(expr, scope).unwrap_or_else(|fault| {
            complain(name, expr, &fault);
            super::world::unresolved(&fault)
        });
        out.insert(Arc::clone(name), value);
    }
    let mut lists: BTreeMap<Arc<str>, Result<Vec<Value>, Value>> = BTreeMap::new();
    for block in &body.blocks {
        if outermost && META_BLOCKS.contains(&&*block.kind) {
            continue;
        }
        let (name, made) = match (&*block.kind, block.labels.first()) {
            ("dynamic", Some(name)) => (name, written_out(world, block, name, scope, complain)),
            _ => {
                let map = inner(world, &block.body, scope, false, complain);
                (&block.kind, Ok(vec![Value::Map(Arc::new(map))]))
            }
        };
        // One unknown among them: how many there are is unknown.
        match (lists.entry(Arc::clone(name)).or_insert_with(|| Ok(Vec::new())), made) {
            (Ok(list), Ok(made)) => list.extend(made),
            (slot @ Ok(_), Err(unknown)) => *slot = Err(unknown),
            (Err(_), _) => {}
        }
    }
    for (name, list) in lists {
        out.insert(name, list.map_or_else(|unknown| unknown, Value::list));
    }
    out
}

fn written_out(
    world: &World<'_>,
    block: &Block,
    name: &Arc<str>,
    scope: &dyn Scope,
    complain: Complain<'_>,
) -> Result<Vec<Value>, Value> {
    let at = Some(block.span);
    let over = block.body.get("for_each");
    let over = over.ok_or_else(|| Value::unresolved("a dynamic block without for_each", at))?;
    let over = world.eval(over, scope).map_err(|fault| {
        complain(name, over, &fault);
        super::world::unresolved(&fault)
    })?;
    let entries = dynamic(&over).map_err(|why| Value::unresolved(why, at))??;
    let iterator = block.body.get("iterator").and_then(super::syntax::address);
    let iterator: Arc<str> = iterator.map_or_else(|| Arc::clone(name), Arc::from);
    let Some(content) = block.body.blocks("content").next() else { return Ok(Vec::new()) };
    world.count(entries.len(), block.span).map_err(|fault| super::world::unresolved(&fault))?;
    let mut out = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let bound = Value::map([(Arc::from("key"), key), (Arc::from("value"), value)]);
        let inside = Binding { parent: scope, names: vec![(Arc::clone(&iterator), bound)] };
        out.push(Value::Map(Arc::new(inner(world, &content.body, &inside, false, complain))));
    }
    Ok(out)
}
