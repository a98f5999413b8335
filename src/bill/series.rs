//! Hourly evidence: the second type beside the bill.
//!
//! A bill says how much a month cost; whether a schedule saved anything can
//! only be seen hour by hour. Lines are kept per environment and bill key, since
//! that is what a schedule switches.

use crate::bill::BillKey;
use crate::quantity::Number;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How finely the evidence is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Grain {
    Month,
    Day,
    #[default]
    Hour,
}

/// A quantity and what it cost, amortised.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    pub quantity: Number,
    pub cost: Number,
}

impl Reading {
    pub fn plus(self, other: Reading) -> Option<Reading> {
        let quantity = self.quantity.plus(other.quantity)?;
        Some(Reading { quantity, cost: self.cost.plus(other.cost)? })
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesKey {
    pub environment: Arc<str>,
    pub resource: Arc<str>,
    pub key: BillKey,
    pub unit: Arc<str>,
}

/// Readings by line and by hour since 1970 in UTC; of daily data each stands at
/// the first hour of its day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    pub grain: Grain,
    pub lines: BTreeMap<SeriesKey, BTreeMap<i64, Reading>>,
    /// The first and the last hour (exclusive) with usage of any line.
    pub span: Option<(i64, i64)>,
}
