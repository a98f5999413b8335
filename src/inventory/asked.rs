//! Which services have to be asked: those of which a policy, a tag or a record
//! names a type. To list the rest at each tick would be requests for nothing.

use super::{SWITCHED, Service};
use crate::catalog::matches;
use crate::offhours::Policies;

/// Its groups are listed in any case: the Tagging API does not know that one
/// carries a schedule.
const UNTAGGED: &str = "autoscaling";

pub struct Asked(Vec<&'static str>);

impl Asked {
    /// `held` are resources that have to be brought back, `tagged` those with a
    /// schedule of their own; where these are not known, everything is asked for.
    pub fn new<'a>(
        policies: &Policies,
        held: impl Iterator<Item = &'a String>,
        tagged: Option<&[String]>,
    ) -> Asked {
        let service = |arn: &'a String| arn.split(':').nth(2);
        let mut named: Vec<&str> = held.filter_map(service).collect();
        named.extend(tagged.iter().flat_map(|all| all.iter()).filter_map(|a| a.split(':').nth(2)));
        let by_policy = |kind: &&str| {
            let mut policies = policies.policies.iter().map(|policy| &policy.matching.types);
            policies.any(|types| types.is_empty() || types.iter().any(|glob| matches(glob, kind)))
        };
        let wanted = |(Service { name, .. }, types): &&(Service, &[&str])| {
            tagged.is_none()
                || *name == UNTAGGED
                || named.contains(name)
                || types.iter().any(&by_policy)
        };
        Asked(SWITCHED.iter().filter(wanted).map(|(service, _)| service.name).collect())
    }

    pub fn has(&self, service: &str) -> bool {
        self.0.contains(&service)
    }
}
