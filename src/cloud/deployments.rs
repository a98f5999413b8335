//! Deployments of ECS services, as far as `DescribeServices` does not say them.
//!
//! Of ECS's own deployments it says `rolloutState`, which is `COMPLETED` while a
//! new revision bakes; so a service that is about to stop is asked for those that
//! go on. Of CodeDeploy's it says nothing, and CodeDeploy names deployments and
//! not services: what is going on in an account and region is listed once a tick
//! and led back to services by the deployment groups, which mostly is one call
//! with an empty answer for all services together.

use super::client::Client;
use super::endpoint::{CODE_DEPLOY, ECS};
use super::whole::Whole;
use super::{elements, odd, pages};
use crate::offhours::machine::Failure;
use crate::offhours::machine::ecs::{ACTIVE, ROLLING};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What `BatchGetDeployments` and `BatchGetDeploymentGroups` take.
const DEPLOYMENTS: usize = 25;
const GROUPS: usize = 100;

/// The states of ECS's own deployments of a service that have not ended.
pub fn rolling(client: &Client, cluster: &str, service: &str) -> Result<Vec<String>, Failure> {
    let body = json!({"cluster": cluster, "service": service, "status": ROLLING});
    let (list, token) = ("serviceDeployments", "nextToken");
    let all = pages::values(client, &ECS, "ListServiceDeployments", list, token, body)?;
    Ok(all.iter().filter_map(|one| Some(one.get("status")?.as_str()?.to_owned())).collect())
}

/// Services by the names of their cluster and their own, each with the state of
/// the CodeDeploy deployment that is about it.
type Deployed = BTreeMap<(String, String), String>;

/// What CodeDeploy is deploying, asked for once a tick.
#[derive(Debug, Default)]
pub struct CodeDeploy(Whole<Deployed>);

impl CodeDeploy {
    pub fn of(
        &self,
        client: &Client,
        cluster: &str,
        service: &str,
    ) -> Result<Option<String>, Failure> {
        let own = (cluster.to_owned(), service.to_owned());
        Ok(self.0.get(|| active(client))?.get(&own).cloned())
    }
}

fn active(client: &Client) -> Result<Deployed, Failure> {
    let body = json!({"includeOnlyStatuses": ACTIVE});
    let (list, token) = ("deployments", "nextToken");
    let ids = pages::values(client, &CODE_DEPLOY, "ListDeployments", list, token, body)?;
    // Groups by their application, each with the state of its deployment.
    let mut groups: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for batch in ids.chunks(DEPLOYMENTS) {
        let body = json!({"deploymentIds": batch});
        let answer = client.json(&CODE_DEPLOY, "BatchGetDeployments", &body)?;
        for one in elements(&answer, "deploymentsInfo")? {
            let text = |key: &str| Some(one.get(key)?.as_str()?.to_owned());
            let named = (text("applicationName"), text("deploymentGroupName"), text("status"));
            let (Some(application), Some(group), Some(status)) = named else {
                return Err(odd("deploymentGroupName"));
            };
            groups.entry(application).or_default().insert(group, status);
        }
    }
    let mut found = Deployed::new();
    for (application, groups) in groups {
        let names: Vec<&String> = groups.keys().collect();
        for batch in names.chunks(GROUPS) {
            let body = json!({"applicationName": application, "deploymentGroupNames": batch});
            let answer = client.json(&CODE_DEPLOY, "BatchGetDeploymentGroups", &body)?;
            for group in elements(&answer, "deploymentGroupsInfo")? {
                let name = group.get("deploymentGroupName").and_then(Value::as_str);
                let status = name.and_then(|name| groups.get(name));
                // Groups of instances and functions have none.
                let services = group.get("ecsServices").and_then(Value::as_array);
                for service in services.into_iter().flatten() {
                    let text = |key: &str| Some(service.get(key)?.as_str()?.to_owned());
                    let place = text("clusterName").zip(text("serviceName"));
                    found.extend(place.zip(status.cloned()));
                }
            }
        }
    }
    Ok(found)
}
