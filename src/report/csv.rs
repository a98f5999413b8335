//! An estimate as CSV (RFC 4180): one charge a row, under a fixed header.
//!
//! What has no price and what nobody stated stand below the charges with an
//! empty cost: a sum over the column is the total, and nothing is silent.

use crate::bill::{Bill, Caveat, Charge, Tags, Unpriced, UnsetUsage};
use crate::diagnostic::Code;
use crate::quantity::Number;
use crate::report::Estimate;
use crate::report::amounts::unit_price;
use crate::report::json::category;
use csv::{Terminator, WriterBuilder};

const HEADER: [&str; 32] = [
    "environment",
    "account",
    "resource",
    "kind",
    "meter",
    "category",
    "service_code",
    "region",
    "usage_type",
    "operation",
    "quantity",
    "quantity_low",
    "quantity_high",
    "unit",
    "unit_price",
    "list_cost",
    "cost",
    "low",
    "high",
    "currency",
    "formula",
    "pool",
    "price_as_of",
    "price_confidence",
    "price_source",
    "off_hours",
    "schedule",
    "tags",
    "caveats",
    "file",
    "line",
    "note",
];

/// The estimate as CSV.
pub fn estimate_csv(e: &Estimate) -> String {
    let bill = e.bill;
    let charges = bill.charges.iter().map(|line| charge(line, bill));
    let unpriced = bill.unpriced.iter().map(unpriced);
    let unset = bill.unset.iter().map(unset);
    write(&HEADER, charges.chain(unpriced).chain(unset))
}

/// Rows under a header; in memory, where writing cannot fail.
pub(super) fn write<const N: usize>(
    header: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let mut written = writer.write_record(header);
    for row in rows {
        written = written.and_then(|()| writer.write_record(&row));
    }
    let bytes = written.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// Text that a spreadsheet does not run: names come from strangers, and a cell
/// that starts like a formula gets a quote in front.
pub(super) fn text(value: &str) -> String {
    match value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{value}"),
        false => value.to_owned(),
    }
}

pub(super) fn text_or(value: Option<&str>) -> String {
    value.map_or_else(String::new, text)
}

pub(super) fn number_or(value: Option<Number>) -> String {
    value.map_or_else(String::new, |n| n.to_string())
}

fn charge(c: &Charge, bill: &Bill) -> [String; 32] {
    let key = c.key.as_ref();
    let price = c.price.as_deref();
    let at = c.at.as_deref();
    [
        text(&c.environment),
        text_or(c.account.as_deref()),
        text(&c.resource),
        text(&c.kind),
        text(&c.meter),
        text(category(c.category)),
        text_or(key.map(|key| &*key.service)),
        text_or(key.map(|key| &*key.region)),
        text_or(key.map(|key| &*key.usage_type)),
        text_or(key.map(|key| &*key.operation)),
        c.quantity.expected.to_string(),
        c.quantity.low.to_string(),
        c.quantity.high.to_string(),
        text(&c.unit),
        number_or(unit_price(c)),
        c.list_cost.expected.to_string(),
        c.cost.expected.to_string(),
        c.cost.low.to_string(),
        c.cost.high.to_string(),
        text(&bill.currency),
        text(&c.formula),
        text_or(c.pool.as_deref()),
        text_or(price.map(|price| &*price.as_of)),
        text_or(price.map(|price| &*price.confidence)),
        text_or(price.map(|price| &*price.source)),
        text_or(c.off_hours.map(|off_hours| off_hours.name())),
        text_or(c.schedule.as_deref()),
        text(&tags(&c.tags)),
        text(&codes(&c.caveats)),
        text_or(at.map(|at| &*at.file)),
        at.map_or_else(String::new, |at| at.line.to_string()),
        String::new(),
    ]
}

/// `Env=prod;Project=web`.
fn tags(tags: &Tags) -> String {
    let tags: Vec<String> = tags.iter().map(|(name, value)| format!("{name}={value}")).collect();
    tags.join(";")
}

fn codes(caveats: &[Caveat]) -> String {
    let mut codes: Vec<&str> = caveats.iter().map(|caveat| caveat.code.name()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.join(";")
}

/// What a row that is no charge says; the cost stays empty.
struct Empty<'a> {
    environment: &'a str,
    resource: &'a str,
    kind: &'a str,
    meter: &'a str,
    quantity: Option<Number>,
    unit: &'a str,
    unit_price: Option<Number>,
    note: &'a str,
    code: Code,
    file: Option<&'a str>,
    line: Option<usize>,
}

fn unpriced(line: &Unpriced) -> [String; 32] {
    let at = line.at.as_deref();
    empty(&Empty {
        environment: &line.environment,
        resource: &line.resource,
        kind: &line.kind,
        meter: &line.meter,
        quantity: line.quantity.map(|quantity| quantity.expected),
        unit: &line.unit,
        unit_price: None,
        note: &format!("{} ({})", line.why, line.key),
        code: line.code,
        file: at.map(|at| &*at.file),
        line: at.map(|at| at.line),
    })
}

fn unset(usage: &UnsetUsage) -> [String; 32] {
    empty(&Empty {
        environment: &usage.environment,
        resource: &usage.resource,
        kind: &usage.kind,
        meter: &usage.meter,
        quantity: None,
        unit: &usage.unit,
        unit_price: usage.unit_price,
        note: &usage.input,
        code: Code::UsageUnset,
        file: None,
        line: None,
    })
}

fn empty(row: &Empty) -> [String; 32] {
    HEADER.map(|column| match column {
        "environment" => text(row.environment),
        "resource" => text(row.resource),
        "kind" => text(row.kind),
        "meter" => text(row.meter),
        "quantity" => number_or(row.quantity),
        "unit" => text(row.unit),
        "unit_price" => number_or(row.unit_price),
        "caveats" => text(row.code.name()),
        "file" => text_or(row.file),
        "note" => text(row.note),
        "line" => row.line.map_or_else(String::new, |line| line.to_string()),
        _ => String::new(),
    })
}
