//! YAML to values, for `yamldecode`: the events of the parser, with limits.

use crate::expr::Value;
use granit_parser::{Event, Parser, ScalarStyle};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Nodes of one text, aliases counted in full.
const MAX_NODES: u64 = 200_000;
/// Maps and lists inside each other.
const MAX_DEPTH: usize = 64;

enum Open {
    List(Vec<Value>, usize),
    Map(BTreeMap<Arc<str>, Value>, Option<Arc<str>>, usize),
}

/// Reads one YAML document.
pub fn decode(text: &str) -> Result<Value, String> {
    let mut stack: Vec<Open> = Vec::new();
    let mut anchors: HashMap<usize, Value> = HashMap::new();
    let mut root = None;
    let mut nodes = 0;
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| format!("not YAML: {error}"))?;
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, _) => {
                let value = match style {
                    ScalarStyle::Plain => plain(&text),
                    _ => Value::text(&*text),
                };
                (value, anchor)
            }
            Event::SequenceStart(_, anchor, _) => {
                stack.push(Open::List(Vec::new(), anchor));
                deep(&stack)?;
                continue;
            }
            Event::MappingStart(_, anchor, _) => {
                stack.push(Open::Map(BTreeMap::new(), None, anchor));
                deep(&stack)?;
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match stack.pop() {
                Some(Open::List(items, anchor)) => (Value::list(items), anchor),
                Some(Open::Map(map, _, anchor)) => (Value::Map(Arc::new(map)), anchor),
                None => continue,
            },
            Event::Alias(anchor) => (anchors.get(&anchor).cloned().unwrap_or_default(), 0),
            _ => continue,
        };
        nodes += value.weight();
        if nodes > MAX_NODES * MAX_DEPTH as u64 || value.weight() > MAX_NODES {
            return Err(format!("YAML has more than {MAX_NODES} nodes"));
        }
        if anchor > 0 {
            anchors.insert(anchor, value.clone());
        }
        match stack.last_mut() {
            None => root = root.or(Some(value)),
            Some(Open::List(items, _)) => items.push(value),
            Some(Open::Map(map, key, _)) => match key.take() {
                None => *key = Some(value.to_text().unwrap_or_else(|| Arc::from("null"))),
                Some(key) => {
                    map.insert(key, value);
                }
            },
        }
    }
    Ok(root.unwrap_or_default())
}

fn deep(stack: &[Open]) -> Result<(), String> {
    if stack.len() > MAX_DEPTH {
        return Err(format!("YAML is nested deeper than {MAX_DEPTH}"));
    }
    Ok(())
}

/// What a word without quotes means in YAML 1.2's core schema.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let number = crate::quantity::Number::parse_scientific(text.strip_prefix('+').unwrap_or(text));
    number.map_or_else(|| Value::text(text), Value::Number)
}
