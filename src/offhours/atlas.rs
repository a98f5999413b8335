//! What a cluster of Atlas is called among resources of AWS.

use crate::offhours::target::Target;

pub const KIND: &str = "atlas:cluster";

/// What a pause does beside what it saves.
pub const PAUSED: &str = "paused, its storage is billed, it has no backups and takes no change of \
                          its configuration; Search nodes are built anew when it is resumed";

/// Its place in Atlas's API, because it has no ARN.
pub fn id(project: &str, name: &str) -> String {
    format!("atlas:groups/{project}/clusters/{name}")
}

/// Whether an id of a record is one of Atlas.
pub fn is_id(id: &str) -> bool {
    id.starts_with("atlas:")
}

/// Whether it lies beside all accounts and regions of AWS.
pub(super) fn is(target: &Target) -> bool {
    target.kind == KIND && target.environment.is_none()
}
