//! Off-hours over a week, and over a large account, on the wire and with faults.
//! Both take minutes: `cargo nextest run --features aws --run-ignored only aws_week`.
//! `KANJO_PROGRAM` names another build of the program, `KANJO_SEED` other faults. On a
//! machine that is busy, `KANJO_HOURS=24` is a day of the week, up to 96, and
//! `KANJO_SERVICES=200` a smaller account.

use super::aws::{Moto, is_off, ledger, ledger_is_whole};
use super::faults::{self, Asked, Fate, Faults, without_app_runner};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Instant;

/// What changes something of a resource.
const CHANGES: [&str; 11] = [
    "RegisterScalableTarget",
    "UpdateService",
    "StopDBInstance",
    "StartDBInstance",
    "StopDBCluster",
    "StartDBCluster",
    "StopInstances",
    "StartInstances",
    "SuspendProcesses",
    "ResumeProcesses",
    "UpdateAutoScalingGroup",
];

/// A number of the environment.
fn set(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn random(questions: u64, changes: u64) -> impl Fn(&Asked) -> Fate {
    let seed = set("KANJO_SEED", 11) as u64;
    without_app_runner(faults::random(seed, questions, changes))
}

/// A tick every five minutes from one moment to another, in one process.
fn rehearse(moto: &Moto, url: &str, from: &str, until: &str) -> Vec<Value> {
    let state = moto.state();
    let args = ["offhours", "run", "--format", "json", "--state", &state];
    let (status, out, err) =
        moto.kanjo(url, &[&args[..], &["--at", from, "--until", until]].concat());
    assert_eq!((status, err.as_str()), (0, ""));
    out.lines().map(|line| serde_json::from_str(line).expect("a tick")).collect()
}

/// How often each resource said this.
fn said<'a>(ticks: &'a [Value], code: &str) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for outcome in ticks.iter().flat_map(|tick| tick["outcomes"].as_array().expect("a list")) {
        let notes = outcome["notes"].as_array().into_iter().flatten();
        let times = notes.filter(|note| note["code"] == code).count();
        if times > 0 {
            *counts.entry(outcome["resource"].as_str().expect("a name")).or_default() += times;
        }
    }
    counts
}

#[test]
#[ignore = "minutes: cargo nextest run --features aws --run-ignored only a_week_of_faults"]
fn a_week_of_faults_on_the_wire_ends_as_it_began() {
    let Some(moto) = Moto::start(4) else { return };
    let before = moto.world(&["show"]);
    let aws = Faults::start(&moto.url, random(3, 20));
    let began = Instant::now();
    // In Tokyo, from Monday noon to Monday noon.
    let hours = set("KANJO_HOURS", 168);
    let nights = if hours == 168 { 5 } else { hours.div_ceil(24).min(4) };
    let until = format!("2026-11-{}T12:00", 16 + hours.div_ceil(24));
    let ticks = rehearse(&moto, &aws.url, "2026-11-16T12:00", &until);
    let took = began.elapsed();
    assert_eq!(ticks.len(), hours * 12 + 1);
    assert_eq!(moto.world(&["show"]), before);

    // Five evenings and five mornings, for four services, a database, a cluster, an
    // instance and a group, and none of them in between.
    for code in ["went-off", "back-up"] {
        let counts = said(&ticks, code);
        assert_eq!(counts.len(), 8, "{counts:?}");
        assert!(counts.values().all(|count| *count == nights), "{code}: {counts:?}");
    }
    for code in ["expired", "started-by-hand", "found-off", "lost-resource", "clamped"] {
        assert_eq!(said(&ticks, code), BTreeMap::new(), "{code}");
    }

    // Each change that reached AWS has a line before it and one behind it, and what
    // was saved is what there was.
    let calls = ledger_is_whole(&moto.state_folder());
    assert_eq!(calls, aws.asked(&CHANGES), "{:?}", aws.counts());
    for line in ledger(&moto.state_folder()).iter().filter(|line| line["saved"]["of"] == "service")
    {
        let name = line["resource"].as_str().and_then(|arn| arn.rsplit('/').next());
        let was = &before[format!("service/dev/{}", name.expect("a name"))];
        assert_eq!(line["saved"]["desired"], was["count"], "{line}");
        assert_eq!(line["saved"]["bounds"]["max"], was["bounds"][1], "{line}");
    }
    let counts = aws.counts();
    let asked: usize = counts.values().map(|(asked, _)| asked).sum();
    let refused: usize = CHANGES.iter().filter_map(|c| counts.get(*c)).map(|(_, n)| n).sum();
    eprintln!(
        "{} ticks, {asked} requests of which {} failed; {calls} changes of which {refused} failed; {took:?}",
        ticks.len(),
        aws.failed(),
    );
    assert!(refused * 10 > calls, "the proxy fails");
}

#[test]
#[ignore = "minutes: cargo nextest run --features aws --run-ignored only two_thousand"]
fn two_thousand_services_and_two_hundred_databases_lose_nothing() {
    let services = set("KANJO_SERVICES", 2_000);
    let databases = services / 10;
    let make = ["fleet", &services.to_string(), &databases.to_string()];
    let Some(moto) = Moto::with(&make) else { return };
    let resources = services + databases + 4;
    let before = moto.world(&["show"]);
    let plan = ["offhours", "plan", "--live", "--at", "2026-11-23T20:01", "--format", "json"];
    let began = Instant::now();
    let (status, out, err) = moto.kanjo(&moto.url, &plan);
    let took = began.elapsed();
    assert_eq!(status, 0, "{err}");
    let planned: Value = serde_json::from_str(&out).expect("a plan");
    assert_eq!(planned["actions"].as_array().expect("a list").len(), resources);
    let counted = Faults::start(&moto.url, without_app_runner(|_| Fate::Passes));
    moto.kanjo(&counted.url, &plan);
    let asked: usize = counted.counts().values().map(|(asked, _)| asked).sum();
    assert_eq!(counted.asked(&["DescribeServices"]), services / 10);
    assert!(asked < services / 10 + 60, "{:?}", counted.counts());
    eprintln!("plan: {took:?}, {asked} requests: {:?}", counted.counts());

    let night = |from: &str, until: &str| {
        let aws = Faults::start(&moto.url, random(20, 20));
        let began = Instant::now();
        let ticks = rehearse(&moto, &aws.url, from, until);
        let last =
            ticks.iter().rposition(|t| !t["outcomes"].as_array().expect("a list").is_empty());
        let (changes, counts) = (aws.asked(&CHANGES), aws.counts());
        let asked: usize = counts.values().map(|(asked, _)| asked).sum();
        eprintln!(
            "{from}: {changes} changes for {resources} resources; {asked} requests of which {} \
             failed; quiet after tick {last:?} of {}; {:?}\n  {counts:?}",
            aws.failed(),
            ticks.len(),
            began.elapsed(),
        );
        assert!(aws.failed() * 100 > asked * 18, "the proxy fails");
        assert!(changes <= resources * 3, "{changes} changes");
        // Whether tasks are protected is asked by cluster and not by service.
        assert!(aws.asked(&["ListTasks"]) <= ticks.len() * 5, "{counts:?}");
    };
    night("2026-11-23T20:00", "2026-11-23T22:00");
    let off = moto.world(&["show"]);
    assert!(is_off(&off), "{off:#}");
    night("2026-11-24T08:00", "2026-11-24T10:30");
    assert_eq!(moto.world(&["show"]), before);
    ledger_is_whole(&moto.state_folder());
}
