//! The two keys of a charge.
//!
//! AWS prices by one key and bills by another that is almost the same: offer
//! files leave the operation blank for all of Fargate, S3, CloudFront and logs,
//! while bills carry one or several operations for one such price. A charge
//! holds both, so that an estimate line and an invoice line meet by a stated
//! rule instead of a guess.

use std::sync::Arc;

/// The key of a price: AWS's `(service code, region, usage type, operation)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PriceKey {
    pub service: Arc<str>,
    /// A region code, or `global`.
    pub region: Arc<str>,
    /// With its region prefix: `APN1-NatGateway-Hours`.
    pub usage_type: Arc<str>,
    /// Often blank.
    pub operation: Arc<str>,
}

impl PriceKey {
    /// `service/region/usage type/operation`, as it stands in messages.
    pub fn path(&self) -> String {
        let parts = [&*self.service, &*self.region, &*self.usage_type, &*self.operation];
        parts.join("/").trim_end_matches('/').to_owned()
    }
}

/// The key of an invoice row, as CUR prints it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BillKey {
    pub product_code: Arc<str>,
    pub service: Arc<str>,
    pub usage_type: Arc<str>,
    pub operation: Arc<str>,
}

/// Transfer is priced here and billed under the service that sent it.
const TRANSFER: &str = "AWSDataTransfer";

impl PriceKey {
    /// Whether an invoice row belongs to this price: the usage types agree, the
    /// product or the service does, and so does the operation where the price
    /// has one.
    pub fn covers(&self, row: &BillKey) -> bool {
        let service = self.service == row.service
            || self.service == row.product_code
            || &*self.service == TRANSFER;
        service
            && self.usage_type == row.usage_type
            && (self.operation.is_empty() || self.operation == row.operation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(service: &str, usage: &str, operation: &str) -> PriceKey {
        PriceKey {
            service: service.into(),
            region: "ap-northeast-1".into(),
            usage_type: usage.into(),
            operation: operation.into(),
        }
    }

    fn row(product: &str, service: &str, usage: &str, operation: &str) -> BillKey {
        BillKey {
            product_code: product.into(),
            service: service.into(),
            usage_type: usage.into(),
            operation: operation.into(),
        }
    }

    #[test]
    fn a_blank_operation_takes_any_and_a_given_one_only_its_own() {
        let s3 = price("AmazonS3", "APN1-Requests-Tier1", "");
        assert!(s3.covers(&row("AmazonS3", "AmazonS3", "APN1-Requests-Tier1", "PutObject")));
        let rds = price("AmazonRDS", "APN1-InstanceUsage:db.m5.large", "CreateDBInstance:0002");
        assert!(!rds.covers(&row(
            "AmazonRDS",
            "AmazonRDS",
            "APN1-InstanceUsage:db.m5.large",
            "CreateDBInstance:0014"
        )));
        let out = price("AWSDataTransfer", "APN1-DataTransfer-Out-Bytes", "");
        assert!(out.covers(&row(
            "AmazonEC2",
            "AWSDataTransfer",
            "APN1-DataTransfer-Out-Bytes",
            "RunInstances"
        )));
    }
}
