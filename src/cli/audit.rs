//! `kanjo audit`: what an inventory costs, whose it is, and what runs for nobody.
//!
//! It only reads: describe calls of a live account, or a file that was written
//! before.
#![allow(clippy::disallowed_methods, reason = "an edge room: the clock is read by what it opens")]

use crate::advice::{self, Advised};
use crate::audit::{self, Asked, Audit, Bills};
use crate::bill::Bill;
use crate::calendar::{Hours, Schedule};
use crate::catalog::{About, AdviceRule};
use crate::cli::Outcome;
use crate::cli::args::OutputArgs;
use crate::cli::modelled::{Modelled, account, modelled};
use crate::cli::offhours::{SceneArgs, World};
use crate::cli::session::{collected, finish, overflow, style};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::estimate;
use crate::offhours::{self, Decisions, State, Target};
use crate::report::{self, Audited, GroupBy};
use crate::topology::{Options, Project};
use clap::{Args, ValueEnum};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Where nobody says another.
const OFFICE: &str = "Mon-Fri 08:00-20:00";

#[derive(Debug, Args)]
pub struct AuditArgs {
    /// Where policies/ stands
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The operating window: a schedule of the policies, or hours such as "Mon-Fri
    /// 08:00-20:00"; without it the schedule that most policies name
    #[arg(long, value_name = "HOURS")]
    pub window: Option<String>,
    /// Group by this tag too
    #[arg(long, value_name = "KEY")]
    pub tag: Option<String>,
    /// Write what was found in the accounts, for --inventory
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    #[command(flatten)]
    pub scene: SceneArgs,
    #[arg(long, value_enum, default_value = "table")]
    pub format: AuditFormat,
    /// Language of what a person reads: en or ja
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = ["en", "ja"])]
    pub lang: String,
    /// Write to a file instead, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AuditFormat {
    Table,
    Json,
    /// One page
    Html,
}

pub fn run(args: &AuditArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let (targets, missing) = World::audited(&args.scene)?;
    if let Some(file) = &args.save {
        crate::source::write_whole(file, inventory(&targets)?)?;
    }
    let mut world = World::under(&args.scene, &args.path, targets, sources)?;
    let window = window(args.window.as_deref(), &world)?;
    let decisions = world.decide(&[]);
    let found = modelled(&world.targets, "the inventory", &mut world.session, sources)?;
    let mut project = world.session.project(&found.document, None, sources)?;
    let bills = bills(&mut world, &decisions, &found, &mut project, &window, sources)?;
    let advised = advised(&mut world, &found, sources)?;
    let name = |target: &Target| account(target).to_owned();
    let asked = Asked {
        targets: &world.targets,
        account: &name,
        guards: &world.policies.guards,
        decisions: &decisions,
        bills: Bills { plain: &bills[0], policies: &bills[1], window: &bills[2] },
        owner: &|resource| found.owners.get(resource).copied(),
        unpriced: &found.unpriced,
        advised: &advised,
        tag: args.tag.as_deref(),
    };
    let mut audit: Audit = audit::audit(&asked).ok_or_else(overflow)?;
    audit.notes.extend(missing);
    let output = OutputArgs::plain(&args.lang, args.out.as_deref());
    let style = style(&output, GroupBy::Resource);
    let made = world.session.made();
    let hours = format!("{} {}", window.hours, window.zone_name);
    let audited = Audited {
        made,
        audit: &audit,
        targets: &world.targets,
        window: &hours,
        tag: args.tag.as_deref(),
        zone: &world.zone,
    };
    let text = match args.format {
        AuditFormat::Table => report::audit_table(&audited, &style),
        AuditFormat::Json => report::audit_json(&audited),
        AuditFormat::Html => report::audit_html(&audited, &style),
    };
    Ok(Outcome::Done { text: finish(text, &output)?, unmet: Vec::new() })
}

/// The file that `--inventory` reads.
fn inventory(targets: &[Target]) -> Result<String, Diagnostic> {
    let text = serde_json::to_string_pretty(&BTreeMap::from([("targets", targets)]));
    text.map(|text| text + "\n")
        .map_err(|error| Diagnostic::new(Code::BadJson, format!("the inventory: {error}")))
}

/// The window that is laid on what follows no schedule.
fn window(named: Option<&str>, world: &World) -> Result<Arc<Schedule>, Diagnostics> {
    let policies = &world.policies;
    if let Some(known) = named.and_then(|name| policies.schedules.get(name)) {
        return Ok(Arc::clone(&known.schedule));
    }
    let named_by = |schedule: &Schedule| {
        policies.policies.iter().filter(|policy| policy.schedule.name == schedule.name).count()
    };
    let windows =
        |schedule: &&Arc<Schedule>| !matches!(schedule.hours, Hours::Always | Hours::Never);
    let own = policies.policies.iter().map(|policy| &policy.schedule).filter(windows);
    if let (None, Some(most)) = (named, own.rev().max_by_key(|schedule| named_by(schedule))) {
        return Ok(Arc::clone(most));
    }
    let text = named.unwrap_or(OFFICE);
    let hours = Hours::parse(text).map_err(|error| {
        let known: Vec<&str> = policies.schedules.keys().map(|name| &**name).collect();
        let message = format!("--window {text}: {}", error.message);
        Diagnostic::new(Code::BadSchedule, message).help(match known.is_empty() {
            true => format!("write --window \"{OFFICE}\""),
            false => format!("write --window \"{OFFICE}\", or name {}", known.join(", ")),
        })
    })?;
    Ok(Arc::new(Schedule {
        name: "window".to_owned(),
        hours,
        zone_name: world.zone.iana_name().unwrap_or("UTC").to_owned(),
        zone: world.zone.clone(),
        holidays: crate::calendar::Holidays::none(),
        except: Vec::new(),
    }))
}

/// Around the clock, with the policies, and with the window on top.
fn bills(
    world: &mut World,
    decisions: &Decisions,
    found: &Modelled,
    project: &mut Project,
    window: &Arc<Schedule>,
    sources: &mut Sources,
) -> Result<[Bill; 3], Diagnostics> {
    let never = Arc::new(Schedule { hours: Hours::Never, ..(**window).clone() });
    let follows: Vec<Option<Arc<Schedule>>> = decisions
        .verdicts
        .iter()
        .map(|verdict| verdict.schedule.clone().filter(|_| verdict.blocked.is_none()))
        .collect();
    let guards = &world.policies.guards;
    // What is off and follows no schedule is not running for nobody: it is off.
    let off = |at: usize| {
        let target = world.targets.get(at)?;
        let free = follows.get(at).is_none_or(Option::is_none);
        (target.state == State::Off && free).then(|| Arc::clone(&never))
    };
    let policy = |at: usize| follows.get(at).cloned().flatten();
    let laid = |at: usize| {
        let target = world.targets.get(at)?;
        let takes = audit::takes_window(guards, target, account(target));
        takes.then(|| Arc::clone(window))
    };
    let of = |resource: &str| found.owners.get(resource).copied();
    let mut made = Vec::new();
    for number in 0..3 {
        offhours::schedule_all(project, |_, resource| {
            let at = of(resource)?;
            match number {
                0 => off(at),
                1 => off(at).or_else(|| policy(at)),
                _ => off(at).or_else(|| policy(at)).or_else(|| laid(at)),
            }
        });
        made.push(world.session.bill(project, sources)?.bill);
    }
    made.try_into().map_err(|_| overflow())
}

/// The rules that are about one resource; what a window saves is said already.
fn advised(
    world: &mut World,
    found: &Modelled,
    sources: &mut Sources,
) -> Result<Advised, Diagnostics> {
    let session = &mut world.session;
    let rules = session.catalog.advice(sources).map_err(collected)?;
    let own = |rule: &&Arc<AdviceRule>| matches!(rule.about, About::Kinds(_));
    let rules: Vec<Arc<AdviceRule>> = rules.iter().filter(own).cloned().collect();
    let mut asked = advice::Asked {
        touched: None,
        document: &found.document,
        options: Options {
            scenario: None,
            environments: Vec::new(),
            sets: Vec::new(),
            period_hours: estimate::period_hours(&session.period),
        },
        period: &session.period,
        catalog: &mut session.catalog,
        book: &session.book,
        sources,
    };
    let today = world.now.to_zoned(world.zone.clone()).date();
    advice::advise(&mut asked, &rules, &[], today)
}
