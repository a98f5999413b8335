//! From the rows of offers to clean price series, and what was not taken.
//!
//! A series is taken whole or not at all. What is wrong with one is said and the
//! price that was known before stays: a wrong new price is worse than an old one.

use crate::price_update::OfferRow;
use crate::price_update::reserved::{Lease, Reserved};
use crate::price_update::units::Tables;
use crate::price_update::wanted::{Slot, Wanted};
use crate::prices::{Row, series};
use crate::quantity::Number;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A tier as the offer writes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tier {
    begin: String,
    end: String,
    unit: String,
    price: String,
    currency: String,
}

/// begin, end and USD of each tier, as a price file has them.
pub(super) type Ladder = Vec<(String, String, String)>;

/// Service, region, usage type and operation of a plan's rate.
pub(super) type RateKey = (String, String, String, String);

/// Its unit, price, currency and date.
type Rate = (String, String, String, String);

/// Where a row belongs: the slot, its own usage type and operation.
type Place = (usize, String, String);

/// A key that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// `service/region/usage type/operation`.
    pub key: String,
    pub why: String,
}

/// A clean series, in the columns of a price file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub service: String,
    pub region: String,
    /// The names that the usage type must not have beside this one.
    pub slot: Option<usize>,
    pub usage_type: String,
    pub operation: String,
    pub unit: String,
    pub tiers: Vec<(String, String, String)>,
    pub as_of: String,
    /// Who says so: confidence and id in `pricing-cache/sources.csv`.
    pub source: (&'static str, &'static str),
}

/// The Price List.
pub(super) const OFFER: (&str, &str) = ("A", "aws-price-list");

/// The rows that are wanted, of all offers read so far.
pub struct Collected<'a> {
    pub wanted: &'a Wanted,
    tables: Tables,
    /// By SKU, because two products under one key are two prices.
    rows: BTreeMap<Place, BTreeMap<String, BTreeSet<Tier>>>,
    dates: BTreeMap<usize, String>,
    plans: BTreeMap<RateKey, BTreeSet<Rate>>,
    reserved: Reserved,
    /// Whether plans and reservations of instance types are wanted too.
    pub commitments: bool,
    /// Rows that were looked at.
    pub seen: u64,
}

impl<'a> Collected<'a> {
    pub fn new(wanted: &'a Wanted) -> Collected<'a> {
        Collected {
            wanted,
            tables: Tables::embedded(),
            rows: BTreeMap::new(),
            dates: BTreeMap::new(),
            plans: BTreeMap::new(),
            reserved: Reserved::default(),
            commitments: false,
            seen: 0,
        }
    }

    /// Whether a row could be used: cheap, and asked for every row.
    pub(super) fn wants(&self, service: &str, usage_type: &str, region: &str) -> bool {
        !self.wanted.find(service, usage_type, region).is_empty()
    }

    pub(super) fn take(&mut self, row: &OfferRow<'_>, published: &str) {
        let tier = Tier {
            begin: row.begin.to_owned(),
            end: row.end.to_owned(),
            unit: row.unit.to_owned(),
            price: row.price.to_owned(),
            currency: row.currency.to_owned(),
        };
        for slot in self.wanted.find(row.service, row.usage_type, row.region) {
            // EC2 has a price for each of fifty operating systems.
            if self.wanted.slot(slot).is_none_or(|slot| !means(&slot, row.operation)) {
                continue;
            }
            let place = (slot, row.usage_type.to_owned(), row.operation.to_owned());
            let skus = self.rows.entry(place).or_default();
            skus.entry(row.sku.to_owned()).or_default().insert(tier.clone());
            self.dates.insert(slot, date(published));
        }
    }

    /// A rate of a Savings Plan: what it is of, and the plan.
    pub(super) fn take_plan(&mut self, row: &OfferRow<'_>, plan: [&str; 2], published: &str) {
        let [service, usage] = plan;
        for slot in self.wanted.find(row.service, row.usage_type, row.region) {
            let Some(slot) = self.committed(slot, row.operation) else { continue };
            let key = (
                service.to_owned(),
                slot.region.to_string(),
                format!("{usage}/{}/{}", row.service, row.usage_type),
                row.operation.to_owned(),
            );
            let rate = [row.unit, row.price, row.currency].map(str::to_owned);
            let [unit, price, currency] = rate;
            self.plans.entry(key).or_default().insert((unit, price, currency, date(published)));
        }
    }

    /// A slot whose committed rates are wanted. Of instance types there are a million
    /// over all regions, so they are taken when they are asked for.
    fn committed(&self, number: usize, operation: &str) -> Option<Arc<Slot>> {
        let slot = self.wanted.slot(number)?;
        let asked = self.commitments || !self.wanted.is_met(number);
        (asked && means(&slot, operation)).then_some(slot)
    }

    /// A row of a reservation.
    pub(super) fn take_reserved(&mut self, row: &OfferRow<'_>, lease: &Lease, published: &str) {
        for slot in self.wanted.find(row.service, row.usage_type, row.region) {
            let Some(slot) = self.committed(slot, row.operation) else { continue };
            self.reserved.take(row, &slot.region, lease, date(published));
        }
    }

    /// The series that are clean, in order, and the keys that are not.
    pub fn finish(&self) -> (Vec<Series>, Vec<Refused>) {
        let (mut taken, mut refused) = (Vec::new(), BTreeSet::new());
        for (i, slot) in self.wanted.all().iter().enumerate() {
            let from = (i, String::new(), String::new());
            let of_slot: Vec<_> =
                self.rows.range(from..).take_while(|((s, ..), _)| *s == i).collect();
            if of_slot.is_empty() {
                continue;
            }
            let names: BTreeSet<&str> = of_slot.iter().map(|((_, n, _), _)| n.as_str()).collect();
            if names.len() > 1 {
                let names: Vec<&str> = names.into_iter().collect();
                refused.insert(refuse(
                    slot,
                    &slot.suffix,
                    "",
                    format!("two usage types: {}", names.join(" and ")),
                ));
                continue;
            }
            for (operation, unit) in &slot.asked {
                match self.of_meter(i, slot, operation, unit, &of_slot) {
                    Ok(Some(series)) => {
                        // Two meters may mean the same rows: they stand beside each other.
                        let mut of_slot =
                            taken.iter().rev().take_while(|s: &&Series| s.slot == Some(i));
                        if !of_slot.any(|known| *known == series) {
                            taken.push(series);
                        }
                    }
                    Ok(None) => {}
                    Err(problem) => {
                        refused.insert(problem);
                    }
                }
            }
        }
        let plans = self.plans.iter().map(|(key, rates)| (key, self.rate(rates)));
        let hours = |(usd, as_of)| ("hours".to_owned(), usd, as_of);
        let reserved = self.reserved.rates().map(|(key, rate)| (key, rate.map(hours)));
        for ((service, region, usage_type, operation), rate) in plans.chain(reserved) {
            match rate {
                Ok((unit, price, as_of)) => taken.push(Series {
                    service: service.clone(),
                    region: region.clone(),
                    slot: None,
                    usage_type: usage_type.clone(),
                    operation: operation.clone(),
                    unit,
                    tiers: vec![("0".to_owned(), "Inf".to_owned(), price)],
                    as_of,
                    source: OFFER,
                }),
                Err(why) => {
                    let key = [service, region, usage_type, operation].map(String::as_str);
                    refused.insert(Refused { key: key.join("/"), why });
                }
            }
        }
        (taken, refused.into_iter().collect())
    }

    /// The rows that a meter's operation means: its own, else the blank ones;
    /// a blank one means all, if they are alike.
    fn of_meter(
        &self,
        index: usize,
        slot: &Slot,
        operation: &str,
        unit: &str,
        rows: &[(&Place, &BTreeMap<String, BTreeSet<Tier>>)],
    ) -> Result<Option<Series>, Refused> {
        let own: Vec<_> = rows.iter().filter(|((_, _, o), _)| o == operation).collect();
        let blank: Vec<_> = rows.iter().filter(|((_, _, o), _)| o.is_empty()).collect();
        let (meant, written): (Vec<_>, &str) = match (own.is_empty(), blank.is_empty()) {
            (false, _) => (own, operation),
            (true, false) => (blank, ""),
            (true, true) if operation.is_empty() => (rows.iter().collect(), ""),
            (true, true) => return Ok(None),
        };
        let Some(((_, usage_type, _), _)) = meant.first() else { return Ok(None) };
        let refused = |why: String| refuse(slot, usage_type, written, why);
        let mut ladders: Vec<(String, Ladder)> = Vec::new();
        for tiers in meant.iter().flat_map(|(_, skus)| skus.values()) {
            let ladder = self.ladder(slot, usage_type, tiers).map_err(refused)?;
            if !ladders.contains(&ladder) {
                ladders.push(ladder);
            }
        }
        let mut ladders = ladders.into_iter();
        let (Some((found, tiers)), None) = (ladders.next(), ladders.next()) else {
            return Err(refused("two products with two prices under one key".to_owned()));
        };
        if found != unit {
            return Err(refused(format!("the unit is {found}, the meter is in {unit}")));
        }
        Ok(Some(Series {
            service: slot.service.to_string(),
            region: slot.region.to_string(),
            slot: Some(index),
            usage_type: usage_type.clone(),
            operation: written.to_owned(),
            unit: found,
            tiers,
            as_of: self.dates.get(&index).cloned().unwrap_or_default(),
            source: OFFER,
        }))
    }

    /// One product's tiers as one clean ladder, with its unit.
    fn ladder(
        &self,
        slot: &Slot,
        usage_type: &str,
        tiers: &BTreeSet<Tier>,
    ) -> Result<(String, Ladder), String> {
        let mut unit = None;
        let mut ladder: Vec<(Number, String, String)> = Vec::new();
        for tier in tiers {
            let known = self.unit(&tier.unit)?;
            if *unit.get_or_insert(known) != known {
                return Err("the unit changes between tiers".to_owned());
            }
            let price = price(&tier.price, &tier.currency)?.to_string();
            let begin = Number::parse_scientific(&tier.begin)
                .ok_or_else(|| format!("`{}` is no start of a tier", tier.begin))?;
            let end = match tier.end.as_str() {
                "Inf" => "Inf".to_owned(),
                text => Number::parse_scientific(text)
                    .ok_or_else(|| format!("`{text}` is no end of a tier"))?
                    .to_string(),
            };
            ladder.push((begin, end, price));
        }
        ladder.sort();
        if self.tables.starts_paid(&slot.service, usage_type) {
            let free = ladder.iter().take_while(|(_, _, usd)| usd == "0").count();
            if free < ladder.len() {
                ladder.drain(..free);
                if let Some(first) = ladder.first_mut() {
                    first.0 = Number::ZERO;
                }
            }
        }
        let tiers: Ladder = ladder.into_iter().map(|(b, e, usd)| (b.to_string(), e, usd)).collect();
        let unit = unit.unwrap_or_default();
        check(&slot.service, &slot.region, usage_type, unit, &tiers)?;
        Ok((unit.to_owned(), tiers))
    }

    fn unit(&self, written: &str) -> Result<&str, String> {
        match self.tables.unit(written) {
            Some(unit) => Ok(unit),
            None if written.is_empty() => Err("it has no unit".to_owned()),
            None => Err(format!("the unit `{written}` is not known")),
        }
    }

    /// One rate for one thing.
    fn rate(&self, rates: &BTreeSet<Rate>) -> Result<(String, String, String), String> {
        let mut rates = rates.iter();
        let (Some((unit, usd, currency, as_of)), None) = (rates.next(), rates.next()) else {
            return Err("two rates for one key".to_owned());
        };
        Ok((self.unit(unit)?.to_owned(), price(usd, currency)?.to_string(), as_of.clone()))
    }
}

/// Whether some meter could mean a row of this operation.
fn means(slot: &Slot, operation: &str) -> bool {
    operation.is_empty() || slot.asked.iter().any(|(of, _)| of.is_empty() || **of == *operation)
}

fn refuse(slot: &Slot, usage_type: &str, operation: &str, why: String) -> Refused {
    let parts = [&*slot.service, &*slot.region, usage_type, operation];
    Refused { key: parts.join("/").trim_end_matches('/').to_owned(), why }
}

/// USD of a unit.
pub(super) fn price(text: &str, currency: &str) -> Result<Number, String> {
    if currency != "USD" {
        return Err(format!("the price is in {currency}, not in USD"));
    }
    let usd = match text {
        "" => return Err("it has no price".to_owned()),
        text => Number::parse_scientific(text).ok_or_else(|| format!("`{text}` is no price"))?,
    };
    if usd.is_negative() {
        return Err(format!("the price {usd} is negative"));
    }
    Ok(usd)
}

/// `2026-09-11T12:44:25Z` as the date that it is.
fn date(published: &str) -> String {
    published.get(..10).unwrap_or(published).to_owned()
}

/// Whether the tiers are one ladder: the rule of every price file.
pub(super) fn check(
    service: &str,
    region: &str,
    usage_type: &str,
    unit: &str,
    tiers: &[(String, String, String)],
) -> Result<(), String> {
    let row = |(begin, end, usd): &'_ (String, String, String)| -> String {
        format!("{service},{usage_type},,{unit},{begin},{end},{usd},,,,A,offer")
    };
    let lines: Vec<String> = tiers.iter().map(row).collect();
    let rows: Option<Vec<Row<'_>>> = lines.iter().map(|line| Row::parse(line)).collect();
    let rows = rows.ok_or("a field holds a comma")?;
    series(region, &rows).map(|_| ())
}
