//! RDS Proxies: billed on while what they stand before is off, and by the connections
//! that they hold they keep Serverless v2 awake.

use super::client::Client;
use super::rds::{CLUSTER, INSTANCE, pages};
use super::xml::Node;
use crate::offhours::machine::Failure;
use std::collections::BTreeMap;

/// The proxy before each database, by the database's kind and name.
pub fn all(client: &Client) -> Result<BTreeMap<(&'static str, String), String>, Failure> {
    let mut found = BTreeMap::new();
    for proxy in pages(client, "DescribeDBProxies", "DBProxies", &[])? {
        let Some(proxy) = proxy.get("DBProxyName") else { continue };
        let own = [("DBProxyName".to_owned(), proxy.to_owned())];
        for target in pages(client, "DescribeDBProxyTargets", "Targets", &own)? {
            found.extend(before(&target).map(|key| (key, proxy.to_owned())));
        }
    }
    Ok(found)
}

/// What a target of a proxy is: an instance of a cluster goes with its cluster.
fn before(target: &Node) -> Option<(&'static str, String)> {
    if let Some(cluster) = target.get("TrackedClusterId").filter(|id| !id.is_empty()) {
        return Some((CLUSTER, cluster.to_owned()));
    }
    let kind = match target.get("Type")? {
        "TRACKED_CLUSTER" => CLUSTER,
        "RDS_INSTANCE" => INSTANCE,
        _ => return None,
    };
    Some((kind, target.get("RdsResourceId")?.to_owned()))
}
