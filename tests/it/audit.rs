//! `kanjo audit` from outside: system 4 from an inventory, and what stands out
//! in one of ordinary resources.

use super::determinism::kanjo;
use super::read;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

const THREE: &str = "tests/fixtures/audit/three-accounts.json";
const LIVE: &str = "tests/fixtures/audit/live.json";
const AT: [&str; 2] = ["--at", "2026-11-25T23:00"];

fn audit(args: &[&str]) -> (i32, String, String) {
    kanjo(&[&["audit"][..], args, &AT].concat())
}

fn json(args: &[&str]) -> Value {
    let (status, text, errors) = audit(&[args, &["--format", "json"]].concat());
    assert_eq!(status, 0, "{errors}");
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let schema: Value = serde_json::from_str(&read("docs/schema/audit.json")).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let problems: Vec<String> = validator.iter_errors(&json).map(|e| e.to_string()).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    json
}

fn total(json: &Value, key: &str) -> String {
    json["totals"][key].to_string()
}

fn named<'a>(json: &'a Value, list: &str, key: &str, name: &str) -> &'a Value {
    let found = json[list].as_array().expect("a list").iter().find(|row| row[key] == name);
    found.unwrap_or_else(|| panic!("{name} in {list}"))
}

#[test]
fn vectors_system_4_from_an_inventory() {
    let json = json(&["--inventory", THREE, "examples/seventy-percent"]);
    for (key, wanted) in [
        ("resources", "18"),
        ("monthly", "35000"),
        ("outside_production", "24500"),
        ("production_unknown", "0"),
        ("untagged", "0"),
        ("saves_with_window", "11025"),
        ("saves_with_policies", "11025"),
        ("outside_hours", "0"),
        ("keeps_running", "13475"),
        ("stays", "7350"),
    ] {
        assert_eq!(total(&json, key), wanted, "{key}");
    }
    assert_eq!(named(&json, "accounts", "name", "firm-prod")["outside_production"], 0);
    // Production's database has two zones too, and may.
    let two: Vec<&Value> = json["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|f| f["rule"] == "multi-az-outside-production")
        .map(|f| &f["name"])
        .collect();
    assert_eq!(two, ["firm-dev/databases"]);
}

#[test]
fn without_policies_the_window_saves_the_same_and_nothing_is_scheduled() {
    let folder = tempfile::tempdir().expect("a folder");
    let none = folder.path().join("none.yaml");
    std::fs::write(&none, "version: 1\ntimezone: Asia/Tokyo\n").expect("writes");
    let none = none.to_str().expect("UTF-8");
    let json = json(&["--inventory", THREE, "--policies", none]);
    assert_eq!(json["window"], "Mon-Fri 08:00-20:00 Asia/Tokyo");
    assert_eq!(total(&json, "saves_with_policies"), "0");
    assert_eq!(total(&json, "outside_hours"), "11025");
    assert_eq!(total(&json, "keeps_running"), "13475");
}

#[test]
fn resources_of_an_account_are_priced_and_what_is_not_is_named() {
    let json = json(&["--inventory", LIVE, "tests/fixtures/audit", "--tag", "Env"]);
    let monthly = |name: &str| named(&json, "resources", "name", name)["monthly"].to_string();
    // 2 × 0.5 vCPU and 1 GB; a NAT gateway with its address; 100 GB of gp3.
    assert_eq!(monthly("web"), "89.9652", "four tasks of production come first");
    assert_eq!(monthly("nat"), "48.91");
    assert_eq!(monthly("left"), "9.6");
    // What is off and follows no schedule costs its volume: 8 × 0.096.
    assert_eq!(monthly("bastion"), "0.768");
    for unpriced in ["reports", "lab"] {
        assert_eq!(monthly(unpriced), "null");
    }
    let why = |id: &str| named(&json, "unpriced", "id", id)["why"].as_str().expect("text");
    let arn = "arn:aws:rds:ap-northeast-1:111111111111:db/reports";
    let missing =
        "instance: the price book has no AmazonRDS/InstanceUsage:db.m5.large in ap-northeast-1";
    assert_eq!(why(arn), missing);
    let sum = |rows: &Value, key: &str| {
        let numbers = rows.as_array().expect("a list").iter().map(|row| {
            kanjo::quantity::Number::parse_scientific(&row[key].to_string()).expect("a number")
        });
        kanjo::quantity::sum(numbers).expect("fits").to_string()
    };
    for key in ["monthly", "outside_production", "untagged", "outside_hours"] {
        assert_eq!(sum(&json["accounts"], key), total(&json, key), "{key}");
        assert_eq!(sum(&json["tag"]["values"], key), total(&json, key), "{key} by tag");
    }
    let rules: Vec<(&str, &str)> = json["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|f| (f["rule"].as_str().expect("text"), f["name"].as_str().expect("text")))
        .collect();
    assert_eq!(
        rules,
        [
            ("idle", "acme-dev/nat"),
            ("idle", "acme-dev/old"),
            ("idle", "acme-dev/left"),
            ("multi-az-outside-production", "acme-dev/orders"),
            ("unbalanced-zones", "acme-dev/orders"),
            ("unbalanced-zones", "acme-dev/workers"),
            ("blocked", "acme-dev/orders"),
        ]
    );
    // The second zone costs as much as the first: 730 × 0.2345 + 100 × 0.138 …
    let orders = named(&json, "findings", "rule", "multi-az-outside-production");
    let single = named(&json, "advice", "rule", "single-az-outside-production");
    assert_eq!(orders["saves_per_month"], single["saves_per_month"]);
    // What is off has no advice.
    assert!(
        json["advice"]
            .as_array()
            .expect("a list")
            .iter()
            .all(|a| !a["id"].as_str().expect("text").ends_with("bastion"))
    );
}

#[test]
fn an_audit_is_read_in_a_terminal_and_on_a_page() {
    for lang in ["en", "ja"] {
        let args = ["--inventory", LIVE, "tests/fixtures/audit", "--tag", "Env", "--lang", lang];
        let (status, text, errors) = audit(&args);
        assert_eq!(status, 0, "{errors}");
        assert!(text.lines().next().expect("a line").contains("60.3 %"), "{text}");
        for line in text.lines() {
            assert!(line.width() <= 80, "{line}");
        }
        let (_, page, _) = audit(&[&args[..], &["--format", "html"]].concat());
        for part in ["<html", "acme-dev/nat", "id=\"findings\"", "60.3 %"] {
            assert!(page.contains(part), "{part}");
        }
        assert!(!page.contains("http://") && !page.contains("https://"), "no network");
    }
}

#[test]
fn a_window_may_be_named_written_or_wrong() {
    let base = ["--inventory", LIVE, "tests/fixtures/audit"];
    let window = |hours: &str| json(&[&base[..], &["--window", hours]].concat());
    let office = window("office");
    assert_eq!(office["window"], "Mon-Fri 08:00-20:00 Asia/Tokyo");
    let shorter = window("Mon-Fri 10:00-18:00");
    let saves = |json: &Value| json["totals"]["saves_with_window"].as_f64().expect("a number");
    assert!(saves(&shorter) > saves(&office));
    let (status, _, errors) = audit(&[&base[..], &["--window", "offce"]].concat());
    assert_eq!(status, 2);
    assert!(errors.contains("name office"), "{errors}");
}

#[test]
fn a_live_audit_is_not_in_every_build() {
    if cfg!(feature = "aws") {
        return;
    }
    let (status, _, errors) = audit(&[]);
    assert_eq!(status, 2, "{errors}");
    assert!(errors.contains("--features aws") && errors.contains("--inventory"), "{errors}");
}

#[test]
fn a_plan_of_an_inventory_has_prices_by_group() {
    let plan = |more: &[&str]| {
        let args = ["offhours", "plan", "--inventory", LIVE, "tests/fixtures/audit"];
        let (status, text, errors) = kanjo(&[&args[..], &AT, &["--format", "json"], more].concat());
        assert_eq!(status, 0, "{errors}");
        let json: Value = serde_json::from_str(&text).expect("JSON");
        let schema = serde_json::from_str(&read("docs/schema/offhours-plan.json")).expect("JSON");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let problems: Vec<String> = validator.iter_errors(&json).map(|e| e.to_string()).collect();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
        json
    };
    let json = plan(&[]);
    // 44.9826 × 108 / 168.
    assert!(json["saves_per_month"].to_string().starts_with("28.917385714"), "{json:#}");
    assert_eq!(json["groups"][0]["group"], "acme-dev");
    assert_eq!(json["groups"][0]["saves_per_month"], json["saves_per_month"]);
    // An engine without a kind is stopped all the same, and has no saving.
    let reports = named(&json, "actions", "resource", "reports");
    assert_eq!((&reports["action"], &reports["saves_per_month"]), (&"stop".into(), &Value::Null));
    assert!(json["notes"].to_string().contains("1 resources have no price"), "{}", json["notes"]);
    // The database keeps billing: its window decides.
    assert_eq!(named(&json, "blocked", "resource", "orders")["code"], "backup-window");
    assert_eq!(named(&json, "residual", "why", "blocked")["resource"], "orders");
    assert_eq!(plan(&["--tag", "Env"])["groups"][0]["group"], "dev");
}
