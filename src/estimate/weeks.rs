//! The weeks of a model: when what has a schedule is on, and what that is worth.
//!
//! What a schedule saves is the difference of two bills, as everything is: the
//! bill as it stands, and the bill of the same model in which nobody has this
//! schedule.

use crate::bill::{Bill, OffHours};
use crate::calendar::{self, Period, Schedule, Track};
use crate::quantity::{Number, sum};
use crate::topology::{Project, Resource};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One schedule of one model. Money is USD a month, expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Week {
    /// The scenario that it belongs to; `None`: the plain file.
    pub scenario: Option<Arc<str>>,
    pub schedule: Arc<Schedule>,
    /// Where it is used, sorted.
    pub environments: Vec<Arc<str>>,
    /// Minutes of the week from Monday 00:00 in which it is on.
    pub on: Vec<(u64, u64)>,
    /// Hours of the month in which it is on.
    pub hours: Number,
    /// What its resources cost that stops with it, and what goes on.
    pub stops: Number,
    pub stays: Number,
    /// What the month would cost more without it.
    pub saved: Number,
}

/// The weeks of a model, in the order of the schedules' names. `total` prices
/// the model as it then stands; every schedule is back when this returns.
/// `None` if a number does not fit.
pub fn weeks<E>(
    scenario: Option<&Arc<str>>,
    project: &mut Project,
    bill: &Bill,
    period: &Period,
    mut total: impl FnMut(&Project) -> Result<Option<Number>, E>,
) -> Result<Option<Vec<Week>>, E> {
    // Two environments may mean different hours by the same name.
    let mut used: BTreeMap<(String, String, String), Arc<Schedule>> = BTreeMap::new();
    for schedule in all(project).filter_map(|r| r.schedule.as_ref()) {
        used.entry(key(schedule)).or_insert_with(|| Arc::clone(schedule));
    }
    let mut found = Vec::new();
    for (name, schedule) in used {
        let Some(mut week) = of(bill, project, &name, schedule, period) else { return Ok(None) };
        week.scenario = scenario.cloned();
        let taken = take(project, &name);
        let without = total(project);
        give_back(project, taken);
        let saved = bill.total().zip(without?).and_then(|(with, all)| all.minus(with.expected));
        let Some(saved) = saved else { return Ok(None) };
        week.saved = saved;
        found.push(week);
    }
    Ok(Some(found))
}

fn all(project: &Project) -> impl Iterator<Item = &Resource> {
    project.environments.iter().flat_map(|e| &e.resources)
}

fn key(schedule: &Schedule) -> (String, String, String) {
    (schedule.name.clone(), schedule.hours.to_string(), schedule.zone_name.clone())
}

fn of(
    bill: &Bill,
    project: &Project,
    name: &(String, String, String),
    schedule: Arc<Schedule>,
    period: &Period,
) -> Option<Week> {
    let mut places: Vec<(&Arc<str>, &Arc<str>)> = all(project)
        .filter(|r| r.schedule.as_ref().is_some_and(|s| key(s) == *name))
        .map(|r| (&r.environment, &r.name))
        .collect();
    places.sort();
    let cost = |which: OffHours| {
        let lines = bill.charges.iter().filter(|c| {
            c.off_hours == Some(which)
                && places.binary_search(&(&c.environment, &c.resource)).is_ok()
        });
        sum(lines.map(|c| c.cost.expected))
    };
    let slices = calendar::slices(period, &[Track::Schedule(&schedule)]);
    let minutes: u64 =
        slices.slices.iter().filter(|s| s.on.contains(&true)).map(|s| s.minutes).sum();
    let (times, over) = slices.scale;
    let hours = Number::from(minutes).times(Number::from(times))?.over(Number::from(over))?;
    let mut environments: Vec<Arc<str>> = places.iter().map(|(e, _)| Arc::clone(e)).collect();
    environments.dedup();
    Some(Week {
        scenario: None,
        on: calendar::on_in_week(&schedule),
        schedule,
        environments,
        hours,
        stops: cost(OffHours::Stops)?,
        stays: cost(OffHours::Stays)?,
        saved: Number::ZERO,
    })
}

type Taken = Vec<(usize, usize, Arc<Schedule>)>;

/// Takes one schedule from everything that has it.
fn take(project: &mut Project, name: &(String, String, String)) -> Taken {
    let mut taken = Vec::new();
    for (e, environment) in project.environments.iter_mut().enumerate() {
        for (r, resource) in environment.resources.iter_mut().enumerate() {
            if resource.schedule.as_ref().is_some_and(|s| key(s) == *name) {
                taken.extend(resource.schedule.take().map(|schedule| (e, r, schedule)));
            }
        }
    }
    taken
}

fn give_back(project: &mut Project, taken: Taken) {
    for (e, r, schedule) in taken {
        let resource = project.environments.get_mut(e).and_then(|e| e.resources.get_mut(r));
        if let Some(resource) = resource {
            resource.schedule = Some(schedule);
        }
    }
}
