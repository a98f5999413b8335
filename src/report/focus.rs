//! An estimate as FOCUS 1.2 rows: the columns in which AWS and others export
//! the month that happened, so that the two can be laid side by side.
//!
//! One charge is one row, its free part in it. An estimate applies no discount
//! in USD, so billed, effective and contracted cost are one number. FOCUS has
//! no place for what has no price or was not stated: those have no row, and
//! the caller says how many.

use crate::bill::{Category, Charge};
use crate::calendar::Period;
use crate::catalog::Kind;
use crate::prices::Book;
use crate::quantity::Number;
use crate::report::Estimate;
use crate::report::csv::{number_or, text, text_or, write};
use crate::report::focus_names::{Seller, seller, service, unit};
use std::collections::BTreeMap;
use std::sync::Arc;

/// FOCUS's columns in its order, then ours.
pub(super) const HEADER: [&str; 50] = [
    "BilledCost",
    "BillingAccountId",
    "BillingAccountName",
    "BillingCurrency",
    "BillingPeriodEnd",
    "BillingPeriodStart",
    "ChargeCategory",
    "ChargeClass",
    "ChargeDescription",
    "ChargeFrequency",
    "ChargePeriodEnd",
    "ChargePeriodStart",
    "CommitmentDiscountStatus",
    "ConsumedQuantity",
    "ConsumedUnit",
    "ContractedCost",
    "ContractedUnitPrice",
    "EffectiveCost",
    "InvoiceId",
    "InvoiceIssuerName",
    "ListCost",
    "ListUnitPrice",
    "PricingCategory",
    "PricingCurrency",
    "PricingCurrencyContractedUnitPrice",
    "PricingCurrencyEffectiveCost",
    "PricingCurrencyListUnitPrice",
    "PricingQuantity",
    "PricingUnit",
    "ProviderName",
    "PublisherName",
    "RegionId",
    "RegionName",
    "ResourceId",
    "ResourceName",
    "ResourceType",
    "ServiceCategory",
    "ServiceName",
    "ServiceSubcategory",
    "SkuId",
    "SkuMeter",
    "SkuPriceDetails",
    "SkuPriceId",
    "SubAccountId",
    "SubAccountName",
    "Tags",
    "x_Environment",
    "x_Operation",
    "x_ServiceCode",
    "x_UsageType",
];

/// How things are called: what FOCUS wants and a bill does not hold.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// Titles of kinds.
    pub kinds: &'a BTreeMap<Arc<str>, Arc<Kind>>,
    /// Names of regions.
    pub book: &'a Book,
}

/// The account of a row that states none. FOCUS allows no empty one.
const NO_ACCOUNT: &str = "estimate";

/// The estimate as FOCUS 1.2 CSV. `None` for the average month: every row has
/// dates and the average month has none.
pub fn estimate_focus(e: &Estimate, names: &Names) -> Option<String> {
    let Ok(Period::Month { year, month }) = Period::parse(&e.bill.period.label) else {
        return None;
    };
    let bound = |year: i16, month: i8| format!("{year:04}-{month:02}-01T00:00:00Z");
    let start = bound(year, month);
    let end = if month == 12 { bound(year + 1, 1) } else { bound(year, month + 1) };
    let rows = e.bill.charges.iter().map(|c| row(c, &e.bill.currency, &start, &end, names));
    Some(write(&HEADER, rows))
}

fn row(c: &Charge, currency: &str, start: &str, end: &str, names: &Names) -> [String; 50] {
    let key = c.key.as_ref();
    let cost = c.cost.expected;
    let Seller { provider, publisher, issuer } = seller(c.seller());
    let (category, frequency) = match category(c.category) {
        // What takes a commitment back from covered usage is no purchase.
        ("Purchase", _) if c.billed_cost.is_some_and(Number::is_negative) => {
            ("Adjustment", "One-Time")
        }
        known => known,
    };
    let service = service(key.map_or("", |key| &*key.service));
    let quantity = c.quantity.expected;
    let unit = unit(&c.unit);
    let usage = c.category == Category::Usage;
    // `global` is no region: FOCUS leaves it empty.
    let region = key.map(|key| &*key.region).filter(|region| *region != "global");
    let region_name = region.map(|code| names.book.region(code).map_or(code, |r| &*r.location));
    let kind = names.kinds.get(&c.kind).map_or(&*c.kind, |kind| &*kind.title);
    let account = c.account.as_deref();
    // A commitment is bought without a price of the book.
    let own = || format!("{}/{}", c.kind, c.meter);
    let sku = text(&c.price.as_ref().map_or_else(own, |price| price.key.path()));
    let meter = key.map(|key| &*key.usage_type).filter(|meter| !meter.is_empty());
    // Tax has no price, nor has what comes without a unit; no price is below 0.
    let taxed = c.category == Category::Tax;
    let priced = !taxed && !unit.is_empty();
    let price = |of| each(c, of).filter(|each| priced && !each.is_negative());
    let (contracted, list) = (price(cost), price(c.list_cost.expected));
    // A credit or a discount on many things is on no SKU.
    let bare = taxed || (meter.is_none() && matches!(category, "Credit" | "Adjustment"));
    let (sku, meter) = if bare { (String::new(), None) } else { (sku, meter) };
    [
        c.billed_cost.unwrap_or(cost).to_string(),
        text(account.unwrap_or(NO_ACCOUNT)),
        String::new(),
        currency.to_owned(),
        end.to_owned(),
        start.to_owned(),
        category.to_owned(),
        String::new(),
        text(&format!("{kind}: {}", c.meter)),
        frequency.to_owned(),
        end.to_owned(),
        start.to_owned(),
        String::new(),
        number_or(usage.then_some(quantity)),
        if usage { unit.clone() } else { String::new() },
        cost.to_string(),
        number_or(contracted),
        cost.to_string(),
        String::new(),
        issuer.to_owned(),
        c.list_cost.expected.to_string(),
        number_or(list),
        if taxed { String::new() } else { pricing(meter).to_owned() },
        currency.to_owned(),
        number_or(contracted),
        cost.to_string(),
        number_or(list),
        number_or(priced.then_some(quantity)),
        if priced { unit } else { String::new() },
        provider.to_owned(),
        publisher.to_owned(),
        text_or(region),
        text_or(region_name),
        text(&format!("{}/{}", c.environment, c.resource)),
        text(&c.resource),
        text(kind),
        service.category.to_owned(),
        if service.name.is_empty() { provider } else { service.name }.to_owned(),
        service.subcategory.to_owned(),
        sku.clone(),
        text_or(meter),
        String::new(),
        sku,
        text_or(account),
        text_or(account),
        tags(c),
        text(&c.environment),
        text_or(key.map(|key| &*key.operation)),
        text_or(key.map(|key| &*key.service)),
        text_or(meter),
    ]
}

/// Category and frequency in FOCUS's words; it has no support and no refunds.
fn category(category: Category) -> (&'static str, &'static str) {
    match category {
        Category::Usage => ("Usage", "Usage-Based"),
        Category::Purchase | Category::Support => ("Purchase", "Recurring"),
        Category::Tax => ("Tax", "Recurring"),
        Category::Credit => ("Credit", "One-Time"),
        Category::Refund | Category::Adjustment => ("Adjustment", "One-Time"),
    }
}

/// Spot prices move with the market.
fn pricing(usage_type: Option<&str>) -> &'static str {
    match usage_type.is_some_and(|usage_type| usage_type.contains("SpotUsage")) {
        true => "Dynamic",
        false => "Standard",
    }
}

/// The unit price whose product with the quantity is `cost`: the price itself
/// where it is, else the average, with every digit. Without a quantity the
/// price of the first unit.
fn each(c: &Charge, cost: Number) -> Option<Number> {
    let first = c.price.as_ref().and_then(|price| price.first()).map(|usd| usd.expected);
    let quantity = c.quantity.expected;
    match first {
        Some(first) if first.times(quantity) == Some(cost) => Some(first),
        _ => cost.over(quantity),
    }
}

/// The tags of the file as a JSON object; empty without any.
fn tags(c: &Charge) -> String {
    if c.tags.is_empty() {
        return String::new();
    }
    let tags: BTreeMap<&str, &str> = c.tags.iter().map(|(k, v)| (&**k, &**v)).collect();
    serde_json::to_string(&tags).unwrap_or_default()
}
