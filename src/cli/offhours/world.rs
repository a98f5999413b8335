//! What every subcommand of `kanjo offhours` opens: policies, resources, a
//! moment.
#![allow(clippy::disallowed_methods, reason = "an edge room: the clock is read here")]

use super::SceneArgs;
use crate::calendar::Schedule;
use crate::cli::policies::policies;
use crate::cli::session::Session;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::offhours::{self, Decisions, Override, Policies, Scene, Target};
use crate::source;
use crate::topology::Project;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

pub struct World {
    pub session: Session,
    pub policies: Policies,
    /// `None` with an inventory.
    pub project: Option<Project>,
    pub targets: Vec<Target>,
    /// What could not be listed.
    pub unlisted: Vec<String>,
    /// Schedules that the topology gives its resources.
    pub own: BTreeMap<String, Arc<Schedule>>,
    pub now: Timestamp,
    pub zone: TimeZone,
}

impl World {
    pub fn open(
        args: &SceneArgs,
        path: &Path,
        scenario: Option<&str>,
        sources: &mut Sources,
    ) -> Result<World, Diagnostics> {
        let given = match &args.inventory {
            Some(file) => (Some(inventory(file)?), Vec::new()),
            None if args.live.is_asked() => {
                let (targets, unlisted) = super::live::targets(&args.live)?;
                (Some(targets), unlisted)
            }
            None => (None, Vec::new()),
        };
        let (given, unlisted) = given;
        let mut world = World::of(args, path, scenario, given, sources)?;
        world.unlisted = unlisted;
        if world.project.is_none() && args.inventory.is_none() {
            let (beside, unlisted) =
                super::live::beside(&args.live, &world.policies, &world.targets)?;
            world.join(beside);
            world.unlisted.extend(unlisted);
        }
        Ok(world)
    }

    /// Everything that there is, for an audit, and what could not be asked.
    pub fn audited(args: &SceneArgs) -> Result<(Vec<Target>, Vec<String>), Diagnostics> {
        match &args.inventory {
            Some(file) => Ok((inventory(file)?, Vec::new())),
            None => Ok(super::live::everything(&args.live)?),
        }
    }

    /// These targets under whatever policies there are, if there are any.
    pub fn under(
        args: &SceneArgs,
        path: &Path,
        given: Vec<Target>,
        sources: &mut Sources,
    ) -> Result<World, Diagnostics> {
        let needed = source::has_policies_for(path);
        World::with(args, path, None, Some(given), needed, sources)
    }

    /// With these targets, or those of the topology.
    pub fn of(
        args: &SceneArgs,
        path: &Path,
        scenario: Option<&str>,
        given: Option<Vec<Target>>,
        sources: &mut Sources,
    ) -> Result<World, Diagnostics> {
        let needed = given.is_some();
        World::with(args, path, scenario, given, needed, sources)
    }

    fn with(
        args: &SceneArgs,
        path: &Path,
        scenario: Option<&str>,
        given: Option<Vec<Target>>,
        needed: bool,
        sources: &mut Sources,
    ) -> Result<World, Diagnostics> {
        let mut session = Session::open(&args.model, Vec::new(), sources)?;
        let given_policies = args.policies.as_deref();
        let policies = policies(given_policies, path, needed, &mut session, sources)?;
        let (project, targets, own) = match given {
            Some(targets) => (None, targets, BTreeMap::new()),
            None => {
                let project =
                    project(given_policies, path, scenario, &policies, &mut session, sources)?;
                let (targets, own) = offhours::model(&project);
                (Some(project), targets, own)
            }
        };
        let zone = policies.zone.as_ref().map(|zone| zone.zone.clone());
        let zone = zone.or_else(|| {
            let environments = project.iter().flat_map(|project| &project.environments);
            environments.filter_map(|e| e.zone.as_ref()).map(|zone| zone.zone.clone()).next()
        });
        let zone = zone.unwrap_or(TimeZone::UTC);
        let now = moment(args.at.as_deref(), &zone)?;
        let unlisted = Vec::new();
        Ok(World { session, policies, project, targets, unlisted, own, now, zone })
    }

    /// More targets; they stay in the order of their ids.
    pub fn join(&mut self, more: Vec<Target>) {
        self.targets.extend(more);
        self.targets.sort_by(|a, b| a.id.cmp(&b.id));
    }

    pub fn decide(&self, overrides: &[Override]) -> Decisions {
        self.decide_knowing(overrides, &BTreeMap::new())
    }

    /// With the minutes that past starts took.
    pub fn decide_knowing(
        &self,
        overrides: &[Override],
        leads: &BTreeMap<String, u32>,
    ) -> Decisions {
        let (targets, own, now) = (&self.targets, &self.own, self.now);
        offhours::decide(&self.policies, &Scene { targets, own, overrides, leads, now })
    }
}

fn project(
    given: Option<&Path>,
    path: &Path,
    scenario: Option<&str>,
    policies: &Policies,
    session: &mut Session,
    sources: &mut Sources,
) -> Result<Project, Diagnostics> {
    session.policies = given.map(Path::to_owned);
    let mut document =
        session.model(path, "live resources come with --inventory FILE.json", sources)?;
    document.give_schedules(policies.shared());
    session.project(&document, scenario, sources)
}

/// A list of targets, or an object that has it as `targets`.
fn inventory(file: &Path) -> Result<Vec<Target>, Diagnostics> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Listed {
        Bare(Vec<Target>),
        Named { targets: Vec<Target> },
    }
    let text = source::read_text(file, source::MAX_INVENTORY)?;
    // A list is read as one, so that a slip in it has its line and column.
    let read = match text.trim_start().starts_with('[') {
        true => serde_json::from_str(&text).map(Listed::Bare),
        false => serde_json::from_str(&text),
    };
    match read {
        Ok(Listed::Bare(targets) | Listed::Named { targets }) => Ok(targets),
        Err(error) => {
            let message = format!("{} is not an inventory: {error}", file.display());
            Err(Diagnostic::new(Code::BadJson, message)
                .help("a list of {\"id\", \"type\", \"account\", \"region\", \"name\", \"tags\", \"state\"}")
                .into())
        }
    }
}

/// The moment that `--at` names, else now.
pub fn moment(at: Option<&str>, zone: &TimeZone) -> Result<Timestamp, Diagnostics> {
    let Some(text) = at else { return Ok(Timestamp::now()) };
    if let Ok(instant) = text.parse() {
        return Ok(instant);
    }
    let local = text.parse::<DateTime>().ok();
    let instant = local.and_then(|local| zone.to_ambiguous_timestamp(local).compatible().ok());
    instant.ok_or_else(|| {
        Diagnostic::new(Code::BadSchedule, format!("--at {text}: this is not a time"))
            .help("write it as 2026-11-23T12:00:00Z, or 2026-11-23T12:00")
            .into()
    })
}
