#![allow(clippy::disallowed_methods, reason = "tests write the files that they read")]

use super::*;
use crate::bill::Record;
use crate::quantity::{Number, sum};
use std::io::Write;
use std::path::Path;

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(&path, text).expect("written");
    path
}

const CUR: &str = "bill_billing_period_start_date,identity_line_item_id,line_item_usage_account_id,line_item_line_item_type,line_item_usage_start_date,line_item_usage_end_date,line_item_product_code,line_item_usage_type,line_item_operation,line_item_usage_amount,line_item_currency_code,line_item_unblended_cost,line_item_line_item_description,pricing_unit,pricing_public_on_demand_cost,resource_tags,savings_plan_savings_plan_effective_cost";

fn cur(
    id: &str,
    kind: &str,
    hour: u32,
    usage: &str,
    quantity: &str,
    cost: &str,
    text: &str,
) -> String {
    let end = hour + 1;
    format!(
        "2026-07-01T00:00:00Z,{id},1,{kind},2026-07-01T{hour:02}:00:00Z,2026-07-01T{end:02}:00:00Z,AmazonECS,{usage},FargateTask,{quantity},USD,{cost},{text},hours,{cost},\"{{\"\"user_env\"\": \"\"stg\"\"}}\",0.5"
    )
}

fn wanted() -> Wanted {
    Wanted { environment: Some("Env".into()), hourly: true, ..Wanted::default() }
}

fn failure(paths: &[PathBuf]) -> String {
    read(paths, &wanted(), None, None).expect_err("refused").message
}

#[test]
fn sums_rows_into_lines_and_keeps_the_hours() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = [
        CUR.to_owned(),
        cur("a", "Usage", 0, "APN1-X", "1", "4.7e-06", ""),
        cur("b", "Usage", 1, "APN1-X", "1", "0.5", ""),
        cur("c", "Usage", 1, "APN1-X", "1", "0.25", ""),
        cur("d", "Usage", 2, "APN1-Y", "5", "0", "$0 per GB under the monthly free tier"),
        cur("e", "Usage", 2, "APN1-In", "5", "0", "$0.000 per GB - data transfer in"),
        cur("f", "SavingsPlanCoveredUsage", 3, "APN1-X", "1", "1", ""),
        cur("g", "SavingsPlanNegation", 3, "APN1-X", "1", "-1", ""),
        cur("h", "Usage", 3, "APN1-X", "1", "9", "").replace("FargateTask", "ECSTask-EC2"),
    ];
    let path = write(folder.path(), "a.csv", &rows.join("\n"));
    let Read { actual, series } = read(&[path], &wanted(), None, None).expect("reads");
    let line = |record| actual.lines.iter().find(|l| l.line.record == record).expect("there");
    assert_eq!(actual.billed(), Number::parse("0.7500047"));
    assert_eq!(line(Record::Usage).hours, Some(1), "APN1-In sorts first");
    let x = actual
        .lines
        .iter()
        .find(|l| &*l.line.key.usage_type == "APN1-X" && l.line.record == Record::Usage);
    let x = x.expect("there");
    assert_eq!((x.rows, x.hours, &*x.line.environment), (3, Some(2), "stg"));
    assert_eq!(&*line(Record::Free).line.key.usage_type, "APN1-Y");
    assert_eq!(line(Record::Covered).effective, Number::parse("0.5").expect("a number"));
    assert_eq!(sum(actual.lines.iter().map(|l| l.effective)), Number::parse("1.2500047"));
    assert_eq!(series.span.map(|(from, to)| to - from), Some(4));
    assert!(actual.caveats.iter().any(|c| c.message.contains("1 rows of split")));
    assert!(actual.caveats.iter().any(|c| c.code == Code::BillOpen));
}

#[test]
fn names_the_file_and_the_line_of_what_is_broken() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = cur("a", "Usage", 0, "X", "1", "1", "");
    let path = write(
        folder.path(),
        "n.csv",
        &format!("{CUR}\n{good}\n{}", cur("b", "Usage", 0, "X", "1", "NaN", "")),
    );
    assert!(failure(&[path]).contains("n.csv:3: `NaN` is not a number"));
    let path = write(folder.path(), "c.csv", &format!("{CUR}\n{good}\nshort,row\n"));
    assert!(failure(&[path]).contains("c.csv:3: a row of 2 fields"));
    let path = write(folder.path(), "m.csv", "line_item_usage_type,x\na,b\n");
    assert!(failure(&[path]).contains("there is no column `line_item_unblended_cost`"));
    let path = write(folder.path(), "z.csv", "金額,月\n1,2\n");
    assert!(failure(&[path]).contains("not a CUR 2.0 or FOCUS export"));
    let path = write(folder.path(), "e.csv", &format!("{CUR}\n"));
    assert!(failure(&[path]).contains("no row of any month"));
    let path = write(
        folder.path(),
        "d.csv",
        &format!("{CUR}\n{}", good.replace("T00:00:00Z,2026-07-01T01", "T0x:00:00Z,2026-07-01T01")),
    );
    assert!(failure(&[path]).contains("is not an instant"));
}

#[test]
fn a_truncated_gzip_is_an_error_and_not_a_smaller_bill() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writeln!(packed, "{CUR}").expect("packs");
    for i in 0..5000u32 {
        let row = cur(
            &format!("{i}-{}", i.wrapping_mul(2_654_435_761)),
            "Usage",
            i % 23,
            "X",
            "1",
            "1",
            "",
        );
        writeln!(packed, "{row}").expect("packs");
    }
    let whole = packed.finish().expect("packs");
    let path = folder.path().join("t.csv.gz");
    std::fs::write(&path, &whole).expect("written");
    let read = read(std::slice::from_ref(&path), &wanted(), None, None).expect("reads").actual;
    assert_eq!(read.billed(), Some(Number::from(5000u64)));
    std::fs::write(&path, &whole[..whole.len() * 2 / 3]).expect("written");
    let message = failure(&[path]);
    assert!(message.contains("t.csv.gz:") && message.contains("broken"), "{message}");
}

#[test]
fn nothing_is_counted_twice() {
    let rows = |n: u32| {
        let rows = (0..n).map(|i| cur(&i.to_string(), "Usage", i % 23, "X", "1", "1", ""));
        format!("{CUR}\n{}", rows.collect::<Vec<_>>().join("\n"))
    };
    let folder = tempfile::tempdir().expect("a folder");
    let here = |name: &str| vec![folder.path().join(name)];
    write(folder.path(), "copy/a.csv", &rows(300));
    write(folder.path(), "copy/a (1).csv", &rows(300));
    assert!(failure(&here("copy")).contains("hold the same rows"));
    // Two runs of one period: the newest counts.
    write(folder.path(), "runs/BILLING_PERIOD=2026-07/20260801T01/x.csv", &rows(300));
    write(folder.path(), "runs/BILLING_PERIOD=2026-07/20260803T01/x.csv", &rows(400));
    let actual = read(&here("runs"), &wanted(), None, None).expect("reads").actual;
    assert_eq!(actual.billed(), Some(Number::from(400u64)));
    assert!(actual.caveats.iter().any(|c| c.message.contains("older run")));
    // A manifest says what counts.
    write(folder.path(), "listed/data/BILLING_PERIOD=2026-07/x-1.csv", &rows(7));
    write(folder.path(), "listed/data/BILLING_PERIOD=2026-07/x-2.csv", &rows(9));
    let manifest = r#"{"dataFiles":["s3://b/p/data/BILLING_PERIOD=2026-07/x-2.csv"]}"#;
    write(folder.path(), "listed/metadata/BILLING_PERIOD=2026-07/e-Manifest.json", manifest);
    let actual = read(&here("listed"), &wanted(), None, None).expect("reads").actual;
    assert_eq!(actual.billed(), Some(Number::from(9u64)));
    // The same month in two formats.
    let focus = "BilledCost,BillingCurrency,BillingPeriodStart,ChargeCategory,ProviderName\n1,USD,2026-07-01,Usage,AWS\n";
    write(folder.path(), "both/a.csv", &rows(3));
    write(folder.path(), "both/b.csv", focus);
    assert!(failure(&here("both")).contains("2026-07 is here as FOCUS 1.0"));
}

#[test]
fn cost_explorer_in_its_shapes() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = |key: &str| {
        format!(
            r#"{{"GroupDefinitions":[{{"Type":"TAG","Key":"env"}},{{"Type":"DIMENSION","Key":"RECORD_TYPE"}}],
            "ResultsByTime":[{{"TimePeriod":{{"Start":"2026-07-01","End":"2026-08-01"}},"Total":{{}},"Estimated":true,
            "Groups":[{{"Keys":["env${key}","Usage"],"Metrics":{{"UnblendedCost":{{"Amount":"4.000000012E-7","Unit":"USD"}},"UsageQuantity":{{"Amount":"3","Unit":"N/A"}}}}}}]}}]}}"#
        )
    };
    let a = write(folder.path(), "a.json", &page(""));
    let b = write(folder.path(), "b.json", &page("stg"));
    let actual = read(&[a.clone(), b], &wanted(), None, None).expect("two pages").actual;
    assert_eq!(actual.billed(), Number::parse("0.0000008000000024"));
    assert_eq!(actual.lines[0].quantity, None);
    assert!(actual.lines[0].line.environment.is_empty());
    let twice = write(folder.path(), "c.json", &page(""));
    assert!(failure(&[a.clone(), twice]).contains("was read already"));
    let other = page("x").replace("RECORD_TYPE", "SERVICE");
    let other = write(folder.path(), "d.json", &other);
    assert!(failure(&[a, other]).contains("is in"));
    let tags = write(folder.path(), "t.json", r#"{"Tags":["x"],"TotalSize":1}"#);
    assert!(failure(&[tags]).contains("GetTags"));
}

#[test]
fn a_resellers_csv_through_its_map() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "columns: {billed: 金額, month: 利用月, usage_type: 使用タイプ, currency: 通貨}";
    let file = crate::diagnostic::Sources::default().add("m.yaml", text);
    let node = crate::topology::tree::parse(text, file).expect("YAML");
    let map = ColumnMap::read(&node).expect("a map");
    let path = write(
        folder.path(),
        "r.csv",
        "\u{feff}利用月,使用タイプ,金額,通貨\n2026-07,APN1-X,1234,JPY\n",
    );
    let actual = read(&[path], &Wanted::default(), Some(&map), None).expect("reads").actual;
    assert_eq!((actual.view, &*actual.currency), (View::Reseller, "JPY"));
    assert_eq!(actual.billed(), Some(Number::from(1234u64)));
}
