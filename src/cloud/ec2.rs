//! EC2 instances that no Auto Scaling group has made.

use super::endpoint::{EC2, partition};
use super::session::Session;
use super::xml::Node;
use super::{numbered, odd, pages};
use crate::offhours::machine::ec2::Instance;
use crate::offhours::machine::{Call, Failure, Observed};
use crate::offhours::{Part, State, Target};
use std::collections::BTreeMap;

pub const KIND: &str = "ec2:instance";
/// The tag by which a group marks its own.
const GROUP: &str = "aws:autoscaling:groupName";

/// Every instance that is not in a group and not terminated.
pub fn list(session: &Session) -> Result<Vec<Target>, Failure> {
    let states = ["pending", "running", "stopping", "stopped"].map(str::to_owned);
    let nodes = instances(session, "instance-state-name", &states)?;
    Ok(nodes.iter().filter_map(|node| target(session, node)).collect())
}

/// The instances that a filter lets through.
fn instances(session: &Session, filter: &str, values: &[String]) -> Result<Vec<Node>, Failure> {
    let mut parameters = vec![("Filter.1.Name".to_owned(), filter.to_owned())];
    parameters.extend(numbered("Filter.1.Value", values));
    let (list, tokens) = ("reservationSet", ["NextToken", "nextToken"]);
    let client = &session.client;
    let reservations = pages::nodes(client, &EC2, "DescribeInstances", list, tokens, &parameters)?;
    Ok(reservations.iter().flat_map(|r| r.list("instancesSet")).cloned().collect())
}

fn status(node: &Node) -> Option<&str> {
    node.child("instanceState")?.get("name")
}

fn target(session: &Session, node: &Node) -> Option<Target> {
    let tags = node.tags("tagSet");
    if tags.contains_key(GROUP) {
        return None;
    }
    let (id, status) = (node.get("instanceId")?, status(node)?);
    let (region, account) = (&session.region, &session.account);
    let detail = |key: &str, value: &str| (key.to_owned(), value.into());
    Some(Target {
        id: format!("arn:{}:ec2:{region}:{account}:instance/{id}", partition(region)),
        kind: KIND.to_owned(),
        account: Some(account.clone()),
        region: region.clone(),
        name: tags
            .get("Name")
            .filter(|name| !name.is_empty())
            .map_or(id, String::as_str)
            .to_owned(),
        state: match status {
            "running" => State::On,
            "stopped" => State::Off,
            _ => State::Busy,
        },
        details: BTreeMap::from([
            detail("class", node.get("instanceType").unwrap_or("")),
            detail("instance", id),
            detail("status", status),
            detail(
                "zone",
                node.child("placement").and_then(|p| p.get("availabilityZone")).unwrap_or(""),
            ),
        ]),
        parts: vec![part(node)],
        tags,
        ..Target::default()
    })
}

/// What it is priced by, without its volumes.
fn part(node: &Node) -> Part {
    let kind = node.get("instanceType");
    if node.get("instanceLifecycle").is_some() {
        let market = serde_json::json!([{"market_type": "spot"}]);
        return Part::new(
            "aws_instance",
            &[("instance_type", kind.into()), ("instance_market_options", market)],
        );
    }
    let windows = node.get("platform") == Some("windows");
    let own = |face: &Node| face.child("association")?.get("ipOwnerId").map(|id| id == "amazon");
    let faces = node.list("networkInterfaceSet");
    Part::new(
        "aws.ec2",
        &[
            ("instance_type", kind.into()),
            ("os", if windows { "windows" } else { "linux" }.into()),
            // An address of the account's own is listed by itself.
            ("public_ip", faces.iter().any(|face| own(face) == Some(true)).into()),
            (
                "detailed_monitoring",
                node.child("monitoring").is_some_and(|m| m.get("state") == Some("enabled")).into(),
            ),
        ],
    )
}

/// The last part of its ARN.
fn instance(target: &Target) -> String {
    target.id.rsplit('/').next().unwrap_or(&target.id).to_owned()
}

/// What each of the instances is now. A filter is no error for one that is gone.
pub fn observe(session: &Session, targets: &[&Target]) -> Vec<Result<Observed, Failure>> {
    let ids: Vec<String> = targets.iter().map(|target| instance(target)).collect();
    let nodes = match instances(session, "instance-id", &ids) {
        Ok(nodes) => nodes,
        Err(failure) => return targets.iter().map(|_| Err(failure.clone())).collect(),
    };
    let one = |id: &String| {
        let Some(node) = nodes.iter().find(|node| node.get("instanceId") == Some(id)) else {
            return Ok(Observed::Gone);
        };
        let status = status(node).ok_or_else(|| odd("instanceState"))?;
        if matches!(status, "terminated" | "shutting-down") {
            return Ok(Observed::Gone);
        }
        Ok(Observed::Instance(Instance {
            status: status.to_owned(),
            group: node.tags("tagSet").get(GROUP).cloned(),
            // Whether the request is persistent is not said here: spot is left alone.
            spot_one_time: node.get("instanceLifecycle") == Some("spot"),
            instance_store: node.get("rootDeviceType") == Some("instance-store"),
            can_hibernate: node.child("hibernationOptions").is_some_and(|o| o.is("configured")),
        }))
    };
    ids.iter().map(one).collect()
}

/// Makes a call of the machine.
pub fn call(session: &Session, target: &Target, call: &Call) -> Result<(), Failure> {
    let mut parameters = vec![("InstanceId.1".to_owned(), instance(target))];
    let action = match call {
        Call::Start => "StartInstances",
        Call::Stop => "StopInstances",
        Call::StopHibernated => {
            parameters.push(("Hibernate".to_owned(), "true".to_owned()));
            "StopInstances"
        }
        other => return Err(super::unfit(target, other)),
    };
    session.client.query(&EC2, action, &parameters).map(drop)
}
