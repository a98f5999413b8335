//! What each service makes of what it sees.

use super::super::asg::Group;
use super::super::atlas::Cluster;
use super::super::device::{Device, NOTEBOOK, RUNNER};
use super::super::ec2::Instance;
use super::super::ecs::{Controller, Service};
use super::super::eks::NodeGroup;
use super::super::page::Page;
use super::super::rds::Database;
use super::super::redshift::Warehouse;
use super::super::{
    Bounds, Call, Note, Observed, Options, Record, Saved, Scheduled, State, Suspended, When, Why,
    Wish, step,
};
use super::model::at;
use crate::calendar::Desired;
use jiff::Timestamp;
use std::collections::BTreeSet;

fn why(observed: Observed) -> Option<Why> {
    let wish = Wish::plain(Desired::Off, Some(at(0)));
    let next = step(&Record::fresh(), &observed, &wish, at(1), &Options::default());
    match next.record.state {
        State::Blocked { why } | State::Draining { why } => {
            assert_eq!(next.call, None);
            Some(why)
        }
        _ => {
            assert!(next.call.is_some(), "{:?}", next.record.state);
            None
        }
    }
}

#[test]
fn a_deployment_is_what_its_controller_calls_one() {
    let service = |controller, service: Service| {
        why(Observed::Service(Service { desired: 2, running: 2, controller, ..service }))
    };
    let rollouts = vec!["IN_PROGRESS".to_owned()];
    let rolling = Service { rollouts, ..Service::default() };
    let baking = Service {
        deployments: vec!["SUCCESSFUL".into(), "ROLLBACK_IN_PROGRESS".into()],
        ..Service::default()
    };
    let done = Service {
        deployments: vec!["SUCCESSFUL".into(), "STOPPED".into()],
        rollouts: vec!["COMPLETED".into()],
        ..Service::default()
    };
    assert!(matches!(service(Controller::Ecs, rolling.clone()), Some(Why::Deploying(_))));
    assert!(matches!(service(Controller::Ecs, baking), Some(Why::Deploying(_))));
    assert_eq!(service(Controller::Ecs, done), None);
    // The others have no rollout state.
    let sets = |sets: &[&str]| Service {
        task_sets: sets.iter().map(|s| (*s).into()).collect(),
        ..rolling.clone()
    };
    assert_eq!(service(Controller::CodeDeploy, sets(&["STEADY_STATE"])), None);
    assert!(service(Controller::CodeDeploy, sets(&["STEADY_STATE", "STABILIZING"])).is_some());
    let ready = Service { code_deploy: Some("Ready".into()), ..Service::default() };
    assert!(service(Controller::CodeDeploy, ready).is_some());
    assert_eq!(service(Controller::External, sets(&["STEADY_STATE"])), None);
    assert!(service(Controller::External, sets(&["STABILIZING"])).is_some());
    let protected = Service { protected: 1, ..Service::default() };
    assert_eq!(service(Controller::Ecs, protected), Some(Why::TasksProtected(1)));
}

#[test]
fn a_deployment_while_it_is_off_starts_nothing_and_is_said_once() {
    let see = |revision: &str| {
        Observed::Service(Service { revision: Some(revision.into()), ..Service::default() })
    };
    let record = Record {
        saved: Some(Saved::Service { desired: 2, bounds: None }),
        revision: Some("web:1".into()),
        state: State::Off,
        edge: Some(at(0)),
        ..Record::fresh()
    };
    let off = Wish::plain(Desired::Off, Some(at(0)));
    let on = Wish::plain(Desired::On, Some(at(10)));
    let note = Note::Deployed { from: "web:1".into(), to: "web:2".into() };
    let night = step(&record, &see("web:2"), &off, at(5), &Options::default());
    assert_eq!((night.call, &night.notes[..]), (None, std::slice::from_ref(&note)));
    let again = step(&night.record, &see("web:2"), &off, at(6), &Options::default());
    assert_eq!((again.record, again.notes), (night.record, vec![]));
    // One that nobody looked at before the start is said with it.
    let start = step(&record, &see("web:2"), &on, at(10), &Options::default());
    assert_eq!((start.call, start.notes), (Some(Call::SetCount { desired: 2 }), vec![note]));
    assert!(step(&record, &see("web:1"), &on, at(10), &Options::default()).notes.is_empty());
}

#[test]
fn databases_that_aws_would_not_stop_are_refused_with_the_reason() {
    let db = |d: Database| why(Observed::Database(Database { status: "available".into(), ..d }));
    let text = || Some("other".to_owned());
    assert_eq!(db(Database::default()), None);
    assert_eq!(
        db(Database { member_of: text(), ..Database::default() }),
        text().map(Why::ClusterMember)
    );
    assert_eq!(
        db(Database { replica_of: text(), ..Database::default() }),
        text().map(Why::Replica)
    );
    assert_eq!(
        db(Database { replicas: vec!["other".into()], ..Database::default() }),
        text().map(Why::ReplicaSource)
    );
    assert_eq!(
        db(Database { global: text(), ..Database::default() }),
        text().map(Why::GlobalMember)
    );
    assert_eq!(db(Database { blue_green: true, ..Database::default() }), Some(Why::BlueGreen));
    let engine =
        |engine: &str| Database { engine: engine.into(), multi_az: true, ..Database::default() };
    assert_eq!(db(engine("sqlserver-se")), Some(Why::SqlServerMultiAz));
    assert_eq!(db(engine("postgres")), None);
    assert_eq!(db(engine("custom-oracle-ee")), Some(Why::RdsCustom));
    assert_eq!(
        why(Observed::Database(Database { status: "backing-up".into(), ..Database::default() })),
        Some(Why::Busy("backing-up".into()))
    );
}

#[test]
fn instances_and_warehouses() {
    let running = Instance { status: "running".into(), can_hibernate: true, ..Instance::default() };
    assert_eq!(why(Observed::Instance(running.clone())), None);
    assert_eq!(
        why(Observed::Instance(Instance { spot_one_time: true, ..running.clone() })),
        Some(Why::SpotOneTime)
    );
    assert!(
        why(Observed::Instance(Instance { group: Some("g".into()), ..running.clone() })).is_some()
    );
    let hibernate = Options { hibernate: true, ..Options::default() };
    let wish = Wish::plain(Desired::Off, Some(at(0)));
    let next = step(&Record::fresh(), &Observed::Instance(running), &wish, at(0), &hibernate);
    assert_eq!(next.call, Some(Call::StopHibernated));
    let warehouse = Warehouse { status: "available".into(), snapshot_days: 1, hsm: false };
    assert_eq!(why(Observed::Warehouse(warehouse.clone())), None);
    assert_eq!(
        why(Observed::Warehouse(Warehouse { snapshot_days: 0, ..warehouse })),
        Some(Why::NoAutomatedSnapshots)
    );
}

#[test]
fn nodes_go_to_zero_and_come_back_within_their_maximum() {
    let nodes = |min, max, desired| NodeGroup { status: "ACTIVE".into(), min, max, desired };
    let next = |record: &Record, nodes: NodeGroup, desired, minute| {
        let wish = Wish::plain(desired, Some(at(0)));
        step(record, &Observed::Nodes(nodes), &wish, at(minute), &Options::default())
    };
    let down = next(&Record::fresh(), nodes(1, 4, 3), Desired::Off, 1);
    assert_eq!(down.call, Some(Call::SetGroup { min: 0, max: None, desired: 0 }));
    let off = next(&down.record, nodes(0, 4, 0), Desired::Off, 10);
    assert_eq!((off.call, off.record.state.clone()), (None, State::Off));
    let up = next(&off.record, nodes(0, 4, 0), Desired::On, 600);
    assert_eq!(up.call, Some(Call::SetGroup { min: 1, max: None, desired: 3 }));
    // Somebody lowered the maximum meanwhile; it is not crossed.
    let less = next(&off.record, nodes(0, 2, 0), Desired::On, 600);
    assert_eq!(less.call, Some(Call::SetGroup { min: 1, max: None, desired: 2 }));
    // EKS at work is waited for.
    let busy = NodeGroup { status: "UPDATING".into(), ..nodes(0, 4, 0) };
    assert_eq!(next(&off.record, busy, Desired::On, 600).call, None);
    assert!(why(Observed::Nodes(nodes(1, 4, 3))).is_none());
}

#[test]
fn devices_are_switched_from_stable_words_only() {
    let device = |words, status: &str| Observed::Device(Device { status: status.into(), words });
    for words in [RUNNER, NOTEBOOK] {
        assert_eq!(why(device(words, words.up)), None);
        assert!(matches!(why(device(words, "Pending")), Some(Why::Busy(_))));
    }
    // Somebody is stopping it: that is theirs.
    let wish = Wish::plain(Desired::Off, Some(at(0)));
    let stopping = device(NOTEBOOK, "Stopping");
    let next = step(&Record::fresh(), &stopping, &wish, at(1), &Options::default());
    assert_eq!((next.call, next.record.state), (None, State::AdoptedOff));
}

#[test]
fn a_page_is_not_put_where_somebody_elses_rule_is() {
    let page = |refused| Observed::Page(Page { priority: 1, shown: false, refused });
    assert_eq!(why(page(None)), None);
    let taken = Why::RuleTaken("theirs".into());
    assert_eq!(why(page(Some(taken.clone()))), Some(taken));
    assert_eq!(why(page(Some(Why::NoListener))), Some(Why::NoListener));
}

fn time(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn action(name: &str, when: When, min: u32, max: u32) -> Scheduled {
    let zone = Some("Asia/Tokyo".to_owned());
    let (min, max) = (Some(min), Some(max));
    Scheduled { name: name.into(), when, zone, start: None, end: None, min, max, desired: None }
}

/// Stopped at 23:00 with the bounds of the night, started at 08:00: the action of
/// 07:00 was missed.
#[test]
fn a_service_starts_with_the_bounds_of_the_missed_action() {
    let cron = |text: &str| When::Expression(text.to_owned());
    let scheduled = vec![
        action("night", cron("cron(0 22 * * ? *)"), 1, 2),
        action("day", cron("cron(0 7 ? * 2-6 *)"), 2, 10),
    ];
    let shut = Bounds { min: 0, max: 2, suspended: Suspended::ALL };
    let record = Record {
        saved: Some(Saved::Service {
            desired: 1,
            bounds: Some(Bounds { min: 1, max: 2, suspended: Suspended::default() }),
        }),
        saved_at: Some(time("2026-11-23T23:00:00+09:00")),
        state: State::Off,
        ..Record::fresh()
    };
    let wish = Wish::plain(Desired::On, None);
    let see = |desired, now: &str| {
        let service = Service {
            desired,
            target: Some(shut),
            scheduled: scheduled.clone(),
            ..Service::default()
        };
        step(&record, &Observed::Service(service), &wish, time(now), &Options::default())
    };
    let first = see(0, "2026-11-24T08:00:00+09:00");
    assert_eq!(first.call, Some(Call::SetCount { desired: 2 }));
    let day = Bounds { min: 2, max: 10, suspended: Suspended::default() };
    let second = see(2, "2026-11-24T08:00:00+09:00");
    assert_eq!(second.call, Some(Call::SetBounds { bounds: day }));
    assert_eq!(second.notes, [Note::MissedAction("day".into())]);
    // Before seven nothing was missed.
    assert_eq!(see(0, "2026-11-24T06:59:00+09:00").call, Some(Call::SetCount { desired: 1 }));
}

#[test]
fn a_group_starts_with_the_bounds_of_the_missed_action() {
    let recurrence = |text: &str| When::Recurrence(text.to_owned());
    let scheduled = vec![
        action("night", recurrence("0 22 * * *"), 1, 2),
        action("day", recurrence("0 7 * * *"), 2, 10),
    ];
    let record = Record {
        saved: Some(Saved::Group { min: 1, max: 2, desired: 1, suspended: BTreeSet::new() }),
        saved_at: Some(time("2026-11-23T23:00:00+09:00")),
        state: State::Off,
        ..Record::fresh()
    };
    let group = Group { min: 0, max: 2, scheduled, ..Group::default() };
    let wish = Wish::plain(Desired::On, None);
    let now = time("2026-11-24T08:00:00+09:00");
    let next = step(&record, &Observed::Group(group), &wish, now, &Options::default());
    assert_eq!(next.call, Some(Call::SetGroup { min: 2, max: Some(10), desired: 2 }));
}

#[test]
fn a_restore_is_clamped_to_the_maximum_of_now_and_says_so() {
    let saved = Saved::Group { min: 4, max: 10, desired: 8, suspended: BTreeSet::new() };
    let record =
        Record { saved: Some(saved), saved_at: Some(at(0)), state: State::Off, ..Record::fresh() };
    let group = Group { max: 5, ..Group::default() };
    let wish = Wish::plain(Desired::On, None);
    let next = step(&record, &Observed::Group(group), &wish, at(10), &Options::default());
    assert_eq!(next.call, Some(Call::SetGroup { min: 4, max: None, desired: 5 }));
    assert!(next.notes.contains(&Note::Clamped { saved: 8, to: 5 }));
}

#[test]
fn actions_fire_within_their_own_time() {
    let from = time("2026-11-23T14:00:00Z");
    let until = time("2026-11-23T23:00:00Z");
    let bounds = |scheduled: Scheduled| {
        let mut notes = Vec::new();
        let start = super::super::Bounds3 { min: 1, max: 2, desired: 1 };
        let end = start.after(&[scheduled], from, until, &mut notes);
        (end.min, end.max, notes.len())
    };
    let expression = |text: &str| action("a", When::Expression(text.into()), 5, 9);
    assert_eq!(bounds(expression("at(2026-11-24T07:00:00)")), (5, 9, 1));
    assert_eq!(bounds(expression("at(2026-11-24T09:00:00)")), (1, 2, 0));
    assert_eq!(bounds(expression("cron(0 7 24 11 ? 2026)")), (5, 9, 1));
    assert_eq!(bounds(expression("cron(0 7 24 11 ? 2027)")), (1, 2, 0));
    // 24 November 2026 is a Tuesday, which is day 3.
    assert_eq!(bounds(expression("cron(0 7 ? * 3 *)")), (5, 9, 1));
    assert_eq!(bounds(expression("cron(0 7 ? * 2 *)")), (1, 2, 0));
    assert_eq!(bounds(expression("cron(0 7 L * ? *)")), (1, 2, 1), "named, not guessed");
    let ended =
        Scheduled { end: Some(time("2026-11-23T20:00:00Z")), ..expression("cron(0 7 * * ? *)") };
    assert_eq!(bounds(ended), (1, 2, 0));
    let began =
        Scheduled { start: Some(time("2026-11-23T22:30:00Z")), ..expression("cron(0 7 * * ? *)") };
    assert_eq!(bounds(began), (1, 2, 0));
    let rate = Scheduled { start: Some(time("2026-11-20T15:00:00Z")), ..expression("rate(1 day)") };
    assert_eq!(bounds(rate), (5, 9, 1));
}

fn atlas(status: &str, paused: bool, tier: &str) -> Cluster {
    Cluster { status: status.into(), paused, tiers: vec![tier.into()] }
}

#[test]
fn atlas_pauses_dedicated_clusters_whose_storage_is_no_nvme() {
    let refused = |tier: &str| why(Observed::Cluster(atlas("IDLE", false, tier)));
    for tier in ["M10", "M30", "R40", "M200"] {
        assert_eq!(refused(tier), None, "{tier}");
    }
    for tier in ["M0", "M2", "M5", "FLEX", "M40_NVME"] {
        assert_eq!(refused(tier), Some(Why::NeverPauses(tier.into())));
    }
    // Analytics nodes may be of another size than those that are elected.
    let mixed =
        Cluster { tiers: vec!["M30".into(), "M80_NVME".into()], ..atlas("IDLE", false, "") };
    assert_eq!(mixed.cannot().as_deref(), Some("M80_NVME cannot be paused: its storage is NVMe"));
}

#[test]
fn a_cluster_of_atlas_is_changed_only_when_it_is_idle() {
    let options = Options::default();
    let wish = |desired| Wish::plain(desired, Some(at(0)));
    let down = |cluster| {
        step(&Record::fresh(), &Observed::Cluster(cluster), &wish(Desired::Off), at(1), &options)
    };
    assert_eq!(down(atlas("IDLE", false, "M30")).call, Some(Call::Stop));
    for status in ["UPDATING", "CREATING", "REPAIRING"] {
        let next = down(atlas(status, false, "M30"));
        assert_eq!(next.call, None);
        assert_eq!(next.record.state, State::Draining { why: Why::Busy(status.into()) });
    }
    // On its way down, and up: `paused` is what was asked for, the state whether it is done.
    let off = Record { saved: Some(Saved::Running), edge: Some(at(0)), ..Record::fresh() };
    let of = |record: &Record, cluster, desired| {
        step(record, &Observed::Cluster(cluster), &wish(desired), at(30), &options)
    };
    assert_eq!(
        of(&off, atlas("UPDATING", true, "M30"), Desired::Off).record.state,
        State::Stopping
    );
    assert_eq!(of(&off, atlas("IDLE", true, "M30"), Desired::Off).record.state, State::Off);
    assert_eq!(of(&off, atlas("UPDATING", true, "M30"), Desired::On).call, None);
    assert_eq!(of(&off, atlas("IDLE", true, "M30"), Desired::On).call, Some(Call::Start));
    assert_eq!(
        of(&off, atlas("UPDATING", false, "M30"), Desired::On).record.state,
        State::Starting
    );
    let verifying = of(&off, atlas("IDLE", false, "M30"), Desired::On).record;
    assert_eq!(verifying.state, State::Verifying);
    assert_eq!(of(&verifying, atlas("IDLE", false, "M30"), Desired::On).record.state, State::On);
}
