//! The words about what became of the resources of Terraform.

use crate::text::phrase::words;

words! {
    /// A word or phrase of the coverage.
    CoverageWord;
    One: "Terraform: 1 resource: {0}" / "Terraform: 1 リソース: {0}";
    Many: "Terraform: {0} resources: {1}" / "Terraform: {0} リソース: {1}";
    Estimated: "{0} estimated" / "見積もり済み {0}";
    Free: "{0} free" / "無料 {0}";
    Part: "{0} counted with another" / "他に含む {0}";
    UnsetUsage: "{0} depending on usage" / "利用量次第 {0}";
    UnknownValue: "{0} with a value that is not known" / "値が不明 {0}";
    NotSupported: "{0} not supported" / "未対応 {0}";
    NotSupportedAre: "not supported, and not in the total: {0}" / "未対応（合計に含まない）: {0}";
    Times: "{0} × {1}" / "{1} × {0}";
}
