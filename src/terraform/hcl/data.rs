//! Data sources that an estimate answers itself.
//!
//! Nobody is asked, so what they look up is unknown: it leads to the data
//! source, as an attribute of a resource leads to the resource. Four are used to
//! write names and to count subnets, and are answered so that these are known:
//! the region and the partition by the provider, the zones and the account by
//! placeholders, each said once.

use crate::diagnostic::Code;
use crate::expr::Value;
use crate::terraform::Provider;
use crate::terraform::hcl::module::Declared;
use crate::terraform::hcl::providers;
use crate::terraform::hcl::world::World;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What stands for the account: AWS's own example.
const ACCOUNT: &str = "123456789012";
/// Most regions give an account three zones.
const ZONES: [&str; 3] = ["a", "b", "c"];

/// Adds what is answered to the values of a data source.
pub fn answer(
    world: &World<'_>,
    declared: &Declared,
    provider: &Provider,
    address: &Arc<str>,
    values: &mut BTreeMap<Arc<str>, Value>,
) {
    let mut set = |name: &str, value: Value| {
        values.insert(Arc::from(name), value);
    };
    let placeholder = |message: String| {
        let at = Some(declared.span);
        world.caveat(Code::PlaceholderUsed, message, Some(Arc::clone(address)), at);
    };
    let region = providers::region(provider);
    match &*declared.kind {
        "aws_region" => {
            let name = match values.get("name").or(values.get("region")) {
                Some(Value::String(named)) => Value::String(Arc::clone(named)),
                _ => provider.region.clone(),
            };
            if !matches!(name, Value::Null) {
                for attribute in ["name", "region", "id"] {
                    values.insert(Arc::from(attribute), name.clone());
                }
            }
        }
        "aws_partition" => {
            let (partition, suffix) = match region {
                Some(region) if region.starts_with("cn-") => ("aws-cn", "amazonaws.com.cn"),
                Some(region) if region.starts_with("us-gov-") => ("aws-us-gov", "amazonaws.com"),
                _ => ("aws", "amazonaws.com"),
            };
            set("partition", Value::text(partition));
            set("id", Value::text(partition));
            set("dns_suffix", Value::text(suffix));
        }
        "aws_caller_identity" => {
            placeholder(format!(
                "{address}: the account is not looked up; {ACCOUNT} stands for it"
            ));
            set("account_id", Value::text(ACCOUNT));
            set("id", Value::text(ACCOUNT));
            set("arn", Value::text(format!("arn:aws:iam::{ACCOUNT}:root")));
        }
        "aws_availability_zones" => {
            let Some(region) = region else { return };
            let zones = ZONES.map(|zone| format!("{region}{zone}"));
            let shown = zones.join(", ");
            placeholder(format!("{address}: zones are not looked up; {shown} stand for them"));
            set("names", Value::list(zones.iter().map(Value::text)));
            set("id", Value::text(region));
        }
        _ => {}
    }
}
