//! MongoDB Atlas, Datadog and Sentry in a plan, in the documented shape of their
//! providers: what costs is priced or listed, what is free is said to be.

use super::determinism::kanjo;
use serde_json::Value;

const PLAN: &str = "tests/fixtures/plans/saas.json";

fn bill() -> Value {
    let (status, json, errors) = kanjo(&["estimate", PLAN, "--format", "json"]);
    assert_eq!(status, 0, "{errors}");
    serde_json::from_str(&json).expect("JSON")
}

fn list<'a>(bill: &'a Value, key: &str) -> &'a [Value] {
    bill[key].as_array().map_or(&[], Vec::as_slice)
}

/// `meter quantity region` of the charges of a resource.
fn lines(bill: &Value, resource: &str) -> Vec<String> {
    let own = list(bill, "charges").iter().filter(|c| c["resource"] == resource);
    let text = |c: &Value, key: &str| c[key].as_str().unwrap_or("").to_owned();
    own.map(|c| format!("{} {} {}", text(c, "meter"), c["quantity"], text(c, "region"))).collect()
}

/// The inputs of a resource that nobody stated.
fn unset(bill: &Value, resource: &str) -> Vec<String> {
    let own = list(bill, "unset_usage").iter().filter(|u| u["resource"] == resource);
    own.map(|u| u["input"].as_str().unwrap_or("").to_owned()).collect()
}

fn caveats(bill: &Value, resource: &str) -> String {
    let own = list(bill, "caveats").iter().filter(|c| c["resource"] == resource);
    own.map(|c| c["message"].as_str().unwrap_or("").to_owned()).collect::<Vec<_>>().join("; ")
}

#[test]
fn clusters_of_atlas_are_priced_where_they_stand() {
    let bill = bill();
    let single = "mongodbatlas_advanced_cluster.single";
    assert_eq!(lines(&bill, single), ["cluster 730 us-east-1"]);
    // Three nodes at MongoDB's own price.
    let charge = list(&bill, "charges").iter().find(|c| c["resource"] == single).expect("there");
    assert_eq!(charge["cost"].to_string(), "394.2");
    assert!(caveats(&bill, single).contains("up to M40"), "{}", caveats(&bill, single));
    assert!(!unset(&bill, single).contains(&"backup".to_owned()));
    // A region each, with nodes of its own; analytics nodes are of another tier.
    let wide =
        |part: &str| lines(&bill, &format!("mongodbatlas_advanced_cluster.wide:cluster[{part}]"));
    assert_eq!(
        wide("0-0").first().map(String::as_str),
        Some("cluster 730 us-east-1"),
        "{:#}",
        bill["charges"]
    );
    assert!(wide("0-1")[0].ends_with(" eu-west-1"), "{:?}", wide("0-1"));
    // One node of M40 is a third of the price for three.
    assert!(wide("analytics-0-0")[0].starts_with("cluster 243.3"), "{:?}", wide("analytics-0-0"));
    assert_eq!(lines(&bill, "mongodbatlas_cluster.old"), ["cluster 730 us-east-1"]);
    assert!(unset(&bill, "mongodbatlas_cluster.old").contains(&"backup".to_owned()));
    assert_eq!(lines(&bill, "mongodbatlas_cluster.free"), ["free_cluster 730 global"]);
}

#[test]
fn what_terraform_does_not_say_is_listed() {
    let bill = bill();
    let unpriced = |name: &str| list(&bill, "unpriced").iter().any(|u| u["resource"] == name);
    // A paused cluster costs its storage, at a price that nobody publishes.
    assert!(unpriced("mongodbatlas_advanced_cluster.asleep"), "{:#}", bill["unpriced"]);
    assert!(unpriced("mongodbatlas_flex_cluster.small"), "{:#}", bill["unpriced"]);
    assert_eq!(unset(&bill, "datadog_logs_index.main"), ["indexed", "ingested"]);
    assert_eq!(unset(&bill, "datadog_logs_metric.errors"), ["metrics"]);
}

#[test]
fn a_test_costs_by_its_places_devices_and_hours() {
    let bill = bill();
    // Two places, two browsers, each 300 s, 52.5 hours of the week's 168.
    assert_eq!(lines(&bill, "datadog_synthetics_test.shop"), ["browser_runs 10950 global"]);
    // Three steps are three runs.
    assert_eq!(lines(&bill, "datadog_synthetics_test.steps"), ["api_runs 131400 global"]);
    // Nobody says how often, and nobody publishes the price of a phone.
    let unpriced = |name: &str| list(&bill, "unpriced").iter().any(|u| u["resource"] == name);
    assert!(unpriced("datadog_synthetics_test.home"), "{:#}", bill["unpriced"]);
    assert!(unpriced("datadog_synthetics_test.phone"), "{:#}", bill["unpriced"]);
    assert_eq!(unset(&bill, "datadog_rum_application.web"), ["investigated", "sessions"]);
}

#[test]
fn the_first_monitor_of_each_kind_is_part_of_the_plan() {
    let bill = bill();
    let cost = |name: &str| {
        let own = list(&bill, "charges").iter().filter(|c| c["resource"] == name);
        own.map(|c| c["cost"].to_string()).collect::<Vec<_>>()
    };
    // Two share one that is free; the one cron monitor is it.
    assert_eq!(cost("sentry_uptime_monitor.home"), ["0.5"]);
    assert_eq!(cost("sentry_uptime_monitor.shop"), ["0.5"]);
    assert_eq!(cost("sentry_cron_monitor.night"), ["0"]);
    assert!(cost("sentry_cron_monitor.old").is_empty());
}

#[test]
fn every_resource_of_theirs_has_its_class() {
    let bill = bill();
    let coverage = &bill["coverage"];
    assert_eq!(coverage["free"], 5, "{coverage:#}");
    let types = list(coverage, "types").iter().filter(|t| t["class"] == "not_supported");
    let mut not: Vec<&str> = types.filter_map(|t| t["type"].as_str()).collect();
    not.sort_unstable();
    let expected = ["mongodbatlas_advanced_cluster"];
    assert_eq!((&coverage["not_supported"], not), (&1.into(), expected.to_vec()), "{coverage:#}");
}
