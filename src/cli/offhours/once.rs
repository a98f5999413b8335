//! One tick over live accounts: look, decide, act, tell.
//!
//! The same for `apply`, for the loop of `run`, and for a Lambda function.
#![allow(clippy::disallowed_methods, reason = "an edge room: the clock is read here")]

use super::TickArgs;
use super::live::{self, Live};
use super::notices::{self, Seen};
use super::render_tick::Ticked;
use super::tick::Tick;
use super::world::World;
use super::worth;
use crate::calendar::Desired;
use crate::cloud::Session;
use crate::diagnostic::{Diagnostics, Sources};
use crate::inventory::{self, Inventory, Missing};
use crate::notify::Channel;
use crate::offhours::machine::Record;
use crate::offhours::{self, Backup, Target, Wanted, page};
use crate::store::Store;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How many are worked on at once.
const WORKERS: usize = 8;
/// In the ledger.
const WHO: &str = concat!("kanjo ", env!("CARGO_PKG_VERSION"));

/// Decisions on what is there, with the records that belong to it.
pub struct Decided {
    pub world: World,
    pub records: Vec<Record>,
    pub decisions: offhours::Decisions,
    /// Pages that could not be looked at.
    pub missing: Vec<Missing>,
}

/// Looks at everything and decides.
pub fn decide(
    args: &TickArgs,
    sessions: &[Session],
    targets: Vec<Target>,
    store: &Store,
    sources: &mut Sources,
) -> Result<Decided, Diagnostics> {
    let mut world = World::of(&args.scene, Path::new("."), None, Some(targets), sources)?;
    let mut known: BTreeMap<String, Record> = store.all()?.into_iter().collect();
    let mut named = page::pages(&world.policies);
    // A page that no policy names any more is still there.
    let left: Vec<Target> = known
        .iter()
        .filter(|(id, record)| record.saved.is_some() && named.iter().all(|page| page.id != **id))
        .filter_map(|(id, _)| page::remembered(id))
        .collect();
    named.extend(left);
    let Inventory { targets, missing } = inventory::pages(sessions, named);
    world.join(targets);
    let record = |target: &Target| known.remove(&target.id).unwrap_or_else(Record::fresh);
    let records: Vec<Record> = world.targets.iter().map(record).collect();
    let pairs = world.targets.iter().zip(&records);
    let holds: Vec<_> = pairs.filter_map(|(target, r)| offhours::held(&target.id, r)).collect();
    let decisions = world.decide(&holds);
    Ok(Decided { world, records, decisions, missing })
}

/// One tick, and what people are told of it.
pub fn tick(
    args: &TickArgs,
    sessions: &[Session],
    store: &Store,
    channels: &[Channel],
    sources: &mut Sources,
) -> Result<Ticked, Diagnostics> {
    let mut found = inventory::targets(sessions);
    let Decided { mut world, records, decisions, missing } =
        decide(args, sessions, found.targets, store, sources)?;
    found.missing.extend(missing);
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
    let words = |all: &[&Missing]| -> Vec<String> {
        all.iter().map(|m| live::unlisted(&m.place, &m.failure).message).collect()
    };
    let unlisted = words(&needed);
    let about = notices::priced(&outcomes);
    let hourly = match channels.is_empty() || about.is_empty() {
        true => BTreeMap::new(),
        false => worth::hourly(&about, sessions, &mut world, sources),
    };
    let seen = Seen {
        targets: &world.targets,
        verdicts: &decisions.verdicts,
        outcomes: &outcomes,
        unlisted: &unlisted,
        zone: &world.zone,
        now: world.now,
        hourly,
    };
    let told = notices::tell(&seen, channels, store, &args.lang);
    let mut notes = decisions.notes;
    notes.extend(words(&others));
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
    Ok(Ticked { at: Some(world.now), outcomes, unlisted, notes, told })
}
