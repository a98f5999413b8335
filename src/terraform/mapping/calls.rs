//! What a mapping may ask beside the values of its own resource.
//!
//! `target(x)`, `targets(x)`, `referrers("type")`, `over_time(x, actions)`,
//! `at_least(x, y)` and `usage.key` need the whole
//! configuration, which the evaluator does not know: it asks its scope. What
//! has no answer is a fault that `try` sees.

use crate::diagnostic::Code;
use crate::expr::{Expr, Node, Notes, Origin, Scope, Value, eval};
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
    pub notes: RefCell<Vec<(Code, String)>>,
}

impl Asked<'_, '_> {
    /// The answer to a call; `None`: it has none.
    pub fn answer(
        &self,
        name: &str,
        args: &[Expr],
        scope: &dyn Scope,
        notes: &mut Notes,
    ) -> Option<Value> {
        // Which attribute is asked about: its value does not say.
        let asked = || args.iter().find_map(attribute);
        match (name, args) {
            ("target", [value, rest @ ..]) => {
                let kind = rest.first().and_then(|kind| text(kind, scope, notes));
                let value = identifier(value_of(value, scope, notes)?);
                self.target(&value, asked(), kind.as_deref())
            }
            ("targets", [value]) => self.targets(value_of(value, scope, notes)?, asked()),
            ("over_time", [base, actions]) => self.over_time(base, actions, scope, notes),
            ("at_least", [value, least]) => {
                let least = eval(least, scope, notes).unwrap_or_default();
                Some(self.at_least(value_of(value, scope, notes)?, &least))
            }
            ("referrers", [kind, rest @ ..]) => {
                let kind = text(kind, scope, notes)?;
                match rest.first().map(|to| (to, &to.node)) {
                    Some((_, Node::Call { name, args, .. })) if &**name == "referrers" => {
                        let between = text(args.first()?, scope, notes)?;
                        Some(self.through(&kind, &between))
                    }
                    Some((to, _)) => {
                        let to = value_of(to, scope, notes)?;
                        Some(self.referrers(&kind, self.found(&to, asked(), None)?))
                    }
                    None => Some(self.referrers(&kind, self.resource)),
                }
            }
            _ => None,
        }
    }

    /// `usage.key`: null where nobody stated it.
    pub fn usage(&self, key: &str) -> Value {
        match self.usage {
            Value::Map(map) => map.get(key).cloned().unwrap_or_default(),
            _ => Value::Null,
        }
    }

    /// `self.name`: null where the values have no such attribute.
    pub fn own(&self, name: &str) -> Option<Value> {
        match &self.resource.values {
            Value::Map(map) => Some(map.get(name).cloned().unwrap_or_default()),
            _ => None,
        }
    }

    /// `referrers("a", referrers("b"))`: what points at those that point here.
    fn through(&self, kind: &str, between: &str) -> Value {
        let between = self.joins.referrers(self.resource, between);
        let found = between.into_iter().flat_map(|resource| self.joins.referrers(resource, kind));
        Value::list(found.map(|resource| self.with_usage(resource)))
    }

    fn over_time(
        &self,
        base: &Expr,
        actions: &Expr,
        scope: &dyn Scope,
        notes: &mut Notes,
    ) -> Option<Value> {
        let mut value = |expr| {
            let value = eval(expr, scope, notes);
            value.unwrap_or_else(|fault| unresolved(fault.message))
        };
        let (base, actions) = (value(base), value(actions));
        let mut note = |text| self.notes.borrow_mut().push((Code::Note, text));
        Some(over_time(&base, &actions, &mut note))
    }

    /// A number that something else raises: a service whose scaling target starts
    /// higher runs that many, whatever it says.
    fn at_least(&self, value: Value, least: &Value) -> Value {
        match (value.to_number(), least.to_number()) {
            (Some(number), Some(least)) if number < least => {
                let note =
                    format!("{number} is below the {least} that scaling keeps: {least} it is");
                self.notes.borrow_mut().push((Code::Note, note));
                Value::Number(least)
            }
            _ => value,
        }
    }

    /// The resource that a value leads to. What an attribute was written in
    /// terms of says it better than a text that several may have.
    fn found(&self, value: &Value, asked: Option<&str>, kind: Option<&str>) -> Option<&Resource> {
        let written = asked.map(|name| self.joins.targets(self.resource, name));
        let mut written = written.unwrap_or_default();
        written.retain(|resource| kind.is_none_or(|kind| kind == &*resource.kind));
        match (&written[..], value) {
            ([only], _) if *value != Value::Null => Some(only),
            _ => self.joins.target(self.resource, value, kind),
        }
    }

    fn target(&self, value: &Value, asked: Option<&str>, kind: Option<&str>) -> Option<Value> {
        match self.found(value, asked, kind) {
            Some(resource) => Some(resource.values.clone()),
            None if *value == Value::Null => None,
            None => {
                let named = value.as_text().map(|text| self.joins.named(text, kind));
                Some(not_here(value, &named.unwrap_or_default()))
            }
        }
    }

    /// Every resource of a list: known, or as its expression was written.
    fn targets(&self, value: Value, asked: Option<&str>) -> Option<Value> {
        match value {
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

    /// Those that point at a resource.
    fn referrers(&self, kind: &str, to: &Resource) -> Value {
        for resource in self.joins.unsure(to, kind) {
            let from = &resource.address;
            let note = format!("{from} names what several here are called: it is not counted");
            self.notes.borrow_mut().push((Code::ReferenceUnresolved, note));
        }
        let found = self.joins.referrers(to, kind).into_iter();
        Value::list(found.map(|resource| self.with_usage(resource)))
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

/// What a block names a resource by: `launch_template { id = … }` or `name`.
fn identifier(value: Value) -> Value {
    let Value::Map(block) = &value else { return value };
    let ends = |name: &str, end: &str| {
        name.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('_'))
    };
    let given = |value: &Value| *value != Value::Null && value.as_text() != Some("");
    let first = |end| block.iter().find(|(name, value)| ends(name, end) && given(value));
    first("id").or_else(|| first("name")).map_or(Value::Null, |(_, value)| value.clone())
}

/// What has no value has no answer.
fn value_of(expr: &Expr, scope: &dyn Scope, notes: &mut Notes) -> Option<Value> {
    eval(expr, scope, notes).ok()
}

fn text(expr: &Expr, scope: &dyn Scope, notes: &mut Notes) -> Option<Arc<str>> {
    value_of(expr, scope, notes)?.to_text()
}

/// Why a value leads nowhere, or to more than one.
fn not_here(value: &Value, named: &[&Resource]) -> Value {
    match value {
        Value::Unknown(origin) => match &**origin {
            Origin::Computed { address, .. } => {
                unresolved(format!("{address} is not in this configuration"))
            }
            _ => value.clone(),
        },
        other => {
            let shown = other.to_text().unwrap_or_else(|| Arc::from(other.kind()));
            match named {
                [first, second, ..] => unresolved(format!(
                    "`{shown}` may be {} or {}: which is not known",
                    first.address, second.address
                )),
                _ => unresolved(format!("`{shown}` is not a resource of this configuration")),
            }
        }
    }
}

/// A value that nothing here can tell, and why.
pub fn unresolved(why: impl Into<Arc<str>>) -> Value {
    Value::Unknown(Arc::new(Origin::Unresolved { why: why.into(), span: None }))
}
