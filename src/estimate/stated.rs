//! What a person changed in the file, beside what it does to each line: `tasks
//! 2 → 4` says why better than two formulas.

use crate::bill::{Difference, Reason};
use crate::catalog::Input;
use crate::expr::{Value, show};
use crate::quantity::Varying;
use crate::topology::{Project, Resource};
use std::collections::HashMap;
use std::sync::Arc;

/// Puts the changed inputs in front of the reasons of each changed resource.
pub fn state_inputs(difference: &mut Difference, before: &Project, after: &Project) {
    let (old, new) = (index(before), index(after));
    for change in &mut difference.changes {
        let (Some(environment), Some(resource)) = (&change.environment, &change.resource) else {
            continue;
        };
        let place = (&**environment, &**resource);
        let (Some(was), Some(is)) = (old.get(&place), new.get(&place)) else { continue };
        let mut why = inputs(was, is);
        why.append(&mut change.why);
        change.why = why;
    }
}

fn index(project: &Project) -> HashMap<(&str, &str), &Resource> {
    let resources = project.environments.iter().flat_map(|e| &e.resources);
    resources.map(|r| ((&*r.environment, &*r.name), r)).collect()
}

/// Nothing where the inputs alone do not say what happened: another kind, or
/// windows of the week that differ.
fn inputs(was: &Resource, is: &Resource) -> Vec<Reason> {
    let during = |r: &Resource| -> Vec<_> {
        r.inputs
            .during
            .iter()
            .map(|d| (d.input, d.field, d.window.clone(), d.zone.clone(), d.value.clone()))
            .collect()
    };
    if was.kind.name != is.kind.name || during(was) != during(is) {
        return Vec::new();
    }
    let mut reasons = Vec::new();
    let mut push = |name: &str, before: Option<String>, after: Option<String>| {
        if before != after {
            let [before, after] = [before, after].map(|value| value.map(Arc::from));
            reasons.push(Reason::Input { name: name.into(), before, after });
        }
    };
    let values = was.inputs.values.iter().zip(&is.inputs.values);
    for (input, (before, after)) in was.kind.inputs.iter().zip(values) {
        if before != after {
            push(&input.path, shown(before, Some(input)), shown(after, Some(input)));
        }
    }
    push("count", shown(&was.count, None), shown(&is.count, None));
    push("region", Some(was.region.to_string()), Some(is.region.to_string()));
    let schedule = |r: &Resource| r.schedule.as_ref().map(|s| s.name.clone());
    push("schedule", schedule(was), schedule(is));
    if let (Some(before), Some(after)) = (&was.schedule, &is.schedule)
        && before.name == after.name
        && before != after
    {
        reasons.push(Reason::Hours { schedule: Arc::from(after.name.as_str()) });
    }
    reasons
}

/// The value of the expected case with its unit; `None` where nobody stated it.
fn shown(value: &Varying<Value>, input: Option<&Input>) -> Option<String> {
    written(value.get(crate::quantity::Case::Expected), input)
}

fn written(value: &Value, input: Option<&Input>) -> Option<String> {
    let unit = input.and_then(|input| input.unit.as_ref()).filter(|unit| !unit.is_count());
    match value {
        Value::Null | Value::Unknown(_) => None,
        Value::Bool(yes) => Some(yes.to_string()),
        Value::String(text) => Some(text.to_string()),
        Value::Number(number) => Some(match unit {
            Some(unit) => format!("{} {}", show(*number), unit.name),
            None => show(*number),
        }),
        Value::List(list) => Some(joined(list.iter().filter_map(|v| written(v, input)))),
        Value::Map(map) => {
            let entry = |(key, value): (&Arc<str>, &Value)| {
                Some(format!("{key} {}", written(value, None)?))
            };
            Some(joined(map.iter().filter_map(entry)))
        }
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
