//! What was billed: lines of an export, summed as they were read.
//!
//! An export has a row per resource and hour; nobody reconciles those. A line
//! here is all rows of one month that agree in what a cause can be about: where
//! they belong, the bill key, what sort of row, and the unit. It becomes a
//! [`Bill`] like every other answer; what a bill does not hold (the sort of
//! row, the hours in which there was usage) stays beside it.

use crate::bill::{Bill, BillKey, Category, Caveat, Charge, PriceKey, Span, Tags};
use crate::diagnostic::Code;
use crate::quantity::{Cases, Number, sum};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The sort of a row, as far as a cause depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Record {
    #[default]
    Usage,
    /// Usage at 0 out of a free allowance.
    Free,
    /// Usage that a reservation or a Savings Plan pays for.
    Covered,
    /// What a commitment costs, and what it takes back from covered usage.
    Commitment,
    /// EDP, private rates, bundles.
    Discount,
    /// What a partner or a distributor gives on top.
    ResellerDiscount,
    Tax,
    Credit,
    Refund,
    Support,
    Fee,
    Adjustment,
}

impl Record {
    pub const ALL: [Record; 12] = [
        Record::Usage,
        Record::Free,
        Record::Covered,
        Record::Commitment,
        Record::Discount,
        Record::ResellerDiscount,
        Record::Tax,
        Record::Credit,
        Record::Refund,
        Record::Support,
        Record::Fee,
        Record::Adjustment,
    ];

    /// Rows that a share or a tag is asked of. Tax, credits and fees have no
    /// tags, and would make everybody look untagged.
    pub fn is_usage(self) -> bool {
        matches!(self, Record::Usage | Record::Free | Record::Covered)
    }

    pub fn category(self) -> Category {
        match self {
            Record::Usage | Record::Free | Record::Covered => Category::Usage,
            Record::Commitment | Record::Fee => Category::Purchase,
            Record::Tax => Category::Tax,
            Record::Credit => Category::Credit,
            Record::Refund => Category::Refund,
            Record::Support => Category::Support,
            Record::Discount | Record::ResellerDiscount | Record::Adjustment => {
                Category::Adjustment
            }
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Record::Usage => "usage",
            Record::Free => "free",
            Record::Covered => "covered",
            Record::Commitment => "commitment",
            Record::Discount => "discount",
            Record::ResellerDiscount => "reseller_discount",
            Record::Tax => "tax",
            Record::Credit => "credit",
            Record::Refund => "refund",
            Record::Support => "support",
            Record::Fee => "fee",
            Record::Adjustment => "adjustment",
        }
    }
}

/// What makes two rows one line. The order is the order of the bill.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineKey {
    /// The billing month, `2026-07`.
    pub month: Arc<str>,
    /// Values of the two tags; empty: untagged.
    pub environment: Arc<str>,
    pub resource: Arc<str>,
    pub account: Arc<str>,
    pub key: BillKey,
    pub region: Arc<str>,
    pub record: Record,
    /// As the export writes it, in the one spelling of [`unit`].
    pub unit: Arc<str>,
    pub seller: Arc<str>,
    /// Whether it corrects a month that was invoiced before.
    pub correction: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ActualLine {
    pub line: LineKey,
    /// `None`: the export mixes units here.
    pub quantity: Option<Number>,
    /// At public on-demand prices; `None` where the export does not say.
    pub list: Option<Number>,
    pub billed: Number,
    /// Amortised: what a commitment pays, spread over what it covers.
    pub effective: Number,
    pub rows: u64,
    /// In how many hours there was usage; `None` without hourly rows.
    pub hours: Option<u32>,
}

/// What sort of document an actual bill is. It is never called the invoice
/// unless it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    Invoice,
    PayerView,
    MemberView,
    ProForma,
    /// A reseller's own list.
    Reseller,
}

impl View {
    pub const NAMES: [(&'static str, View); 5] = [
        ("invoice", View::Invoice),
        ("payer-view", View::PayerView),
        ("member-view", View::MemberView),
        ("pro-forma", View::ProForma),
        ("reseller", View::Reseller),
    ];

    pub fn name(self) -> &'static str {
        View::NAMES.iter().find(|(_, view)| *view == self).map_or("", |(name, _)| name)
    }
}

/// All that was read, sorted by its keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Actual {
    pub view: View,
    pub currency: Arc<str>,
    /// `CUR 2.0`, `FOCUS 1.2`, `Cost Explorer`.
    pub formats: BTreeSet<Arc<str>>,
    pub lines: Vec<ActualLine>,
    /// Months of which some row has no invoice yet.
    pub uninvoiced: BTreeSet<Arc<str>>,
    /// Hours since 1970 up to which usage was seen.
    pub until: Option<i64>,
    pub caveats: Vec<Caveat>,
}

impl Actual {
    /// The lines of one month.
    #[must_use]
    pub fn of_month(&self, month: &str) -> Actual {
        let lines = self.lines.iter().filter(|l| &*l.line.month == month).cloned().collect();
        let mut one = Actual { lines, ..self.clone() };
        if one.view == View::PayerView && !self.uninvoiced.contains(month) {
            one.view = View::Invoice;
        }
        // Only the last month can be open.
        if self.months().last().is_some_and(|last| **last > *month) {
            one.caveats.retain(|caveat| caveat.code != Code::BillOpen);
        }
        one
    }

    /// The months that it holds.
    pub fn months(&self) -> BTreeSet<Arc<str>> {
        self.lines.iter().map(|l| Arc::clone(&l.line.month)).collect()
    }

    /// What is to be paid. `None` if it does not fit.
    pub fn billed(&self) -> Option<Number> {
        sum(self.lines.iter().map(|l| l.billed))
    }

    /// As a bill of `period`.
    pub fn bill(&self, period: Span) -> Bill {
        self.bill_of(period, |line| line.billed)
    }

    /// The same with the amortised cost, beside what was billed.
    pub fn amortised_bill(&self, period: Span) -> Bill {
        self.bill_of(period, |line| line.effective)
    }

    fn bill_of(&self, period: Span, cost: impl Fn(&ActualLine) -> Number) -> Bill {
        let charges = self.lines.iter().map(|line| charge(line, cost(line))).collect();
        let (none, caveats) = (Vec::new(), self.caveats.clone());
        Bill::new(period, Arc::clone(&self.currency), charges, none, Vec::new(), caveats)
    }
}

/// A line with what a sum of the bill is to be made of.
fn charge(l: &ActualLine, cost: Number) -> Charge {
    let LineKey { environment, resource, account, key, region, record, unit, .. } = &l.line;
    let service = if key.service.is_empty() { &key.product_code } else { &key.service };
    let meter =
        if key.usage_type.is_empty() { record.name().into() } else { Arc::clone(&key.usage_type) };
    Charge {
        environment: Arc::clone(environment),
        account: Some(Arc::clone(account)).filter(|a| !a.is_empty()),
        resource: Arc::clone(resource),
        kind: Arc::from(""),
        meter,
        category: record.category(),
        key: Some(PriceKey {
            service: Arc::clone(service),
            region: Arc::clone(region),
            usage_type: Arc::clone(&key.usage_type),
            operation: Arc::clone(&key.operation),
        }),
        quantity: Cases::same(l.quantity.unwrap_or(Number::ZERO)),
        unit: Arc::clone(unit),
        price: None,
        list_cost: Cases::same(l.list.unwrap_or(l.billed)),
        cost: Cases::same(cost),
        billed_cost: Some(l.billed),
        formula: Arc::from(""),
        schedule: None,
        off_hours: None,
        pool: None,
        tags: Tags::default(),
        caveats: Vec::new(),
        at: None,
    }
}

/// One spelling of a unit. Exports write an hour in four ways and a gigabyte
/// for a month in five.
pub fn unit(text: &str) -> &str {
    match text {
        "Hrs" | "Hours" | "hours" | "Hour" | "hour" | "hrs" | "vCPU-Hours" | "Instance-Hrs" => {
            "hours"
        }
        "GB-Mo" | "GB-Month" | "GB-month" | "GB-Months" | "GB-Mp" | "GB-months" => "GB-months",
        "ACU-Hr" | "ACU-Hours" | "ACU-Hrs" | "ACUHr" | "ACU-hours" => "ACU-hours",
        "LCU-Hrs" | "LCU-Hours" | "LCU-hours" => "LCU-hours",
        "Month" | "Months" | "month" | "months" => "months",
        "Requests" | "Request" | "requests" => "requests",
        "Queries" | "queries" | "Query" => "queries",
        "Gigabytes" | "GigaBytes" | "GB" => "GB",
        other => other,
    }
}
