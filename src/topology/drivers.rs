//! Drivers: the numbers that the business knows.
//!
//! They may use each other in any order; a circle is an error that prints it.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::quantity::{Case, Number, Unit};
use crate::topology::Document;
use crate::topology::numbers::{Names, Written, written};
use crate::topology::tree::{Entry, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Evaluates all drivers. Broken ones are reported and left out.
pub fn drivers(node: Option<&Node>, period_hours: Number, errors: &mut Diagnostics) -> Names {
    let mut names = Names { drivers: BTreeMap::new(), period_hours };
    let Some(node) = node else { return names };
    let Some(entries) = node.entries() else {
        errors.push(
            Diagnostic::new(Code::WrongType, "`drivers` is a map of names to numbers")
                .at(node.span, node.kind()),
        );
        return names;
    };
    let mut open: BTreeMap<Arc<str>, &Entry> = BTreeMap::new();
    for entry in entries {
        if !is_name(&entry.key) || entry.key.as_ref() == "period_hours" {
            errors.push(
                Diagnostic::new(
                    Code::BadFormula,
                    format!("`{}` cannot be a driver's name", entry.key),
                )
                .at(entry.key_span, "here")
                .help("a name has small letters, digits and _, and starts with a letter"),
            );
        } else {
            open.insert(Arc::clone(&entry.key), entry);
        }
    }
    let all: BTreeSet<Arc<str>> = open.keys().cloned().collect();
    let mut failed = BTreeSet::new();
    for name in &all {
        let mut trail = Vec::new();
        resolve(name, &open, &mut names, &mut trail, &mut failed, errors);
    }
    names
}

impl Document {
    /// The drivers that the file states as plain numbers above 0, with their
    /// expected value, and that no environment states for itself: those of which
    /// there is one curve for the whole file.
    pub fn plain_drivers(&self, period_hours: Number) -> Vec<(Arc<str>, Number)> {
        let node = self.root.get("drivers");
        let names = drivers(node, period_hours, &mut Diagnostics::default());
        let environments = self.root.get("environments").and_then(Node::entries).unwrap_or(&[]);
        let own = |name: &str| {
            environments
                .iter()
                .any(|e| e.value.get("drivers").is_some_and(|d| d.get(name).is_some()))
        };
        let plain = node.and_then(Node::entries).unwrap_or(&[]).iter();
        plain
            .filter(|entry| uses(&entry.value).is_empty() && !own(&entry.key))
            .filter_map(|entry| {
                let value = names.drivers.get(&entry.key)?.get(Case::Expected).as_number()?;
                (value > Number::ZERO).then(|| (Arc::clone(&entry.key), value))
            })
            .collect()
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Resolves one driver after those that it uses.
fn resolve(
    name: &Arc<str>,
    open: &BTreeMap<Arc<str>, &Entry>,
    names: &mut Names,
    trail: &mut Vec<Arc<str>>,
    failed: &mut BTreeSet<Arc<str>>,
    errors: &mut Diagnostics,
) -> bool {
    if names.drivers.contains_key(name) {
        return true;
    }
    let (Some(entry), false) = (open.get(name), failed.contains(name)) else { return false };
    if let Some(start) = trail.iter().position(|n| n == name) {
        let mut circle: Vec<&str> = trail.iter().skip(start).map(|n| &**n).collect();
        circle.push(name);
        let message = format!("drivers depend on each other in a circle: {}", circle.join(" → "));
        errors.push(
            Diagnostic::new(Code::CyclicFormula, message).at(entry.key_span, "in this circle"),
        );
        failed.extend(trail.iter().skip(start).cloned());
        return false;
    }
    trail.push(Arc::clone(name));
    let mut ready = true;
    for used in uses(&entry.value) {
        if open.contains_key(&used) {
            ready &= resolve(&used, open, names, trail, failed, errors);
        }
    }
    trail.pop();
    if !ready || failed.contains(name) {
        failed.insert(Arc::clone(name));
        return false;
    }
    match names.read(&entry.value, &Unit::named("1")) {
        Ok(value) => {
            names.drivers.insert(Arc::clone(name), value);
            true
        }
        Err(diagnostic) => {
            errors.push(diagnostic);
            failed.insert(Arc::clone(name));
            false
        }
    }
}

/// The names in the formulas of a driver.
fn uses(node: &Node) -> Vec<Arc<str>> {
    let one = Unit::named("1");
    let scalars: Vec<(&Arc<str>, Span)> = match node.as_scalar() {
        Some(text) => vec![(text, node.span)],
        None => node
            .entries()
            .unwrap_or(&[])
            .iter()
            .filter_map(|e| e.value.as_scalar().map(|text| (text, e.value.span)))
            .collect(),
    };
    let mut names = Vec::new();
    for (text, span) in scalars {
        if let Ok(Written::Formula(formula)) = written(text, span, &one) {
            formula.visit_variables(&mut |name, _| names.push(Arc::from(name)));
        }
    }
    names
}
