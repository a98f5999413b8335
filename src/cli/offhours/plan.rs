//! `kanjo offhours plan`: the actions, and two bills to say what they save.

use super::world::World;
use super::{OffhoursFormat, PlanArgs};
use crate::calendar::Schedule;
use crate::cli::Outcome;
use crate::cli::modelled::{account, modelled};
use crate::cli::session::finish;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::offhours::{self, Bills, Decisions, Plan, Target};
use crate::report;
use std::collections::BTreeMap;
use std::sync::Arc;

pub fn run(args: &PlanArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let mut world = World::open(&args.scene, &args.path, args.scenario.as_deref(), sources)?;
    let decisions = world.decide(&[]);
    let mut plan = priced(&mut world, &decisions, args.tag.as_deref(), sources)?;
    plan.notes.append(&mut world.unlisted);
    let made = world.session.made();
    let text = match args.shown.format {
        OffhoursFormat::Json => report::plan_json(&made, &plan),
        OffhoursFormat::Table => report::plan_table(&made, &plan, &world.zone, &args.shown.style()),
        OffhoursFormat::Svg | OffhoursFormat::Html => return Err(not_a_picture("a plan")),
    };
    Ok(Outcome::Done { text: finish(text, &args.shown.output())?, unmet: Vec::new() })
}

pub(super) fn not_a_picture(what: &str) -> Outcome {
    Diagnostic::new(Code::UnknownChoice, format!("--format svg and html: {what} is no picture"))
        .help("kanjo offhours timeline --format html")
        .into()
}

/// What the resources of the model follow, by their ids.
pub(super) fn followed(world: &World, decisions: &Decisions) -> BTreeMap<String, Arc<Schedule>> {
    let free = decisions.verdicts.iter().filter(|verdict| verdict.blocked.is_none());
    free.filter_map(|v| {
        Some((world.targets.get(v.target)?.id.clone(), Arc::clone(v.schedule.as_ref()?)))
    })
    .collect()
}

fn priced(
    world: &mut World,
    decisions: &Decisions,
    tag: Option<&str>,
    sources: &mut Sources,
) -> Result<Plan, Diagnostics> {
    let owners = match &world.project {
        Some(_) => None,
        None => {
            let found = modelled(&world.targets, "the inventory", &mut world.session, sources)?;
            world.project = Some(world.session.project(&found.document, None, sources)?);
            Some(found.owners)
        }
    };
    let mut follows = followed(world, decisions);
    // What starts early is up for longer.
    for verdict in decisions.verdicts.iter().filter(|verdict| verdict.lead > 0) {
        let own = world.targets.get(verdict.target).and_then(|t| follows.get_mut(&t.id));
        if let Some(schedule) = own {
            *schedule = Arc::new(schedule.led(verdict.lead));
        }
    }
    let overflow =
        || Diagnostics::from(Diagnostic::new(Code::Overflow, "the saving does not fit 28 digits"));
    let Some(project) = &mut world.project else {
        return Ok(offhours::plan(decisions, &world.targets));
    };
    let targets = &world.targets;
    let owner = |environment: &str, resource: &str| match &owners {
        None => Some(offhours::place(environment, resource)),
        Some(owners) => Some(targets.get(*owners.get(resource)?)?.id.clone()),
    };
    offhours::schedule_all(project, |_, _| None);
    let without = world.session.bill(project, sources)?.bill;
    offhours::schedule_all(project, |environment, resource| {
        follows.get(&owner(environment, resource)?).map(Arc::clone)
    });
    let with = world.session.bill(project, sources)?.bill;
    let group = |target: &Target| match tag {
        Some(key) => target.tags.get(key).map_or_else(|| format!("no {key}"), Clone::clone),
        None => match &target.environment {
            Some(environment) => environment.clone(),
            None => account(target).to_owned(),
        },
    };
    let bills = Bills { without: &without, with: &with, owner: &owner, group: &group };
    let mut plan = offhours::priced(decisions, targets, &bills).ok_or_else(overflow)?;
    if owners.is_some() && plan.saved.is_some() {
        plan.notes
            .push("commitments of the accounts are not known: savings are at list".to_owned());
    }
    Ok(plan)
}
