//! JSON: read again by another parser, the numbers are the same.

use super::fixture::{bill, book, estimate, incomplete, made, n};
use super::fixture_beside::{compared, comparison, scenarios, statement};
use crate::quantity::{Number, sum};
use crate::report::{comparison_json, difference_json, estimate_json, scenarios_json};
use insta::assert_snapshot;
use serde_json::Value;

fn parse(text: &str) -> Value {
    assert!(text.ends_with("}\n"), "{text}");
    serde_json::from_str(text).expect("is JSON")
}

/// The exact digits are in the text; the parser's floats are near enough for sums.
fn near(value: &Value, wanted: Number) -> bool {
    let wanted: f64 = wanted.to_string().parse().expect("a float");
    value.as_f64().is_some_and(|value| (value - wanted).abs() < 1e-9)
}

fn sum_of(list: &Value, field: &str) -> f64 {
    list.as_array().expect("a list").iter().filter_map(|entry| entry[field].as_f64()).sum()
}

#[test]
fn totals_are_the_sum_of_the_charges() {
    let (bill, book, statement) = (incomplete(), book(), statement());
    let json = parse(&estimate_json(&estimate(&bill, &book, Some(&statement))));
    for (total, field) in [("low", "low"), ("expected", "cost"), ("high", "high")] {
        let total = json["totals"][total].as_f64().expect("a number");
        assert!((total - sum_of(&json["charges"], field)).abs() < 1e-9, "{field}");
    }
    assert_eq!(json["complete"], false);
    assert_eq!(json["statement"]["total"], 53519);
    assert_eq!(json["unset_usage"][0]["unit_price"], 0.0000001);
}

#[test]
fn every_digit_is_there_and_the_order_is_fixed() {
    let (bill, book) = (bill(), book());
    let text = estimate_json(&estimate(&bill, &book, None));
    assert!(text.contains("\"list_cost\":0.0004,"), "{text}");
    let head: Vec<&str> = text.lines().take(22).collect();
    assert_snapshot!(head.join("\n"), @r#"
    {
      "schema": 1,
      "kanjo": "0.1.0",
      "project": "bookmark-manager",
      "currency": "USD",
      "period": {
        "month": "average",
        "hours": 730
      },
      "complete": true,
      "prices": {
        "book": "embedded",
        "sha256": "3f2a91c04d21aa553f2a91c04d21aa553f2a91c04d21aa553f2a91c04d21aa55",
        "oldest": "2025-07-01",
        "newest": "2026-10-13"
      },
      "totals": {
        "low": 234.3978,
        "expected": 246.1418,
        "high": 277.2318
      },
      "charges": [
    "#);
    let cdn = text.lines().find(|c| c.contains("transfer_out")).unwrap_or("").trim();
    assert_snapshot!(cdn, @r#"{"environment":"default","account":null,"resource":"cdn","kind":"aws.cloudfront","meter":"transfer_out","category":"Usage","service_code":"AmazonCloudFront","region":"ap-northeast-1","usage_type":"JP-DataTransfer-Out-Bytes","operation":"","quantity":1024,"quantity_low":1024,"quantity_high":1024,"unit":"GB","unit_price":0.114,"list_cost":116.736,"cost":0,"low":0,"high":0,"formula":"1,024 GB","pool":"cloudfront","price":{"kind":"tiered","low":0.114,"high":0.114,"as_of":"2026-09-24","confidence":"C","source":"aws-offer"},"off_hours":null,"schedule":null,"tags":{},"caveats":[{"code":"ladder-unconfirmed","message":"the free TB is taken as the first part of the first tier","resource":"cdn","at":null}],"at":{"file":"kanjo.yaml","line":12,"column":3,"address":null}},"#);
    let kinds: Vec<&str> =
        text.lines().filter(|line| line.contains("\"kind\":\"tiered\"")).collect();
    assert_eq!(kinds.len(), 1, "one price in tiers");
    assert_eq!(text, estimate_json(&estimate(&bill, &book, None)), "byte by byte");
}

#[test]
fn changes_sum_to_the_delta() {
    let scenarios = scenarios();
    for scenario in &scenarios.scenarios {
        let json = parse(&difference_json(&compared(&scenario.difference, "a", "b")));
        assert!(near(&json["delta"], scenario.difference.delta.expected));
        let delta = json["delta"].as_f64().expect("a number");
        assert!((sum_of(&json["changes"], "delta") - delta).abs() < 1e-9, "{json}");
    }
    let json = parse(&scenarios_json(&made(), &scenarios));
    assert_eq!(json["scenarios"][0]["name"], "vpc-endpoints");
    assert!(near(&json["scenarios"][0]["delta"], n("57.6")));
    let comparison = comparison();
    let json = parse(&comparison_json(&made(), &comparison));
    let delta = json["delta"].as_f64().expect("a number");
    assert!((sum_of(&json["changes"], "delta") - delta).abs() < 1e-9, "{json}");
    assert_eq!(json["changes"].as_array().map(Vec::len), Some(7));
    let rows = comparison.rows.iter().chain(&comparison.missing).map(|row| row.estimate.expected);
    assert_eq!(sum(rows), Some(comparison.after.expected), "the fixture adds up");
}

#[test]
fn a_difference_in_full() {
    let scenarios = scenarios();
    let text = difference_json(&compared(&scenarios.scenarios[0].difference, "a", "b"));
    assert_snapshot!(text, @r#"
    {
      "schema": 1,
      "kanjo": "0.1.0",
      "prices": {
        "book": "embedded",
        "sha256": "3f2a91c04d21aa553f2a91c04d21aa553f2a91c04d21aa553f2a91c04d21aa55",
        "oldest": "2025-07-01",
        "newest": "2026-10-13"
      },
      "before": 246.1418,
      "after": 303.7418,
      "delta": 57.6,
      "low": {
        "before": 234.3978,
        "after": 291.9978,
        "delta": 57.6
      },
      "high": {
        "before": 277.2318,
        "after": 334.8318,
        "delta": 57.6
      },
      "unpriced": {
        "before": 0,
        "after": 0
      },
      "changes": [
        {"resource":"endpoints","environment":"default","kind":"aws.vpc_endpoint","before":0,"after":61.32,"delta":61.32,"why":"new"},
        {"resource":"nat","environment":"default","kind":"aws.nat_gateway","before":52.63,"after":48.91,"delta":-3.72,"why":"gone: data, 60 GB"}
      ]
    }
    "#);
}
