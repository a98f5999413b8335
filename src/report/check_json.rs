//! A check as JSON, for programs. Keys and messages are English.

use crate::check::{Checked, Finding, Level, Note, NoteAbout, Policies, What};
use crate::quantity::Number;
use crate::report::Made;
use crate::report::check_words::{note, sentence};
use crate::report::json::{PricesJson, SCHEMA, pretty, prices};
use crate::text::Lang;
use serde::Serialize;

#[derive(Serialize)]
struct CheckJson<'a> {
    schema: u32,
    kanjo: &'a str,
    prices: PricesJson<'a>,
    /// The day on which waivers were judged.
    today: String,
    holds: bool,
    rules: usize,
    errors: usize,
    warnings: usize,
    waived: usize,
    findings: Vec<FindingJson<'a>>,
    notes: Vec<NoteJson<'a>>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    rule: &'a str,
    severity: &'static str,
    finding: &'static str,
    environment: Option<&'a str>,
    resource: Option<&'a str>,
    kind: Option<&'a str>,
    /// What does not hold, as a sentence.
    text: String,
    /// The rule's own words.
    message: Option<&'a str>,
    details: Details<'a>,
    waived: Option<WaivedJson<'a>>,
    at: AtJson<'a>,
}

/// The numbers and names of the sentence; which there are depends on `finding`.
#[derive(Default, Serialize)]
struct Details<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit_percent: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delta: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stops: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waiver_of: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
}

#[derive(Serialize)]
struct WaivedJson<'a> {
    reason: &'a str,
    expires: String,
}

#[derive(Serialize)]
struct AtJson<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct NoteJson<'a> {
    rule: &'a str,
    note: &'static str,
    environment: Option<&'a str>,
    resource: Option<&'a str>,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<&'a str>,
}

/// The check as JSON: a line for each finding, a newline at the end.
pub fn check_json(made: &Made<'_>, policies: &Policies, checked: &Checked, today: &str) -> String {
    pretty(&CheckJson {
        schema: SCHEMA,
        kanjo: made.version,
        prices: prices(made),
        today: today.to_owned(),
        holds: checked.holds(),
        rules: policies.rules.len(),
        errors: checked.count(Level::Error),
        warnings: checked.count(Level::Warning),
        waived: checked.waived(),
        findings: checked.findings.iter().map(finding).collect(),
        notes: checked.notes.iter().map(note_json).collect(),
    })
}

fn finding(finding: &Finding) -> FindingJson<'_> {
    FindingJson {
        rule: &finding.rule,
        severity: finding.level.name(),
        finding: finding.what.name(),
        environment: finding.environment.as_deref(),
        resource: finding.resource.as_deref(),
        kind: finding.kind.as_deref(),
        text: sentence(finding, Lang::En),
        message: finding.message.as_deref(),
        details: details(&finding.what),
        waived: finding
            .waived
            .as_ref()
            .map(|w| WaivedJson { reason: &w.reason, expires: w.expires.to_string() }),
        at: AtJson { file: &finding.at.file, line: finding.at.line, column: finding.at.column },
    }
}

fn details(what: &What) -> Details<'_> {
    let none = Details::default();
    match what {
        What::OverBudget { limit, expected, above } => {
            Details { limit: Some(*limit), expected: Some(*expected), delta: Some(*above), ..none }
        }
        What::HighOverBudget { limit, expected, high } => {
            Details { limit: Some(*limit), expected: Some(*expected), high: Some(*high), ..none }
        }
        What::Increase { before, after, delta, amount, percent } => Details {
            limit: *amount,
            limit_percent: *percent,
            before: Some(*before),
            expected: Some(*after),
            delta: Some(*delta),
            ..none
        },
        What::MissingTags(tags) => {
            Details { tags: Some(tags.iter().map(|tag| &**tag).collect()), ..none }
        }
        What::Forbidden(condition) => Details { condition: condition.as_deref(), ..none },
        What::NoSchedule { stops } => Details { stops: Some(*stops), ..none },
        What::WaiverExpired { rule, expires, .. } => {
            Details { waiver_of: Some(rule), expires: Some(expires.to_string()), ..none }
        }
    }
}

fn note_json(one: &Note) -> NoteJson<'_> {
    NoteJson {
        rule: &one.rule,
        note: one.about.name(),
        environment: one.environment.as_deref(),
        resource: one.resource.as_deref(),
        text: note(one, Lang::En),
        input: match &one.about {
            NoteAbout::NotKnown(input) => Some(input),
            _ => None,
        },
    }
}
