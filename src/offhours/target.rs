//! One resource that could be off: what a describe call found, or what a
//! topology models.

use crate::offhours::{alarms, page};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The detail that says in a sentence why it is never switched off.
pub const CANNOT: &str = "cannot";

/// Whether it runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    On,
    Off,
    /// On its way, or busy with a backup, maintenance or deployment.
    Busy,
    /// Nobody looked: a model, not an account.
    #[default]
    Unknown,
}

/// A thing that a live resource is made of, as far as it costs: in the words of
/// Terraform's AWS provider (`aws_db_instance` and its attributes), which the
/// catalogue reads, or a kind of the catalogue with its inputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub values: BTreeMap<String, serde_json::Value>,
}

impl Part {
    /// A part of what is stated; null is not stated.
    pub fn new(kind: &str, values: &[(&str, serde_json::Value)]) -> Part {
        let stated = values.iter().filter(|(_, value)| !value.is_null());
        let values = stated.map(|(key, value)| ((*key).to_owned(), value.clone()));
        Part { kind: kind.to_owned(), values: values.collect() }
    }
}

/// One live resource.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// An ARN; of a model `environment/resource`.
    pub id: String,
    /// As the Tagging API names it: `ecs:service`. A kind's name where the API
    /// has none.
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_alias: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    #[serde(default)]
    pub region: String,
    pub name: String,
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    #[serde(default)]
    pub state: State,
    /// Ids or names of what must be up before it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
    /// Instants by what happened: `stopped`, `restarts`, `created`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub dates: BTreeMap<String, String>,
    /// What the type has beside: `status`, `backup_window`, `desired_count` …
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, serde_json::Value>,
    /// What it is priced by; nothing of it has a price without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// Types that have a stop, a pause or a size of nothing.
const STOPPABLE: [&str; 14] = [
    "ecs:service",
    "rds:cluster",
    "rds:db",
    "ec2:instance",
    "autoscaling:autoScalingGroup",
    "atlas:cluster",
    "redshift:cluster",
    "apprunner:service",
    "eks:nodegroup",
    "sagemaker:notebook-instance",
    "docdb-elastic:cluster",
    page::KIND,
    page::FRONT,
    alarms::KIND,
];

/// The detail of a model that says whether somebody stops it.
pub const STOPS: &str = "stops";
/// The detail of a model whose cost falls with what it serves.
pub const FALLS: &str = "falls";

impl Target {
    /// Whether anything stops it at all.
    pub fn stops(&self) -> bool {
        STOPPABLE.contains(&self.kind.as_str()) || self.has(STOPS)
    }

    /// Whether it only goes along with others and costs nothing: a page, alarms.
    pub fn goes_along(&self) -> bool {
        page::is(&self.kind) || self.kind == alarms::KIND
    }

    /// Whether it costs less in off-hours though nobody stops it: a load
    /// balancer without requests.
    pub fn falls(&self) -> bool {
        self.has(FALLS) && !self.stops()
    }

    fn has(&self, detail: &str) -> bool {
        self.details.get(detail).and_then(serde_json::Value::as_bool) == Some(true)
    }

    /// Whether it is a database that backs itself up by the clock.
    pub fn is_database(&self) -> bool {
        matches!(self.kind.as_str(), "rds:cluster" | "rds:db")
    }

    pub fn detail(&self, key: &str) -> Option<&str> {
        self.details.get(key).and_then(serde_json::Value::as_str)
    }

    /// Whether it is up; `None` while it is on its way. A model is up, as in a
    /// bill without a schedule.
    pub fn running(&self) -> Option<bool> {
        match self.state {
            State::On | State::Unknown => Some(true),
            State::Off => Some(false),
            State::Busy => None,
        }
    }
}
