//! An estimate as JSON: the contract that other programs rely on.
//!
//! Fields have a fixed order and are never removed or retyped within a schema
//! number. Decimals are JSON numbers with every digit. The keys stay English.

use crate::bill::{Bill, Category, Caveat, Charge, Origin, Price, Unpriced, UnsetUsage};
use crate::estimate::{Fx, Invoice, Statement};
use crate::prices::Identity;
use crate::quantity::{Cases, Number};
use crate::report::Estimate;
use crate::report::Made;
use crate::report::amounts::{unit_price, unit_price_cases};
use crate::report::lines;
use crate::report::notes::every_caveat;
use crate::report::record::Record;
use serde::Serialize;
use std::collections::BTreeMap;

/// Number of the schema of every JSON output.
pub(super) const SCHEMA: u32 = 1;

/// The estimate as JSON: a line for each charge, a newline at the end.
pub fn estimate_json(e: &Estimate) -> String {
    let mut out = Vec::new();
    // Writing to memory cannot fail.
    let _ = write_estimate_json(e, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// The same, written as it is made: a bill of 100,000 resources is 100 MB.
pub fn write_estimate_json(e: &Estimate, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    let bill = e.bill;
    let total = bill.total();
    let mut object = lines::Object::new(out);
    object.field("schema", &SCHEMA)?;
    object.field("kanjo", &e.made.version)?;
    object.field("project", &e.project)?;
    object.field("currency", &&*bill.currency)?;
    object.field("period", &PeriodJson { month: &bill.period.label, hours: bill.period.hours })?;
    object.field("complete", &(bill.is_complete() && total.is_some()))?;
    object.field("prices", &prices(&e.made))?;
    object.field("totals", &totals(total))?;
    object.each("charges", &bill.charges, charge)?;
    object.field("unpriced", &bill.unpriced.iter().map(unpriced).collect::<Vec<_>>())?;
    object.each("unset_usage", &bill.unset, unset)?;
    object.field("caveats", &every_caveat(bill).into_iter().map(caveat).collect::<Vec<_>>())?;
    if let Some(coverage) = e.coverage {
        object.field("coverage", &super::coverage::json(coverage))?;
    }
    if let Some(made) = e.statement {
        object.field("statement", &statement(made))?;
    }
    object.end()
}

/// A value as JSON text. Every number is a `RawValue` of digits and every key
/// is text, so that writing cannot fail; if it did, nothing is printed rather
/// than half of it.
pub(super) fn pretty(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    let _ = lines::write(value, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// Tags without a copy.
struct TagsJson<'a>(&'a BTreeMap<std::sync::Arc<str>, std::sync::Arc<str>>);

impl Serialize for TagsJson<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (&**key, &**value)))
    }
}

#[derive(Serialize)]
struct PeriodJson<'a> {
    month: &'a str,
    hours: Number,
}

#[derive(Serialize)]
pub(super) struct PricesJson<'a> {
    book: &'a str,
    sha256: &'a str,
    oldest: &'a str,
    newest: &'a str,
}

/// The identity of the book.
pub(super) fn prices<'a>(made: &Made<'a>) -> PricesJson<'a> {
    let Identity { name, sha256, oldest, newest } = made.book;
    PricesJson { book: name, sha256, oldest, newest }
}

/// `null` where the sum does not fit.
#[derive(Serialize)]
struct TotalsJson {
    low: Option<Number>,
    expected: Option<Number>,
    high: Option<Number>,
}

fn totals(total: Option<Cases<Number>>) -> TotalsJson {
    TotalsJson {
        low: total.map(|t| t.low),
        expected: total.map(|t| t.expected),
        high: total.map(|t| t.high),
    }
}

/// A charge on one line.
fn charge(c: &Charge, out: &mut Vec<u8>) {
    let key = c.key.as_ref();
    let mut line = Record::begin(out);
    line.text("environment", &c.environment);
    line.text_or_null("account", c.account.as_deref());
    line.text("resource", &c.resource);
    line.text("kind", &c.kind);
    line.text("meter", &c.meter);
    line.text("category", category(c.category));
    line.text_or_null("service_code", key.map(|key| &*key.service));
    line.text_or_null("region", key.map(|key| &*key.region));
    line.text_or_null("usage_type", key.map(|key| &*key.usage_type));
    line.text_or_null("operation", key.map(|key| &*key.operation));
    line.number("quantity", c.quantity.expected);
    line.number("quantity_low", c.quantity.low);
    line.number("quantity_high", c.quantity.high);
    line.text("unit", &c.unit);
    line.number_or_null("unit_price", unit_price(c));
    line.number("list_cost", c.list_cost.expected);
    line.number("cost", c.cost.expected);
    line.number("low", c.cost.low);
    line.number("high", c.cost.high);
    line.text("formula", &c.formula);
    line.text_or_null("pool", c.pool.as_deref());
    line.object("price", c.price.as_deref(), |p, inside| price(c, p, inside));
    line.text_or_null("off_hours", c.off_hours.map(|off_hours| off_hours.name()));
    line.text_or_null("schedule", c.schedule.as_deref());
    line.value("tags", &TagsJson(&c.tags));
    line.value("caveats", &c.caveats.iter().map(caveat).collect::<Vec<_>>());
    line.object("at", c.at.as_deref(), |at, inside| {
        inside.text("file", &at.file);
        inside.number("line", Number::from(at.line as u64));
        inside.number("column", Number::from(at.column as u64));
        inside.text_or_null("address", at.address.as_deref());
    });
    line.end();
}

/// FOCUS's names of the charge categories, and ours.
pub(super) fn category(category: Category) -> &'static str {
    match category {
        Category::Usage => "Usage",
        Category::Purchase => "Purchase",
        Category::Tax => "Tax",
        Category::Credit => "Credit",
        Category::Refund => "Refund",
        Category::Support => "Support",
        Category::Adjustment => "Adjustment",
    }
}

fn price(charge: &Charge, price: &Price, inside: &mut Record<'_>) {
    let [low, high] = unit_price_cases(charge, price);
    inside.text("kind", price_kind(charge, price));
    // Unit price at list in the low and the high case.
    inside.number_or_null("low", low);
    inside.number_or_null("high", high);
    inside.text("as_of", &price.as_of);
    inside.text("confidence", &price.confidence);
    inside.text("source", &price.source);
}

/// A price does not say whether its tiers are packages: the meter does. So the
/// cost tells: it is that of the bracket and not that of the ladder.
fn price_kind(charge: &Charge, price: &Price) -> &'static str {
    if price.is_estimated() {
        return "estimated";
    }
    if price.is_flat() {
        return "flat";
    }
    let (quantity, list) = (charge.quantity.expected, Some(charge.list_cost.expected));
    let expected = |cost: Option<Cases<Number>>| cost.map(|cost| cost.expected);
    let bracket = expected(price.package(quantity));
    let ladder = expected(price.cost(quantity, Number::ZERO));
    if bracket == list && ladder != list { "package" } else { "tiered" }
}

#[derive(Serialize)]
struct OriginJson<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    address: Option<&'a str>,
}

fn origin(at: &Origin) -> OriginJson<'_> {
    OriginJson { file: &at.file, line: at.line, column: at.column, address: at.address.as_deref() }
}

#[derive(Serialize)]
struct CaveatJson<'a> {
    code: &'static str,
    message: &'a str,
    resource: Option<&'a str>,
    at: Option<OriginJson<'a>>,
}

fn caveat(caveat: &Caveat) -> CaveatJson<'_> {
    CaveatJson {
        code: caveat.code.name(),
        message: &caveat.message,
        resource: caveat.resource.as_deref(),
        at: caveat.at.as_deref().map(origin),
    }
}

#[derive(Serialize)]
struct UnpricedJson<'a> {
    environment: &'a str,
    resource: &'a str,
    kind: &'a str,
    meter: &'a str,
    key: &'a str,
    quantity: Option<Number>,
    unit: &'a str,
    code: &'static str,
    why: &'a str,
    at: Option<OriginJson<'a>>,
}

fn unpriced(line: &Unpriced) -> UnpricedJson<'_> {
    UnpricedJson {
        environment: &line.environment,
        resource: &line.resource,
        kind: &line.kind,
        meter: &line.meter,
        key: &line.key,
        quantity: line.quantity.map(|quantity| quantity.expected),
        unit: &line.unit,
        code: line.code.name(),
        why: &line.why,
        at: line.at.as_deref().map(origin),
    }
}

fn unset(usage: &UnsetUsage, out: &mut Vec<u8>) {
    let mut line = Record::begin(out);
    line.text("environment", &usage.environment);
    line.text("resource", &usage.resource);
    line.text("kind", &usage.kind);
    line.text("meter", &usage.meter);
    line.text("input", &usage.input);
    line.text("unit", &usage.unit);
    line.number_or_null("unit_price", usage.unit_price);
    line.end();
}

#[derive(Serialize)]
struct StatementJson<'a> {
    currency: &'a str,
    fx: Option<FxJson<'a>>,
    invoices: Vec<InvoiceJson<'a>>,
    total: Number,
}

#[derive(Serialize)]
struct FxJson<'a> {
    rate: Number,
    currency: &'a str,
    date: Option<&'a str>,
    source: Option<&'a str>,
}

#[derive(Serialize)]
struct InvoiceJson<'a> {
    seller: &'a str,
    usd: Number,
    discount: Number,
    net: Number,
    tax_rate: Number,
    tax: Number,
    total: Number,
}

fn statement(statement: &Statement) -> StatementJson<'_> {
    StatementJson {
        currency: &statement.currency,
        fx: statement.fx.as_ref().map(|Fx { rate, currency, date, source }| FxJson {
            rate: *rate,
            currency,
            date: date.as_deref(),
            source: source.as_deref(),
        }),
        invoices: statement.invoices.iter().map(invoice).collect(),
        total: statement.total,
    }
}

fn invoice(invoice: &Invoice) -> InvoiceJson<'_> {
    let Invoice { seller, usd, discount, net, tax_rate, tax, total } = invoice;
    InvoiceJson {
        seller,
        usd: *usd,
        discount: *discount,
        net: *net,
        tax_rate: *tax_rate,
        tax: *tax,
        total: *total,
    }
}

/// The plain total of a bill, for outputs that name one bill by it.
pub(super) fn expected(bill: &Bill) -> Option<Number> {
    bill.total().map(|total| total.expected)
}
