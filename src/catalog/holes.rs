//! Every price key that the catalogue can form, and those that have no price.
//!
//! A kind's usage types are templates over its choices, so the keys are found
//! by trying every combination of the choices that a meter looks at. A key
//! without a price is a hole. Holes are listed with their reason in
//! `pricing-cache/HOLES.csv`; one that is not listed, and one that is listed
//! and has a price, are both errors.

use crate::catalog::kind::{Input, InputType, Kind, Meter, matches};
use crate::catalog::scope::{Each, KindScope};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::expr::{Expr, Notes, Value, eval};
use crate::prices::Book;
use crate::quantity::Number;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A key that a meter can form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MeterKey {
    pub meter: Arc<str>,
    pub service: Arc<str>,
    /// `global`, or wherever the resource is.
    pub region: Option<Arc<str>>,
    pub usage_type: Arc<str>,
    pub operation: Arc<str>,
    pub unit: Arc<str>,
}

/// A key without a price in a region.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hole {
    pub kind: Arc<str>,
    pub meter: Arc<str>,
    pub region: Arc<str>,
    pub usage_type: Arc<str>,
    /// Of the meter.
    pub span: Span,
}

/// More combinations than this and the kind is asked too much at once.
const MOST: usize = 20_000;

/// All keys that a kind can form.
pub fn keys(kind: &Kind) -> BTreeSet<MeterKey> {
    formed(kind, None)
}

/// The keys that hold what a person writes, such as an instance class, with `*` in
/// its place: `BoxUsage:*`.
pub fn patterns(kind: &Kind) -> BTreeSet<MeterKey> {
    let any = Value::String(Arc::from("*"));
    let mut found = formed(kind, Some(&any));
    // One that begins with anything would be everything.
    let named = |key: &MeterKey| key.usage_type.find('*').is_some_and(|at| at >= 4);
    found.retain(|key| named(key) && !key.operation.contains('*'));
    found
}

/// `any` stands for what is written freely; without it such a key is none.
fn formed(kind: &Kind, any: Option<&Value>) -> BTreeSet<MeterKey> {
    let mut found = BTreeSet::new();
    for meter in &kind.meters {
        let looked_at = names_of(meter);
        let mut combinations: Vec<Vec<Value>> = vec![Vec::new()];
        for input in &kind.inputs {
            let values = if looked_at.contains(&*input.name) {
                choices(input, any)
            } else {
                vec![plain(input)]
            };
            let mut next = Vec::with_capacity(combinations.len() * values.len());
            for combination in &combinations {
                for value in &values {
                    let mut longer = combination.clone();
                    longer.push(value.clone());
                    next.push(longer);
                }
            }
            next.truncate(MOST);
            combinations = next;
        }
        for inputs in &combinations {
            meter_keys(kind, meter, inputs, &mut found);
        }
    }
    found
}

fn names_of(meter: &Meter) -> BTreeSet<&str> {
    let exprs: [Option<&Expr>; 4] = [
        meter.when.as_ref(),
        meter.for_each.as_ref(),
        Some(&meter.usage_type),
        meter.operation.as_ref(),
    ];
    let mut names = BTreeSet::new();
    for expr in exprs.into_iter().flatten() {
        expr.visit_variables(&mut |name, _| {
            names.insert(name);
        });
    }
    names
}

/// The values of an input that can make a difference.
fn choices(input: &Input, any: Option<&Value>) -> Vec<Value> {
    match input.kind {
        InputType::Switch => vec![Value::Bool(false), Value::Bool(true)],
        InputType::Text if !input.one_of.is_empty() => {
            input.one_of.iter().map(|c| Value::String(Arc::clone(c))).collect()
        }
        InputType::Map => {
            let one = |name: &Arc<str>| (Arc::clone(name), Value::Number(Number::ONE));
            vec![Value::map(input.one_of.iter().map(one))]
        }
        InputType::List => {
            vec![Value::list(input.one_of.iter().map(|c| Value::String(Arc::clone(c))))]
        }
        // Nothing, some and many, for conditions such as `used > reserved`.
        InputType::Number => {
            let some = input.one_of.iter().filter_map(|c| Number::parse(c)).map(Value::Number);
            let mut values: Vec<Value> = some.collect();
            if values.is_empty() {
                values = [0u64, 1_000, 1_000_000].map(|n| Value::Number(Number::from(n))).to_vec();
            }
            values.extend(input.default.clone());
            values
        }
        InputType::Text => vec![any.cloned().unwrap_or_else(|| plain(input))],
        InputType::Object => vec![plain(input)],
    }
}

fn plain(input: &Input) -> Value {
    if input.kind == InputType::Object {
        return Value::map(input.fields.iter().map(|f| (Arc::clone(&f.name), plain(f))));
    }
    input.default.clone().unwrap_or_else(|| Value::unset(Arc::clone(&input.path)))
}

fn meter_keys(kind: &Kind, meter: &Meter, inputs: &[Value], found: &mut BTreeSet<MeterKey>) {
    let region = Arc::from("region");
    let scope = |each| KindScope {
        kind,
        inputs,
        region: &region,
        period_hours: Number::from(730u64),
        each,
    };
    let run =
        |expr: &Expr, each: Option<Each>| eval(expr, &scope(each), &mut Notes::default()).ok();
    if let Some(when) = &meter.when
        && run(when, None) != Some(Value::Bool(true))
    {
        return;
    }
    let each: Vec<Option<Each>> = match meter.for_each.as_ref().and_then(|f| run(f, None)) {
        None if meter.for_each.is_none() => vec![None],
        Some(Value::Map(map)) => map
            .iter()
            .map(|(k, v)| Some(Each { key: Value::String(Arc::clone(k)), value: v.clone() }))
            .collect(),
        Some(Value::List(items)) => {
            items.iter().map(|v| Some(Each { key: v.clone(), value: v.clone() })).collect()
        }
        _ => Vec::new(),
    };
    for each in each {
        let Some(usage_type) = run(&meter.usage_type, each.clone()).and_then(|v| v.to_text())
        else {
            continue;
        };
        let operation =
            meter.operation.as_ref().and_then(|o| run(o, each)).and_then(|v| v.to_text());
        found.insert(MeterKey {
            meter: Arc::clone(&meter.name),
            service: Arc::clone(&meter.service),
            region: meter.region.clone(),
            usage_type,
            operation: operation.unwrap_or_else(|| Arc::from("")),
            unit: Arc::clone(&meter.unit),
        });
    }
}

/// What a check of kinds against a book found.
#[derive(Debug, Default)]
pub struct Audit {
    /// Keys that were looked up, over all regions.
    pub keys: usize,
    pub holes: BTreeSet<Hole>,
    /// Meters whose unit is not their price's, prices that do not resolve.
    pub errors: Vec<Diagnostic>,
}

/// Looks up every key of a kind in every region of a book.
pub fn audit(kind: &Kind, book: &Book, audit: &mut Audit) {
    let global: Arc<str> = Arc::from("global");
    let regions: Vec<Arc<str>> =
        book.regions().map(|r| Arc::from(r.code.as_str())).filter(|code| *code != global).collect();
    for key in keys(kind) {
        let own = key.region.as_ref().map(std::slice::from_ref);
        for region in own.unwrap_or(&regions) {
            audit.keys += 1;
            match book.resolve(&key.service, region, &key.usage_type, &key.operation) {
                Err(diagnostic) => audit.errors.push(diagnostic),
                Ok(Some(price)) if price.unit != key.unit => {
                    let meter = kind.meters.iter().find(|m| m.name == key.meter);
                    let message = format!(
                        "{} {}: the meter is in {}, its price {} is in {}",
                        kind.name,
                        key.meter,
                        key.unit,
                        price.key.path(),
                        price.unit
                    );
                    let span = meter.map_or(kind.span, |m| m.span);
                    audit
                        .errors
                        .push(Diagnostic::new(Code::PriceUnit, message).at(span, "this meter"));
                }
                Ok(Some(_)) => {}
                Ok(None) => {
                    audit.holes.insert(Hole {
                        kind: Arc::clone(&kind.name),
                        meter: Arc::clone(&key.meter),
                        region: Arc::clone(region),
                        usage_type: Arc::clone(&key.usage_type),
                        span: kind
                            .meters
                            .iter()
                            .find(|m| m.name == key.meter)
                            .map_or(kind.span, |m| m.span),
                    });
                }
            }
        }
    }
}

/// A row of `HOLES.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub kind: String,
    pub meter: String,
    pub region: String,
    pub reason: String,
    pub line: usize,
}

/// The committed list of holes.
pub fn listed() -> Vec<Listed> {
    read_holes(include_str!("../../pricing-cache/HOLES.csv"))
}

/// Reads a list of holes: `kind,meter,region,reason`, each of the first three a
/// name or a glob.
pub fn read_holes(text: &str) -> Vec<Listed> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for (i, record) in reader.records().flatten().enumerate() {
        let field = |n: usize| record.get(n).unwrap_or("").to_owned();
        rows.push(Listed {
            kind: field(0),
            meter: field(1),
            region: field(2),
            reason: field(3),
            line: i + 2,
        });
    }
    rows
}

/// The place of a meter, and the regions without its price.
type Missing<'a> = (Span, Vec<&'a str>);

/// Holes that are not listed, rows without a reason, and rows that list no
/// hole: file and line each.
pub fn check_listed(holes: &BTreeSet<Hole>, listed: &[Listed]) -> Vec<Diagnostic> {
    let bad = |message: String| Diagnostic::new(Code::PriceHole, message);
    let covers = |row: &Listed, hole: &Hole| {
        matches(&row.kind, &hole.kind)
            && matches(&row.meter, &hole.meter)
            && matches(&row.region, &hole.region)
    };
    let mut errors = Vec::new();
    let mut unlisted: BTreeMap<(Arc<str>, Arc<str>), Missing<'_>> = BTreeMap::new();
    for hole in holes.iter().filter(|hole| !listed.iter().any(|row| covers(row, hole))) {
        let meter = (hole.kind.clone(), hole.meter.clone());
        unlisted.entry(meter).or_insert((hole.span, Vec::new())).1.push(&hole.region);
    }
    for ((kind, meter), (span, mut regions)) in unlisted {
        regions.dedup();
        errors.push(
            bad(format!("{meter} of {kind} has no price in {}", regions.join(", ")))
                .at(span, "this meter")
                .help("fix the usage type, or list the hole with its reason in pricing-cache/HOLES.csv"),
        );
    }
    for row in listed {
        let place = format!("pricing-cache/HOLES.csv:{}", row.line);
        if row.reason.trim().is_empty() {
            errors.push(bad(format!("{place}: the hole has no reason")));
        }
        if !holes.iter().any(|hole| covers(row, hole)) {
            let what = format!("{} {} in {}", row.kind, row.meter, row.region);
            errors.push(bad(format!(
                "{place}: {what} is no hole: it has a price, or does not exist"
            )));
        }
    }
    errors
}
