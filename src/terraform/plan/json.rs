//! The parts of `terraform show -json` that a bill needs, borrowed from the text.
//!
//! A plan is large and most of it prices nothing, so values stay slices of the
//! text until one is asked for, and numbers go to decimals from their digits.

use crate::expr::Value;
use crate::quantity::Number;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

type Text<'a> = Cow<'a, str>;

#[derive(Deserialize)]
pub struct Plan<'a> {
    #[serde(borrow)]
    pub format_version: Text<'a>,
    /// Of a plan.
    #[serde(borrow, default)]
    pub planned_values: Option<State<'a>>,
    /// Of a state.
    #[serde(borrow, default)]
    pub values: Option<State<'a>>,
    #[serde(borrow, default)]
    pub prior_state: Option<Prior<'a>>,
    #[serde(borrow, default)]
    pub resource_changes: Vec<Change<'a>>,
    #[serde(borrow, default)]
    pub configuration: Option<Root<'a>>,
    #[serde(borrow, default)]
    pub variables: HashMap<Text<'a>, Variable<'a>>,
}

#[derive(Deserialize)]
pub struct Variable<'a> {
    #[serde(borrow, default)]
    pub value: Option<&'a RawValue>,
}

#[derive(Deserialize)]
pub struct Prior<'a> {
    #[serde(borrow, default)]
    pub values: Option<State<'a>>,
}

#[derive(Deserialize)]
pub struct State<'a> {
    #[serde(borrow, default)]
    pub root_module: Module<'a>,
}

#[derive(Default, Deserialize)]
pub struct Module<'a> {
    #[serde(borrow, default)]
    pub address: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub resources: Vec<Instance<'a>>,
    #[serde(borrow, default)]
    pub child_modules: Vec<Module<'a>>,
}

#[derive(Deserialize)]
pub struct Instance<'a> {
    #[serde(borrow)]
    pub address: Text<'a>,
    #[serde(borrow, default)]
    pub mode: Option<Text<'a>>,
    #[serde(borrow, rename = "type")]
    pub kind: Text<'a>,
    #[serde(borrow, default)]
    pub index: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub values: Option<&'a RawValue>,
}

#[derive(Deserialize)]
pub struct Change<'a> {
    #[serde(borrow)]
    pub address: Text<'a>,
    #[serde(borrow, default)]
    pub previous_address: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub mode: Option<Text<'a>>,
    #[serde(borrow, rename = "type")]
    pub kind: Text<'a>,
    #[serde(borrow, default)]
    pub index: Option<&'a RawValue>,
    /// The old object of a replacement that is made before it is destroyed.
    #[serde(borrow, default)]
    pub deposed: Option<Text<'a>>,
    #[serde(borrow)]
    pub change: Sides<'a>,
}

#[derive(Deserialize)]
pub struct Sides<'a> {
    #[serde(borrow, default)]
    pub actions: Vec<Text<'a>>,
    #[serde(borrow, default)]
    pub before: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub after: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub after_unknown: Option<&'a RawValue>,
}

#[derive(Deserialize)]
pub struct Root<'a> {
    #[serde(borrow, default)]
    pub provider_config: HashMap<Text<'a>, ProviderBlock<'a>>,
    #[serde(borrow, default)]
    pub root_module: ModuleBlock<'a>,
}

#[derive(Deserialize)]
pub struct ProviderBlock<'a> {
    #[serde(borrow, default)]
    pub expressions: Option<&'a RawValue>,
}

#[derive(Default, Deserialize)]
pub struct ModuleBlock<'a> {
    #[serde(borrow, default)]
    pub resources: Vec<ResourceBlock<'a>>,
    #[serde(borrow, default)]
    pub module_calls: HashMap<Text<'a>, Call<'a>>,
    #[serde(borrow, default)]
    pub outputs: HashMap<Text<'a>, Output<'a>>,
    #[serde(borrow, default)]
    pub variables: HashMap<Text<'a>, Declared<'a>>,
}

#[derive(Deserialize)]
pub struct Declared<'a> {
    #[serde(borrow, default)]
    pub default: Option<&'a RawValue>,
}

#[derive(Deserialize)]
pub struct ResourceBlock<'a> {
    #[serde(borrow)]
    pub address: Text<'a>,
    #[serde(borrow, default)]
    pub provider_config_key: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub expressions: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub for_each_expression: Option<&'a RawValue>,
}

#[derive(Deserialize)]
pub struct Call<'a> {
    #[serde(borrow, default)]
    pub expressions: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub for_each_expression: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub module: ModuleBlock<'a>,
}

#[derive(Deserialize)]
pub struct Output<'a> {
    #[serde(borrow, default)]
    pub expression: Option<&'a RawValue>,
}

/// An object's members in order, its values still text.
pub struct Members<'a>(pub Vec<(Text<'a>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some((Key(key), value)) = map.next_entry::<Key<'de>, &'de RawValue>()? {
                    members.push((key, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Text<'a>);

/// The members of an object; none of anything else.
pub fn members(raw: &RawValue) -> Vec<(Text<'_>, &RawValue)> {
    serde_json::from_str::<Members<'_>>(raw.get()).map_or_else(|_| Vec::new(), |m| m.0)
}

/// The elements of a list; none of anything else.
pub fn items(raw: &RawValue) -> Vec<&RawValue> {
    serde_json::from_str(raw.get()).unwrap_or_default()
}

/// A text; none of anything else.
pub fn text(raw: &RawValue) -> Option<Text<'_>> {
    serde_json::from_str::<Key<'_>>(raw.get()).ok().map(|Key(text)| text)
}

pub fn is_true(raw: &RawValue) -> bool {
    raw.get() == "true"
}

/// Names that stand in every resource of a type: each is kept once.
#[derive(Default)]
pub struct Names(HashMap<Box<str>, Arc<str>>);

impl Names {
    pub fn shared(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.0.get(name) {
            return Arc::clone(known);
        }
        let shared: Arc<str> = Arc::from(name);
        self.0.insert(Box::from(name), Arc::clone(&shared));
        shared
    }
}

/// A value of a plan; numbers by their digits.
pub fn value(raw: &RawValue, names: &mut Names) -> Value {
    match raw.get().as_bytes().first() {
        Some(b'{') => {
            let mut map = BTreeMap::new();
            for (key, inner) in members(raw) {
                map.insert(names.shared(&key), value(inner, names));
            }
            Value::Map(Arc::new(map))
        }
        Some(b'[') => Value::list(items(raw).into_iter().map(|item| value(item, names))),
        Some(b'"') => text(raw).map_or(Value::Null, |text| Value::text(&*text)),
        Some(b't') => Value::Bool(true),
        Some(b'f') => Value::Bool(false),
        Some(b'n') | None => Value::Null,
        // A number of more digits than a bill has is not a size of anything.
        Some(_) => Number::parse_scientific(raw.get()).map_or_else(Value::overflow, Value::Number),
    }
}
