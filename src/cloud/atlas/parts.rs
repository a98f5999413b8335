//! What a cluster of Atlas is made of, in the words of Atlas's Terraform provider,
//! which the catalogue reads.
//!
//! What is paused is priced as it runs: a plan asks what its hours cost.

use crate::cloud::text;
use crate::offhours::Part;
use serde_json::{Map, Value, json};

/// The nodes that a region of a shard may have.
const NODES: [(&str, &str); 3] = [
    ("electableSpecs", "electable_specs"),
    ("readOnlySpecs", "read_only_specs"),
    ("analyticsSpecs", "analytics_specs"),
];

/// Where a Flex cluster says what it is.
const FLEX: &str = "providerSettings";

/// The elements of a list; none if there is none.
fn list<'a>(found: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    found.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn shards(found: &Value) -> impl Iterator<Item = &Value> {
    list(found, "replicationSpecs")
}

/// The regions of a shard.
fn configs(shard: &Value) -> impl Iterator<Item = &Value> {
    list(shard, "regionConfigs")
}

/// The regions of all shards.
fn regions(found: &Value) -> impl Iterator<Item = &Value> {
    shards(found).flat_map(configs)
}

/// The sizes of its nodes, each once: of the elected ones first.
pub(super) fn tiers(found: &Value) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let flex = found.get(FLEX).map(|_| "FLEX");
    let nodes = NODES.iter().flat_map(|(key, _)| regions(found).filter_map(|r| r.get(*key)));
    for size in nodes.filter_map(|nodes| text(nodes, "instanceSize")).chain(flex) {
        if all.iter().all(|known| known != size) {
            all.push(size.to_owned());
        }
    }
    all
}

/// Where most of it is elected, in AWS's words if it is there.
pub(super) fn region(found: &Value) -> String {
    let priority = |region: &&Value| region.get("priority").and_then(Value::as_u64);
    // Of two that are equal the first.
    let first = regions(found).min_by_key(|region| std::cmp::Reverse(priority(region)));
    let Some(own) = first.or_else(|| found.get(FLEX)) else { return String::new() };
    let provider = text(own, "backingProviderName").or_else(|| text(own, "providerName"));
    let name = text(own, "regionName").unwrap_or_default();
    match provider {
        Some("AWS") => name.to_lowercase().replace('_', "-"),
        _ => name.to_owned(),
    }
}

/// The part that the catalogue prices.
pub(super) fn part(found: &Value) -> Part {
    if found.get(FLEX).is_some() {
        return Part::new("mongodbatlas_flex_cluster", &[]);
    }
    let of = |key: &str| found.get(key).cloned().unwrap_or_default();
    let shard = |shard: &Value| {
        let all = configs(shard).map(region_config);
        json!({"region_configs": all.collect::<Vec<_>>()})
    };
    let shards: Vec<Value> = shards(found).map(shard).collect();
    Part::new(
        "mongodbatlas_advanced_cluster",
        &[
            ("replication_specs", shards.into()),
            ("backup_enabled", of("backupEnabled")),
            ("pit_enabled", of("pitEnabled")),
        ],
    )
}

fn region_config(found: &Value) -> Value {
    let mut own = Map::new();
    let of = |from: &Value, key: &str| from.get(key).cloned().unwrap_or_default();
    own.insert("provider_name".to_owned(), of(found, "providerName"));
    own.insert("region_name".to_owned(), of(found, "regionName"));
    for (key, name) in NODES {
        let nodes = found.get(key).filter(|nodes| nodes.is_object());
        let nodes = nodes.map(|nodes| {
            json!({
                "instance_size": of(nodes, "instanceSize"),
                "node_count": of(nodes, "nodeCount"),
                "disk_size_gb": of(nodes, "diskSizeGB"),
            })
        });
        own.insert(name.to_owned(), nodes.unwrap_or_default());
    }
    let compute = found.get("autoScaling").and_then(|scaling| scaling.get("compute"));
    let compute = compute.map(|compute| {
        json!({
            "compute_enabled": of(compute, "enabled"),
            "compute_max_instance_size": of(compute, "maxInstanceSize"),
        })
    });
    own.insert("auto_scaling".to_owned(), compute.unwrap_or_default());
    Value::Object(own)
}
