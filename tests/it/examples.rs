//! The worked systems, to the last digit.

use super::determinism::kanjo;
use serde_json::Value;

const EXAMPLE: &str = "examples/commercial-production";

fn json(args: &[&str]) -> Value {
    let (status, text, errors) = kanjo(args);
    assert_eq!(status, 0, "{errors}");
    serde_json::from_str(&text).expect("JSON")
}

/// The sum of a vendor's charges, from the JSON's own digits.
fn sum(estimate: &Value, vendor: &str) -> String {
    let charges = estimate["charges"].as_array().expect("charges");
    let of_vendor =
        charges.iter().filter(|c| c["kind"].as_str().is_some_and(|k| k.starts_with(vendor)));
    let numbers = of_vendor.map(|c| {
        kanjo::quantity::Number::parse_scientific(&c["cost"].to_string()).expect("a number")
    });
    kanjo::quantity::sum(numbers).expect("fits").to_string()
}

#[test]
fn vectors_system_1_production() {
    let with = json(&["estimate", EXAMPLE, "--format", "json"]);
    assert_eq!(sum(&with, "aws."), "302.6702");
    let without = json(&["estimate", EXAMPLE, "--format", "json", "--set", "free_tier=off"]);
    assert_eq!(sum(&without, "aws."), "436.2062");
    assert_eq!(sum(&with, "datadog."), "12");
    assert_eq!(sum(&with, "sentry."), "26");
    assert_eq!(with["complete"], Value::Bool(true));
    let unset: Vec<&str> = with["unset_usage"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|u| u["resource"].as_str())
        .collect();
    for resource in ["logs", "images", "access-logs", "db"] {
        assert!(unset.contains(&resource), "{resource} has no unset usage: {unset:?}");
    }
}

#[test]
fn vectors_yen() {
    // AWS alone, 5 % reseller discount, 155.00, both rounded down: 44,568 + 4,456.
    let folder = tempfile::tempdir().expect("a folder");
    let text = super::read(format!("{EXAMPLE}/kanjo.yaml"));
    let billing = "billing:\n  route: reseller\n  discounts: {aws: 5 %}\n  fx: {rate: 155.00, date: 2026-11-20, source: reseller}\n  tax: {aws: 10 %, direct: none}\n  rounding: floor per invoice\nfree_tier: on\n";
    let file = folder.path().join("kanjo.yaml");
    std::fs::write(&file, format!("{text}\n{billing}")).expect("writes");
    let estimate = json(&["estimate", file.to_str().expect("UTF-8"), "--format", "json"]);
    let invoices = estimate["statement"]["invoices"].as_array().expect("invoices");
    let aws = invoices.iter().find(|i| i["seller"] == "aws").expect("aws");
    let whole = |key: &str| aws[key].to_string();
    assert_eq!(
        (whole("net"), whole("tax"), whole("total")),
        ("44568".into(), "4456".into(), "49024".into())
    );
}

#[test]
fn vectors_scenarios() {
    let scenarios = json(&["scenarios", EXAMPLE, "--format", "json"]);
    let delta = |name: &str| {
        let list = scenarios["scenarios"].as_array().expect("scenarios");
        let found = list.iter().find(|s| s["name"] == name).expect(name);
        kanjo::quantity::Number::parse_scientific(&found["delta"].to_string())
            .expect("a number")
            .round(2)
            .to_string()
    };
    assert_eq!(delta("vpc-endpoints"), "58.2");
    assert_eq!(delta("fewer-tasks"), "-28.92");
    assert_eq!(delta("short-logs"), "0");
    assert_eq!(delta("graviton"), "-18");
}

#[test]
fn the_diff_names_what_each_row_of_the_document_missed() {
    let document = format!("{EXAMPLE}/document.csv");
    let diff = json(&["diff", &document, EXAMPLE, "--format", "json"]);
    assert_eq!(diff["before"].to_string(), "373");
    let row = |item: &str| {
        diff["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .find(|r| r["item"] == item)
            .cloned()
            .expect(item)
    };
    assert_eq!(row("Fargate")["estimate"].to_string(), "89.9652");
    assert_eq!(row("Fargate")["parts"].as_array().map(Vec::len), Some(4));
    assert_eq!(row("CloudFront 1 TB")["estimate"].to_string(), "0");
    let missing: Vec<&str> = diff["missing"]
        .as_array()
        .expect("missing")
        .iter()
        .filter_map(|r| r["item"].as_str())
        .collect();
    assert!(missing.contains(&"waf") && missing.contains(&"alarms"), "{missing:?}");
    assert_eq!(diff["unmatched"].as_array().map(Vec::len), Some(0));
    let changes = diff["changes"].as_array().expect("changes").iter();
    let deltas = changes.map(|c| {
        kanjo::quantity::Number::parse_scientific(&c["delta"].to_string()).expect("a number")
    });
    assert_eq!(kanjo::quantity::sum(deltas).expect("fits").to_string(), diff["delta"].to_string());
}

#[test]
fn the_design_s_own_file_is_read_as_it_stands() {
    let estimate = json(&["estimate", "tests/fixtures/design.yaml", "--format", "json"]);
    assert_eq!(estimate["complete"], Value::Bool(true));
    let environments: std::collections::BTreeSet<&str> = estimate["charges"]
        .as_array()
        .expect("charges")
        .iter()
        .filter_map(|c| c["environment"].as_str())
        .collect();
    assert_eq!(environments.into_iter().collect::<Vec<_>>(), ["production", "staging"]);
    let scenarios = json(&[
        "scenarios",
        "tests/fixtures/design.yaml",
        "--env",
        "production",
        "--format",
        "json",
    ]);
    assert_eq!(scenarios["scenarios"][0]["delta"].to_string(), "58.2");
}
