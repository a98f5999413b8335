//! A FOCUS export of Atlas, Datadog or Sentry: the list price of each usage row.

use super::{Line, Lines, Table, atlas, day};
use crate::diagnostic::Diagnostic;
use crate::price_update::malformed;
use crate::quantity::Number;

pub fn table(name: &str, text: &str) -> Result<Lines, Diagnostic> {
    let (mut lines, mut sellers) = (Vec::new(), Vec::new());
    Table::of(name, text)?.rows(|field| {
        let value = |names: &[&str]| Some(field(names)).filter(|v| v != "NULL").unwrap_or_default();
        if !matches!(field(&["chargecategory"]).as_str(), "Usage" | "") {
            return;
        }
        let seller = value(&["serviceprovidername", "providername", "publishername"]);
        let service = match seller.to_lowercase() {
            s if s.contains("mongodb") => "MongoDBAtlas",
            s if s.contains("datadog") => "Datadog",
            s if s.contains("sentry") => "Sentry",
            _ => {
                sellers.push(seller);
                return;
            }
        };
        let sku = [value(&["skuid"]), value(&["skupriceid"])].into_iter().find(|s| !s.is_empty());
        let sku = sku.unwrap_or_default();
        let known = if service == "MongoDBAtlas" { atlas::line(&sku).name } else { sku };
        lines.push(Line {
            service,
            name: known,
            term: if service == "Datadog" { "on-demand".to_owned() } else { String::new() },
            region: atlas::region(&value(&["regionid"])),
            unit: value(&["pricingunit"]),
            price: value(&["listunitprice"]),
            currency: value(&["pricingcurrency", "billingcurrency"]),
            per: Number::ONE,
            date: day(&value(&["chargeperiodstart"])),
            ..Line::default()
        });
    })?;
    if lines.is_empty() {
        sellers.dedup();
        sellers.truncate(3);
        let why = format!("no row is of MongoDB, Datadog or Sentry: {}", sellers.join(", "));
        return Err(malformed(name, None, why));
    }
    Ok(Lines { source: ("high", "focus-export"), lines })
}
