//! Off-hours plans and explanations for programs.

use crate::calendar::Desired;
use crate::offhours::eval::Act;
use crate::offhours::serverless::{Comparison, Pause};
use crate::offhours::{Action, Plan, Target, Verdict};
use crate::quantity::Number;
use crate::report::Made;
use crate::report::json::{SCHEMA, pretty};
use serde::Serialize;

#[derive(Serialize)]
struct PlanJson<'a> {
    schema: u32,
    kanjo: &'a str,
    at: String,
    currency: &'static str,
    /// Net and at list; null where nobody knows.
    saves_per_month: Option<Number>,
    saves_per_month_at_list: Option<Number>,
    keeps_running_per_month: Option<Number>,
    groups: Vec<GroupJson<'a>>,
    actions: Vec<ActionJson<'a>>,
    residual: Vec<ResidualJson<'a>>,
    blocked: Vec<BlockedJson<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct GroupJson<'a> {
    group: &'a str,
    before_per_month: Number,
    saves_per_month: Number,
}

#[derive(Serialize)]
struct ActionJson<'a> {
    resource: &'a str,
    environment: Option<&'a str>,
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    action: Act,
    desired: &'static str,
    decided_by: &'static str,
    reason: &'a str,
    next: Option<NextJson>,
    saves_per_month: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<SnapshotJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_pause: Option<AutoPauseJson>,
    notes: &'a [String],
}

/// What each snapshot before a stop takes until it is deleted.
#[derive(Serialize)]
struct SnapshotJson {
    gb_at_most: Option<Number>,
    usd_per_gb_month: Option<Number>,
}

/// A stop beside the pause of Serverless v2.
#[derive(Serialize)]
struct AutoPauseJson {
    pauses: bool,
    cheaper: &'static str,
    stop_saves_per_month: Option<Number>,
    pause_saves_per_month_up_to: Option<Number>,
    cannot: Option<&'static str>,
}

#[derive(Serialize)]
struct NextJson {
    at: String,
    desired: &'static str,
}

#[derive(Serialize)]
struct ResidualJson<'a> {
    resource: &'a str,
    environment: &'a str,
    kind: &'a str,
    why: &'static str,
    monthly: Number,
}

#[derive(Serialize)]
struct BlockedJson<'a> {
    resource: &'a str,
    environment: Option<&'a str>,
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    code: &'static str,
    reason: &'a str,
}

fn word(desired: Desired) -> &'static str {
    match desired {
        Desired::On => "on",
        Desired::Off => "off",
        Desired::Leave => "leave",
    }
}

fn next(next: Option<(jiff::Timestamp, Desired)>) -> Option<NextJson> {
    next.map(|(at, desired)| NextJson { at: at.to_string(), desired: word(desired) })
}

fn auto_pause(compared: &Comparison) -> AutoPauseJson {
    let cannot = match compared.pause {
        Pause::Cannot(why) => Some(why),
        Pause::Pauses | Pause::Could(_) => None,
    };
    AutoPauseJson {
        pauses: compared.pause == Pause::Pauses,
        cheaper: compared.cheaper(),
        stop_saves_per_month: compared.stop_saves,
        pause_saves_per_month_up_to: compared.pause_saves_up_to,
        cannot,
    }
}

fn action(action: &Action) -> ActionJson<'_> {
    ActionJson {
        resource: &action.target.name,
        environment: action.target.environment.as_deref(),
        id: &action.target.id,
        kind: &action.target.kind,
        action: action.action,
        desired: word(action.desired),
        decided_by: action.step.name(),
        reason: &action.reason,
        next: next(action.next),
        saves_per_month: action.saves,
        snapshot: action.snapshot.as_ref().map(|snapshot| SnapshotJson {
            gb_at_most: snapshot.gb,
            usd_per_gb_month: snapshot.per_gb,
        }),
        auto_pause: action.auto_pause.as_ref().map(auto_pause),
        notes: &action.notes,
    }
}

/// `{"at","actions":[…],"residual":[…],"blocked":[…]}`.
pub fn plan_json(made: &Made<'_>, plan: &Plan) -> String {
    let keeps = plan.before.zip(plan.saved).and_then(|(before, saved)| before.minus(saved));
    pretty(&PlanJson {
        schema: SCHEMA,
        kanjo: made.version,
        at: plan.at.to_string(),
        currency: "USD",
        saves_per_month: plan.saved,
        saves_per_month_at_list: plan.saved_at_list,
        keeps_running_per_month: keeps,
        groups: plan
            .groups
            .iter()
            .map(|(group, sums)| GroupJson {
                group,
                before_per_month: sums.before,
                saves_per_month: sums.saved,
            })
            .collect(),
        actions: plan.actions.iter().map(action).collect(),
        residual: plan
            .residual
            .iter()
            .map(|line| ResidualJson {
                resource: &line.resource,
                environment: &line.environment,
                kind: &line.kind,
                why: line.why.name(),
                monthly: line.monthly,
            })
            .collect(),
        blocked: plan
            .blocked
            .iter()
            .map(|held| BlockedJson {
                resource: &held.target.name,
                environment: held.target.environment.as_deref(),
                id: &held.target.id,
                kind: &held.target.kind,
                code: held.blocked.map_or("", |block| block.name()),
                reason: &held.reason,
            })
            .collect(),
        notes: &plan.notes,
    })
}

#[derive(Serialize)]
struct ExplainJson<'a> {
    schema: u32,
    at: String,
    target: &'a Target,
    desired: &'static str,
    action: Act,
    decided_by: &'static str,
    reason: &'a str,
    blocked: Option<&'static str>,
    next: Option<NextJson>,
    steps: Vec<StepJson<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct StepJson<'a> {
    step: &'static str,
    says: &'a str,
}

/// One resource's decision with what every step had to say.
pub fn explain_json(at: jiff::Timestamp, target: &Target, verdict: &Verdict) -> String {
    pretty(&ExplainJson {
        schema: SCHEMA,
        at: at.to_string(),
        target,
        desired: word(verdict.desired),
        action: verdict.action,
        decided_by: verdict.step.name(),
        reason: &verdict.reason,
        blocked: verdict.blocked.map(|block| block.name()),
        next: next(verdict.next),
        steps: verdict
            .trail
            .iter()
            .map(|(step, says)| StepJson { step: step.name(), says })
            .collect(),
        notes: &verdict.notes,
    })
}
