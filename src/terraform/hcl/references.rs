//! Where the attributes of a block lead, as they are written.
//!
//! A known text does not say whose name it is: two services may be called `api`.
//! An attribute that is written in terms of resources alone says it, also through
//! variables, locals and outputs. Of anything else the text or the unknown value
//! leads, if it can be only one.

use crate::expr::{Expr, Node as Shape};
use crate::terraform::Reference;
use crate::terraform::hcl::blocks::META;
use crate::terraform::hcl::expand::Repeated;
use crate::terraform::hcl::scope::Frame;
use crate::terraform::hcl::syntax::{Attribute, Body};
use crate::terraform::hcl::world::Node;
use crate::terraform::hcl::{Each, key_text, modules};
use std::rc::Rc;
use std::sync::Arc;

/// The references of an instance at `address`.
pub fn of(body: &Body, scope: &Frame<'_, '_>, address: &str) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    let own = body.attributes.iter().filter(|own| !META.contains(&&*own.name));
    for Attribute { name: attribute, value: expr, .. } in own {
        let mut leads = Vec::new();
        if !matches!(expr.node, Shape::Literal(_)) && collect(expr, scope, 0, &mut leads).is_some()
        {
            for lead in leads {
                let reference = Reference { attribute: Arc::clone(attribute), address: lead };
                if &*reference.address != address && !found.contains(&reference) {
                    found.push(reference);
                }
            }
        }
    }
    found
}

/// Every resource that an expression names; nothing if it names anything else
/// that could be one.
fn collect(expr: &Expr, scope: &Frame<'_, '_>, hops: usize, out: &mut Vec<Arc<str>>) -> Option<()> {
    let (named, key) = match &expr.node {
        Shape::Index(base, key) => (&**base, Some(&**key)),
        _ => (expr, None),
    };
    if let Shape::Attribute(base, name) = &named.node
        && let Shape::Variable(kind) = &base.node
        && scope.node.module.kinds.contains(kind)
    {
        out.push(address(scope.node, kind, name, key, scope)?);
        return Some(());
    }
    if let Some(way) = Way::of(expr) {
        return passed(way, scope, hops, out);
    }
    match &expr.node {
        Shape::Variable(name) => matches!(&**name, "count" | "path" | "terraform").then_some(()),
        // What it binds could be anything.
        Shape::For(_) | Shape::Splat(..) => None,
        _ => {
            let mut whole = Some(());
            expr.visit_children(&mut |child| {
                if whole.is_some() {
                    whole = collect(child, scope, hops, out);
                }
            });
            whole
        }
    }
}

/// What passes a value on: `var.x`, `local.x`, `module.m.x`.
enum Way<'e> {
    Variable(&'e str),
    Local(&'e str),
    Output(&'e str, &'e str),
    /// A part of one.
    Inside(Box<Way<'e>>),
}

impl<'e> Way<'e> {
    fn of(expr: &'e Expr) -> Option<Way<'e>> {
        let base = match &expr.node {
            Shape::Attribute(base, name) => match &base.node {
                Shape::Variable(first) if &**first == "var" => return Some(Way::Variable(name)),
                Shape::Variable(first) if &**first == "local" => return Some(Way::Local(name)),
                Shape::Attribute(first, call) if is_module(first) => {
                    return Some(Way::Output(call, name));
                }
                _ => base,
            },
            Shape::Index(base, _) => base,
            _ => return None,
        };
        Way::of(base).map(|way| Way::Inside(Box::new(way)))
    }
}

fn is_module(expr: &Expr) -> bool {
    matches!(&expr.node, Shape::Variable(first) if &**first == "module")
}

/// How many variables, locals and outputs a reference may pass.
const MAX_HOPS: usize = 16;

/// Every resource that is named where a value comes from. Of a part of it only if it
/// is one resource's.
fn passed(way: Way<'_>, scope: &Frame<'_, '_>, hops: usize, out: &mut Vec<Arc<str>>) -> Option<()> {
    let (world, node) = (scope.world, scope.node);
    let hops = Some(hops + 1).filter(|hops| *hops <= MAX_HOPS)?;
    match way {
        Way::Variable(name) => {
            // What the user gives to the root, and a default, is text and no more.
            let parent = node.parent.as_ref()?;
            let above = world.node(parent.node)?;
            let given = above.module.calls.get(&parent.call)?.body.get(name)?;
            collect(given, &Frame { world, node: &above, each: &parent.each }, hops, out)
        }
        Way::Local(name) => {
            let own = node.module.locals.get(name)?;
            collect(own, &Frame { world, node, each: &Each::None }, hops, out)
        }
        Way::Output(call, name) => {
            let at = node.module.calls.get(call)?.span;
            let Repeated::Single(id) = &*modules::children(world, node, call, at).ok()? else {
                return None;
            };
            let child = world.node(*id)?;
            let own = child.module.outputs.get(name)?;
            collect(own, &Frame { world, node: &child, each: &Each::None }, hops, out)
        }
        Way::Inside(way) => {
            let mut leads = Vec::new();
            passed(*way, scope, hops, &mut leads)?;
            leads.dedup();
            let [only] = &leads[..] else { return None };
            out.push(Arc::clone(only));
            Some(())
        }
    }
}

fn address(
    node: &Rc<Node>,
    kind: &str,
    name: &str,
    key: Option<&Expr>,
    scope: &Frame<'_, '_>,
) -> Option<Arc<str>> {
    let block = format!("{kind}.{name}");
    let declared = node.module.resources.get(block.as_str())?;
    let repeated = declared.body.get("count").or(declared.body.get("for_each")).is_some();
    let whole = modules::inside(&node.address, &block);
    match (repeated, key) {
        (false, None) => Some(Arc::from(whole)),
        (true, Some(key)) => {
            let key = scope.world.eval(key, scope).ok().filter(|key| !key.is_unknown())?;
            Some(Arc::from(format!("{whole}{}", key_text(&key))))
        }
        _ => None,
    }
}
