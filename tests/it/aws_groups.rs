//! Auto Scaling groups on the wire with moto: what goes on in them by itself.

use super::aws::Moto;
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
    let Some(moto) = Moto::governed(POLICY) else { return };
    let aws = Faults::start(&moto.url, without_app_runner(|_| Fate::Passes));
    let state = moto.state();
    let go = |hour, count| moto.go(&aws.url, "2026-11-23", hour, count);
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
