//! State in a bucket and in a table, policies in a bucket, and two ticks at once.

use super::aws::{Moto, is_off, is_whole, ticks};
use super::faults::{Fate, Faults, without_app_runner};
use super::read;
use serde_json::Value;

const KANJO: &str = env!("CARGO_BIN_EXE_kanjo");

fn run(state: &str, at: &str) -> Vec<String> {
    let args = ["offhours", "run", "--once", "--format", "json", "--state", state, "--at", at];
    args.map(str::to_owned).to_vec()
}

/// The lines of a ledger in the order in which they were written: of one moment
/// the line before a call comes first.
fn ledger(moto: &Moto, args: &[&str]) -> Vec<Value> {
    let found = moto.python("keep.py", args);
    let mut lines = found.as_array().expect("a list").clone();
    let key = |line: &Value| {
        (
            line["at"].as_str().expect("a time").to_owned(),
            line["generation"].as_u64().expect("a number"),
            line["moment"] != "before",
        )
    };
    lines.sort_by_key(key);
    lines
}

#[test]
fn a_bucket_keeps_what_comes_back() {
    let Some(moto) = Moto::start(3) else { return };
    moto.python("keep.py", &["make"]);
    let policies = moto.folder.path().join("policies/dev.yaml");
    let file = policies.to_str().expect("text");
    moto.python("keep.py", &["put", "policies/dev.yaml", file]);
    std::fs::remove_file(&policies).expect("the bucket has them now");
    let before = moto.world(&["show"]);
    let schema: Value =
        serde_json::from_str(&read("docs/schema/offhours-tick.json")).expect("a schema");
    let schema = jsonschema::validator_for(&schema).expect("a valid schema");
    let evening = ticks("2026-11-23", 20, 9);
    let morning = ticks("2026-11-24", 8, 12);
    let mut called = 0;
    for at in evening.iter().chain(&morning) {
        let mut args = run("s3://kanjo-kept/dev/state", at);
        args.extend(["--policies".to_owned(), "s3://kanjo-kept/policies/".to_owned()]);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let (status, out, error) = moto.kanjo(&moto.url, &args);
        assert_eq!(status, 0, "{at}: {out}{error}");
        let tick: Value = serde_json::from_str(&out).expect("one object");
        assert_eq!(schema.iter_errors(&tick).map(|e| e.to_string()).collect::<Vec<_>>(), [""; 0]);
        let outcomes = tick["outcomes"].as_array().expect("a list");
        called += outcomes.iter().filter(|outcome| outcome["done"] == "called").count();
        if *at == evening[8] {
            let off = moto.world(&["show"]);
            assert!(is_off(&off), "{off:#}");
        }
    }
    assert_eq!(moto.world(&["show"]), before);
    let lines = ledger(&moto, &["ledger", "dev/state"]);
    assert_eq!(is_whole(&lines), called);
    let status =
        moto.kanjo(&moto.url, &["offhours", "status", "--state", "s3://kanjo-kept/dev/state"]);
    assert!(status.1.starts_with("8 resources: 1 blocked, 7 on\n"), "{}{}", status.1, status.2);
    // A place without a record is one where nothing is saved, not an error.
    let other = moto.kanjo(&moto.url, &["offhours", "status", "--state", "s3://kanjo-kept/qa"]);
    assert!(other.1.starts_with("0 resources"), "{}{}", other.1, other.2);
    let none = moto.kanjo(&moto.url, &["offhours", "status", "--state", "s3://kanjo-none"]);
    assert_eq!((none.0, none.2.contains("NoSuchBucket")), (3, true), "{}", none.2);
}

/// Two programs that know nothing of each other, at the same moment, twenty times.
fn two_at_once(state: &str, keep: &[&str]) {
    let Some(moto) = Moto::start(4) else { return };
    moto.python("keep.py", &["make"]);
    let before = moto.world(&["show"]);
    let aws = Faults::start(&moto.url, without_app_runner(|_| Fate::Passes));
    let both = |at: &String| {
        let start = || {
            let mut command = moto.command(KANJO, &aws.url);
            let child = command.args(run(state, at)).stdout(std::process::Stdio::piped()).spawn();
            child.expect("kanjo runs")
        };
        let (one, two) = (start(), start());
        [one, two].map(|child| {
            let done = child.wait_with_output().expect("it ends");
            serde_json::from_slice::<Value>(&done.stdout).expect("JSON")
        })
    };
    let mut gave_way = 0;
    let mut all = |moments: Vec<String>| {
        for tick in moments.iter().flat_map(both) {
            let outcomes = tick["outcomes"].as_array().expect("a list").clone();
            gave_way += outcomes.iter().filter(|outcome| outcome["done"] == "gave-way").count();
        }
    };
    all(ticks("2026-11-23", 20, 9));
    let off = moto.world(&["show"]);
    assert!(is_off(&off), "{off:#}");
    all(ticks("2026-11-24", 8, 12));
    assert_eq!(moto.world(&["show"]), before);
    assert!(is_whole(&ledger(&moto, keep)) >= 2 * 7);
    assert!(gave_way > 0, "they never met: the test shows nothing");
}

#[test]
fn of_two_ticks_at_once_one_gives_way_in_a_table() {
    two_at_once("dynamodb://kanjo", &["ledger"]);
}

#[test]
fn of_two_ticks_at_once_one_gives_way_in_a_bucket() {
    two_at_once("s3://kanjo-kept/dev", &["ledger", "dev"]);
}
