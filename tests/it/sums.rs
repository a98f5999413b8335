//! Real exports sum to what SQL of another engine makes of them: `tests/sums.py`,
//! which asks DuckDB, beside `kanjo actuals import`.

use super::determinism::kanjo;
use super::root;
use kanjo::quantity::Number;
use std::collections::BTreeMap;
use std::process::Command;

type Sums = BTreeMap<String, Number>;

const FOCUS: &str = "focus/sample-data-1.0/focus_sample.csv";
/// Real answers, and what of a line the last key of their groups is.
const ANSWERS: [(&str, Option<&str>); 7] = [
    ("awscli-examples/get-cost-and-usage", None),
    ("awslabs-mcp/sample_cost_explorer_response", None),
    ("cloudscape/get_cost_and_usage_by_service_monthly", None),
    ("moto/get_cost_and_usage_docs_example", None),
    ("reconstructed/tokyo_ec2_other_usage_type_2022-01", Some("usage_type")),
    ("reconstructed/tokyo_small_sandbox_usage_type_2026-08", Some("usage_type")),
    ("reconstructed/tokyo_usage_type_top20_2022-01", Some("usage_type")),
];

/// Sums by the month of a name, and by what follows it if that is wanted.
fn summed(rows: impl Iterator<Item = (String, String, Number)>, by_name: bool) -> Sums {
    let mut sums = Sums::new();
    for (month, name, amount) in rows {
        let name = if by_name { format!("{month}|{name}") } else { month };
        let sum = sums.entry(name).or_insert(Number::ZERO);
        *sum = sum.plus(amount).expect("it fits");
    }
    sums
}

fn number(text: &str) -> Number {
    Number::parse(text).unwrap_or_else(|| panic!("{text}"))
}

/// The lines of the bill as CSV, whose amounts have all their digits.
fn own(file: &str, column: Option<&str>) -> Sums {
    let (status, text, errors) = kanjo(&["actuals", "import", file, "--format", "csv"]);
    assert_eq!(status, 0, "{errors}");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|h| h == name).expect(name);
    let (month, name, billed) = (at("month"), at(column.unwrap_or("month")), at("billed_cost"));
    let rows = reader.records().map(|row| row.expect("a row"));
    let rows = rows.map(|row| (row[month].to_owned(), row[name].to_owned(), number(&row[billed])));
    summed(rows, column.is_some())
}

#[test]
fn shared_real_exports_sum_as_in_sql() {
    let set = |name: &str| std::env::var(name).ok();
    let Some((folder, python)) = set("KANJO_BILLING").zip(set("KANJO_PYTHON")) else {
        eprintln!("KANJO_BILLING and KANJO_PYTHON (with DuckDB) are not set: nothing is compared");
        return;
    };
    let answers = ANSWERS.map(|(name, column)| (format!("{folder}/ce/{name}.json"), column));
    let focus = (format!("{folder}/{FOCUS}"), Some("account"));
    let files: Vec<(String, Option<&str>)> = [focus].into_iter().chain(answers).collect();
    let script = root().join("tests/sums.py");
    let names = files.iter().map(|(file, _)| file);
    let made = Command::new(python).arg(script).args(names).output().expect("Python runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let sums: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_slice(&made.stdout).expect("sums");
    for (file, column) in files {
        let theirs = sums[&file].iter().map(|(key, amount)| {
            let (month, name) = key.split_once('|').expect("a month");
            // AWS's own word for none.
            let name = if name == "NoUsageType" { "" } else { name };
            (month.to_owned(), name.to_owned(), number(amount))
        });
        let theirs = summed(theirs, column.is_some());
        assert!(!theirs.is_empty(), "{file}");
        assert_eq!(own(&file, column), theirs, "{file}");
    }
}
