//! What `kanjo prices` writes for programs is what its schemas say.

use super::offers::{csv, nat};
use super::{kanjo, seed};
use serde_json::Value;
use std::path::Path;

/// The output of a command, which its schema fits.
fn valid(cache: &Path, schema: &str, args: &[&str]) -> Value {
    let (status, text, errors) = kanjo(cache, &[args, &["--format", "json"]].concat());
    assert!(status <= 1, "{args:?}: {errors}");
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let schema: Value =
        serde_json::from_str(&super::super::read(format!("docs/schema/{schema}.json")))
            .expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("valid");
    let problems: Vec<String> =
        validator.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(problems.is_empty(), "{args:?}: {problems:?}");
    // A schema that takes anything would fit too.
    let mut more = json.clone();
    more.as_object_mut().expect("an object").insert("more".to_owned(), Value::Null);
    assert!(!validator.is_valid(&more));
    json
}

#[test]
fn update_show_and_verify_fit_their_schemas() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = folder.path();
    seed(cache);
    let mut products = nat("0.07");
    products[0].unit = "Furlong";
    let from = folder.path().join("a.csv");
    std::fs::write(&from, csv("AmazonEC2", "ap-northeast-1", &products)).expect("writes");
    let from = from.to_str().expect("UTF-8");
    let dry = valid(cache, "prices-update", &["prices", "update", "--from", from, "--dry-run"]);
    assert_eq!(dry["written"], Value::Null);
    let done = valid(cache, "prices-update", &["prices", "update", "--from", from]);
    assert_eq!(done["changes"].as_array().map(Vec::len), Some(1));
    assert_eq!(done["refused"].as_array().map(Vec::len), Some(1));
    let show = valid(cache, "prices-show", &["prices", "show", "aws.nat_gateway"]);
    assert!(show["prices"].as_array().is_some_and(|all| {
        all.iter().any(|p| p["history"].as_array().is_some_and(|history| !history.is_empty()))
    }));
    let verify = valid(cache, "prices-verify", &["prices", "verify"]);
    assert_eq!(verify["duplicates"], 0);
    let embedded = valid(cache, "prices-verify", &["prices", "verify", "--prices", "embedded"]);
    assert_eq!(embedded["duplicates"], 0);
    assert!(embedded["services"].as_array().is_some_and(|all| all.len() > 500));
}
