//! The types of variables, and values made to fit them.

use crate::diagnostic::Span;
use crate::expr::{Expr, Node, Notes, REST, Scope, Value, eval, parse};
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    Any,
    Text,
    Number,
    Bool,
    List(Box<Type>),
    Set(Box<Type>),
    Map(Box<Type>),
    Object(Vec<Attribute>),
    Tuple(Vec<Type>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    name: Arc<str>,
    kind: Type,
    optional: bool,
    default: Value,
}

impl Type {
    /// What a `type = …` says. What is not understood fits everything.
    pub fn of(expr: &Expr) -> Type {
        match &expr.node {
            Node::Variable(name) => match &**name {
                "string" => Type::Text,
                "number" => Type::Number,
                "bool" => Type::Bool,
                "list" => Type::List(Box::new(Type::Any)),
                "set" => Type::Set(Box::new(Type::Any)),
                "map" => Type::Map(Box::new(Type::Any)),
                _ => Type::Any,
            },
            Node::Call { name, args, .. } => {
                let inner = || Box::new(args.first().map_or(Type::Any, Type::of));
                match (&**name, args.first().map(|arg| &arg.node)) {
                    ("list", _) => Type::List(inner()),
                    ("set", _) => Type::Set(inner()),
                    ("map", _) => Type::Map(inner()),
                    ("object", Some(Node::Map(entries))) => {
                        Type::Object(entries.iter().filter_map(attribute).collect())
                    }
                    ("tuple", Some(Node::List(items))) => {
                        Type::Tuple(items.iter().map(Type::of).collect())
                    }
                    ("optional", _) => *inner(),
                    _ => Type::Any,
                }
            }
            // JSON, and Terraform 0.11, have it as text.
            Node::Literal(Value::String(text)) => Type::of_text(text, expr.span),
            Node::Template(_) => Type::Any,
            _ => Type::Any,
        }
    }

    fn of_text(text: &str, span: Span) -> Type {
        parse(text, span).map_or(Type::Any, |expr| Type::of(&expr))
    }

    /// The value as this type has it: converted, with what is optional filled
    /// in and what is not named left out.
    pub fn fit(&self, value: Value) -> Result<Value, String> {
        let wrong =
            |value: &Value, what: &str| Err(format!("{what} is wanted, this is {}", value.kind()));
        if matches!(value, Value::Null | Value::Unknown(_)) {
            return Ok(value);
        }
        match self {
            Type::Any => Ok(value),
            Type::Text => match value.to_text() {
                Some(text) => Ok(Value::String(text)),
                None => wrong(&value, "text"),
            },
            Type::Number => match value.to_number() {
                Some(number) => Ok(Value::Number(number)),
                None => wrong(&value, "a number"),
            },
            Type::Bool => match value.to_bool() {
                Some(bool) => Ok(Value::Bool(bool)),
                None => wrong(&value, "true or false"),
            },
            Type::List(inner) | Type::Set(inner) => match value {
                Value::List(items) => {
                    let items = items.iter().map(|item| inner.fit(item.clone()));
                    let items = items.collect::<Result<Vec<_>, _>>()?;
                    match self {
                        Type::Set(_) => Ok(sorted(items)),
                        _ => Ok(Value::list(items)),
                    }
                }
                other => wrong(&other, "a list"),
            },
            Type::Map(inner) => match value {
                Value::Map(map) => {
                    let entries =
                        map.iter().map(|(k, v)| Ok((Arc::clone(k), inner.fit(v.clone())?)));
                    Ok(Value::Map(Arc::new(entries.collect::<Result<_, String>>()?)))
                }
                other => wrong(&other, "a map"),
            },
            Type::Object(attributes) => match value {
                Value::Map(map) => object(attributes, &map),
                other => wrong(&other, "an object"),
            },
            Type::Tuple(kinds) => match value {
                Value::List(items) if items.len() == kinds.len() => {
                    let items = kinds.iter().zip(items.iter()).map(|(k, v)| k.fit(v.clone()));
                    Ok(Value::list(items.collect::<Result<Vec<_>, _>>()?))
                }
                other => wrong(&other, "a tuple"),
            },
        }
    }
}

/// A set iterates in the order of its elements.
fn sorted(items: Vec<Value>) -> Value {
    let mut texts: Vec<Value> = items;
    if texts.iter().all(|v| matches!(v, Value::String(_))) {
        texts.sort_by(|a, b| a.as_text().cmp(&b.as_text()));
        texts.dedup();
    }
    Value::list(texts)
}

fn object(attributes: &[Attribute], map: &BTreeMap<Arc<str>, Value>) -> Result<Value, String> {
    let mut out = BTreeMap::new();
    let rest = map.get(REST);
    for attribute in attributes {
        let name = &attribute.name;
        let value = match map.get(name) {
            Some(Value::Null) | None if attribute.optional => attribute.default.clone(),
            Some(value) => {
                attribute.kind.fit(value.clone()).map_err(|e| format!("`{name}`: {e}"))?
            }
            None if rest.is_some() => continue,
            None => return Err(format!("`{name}` is missing")),
        };
        out.insert(Arc::clone(name), value);
    }
    // A resource that is handed on keeps what only its provider knows.
    if let Some(rest) = rest {
        out.insert(Arc::from(REST), rest.clone());
    }
    Ok(Value::Map(Arc::new(out)))
}

struct Nothing;

impl Scope for Nothing {
    fn get(&self, _: &str) -> Option<Value> {
        None
    }
}

fn attribute((key, kind): &(Expr, Expr)) -> Option<Attribute> {
    let Node::Literal(Value::String(name)) = &key.node else { return None };
    let (inner, optional, default) = match &kind.node {
        Node::Call { name, args, .. } if &**name == "optional" => {
            (args.first()?, true, args.get(1))
        }
        _ => (kind, false, None),
    };
    let kind = Type::of(inner);
    let default = default.and_then(|e| eval(e, &Nothing, &mut Notes::default()).ok());
    let default = default.and_then(|value| kind.fit(value).ok()).unwrap_or_default();
    Some(Attribute { name: Arc::clone(name), kind, optional, default })
}
