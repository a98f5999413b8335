//! Bills that are not in files: Cost Explorer with paging, throttling, a limit and
//! a cache; Athena and S3 against a server of our own and against moto.

mod fake;
mod invoices;
mod remote;

use super::root;
use fake::{Fake, Faults, Row};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const BILL: &str = "examples/tokyo-actuals/bill";

/// kanjo with a cache of its own, and with what the fake's environment is.
struct Here {
    cache: tempfile::TempDir,
    url: String,
}

impl Here {
    fn new(url: &str) -> Here {
        Here { cache: tempfile::tempdir().expect("a folder"), url: url.to_owned() }
    }

    fn kanjo(&self, args: &[&str]) -> (i32, String, String) {
        let done = Command::new(env!("CARGO_BIN_EXE_kanjo"))
            .args(args)
            .current_dir(root())
            .env_clear()
            .envs([
                // Two names: the service's own is the one that counts.
                ("AWS_ENDPOINT_URL", self.url.as_str()),
                ("AWS_ENDPOINT_URL_COST_EXPLORER", self.url.as_str()),
                ("AWS_ACCESS_KEY_ID", "a"),
                ("AWS_SECRET_ACCESS_KEY", "b"),
                ("AWS_REGION", "ap-northeast-1"),
                ("AWS_EC2_METADATA_DISABLED", "true"),
                ("HOME", "/nowhere"),
            ])
            .env("XDG_CACHE_HOME", self.cache.path())
            .output()
            .expect("kanjo runs");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (done.status.code().unwrap_or(-1), text(done.stdout), text(done.stderr))
    }

    fn json(&self, args: &[&str]) -> Value {
        let (status, text, errors) = self.kanjo(&[args, &["--format", "json"]].concat());
        assert_eq!(status, 0, "{args:?}: {errors}");
        serde_json::from_str(&text).expect("JSON")
    }

    fn kept(&self) -> Vec<PathBuf> {
        let folder = self.cache.path().join("kanjo/cost-explorer");
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect()
    }
}

fn nano(value: &Value) -> i128 {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let (text, power) =
        text.split_once("e-").map_or((text.as_str(), 0), |(m, p)| (m, p.parse().expect("digits")));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    let fraction: String = format!("{fraction}{}", "0".repeat(18)).chars().take(18).collect();
    let atto = whole.parse::<i128>().expect("a number") * 10i128.pow(18)
        + sign * fraction.parse::<i128>().expect("digits");
    atto / 10i128.pow(9 + power)
}

/// The bill of the example as a ledger of Cost Explorer.
fn ledger() -> Vec<Row> {
    let none = Here::new("http://127.0.0.1:9");
    let bill = none.json(&["actuals", "import", BILL]);
    let row = |line: &Value| {
        let text = |key: &str| line[key].as_str().unwrap_or("").to_owned();
        let record = match line["record"].as_str() {
            Some("usage" | "free") => "Usage",
            Some("covered") => "SavingsPlanCoveredUsage",
            Some("commitment") => "SavingsPlanNegation",
            Some("discount") => "Enterprise Discount Program Discount",
            Some("reseller_discount") => "Solution Provider Program Discount",
            Some("tax") => "Tax",
            Some("credit") => "Credit",
            other => panic!("{other:?}"),
        };
        let or = |text: String, none: &str| if text.is_empty() { none.to_owned() } else { text };
        let dimensions = [
            ("SERVICE", text("product_code")),
            ("USAGE_TYPE", or(text("usage_type"), "NoUsageType")),
            ("OPERATION", or(text("operation"), "NoOperation")),
            ("RECORD_TYPE", record.to_owned()),
            ("LINKED_ACCOUNT", text("account")),
        ];
        let tags = [("env", text("environment")), ("component", text("resource"))];
        Row {
            day: format!("{}-01", text("month")),
            dimensions: dimensions.into(),
            tags: tags
                .into_iter()
                .filter(|(_, v)| !v.is_empty())
                .map(|(k, v)| (k.to_owned(), v))
                .collect(),
            quantity: if line["quantity"].is_null() { 0 } else { nano(&line["quantity"]) },
            unit: text("unit"),
            billed: nano(&line["billed_cost"]),
            effective: nano(&line["effective_cost"]),
        }
    };
    bill["lines"].as_array().expect("lines").iter().map(row).collect()
}

/// What a line is, without what Cost Explorer does not say, and what it cost.
fn lines(bill: &Value) -> BTreeMap<[String; 6], (i128, i128)> {
    let mut sums = BTreeMap::new();
    for line in bill["lines"].as_array().expect("lines") {
        let text = |key: &str| line[key].as_str().unwrap_or("").to_owned();
        let mut record = text("record");
        if record == "free" {
            record = "usage".to_owned();
        }
        // What is no usage is only told by service.
        let is_usage = record == "usage" || record == "covered";
        let usage = |key: &str| if is_usage { text(key) } else { String::new() };
        let key = [
            text("month"),
            record.clone(),
            text("product_code"),
            usage("usage_type"),
            usage("environment"),
            usage("resource"),
        ];
        let sum: &mut (i128, i128) = sums.entry(key).or_default();
        sum.0 += nano(&line["billed_cost"]);
        sum.1 += if is_usage { nano(&line["quantity"]) } else { 0 };
    }
    sums
}

#[test]
fn cost_explorer_gives_the_bill_of_the_export() {
    let fake = Fake::start(ledger(), Faults { throttled: 3, moved: true, ..Faults::default() });
    let here = Here::new(&fake.url);
    let export = here.json(&["actuals", "import", BILL, "--month", "2026-07"]);
    let fetched = here.json(&["actuals", "fetch", "--month", "2026-07"]);
    assert_eq!(lines(&fetched), lines(&export));
    assert_eq!(fetched["view"], "payer-view", "it is never called the invoice");
    let caveats = fetched["caveats"].to_string();
    assert!(!caveats.contains("tag-inactive") && !caveats.contains("whole"), "{caveats}");
    let (asked, answered) = fake.asked();
    let pages = asked.iter().filter(|(_, q)| q.get("NextPageToken").is_some()).count();
    assert!(pages > 2, "answers have pages");
    assert!(asked.len() > answered, "some were throttled or moved");
    // A closed month is kept for ever: nothing more is paid.
    assert_eq!(here.json(&["actuals", "fetch", "--month", "2026-07"]), fetched);
    assert_eq!(fake.asked().1, 0);
    let (_, _, said) = here.kanjo(&["actuals", "fetch", "--month", "2026-07"]);
    assert!(said.contains("1 kept; 0 USD or more"), "{said}");
    let (status, _, _) = here.kanjo(&["actuals", "fetch", "--month", "2026-07", "--no-cache"]);
    assert_eq!(status, 0);
    assert!(fake.asked().1 > 0, "unless it is asked again");
}

#[test]
fn commands_read_it_like_any_bill() {
    let fake = Fake::start(ledger(), Faults::default());
    let here = Here::new(&fake.url);
    let model = "examples/tokyo-actuals/kanjo.yaml";
    let found = here.json(&["reconcile", model, "--month", "2026-07", "--actual", "ce://"]);
    let export = here.json(&["reconcile", model, "--month", "2026-07", "--actual", BILL]);
    assert!((nano(&found["actual"]) - nano(&export["actual"])).abs() < 1000);
    for cause in ["tax", "credit", "discount", "commitment", "new"] {
        assert_eq!(nano(&found["causes"][cause]), nano(&export["causes"][cause]), "{cause}");
    }
    let one = here.json(&["actuals", "fetch", "--month", "2026-07", "--tag", "env=stg"]);
    let lines = one["lines"].as_array().expect("lines");
    assert!(!lines.is_empty() && lines.iter().all(|l| l["environment"] == "stg"));
    let (status, _, errors) =
        here.kanjo(&["reconcile", model, "--month", "2026-07", "--actual", "ce://", "--offline"]);
    assert_eq!(status, 2, "{errors}");
    let (status, _, errors) = here.kanjo(&["actuals", "import", "ce://"]);
    assert!(status == 2 && errors.contains("which month?"), "{errors}");
}

#[test]
fn the_limit_holds_and_what_was_paid_for_is_not_paid_again() {
    let fake = Fake::start(ledger(), Faults::default());
    let here = Here::new(&fake.url);
    let fetch =
        |limit: &str| here.kanjo(&["actuals", "fetch", "--month", "2026-07", "--max-cost", limit]);
    let (status, _, errors) = fetch("0");
    assert_eq!(status, 2, "{errors}");
    assert!(
        errors.contains("fetch-limit") && errors.contains("1 questions, 0 kept; 0.01 USD or more"),
        "{errors}"
    );
    assert_eq!(fake.asked().1, 0, "nothing is asked that may not be paid");
    let (mut paid, mut runs) = (0, 0);
    loop {
        let (status, _, errors) = fetch("0.06");
        let pages = fake.asked().1;
        assert!(pages <= 6, "{pages} pages are more than 0.06 USD");
        paid += pages;
        runs += 1;
        if status == 0 {
            break;
        }
        assert!(errors.contains("fetch-limit"), "{errors}");
        if runs > 1 && pages == 0 {
            // What is left costs more than one run may: say so and stop.
            assert!(errors.contains("--max-cost"), "{errors}");
            break;
        }
        assert!(runs < 30);
    }
    let before = here.kept().len();
    let (status, _, errors) = fetch("1");
    assert_eq!(status, 0, "{errors}");
    assert!(paid > 0 && here.kept().len() >= before);
    assert_eq!(fetch("0").0, 0, "all is kept");
}

#[test]
fn an_open_month_is_kept_for_a_day() {
    let fake = Fake::start(ledger(), Faults { open_from: Some("2026-07"), ..Faults::default() });
    let here = Here::new(&fake.url);
    let fetch = || here.json(&["actuals", "fetch", "--month", "2026-07"]);
    let first = fetch();
    assert!(first["caveats"].to_string().contains("bill-open"), "{}", first["caveats"]);
    fake.asked();
    fake.change(|ledger, _| ledger[0].billed += 1_000_000_000);
    assert_eq!(fetch()["billed"], first["billed"], "of today");
    assert_eq!(fake.asked().1, 0);
    age(&here.kept(), 25 * 60 * 60);
    let next = fetch();
    assert_eq!(nano(&next["billed"]) - nano(&first["billed"]), 1_000_000_000);
    assert!(fake.asked().1 > 0);
}

/// As if the answers had been given so many seconds ago.
fn age(kept: &[PathBuf], by: i64) {
    assert!(!kept.is_empty());
    for file in kept {
        let mut entry: Value =
            serde_json::from_str(&std::fs::read_to_string(file).expect("kept")).expect("JSON");
        entry["asked"] = (entry["asked"].as_i64().expect("a time") - by).into();
        std::fs::write(file, entry.to_string()).expect("written");
    }
}

#[test]
fn each_refusal_says_what_to_ask_of_whom() {
    let denied = ("AccessDeniedException", "User not enabled for cost explorer access");
    for (refused, wanted) in [
        (denied, "ask whoever holds the payer account to allow ce:GetCostAndUsage"),
        (("DataUnavailableException", "The requested data is unavailable."), "to enable it"),
        (("BillExpirationException", "expired"), "13 months"),
        (("ValidationException", "Tag keys not found: env"), "cost allocation tag"),
    ] {
        let fake = Fake::start(Vec::new(), Faults { refused: Some(refused), ..Faults::default() });
        let (status, _, errors) =
            Here::new(&fake.url).kanjo(&["actuals", "fetch", "--month", "2026-07"]);
        let errors = errors.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(status, 3, "{errors}");
        assert!(errors.contains(wanted), "{errors}");
    }
    let fake = Fake::start(Vec::new(), Faults::default());
    let (status, _, errors) =
        Here::new(&fake.url).kanjo(&["actuals", "fetch", "--month", "2026-07"]);
    assert!(status == 3 && errors.contains("an empty answer is not a bill of 0"), "{errors}");
    // Nobody activated the tag: the bill is there, and says so.
    let mut rows = ledger();
    rows.iter_mut().for_each(|row| row.tags.clear());
    let fake = Fake::start(rows, Faults::default());
    let bill = Here::new(&fake.url).json(&["actuals", "fetch", "--month", "2026-07"]);
    assert!(bill["caveats"].to_string().contains("tag-inactive"), "{}", bill["caveats"]);
    assert_eq!(fake.asked().0.iter().filter(|(_, q)| q.to_string().contains("ABSENT")).count(), 0);
}

/// Every request of the tests, held against AWS's own model of the services.
fn valid(requests: &[(String, Value)]) {
    let Some(python) = python() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("requests.json");
    std::fs::write(&file, serde_json::to_string(requests).expect("JSON")).expect("written");
    let script = "import json, sys, botocore.session, botocore.validate\n\
        s = botocore.session.get_session()\n\
        for op, body in json.load(open(sys.argv[1])):\n\
        \x20   m = s.get_service_model('ce' if op == 'GetCostAndUsage' else 'athena')\n\
        \x20   r = botocore.validate.ParamValidator().validate(body, m.operation_model(op).input_shape)\n\
        \x20   assert not r.has_errors(), r.generate_report()\n\
        \x20   known = m.operation_model(op).input_shape.members\n\
        \x20   assert set(body) <= set(known), body\n";
    let done = Command::new(python).arg("-c").arg(script).arg(&file).output().expect("python runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// A Python with boto3, if one can be made.
fn python() -> Option<PathBuf> {
    let up = Command::new(root().join("scripts/bench/up")).output().ok()?;
    if !up.status.success() {
        eprintln!("skipped: scripts/bench/up needs python3 with venv, and a package index");
        return None;
    }
    Some(Path::new(String::from_utf8(up.stdout).ok()?.trim()).join("venv/bin/python"))
}

#[test]
fn requests_are_what_the_model_of_the_service_allows() {
    let fake = Fake::start(ledger(), Faults::default());
    let here = Here::new(&fake.url);
    let view = "arn:aws:billing::111122223333:billingview/custom-1";
    here.json(&[
        "actuals",
        "fetch",
        "--month",
        "2026-07",
        "--daily",
        "--tag",
        "env=stg",
        "--billing-view",
        view,
    ]);
    here.json(&["actuals", "fetch", "--month", "2026-07"]);
    let (requests, _) = fake.asked();
    assert!(requests.len() > 10);
    valid(&requests);
}

#[test]
fn doctor_asks_whether_the_tags_are_active() {
    let fake = Fake::start(Vec::new(), Faults { active: &["env"], ..Faults::default() });
    let here = Here::new(&fake.url);
    let (status, text, _) = here.kanjo(&["doctor", BILL, "--live"]);
    assert!(status == 1 && text.contains("not active: component; next:"), "{text}");
    assert!(text.contains("account 111122223333"), "{text}");
    fake.change(|_, faults| faults.active = &["component", "env"]);
    let (_, text, _) = here.kanjo(&["doctor", BILL, "--live", "--lang", "ja"]);
    assert!(text.contains("env と component は有効"), "{text}");
    fake.change(|_, faults| faults.refused = Some(("AccessDeniedException", "no ce:*")));
    let (status, text, _) = here.kanjo(&["doctor", BILL, "--live"]);
    assert!(status == 1 && text.contains("AccessDeniedException: no ce:*"), "{text}");
    assert_eq!(fake.asked().0.len(), 3, "one question each");
}
