//! Clusters of MongoDB Atlas: listed in every project that the keys see, paused
//! and resumed.
//!
//! A project is what AWS calls an account: its ID is the account of its clusters
//! and its name the alias, so that the same guards hold. Tags of a project are
//! those of its clusters where a cluster has none of its own. An answer of the
//! list is enough to look at all clusters of a project, so that a look costs a
//! call a project.

mod api;
mod keys;
mod parts;

pub use api::Atlas;
pub use keys::Keys;

use super::again::Refused;
use super::client::encoded;
use super::{odd, text, together};
use crate::offhours::machine::atlas::Cluster;
use crate::offhours::machine::{Call, Failure, Observed};
use crate::offhours::{CANNOT, State, Target, atlas};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Dates of the forms that are read.
const PROJECTS: &str = "2023-01-01";
const CLUSTERS: &str = "2024-08-05";
const FLEX: &str = "2024-11-13";

/// A project of the keys.
#[derive(Clone, Debug)]
pub struct Project {
    id: String,
    name: String,
    tags: BTreeMap<String, String>,
}

/// The clusters of a project, as far as they could be asked.
pub struct Listed {
    pub project: Project,
    pub dedicated: Result<Vec<Target>, Failure>,
    pub flexible: Result<Vec<Target>, Failure>,
}

impl Atlas {
    /// The projects that the keys see.
    pub fn projects(&self) -> Result<Vec<Project>, Failure> {
        let found = self.all("/api/atlas/v2/groups", PROJECTS)?;
        let one = |found: &Value| {
            let id = text(found, "id").filter(|id| is_id(id)).ok_or_else(|| odd("id"))?;
            let name = text(found, "name").ok_or_else(|| odd("name"))?;
            Ok(Project { id: id.to_owned(), name: name.to_owned(), tags: tags(found) })
        };
        found.iter().map(one).collect()
    }

    /// What these projects have; some are asked at a time.
    pub fn listed(&self, projects: Vec<Project>) -> Result<Vec<Listed>, Failure> {
        together::each(&projects, |project| {
            let (dedicated, flexible) = (self.clusters(project), self.flexible(project));
            Ok(Listed { project: project.clone(), dedicated, flexible })
        })
    }

    fn clusters(&self, project: &Project) -> Result<Vec<Target>, Failure> {
        targets(project, &self.found(&project.id)?)
    }

    /// Flex clusters, which Atlas lists apart and which nobody pauses.
    fn flexible(&self, project: &Project) -> Result<Vec<Target>, Failure> {
        targets(project, &self.all(&path(&project.id, "flexClusters"), FLEX)?)
    }

    fn found(&self, project: &str) -> Result<Vec<Value>, Failure> {
        self.all(&path(project, "clusters"), CLUSTERS)
    }

    fn all(&self, path: &str, form: &str) -> Result<Vec<Value>, Failure> {
        self.pages(path, form).map_err(|refused| self.failure(refused))
    }

    /// What each of these is now.
    pub fn observe(&self, targets: &[&Target]) -> Vec<Result<Observed, Failure>> {
        let ids: BTreeSet<&str> = targets.iter().filter_map(|target| project_of(target)).collect();
        let found: BTreeMap<&str, Result<Vec<Value>, Failure>> =
            ids.into_iter().map(|id| (id, self.found(id))).collect();
        let one = |target: &&Target| match project_of(target).and_then(|id| found.get(id)) {
            None => Ok(Observed::Gone),
            Some(Err(failure)) => Err(failure.clone()),
            Some(Ok(all)) => {
                let own = |found: &&Value| text(found, "name") == Some(&target.name);
                match all.iter().find(own).filter(|found| !is_going(found)) {
                    None => Ok(Observed::Gone),
                    Some(found) => {
                        cluster(found).map(Observed::Cluster).ok_or_else(|| odd("stateName"))
                    }
                }
            }
        };
        targets.iter().map(one).collect()
    }

    /// Makes a call of the machine.
    pub fn call(&self, target: &Target, call: &Call) -> Result<(), Failure> {
        let paused = match call {
            Call::Stop => true,
            Call::Start => false,
            other => return Err(super::unfit(target, other)),
        };
        let project = project_of(target).ok_or_else(|| odd("project"))?;
        let path = format!("{}/{}", path(project, "clusters"), encoded(&target.name));
        let refused = |refused: Refused| self.failure(refused);
        self.patch(&path, CLUSTERS, &json!({"paused": paused})).map(drop).map_err(refused)
    }
}

impl Project {
    pub fn id(&self) -> &str {
        &self.id
    }
}

fn path(project: &str, list: &str) -> String {
    format!("/api/atlas/v2/groups/{project}/{list}")
}

/// Atlas's own ids, which is also what may stand in a path.
pub fn is_id(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn project_of(target: &Target) -> Option<&str> {
    target.account.as_deref().filter(|id| is_id(id))
}

fn tags(found: &Value) -> BTreeMap<String, String> {
    let list = found.get("tags").and_then(Value::as_array).into_iter().flatten();
    let one = |tag: &Value| {
        Some((text(tag, "key")?.to_owned(), text(tag, "value").unwrap_or("").to_owned()))
    };
    list.filter_map(one).collect()
}

/// A list shows what is on its way out, too.
fn is_going(found: &Value) -> bool {
    matches!(text(found, "stateName"), Some("DELETING" | "DELETED"))
}

fn cluster(found: &Value) -> Option<Cluster> {
    Some(Cluster {
        status: text(found, "stateName")?.to_owned(),
        // A Flex cluster does not say it.
        paused: found.get("paused").and_then(Value::as_bool).unwrap_or(false),
        tiers: parts::tiers(found),
    })
}

fn targets(project: &Project, found: &[Value]) -> Result<Vec<Target>, Failure> {
    let alive = found.iter().filter(|found| !is_going(found));
    alive.map(|found| target(project, found).ok_or_else(|| odd("stateName"))).collect()
}

fn target(project: &Project, found: &Value) -> Option<Target> {
    let (name, own) = (text(found, "name")?, cluster(found)?);
    let mut details = BTreeMap::from([("status".to_owned(), own.word().into())]);
    if let Some(tier) = own.tiers.first() {
        details.insert("tier".to_owned(), tier.as_str().into());
    }
    if let Some(why) = own.cannot() {
        details.insert(CANNOT.to_owned(), why.into());
    }
    let mut all = project.tags.clone();
    all.extend(tags(found));
    Some(Target {
        id: atlas::id(&project.id, name),
        kind: atlas::KIND.to_owned(),
        account: Some(project.id.clone()),
        account_alias: Some(project.name.clone()),
        region: parts::region(found),
        name: name.to_owned(),
        tags: all,
        state: match (own.is_idle(), own.paused) {
            (true, false) => State::On,
            (true, true) => State::Off,
            (false, _) => State::Busy,
        },
        details,
        parts: vec![parts::part(found)],
        ..Target::default()
    })
}
