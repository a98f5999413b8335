//! What an estimate gives besides a bill: invoices, scenarios, comparisons.

use crate::bill::{Bill, Caveat, Difference};
use crate::quantity::{Cases, Number};
use std::sync::Arc;

/// What each seller will invoice: discount, currency and tax, once per invoice.
/// Of the expected case.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub currency: Arc<str>,
    pub fx: Option<Fx>,
    pub invoices: Vec<Invoice>,
    /// Sum of the invoices with tax, in `currency`.
    pub total: Number,
}

/// An exchange rate and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Fx {
    /// Units of `currency` for one USD.
    pub rate: Number,
    pub currency: Arc<str>,
    pub date: Option<Arc<str>>,
    pub source: Option<Arc<str>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Invoice {
    /// `aws`, `atlas`, `datadog`, `sentry`.
    pub seller: Arc<str>,
    /// USD before the discount.
    pub usd: Number,
    /// A part of one: 0.05.
    pub discount: Number,
    /// Without tax, in the statement's currency, rounded as the invoice is.
    pub net: Number,
    pub tax_rate: Number,
    pub tax: Number,
    pub total: Number,
}

/// A scenario beside the plain bill.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    pub name: Arc<str>,
    /// What the file says it is.
    pub title: Option<Arc<str>>,
    /// What holds for its bill as a whole.
    pub caveats: Vec<Caveat>,
    /// Lines of its bill that have no price.
    pub unpriced: usize,
    pub total: Cases<Number>,
    pub difference: Difference,
}

/// The plain bill and every scenario of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenarios {
    pub plain: Bill,
    pub scenarios: Vec<Scenario>,
}

/// A hand-made table laid on an estimate, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Name of the table's file.
    pub document: Arc<str>,
    pub rows: Vec<ComparedRow>,
    /// What the estimate has and no row covers, largest first.
    pub missing: Vec<ComparedRow>,
    /// Rows that match nothing in the estimate.
    pub unmatched: Vec<ComparedRow>,
    pub before: Number,
    pub after: Cases<Number>,
}

/// A row of the document against the resources that it covers.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedRow {
    /// The row's own words; the resource's name where no row covers it.
    pub item: Arc<str>,
    pub environment: Option<Arc<str>>,
    pub note: Option<Arc<str>>,
    pub document: Number,
    pub estimate: Cases<Number>,
    pub delta: Cases<Number>,
    /// The lines behind the estimate.
    pub parts: Vec<Part>,
    /// Usages of these resources that nobody stated: not in the estimate.
    pub unset: Vec<Arc<str>>,
}

/// One line behind a compared row.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub resource: Arc<str>,
    pub meter: Arc<str>,
    pub formula: Arc<str>,
    pub cost: Cases<Number>,
    pub list_cost: Cases<Number>,
    pub pool: Option<Arc<str>>,
}
