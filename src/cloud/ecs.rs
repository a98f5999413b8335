//! ECS services: listed with their tags, looked at ten at a time.

use super::client::Client;
use super::deployments::{self, CodeDeploy};
use super::endpoint::ECS;
use super::protection::Protected;
use super::scaling::{self, Actions};
use super::session::Session;
use super::{elements, odd, pages, text, together};
use crate::offhours::machine::ecs::{Controller, Service};
use crate::offhours::machine::{Call, Failure, Observed};
use crate::offhours::{Part, State, Target};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

pub const KIND: &str = "ecs:service";
/// What `DescribeServices` takes.
const BATCH: usize = 10;

/// What is asked once a tick for all services.
#[derive(Debug, Default)]
pub struct Once {
    actions: Actions,
    protected: Protected,
    code_deploy: CodeDeploy,
}

/// Every service of every cluster.
pub fn list(session: &Session) -> Result<Vec<Target>, Failure> {
    let clusters = names(&session.client, "ListClusters", "clusterArns", json!({}))?;
    let listed = together::each(&clusters, |cluster| {
        let body = json!({"cluster": cluster, "maxResults": 100});
        names(&session.client, "ListServices", "serviceArns", body)
    })?;
    let batches: Vec<(&String, &[String])> = clusters
        .iter()
        .zip(&listed)
        .flat_map(|(cluster, services)| services.chunks(BATCH).map(move |batch| (cluster, batch)))
        .collect();
    let targets = together::each(&batches, |(cluster, batch)| {
        // Tags come with it: what a guard reads must not be a minute old.
        let services = describe(&session.client, cluster, batch, &["TAGS"])?;
        Ok(services.iter().filter_map(|one| target(session, cluster, one)).collect::<Vec<_>>())
    })?;
    Ok(targets.concat())
}

/// All names of a list that comes in pages.
fn names(client: &Client, action: &str, list: &str, body: Value) -> Result<Vec<String>, Failure> {
    let all = pages::values(client, &ECS, action, list, "nextToken", body)?;
    Ok(all.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect())
}

fn describe(
    client: &Client,
    cluster: &str,
    services: &[String],
    include: &[&str],
) -> Result<Vec<Value>, Failure> {
    let body = json!({"cluster": cluster, "services": services, "include": include});
    let answer = client.json(&ECS, "DescribeServices", &body)?;
    Ok(elements(&answer, "services")?.to_vec())
}

/// A number of tasks. One that is not there is not zero.
fn count(value: &Value, key: &str) -> Option<u32> {
    u32::try_from(value.get(key)?.as_u64()?).ok()
}

fn target(session: &Session, cluster: &str, service: &Value) -> Option<Target> {
    let status = text(service, "status")?;
    if status == "INACTIVE" {
        return None;
    }
    let (desired, running) = (count(service, "desiredCount")?, count(service, "runningCount")?);
    let state = match (desired, running) {
        (0, 0) => State::Off,
        (0, _) => State::Busy,
        _ => State::On,
    };
    let tags = service.get("tags").and_then(Value::as_array).into_iter().flatten();
    let tags = tags.filter_map(|tag| {
        Some((text(tag, "key")?.to_owned(), text(tag, "value").unwrap_or("").to_owned()))
    });
    let detail = |key: &str, value: Value| (key.to_owned(), value);
    Some(Target {
        id: text(service, "serviceArn")?.to_owned(),
        kind: KIND.to_owned(),
        account: Some(session.account.clone()),
        region: session.region.clone(),
        name: text(service, "serviceName")?.to_owned(),
        tags: tags.collect(),
        state,
        details: BTreeMap::from([
            detail("cluster", cluster.into()),
            detail("desired_count", desired.into()),
            detail("status", status.into()),
        ]),
        parts: vec![part(service, desired)],
        ..Target::default()
    })
}

/// What it is priced by, without its task definition.
fn part(service: &Value, desired: u32) -> Part {
    let network = service.get("networkConfiguration").and_then(|n| n.get("awsvpcConfiguration"));
    let address = network.and_then(|n| text(n, "assignPublicIp")).map(|on| on == "ENABLED");
    let provider = service
        .get("capacityProviderStrategy")
        .and_then(|list| text(list.get(0)?, "capacityProvider"));
    Part::new(
        "aws_ecs_service",
        &[
            ("desired_count", desired.into()),
            ("launch_type", text(service, "launchType").into()),
            ("task_definition", text(service, "taskDefinition").into()),
            (
                "capacity_provider_strategy",
                provider.map(|name| json!([{"capacity_provider": name}])).into(),
            ),
            ("network_configuration", address.map(|on| json!([{"assign_public_ip": on}])).into()),
        ],
    )
}

/// Adds the task definitions to services that are to be priced; each is asked for
/// once, also over several ticks.
pub fn define(session: &Session, targets: &mut [Target]) -> Result<(), Failure> {
    let named = |target: &Target| {
        let part = target.parts.first().filter(|_| target.kind == KIND)?;
        Some(part.values.get("task_definition")?.as_str()?.to_owned())
    };
    let names: BTreeSet<String> = targets.iter().filter_map(named).collect();
    let mut known = session.definitions.lock().unwrap_or_else(PoisonError::into_inner);
    let new: Vec<String> = names.into_iter().filter(|arn| !known.contains_key(arn)).collect();
    let parts = together::each(&new, |arn| definition(session, arn))?;
    known.extend(new.into_iter().zip(parts));
    for target in targets {
        let part = named(target).and_then(|arn| known.get(&arn));
        target.parts.extend(part.cloned());
    }
    Ok(())
}

fn definition(session: &Session, arn: &str) -> Result<Part, Failure> {
    let body = json!({"taskDefinition": arn});
    let answer = session.client.json(&ECS, "DescribeTaskDefinition", &body)?;
    let task = answer.get("taskDefinition").ok_or_else(|| odd("taskDefinition"))?;
    let platform = task.get("runtimePlatform").map(|platform| {
        json!([{
            "cpu_architecture": text(platform, "cpuArchitecture"),
            "operating_system_family": text(platform, "operatingSystemFamily"),
        }])
    });
    let disk = task.get("ephemeralStorage").and_then(|disk| disk.get("sizeInGiB"));
    Ok(Part::new(
        "aws_ecs_task_definition",
        &[
            ("arn", arn.into()),
            ("cpu", text(task, "cpu").into()),
            ("memory", text(task, "memory").into()),
            ("runtime_platform", platform.into()),
            ("ephemeral_storage", disk.map(|size| json!([{"size_in_gib": size}])).into()),
        ],
    ))
}

/// What each of at most ten services is now; of those that are `stopping` it is
/// asked whether their tasks may end.
pub fn observe(
    session: &Session,
    once: &Once,
    stopping: &BTreeSet<String>,
    targets: &[&Target],
) -> Vec<Result<Observed, Failure>> {
    let mut clusters: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for target in targets {
        let cluster = target.detail("cluster").unwrap_or("default");
        clusters.entry(cluster).or_default().push(target.id.clone());
    }
    let mut found: BTreeMap<String, Result<Observed, Failure>> = BTreeMap::new();
    for (cluster, services) in clusters {
        for batch in services.chunks(BATCH) {
            match look(session, once, stopping, cluster, batch) {
                Ok(seen) => {
                    found.extend(
                        seen.into_iter().map(|(id, service)| (id, service.map(Observed::Service))),
                    );
                }
                Err(failure) if failure.code == "ClusterNotFoundException" => {}
                Err(failure) => {
                    found.extend(batch.iter().map(|id| (id.clone(), Err(failure.clone()))));
                }
            }
        }
    }
    targets.iter().map(|t| found.remove(&t.id).unwrap_or(Ok(Observed::Gone))).collect()
}

type Seen = Vec<(String, Result<Service, Failure>)>;

fn look(
    session: &Session,
    once: &Once,
    stopping: &BTreeSet<String>,
    cluster: &str,
    services: &[String],
) -> Result<Seen, Failure> {
    let described = describe(&session.client, cluster, services, &[])?;
    let resource = |service: &Value| {
        let cluster = cluster.rsplit('/').next().unwrap_or(cluster);
        Some(format!("service/{cluster}/{}", text(service, "serviceName")?))
    };
    let resources: Vec<String> = described.iter().filter_map(resource).collect();
    let bounds = scaling::bounds(&session.client, &resources)?;
    let own = cluster.replace(":cluster/", ":service/") + "/";
    let beside = stopping.iter().filter(|id| id.starts_with(&own)).count();
    let mut seen = Vec::new();
    for service in described.iter().filter(|service| text(service, "status") != Some("INACTIVE")) {
        let Some(id) = text(service, "serviceArn") else { continue };
        let one = || {
            let mut one = read(service).ok_or_else(|| odd("task counts"))?;
            let resource = resource(service).ok_or_else(|| odd("serviceName"))?;
            one.target = bounds.get(&resource).copied();
            if stopping.contains(id) && one.running > 0 && one.deploying().is_none() {
                let name = text(service, "serviceName").unwrap_or(id);
                going_on(session, once, cluster, name, service, &mut one)?;
                one.protected = once.protected.of(&session.client, cluster, name, beside)?;
            }
            if one.target.is_some() {
                one.scheduled = once.actions.of(&session.client, &resource)?;
            }
            Ok(one)
        };
        seen.push((id.to_owned(), one()));
    }
    Ok(seen)
}

/// Adds the deployments that a description does not tell. A service that names no
/// deployment of its own has none.
fn going_on(
    session: &Session,
    once: &Once,
    cluster: &str,
    name: &str,
    described: &Value,
    service: &mut Service,
) -> Result<(), Failure> {
    let client = &session.client;
    match service.controller {
        // Between its bounds and its count it is not asked again.
        Controller::Ecs
            if text(described, "currentServiceDeployment").is_some() && !service.is_begun() =>
        {
            service.deployments = deployments::rolling(client, cluster, name)?;
        }
        Controller::CodeDeploy => {
            let cluster = cluster.rsplit('/').next().unwrap_or(cluster);
            service.code_deploy = once.code_deploy.of(client, cluster, name)?;
        }
        Controller::Ecs | Controller::External => {}
    }
    Ok(())
}

/// What a service runs: of the one that serves, where a service has several.
fn revision(service: &Value) -> Option<String> {
    let sets = service.get("taskSets").and_then(Value::as_array).into_iter().flatten();
    let primary = sets.filter(|set| text(set, "status") == Some("PRIMARY"));
    let own = primary.filter_map(|set| text(set, "taskDefinition")).next();
    let arn = own.or_else(|| text(service, "taskDefinition"))?;
    Some(arn.rsplit('/').next().unwrap_or(arn).to_owned())
}

/// A service without its scalable target.
fn read(service: &Value) -> Option<Service> {
    let words = |list: &str, key: &str| -> Vec<String> {
        let items = service.get(list).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(|item| Some(text(item, key)?.to_owned())).collect()
    };
    let controller = service.get("deploymentController").and_then(|c| text(c, "type"));
    Some(Service {
        desired: count(service, "desiredCount")?,
        running: count(service, "runningCount")?,
        pending: count(service, "pendingCount")?,
        daemon: text(service, "schedulingStrategy") == Some("DAEMON"),
        controller: match controller {
            Some("CODE_DEPLOY") => Controller::CodeDeploy,
            Some("EXTERNAL") => Controller::External,
            _ => Controller::Ecs,
        },
        rollouts: rollouts(service),
        task_sets: words("taskSets", "stabilityStatus"),
        revision: revision(service),
        ..Service::default()
    })
}

/// States of deployments. One that is alone, with as many tasks as are wanted,
/// has ended whatever it says.
fn rollouts(service: &Value) -> Vec<String> {
    let all = service.get("deployments").and_then(Value::as_array);
    let all = all.map(Vec::as_slice).unwrap_or_default();
    let whole = count(service, "runningCount") == count(service, "desiredCount");
    if all.len() == 1 && whole && count(service, "pendingCount") == Some(0) {
        return Vec::new();
    }
    all.iter().filter_map(|d| Some(text(d, "rolloutState")?.to_owned())).collect()
}

/// Makes a call of the machine.
pub fn call(session: &Session, target: &Target, call: &Call) -> Result<(), Failure> {
    let cluster = target.detail("cluster").unwrap_or("default");
    match call {
        Call::SetCount { desired } => {
            let body = json!({"cluster": cluster, "service": target.name, "desiredCount": desired});
            session.client.json(&ECS, "UpdateService", &body).map(drop)
        }
        Call::SetBounds { bounds } => {
            let short = cluster.rsplit('/').next().unwrap_or(cluster);
            let resource = format!("service/{short}/{}", target.name);
            scaling::set_bounds(&session.client, &resource, bounds)
        }
        other => Err(super::unfit(target, other)),
    }
}
