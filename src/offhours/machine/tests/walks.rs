//! What the model is walked with.

use super::super::{Note, Options, Record};
use super::model::{Model, Moment, at};
use super::world::{Asg, BOUNDS, Db, Ecs, Listener, Watch, World};
use crate::offhours::policy::Mode;

fn model(off: std::ops::Range<i64>, horizon: i64, mode: Mode) -> Model {
    let options = Options { mode, ..Options::default() };
    Model { off, horizon, options, guarded: false }
}

/// Walks with everything that may go wrong once, and with everything that people
/// may do once.
fn survives<W: World>(world: W, mode: Mode) {
    let broken = model(1..4, 7, mode).walk(world.clone(), 1, 0);
    let handled = model(1..4, 7, mode).walk(world, 0, 1);
    assert!(broken > 400 && handled > 100, "{broken} and {handled} moments");
}

/// Both in one walk, over a longer night: 2.4 million moments.
#[test]
#[ignore = "two minutes: cargo nextest run --run-ignored only everything_together"]
fn everything_together() {
    let mut found = model(1..5, 8, Mode::Edge).walk(Ecs::new(Some(BOUNDS)), 1, 1);
    found += model(1..5, 8, Mode::Enforce).walk(Ecs::new(None), 1, 1);
    found += model(1..5, 8, Mode::Edge).walk(Asg::new(), 1, 1);
    for restarts in [false, true] {
        let db = Db { status: "available", restarts };
        found += model(1..5, 8, Mode::Edge).walk(db, 1, 1);
    }
    assert!(found > 2_000_000, "{found} moments");
}

#[test]
fn a_service_survives_everything() {
    survives(Ecs::new(Some(BOUNDS)), Mode::Edge);
}

#[test]
fn a_service_without_a_target_survives_everything_when_enforced() {
    survives(Ecs::new(None), Mode::Enforce);
}

#[test]
fn a_group_survives_everything() {
    survives(Asg::new(), Mode::Edge);
}

#[test]
fn a_database_survives_everything() {
    for restarts in [false, true] {
        survives(Db { status: "available", restarts }, Mode::Edge);
    }
}

#[test]
fn a_page_survives_everything() {
    survives(Listener { shown: false }, Mode::Edge);
}

#[test]
fn alarms_survive_everything() {
    survives(Watch::new(), Mode::Edge);
}

#[test]
fn production_is_never_touched() {
    let mut guarded = model(1..6, 8, Mode::Enforce);
    guarded.guarded = true;
    assert!(guarded.walk(Ecs::new(Some(BOUNDS)), 1, 1) > 50);
    assert!(guarded.walk(Asg::new(), 1, 1) > 50);
    assert!(guarded.walk(Db { status: "available", restarts: true }, 1, 1) > 50);
}

/// The model would see a machine that saves after it has changed.
#[test]
fn the_model_notices_a_lost_capacity() {
    let broken = std::panic::catch_unwind(|| {
        let moment = Moment {
            tick: 3,
            looked: true,
            stored: Record::fresh(),
            truth: Ecs::new(None),
            world: Ecs { desired: 0, running: 0, ..Ecs::new(None) },
            flights: Vec::new(),
            faults: 0,
            hands: 0,
            edited: false,
            raced: false,
        };
        model(1..6, 10, Mode::Edge).hold(&moment);
    });
    assert!(broken.is_err());
}

#[test]
fn a_note_is_said_once() {
    let model = model(1..6, 10, Mode::Edge);
    let world = Ecs { desired: 0, running: 0, ..Ecs::new(None) };
    let first = model.decide(&Record::fresh(), &world, &model.wish(0, false), at(0));
    assert_eq!(first.notes, [Note::FoundOff]);
    let second = model.decide(&first.record, &world, &model.wish(0, false), at(1));
    assert_eq!((second.notes, second.record), (vec![], first.record));
}
