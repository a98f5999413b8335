//! What only an audit looks at: load balancers, NAT gateways, addresses and
//! volumes, and whether anybody uses them. Nothing here is ever changed.

use super::endpoint::{BALANCERS, EC2, METRICS, partition};
use super::session::Session;
use super::xml::Node;
use super::{listener, odd, pages};
use crate::offhours::machine::Failure;
use crate::offhours::{Part, State, Target};
use crate::quantity::Number;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::collections::BTreeMap;

/// How long nothing may have gone through something that is called idle.
const DAYS: i64 = 14;
/// What `DescribeTags` and `GetMetricData` take at once.
const TAGGED: usize = 20;
const MEASURED: usize = 100;

fn target(session: &Session, kind: &str, id: String, name: &str, part: Part) -> Target {
    Target {
        id,
        kind: kind.to_owned(),
        account: Some(session.account.clone()),
        region: session.region.clone(),
        name: name.to_owned(),
        state: State::On,
        parts: vec![part],
        ..Target::default()
    }
}

/// The ARN of something of EC2.
fn arn(session: &Session, what: &str, id: &str) -> String {
    let (region, account) = (&session.region, &session.account);
    format!("arn:{}:ec2:{region}:{account}:{what}/{id}", partition(region))
}

/// Its tags, and the name that one of them gives it.
fn named(target: &mut Target, node: &Node) {
    target.tags = node.tags("tagSet");
    if let Some(name) = target.tags.get("Name").filter(|name| !name.is_empty()) {
        target.name.clone_from(name);
    }
}

pub fn gateways(session: &Session) -> Result<Vec<Target>, Failure> {
    let tokens = ["NextToken", "nextToken"];
    let nodes =
        pages::nodes(&session.client, &EC2, "DescribeNatGateways", "natGatewaySet", tokens, &[])?;
    let mut targets = Vec::new();
    for node in nodes.iter().filter(|node| node.get("state") == Some("available")) {
        let id = node.get("natGatewayId").ok_or_else(|| odd("natGatewayId"))?;
        let addresses = node.list("natGatewayAddressSet").iter();
        let address = addresses.filter_map(|a| a.get("allocationId")).next();
        let kind = node.get("connectivityType").unwrap_or("public");
        // An address without an allocation is counted with the gateway.
        let part = Part::new(
            "aws_nat_gateway",
            &[("connectivity_type", kind.into()), ("allocation_id", address.into())],
        );
        let mut one = target(session, "ec2:natgateway", arn(session, "natgateway", id), id, part);
        one.details.insert("gateway".to_owned(), id.into());
        named(&mut one, node);
        targets.push(one);
    }
    let sums = traffic(
        session,
        "AWS/NATGateway",
        "BytesOutToDestination",
        "NatGatewayId",
        &targets,
        |t| t.detail("gateway").map(str::to_owned),
    )?;
    measured(&mut targets, "bytes", &sums);
    Ok(targets)
}

pub fn addresses(session: &Session) -> Result<Vec<Target>, Failure> {
    let answer = session.client.query(&EC2, "DescribeAddresses", &[])?;
    answer.child("addressesSet").ok_or_else(|| odd("addressesSet"))?;
    let mut targets = Vec::new();
    for node in answer.list("addressesSet") {
        let Some(id) = node.get("allocationId") else { continue };
        let (part, name) = (Part::new("aws_eip", &[]), node.get("publicIp").unwrap_or(id));
        let mut one = target(session, "ec2:elastic-ip", arn(session, "elastic-ip", id), name, part);
        one.details.insert("attached".to_owned(), node.get("associationId").is_some().into());
        named(&mut one, node);
        targets.push(one);
    }
    Ok(targets)
}

/// The volumes of an account and region.
#[derive(Debug, Default)]
pub struct Volumes {
    /// Attached to nothing.
    pub free: Vec<Target>,
    /// What the others are priced by, by the instance that they hang on.
    pub attached: BTreeMap<String, Vec<Part>>,
}

pub fn volumes(session: &Session) -> Result<Volumes, Failure> {
    let tokens = ["NextToken", "nextToken"];
    let nodes = pages::nodes(&session.client, &EC2, "DescribeVolumes", "volumeSet", tokens, &[])?;
    let Volumes { mut free, mut attached } = Volumes::default();
    for node in &nodes {
        let id = node.get("volumeId").ok_or_else(|| odd("volumeId"))?;
        let part = Part::new(
            "aws_ebs_volume",
            &[
                ("type", node.get("volumeType").into()),
                ("size", node.number("size").into()),
                ("iops", node.number("iops").into()),
                ("throughput", node.number("throughput").into()),
            ],
        );
        match node.list("attachmentSet").iter().find_map(|a| a.get("instanceId")) {
            Some(instance) => attached.entry(instance.to_owned()).or_default().push(part),
            None => {
                let mut one = target(session, "ec2:volume", arn(session, "volume", id), id, part);
                one.details.insert("attached".to_owned(), false.into());
                named(&mut one, node);
                free.push(one);
            }
        }
    }
    Ok(Volumes { free, attached })
}

pub fn balancers(session: &Session) -> Result<Vec<Target>, Failure> {
    let tokens = ["Marker", "NextMarker"];
    let ask = |action, list| pages::nodes(&session.client, &BALANCERS, action, list, tokens, &[]);
    let mut targets = Vec::new();
    for node in ask("DescribeLoadBalancers", "LoadBalancers")? {
        let id = node.get("LoadBalancerArn").ok_or_else(|| odd("LoadBalancerArn"))?;
        let zones = node.list("AvailabilityZones").iter();
        let subnets: Vec<&str> = zones.filter_map(|zone| zone.get("SubnetId")).collect();
        let kind = node.get("Type").unwrap_or("application");
        let part = Part::new(
            "aws_lb",
            &[
                ("load_balancer_type", kind.into()),
                ("internal", (node.get("Scheme") == Some("internal")).into()),
                ("subnets", json!(subnets)),
            ],
        );
        let name = node.get("LoadBalancerName").unwrap_or(id);
        let mut one =
            target(session, "elasticloadbalancing:loadbalancer", id.to_owned(), name, part);
        one.details.insert("kind".to_owned(), kind.into());
        targets.push(one);
    }
    if targets.is_empty() {
        return Ok(targets);
    }
    let groups = ask("DescribeTargetGroups", "TargetGroups")?;
    let mut registered: BTreeMap<String, usize> =
        targets.iter().map(|target| (target.id.clone(), 0)).collect();
    for group in &groups {
        let Some(own) = group.get("TargetGroupArn") else { continue };
        let parameters = [("TargetGroupArn".to_owned(), own.to_owned())];
        let answer = session.client.query(&BALANCERS, "DescribeTargetHealth", &parameters)?;
        let count = answer.find("TargetHealthDescriptions").map_or(0, |list| list.children.len());
        for balancer in group.list("LoadBalancerArns") {
            *registered.entry(balancer.text.trim().to_owned()).or_default() += count;
        }
    }
    for batch in targets.chunks_mut(TAGGED) {
        let arns: Vec<&str> = batch.iter().map(|target| target.id.as_str()).collect();
        let mut found = listener::tags(session, &arns)?;
        for target in batch {
            target.tags = found.remove(&target.id).unwrap_or_default();
            let count = registered.get(&target.id).copied().unwrap_or(0);
            target.details.insert("targets".to_owned(), count.into());
        }
    }
    let sums =
        traffic(session, "AWS/ApplicationELB", "RequestCount", "LoadBalancer", &targets, |t| {
            let own = t.id.split_once("loadbalancer/")?.1;
            (t.detail("kind") == Some("application")).then(|| own.to_owned())
        })?;
    measured(&mut targets, "requests", &sums);
    Ok(targets)
}

/// Whether anything went through each, by its id; what no number was said of is
/// not in it.
fn traffic(
    session: &Session,
    namespace: &str,
    metric: &str,
    dimension: &str,
    targets: &[Target],
    value: impl Fn(&Target) -> Option<String>,
) -> Result<BTreeMap<String, bool>, Failure> {
    let asked: Vec<(&str, String)> =
        targets.iter().filter_map(|target| Some((target.id.as_str(), value(target)?))).collect();
    let end = session.now();
    let start = end - SignedDuration::from_hours(24 * DAYS);
    let day = |at: Timestamp| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut found = BTreeMap::new();
    for batch in asked.chunks(MEASURED) {
        let mut parameters =
            vec![("StartTime".to_owned(), day(start)), ("EndTime".to_owned(), day(end))];
        for (number, (_, value)) in (1..).zip(batch) {
            let number: usize = number;
            let query = format!("MetricDataQueries.member.{number}");
            let stat = format!("{query}.MetricStat");
            for (key, text) in [
                (format!("{query}.Id"), format!("m{number}")),
                (format!("{stat}.Metric.Namespace"), namespace.to_owned()),
                (format!("{stat}.Metric.MetricName"), metric.to_owned()),
                (format!("{stat}.Metric.Dimensions.member.1.Name"), dimension.to_owned()),
                (format!("{stat}.Metric.Dimensions.member.1.Value"), value.clone()),
                (format!("{stat}.Period"), "86400".to_owned()),
                (format!("{stat}.Stat"), "Sum".to_owned()),
            ] {
                parameters.push((key, text));
            }
        }
        let answer = session.client.query(&METRICS, "GetMetricData", &parameters)?;
        let results = answer.find("MetricDataResults").ok_or_else(|| odd("MetricDataResults"))?;
        for result in &results.children {
            let number: Option<usize> = result.get("Id").and_then(|id| id.get(1..)?.parse().ok());
            let Some((id, _)) = number.and_then(|n| batch.get(n.checked_sub(1)?)) else { continue };
            let values = result.list("Values");
            let any = values.iter().any(|value| {
                Number::parse_scientific(value.text.trim()).is_none_or(|number| !number.is_zero())
            });
            if !values.is_empty() {
                found.insert((*id).to_owned(), any);
            }
        }
    }
    Ok(found)
}

/// Writes down what was measured: that something went through, or nothing.
fn measured(targets: &mut [Target], key: &str, sums: &BTreeMap<String, bool>) {
    for target in targets {
        if let Some(any) = sums.get(&target.id) {
            target.details.insert(key.to_owned(), u8::from(*any).into());
            target.details.insert("measured_days".to_owned(), DAYS.into());
        }
    }
}
