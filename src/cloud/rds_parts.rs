//! What a database is priced by, in the words of Terraform's provider.

use super::xml::Node;
use crate::offhours::Part;
use crate::offhours::serverless::{ENGINE_VERSION, GLOBAL, MINIMUM, REPLICATES};
use serde_json::{Value, json};

/// A number that may have a fraction, as JSON has it; null if it is none.
fn decimal(node: &Node, name: &str) -> Value {
    node.get(name).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

pub(super) fn instance(node: &Node) -> Part {
    Part::new(
        "aws_db_instance",
        &[
            ("engine", node.get("Engine").into()),
            ("instance_class", node.get("DBInstanceClass").into()),
            ("multi_az", node.is("MultiAZ").into()),
            ("storage_type", node.get("StorageType").into()),
            ("allocated_storage", node.number("AllocatedStorage").into()),
            ("iops", node.number("Iops").into()),
            ("storage_throughput", node.number("StorageThroughput").into()),
        ],
    )
}

/// A cluster and its members; DocumentDB and Neptune are of the same family.
pub(super) fn cluster(node: &Node, members: &[&Node]) -> Vec<Part> {
    let engine = node.get("Engine").unwrap_or("");
    let (own, member) = match engine {
        "docdb" => ("aws_docdb_cluster", "aws_docdb_cluster_instance"),
        "neptune" => ("aws_neptune_cluster", "aws_neptune_cluster_instance"),
        _ => ("aws_rds_cluster", "aws_rds_cluster_instance"),
    };
    let name = node.get("DBClusterIdentifier");
    let scaling = node.child("ServerlessV2ScalingConfiguration").map(|scaling| {
        json!([{
            "min_capacity": decimal(scaling, "MinCapacity"),
            "max_capacity": decimal(scaling, "MaxCapacity"),
        }])
    });
    let cluster = Part::new(
        own,
        &[
            ("cluster_identifier", name.into()),
            ("engine", engine.into()),
            ("engine_mode", node.get("EngineMode").into()),
            ("storage_type", node.get("StorageType").into()),
            ("serverlessv2_scaling_configuration", scaling.into()),
        ],
    );
    let members = members.iter().map(|instance| {
        Part::new(
            member,
            &[
                ("cluster_identifier", name.into()),
                ("engine", engine.into()),
                ("instance_class", instance.get("DBInstanceClass").into()),
            ],
        )
    });
    [cluster].into_iter().chain(members).collect()
}

/// Of a cluster of Serverless v2, what decides whether it pauses by itself: its
/// least capacity, and what keeps it from it.
pub(super) fn pause(node: &Node, members: &[&Node]) -> Vec<(String, Value)> {
    let Some(minimum) = minimum(node, members) else { return Vec::new() };
    let replicates = node.get("ReplicationSourceIdentifier").is_some()
        || !node.list("ReadReplicaIdentifiers").is_empty();
    let stated = [
        (MINIMUM, Some(minimum)),
        (ENGINE_VERSION, node.get("EngineVersion").map(Value::from)),
        (GLOBAL, node.get("GlobalClusterIdentifier").map(Value::from)),
        (REPLICATES, replicates.then(|| true.into())),
    ];
    stated.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

fn minimum(node: &Node, members: &[&Node]) -> Option<Value> {
    let serverless = |member: &&Node| member.get("DBInstanceClass") == Some("db.serverless");
    let scaling = node.child("ServerlessV2ScalingConfiguration")?;
    let all = !members.is_empty() && members.iter().all(serverless);
    all.then(|| decimal(scaling, "MinCapacity"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_priced_with_their_cluster_in_the_words_of_its_engine() {
        let node = |text: &str| Node::parse(text).expect("a document");
        let member = node("<M><DBInstanceClass>db.serverless</DBInstanceClass></M>");
        let of = |engine: &str| {
            let cluster = node(&format!(
                "<C><DBClusterIdentifier>c</DBClusterIdentifier><Engine>{engine}</Engine>\
                 <ServerlessV2ScalingConfiguration><MinCapacity>0.5</MinCapacity>\
                 <MaxCapacity>16.0</MaxCapacity></ServerlessV2ScalingConfiguration></C>"
            ));
            let kinds: Vec<String> =
                super::cluster(&cluster, &[&member]).into_iter().map(|part| part.kind).collect();
            (kinds.join(" "), pause(&cluster, &[&member]))
        };
        let minimum = vec![("serverless_minimum".to_owned(), json!(0.5))];
        assert_eq!(
            of("aurora-postgresql"),
            ("aws_rds_cluster aws_rds_cluster_instance".to_owned(), minimum)
        );
        assert_eq!(of("docdb").0, "aws_docdb_cluster aws_docdb_cluster_instance");
        assert_eq!(of("neptune").0, "aws_neptune_cluster aws_neptune_cluster_instance");
    }
}
