//! Advice as JSON, for programs. Keys and messages are English.

use crate::advice::{
    Advice, Advised, Against, BreakEven, Declined, Judgement, Kept, Quiet, Step, Subject,
};
use crate::quantity::{Cases, Number};
use crate::report::Made;
use crate::report::advice_words::{code, ends, residual, why};
use crate::report::json::{PricesJson, SCHEMA, pretty, prices};
use crate::text::Lang;
use serde::Serialize;

#[derive(Serialize)]
struct AdviceJson<'a> {
    schema: u32,
    kanjo: &'a str,
    prices: PricesJson<'a>,
    /// The day on which waivers were judged.
    today: &'a str,
    before: CasesJson,
    after: CasesJson,
    saving: Option<CasesJson>,
    /// What goes on in environments that have advice of their own.
    keeps: Option<Number>,
    /// All `--set`s in order: with them the file costs `after`.
    apply_all: Vec<&'a str>,
    advice: Vec<OneJson<'a>>,
    scenarios: Vec<ScenarioJson<'a>>,
    declined: Vec<DeclinedJson<'a>>,
    expired: Vec<ExpiredJson<'a>>,
    silent: Vec<QuietJson<'a>>,
}

/// The three months, as they are.
#[derive(Serialize)]
struct CasesJson {
    low: Number,
    expected: Number,
    high: Number,
}

fn cases(cases: Cases<Number>) -> CasesJson {
    CasesJson { low: cases.low, expected: cases.expected, high: cases.high }
}

/// A saving: its smallest and largest month.
#[derive(Serialize)]
struct SavingJson {
    low: Number,
    expected: Number,
    high: Number,
}

fn saving(cases: &Cases<Number>) -> SavingJson {
    let (low, high) = ends(cases);
    SavingJson { low, expected: cases.expected, high }
}

#[derive(Serialize)]
struct SubjectJson<'a> {
    environment: Option<&'a str>,
    resource: Option<&'a str>,
    kind: Option<&'a str>,
}

fn subject(subject: &Subject) -> SubjectJson<'_> {
    SubjectJson {
        environment: subject.environment.as_deref(),
        resource: subject.resource.as_deref(),
        kind: subject.kind.as_deref(),
    }
}

#[derive(Serialize)]
struct OneJson<'a> {
    rule: &'a str,
    title: &'a str,
    #[serde(flatten)]
    subject: SubjectJson<'a>,
    because: &'a str,
    evidence: &'static str,
    change: &'static str,
    in_place: bool,
    risk: &'static str,
    watch: &'a str,
    how: &'a str,
    /// On top of the advice above it.
    saving: SavingJson,
    set: Vec<&'a str>,
    /// On the file as it is; null: only after the others.
    alone: Option<StepJson<'a>>,
    break_even: Option<BreakEvenJson<'a>>,
    keeps: Vec<KeptJson<'a>>,
    at: Option<AtJson<'a>>,
}

#[derive(Serialize)]
struct StepJson<'a> {
    saving: SavingJson,
    set: Vec<&'a str>,
}

#[derive(Serialize)]
struct BreakEvenJson<'a> {
    of: &'a str,
    unit: &'a str,
    at: Number,
    file: Number,
}

#[derive(Serialize)]
struct KeptJson<'a> {
    environment: &'a str,
    resource: &'a str,
    cost: Number,
    off_hours: Option<&'static str>,
}

#[derive(Serialize)]
struct AtJson<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct ScenarioJson<'a> {
    name: &'a str,
    title: Option<&'a str>,
    delta: CasesJson,
    against: Vec<AgainstJson<'a>>,
}

#[derive(Serialize)]
struct AgainstJson<'a> {
    rule: &'a str,
    #[serde(flatten)]
    subject: SubjectJson<'a>,
    saving: SavingJson,
    break_even: Option<BreakEvenJson<'a>>,
}

#[derive(Serialize)]
struct DeclinedJson<'a> {
    rule: &'a str,
    #[serde(flatten)]
    subject: SubjectJson<'a>,
    saving: SavingJson,
    reason: &'a str,
    expires: String,
}

#[derive(Serialize)]
struct ExpiredJson<'a> {
    rule: &'a str,
    reason: &'a str,
    expires: String,
}

#[derive(Serialize)]
struct QuietJson<'a> {
    rule: &'a str,
    #[serde(flatten)]
    subject: SubjectJson<'a>,
    why: &'static str,
    text: String,
    break_even: Option<BreakEvenJson<'a>>,
}

/// The advice as JSON: a line for each piece, a newline at the end.
pub fn advice_json(made: &Made<'_>, advised: &Advised, today: &str) -> String {
    pretty(&AdviceJson {
        schema: SCHEMA,
        kanjo: made.version,
        prices: prices(made),
        today,
        before: cases(advised.before),
        after: cases(advised.after),
        saving: advised.saving().map(cases),
        keeps: residual(advised).map(|(_, total)| total),
        apply_all: advised.sets().map(|set| &**set).collect(),
        advice: advised.advice.iter().map(one).collect(),
        scenarios: advised.scenarios.iter().map(scenario).collect(),
        declined: advised.declined.iter().map(declined).collect(),
        expired: advised
            .expired
            .iter()
            .map(|one| ExpiredJson {
                rule: &one.rule,
                reason: &one.reason,
                expires: one.expires.to_string(),
            })
            .collect(),
        silent: advised.quiet.iter().map(quiet).collect(),
    })
}

fn one(advice: &Advice) -> OneJson<'_> {
    let rule = &advice.rule;
    let step = |step: &'_ Step| saving(&step.saving);
    OneJson {
        rule: &rule.name,
        title: &rule.title.en,
        subject: subject(&advice.subject),
        because: &advice.because.en,
        evidence: rule.evidence.name(),
        change: rule.change.name(),
        in_place: rule.change == crate::catalog::Change::InPlace,
        risk: rule.risk.name(),
        watch: &rule.watch.en,
        how: &rule.how.en,
        saving: step(&advice.on_top),
        set: advice.on_top.sets.iter().map(|set| &**set).collect(),
        alone: advice.alone.as_ref().map(|alone| StepJson {
            saving: step(alone),
            set: alone.sets.iter().map(|set| &**set).collect(),
        }),
        break_even: advice.break_even.as_ref().map(break_even),
        keeps: advice.keeps.iter().map(kept).collect(),
        at: advice.at.as_ref().map(|at| AtJson {
            file: &at.file,
            line: at.line,
            column: at.column,
        }),
    }
}

fn break_even(found: &BreakEven) -> BreakEvenJson<'_> {
    BreakEvenJson { of: &found.title.en, unit: &found.unit, at: found.at, file: found.stands }
}

fn kept(kept: &Kept) -> KeptJson<'_> {
    KeptJson {
        environment: &kept.environment,
        resource: &kept.resource,
        cost: kept.cost,
        off_hours: kept.off_hours.map(crate::bill::OffHours::name),
    }
}

fn scenario(judged: &Judgement) -> ScenarioJson<'_> {
    ScenarioJson {
        name: &judged.name,
        title: judged.title.as_deref(),
        delta: cases(judged.delta),
        against: judged.against.iter().map(against).collect(),
    }
}

fn against(one: &Against) -> AgainstJson<'_> {
    AgainstJson {
        rule: &one.rule.name,
        subject: subject(&one.subject),
        saving: saving(&one.saving),
        break_even: one.break_even.as_ref().map(break_even),
    }
}

fn declined(one: &Declined) -> DeclinedJson<'_> {
    DeclinedJson {
        rule: &one.rule.name,
        subject: subject(&one.subject),
        saving: saving(&one.saving),
        reason: &one.reason,
        expires: one.expires.to_string(),
    }
}

fn quiet(quiet: &Quiet) -> QuietJson<'_> {
    QuietJson {
        rule: &quiet.rule.name,
        subject: subject(&quiet.subject),
        why: code(&quiet.why),
        text: why(quiet, Lang::En),
        break_even: quiet.break_even.as_ref().map(break_even),
    }
}
