//! What came back while it was off although no tick brought it back.
//!
//! A tool that manages a number puts it back at its next run: Terraform knows
//! `desired_count`, `min_capacity` and `suspended_state` by these names, so a change
//! has them. Whether a person or a tool did it is not to be seen; what is, is what
//! stood there when it went off and what stands there now.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub const SERVICE: &str = "aws_ecs_service";
pub const TARGET: &str = "aws_appautoscaling_target";
pub const GROUP: &str = "aws_autoscaling_group";
pub const NODES: &str = "aws_eks_node_group";

/// What is changed of each type of Terraform on the way down or up.
const MANAGED: [(&str, &[&str]); 4] = [
    (SERVICE, &["desired_count"]),
    (TARGET, &["min_capacity", "max_capacity", "suspended_state"]),
    (GROUP, &["min_size", "max_size", "desired_capacity", "suspended_processes"]),
    (NODES, &["scaling_config[0].min_size", "scaling_config[0].desired_size"]),
];

/// The block that makes Terraform leave a type's numbers alone, behind the type.
pub fn ignore_changes(resource: &str) -> Option<String> {
    let (_, names) = MANAGED.iter().find(|(own, _)| *own == resource)?;
    Some(format!("{resource}: lifecycle {{ ignore_changes = [{}] }}", names.join(", ")))
}

/// One attribute: what it was while off, and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Change {
    /// Terraform's type and the name of the attribute in it.
    pub resource: String,
    pub attribute: String,
    pub from: String,
    pub to: String,
}

impl Change {
    pub(super) fn new(resource: &str, attribute: &str, from: &str, to: String) -> Change {
        let (resource, attribute) = (resource.to_owned(), attribute.to_owned());
        Change { resource, attribute, from: from.to_owned(), to }
    }

    /// A number that is 0 while it is off.
    pub(super) fn raised(resource: &str, attribute: &str, to: u32) -> Option<Change> {
        (to > 0).then(|| Change::new(resource, attribute, "0", to.to_string()))
    }
}

/// All that came back at once, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Drift {
    pub changes: Vec<Change>,
    /// It is switched off again, because the policy enforces.
    pub stops_again: bool,
    /// The blocks that keep Terraform from it, each behind its type.
    pub ignore: Vec<String>,
}

impl Drift {
    pub fn of(changes: Vec<Change>, stops_again: bool) -> Drift {
        let types: BTreeSet<&str> = changes.iter().map(|change| change.resource.as_str()).collect();
        let ignore = types.into_iter().filter_map(ignore_changes).collect();
        Drift { changes, stops_again, ignore }
    }
}
