//! `kanjo prices diff`: what a price change does to a bill.

use super::kanjo;
use kanjo::quantity::{Number, sum};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The committed prices with one row changed.
fn changed(folder: &Path, file: &str, row: &str, from: &str, to: &str) -> PathBuf {
    let book = folder.join("book");
    for entry in
        kanjo::source::read_prices(&super::super::root().join("pricing-cache")).expect("reads")
    {
        let path = book.join(&entry.path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let mut text = entry.text;
        if entry.path == file {
            let line = text.lines().find(|l| l.starts_with(row)).expect("the row").to_owned();
            let next = line.replacen(from, to, 1);
            assert_ne!(line, next, "{line}");
            text = text.replace(&line, &next);
        }
        std::fs::write(path, text).expect("writes");
    }
    book
}

#[test]
fn ten_percent_on_one_sku_for_system_1() {
    let folder = tempfile::tempdir().expect("a folder");
    // NAT gateway hours in Tokyo: 0.062 to 0.0682 for 730 hours is 4.526.
    let file = "aws/AmazonEC2/ap-northeast-1.csv";
    let book = changed(folder.path(), file, "APN1-NatGateway-Hours,", ",0.062,", ",0.0682,");
    let book = book.to_str().expect("UTF-8");
    let on = ["--on", "examples/commercial-production"];
    let args = [&["prices", "diff", "embedded", book][..], &on].concat();
    let (status, text, errors) = kanjo(folder.path(), &args);
    assert_eq!(status, 0, "{errors}");
    assert!(text.starts_with("+4.53 a month (+1.1 %): 416.69 → 421.21"), "{text}");
    assert!(
        text.contains("0.062") && text.contains("0.0682") && text.contains("+10.0 %"),
        "{text}"
    );
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let (_, text, _) = kanjo(folder.path(), &[&args[..], &["--format", "json"]].concat());
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let schema = super::super::read("docs/schema/prices-diff.json");
    let schema: Value = serde_json::from_str(&schema).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("valid");
    let problems: Vec<String> = validator.iter_errors(&json).map(|e| e.to_string()).collect();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(json["on"]["delta"].to_string(), "4.526");
    assert_eq!(json["changes"].as_array().map(Vec::len), Some(1));
    // The effects of all keys sum to the difference, exactly.
    let effects = json["on"]["effects"].as_array().expect("effects");
    let deltas = effects
        .iter()
        .map(|e| Number::parse_scientific(&e["delta"].to_string()).expect("a number"));
    assert_eq!(sum(deltas).expect("fits").to_string(), "4.526");
    let (_, ja, _) = kanjo(folder.path(), &[&args[..], &["--lang", "ja"]].concat());
    assert!(ja.contains("変更された単価 1 件のうち 1"), "{ja}");
}

#[test]
fn without_a_model_the_keys_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let same = kanjo(folder.path(), &["prices", "diff", "embedded", "pricing-cache"]);
    assert_eq!((same.0, same.1.lines().next()), (0, Some("no price changed")));
    let file = "aws/AmazonEC2/ap-northeast-1.csv";
    let book = changed(folder.path(), file, "APN1-NatGateway-Hours,", ",0.062,", ",0.031,");
    let args = ["prices", "diff", book.to_str().expect("UTF-8"), "embedded"];
    let (_, text, _) = kanjo(folder.path(), &args);
    assert!(text.starts_with("1 prices changed, 0 came, 0 left"), "{text}");
    assert!(text.contains("+100.0 %"), "{text}");
}

#[test]
fn a_bill_is_not_priced_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = "examples/commercial-production/document.csv";
    let args = ["prices", "diff", "embedded", "embedded", "--on", table];
    let (status, _, errors) = kanjo(folder.path(), &args);
    assert_eq!(status, 2);
    assert!(errors.contains("cannot be priced again"), "{errors}");
}
