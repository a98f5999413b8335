//! An audit for programs.

use crate::audit::{Finding, Row, Share};
use crate::quantity::Number;
use crate::report::Audited;
use crate::report::audit::because;
use crate::report::json::{SCHEMA, pretty};
use crate::text::Lang;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct AuditJson<'a> {
    schema: u32,
    kanjo: &'a str,
    at: String,
    currency: &'static str,
    window: &'a str,
    totals: Totals,
    accounts: Vec<ShareJson<'a>>,
    tag: Option<TagJson<'a>>,
    wanted_tags: Vec<&'a str>,
    resources: Vec<ResourceJson<'a>>,
    findings: Vec<FindingJson<'a>>,
    findings_save_per_month: Number,
    advice: Vec<AdviceJson<'a>>,
    unpriced: Vec<UnpricedJson<'a>>,
    notes: &'a [String],
}

/// USD a month; what has no price is in none.
#[derive(Serialize)]
struct Totals {
    resources: usize,
    monthly: Number,
    outside_production: Number,
    production_unknown: Number,
    untagged: Number,
    saves_with_policies: Number,
    saves_with_window: Number,
    outside_hours: Number,
    keeps_running: Number,
    stays: Number,
}

#[derive(Serialize)]
struct ShareJson<'a> {
    name: &'a str,
    resources: usize,
    monthly: Number,
    outside_production: Number,
    production_unknown: Number,
    untagged: Number,
    outside_hours: Number,
}

#[derive(Serialize)]
struct TagJson<'a> {
    key: &'a str,
    values: Vec<ShareJson<'a>>,
}

#[derive(Serialize)]
struct ResourceJson<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    account: &'a str,
    region: &'a str,
    purpose: &'static str,
    scheduled: bool,
    lacks_tags: Vec<&'a str>,
    /// Null without a price.
    monthly: Option<Number>,
    with_policies: Option<Number>,
    with_window: Option<Number>,
    blocked: Option<&'static str>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    rule: &'static str,
    id: &'a str,
    name: String,
    because: String,
    monthly: Option<Number>,
    saves_per_month: Option<Number>,
}

#[derive(Serialize)]
struct AdviceJson<'a> {
    rule: &'a str,
    id: &'a str,
    because: &'a str,
    saves_per_month: Number,
}

#[derive(Serialize)]
struct UnpricedJson<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    why: &'a str,
}

pub fn audit_json(a: &Audited<'_>) -> String {
    let (audit, total) = (a.audit, &a.audit.total);
    let id = |at: usize| a.target(at).map_or("", |target| target.id.as_str());
    let kind = |at: usize| a.target(at).map_or("", |target| target.kind.as_str());
    let finding = |f: &Finding| FindingJson {
        rule: f.rule.name(),
        id: id(f.target),
        name: a.name(f.target),
        because: because(f, Lang::En),
        monthly: f.monthly,
        saves_per_month: f.saves,
    };
    pretty(&AuditJson {
        schema: SCHEMA,
        kanjo: a.made.version,
        at: audit.at.to_string(),
        currency: "USD",
        window: a.window,
        totals: Totals {
            resources: total.resources,
            monthly: total.monthly,
            outside_production: total.outside,
            production_unknown: total.unknown,
            untagged: total.untagged,
            saves_with_policies: audit.saves_with_policies,
            saves_with_window: audit.saves_with_window,
            outside_hours: total.outside_hours,
            keeps_running: audit.keeps_running,
            stays: audit.stays,
        },
        accounts: shares(&audit.accounts),
        tag: a.tag.map(|key| TagJson { key, values: shares(&audit.tags) }),
        wanted_tags: audit.wanted_tags.iter().map(|tag| &**tag).collect(),
        resources: audit.rows.iter().filter_map(|row| resource(a, row)).collect(),
        findings: audit.findings.iter().map(finding).collect(),
        findings_save_per_month: audit.findings_save,
        advice: audit
            .advice
            .iter()
            .map(|advice| AdviceJson {
                rule: &advice.rule,
                id: id(advice.target),
                because: &advice.because.en,
                saves_per_month: advice.saves,
            })
            .collect(),
        unpriced: audit
            .unpriced
            .iter()
            .map(|(at, why)| UnpricedJson { id: id(*at), kind: kind(*at), why })
            .collect(),
        notes: &audit.notes,
    })
}

fn shares(shares: &BTreeMap<String, Share>) -> Vec<ShareJson<'_>> {
    shares
        .iter()
        .map(|(name, share)| ShareJson {
            name,
            resources: share.resources,
            monthly: share.monthly,
            outside_production: share.outside,
            production_unknown: share.unknown,
            untagged: share.untagged,
            outside_hours: share.outside_hours,
        })
        .collect()
}

fn resource<'a>(a: &Audited<'a>, row: &'a Row) -> Option<ResourceJson<'a>> {
    let target = a.target(row.target)?;
    let with = |cost: Number| row.priced.monthly.map(|_| cost);
    Some(ResourceJson {
        id: &target.id,
        name: &target.name,
        kind: &target.kind,
        account: &row.account,
        region: &target.region,
        purpose: row.purpose.name(),
        scheduled: row.scheduled,
        lacks_tags: row.lacks.iter().map(|tag| &**tag).collect(),
        monthly: row.priced.monthly,
        with_policies: with(row.priced.policies),
        with_window: with(row.priced.window),
        blocked: row.blocked.map(|block| block.name()),
    })
}
