//! The parts of `terraform show -json` that a bill needs, borrowed from the text.
//!
//! A plan is large and most of it prices nothing, so values stay slices of the
//! text until one is asked for. Its configuration is small: every instance of a
//! block asks it, so its expressions are read once.

use crate::terraform::plan::raw::Raw;
use crate::terraform::plan::written::Written;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;

type Text<'a> = Cow<'a, str>;

#[derive(Default, Deserialize)]
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
    pub value: Option<Raw<'a>>,
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
    pub index: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub values: Option<Raw<'a>>,
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
    pub index: Option<Raw<'a>>,
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
    pub before: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub after: Option<Raw<'a>>,
    #[serde(borrow, default)]
    pub after_unknown: Option<Raw<'a>>,
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
    pub expressions: Option<Written<'a>>,
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
    pub default: Option<Raw<'a>>,
}

#[derive(Deserialize)]
pub struct ResourceBlock<'a> {
    #[serde(borrow)]
    pub address: Text<'a>,
    #[serde(borrow, default)]
    pub provider_config_key: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub expressions: Option<Written<'a>>,
    #[serde(borrow, default)]
    pub for_each_expression: Option<Written<'a>>,
}

#[derive(Deserialize)]
pub struct Call<'a> {
    #[serde(borrow, default)]
    pub expressions: Option<Written<'a>>,
    #[serde(borrow, default)]
    pub for_each_expression: Option<Written<'a>>,
    #[serde(borrow, default)]
    pub module: ModuleBlock<'a>,
}

#[derive(Deserialize)]
pub struct Output<'a> {
    #[serde(borrow, default)]
    pub expression: Option<Written<'a>>,
}
