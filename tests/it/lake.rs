//! Parquet exports: the same bill as the CSV, to the last digit; copies, broken
//! files, and what is written as Parquet.

use super::determinism::kanjo;
use super::root;
use datafusion::arrow::array::{ArrayRef, MapBuilder, RecordBatch, StringArray, StringBuilder};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::file::properties::WriterProperties;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) const BILL: &str = "examples/tokyo-actuals/bill";

/// Types as AWS writes them: doubles, instants, and maps of tags.
fn column(name: &str, cells: StringArray) -> ArrayRef {
    let lower = name.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|end| lower.ends_with(end));
    if ends(&["cost", "usage_amount", "unitprice", "quantity", "to_date", "used_commitment"]) {
        return cast(&cells, &DataType::Float64).expect("doubles");
    }
    if ends(&["_date", "periodstart", "periodend"]) {
        let instant = DataType::Timestamp(TimeUnit::Millisecond, None);
        return cast(&cells, &instant).expect("instants");
    }
    if ["resource_tags", "Tags"].contains(&name) {
        let mut maps = MapBuilder::new(None, StringBuilder::new(), StringBuilder::new());
        for cell in &cells {
            // The public sample of FOCUS writes NULL where there is nothing.
            let cell = cell.filter(|text| *text != "NULL");
            let tags: BTreeMap<String, String> =
                cell.map_or_else(BTreeMap::new, |text| serde_json::from_str(text).expect("tags"));
            for (key, value) in tags {
                maps.keys().append_value(key);
                maps.values().append_value(value);
            }
            maps.append(true).expect("a map");
        }
        return Arc::new(maps.finish());
    }
    Arc::new(cells)
}

/// Writes a CSV, packed or not, as Parquet.
fn parquet(csv: &Path, to: &Path) {
    let bytes: Box<dyn std::io::Read> = match csv.extension().is_some_and(|e| e == "gz") {
        true => {
            Box::new(flate2::read::MultiGzDecoder::new(std::fs::File::open(csv).expect("there")))
        }
        false => Box::new(std::fs::File::open(csv).expect("there")),
    };
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().expect("a header").clone();
    let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
    let columns = header.iter().enumerate().map(|(place, name)| {
        let cells = rows.iter().map(|row| row.get(place).filter(|cell| !cell.is_empty()));
        (name, column(name, cells.collect()), true)
    });
    let batch = RecordBatch::try_from_iter_with_nullable(columns).expect("a batch");
    std::fs::create_dir_all(to.parent().expect("a folder")).expect("made");
    // Several row groups, so that the engine reads them side by side.
    let how = WriterProperties::builder().set_max_row_group_row_count(Some(2000)).build();
    let file = std::fs::File::create(to).expect("made");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(how)).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
}

fn csvs_below(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        match entry.path() {
            path if path.is_dir() => found.extend(csvs_below(&path)),
            path if path.to_string_lossy().contains(".csv") => found.push(path),
            _ => {}
        }
    }
    found.sort();
    found
}

/// The folder with every CSV in it as Parquet.
pub(super) fn converted(folder: &Path) -> tempfile::TempDir {
    let made = tempfile::tempdir().expect("a folder");
    for csv in csvs_below(folder) {
        let inside = csv.strip_prefix(folder).expect("below").with_extension("").with_extension("");
        parquet(&csv, &made.path().join(inside.with_extension("parquet")));
    }
    made
}

fn json(args: &[&str]) -> serde_json::Value {
    let (status, text, errors) = kanjo(&[args, &["--format", "json"]].concat());
    assert_eq!(status, 0, "{args:?}: {errors}");
    // Digits are compared as they are written.
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

pub(super) fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn parquet_is_the_same_bill_as_the_csv_to_the_last_digit() {
    let lake = converted(&root().join(BILL));
    let lake = text(lake.path());
    let (_, csv, _) = kanjo(&["actuals", "import", BILL, "--format", "json"]);
    let (status, parquet, errors) = kanjo(&["actuals", "import", lake, "--format", "json"]);
    assert_eq!(status, 0, "{errors}");
    assert!(csv.contains("\"formats\"") && csv == parquet, "{csv}\n{parquet}");
    // What comes after is the same too: hours, tags, evidence.
    let file = "examples/tokyo-actuals/kanjo.yaml";
    for rest in [
        &["reconcile", file, "--month", "2026-07"][..],
        &["savings", "verify", file, "--month", "2026-08"],
    ] {
        let with = |bill: &'static str| [rest, &["--actual", bill]].concat();
        let lake = [rest, &["--actual", lake]].concat();
        assert_eq!(json(&with(BILL)), json(&lake));
    }
}

#[test]
fn a_copy_of_a_file_is_not_counted_twice() {
    let lake = converted(&root().join(BILL));
    let csv = csvs_below(&root().join(BILL)).remove(0);
    let one = lake.path().join("BILLING_PERIOD=2026-07/tokyo-00001.parquet");
    let copy = lake.path().join("copy [1].parquet");
    std::fs::copy(&one, &copy).expect("copied");
    for other in [&copy, &csv] {
        let (status, _, errors) = kanjo(&["actuals", "import", text(&one), text(other)]);
        assert_eq!(status, 2);
        assert!(errors.contains("hold the same rows"), "{errors}");
    }
    // A name with a pattern in it is a name.
    assert!(json(&["actuals", "import", text(&copy)])["lines"].is_array());
}

#[test]
fn what_is_broken_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let lake = converted(&root().join(BILL));
    let whole = lake.path().join("BILLING_PERIOD=2026-07/tokyo-00001.parquet");
    let bytes = std::fs::read(whole).expect("there");
    let broken = folder.path().join("cut.parquet");
    std::fs::write(&broken, &bytes[..bytes.len() / 2]).expect("written");
    let (status, _, errors) = kanjo(&["actuals", "import", text(&broken)]);
    assert_eq!(status, 2);
    assert!(errors.contains("bad-parquet") && errors.contains("cut.parquet"), "{errors}");
    let csv = folder.path().join("other.csv");
    std::fs::write(&csv, "line_item_usage_type,x\na,b\n").expect("written");
    let other = folder.path().join("other.parquet");
    parquet(&csv, &other);
    let (status, _, errors) = kanjo(&["actuals", "import", text(&other)]);
    assert_eq!(status, 2);
    assert!(errors.contains("there is no column `line_item_unblended_cost`"), "{errors}");
}

const CUR: &str = "bill_billing_period_start_date,identity_line_item_id,bill_payer_account_id,line_item_line_item_type,line_item_usage_start_date,line_item_usage_end_date,line_item_product_code,line_item_usage_type,line_item_operation,line_item_usage_amount,line_item_currency_code,line_item_unblended_cost,resource_tags";

/// `count` hours of a month of CUR 2.0, each at `cost`; every third has no tag.
fn cur(month: &str, operation: &str, count: u32, cost: &str) -> String {
    let rows = (0..count).map(|i| {
        let (day, hour) = (i / 23 % 28 + 1, i % 23);
        let at = |hour: u32| format!("{month}-{day:02}T{hour:02}:00:00Z");
        let (start, end) = (at(hour), at(hour + 1));
        let tags = if i % 3 == 0 { "{}" } else { "{\"\"user_env\"\": \"\"stg\"\"}" };
        let id = format!("{month}{operation}{i}");
        format!(
            "{month}-01T00:00:00Z,{id},1,Usage,{start},{end},AmazonECS,APN1-X,{operation},1,USD,{cost},\"{tags}\""
        )
    });
    rows.fold(CUR.to_owned(), |text, row| text + "\n" + &row) + "\n"
}

/// A folder of CSVs, and the same as Parquet.
fn both(files: &[(&str, String)]) -> (tempfile::TempDir, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    let lake = converted(folder.path());
    (folder, lake)
}

#[test]
fn periods_runs_and_split_rows_count_as_in_the_csv() {
    let split = cur("2026-08", "ECSTask-EC2", 50, "9").split_once('\n').expect("rows").1.to_owned();
    let (csv, lake) = both(&[
        (
            "data/BILLING_PERIOD=2026-07/20260801T01/a.csv",
            cur("2026-07", "FargateTask", 300, "0.1"),
        ),
        (
            "data/BILLING_PERIOD=2026-07/20260803T01/a.csv",
            cur("2026-07", "FargateTask", 400, "0.1"),
        ),
        (
            "data/BILLING_PERIOD=2026-08/20260901T01/a.csv",
            cur("2026-08", "FargateTask", 200, "0.1") + &split,
        ),
    ]);
    let read = |folder: &tempfile::TempDir| json(&["actuals", "import", text(folder.path())]);
    let found = read(&lake);
    assert_eq!(found, read(&csv));
    assert_eq!(
        (&found["months"]["2026-07"], &found["months"]["2026-08"]),
        (&40.into(), &20.into())
    );
    let caveats = found["caveats"].to_string();
    assert!(caveats.contains("50 rows of split") && caveats.contains("older run"), "{caveats}");
}

#[test]
fn a_later_run_beside_an_earlier_one_is_not_added_to_it() {
    let (_, lake) = both(&[
        ("first.csv", cur("2026-07", "FargateTask", 300, "0.1")),
        ("second.csv", cur("2026-07", "FargateTask", 500, "0.1")),
    ]);
    let (status, _, errors) = kanjo(&["actuals", "import", text(lake.path())]);
    assert_eq!(status, 2);
    assert!(errors.contains("hold the same rows"), "{errors}");
}

#[test]
fn versions_of_focus_mix_over_months_and_not_within_one() {
    let focus = |usage: &str, provider: &str, month: &str| {
        format!(
            "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,ChargeCategory,{usage},{provider}\n0.5,1,USD,{month}-01T00:00:00Z,Usage,APN1-X,AWS\n"
        )
    };
    let versions = [("x_UsageType", "ProviderName"), ("SkuMeter", "ServiceProviderName")];
    let months = |a: &str, b: &str| {
        let [first, second] = versions;
        both(&[("a.csv", focus(first.0, first.1, a)), ("b.csv", focus(second.0, second.1, b))]).1
    };
    let found = json(&["actuals", "import", text(months("2026-07", "2026-08").path())]);
    assert_eq!(found["formats"], serde_json::json!(["FOCUS 1.0", "FOCUS 1.4"]));
    assert_eq!(found["billed"], 1);
    let (status, _, errors) =
        kanjo(&["actuals", "import", text(months("2026-07", "2026-07").path())]);
    assert_eq!(status, 2);
    assert!(errors.contains("bill-twice"), "{errors}");
}

#[test]
fn focus_as_parquet_reads_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (csv, lake) = (folder.path().join("x.csv"), folder.path().join("x.parquet"));
    for (command, path) in
        [(&["actuals", "import"][..], BILL), (&["estimate"], "examples/tokyo-actuals")]
    {
        for out in [&csv, &lake] {
            let rest = [path, "--month", "2026-07", "--format", "focus", "--out", text(out)];
            let (status, _, errors) = kanjo(&[command, &rest].concat());
            assert_eq!(status, 0, "{errors}");
        }
        let read = |path: &Path| json(&["actuals", "import", text(path)]);
        assert_eq!(read(&csv), read(&lake));
        assert_eq!(read(&lake)["formats"][0], "FOCUS 1.2");
    }
}

#[test]
fn shared_exports_are_the_same_in_both_forms() {
    let Ok(folder) = std::env::var("KANJO_BILLING") else {
        eprintln!("KANJO_BILLING is not set: the shared bills are not tested");
        return;
    };
    let at = |name: &str| PathBuf::from(&folder).join(name);
    for format in ["cur2", "focus12"] {
        let own = at(&format!("synthetic-tokyo/{format}"));
        let csvs = csvs_below(&own);
        let csvs: Vec<&str> = csvs.iter().map(|path| text(path)).collect();
        let csv = json(&[&["actuals", "import"], &csvs[..]].concat());
        // The file that came with the CSV, and one of our own from the CSV.
        let made = converted(&own);
        for lake in [&own.join("data"), made.path()] {
            assert_eq!(csv, json(&["actuals", "import", text(lake)]), "{}", lake.display());
        }
    }
    let sample = at("focus/sample-data-1.0");
    let made = converted(&sample);
    let both = [sample.join("focus_sample.csv"), made.path().join("focus_sample.parquet")];
    let [csv, lake] = both.map(|path| json(&["actuals", "import", text(&path)]));
    assert_eq!(csv, lake);
}
