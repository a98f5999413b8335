//! The estimate itself: resources in, bill out.

use crate::bill::{self, Bill, Caveat, Charge, Unpriced, UnsetUsage};
use crate::calendar::{self, Ignored, Period, Slices, Track};
use crate::catalog::Pool;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::estimate::commitments::{self, Month, Running};
use crate::estimate::cost::{Costed, Line, cost};
use crate::estimate::coverage;
use crate::estimate::fleet::{BATCH, Cut, Found, measured};
use crate::estimate::lines::unpriced_tier;
use crate::prices::Book;
use crate::quantity::Number;
use crate::topology::{ExchangeRate, FreeTier, Project, Resource, Zone};
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
        fx: project.billing.fx.as_ref(),
        old_before: old_before(&book.identity.newest),
        errors: Diagnostics::default(),
        charges: Vec::new(),
        lines: Vec::new(),
        unpriced: Vec::new(),
        unset: Vec::new(),
        caveats: Vec::new(),
        cuts: BTreeMap::new(),
        running: Running::new(),
    };
    // In the order of their names: who takes the remainder of a share must not
    // hang on the order of the file.
    let mut all: Vec<(&Resource, Option<&Zone>)> = Vec::new();
    for environment in &project.environments {
        all.extend(environment.resources.iter().map(|r| (r, environment.zone.as_ref())));
    }
    all.sort_by(|(a, _), (b, _)| (&a.environment, &a.name).cmp(&(&b.environment, &b.name)));
    // In one piece: charges are large, and a list that grows is there twice.
    let most = all.iter().map(|(resource, _)| resource.kind.meters.len()).sum();
    run.charges.reserve(most);
    run.lines.reserve(most);
    run.unset.reserve(most);
    for batch in all.chunks(BATCH) {
        let cut = batch.iter().map(|(resource, zone)| {
            let slices = run.slices(resource, *zone);
            Cut { resource, slices }
        });
        let cut: Vec<Cut<'_>> = cut.collect();
        for (cut, found) in cut.iter().zip(measured(&cut, run.hours)) {
            run.resource(cut, found);
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

/// The tracks that cut a resource's month, by what they say, and the zone of
/// the windows.
type Tracks = (Option<usize>, Option<Arc<str>>, Vec<String>);

pub(super) struct Run<'a> {
    period: &'a Period,
    hours: Number,
    pub(super) book: &'a Book,
    pub(super) fx: Option<&'a ExchangeRate>,
    pub(super) old_before: String,
    pub(super) errors: Diagnostics,
    /// Charges whose costs are filled in when all lines are known.
    pub(super) charges: Vec<Charge>,
    pub(super) lines: Vec<Line>,
    pub(super) unpriced: Vec<Unpriced>,
    pub(super) unset: Vec<UnsetUsage>,
    caveats: Vec<Caveat>,
    cuts: BTreeMap<Tracks, Arc<Slices>>,
    running: Running,
}

/// What the lines of one resource share.
pub(super) struct Shared<'a> {
    pub resource: &'a Resource,
    pub at: Option<Arc<bill::Origin>>,
    pub caveats: Vec<Caveat>,
}

impl Run<'_> {
    fn resource(&mut self, Cut { resource, slices }: &Cut<'_>, found: Found<'_>) {
        let address = resource.address.clone();
        let origin = |at| Arc::new(bill::Origin { address, ..bill::Origin::from(at) });
        let at = resource.at.clone().map(origin);
        if resource.schedule.is_some()
            && let Some(hours) = hours_on(slices)
        {
            let place = (Arc::clone(&resource.environment), Arc::clone(&resource.name));
            self.running.insert(place, hours);
        }
        let measure = match found {
            Ok(measure) => measure,
            // Terraform's values are not the user's words: what a formula
            // cannot use is not known, and the rest of the bill stands.
            Err(list) => match (list.first(), &resource.address) {
                (Some(first), Some(_)) => return self.unmeasured(resource, at, &first.message),
                _ => return list.into_iter().for_each(|d| self.errors.push(d)),
            },
        };
        let caveat = |(code, message): &(Code, Arc<str>)| Caveat {
            code: *code,
            message: Arc::clone(message),
            resource: Some(Arc::clone(&resource.name)),
            at: at.clone(),
        };
        let shared = Shared {
            resource,
            caveats: measure.caveats.iter().map(caveat).collect(),
            at: at.clone(),
        };
        for line in &measure.lines {
            self.line(&shared, line);
        }
    }

    /// A resource of Terraform of which nothing can be measured.
    fn unmeasured(&mut self, resource: &Resource, at: Option<Arc<bill::Origin>>, why: &str) {
        self.unpriced.push(Unpriced {
            environment: Arc::clone(&resource.environment),
            resource: Arc::clone(&resource.name),
            kind: Arc::clone(&resource.kind.name),
            meter: Arc::from("all"),
            key: Arc::from(""),
            quantity: None,
            unit: Arc::from(""),
            code: Code::ValueUnknown,
            why: Arc::from(why),
            at,
        });
    }

    /// The slices of a resource's month; resources with the same schedule and
    /// windows share them.
    fn slices(&mut self, resource: &Resource, zone: Option<&Zone>) -> Arc<Slices> {
        let schedule = resource.schedule.as_ref();
        let windows = resource.inputs.during.iter().map(|d| match &d.zone {
            Some(zone) => format!("{} {}", d.window, zone.name),
            None => d.window.to_string(),
        });
        let schedule_at = schedule.map(|s| Arc::as_ptr(s) as usize);
        let cut: Tracks = (schedule_at, zone.map(|z| Arc::clone(&z.name)), windows.collect());
        if let Some(known) = self.cuts.get(&cut) {
            return Arc::clone(known);
        }
        let mut tracks: Vec<Track<'_>> = Vec::new();
        tracks.extend(schedule.map(|s| Track::Schedule(s)));
        tracks.extend(resource.inputs.during.iter().filter_map(|during| {
            let zone = during.zone.as_ref().or(zone)?;
            Some(Track::During { window: &during.window, zone: &zone.zone })
        }));
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

    /// Costs all lines together and makes the bill.
    fn finish(mut self, project: &Project, pools: &[Pool]) -> Result<Estimate, Diagnostics> {
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let costed = cost(&self.lines, pools, &project.free_tier);
        let worth = self.worth(&costed, project, pools);
        let mut charges = std::mem::take(&mut self.charges);
        self.lines = Vec::new();
        let mut priced = Vec::with_capacity(charges.len());
        for (charge, costed) in charges.iter_mut().zip(costed) {
            priced.push(costed.is_some());
            if let Some(costed) = costed {
                fill(charge, costed);
            }
        }
        // Charges are large; they move only where one has no cost.
        if priced.contains(&false) {
            let mut priced = priced.into_iter();
            let (kept, without): (Vec<_>, Vec<_>) =
                charges.into_iter().partition(|_| priced.next().unwrap_or(true));
            charges = kept;
            self.unpriced.extend(without.into_iter().map(unpriced_tier));
        }
        let commitments = &project.billing.commitments;
        let month = Month { hours: self.hours, running: &self.running, book: self.book };
        if commitments::apply(&mut charges, commitments, &month, &mut self.caveats).is_none() {
            return Err(
                Diagnostic::new(Code::Overflow, "a commitment does not fit 28 digits").into()
            );
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
        for environment in &project.environments {
            self.caveats.extend(coverage::caveats(environment));
        }
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

/// The hours in which the schedule, the first track, is on.
fn hours_on(slices: &Slices) -> Option<Number> {
    let on = slices.slices.iter().filter(|slice| slice.on.first() == Some(&true));
    let (times, over) = slices.scale;
    Number::from(on.map(|slice| slice.minutes).sum::<u64>())
        .times(Number::from(times))?
        .over(Number::from(over))
}

/// Puts what a line costs into its charge.
fn fill(charge: &mut Charge, costed: Costed) {
    charge.list_cost = costed.list;
    charge.cost = costed.cost;
    charge.pool = costed.pool;
    if costed.ladder_unsure {
        charge.caveats.push(Caveat {
            code: Code::LadderUnconfirmed,
            message: Arc::from("the free part is taken as the first part of the first tier"),
            resource: Some(Arc::clone(&charge.resource)),
            at: charge.at.clone(),
        });
    }
}
