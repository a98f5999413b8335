//! Answers of Cost Explorer's GetCostAndUsage, as files.
//!
//! An answer is one grouping of a bill. Two answers about one month are two
//! views of the same money and are refused together; pages of one answer are
//! not, as long as no group comes twice.

use super::Wanted;
use super::collect::{Collector, Refused, Row};
use super::columns::plain;
use super::records;
use super::services::product_code;
use super::when::hour_of;
use crate::bill::Record;
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::Number;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Answer {
    #[serde(default)]
    group_definitions: Vec<Definition>,
    pub results_by_time: Vec<Period>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Definition {
    #[serde(rename = "Type")]
    kind: String,
    key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Period {
    pub time_period: Interval,
    #[serde(default)]
    total: BTreeMap<String, Metric>,
    #[serde(default)]
    pub groups: Vec<Group>,
    #[serde(default)]
    estimated: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Interval {
    pub start: String,
    end: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Group {
    pub keys: Vec<String>,
    pub metrics: BTreeMap<String, Metric>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Metric {
    pub amount: String,
    #[serde(default)]
    unit: String,
}

/// What the question said in its filter, and the answer does not repeat.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub environment: String,
    pub record: Option<Record>,
    /// The product of a usage type.
    pub products: Arc<BTreeMap<String, String>>,
    /// Take only what is no usage: other questions ask for that.
    pub no_usage: bool,
}

/// Groups that were seen, across the pages of one answer.
#[derive(Default)]
pub(super) struct Seen(BTreeSet<(String, Vec<String>)>);

/// Answers of other calls, by a key that they have.
const OTHERS: [(&str, &str); 4] = [
    ("Tags", "GetTags"),
    ("DimensionValues", "GetDimensionValues"),
    ("ForecastResultsByTime", "GetCostForecast"),
    ("ResultsByTime", "GetCostAndUsage"),
];

/// What a file of JSON is called if it is no bill.
pub(super) fn is_another(text: &str) -> Option<&'static str> {
    let json: BTreeMap<String, serde::de::IgnoredAny> = serde_json::from_str(text).ok()?;
    let found = OTHERS.iter().find(|(key, _)| json.contains_key(*key));
    found.map_or(Some("JSON of another sort"), |(key, call)| {
        (*key != "ResultsByTime").then_some(*call)
    })
}

pub(super) struct File<'a> {
    pub name: &'a str,
    pub file: usize,
    pub files: &'a [String],
    pub wanted: &'a Wanted,
    /// `None`: a file, of which nobody knows the question.
    pub asked: Option<&'a Asked>,
}

impl File<'_> {
    pub(super) fn read(
        &self,
        text: &str,
        seen: &mut Seen,
        into: &mut Collector,
    ) -> Result<(), Diagnostic> {
        let bad = |line: usize, what: String| {
            Diagnostic::new(Code::BadJson, format!("{}:{line}: {what}", self.name))
        };
        if let Some(call) = is_another(text) {
            return Err(bad(1, format!("this is {call}, not an answer of GetCostAndUsage")));
        }
        let answer: Answer =
            serde_json::from_str(text).map_err(|e| bad(e.line(), e.to_string()))?;
        self.add(&answer, seen, into)
    }

    /// Adds one page of an answer.
    pub(super) fn add(
        &self,
        answer: &Answer,
        seen: &mut Seen,
        into: &mut Collector,
    ) -> Result<(), Diagnostic> {
        let by: Vec<String> =
            answer.group_definitions.iter().map(|d| format!("{} {}", d.kind, d.key)).collect();
        // Questions that part the bill between them are one bill.
        let format = match self.asked {
            Some(_) => "Cost Explorer".to_owned(),
            None => format!("Cost Explorer by {}", by.join(", ")),
        };
        for period in &answer.results_by_time {
            into.common.estimated |= period.estimated;
            let whole = [Group { keys: Vec::new(), metrics: BTreeMap::new() }];
            let groups = if period.groups.is_empty() { &whole[..] } else { &period.groups };
            for group in groups {
                if !seen.0.insert((period.time_period.start.clone(), group.keys.clone())) {
                    let message = format!(
                        "{}: {} {} was read already",
                        self.name,
                        period.time_period.start,
                        group.keys.join(" / ")
                    );
                    return Err(Diagnostic::new(Code::BillTwice, message)
                        .help("give each page of one answer once"));
                }
                let metrics = if period.groups.is_empty() { &period.total } else { &group.metrics };
                self.group(&answer.group_definitions, period, &group.keys, metrics, &format, into)?;
            }
        }
        Ok(())
    }

    fn group(
        &self,
        definitions: &[Definition],
        period: &Period,
        keys: &[String],
        metrics: &BTreeMap<String, Metric>,
        format: &str,
        into: &mut Collector,
    ) -> Result<(), Diagnostic> {
        let at = &period.time_period;
        let bad = |what: String| {
            let place = format!("{}: {} {}", self.name, at.start, keys.join(" / "));
            Diagnostic::new(Code::BadJson, format!("{place}: {what}"))
        };
        let amount = |names: &[&str]| -> Result<Option<(Number, &str)>, Diagnostic> {
            let Some(metric) = names.iter().find_map(|name| metrics.get(*name)) else {
                return Ok(None);
            };
            let number = Number::parse_billed(&metric.amount)
                .ok_or_else(|| bad(format!("`{}` is not an amount", metric.amount)))?;
            Ok(Some((number, metric.unit.as_str())))
        };
        // Nothing was billed in a period without groups and without a total.
        if metrics.is_empty() {
            return Ok(());
        }
        let billed =
            amount(&["UnblendedCost", "NetUnblendedCost", "BlendedCost", "AmortizedCost"])?;
        let effective = amount(&["NetAmortizedCost", "AmortizedCost"])?;
        let Some((billed, currency)) = billed.or(effective) else {
            return Err(bad("no metric is a cost".to_owned()).help("--metrics UnblendedCost"));
        };
        let quantity = amount(&["UsageQuantity"])?.filter(|(_, unit)| *unit != "N/A");
        let mut row = Row {
            month: at.start.get(..7).unwrap_or(""),
            environment: "",
            resource: "",
            account: "",
            product: "",
            service: "",
            usage_type: "",
            operation: "",
            region: "",
            record: Record::Usage,
            unit: quantity.map_or("", |(_, unit)| unit),
            seller: "",
            provider: "AWS",
            payer: "",
            invoiced: false,
            correction: false,
            currency: if currency.is_empty() { "USD" } else { currency },
            quantity: quantity.map(|(quantity, _)| quantity),
            list: None,
            billed,
            effective: effective.map_or(billed, |(cost, _)| cost),
            start: hour_of(&at.start),
            end: hour_of(&at.end),
            rows: 1,
        };
        if let Some(asked) = self.asked {
            row.environment = &asked.environment;
            row.record = asked.record.unwrap_or(row.record);
        }
        for (definition, key) in definitions.iter().zip(keys) {
            self.place(&mut row, definition, key);
        }
        if let Some(asked) = self.asked {
            if asked.no_usage && row.record.is_usage() {
                return Ok(());
            }
            if let Some(product) = asked.products.get(row.usage_type) {
                (row.product, row.service) = (product, product);
            }
        }
        into.add(&row, self.file, format).map_err(|refused| match refused {
            Refused::TooLarge => bad("a sum does not fit 28 digits".to_owned()),
            Refused::Currency(a, b) => bad(format!("the bill mixes {a} and {b}")),
            Refused::Format(known, from) => {
                let from = self.files.get(from).map_or("", String::as_str);
                let message = format!("{}: {} is in {from} as {known}", self.name, row.month);
                Diagnostic::new(Code::BillTwice, message)
                    .help("each grouping is the whole bill again: give one")
            }
        })
    }

    /// What one key of a group says.
    fn place<'a>(&self, row: &mut Row<'a>, definition: &Definition, key: &'a str) {
        let is = |wanted: &Option<String>| {
            wanted.as_deref().is_some_and(|wanted| plain(wanted) == plain(&definition.key))
        };
        match (definition.kind.as_str(), definition.key.as_str()) {
            ("DIMENSION", "SERVICE") => {
                let code = product_code(key);
                (row.product, row.service) = (code, code);
                if key == "Tax" {
                    row.record = Record::Tax;
                }
            }
            // Tax and credits carry no usage type.
            ("DIMENSION", "USAGE_TYPE") => {
                row.usage_type = if key == "NoUsageType" { "" } else { key }
            }
            ("DIMENSION", "OPERATION") => {
                row.operation = if key == "NoOperation" { "" } else { key }
            }
            ("DIMENSION", "REGION") => row.region = key,
            ("DIMENSION", "LINKED_ACCOUNT") => row.account = key,
            ("DIMENSION", "RECORD_TYPE") => row.record = records::of_cost_explorer(key),
            ("TAG", _) => {
                // `Key$value`; nothing behind the `$` is untagged.
                let value = key.split_once('$').map_or(key, |(_, value)| value);
                if is(&self.wanted.environment) {
                    row.environment = value;
                } else if is(&self.wanted.resource) {
                    row.resource = value;
                }
            }
            _ => {}
        }
    }
}
