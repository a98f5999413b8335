//! `kanjo offhours timeline`: a week of each schedule.

use super::plan::followed;
use super::world::World;
use super::{OffhoursFormat, TimelineArgs};
use crate::calendar::Schedule;
use crate::cli::Outcome;
use crate::cli::session::{finish, overflow};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources, nearest};
use crate::estimate::{self, Week};
use crate::offhours;
use crate::report::{self, TimelineSchedule};
use crate::topology::Project;
use jiff::ToSpan;
use std::collections::BTreeMap;
use std::sync::Arc;

pub fn run(args: &TimelineArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let mut world = World::open(&args.scene, &args.path, args.scenario.as_deref(), sources)?;
    let named = world.policies.schedules.values().map(|named| &named.schedule);
    let all: BTreeMap<String, Arc<Schedule>> = named
        .chain(world.own.values())
        .map(|schedule| (schedule.name.clone(), Arc::clone(schedule)))
        .collect();
    let mut shown: Vec<(String, Arc<Schedule>)> = Vec::new();
    for name in &args.schedule {
        match all.get(name) {
            Some(schedule) => shown.push((name.clone(), Arc::clone(schedule))),
            None => {
                let near = nearest(name, all.keys().map(String::as_str));
                let message = format!("there is no schedule `{name}`");
                return Err(Diagnostic::new(Code::UnknownSchedule, message)
                    .help_if(near.map(|near| format!("did you mean `{near}`?")))
                    .into());
            }
        }
    }
    if args.schedule.is_empty() {
        shown = all.into_iter().collect();
    }
    if shown.is_empty() {
        let message = "there is no schedule to show";
        return Err(Diagnostic::new(Code::UnknownSchedule, message)
            .help("write one under `schedules` of kanjo.yaml or of policies/offhours.yaml; one of a scenario comes with --scenario NAME")
            .into());
    }
    let today = world.zone.to_datetime(world.now).date();
    let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
    let style = args.shown.style();
    let text = match args.shown.format {
        OffhoursFormat::Table => report::timeline_table(&shown, monday, &style),
        OffhoursFormat::Svg => report::timeline_svg(&shown, monday, style.lang),
        OffhoursFormat::Html => {
            let mut weeks = weeks(&mut world, sources)?;
            let schedules: Vec<TimelineSchedule> = shown
                .into_iter()
                .map(|(name, schedule)| {
                    let worth = weeks.iter().position(|week| week.schedule == schedule);
                    TimelineSchedule { name, schedule, week: worth.map(|i| weeks.swap_remove(i)) }
                })
                .collect();
            report::timeline_html(&world.session.made(), &schedules, monday, &style)
        }
        OffhoursFormat::Json => {
            let message = "--format json: a timeline is a picture";
            return Err(Diagnostic::new(Code::UnknownChoice, message)
                .help("kanjo offhours eval answers a program; kanjo offhours plan --format json")
                .into());
        }
    };
    Ok(Outcome::Done { text: finish(text, &args.shown.output())?, unmet: Vec::new() })
}

/// What each schedule is worth a month, where the model has prices.
fn weeks(world: &mut World, sources: &mut Sources) -> Result<Vec<Week>, Diagnostics> {
    let decisions = world.decide(&[]);
    let follows = followed(world, &decisions);
    let Some(project) = &mut world.project else { return Ok(Vec::new()) };
    let session = &mut world.session;
    offhours::schedule_all(project, |environment, resource| {
        follows.get(&offhours::place(environment, resource)).map(Arc::clone)
    });
    let bill = session.bill(project, sources)?.bill;
    let period = session.period;
    let total = |project: &Project| {
        let total = session.bill(project, sources)?.bill.total();
        Ok::<_, Diagnostics>(total.map(|total| total.expected))
    };
    estimate::weeks(None, project, &bill, &period, total)?.ok_or_else(overflow)
}
