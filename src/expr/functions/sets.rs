//! Lists as sets: no element twice, and in an order that does not depend on
//! where they came from. A set is a sorted list here, as Terraform iterates it.

use super::collections::bounded;
use super::convert::unified;
use super::{Arguments, MAX_ELEMENTS};
use crate::expr::Value;
use std::cmp::Ordering;
use std::sync::Arc;

type Answer = Result<Value, String>;

/// Numbers by value, text by its bytes, the rest in its own order.
fn order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        _ => Ordering::Equal,
    }
}

/// The elements once each, sorted.
pub(super) fn set_of(items: impl IntoIterator<Item = Value>) -> Result<Vec<Value>, String> {
    let mut all = unified(items.into_iter().collect());
    all.sort_by(order);
    let scalars = all.iter().all(|v| matches!(v, Value::Number(_) | Value::String(_)));
    if scalars {
        all.dedup();
        return Ok(all);
    }
    once(all)
}

/// The most elements that are compared each with each.
const MAX_COMPARED: usize = 2_000;

fn once(items: Vec<Value>) -> Result<Vec<Value>, String> {
    if items.iter().all(|v| matches!(v, Value::String(_))) {
        let mut seen = std::collections::HashSet::new();
        let new = |v: &Value| seen.insert(v.to_text());
        let mut items = items;
        items.retain(new);
        return Ok(items);
    }
    if items.len() > MAX_COMPARED {
        return Err(format!("a set has at most {MAX_COMPARED} elements here"));
    }
    let mut out: Vec<Value> = Vec::with_capacity(items.len());
    for item in items {
        if !out.contains(&item) {
            out.push(item);
        }
    }
    Ok(out)
}

/// A map may be asked for a key: what Terraform does not, and the catalogue does.
pub fn contains(a: &Arguments<'_>) -> Answer {
    let wanted = a.get(1)?;
    let items = match a.get(0)? {
        Value::List(items) => items,
        Value::Map(map) => {
            return Ok(Value::Bool(wanted.to_text().is_some_and(|key| map.contains_key(&*key))));
        }
        _ => return Err(a.wrong("a list or a map")),
    };
    if items.contains(wanted) {
        return Ok(Value::Bool(true));
    }
    let unknown = items.iter().find_map(Value::unknown_inside);
    Ok(unknown.cloned().unwrap_or(Value::Bool(false)))
}

pub fn distinct(a: &Arguments<'_>) -> Answer {
    Ok(Value::list(once(unified(a.list(0)?.to_vec()))?))
}

pub fn sort(a: &Arguments<'_>) -> Answer {
    let mut texts = a.texts(0)?;
    texts.sort();
    Ok(Value::list(texts.into_iter().map(Value::String)))
}

pub fn product(a: &Arguments<'_>) -> Answer {
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for i in 0..a.values.len() {
        let items = a.list(i)?;
        if rows.len().saturating_mul(items.len()) > MAX_ELEMENTS {
            return Err(format!("a product has at most {MAX_ELEMENTS} elements here"));
        }
        let with =
            |row: &Vec<Value>, item: &Value| [row.as_slice(), std::slice::from_ref(item)].concat();
        rows = rows.iter().flat_map(|row| items.iter().map(move |item| with(row, item))).collect();
    }
    bounded(rows.into_iter().map(Value::list).collect())
}

fn lists<'a>(a: &'a Arguments<'_>) -> Result<Vec<&'a Arc<[Value]>>, String> {
    (0..a.values.len()).map(|i| a.list(i)).collect()
}

pub fn union(a: &Arguments<'_>) -> Answer {
    let all = lists(a)?.into_iter().flat_map(|items| items.iter().cloned());
    Ok(Value::list(set_of(all)?))
}

/// Those for which `keep` says yes to the number of lists that hold them.
fn counted(a: &Arguments<'_>, keep: impl Fn(usize, usize) -> bool) -> Answer {
    let lists = lists(a)?;
    let all = set_of(lists.iter().flat_map(|items| items.iter().cloned()))?;
    if all.len().saturating_mul(lists.len()) > MAX_ELEMENTS {
        return Err(format!("a set has at most {MAX_ELEMENTS} elements here"));
    }
    let holders = |v: &Value| lists.iter().filter(|items| items.contains(v)).count();
    Ok(Value::list(all.into_iter().filter(|v| keep(holders(v), lists.len()))))
}

pub fn intersection(a: &Arguments<'_>) -> Answer {
    counted(a, |holders, lists| holders == lists)
}

pub fn symmetric(a: &Arguments<'_>) -> Answer {
    counted(a, |holders, _| holders % 2 == 1)
}

pub fn subtract(a: &Arguments<'_>) -> Answer {
    let taken = a.list(1)?;
    let left = a.list(0)?.iter().filter(|item| !taken.contains(item)).cloned();
    Ok(Value::list(set_of(left)?))
}
