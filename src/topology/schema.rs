//! The JSON Schema of kanjo.yaml, made from the catalogue.
//!
//! Editors complete and check the file with it. It is a little wider than
//! kanjo itself: a number may be written as a quantity or a formula, which is
//! text to JSON.

use crate::catalog::{Input, InputType, Kind};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The schema as text, with a final newline. `kinds` in the order of the names.
pub fn schema(kinds: &[Arc<Kind>]) -> String {
    let mut definitions = Map::new();
    definitions.insert(
        "number".into(),
        json!({
            "description": "A quantity (60 GB, 3M, 10 %), a formula over drivers, or a range",
            "anyOf": [{"type": ["number", "string"]}, {"$ref": "#/$defs/range"}]
        }),
    );
    definitions.insert("range".into(), json!({
        "type": "object",
        "properties": {"low": {"type": ["number", "string"]}, "expected": {"type": ["number", "string"]}, "high": {"type": ["number", "string"]}},
        "required": ["expected"],
        "additionalProperties": false
    }));
    definitions.insert("profile".into(), json!({
        "type": "object",
        "properties": {
            "base": {"$ref": "#/$defs/number"},
            "during": {"type": "array", "items": {
                "type": "object",
                "properties": {"when": {"type": "string", "description": "Mon-Fri 08:00-20:00, or 2026-12-05 08:00-22:00"}, "value": {"$ref": "#/$defs/number"}, "timezone": {"type": "string"}},
                "required": ["when", "value"],
                "additionalProperties": false
            }}
        },
        "required": ["base"],
        "additionalProperties": false
    }));
    let windows = json!({"type": "string", "description": "always, never, or a window such as Mon-Fri 08:00-20:00"});
    definitions.insert("schedule".into(), json!({
        "type": "object",
        "properties": {
            "on": {"anyOf": [windows, {"type": "array", "items": windows}]},
            "up": {"type": "string"}, "down": {"type": "string"},
            "timezone": {"type": "string"},
            "holidays": {"description": "jp, none, 12-29..01-03, or a list of these"},
            "except": {"type": "array", "items": {"type": "object", "properties": {"date": {"type": "string"}, "on": {}}, "required": ["date", "on"], "additionalProperties": false}}
        },
        "additionalProperties": false
    }));
    let names: Vec<&str> = kinds.iter().map(|k| &*k.name).collect();
    for kind in kinds {
        definitions.insert(kind.name.to_string(), kind_schema(kind));
    }
    let branches: Vec<Value> = names
        .iter()
        .map(|name| {
            json!({
                "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
                "then": {"$ref": format!("#/$defs/{name}")}
            })
        })
        .collect();
    definitions.insert(
        "resource".into(),
        json!({
            "type": "object",
            "properties": {"type": {"enum": names}},
            "allOf": branches
        }),
    );
    let resources = json!({"type": "object", "additionalProperties": {"anyOf": [{"$ref": "#/$defs/resource"}, {"type": "null"}]}});
    let overlay_properties = overlay(&resources);
    definitions.insert("overlay".into(), json!({
        "type": ["object", "null"], "properties": overlay_properties.clone(), "additionalProperties": false
    }));
    let mut scenario = overlay_properties.clone();
    scenario.insert(
        "environments".into(),
        json!({"type": "object", "additionalProperties": {"$ref": "#/$defs/overlay"}}),
    );
    scenario.insert("billing".into(), json!({"type": "object"}));
    scenario.insert("free_tier".into(), json!({"$ref": "#/$defs/free_tier"}));
    scenario.insert("title".into(), json!({"type": "string"}));
    definitions.insert(
        "scenario".into(),
        json!({"type": "object", "properties": scenario, "additionalProperties": false}),
    );
    definitions.insert("free_tier".into(), json!({
        "description": "on, off, or what is left of each pool",
        "anyOf": [{"enum": ["on", "off", true, false]}, {"type": "object", "additionalProperties": {"type": ["number", "string"]}}]
    }));
    let mut top = overlay_properties;
    top.insert("version".into(), json!({"const": 1}));
    top.insert("project".into(), json!({"type": "string"}));
    top.insert("free_tier".into(), json!({"$ref": "#/$defs/free_tier"}));
    top.insert("billing".into(), billing());
    top.insert(
        "environments".into(),
        json!({"type": "object", "additionalProperties": {"$ref": "#/$defs/overlay"}}),
    );
    top.insert(
        "scenarios".into(),
        json!({"type": "object", "additionalProperties": {"$ref": "#/$defs/scenario"}}),
    );
    top.insert("match".into(), json!({"type": "object"}));
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kanjo.yaml",
        "description": "A topology: what a system is made of and how much it is used",
        "type": "object",
        "properties": top,
        "required": ["version"],
        "anyOf": [{"required": ["resources"]}, {"required": ["terraform"]}],
        "additionalProperties": false,
        "$defs": definitions
    });
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

fn overlay(resources: &Value) -> Map<String, Value> {
    let text = || json!({"type": "string"});
    let mut map = Map::new();
    map.insert("region".into(), text());
    map.insert("account".into(), json!({"type": ["string", "number"]}));
    map.insert(
        "timezone".into(),
        json!({"type": "string", "description": "IANA name: Asia/Tokyo"}),
    );
    map.insert("tags".into(), json!({"type": "object"}));
    map.insert(
        "drivers".into(),
        json!({"type": "object", "additionalProperties": {"$ref": "#/$defs/number"}}),
    );
    map.insert(
        "schedules".into(),
        json!({"type": "object", "additionalProperties": {"$ref": "#/$defs/schedule"}}),
    );
    map.insert("schedule".into(), text());
    map.insert(
        "terraform".into(),
        json!({
            "description": "What lies under the resources",
            "oneOf": [
                {
                    "type": "object",
                    "properties": {
                        "plan": {"type": "string", "description": "The JSON of a plan or a state"},
                        "side": {"enum": ["before", "after"]}
                    },
                    "required": ["plan"],
                    "additionalProperties": false
                },
                {
                    "type": "object",
                    "properties": {
                        "dir": {"type": "string", "description": "A directory of HCL"},
                        "var_files": {"type": ["array", "string"], "items": {"type": "string"}},
                        "vars": {"type": "object", "description": "Values of its variables"}
                    },
                    "required": ["dir"],
                    "additionalProperties": false
                }
            ]
        }),
    );
    map.insert(
        "defaults".into(),
        json!({"type": "object", "additionalProperties": {"type": "object"}}),
    );
    map.insert("resources".into(), resources.clone());
    map
}

fn billing() -> Value {
    let rates = json!({"type": "object", "additionalProperties": {"type": ["number", "string"]}});
    json!({
        "type": "object",
        "properties": {
            "route": {"enum": ["direct", "organization", "reseller", "billing-transfer"]},
            "discounts": rates,
            "commitments": {"type": "object", "additionalProperties": {
                "type": "object",
                "properties": {"hourly": {"type": ["number", "string"]}, "discount": {"type": ["number", "string"]}, "covers": {"type": ["array", "string"]}, "plan": {"type": "string"}},
                "required": ["hourly"],
                "oneOf": [{"required": ["discount", "covers"]}, {"required": ["plan"]}],
                "additionalProperties": false
            }},
            "tax": rates,
            "fx": {"type": "object", "properties": {
                "currency": {"type": "string"}, "rate": {"type": ["number", "string"]},
                "date": {"type": "string"}, "source": {"type": "string"}, "buffer": {"type": ["number", "string"]}
            }, "required": ["rate"], "additionalProperties": false},
            "rounding": {"const": "floor per invoice"}
        },
        "additionalProperties": false
    })
}

fn kind_schema(kind: &Kind) -> Value {
    let mut properties = Map::new();
    properties.insert("type".into(), json!({"const": &*kind.name}));
    properties.insert("count".into(), json!({"$ref": "#/$defs/number"}));
    for key in ["region", "schedule"] {
        properties.insert(key.into(), json!({"type": "string"}));
    }
    properties.insert("account".into(), json!({"type": ["string", "number"]}));
    properties.insert("tags".into(), json!({"type": "object"}));
    properties.insert("depends_on".into(), json!({"type": ["array", "string"]}));
    properties.insert("free_tier".into(), json!({"enum": ["on", "off", true, false]}));
    for input in &kind.inputs {
        properties.insert(input.name.to_string(), input_schema(input));
    }
    json!({"title": &*kind.title, "type": "object", "properties": properties, "additionalProperties": false})
}

fn input_schema(input: &Input) -> Value {
    let mut schema = match input.kind {
        InputType::Number if input.over_time => {
            json!({"anyOf": [{"$ref": "#/$defs/number"}, {"$ref": "#/$defs/profile"}]})
        }
        InputType::Number => json!({"$ref": "#/$defs/number"}),
        InputType::Text if input.over_time => json!({
            "anyOf": [{"type": ["string", "number"]}, {"$ref": "#/$defs/profile"}]
        }),
        InputType::Text if !input.one_of.is_empty() => {
            json!({"enum": input.one_of.iter().map(|c| &**c).collect::<Vec<_>>()})
        }
        InputType::Text => json!({"type": ["string", "number"]}),
        InputType::Switch => json!({"enum": [true, false, "yes", "no", "on", "off"]}),
        InputType::List => json!({"type": ["array", "string"]}),
        InputType::Map => {
            let names: Vec<&str> = input.one_of.iter().map(|c| &**c).collect();
            match names.is_empty() {
                true => {
                    json!({"type": "object", "additionalProperties": {"$ref": "#/$defs/number"}})
                }
                false => {
                    json!({"type": "object", "propertyNames": {"enum": names}, "additionalProperties": {"$ref": "#/$defs/number"}})
                }
            }
        }
        InputType::Object => {
            let fields: Map<String, Value> =
                input.fields.iter().map(|f| (f.name.to_string(), input_schema(f))).collect();
            json!({"type": "object", "properties": fields, "additionalProperties": false})
        }
    };
    if let Some(object) = schema.as_object_mut() {
        let unit = input.unit.as_ref().filter(|u| u.name != "1").map(|u| format!(" ({})", u.name));
        object.insert(
            "description".into(),
            Value::String(format!("{}{}", input.about, unit.unwrap_or_default())),
        );
    }
    schema
}
