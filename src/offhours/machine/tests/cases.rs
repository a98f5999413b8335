//! The machine's own rules, one case each.

use super::super::{Call, Drift, Failure, Hold, Note, Observed, Options, Record, State, Why, Wish};
use super::super::{failed, last_change, step};
use super::model::at;
use super::peers::run;
use super::world::{Db, Ecs, World};
use crate::calendar::Desired;
use crate::offhours::policy::{Backup, Mode};
use jiff::SignedDuration;

fn one(
    record: &Record,
    world: &impl World,
    wish: &Wish,
    tick: i64,
    options: &Options,
) -> super::super::Step {
    step(record, &world.observe(), wish, at(tick), options)
}

fn off(tick: i64) -> Wish {
    Wish::plain(Desired::Off, Some(at(tick)))
}

#[test]
fn a_late_stop_is_not_done_and_said_once() {
    let world = Ecs::new(None);
    // 46 ticks are 92 minutes.
    let next = one(&Record::fresh(), &world, &off(0), 46, &Options::default());
    assert_eq!((next.call, next.notes), (None, vec![Note::Expired(at(0))]));
    let again = one(&next.record, &world, &off(0), 47, &Options::default());
    assert_eq!((again.record, again.notes), (next.record, vec![]));
    // In time it is.
    assert!(one(&Record::fresh(), &world, &off(0), 45, &Options::default()).call.is_some());
}

#[test]
fn what_was_begun_in_time_is_finished_late() {
    let mut record =
        one(&Record::fresh(), &Ecs::new(None), &off(0), 10, &Options::default()).record;
    record =
        failed(&record, &Failure { code: "Throttling".into(), message: String::new() }, at(10));
    assert!(one(&record, &Ecs::new(None), &off(0), 100, &Options::default()).call.is_some());
}

#[test]
fn a_manual_start_at_night_stays_unless_the_policy_enforces() {
    let (mut record, mut world) = (Record::fresh(), Ecs::new(None));
    run(&mut record, &mut world, Desired::Off, 0);
    (world.desired, world.running) = (2, 2);
    let next = one(&record, &world, &off(0), 20, &Options::default());
    let change = |by: &Note| matches!(by, Note::CameBack(drift) if !drift.stops_again);
    assert_eq!((next.call, next.notes.last()), (None, Some(&Note::StartedByHand)));
    assert!(next.notes.iter().any(change), "{:?}", next.notes);
    assert!(one(&next.record, &world, &off(0), 21, &Options::default()).call.is_none());
    // In the morning it is as large as it was, not as it was at night.
    let mut morning = next.record.clone();
    run(&mut morning, &mut world.clone(), Desired::On, 30);
    assert_eq!(morning.saved, None);

    let enforce = Options { mode: Mode::Enforce, ..Options::default() };
    assert_eq!(
        one(&record, &world, &off(0), 20, &enforce).call,
        Some(Call::SetCount { desired: 0 })
    );
    let longest = Some(SignedDuration::from_mins(60));
    let bounded = Options { max_on: longest, ..Options::default() };
    assert!(one(&next.record, &world, &off(0), 49, &bounded).call.is_none());
    assert!(one(&next.record, &world, &off(0), 50, &bounded).call.is_some());
}

/// `terraform apply` at night: bounds, flags and count are as they stand in a file.
#[test]
fn what_a_tool_brings_back_is_said_with_the_lines_that_keep_it_from_it() {
    let (mut record, mut world) = (Record::fresh(), Ecs::new(Some(super::world::BOUNDS)));
    run(&mut record, &mut world, Desired::Off, 0);
    let closed = world.clone();
    (world.target, world.desired) = (Some(super::world::BOUNDS), 2);
    let came_back = |notes: &[Note]| -> Drift {
        let mut all = notes.iter().filter_map(|note| match note {
            Note::CameBack(drift) => Some(drift.clone()),
            _ => None,
        });
        all.next().expect("it is said")
    };
    let edge = one(&record, &world, &off(0), 20, &Options::default());
    let said = came_back(&edge.notes);
    let changes: Vec<String> =
        said.changes.iter().map(|c| format!("{} {} {}", c.attribute, c.from, c.to)).collect();
    assert_eq!(
        changes,
        ["desired_count 0 2", "min_capacity 0 2", "suspended_state in, out, scheduled none"]
    );
    assert_eq!(
        said.ignore,
        [
            "aws_appautoscaling_target: lifecycle { ignore_changes = [min_capacity, max_capacity, suspended_state] }",
            "aws_ecs_service: lifecycle { ignore_changes = [desired_count] }",
        ]
    );
    assert_eq!((edge.call, edge.record.drift.as_ref()), (None, Some(&said)));
    let again = one(&edge.record, &world, &off(0), 21, &Options::default());
    assert_eq!((again.call, again.notes, again.record), (None, vec![], edge.record.clone()));
    // In the morning it is up, and nothing is left to say.
    let mut morning = edge.record;
    run(&mut morning, &mut world.clone(), Desired::On, 30);
    assert_eq!((morning.drift, morning.saved), (None, None));

    let enforce = Options { mode: Mode::Enforce, ..Options::default() };
    let stopped = one(&record, &world, &off(0), 20, &enforce);
    assert!(came_back(&stopped.notes).stops_again);
    assert!(matches!(stopped.call, Some(Call::SetBounds { .. })), "{:?}", stopped.call);

    // Bounds alone: nothing runs yet, and it is somebody's all the same.
    world = Ecs { target: Some(super::world::BOUNDS), ..closed };
    let open = one(&record, &world, &off(0), 20, &Options::default());
    assert_eq!((open.call, open.record.state), (None, State::On));
    assert_eq!(open.notes, [Note::CameBack(came_back(&open.notes))]);
    assert!(one(&record, &world, &off(0), 20, &enforce).call.is_some());
}

/// Two programs whose clocks are a minute apart, each every five minutes and the
/// slow one half a minute after the other: at both changes it wants the opposite.
#[test]
fn two_clocks_a_minute_apart_do_not_flap() {
    let (mut record, mut world) = (Record::fresh(), Ecs::new(Some(super::world::BOUNDS)));
    let (mut calls, mut wishes) = (Vec::new(), Vec::new());
    for tick in 0..40 {
        let slow = if tick % 2 == 0 { 0 } else { 60 - 30 };
        let clock = at(0) + SignedDuration::from_secs(tick / 2 * 300 - slow);
        // Off from 30 to 60 minutes.
        let (off, on) = (at(15), at(30));
        let wish = match clock {
            now if now < off => Wish::plain(Desired::On, Some(at(-600))),
            now if now < on => Wish::plain(Desired::Off, Some(off)),
            _ => Wish::plain(Desired::On, Some(on)),
        };
        wishes.push(wish.desired);
        let next = step(&record, &world.observe(), &wish, clock, &Options::default());
        record = next.record;
        if let Some(call) = next.call {
            world.apply(&call).expect("is accepted");
            calls.push(call);
        }
        world.pass();
    }
    assert_eq!(wishes.windows(2).filter(|two| two[0] != two[1]).count(), 6);
    assert_eq!(calls.len(), 4, "two down and two up: {calls:?}");
    assert_eq!((record.saved, record.state), (None, State::On));
}

#[test]
fn an_override_holds_and_then_the_stop_is_not_late() {
    let hold = Some(Hold { until: at(90), who: "aiko".into(), why: "a release".into() });
    let fresh = Record { held: hold.clone(), ..Record::fresh() };
    let world = Ecs::new(None);
    let held = one(&fresh, &world, &off(0), 10, &Options::default());
    assert_eq!((held.call, held.record.state.clone()), (None, State::Held { until: at(90) }));
    // Three hours after the change, and no time after the override.
    assert!(one(&held.record, &world, &off(0), 91, &Options::default()).call.is_some());
    // What is already off comes back for it.
    let (mut record, mut world) = (Record::fresh(), Ecs::new(None));
    run(&mut record, &mut world, Desired::Off, 0);
    let record = Record { held: hold, ..record };
    let up = one(&record, &world, &off(0), 30, &Options::default());
    assert_eq!(up.call, Some(Call::SetCount { desired: 3 }));
}

#[test]
fn people_are_told_before_it_goes_off() {
    let options = Options { notice: SignedDuration::from_mins(15), ..Options::default() };
    let world = Ecs::new(None);
    let on = |tick| Wish { next: Some((at(tick), Desired::Off)), ..Wish::plain(Desired::On, None) };
    assert_eq!(one(&Record::fresh(), &world, &on(8), 0, &options).notes, []);
    let told = one(&Record::fresh(), &world, &on(8), 1, &options);
    assert_eq!(told.notes, [Note::GoesOff(at(8))]);
    assert!(one(&told.record, &world, &on(8), 2, &options).notes.is_empty());
    assert!(one(&told.record, &world, &off(8), 8, &options).call.is_none(), "14 minutes");
    assert!(one(&told.record, &world, &off(8), 9, &options).call.is_some());
    // Nobody was told: they are now, and it waits.
    let late = one(&Record::fresh(), &world, &off(0), 1, &options);
    assert_eq!((late.call, late.notes), (None, vec![Note::GoesOff(at(1) + options.notice)]));
    assert!(one(&late.record, &world, &off(0), 9, &options).call.is_some());
}

#[test]
fn a_policy_that_no_longer_wants_it_off_gives_it_back() {
    let (mut record, mut world) = (Record::fresh(), Ecs::new(None));
    run(&mut record, &mut world, Desired::Off, 0);
    run(&mut record, &mut world, Desired::Leave, 20);
    assert_eq!((world.desired, record.saved), (3, None));
}

#[test]
fn failures_wait_longer_and_longer_and_keep_what_is_saved() {
    let first = one(&Record::fresh(), &Ecs::new(None), &off(0), 0, &Options::default()).record;
    let failure = Failure { code: "InsufficientInstanceCapacity".into(), message: "no".into() };
    let mut waits = Vec::new();
    let mut record = first.clone();
    for _ in 0..9 {
        record = failed(&record, &failure, at(0));
        let State::Failed { next, .. } = record.state else { panic!("{:?}", record.state) };
        waits.push(next.duration_since(at(0)).as_mins());
    }
    assert_eq!(waits, [0, 0, 5, 10, 20, 40, 60, 60, 60]);
    assert_eq!(record.saved, first.saved);
    assert!(one(&record, &Ecs::new(None), &off(0), 29, &Options::default()).call.is_none());
    assert!(one(&record, &Ecs::new(None), &off(0), 30, &Options::default()).call.is_some());
}

#[test]
fn what_is_found_at_zero_gets_no_number() {
    let world = Ecs { desired: 0, running: 0, ..Ecs::new(None) };
    let night = one(&Record::fresh(), &world, &off(0), 1, &Options::default());
    assert_eq!((night.record.state.clone(), night.record.saved.clone()), (State::AdoptedOff, None));
    let wish = Wish::plain(Desired::On, Some(at(10)));
    let morning = one(&night.record, &world, &wish, 10, &Options::default());
    assert_eq!((morning.call, morning.record.state), (None, State::AdoptedOff));
}

#[test]
fn a_deleted_resource_keeps_what_was_saved_and_is_reported_once() {
    let (mut record, mut world) = (Record::fresh(), Ecs::new(None));
    run(&mut record, &mut world, Desired::Off, 0);
    let wish = Wish::plain(Desired::On, Some(at(20)));
    let lost = step(&record, &Observed::Gone, &wish, at(20), &Options::default());
    assert_eq!(lost.notes, [Note::LostResource]);
    assert_eq!(
        (&lost.record.saved, &lost.record.state),
        (&record.saved, &State::Blocked { why: Why::Gone })
    );
    let again = step(&lost.record, &Observed::Gone, &wish, at(21), &Options::default());
    assert_eq!((again.record, again.notes), (lost.record, vec![]));
}

#[test]
fn awss_restart_after_seven_days_is_stopped_again() {
    let mut record = Record::fresh();
    let mut db = Db { status: "available", restarts: false };
    let always_off = Wish::plain(Desired::Off, None);
    let options = Options::default();
    let mut stops = 0;
    // Three weeks in ticks of two minutes; AWS starts it after each week.
    for tick in 0..3 * 7 * 720 {
        if tick % (7 * 720) == 5 * 720 + 30 && db.status == "stopped" {
            db.status = "stopped";
        }
        let week = record.returns.is_some_and(|at_| at(tick) >= at_);
        if week && db.status == "stopped" {
            db.status = "starting";
        }
        let next = step(&record, &db.observe(), &always_off, at(tick), &options);
        record = next.record;
        if let Some(call) = next.call {
            assert_eq!(call, Call::Stop);
            db.apply(&call).expect("only from available");
            stops += 1;
        }
        db.pass();
    }
    assert_eq!((stops, record.state), (3, State::Off));
}

#[test]
fn a_snapshot_is_made_before_each_stop_if_the_policy_asks_for_it() {
    let database = super::super::rds::Database { status: "available".into(), ..Default::default() };
    let act = |backup, seen: super::super::rds::Database| {
        let options = Options { backup, ..Options::default() };
        step(&Record::fresh(), &Observed::Database(seen), &off(0), at(1), &options).call
    };
    assert_eq!(act(Some(Backup::Accept), database.clone()), Some(Call::Stop));
    let before = Some(Backup::SnapshotBeforeStop);
    assert_eq!(act(before, database.clone()), Some(Call::Snapshot));
    // One of last night does not count; one of this evening does.
    let with = |tick| super::super::rds::Database { snapshot: Some(at(tick)), ..database.clone() };
    assert_eq!(act(before, with(-300)), Some(Call::Snapshot));
    assert_eq!(act(before, with(1)), Some(Call::Stop));
}

#[test]
fn a_backup_window_is_moved_once_and_then_it_goes_off() {
    use super::super::rds::Database;
    let to = || Some("10:00-10:30".to_owned());
    let see = |status: &str, window: &str| {
        let (status, window) = (status.to_owned(), Some(window.to_owned()));
        Observed::Database(Database { status, window, ..Database::default() })
    };
    let moves = Options { window: to(), ..Options::default() };
    let first = step(&Record::fresh(), &see("available", "17:00-17:30"), &off(0), at(1), &moves);
    assert_eq!(first.call, to().map(|to| Call::MoveWindow { to }));
    let kept = first.record.window.clone().expect("it is kept before the call");
    assert_eq!((kept.from.as_deref(), kept.seen), (Some("17:00-17:30"), false));
    // A call that failed is made again; what it was is not lost.
    let again = step(&first.record, &see("available", "17:00-17:30"), &off(0), at(2), &moves);
    assert!(matches!(again.call, Some(Call::MoveWindow { .. })), "{:?}", again.call);
    assert_eq!(again.record.window, Some(kept));
    let busy = step(&again.record, &see("modifying", "10:00-10:30"), &off(0), at(4), &moves);
    assert_eq!((busy.call, busy.record.state.clone()), (None, State::Stopping));
    let there =
        step(&busy.record, &see("available", "10:00-10:30"), &off(0), at(5), &Options::default());
    assert_eq!(there.call, Some(Call::Stop));
    // Somebody puts it back: nobody fights, and it is not stopped without backups.
    let back = Record { saved: None, state: State::On, ..there.record };
    let back = step(&back, &see("available", "17:00-17:30"), &off(800), at(801), &moves);
    let why = Why::WindowMovedBack("17:00-17:30".into());
    assert_eq!((back.call, back.record.state), (None, State::Blocked { why }));
}

#[test]
fn a_database_at_its_backup_or_its_patches_is_waited_for_on_both_ways() {
    use super::super::rds::Database;
    for status in ["backing-up", "maintenance", "upgrading", "modifying"] {
        let seen = Observed::Database(Database { status: status.into(), ..Database::default() });
        let night = step(&Record::fresh(), &seen, &off(0), at(1), &Options::default());
        let why = Why::Busy(status.into());
        assert_eq!((night.call, night.record.state), (None, State::Draining { why }));
        // Overdue ones come right after the start: it is not up before they have ended.
        let record = Record {
            saved: Some(super::super::Saved::Running),
            state: State::Verifying,
            starting: Some(at(0)),
            ..Record::fresh()
        };
        let wish = Wish::plain(Desired::On, Some(at(0)));
        let morning = step(&record, &seen, &wish, at(1), &Options::default());
        assert_eq!((morning.call, morning.record.state), (None, State::Starting), "{status}");
        assert!(morning.record.saved.is_some());
    }
}

#[test]
fn what_a_guard_holds_stays_up_and_says_why() {
    let world = Ecs::new(None);
    let wish = Wish { guarded: Some("production".into()), ..Wish::plain(Desired::Leave, None) };
    let stays = one(&Record::fresh(), &world, &wish, 1, &Options::default());
    let why = Why::Guarded("production".into());
    assert_eq!((stays.call, stays.record.state), (None, State::Blocked { why }));
}

#[test]
fn a_database_is_not_switched_for_less_than_it_is_billed() {
    let db = Db { status: "available", restarts: false };
    let soon = Wish { next: Some((at(8), Desired::On)), ..off(0) };
    let next = one(&Record::fresh(), &db, &soon, 0, &Options::default());
    assert_eq!(next.record.state, State::Blocked { why: Why::TooSoon(at(8)) });
    // It came up eight minutes ago.
    let record = Record { up_since: Some(at(0)), ..Record::fresh() };
    assert!(one(&record, &db, &off(1), 4, &Options::default()).call.is_none());
    assert!(one(&record, &db, &off(1), 10, &Options::default()).call.is_some());
}

#[test]
fn the_lead_is_what_19_of_20_starts_take() {
    let record = |starts: Vec<u32>| Record { starts, ..Record::fresh() };
    assert_eq!(record(vec![]).lead_seconds(), None);
    assert_eq!(record(vec![240]).lead_seconds(), Some(240));
    assert_eq!(record((1..=20).map(|n| n * 10).collect()).lead_seconds(), Some(190));
}

#[test]
fn the_last_change_is_found_by_walking_forward() {
    use crate::calendar::Verdict;
    let verdict = |t: jiff::Timestamp| {
        let (desired, next) = if t < at(5) { (Desired::On, at(5)) } else { (Desired::Off, at(50)) };
        Verdict { desired, reason: String::new(), next: Some((next, Desired::Off)) }
    };
    assert_eq!(last_change(verdict, at(0), at(30)), Some(at(5)));
    assert_eq!(last_change(verdict, at(6), at(30)), None);
}

#[test]
fn a_record_is_read_back_as_it_was_written() {
    let (mut record, mut world) = (Record::fresh(), Ecs::new(Some(super::world::BOUNDS)));
    run(&mut record, &mut world, Desired::Off, 0);
    let text = serde_json::to_string(&record).expect("writes");
    assert!(text.starts_with(r#"{"schema":1,"#), "{text}");
    assert_eq!(serde_json::from_str::<Record>(&text).expect("reads"), record);
}
