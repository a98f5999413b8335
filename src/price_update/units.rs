//! How offers write units, and where their free first tier is a pool: the tables
//! beside the committed snapshot, so that both ways in agree.

use crate::catalog::matches;
use std::collections::HashMap;

/// The tables.
pub struct Tables {
    units: HashMap<String, String>,
    /// Service and usage type, as globs.
    from_zero: Vec<(String, String)>,
}

impl Tables {
    pub fn embedded() -> Tables {
        let mut units = HashMap::new();
        for [unit, written] in rows(include_str!("../../pricing-cache/units.csv"), [0, 1]) {
            units.insert(unit.clone(), unit.clone());
            if !written.is_empty() {
                units.insert(written, unit);
            }
        }
        let repairs = rows(include_str!("../../pricing-cache/repairs.csv"), [0, 1, 3]);
        let from_zero = repairs
            .into_iter()
            .filter(|[action, ..]| action == "start_at_zero")
            .map(|[_, service, usage]| (service, usage))
            .collect();
        Tables { units, from_zero }
    }

    /// kanjo's name of a unit.
    pub fn unit(&self, written: &str) -> Option<&str> {
        self.units.get(written).map(String::as_str)
    }

    /// Whether the free first tier is an allowance of `catalog/pools.hcl`: then
    /// the ladder starts at 0 with the paid price.
    pub fn starts_paid(&self, service: &str, usage_type: &str) -> bool {
        self.from_zero.iter().any(|(s, u)| s == service && matches(u, usage_type))
    }
}

fn rows<const N: usize>(text: &str, columns: [usize; N]) -> Vec<[String; N]> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let records = reader.records().flatten();
    records.map(|r| columns.map(|c| r.get(c).unwrap_or("").to_owned())).collect()
}
