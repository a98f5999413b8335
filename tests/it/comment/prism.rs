//! The same against GitHub's own description of its API: prism stands between
//! kanjo and our fake, and answers 500 to whatever of either side is outside of
//! the contract.
//!
//! Needs node, a folder KANJO_BENCH with `gh-slice.json`, and KANJO_PRISM, the
//! `prism` of `npm install @stoplight/prism-cli@5`; without them it says so and
//! is skipped.

use super::fake::Fake;
use super::post::{MODEL, Run, TOKEN, more_tasks, repository};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

struct Prism(Child);

impl Drop for Prism {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// prism in front of `upstream`, and its address.
fn prism(upstream: &str) -> Option<(Prism, String)> {
    let slice = PathBuf::from(std::env::var_os("KANJO_BENCH")?).join("gh-slice.json");
    let program = std::env::var_os("KANJO_PRISM")?;
    let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
    let child = Command::new(program)
        .args(["proxy", "-h", "127.0.0.1", "-p", &port.to_string(), "--errors"])
        .arg(slice)
        .arg(upstream)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("prism starts");
    let prism = Prism(child);
    for _ in 0..300 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Some((prism, format!("http://127.0.0.1:{port}")));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("prism does not listen");
}

#[test]
fn github_contract() {
    let fake = Fake::start();
    let Some((_prism, api)) = prism(&fake.address) else {
        eprintln!("skipped: KANJO_BENCH and KANJO_PRISM are not set");
        return;
    };
    fake.state().public = api.clone();
    fake.state().page = 2;
    for i in 0..3 {
        fake.put(&format!("a person says {i}"), "NONE", "User");
    }
    let changed = repository(&more_tasks(), "");
    let run = Run { at: changed.path(), api: &api, token: Some(TOKEN) };
    let at = |hour: u32| format!("2026-11-22T0{hour}:00:00Z");
    let post = |hour: u32, more: &[&str]| {
        run.post("github", &[&["--valid-at", at(hour).as_str()], more].concat())
    };
    assert!(post(2, &[]).starts_with("created "));
    assert!(post(2, &[]).starts_with("unchanged "));
    assert!(post(3, &["--lang", "ja"]).starts_with("更新しました"));
    assert!(post(1, &[]).starts_with("left alone"));
    assert!(post(1, &["--tag", "app"]).starts_with("created "));
    assert!(post(3, &["--tag", "app", "--recreate"]).starts_with("posted anew "));
    assert_eq!(fake.bodies().len(), 5);
    let same = repository(MODEL, "");
    let run = Run { at: same.path(), api: &api, token: Some(TOKEN) };
    let none = run.post("github", &["--tag", "third", "--on-change-only"]);
    assert!(none.starts_with("not posted"), "{none}");
    assert_eq!(fake.bodies().len(), 5);

    // prism does look, at both sides.
    let sent = |text: &str| -> String {
        let address = api.strip_prefix("http://").expect("an address");
        let mut stream = TcpStream::connect(address).expect("listens");
        stream.write_all(text.as_bytes()).expect("writes");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("reads");
        answer.lines().next().unwrap_or("").to_owned()
    };
    let head = "/repos/acme/infra/issues/12/comments HTTP/1.1\r\nhost: x\r\nconnection: close\r\n";
    let ill = "content-type: application/json\r\ncontent-length: 11\r\n\r\n{\"body\":{}}";
    let refused = sent(&format!("POST {head}{ill}"));
    assert!(refused.contains(" 422 "), "{refused}");
    fake.fail(200, "", "[{\"id\": \"not a number\"}]");
    let violation = sent(&format!("GET {head}\r\n"));
    assert!(violation.contains(" 500 "), "{violation}");
}
