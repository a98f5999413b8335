//! Evaluation: strict where HCL is strict, lazy where laziness saves an answer.
//!
//! Unknown passes through every strict operator, so it reaches the end with the
//! origin of the first one met. `&&`, `||`, the conditional, `try`, `can`,
//! `assume`, `known` and `coalesce` look before they pass it on.
//!
//! Every step is counted: an expression of a stranger ends, whatever it says.

use crate::diagnostic::nearest;
use crate::expr::ast::{Binary, ELEMENT, Expr, For, Node, Part};
use crate::expr::functions;
use crate::expr::scope::{Binding, MAX_TEXT, Notes, Scope, Step};
use crate::expr::value::REST;
use crate::expr::{Fault, Origin, Value};
use crate::quantity::Number;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Evaluates. A [`Fault`] is a mistake in the expression; what cannot be known
/// is a value, not a fault.
pub fn eval(expr: &Expr, scope: &dyn Scope, notes: &mut Notes) -> Result<Value, Fault> {
    notes.charge(1, expr.span)?;
    match &expr.node {
        Node::Literal(value) => Ok(value.clone()),
        Node::Variable(name) => {
            scope.get(name).ok_or_else(|| no_such_name(expr, name, scope, notes))
        }
        Node::Template(parts) => template(parts, scope, notes),
        Node::Attribute(..) | Node::Index(..) => traversal(expr, scope, notes),
        Node::Splat(base, each) => splat(eval(base, scope, notes)?, each, scope, notes),
        Node::List(items) => {
            let items: Result<Vec<_>, _> = items.iter().map(|e| eval(e, scope, notes)).collect();
            items.map(Value::list)
        }
        Node::Map(entries) => map(entries, scope, notes),
        Node::Not(inner) => match eval(inner, scope, notes)? {
            unknown @ Value::Unknown(_) => Ok(unknown),
            value => Ok(Value::Bool(!want_bool(inner, &value)?)),
        },
        Node::Negate(inner) => match eval(inner, scope, notes)? {
            unknown @ Value::Unknown(_) => Ok(unknown),
            value => Ok(Value::Number(want_number(inner, &value)?.negated())),
        },
        Node::Binary(op, left, right) => binary(*op, left, right, scope, notes),
        Node::Conditional(condition, yes, no) => match eval(condition, scope, notes)? {
            unknown @ Value::Unknown(_) => Ok(unknown),
            value if want_bool(condition, &value)? => eval(yes, scope, notes),
            _ => eval(no, scope, notes),
        },
        Node::Call { name, args, expand } => {
            functions::call(expr, name, args, *expand, scope, notes)
        }
        Node::For(inner) => for_expression(expr, inner, scope, notes),
    }
}

/// `a.b[c].d`: from the name on, so that a lazy one sees what is asked of it.
fn traversal(expr: &Expr, scope: &dyn Scope, notes: &mut Notes) -> Result<Value, Fault> {
    // `self.name`, which is most of them.
    if let Node::Attribute(base, own) = &expr.node
        && let Node::Variable(name) = &base.node
        && scope.is_lazy(name)
    {
        return match scope.reach(name, &[Step::Attribute(own)], expr.span)? {
            (value, 0) => attribute(expr, value, own, notes),
            (value, _) => Ok(value),
        };
    }
    let mut links = Vec::new();
    let mut root = expr;
    while let Node::Attribute(base, _) | Node::Index(base, _) = &root.node {
        links.push(root);
        root = base;
    }
    links.reverse();
    let (mut value, taken) = match &root.node {
        Node::Variable(name) if scope.is_lazy(name) => {
            let mut steps = Vec::with_capacity(links.len());
            for link in &links {
                steps.push(match &link.node {
                    Node::Attribute(_, name) => Step::Attribute(name),
                    Node::Index(_, index) => Step::Index(eval(index, scope, notes)?),
                    _ => break,
                });
            }
            scope.reach(name, &steps, expr.span)?
        }
        _ => (eval(root, scope, notes)?, 0),
    };
    for link in links.iter().skip(taken) {
        value = match &link.node {
            Node::Attribute(_, name) => attribute(link, value, name, notes)?,
            Node::Index(_, index) => {
                let index = eval(index, scope, notes)?;
                element(link, &value, &index, notes)?
            }
            _ => value,
        };
    }
    Ok(value)
}

fn no_such_name(expr: &Expr, name: &str, scope: &dyn Scope, notes: &Notes) -> Fault {
    if notes.quiet {
        return Fault::unknown_name(expr.span, format!("nothing here is called `{name}`"), None);
    }
    let names = scope.names();
    let help = match name.split_once('-') {
        Some((first, _)) if names.iter().any(|known| known == first) => {
            Some(format!("`{name}` is one name; write spaces around the minus"))
        }
        _ => {
            nearest(name, names.iter().map(String::as_str)).map(|n| format!("did you mean `{n}`?"))
        }
    };
    Fault::unknown_name(expr.span, format!("nothing here is called `{name}`"), help)
}

pub(super) fn want_number(expr: &Expr, value: &Value) -> Result<Number, Fault> {
    value.to_number().ok_or_else(|| {
        Fault::new(expr.span, format!("a number is wanted, this is {}", value.kind()))
    })
}

pub(super) fn want_bool(expr: &Expr, value: &Value) -> Result<bool, Fault> {
    value.to_bool().ok_or_else(|| {
        Fault::new(expr.span, format!("true or false is wanted, this is {}", value.kind()))
    })
}

fn template(parts: &[Part], scope: &dyn Scope, notes: &mut Notes) -> Result<Value, Fault> {
    if let [Part::Value(only)] = parts {
        return eval(only, scope, notes);
    }
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Text(literal) => text.push_str(literal),
            Part::Value(expr) => match eval(expr, scope, notes)? {
                unknown @ Value::Unknown(_) => return Ok(unknown),
                value => match value.to_text() {
                    Some(word) if text.len() + word.len() <= MAX_TEXT => text.push_str(&word),
                    Some(_) => return Err(Fault::new(expr.span, "this text is too long")),
                    None => {
                        let message = format!("{} cannot be put into text", value.kind());
                        return Err(Fault::new(expr.span, message));
                    }
                },
            },
        }
    }
    Ok(Value::text(text))
}

fn attribute(expr: &Expr, base: Value, name: &str, notes: &Notes) -> Result<Value, Fault> {
    match base {
        Value::Map(entries) if entries.contains_key(name) => {
            Ok(entries.get(name).cloned().unwrap_or_default())
        }
        Value::Map(entries) if entries.contains_key(REST) => {
            attribute(expr, entries.get(REST).cloned().unwrap_or_default(), name, notes)
        }
        Value::Map(entries) => Err({
            let near = || nearest(name, entries.keys().map(|k| &**k));
            let help = if notes.quiet { None } else { near() };
            let message = notes.words(|| format!("there is no `{name}` in it"));
            Fault::unknown_name(expr.span, message, help.map(|n| format!("did you mean `{n}`?")))
        }),
        Value::Unknown(origin) => Ok(Value::Unknown(deeper(&origin, name))),
        other => {
            let message = || format!("{} has no attributes", other.kind());
            Err(Fault::new(expr.span, notes.words(message)))
        }
    }
}

/// The attribute of something computed is computed, one step further in.
fn deeper(origin: &Arc<Origin>, name: &str) -> Arc<Origin> {
    match &**origin {
        Origin::Computed { address, path } if path.is_empty() => {
            Arc::new(Origin::Computed { address: Arc::clone(address), path: Arc::from(name) })
        }
        _ => Arc::clone(origin),
    }
}

fn element(expr: &Expr, base: &Value, index: &Value, notes: &Notes) -> Result<Value, Fault> {
    match (base, index) {
        (Value::Unknown(_), _) => Ok(base.clone()),
        (_, Value::Unknown(_)) => Ok(index.clone()),
        (Value::List(items), _) => {
            let at = index.to_number().and_then(Number::to_u64);
            let at = at.and_then(|at| usize::try_from(at).ok());
            at.and_then(|at| items.get(at)).cloned().ok_or_else(|| {
                let message = || format!("the list has {} elements", items.len());
                Fault::new(expr.span, notes.words(message))
            })
        }
        (Value::Map(_), _) => match index.to_text() {
            Some(name) => attribute(expr, base.clone(), &name, notes),
            None => Err(Fault::new(expr.span, format!("{} is no key of a map", index.kind()))),
        },
        _ => {
            let message = || format!("{} has no elements", base.kind());
            Err(Fault::new(expr.span, notes.words(message)))
        }
    }
}

fn splat(base: Value, each: &Expr, scope: &dyn Scope, notes: &mut Notes) -> Result<Value, Fault> {
    let items: Vec<Value> = match base {
        Value::Unknown(_) => return Ok(base),
        Value::Null => Vec::new(),
        Value::List(items) => items.to_vec(),
        single => vec![single],
    };
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        let inner = Binding { parent: scope, names: vec![(Arc::from(ELEMENT), item)] };
        out.push(eval(each, &inner, notes)?);
    }
    Ok(Value::list(out))
}

fn map(entries: &[(Expr, Expr)], scope: &dyn Scope, notes: &mut Notes) -> Result<Value, Fault> {
    let mut out = BTreeMap::new();
    for (key, value) in entries {
        let name = match eval(key, scope, notes)? {
            unknown @ Value::Unknown(_) => return Ok(unknown),
            name => name
                .to_text()
                .ok_or_else(|| Fault::new(key.span, format!("{} cannot be a key", name.kind())))?,
        };
        out.insert(name, eval(value, scope, notes)?);
    }
    Ok(Value::Map(Arc::new(out)))
}

fn binary(
    op: Binary,
    left: &Expr,
    right: &Expr,
    scope: &dyn Scope,
    notes: &mut Notes,
) -> Result<Value, Fault> {
    let a = eval(left, scope, notes)?;
    // A known `false &&` or `true ||` does not ask the other side.
    let decides = match op {
        Binary::And => Some(false),
        Binary::Or => Some(true),
        _ => None,
    };
    if let Some(decisive) = decides {
        if !a.is_unknown() && want_bool(left, &a)? == decisive {
            return Ok(Value::Bool(decisive));
        }
        let b = eval(right, scope, notes)?;
        if !b.is_unknown() && want_bool(right, &b)? == decisive {
            return Ok(Value::Bool(decisive));
        }
        return Ok(match (a, b) {
            (unknown @ Value::Unknown(_), _) | (_, unknown @ Value::Unknown(_)) => unknown,
            _ => Value::Bool(!decisive),
        });
    }
    let b = eval(right, scope, notes)?;
    if let (Binary::Equal | Binary::NotEqual, true) = (op, never_null(&a, &b)) {
        return Ok(Value::Bool(op == Binary::NotEqual));
    }
    if a.is_unknown() {
        return Ok(a);
    }
    if b.is_unknown() {
        return Ok(b);
    }
    if let Binary::Equal | Binary::NotEqual = op {
        notes.charge(a.weight().min(b.weight()), left.span)?;
        if let Some(unknown) = a.unknown_inside().or(b.unknown_inside()) {
            return Ok(unknown.clone());
        }
        return Ok(Value::Bool((a == b) == (op == Binary::Equal)));
    }
    let (x, y) = (want_number(left, &a)?, want_number(right, &b)?);
    let number = match op {
        Binary::Less => return Ok(Value::Bool(x < y)),
        Binary::LessEqual => return Ok(Value::Bool(x <= y)),
        Binary::Greater => return Ok(Value::Bool(x > y)),
        Binary::GreaterEqual => return Ok(Value::Bool(x >= y)),
        Binary::Add => x.plus(y),
        Binary::Subtract => x.minus(y),
        Binary::Multiply => x.times(y),
        Binary::Divide | Binary::Modulo if y.is_zero() => {
            return Err(Fault::new(right.span, "division by zero"));
        }
        Binary::Divide => x.over(y),
        Binary::Modulo => x.modulo(y),
        Binary::Equal | Binary::NotEqual | Binary::And | Binary::Or => None,
    };
    Ok(number.map_or_else(Value::overflow, Value::Number))
}

/// `aws_iam_role.x.arn == null`: what a provider gives to everything that
/// exists is not null, though nobody knows it yet.
fn never_null(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Null, Value::Unknown(origin)) | (Value::Unknown(origin), Value::Null) => {
            matches!(&**origin, Origin::Computed { path, .. } if matches!(&**path, "" | "id" | "arn"))
        }
        _ => false,
    }
}

fn for_expression(
    expr: &Expr,
    each: &For,
    scope: &dyn Scope,
    notes: &mut Notes,
) -> Result<Value, Fault> {
    let collection = eval(&each.collection, scope, notes)?;
    let entries: Vec<(Value, Value)> = match &collection {
        Value::Unknown(_) => return Ok(collection),
        Value::List(items) => {
            let index = |i: usize| Value::Number(Number::from(i as u64));
            items.iter().enumerate().map(|(i, v)| (index(i), v.clone())).collect()
        }
        Value::Map(map) if map.contains_key(REST) => {
            return Ok(map.get(REST).cloned().unwrap_or_default());
        }
        Value::Map(map) => {
            map.iter().map(|(k, v)| (Value::String(Arc::clone(k)), v.clone())).collect()
        }
        other => {
            let message = format!("{} cannot be iterated", other.kind());
            return Err(Fault::new(each.collection.span, message));
        }
    };
    let mut list = Vec::new();
    let mut pairs: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    for (key, value) in entries {
        let mut names = vec![(Arc::clone(&each.value_name), value)];
        if let Some(key_name) = &each.key_name {
            names.push((Arc::clone(key_name), key));
        }
        let inner = Binding { parent: scope, names };
        if let Some(condition) = &each.condition {
            match eval(condition, &inner, notes)? {
                unknown @ Value::Unknown(_) => return Ok(unknown),
                value if !want_bool(condition, &value)? => continue,
                _ => {}
            }
        }
        let value = eval(&each.value, &inner, notes)?;
        let Some(key) = &each.key else {
            list.push(value);
            continue;
        };
        let name = match eval(key, &inner, notes)? {
            unknown @ Value::Unknown(_) => return Ok(unknown),
            name => name.to_text().ok_or_else(|| Fault::new(key.span, "this cannot be a key"))?,
        };
        let slot = pairs.entry(name).or_default();
        if !slot.is_empty() && !each.grouping {
            return Err(Fault::new(expr.span, "two elements give the same key"));
        }
        slot.push(value);
    }
    if each.key.is_none() {
        return Ok(Value::list(list));
    }
    Ok(Value::map(pairs.into_iter().map(|(key, mut values)| {
        let value =
            if each.grouping { Value::list(values) } else { values.pop().unwrap_or_default() };
        (key, value)
    })))
}
