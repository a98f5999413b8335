//! What one priced kind says about itself.

use crate::bill::OffHours;
use crate::diagnostic::{FileId, Span};
use crate::expr::{Expr, Value};
use crate::quantity::{Number, Unit};
use std::sync::Arc;

/// A priced kind: one file of the catalogue.
#[derive(Debug)]
pub struct Kind {
    /// `vendor.name`.
    pub name: Arc<str>,
    pub title: Arc<str>,
    pub title_ja: Option<Arc<str>>,
    /// Other names that people write in a table.
    pub aliases: Vec<Arc<str>>,
    /// Tagging API types: how inventory finds it.
    pub live: Vec<Arc<str>>,
    pub inputs: Vec<Input>,
    /// Tables for formulas, read as `local.name`.
    pub locals: Value,
    pub checks: Vec<Check>,
    pub caveats: Vec<CaveatRule>,
    pub meters: Vec<Meter>,
    pub terraform: Vec<Mapping>,
    pub examples: Vec<Example>,
    pub file: FileId,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputType {
    Number,
    Text,
    Switch,
    List,
    Map,
    Object,
}

/// What it means that an input is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The default, else an error.
    Size,
    /// Listed as "depends on usage", never 0.
    Usage,
}

#[derive(Debug)]
pub struct Input {
    pub name: Arc<str>,
    /// `acu.min` inside an object; the name elsewhere.
    pub path: Arc<str>,
    pub kind: InputType,
    /// Of a number or of the numbers of a map.
    pub unit: Option<Unit>,
    pub role: Role,
    pub default: Option<Value>,
    pub min: Option<Number>,
    pub max: Option<Number>,
    pub one_of: Vec<Arc<str>>,
    /// Takes a profile: `{base: …, during: […]}`.
    pub over_time: bool,
    pub about: Arc<str>,
    /// Of an object.
    pub fields: Vec<Input>,
    pub span: Span,
}

/// A condition that must hold; false is an error at the resource.
#[derive(Debug)]
pub struct Check {
    pub condition: Expr,
    /// Text, possibly with values in it.
    pub message: Expr,
}

/// A caveat on every line of the resource while the condition holds.
#[derive(Debug)]
pub struct CaveatRule {
    pub code: crate::diagnostic::Code,
    pub when: Expr,
    pub message: Expr,
}

/// How much a meter runs.
#[derive(Debug)]
pub enum Amount {
    /// A rate, integrated over the month.
    Hourly(Expr, OffHours),
    /// An amount for the month, never scaled.
    Monthly(Expr),
}

/// How the tiers of a price are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tiers {
    Graduated,
    /// The price of the smallest bracket that holds the quantity.
    Package,
}

#[derive(Debug)]
pub struct Meter {
    pub name: Arc<str>,
    pub service: Arc<str>,
    /// `global`, or the resource's own.
    pub region: Option<Arc<str>>,
    pub usage_type: Expr,
    pub operation: Option<Expr>,
    pub unit: Arc<str>,
    pub amount: Amount,
    pub when: Option<Expr>,
    pub for_each: Option<Expr>,
    /// Units that are not billed.
    pub included: Option<Expr>,
    pub tiers: Tiers,
    /// An hourly meter that the vendor averages over the month instead of
    /// summing: 4 tasks all month are 4, not 2,920.
    pub averaged: bool,
    /// USD a month.
    pub cap: Option<Number>,
    pub span: Span,
}

/// How a Terraform resource becomes this kind.
#[derive(Debug)]
pub struct Mapping {
    pub resource_type: Arc<str>,
    pub when: Option<Expr>,
    pub for_each: Option<Expr>,
    /// The region, where no provider of AWS says it.
    pub region: Option<Expr>,
    /// Why it costs nothing in this case: tasks on instances that are paid.
    pub free: Option<Arc<str>>,
    pub inputs: Vec<(Arc<str>, Expr)>,
    pub span: Span,
}

/// A price that AWS publishes for a whole: what proves the kind.
#[derive(Debug)]
pub struct Example {
    pub name: Arc<str>,
    pub region: Arc<str>,
    /// As written in kanjo.yaml.
    pub inputs: Value,
    /// USD in the average month at list.
    pub cost: Number,
    pub source: Arc<str>,
    pub span: Span,
}

impl Kind {
    pub fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| &*input.name == name)
    }
}

/// A perpetual free allowance over a named set of usage types.
#[derive(Debug)]
pub struct Pool {
    pub name: Arc<str>,
    pub title: Arc<str>,
    pub free: Number,
    pub units: Vec<Arc<str>>,
    pub scope: PoolScope,
    pub ladder: Ladder,
    pub service: Arc<str>,
    /// The free line on the invoice.
    pub usage_type: Option<Arc<str>>,
    /// In the order in which they are served; `*` stands for anything.
    pub members: Vec<Arc<str>>,
    pub source: Arc<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolScope {
    /// Once for everything that one payer pays.
    Payer,
    /// Once in each region.
    Region,
}

/// Where the allowance sits in the tiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ladder {
    /// It is the first part of the first tier.
    Inside,
    /// The tiers start after it.
    Before,
}

impl Pool {
    /// Which member a usage type is, if it is one. `suffix` has no prefix.
    pub fn member(&self, suffix: &str) -> Option<usize> {
        self.members.iter().position(|pattern| matches(pattern, suffix))
    }
}

/// A glob with `*`.
pub fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, others)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let (middle, last) = others.rsplit_once('*').unwrap_or(("", others));
    for part in middle.split('*').filter(|part| !part.is_empty()) {
        let Some(at) = rest.find(part) else { return false };
        rest = rest.get(at + part.len()..).unwrap_or("");
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    #[test]
    fn globs() {
        use super::matches;
        assert!(matches("*-DataTransfer-Out-Bytes", "JP-DataTransfer-Out-Bytes"));
        assert!(!matches("*-DataTransfer-Out-Bytes", "JP-DataTransfer-Out-OBytes"));
        assert!(matches("*", "x") && matches("a", "a") && !matches("a", "ab"));
        assert!(matches("a*b*c", "axxbyyc") && !matches("a*b*c", "axxc"));
    }
}
