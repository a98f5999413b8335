//! `kanjo prices update` against a server of the Price List, and its faults.

use super::offers::{Product, csv, gzip, json, nat, plan};
use super::{kanjo, seed};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// What goes wrong with one answer.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    Status(u16),
    /// The line breaks after so many bytes.
    Cut(usize),
    WrongHash,
}

#[derive(Default)]
struct State {
    files: BTreeMap<String, (Vec<u8>, String)>,
    faults: BTreeMap<String, VecDeque<Fault>>,
    /// `GET path` with what was asked beside it, in order.
    asked: Vec<String>,
}

struct Server {
    address: String,
    state: Arc<Mutex<State>>,
}

const EC2: &str = "/offers/v1.0/aws/AmazonEC2/20261120101112/ap-northeast-1/index.json";
const EC2_CSV: &str = "/offers/v1.0/aws/AmazonEC2/20261120101112/ap-northeast-1/index.csv";
const ECS: &str = "/offers/v1.0/aws/AmazonECS/20261120101112/ap-northeast-1/index.json";
const PLAN_CSV: &str =
    "/savingsPlan/v1.0/aws/AWSComputeSavingsPlan/20261120101112/ap-northeast-1/index.csv";

impl Server {
    fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || answer(stream, &shared));
            }
        });
        let server = Server { address, state };
        server.put("/offers/v1.0/aws/index.json", br#"{"formatVersion":"v1.0","offers":{
            "AmazonEC2":{"offerCode":"AmazonEC2","currentRegionIndexUrl":"/offers/v1.0/aws/AmazonEC2/current/region_index.json"},
            "AmazonECS":{"offerCode":"AmazonECS","currentRegionIndexUrl":"/offers/v1.0/aws/AmazonECS/current/region_index.json",
              "currentSavingsPlanIndexUrl":"/savingsPlan/v1.0/aws/AWSComputeSavingsPlan/current/region_index.json"},
            "comprehend":{"offerCode":"comprehend","currentRegionIndexUrl":"/nowhere"}}}"#.to_vec());
        for (service, url) in [("AmazonEC2", EC2), ("AmazonECS", ECS)] {
            let index = format!(
                "{{\"regions\":{{\"ap-northeast-1\":{{\"regionCode\":\"ap-northeast-1\",\"currentVersionUrl\":\"{url}\"}},\"eu-west-1\":{{\"regionCode\":\"eu-west-1\",\"currentVersionUrl\":\"/nowhere\"}}}}}}"
            );
            server.put(
                &format!("/offers/v1.0/aws/{service}/current/region_index.json"),
                index.into_bytes(),
            );
        }
        let plans = format!(
            "{{\"regions\":[{{\"regionCode\":\"ap-northeast-1\",\"versionUrl\":\"{}\"}}]}}",
            PLAN_CSV.replace(".csv", ".json")
        );
        server.put(
            "/savingsPlan/v1.0/aws/AWSComputeSavingsPlan/current/region_index.json",
            plans.into_bytes(),
        );
        server.put(PLAN_CSV, plan(&[("APN1-Fargate-GB-Hours", "0.0044240000")]).into_bytes());
        server.nat("0.0700000000");
        // Of this service there is no CSV.
        let fargate: Product =
            super::offers::product("ECS", "APN1-Fargate-GB-Hours", "", "hours", "0.0060000000");
        server.put(ECS, json("AmazonECS", "ap-northeast-1", &[fargate]).into_bytes());
        server
    }

    fn put(&self, path: &str, bytes: Vec<u8>) {
        let etag =
            format!("\"{:x}\"", bytes.iter().fold(7u64, |h, b| h.wrapping_mul(31) ^ u64::from(*b)));
        self.state.lock().expect("one").files.insert(path.to_owned(), (bytes, etag));
    }

    fn nat(&self, data: &str) {
        self.put(EC2_CSV, csv("AmazonEC2", "ap-northeast-1", &nat(data)).into_bytes());
    }

    fn faults(&self, path: &str, faults: &[Fault]) {
        let faults = faults.iter().copied().collect();
        self.state.lock().expect("one").faults.insert(path.to_owned(), faults);
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state.lock().expect("one").asked)
    }

    fn update(&self, cache: &Path, more: &[&str]) -> (i32, String, String) {
        let args = [
            "prices",
            "update",
            "--endpoint",
            &self.address,
            "--region",
            "ap-northeast-1",
            "--format",
            "json",
        ];
        kanjo(cache, &[&args, more].concat())
    }

    fn updated(&self, cache: &Path) -> Value {
        let (status, text, errors) = self.update(cache, &[]);
        assert_eq!(status, 0, "{errors}");
        serde_json::from_str(&text).expect("JSON")
    }
}

fn answer(mut stream: TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream.try_clone().expect("clones"));
    let mut first = String::new();
    let _ = reader.read_line(&mut first);
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.insert(name.trim().to_lowercase(), value.trim().to_owned());
        }
    }
    let path = first.split(' ').nth(1).unwrap_or("").to_owned();
    let header = |name: &str| headers.get(name).cloned().unwrap_or_default();
    let (file, fault) = {
        let mut state = state.lock().expect("one");
        let range = header("range");
        state.asked.push(format!("{path} {range}").trim().to_owned());
        let fault = state.faults.get_mut(&path).and_then(VecDeque::pop_front);
        (state.files.get(&path).cloned(), fault)
    };
    let mut say = |head: String, body: &[u8]| {
        let _ = stream.write_all(head.as_bytes());
        let _ = stream.write_all(body);
        let _ = stream.flush();
        let _ = stream.shutdown(std::net::Shutdown::Write);
        // The other side reads to its end before the line is closed.
        let _ = stream.read(&mut [0; 1]);
    };
    let (status, Some((bytes, etag))) = (fault, file) else {
        return say(
            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".into(),
            b"",
        );
    };
    if let Some(Fault::Status(code)) = status {
        return say(
            format!("HTTP/1.1 {code} Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            b"",
        );
    }
    if header("if-none-match") == etag {
        return say("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".into(), b"");
    }
    let packed = header("accept-encoding").contains("gzip") && path.ends_with(".csv");
    let body = if packed { gzip(std::str::from_utf8(&bytes).expect("text")) } else { bytes };
    let (mut from, mut code, mut more) = (0, "200 OK", String::new());
    if let Some(start) = header("range").strip_prefix("bytes=").and_then(|r| r.strip_suffix('-'))
        && header("if-range") == etag
    {
        from = start.parse().expect("a number");
        code = "206 Partial Content";
        more = format!("Content-Range: bytes {from}-{}/{}\r\n", body.len() - 1, body.len());
    }
    if packed {
        more += "Content-Encoding: gzip\r\n";
    }
    if path.ends_with(".csv") {
        use base64::Engine;
        use sha2::Digest;
        let hash =
            sha2::Sha256::digest(if fault == Some(Fault::WrongHash) { &b"x"[..] } else { &body });
        let hash = base64::engine::general_purpose::STANDARD.encode(hash);
        more += &format!("x-amz-checksum-sha256: {hash}\r\n");
    }
    let body = &body[from..];
    let head = format!(
        "HTTP/1.1 {code}\r\nETag: {etag}\r\n{more}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    match fault {
        Some(Fault::Cut(after)) => say(head, &body[..after.min(body.len())]),
        _ => say(head, body),
    }
}

/// USD of the NAT gateway's data in the cache.
fn price(cache: &Path) -> String {
    let key = "AmazonEC2/NatGateway-Bytes/NatGateway";
    let (status, text, errors) = kanjo(cache, &["prices", "show", key, "--format", "json"]);
    assert_eq!(status, 0, "{errors}");
    let json: Value = serde_json::from_str(&text).expect("JSON");
    json["prices"][0]["tiers"][0]["usd"].to_string()
}

#[test]
fn an_update_reads_csv_json_and_plans_and_the_next_one_nothing() {
    let (server, folder) = (Server::start(), tempfile::tempdir().expect("a folder"));
    seed(folder.path());
    let report = server.updated(folder.path());
    assert_eq!(report["offers"], 3, "{report}");
    assert_eq!(report["read"], 4, "{report}");
    assert_eq!(price(folder.path()), "0.07");
    let asked = server.asked();
    assert!(asked.iter().all(|a| !a.contains("nowhere")), "only what is wanted: {asked:?}");
    // The same ETags: nothing is read, and the book stays.
    let again = server.updated(folder.path());
    assert_eq!((&again["offers"], &again["sha256"]), (&0.into(), &report["sha256"]));
    // One offer changes: it alone is read.
    server.nat("0.0800000000");
    let third = server.updated(folder.path());
    assert_eq!((&third["offers"], third["changes"].as_array().map(Vec::len)), (&1.into(), Some(1)));
    assert_eq!(price(folder.path()), "0.08");
    assert!(!folder.path().join("kanjo/prices/downloads").exists(), "downloads are cleared");
}

#[test]
fn a_line_that_breaks_goes_on_where_it_broke() {
    let (server, folder) = (Server::start(), tempfile::tempdir().expect("a folder"));
    seed(folder.path());
    server.faults(EC2_CSV, &[Fault::Cut(100), Fault::Status(500), Fault::Cut(50)]);
    let report = server.updated(folder.path());
    assert_eq!(report["offers"], 3, "{report}");
    assert_eq!(price(folder.path()), "0.07");
    let asked = server.asked();
    let parts: Vec<&String> = asked.iter().filter(|a| a.starts_with(EC2_CSV)).collect();
    assert!(parts.iter().any(|a| a.ends_with("bytes=100-")), "{parts:?}");
    assert!(parts.iter().any(|a| a.ends_with("bytes=150-")), "{parts:?}");
}

#[test]
fn what_does_not_heal_is_status_3_and_the_old_prices_stay() {
    let (server, folder) = (Server::start(), tempfile::tempdir().expect("a folder"));
    seed(folder.path());
    let all = |fault| [fault; 8];
    for (fault, says) in [
        (Fault::Status(500), "the server says 500"),
        (Fault::Status(403), "the server says 403"),
        (Fault::WrongHash, "SHA-256"),
    ] {
        server.faults(EC2_CSV, &all(fault));
        let (status, _, errors) = server.update(folder.path(), &[]);
        assert_eq!(status, 3, "{errors}");
        assert!(errors.contains(says) && errors.contains("unchanged"), "{errors}");
        assert_eq!(price(folder.path()), "0.062");
    }
    // It breaks off for good; the next run goes on with the part that came.
    server.faults(EC2_CSV, &[Fault::Cut(60), Fault::Cut(60), Fault::Cut(60), Fault::Cut(60)]);
    let (status, _, errors) = server.update(folder.path(), &[]);
    assert_eq!(status, 3, "{errors}");
    server.asked();
    server.updated(folder.path());
    let asked = server.asked();
    assert!(asked.iter().any(|a| a == &format!("{EC2_CSV} bytes=240-")), "{asked:?}");
    assert_eq!(price(folder.path()), "0.07");
}

#[test]
fn an_offer_that_is_cut_off_on_the_server_is_refused() {
    let (server, folder) = (Server::start(), tempfile::tempdir().expect("a folder"));
    seed(folder.path());
    let text = csv("AmazonEC2", "ap-northeast-1", &nat("0.07"));
    server.put(EC2_CSV, text.as_bytes()[..text.len() - 30].to_vec());
    let (status, _, errors) = server.update(folder.path(), &[]);
    assert_eq!(status, 2, "{errors}");
    assert!(errors.contains("bad-offer"), "{errors}");
    assert_eq!(price(folder.path()), "0.062");
    server.nat("0.0700000000");
    server.updated(folder.path());
    assert_eq!(price(folder.path()), "0.07");
}

#[test]
fn a_dry_run_over_the_network_changes_nothing() {
    let (server, folder) = (Server::start(), tempfile::tempdir().expect("a folder"));
    seed(folder.path());
    let (status, text, errors) = server.update(folder.path(), &["--dry-run"]);
    assert_eq!(status, 0, "{errors}");
    let json: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&json["written"], &json["offers"]), (&Value::Null, &3.into()));
    assert_eq!(price(folder.path()), "0.062");
    assert!(!folder.path().join("kanjo/prices/current").exists());
    assert!(!folder.path().join("kanjo/prices/dry-run").exists());
}
