//! `kanjo prices update --via query` against a Query API of our own, and its faults.

use super::{command, kanjo, seed};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// What one answer is instead of a page.
#[derive(Clone, PartialEq)]
enum Fault {
    Error(u16, &'static str),
    /// In the list of prices.
    Entry(&'static str),
    /// Every page names itself as the next one.
    Endless,
}

#[derive(Default)]
struct State {
    products: Vec<Value>,
    faults: VecDeque<Fault>,
    asked: Vec<Value>,
    /// The headers of the last question.
    headers: String,
}

struct Api {
    address: String,
    state: Arc<Mutex<State>>,
}

/// A product as `GetProducts` writes it.
fn product(service: &str, sku: &str, usage: &str, unit: &str, price: &str) -> Value {
    json!({
        "product": {"productFamily": "Family", "sku": sku, "attributes": {
            "servicecode": service, "regionCode": "ap-northeast-1", "usagetype": usage, "operation": ""}},
        "serviceCode": service, "version": "20261121000000", "publicationDate": "2026-11-21T01:02:03Z",
        "terms": {"OnDemand": {format!("{sku}.JRTCKXETXF"): {"sku": sku, "termAttributes": {},
            "priceDimensions": {format!("{sku}.JRTCKXETXF.6YS6EN2CT7"): {"unit": unit,
                "beginRange": "0", "endRange": "Inf", "pricePerUnit": {"USD": price}}}}}}
    })
}

impl Api {
    fn start() -> Api {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let fargate = ["0.0600000000", "0.0070000000"];
        let products = vec![
            product("AmazonECS", "VCPU", "APN1-Fargate-vCPU-Hours:perCPU", "hours", fargate[0]),
            product("AmazonECS", "OTHER", "APN1-Nothing-We-Know", "hours", "1"),
            product("AmazonECS", "GB", "APN1-Fargate-GB-Hours", "hours", fargate[1]),
        ];
        let state = Arc::new(Mutex::new(State { products, ..State::default() }));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || while answer(&stream, &shared).is_some() {});
            }
        });
        Api { address, state }
    }

    fn faults(&self, faults: &[Fault]) {
        self.state.lock().expect("one").faults = faults.iter().cloned().collect();
    }

    fn update(&self, cache: &Path, more: &[&str]) -> (i32, String, String) {
        let mut run = command(cache);
        run.env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE").env("AWS_SECRET_ACCESS_KEY", "a-secret-key");
        run.env("AWS_REGION", "ap-northeast-1").env("AWS_EC2_METADATA_DISABLED", "true");
        run.env("AWS_ENDPOINT_URL_PRICING", &self.address);
        run.args(["prices", "update", "--via", "query", "--region", "ap-northeast-1"]);
        let output = run.args(["--format", "json"]).args(more).output().expect("runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }
}

/// One request of a connection; `None`: it has ended.
fn answer(stream: &TcpStream, state: &Mutex<State>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let (mut length, mut headers) = (0, String::new());
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok()?;
        }
        headers += &line;
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body: Value = serde_json::from_slice(&body).ok()?;
    let (status, text) = page(&body, &mut state.lock().expect("one"), headers);
    let mut out = stream;
    let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n", text.len());
    out.write_all(head.as_bytes()).ok()?;
    out.write_all(text.as_bytes()).ok()
}

/// One product a page, so that everything is paged.
fn page(body: &Value, state: &mut State, headers: String) -> (u16, String) {
    state.asked.push(body.clone());
    state.headers = headers;
    let mut list: Vec<String> = Vec::new();
    match state.faults.pop_front() {
        Some(Fault::Error(status, code)) => {
            let text = json!({"__type": format!("com.amazonaws.pricing#{code}"), "message": "no"});
            return (status, text.to_string());
        }
        Some(Fault::Entry(text)) => list.push(text.to_owned()),
        Some(Fault::Endless) => {
            state.faults.push_back(Fault::Endless);
            return (200, json!({"PriceList": [], "NextToken": "same"}).to_string());
        }
        None => {}
    }
    let fits = |product: &&Value| {
        let filters = body["Filters"].as_array().expect("filters").iter();
        let attributes = &product["product"]["attributes"];
        product["serviceCode"] == body["ServiceCode"]
            && filters.clone().all(|f| attributes[f["Field"].as_str().expect("one")] == f["Value"])
    };
    let at: usize = body["NextToken"].as_str().map_or(0, |t| t.parse().expect("ours"));
    let found: Vec<&Value> = state.products.iter().filter(fits).collect();
    list.extend(found.get(at).map(|product| product.to_string()));
    let mut answer = json!({"FormatVersion": "aws_v1", "PriceList": list});
    if at + 1 < found.len() {
        answer["NextToken"] = json!((at + 1).to_string());
    }
    (200, answer.to_string())
}

#[test]
fn products_are_paged_into_the_cache() {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    let api = Api::start();
    let (status, text, errors) = api.update(folder.path(), &["--service", "AmazonECS"]);
    assert_eq!(status, 0, "{errors}");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&report["read"], &report["rows"]), (&json!(2), &json!(3)), "{report}");
    assert_eq!(report["changes"].as_array().map(Vec::len), Some(2), "{report}");
    let show = ["prices", "show", "AmazonECS/APN1-Fargate-GB-Hours"];
    let (_, text, _) = kanjo(folder.path(), &show);
    assert!(text.contains("USD 0.007 per hours") && text.contains("2026-11-21"), "{text}");
    let state = api.state.lock().expect("one");
    let tokens: Vec<Option<&str>> = state.asked.iter().map(|a| a["NextToken"].as_str()).collect();
    assert_eq!(tokens, [None, Some("1"), Some("2")]);
    assert_eq!(state.asked[0]["FormatVersion"], "aws_v1");
    let headers = state.headers.to_lowercase();
    for part in
        ["awspricelistservice.getproducts", "application/x-amz-json-1.1", "/pricing/aws4_request"]
    {
        assert!(headers.contains(part), "{part}: {headers}");
    }
    assert!(headers.contains("ap-south-1"), "signed for the nearest endpoint: {headers}");
}

#[test]
fn what_is_large_is_asked_for_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    // A book with one instance type: each that it has is a question.
    let ec2 = folder.path().join("kanjo/prices/aws/AmazonEC2/ap-northeast-1.csv");
    let text = std::fs::read_to_string(&ec2).expect("reads");
    let few = |line: &&str| !line.contains("BoxUsage:") || line.contains("BoxUsage:m5.large,");
    let text: String = text.lines().filter(few).map(|line| format!("{line}\n")).collect();
    std::fs::write(&ec2, text).expect("writes");
    let api = Api::start();
    let nat = product("AmazonEC2", "NAT", "APN1-NatGateway-Bytes", "GB", "0.0710000000");
    api.state.lock().expect("one").products.push(nat);
    let (status, text, errors) = api.update(folder.path(), &["--service", "AmazonEC2"]);
    assert_eq!(status, 0, "{errors}");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(report["changes"].as_array().map(Vec::len), Some(1), "{report}");
    let state = api.state.lock().expect("one");
    let named = |ask: &Value| ask["Filters"][0]["Field"] == "usagetype";
    assert!(state.asked.iter().all(named), "{:?}", state.asked.first());
    let value = |ask: &Value| ask["Filters"][0]["Value"].as_str().unwrap_or_default().to_owned();
    let of_nat = |name: &String| name.trim_start_matches("APN1-") == "NatGateway-Bytes";
    let asked: Vec<String> = state.asked.iter().map(value).filter(of_nat).collect();
    assert_eq!(asked, ["APN1-NatGateway-Bytes"], "the first name that is sold is the one");
    let typed = |ask: &&Value| ask["Filters"][0]["Value"] == "APN1-BoxUsage:m5.large";
    assert_eq!(state.asked.iter().filter(typed).count(), 1, "a type that the book has");
}

#[test]
fn a_throttled_question_is_asked_again() {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    let api = Api::start();
    api.faults(&[
        Fault::Error(400, "ThrottlingException"),
        Fault::Error(500, "InternalErrorException"),
    ]);
    let (status, text, errors) = api.update(folder.path(), &["--service", "AmazonECS"]);
    assert_eq!(status, 0, "{errors}");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(report["read"], 2);
}

#[test]
fn what_fails_is_said_and_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    let api = Api::start();
    let cases: [(Fault, &str, &str); 6] = [
        (Fault::Error(400, "ExpiredTokenException"), "credentials", "ExpiredTokenException"),
        (Fault::Error(400, "AccessDeniedException"), "credentials", "pricing:GetProducts"),
        (Fault::Entry("{\"product\": {"), "bad-offer", "EOF"),
        (Fault::Entry("{\"product\": {\"sku\": \"X\"}}"), "bad-offer", "missing field"),
        (Fault::Endless, "remote", "no end"),
        (Fault::Error(400, "InvalidParameterException"), "remote", "InvalidParameterException"),
    ];
    for (fault, code, says) in cases {
        api.faults(&[fault]);
        let (status, _, errors) = api.update(folder.path(), &["--service", "AmazonECS"]);
        assert!(status == 2 || status == 3, "{errors}");
        assert!(errors.contains(code) && errors.contains(says), "{says}: {errors}");
        assert!(!errors.contains("a-secret-key"), "{errors}");
        assert!(!folder.path().join("kanjo/prices/current").exists(), "nothing is written");
    }
    api.faults(&[]);
    assert_eq!(api.update(folder.path(), &["--service", "AmazonECS"]).0, 0, "and then it works");
}

#[test]
fn datadog_is_asked_with_the_users_key_which_nobody_sees() {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    let skus = super::vendors::datadog_skus().to_string();
    let serve = |status: u16, text: String| {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("asked");
            let mut got = vec![0; 4096];
            let count = stream.read(&mut got).expect("reads");
            let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n", text.len());
            stream.write_all(format!("{head}{text}").as_bytes()).expect("writes");
            String::from_utf8_lossy(&got[..count]).into_owned()
        });
        (address, asked)
    };
    let run = |address: &str, key: &str| {
        let mut run = command(folder.path());
        run.env("DD_API_KEY", key).env("DD_APP_KEY", "another-secret").env("DD_SITE", address);
        run.args(["prices", "update", "--via", "datadog", "--format", "json"]);
        let output = run.output().expect("runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    };
    let (address, asked) = serve(200, skus);
    let (status, text, errors) = run(&address, "a-datadog-key");
    assert_eq!(status, 0, "{errors}");
    let asked = asked.join().expect("asked");
    assert!(asked.starts_with("GET /api/v2/product-catalog/skus "), "{asked}");
    assert!(asked.contains("dd-api-key: a-datadog-key"), "{asked}");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(report["read"], 2, "{report}");
    assert!(!text.contains("a-datadog-key") && !text.contains("another-secret"));
    let (address, asked) = serve(403, "{}".to_owned());
    let (status, _, errors) = run(&address, "a-wrong-key");
    assert!(status != 0 && errors.contains("credentials") && errors.contains("403"), "{errors}");
    assert!(!errors.contains("a-wrong-key") && !errors.contains("another-secret"), "{errors}");
    asked.join().expect("asked");
    let (status, _, errors) = run(&address, "");
    assert!(status != 0 && errors.contains("DD_API_KEY is not set"), "{errors}");
}
