//! Auto Scaling groups on the wire with moto: what goes on in them by itself.

use super::aws::{Moto, ticks};
use super::faults::{Fate, Faults, without_app_runner};
use serde_json::json;

const POLICY: &str = "version: 1
timezone: Asia/Tokyo
schedules:
  office: {on: 'Mon-Sun 08:00-20:00'}
policies:
  - {name: dev, match: {types: ['autoscaling:*']}, schedule: office}
";

#[test]
fn a_group_whose_instances_are_replaced_stays_up_until_they_are() {
    let Some(moto) = Moto::start(0) else { return };
    std::fs::write(moto.folder.path().join("policies/dev.yaml"), POLICY).expect("writes");
    let aws = Faults::start(&moto.url, without_app_runner(|_| Fate::Passes));
    let state = moto.state();
    let go = |hour, count| {
        for at in ticks("2026-11-23", hour, count) {
            let done = moto.tick(&aws.url, &state, &at);
            assert_eq!(done.0, 0, "{at}: {}{}", done.1, done.2);
        }
    };
    let before = moto.world(&["show"])["g1"].clone();
    go(19, 2);
    assert_eq!(aws.asked(&["DescribeInstanceRefreshes"]), 0, "nothing stops");
    for status in ["InProgress", "Baking", "RollbackInProgress"] {
        moto.world(&["refresh", status]);
        go(20, 3);
        assert_eq!(moto.world(&["show"])["g1"], before, "{status}");
        let said = moto.kanjo(&moto.url, &["offhours", "status", "--state", &state]).1;
        assert!(said.contains(status), "{said}");
    }
    moto.world(&["refresh", "Successful"]);
    go(21, 4);
    assert_eq!(moto.world(&["show"])["g1"]["sizes"], json!([0, 0, 5]));
}
