//! `kanjo offhours plan`: the actions, and two bills to say what they save.

use super::world::World;
use super::{OffhoursFormat, PlanArgs};
use crate::calendar::Schedule;
use crate::cli::Outcome;
use crate::cli::session::finish;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::offhours::{self, Decisions, Plan};
use crate::report;
use std::collections::BTreeMap;
use std::sync::Arc;

pub fn run(args: &PlanArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let mut world = World::open(&args.scene, &args.path, args.scenario.as_deref(), sources)?;
    let decisions = world.decide(&[]);
    let plan = match world.project.is_some() {
        true => priced(&mut world, &decisions, sources)?,
        false => offhours::plan(&decisions, &world.targets),
    };
    let made = world.session.made();
    let text = match args.shown.format {
        OffhoursFormat::Json => report::plan_json(&made, &plan),
        OffhoursFormat::Table => report::plan_table(&made, &plan, &world.zone, &args.shown.style()),
        OffhoursFormat::Svg => return Err(not_svg("a plan")),
    };
    Ok(Outcome::Done { text: finish(text, &args.shown.output())?, unmet: Vec::new() })
}

pub(super) fn not_svg(what: &str) -> Outcome {
    Diagnostic::new(Code::UnknownChoice, format!("--format svg: {what} is no picture"))
        .help("kanjo offhours timeline --format svg")
        .into()
}

fn priced(
    world: &mut World,
    decisions: &Decisions,
    sources: &mut Sources,
) -> Result<Plan, Diagnostics> {
    let follows: BTreeMap<&str, &Arc<Schedule>> = decisions
        .verdicts
        .iter()
        .filter(|verdict| verdict.blocked.is_none())
        .filter_map(|v| Some((world.targets.get(v.target)?.id.as_str(), v.schedule.as_ref()?)))
        .collect();
    let overflow =
        || Diagnostics::from(Diagnostic::new(Code::Overflow, "the saving does not fit 28 digits"));
    let Some(project) = &mut world.project else {
        return Ok(offhours::plan(decisions, &world.targets));
    };
    offhours::schedule_all(project, |_| None);
    let without = world.session.bill(project, sources)?.bill;
    offhours::schedule_all(project, |id| follows.get(id).map(|schedule| Arc::clone(schedule)));
    let with = world.session.bill(project, sources)?.bill;
    offhours::priced(decisions, &world.targets, &without, &with).ok_or_else(overflow)
}
