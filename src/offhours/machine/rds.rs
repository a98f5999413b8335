//! Databases behind the RDS API: instances and clusters of RDS and Aurora,
//! DocumentDB and Neptune.
//!
//! They are only on or off. Everything but `available` and `stopped` means that
//! AWS is at work (`backing-up`, `maintenance`, `upgrading` too) and is waited
//! for. After seven days AWS starts a stopped one by itself.

use super::call::Call;
use super::observed::Progress;
use super::why::Why;
use super::wish::Options;
use crate::offhours::policy::Backup;
use jiff::Timestamp;

/// A database as RDS describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Database {
    pub status: String,
    pub engine: String,
    /// The cluster that it is a member of: the cluster is stopped, not the member.
    pub member_of: Option<String>,
    pub replica_of: Option<String>,
    pub replicas: Vec<String>,
    /// The global database that its cluster belongs to.
    pub global: Option<String>,
    pub blue_green: bool,
    pub multi_az: bool,
    pub serverless_v1: bool,
    pub automatic_restart: Option<Timestamp>,
    /// When it is backed up, in UTC: `17:00-17:30`.
    pub window: Option<String>,
    /// The newest snapshot of it that is complete.
    pub snapshot: Option<Timestamp>,
}

impl Database {
    pub(super) fn refusal(&self) -> Option<Why> {
        if let Some(cluster) = &self.member_of {
            Some(Why::ClusterMember(cluster.clone()))
        } else if let Some(source) = &self.replica_of {
            Some(Why::Replica(source.clone()))
        } else if let Some(replica) = self.replicas.first() {
            Some(Why::ReplicaSource(replica.clone()))
        } else if let Some(global) = &self.global {
            Some(Why::GlobalMember(global.clone()))
        } else if self.blue_green {
            Some(Why::BlueGreen)
        } else if self.multi_az && self.engine.starts_with("sqlserver") {
            Some(Why::SqlServerMultiAz)
        } else if self.serverless_v1 {
            Some(Why::ServerlessV1)
        } else if self.engine.starts_with("custom-") {
            Some(Why::RdsCustom)
        } else {
            None
        }
    }

    /// Why AWS never stops it, in a sentence, as far as its description says.
    pub fn cannot(&self) -> Option<String> {
        Some(match self.refusal()? {
            Why::Replica(source) => format!("a replica is never stopped: it copies {source}"),
            Why::ReplicaSource(replica) => {
                format!("what has replicas is never stopped: {replica} copies it")
            }
            Why::GlobalMember(global) => {
                format!("it belongs to the global database {global}, which is never stopped")
            }
            Why::SqlServerMultiAz => "SQL Server in several zones is never stopped".to_owned(),
            Why::ServerlessV1 => "Serverless v1 is never stopped: it pauses by itself".to_owned(),
            Why::RdsCustom => "RDS Custom is never stopped by kanjo".to_owned(),
            _ => return None,
        })
    }

    pub(super) fn is_down(&self) -> bool {
        matches!(self.status.as_str(), "stopped" | "stopping")
    }

    /// A snapshot counts if it was made after `fresh`.
    pub(super) fn down(&self, options: &Options, fresh: Option<Timestamp>) -> Progress {
        let due = options.backup == Some(Backup::SnapshotBeforeStop)
            && self.snapshot.is_none_or(|made| fresh.is_some_and(|fresh| made < fresh));
        let moves = options.window.as_ref().filter(|to| self.window.as_ref() != Some(*to));
        match (self.status.as_str(), moves) {
            ("stopped", _) => Progress::Done,
            ("available", Some(to)) => Progress::Call(Call::MoveWindow { to: to.clone() }),
            ("available", None) if due => Progress::Call(Call::Snapshot),
            ("available", None) => Progress::Call(Call::Stop),
            _ => Progress::Wait,
        }
    }
}
