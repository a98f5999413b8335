//! Reserved Instances: what an hour costs when the term is paid for.
//!
//! An offer writes a reservation as two rows, an amount once and one an hour. Both
//! are paid whether the instance runs or not, so they are one rate: the amount an
//! hour plus what was paid before over the hours of the term. So a reservation
//! stands in the book beside the rates of Savings Plans and is compared with them.

use crate::price_update::OfferRow;
use crate::price_update::collect::{RateKey, price};
use crate::quantity::Number;
use std::collections::{BTreeMap, BTreeSet};

/// The service that rates of reservations have in a book.
const SERVICE: &str = "ReservedInstances";
/// Of a year, as AWS counts the hours of a term.
const HOURS: u64 = 8760;

/// What is signed: `RI:1yrNoUpfront`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    pub plan: String,
    years: u64,
}

impl Lease {
    /// `None` for what is not sold any more, and for what is no reservation.
    pub fn of(length: &str, option: &str, class: &str) -> Option<Lease> {
        let years = match length {
            "1yr" | "1 yr" => 1,
            "3yr" | "3 yr" => 3,
            _ => return None,
        };
        let option = match option {
            "No Upfront" => "NoUpfront",
            "Partial Upfront" => "PartialUpfront",
            "All Upfront" => "AllUpfront",
            _ => return None,
        };
        // Only EC2 has classes.
        let family = match class {
            "standard" | "" => "RI",
            "convertible" => "ConvertibleRI",
            _ => return None,
        };
        Some(Lease { plan: format!("{family}:{years}yr{option}"), years })
    }
}

/// Price and currency.
type Amount = (String, String);

#[derive(Clone, Debug, Default)]
struct Parts {
    years: u64,
    as_of: String,
    hourly: Vec<Amount>,
    once: Vec<Amount>,
    /// Of a row that is neither.
    unit: Option<String>,
}

/// Rows of reservations, by key and SKU. Most keys have one SKU with one amount, and
/// there are a hundred thousand of them: lists, because trees have room for eleven.
#[derive(Debug, Default)]
pub struct Reserved(BTreeMap<RateKey, Vec<(String, Parts)>>);

impl Reserved {
    pub fn take(&mut self, row: &OfferRow<'_>, region: &str, lease: &Lease, as_of: String) {
        let key = (
            SERVICE.to_owned(),
            region.to_owned(),
            format!("{}/{}/{}", lease.plan, row.service, row.usage_type),
            row.operation.to_owned(),
        );
        let skus = self.0.entry(key).or_default();
        if !skus.iter().any(|(sku, _)| sku == row.sku) {
            skus.push((row.sku.to_owned(), Parts::default()));
        }
        let Some((_, parts)) = skus.iter_mut().find(|(sku, _)| sku == row.sku) else { return };
        parts.years = lease.years;
        parts.as_of = as_of;
        let amounts = match row.unit {
            "Hrs" | "Hours" | "Hr" => &mut parts.hourly,
            "Quantity" => &mut parts.once,
            other => {
                parts.unit = Some(other.to_owned());
                return;
            }
        };
        let amount = (row.price.to_owned(), row.currency.to_owned());
        if !amounts.contains(&amount) {
            amounts.push(amount);
        }
    }

    /// USD an hour and the date, or what is wrong, of each key.
    pub fn rates(&self) -> impl Iterator<Item = (&RateKey, Result<(String, String), String>)> {
        self.0.iter().map(|(key, skus)| {
            let mut found = BTreeSet::new();
            for (_, parts) in skus {
                match parts.rate() {
                    Ok(rate) => found.insert((rate, parts.as_of.clone())),
                    Err(why) => return (key, Err(why)),
                };
            }
            let mut found = found.into_iter();
            let one = match (found.next(), found.next()) {
                (Some(one), None) => Ok(one),
                _ => Err("two rates for one key".to_owned()),
            };
            (key, one)
        })
    }
}

impl Parts {
    fn rate(&self) -> Result<String, String> {
        if let Some(unit) = &self.unit {
            return Err(format!("the unit `{unit}` is not known"));
        }
        let (hourly, once) = (one(&self.hourly)?, one(&self.once)?);
        if self.hourly.is_empty() && self.once.is_empty() {
            return Err("it has no price".to_owned());
        }
        let hours = Number::from(HOURS * self.years);
        let rate = once.over(hours).and_then(|before| hourly.plus(before));
        Ok(rate.ok_or("the rate does not fit")?.round(10).to_string())
    }
}

/// The one amount; 0 where the term has none of the kind.
fn one(amounts: &[Amount]) -> Result<Number, String> {
    let mut amounts = amounts.iter();
    match (amounts.next(), amounts.next()) {
        (None, _) => Ok(Number::ZERO),
        (Some((usd, currency)), None) => price(usd, currency),
        _ => Err("two prices under one rate".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(rows: &[(&str, &str, &str)]) -> Vec<Result<(String, String), String>> {
        let mut reserved = Reserved::default();
        let lease = Lease::of("1yr", "Partial Upfront", "").expect("a lease");
        for (sku, unit, price) in rows {
            let row = OfferRow {
                sku,
                service: "AmazonRDS",
                region: "ap-northeast-1",
                usage_type: "APN1-InstanceUsage:db.r6g.large",
                operation: "CreateDBInstance:0021",
                unit,
                begin: "0",
                end: "Inf",
                price,
                currency: "USD",
            };
            reserved.take(&row, row.region, &lease, "2026-11-20".to_owned());
        }
        reserved.rates().map(|(_, rate)| rate).collect()
    }

    #[test]
    fn what_was_paid_before_is_spread_over_the_term() {
        // 876 once over 8760 hours is 0.1 an hour.
        let found = rates(&[("A", "Hrs", "0.05"), ("A", "Quantity", "876")]);
        assert_eq!(found, [Ok(("0.15".to_owned(), "2026-11-20".to_owned()))]);
        let all = rates(&[("A", "Quantity", "1000")]);
        assert_eq!(all, [Ok(("0.1141552511".to_owned(), "2026-11-20".to_owned()))]);
    }

    #[test]
    fn what_is_not_one_rate_is_none() {
        let two = rates(&[("A", "Hrs", "0.05"), ("B", "Hrs", "0.06")]);
        assert_eq!(two, [Err("two rates for one key".to_owned())]);
        let twice = rates(&[("A", "Hrs", "0.05"), ("A", "Hrs", "0.06")]);
        assert_eq!(twice, [Err("two prices under one rate".to_owned())]);
        let unit = rates(&[("A", "Furlong", "1")]);
        assert_eq!(unit, [Err("the unit `Furlong` is not known".to_owned())]);
        let negative = rates(&[("A", "Hrs", "-1")]);
        assert_eq!(negative, [Err("the price -1 is negative".to_owned())]);
    }

    #[test]
    fn a_lease_has_its_name_and_old_ones_have_none() {
        let name = |l, o, c| Lease::of(l, o, c).map(|lease| lease.plan);
        assert_eq!(
            name("3yr", "All Upfront", "convertible").as_deref(),
            Some("ConvertibleRI:3yrAllUpfront")
        );
        assert_eq!(name("1yr", "No Upfront", "standard").as_deref(), Some("RI:1yrNoUpfront"));
        assert_eq!(name("1yr", "Heavy Utilization", "standard"), None);
        assert_eq!(name("", "", ""), None);
    }
}
