//! The executor against a small provider of our own that fails: a fifth of all
//! calls, half of them after they were applied.

use super::tick::{Done, Outcome as Ticked, Provider, Tick};
use crate::calendar::{Desired, Holidays, Hours, Schedule, Window, zone};
use crate::offhours::machine::ecs::Service;
use crate::offhours::machine::rds::Database;
use crate::offhours::machine::{
    Bounds, Call, Failure, Observed, Options, Record, State, Suspended, Wish, last_change,
};
use crate::offhours::{Target, Wanted};
use crate::store::{Entry, Folder, Moment, Put, Store};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

/// Services and databases, and a count of all calls.
struct Fake {
    live: Mutex<BTreeMap<String, Observed>>,
    random: Mutex<u64>,
    /// Of a hundred calls and looks, how many fail.
    failing: u64,
    most_at_once: AtomicUsize,
    calls: AtomicUsize,
}

fn service(desired: u32) -> Observed {
    // No service has more tasks than its maximum: AWS lowers the count.
    let target = desired.is_multiple_of(2).then_some(Bounds {
        min: 1,
        max: desired.max(20),
        suspended: Suspended::default(),
    });
    Observed::Service(Service { desired, running: desired, target, ..Service::default() })
}

fn database(status: &str) -> Observed {
    Observed::Database(Database { status: status.into(), ..Database::default() })
}

impl Fake {
    fn new(services: u32, databases: u32, failing: u64) -> Fake {
        let mut live = BTreeMap::new();
        for n in 1..=services {
            live.insert(format!("service/{n}"), service(n));
        }
        for n in 1..=databases {
            live.insert(format!("db/{n}"), database("available"));
        }
        let (live, random) = (Mutex::new(live), Mutex::new(7));
        Fake { live, random, failing, most_at_once: 0.into(), calls: 0.into() }
    }

    fn targets(&self) -> Vec<Target> {
        let live = self.live.lock().expect("no panic");
        live.keys().map(|id| Target { id: id.clone(), ..Target::default() }).collect()
    }

    /// Which part of a hundred, by a generator of Knuth's.
    fn dice(&self) -> u64 {
        let mut random = self.random.lock().expect("no panic");
        *random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*random >> 33) % 100
    }

    fn pass(&self) {
        for observed in self.live.lock().expect("no panic").values_mut() {
            match observed {
                Observed::Service(service) => service.running = service.desired,
                Observed::Database(database) => {
                    let next = match database.status.as_str() {
                        "stopping" => "stopped",
                        "starting" => "available",
                        other => other,
                    };
                    database.status = next.to_owned();
                }
                _ => {}
            }
        }
    }
}

impl Provider for Fake {
    fn observe(&self, targets: &[&Target]) -> Vec<Result<Observed, Failure>> {
        self.most_at_once.fetch_max(targets.len(), Ordering::Relaxed);
        let throttled = self.dice() < self.failing;
        let live = self.live.lock().expect("no panic");
        let one = |target: &&Target| match throttled {
            true => Err(Failure { code: "ThrottlingException".into(), message: String::new() }),
            false => Ok(live.get(&target.id).cloned().unwrap_or(Observed::Gone)),
        };
        targets.iter().map(one).collect()
    }

    fn call(&self, target: &Target, call: &Call) -> Result<(), Failure> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let dice = self.dice();
        let failure = |code: &str| Err(Failure { code: code.into(), message: "try again".into() });
        if dice < self.failing / 2 {
            return failure("ThrottlingException");
        }
        match (self.live.lock().expect("no panic").get_mut(&target.id), call) {
            (Some(Observed::Service(service)), Call::SetCount { desired }) => {
                service.desired = *desired
            }
            (Some(Observed::Service(service)), Call::SetBounds { bounds }) => {
                service.target = Some(*bounds);
                service.desired = service.desired.clamp(bounds.min, bounds.max);
            }
            (Some(Observed::Database(d)), Call::Stop) if d.status == "available" => {
                d.status = "stopping".into()
            }
            (Some(Observed::Database(d)), Call::Start) if d.status == "stopped" => {
                d.status = "starting".into()
            }
            _ => return failure("InvalidState"),
        }
        // The answer is lost on its way.
        if dice < self.failing { failure("timeout") } else { Ok(()) }
    }
}

fn office() -> Schedule {
    Schedule {
        name: "office".into(),
        hours: Hours::Windows(vec![Window::parse("Mon-Fri 08:00-20:00").expect("a window")]),
        zone: zone("Asia/Tokyo").expect("a zone"),
        zone_name: "Asia/Tokyo".into(),
        holidays: Holidays::default(),
        except: Vec::new(),
    }
}

fn wanted(schedule: &Schedule, now: Timestamp) -> Wanted {
    let verdict = schedule.desired(now);
    let since = last_change(|at| schedule.desired(at), now - SignedDuration::from_hours(96), now);
    let wish = Wish { next: verdict.next, ..Wish::plain(verdict.desired, since) };
    Wanted { wish, options: Options::default(), why: verdict.reason, waits: None }
}

fn ledger(folder: &std::path::Path) -> Vec<Entry> {
    let mut lines = Vec::new();
    for file in std::fs::read_dir(folder.join("ledger")).expect("a folder").flatten() {
        let text = std::fs::read_to_string(file.path()).expect("reads");
        lines.extend(text.lines().map(|line| serde_json::from_str(line).expect("a line")));
    }
    lines
}

/// A tick with the records as they are.
fn run<P: Provider>(tick: &Tick<'_, P>, targets: &[Target]) -> Vec<Ticked> {
    let known: BTreeMap<String, Record> =
        tick.store.all().map(|all| all.into_iter().collect()).unwrap_or_default();
    let record = |target: &Target| known.get(&target.id).cloned().unwrap_or_else(Record::fresh);
    tick.run(targets, &targets.iter().map(record).collect::<Vec<_>>())
}

/// From Monday 09:00 on for a week, a tick every `minutes`, every third of them
/// twice at once, with a fifth of the calls failing.
fn a_week(services: u32, databases: u32, every: i64) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::Folder(Folder::open(folder.path()).expect("opens"));
    let fake = Fake::new(services, databases, 20);
    let before = fake.live.lock().expect("no panic").clone();
    let targets = fake.targets();
    let schedule = office();
    let start: Timestamp = "2026-11-16T00:00:00Z".parse().expect("a time");
    let minutes = AtomicI64::new(0);
    let clock = || start + SignedDuration::from_mins(minutes.load(Ordering::Relaxed));
    let want = |_: &Target, now: Timestamp| wanted(&schedule, now);
    let tick = Tick {
        provider: &fake,
        store: &store,
        wanted: &want,
        clock: &clock,
        who: "test",
        workers: 2,
    };
    let mut off_at_night = 0;
    // The last start began at 08:00; a failure may put off the next try by an hour.
    for index in 0..=(7 * 24 + 3) * 60 / every {
        minutes.store(index * every, Ordering::Relaxed);
        if index % 3 == 0 {
            std::thread::scope(|scope| {
                scope.spawn(|| run(&tick, &targets));
                run(&tick, &targets);
            });
        } else {
            run(&tick, &targets);
        }
        fake.pass();
        // Saturday noon.
        if index == (5 * 24 + 3) * 60 / every {
            let all = store.all().expect("reads");
            off_at_night = all.iter().filter(|(_, record)| record.state == State::Off).count();
        }
    }
    assert_eq!(off_at_night, targets.len());
    let after = fake.live.lock().expect("no panic").clone();
    let changed: Vec<_> = before
        .iter()
        .filter(|(id, was)| after.get(*id) != Some(was))
        .map(|(id, _)| (id, &after[id], store.get(id)))
        .collect();
    assert!(changed.is_empty(), "{changed:#?}");
    for (id, record) in store.all().expect("reads") {
        assert_eq!((record.saved, record.state), (None, State::On), "{id}");
    }
    assert!(fake.most_at_once.load(Ordering::Relaxed) <= 10, "DescribeServices takes ten");

    // Each call has a line before it and one behind it, in that order.
    let lines = ledger(folder.path());
    let mut open: BTreeMap<(String, u64), usize> = BTreeMap::new();
    let mut made = 0;
    for line in &lines {
        let key = (line.resource.clone(), line.generation);
        match line.moment {
            Moment::Before => {
                made += 1;
                assert!(line.saved.is_some(), "{line:?}");
                assert_eq!(open.insert(key, 1), None, "two calls of one generation");
            }
            Moment::Done | Moment::Failed { .. } => {
                assert_eq!(open.remove(&key), Some(1), "{line:?}")
            }
            Moment::Noted | Moment::Asked => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
    assert_eq!(made, fake.calls.load(Ordering::Relaxed), "the ledger is complete");
}

#[test]
fn a_week_with_faults_ends_as_it_began() {
    a_week(8, 2, 10);
}

#[test]
#[ignore = "two minutes: cargo nextest run --run-ignored only a_week_of_thirty"]
fn a_week_of_thirty_at_five_minutes_ends_as_it_began() {
    a_week(25, 5, 5);
}

/// With nothing failing: one or two calls down and as many up for each service.
#[test]
fn a_night_takes_no_more_calls_than_it_needs() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::Folder(Folder::open(folder.path()).expect("opens"));
    let fake = Fake::new(20, 4, 0);
    let targets = fake.targets();
    let schedule = office();
    let start: Timestamp = "2026-11-16T10:00:00Z".parse().expect("a time");
    let minutes = AtomicI64::new(0);
    let clock = || start + SignedDuration::from_mins(minutes.load(Ordering::Relaxed));
    let want = |_: &Target, now: Timestamp| wanted(&schedule, now);
    let tick = Tick {
        provider: &fake,
        store: &store,
        wanted: &want,
        clock: &clock,
        who: "test",
        workers: 2,
    };
    for index in 0..14 * 12 {
        minutes.store(index * 5, Ordering::Relaxed);
        run(&tick, &targets);
        fake.pass();
    }
    // 10 services with bounds take four, 10 without take two, 4 databases two.
    assert_eq!(fake.calls.load(Ordering::Relaxed), 10 * 4 + 10 * 2 + 4 * 2);
}

fn off(_: &Target, now: Timestamp) -> Wanted {
    let wish = Wish::plain(Desired::Off, Some(now));
    Wanted { wish, options: Options::default(), why: "test".into(), waits: None }
}

#[test]
fn without_its_records_or_its_ledger_nothing_is_called() {
    for lost in ["records", "ledger"] {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::Folder(Folder::open(folder.path()).expect("opens"));
        let fake = Fake::new(3, 0, 0);
        std::fs::remove_dir_all(folder.path().join(lost)).expect("removes");
        std::fs::write(folder.path().join(lost), "").expect("writes");
        let clock = || "2026-11-16T10:00:00Z".parse().expect("a time");
        let tick = Tick {
            provider: &fake,
            store: &store,
            wanted: &off,
            clock: &clock,
            who: "test",
            workers: 1,
        };
        let done = run(&tick, &fake.targets());
        assert!(done.iter().all(|one| matches!(one.done, Done::NoState(_))), "{done:?}");
        assert_eq!(fake.calls.load(Ordering::Relaxed), 0);
    }
}

#[test]
fn a_call_that_comes_too_late_is_not_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::Folder(Folder::open(folder.path()).expect("opens"));
    let fake = Fake::new(1, 0, 0);
    let start: Timestamp = "2026-11-16T10:00:00Z".parse().expect("a time");
    let seconds = AtomicI64::new(0);
    // Each look at the clock takes a minute: the process is being starved.
    let clock = || start + SignedDuration::from_secs(seconds.fetch_add(61, Ordering::Relaxed));
    let tick = Tick {
        provider: &fake,
        store: &store,
        wanted: &off,
        clock: &clock,
        who: "test",
        workers: 1,
    };
    let done = run(&tick, &fake.targets());
    assert_eq!((&done[0].done, fake.calls.load(Ordering::Relaxed)), (&Done::PutOff, 0));
    // What would be brought back is kept, and the next tick makes the call.
    let clock = || start + SignedDuration::from_mins(5);
    let tick = Tick { clock: &clock, ..tick };
    assert_eq!(run(&tick, &fake.targets())[0].done, Done::Called(Call::SetCount { desired: 0 }));
}

#[test]
fn an_account_that_refuses_everything_is_left_in_peace() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::Folder(Folder::open(folder.path()).expect("opens"));
    let fake = Fake::new(100, 0, 0);
    let refusing = Refusing(&fake);
    let clock = || "2026-11-16T10:00:00Z".parse().expect("a time");
    let tick = Tick {
        provider: &refusing,
        store: &store,
        wanted: &off,
        clock: &clock,
        who: "test",
        workers: 1,
    };
    let done = run(&tick, &fake.targets());
    assert_eq!(done.iter().filter(|one| matches!(one.done, Done::Failed(_))).count(), 20);
    assert_eq!(done.iter().filter(|one| one.done == Done::PutOff).count(), 80);
}

struct Refusing<'a>(&'a Fake);

impl Provider for Refusing<'_> {
    fn observe(&self, targets: &[&Target]) -> Vec<Result<Observed, Failure>> {
        self.0.observe(targets)
    }

    fn call(&self, _: &Target, _: &Call) -> Result<(), Failure> {
        Err(Failure { code: "ThrottlingException".into(), message: "Rate exceeded".into() })
    }
}

#[test]
fn another_writer_makes_a_tick_give_way() {
    struct Writing<'a>(&'a Fake, &'a Store);
    impl Provider for Writing<'_> {
        fn observe(&self, targets: &[&Target]) -> Vec<Result<Observed, Failure>> {
            // While we look, somebody else has decided.
            let record = self.1.get(&targets[0].id).expect("reads");
            let mut newer = record.clone();
            newer.generation += 1;
            let put = self.1.put(&targets[0].id, &newer, record.generation);
            assert_eq!(put.expect("writes"), Put::Written);
            self.0.observe(targets)
        }
        fn call(&self, target: &Target, call: &Call) -> Result<(), Failure> {
            self.0.call(target, call)
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::Folder(Folder::open(folder.path()).expect("opens"));
    let fake = Fake::new(1, 0, 0);
    let clock = || "2026-11-16T10:00:00Z".parse().expect("a time");
    let provider = Writing(&fake, &store);
    let tick = Tick {
        provider: &provider,
        store: &store,
        wanted: &off,
        clock: &clock,
        who: "test",
        workers: 1,
    };
    assert_eq!(run(&tick, &fake.targets())[0].done, Done::GaveWay);
    assert_eq!(fake.calls.load(Ordering::Relaxed), 0);
}
