//! A reconciliation for programs, as JSON and as CSV.

use crate::quantity::Number;
use crate::reconcile::{Account, Cause, Causes, Pair, Unmatched};
use crate::report::actual::{CaveatJson, caveats};
use crate::report::amounts::USD;
use crate::report::csv::{text, write};
use crate::report::json::{SCHEMA, pretty};
use crate::report::reconcile::Reconciliation;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Json<'a> {
    schema: u32,
    month: &'a str,
    view: &'static str,
    formats: Vec<&'a str>,
    currency: &'static str,
    estimated: Number,
    actual: Number,
    difference: Number,
    causes: BTreeMap<&'static str, Number>,
    lines: Vec<PairJson<'a>>,
    unmatched: Vec<UnmatchedJson<'a>>,
    groups: BTreeMap<&'a str, SidesJson>,
    grouped_by: &'static str,
    tags: TagsJson<'a>,
    forecast: Option<ForecastJson>,
    left_out: Vec<&'a str>,
    outside_hours: BTreeMap<&'a str, Number>,
    caveats: Vec<CaveatJson<'a>>,
}

#[derive(Serialize)]
struct SidesJson {
    estimated: Number,
    actual: Number,
}

#[derive(Serialize)]
struct PairJson<'a> {
    environment: &'a str,
    resource: &'a str,
    meter: &'a str,
    service_code: &'a str,
    usage_type: &'a str,
    unit: &'a str,
    estimated: Number,
    actual: Number,
    difference: Option<Number>,
    planned_quantity: Number,
    used_quantity: Number,
    untagged: Number,
    causes: BTreeMap<&'static str, Number>,
}

#[derive(Serialize)]
struct UnmatchedJson<'a> {
    environment: &'a str,
    resource: &'a str,
    account: &'a str,
    service_code: &'a str,
    usage_type: &'a str,
    operation: &'a str,
    record: &'static str,
    quantity: Option<Number>,
    unit: &'a str,
    actual: Number,
    cause: &'static str,
    usage_not_stated: bool,
}

#[derive(Serialize)]
struct TagsJson<'a> {
    usage: Number,
    untagged: Number,
    production: Number,
    non_production: Number,
    not_usage: Number,
    untagged_by: Vec<(&'a str, &'a str, &'a str, Number)>,
}

#[derive(Serialize)]
struct ForecastJson {
    low: Number,
    expected: Number,
    high: Number,
    to_date: Number,
    hours_seen: i64,
    hours: i64,
}

fn map(causes: &Causes) -> BTreeMap<&'static str, Number> {
    causes.present().map(|(cause, amount)| (cause.name(), amount)).collect()
}

pub fn reconcile_json(r: &Reconciliation<'_>) -> String {
    let h = r.hygiene;
    let by = h.by.iter().map(|((a, s, u), cost)| (&**a, &**s, &**u, *cost));
    let side = |a: &Account| SidesJson { estimated: a.estimated, actual: a.actual };
    pretty(&Json {
        schema: SCHEMA,
        month: r.month,
        view: r.actual.view.name(),
        formats: r.actual.formats.iter().map(|f| &**f).collect(),
        currency: USD,
        estimated: r.found.estimated,
        actual: r.found.actual,
        difference: r.found.difference,
        causes: map(&r.found.causes),
        lines: r.found.lines.iter().map(pair_json).collect(),
        unmatched: r.found.unmatched.iter().map(unmatched_json).collect(),
        groups: r.groups.iter().map(|(name, a)| (&**name, side(a))).collect(),
        grouped_by: r.grouped_by,
        tags: TagsJson {
            usage: h.usage,
            untagged: h.untagged,
            production: h.production,
            non_production: h.non_production,
            not_usage: h.other,
            untagged_by: by.collect(),
        },
        forecast: r.forecast.map(|f| ForecastJson {
            low: f.cost.low,
            expected: f.cost.expected,
            high: f.cost.high,
            to_date: f.to_date,
            hours_seen: f.seen,
            hours: f.hours,
        }),
        left_out: r.left_out.iter().map(|n| &**n).collect(),
        outside_hours: r.outside_hours.iter().map(|(n, c)| (&**n, *c)).collect(),
        caveats: caveats(r.actual),
    })
}

fn pair_json(p: &Pair) -> PairJson<'_> {
    PairJson {
        environment: &p.environment,
        resource: &p.resource,
        meter: &p.meter,
        service_code: &p.service,
        usage_type: &p.usage_type,
        unit: &p.unit,
        estimated: p.estimated,
        actual: p.actual,
        difference: p.actual.minus(p.estimated),
        planned_quantity: p.planned,
        used_quantity: p.used,
        untagged: p.untagged,
        causes: map(&p.causes),
    }
}

fn unmatched_json(u: &Unmatched) -> UnmatchedJson<'_> {
    UnmatchedJson {
        environment: &u.environment,
        resource: &u.resource,
        account: &u.account,
        service_code: &u.service,
        usage_type: &u.usage_type,
        operation: &u.operation,
        record: u.record.name(),
        quantity: u.quantity,
        unit: &u.unit,
        actual: u.actual,
        cause: u.cause.name(),
        usage_not_stated: u.unset,
    }
}

const HEADER: [&str; 7] =
    ["environment", "resource", "line", "estimated", "actual", "difference", "cause"];

/// A line of either side a row; the differences sum to the difference.
pub fn reconcile_csv(r: &Reconciliation<'_>) -> String {
    let pairs = r.found.lines.iter().map(|p| {
        let moved = p.actual.minus(p.estimated).unwrap_or(Number::ZERO);
        let cause = p.causes.main().map_or("", Cause::name);
        [
            text(&p.environment),
            text(&p.resource),
            text(&p.usage_type),
            p.estimated.to_string(),
            p.actual.to_string(),
            moved.to_string(),
            cause.to_owned(),
        ]
    });
    let alone = r.found.unmatched.iter().map(|u| {
        let what = if u.usage_type.is_empty() { u.record.name() } else { &u.usage_type };
        [
            text(&u.environment),
            text(&u.resource),
            text(what),
            "0".to_owned(),
            u.actual.to_string(),
            u.actual.to_string(),
            u.cause.name().to_owned(),
        ]
    });
    write(&HEADER, pairs.chain(alone))
}
