//! What stands in for the live inventory in a build without AWS.

use super::LiveArgs;
use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::{Policies, Target};

pub fn targets(_: &LiveArgs) -> Result<(Vec<Target>, Vec<String>), Diagnostic> {
    Err(absent())
}

pub fn everything(_: &LiveArgs) -> Result<(Vec<Target>, Vec<String>), Diagnostic> {
    Err(absent().help("cargo install kanjo --features aws, or --inventory FILE"))
}

pub fn beside(
    _: &LiveArgs,
    _: &Policies,
    _: &[Target],
) -> Result<(Vec<Target>, Vec<String>), Diagnostic> {
    Err(absent())
}

pub fn absent() -> Diagnostic {
    Diagnostic::new(Code::NotInBuild, "live accounts are not in this build")
        .help("cargo install kanjo --features aws")
}
