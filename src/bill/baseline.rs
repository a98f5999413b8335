//! A bill that was kept: the JSON of `kanjo estimate`, read back.
//!
//! Only what a difference needs is read, and every number through its digits.
//! Fields that a later version added are passed over.

use crate::bill::{Bill, Category, Charge, PriceKey, Span, Tags, Unpriced, UnsetUsage};
use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::{Cases, Number};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// The one schema that this version writes.
const SCHEMA: &str = "1";

/// A bill, and the prices that it was made with.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    pub bill: Bill,
    pub book: BaselineBook,
}

/// The price book that a baseline names.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct BaselineBook {
    #[serde(rename = "book")]
    pub name: String,
    pub sha256: String,
    pub oldest: String,
    pub newest: String,
}

#[derive(Deserialize)]
struct Head {
    schema: Option<Number>,
}

#[derive(Deserialize)]
struct Document {
    currency: String,
    period: Period,
    prices: BaselineBook,
    charges: Vec<Line>,
    #[serde(default)]
    unpriced: Vec<NoPrice>,
    #[serde(default)]
    unset_usage: Vec<NoUsage>,
}

#[derive(Deserialize)]
struct Period {
    month: String,
    hours: Number,
}

#[derive(Deserialize)]
struct Line {
    environment: String,
    account: Option<String>,
    resource: String,
    kind: String,
    meter: String,
    service_code: Option<String>,
    region: Option<String>,
    usage_type: Option<String>,
    operation: Option<String>,
    quantity: Number,
    quantity_low: Number,
    quantity_high: Number,
    unit: String,
    list_cost: Number,
    cost: Number,
    low: Number,
    high: Number,
    formula: String,
    pool: Option<String>,
    #[serde(default)]
    tags: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct NoPrice {
    environment: String,
    resource: String,
    #[serde(default)]
    kind: String,
    meter: String,
    key: String,
    quantity: Option<Number>,
    unit: String,
    code: Option<String>,
    why: String,
}

#[derive(Deserialize)]
struct NoUsage {
    environment: String,
    resource: String,
    #[serde(default)]
    kind: String,
    meter: String,
    #[serde(default)]
    input: String,
    unit: String,
    unit_price: Option<Number>,
}

impl Baseline {
    /// Reads the output of `kanjo estimate --format json`.
    pub fn parse(name: &str, text: &str) -> Result<Baseline, Diagnostic> {
        let wrong = |message: String| {
            Diagnostic::new(Code::BadJson, format!("{name}: {message}"))
                .help("make it with: kanjo estimate PATH --format json --out FILE")
        };
        let head: Head = serde_json::from_str(text).map_err(|e| wrong(e.to_string()))?;
        match head.schema.map(|schema| schema.to_string()) {
            Some(schema) if schema == SCHEMA => {}
            Some(schema) => {
                return Err(wrong(format!("schema {schema} is not known, only {SCHEMA} is")));
            }
            None => return Err(wrong("it has no `schema`, so it is not kanjo's".to_owned())),
        }
        let document: Document =
            serde_json::from_str(text).map_err(|e| wrong(format!("it is not an estimate: {e}")))?;
        if document.currency != "USD" {
            return Err(wrong(format!("it is in {}; differences are in USD", document.currency)));
        }
        let mut names = Names::default();
        let charges = document.charges.into_iter().map(|line| charge(line, &mut names)).collect();
        let Period { month, hours } = document.period;
        let bill = Bill::new(
            Span { label: month.into(), hours },
            document.currency,
            charges,
            document.unpriced.into_iter().map(unpriced).collect(),
            document.unset_usage.into_iter().map(unset).collect(),
            Vec::new(),
        );
        Ok(Baseline { bill, book: document.prices })
    }

    /// Leaves only the lines of these environments; all if none is named.
    pub fn keep(&mut self, environments: &[String]) {
        let keep = |name: &str| environments.is_empty() || environments.iter().any(|e| e == name);
        self.bill.charges.retain(|charge| keep(&charge.environment));
        self.bill.unpriced.retain(|line| keep(&line.environment));
        self.bill.unset.retain(|usage| keep(&usage.environment));
    }
}

/// Each name once in memory: a bill repeats few words often.
#[derive(Default)]
struct Names(HashSet<Arc<str>>);

impl Names {
    fn one(&mut self, text: String) -> Arc<str> {
        if let Some(known) = self.0.get(text.as_str()) {
            return Arc::clone(known);
        }
        let name: Arc<str> = text.into();
        self.0.insert(Arc::clone(&name));
        name
    }
}

fn charge(line: Line, names: &mut Names) -> Charge {
    let key = match (line.service_code, line.region, line.usage_type, line.operation) {
        (Some(service), Some(region), Some(usage_type), Some(operation)) => Some(PriceKey {
            service: names.one(service),
            region: names.one(region),
            usage_type: names.one(usage_type),
            operation: names.one(operation),
        }),
        _ => None,
    };
    let tags: BTreeMap<Arc<str>, Arc<str>> =
        line.tags.into_iter().map(|(key, value)| (names.one(key), names.one(value))).collect();
    Charge {
        environment: names.one(line.environment),
        account: line.account.map(|account| names.one(account)),
        resource: names.one(line.resource),
        kind: names.one(line.kind),
        meter: names.one(line.meter),
        category: Category::Usage,
        key,
        quantity: Cases::new(line.quantity_low, line.quantity, line.quantity_high),
        unit: names.one(line.unit),
        price: None,
        list_cost: Cases::same(line.list_cost),
        cost: Cases::new(line.low, line.cost, line.high),
        billed_cost: None,
        formula: names.one(line.formula),
        schedule: None,
        off_hours: None,
        pool: line.pool.map(|pool| names.one(pool)),
        tags: Tags::new(tags),
        caveats: Vec::new(),
        at: None,
    }
}

fn unpriced(line: NoPrice) -> Unpriced {
    Unpriced {
        environment: line.environment.into(),
        resource: line.resource.into(),
        kind: line.kind.into(),
        meter: line.meter.into(),
        key: line.key.into(),
        quantity: line.quantity.map(Cases::same),
        unit: line.unit.into(),
        code: line.code.and_then(|code| Code::named(&code)).unwrap_or(Code::PriceMissing),
        why: line.why.into(),
        at: None,
    }
}

fn unset(usage: NoUsage) -> UnsetUsage {
    UnsetUsage {
        environment: usage.environment.into(),
        resource: usage.resource.into(),
        kind: usage.kind.into(),
        meter: usage.meter.into(),
        input: usage.input.into(),
        unit: usage.unit.into(),
        unit_price: usage.unit_price,
    }
}
