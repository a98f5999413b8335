//! What a page says beside the bill: the scenarios of the file, the weeks of
//! their schedules, the curves of its drivers.

use crate::bill::Bill;
use crate::cli::scenarios::beside;
use crate::cli::session::Session;
use crate::cli::sweep::PLAIN;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::estimate::{Scenario, Sweep, Week, sweep, sweep_values, weeks};
use crate::quantity::{Number, sum};
use crate::report::{self, Curve, Overview};
use crate::topology::{Document, Project};
use std::sync::Arc;

/// Made once and borrowed by the page.
#[derive(Default)]
pub struct Around {
    pub scenarios: Vec<Scenario>,
    pub weeks: Vec<Week>,
    pub curves: Vec<Curve>,
}

impl Around {
    pub fn page<'a>(&'a self, estimate: report::Estimate<'a>) -> Overview<'a> {
        Overview { estimate, scenarios: &self.scenarios, weeks: &self.weeks, curves: &self.curves }
    }
}

/// A curve is some dozen estimates; of a model with more lines than this it
/// would keep a reader waiting, and `kanjo sweep` draws it on request.
const LINES: usize = 2_000;

/// Curves of a page: those that move the total most.
const CURVES: usize = 3;

/// `plain`: the bill is that of the file without a scenario.
pub fn around(
    session: &mut Session,
    document: &Document,
    project: &mut Project,
    bill: &Bill,
    plain: bool,
    with_curves: bool,
    sources: &mut Sources,
) -> Result<Around, Diagnostics> {
    let weeks = of_schedules(session, None, project, bill, sources)?;
    let mut around = Around { weeks, ..Around::default() };
    if !plain {
        return Ok(around);
    }
    for name in document.scenarios() {
        let mut other = session.project(document, Some(&name), sources)?;
        let its = session.bill(&other, sources)?.bill;
        let found = of_schedules(session, Some(&name), &mut other, &its, sources)?;
        // A scenario shows the schedules that it brings, not those that are there.
        let known = |week: &Week| {
            let same =
                |w: &&Week| w.schedule == week.schedule && w.environments == week.environments;
            around.weeks.iter().any(|w| same(&w))
        };
        let new: Vec<Week> = found.into_iter().filter(|week| !known(week)).collect();
        around.weeks.extend(new);
        around.scenarios.push(beside(bill, its, document, name)?);
    }
    if with_curves && bill.charges.len() <= LINES {
        around.curves = curves(session, document, &around.scenarios, bill, sources);
    }
    Ok(around)
}

fn overflow() -> Diagnostics {
    Diagnostic::new(Code::Overflow, "a number does not fit 28 digits").into()
}

fn of_schedules(
    session: &mut Session,
    scenario: Option<&Arc<str>>,
    project: &mut Project,
    bill: &Bill,
    sources: &mut Sources,
) -> Result<Vec<Week>, Diagnostics> {
    let period = session.period;
    let total = |project: &Project| {
        let total = session.bill(project, sources)?.bill.total();
        Ok::<_, Diagnostics>(total.map(|total| total.expected))
    };
    weeks(scenario, project, bill, &period, total)?.ok_or_else(overflow)
}

/// How far below and above its value a driver is followed. A model may refuse
/// the wide range (a database has a smallest size); then the narrow one.
const RANGES: [(u64, u64); 2] = [(10, 10), (2, 8)];

/// The curves of the drivers that move anything.
fn curves(
    session: &mut Session,
    document: &Document,
    scenarios: &[Scenario],
    bill: &Bill,
    sources: &mut Sources,
) -> Vec<Curve> {
    let designs: Vec<Arc<str>> = std::iter::once(Arc::from(PLAIN))
        .chain(scenarios.iter().map(|s| Arc::clone(&s.name)))
        .collect();
    let hours = bill.period.hours;
    let mut found: Vec<(Number, Curve)> = Vec::new();
    for (driver, now) in document.plain_drivers(hours) {
        let curve = RANGES.iter().find_map(|(below, above)| {
            let from = now.over(Number::from(*below))?;
            let to = now.times(Number::from(*above))?;
            let values = sweep_values(from, to, 7)?;
            curve(session, document, &driver, &designs, &values, sources).ok()
        });
        let Some(sweep) = curve else { continue };
        let Some(moved) = moved(&sweep).filter(|moved| !moved.is_zero()) else { continue };
        found.push((moved, Curve { sweep, now: Some(now) }));
    }
    found.sort_by(|(a, _), (b, _)| b.cmp(a));
    found.into_iter().map(|(_, curve)| curve).take(CURVES).collect()
}

fn curve(
    session: &mut Session,
    document: &Document,
    driver: &str,
    designs: &[Arc<str>],
    values: &[Number],
    sources: &mut Sources,
) -> Result<Sweep, Diagnostics> {
    sweep(driver, designs, values, |design, value| {
        let scenario = designs.get(design).filter(|name| &***name != PLAIN);
        session.with_set(&format!("drivers.{driver}={value}"), |session| {
            let bill = session.estimate(document, scenario.map(|s| &**s), sources)?.estimate.bill;
            bill.total().map(|total| total.expected).ok_or_else(overflow)
        })
    })
}

/// How much the driver moves the designs, all together.
fn moved(sweep: &Sweep) -> Option<Number> {
    let of = |design: usize| {
        let totals = || sweep.points.iter().filter_map(|p| p.totals.get(design).copied());
        totals().max()?.minus(totals().min()?)
    };
    let each: Option<Vec<Number>> = (0..sweep.designs.len()).map(of).collect();
    sum(each?)
}
