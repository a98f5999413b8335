//! `--format focus`: rows of a real month, and of an estimate only.

use super::determinism::kanjo;

const EXAMPLE: &str = "examples/commercial-production";

#[test]
fn rows_of_a_month_sum_to_its_total() {
    let (status, text, errors) =
        kanjo(&["estimate", EXAMPLE, "--month", "2026-12", "--format", "focus"]);
    assert_eq!(status, 0, "{errors}");
    assert!(errors.contains("not in the rows: "), "{errors}");
    let (_, plain, _) = kanjo(&["estimate", EXAMPLE, "--month", "2026-12", "--format", "csv"]);
    let column = |text: &str, name: &str| -> Vec<String> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let at = reader.headers().expect("a header").iter().position(|h| h == name).expect(name);
        let cells = reader.records().map(|row| row.expect("a row")[at].to_owned());
        cells.filter(|cell| !cell.is_empty()).collect()
    };
    assert_eq!(column(&text, "BilledCost"), column(&plain, "cost"));
    assert_eq!(column(&text, "SkuMeter"), column(&plain, "usage_type"));
    assert!(column(&text, "ResourceType").contains(&"Application Load Balancer".to_owned()));
    assert!(column(&text, "RegionName").contains(&"Asia Pacific (Tokyo)".to_owned()));
    let starts = column(&text, "ChargePeriodStart");
    assert!(starts.iter().all(|start| start == "2026-12-01T00:00:00Z"));
}

#[test]
fn what_is_not_the_bill_of_a_month_is_refused() {
    let refused = |args: &[&str], expected: &str| {
        let (status, out, errors) = kanjo(&[args, &["--format", "focus"]].concat());
        assert_eq!((status, out.as_str()), (2, ""), "{errors}");
        assert!(errors.contains(expected) && errors.contains("--month 2026-12"), "{errors}");
    };
    refused(&["estimate", EXAMPLE], "the average month has no dates");
    refused(&["diff", EXAMPLE, EXAMPLE], "a difference is not a bill");
    let table = format!("{EXAMPLE}/document.csv");
    refused(&["diff", &table, EXAMPLE], "a comparison is not a bill");
    refused(&["scenarios", EXAMPLE], "a table of scenarios is not a bill");
    // The price book has two forms, and clap names them.
    assert_eq!(kanjo(&["prices", "verify", "--format", "focus"]).0, 2);
}
