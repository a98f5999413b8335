//! The Lambda function against a Runtime API of our own and moto: what an event
//! may say, and that two functions at once are one.

use super::aws::{Moto, is_off, is_whole};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const OFF: &str = r#"version: 1
timezone: Asia/Tokyo
guards:
  deny_tags: {Env: [prod]}
policies:
  - {name: dev, match: {types: ["*"]}, schedule: never, backup: accept}
"#;

/// Gives each event to whoever asks next, then none, and passes on what comes
/// back: whether it is an answer, and what it says.
fn runtime(events: Vec<String>) -> (String, Receiver<(bool, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
    let address = listener.local_addr().expect("bound").to_string();
    let (said, heard) = channel();
    std::thread::spawn(move || {
        let (mut events, mut held) = (events.into_iter(), Vec::new());
        for mut stream in listener.incoming().flatten() {
            let Some((head, body)) = request(&mut stream) else { continue };
            let (headers, body) = match head.starts_with("GET") {
                true => match events.next() {
                    Some(event) => (
                        "lambda-runtime-aws-request-id: r\r\nlambda-runtime-deadline-ms: 4102444800000\r\n\
                         lambda-runtime-invoked-function-arn: arn:aws:lambda:r:1:function:k\r\n\
                         lambda-runtime-trace-id: Root=1\r\n",
                        event,
                    ),
                    None => {
                        held.push(stream);
                        continue;
                    }
                },
                false => {
                    let body = serde_json::from_str(&body).expect("JSON");
                    let _ = said.send((head.contains("/response"), body));
                    ("", String::new())
                }
            };
            let length = body.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n"
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes());
        }
    });
    (address, heard)
}

fn request(stream: &mut TcpStream) -> Option<(String, String)> {
    let mut request = Vec::new();
    let mut piece = [0u8; 16 * 1024];
    loop {
        let read = stream.read(&mut piece).ok().filter(|read| *read > 0)?;
        request.extend_from_slice(&piece[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let lower = head.to_ascii_lowercase();
        let length =
            lower.lines().find_map(|l| l.strip_prefix("content-length:")?.trim().parse().ok());
        let chunked = lower.contains("transfer-encoding: chunked") && !body.ends_with("0\r\n\r\n");
        if body.len() >= length.unwrap_or(0) && !chunked {
            return Some((head.to_owned(), body.to_owned()));
        }
    }
}

/// A function that ends with the test.
struct Function(Child, Receiver<(bool, Value)>);

impl Drop for Function {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Function {
    fn start(moto: &Moto, events: &[&str]) -> Function {
        let (address, heard) = runtime(events.iter().map(|event| (*event).to_owned()).collect());
        let child = moto
            .command(env!("CARGO_BIN_EXE_kanjo-lambda"), &moto.url)
            .envs([
                ("AWS_LAMBDA_RUNTIME_API", address.as_str()),
                ("AWS_LAMBDA_FUNCTION_NAME", "kanjo"),
                ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"),
                ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
                ("KANJO_STATE", "dynamodb://kanjo"),
                ("KANJO_POLICIES", "s3://kanjo-kept/policies/"),
                ("KANJO_REGIONS", "ap-northeast-1"),
            ])
            .stdout(Stdio::null())
            .spawn()
            .expect("the function starts");
        Function(child, heard)
    }

    fn answer(&self) -> (bool, Value) {
        self.1.recv_timeout(Duration::from_secs(120)).expect("an answer")
    }
}

#[test]
fn two_functions_at_once_are_one() {
    let Some(moto) = Moto::start(4) else { return };
    moto.python("keep.py", &["make"]);
    let policy = moto.folder.path().join("off.yaml");
    std::fs::write(&policy, OFF).expect("writes");
    moto.python("keep.py", &["put", "policies/off.yaml", policy.to_str().expect("text")]);
    let functions = [(); 2].map(|()| Function::start(&moto, &["{}"; 8]));
    let mut gave_way = 0;
    for function in &functions {
        for _ in 0..8 {
            let (answered, tick) = function.answer();
            assert!(answered, "{tick}");
            let outcomes = tick["outcomes"].as_array().expect("a list");
            gave_way += outcomes.iter().filter(|outcome| outcome["done"] == "gave-way").count();
        }
    }
    let off = moto.world(&["show"]);
    assert!(is_off(&off), "{off:#}");
    let lines = moto.python("keep.py", &["ledger"]);
    let mut lines = lines.as_array().expect("a list").clone();
    lines.sort_by_key(|l| (l["generation"].as_u64(), l["moment"] != "before"));
    assert!(is_whole(&lines) >= 9, "{lines:?}");
    assert!(gave_way > 0, "they never met: the test shows nothing");
}

#[test]
fn an_event_cannot_ask_for_more() {
    let Some(moto) = Moto::start(1) else { return };
    moto.python("keep.py", &["make"]);
    let function = Function::start(
        &moto,
        &[
            r#"{"regions": ["us-east-1"]}"#,
            r#"{"region": "ap-northeast-1"}"#,
            r#"{"accounts": ["111111111111"]}"#,
            r#"{"accounts": ["123456789012"], "regions": ["ap-northeast-1"]}"#,
        ],
    );
    let wrong = [(); 4].map(|()| {
        let (answered, body) = function.answer();
        assert!(!answered, "{body}");
        body["errorMessage"].as_str().expect("a message").to_owned()
    });
    assert!(wrong[0].contains("us-east-1 is not in KANJO_REGIONS"), "{}", wrong[0]);
    assert!(wrong[1].contains("unknown field `region`"), "{}", wrong[1]);
    assert!(wrong[2].contains("no credentials are for 111111111111"), "{}", wrong[2]);
    // Its own account and region are fine; there are no policies yet.
    assert!(wrong[3].contains("s3://kanjo-kept/policies/"), "{}", wrong[3]);
}
