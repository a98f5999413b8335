//! Every interleaving of two ticks at once, crashes, lost answers, refused
//! calls, a store that fails, clocks a minute apart, edited policies and people, up
//! to a horizon.
//!
//! A breadth-first walk over moments. A flight is one tick on its way: it has
//! looked and decided, then it writes, then it calls. What has come to be on its
//! way may act one tick later; the executor drops what is older.

use super::super::{Call, Failure, Options, Record, Saved, State, Step, Wish, failed, step};
use super::world::World;
use crate::calendar::Desired;
use jiff::{SignedDuration, Timestamp};
use std::collections::{HashSet, VecDeque};
use std::hash::{Hash, Hasher};

/// The instant of a tick; ticks are two minutes apart.
pub fn at(tick: i64) -> Timestamp {
    let start: Timestamp = "2026-11-22T11:00:00Z".parse().expect("a time");
    start + SignedDuration::from_mins(2 * tick)
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Flight {
    Decided { record: Record, call: Option<Call>, expected: u64, tick: i64 },
    Written { record: Record, call: Call, tick: i64 },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Moment<W> {
    pub tick: i64,
    pub looked: bool,
    pub stored: Record,
    pub world: W,
    pub flights: Vec<Flight>,
    pub faults: u8,
    pub hands: u8,
    /// Somebody took the resource out of the policy.
    pub edited: bool,
    /// What people last wanted it to be.
    pub truth: W,
    /// People acted while a tick was on its way: which came first is not known.
    pub raced: bool,
}

pub(super) struct Model {
    pub off: std::ops::Range<i64>,
    pub horizon: i64,
    pub options: Options,
    pub guarded: bool,
}

impl Model {
    pub(super) fn wish(&self, tick: i64, edited: bool) -> Wish {
        let off = self.off.contains(&tick);
        let desired = match (edited, off) {
            (true, _) => Desired::Leave,
            (false, true) => Desired::Off,
            (false, false) => Desired::On,
        };
        let since = if tick >= self.off.end {
            at(self.off.end)
        } else if off {
            at(self.off.start)
        } else {
            at(-600)
        };
        let guarded = self.guarded.then(|| "production".to_owned());
        Wish { guarded, ..Wish::plain(desired, Some(since)) }
    }

    /// Looks and decides, and holds what no single step may do.
    pub(super) fn decide<W: World>(
        &self,
        stored: &Record,
        world: &W,
        wish: &Wish,
        now: Timestamp,
    ) -> Step {
        let next = step(stored, &world.observe(), wish, now, &self.options);
        if let Some(call) = &next.call {
            let down = is_down(call);
            assert_eq!(down, wish.desired == Desired::Off, "{call:?} is not what is wished");
            assert!(!self.guarded, "{call:?} on what is guarded");
            assert!(next.record.saved.is_some(), "{call:?} without anything saved");
        }
        assert!(next.record.saved.as_ref().is_none_or(is_number), "a zero is saved");
        if let (Some(was), Some(is)) = (&stored.saved, &next.record.saved) {
            assert!(number(is) >= number(was), "{is:?} is saved over {was:?}");
        }
        if stored.saved.is_some() && next.record.saved.is_none() {
            assert_eq!(next.record.state, State::On);
            assert!(world.count() > 0, "cleared while it is down");
            assert_eq!(next.record.previous, stored.saved);
        }
        next
    }

    fn next<W: World>(&self, now: &Moment<W>) -> Vec<(&'static str, Moment<W>)> {
        let mut all = Vec::new();
        let mut push = |what: &'static str, moment: Moment<W>| all.push((what, moment));
        let tired = now.faults == 0;
        let fault = || Moment { faults: now.faults.saturating_sub(1), ..now.clone() };

        // A tick looks; a second one at the same time is a fault, and so is a clock
        // that is a minute slow or fast. A slow one is not at the change yet.
        let minute = SignedDuration::from_mins(1);
        let right = at(now.tick);
        let clocks = [
            ("looks", now.tick, right),
            ("looks, clock slow", now.tick - 1, right - minute),
            ("looks, clock fast", now.tick, right + minute),
        ];
        for (what, tick, clock) in clocks {
            let is_fault = now.looked || clock != right;
            if is_fault && (tired || now.flights.len() > 1) {
                continue;
            }
            let wish = self.wish(tick, now.edited);
            let next = self.decide(&now.stored, &now.world, &wish, clock);
            let mut then = if is_fault { fault() } else { now.clone() };
            then.looked = true;
            if next.record != now.stored {
                then.flights.push(Flight::Decided {
                    record: next.record,
                    call: next.call,
                    expected: now.stored.generation,
                    tick: now.tick,
                });
            }
            push(what, then);
        }
        for (index, flight) in now.flights.iter().enumerate() {
            let gone = |mut moment: Moment<W>| {
                moment.flights.remove(index);
                moment
            };
            if !tired {
                push("crashes", gone(fault()));
            }
            match flight {
                Flight::Decided { record, call, expected, tick } => {
                    if *expected != now.stored.generation {
                        push("conflicts", gone(now.clone()));
                        continue;
                    }
                    let mut then = gone(now.clone());
                    then.stored = record.clone();
                    if !tired {
                        let faults = now.faults - 1;
                        push("writes, answer lost", Moment { faults, ..then.clone() });
                    }
                    if let Some(call) = call {
                        let (record, call, tick) = (record.clone(), call.clone(), *tick);
                        then.flights.push(Flight::Written { record, call, tick });
                    }
                    push("writes", then);
                }
                Flight::Written { record, call, .. } => {
                    let failure = Failure { code: "Throttling".into(), message: String::new() };
                    let fails = |mut moment: Moment<W>| {
                        if moment.stored.generation == record.generation {
                            moment.stored = failed(record, &failure, at(now.tick));
                        }
                        moment
                    };
                    let mut done = gone(now.clone());
                    let refused = done.world.apply(call).is_err();
                    push("calls", if refused { fails(gone(now.clone())) } else { done.clone() });
                    if !tired {
                        let faults = now.faults - 1;
                        push("is throttled", fails(gone(fault())));
                        push("calls, answer lost", fails(Moment { faults, ..done }));
                    }
                }
            }
        }
        if now.hands > 0 {
            for (what, world) in now.world.hands() {
                let mut then = Moment { hands: now.hands - 1, ..now.clone() };
                then.raced |= !now.flights.is_empty();
                then.truth = self.wanted(now, &world);
                then.world = world;
                push(what, then);
            }
        }
        if !now.edited && !tired {
            push("policy is edited", Moment { edited: true, ..fault() });
        }
        // Time goes on when the tick has looked, or was missed, and what is on
        // its way from the tick before has ended.
        let stale = |flight: &Flight| match flight {
            Flight::Decided { tick, .. } | Flight::Written { tick, .. } => *tick < now.tick,
        };
        if now.tick < self.horizon && (now.looked || !tired) && !now.flights.iter().any(stale) {
            let mut then = if now.looked { now.clone() } else { fault() };
            then.world.pass();
            then.tick += 1;
            then.looked = false;
            push("time passes", then);
        }
        all
    }

    /// What people want after they have acted: numbers that they set, and of the
    /// rest what was there before anything was switched off.
    fn wanted<W: World>(&self, before: &Moment<W>, after: &W) -> W {
        if after.count() == 0 || before.world == before.truth {
            return after.clone();
        }
        // While it is off, what was wanted before is still wanted.
        before.truth.clone()
    }

    pub(super) fn hold<W: World>(&self, now: &Moment<W>) {
        let kept = || now.stored.saved.iter().chain(&now.stored.previous);
        if now.world.count() < now.truth.count() && now.truth.count() > 0 {
            let covered = kept().any(|saved| now.truth.is_covered_by(saved));
            let raced = now.raced && kept().any(is_number);
            assert!(
                covered || raced || now.world.observe() == super::super::Observed::Gone,
                "lost"
            );
        }
    }

    /// From here on all goes well: it must come up, and then be quiet; and it
    /// must go down, and be quiet.
    fn recover<W: World>(&self, from: &Moment<W>, desired: Desired) {
        if from.world.observe() == super::super::Observed::Gone {
            return;
        }
        let (mut stored, mut world) = (from.stored.clone(), from.world.clone());
        let since = Some(at(from.tick + 1));
        let mut calls = Vec::new();
        // Failures are waited with, and a database runs 20 minutes.
        for tick in from.tick + 1..from.tick + 40 {
            let wish =
                Wish { guarded: self.guarded.then(String::new), ..Wish::plain(desired, since) };
            world.pass();
            let next = step(&stored, &world.observe(), &wish, at(tick), &self.options);
            stored = next.record;
            if let Some(call) = next.call {
                assert!(world.apply(&call).is_ok(), "{call:?} is refused");
                calls.push(call);
            }
            let resting = match desired {
                Desired::Off => matches!(stored.state, State::Off | State::AdoptedOff),
                _ => matches!(stored.state, State::On | State::AdoptedOff),
            };
            if resting && tick > from.tick + 4 {
                break;
            }
        }
        assert!(calls.len() <= 3, "it does not come to rest: {calls:?}");
        if self.guarded {
            return;
        }
        if desired == Desired::Off {
            assert_eq!(world.count(), 0, "it stays up: {stored:?}");
        } else {
            assert!(stored.saved.is_none(), "it is not finished: {stored:?}");
            let raced = from.raced && world.count() > 0;
            // Who stops it by hand wants no number.
            let none = from.truth.count() == 0;
            assert!(
                world.is_at_least(&from.truth) || raced || none,
                "it stays down: {stored:?} {world:?}"
            );
        }
    }

    /// Walks everything; the number of moments.
    pub(super) fn walk<W: World>(&self, world: W, faults: u8, hands: u8) -> usize {
        let first = Moment {
            tick: 0,
            looked: false,
            stored: Record::fresh(),
            truth: world.clone(),
            world,
            flights: Vec::new(),
            faults,
            hands,
            edited: false,
            raced: false,
        };
        // 64 bits of a moment stand for it: it is walked over a million of them.
        let mut seen = HashSet::from([print(&first)]);
        // Each moment with how it came about: tick, what happened, the one before.
        let mut paths: Vec<(i64, &'static str, usize)> = vec![(0, "start", 0)];
        let mut open = VecDeque::from([(first, 0)]);
        let mut recovered = HashSet::new();
        while let Some((now, path)) = open.pop_front() {
            let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                self.hold(&now);
                let place = (now.tick, &now.stored, &now.world, &now.truth, now.raced);
                if now.flights.is_empty() && recovered.insert(print(&place)) {
                    self.recover(&now, Desired::On);
                    self.recover(&now, Desired::Off);
                }
                self.next(&now)
            }));
            let Ok(nexts) = checked else {
                panic!("{}\n{now:#?}", story(&paths, path));
            };
            for (what, next) in nexts {
                if seen.insert(print(&next)) {
                    paths.push((now.tick, what, path));
                    open.push_back((next, paths.len() - 1));
                }
            }
        }
        seen.len()
    }
}

fn print(it: &impl Hash) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    it.hash(&mut hasher);
    hasher.finish()
}

fn story(paths: &[(i64, &'static str, usize)], mut at: usize) -> String {
    let mut steps = Vec::new();
    while at != 0 {
        let (tick, what, before) = paths[at];
        steps.push(format!("{tick} {what}"));
        at = before;
    }
    steps.reverse();
    steps.join("\n")
}

fn is_down(call: &Call) -> bool {
    match call {
        Call::SetBounds { bounds } => bounds.min == 0,
        Call::SetCount { desired } | Call::SetGroup { desired, .. } => *desired == 0,
        Call::SuspendProcesses { .. }
        | Call::Stop
        | Call::StopHibernated
        | Call::Snapshot
        | Call::MoveWindow { .. }
        | Call::ShowPage
        | Call::MuteAlarms { .. } => true,
        // It leads down if it answers to more errors.
        Call::SetErrorResponses { from, to } => to.len() > from.len(),
        Call::ResumeProcesses { .. } | Call::Start | Call::HidePage | Call::UnmuteAlarms { .. } => {
            false
        }
    }
}

fn is_number(saved: &Saved) -> bool {
    number(saved) > 0
}

fn number(saved: &Saved) -> u32 {
    match saved {
        Saved::Service { desired, .. } | Saved::Group { desired, .. } => *desired,
        Saved::Alarms { names } => u32::try_from(names.len()).unwrap_or(u32::MAX),
        Saved::Running | Saved::Page { .. } | Saved::ErrorResponses { .. } => 1,
    }
}
