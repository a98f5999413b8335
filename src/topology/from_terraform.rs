//! The kanjo.yaml that `kanjo init` writes beside Terraform: it names the
//! directory, and lists what no Terraform says, how much each thing is used.
//!
//! The list is commented out. A usage that nobody stated is not 0, and a number
//! that a program wrote would be believed.

use crate::bill::{Bill, UnsetUsage};
use crate::catalog::{Input, InputType, Kind};
use crate::quantity::singular;
use crate::topology::starter::quoted;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is known of a directory of Terraform.
pub struct Found<'a> {
    pub project: &'a str,
    /// For what has none: the provider's is over it.
    pub region: &'a str,
    /// What the command line said of its variables: files from its folder, and
    /// values.
    pub var_files: &'a [String],
    pub vars: &'a [(String, String)],
    pub bill: &'a Bill,
    pub kinds: &'a BTreeMap<Arc<str>, Arc<Kind>>,
}

/// The file's text.
pub fn from_terraform(found: &Found<'_>) -> String {
    let mut text = format!(
        "# What the Terraform of this folder should cost. Next: kanjo estimate, kanjo check, and
# kanjo diff --base origin/main in a pull request.
version: 1
project: {}
region: {}    # where no provider says one
{}
",
        quoted(found.project),
        found.region,
        directory(found),
    );
    let mut resources: BTreeMap<&str, Vec<&UnsetUsage>> = BTreeMap::new();
    for usage in &found.bill.unset {
        resources.entry(&usage.resource).or_default().push(usage);
    }
    if resources.is_empty() {
        return text;
    }
    text.push_str(
        "
# No Terraform says how much these are used: they are not in the total. Take the # away from
# `resources:`, from an address and from its lines, and write what is true.
# For all of a kind: defaults: {aws.nat_gateway: {data: 100 GB}}
# resources:
",
    );
    for (name, usages) in resources {
        text.push_str(&format!("#   {}:\n", key(name)));
        let mut inputs: BTreeMap<&str, &UnsetUsage> = BTreeMap::new();
        for usage in usages {
            let best = inputs.entry(&usage.input).or_insert(usage);
            if foreign(usage) < foreign(best) {
                *best = usage;
            }
        }
        let mut lines: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for usage in inputs.into_values() {
            let Some(kind) = found.kinds.get(&usage.kind) else { continue };
            let (top, field) = usage.input.split_once('.').unwrap_or((&usage.input, ""));
            let Some(input) = kind.input(top) else { continue };
            let price = match usage.unit_price {
                Some(price) => format!("USD {price} per {}", singular(&usage.unit)),
                None if input.kind == InputType::Map => "priced by the key".to_owned(),
                None => format!("price per {} unknown", singular(&usage.unit)),
            };
            match input.fields.iter().find(|own| &*own.name == field) {
                Some(own) => {
                    let line = format!("#       {}: {}    # {price}\n", own.name, example(own));
                    lines.entry(top).or_default().push(line);
                }
                None => {
                    let line = format!("#     {top}: {}    # {price}\n", example(input));
                    lines.entry(top).or_default().push(line);
                }
            }
        }
        for (top, own) in lines {
            if own.iter().any(|line| line.starts_with("#       ")) {
                text.push_str(&format!("#     {top}:\n"));
            }
            own.iter().for_each(|line| text.push_str(line));
        }
    }
    text
}

/// How far a meter is from the input that it counts: one input may drive several,
/// and the price beside it is that of its own.
fn foreign(usage: &UnsetUsage) -> (bool, bool) {
    (*usage.meter != *usage.input, !usage.meter.starts_with(&*usage.input))
}

/// The directory with the values of its variables; without any, how they are said.
fn directory(found: &Found<'_>) -> String {
    let mut inner = String::from("dir: .");
    if !found.var_files.is_empty() {
        let files: Vec<String> = found.var_files.iter().map(|file| quoted(file)).collect();
        inner += &format!(", var_files: [{}]", files.join(", "));
    }
    if !found.vars.is_empty() {
        let pair = |(name, text): &(String, String)| format!("{}: {}", key(name), quoted(text));
        let vars: Vec<String> = found.vars.iter().map(pair).collect();
        inner += &format!(", vars: {{{}}}", vars.join(", "));
    }
    match inner.as_str() {
        "dir: ." => "terraform: {dir: .}    # var_files: [production.tfvars], vars: {name: value}"
            .to_owned(),
        inner => format!("terraform: {{{inner}}}"),
    }
}

/// An address: plain as long as YAML reads it back.
fn key(address: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    match address.starts_with(|c: char| c.is_ascii_alphabetic()) && address.chars().all(plain) {
        true => address.to_owned(),
        false => quoted(address),
    }
}

/// One of its unit, as it is written.
fn example(input: &Input) -> String {
    let number = || match &input.unit {
        Some(unit) if !unit.is_count() => format!("1 {}", unit.name),
        _ => "1".to_owned(),
    };
    match input.kind {
        InputType::Map => {
            let key = input.one_of.first().map_or("name", |name| name);
            format!("{{{}: {}}}", quoted(key), number())
        }
        InputType::Text => input.one_of.first().map_or("text", |name| name).to_owned(),
        InputType::List => "[]".to_owned(),
        InputType::Switch => "false".to_owned(),
        InputType::Number | InputType::Object => number(),
    }
}
