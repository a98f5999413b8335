//! The estimate itself: resources in, bill out.

use crate::bill::{self, Bill, Caveat, Charge, OffHours, PriceKey, Unpriced, UnsetUsage};
use crate::calendar::{self, Ignored, Period, Slices, Track};
use crate::catalog::{Amount, Meter, Pool};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::estimate::cost::{Costed, Line, cost};
use crate::estimate::measure::{Amounted, Measured, Measurer};
use crate::expr::Origin;
use crate::prices::Book;
use crate::quantity::{Case, Cases, Number, Varying};
use crate::topology::{FreeTier, Project, Resource, Zone};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The bill of a project, and what its free tiers are worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    pub bill: Bill,
    /// USD that free tiers take off, or would take off where they are not
    /// applied. `None` if it does not fit.
    pub free_tier_worth: Option<Number>,
}

/// Hours of a period.
pub fn period_hours(period: &Period) -> Number {
    let (hours, over) = period.hours();
    Number::from(hours).over(Number::from(over)).unwrap_or_default()
}

/// A price this much older than the newest of its book is old.
const OLD_DAYS: i32 = 400;

/// Estimates a project. Errors are mistakes in the file or the catalogue; what
/// is not known is in the bill.
pub fn estimate(
    project: &Project,
    period: &Period,
    pools: &[Pool],
    book: &Book,
) -> Result<Estimate, Diagnostics> {
    let mut run = Run {
        period,
        hours: period_hours(period),
        book,
        old_before: old_before(&book.identity.newest),
        errors: Diagnostics::default(),
        charges: Vec::new(),
        lines: Vec::new(),
        unpriced: Vec::new(),
        unset: Vec::new(),
        caveats: Vec::new(),
        cuts: BTreeMap::new(),
    };
    for environment in &project.environments {
        for resource in &environment.resources {
            run.resource(resource, environment.zone.as_ref());
        }
    }
    run.finish(project, pools)
}

/// The date before which a price of this book is old.
fn old_before(newest: &str) -> String {
    let date: Option<jiff::civil::Date> = newest.parse().ok();
    let days = jiff::Span::new().try_days(OLD_DAYS);
    let old = date.zip(days.ok()).and_then(|(date, days)| date.checked_sub(days).ok());
    old.map_or_else(String::new, |date| date.to_string())
}

/// The tracks that cut a resource's month, by what they say.
type Cut = (Option<usize>, Vec<String>);

struct Run<'a> {
    period: &'a Period,
    hours: Number,
    book: &'a Book,
    old_before: String,
    errors: Diagnostics,
    /// Charges whose costs are filled in when all lines are known.
    charges: Vec<Charge>,
    lines: Vec<Line>,
    unpriced: Vec<Unpriced>,
    unset: Vec<UnsetUsage>,
    caveats: Vec<Caveat>,
    cuts: BTreeMap<Cut, Arc<Slices>>,
}

/// What the lines of one resource share.
struct Shared<'a> {
    resource: &'a Resource,
    at: Option<Arc<bill::Origin>>,
    caveats: Vec<Caveat>,
}

impl Run<'_> {
    fn resource(&mut self, resource: &Resource, zone: Option<&Zone>) {
        let slices = self.slices(resource, zone);
        let cases = if resource.varies() { &Case::ALL[..] } else { &[Case::Expected] };
        let mut measured: Vec<Vec<Measured>> = Vec::with_capacity(cases.len());
        let mut caveats = Vec::new();
        for case in cases {
            let measurer = Measurer::new(resource, *case, &slices, self.hours);
            let broken = measurer.check();
            if !broken.is_empty() {
                broken.into_iter().for_each(|d| self.errors.push(d));
                return;
            }
            match measurer.measure().and_then(|m| Ok((m, measurer.caveats()?))) {
                Ok((lines, found)) => {
                    measured.push(lines);
                    caveats.extend(found);
                }
                Err(diagnostic) => {
                    self.errors.push(diagnostic);
                    return;
                }
            }
        }
        caveats.sort();
        caveats.dedup();
        let at = resource.at.clone().map(|at| Arc::new(bill::Origin::from(at)));
        let caveat = |(code, message)| Caveat {
            code,
            message,
            resource: Some(Arc::clone(&resource.name)),
            at: at.clone(),
        };
        let shared =
            Shared { resource, caveats: caveats.into_iter().map(caveat).collect(), at: at.clone() };
        for group in grouped(measured) {
            self.line(&shared, &group);
        }
    }

    /// The slices of a resource's month; resources with the same schedule and
    /// windows share them.
    fn slices(&mut self, resource: &Resource, zone: Option<&Zone>) -> Arc<Slices> {
        let schedule = resource.schedule.as_ref();
        let windows = resource.inputs.during.iter().map(|d| d.window.to_string());
        let cut: Cut = (schedule.map(|s| Arc::as_ptr(s) as usize), windows.collect());
        if let Some(known) = self.cuts.get(&cut) {
            return Arc::clone(known);
        }
        let mut tracks: Vec<Track<'_>> = Vec::new();
        tracks.extend(schedule.map(|s| Track::Schedule(s)));
        if let Some(zone) = zone {
            let during = resource.inputs.during.iter();
            tracks.extend(during.map(|d| Track::During { window: &d.window, zone: &zone.zone }));
        }
        let slices = Arc::new(calendar::slices(self.period, &tracks));
        for ignored in &slices.ignored {
            let message = match ignored {
                Ignored::Holidays { schedule } => format!("holidays of `{schedule}` not counted"),
                Ignored::Dated { text } => format!("`{text}` not counted"),
                Ignored::Cron { schedule } => {
                    format!("`{schedule}` counted as always on: its days are not weekly")
                }
            };
            self.caveats.push(Caveat {
                code: Code::CalendarAverage,
                message: Arc::from(message),
                resource: None,
                at: None,
            });
        }
        self.cuts.insert(cut, Arc::clone(&slices));
        slices
    }

    /// One line of a resource, in all its cases.
    fn line(&mut self, shared: &Shared<'_>, cases: &[Measured]) {
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
                let why = format!("the price book has no {}/{key} in {region}", meter.service);
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
            (None, Some(price)) => self.charge(shared, meter, main, all, quantity, &price),
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

    fn charge(
        &mut self,
        shared: &Shared<'_>,
        meter: &Meter,
        measured: &Measured,
        quantity: Cases<Number>,
        varying: Varying<Number>,
        price: &Arc<bill::Price>,
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
            formula: Arc::from(measured.formula.as_str()),
            schedule: resource.schedule.as_ref().map(|s| Arc::from(s.name.as_str())),
            off_hours: Some(off_hours),
            pool: None,
            tags: Arc::clone(&resource.tags),
            caveats,
            at: shared.at.clone(),
        });
    }

    /// Costs all lines together and makes the bill.
    fn finish(mut self, project: &Project, pools: &[Pool]) -> Result<Estimate, Diagnostics> {
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let costed = cost(&self.lines, pools, &project.free_tier);
        let worth = self.worth(&costed, project, pools);
        let mut charges = Vec::with_capacity(self.charges.len());
        for (mut charge, costed) in std::mem::take(&mut self.charges).into_iter().zip(costed) {
            let Some(costed) = costed else {
                self.unpriced.push(unpriced_tier(charge));
                continue;
            };
            charge.list_cost = costed.list;
            charge.cost = costed.cost;
            charge.pool = costed.pool;
            if costed.ladder_unsure {
                let message = "the free part is taken as the first part of the first tier";
                charge.caveats.push(Caveat {
                    code: Code::LadderUnconfirmed,
                    message: Arc::from(message),
                    resource: Some(Arc::clone(&charge.resource)),
                    at: charge.at.clone(),
                });
            }
            charges.push(charge);
        }
        if project.free_tier == FreeTier::Off {
            self.caveats.push(Caveat {
                code: Code::FreeTierOff,
                message: Arc::from("perpetual free tiers are not applied"),
                resource: None,
                at: None,
            });
        }
        let period = bill::Span { label: Arc::from(self.period.to_string()), hours: self.hours };
        let bill = Bill::new(period, "USD", charges, self.unpriced, self.unset, self.caveats);
        if bill.total().is_none() {
            return Err(Diagnostic::new(Code::Overflow, "the total does not fit 28 digits").into());
        }
        Ok(Estimate { bill, free_tier_worth: worth })
    }

    /// List cost minus cost with the free tiers applied, whether or not they are.
    fn worth(
        &self,
        costed: &[Option<Costed>],
        project: &Project,
        pools: &[Pool],
    ) -> Option<Number> {
        let off = project.free_tier == FreeTier::Off;
        let with = if off { cost(&self.lines, pools, &FreeTier::On) } else { Vec::new() };
        let applied = if off { &with[..] } else { costed };
        applied
            .iter()
            .flatten()
            .try_fold(Number::ZERO, |sum, c| sum.plus(c.list.expected.minus(c.cost.expected)?))
    }
}

/// A line whose quantity reaches a tier of unknown price.
fn unpriced_tier(charge: Charge) -> Unpriced {
    let key = charge.key.as_ref().map_or_else(String::new, PriceKey::path);
    Unpriced {
        environment: charge.environment,
        resource: charge.resource,
        kind: charge.kind,
        meter: charge.meter,
        why: Arc::from(format!("the price book does not know the tier of {key} that this reaches")),
        key: Arc::from(key),
        quantity: Some(charge.quantity),
        unit: charge.unit,
        code: Code::PriceMissing,
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

/// The same line of each case beside each other. A line that one case lacks
/// (its `when` hangs on a range) is there with nothing.
fn grouped(cases: Vec<Vec<Measured>>) -> Vec<Vec<Measured>> {
    let count = cases.len();
    if count == 1 {
        return cases.into_iter().flatten().map(|m| vec![m]).collect();
    }
    let mut groups: Vec<((usize, Option<Arc<str>>), Vec<Option<Measured>>)> = Vec::new();
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
                Measured { amount: Amounted::Known(Number::ZERO), formula: "0".to_owned(), ..any };
            Some(slots.into_iter().map(|slot| slot.unwrap_or_else(|| nothing.clone())).collect())
        })
        .collect()
}
