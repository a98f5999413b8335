//! What a mapping may ask beside the values of its own resource.
//!
//! `target(x)`, `targets(x)`, `referrers("type")`, `over_time(x, actions)` and `usage.key` need the whole
//! configuration, which the evaluator does not know. They are answered first and
//! stand in the expression as values; what has no answer stays, and is a fault
//! that `try` sees.

use crate::expr::{Expr, Node, Notes, Origin, Part, Scope, Value, eval};
use crate::terraform::mapping::joins::Joins;
use crate::terraform::mapping::over_time::over_time;
use crate::terraform::mapping::usage::Usage;
use crate::terraform::resource::Resource;
use std::cell::RefCell;
use std::sync::Arc;

/// Where the answers come from.
pub struct Asked<'m, 'c> {
    pub joins: &'m Joins<'c>,
    pub resource: &'m Resource,
    /// What the usage file says about this resource; an empty map without.
    pub usage: &'m Value,
    pub usages: &'m Usage,
    /// What an answer left out.
    pub notes: RefCell<Vec<String>>,
}

impl Asked<'_, '_> {
    /// The expression with the answers in it.
    pub fn answered(&self, expr: &Expr, scope: &dyn Scope) -> Expr {
        let mut expr = expr.clone();
        self.walk(&mut expr, scope);
        expr
    }

    fn walk(&self, expr: &mut Expr, scope: &dyn Scope) {
        let direct =
            self.usage(expr).or_else(|| self.own(expr)).or_else(|| self.through(expr, scope));
        if let Some(value) = direct {
            expr.node = Node::Literal(value);
            return;
        }
        // Which attribute is asked about, before its value stands there.
        let asked = match &expr.node {
            Node::Call { args, .. } => args.iter().find_map(attribute).map(Arc::from),
            _ => None,
        };
        each_child(expr, &mut |child| self.walk(child, scope));
        let Node::Call { name, args, .. } = &expr.node else { return };
        let asked: Option<Arc<str>> = asked;
        let asked = asked.as_deref();
        let answer = match (&**name, &args[..]) {
            ("target", [value, rest @ ..]) => {
                let kind = rest.first().and_then(|kind| text(kind, scope));
                self.target(value, asked, kind.as_deref(), scope)
            }
            ("targets", [value]) => self.targets(value, asked, scope),
            ("over_time", [base, actions]) => self.over_time(base, actions, scope),
            ("referrers", [kind, rest @ ..]) => {
                text(kind, scope).and_then(|kind| self.referrers(&kind, rest, asked, scope))
            }
            _ => None,
        };
        if let Some(value) = answer {
            expr.node = Node::Literal(value);
        }
    }

    /// `usage.key`: null where nobody stated it.
    fn usage(&self, expr: &Expr) -> Option<Value> {
        let Node::Attribute(base, key) = &expr.node else { return None };
        match &base.node {
            Node::Variable(name) if &**name == "usage" => {}
            _ => return None,
        }
        match self.usage {
            Value::Map(map) => Some(map.get(key).cloned().unwrap_or(Value::Null)),
            _ => Some(Value::Null),
        }
    }

    /// `self.name`: null where the values have no such attribute.
    fn own(&self, expr: &Expr) -> Option<Value> {
        let Node::Attribute(base, name) = &expr.node else { return None };
        match (&base.node, &self.resource.values) {
            (Node::Variable(variable), Value::Map(map)) if &**variable == "self" => {
                Some(map.get(name).cloned().unwrap_or(Value::Null))
            }
            _ => None,
        }
    }

    /// `referrers("a", referrers("b"))`: what points at those that point here.
    fn through(&self, expr: &Expr, scope: &dyn Scope) -> Option<Value> {
        let called = |expr: &'_ Expr| match &expr.node {
            Node::Call { name, args, .. } if &**name == "referrers" => Some(args.clone()),
            _ => None,
        };
        let [kind, between] = &called(expr)?[..] else { return None };
        let [between] = &called(between)?[..] else { return None };
        let (kind, between) = (text(kind, scope)?, text(between, scope)?);
        let between = self.joins.referrers(self.resource, &between);
        let found = between.into_iter().flat_map(|resource| self.joins.referrers(resource, &kind));
        Some(Value::list(found.map(|resource| self.with_usage(resource))))
    }

    fn over_time(&self, base: &Expr, actions: &Expr, scope: &dyn Scope) -> Option<Value> {
        let value = |expr| {
            let value = eval(expr, scope, &mut Notes::default());
            value.unwrap_or_else(|fault| unresolved(fault.message))
        };
        let mut note = |text| self.notes.borrow_mut().push(text);
        Some(over_time(&value(base), &value(actions), &mut note))
    }

    /// The resource that a value leads to. What an attribute was written in
    /// terms of says it better than a text that several may have.
    fn found(&self, value: &Value, asked: Option<&str>, kind: Option<&str>) -> Option<&Resource> {
        let written = asked.map(|name| self.joins.targets(self.resource, name));
        let mut written = written.unwrap_or_default();
        written.retain(|resource| kind.is_none_or(|kind| kind == &*resource.kind));
        match (&written[..], value) {
            ([only], _) if *value != Value::Null => Some(only),
            _ => self.joins.target(value, kind),
        }
    }

    fn target(
        &self,
        value: &Expr,
        asked: Option<&str>,
        kind: Option<&str>,
        scope: &dyn Scope,
    ) -> Option<Value> {
        let value = eval(value, scope, &mut Notes::default()).ok()?;
        match self.found(&value, asked, kind) {
            Some(resource) => Some(resource.values.clone()),
            None if value == Value::Null => None,
            None => Some(not_here(&value)),
        }
    }

    /// Every resource of a list: known, or as its expression was written.
    fn targets(&self, value: &Expr, asked: Option<&str>, scope: &dyn Scope) -> Option<Value> {
        match eval(value, scope, &mut Notes::default()).ok()? {
            Value::Unknown(origin) => {
                let found = asked.map(|name| self.joins.targets(self.resource, name));
                let found = found.unwrap_or_default();
                match found.is_empty() {
                    true => Some(Value::Unknown(origin)),
                    false => Some(Value::list(found.into_iter().map(|r| r.values.clone()))),
                }
            }
            Value::Null => Some(Value::list([])),
            other => Some(other),
        }
    }

    /// Those that point at this resource, or at the one that a value leads to.
    fn referrers(
        &self,
        kind: &str,
        rest: &[Expr],
        asked: Option<&str>,
        scope: &dyn Scope,
    ) -> Option<Value> {
        let to = match rest.first() {
            None => self.resource,
            Some(value) => {
                let value = eval(value, scope, &mut Notes::default()).ok()?;
                self.found(&value, asked, None)?
            }
        };
        let found = self.joins.referrers(to, kind).into_iter();
        Some(Value::list(found.map(|resource| self.with_usage(resource))))
    }

    /// What the usage file says about another stands in it as `usage`.
    fn with_usage(&self, resource: &Resource) -> Value {
        let usage = self.usages.of(&resource.address, &resource.kind);
        match (&resource.values, usage) {
            (values, Value::Null) => values.clone(),
            (Value::Map(map), usage) => {
                let mut map = (**map).clone();
                map.insert(Arc::from("usage"), usage);
                Value::Map(Arc::new(map))
            }
            (values, _) => values.clone(),
        }
    }
}

/// `self.NAME`: the name, also of what stands below it.
fn attribute(expr: &Expr) -> Option<&str> {
    match &expr.node {
        Node::Attribute(base, name) => match &base.node {
            Node::Variable(variable) if &**variable == "self" => Some(name),
            _ => attribute(base),
        },
        Node::Index(base, _) => attribute(base),
        Node::Call { args, .. } => args.first().and_then(attribute),
        _ => None,
    }
}

fn text(expr: &Expr, scope: &dyn Scope) -> Option<Arc<str>> {
    eval(expr, scope, &mut Notes::default()).ok()?.to_text()
}

fn not_here(value: &Value) -> Value {
    match value {
        Value::Unknown(origin) => match &**origin {
            Origin::Computed { address, .. } => {
                unresolved(format!("{address} is not in this configuration"))
            }
            _ => value.clone(),
        },
        other => {
            let shown = other.to_text().unwrap_or_else(|| Arc::from(other.kind()));
            unresolved(format!("`{shown}` is not a resource of this configuration"))
        }
    }
}

/// A value that nothing here can tell, and why.
pub fn unresolved(why: impl Into<Arc<str>>) -> Value {
    Value::Unknown(Arc::new(Origin::Unresolved { why: why.into(), span: None }))
}

fn each_child(expr: &mut Expr, f: &mut dyn FnMut(&mut Expr)) {
    match &mut expr.node {
        Node::Attribute(a, _) | Node::Not(a) | Node::Negate(a) => f(a),
        Node::Index(a, b) | Node::Splat(a, b) | Node::Binary(_, a, b) => {
            f(a);
            f(b);
        }
        Node::List(items) | Node::Call { args: items, .. } => items.iter_mut().for_each(f),
        Node::Map(entries) => entries.iter_mut().for_each(|(key, value)| {
            f(key);
            f(value);
        }),
        Node::Conditional(a, b, c) => {
            f(a);
            f(b);
            f(c);
        }
        Node::For(inner) => {
            f(&mut inner.collection);
            inner.key.iter_mut().for_each(&mut *f);
            f(&mut inner.value);
            inner.condition.iter_mut().for_each(&mut *f);
        }
        Node::Template(parts) => parts.iter_mut().for_each(|part| {
            if let Part::Value(expr) = part {
                f(expr);
            }
        }),
        _ => {}
    }
}
