//! Actual bills: what was billed, why it differs, what was saved. On bills of
//! our own, whose causes are known by construction, and on a shared set of
//! larger ones where `KANJO_BILLING` names its folder.

use super::determinism::kanjo;
use super::{read, root};
use serde_json::Value;

/// The workload of the large bill that KANJO_BILLING names.
const LARGE: &str = "tests/fixtures/synthetic-tokyo.yaml";
const OWN: &str = "examples/tokyo-actuals/kanjo.yaml";
const BILL: &str = "examples/tokyo-actuals/bill";

fn json(args: &[&str]) -> Value {
    let (status, text, errors) = kanjo(&[args, &["--format", "json"]].concat());
    assert_eq!(status, 0, "{args:?}: {errors}");
    serde_json::from_str(&text).expect("JSON")
}

/// A number, in billionths, to compare without a float's noise.
fn nano(value: &Value) -> i128 {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    // serde prints what is below a billionth, or near it, with an exponent.
    if let Some((mantissa, exponent)) = text.split_once("e-") {
        let digits = i128::from(mantissa.parse::<f64>().expect("a number") as i64);
        let power: u32 = exponent.parse().expect("an exponent");
        return 9u32.checked_sub(power).map_or(0, |up| digits * 10i128.pow(up));
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    let fraction: String = format!("{fraction}000000000").chars().take(9).collect();
    let whole: i128 = whole.parse().expect("a number");
    whole * 1_000_000_000 + sign * fraction.parse::<i128>().expect("digits")
}

fn close(a: &Value, b: &Value, within: i128) {
    assert!((nano(a) - nano(b)).abs() <= within, "{a} is not {b}");
}

fn sum(values: &Value) -> i128 {
    values.as_object().expect("an object").values().map(nano).sum()
}

/// The causes sum to the difference; each was cut to billionths here.
fn sums(found: &Value) {
    let apart = sum(&found["causes"]) - nano(&found["difference"]);
    assert!(apart.abs() <= 1000, "{found:#}");
}

fn truth() -> Value {
    serde_json::from_str(&read("examples/tokyo-actuals/truth.json")).expect("JSON")
}

#[test]
fn the_bill_is_what_was_made() {
    let truth = truth();
    let bill = json(&["actuals", "import", BILL]);
    for month in ["2026-07", "2026-08"] {
        close(&bill["months"][month], &truth[month]["total"], 0);
    }
    let lines = bill["lines"].as_array().expect("lines");
    let of = |record: &str, month: &str| -> i128 {
        let own = lines.iter().filter(|l| l["record"] == record && l["month"] == month);
        own.map(|l| nano(&l["billed_cost"])).sum()
    };
    let made = &truth["2026-07"]["by_kind"];
    assert_eq!(of("tax", "2026-07"), nano(&made["Tax"]));
    assert_eq!(of("credit", "2026-07"), nano(&made["Credit"]));
    assert_eq!(of("discount", "2026-07"), nano(&made["EdpDiscount"]) + nano(&made["SppDiscount"]));
    let plan = nano(&made["SavingsPlanNegation"]) + nano(&made["SavingsPlanRecurringFee"]);
    assert_eq!(of("commitment", "2026-07"), plan);
    assert!(lines.iter().any(|l| l["record"] == "free" && nano(&l["quantity"]) > 0));
}

#[test]
fn every_dollar_of_the_difference_has_its_cause() {
    let truth = truth();
    let found = json(&["reconcile", OWN, "--month", "2026-07", "--actual", BILL]);
    let made = &truth["2026-07"]["by_kind"];
    let causes = &found["causes"];
    sums(&found);
    assert_eq!(nano(&found["actual"]), nano(&truth["2026-07"]["total"]));
    assert_eq!(nano(&causes["tax"]), nano(&made["Tax"]));
    assert_eq!(nano(&causes["credit"]), nano(&made["Credit"]));
    assert_eq!(nano(&causes["discount"]), nano(&made["EdpDiscount"]) + nano(&made["SppDiscount"]));
    let plan = nano(&made["SavingsPlanNegation"]) + nano(&made["SavingsPlanRecurringFee"]);
    assert_eq!(nano(&causes["commitment"]), plan);
    // The queue that nobody planned.
    assert_eq!(nano(&causes["new"]), 2_000_000_000);
    let queue = found["unmatched"].as_array().expect("a list");
    assert!(queue.iter().any(|u| u["resource"] == "queue" && u["cause"] == "new"));
    assert_eq!(found["view"], "invoice");
    let lines = found["lines"].as_array().expect("lines");
    let line = |resource: &str, meter: &str| {
        lines.iter().find(|l| l["resource"] == resource && l["meter"] == meter).expect("there")
    };
    // The file has stg off outside the office; in July it ran all the time.
    let web = line("web", "vcpu");
    assert!(nano(&web["causes"]["hours"]) > 0 && web["causes"].get("volume").is_none(), "{web}");
    // The untagged NAT gateway is matched by its key, and is named.
    assert_eq!(line("nat", "hours")["untagged"], line("nat", "hours")["actual"]);
    assert!(nano(&found["tags"]["untagged"]) > 0);
    check("docs/schema/reconcile.json", &found);
}

#[test]
fn one_tag_only_and_by_account() {
    let all = ["reconcile", OWN, "--month", "2026-07", "--actual", BILL];
    let found = json(&[&all[..], &["--tag", "env=stg", "--group-by", "account"]].concat());
    sums(&found);
    let lines = found["lines"].as_array().expect("lines");
    assert!(lines.iter().all(|l| l["environment"] == "stg"));
    let (status, _, errors) = kanjo(&[&all[..], &["--tag", "team=a"]].concat());
    assert_eq!(status, 2);
    assert!(errors.contains("not read by this tag"), "{errors}");
    let (status, _, errors) = kanjo(&["reconcile", OWN, "--actual", BILL]);
    assert_eq!(status, 2);
    assert!(errors.contains("which month?"), "{errors}");
}

#[test]
fn the_saving_its_leak_and_its_failed_start() {
    let truth = truth();
    let found = json(&["savings", "verify", OWN, "--month", "2026-08", "--actual", BILL]);
    close(&found["saved"]["expected"], &truth["2026-08"]["saved"], 1000);
    assert_eq!(found["since"]["stg"], "2026-08-01");
    let leak = &found["leaks"][0];
    assert_eq!((&leak["resource"], &leak["hours"]), (&"web".into(), &24.into()));
    let failed = &found["failed_starts"][0];
    assert_eq!((&failed["date"], &failed["hours"]), (&"2026-08-20".into(), &1.into()));
    check("docs/schema/savings.json", &found);
    // Given the day, it is the same.
    let args = ["savings", "verify", OWN, "--month", "2026-08", "--actual", BILL];
    let given = json(&[&args[..], &["--since", "2026-08-01"]].concat());
    assert_eq!(given["saved"], found["saved"]);
    // Without a month before there is nothing to compare with.
    let only = format!("{BILL}/BILLING_PERIOD=2026-08");
    let (status, _, errors) = kanjo(&[
        "savings",
        "verify",
        OWN,
        "--month",
        "2026-08",
        "--actual",
        &only,
        "--since",
        "2026-08-01",
    ]);
    assert_eq!(status, 2, "{errors}");
}

#[test]
fn calibrate_proposes_and_writes_only_when_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("kanjo.yaml");
    let before = read(OWN);
    std::fs::write(&file, &before).expect("written");
    let path = file.to_str().expect("UTF-8");
    let args = ["calibrate", path, "--month", "2026-07", "--actual", BILL];
    let found = json(&args);
    assert_eq!(std::fs::read_to_string(&file).expect("reads"), before);
    let proposals = found["proposals"].as_array().expect("a list");
    let nat = proposals.iter().find(|p| p["path"] == "environments.prod.resources.nat.data");
    let nat = nat.expect("NAT's data");
    assert_eq!(nat["days"], 31);
    assert!(nano(&nat["p10"]) < nano(&nat["value"]) && nano(&nat["value"]) < nano(&nat["p90"]));
    json(&[&args[..], &["--write"]].concat());
    let after = std::fs::read_to_string(&file).expect("reads");
    assert!(after.contains("# a guess"), "comments stay");
    // What was written explains the month: no volume is left on its lines.
    let again = json(&["reconcile", path, "--month", "2026-07", "--actual", BILL]);
    let lines = again["lines"].as_array().expect("lines");
    let data =
        lines.iter().find(|l| l["resource"] == "nat" && l["meter"] == "data").expect("there");
    close(&data["actual"], &data["estimated"], 1_000_000);
}

#[test]
fn a_bill_becomes_focus_and_csv() {
    let args = ["actuals", "import", BILL, "--month", "2026-07", "--format"];
    let (status, text, errors) = kanjo(&[&args[..], &["focus"]].concat());
    assert_eq!(status, 0, "{errors}");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("focus.csv");
    std::fs::write(&file, &text).expect("written");
    let bill = json(&["actuals", "import", file.to_str().expect("UTF-8")]);
    assert_eq!(nano(&bill["billed"]), nano(&truth()["2026-07"]["total"]));
    let (status, text, _) = kanjo(&[&args[..], &["csv"]].concat());
    assert!(status == 0 && text.starts_with("month,environment,resource,account,record"));
}

fn check(schema: &str, json: &Value) {
    let schema: Value = serde_json::from_str(&read(schema)).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let wrong: Vec<String> =
        validator.iter_errors(json).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The folder of the shared bills; without it these tests have nothing to read.
fn shared() -> Option<String> {
    let folder = std::env::var("KANJO_BILLING").ok();
    if folder.is_none() {
        eprintln!("KANJO_BILLING is not set: the shared bills are not tested");
    }
    folder
}

/// The folder that has both forms of an export is refused where both are read.
const FORM: &str = if cfg!(feature = "lake") { "/data" } else { "" };

#[test]
fn shared_one_bill_in_three_formats() {
    let Some(folder) = shared() else { return };
    let at = |name: &str| format!("{folder}/synthetic-tokyo/{name}");
    let truth = std::fs::read_to_string(at("truth.json")).expect("truth");
    let truth: Value = serde_json::from_str(&truth).expect("JSON");
    let by = |bill: &Value| {
        let mut sums: std::collections::BTreeMap<(String, String), i128> = Default::default();
        for line in bill["lines"].as_array().expect("lines") {
            // Cost Explorer has no record type where it groups by usage type.
            let usage = line["usage_type"].as_str().unwrap_or("").to_owned();
            let key = (line["month"].to_string(), usage);
            *sums.entry(key).or_default() += nano(&line["billed_cost"]);
        }
        sums
    };
    let cur = json(&["actuals", "import", &at(&format!("cur2{FORM}"))]);
    for other in [&format!("focus12{FORM}"), "ce/monthly_service_usagetype.json"] {
        let bill = json(&["actuals", "import", &at(other)]);
        for month in ["2026-07", "2026-08", "2026-09"] {
            close(&bill["months"][month], &truth["months"][month]["total"], 1000);
            close(&bill["months"][month], &cur["months"][month], 1000);
        }
        let (ours, theirs) = (by(&cur), by(&bill));
        assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
        for (key, amount) in &ours {
            assert!((amount - theirs[key]).abs() <= 1000, "{other} {key:?}");
        }
    }
}

#[test]
fn shared_savings_from_cur_and_focus() {
    let Some(folder) = shared() else { return };
    for format in ["cur2", "focus12"] {
        let bill = format!("{folder}/synthetic-tokyo/{format}{FORM}");
        let of =
            |month: &str| json(&["savings", "verify", LARGE, "--month", month, "--actual", &bill]);
        let august = of("2026-08");
        close(&august["saved"]["expected"], &serde_json::json!("304.1771"), 1000);
        close(&august["naive"]["month_before"], &serde_json::json!("301.95"), 10_000_000);
        close(&august["naive"]["on_rate"], &serde_json::json!("376.70"), 10_000_000);
        close(&august["naive"]["whole_bill"], &serde_json::json!("428.75"), 10_000_000);
        let september = of("2026-09");
        close(&september["saved"]["expected"], &serde_json::json!("136.903224"), 1000);
        assert_eq!(september["hours"], 360);
    }
}

#[test]
fn shared_reconcile_july_and_calibrate_for_august() {
    let Some(folder) = shared() else { return };
    let bill = format!("{folder}/synthetic-tokyo/cur2{FORM}");
    let found = json(&["reconcile", LARGE, "--month", "2026-07", "--actual", &bill]);
    sums(&found);
    close(&found["tags"]["untagged"], &serde_json::json!("453.765674"), 1000);
    let open = found["unmatched"].as_array().expect("a list");
    assert!(open.iter().all(|u| u["record"] == "tax" || u["record"] == "credit"), "{open:?}");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("kanjo.yaml");
    std::fs::copy(root().join(LARGE), &file).expect("copied");
    let path = file.to_str().expect("UTF-8");
    json(&[
        "calibrate",
        path,
        "--month",
        "2026-07",
        "--for",
        "2026-08",
        "--actual",
        &bill,
        "--write",
    ]);
    // What is tagged production: the gateway is shared with what was switched off.
    let august =
        json(&["reconcile", path, "--month", "2026-08", "--tag", "env=prod", "--actual", &bill]);
    let lines = august["lines"].as_array().expect("lines");
    let tagged = lines.iter().filter(|l| nano(&l["untagged"]) == 0);
    let (estimated, actual) =
        tagged.fold((0, 0), |(e, a), l| (e + nano(&l["estimated"]), a + nano(&l["actual"])));
    assert!(actual > 1_700_000_000_000, "{actual}");
    assert!((estimated - actual).abs() * 100 < actual, "{estimated} {actual}");
    // September is half over: the same days are compared, and the rest forecast.
    let september = json(&["reconcile", path, "--month", "2026-09", "--actual", &bill]);
    sums(&september);
    assert!(nano(&september["causes"]["period"]) < 0);
    assert_eq!(september["forecast"]["hours_seen"], 360);
}
