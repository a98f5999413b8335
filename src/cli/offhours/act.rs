//! `kanjo offhours apply` and `run`: the decisions of now, carried out.
#![allow(clippy::disallowed_methods, reason = "an edge room: the clock is read here")]

use super::live::{self, Live};
use super::render_tick::{self, Ticked};
use super::tick::{Done, Tick};
use super::world::World;
use super::{ActArgs, RunArgs, TickArgs};
use crate::calendar::Desired;
use crate::cli::{Outcome, render};
use crate::cloud::Session;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::inventory;
use crate::offhours::machine::Record;
use crate::offhours::{self, Backup, Target, Wanted};
use crate::store::Store;
use crate::text::Lang;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

/// How many are worked on at once.
const WORKERS: usize = 8;
/// `apply` goes on while there is something to do at once: bounds, then counts.
const STEPS: usize = 5;
/// In the ledger.
const WHO: &str = concat!("kanjo ", env!("CARGO_PKG_VERSION"));

/// Does what there is to do now, and says what is left.
pub fn apply(args: &ActArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let sessions = live::sessions(&args.tick.scene.live)?;
    let store = args.tick.place.open()?;
    if let Some(file) = &args.plan {
        let moved = super::planned::moved(file, &args.tick, &sessions, &store, sources)?;
        if !moved.is_empty() {
            let text = format!("nothing is done: the world has moved since {}\n", file.display());
            return Ok(Outcome::Done { text, unmet: moved });
        }
    }
    let mut all = Ticked::default();
    for _ in 0..STEPS {
        let ticked = tick(&args.tick, &sessions, &store, sources)?;
        let again = ticked.outcomes.iter().any(|o| matches!(o.done, Done::Called(_)));
        all.add(ticked);
        if !again {
            break;
        }
    }
    finish(&all, &args.tick)
}

/// The same every few minutes. What fails is said, and tried again.
pub fn run(args: &RunArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let every = every(&args.every)?;
    let sessions = live::sessions(&args.tick.scene.live)?;
    let store = args.tick.place.open()?;
    if args.once {
        return finish(&tick(&args.tick, &sessions, &store, sources)?, &args.tick);
    }
    loop {
        let began = std::time::Instant::now();
        // Policies are read again at each tick: they may have been edited.
        match tick(&args.tick, &sessions, &store, &mut Sources::default()) {
            Ok(ticked) => {
                if render::print(&render_tick::text(&ticked, lang(&args.tick))) {
                    return Ok(Outcome::Done { text: String::new(), unmet: Vec::new() });
                }
            }
            Err(list) => render::diagnostics(&list, sources),
        }
        std::thread::sleep(every.saturating_sub(began.elapsed()));
    }
}

fn lang(args: &TickArgs) -> Lang {
    Lang::parse(&args.lang).unwrap_or_default()
}

/// What was done, and an error if a part of it was not.
fn finish(ticked: &Ticked, args: &TickArgs) -> Result<Outcome, Outcome> {
    let text = render_tick::text(ticked, lang(args));
    let failed = ticked.failed();
    if failed == 0 {
        return Ok(Outcome::Done { text, unmet: Vec::new() });
    }
    render::print(&text);
    let message = format!("{failed} of {} resources failed", ticked.outcomes.len());
    Err(Diagnostic::new(Code::Remote, message)
        .help("what was saved is kept; run it again, or leave `kanjo offhours run` running")
        .into())
}

fn every(text: &str) -> Result<Duration, Diagnostic> {
    let wrong = |why: &str| {
        Diagnostic::new(Code::BadSchedule, format!("--every {text}: {why}")).help("write 5m")
    };
    let length: SignedDuration = text.parse().map_err(|_| wrong("this is not a time"))?;
    let length = Duration::try_from(length).map_err(|_| wrong("this is not a time"))?;
    match (60..=900).contains(&length.as_secs()) {
        true => Ok(length),
        false => Err(wrong("between 1 and 15 minutes")),
    }
}

/// Decisions on what is there, with the records that belong to it.
pub struct Decided {
    pub world: World,
    pub records: Vec<Record>,
    pub decisions: offhours::Decisions,
}

/// Looks at everything and decides.
pub fn decide(
    args: &TickArgs,
    targets: Vec<Target>,
    store: &Store,
    sources: &mut Sources,
) -> Result<Decided, Diagnostics> {
    let world = World::of(&args.scene, Path::new("."), None, Some(targets), sources)?;
    let mut known: BTreeMap<String, Record> = store.all()?.into_iter().collect();
    let record = |target: &Target| known.remove(&target.id).unwrap_or_else(Record::fresh);
    let records: Vec<Record> = world.targets.iter().map(record).collect();
    let pairs = world.targets.iter().zip(&records);
    let holds: Vec<_> = pairs.filter_map(|(target, r)| offhours::held(&target.id, r)).collect();
    let decisions = world.decide(&holds);
    Ok(Decided { world, records, decisions })
}

fn tick(
    args: &TickArgs,
    sessions: &[Session],
    store: &Store,
    sources: &mut Sources,
) -> Result<Ticked, Diagnostics> {
    let found = inventory::targets(sessions);
    let Decided { world, records, decisions } = decide(args, found.targets, store, sources)?;
    let mut wants = offhours::wanted(&world.policies, &decisions, &records);
    offhours::gate(&world.targets, &decisions.verdicts, &records, &mut wants, world.now);
    // What nothing governs and nothing was saved of is not looked at again.
    let ours = |(at, record): (usize, &Record)| {
        let verdict = decisions.verdicts.get(at)?;
        let target = world.targets.get(at)?;
        let governed = verdict.step != offhours::Step::Nothing && target.stops();
        (governed || record.generation > 0).then_some(at)
    };
    let places: Vec<usize> = records.iter().enumerate().filter_map(ours).collect();
    let targets: Vec<Target> =
        places.iter().filter_map(|at| world.targets.get(*at).cloned()).collect();
    let wanted: BTreeMap<&str, &Wanted> = places
        .iter()
        .filter_map(|at| Some((world.targets.get(*at)?.id.as_str(), wants.get(*at)?)))
        .collect();
    let snapshots: BTreeSet<String> = wanted
        .iter()
        .filter(|(_, want)| want.options.backup == Some(Backup::SnapshotBeforeStop))
        .map(|(id, _)| (*id).to_owned())
        .collect();
    let stopping: BTreeSet<String> = wanted
        .iter()
        .filter(|(_, want)| want.wish.desired == Desired::Off && want.waits.is_none())
        .map(|(id, _)| (*id).to_owned())
        .collect();
    let provider = Live::new(sessions, snapshots, stopping);
    let said = |target: &Target, now: Timestamp| match wanted.get(target.id.as_str()) {
        Some(want) => (*want).clone(),
        None => Wanted::nothing(now),
    };
    let began = Timestamp::now();
    // The moment of --at goes on as the clock does.
    let clock = || world.now + Timestamp::now().duration_since(began);
    let tick = Tick {
        provider: &provider,
        store,
        wanted: &said,
        clock: &clock,
        who: WHO,
        workers: WORKERS,
    };
    let outcomes = tick.run(&targets);
    let (needed, others): (Vec<_>, Vec<_>) = found.missing.iter().partition(|m| m.needed);
    let mut notes = decisions.notes;
    notes.extend(others.iter().map(|m| live::unlisted(&m.place, &m.failure).message));
    if let Ok(left) = inventory::unswitched(sessions, &world.targets)
        && !left.is_empty()
    {
        let first: Vec<&str> = left.iter().take(3).map(String::as_str).collect();
        notes.push(format!(
            "{} carry a schedule and are of a type that is not switched: {}",
            left.len(),
            first.join(", ")
        ));
    }
    Ok(Ticked {
        at: Some(world.now),
        outcomes,
        unlisted: needed.iter().map(|m| live::unlisted(&m.place, &m.failure).message).collect(),
        notes,
    })
}
