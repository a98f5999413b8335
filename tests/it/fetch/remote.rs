//! Athena and S3.

use super::super::aws::Moto;
use super::fake::{Fake, Faults};
use super::{BILL, Here, lines, nano, valid};
use serde_json::Value;
use std::process::Command;

const COLUMNS: [&str; 17] = [
    "month",
    "start",
    "end",
    "record",
    "product",
    "service",
    "usage_type",
    "operation",
    "region",
    "account",
    "payer",
    "currency",
    "quantity",
    "unit",
    "billed",
    "environment",
    "rows of cur 2.0",
];

fn row<'a>(env: &'a str, usage: &'a str, quantity: &'a str, billed: &'a str) -> [&'a str; 17] {
    [
        "2026-07-01 00:00:00.000",
        "2026-07-01 05:00:00.000",
        "2026-07-01 06:00:00.000",
        "Usage",
        "AmazonECS",
        "AmazonECS",
        usage,
        "FargateTask",
        "ap-northeast-1",
        "1",
        "1",
        "USD",
        quantity,
        "hours",
        billed,
        env,
        "3",
    ]
}

#[test]
fn athena_sums_where_the_data_is() {
    let fake = Fake::start(Vec::new(), Faults { scans: 123_456_789, ..Faults::default() });
    let rows = [
        row(
            "prod",
            "APN1-Fargate-vCPU-Hours:perCPU",
            "2.000000000000000000",
            "0.101120000000000000",
        ),
        row("stg", "APN1-Fargate-vCPU-Hours:perCPU", "1", "0.05056"),
        row("", "APN1-Fargate-GB-Hours", "1", "0.00553"),
    ];
    let table: Vec<&[&str]> =
        [&COLUMNS[..]].into_iter().chain(rows.iter().map(|r| &r[..])).collect();
    fake.table(&table);
    let here = Here::new(&fake.url);
    let args = [
        "actuals", "import", "db.cur2", "--engine", "athena", "--month", "2026-07", "--format",
        "json",
    ];
    let place = ["--query-output", "s3://answers/x/", "--workgroup", "bills"];
    let (status, text, errors) = here.kanjo(&[&args[..], &place].concat());
    assert_eq!(status, 0, "{errors}");
    let bill: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(nano(&bill["billed"]), 157_210_000);
    assert_eq!(bill["lines"].as_array().expect("lines").len(), 3);
    assert!(errors.contains("db.cur2, 2026-07: 0.25 USD at most"), "{errors}");
    assert!(errors.contains("123456789 bytes scanned, 0.0006 USD"), "{errors}");
    let (requests, _) = fake.asked();
    let start = &requests[0].1;
    assert_eq!(start["WorkGroup"], "bills");
    assert!(
        start["ExecutionParameters"].as_array().expect("a list").contains(&"'2026-07'".into()),
        "{start}"
    );
    assert!(requests.iter().filter(|(op, _)| op == "GetQueryResults").count() > 1, "pages");
    valid(&requests);
    let (status, _, errors) = here.kanjo(&["actuals", "import", "db.cur2", "--engine", "athena"]);
    assert!(status == 2 && errors.contains("which month?"), "{errors}");
}

#[test]
fn athena_is_stopped_at_the_limit_and_says_why_it_failed() {
    let ask = |faults: Faults| {
        let fake = Fake::start(Vec::new(), faults);
        let args = ["actuals", "import", "db.cur2", "--engine", "athena", "--month", "2026-07"];
        let done = Here::new(&fake.url).kanjo(&[&args[..], &["--max-cost", "0.01"]].concat());
        (done, fake.asked().0.into_iter().map(|(op, _)| op).collect::<Vec<_>>())
    };
    let ((status, _, errors), asked) =
        ask(Faults { scans: 1 << 40, ends: Some("RUNNING"), ..Faults::default() });
    assert!(status == 2 && errors.contains("fetch-limit"), "{errors}");
    assert!(asked.contains(&"StopQueryExecution".to_owned()), "{asked:?}");
    let ((status, _, errors), _) = ask(Faults { ends: Some("FAILED"), ..Faults::default() });
    assert!(status == 3 && errors.contains("TABLE_NOT_FOUND"), "{errors}");
    let denied = Some(("AccessDeniedException", "not authorized"));
    let ((status, _, errors), _) = ask(Faults { refused: denied, ..Faults::default() });
    assert!(status == 3 && errors.contains("athena:StartQueryExecution"), "{errors}");
}

/// Uploads the example's export as AWS lays it out: two runs of July, of which
/// the manifest lists the second, and one of August.
const UPLOAD: &str = r#"
import boto3, json, sys, pathlib
url, bill = sys.argv[1], pathlib.Path(sys.argv[2])
s3 = boto3.client("s3", endpoint_url=url, region_name="ap-northeast-1", aws_access_key_id="a", aws_secret_access_key="b")
s3.create_bucket(Bucket="bills.example", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"})
for month, runs in (("2026-07", ["20260801T000000Z-a", "20260802T000000Z-b"]), ("2026-08", ["20260901T000000Z-c"])):
    file = next((bill / f"BILLING_PERIOD={month}").glob("*.gz"))
    for run in runs:
        key = f"cur/tokyo bill/data/BILLING_PERIOD={month}/{run}/{file.name}"
        s3.put_object(Bucket="bills.example", Key=key, Body=file.read_bytes())
        s3.put_object(Bucket="bills.example", Key=f"cur/tokyo bill/metadata/BILLING_PERIOD={month}/{run}/tokyo-Manifest.json",
                      Body=json.dumps({"dataFiles": [f"s3://bills.example/{key}"]}))
s3.put_object(Bucket="bills.example", Key="cur/tokyo bill/notes.txt", Body=b"x")
"#;

#[test]
fn an_export_in_s3_is_read_once_and_never_doubled() {
    let Some(moto) = Moto::start(0) else { return };
    let done = Command::new(moto.venv.join("python"))
        .args(["-c", UPLOAD, &moto.url, BILL])
        .current_dir(super::root())
        .output()
        .expect("python runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let here = Here::new(&moto.url);
    let args = ["actuals", "import", "s3://bills.example/cur/tokyo bill", "--format", "json"];
    let (status, text, errors) = here.kanjo(&args);
    assert_eq!(status, 0, "{errors}");
    let bill: Value = serde_json::from_str(&text).expect("JSON");
    let export = here.json(&["actuals", "import", BILL]);
    assert_eq!(lines(&bill), lines(&export));
    assert!(errors.contains("2 objects to bring"), "{errors}");
    assert!(
        bill["caveats"].to_string().contains("1 file that no manifest lists"),
        "{}",
        bill["caveats"]
    );
    let (_, again, errors) = here.kanjo(&args);
    assert_eq!(again, text);
    assert!(errors.contains("0 objects to bring"), "{errors}");
    let july = here.json(&["actuals", "import", args[2], "--month", "2026-07"]);
    assert_eq!(july["months"].as_object().expect("months").len(), 1);
    for (url, wanted) in
        [("s3://nobody/x", "NoSuchBucket"), ("s3://bills.example/none", "no export in it")]
    {
        let (status, _, errors) = here.kanjo(&["actuals", "import", url]);
        assert!(status >= 2 && errors.contains(wanted), "{errors}");
    }
    athena(&moto, &here);
}

/// moto gives the rows that it was given.
fn athena(moto: &Moto, here: &Here) {
    let data = |row: &[&str]| {
        let cells: Vec<Value> =
            row.iter().map(|c| serde_json::json!({"VarCharValue": c})).collect();
        serde_json::json!({"Data": cells})
    };
    let first = row("prod", "APN1-Fargate-vCPU-Hours:perCPU", "2", "0.10112");
    let columns: Vec<Value> = COLUMNS.iter().map(|n| serde_json::json!({
        "CatalogName": "c", "SchemaName": "", "TableName": "", "Name": n, "Label": n,
        "Type": "varchar", "Precision": 1, "Scale": 0, "Nullable": "UNKNOWN", "CaseSensitive": true,
    })).collect();
    let seed = serde_json::json!({"account_id": "123456789012", "region": "ap-northeast-1", "results": [
        {"rows": [data(&COLUMNS), data(&first)], "column_info": columns},
    ]});
    let post = "import requests, sys\n\
        requests.post(sys.argv[1] + '/moto-api/static/athena/query-results', data=sys.argv[2]).raise_for_status()";
    let done = Command::new(moto.venv.join("python"))
        .args(["-c", post, &moto.url, &seed.to_string()])
        .output()
        .expect("runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let place = ["--engine", "athena", "--query-output", "s3://answers/", "--month", "2026-07"];
    let bill = here.json(&[&["actuals", "import", "db.cur2"][..], &place].concat());
    assert_eq!(nano(&bill["billed"]), 101_120_000);
}
