//! Whether a live resource is production, and which tags it lacks.
//!
//! The guards go first, because they are what people decided; then the words of
//! its account and tags, as advice reads them. Where nobody says it, it is
//! neither: a share that was guessed would be believed.

use crate::advice::{Stage, stage};
use crate::offhours::{Guards, Target};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a resource is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    Production,
    Outside,
    /// Nobody says.
    Unknown,
}

impl Purpose {
    pub fn name(self) -> &'static str {
        match self {
            Purpose::Production => "production",
            Purpose::Outside => "outside-production",
            Purpose::Unknown => "unknown",
        }
    }
}

pub(super) fn purpose(guards: &Guards, target: &Target, account: &str) -> Purpose {
    if guards.production(target).is_some() {
        return Purpose::Production;
    }
    let arc = |text: &String| Arc::from(text.as_str());
    let tags: BTreeMap<Arc<str>, Arc<str>> =
        target.tags.iter().map(|(key, value)| (arc(key), arc(value))).collect();
    // A tag is nearer to the resource than the name of its account.
    match stage("", &tags).or_else(|| stage(account, &BTreeMap::new())) {
        Some(Stage::Production) => return Purpose::Production,
        Some(Stage::Other) => return Purpose::Outside,
        None => {}
    }
    let denied = |key: &Arc<str>| target.tags.keys().any(|own| own.eq_ignore_ascii_case(key));
    let listed = guards.accounts.as_ref().is_some_and(|allowed| {
        let own = target.account.as_deref();
        allowed.iter().any(|glob| own.is_some_and(|own| crate::catalog::matches(glob, own)))
    });
    match listed || guards.deny_tags.iter().any(|(key, _)| denied(key)) {
        true => Purpose::Outside,
        false => Purpose::Unknown,
    }
}

/// The tags that every resource should have: those that the guards require, else
/// those by which they know production.
pub(super) fn wanted_tags(guards: &Guards) -> Vec<Arc<str>> {
    match guards.require_tags.is_empty() {
        false => guards.require_tags.clone(),
        true => guards.deny_tags.iter().map(|(key, _)| Arc::clone(key)).collect(),
    }
}

/// Those of them that it lacks; without any that are wanted, whether it has none.
pub(super) fn lacks(wanted: &[Arc<str>], target: &Target) -> Vec<Arc<str>> {
    if wanted.is_empty() {
        let none = target.tags.is_empty().then(|| Arc::from("any tag"));
        return none.into_iter().collect();
    }
    let has = |key: &&Arc<str>| target.tags.keys().any(|own| own.eq_ignore_ascii_case(key));
    wanted.iter().filter(|key| !has(key)).cloned().collect()
}
