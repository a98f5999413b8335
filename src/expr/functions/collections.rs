//! Lists and maps.

use super::{Arguments, MAX_ELEMENTS, stands_for_one};
use crate::diagnostic::nearest;
use crate::expr::{REST, Value};
use crate::quantity::Number;
use std::collections::BTreeMap;
use std::sync::Arc;

type Answer = Result<Value, String>;
type Map = Arc<BTreeMap<Arc<str>, Value>>;

fn map_of<'a>(a: &'a Arguments<'_>, i: usize) -> Result<&'a Map, String> {
    match a.get(i)? {
        Value::Map(map) => Ok(map),
        _ => Err(a.wrong("a map")),
    }
}

/// The entry that stands for what a map does not name.
fn rest(map: &Map) -> Option<Value> {
    map.get(REST).cloned()
}

pub fn length(a: &Arguments<'_>) -> Answer {
    let length = match a.get(0)? {
        Value::List(items) => items.len(),
        Value::Map(map) => match rest(map) {
            Some(unknown) => return Ok(unknown),
            None => map.len(),
        },
        Value::String(text) => text.chars().count(),
        _ => return Err(a.wrong("a list, a map or text")),
    };
    Ok(Value::Number(Number::from(length as u64)))
}

pub fn keys(a: &Arguments<'_>) -> Answer {
    let map = map_of(a, 0)?;
    let keys = || Value::list(map.keys().map(|k| Value::String(Arc::clone(k))));
    Ok(rest(map).unwrap_or_else(keys))
}

pub fn values(a: &Arguments<'_>) -> Answer {
    let map = map_of(a, 0)?;
    Ok(rest(map).unwrap_or_else(|| Value::list(map.values().cloned())))
}

pub fn lookup(a: &Arguments<'_>) -> Answer {
    let (map, key) = match (a.get(0)?, a.get(1)?) {
        (unknown @ Value::Unknown(_), _) | (_, unknown @ Value::Unknown(_)) => {
            return Ok(unknown.clone());
        }
        (Value::Map(map), _) => (map, a.text(1)?),
        _ => return Err(a.wrong("a map")),
    };
    if let Some(value) = map.get(&*key).or_else(|| a.values.get(2)) {
        return Ok(value.clone());
    }
    let near = nearest(&key, map.keys().map(|k| &**k));
    let near = near.map(|n| format!("; did you mean `{n}`?")).unwrap_or_default();
    Err(format!("there is no `{key}`{near}"))
}

/// Goes round: the element after the last is the first.
pub fn element(a: &Arguments<'_>) -> Answer {
    let (items, at) = (a.list(0)?, a.number(1)?);
    let length = Number::from(items.len() as u64);
    let at = at.modulo(length).and_then(|at| usize::try_from(at.to_u64()?).ok());
    at.and_then(|at| items.get(at)).cloned().ok_or_else(|| "the list has no element".to_owned())
}

pub fn index(a: &Arguments<'_>) -> Answer {
    let at = a.list(0)?.iter().position(|item| Some(item) == a.values.get(1));
    at.map(|at| Value::Number(Number::from(at as u64)))
        .ok_or_else(|| "the list does not hold it".to_owned())
}

pub fn merge(a: &Arguments<'_>) -> Answer {
    let mut out: BTreeMap<Arc<str>, Value> = BTreeMap::new();
    for value in a.values {
        match value {
            Value::Null => {}
            Value::Map(map) => out.extend(map.iter().map(|(k, v)| (Arc::clone(k), v.clone()))),
            other => return Err(format!("`merge` takes maps, this is {}", other.kind())),
        }
    }
    Ok(Value::Map(Arc::new(out)))
}

pub fn concat(a: &Arguments<'_>) -> Answer {
    let mut out = Vec::new();
    for i in 0..a.values.len() {
        out.extend(a.list(i)?.iter().cloned());
    }
    bounded(out)
}

pub fn flatten(a: &Arguments<'_>) -> Answer {
    fn add(items: &[Value], out: &mut Vec<Value>) -> Result<(), Value> {
        for item in items {
            match item {
                Value::List(inner) => add(inner, out)?,
                Value::Unknown(origin) if !stands_for_one(origin) => return Err(item.clone()),
                _ if out.len() > MAX_ELEMENTS => return Ok(()),
                other => out.push(other.clone()),
            }
        }
        Ok(())
    }
    let mut out = Vec::new();
    match add(a.list(0)?, &mut out) {
        Ok(()) => bounded(out),
        Err(unknown) => Ok(unknown),
    }
}

pub(super) fn bounded(items: Vec<Value>) -> Answer {
    if items.len() > MAX_ELEMENTS {
        return Err(format!("a list has at most {MAX_ELEMENTS} elements here"));
    }
    Ok(Value::list(items))
}

pub fn reverse(a: &Arguments<'_>) -> Answer {
    Ok(Value::list(a.list(0)?.iter().rev().cloned()))
}

pub fn slice(a: &Arguments<'_>) -> Answer {
    let (items, start, end) = (a.list(0)?, a.whole(1)?, a.whole(2)?);
    let part = items.get(start..end);
    part.map(|part| Value::list(part.iter().cloned()))
        .ok_or_else(|| format!("the list has {} elements", items.len()))
}

pub fn chunklist(a: &Arguments<'_>) -> Answer {
    let (items, size) = (a.list(0)?, a.whole(1)?);
    if size == 0 {
        return Ok(Value::list([Value::List(Arc::clone(items))]));
    }
    Ok(Value::list(items.chunks(size).map(|part| Value::list(part.iter().cloned()))))
}

pub fn compact(a: &Arguments<'_>) -> Answer {
    let full = |value: &&Value| !matches!(value, Value::Null) && value.as_text() != Some("");
    Ok(Value::list(a.list(0)?.iter().filter(full).cloned()))
}

pub fn zipmap(a: &Arguments<'_>) -> Answer {
    let (names, values) = (a.list(0)?, a.list(1)?);
    if names.len() != values.len() {
        return Err(format!("{} keys and {} values", names.len(), values.len()));
    }
    if let Some(unknown) = names.iter().find(|name| name.is_unknown()) {
        return Ok(unknown.clone());
    }
    Ok(Value::map(a.texts(0)?.into_iter().zip(values.iter().cloned())))
}

/// As many as Terraform gives.
const MAX_RANGE: usize = 1024;

pub fn range(a: &Arguments<'_>) -> Answer {
    let (start, limit) = match a.values.len() {
        1 => (Number::ZERO, a.number(0)?),
        _ => (a.number(0)?, a.number(1)?),
    };
    let down = limit < start;
    let step = match a.values.len() {
        3 => a.number(2)?,
        _ if down => Number::from_i64(-1),
        _ => Number::ONE,
    };
    if step.is_zero() || step.is_negative() != down {
        return match start == limit {
            true => Ok(Value::list([])),
            false => Err("the step never reaches the limit".to_owned()),
        };
    }
    let mut out = Vec::new();
    let mut next = Some(start);
    while let Some(number) = next.filter(|n| if down { *n > limit } else { *n < limit }) {
        if out.len() == MAX_RANGE {
            return Err(format!("`range` gives at most {MAX_RANGE} numbers"));
        }
        out.push(Value::Number(number));
        next = number.plus(step);
    }
    Ok(Value::list(out))
}

pub fn coalescelist(a: &Arguments<'_>) -> Answer {
    let full = a.values.iter().find(|v| matches!(v, Value::List(items) if !items.is_empty()));
    full.cloned().ok_or_else(|| "every list is empty".to_owned())
}

pub fn matchkeys(a: &Arguments<'_>) -> Answer {
    let (values, names, wanted) = (a.list(0)?, a.list(1)?, a.list(2)?);
    let pairs = values.iter().zip(names.iter());
    Ok(Value::list(pairs.filter(|(_, name)| wanted.contains(name)).map(|(v, _)| v.clone())))
}

pub fn one(a: &Arguments<'_>) -> Answer {
    match &**a.list(0)? {
        [] => Ok(Value::Null),
        [only] => Ok(only.clone()),
        items => Err(format!("`one` takes at most one element, these are {}", items.len())),
    }
}

pub fn transpose(a: &Arguments<'_>) -> Answer {
    let mut out: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    for (key, values) in map_of(a, 0)?.iter() {
        let Value::List(values) = values else { return Err(a.wrong("a map of lists")) };
        for value in values.iter().filter_map(Value::to_text) {
            out.entry(value).or_default().push(Value::String(Arc::clone(key)));
        }
    }
    Ok(Value::map(out.into_iter().map(|(key, values)| (key, Value::list(values)))))
}

fn bools(a: &Arguments<'_>) -> Result<Vec<bool>, String> {
    let bools =
        a.list(0)?.iter().map(|v| v.to_bool().or(matches!(v, Value::Null).then_some(false)));
    bools.collect::<Option<_>>().ok_or_else(|| a.wrong("a list of true and false"))
}

pub fn alltrue(a: &Arguments<'_>) -> Answer {
    Ok(Value::Bool(bools(a)?.into_iter().all(|b| b)))
}

pub fn anytrue(a: &Arguments<'_>) -> Answer {
    Ok(Value::Bool(bools(a)?.into_iter().any(|b| b)))
}
