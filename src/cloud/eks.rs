//! Managed node groups of EKS. The only service here that speaks REST.

use super::client::{Method, encoded};
use super::endpoint::EKS;
use super::session::Session;
use super::{elements, odd, text};
use crate::offhours::machine::eks::NodeGroup;
use crate::offhours::machine::{Call, Failure, Observed};
use crate::offhours::{Part, State, Target};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub const KIND: &str = "eks:nodegroup";

pub fn list(session: &Session) -> Result<Vec<Target>, Failure> {
    let mut targets = Vec::new();
    for cluster in names(session, "clusters", "clusters")? {
        let groups = format!("clusters/{}/node-groups", encoded(&cluster));
        for group in names(session, &groups, "nodegroups")? {
            let Some(found) = describe(session, &cluster, &group)? else { continue };
            targets.push(target(session, &cluster, &found).ok_or_else(|| odd("nodegroupArn"))?);
        }
    }
    Ok(targets)
}

/// All names of a list that comes in pages.
fn names(session: &Session, path: &str, key: &str) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    let mut page = path.to_owned();
    loop {
        let answer = session.client.rest(&EKS, Method::GET, &page, &Value::Null)?;
        names.extend(
            elements(&answer, key)?.iter().filter_map(|name| Some(name.as_str()?.to_owned())),
        );
        match answer.get("nextToken").and_then(Value::as_str) {
            Some(token) if !token.is_empty() => {
                page = format!("{path}?nextToken={}", encoded(token))
            }
            _ => return Ok(names),
        }
    }
}

fn describe(session: &Session, cluster: &str, group: &str) -> Result<Option<Value>, Failure> {
    let path = format!("clusters/{}/node-groups/{}", encoded(cluster), encoded(group));
    match session.client.rest(&EKS, Method::GET, &path, &Value::Null) {
        Ok(answer) => answer.get("nodegroup").cloned().map(Some).ok_or_else(|| odd("nodegroup")),
        Err(failure) if failure.code.contains("NotFound") => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn sizes(group: &Value) -> Option<NodeGroup> {
    let scaling = group.get("scalingConfig")?;
    let number = |key: &str| u32::try_from(scaling.get(key)?.as_u64()?).ok();
    Some(NodeGroup {
        status: text(group, "status")?.to_owned(),
        min: number("minSize")?,
        max: number("maxSize")?,
        desired: number("desiredSize")?,
    })
}

fn target(session: &Session, cluster: &str, group: &Value) -> Option<Target> {
    let found = sizes(group)?;
    let tags = group.get("tags").and_then(Value::as_object).into_iter().flatten();
    // What is at zero says nothing of what it comes back as.
    let desired = (found.desired > 0).then_some(found.desired);
    let part = Part::new(
        "aws_eks_node_group",
        &[
            ("instance_types", group.get("instanceTypes").cloned().unwrap_or_default()),
            ("capacity_type", text(group, "capacityType").into()),
            ("disk_size", group.get("diskSize").cloned().unwrap_or_default()),
            ("scaling_config", json!([{"desired_size": desired}])),
        ],
    );
    Some(Target {
        id: text(group, "nodegroupArn")?.to_owned(),
        kind: KIND.to_owned(),
        account: Some(session.account.clone()),
        region: session.region.clone(),
        name: text(group, "nodegroupName")?.to_owned(),
        tags: tags.filter_map(|(k, v)| Some((k.clone(), v.as_str()?.to_owned()))).collect(),
        state: match (found.status.as_str(), found.desired) {
            ("ACTIVE", 0) => State::Off,
            ("ACTIVE", _) => State::On,
            _ => State::Busy,
        },
        details: BTreeMap::from([
            ("cluster".to_owned(), cluster.into()),
            ("desired_count".to_owned(), found.desired.into()),
            ("status".to_owned(), found.status.into()),
        ]),
        parts: vec![part],
        ..Target::default()
    })
}

pub fn observe(session: &Session, targets: &[&Target]) -> Vec<Result<Observed, Failure>> {
    let one = |target: &&Target| {
        let cluster = target.detail("cluster").unwrap_or_default();
        match describe(session, cluster, &target.name)? {
            None => Ok(Observed::Gone),
            Some(group) if text(&group, "status") == Some("DELETING") => Ok(Observed::Gone),
            Some(group) => sizes(&group).map(Observed::Nodes).ok_or_else(|| odd("scalingConfig")),
        }
    };
    targets.iter().map(one).collect()
}

pub fn call(session: &Session, target: &Target, call: &Call) -> Result<(), Failure> {
    let Call::SetGroup { min, max: None, desired } = call else {
        return Err(super::unfit(target, call));
    };
    let cluster = encoded(target.detail("cluster").unwrap_or_default());
    let path = format!("clusters/{cluster}/node-groups/{}/update-config", encoded(&target.name));
    let body = json!({"scalingConfig": {"minSize": min, "desiredSize": desired}});
    session.client.rest(&EKS, Method::POST, &path, &body).map(drop)
}
