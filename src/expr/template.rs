//! Templates: text with values, `%{ if }` and `%{ for }`, and `~` that trims.

use crate::diagnostic::Span;
use crate::expr::ast::{Expr, For, Node, Part};
use crate::expr::lower::{Base, lower};
use crate::expr::{Fault, Value};
use hcl_edit::Span as _;
use hcl_edit::template::{Directive, Element, ForDirective, IfDirective, Strip, Template};
use std::sync::Arc;

/// The parts of a template in which nothing trims from outside.
pub(super) fn parts<'a>(
    elements: impl Iterator<Item = &'a Element>,
    base: Base,
    span: Span,
) -> Result<Vec<Part>, Fault> {
    trimmed(&elements.collect::<Vec<_>>(), (false, false), base, span)
}

/// What a marker trims at its two sides.
fn sides(strip: Strip) -> (bool, bool) {
    (strip.strip_start(), strip.strip_end())
}

/// What an element trims before and behind it.
fn outer(element: &Element) -> (bool, bool) {
    let (first, last) = match element {
        Element::Literal(_) => return (false, false),
        Element::Interpolation(inner) => (inner.strip, inner.strip),
        Element::Directive(directive) => match &**directive {
            Directive::If(each) => (each.if_expr.strip, each.endif_expr.strip),
            Directive::For(each) => (each.for_expr.strip, each.endfor_expr.strip),
        },
    };
    (first.strip_start(), last.strip_end())
}

fn trimmed(
    elements: &[&Element],
    ends: (bool, bool),
    base: Base,
    span: Span,
) -> Result<Vec<Part>, Fault> {
    let mut out = Vec::with_capacity(elements.len());
    for (i, element) in elements.iter().enumerate() {
        match element {
            Element::Literal(text) => {
                let before = i.checked_sub(1).and_then(|i| elements.get(i));
                let starts = before.map_or(ends.0, |element| outer(element).1);
                let stops = elements.get(i + 1).map_or(ends.1, |element| outer(element).0);
                let mut text = text.value().as_str();
                if starts {
                    text = text.trim_start();
                }
                if stops {
                    text = text.trim_end();
                }
                out.push(Part::Text(Arc::from(text)));
            }
            Element::Interpolation(inner) => out.push(Part::Value(lower(&inner.expr, base, span)?)),
            Element::Directive(directive) => {
                let span = base.span(directive.span(), span);
                let node = match &**directive {
                    Directive::If(each) => conditional(each, base, span)?,
                    Directive::For(each) => repeated(each, base, span)?,
                };
                // Beside text it stays text, also if it is the only part.
                out.push(Part::Text(Arc::from("")));
                out.push(Part::Value(Expr { span, node }));
            }
        }
    }
    Ok(out)
}

fn body(template: &Template, ends: (bool, bool), base: Base, span: Span) -> Result<Expr, Fault> {
    let mut parts = vec![Part::Text(Arc::from(""))];
    parts.extend(trimmed(&template.iter().collect::<Vec<_>>(), ends, base, span)?);
    Ok(Expr { span, node: Node::Template(parts) })
}

fn conditional(each: &IfDirective, base: Base, span: Span) -> Result<Node, Fault> {
    let start = sides(each.if_expr.strip).1;
    let stop = sides(each.endif_expr.strip).0;
    let (yes, no) = match &each.else_expr {
        Some(other) => {
            let (before, behind) = sides(other.strip);
            let yes = body(&each.if_expr.template, (start, before), base, span)?;
            (yes, body(&other.template, (behind, stop), base, span)?)
        }
        None => {
            let yes = body(&each.if_expr.template, (start, stop), base, span)?;
            (yes, Expr { span, node: Node::Literal(Value::text("")) })
        }
    };
    let condition = lower(&each.if_expr.cond_expr, base, span)?;
    Ok(Node::Conditional(Box::new(condition), Box::new(yes), Box::new(no)))
}

/// A loop is the join of what it makes.
fn repeated(each: &ForDirective, base: Base, span: Span) -> Result<Node, Fault> {
    let ends = (sides(each.for_expr.strip).1, sides(each.endfor_expr.strip).0);
    let name = |name: &hcl_edit::Ident| Arc::from(name.as_str());
    let inner = For {
        key_name: each.for_expr.key_var.as_ref().map(|key| name(key.value())),
        value_name: name(each.for_expr.value_var.value()),
        collection: lower(&each.for_expr.collection_expr, base, span)?,
        key: None,
        value: body(&each.for_expr.template, ends, base, span)?,
        grouping: false,
        condition: None,
    };
    let list = Expr { span, node: Node::For(Box::new(inner)) };
    let nothing = Expr { span, node: Node::Literal(Value::text("")) };
    Ok(Node::Call { name: Arc::from("join"), args: vec![nothing, list], expand: false })
}
