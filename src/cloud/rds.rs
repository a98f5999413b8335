//! Databases of the RDS API: instances and clusters, of RDS, Aurora, DocumentDB
//! and Neptune.

use super::client::Client;
use super::endpoint::RDS;
use super::rds_parts as parts;
use super::session::Session;
use super::whole::Whole;
use super::xml::Node;
use super::{numbered, odd, pages, proxies};
use crate::offhours::machine::rds::Database;
use crate::offhours::machine::{Call, Failure, Observed};
use crate::offhours::proxy::PROXY;
use crate::offhours::{CANNOT, State, Target};
use std::collections::{BTreeMap, BTreeSet};

pub const CLUSTER: &str = "rds:cluster";
pub const INSTANCE: &str = "rds:db";

/// One of the two: how it is asked for and how it answers.
struct Form {
    kind: &'static str,
    describe: &'static str,
    list: &'static str,
    id: &'static str,
    arn: &'static str,
    status: &'static str,
    filter: &'static str,
    modify: &'static str,
    stop: &'static str,
    start: &'static str,
    snapshot: &'static str,
    snapshot_id: &'static str,
    snapshots: (&'static str, &'static str),
}

const CLUSTERS: Form = Form {
    kind: CLUSTER,
    describe: "DescribeDBClusters",
    list: "DBClusters",
    id: "DBClusterIdentifier",
    arn: "DBClusterArn",
    status: "Status",
    filter: "db-cluster-id",
    modify: "ModifyDBCluster",
    stop: "StopDBCluster",
    start: "StartDBCluster",
    snapshot: "CreateDBClusterSnapshot",
    snapshot_id: "DBClusterSnapshotIdentifier",
    snapshots: ("DescribeDBClusterSnapshots", "DBClusterSnapshots"),
};

const INSTANCES: Form = Form {
    kind: INSTANCE,
    describe: "DescribeDBInstances",
    list: "DBInstances",
    id: "DBInstanceIdentifier",
    arn: "DBInstanceArn",
    status: "DBInstanceStatus",
    filter: "db-instance-id",
    modify: "ModifyDBInstance",
    stop: "StopDBInstance",
    start: "StartDBInstance",
    snapshot: "CreateDBSnapshot",
    snapshot_id: "DBSnapshotIdentifier",
    snapshots: ("DescribeDBSnapshots", "DBSnapshots"),
};

fn form(kind: &str) -> &'static Form {
    if kind == CLUSTER { &CLUSTERS } else { &INSTANCES }
}

/// Clusters, and instances that are in none: a member goes with its cluster.
pub fn list(session: &Session) -> Result<Vec<Target>, Failure> {
    let mut targets = Vec::new();
    let clusters = pages(&session.client, CLUSTERS.describe, CLUSTERS.list, &[])?;
    let instances = pages(&session.client, INSTANCES.describe, INSTANCES.list, &[])?;
    for node in &clusters {
        let mut one = target(session, &CLUSTERS, node).ok_or_else(|| odd(CLUSTERS.arn))?;
        let members: Vec<&Node> =
            instances.iter().filter(|own| own.get(CLUSTERS.id) == Some(&one.name)).collect();
        one.parts = parts::cluster(node, &members);
        one.details.extend(parts::pause(node, &members));
        targets.push(one);
    }
    for node in instances.iter().filter(|node| node.get(CLUSTERS.id).is_none()) {
        let mut one = target(session, &INSTANCES, node).ok_or_else(|| odd(INSTANCES.arn))?;
        one.parts = vec![parts::instance(node)];
        targets.push(one);
    }
    if !targets.is_empty() {
        let proxies = proxies::all(&session.client)?;
        for one in &mut targets {
            let kind = if one.kind == CLUSTER { CLUSTER } else { INSTANCE };
            let proxy = proxies.get(&(kind, one.name.clone()));
            one.details.extend(proxy.map(|name| (PROXY.to_owned(), name.as_str().into())));
        }
    }
    Ok(targets)
}

/// All elements of a list that comes in pages.
pub(super) fn pages(
    client: &Client,
    action: &str,
    list: &str,
    parameters: &[(String, String)],
) -> Result<Vec<Node>, Failure> {
    pages::nodes(client, &RDS, action, list, ["Marker"; 2], parameters)
}

fn target(session: &Session, form: &Form, node: &Node) -> Option<Target> {
    let status = node.get(form.status)?;
    let mut details = BTreeMap::from([("status".to_owned(), status.into())]);
    let kept = [
        ("engine", "Engine"),
        ("class", "DBInstanceClass"),
        ("backup_window", "PreferredBackupWindow"),
        ("maintenance_window", "PreferredMaintenanceWindow"),
        ("zone", "AvailabilityZone"),
    ];
    for (key, name) in kept {
        details.extend(node.get(name).map(|value| (key.to_owned(), value.into())));
    }
    if let Some(why) = read(form, node)?.cannot() {
        details.insert(CANNOT.to_owned(), why.into());
    }
    Some(Target {
        id: node.get(form.arn)?.to_owned(),
        kind: form.kind.to_owned(),
        account: Some(session.account.clone()),
        region: session.region.clone(),
        name: node.get(form.id)?.to_owned(),
        tags: node.tags("TagList"),
        state: match word(status) {
            "available" => State::On,
            "stopped" => State::Off,
            _ => State::Busy,
        },
        details,
        ..Target::default()
    })
}

/// An emulator answers `started` where AWS says `available`.
fn word(status: &str) -> &str {
    if status == "started" { "available" } else { status }
}

/// What blue/green deployments are about, asked for once a tick and only if a
/// database that runs is about to stop: AWS stops none of them.
#[derive(Debug, Default)]
pub struct BlueGreen(Whole<BTreeSet<String>>);

impl BlueGreen {
    fn has(&self, client: &Client, arn: &str) -> Result<bool, Failure> {
        let all = self.0.get(|| {
            let list = "BlueGreenDeployments";
            let all = pages(client, "DescribeBlueGreenDeployments", list, &[])?;
            let both = |one: &Node| {
                [one.get("Source"), one.get("Target")].map(|arn| arn.map(str::to_owned))
            };
            Ok(all.iter().flat_map(both).flatten().collect())
        })?;
        Ok(all.contains(arn))
    }
}

/// What is asked for beside the description of a database.
pub struct Beside<'a> {
    /// When its newest snapshot was made.
    pub snapshots: bool,
    pub blue_green: &'a BlueGreen,
    /// What is about to stop, by ARN.
    pub stopping: &'a BTreeSet<String>,
}

/// What each of at most ten databases of one kind is now.
pub fn observe(
    session: &Session,
    kind: &str,
    beside: &Beside<'_>,
    targets: &[&Target],
) -> Vec<Result<Observed, Failure>> {
    let form = form(kind);
    let mut parameters = vec![("Filters.Filter.1.Name".to_owned(), form.filter.to_owned())];
    let names = targets.iter().map(|target| &target.name);
    parameters.extend(numbered("Filters.Filter.1.Values.Value", names));
    let nodes = match pages(&session.client, form.describe, form.list, &parameters) {
        Ok(nodes) => nodes,
        // A filter on what is gone: then it is asked for one by one.
        Err(failure) if failure.code.contains("NotFound") && targets.len() > 1 => {
            return targets
                .iter()
                .flat_map(|target| observe(session, kind, beside, &[target]))
                .collect();
        }
        Err(failure) if failure.code.contains("NotFound") => Vec::new(),
        Err(failure) => return targets.iter().map(|_| Err(failure.clone())).collect(),
    };
    let one = |target: &&Target| {
        let Some(node) = nodes.iter().find(|node| node.get(form.id) == Some(&target.name)) else {
            return Ok(Observed::Gone);
        };
        let mut database = read(form, node).ok_or_else(|| odd(form.status))?;
        if beside.snapshots {
            database.snapshot = newest_snapshot(&session.client, form, &target.name)?;
        }
        if database.status == "available" && beside.stopping.contains(&target.id) {
            database.blue_green = beside.blue_green.has(&session.client, &target.id)?;
        }
        Ok(Observed::Database(database))
    };
    targets.iter().map(one).collect()
}

fn read(form: &Form, node: &Node) -> Option<Database> {
    let owned = |name: &str| node.get(name).map(str::to_owned);
    let list = |name: &str| node.list(name).iter().map(|n| n.text.trim().to_owned()).collect();
    let cluster = form.kind == CLUSTER;
    Some(Database {
        status: word(node.get(form.status)?).to_owned(),
        engine: node.get("Engine").unwrap_or("").to_owned(),
        member_of: if cluster { None } else { owned(CLUSTERS.id) },
        replica_of: owned("ReplicationSourceIdentifier")
            .or_else(|| owned("ReadReplicaSourceDBInstanceIdentifier")),
        replicas: if cluster {
            list("ReadReplicaIdentifiers")
        } else {
            list("ReadReplicaDBInstanceIdentifiers")
        },
        global: owned("GlobalClusterIdentifier"),
        multi_az: node.is("MultiAZ"),
        serverless_v1: node.get("EngineMode") == Some("serverless"),
        window: owned("PreferredBackupWindow"),
        automatic_restart: node.get("AutomaticRestartTime").and_then(|at| at.parse().ok()),
        ..Database::default()
    })
}

/// When the newest snapshot that is complete was made.
fn newest_snapshot(
    client: &Client,
    form: &Form,
    name: &str,
) -> Result<Option<jiff::Timestamp>, Failure> {
    let (action, list) = form.snapshots;
    let parameters = [(form.id.to_owned(), name.to_owned())];
    let nodes = pages(client, action, list, &parameters)?;
    let complete = nodes.iter().filter(|node| node.get("Status") == Some("available"));
    Ok(complete.filter_map(|node| node.get("SnapshotCreateTime")?.parse().ok()).max())
}

/// Makes a call of the machine; `now` names a snapshot.
pub fn call(
    session: &Session,
    target: &Target,
    call: &Call,
    now: jiff::Timestamp,
) -> Result<(), Failure> {
    let form = form(&target.kind);
    let id = (form.id.to_owned(), target.name.clone());
    let (action, parameters) = match call {
        Call::Stop => (form.stop, vec![id]),
        Call::Start => (form.start, vec![id]),
        Call::MoveWindow { to } => {
            (form.modify, vec![id, ("PreferredBackupWindow".to_owned(), to.clone())])
        }
        Call::Snapshot => {
            let name = format!("kanjo-{}-{}", target.name, now.as_second());
            (form.snapshot, vec![id, (form.snapshot_id.to_owned(), name)])
        }
        other => return Err(super::unfit(target, other)),
    };
    session.client.query(&RDS, action, &parameters).map(drop)
}
