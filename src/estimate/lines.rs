//! From what a meter measures to a line of the bill.
//!
//! A line ends in one of three places: a charge, a usage that nobody stated, or
//! a quantity without a price. Nothing ends nowhere.

use crate::bill::{self, Caveat, Charge, OffHours, PriceKey, Unpriced, UnsetUsage};
use crate::catalog::{Amount, Meter};
use crate::diagnostic::{Code, Diagnostic};
use crate::estimate::cost::Line;
use crate::estimate::engine::{Run, Shared};
use crate::estimate::foreign::{Worth, worth};
use crate::estimate::measured::{Amounted, Measured};
use crate::expr::Origin;
use crate::quantity::{Case, Cases, Number, Varying};
use std::sync::Arc;

impl Run<'_> {
    /// One line of a resource, in all its cases.
    pub(super) fn line(&mut self, shared: &Shared<'_>, cases: &[Measured]) {
        let Some(main) = cases.get(cases.len() / 2) else { return };
        let resource = shared.resource;
        let Some(meter) = resource.kind.meters.get(main.meter) else { return };
        let region = meter.region.as_ref().unwrap_or(&resource.region);
        let price = match &main.usage_type {
            None => None,
            Some(usage_type) => {
                match self.book.resolve(&meter.service, region, usage_type, &main.operation) {
                    Ok(price) => price,
                    Err(diagnostic) => {
                        return self.errors.push(diagnostic.on(Arc::clone(&resource.name)));
                    }
                }
            }
        };
        let mut foreign = None;
        let price = match price.map(|price| worth(price, self.book.currency(region), self.fx)) {
            None => None,
            Some(Worth::Usd(price)) => Some(price),
            Some(Worth::Converted(price, message)) => {
                foreign = Some(Ok(message));
                Some(price)
            }
            Some(Worth::Unknown(why)) => {
                foreign = Some(Err(why));
                None
            }
        };
        if let Some(price) = &price
            && price.unit != meter.unit
        {
            let message = format!(
                "the meter is in {}, its price {} is in {}",
                meter.unit,
                price.key.path(),
                price.unit
            );
            return self
                .errors
                .push(Diagnostic::new(Code::PriceUnit, message).at(meter.span, "this meter"));
        }
        let unset = cases.iter().find_map(|m| match &m.amount {
            Amounted::Unset(input) => Some(input),
            _ => None,
        });
        if let Some(input) = unset {
            self.unset.push(UnsetUsage {
                environment: Arc::clone(&resource.environment),
                resource: Arc::clone(&resource.name),
                kind: Arc::clone(&resource.kind.name),
                meter: Arc::clone(&meter.name),
                input: Arc::clone(input),
                unit: Arc::clone(&meter.unit),
                unit_price: price.as_ref().and_then(|p| p.first()).map(|usd| usd.expected),
            });
            return;
        }
        let unknown = cases.iter().find_map(|m| match &m.amount {
            Amounted::Unknown(code, why) => Some((*code, Arc::clone(why))),
            _ => None,
        });
        let known = |m: &Measured| match m.amount {
            Amounted::Known(number) => number,
            _ => Number::ZERO,
        };
        let quantity = match cases {
            [low, expected, high] => {
                let cases = Cases::new(known(low), known(expected), known(high));
                if cases.is_same() {
                    Varying::Same(cases.expected)
                } else {
                    Varying::Cases(Box::new(cases))
                }
            }
            _ => Varying::Same(known(main)),
        };
        let all = Cases::new(
            *quantity.get(Case::Low),
            *quantity.get(Case::Expected),
            *quantity.get(Case::High),
        );
        match (unknown, price) {
            (Some((code, why)), _) => self.unpriced(shared, meter, main, region, None, code, why),
            (None, None) if all.is_zero() => {}
            (None, None) => {
                let key = main.usage_type.as_deref().unwrap_or("?");
                let why = match foreign {
                    Some(Err(why)) => why,
                    _ => format!("the price book has no {}/{key} in {region}", meter.service),
                };
                self.unpriced(
                    shared,
                    meter,
                    main,
                    region,
                    Some(all),
                    Code::PriceMissing,
                    Arc::from(why),
                );
            }
            // What Terraform holds and costs nothing is counted in the coverage.
            (None, Some(_)) if all.is_zero() && resource.address.is_some() => {}
            (None, Some(price)) => {
                let converted = foreign.and_then(Result::ok);
                self.charge(shared, meter, main, all, quantity, &price, converted);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one row, used once")]
    fn unpriced(
        &mut self,
        shared: &Shared<'_>,
        meter: &Meter,
        measured: &Measured,
        region: &str,
        quantity: Option<Cases<Number>>,
        code: Code,
        why: Arc<str>,
    ) {
        let usage_type = measured.usage_type.as_deref().unwrap_or("?");
        let key = format!("{}/{region}/{usage_type}/{}", meter.service, measured.operation);
        self.unpriced.push(Unpriced {
            environment: Arc::clone(&shared.resource.environment),
            resource: Arc::clone(&shared.resource.name),
            kind: Arc::clone(&shared.resource.kind.name),
            meter: name_of(meter, measured),
            key: Arc::from(key.trim_end_matches('/')),
            quantity,
            unit: Arc::clone(&meter.unit),
            code,
            why,
            at: shared.at.clone(),
        });
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one row, used once")]
    fn charge(
        &mut self,
        shared: &Shared<'_>,
        meter: &Meter,
        measured: &Measured,
        quantity: Cases<Number>,
        varying: Varying<Number>,
        price: &Arc<bill::Price>,
        converted: Option<String>,
    ) {
        let resource = shared.resource;
        let mut caveats = shared.caveats.clone();
        let mut add = |code, message: String| {
            caveats.push(Caveat {
                code,
                message: Arc::from(message),
                resource: Some(Arc::clone(&resource.name)),
                at: shared.at.clone(),
            });
        };
        if let Some(message) = converted {
            add(Code::PriceForeign, message);
        }
        if price.is_estimated() {
            let path = price.key.path();
            add(Code::PriceEstimated, format!("{path} is derived: {}", price.source));
        }
        if *price.as_of < *self.old_before {
            add(Code::PriceOld, format!("{} is of {}", price.key.path(), price.as_of));
        }
        for origin in &measured.assumed {
            if let Origin::Unset { input } = &**origin {
                add(
                    Code::PlaceholderUsed,
                    format!("`{input}` is not stated; its placeholder is used"),
                );
            }
        }
        let key = match measured.operation.is_empty() {
            true => price.key.clone(),
            false => PriceKey { operation: Arc::clone(&measured.operation), ..price.key.clone() },
        };
        let off_hours = match &meter.amount {
            Amount::Hourly(_, off_hours) => *off_hours,
            Amount::Monthly(_) => OffHours::Stays,
        };
        self.lines.push(Line {
            quantity: varying,
            price: Arc::clone(price),
            suffix: measured.usage_type.clone().unwrap_or_else(|| Arc::from("")),
            tiers: meter.tiers,
            cap: meter.cap,
            free_tier: resource.free_tier,
        });
        self.charges.push(Charge {
            environment: Arc::clone(&resource.environment),
            account: resource.account.clone(),
            resource: Arc::clone(&resource.name),
            kind: Arc::clone(&resource.kind.name),
            meter: name_of(meter, measured),
            category: bill::Category::Usage,
            key: Some(key),
            quantity,
            unit: Arc::clone(&meter.unit),
            price: Some(Arc::clone(price)),
            list_cost: Cases::ZERO,
            cost: Cases::ZERO,
            billed_cost: None,
            formula: Arc::clone(&measured.formula),
            schedule: resource.schedule.as_ref().map(|s| Arc::from(s.name.as_str())),
            off_hours: Some(off_hours),
            pool: None,
            tags: Arc::clone(&resource.tags),
            caveats,
            at: shared.at.clone(),
        });
    }
}

/// A line that reaches a tier of unknown price, or whose cost does not fit.
pub(super) fn unpriced_tier(charge: Charge) -> Unpriced {
    let key = charge.key.as_ref().map_or_else(String::new, PriceKey::path);
    let unknown = charge.price.as_ref().is_some_and(|p| p.tiers.iter().any(|t| t.usd.is_none()));
    let (code, why) = match unknown {
        true => (
            Code::PriceMissing,
            format!("the price book does not know the tier of {key} that this reaches"),
        ),
        false => (Code::ValueUnknown, "the cost does not fit 28 digits".to_owned()),
    };
    Unpriced {
        environment: charge.environment,
        resource: charge.resource,
        kind: charge.kind,
        meter: charge.meter,
        why: Arc::from(why),
        key: Arc::from(key),
        quantity: Some(charge.quantity),
        unit: charge.unit,
        code,
        at: charge.at,
    }
}

/// The meter's name, with the element of its `for_each`.
fn name_of(meter: &Meter, measured: &Measured) -> Arc<str> {
    match &measured.each {
        None => Arc::clone(&meter.name),
        Some(each) => Arc::from(format!("{} {each}", meter.name)),
    }
}

/// A meter of a kind, and the element of its `for_each`.
type MeterPlace = (usize, Option<Arc<str>>);

/// The same line of each case beside each other. A line that one case lacks
/// (its `when` hangs on a range) is there with nothing.
pub(super) fn grouped(cases: Vec<Vec<Measured>>) -> Vec<Vec<Measured>> {
    let count = cases.len();
    if count == 1 {
        return cases.into_iter().flatten().map(|m| vec![m]).collect();
    }
    let mut groups: Vec<(MeterPlace, Vec<Option<Measured>>)> = Vec::new();
    for (case, lines) in cases.into_iter().enumerate() {
        for line in lines {
            let key = (line.meter, line.each.clone());
            let at = groups.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
                groups.push((key, vec![None; count]));
                groups.len() - 1
            });
            if let Some(slot) = groups.get_mut(at).and_then(|(_, slots)| slots.get_mut(case)) {
                *slot = Some(line);
            }
        }
    }
    groups
        .into_iter()
        .filter_map(|(_, slots)| {
            let any = slots.iter().flatten().next()?.clone();
            let nothing =
                Measured { amount: Amounted::Known(Number::ZERO), formula: Arc::from("0"), ..any };
            Some(slots.into_iter().map(|slot| slot.unwrap_or_else(|| nothing.clone())).collect())
        })
        .collect()
}
