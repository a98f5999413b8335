//! Notices to a Slack of our own and to moto's SNS: once each, before and after,
//! and the webhook's address nowhere.

use super::aws::Moto;
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

const TOPIC: &str = "arn:aws:sns:ap-northeast-1:123456789012:kanjo";
const SECRET: &str = "T0SECRET0B";
const POLICY: &str = r#"version: 1
timezone: Asia/Tokyo
schedules:
  office: {on: "Mon-Fri 08:00-20:00"}
policies:
  - {name: dev, match: {types: ["ecs:service"]}, schedule: office, notice: 15 min}
"#;

/// Hears what is said; the first time it answers that it is in trouble.
fn slack() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
    let url = format!("http://{}/services/{SECRET}", listener.local_addr().expect("bound"));
    let heard = Arc::new(Mutex::new(Vec::new()));
    let (into, mut first) = (Arc::clone(&heard), true);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if let Some(text) = hear(stream, first) {
                let told: Value = serde_json::from_str(&text).expect("JSON");
                let text = told["text"].as_str().expect("a text").to_owned();
                if !first {
                    into.lock().expect("no panic").push(text);
                }
            }
            first = false;
        }
    });
    (url, heard)
}

fn hear(mut stream: TcpStream, trouble: bool) -> Option<String> {
    let mut request = Vec::new();
    let mut piece = [0u8; 4096];
    loop {
        let read = stream.read(&mut piece).ok().filter(|read| *read > 0)?;
        request.extend_from_slice(&piece[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| {
            line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok()
        });
        if body.len() >= length.unwrap_or(0) {
            let status = if trouble { "503 Service Unavailable" } else { "200 OK" };
            let answer =
                format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok");
            stream.write_all(answer.as_bytes()).ok()?;
            return Some(body.to_owned());
        }
    }
}

#[test]
fn people_are_told_before_and_after_and_once() {
    let Some(moto) = Moto::start(2) else { return };
    moto.python("keep.py", &["make"]);
    std::fs::write(moto.folder.path().join("policies/dev.yaml"), POLICY).expect("writes");
    let (url, heard) = slack();
    let tick = |at: &str, more: &[&str]| {
        let state = ["--state", "dynamodb://kanjo", "--at", at];
        let done = moto
            .command(env!("CARGO_BIN_EXE_kanjo"), &moto.url)
            .env("KANJO_SLACK_WEBHOOK", &url)
            .args(["offhours", "run", "--once", "--notify", "slack", "--notify", TOPIC])
            .args(state)
            .args(more)
            .output()
            .expect("kanjo runs");
        let text = String::from_utf8(done.stdout).expect("text");
        let error = String::from_utf8(done.stderr).expect("text");
        assert!(!format!("{text}{error}").contains(SECRET), "{text}{error}");
        assert!(!format!("{text}{error}").contains("127.0.0.1"), "{text}{error}");
        (done.status.code().expect("ends"), text, error)
    };
    let told = || std::mem::take(&mut *heard.lock().expect("no panic"));
    let sns = || moto.python("keep.py", &["heard"]).as_array().expect("a list").clone();

    assert_eq!(tick("2026-11-23T19:40", &[]).0, 0);
    assert_eq!((told(), sns()), (vec![], vec![]), "nothing has happened");

    let first = tick("2026-11-23T19:46", &["--format", "json"]);
    assert_eq!(first.0, 0, "{}{}", first.1, first.2);
    let json: Value = serde_json::from_str(&first.1).expect("JSON");
    assert_eq!(json["notices"][0]["about"], "goes-off", "{json}");
    assert_eq!(json["notices"][1]["channel"], "sns", "{json}");
    let (slack, mail) = (told(), sns());
    assert_eq!(slack.len(), 1, "{slack:?}");
    assert!(slack[0].starts_with("2 resources go off at 2026-11-23 20:00 JST\n"), "{}", slack[0]);
    assert!(slack[0].contains("Until 2026-11-24 08:00 JST."), "{}", slack[0]);
    // Five tasks of a quarter vCPU and half a GB in Tokyo, for twelve hours.
    let costs = "Staying up costs USD 0.92 (USD 0.08 an hour).";
    assert!(slack[0].contains(costs), "{}", slack[0]);
    assert!(slack[0].contains("• s1 (ecs:service, 123456789012 ap-northeast-1)"), "{}", slack[0]);
    assert!(slack[0].contains("kanjo offhours override"), "{}", slack[0]);
    assert_eq!(mail.len(), 1);
    assert_eq!(mail[0]["subject"], "kanjo: 2 resources go off at 2026-11-23 20:00 JST");

    for at in ["2026-11-23T19:46", "2026-11-23T19:51", "2026-11-23T20:01", "2026-11-23T20:06"] {
        assert_eq!(tick(at, &[]).0, 0, "{at}");
    }
    let evening = told();
    assert!(evening.iter().all(|text| !text.contains("go off")), "told twice: {evening:?}");
    for at in ["2026-11-23T20:11", "2026-11-23T20:16"] {
        assert_eq!(tick(at, &["--lang", "ja"]).0, 0, "{at}");
    }
    let off = [evening, told()].concat();
    assert!(
        off.iter().any(|text| text.contains(" off\n") || text.contains("件を停止しました")),
        "{off:?}"
    );
    let named = |name: &str| off.iter().filter(|text| text.contains(&format!("• {name} "))).count();
    assert_eq!((named("s1"), named("s2")), (1, 1), "{off:?}");
    sns();

    for minute in (1..45).step_by(5) {
        assert_eq!(tick(&format!("2026-11-24T08:{minute:02}"), &[]).0, 0);
    }
    let back = told();
    let lines = back.iter().filter(|text| text.contains("up again")).map(|t| t.lines().count() - 1);
    assert_eq!(lines.sum::<usize>(), 2, "{back:?}");
}

#[test]
fn a_problem_is_told_once_a_day_and_an_unheard_one_again() {
    let Some(moto) = Moto::start(2) else { return };
    moto.python("keep.py", &["make"]);
    std::fs::write(moto.folder.path().join("policies/dev.yaml"), POLICY).expect("writes");
    // moto answers no unknown service: the inventory of groups is elsewhere, and refused.
    let tick = |at: &str, webhook: &str| {
        moto.command(env!("CARGO_BIN_EXE_kanjo"), &moto.url)
            .env("KANJO_SLACK_WEBHOOK", webhook)
            .env("AWS_ENDPOINT_URL_AUTO_SCALING", "http://127.0.0.1:9")
            .args(["offhours", "run", "--once", "--notify", "slack", "--format", "json"])
            .args(["--state", "dynamodb://kanjo", "--at", at])
            .output()
            .expect("kanjo runs")
    };
    let (url, heard) = slack();
    let told = || std::mem::take(&mut *heard.lock().expect("no panic"));
    let unheard = tick("2026-11-23T12:00", "http://127.0.0.1:9/nobody");
    assert_eq!(unheard.status.code(), Some(3));
    let json: Value = serde_json::from_slice(&unheard.stdout).expect("JSON");
    assert_eq!(json["notices"][0]["about"], "failed", "{json}");
    assert!(json["notices"][0]["error"].is_string(), "{json}");
    for at in ["2026-11-23T12:05", "2026-11-23T12:10"] {
        assert_eq!(tick(at, &url).status.code(), Some(3));
    }
    let first = told();
    assert_eq!(first.len(), 1, "{first:?}");
    assert!(first[0].starts_with("1 problem:"), "{first:?}");
    assert!(
        first[0].contains("autoscaling of 123456789012 in ap-northeast-1 is not listed"),
        "{first:?}"
    );
    tick("2026-11-24T12:00", &url);
    assert_eq!(told().len(), 1, "a new day");
}
