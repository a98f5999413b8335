//! Provisioned Redshift clusters: paused, their nodes are not billed.

use super::endpoint::{REDSHIFT, partition};
use super::session::Session;
use super::xml::Node;
use super::{odd, pages};
use crate::offhours::machine::redshift::Warehouse;
use crate::offhours::machine::{Call, Failure, Observed};
use crate::offhours::{Part, State, Target};
use std::collections::BTreeMap;

pub const KIND: &str = "redshift:cluster";

pub fn list(session: &Session) -> Result<Vec<Target>, Failure> {
    let nodes = clusters(session, None)?;
    nodes.iter().map(|node| target(session, node).ok_or_else(|| odd("ClusterStatus"))).collect()
}

/// All clusters, or one.
fn clusters(session: &Session, name: Option<&str>) -> Result<Vec<Node>, Failure> {
    let one = name.map(|name| ("ClusterIdentifier".to_owned(), name.to_owned()));
    let parameters: Vec<_> = one.into_iter().collect();
    let tokens = ["Marker"; 2];
    pages::nodes(&session.client, &REDSHIFT, "DescribeClusters", "Clusters", tokens, &parameters)
}

fn target(session: &Session, node: &Node) -> Option<Target> {
    let (name, status) = (node.get("ClusterIdentifier")?, node.get("ClusterStatus")?);
    let (region, account) = (&session.region, &session.account);
    let part = Part::new(
        "aws_redshift_cluster",
        &[
            ("node_type", node.get("NodeType").into()),
            ("number_of_nodes", node.number("NumberOfNodes").into()),
        ],
    );
    Some(Target {
        id: format!("arn:{}:redshift:{region}:{account}:cluster:{name}", partition(region)),
        kind: KIND.to_owned(),
        account: Some(account.clone()),
        region: region.clone(),
        name: name.to_owned(),
        tags: node.tags("Tags"),
        state: match status {
            "available" => State::On,
            "paused" => State::Off,
            _ => State::Busy,
        },
        details: BTreeMap::from([("status".to_owned(), status.into())]),
        parts: vec![part],
        ..Target::default()
    })
}

/// What each cluster is now; they are few, and asked for one by one.
pub fn observe(session: &Session, targets: &[&Target]) -> Vec<Result<Observed, Failure>> {
    let one = |target: &&Target| match clusters(session, Some(&target.name)) {
        Ok(nodes) => nodes.first().map_or(Ok(Observed::Gone), |node| {
            let status = node.get("ClusterStatus").ok_or_else(|| odd("ClusterStatus"))?;
            let hsm = node.child("HsmStatus").is_some_and(|hsm| hsm.get("Status").is_some());
            let days = node.number("AutomatedSnapshotRetentionPeriod");
            Ok(Observed::Warehouse(Warehouse {
                status: status.to_owned(),
                hsm,
                snapshot_days: days.ok_or_else(|| odd("AutomatedSnapshotRetentionPeriod"))?,
            }))
        }),
        Err(failure) if failure.code.contains("NotFound") => Ok(Observed::Gone),
        Err(failure) => Err(failure),
    };
    targets.iter().map(one).collect()
}

pub fn call(session: &Session, target: &Target, call: &Call) -> Result<(), Failure> {
    let action = match call {
        Call::Stop => "PauseCluster",
        Call::Start => "ResumeCluster",
        other => return Err(super::unfit(target, other)),
    };
    let parameters = [("ClusterIdentifier".to_owned(), target.name.clone())];
    session.client.query(&REDSHIFT, action, &parameters).map(drop)
}
