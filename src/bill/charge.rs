//! One line of a bill.

use crate::bill::{Price, PriceKey};
use crate::diagnostic::{Code, Location};
use crate::quantity::{Cases, Number};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Tags, sorted, shared by the lines of a resource.
pub type Tags = Arc<BTreeMap<Arc<str>, Arc<str>>>;

/// FOCUS's charge category, with support and refunds apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    #[default]
    Usage,
    Purchase,
    Tax,
    Credit,
    Refund,
    Support,
    Adjustment,
}

/// What a schedule does to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OffHours {
    /// Costs nothing while the schedule says off.
    Stops,
    /// Goes on while the schedule says off: the residual cost.
    Stays,
}

impl OffHours {
    pub fn name(self) -> &'static str {
        match self {
            OffHours::Stops => "stops",
            OffHours::Stays => "stays",
        }
    }
}

/// Why a number is less than certain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Caveat {
    pub code: Code,
    pub message: Arc<str>,
    pub resource: Option<Arc<str>>,
    pub at: Option<Arc<Origin>>,
}

/// Where a line comes from: a place in a file, and an address in Terraform.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    pub file: Arc<str>,
    pub line: usize,
    pub column: usize,
    pub address: Option<Arc<str>>,
}

impl From<Location> for Origin {
    fn from(location: Location) -> Origin {
        let Location { file, line, column } = location;
        Origin { file, line, column, address: None }
    }
}

/// One line: what, how much of it, at what price, and how we know.
///
/// `cost` is FOCUS EffectiveCost, `list_cost` ListCost (before free tiers and
/// discounts), `billed_cost` BilledCost. All in the bill's currency.
#[derive(Clone, Debug, PartialEq)]
pub struct Charge {
    pub environment: Arc<str>,
    pub account: Option<Arc<str>>,
    pub resource: Arc<str>,
    /// Catalogue kind; empty for a row of a hand-made table.
    pub kind: Arc<str>,
    pub meter: Arc<str>,
    pub category: Category,
    /// With the operation as it is billed; the price's own key is in `price`.
    pub key: Option<PriceKey>,
    pub quantity: Cases<Number>,
    pub unit: Arc<str>,
    pub price: Option<Arc<Price>>,
    pub list_cost: Cases<Number>,
    pub cost: Cases<Number>,
    pub billed_cost: Option<Number>,
    /// How the quantity came about: `2 × 0.5 × 730 h`.
    pub formula: Arc<str>,
    pub schedule: Option<Arc<str>>,
    pub off_hours: Option<OffHours>,
    /// The free allowance that it drew on.
    pub pool: Option<Arc<str>>,
    pub tags: Tags,
    pub caveats: Vec<Caveat>,
    pub at: Option<Arc<Origin>>,
}

impl Charge {
    /// The vendor that sends the invoice: the first part of the kind.
    pub fn seller(&self) -> &str {
        self.kind.split_once('.').map_or("", |(vendor, _)| vendor)
    }

    /// USD per unit at list; `None` for no quantity.
    pub fn list_unit_price(&self) -> Option<Number> {
        match &self.price {
            Some(price) if price.is_flat() => price.first().map(|usd| usd.expected),
            _ => self.list_cost.expected.over(self.quantity.expected),
        }
    }

    pub(super) fn order(&self) -> impl Ord + '_ {
        (&self.environment, &self.resource, &self.meter, &self.key)
    }
}

/// A quantity that no known price fits. Never counted as 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Unpriced {
    pub environment: Arc<str>,
    pub resource: Arc<str>,
    pub kind: Arc<str>,
    pub meter: Arc<str>,
    pub key: Arc<str>,
    /// `None`: the quantity is not known either.
    pub quantity: Option<Cases<Number>>,
    pub unit: Arc<str>,
    pub code: Code,
    pub why: Arc<str>,
    pub at: Option<Arc<Origin>>,
}

/// A usage that nobody stated: what it would cost per unit.
#[derive(Clone, Debug, PartialEq)]
pub struct UnsetUsage {
    pub environment: Arc<str>,
    pub resource: Arc<str>,
    pub kind: Arc<str>,
    pub meter: Arc<str>,
    /// The input that is not set: `data`, `acu.average`.
    pub input: Arc<str>,
    pub unit: Arc<str>,
    /// `None` where there is no price either.
    pub unit_price: Option<Number>,
}
