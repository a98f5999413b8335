//! What is sold in another currency counts only at a rate that somebody states,
//! and is never summed as USD.

use super::determinism::{kanjo, kanjo_in};

const BUCKETS: &str = "version: 1
project: two-sellers
region: us-east-1
resources:
  here: {type: aws.s3, storage: 1000 GB, put_requests: 0, get_requests: 0}
  china: {type: aws.s3, region: cn-north-1, storage: 1000 GB, put_requests: 0, get_requests: 0}
";

fn estimate(billing: &str) -> serde_json::Value {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("kanjo.yaml"), format!("{BUCKETS}{billing}"))
        .expect("writes");
    let (status, out, errors) = kanjo_in(folder.path(), "", &["estimate", "--format", "json"]);
    assert_eq!(status, 0, "{errors}");
    serde_json::from_str(&out).expect("JSON")
}

fn cost_of<'a>(bill: &'a serde_json::Value, resource: &str) -> Option<&'a serde_json::Value> {
    let charges = bill["charges"].as_array().expect("charges");
    let of = |c: &&serde_json::Value| c["resource"] == resource && c["meter"] == "storage";
    charges.iter().find(of).map(|c| &c["list_cost"])
}

#[test]
fn without_a_rate_a_price_in_cny_is_no_price() {
    let bill = estimate("");
    assert_eq!(cost_of(&bill, "china"), None);
    let unpriced = bill["unpriced"].as_array().expect("unpriced").first().expect("a line");
    assert_eq!(unpriced["resource"], "china");
    let why = unpriced.to_string();
    assert!(why.contains("CNY") && why.contains("billing.fx"), "{why}");
    // A rate of another currency says nothing of this one.
    let yen = estimate("billing: {fx: {currency: JPY, rate: 155}}\n");
    assert_eq!(cost_of(&yen, "china"), None);
}

#[test]
fn with_a_rate_it_is_converted_and_says_so() {
    let bill = estimate("billing: {fx: {currency: CNY, rate: 7.8}}\n");
    // 1,000 × 0.195 CNY = 195 CNY; at 7.8 that is 25 dollars.
    let cost = cost_of(&bill, "china").expect("a cost");
    assert!(cost.to_string().contains("25"), "{cost}");
    let here = cost_of(&bill, "here").expect("a cost");
    assert!(here.to_string().contains("23"), "{here}");
    let charges = bill["charges"].as_array().expect("charges");
    let china = charges.iter().find(|c| c["list_cost"] == *cost).expect("a line");
    assert!(china.to_string().contains("price-foreign"), "{china}");
}

#[test]
fn a_price_is_shown_in_its_currency() {
    let args = ["prices", "show", "AmazonS3/TimedStorage-ByteHrs", "--region", "cn-north-1"];
    let (status, out, errors) = kanjo(&args);
    assert_eq!(status, 0, "{errors}");
    assert!(out.contains("CNY 0.195 per GB-months") && !out.contains("USD"), "{out}");
}
