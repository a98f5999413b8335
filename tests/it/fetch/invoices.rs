//! Invoices that are asked of Atlas and Datadog, by a server on loopback that
//! keeps what it was asked; keys are nowhere but in the headers.

use super::super::wire::{Request, answer};
use super::{BILL, Here};
use serde_json::{Value, json};
use std::io::Write;
use std::net::TcpListener;
use std::process::Command;
use std::sync::{Arc, Mutex};

const ORGANISATION: &str = "5f1e8a7b6c5d4e3f2a1b0c9d";

struct Vendor {
    url: String,
    /// Heads and bodies of requests.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Vendor {
    /// Answers each path that begins so; the longest first.
    fn start(answers: Vec<(String, u16, Value)>) -> Vendor {
        let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let Some(request) = Request::read(&mut stream) else { continue };
                let path = request.path().unwrap_or("").to_owned();
                log.lock().expect("one").push(request.head + &request.body);
                let found = answers.iter().find(|(start, ..)| path.starts_with(start));
                let (status, text) =
                    found.map_or((404, String::new()), |(_, s, v)| (*s, v.to_string()));
                let _ = stream.write_all(&answer(status, &text));
            }
        });
        Vendor { url, asked }
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().expect("one"))
    }

    fn kanjo(&self, here: &Here, args: &[&str]) -> (i32, String, String) {
        let done = Command::new(env!("CARGO_BIN_EXE_kanjo"))
            .args(["actuals", "import", "--format", "json"])
            .args(args)
            .current_dir(super::root())
            .env_clear()
            .envs([("DD_API_KEY", "one-secret"), ("DD_APP_KEY", "two-secret")])
            .envs([("MONGODB_ATLAS_CLIENT_ID", "me"), ("MONGODB_ATLAS_CLIENT_SECRET", "3-secret")])
            .envs([("DD_SITE", &self.url), ("MONGODB_ATLAS_BASE_URL", &self.url)])
            .env("XDG_CACHE_HOME", here.cache.path())
            .output()
            .expect("kanjo runs");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        let (out, errors) = (text(done.stdout), text(done.stderr));
        assert!(!out.contains("-secret") && !errors.contains("-secret"), "{out}{errors}");
        (done.status.code().unwrap_or(-1), out, errors)
    }
}

#[test]
fn datadog_is_asked_once_for_a_closed_month_and_read_as_its_file() {
    let file = "examples/tokyo-actuals/datadog-2026-07.json";
    let invoice: Value = serde_json::from_str(&crate::it::read(file)).expect("JSON");
    let path = "/api/v2/usage/historical_cost".to_owned();
    let vendor = Vendor::start(vec![(path, 200, invoice)]);
    let here = Here::new(&vendor.url);
    let (status, text, errors) = vendor.kanjo(&here, &[BILL, "datadog://2026-07"]);
    assert_eq!(status, 0, "{errors}");
    // Beside AWS's bill its Marketplace rows count once, as with the file.
    let from_file = here.json(&["actuals", "import", BILL, file]);
    assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), from_file);
    let asked = vendor.asked();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(asked[0].contains("start_month=2026-07&end_month=2026-07"), "{asked:?}");
    assert!(asked[0].contains("dd-api-key: one-secret"), "{asked:?}");
    assert_eq!(vendor.kanjo(&here, &["datadog://2026-07"]).0, 0);
    assert_eq!(vendor.asked().len(), 0, "it was kept");
    assert_eq!(vendor.kanjo(&here, &["datadog://", "--month", "2026-07", "--no-cache"]).0, 0);
    assert_eq!(vendor.asked().len(), 1, "and asked again");
}

#[test]
fn atlas_is_asked_for_the_invoice_that_begins_in_the_month() {
    let invoices = format!("/api/atlas/v2/orgs/{ORGANISATION}/invoices");
    let of = |id: &str, start: &str| json!({"id": id, "startDate": format!("{start}T00:00:00Z")});
    let invoice = |status: &str| {
        json!({
            "id": "b2", "startDate": "2026-07-01T00:00:00Z", "statusName": status,
            "lineItems": [{"sku": "ATLAS_AWS_INSTANCE_M10", "totalPriceCents": 7312}],
        })
    };
    let start = |status: &str| {
        Vendor::start(vec![
            ("/api/oauth/token".to_owned(), 200, json!({"access_token": "a-token"})),
            (format!("{invoices}/b2"), 200, invoice(status)),
            (
                format!("{invoices}?"),
                200,
                json!({"results": [of("c3", "2026-08-01"), of("b2", "2026-07-01")]}),
            ),
        ])
    };
    let bill = format!("atlas://{ORGANISATION}/2026-07");
    for (status, again) in [("PAID", 0), ("PENDING", 3)] {
        let vendor = start(status);
        let here = Here::new(&vendor.url);
        let (code, text, errors) = vendor.kanjo(&here, &[&bill]);
        assert_eq!(code, 0, "{errors}");
        let found: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(found["months"]["2026-07"], json!(73.12));
        let asked = vendor.asked();
        assert_eq!(asked.len(), 3, "{asked:?}");
        assert!(asked[0].contains("authorization: Basic bWU6My1zZWNyZXQ="), "{asked:?}");
        assert!(asked[1].contains("authorization: Bearer a-token"), "{asked:?}");
        // Only an invoice that will not change is kept.
        assert_eq!(vendor.kanjo(&here, &[&bill]).0, 0);
        assert_eq!(vendor.asked().len(), again, "{status}");
        // A month without an invoice is not a bill of 0.
        let bill = format!("atlas://{ORGANISATION}/2026-06");
        let (code, text, errors) = vendor.kanjo(&here, &[&bill]);
        assert!(
            code == 3 && text.is_empty() && errors.contains("no invoice of 2026-06"),
            "{errors}"
        );
    }
}

#[test]
fn what_a_vendor_refuses_is_said_without_its_key() {
    // Exit status 2 is for keys that are wrong here, 3 for what is wrong there.
    let refused = |answer: (u16, Value), bill: &str| {
        let vendor = Vendor::start(vec![("/".to_owned(), answer.0, answer.1.clone())]);
        let (status, _, errors) = vendor.kanjo(&Here::new(&vendor.url), &[bill]);
        assert_eq!(status, if matches!(answer.0, 401 | 403) { 2 } else { 3 }, "{errors}");
        errors
    };
    let atlas = format!("atlas://{ORGANISATION}/2026-07");
    assert!(refused((401, json!({})), &atlas).contains("Organization Billing Viewer"));
    assert!(refused((403, json!({})), "datadog://2026-07").contains("billing_read"));
    assert!(refused((500, json!({})), "datadog://2026-07").contains("HTTP 500"));
    assert!(refused((200, json!({"data": []})), "datadog://2026-07").contains("no invoice"));
    assert!(refused((200, json!({"x": 1})), &atlas).contains("odd answer"));
    let none = Here::new("http://127.0.0.1:9");
    let (status, _, errors) = none.kanjo(&["actuals", "import", "datadog://2026-07"]);
    assert!(status == 2 && errors.contains("DD_API_KEY is not set"), "{errors}");
    let (status, _, errors) = none.kanjo(&["actuals", "import", "atlas://x/2026-07"]);
    assert!(status == 2 && errors.contains("not an organisation"), "{errors}");
}
