//! Conformance: schedules as peers evaluate them, row by row.
//!
//! A row of a CSV becomes one line of `kanjo offhours eval` and nothing more.
//! Any folder with the same columns can be laid on the same runner:
//! `KANJO_VECTORS=DIR cargo nextest run vectors`. A small set of our own lies in
//! `tests/fixtures/schedules`, so that the runner itself is always tested.
//!
//! The peers' verdicts must agree in every row. kanjo's own `desired` follows
//! its own rule for changes of the clocks (each edge once), so for Instance
//! Scheduler it may differ where [`near_a_change`] holds, and nowhere else.

use super::root;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};
use kanjo::calendar::compat::c7n;
use kanjo::offhours::eval::Evaluator;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

type Row = BTreeMap<String, String>;

/// The committed rows, and those of the folder that is named.
fn folders() -> Vec<PathBuf> {
    let own = root().join("tests/fixtures/schedules");
    let given = std::env::var_os("KANJO_VECTORS").map(PathBuf::from);
    if given.is_none() {
        eprintln!("KANJO_VECTORS is not set: only the committed rows are tested");
    }
    [Some(own), given.map(|folder| root().join(folder))].into_iter().flatten().collect()
}

fn rows(folder: &Path, file: &str) -> Vec<Row> {
    let path = folder.join(file);
    if !path.is_file() {
        eprintln!("{}: not there", path.display());
        return Vec::new();
    }
    let mut reader = csv::Reader::from_path(&path).expect("opens");
    let rows: Vec<Row> = reader.deserialize().map(|row| row.expect("a row")).collect();
    assert!(!rows.is_empty(), "{} has no rows", path.display());
    rows
}

fn value(text: &str) -> Value {
    if text.is_empty() { json!({}) } else { serde_json::from_str(text).expect("JSON") }
}

/// Collects what differs, and says how much agreed.
#[derive(Default)]
struct Tally {
    agreed: usize,
    differ: Vec<String>,
}

impl Tally {
    fn equal(&mut self, row: &Row, found: &str, expected: &str) {
        match found == expected {
            true => self.agreed += 1,
            false => self.differ.push(format!("{}: {found}, not {expected}: {row:?}", row["id"])),
        }
    }

    fn finish(self, what: &str) {
        eprintln!("{what}: {} agree, {} differ", self.agreed, self.differ.len());
        let first: Vec<&str> = self.differ.iter().take(10).map(String::as_str).collect();
        assert!(
            self.differ.is_empty(),
            "{what}: {} differ\n{}",
            self.differ.len(),
            first.join("\n")
        );
    }
}

fn ask(evaluator: &mut Evaluator, line: &Value) -> Value {
    let mut out = String::new();
    evaluator.line(&line.to_string(), &mut out);
    serde_json::from_str(&out).expect("JSON")
}

fn evaluator() -> Evaluator {
    Evaluator::new(Timestamp::UNIX_EPOCH)
}

/// The instant if the row has one, else what the clock shows.
fn moment(row: &Row) -> (&'static str, &str) {
    match row["timestamp_utc"].is_empty() {
        true => ("local", &row["local_time"]),
        false => ("at", &row["timestamp_utc"]),
    }
}

/// One filter of c7n: `offhour` or `onhour`.
fn c7n_line(row: &Row, filter: &str, tag: &str) -> Value {
    let mut options = value(&row["config_json"]);
    options["type"] = json!(filter);
    let mut line = json!({"id": row["id"], "grammar": "c7n", "options": options});
    let (key, time) = moment(row);
    line[key] = json!(time);
    // No key and no value: the resource has no tag.
    if !(row["tag_key"].is_empty() && tag.is_empty()) {
        line["schedule"] = json!(tag);
    }
    line
}

fn moments(list: Option<Vec<c7n::Moment>>) -> Option<Value> {
    let one = |moment: &c7n::Moment| json!({"days": moment.days(), "hour": moment.hour});
    list.map(|list| Value::Array(list.iter().map(one).collect()))
}

/// The parser alone, in the peer's own form.
fn parsed(row: &Row) -> String {
    let options = value(&row["config_json"]);
    let zone = options["default_tz"].as_str().unwrap_or("et");
    let Some(parsed) = c7n::parse(&row["schedule"], zone) else { return "invalid".to_owned() };
    let mut found = Map::new();
    for (key, list) in [("off", moments(parsed.off)), ("on", moments(parsed.on))] {
        list.and_then(|list| found.insert(key.to_owned(), list));
    }
    found.insert("tz".to_owned(), json!(parsed.zone));
    Value::Object(found).to_string()
}

fn scheduler_line(row: &Row, schedule: &str) -> Value {
    let mut line = json!({
        "id": row["id"],
        "grammar": "instance-scheduler",
        "schedule": value(schedule),
        "timezone": row["timezone"],
    });
    let (key, time) = moment(row);
    line[key] = json!(time);
    line
}

#[test]
fn vectors_of_the_peers_own_tests() {
    let mut tally = Tally::default();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut evaluator = evaluator();
    for row in folders().iter().flat_map(|folder| rows(folder, "vectors.csv")) {
        *kinds.entry(row["kind"].clone()).or_default() += 1;
        let expected = &row["expected"];
        match row["kind"].as_str() {
            kind @ ("offhour-filter" | "onhour-filter") => {
                let filter = kind.trim_end_matches("-filter");
                let line = c7n_line(&row, filter, &row["schedule"]);
                let answer = ask(&mut evaluator, &line);
                tally.equal(&row, answer["compat"].as_str().unwrap_or("error"), expected);
            }
            "tag-parse" => {
                let expected = match expected.as_str() {
                    "invalid" => "invalid".to_owned(),
                    json => value(json).to_string(),
                };
                tally.equal(&row, &parsed(&row), &expected);
            }
            "period-state" | "schedule-state" => {
                let mut line = scheduler_line(&row, &row["schedule"]);
                line["options"] = value(&row["config_json"]);
                let answer = ask(&mut evaluator, &line);
                tally.equal(&row, answer["compat"].as_str().unwrap_or("error"), expected);
            }
            "day-recurrence" => {
                let answer = ask(&mut evaluator, &scheduler_line(&row, &row["schedule"]));
                let found = match answer["compat"].as_str() {
                    Some("running") => "match",
                    Some("stopped") => "no-match",
                    _ => "error",
                };
                tally.equal(&row, found, expected);
            }
            "decision" => {
                let mut line = scheduler_line(&row, &row["schedule"]);
                line["options"] = value(&row["config_json"]);
                let state = value(&row["extra_json"]);
                line["state"] = json!({
                    "running": state["is_running"],
                    "stored": state["stored_state"],
                    "maintenance": state["maintenance_windows_utc"],
                });
                let answer = ask(&mut evaluator, &line);
                let found = match answer["action"].as_str() {
                    Some("start") => "on",
                    Some("stop") => "off",
                    Some("none") => "none",
                    _ => "error",
                };
                tally.equal(&row, found, expected);
            }
            other => tally.differ.push(format!("{}: the runner knows no {other}", row["id"])),
        }
    }
    assert_eq!(kinds.len(), 7, "every kind has a row: {kinds:?}");
    eprintln!("{kinds:?}");
    tally.finish("vectors.csv");
}

#[test]
fn vectors_of_the_c7n_grid() {
    let mut tally = Tally::default();
    let mut evaluator = evaluator();
    for row in folders().iter().flat_map(|folder| rows(folder, "vectors_c7n_grid.csv")) {
        let answer = ask(&mut evaluator, &c7n_line(&row, &row["filter"], &row["tag_value"]));
        tally.equal(&row, answer["compat"].as_str().unwrap_or("error"), &row["expected"]);
    }
    tally.finish("vectors_c7n_grid.csv");
}

/// Where kanjo may differ from Instance Scheduler on purpose: the clock shows
/// this time twice, or it was put forward less than an hour ago. The peer asks
/// only what the clock shows; kanjo has each edge once.
fn near_a_change(zone: &TimeZone, at: Timestamp) -> bool {
    let local: DateTime = zone.to_datetime(at);
    let shown = zone.to_ambiguous_timestamp(local).offset();
    let before = zone.to_offset(at - 1.hour());
    matches!(shown, AmbiguousOffset::Fold { .. }) || before < zone.to_offset(at)
}

#[test]
fn vectors_of_the_instance_scheduler_grid() {
    let (mut peer, mut own) = (Tally::default(), Tally::default());
    let mut on_purpose = 0;
    let mut evaluator = evaluator();
    for row in folders().iter().flat_map(|folder| rows(folder, "vectors_is_grid.csv")) {
        let mut line = scheduler_line(&row, &row["periods_json"]);
        line["options"] = value(&row["flags_json"]);
        let answer = ask(&mut evaluator, &line);
        peer.equal(&row, answer["compat"].as_str().unwrap_or("error"), &row["expected_state"]);
        if row["active_period"] != "override_status" && !row["active_period"].is_empty() {
            let reason = answer["reason"].as_str().unwrap_or("");
            let named = reason.contains(&format!("(period {})", row["active_period"]));
            peer.equal(&row, if named { "named" } else { reason }, "named");
        }
        let desired = match answer["desired"].as_str() {
            Some("on") => "running",
            Some("off") => "stopped",
            Some("leave") => "any",
            _ => "error",
        };
        let zone = TimeZone::get(&row["timezone"]).expect("a zone");
        let at: Timestamp = row["timestamp_utc"].parse().expect("an instant");
        match desired != row["expected_state"] && near_a_change(&zone, at) {
            true => on_purpose += 1,
            false => own.equal(&row, desired, &row["expected_state"]),
        }
    }
    eprintln!("{on_purpose} rows differ on purpose, each near a change of the clock");
    peer.finish("vectors_is_grid.csv, as the peer answers");
    own.finish("vectors_is_grid.csv, as kanjo answers");
}

#[test]
fn vectors_of_edges_at_changes_of_the_clock() {
    let mut tally = Tally::default();
    let mut evaluator = evaluator();
    for row in folders().iter().flat_map(|folder| rows(folder, "dst_edges_rfc5545.csv")) {
        let edge: DateTime = row["local_edge"].parse().expect("a local time");
        let at: Timestamp = row["utc_instant"].parse().expect("an instant");
        // A window that opens at the edge: on from its instant, and off before it.
        let end = edge + 12.hours();
        let window =
            format!("{} {}-{}", edge.date(), edge.strftime("%H:%M"), end.strftime("%H:%M"));
        let mut ask_at = |at: Timestamp| {
            let line = json!({"id": row["id"], "schedule": {"on": window}, "timezone": row["timezone"], "at": at.to_string()});
            ask(&mut evaluator, &line)
        };
        let before = ask_at(at - 1.minute());
        tally.equal(&row, before["desired"].as_str().unwrap_or("error"), "off");
        tally.equal(&row, ask_at(at)["desired"].as_str().unwrap_or("error"), "on");
        let next = before["next"]["at"].as_str().unwrap_or("none").to_owned();
        tally.equal(&row, &next, &at.to_string());
    }
    tally.finish("dst_edges_rfc5545.csv");
}
