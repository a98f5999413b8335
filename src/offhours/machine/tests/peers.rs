//! What was proven to go wrong elsewhere, as things that go right here.

use super::super::ecs::Service;
use super::super::{Bounds, Call, Observed, Options, Record, Saved, State, Suspended, Wish, step};
use super::model::at;
use super::world::{Asg, BOUNDS, Ecs, World};
use crate::calendar::{Desired, Holidays, Hours, Schedule, Window, zone};

/// Ticks until nothing is left to do; the calls that were made.
pub fn run<W: World>(record: &mut Record, world: &mut W, desired: Desired, from: i64) -> Vec<Call> {
    let wish = Wish::plain(desired, Some(at(from)));
    let mut calls = Vec::new();
    for tick in from..from + 12 {
        let next = step(record, &world.observe(), &wish, at(tick), &Options::default());
        *record = next.record;
        if let Some(call) = next.call {
            world.apply(&call).expect("is accepted");
            calls.push(call);
        }
        world.pass();
    }
    calls
}

/// c7n's `asg resize` writes its restore tag again on a second run, with zeros.
#[test]
fn a_second_stop_does_not_save_the_zeros_of_the_first() {
    let (mut record, mut world) = (Record::fresh(), Asg::new());
    run(&mut record, &mut world, Desired::Off, 0);
    assert_eq!((world.group.min, world.group.max, world.group.desired), (0, 6, 0));
    let saved = record.saved.clone();
    // The repeated hour, a second trigger, a policy under another name.
    let calls = run(&mut record, &mut world, Desired::Off, 60);
    assert_eq!((calls, &record.saved), (vec![], &saved));
    run(&mut record, &mut world, Desired::On, 120);
    assert_eq!((world.group.min, world.group.max, world.group.desired), (2, 6, 3));
    assert!(world.group.suspended.is_empty());
}

/// c7n's `ecs-service resize` does nothing where there is no scalable target,
/// and where there is one it saves after it has set zero.
#[test]
fn a_service_without_a_scalable_target_goes_off_and_its_count_is_saved_first() {
    let mut world = Ecs::new(None);
    let wish = Wish::plain(Desired::Off, Some(at(0)));
    let first = step(&Record::fresh(), &world.observe(), &wish, at(0), &Options::default());
    assert_eq!(first.call, Some(Call::SetCount { desired: 0 }));
    assert_eq!(first.record.saved, Some(Saved::Service { desired: 3, bounds: None }));
    // The call is applied, and the process ends before it hears of it.
    world.apply(&Call::SetCount { desired: 0 }).expect("is accepted");
    let mut record = first.record;
    run(&mut record, &mut world, Desired::Off, 1);
    run(&mut record, &mut world, Desired::On, 60);
    assert_eq!(world.desired, 3);
}

/// A count of 0 before the bounds is put back to the minimum by the next
/// `RegisterScalableTarget`, so the bounds and the suspension go first, at once.
#[test]
fn the_bounds_go_first_on_the_way_down_and_last_on_the_way_up() {
    let (mut record, mut world) = (Record::fresh(), Ecs::new(Some(BOUNDS)));
    let shut = Bounds { min: 0, max: 10, suspended: Suspended::ALL };
    let calls = run(&mut record, &mut world, Desired::Off, 0);
    assert_eq!(calls, [Call::SetBounds { bounds: shut }, Call::SetCount { desired: 0 }]);
    let calls = run(&mut record, &mut world, Desired::On, 60);
    assert_eq!(calls, [Call::SetCount { desired: 3 }, Call::SetBounds { bounds: BOUNDS }]);
    assert_eq!((world.desired, world.target, record.saved), (3, Some(BOUNDS), None));
}

/// Instance Scheduler's period 00:00-01:30 in London, on the night when one o'clock
/// comes twice, goes off at 00:55Z and on again at 01:00Z.
#[test]
fn the_repeated_hour_does_not_flap() {
    let zone_name = "Europe/London";
    let schedule = Schedule {
        name: "night".into(),
        zone: zone(zone_name).expect("a zone"),
        zone_name: zone_name.into(),
        hours: Hours::Windows(vec![Window::parse("Mon-Sun 00:00-01:30").expect("a window")]),
        holidays: Holidays::default(),
        except: Vec::new(),
    };
    let midnight: jiff::Timestamp = "2026-10-24T22:00:00Z".parse().expect("a time");
    let (mut record, mut world) = (Record::fresh(), Ecs::new(None));
    let mut counts = Vec::new();
    for tick in 0..60 {
        let now = midnight + jiff::SignedDuration::from_mins(5 * tick);
        let verdict = schedule.desired(now);
        let since = super::super::last_change(
            |at| schedule.desired(at),
            now - jiff::SignedDuration::from_hours(48),
            now,
        );
        let wish = Wish { next: verdict.next, ..Wish::plain(verdict.desired, since) };
        let next = step(&record, &world.observe(), &wish, now, &Options::default());
        record = next.record;
        if let Some(call) = next.call {
            world.apply(&call).expect("is accepted");
        }
        world.pass();
        if counts.last() != Some(&world.count()) {
            counts.push(world.count());
        }
    }
    // The stop of the night before is too late; the next one comes once.
    assert_eq!(counts, [3, 0]);
}

/// cfn-start-stop-stack and c7n fail on a service that runs one task per host.
#[test]
fn a_daemon_is_left_alone_with_a_reason() {
    let daemon =
        Observed::Service(Service { desired: 2, running: 2, daemon: true, ..Service::default() });
    let wish = Wish::plain(Desired::Off, Some(at(0)));
    let next = step(&Record::fresh(), &daemon, &wish, at(0), &Options::default());
    assert_eq!(next.call, None);
    assert!(matches!(next.record.state, State::Blocked { .. }));
}
