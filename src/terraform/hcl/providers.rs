//! Which provider an instance is made with: its region and default tags.

use crate::expr::{Expr, Node as Term, Value};
use crate::terraform::Provider;
use crate::terraform::hcl::blocks;
use crate::terraform::hcl::module::Declared;
use crate::terraform::hcl::scope::Frame;
use crate::terraform::hcl::syntax::{Block, address};
use crate::terraform::hcl::world::{Node, World};
use crate::terraform::hcl::{Ahead, Each, Told};
use std::rc::Rc;
use std::sync::Arc;

/// The provider of a resource: the one that it names, else the one that its kind
/// begins with.
pub fn of(world: &World<'_>, node: &Rc<Node>, declared: &Declared) -> Provider {
    let named = declared.body.get("provider").and_then(address);
    let kind = declared.kind.split('_').next().unwrap_or(&declared.kind);
    let key = named.unwrap_or_else(|| kind.to_owned());
    (*configured(world, node, &key, declared.span)).clone()
}

fn configured(
    world: &World<'_>,
    node: &Rc<Node>,
    key: &str,
    at: crate::diagnostic::Span,
) -> Rc<Provider> {
    let title = || super::modules::inside(&node.address, &format!("provider.{key}"));
    let made = node.providers.get(world, key, &title, at, || {
        Ok(Rc::new(match node.module.providers.get(key) {
            Some(block) => read(world, node, block),
            None => inherited(world, node, key, at),
        }))
    });
    made.unwrap_or_default()
}

/// From the caller: what its `providers` map says, else its own default. An
/// alias is never handed on by itself.
fn inherited(
    world: &World<'_>,
    node: &Rc<Node>,
    key: &str,
    at: crate::diagnostic::Span,
) -> Provider {
    let region = world.options.region.as_ref().map(|region| Value::text(region.as_str()));
    let nobody = Provider { region: region.unwrap_or_default(), default_tags: Value::Null };
    let Some(parent) = &node.parent else { return nobody };
    let Some(above) = world.node(parent.node) else { return nobody };
    let call = above.module.calls.get(&parent.call);
    let map = call.and_then(|call| call.body.get("providers"));
    let named = map.and_then(|map| mapped(map, key));
    match named {
        Some(named) => (*configured(world, &above, &named, at)).clone(),
        None if key.contains('.') => nobody,
        None => (*configured(world, &above, key, at)).clone(),
    }
}

/// The caller's name for the module's provider.
fn mapped(map: &Expr, key: &str) -> Option<String> {
    let Term::Map(entries) = &map.node else { return None };
    let found = entries.iter().find(|(name, _)| address(name).as_deref() == Some(key));
    found.and_then(|(_, value)| address(value))
}

fn read(world: &World<'_>, node: &Rc<Node>, block: &Block) -> Provider {
    let scope = Frame { world, node, each: &Each::None };
    let values = blocks::values(world, &block.body, &scope, &mut |_, _, _| {});
    let fallback = world.options.region.as_ref().map(|region| Value::text(region.as_str()));
    let region = match values.get("region") {
        Some(Value::Null) | None => fallback.unwrap_or_default(),
        Some(region) => region.clone(),
    };
    if let Value::String(region) = &region {
        world.tell(Told::Ahead(Ahead::Region(Arc::clone(region))));
    }
    // A block, or in JSON an object.
    let tags = match values.get("default_tags") {
        Some(Value::List(blocks)) => blocks.first().cloned(),
        other => other.cloned(),
    };
    let default_tags = match tags {
        Some(Value::Map(map)) => map.get("tags").cloned().unwrap_or_default(),
        Some(unknown @ Value::Unknown(_)) => unknown,
        _ => Value::Null,
    };
    Provider { region, default_tags }
}

/// The region as text, if it is known.
pub fn region(provider: &Provider) -> Option<&str> {
    provider.region.as_text()
}
