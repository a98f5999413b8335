//! Tasks that are protected from being ended, counted by their service.
//!
//! AWS tells it by task, and lists tasks by service or by cluster. Where many
//! services of a cluster stop, all its tasks are asked about at once, a hundred
//! at a time, and only once a tick: that is a call for a hundred tasks and not
//! two for each service. ECS keeps a task that is protected later than this by
//! itself.

use super::client::Client;
use super::endpoint::ECS;
use super::{elements, pages, together};
use crate::offhours::machine::Failure;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What `ListTasks`, `GetTaskProtection` and `DescribeTasks` take.
const TASKS: usize = 100;

/// The protected tasks of each cluster by their service; `None` where it has so
/// many tasks that each service is asked about by itself.
#[derive(Debug, Default)]
pub struct Protected(Mutex<BTreeMap<String, Option<BTreeMap<String, u32>>>>);

impl Protected {
    /// How many tasks of a service are protected, when `stopping` services of its
    /// cluster are to stop.
    pub fn of(
        &self,
        client: &Client,
        cluster: &str,
        service: &str,
        stopping: usize,
    ) -> Result<u32, Failure> {
        if stopping > 1 {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if !known.contains_key(cluster) {
                known.insert(cluster.to_owned(), whole(client, cluster, stopping)?);
            }
            if let Some(Some(services)) = known.get(cluster) {
                return Ok(services.get(service).copied().unwrap_or(0));
            }
        }
        let tasks = tasks(client, json!({"cluster": cluster, "serviceName": service}), usize::MAX)?;
        let protected = protected(client, cluster, &tasks.unwrap_or_default())?;
        Ok(u32::try_from(protected.len()).unwrap_or(u32::MAX))
    }
}

/// By service, unless the tasks of a cluster are more pages than services stop.
fn whole(
    client: &Client,
    cluster: &str,
    stopping: usize,
) -> Result<Option<BTreeMap<String, u32>>, Failure> {
    let Some(tasks) = tasks(client, json!({"cluster": cluster}), stopping)? else {
        return Ok(None);
    };
    let mut services = BTreeMap::new();
    for batch in protected(client, cluster, &tasks)?.chunks(TASKS) {
        let body = json!({"cluster": cluster, "tasks": batch});
        let answer = client.json(&ECS, "DescribeTasks", &body)?;
        for task in elements(&answer, "tasks")? {
            // Tasks of no service stop with none.
            let group = task.get("group").and_then(Value::as_str).unwrap_or_default();
            if let Some(service) = group.strip_prefix("service:") {
                *services.entry(service.to_owned()).or_default() += 1;
            }
        }
    }
    Ok(Some(services))
}

/// The names of all tasks; `None` if they are more than `most` pages.
fn tasks(client: &Client, body: Value, most: usize) -> Result<Option<Vec<String>>, Failure> {
    let (list, token) = ("taskArns", "nextToken");
    let found = pages::values_within(client, &ECS, "ListTasks", list, token, body, most)?;
    let name = |value: &Value| Some(value.as_str()?.to_owned());
    Ok(found.map(|all| all.iter().filter_map(name).collect()))
}

/// Those of the tasks that are protected.
fn protected(client: &Client, cluster: &str, tasks: &[String]) -> Result<Vec<String>, Failure> {
    let batches: Vec<&[String]> = tasks.chunks(TASKS).collect();
    let answers = together::each(&batches, |batch| {
        let body = json!({"cluster": cluster, "tasks": batch});
        let answer = client.json(&ECS, "GetTaskProtection", &body)?;
        let on =
            |task: &&Value| task.get("protectionEnabled").and_then(Value::as_bool) == Some(true);
        let name = |task: &Value| Some(task.get("taskArn")?.as_str()?.to_owned());
        Ok(elements(&answer, "protectedTasks")?
            .iter()
            .filter(on)
            .filter_map(name)
            .collect::<Vec<_>>())
    })?;
    Ok(answers.concat())
}
