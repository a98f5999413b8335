//! Auto Scaling groups. The Tagging API does not know them; they bring their tags.

use super::client::Client;
use super::endpoint::ASG;
use super::session::Session;
use super::whole::Whole;
use super::xml::Node;
use super::{numbered, odd, pages};
use crate::offhours::machine::asg::Group;
use crate::offhours::machine::{Call, Failure, Observed, Scheduled, When};
use crate::offhours::{Part, State, Target};
use std::collections::{BTreeMap, BTreeSet};

pub const KIND: &str = "autoscaling:autoScalingGroup";
/// The states of an instance refresh that has not ended.
const REFRESHING: [&str; 5] =
    ["Pending", "InProgress", "Baking", "Cancelling", "RollbackInProgress"];

pub fn list(session: &Session) -> Result<Vec<Target>, Failure> {
    let nodes = pages(&session.client, "DescribeAutoScalingGroups", "AutoScalingGroups", &[])?;
    let one = |node: &Node| target(session, node).ok_or_else(|| odd("AutoScalingGroupARN"));
    nodes.iter().map(one).collect()
}

fn pages(
    client: &Client,
    action: &str,
    list: &str,
    parameters: &[(String, String)],
) -> Result<Vec<Node>, Failure> {
    pages::nodes(client, &ASG, action, list, ["NextToken"; 2], parameters)
}

fn target(session: &Session, node: &Node) -> Option<Target> {
    let (desired, instances) = (node.number("DesiredCapacity")?, node.list("Instances").len());
    Some(Target {
        id: node.get("AutoScalingGroupARN")?.to_owned(),
        kind: KIND.to_owned(),
        account: Some(session.account.clone()),
        region: session.region.clone(),
        name: node.get("AutoScalingGroupName")?.to_owned(),
        tags: node.tags("Tags"),
        state: match (desired, instances) {
            (0, 0) => State::Off,
            (0, _) => State::Busy,
            _ => State::On,
        },
        details: BTreeMap::from([
            ("desired_count".to_owned(), desired.into()),
            ("zones".to_owned(), zones(node)),
        ]),
        parts: part(node, desired).into_iter().collect(),
        ..Target::default()
    })
}

/// How many of its instances are in which of its zones.
fn zones(node: &Node) -> serde_json::Value {
    let own = node.list("AvailabilityZones").iter().map(|zone| zone.text.trim());
    let mut zones: BTreeMap<&str, u32> = own.map(|zone| (zone, 0)).collect();
    for zone in node.list("Instances").iter().filter_map(|i| i.get("AvailabilityZone")) {
        *zones.entry(zone).or_default() += 1;
    }
    serde_json::json!(zones)
}

/// What it is priced by: as many of its first instance's type as it wants. At
/// zero nothing says what it comes back as.
fn part(node: &Node, desired: u32) -> Option<Part> {
    let kind = node.list("Instances").iter().find_map(|one| one.get("InstanceType"))?;
    let values = [("instance_type", kind.into()), ("instances", desired.into())];
    (desired > 0).then(|| Part::new("aws.asg", &values))
}

/// The scheduled actions of all groups, asked for once a tick.
#[derive(Debug, Default)]
pub struct Actions(Whole<BTreeMap<String, Vec<Scheduled>>>);

impl Actions {
    fn of(&self, client: &Client, group: &str) -> Result<Vec<Scheduled>, Failure> {
        let all = self.0.get(|| {
            let list = "ScheduledUpdateGroupActions";
            let mut all: BTreeMap<String, Vec<Scheduled>> = BTreeMap::new();
            for node in pages(client, "DescribeScheduledActions", list, &[])? {
                let Some(group) = node.get("AutoScalingGroupName") else { continue };
                all.entry(group.to_owned()).or_default().extend(action(&node));
            }
            Ok(all)
        })?;
        Ok(all.get(group).cloned().unwrap_or_default())
    }
}

fn action(node: &Node) -> Option<Scheduled> {
    let time = |key: &str| node.get(key)?.parse().ok();
    let recurrence = node.get("Recurrence").map(|text| When::Recurrence(text.to_owned()));
    Some(Scheduled {
        name: node.get("ScheduledActionName")?.to_owned(),
        when: recurrence.unwrap_or(When::Once),
        zone: node.get("TimeZone").map(str::to_owned),
        start: time("StartTime"),
        end: time("EndTime"),
        min: node.number("MinSize"),
        max: node.number("MaxSize"),
        desired: node.number("DesiredCapacity"),
    })
}

/// What each of the groups is now; of those that are `stopping` it is asked whether
/// their instances are being replaced.
pub fn observe(
    session: &Session,
    actions: &Actions,
    stopping: &BTreeSet<String>,
    targets: &[&Target],
) -> Vec<Result<Observed, Failure>> {
    let names = targets.iter().map(|target| &target.name);
    let names = numbered("AutoScalingGroupNames.member", names);
    let list = "AutoScalingGroups";
    let nodes = match pages(&session.client, "DescribeAutoScalingGroups", list, &names) {
        Ok(nodes) => nodes,
        Err(failure) => return targets.iter().map(|_| Err(failure.clone())).collect(),
    };
    let one = |target: &&Target| {
        let same = |node: &&Node| node.get("AutoScalingGroupName") == Some(&target.name);
        let Some(node) = nodes.iter().find(same) else { return Ok(Observed::Gone) };
        // It has a status only while it is being deleted.
        if node.get("Status").is_some() {
            return Ok(Observed::Gone);
        }
        let mut group = read(node).ok_or_else(|| odd("group sizes"))?;
        group.scheduled = actions.of(&session.client, &target.name)?;
        if stopping.contains(&target.id) && group.instances > 0 {
            group.refresh = refresh(&session.client, &target.name)?;
        }
        Ok(Observed::Group(group))
    };
    targets.iter().map(one).collect()
}

/// The status of the instance refresh that goes on: a group has one at a time.
fn refresh(client: &Client, group: &str) -> Result<Option<String>, Failure> {
    let own = [("AutoScalingGroupName".to_owned(), group.to_owned())];
    let all = pages(client, "DescribeInstanceRefreshes", "InstanceRefreshes", &own)?;
    let mut all = all.iter().filter_map(|node| node.get("Status"));
    Ok(all.find(|status| REFRESHING.contains(status)).map(str::to_owned))
}

fn read(node: &Node) -> Option<Group> {
    let instances = node.list("Instances");
    let serves = |node: &&Node| node.get("LifecycleState") == Some("InService");
    let suspended = node.list("SuspendedProcesses").iter();
    Some(Group {
        min: node.number("MinSize")?,
        max: node.number("MaxSize")?,
        desired: node.number("DesiredCapacity")?,
        instances: u32::try_from(instances.len()).ok()?,
        in_service: u32::try_from(instances.iter().filter(serves).count()).ok()?,
        suspended: suspended.filter_map(|p| Some(p.get("ProcessName")?.to_owned())).collect(),
        refresh: None,
        scheduled: Vec::new(),
    })
}

/// Makes a call of the machine.
pub fn call(session: &Session, target: &Target, call: &Call) -> Result<(), Failure> {
    let mut parameters = vec![("AutoScalingGroupName".to_owned(), target.name.clone())];
    let mut processes = |set: &BTreeSet<String>| {
        parameters.extend(numbered("ScalingProcesses.member", set));
    };
    let action = match call {
        Call::SuspendProcesses { processes: set } => {
            processes(set);
            "SuspendProcesses"
        }
        Call::ResumeProcesses { processes: set } => {
            processes(set);
            "ResumeProcesses"
        }
        Call::SetGroup { min, max, desired } => {
            parameters.push(("MinSize".to_owned(), min.to_string()));
            parameters.extend(max.map(|max| ("MaxSize".to_owned(), max.to_string())));
            parameters.push(("DesiredCapacity".to_owned(), desired.to_string()));
            "UpdateAutoScalingGroup"
        }
        other => return Err(super::unfit(target, other)),
    };
    session.client.query(&ASG, action, &parameters).map(drop)
}
