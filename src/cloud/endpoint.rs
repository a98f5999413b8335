//! Where a service is: its name in a signature, its host, its version.
#![allow(clippy::disallowed_methods, reason = "an edge room: endpoints come from the environment")]

/// A service as its calls need it.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// In the signature, and first in the host.
    pub name: &'static str,
    /// The host where it differs from the name in the signature.
    pub host: &'static str,
    /// In `AWS_ENDPOINT_URL_<ID>`.
    pub id: &'static str,
    /// Of the Query protocol, or the prefix of `X-Amz-Target` and the JSON version.
    pub version: &'static str,
}

pub const ECS: Service = at("ecs", "ecs", "ECS", "AmazonEC2ContainerServiceV20141113");
pub const SCALING: Service = at(
    "application-autoscaling",
    "application-autoscaling",
    "APPLICATION_AUTO_SCALING",
    "AnyScaleFrontendService",
);
pub const DYNAMODB: Service = at("dynamodb", "dynamodb", "DYNAMODB", "DynamoDB_20120810");
pub const RDS: Service = at("rds", "rds", "RDS", "2014-10-31");
pub const EC2: Service = at("ec2", "ec2", "EC2", "2016-11-15");
pub const ASG: Service = at("autoscaling", "autoscaling", "AUTO_SCALING", "2011-01-01");
pub const STS: Service = at("sts", "sts", "STS", "2011-06-15");

const fn at(
    name: &'static str,
    host: &'static str,
    id: &'static str,
    version: &'static str,
) -> Service {
    Service { name, host, id, version }
}

impl Service {
    /// Its address: the one of the environment, else AWS's in this region.
    pub fn address(&self, region: &str) -> String {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let own = set(&format!("AWS_ENDPOINT_URL_{}", self.id));
        own.or_else(|| set("AWS_ENDPOINT_URL")).map_or_else(
            || format!("https://{}.{region}.{}/", self.host, suffix(region)),
            |url| format!("{}/", url.trim_end_matches('/')),
        )
    }

    /// The version of JSON that it speaks.
    pub fn json_type(&self) -> &'static str {
        if self.name == "dynamodb" {
            "application/x-amz-json-1.0"
        } else {
            "application/x-amz-json-1.1"
        }
    }
}

fn suffix(region: &str) -> &'static str {
    if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" }
}

/// The partition in an ARN of this region.
pub fn partition(region: &str) -> &'static str {
    if region.starts_with("cn-") {
        "aws-cn"
    } else if region.starts_with("us-gov-") {
        "aws-us-gov"
    } else {
        "aws"
    }
}
