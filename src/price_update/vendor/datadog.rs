//! Datadog: the answer of its product catalogue, or an invoice as CSV.

use super::{Line, Lines, Table, day};
use crate::diagnostic::Diagnostic;
use crate::price_update::malformed;
use crate::quantity::Number;
use serde_json::Value;

const SERVICE: &str = "Datadog";
/// What the columns of a product and of its unit price are called.
pub const NAMES: [&str; 4] = ["product", "product name", "item", "sku name"];
pub const PRICES: [&str; 4] = ["unit price", "list price", "rate", "price per unit"];

/// `GET /api/v2/product-catalog/skus`: list prices on demand.
pub fn skus(name: &str, document: &Value) -> Result<Lines, Diagnostic> {
    let list = document.get("data").and_then(Value::as_array);
    let list = list.ok_or_else(|| malformed(name, None, "`data` is no list"))?;
    let lines = list.iter().map(|sku| {
        let text = |key: &str| {
            let value = sku.pointer(&format!("/attributes/{key}"));
            value.and_then(Value::as_str).unwrap_or("").to_owned()
        };
        let per = sku.pointer("/attributes/number_of_units_included_in_price");
        let per = per.and_then(Value::as_u64).map(Number::from).unwrap_or(Number::ZERO);
        let refused = match text("pricing_type").as_str() {
            "percent" => Some("a percentage of other lines, not a price per quantity"),
            _ if sku.pointer("/attributes/on_demand_tiered").is_some_and(|t| !t.is_null()) => {
                Some("its tiers are blocks that are not read")
            }
            _ if per.is_zero() => Some("it does not say for how many units the price is"),
            _ => None,
        };
        Line {
            service: SERVICE,
            name: sku.get("id").and_then(Value::as_str).unwrap_or("").to_owned(),
            term: "on-demand".to_owned(),
            unit: text("billing_units"),
            price: text("on_demand_list_price"),
            currency: text("currency"),
            per,
            date: day(&text("as_of_date")),
            refused: refused.map(str::to_owned),
            ..Line::default()
        }
    });
    Ok(Lines { source: ("high", "datadog-product-catalog"), lines: lines.collect() })
}

/// An invoice, or the table of the plan page.
pub fn table(name: &str, text: &str) -> Result<Lines, Diagnostic> {
    let mut lines = Vec::new();
    Table::of(name, text)?.rows(|field| {
        let currency = field(&["currency"]);
        lines.push(Line {
            service: SERVICE,
            name: field(&NAMES),
            term: term(&field(&["term", "billing", "commitment"])),
            unit: field(&["unit", "units"]),
            price: field(&PRICES).trim_start_matches('$').to_owned(),
            currency: if currency.is_empty() { "USD".to_owned() } else { currency },
            per: Number::ONE,
            date: day(&field(&["date", "month", "start date", "usage date"])),
            ..Line::default()
        });
    })?;
    Ok(Lines { source: ("high", "datadog-invoice"), lines })
}

/// The term as the catalogue calls it.
fn term(written: &str) -> String {
    match written.to_lowercase().replace([' ', '_'], "-").as_str() {
        "annual" | "annually" | "yearly" | "commit" | "committed" => "annual".to_owned(),
        "month-to-month" | "monthly" => "monthly".to_owned(),
        "" | "hourly" | "on-demand" => "on-demand".to_owned(),
        other => other.to_owned(),
    }
}
