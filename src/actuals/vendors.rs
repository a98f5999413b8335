//! Invoices of vendors who have a form of their own: Atlas and Datadog, as their
//! billing APIs answer and as people save them.
//!
//! Atlas has line items in cents with a SKU each. Datadog has a cost for each
//! product and kind of charge, and a total beside them; what the products do not
//! sum to is a line of its own, so that the bill is the vendor's total.

use super::Wanted;
use super::collect::{Collector, Refused, Row};
use super::columns::plain;
use super::when::hour_of;
use crate::bill::Record;
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::{Number, sum};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// One invoice of Atlas: `GET /orgs/{id}/invoices/{id}`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Atlas {
    line_items: Vec<Item>,
    start_date: String,
    #[serde(default)]
    status_name: String,
    #[serde(default)]
    sales_tax_cents: i64,
    #[serde(default)]
    credits_cents: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    sku: String,
    total_price_cents: i64,
    #[serde(default)]
    quantity: Option<serde_json::Number>,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    start_date: String,
    #[serde(default)]
    end_date: String,
    #[serde(default)]
    group_name: String,
    #[serde(default)]
    cluster_name: String,
    #[serde(default)]
    tags: BTreeMap<String, Vec<String>>,
}

/// What Datadog's historical and estimated cost are.
#[derive(Deserialize)]
struct Datadog {
    data: Vec<Organisation>,
}

#[derive(Deserialize)]
struct Organisation {
    attributes: Costs,
}

#[derive(Deserialize)]
struct Costs {
    date: String,
    #[serde(default)]
    org_name: String,
    total_cost: serde_json::Number,
    #[serde(default)]
    charges: Vec<Charge>,
}

#[derive(Deserialize)]
struct Charge {
    product_name: String,
    charge_type: String,
    cost: serde_json::Number,
}

/// Datadog's own sum of a product's other charges.
const TOTAL: &str = "total";

pub(super) struct File<'a> {
    pub name: &'a str,
    pub file: usize,
    pub wanted: &'a Wanted,
}

impl File<'_> {
    /// Reads an invoice; `false` if it is none.
    pub(super) fn read(&self, text: &str, into: &mut Collector) -> Result<bool, Diagnostic> {
        let keys: BTreeMap<&str, serde::de::IgnoredAny> =
            serde_json::from_str(text).unwrap_or_default();
        let bad = |error: serde_json::Error| self.bad(error.line(), &error.to_string());
        if keys.contains_key("lineItems") {
            self.atlas(&serde_json::from_str(text).map_err(bad)?, into)?;
            return Ok(true);
        }
        if keys.contains_key("data") && text.contains("\"charges\"") {
            self.datadog(&serde_json::from_str(text).map_err(bad)?, into)?;
            return Ok(true);
        }
        Ok(false)
    }

    fn bad(&self, line: usize, what: &str) -> Diagnostic {
        Diagnostic::new(Code::BadJson, format!("{}:{line}: {what}", self.name))
    }

    fn atlas(&self, invoice: &Atlas, into: &mut Collector) -> Result<(), Diagnostic> {
        let month = invoice.start_date.get(..7).unwrap_or_default();
        let open = matches!(invoice.status_name.as_str(), "PENDING" | "FORECAST");
        into.common.estimated |= open;
        let base = Row { invoiced: !open, ..vendor("MongoDBAtlas", "MongoDB", month) };
        let cents = |cents: i64| Number::from_i64(cents).over(Number::from(100u64));
        for item in &invoice.line_items {
            let tag = |wanted: &Option<String>| {
                let wanted = plain(wanted.as_deref()?);
                let found = item.tags.iter().find(|(key, _)| plain(key) == wanted)?;
                found.1.first().map(String::as_str)
            };
            let credit = item.sku.contains("CREDIT");
            let billed = cents(item.total_price_cents);
            let quantity =
                item.quantity.as_ref().and_then(|q| Number::parse_billed(&q.to_string()));
            let row = Row {
                environment: tag(&self.wanted.environment).unwrap_or(""),
                resource: tag(&self.wanted.resource).unwrap_or(&item.cluster_name),
                account: &item.group_name,
                usage_type: &item.sku,
                record: if credit { Record::Credit } else { Record::Usage },
                unit: &item.unit,
                quantity,
                start: hour_of(&item.start_date),
                end: hour_of(&item.end_date),
                ..base.clone()
            };
            self.add(row, billed, into)?;
        }
        for (record, amount) in [
            (Record::Tax, cents(invoice.sales_tax_cents)),
            (Record::Credit, cents(invoice.credits_cents).map(Number::negated)),
        ] {
            if amount.is_some_and(|amount| !amount.is_zero()) {
                self.add(Row { record, ..base.clone() }, amount, into)?;
            }
        }
        Ok(())
    }

    fn datadog(&self, answer: &Datadog, into: &mut Collector) -> Result<(), Diagnostic> {
        let number = |of: &serde_json::Number| Number::parse_billed(&of.to_string());
        for Organisation { attributes: of } in &answer.data {
            let base = Row {
                account: &of.org_name,
                ..vendor("Datadog", "Datadog", of.date.get(..7).unwrap_or_default())
            };
            // A product that is charged in parts repeats them in its total.
            let parted: BTreeSet<&str> = of
                .charges
                .iter()
                .filter(|c| c.charge_type != TOTAL)
                .map(|c| c.product_name.as_str())
                .collect();
            let counts = |charge: &&Charge| {
                charge.charge_type != TOTAL || !parted.contains(charge.product_name.as_str())
            };
            let charges: Vec<&Charge> = of.charges.iter().filter(counts).collect();
            for charge in &charges {
                let (usage_type, operation) = (&*charge.product_name, &*charge.charge_type);
                let row = Row { usage_type, operation, ..base.clone() };
                self.add(row, number(&charge.cost), into)?;
            }
            let parts: Option<Vec<Number>> = charges.iter().map(|c| number(&c.cost)).collect();
            let rest =
                number(&of.total_cost).zip(parts.and_then(sum)).and_then(|(a, b)| a.minus(b));
            if rest.is_none_or(|rest| !rest.is_zero()) {
                self.add(Row { record: Record::Adjustment, ..base }, rest, into)?;
            }
        }
        Ok(())
    }

    fn add(
        &self,
        row: Row<'_>,
        billed: Option<Number>,
        into: &mut Collector,
    ) -> Result<(), Diagnostic> {
        let billed = billed.ok_or_else(|| self.bad(1, "a cost is not an amount"))?;
        let row = Row { billed, effective: billed, ..row };
        if row.month.len() != 7 {
            return Err(self.bad(1, "the invoice has no date of its start"));
        }
        into.add(&row, self.file, &format!("{} invoice", row.provider)).map_err(|why| match why {
            Refused::TooLarge => self.bad(1, "a sum does not fit 28 digits"),
            Refused::Currency(a, b) => self.bad(1, &format!("the bill mixes {a} and {b}")),
            Refused::Format(known, _) => {
                let message = format!("{}: {} is here as {known} already", self.name, row.month);
                Diagnostic::new(Code::BillTwice, message).help("give one invoice of a month")
            }
        })
    }
}

/// A row of a vendor that says nothing yet.
fn vendor<'a>(service: &'static str, provider: &'static str, month: &'a str) -> Row<'a> {
    Row {
        month,
        environment: "",
        resource: "",
        account: "",
        product: service,
        service,
        usage_type: "",
        operation: "",
        region: "",
        record: Record::Usage,
        unit: "",
        seller: provider,
        provider,
        payer: "",
        invoiced: true,
        correction: false,
        currency: "USD",
        quantity: None,
        list: None,
        billed: Number::ZERO,
        effective: Number::ZERO,
        start: None,
        end: None,
        rows: 1,
    }
}
