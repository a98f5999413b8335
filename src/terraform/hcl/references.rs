//! Where the attributes of a block lead, as they are written.
//!
//! A known text does not say whose name it is: two services may be called `api`.
//! An attribute that is written in terms of resources alone says it. One that
//! comes through a variable or a local has its text or its unknown value, which
//! leads as well.

use crate::expr::{Expr, Node as Shape};
use crate::terraform::Reference;
use crate::terraform::hcl::blocks::META;
use crate::terraform::hcl::scope::Frame;
use crate::terraform::hcl::syntax::{Attribute, Body};
use crate::terraform::hcl::world::Node;
use crate::terraform::hcl::{key_text, modules};
use std::rc::Rc;
use std::sync::Arc;

/// The references of an instance at `address`.
pub fn of(body: &Body, scope: &Frame<'_, '_>, address: &str) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    let own = body.attributes.iter().filter(|own| !META.contains(&&*own.name));
    for Attribute { name: attribute, value: expr, .. } in own {
        let mut leads = Vec::new();
        if !matches!(expr.node, Shape::Literal(_)) && collect(expr, scope, &mut leads).is_some() {
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
fn collect(expr: &Expr, scope: &Frame<'_, '_>, out: &mut Vec<Arc<str>>) -> Option<()> {
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
    match &expr.node {
        Shape::Variable(name) => matches!(&**name, "count" | "path" | "terraform").then_some(()),
        // What it binds could be anything.
        Shape::For(_) | Shape::Splat(..) => None,
        _ => {
            let mut whole = Some(());
            expr.visit_children(&mut |child| {
                if whole.is_some() {
                    whole = collect(child, scope, out);
                }
            });
            whole
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
