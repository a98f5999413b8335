//! Bills at a distance: the query that another engine runs, what is kept of a
//! large bill, and what a build without Parquet says.

use super::determinism::kanjo;
use super::{read, root};
use std::path::Path;
use std::process::Command;

#[test]
fn the_query_in_the_words_of_each_engine() {
    for (golden, rest) in [
        ("athena-cur2", &["athena", "--month", "2026-07", "--table", "db.cur2"][..]),
        ("athena-focus-1.0", &["athena", "--month", "2026-07", "--of", "focus-1.0"]),
        ("datafusion-focus-1.2", &["datafusion", "--of", "focus-1.2"]),
    ] {
        let (status, sql, errors) = kanjo(&[&["actuals", "sql", "--engine"], rest].concat());
        assert_eq!(status, 0, "{errors}");
        assert_eq!(sql, read(format!("tests/fixtures/sql/{golden}.sql")), "{golden}");
    }
}

#[test]
fn values_are_parameters_and_the_partition_is_required() {
    let hostile = "x') OR 1=1 --";
    let args = ["actuals", "sql", "--engine", "athena", "--environment-tag", hostile];
    let (status, _, errors) = kanjo(&args);
    assert_eq!(status, 2);
    assert!(errors.contains("which month?"), "{errors}");
    let (_, json, _) = kanjo(&[&args[..], &["--month", "2026-07", "--format", "json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let sql = json["sql"].as_str().expect("a text");
    assert!(!sql.contains("OR 1=1") && !sql.contains("2026-07"), "{sql}");
    assert_eq!(json["parameters"].as_array().expect("a list").len(), sql.matches('?').count());
    let table = ["--month", "2026-07", "--table", "a\" b"];
    let (status, _, errors) = kanjo(&[&args[..], &table].concat());
    assert_eq!(status, 2);
    assert!(errors.contains("not the name of a table"), "{errors}");
}

fn import(cache: &Path, rest: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kanjo"))
        .args(["actuals", "import", "--format", "json"])
        .args(rest)
        .current_dir(root())
        .env_clear()
        .env("XDG_CACHE_HOME", cache)
        .output()
        .expect("runs");
    (output.status.success(), String::from_utf8(output.stdout).expect("UTF-8"))
}

#[test]
fn a_large_bill_is_read_once_and_again_when_it_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let (cache, file) = (folder.path().join("cache"), folder.path().join("x.csv"));
    let mut text = String::from(
        "BilledCost,BillingCurrency,BillingPeriodStart,ChargeCategory,ProviderName,ChargeDescription\n",
    );
    let filling = "x".repeat(2000);
    for i in 0..4500 {
        text += &format!("0.{:02},USD,2026-07-01,Usage,AWS,{i}{filling}\n", i % 100);
    }
    std::fs::write(&file, &text).expect("written");
    let path = file.to_str().expect("UTF-8");
    let (ok, first) = import(&cache, &[path]);
    assert!(ok && first.contains("\"rows\"") | first.contains("2227.5"), "{first}");
    let kept = || std::fs::read_dir(cache.join("kanjo/actuals")).expect("kept").count();
    assert_eq!(kept(), 1);
    // The same size and time: only the kept answer can still be right.
    let written = std::fs::metadata(&file).and_then(|m| m.modified()).expect("a time");
    std::fs::write(&file, "?".repeat(text.len())).expect("written");
    let open = std::fs::File::options().write(true).open(&file).expect("opens");
    open.set_modified(written).expect("set");
    assert_eq!(import(&cache, &[path]), (true, first.clone()));
    assert!(!import(&cache, &[path, "--no-cache"]).0);
    // Another question is another entry, and so is another file.
    assert!(!import(&cache, &[path, "--environment-tag", "team"]).0);
    std::fs::write(&file, text.replace("0.99,", "1.99,")).expect("written");
    let (ok, changed) = import(&cache, &[path]);
    assert!(ok && changed != first);
    assert_eq!(kept(), 2);
    assert_eq!(import(&cache, &[path]), (true, changed));
}

#[cfg(not(feature = "lake"))]
#[test]
fn parquet_is_not_in_this_build() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("x.parquet");
    std::fs::write(&file, "PAR1").expect("written");
    let path = file.to_str().expect("UTF-8");
    let focus = ["estimate", "examples/tokyo-actuals", "--month", "2026-07", "--format", "focus"];
    for args in [&["actuals", "import", path][..], &[&focus[..], &["--out", path]].concat()] {
        let (status, _, errors) = kanjo(args);
        assert_eq!(status, 2, "{errors}");
        assert!(errors.contains("not-in-build") && errors.contains("--features lake"), "{errors}");
    }
}
