//! Databases on the wire with moto: what goes with their backups.

use super::aws::Moto;
use super::faults::{Fate, Faults, without_app_runner};
use serde_json::json;

const POLICY: &str = "version: 1
timezone: Asia/Tokyo
schedules:
  office: {on: 'Mon-Sun 08:00-20:00'}
policies:
  - {name: dev, match: {types: ['rds:*']}, schedule: office, backup: move-window}
";

/// What a plan of the evening says, in one line, and its errors.
fn planned(moto: &Moto, aws: &Faults) -> (String, String) {
    let plan = ["offhours", "plan", "--live", "--at", "2026-11-23T20:01"];
    let (_, said, err) = moto.kanjo(&aws.url, &plan);
    (said.split_whitespace().collect::<Vec<_>>().join(" "), err)
}

#[test]
fn a_backup_window_is_moved_once_before_the_first_stop() {
    let Some(moto) = Moto::governed(POLICY) else { return };
    let aws = Faults::start(&moto.url, without_app_runner(|_| Fate::Passes));
    let state = moto.state();
    let go = |day: &str, hour, count| moto.go(&aws.url, day, hour, count);
    moto.world(&["backups", "17:00-17:30"]);
    go("2026-11-23", 20, 6);
    let night = moto.world(&["show"]);
    assert_eq!((&night["db1"], &night["au1"]), (&json!("stopped"), &json!("stopped")));
    // 18:30 in Tokyo, an hour before the last half hour.
    let moved = json!({"db1": "09:30-10:00", "au1": "09:30-10:00"});
    assert_eq!(moto.world(&["backups"]), moved);
    let status = moto.kanjo(&moto.url, &["offhours", "status", "--state", &state]).1;
    assert_eq!(status.matches("backup window moved from 17:00-17:30 to 09:30").count(), 2);
    go("2026-11-24", 8, 6);
    go("2026-11-24", 20, 6);
    assert_eq!(aws.asked(&["ModifyDBInstance", "ModifyDBCluster"]), 2);
    assert_eq!(aws.asked(&["StopDBInstance", "StopDBCluster"]), 4);
    assert_eq!(moto.world(&["backups"]), moved, "it stays where it is");

    // Somebody puts it back: it stays up, because it would have no backups.
    go("2026-11-25", 8, 6);
    moto.world(&["backups", "17:00-17:30"]);
    go("2026-11-25", 20, 4);
    let status = moto.kanjo(&moto.url, &["offhours", "status", "--state", &state]).1;
    assert_eq!(status.matches("window-moved-back (17:00-17:30)").count(), 2, "{status}");
    assert_eq!(aws.asked(&["ModifyDBInstance", "ModifyDBCluster"]), 2);
}

#[test]
fn a_database_of_a_blue_green_deployment_stays_up_until_the_deployment_is_gone() {
    let Some(moto) = Moto::governed(&POLICY.replace("move-window", "accept")) else { return };
    let aws = Faults::start(&moto.url, without_app_runner(|_| Fate::Passes));
    let state = moto.state();
    let go = |hour, count| moto.go(&aws.url, "2026-11-23", hour, count);
    moto.world(&["blue-green"]);
    go(20, 4);
    let night = moto.world(&["show"]);
    assert_eq!((&night["db1"], &night["au1"]), (&json!("available"), &json!("stopped")));
    let status = moto.kanjo(&moto.url, &["offhours", "status", "--state", &state]).1;
    assert!(status.contains("blue-green"), "{status}");
    moto.world(&["blue-green"]);
    go(21, 4);
    assert_eq!(moto.world(&["show"])["db1"], "stopped");
    // Once a tick, and no more once both are down.
    assert!(aws.asked(&["DescribeBlueGreenDeployments"]) <= 7, "{:?}", aws.counts());
}

#[test]
fn a_replica_and_its_source_stay_up_and_the_plan_says_why() {
    let Some(moto) = Moto::governed(&POLICY.replace("move-window", "accept")) else { return };
    moto.world(&["replica"]);
    let aws = Faults::start(&moto.url, without_app_runner(|_| Fate::Passes));
    let (said, err) = planned(&moto, &aws);
    assert!(said.contains("what has replicas is never stopped: db2 copies it"), "{said}{err}");
    assert!(said.contains("a replica is never stopped: it copies"), "{said}{err}");
    moto.go(&aws.url, "2026-11-23", 20, 3);
    let night = moto.world(&["show"]);
    let states = ["db1", "db2", "au1"].map(|name| night[name].as_str().expect("a status"));
    assert_eq!(states, ["available", "available", "stopped"]);
}

#[test]
fn a_proxy_before_a_database_is_billed_on() {
    let Some(moto) = Moto::governed(&POLICY.replace("move-window", "accept")) else { return };
    moto.world(&["proxy"]);
    let aws = Faults::start(&moto.url, without_app_runner(|_| Fate::Passes));
    let (said, err) = planned(&moto, &aws);
    let note = "the RDS Proxy pool before it is billed on while it is off";
    assert_eq!(said.matches(note).count(), 1, "{said}{err}");
}
