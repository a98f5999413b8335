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
use crate::cloud::Estate;
use crate::cloud::alarms::Known;
use crate::diagnostic::{Diagnostics, Sources};
use crate::inventory::{self, Missing};
use crate::notify::Channel;
use crate::offhours::machine::Record;
use crate::offhours::{self, Backup, Target, Wanted, alarms, page};
use crate::store::Store;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How many are worked on at once.
const WORKERS: usize = 8;
/// In minutes; a start that once took a day is no habit.
const LONGEST_LEAD: u32 = 60;
/// In the ledger.
const WHO: &str = concat!("kanjo ", env!("CARGO_PKG_VERSION"));

/// Decisions on what is there, with the records that belong to it.
pub struct Decided {
    pub world: World,
    pub records: Vec<Record>,
    pub decisions: offhours::Decisions,
    /// What carries a schedule in a tag, if that could be asked.
    pub tagged: Option<Vec<String>>,
    /// The alarms of each session, where a policy mutes some.
    pub alarms: Vec<Known>,
    /// What could not be listed or looked at.
    pub missing: Vec<Missing>,
}

/// Looks at everything that a policy, a tag or a record is about, and decides.
pub fn decide(
    args: &TickArgs,
    estate: &Estate,
    store: &Store,
    sources: &mut Sources,
) -> Result<Decided, Diagnostics> {
    let mut world = World::of(&args.scene, Path::new("."), None, Some(Vec::new()), sources)?;
    let mut known: BTreeMap<String, Record> = store.all()?.into_iter().collect();
    let tagged = inventory::tagged(&estate.sessions).ok();
    let held = |record: &Record| record.saved.is_some() || record.held.is_some();
    let held = known.iter().filter(|(_, record)| held(record)).map(|(id, _)| id);
    let asked = inventory::Asked::new(&world.policies, held, tagged.as_deref());
    let listed = inventory::targets(estate, &asked);
    world.join(listed.targets);
    let mut pages = page::pages(&world.policies);
    // A page that no policy names any more is still there.
    let unnamed = |(id, record): &(&String, &Record)| {
        record.saved.is_some() && pages.iter().all(|page| page.id != **id)
    };
    let left: Vec<Target> =
        known.iter().filter(unnamed).filter_map(|(id, _)| page::remembered(id)).collect();
    pages.extend(left);
    let alarms: Vec<Known> = estate.sessions.iter().map(|_| Known::default()).collect();
    let found =
        inventory::beside(&estate.sessions, &alarms, &world.policies, &world.targets, pages);
    world.join(found.targets);
    let missing: Vec<Missing> = listed.missing.into_iter().chain(found.missing).collect();
    // So are alarms that were muted for something that is gone.
    // What could not be listed is not gone.
    let muted =
        known.iter().filter(|(_, r)| r.saved.is_some() && missing.iter().all(|m| !m.needed));
    let muted = muted.filter_map(|(id, _)| alarms::remembered(id));
    let listed = |id: &str| world.targets.binary_search_by(|t| t.id.as_str().cmp(id)).is_ok();
    let left: Vec<Target> = muted.filter(|target| !listed(&target.id)).collect();
    world.join(left);
    let record = |target: &Target| known.remove(&target.id).unwrap_or_else(Record::fresh);
    let records: Vec<Record> = world.targets.iter().map(record).collect();
    let pairs = world.targets.iter().zip(&records);
    let holds: Vec<_> = pairs.filter_map(|(target, r)| offhours::held(&target.id, r)).collect();
    // A start begins as long before its edge as past starts took.
    let learned = world.targets.iter().zip(&records).filter_map(|(target, record)| {
        let minutes = record.lead_seconds()?.div_ceil(60).min(LONGEST_LEAD);
        Some((target.id.clone(), minutes))
    });
    let decisions = world.decide_knowing(&holds, &learned.collect());
    Ok(Decided { world, records, decisions, tagged, alarms, missing })
}

/// One tick, and what people are told of it.
pub fn tick(
    args: &TickArgs,
    estate: &Estate,
    store: &Store,
    channels: &[Channel],
    sources: &mut Sources,
) -> Result<Ticked, Diagnostics> {
    let Decided { mut world, records, decisions, tagged, alarms, missing } =
        decide(args, estate, store, sources)?;
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
    let stops = |at: &&usize| {
        let both = wants.get(**at).zip(records.get(**at));
        both.is_some_and(|(want, record)| {
            let off = want.wish.desired == Desired::Off && want.waits.is_none();
            off && !offhours::is_left_up(record, want)
        })
    };
    let stopping = places.iter().filter(stops).filter_map(|at| world.targets.get(*at));
    let stopping: BTreeSet<String> = stopping.map(|target| target.id.clone()).collect();
    let watched = targets.iter().filter_map(|target| alarms::watched(&target.id));
    let by_id = |id: &str| {
        let at = world.targets.binary_search_by(|t| t.id.as_str().cmp(id)).ok()?;
        world.targets.get(at).map(|target| (id.to_owned(), target.clone()))
    };
    let watched: BTreeMap<String, Target> = watched.filter_map(by_id).collect();
    let provider = Live::new(estate, alarms, snapshots, stopping, watched);
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
    let own: Vec<Record> = places.iter().filter_map(|at| records.get(*at).cloned()).collect();
    let outcomes = tick.run(&targets, &own);
    let (needed, others): (Vec<_>, Vec<_>) = missing.iter().partition(|m| m.needed);
    let words = |all: &[&Missing]| -> Vec<String> {
        all.iter().map(|m| live::unlisted(&m.place, &m.failure).message).collect()
    };
    let unlisted = words(&needed);
    let about = notices::priced(&outcomes);
    let hourly = match channels.is_empty() || about.is_empty() {
        true => BTreeMap::new(),
        false => worth::hourly(&about, &estate.sessions, &mut world, sources),
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
    let left = inventory::unswitched(tagged.unwrap_or_default(), &world.targets);
    if !left.is_empty() {
        let first: Vec<&str> = left.iter().take(3).map(String::as_str).collect();
        notes.push(format!(
            "{} carry a schedule and are of a type that is not switched: {}",
            left.len(),
            first.join(", ")
        ));
    }
    Ok(Ticked { at: Some(world.now), outcomes, unlisted, notes, told })
}
