//! CloudWatch alarms, and which resource each of them watches.

use super::endpoint::METRICS;
use super::pages;
use super::session::Session;
use super::whole::Whole;
use super::xml::Node;
use crate::offhours::alarms::watched;
use crate::offhours::machine::alarms::Alarms;
use crate::offhours::machine::{Call, Failure, Observed};
use crate::offhours::{State, Target, alarms};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Of a policy of Application Auto Scaling, which minds them itself.
const OWNED: &str = "TargetTracking-";

/// One alarm: its name, whether it acts, and the values of its dimensions.
#[derive(Clone, Debug)]
struct Alarm {
    name: String,
    enabled: bool,
    dimensions: BTreeMap<String, String>,
}

/// All alarms of an account and region, asked for once a tick.
#[derive(Debug, Default)]
pub struct Known(Whole<Vec<Alarm>>);

impl Known {
    fn all(&self, session: &Session) -> Result<Arc<Vec<Alarm>>, Failure> {
        self.0.get(|| {
            let kinds = super::numbered("AlarmTypes.member", ["MetricAlarm"]);
            let (action, list, tokens) = ("DescribeAlarms", "MetricAlarms", ["NextToken"; 2]);
            let nodes = pages::nodes(&session.client, &METRICS, action, list, tokens, &kinds)?;
            Ok(nodes.iter().filter_map(read).collect())
        })
    }
}

fn read(node: &Node) -> Option<Alarm> {
    let name = node.get("AlarmName").filter(|name| !name.starts_with(OWNED))?.to_owned();
    let one = |d: &Node| Some((d.get("Name")?.to_owned(), d.get("Value")?.to_owned()));
    let dimensions = node.list("Dimensions").iter().filter_map(one).collect();
    Some(Alarm { name, enabled: node.is("ActionsEnabled"), dimensions })
}

/// The dimensions by which metrics name a resource.
fn named(target: &Target) -> Vec<(&'static str, &str)> {
    let name = target.name.as_str();
    match target.kind.as_str() {
        super::ecs::KIND => {
            let cluster = target.detail("cluster").unwrap_or("default");
            let cluster = cluster.rsplit('/').next().unwrap_or(cluster);
            vec![("ServiceName", name), ("ClusterName", cluster)]
        }
        super::rds::INSTANCE => vec![("DBInstanceIdentifier", name)],
        super::rds::CLUSTER => vec![("DBClusterIdentifier", name)],
        super::ec2::KIND => {
            target.detail("instance").map(|id| ("InstanceId", id)).into_iter().collect()
        }
        super::asg::KIND => vec![("AutoScalingGroupName", name)],
        super::redshift::KIND => vec![("ClusterIdentifier", name)],
        _ => Vec::new(),
    }
}

fn watching(all: &[Alarm], target: &Target) -> Alarms {
    let named = named(target);
    let mut found = Alarms::default();
    let has = |alarm: &&Alarm| {
        let same = |(key, value): &(&str, &str)| {
            alarm.dimensions.get(*key).is_some_and(|own| own == value)
        };
        !named.is_empty() && named.iter().all(same)
    };
    for alarm in all.iter().filter(has) {
        let set = if alarm.enabled { &mut found.enabled } else { &mut found.muted };
        set.insert(alarm.name.clone());
    }
    found
}

/// The alarms of each of these resources that has some.
pub fn list(session: &Session, known: &Known, targets: &[Target]) -> Result<Vec<Target>, Failure> {
    let all = known.all(session)?;
    let one = |target: &Target| {
        let found = watching(&all, target);
        let state = match (found.enabled.is_empty(), found.muted.is_empty()) {
            (true, true) => return None,
            (true, false) => State::Off,
            _ => State::On,
        };
        Some(alarms::of(target, state))
    };
    Ok(targets.iter().filter_map(one).collect())
}

/// What each of these is now; `resources` are what they watch.
pub fn observe(
    session: &Session,
    known: &Known,
    resources: &BTreeMap<String, Target>,
    targets: &[&Target],
) -> Vec<Result<Observed, Failure>> {
    let all = match known.all(session) {
        Ok(all) => all,
        Err(failure) => return targets.iter().map(|_| Err(failure.clone())).collect(),
    };
    let one = |target: &&Target| {
        let resource = watched(&target.id).and_then(|id| resources.get(id));
        // Nothing is left that says which they are: all names are compared.
        let found = resource.map_or_else(|| by_name(&all), |resource| watching(&all, resource));
        Ok(Observed::Alarms(found))
    };
    targets.iter().map(one).collect()
}

fn by_name(all: &[Alarm]) -> Alarms {
    let muted = all.iter().filter(|alarm| !alarm.enabled).map(|alarm| alarm.name.clone());
    Alarms { enabled: BTreeSet::new(), muted: muted.collect() }
}

/// Makes a call of the machine.
pub fn call(session: &Session, target: &Target, call: &Call) -> Result<(), Failure> {
    let (action, names) = match call {
        Call::MuteAlarms { names } => ("DisableAlarmActions", names),
        Call::UnmuteAlarms { names } => ("EnableAlarmActions", names),
        other => return Err(super::unfit(target, other)),
    };
    let parameters = super::numbered("AlarmNames.member", names);
    session.client.query(&METRICS, action, &parameters).map(drop)
}
