//! The order in which things start; they stop in reverse.

use crate::offhours::target::Target;
use std::collections::HashMap;
use std::sync::Arc;

/// Groups of types that start one after the other: data before what uses it.
const GROUPS: [&[&str]; 3] = [
    &["rds:cluster", "rds:db", "atlas:cluster", "redshift:cluster", "docdb-elastic:cluster"],
    &["ec2:instance", "autoscaling:autoScalingGroup", "eks:nodegroup"],
    &["ecs:service", "apprunner:service", "sagemaker:notebook-instance"],
];

/// The rank of each target: behind all that it depends on, and where it says
/// nothing, by its type. `order` gives the types of a target's policy.
pub(super) fn ranks<'a>(
    targets: &'a [Target],
    order: impl Fn(usize) -> Option<&'a [Arc<str>]>,
) -> Vec<usize> {
    let mut places: HashMap<(Option<&str>, &str), usize> = HashMap::new();
    for (i, target) in targets.iter().enumerate() {
        places.insert((None, &target.id), i);
        places.insert((target.environment.as_deref(), &target.name), i);
    }
    let needs: Vec<Vec<usize>> = targets
        .iter()
        .map(|target| {
            let place = |name: &String| {
                let by_name = places.get(&(target.environment.as_deref(), name.as_str()));
                by_name.or_else(|| places.get(&(None, name.as_str()))).copied()
            };
            target.depends_on.iter().filter_map(place).collect()
        })
        .collect();
    let mut ranks: Vec<usize> = targets
        .iter()
        .enumerate()
        .map(|(i, target)| group(target, order(i).unwrap_or(&[])))
        .collect();
    // Each pass settles one more link of the longest chain; a circle, which the
    // topology refuses, ends with the passes.
    for _ in 0..targets.len() {
        let mut moved = false;
        for (i, needs) in needs.iter().enumerate() {
            let behind = needs.iter().filter_map(|n| ranks.get(*n)).max().map_or(0, |r| r + 1);
            if let Some(rank) = ranks.get_mut(i)
                && *rank < behind
            {
                *rank = behind;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    // A page is the first to be seen and the last to be gone, and so are muted
    // alarms.
    let last = ranks.iter().max().map_or(0, |last| last + 1);
    for (target, rank) in targets.iter().zip(&mut ranks) {
        if target.goes_along() {
            *rank = last;
        }
    }
    ranks
}

fn group(target: &Target, order: &[Arc<str>]) -> usize {
    if let Some(place) = order.iter().position(|kind| **kind == *target.kind) {
        return place;
    }
    let known = GROUPS.iter().position(|group| group.contains(&target.kind.as_str()));
    order.len() + known.unwrap_or(GROUPS.len())
}
