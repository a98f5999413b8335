//! Invoices of MongoDB Atlas: as the Admin API gives one (JSON), or as CSV.
//!
//! An invoice is the one public source of Atlas prices outside Virginia. Its lines
//! carry the list price of a unit; a discount of the contract stands beside it and
//! is not read.

use super::{Line, Lines, Table, day};
use crate::diagnostic::Diagnostic;
use crate::price_update::malformed;
use crate::quantity::Number;
use serde_json::Value;

const SERVICE: &str = "MongoDBAtlas";
const SOURCE: (&str, &str) = ("high", "atlas-invoice");
/// What the column of the unit price is called.
pub const PRICES: [&str; 4] =
    ["unit price", "unit price dollars", "unitpricedollars", "unit price usd"];

pub fn invoice(name: &str, document: &Value) -> Result<Lines, Diagnostic> {
    let items = document.get("lineItems").and_then(Value::as_array);
    let items = items.ok_or_else(|| malformed(name, None, "`lineItems` is no list"))?;
    let lines = items.iter().map(|item| {
        let text = |key: &str| match item.get(key) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        Line {
            price: text("unitPriceDollars"),
            unit: text("unit"),
            region: region(&text("region")),
            date: day(&[text("startDate"), text("created")]
                .into_iter()
                .find(|d| !d.is_empty())
                .unwrap_or_default()),
            ..line(&text("sku"))
        }
    });
    Ok(Lines { source: SOURCE, lines: lines.collect() })
}

pub fn table(name: &str, text: &str) -> Result<Lines, Diagnostic> {
    let mut lines = Vec::new();
    Table::of(name, text)?.rows(|field| {
        let sku = field(&["sku"]);
        // Sums stand below the lines.
        if !sku.is_empty() {
            lines.push(Line {
                price: field(&PRICES),
                unit: field(&["unit", "units"]),
                region: region(&field(&["region", "aws region"])),
                date: day(&field(&["usage date", "start date", "date"])),
                ..line(&sku)
            });
        }
    })?;
    Ok(Lines { source: SOURCE, lines })
}

/// A line of a SKU; invoices of before 2023 call them `NDS_AWS_…`.
pub(super) fn line(sku: &str) -> Line {
    let name = match sku.strip_prefix("NDS_AWS_INSTANCE_") {
        Some(tier) => format!("ATLAS_AWS_INSTANCE_{tier}"),
        None => sku.to_owned(),
    };
    Line { service: SERVICE, name, currency: "USD".to_owned(), per: Number::ONE, ..Line::default() }
}

/// `AP_NORTHEAST_1` as AWS writes it.
pub(super) fn region(written: &str) -> String {
    let bare = written.trim().to_lowercase().replace('_', "-");
    bare.strip_prefix("aws-").map_or(bare.clone(), str::to_owned)
}
