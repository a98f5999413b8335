//! Where a service is: its name in a signature, its host, its version.

use super::vendor::set;

/// A service as its calls need it.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// In the signature, and first in the host.
    pub name: &'static str,
    /// The host where it differs from the name in the signature.
    pub host: &'static str,
    /// In `AWS_ENDPOINT_URL_<ID>`.
    pub id: &'static str,
    /// It is in one place for all regions.
    pub global: bool,
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
pub const CODE_DEPLOY: Service =
    at("codedeploy", "codedeploy", "CODEDEPLOY", "CodeDeploy_20141006");
pub const DYNAMODB: Service = at("dynamodb", "dynamodb", "DYNAMODB", "DynamoDB_20120810");
pub const RDS: Service = at("rds", "rds", "RDS", "2014-10-31");
pub const EC2: Service = at("ec2", "ec2", "EC2", "2016-11-15");
pub const ASG: Service = at("autoscaling", "autoscaling", "AUTO_SCALING", "2011-01-01");
pub const COST_EXPLORER: Service = at("ce", "ce", "COST_EXPLORER", "AWSInsightsIndexService");
pub const ATHENA: Service = at("athena", "athena", "ATHENA", "AmazonAthena");
pub const S3: Service = at("s3", "s3", "S3", "");
pub const SNS: Service = at("sns", "sns", "SNS", "2010-03-31");
pub const SSM: Service = at("ssm", "ssm", "SSM", "AmazonSSM");
pub const SECRETS: Service =
    at("secretsmanager", "secretsmanager", "SECRETS_MANAGER", "secretsmanager");
pub const STS: Service = at("sts", "sts", "STS", "2011-06-15");
pub const REDSHIFT: Service = at("redshift", "redshift", "REDSHIFT", "2012-12-01");
pub const BALANCERS: Service =
    at("elasticloadbalancing", "elasticloadbalancing", "ELASTIC_LOAD_BALANCING_V2", "2015-12-01");
pub const METRICS: Service = at("monitoring", "monitoring", "CLOUDWATCH", "2010-08-01");
pub const SAGEMAKER: Service = at("sagemaker", "api.sagemaker", "SAGEMAKER", "SageMaker");
pub const APPRUNNER: Service = at("apprunner", "apprunner", "APPRUNNER", "AppRunner");
pub const EKS: Service = at("eks", "eks", "EKS", "");
pub const IAM: Service = Service { global: true, ..at("iam", "iam", "IAM", "2010-05-08") };
pub const CLOUDFRONT: Service =
    Service { global: true, ..at("cloudfront", "cloudfront", "CLOUDFRONT", "2020-05-31") };
pub const ORGANIZATIONS: Service = Service {
    global: true,
    ..at("organizations", "organizations", "ORGANIZATIONS", "AWSOrganizationsV20161128")
};

pub(super) const fn at(
    name: &'static str,
    host: &'static str,
    id: &'static str,
    version: &'static str,
) -> Service {
    Service { name, host, id, global: false, version }
}

impl Service {
    /// Its address: the one of the environment, else AWS's in this region.
    pub fn address(&self, region: &str) -> String {
        let own = set(&format!("AWS_ENDPOINT_URL_{}", self.id));
        let host = match (self.global, self.name) {
            (true, "iam" | "cloudfront") => format!("{}.{}", self.host, suffix(region)),
            _ => format!("{}.{}.{}", self.host, self.region(region), suffix(region)),
        };
        own.or_else(|| set("AWS_ENDPOINT_URL")).map_or_else(
            || format!("https://{host}/"),
            |url| format!("{}/", url.trim_end_matches('/')),
        )
    }

    /// The region that its requests are signed for.
    pub fn region<'a>(&self, own: &'a str) -> &'a str {
        match (self.global, partition(own)) {
            (false, _) => own,
            (true, "aws-cn") => "cn-north-1",
            (true, "aws-us-gov") => "us-gov-west-1",
            (true, _) => "us-east-1",
        }
    }

    /// The version of JSON that it speaks.
    pub fn json_type(&self) -> &'static str {
        if matches!(self.name, "dynamodb" | "apprunner") {
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
