//! Aurora Serverless v2, which may pause by itself: whether a cluster does, and
//! what that saves beside a stop.
//!
//! A pause bills no compute and no more than a stop, is over in seconds, and comes
//! in on-hours too. But it needs a minimum of 0 ACU, an engine that knows it, and
//! nobody who asks, as a proxy does: RDS does not describe who else does, nor a
//! replication slot that keeps it awake.

use crate::offhours::proxy::PROXY;
use crate::offhours::target::Target;
use crate::quantity::Number;

/// The details of a target that this is read from.
pub const MINIMUM: &str = "serverless_minimum";
pub const ENGINE_VERSION: &str = "engine_version";
pub const GLOBAL: &str = "global_cluster";
pub const REPLICATES: &str = "replicates";

/// The first versions that pause, by engine and major version.
const SINCE: [(&str, u32, u32); 6] = [
    ("aurora-postgresql", 13, 15),
    ("aurora-postgresql", 14, 12),
    ("aurora-postgresql", 15, 7),
    ("aurora-postgresql", 16, 3),
    ("aurora-postgresql", 17, 0),
    ("aurora-mysql", 3, 8),
];

/// Whether a cluster pauses by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pause {
    /// Whenever nobody asks it.
    Pauses,
    /// It would with a minimum of 0, and has this one.
    Could(Number),
    Cannot(&'static str),
}

/// What both save in a month, in USD at the cluster's minimum. `None`: nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    pub pause: Pause,
    pub stop_saves: Option<Number>,
    /// If nobody asks it in on-hours either.
    pub pause_saves_up_to: Option<Number>,
}

impl Comparison {
    /// Which is cheaper as the cluster is set now.
    pub fn cheaper(&self) -> &'static str {
        if self.pause == Pause::Pauses { "auto-pause" } else { "stop" }
    }
}

/// `None` for what is not a cluster of Serverless v2 alone.
pub fn pause(target: &Target) -> Option<Pause> {
    let least = Number::parse(&target.details.get(MINIMUM)?.to_string())?;
    let engine = target.detail("engine").unwrap_or("");
    let stands = |key| target.details.contains_key(key);
    Some(if stands(GLOBAL) {
        Pause::Cannot("it is of a global database")
    } else if stands(REPLICATES) {
        Pause::Cannot("it replicates")
    } else if stands(PROXY) {
        Pause::Cannot("an RDS Proxy keeps it awake")
    } else if least.is_zero() {
        Pause::Pauses
    } else if target.detail(ENGINE_VERSION).is_some_and(|version| !knows(engine, version)) {
        Pause::Cannot("its engine version does not know it")
    } else {
        Pause::Could(least)
    })
}

/// Whether an engine of this version pauses. MySQL's own version stands before
/// Aurora's: `8.0.mysql_aurora.3.08.0`.
fn knows(engine: &str, version: &str) -> bool {
    let own = version.rsplit("mysql_aurora.").next().unwrap_or(version);
    let mut parts = own.split('.').map(|part| part.parse::<u32>().ok());
    let (Some(major), Some(minor)) = (parts.next().flatten(), parts.next().flatten()) else {
        return false;
    };
    let own = SINCE.iter().filter(|(name, ..)| *name == engine);
    let newest = own.clone().map(|(_, major, _)| *major).max();
    newest.is_some_and(|newest| major > newest)
        || own.clone().any(|(_, since, least)| *since == major && minor >= *least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn versions_that_pause() {
        for (engine, version, pauses) in [
            ("aurora-postgresql", "16.3", true),
            ("aurora-postgresql", "16.2", false),
            ("aurora-postgresql", "13.15", true),
            ("aurora-postgresql", "12.22", false),
            ("aurora-postgresql", "18.1", true),
            ("aurora-mysql", "8.0.mysql_aurora.3.08.0", true),
            ("aurora-mysql", "8.0.mysql_aurora.3.07.1", false),
            ("docdb", "5.0.0", false),
            ("aurora-postgresql", "new", false),
        ] {
            assert_eq!(knows(engine, version), pauses, "{engine} {version}");
        }
    }

    #[test]
    fn a_cluster_pauses_could_or_cannot() {
        let of = |details: serde_json::Value| {
            let details = details.as_object().expect("an object").clone().into_iter().collect();
            pause(&Target { details, ..Target::default() })
        };
        let engine = "aurora-postgresql";
        assert_eq!(of(json!({"engine": engine})), None);
        let zero = json!({"serverless_minimum": 0.0, "engine": engine, "engine_version": "16.4"});
        assert_eq!(of(zero), Some(Pause::Pauses));
        let half = json!({"serverless_minimum": 0.5, "engine": engine, "engine_version": "16.4"});
        assert_eq!(of(half.clone()), Number::parse("0.5").map(Pause::Could));
        let mut old = half.clone();
        old["engine_version"] = "16.2".into();
        assert!(matches!(of(old), Some(Pause::Cannot(_))));
        let mut global = half;
        global["global_cluster"] = "g".into();
        assert!(matches!(of(global), Some(Pause::Cannot(_))));
    }
}
