//! Purposes, tags and findings, one by one.

use super::*;
use crate::offhours::State;
use std::sync::Arc;

fn target(kind: &str, tags: &[(&str, &str)], details: &[(&str, serde_json::Value)]) -> Target {
    Target {
        id: format!("arn:{kind}"),
        kind: kind.to_owned(),
        account: Some("111111111111".to_owned()),
        region: "ap-northeast-1".to_owned(),
        name: "x".to_owned(),
        tags: tags.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
        state: State::On,
        details: details.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect(),
        ..Target::default()
    }
}

fn guards() -> Guards {
    Guards {
        deny_alias: vec![Arc::from("prod")],
        deny_tags: vec![(Arc::from("Env"), vec![Arc::from("prod"), Arc::from("live")])],
        ..Guards::default()
    }
}

fn purpose(guards: &Guards, tags: &[(&str, &str)], account: &str) -> Purpose {
    stage::purpose(guards, &target("ec2:instance", tags, &[]), account)
}

#[test]
fn guards_say_what_production_is_and_nobody_guesses() {
    let of = |tags: &[(&str, &str)], account| purpose(&guards(), tags, account);
    assert_eq!(of(&[("env", "PROD")], "acme-dev"), Purpose::Production);
    assert_eq!(of(&[("Env", "dev")], "acme"), Purpose::Outside);
    // The tag is nearer than the account.
    assert_eq!(of(&[("Env", "qa")], "acme-production"), Purpose::Outside);
    assert_eq!(of(&[], "acme-dev"), Purpose::Outside);
    // A value that the guards do not deny and that is no word of either.
    assert_eq!(of(&[("Env", "team-7")], "acme"), Purpose::Outside);
    assert_eq!(of(&[], "acme"), Purpose::Unknown);
    assert_eq!(of(&[("Name", "production")], "acme"), Purpose::Unknown);
    let mut listed = guards();
    listed.accounts = Some(vec![Arc::from("1111*")]);
    assert_eq!(purpose(&listed, &[], "acme"), Purpose::Outside);
    let mut alias = target("ec2:instance", &[], &[]);
    alias.account_alias = Some("Acme-PROD".to_owned());
    assert_eq!(stage::purpose(&guards(), &alias, "acme"), Purpose::Production);
}

#[test]
fn tags_that_are_wanted_are_those_of_the_guards() {
    let lacks = |guards: &Guards, tags| -> Vec<String> {
        let wanted = stage::wanted_tags(guards);
        let found = stage::lacks(&wanted, &target("ec2:instance", tags, &[]));
        found.iter().map(|tag| tag.to_string()).collect()
    };
    assert_eq!(lacks(&guards(), &[("env", "dev")]), [""; 0]);
    assert_eq!(lacks(&guards(), &[("Owner", "ito")]), ["Env"]);
    let mut required = guards();
    required.require_tags = vec![Arc::from("Owner"), Arc::from("Cost")];
    assert_eq!(lacks(&required, &[("Owner", "ito")]), ["Cost"]);
    assert_eq!(lacks(&Guards::default(), &[]), ["any tag"]);
    assert_eq!(lacks(&Guards::default(), &[("a", "b")]), [""; 0]);
}

#[test]
fn what_was_not_measured_is_not_idle() {
    let idle = |kind: &str, details: &[(&str, serde_json::Value)]| {
        findings::idle(0, &target(kind, &[], details), &Priced::default()).map(|f| f.because)
    };
    let nat = "ec2:natgateway";
    assert_eq!(idle(nat, &[]), None);
    assert_eq!(idle(nat, &[("bytes", 1.into())]), None);
    assert_eq!(
        idle(nat, &[("bytes", 0.into()), ("measured_days", 14.into())]),
        Some(Because::NoTraffic { days: Some(14) })
    );
    let balancer = "elasticloadbalancing:loadbalancer";
    assert_eq!(idle(balancer, &[("targets", 0.into())]), Some(Because::NoTargets));
    assert_eq!(idle(balancer, &[("targets", 2.into())]), None);
    assert_eq!(idle("ec2:volume", &[("attached", false.into())]), Some(Because::Unattached));
    assert_eq!(idle("ecs:service", &[("targets", 0.into())]), None);
}

#[test]
fn zones_are_compared_within_an_account() {
    let zones = |json: serde_json::Value| [("zones", json)];
    let group = |json| target("autoscaling:autoScalingGroup", &[], &zones(json));
    let even = group(serde_json::json!({"a": 2, "c": 1}));
    assert_eq!(findings::unbalanced(&[&even], &[0]), []);
    let uneven = group(serde_json::json!({"a": 3, "c": 0}));
    let database = target("rds:db", &[], &[("zone", "c".into())]);
    let near = target("rds:db", &[], &[("zone", "a".into())]);
    let found = findings::unbalanced(&[&uneven, &database, &near], &[5, 6, 7]);
    let listed = vec![("a".to_owned(), 3), ("c".to_owned(), 0)];
    let because: Vec<(usize, Because)> =
        found.into_iter().map(|finding| (finding.target, finding.because)).collect();
    let far = Because::FarDatabase { zone: "c".to_owned(), instances: listed.clone() };
    assert_eq!(because, [(5, Because::Zones(listed)), (6, far)]);
}
