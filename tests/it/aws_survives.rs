//! What off-hours must survive, one point a test, on the wire.
//! The table in `docs/guides/offhours.md` says what shows the other points.

use super::aws::{Moto, program, ticks};
use super::faults::{Asked, Fate, Faults, without_app_runner};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const TABLE: &str = "dynamodb://kanjo";

/// moto, with services only and a policy for every day.
fn services(count: u32, more: &str) -> Option<Moto> {
    let moto = Moto::start(count)?;
    let policy = format!(
        "version: 1\ntimezone: Asia/Tokyo\nschedules:\n  office: {{on: \"Mon-Sun 08:00-20:00\"}}\n\
         policies:\n  - {{name: dev, match: {{types: [{more}\"ecs:service\"]}}, schedule: office, backup: accept}}\n"
    );
    std::fs::write(moto.folder.path().join("policies/dev.yaml"), policy).expect("writes");
    Some(moto)
}

fn statuses(moto: &Moto, state: &str) -> String {
    moto.kanjo(&moto.url, &["offhours", "status", "--state", state]).1
}

/// One tick in a process that is killed at a change that says so. What it printed,
/// and at which change it died.
fn tick_or_die(moto: &Moto, url: &str, at: &str, dies: &Receiver<String>) -> Result<Value, String> {
    let args = ["offhours", "run", "--once", "--format", "json", "--state", TABLE, "--at", at];
    let mut command = moto.command(&program(), url);
    command.args(args).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("kanjo runs");
    loop {
        if let Ok(action) = dies.try_recv() {
            child.kill().expect("ends");
            child.wait().expect("has ended");
            return Err(action);
        }
        if child.try_wait().expect("asks").is_some() {
            let done = child.wait_with_output().expect("has ended");
            return Ok(serde_json::from_slice(&done.stdout).expect("a tick"));
        }
        std::thread::sleep(Duration::from_millis(3));
    }
}

#[test]
fn a_crash_at_any_change_is_survived() {
    let Some(moto) = services(1, "") else { return };
    let before = moto.world(&["show"]);
    // The change that is fatal, counted down, and whether AWS does it.
    let fatal = Arc::new(Mutex::new((0usize, false)));
    let (died, dies) = channel();
    let counting = Arc::clone(&fatal);
    let died = Mutex::new(died);
    let fate = move |asked: &Asked| {
        let mut fatal = counting.lock().expect("whole");
        if fatal.0 == 0 || !asked.changes() {
            return Fate::Passes;
        }
        fatal.0 -= 1;
        if fatal.0 > 0 {
            return Fate::Passes;
        }
        let what = if fatal.1 { "after" } else { "before" };
        let told = died.lock().expect("whole").send(format!("{what} {}", asked.action));
        told.expect("somebody listens");
        Fate::Silent { done: fatal.1 }
    };
    let aws = Faults::start(&moto.url, without_app_runner(fate));
    // Ticks until one is quiet; at which change the process died.
    let half = |times: Vec<String>| {
        let (mut died, mut quiet) = (None, 0);
        for at in times {
            match tick_or_die(&moto, &aws.url, &at, &dies) {
                Err(action) => died = Some(action),
                Ok(tick) if tick["outcomes"].as_array().expect("a list").is_empty() => quiet += 1,
                Ok(_) => quiet = 0,
            }
            if quiet > 1 {
                return died;
            }
        }
        panic!("it does not come to rest");
    };
    let mut deaths = Vec::new();
    for change in 1.. {
        let day = |day: usize| format!("2026-{:02}-{:02}", 11 + day / 28, day % 28 + 1);
        let set = |done: bool| *fatal.lock().expect("whole") = (change, done);
        // Of four changes one is a call: that on the way down dies on the one side,
        // on the way up on the other.
        let done = (change + change / 4) % 2 == 0;
        set(done);
        let evening = half(ticks(&day(change), 20, 20));
        assert!(statuses(&moto, TABLE).contains("1 off"), "{change} {evening:?}");
        set(done);
        let morning = half(ticks(&day(change + 1), 8, 20));
        assert_eq!(moto.world(&["show"]), before, "{change} {evening:?} {morning:?}");
        if evening.is_none() && morning.is_none() {
            break;
        }
        deaths.extend(evening.into_iter().chain(morning));
    }
    eprintln!("{} deaths: {deaths:?}", deaths.len());
    for call in ["PutItem", "RegisterScalableTarget", "UpdateService"] {
        for side in ["before", "after"] {
            assert!(deaths.contains(&format!("{side} {call}")), "{side} {call}: {deaths:?}");
        }
    }
}

#[test]
fn an_answer_that_never_comes_is_a_call_that_may_have_been_made() {
    let Some(moto) = services(2, "") else { return };
    let before = moto.world(&["show"]);
    // The first bounds are set and nobody hears of it; the first count is not set.
    let first = [AtomicBool::new(true), AtomicBool::new(true)];
    let fate = move |asked: &Asked| match asked.action {
        "RegisterScalableTarget" if first[0].swap(false, Ordering::Relaxed) => {
            Fate::Silent { done: true }
        }
        "UpdateService" if first[1].swap(false, Ordering::Relaxed) => Fate::Silent { done: false },
        _ => Fate::Passes,
    };
    let aws = Faults::start(&moto.url, without_app_runner(fate));
    let state = moto.state();
    let (status, out, _) = moto.tick(&aws.url, &state, "2026-11-23T20:01");
    assert_eq!((status, out.matches("failed: timeout").count()), (3, 2), "{out}");
    for at in ticks("2026-11-23", 20, 8).iter().skip(1) {
        let done = moto.tick(&aws.url, &state, at);
        assert_eq!(done.0, 0, "{}{}", done.1, done.2);
    }
    let off = moto.world(&["show"]);
    assert_eq!([&off["service/dev/s1"]["count"], &off["service/dev/s2"]["count"]], [0, 0]);
    // Bounds that were set are not set again.
    assert_eq!(aws.asked(&["RegisterScalableTarget", "UpdateService"]), 1 + 2 + 1);
    for at in ticks("2026-11-24", 8, 8) {
        moto.tick(&aws.url, &state, &at);
    }
    assert_eq!(moto.world(&["show"]), before);
}

#[test]
fn people_in_between_are_heard_and_an_edited_policy_gives_back() {
    let Some(moto) = services(7, "\"rds:db\", ") else { return };
    let before = moto.world(&["show"]);
    let aws = Faults::start(&moto.url, without_app_runner(|_| Fate::Passes));
    let state = moto.state();
    let evening = ticks("2026-11-23", 20, 20);
    let (first, rest) = evening.split_at(10);
    for at in first {
        moto.tick(&aws.url, &state, at);
    }
    let off = moto.world(&["show"]);
    assert_eq!((&off["db1"], &off["service/dev/s7"]["count"]), (&json!("stopped"), &json!(0)));
    // db1 is started, s2 set to 2, s4 deleted, and of s6 the 0 is set again.
    moto.world(&["by-hand"]);
    // And the policy lets s7 go.
    let policy = moto.folder.path().join("policies/dev.yaml");
    let text = std::fs::read_to_string(&policy).expect("reads");
    let named = "match: {names: [s1, s2, s3, s4, s5, s6, db1], types";
    std::fs::write(&policy, text.replace("match: {types", named)).expect("writes");
    for at in rest {
        moto.tick(&aws.url, &state, at);
    }
    let night = moto.world(&["show"]);
    assert_eq!(night["db1"], "available", "who starts it at night keeps it");
    assert_eq!(night["service/dev/s2"]["count"], 2);
    assert_eq!(night["service/dev/s6"]["count"], 0);
    assert_eq!(night["service/dev/s7"], before["service/dev/s7"], "nobody wants it off any more");
    assert!(statuses(&moto, &state).contains("s4"), "what was saved of it is kept");
    for at in ticks("2026-11-24", 8, 14) {
        moto.tick(&aws.url, &state, &at);
    }
    let morning = moto.world(&["show"]);
    for name in ["s1", "s2", "s3", "s5", "s6", "s7"].map(|name| format!("service/dev/{name}")) {
        assert_eq!(morning[&name], before[&name], "{name}");
    }
    assert_eq!(morning["db1"], before["db1"]);
}

#[test]
fn what_an_apply_brings_back_at_night_is_said_and_goes_off_again_if_that_is_enforced() {
    let Some(moto) = services(1, "\"autoscaling:*\", ") else { return };
    let before = moto.world(&["show"]);
    let aws = Faults::start(&moto.url, without_app_runner(|_| Fate::Passes));
    let state = moto.state();
    let evening = ticks("2026-11-23", 20, 24);
    let go = |at: &[String]| -> Vec<String> {
        at.iter().map(|at| moto.tick(&aws.url, &state, at).1).collect()
    };
    go(&evening[..8]);
    assert!(statuses(&moto, &state).contains("2 off"), "{}", statuses(&moto, &state));
    moto.world(&["terraform"]);
    let night = go(&evening[8..11]);
    for said in [
        "desired_count 0 -> 2; min_capacity 0 -> 1; suspended_state in, out, scheduled -> none",
        "min_size 0 -> 1; desired_capacity 0 -> 2; suspended_processes AlarmNotification, \
         ScheduledActions -> none",
        "it stays up until the next change of its schedule",
        "  aws_ecs_service: lifecycle { ignore_changes = [desired_count] }\n",
        "  aws_autoscaling_group: lifecycle { ignore_changes = [min_size, max_size, \
         desired_capacity, suspended_processes] }\n",
    ] {
        assert!(night[0].contains(said), "{said}: {}", night[0]);
        assert!(statuses(&moto, &state).contains(said.trim_end()), "{said}");
        assert!(!night[1..].concat().contains(said), "said once: {night:?}");
    }
    assert_eq!(moto.world(&["show"])["service/dev/s1"]["count"], 2);

    let policy = moto.folder.path().join("policies/dev.yaml");
    let text = std::fs::read_to_string(&policy).expect("reads");
    let text = text.replace("backup: accept", "backup: accept, mode: enforce");
    std::fs::write(&policy, text).expect("writes");
    go(&evening[11..17]);
    assert!(statuses(&moto, &state).contains("2 off"), "{}", statuses(&moto, &state));
    moto.world(&["terraform"]);
    let at = &evening[17];
    let args = ["offhours", "run", "--once", "--format", "json", "--state", &state, "--at", at];
    let done = moto.kanjo(&aws.url, &args);
    let tick: Value = serde_json::from_str(&done.1).expect("JSON");
    for outcome in tick["outcomes"].as_array().expect("a list") {
        assert_eq!(outcome["notes"][0]["code"], "came-back", "{outcome:#}");
        assert_eq!(outcome["notes"][0]["detail"]["stops_again"], true, "{outcome:#}");
        assert_eq!(outcome["done"], "called", "{outcome:#}");
    }
    go(&evening[18..24]);
    assert!(statuses(&moto, &state).contains("2 off"), "{}", statuses(&moto, &state));
    go(&ticks("2026-11-24", 8, 12));
    assert_eq!(moto.world(&["show"]), before);
    assert!(!statuses(&moto, &state).contains("ignore_changes"));
}

#[test]
fn without_its_table_nothing_is_changed_and_then_it_goes_on() {
    let Some(moto) = services(3, "") else { return };
    let before = moto.world(&["show"]);
    let failing = Arc::new(Mutex::new(""));
    let which = Arc::clone(&failing);
    let fate = move |asked: &Asked| match *which.lock().expect("whole") == asked.action {
        true => Fate::Broken,
        false => Fate::Passes,
    };
    let aws = Faults::start(&moto.url, without_app_runner(fate));
    let set = |action| *failing.lock().expect("whole") = action;
    let evening = ticks("2026-11-23", 20, 12);
    // What reads the records, and what writes them and the ledger.
    for (action, at) in ["Query", "PutItem"].into_iter().zip(&evening) {
        set(action);
        let (status, out, err) = moto.tick(&aws.url, TABLE, at);
        assert!(status == 3 && format!("{out}{err}").contains("the table kanjo"), "{out}{err}");
        assert_eq!(moto.world(&["show"]), before, "{action}");
    }
    set("");
    for at in &evening[2..] {
        moto.tick(&aws.url, TABLE, at);
    }
    assert!(statuses(&moto, TABLE).contains("3 off"), "{}", statuses(&moto, TABLE));
    let morning = ticks("2026-11-24", 8, 14);
    for (action, at) in ["Query", "PutItem"].into_iter().zip(&morning) {
        set(action);
        moto.tick(&aws.url, TABLE, at);
    }
    set("");
    for at in &morning[2..] {
        moto.tick(&aws.url, TABLE, at);
    }
    assert_eq!(moto.world(&["show"]), before);
}

/// A tick asks for what the policies name, each thing once.
#[test]
fn a_tick_asks_only_for_what_is_named() {
    let Some(moto) = services(12, "") else { return };
    let state = TABLE;
    let counts = |at: &str| {
        let aws = Faults::start(&moto.url, without_app_runner(|_| Fate::Passes));
        let done = moto.tick(&aws.url, state, at);
        let counts: BTreeMap<String, usize> =
            aws.counts().into_iter().map(|(action, (asked, _))| (action, asked)).collect();
        eprintln!("{at}: {} requests: {counts:?}", counts.values().sum::<usize>());
        (done.0, counts)
    };
    let (status, quiet) = counts("2026-11-23T12:00");
    // The account, also that of the table, its alias and its schedules in tags; groups, which no tag is known
    // of; twelve services listed and looked at, ten at a time, and their bounds. Records are read at the start of
    // the program, for what is off and not looked at, and once by the tick.
    let wanted = [
        ("DescribeAutoScalingGroups", 1),
        ("DescribeScalableTargets", 2),
        ("DescribeScheduledActions", 1),
        ("DescribeServices", 2 + 2),
        ("GetCallerIdentity", 2),
        ("GetResources", 1),
        ("ListAccountAliases", 1),
        ("ListClusters", 1),
        ("ListServices", 1),
        ("Query", 2),
    ];
    let wanted = BTreeMap::from(wanted.map(|(action, times)| (action.to_owned(), times)));
    if std::env::var_os("KANJO_PROGRAM").is_none() {
        assert_eq!((status, quiet), (0, wanted));
    }
    counts("2026-11-23T20:01");
}

/// A bucket of calls as AWS has it, for each of two services.
#[test]
fn changes_keep_to_the_rate_that_aws_gives() {
    const HELD: u32 = 10;
    const REFILL: Duration = Duration::from_millis(100);
    let Some(moto) = services(60, "") else { return };
    let began = Instant::now();
    let buckets = [(); 2].map(|()| Mutex::new((HELD * REFILL, began)));
    let fate = move |asked: &Asked| {
        let bucket = match asked.action {
            "UpdateService" => &buckets[0],
            "RegisterScalableTarget" => &buckets[1],
            _ => return Fate::Passes,
        };
        let mut bucket = bucket.lock().expect("whole");
        let now = Instant::now();
        let full = (bucket.0 + (now - bucket.1)).min(HELD * REFILL);
        let left = full.checked_sub(REFILL);
        *bucket = (left.unwrap_or(full), now);
        left.map_or(Fate::Throttled, |_| Fate::Passes)
    };
    let aws = Faults::start(&moto.url, without_app_runner(fate));
    let state = moto.state();
    let args = ["offhours", "run", "--state", &state, "--at", "2026-11-23T20:00"];
    let (status, _, err) =
        moto.kanjo(&aws.url, &[&args[..], &["--until", "2026-11-23T21:00"]].concat());
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(statuses(&moto, &state).contains("60 off"), "{}", statuses(&moto, &state));
    let counts = aws.counts();
    let (asked, refused) = counts["UpdateService"];
    eprintln!("{asked} changes of counts, {refused} of them refused; {:?}", began.elapsed());
    assert_eq!(asked - refused, 60);
    assert!(refused * 3 < asked, "{counts:?}");
}
