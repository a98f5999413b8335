//! Application Auto Scaling of ECS services.

use super::client::Client;
use super::endpoint::SCALING;
use super::whole::Whole;
use super::{odd, pages};
use crate::offhours::machine::{Bounds, Failure, Scheduled, Suspended, When};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const NAMESPACE: &str = "ecs";
const DIMENSION: &str = "ecs:service:DesiredCount";

/// The bounds of services that have some, by `service/CLUSTER/NAME`.
pub fn bounds(client: &Client, resources: &[String]) -> Result<BTreeMap<String, Bounds>, Failure> {
    if resources.is_empty() {
        return Ok(BTreeMap::new());
    }
    let body = json!({
        "ServiceNamespace": NAMESPACE, "ScalableDimension": DIMENSION, "ResourceIds": resources,
    });
    let mut found = BTreeMap::new();
    for target in pages(client, "DescribeScalableTargets", "ScalableTargets", body)? {
        let number = |key: &str| target.get(key)?.as_u64().and_then(|n| u32::try_from(n).ok());
        let state = target.get("SuspendedState");
        let flag = |key: &str| state.and_then(|s| s.get(key)?.as_bool()).unwrap_or(false);
        let one = || {
            let suspended = Suspended {
                scaling_in: flag("DynamicScalingInSuspended"),
                scaling_out: flag("DynamicScalingOutSuspended"),
                scheduled: flag("ScheduledScalingSuspended"),
            };
            let bounds =
                Bounds { min: number("MinCapacity")?, max: number("MaxCapacity")?, suspended };
            Some((target.get("ResourceId")?.as_str()?.to_owned(), bounds))
        };
        let (resource, bounds) = one().ok_or_else(|| odd("capacity"))?;
        found.insert(resource, bounds);
    }
    Ok(found)
}

pub fn set_bounds(client: &Client, resource: &str, bounds: &Bounds) -> Result<(), Failure> {
    let body = json!({
        "ServiceNamespace": NAMESPACE, "ScalableDimension": DIMENSION, "ResourceId": resource,
        "MinCapacity": bounds.min, "MaxCapacity": bounds.max,
        "SuspendedState": {
            "DynamicScalingInSuspended": bounds.suspended.scaling_in,
            "DynamicScalingOutSuspended": bounds.suspended.scaling_out,
            "ScheduledScalingSuspended": bounds.suspended.scheduled,
        },
    });
    client.json(&SCALING, "RegisterScalableTarget", &body).map(drop)
}

fn pages(client: &Client, action: &str, list: &str, body: Value) -> Result<Vec<Value>, Failure> {
    pages::values(client, &SCALING, action, list, "NextToken", body)
}

/// The scheduled actions of an account and region, asked for once a tick and
/// only if a service has bounds: they can only be listed all at once.
#[derive(Debug, Default)]
pub struct Actions(Whole<BTreeMap<String, Vec<Scheduled>>>);

impl Actions {
    pub fn of(&self, client: &Client, resource: &str) -> Result<Vec<Scheduled>, Failure> {
        let all = self.0.get(|| {
            let body = json!({"ServiceNamespace": NAMESPACE, "ScalableDimension": DIMENSION});
            let mut all: BTreeMap<String, Vec<Scheduled>> = BTreeMap::new();
            for action in pages(client, "DescribeScheduledActions", "ScheduledActions", body)? {
                let Some(resource) = action.get("ResourceId").and_then(Value::as_str) else {
                    continue;
                };
                all.entry(resource.to_owned()).or_default().extend(read(&action));
            }
            Ok(all)
        })?;
        Ok(all.get(resource).cloned().unwrap_or_default())
    }
}

fn read(action: &Value) -> Option<Scheduled> {
    let text = |key: &str| Some(action.get(key)?.as_str()?.to_owned());
    let bounds = action.get("ScalableTargetAction");
    let number = |key: &str| u32::try_from(bounds?.get(key)?.as_u64()?).ok();
    // Seconds since 1970 with a fraction, which is of no use.
    let time = |key: &str| {
        let seconds = action.get(key)?.to_string();
        let whole: i64 = seconds.split('.').next()?.parse().ok()?;
        jiff::Timestamp::from_second(whole).ok()
    };
    Some(Scheduled {
        name: text("ScheduledActionName")?,
        when: When::Expression(text("Schedule")?),
        zone: text("Timezone"),
        start: time("StartTime"),
        end: time("EndTime"),
        min: number("MinCapacity"),
        max: number("MaxCapacity"),
        desired: None,
    })
}
