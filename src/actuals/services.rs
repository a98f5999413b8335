//! Display names of services, as Cost Explorer and FOCUS print them, and the
//! product codes that bills and prices are kept by.

use std::collections::HashMap;
use std::sync::LazyLock;

/// One `name,product_code` a line; facts of AWS, in the order of no importance.
const TABLE: &str = include_str!("services.csv");

/// The codes by name: every row of an export asks.
static CODES: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(|row| row.rsplit_once(',')).collect());

/// The product code of a display name; the name itself where none is known, so
/// that a service is shown and never dropped.
pub(super) fn product_code(name: &str) -> &str {
    CODES.get(name).copied().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_become_codes_and_unknown_ones_stay() {
        assert_eq!(super::product_code("EC2 - Other"), "AmazonEC2");
        assert_eq!(super::product_code("Amazon Braket"), "Amazon Braket");
    }
}
