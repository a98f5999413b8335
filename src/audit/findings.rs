//! What stands out in an inventory, from what its details say: things that
//! nobody uses, two zones outside production, instances in one zone.
//!
//! A detail that is not there says nothing: what was not measured is not idle.

use super::{Because, Finding, Priced, Rule};
use crate::offhours::Target;
use crate::quantity::Number;
use std::collections::BTreeMap;

/// Which detail says that a target of a type is idle.
const IDLE: [(&str, &str); 5] = [
    ("elasticloadbalancing:loadbalancer", "targets"),
    ("elasticloadbalancing:loadbalancer", "requests"),
    ("ec2:natgateway", "bytes"),
    ("ec2:elastic-ip", "attached"),
    ("ec2:volume", "attached"),
];

/// A detail that is 0 or false.
fn is_nothing(target: &Target, key: &str) -> bool {
    let Some(value) = target.details.get(key) else { return false };
    value.as_bool() == Some(false) || value.as_u64() == Some(0)
}

/// A target that nobody uses; its whole cost goes with it.
pub(super) fn idle(at: usize, target: &Target, priced: &Priced) -> Option<Finding> {
    let (_, key) =
        IDLE.iter().find(|(kind, key)| target.kind == *kind && is_nothing(target, key))?;
    let days = target.details.get("measured_days").and_then(serde_json::Value::as_u64);
    let because = match *key {
        "targets" => Because::NoTargets,
        "attached" => Because::Unattached,
        _ => Because::NoTraffic { days },
    };
    let monthly = priced.monthly;
    Some(Finding { rule: Rule::Idle, target: at, because, monthly, saves: monthly })
}

/// A database in two zones that is not production.
pub(super) fn multi_az(at: usize, target: &Target, priced: &Priced) -> Option<Finding> {
    let two = |values: &BTreeMap<String, serde_json::Value>| {
        values.get("multi_az").and_then(serde_json::Value::as_bool) == Some(true)
    };
    let found = target.parts.iter().any(|part| two(&part.values)) || two(&target.details);
    found.then_some(Finding {
        rule: Rule::MultiAz,
        target: at,
        because: Because::SecondZone,
        monthly: priced.monthly,
        saves: None,
    })
}

/// How many instances of a target are in which zone.
fn zones(target: &Target) -> BTreeMap<&str, u64> {
    let listed = target.details.get("zones").and_then(serde_json::Value::as_object);
    let listed = listed.into_iter().flatten();
    let mut zones: BTreeMap<&str, u64> =
        listed.filter_map(|(zone, count)| Some((zone.as_str(), count.as_u64()?))).collect();
    if let (true, Some(zone)) = (zones.is_empty(), target.detail("zone")) {
        zones.insert(zone, 1);
    }
    zones
}

/// Zones of one account and region together: instances that are not shared
/// evenly, and a database that most of them reach through another zone.
pub(super) fn unbalanced(targets: &[&Target], places: &[usize]) -> Vec<Finding> {
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    let compute = ["ec2:instance", "autoscaling:autoScalingGroup", "ecs:service"];
    for target in targets.iter().filter(|target| compute.contains(&target.kind.as_str())) {
        for (zone, count) in zones(target) {
            *sums.entry(zone).or_default() += count;
        }
    }
    let total: u64 = sums.values().sum();
    let mut found = Vec::new();
    let listed = |sums: &BTreeMap<&str, u64>| -> Vec<(String, u64)> {
        sums.iter().map(|(zone, count)| ((*zone).to_owned(), *count)).collect()
    };
    for (target, at) in targets.iter().zip(places) {
        let own = zones(target);
        let finding = |because| Finding {
            rule: Rule::UnbalancedZones,
            target: *at,
            because,
            monthly: None,
            // How much goes between zones is not said by an inventory.
            saves: None,
        };
        if compute.contains(&target.kind.as_str()) {
            let (most, least) = (own.values().max(), own.values().min());
            if let (Some(most), Some(least)) = (most, least)
                && most - least > 1
            {
                found.push(finding(Because::Zones(listed(&own))));
            }
        } else if target.kind == "rds:db"
            && let Some(zone) = target.detail("zone")
            && total > 0
        {
            let near = sums.get(zone).copied().unwrap_or(0);
            if near * 2 < total {
                let zone = zone.to_owned();
                found.push(finding(Because::FarDatabase { zone, instances: listed(&sums) }));
            }
        }
    }
    found
}

/// The sum of what findings would save, each resource counted once.
pub(super) fn saved(findings: &[Finding]) -> Option<Number> {
    let mut each: BTreeMap<usize, Number> = BTreeMap::new();
    // What is blocked is in what a window would save already.
    for finding in findings.iter().filter(|finding| finding.rule != Rule::Blocked) {
        each.extend(finding.saves.map(|saves| (finding.target, saves)));
    }
    crate::quantity::sum(each.into_values())
}
