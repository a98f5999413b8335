//! Everything that is looked after: accounts and regions of AWS, and Atlas.

use super::atlas::Atlas;
use super::session::Session;
use std::collections::BTreeSet;

#[derive(Default)]
pub struct Estate {
    pub sessions: Vec<Session>,
    pub atlas: Option<Atlas>,
    /// Only these projects of Atlas; none named is all that the keys see.
    pub projects: BTreeSet<String>,
}

impl Estate {
    /// Whether a project of Atlas is looked at.
    pub fn has(&self, project: &str) -> bool {
        self.projects.is_empty() || self.projects.contains(project)
    }
}
