//! What we export as FOCUS, held against the FinOps Foundation's own model of
//! the requirements of 1.2: each rule that a row can be checked for by itself.
//! The model is in the folder that KANJO_BILLING names.

use super::determinism::kanjo;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

type Row = BTreeMap<String, String>;

fn rows(args: &[&str]) -> Vec<Row> {
    let (status, text, errors) = kanjo(args);
    assert_eq!(status, 0, "{errors}");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let row = |row: csv::StringRecord| {
        header.iter().zip(row.iter()).map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
    };
    reader.records().map(|found| row(found.expect("a row"))).collect()
}

/// The value of a column; an empty cell is null.
fn value<'a>(row: &'a Row, column: &Value) -> Option<&'a str> {
    row.get(column.as_str()?).map(String::as_str).filter(|text| !text.is_empty())
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all(whole) && all(fraction)
}

fn is_instant(text: &str) -> bool {
    text.len() == 20 && text.ends_with('Z') && text.parse::<jiff::Timestamp>().is_ok()
}

/// Whether a row meets a requirement; `None` for what a row cannot tell.
fn holds(rule: &Value, row: &Row) -> Option<bool> {
    let own = || value(row, &rule["ColumnName"]);
    let pair = || (value(row, &rule["ColumnAName"]), value(row, &rule["ColumnBName"]));
    let each = |check: fn(&str) -> bool| Some(own().is_none_or(check));
    match rule["CheckFunction"].as_str() {
        None => Some(true),
        Some("AND") => {
            rule["Items"].as_array()?.iter().try_fold(true, |all, one| Some(all & holds(one, row)?))
        }
        Some("OR") => rule["Items"]
            .as_array()?
            .iter()
            .try_fold(false, |any, one| Some(any | holds(one, row)?)),
        Some("ColumnPresent") => Some(row.contains_key(rule["ColumnName"].as_str()?)),
        Some("CheckValue") => Some(own() == rule["Value"].as_str()),
        Some("CheckNotValue") => Some(own() != rule["Value"].as_str()),
        Some("TypeDecimal" | "FormatNumeric" | "CheckDecimalValue") => each(is_decimal),
        Some("TypeDateTime" | "FormatDateTime") => each(is_instant),
        Some("TypeString" | "FormatString" | "FormatUnit") => Some(true),
        Some("FormatKeyValue") => {
            each(|text| serde_json::from_str::<BTreeMap<String, Value>>(text).is_ok())
        }
        Some("FormatCurrency" | "CheckNationalCurrency") => {
            each(|text| text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()))
        }
        Some("CheckGreaterOrEqualThanValue") => each(|text| !text.starts_with('-')),
        Some("CheckSameValue") => Some(pair().0 == pair().1),
        Some("CheckNotSameValue") => Some(pair().0 != pair().1),
        _ => None,
    }
}

/// Rules whose condition a machine cannot read from a row, each with why it is
/// met: the condition that the model gives is empty.
const STATED: [&str; 3] = [
    // Only where there is an invoice: an estimate has none, and a bill that was
    // read says whether it is one beside the rows.
    "InvoiceId-C-005-C",
    // Only what a third party is paid for.
    "BilledCost-C-005-C",
    // Only purchases that cover what comes later, and not fees and support.
    "EffectiveCost-C-005-C",
];

/// What a provider may support, and our rows claim.
const SUPPORTED: [&str; 5] = [
    "PUBLIC_PRICE_LIST_SUPPORTED",
    "REGION_SUPPORTED",
    "TAGGING_SUPPORTED",
    "UNIT_PRICING_SUPPORTED",
    "USAGE_MEASUREMENT_SUPPORTED",
];

#[test]
fn shared_what_is_exported_meets_the_model_of_focus() {
    let Ok(folder) = std::env::var("KANJO_BILLING") else {
        eprintln!("KANJO_BILLING is not set: the model of FOCUS is not there");
        return;
    };
    let model = std::fs::read_to_string(format!("{folder}/focus/validator/model-1.2.json"))
        .expect("the model");
    let model: Value = serde_json::from_str(&model).expect("JSON");
    let rules = model["ModelRules"].as_object().expect("rules");
    let claims = |rule: &Value| {
        let needs = rule["ApplicabilityCriteria"].as_array().into_iter().flatten();
        needs.filter_map(Value::as_str).all(|need| SUPPORTED.contains(&need))
    };
    // A column that only some providers have is bound only for those.
    let columns: BTreeSet<&str> = rules
        .values()
        .filter(|r| r["Function"] == "Composite" && !claims(r))
        .filter_map(|r| r["Reference"].as_str())
        .collect();
    // A composite that binds only some rows binds its parts to the same.
    let mut gates: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for rule in rules.values().filter(|r| r["Function"] == "Composite") {
        let criteria = &rule["ValidationCriteria"];
        for part in criteria["Requirement"]["Items"].as_array().into_iter().flatten() {
            if let Some(id) = part["ModelRuleId"].as_str() {
                gates.entry(id).or_default().push(&criteria["Condition"]);
            }
        }
    }
    let bound = |(id, rule): &(&String, &Value)| {
        let criteria = &rule["ValidationCriteria"];
        rule["Status"] == "Active"
            && rule["Type"] == "Static"
            && rule["Function"] != "Composite"
            && criteria["Keyword"].as_str().is_some_and(|k| k.starts_with("MUST"))
            && claims(rule)
            && !STATED.contains(&id.as_str())
            && !columns.contains(rule["Reference"].as_str().unwrap_or(""))
    };
    let examples = "examples/tokyo-actuals";
    for args in [
        &["actuals", "import", "examples/tokyo-actuals/bill", "--month", "2026-07"][..],
        &["actuals", "import", "examples/tokyo-actuals/bill", "--month", "2026-08"],
        &["estimate", examples, "--month", "2026-07"],
        &["estimate", "examples/commercial-production", "--month", "2026-12"],
    ] {
        let rows = rows(&[args, &["--format", "focus"]].concat());
        let (mut checked, mut broken) = (0, Vec::new());
        for (id, rule) in rules.iter().filter(bound) {
            let criteria = &rule["ValidationCriteria"];
            let wrong = |row: &&Row| {
                let mut whole = gates.get(id.as_str()).into_iter().flatten();
                whole.all(|gate| holds(gate, row) == Some(true))
                    && holds(&criteria["Condition"], row) == Some(true)
                    && holds(&criteria["Requirement"], row) == Some(false)
            };
            checked +=
                usize::from(rows.iter().any(|r| holds(&criteria["Requirement"], r).is_some()));
            if let Some(row) = rows.iter().find(wrong) {
                broken.push(format!("{id}: {} {row:?}", criteria["MustSatisfy"]));
            }
        }
        assert!(broken.is_empty(), "{args:?}\n{}", broken.join("\n"));
        assert!(checked > 140, "{checked} rules");
        eprintln!("{args:?}: {} rows meet {checked} rules", rows.len());
    }
}
