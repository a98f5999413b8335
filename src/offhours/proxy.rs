//! What an RDS Proxy before a database costs an off-hour.

use crate::offhours::target::Target;

/// The detail of a target that names its proxy.
pub const PROXY: &str = "proxy";

pub(super) fn note(target: &Target) -> Option<String> {
    let proxy = target.detail(PROXY)?;
    Some(format!("the RDS Proxy {proxy} before it is billed on while it is off"))
}
