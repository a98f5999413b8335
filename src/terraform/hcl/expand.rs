//! `count` and `for_each`: how many of a block there are.

use crate::diagnostic::{Code, Span};
use crate::expr::{Fault, REST, Scope, Value};
use crate::terraform::hcl::world::{MAX_INSTANCES, World, unresolved};
use crate::terraform::hcl::{Each, key_text, syntax::Body};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Something for each instance of a block.
#[derive(Clone, Debug)]
pub enum Repeated<T> {
    Single(T),
    Count(Vec<T>),
    Each(BTreeMap<Arc<str>, T>),
    /// Nobody knows how many. One stands for all, so that nothing is dropped.
    Unknown(Value, T),
}

/// The key of the instance that stands for an unknown number of them.
pub const ANY: &str = "[*]";

/// What `count` or `for_each` of a block says, and makes `T` of each.
pub fn repeat<T>(
    world: &World<'_>,
    body: &Body,
    scope: &dyn Scope,
    title: &str,
    at: Span,
    mut make: impl FnMut(Each, &str) -> T,
) -> Result<Repeated<T>, Fault> {
    let (word, expr) = match (body.get("count"), body.get("for_each")) {
        (Some(count), _) => ("count", count),
        (_, Some(each)) => ("for_each", each),
        _ => {
            world.count(1, at)?;
            return Ok(Repeated::Single(make(Each::None, "")));
        }
    };
    let value = world.eval(expr, scope);
    let unknown = match value {
        Ok(value) => match entries(&value, word) {
            Ok(Entries::Count(count)) if count > MAX_INSTANCES as u64 => {
                let message =
                    format!("{title}: a count of {count}; at most {MAX_INSTANCES} are read");
                return Err(world.limit(message, expr.span));
            }
            Ok(Entries::Count(count)) => {
                let count = usize::try_from(count).unwrap_or(MAX_INSTANCES);
                world.count(count, expr.span)?;
                return Ok(Repeated::Count(
                    (0..count).map(|at| make(Each::Number(at), &format!("[{at}]"))).collect(),
                ));
            }
            Ok(Entries::Each(entries)) => {
                world.count(entries.len(), expr.span)?;
                let each = entries.into_iter().map(|(key, value)| {
                    let text = key_text(&Value::String(Arc::clone(&key)));
                    let made = make(Each::Entry(Arc::clone(&key), value), &text);
                    (key, made)
                });
                return Ok(Repeated::Each(each.collect()));
            }
            Ok(Entries::Unknown(origin)) => origin,
            Err(message) => Value::unresolved(message, Some(expr.span)),
        },
        Err(fault) if matches!(fault.code, Code::TerraformLimit | Code::TerraformCycle) => {
            return Err(fault);
        }
        Err(fault) => unresolved(&fault),
    };
    let message = format!("{title}: {word} is not known: {}", super::because(&unknown));
    world.caveat(Code::ValueUnknown, message, Some(Arc::from(title)), Some(expr.span));
    world.count(1, at)?;
    let made = make(Each::Unknown(unknown.clone()), ANY);
    Ok(Repeated::Unknown(unknown, made))
}

enum Entries {
    Count(u64),
    Each(Vec<(Arc<str>, Value)>),
    Unknown(Value),
}

fn entries(value: &Value, word: &str) -> Result<Entries, String> {
    if let Value::Unknown(_) = value {
        return Ok(Entries::Unknown(value.clone()));
    }
    if word == "count" {
        let count = value.to_number().and_then(crate::quantity::Number::to_u64);
        let wanted = || format!("a whole number is wanted, this is {}", value.kind());
        return count.map(Entries::Count).ok_or_else(wanted);
    }
    each_of(value).map(|each| match each {
        Ok(entries) => Entries::Each(entries),
        Err(unknown) => Entries::Unknown(unknown),
    })
}

/// Keys and values; or an unknown value, or why there are none.
type Pairs<K> = Result<Result<Vec<(K, Value)>, Value>, String>;

/// The entries of a map, or the elements of a set as their own keys.
fn each_of(value: &Value) -> Pairs<Arc<str>> {
    match value {
        Value::Map(map) => match map.get(REST) {
            Some(rest) => Ok(Err(rest.clone())),
            None => Ok(Ok(map.iter().map(|(k, v)| (Arc::clone(k), v.clone())).collect())),
        },
        Value::List(items) => {
            if let Some(unknown) = items.iter().find(|item| item.is_unknown()) {
                return Ok(Err(unknown.clone()));
            }
            let keys = items.iter().map(|item| Some((item.to_text()?, item.clone())));
            let keys: Option<Vec<_>> = keys.collect();
            keys.map(Ok).ok_or_else(|| "for_each takes a map or a set of text".to_owned())
        }
        other => Err(format!("for_each takes a map or a set, this is {}", other.kind())),
    }
}

/// What a `dynamic` block repeats over: keys and values. A list counts.
pub fn dynamic(value: &Value) -> Pairs<Value> {
    match value {
        Value::Unknown(_) => Ok(Err(value.clone())),
        Value::Null => Ok(Ok(Vec::new())),
        Value::List(items) => {
            let number = |at: usize| Value::Number(crate::quantity::Number::from(at as u64));
            let pairs = items.iter().enumerate();
            // The key of a set's element is the element.
            Ok(Ok(pairs.map(|(at, item)| (number(at), item.clone())).collect()))
        }
        _ => Ok(each_of(value)?
            .map(|entries| entries.into_iter().map(|(k, v)| (Value::String(k), v)).collect())),
    }
}
