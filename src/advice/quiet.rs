//! Silence, once for each rule and subject.
//!
//! A rule with alternatives is silent once for each; what a reader wants to
//! know is how near the nearest came.

use crate::advice::{Advice, Quiet, Subject, Why};
use crate::quantity::Number;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The silent rules without what was advised after all, each once.
pub fn tidy(quiet: Vec<Quiet>, advice: &[Advice]) -> Vec<Quiet> {
    let mut kept: Vec<Quiet> = Vec::with_capacity(quiet.len());
    let mut places: BTreeMap<(Arc<str>, Subject), usize> = BTreeMap::new();
    for one in quiet {
        if advice.iter().any(|a| a.rule.name == one.rule.name && a.subject == one.subject) {
            continue;
        }
        let key = (Arc::clone(&one.rule.name), one.subject.clone());
        match places.get(&key).and_then(|at| kept.get_mut(*at)) {
            Some(other) if nearness(&one) > nearness(other) => *other = one,
            Some(_) => {}
            None => {
                places.insert(key, kept.len());
                kept.push(one);
            }
        }
    }
    kept
}

/// How near to a saving: what it would save, before what nobody knows.
fn nearness(quiet: &Quiet) -> Option<Number> {
    match &quiet.why {
        Why::NoSaving(saving) => Some(saving.expected),
        _ => None,
    }
}
