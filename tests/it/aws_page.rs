//! The off-hours page on a load balancer of moto: up before anything goes down,
//! away when all of it is back, and gone with its policy; and alarms, which are
//! muted as the page is shown.

use super::aws::{Moto, is_off, ledger, ticks};
use serde_json::{Value, json};

fn with_page(moto: &Moto, listener: &str) {
    let file = moto.folder.path().join("policies/dev.yaml");
    let text = std::fs::read_to_string(&file).expect("reads");
    let page = format!(
        "    page: {{listener: \"{listener}\", file: closed.html, hosts: [dev.example.com]}}\n"
    );
    std::fs::write(file, text + &page).expect("writes");
    let html = "<meta charset=\"utf-8\"><h1>休止中</h1>\n";
    std::fs::write(moto.folder.path().join("policies/closed.html"), html).expect("writes");
}

/// What was done, in its order: `show-page web page`.
fn done(moto: &Moto) -> Vec<(String, String)> {
    let mut lines = ledger(&moto.state_folder());
    lines.retain(|line| line["moment"] == "done");
    lines.sort_by_key(|line| line["at"].as_str().map(str::to_owned));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    lines.iter().map(|l| (text(&l["action"]["call"]), text(&l["resource"]))).collect()
}

#[test]
fn visitors_see_a_page_from_before_it_goes_off_until_it_is_back() {
    let Some(moto) = Moto::start(3) else { return };
    let listener = moto.world(&["listener"]);
    let listener = listener.as_str().expect("an ARN");
    with_page(&moto, listener);
    let (before, rules) = (moto.world(&["show"]), moto.world(&["rules", listener]));
    let state = moto.state();
    let night = |from, count| {
        for at in ticks("2026-11-23", from, count) {
            let done = moto.tick(&moto.url, &state, &at);
            assert_eq!(done.0, 0, "{at}: {}{}", done.1, done.2);
        }
    };
    let plan = moto.kanjo(&moto.url, &["offhours", "plan", "--live", "--at", "2026-11-23T20:01"]);
    assert!(plan.1.contains("web page"), "{}{}", plan.1, plan.2);
    night(20, 1);
    assert_eq!(done(&moto).len(), 1, "the page alone");
    assert_eq!(moto.world(&["show"]), before);
    let shown = moto.world(&["rules", listener]);
    let page = json!({"MessageBody": "<meta charset=\"utf-8\"><h1>休止中</h1>",
        "StatusCode": "503", "ContentType": "text/html"});
    assert_eq!(shown[0], json!(["1", "fixed-response", page]));
    night(20, 12);
    assert!(is_off(&moto.world(&["show"])));
    for at in ticks("2026-11-24", 8, 16) {
        let done = moto.tick(&moto.url, &state, &at);
        assert_eq!(done.0, 0, "{at}: {}{}", done.1, done.2);
    }
    assert_eq!((moto.world(&["show"]), moto.world(&["rules", listener])), (before, rules));
    let calls = done(&moto);
    let page = format!("{listener}#page-1");
    assert_eq!(calls.first(), Some(&("show-page".to_owned(), page.clone())));
    assert_eq!(calls.last(), Some(&("hide-page".to_owned(), page.clone())));
    assert_eq!(calls.iter().filter(|(_, id)| *id == page).count(), 2);
}

#[test]
fn a_page_goes_with_its_policy_and_a_rule_of_somebody_else_stays() {
    let Some(moto) = Moto::start(1) else { return };
    let listener = moto.world(&["listener"]);
    let listener = listener.as_str().expect("an ARN");
    let rules = moto.world(&["rules", listener]);
    let file = moto.folder.path().join("policies/dev.yaml");
    let plain = std::fs::read_to_string(&file).expect("reads");
    let state = moto.state();
    with_page(&moto, listener);
    let ticked = |at: &str| moto.tick(&moto.url, &state, at);
    ticked("2026-11-23T20:01");
    assert_eq!(moto.world(&["rules", listener])[0][1], "fixed-response");
    // Somebody takes the page out of the policy while it is shown.
    std::fs::write(&file, &plain).expect("writes");
    ticked("2026-11-23T20:06");
    ticked("2026-11-23T20:11");
    assert_eq!(moto.world(&["rules", listener]), rules);
    // At the priority of somebody else's rule it is not put up, and nothing waits.
    with_page(&moto, listener);
    let text = std::fs::read_to_string(&file).expect("reads");
    std::fs::write(&file, text.replace("hosts:", "priority: 2, hosts:")).expect("writes");
    for at in ticks("2026-11-24", 20, 10) {
        let done = ticked(&at);
        assert_eq!(done.0, 0, "{}{}", done.1, done.2);
    }
    assert!(is_off(&moto.world(&["show"])));
    assert_eq!(moto.world(&["rules", listener]), rules);
    let status = moto.kanjo(&moto.url, &["offhours", "status", "--state", &state]);
    assert!(status.1.contains("blocked") && status.1.contains("rule-taken"), "{}", status.1);
}

#[test]
fn alarms_are_muted_with_what_they_watch_and_only_those_that_were_not() {
    let Some(moto) = Moto::start(3) else { return };
    let before = moto.world(&["alarms"]);
    assert_eq!(before, json!({"db1 cpu": true, "other": true, "s1 cpu": true, "s1 noise": false}));
    let file = moto.folder.path().join("policies/dev.yaml");
    let text = std::fs::read_to_string(&file).expect("reads");
    std::fs::write(&file, text + "    alarms: mute\n").expect("writes");
    let state = moto.state();
    let world = moto.world(&["show"]);
    let run = |day: &str, hour, count| {
        for at in ticks(day, hour, count) {
            let done = moto.tick(&moto.url, &state, &at);
            assert_eq!(done.0, 0, "{at}: {}{}", done.1, done.2);
        }
    };
    run("2026-11-23", 20, 1);
    let muted = json!({"db1 cpu": false, "other": true, "s1 cpu": false, "s1 noise": false});
    assert_eq!((moto.world(&["alarms"]), moto.world(&["show"])), (muted.clone(), world.clone()));
    run("2026-11-23", 20, 12);
    assert!(is_off(&moto.world(&["show"])));
    assert_eq!(moto.world(&["alarms"]), muted);
    run("2026-11-24", 8, 16);
    assert_eq!((moto.world(&["alarms"]), moto.world(&["show"])), (before, world));
    let calls = done(&moto);
    assert_eq!(calls.iter().filter(|(call, _)| call == "mute-alarms").count(), 2);
    assert_eq!(calls.last().map(|(call, _)| call.as_str()), Some("unmute-alarms"));
}
