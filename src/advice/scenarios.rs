//! The file's own scenarios, judged like advice: what a document calls a saving
//! is a saving only if its bill is smaller.

use crate::advice::break_even::break_even;
use crate::advice::facts::Facts;
use crate::advice::judge::{Verdict, judge, overflow, total};
use crate::advice::propose::{Answer, ask, places};
use crate::advice::{Against, Asked, Judgement, Model};
use crate::bill::{Reason, diff};
use crate::catalog::AdviceRule;
use crate::diagnostic::Diagnostics;
use std::sync::Arc;

/// Every scenario of the file. One that costs more is asked what it does wrong:
/// a rule that saves on what it brought.
pub fn judgements(
    asked: &mut Asked<'_>,
    rules: &[Arc<AdviceRule>],
    plain: &Model,
) -> Result<Vec<Judgement>, Diagnostics> {
    if asked.options.scenario.is_some() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for name in asked.document.scenarios() {
        asked.options.scenario = Some(name.to_string());
        let judged = judgement(asked, rules, plain, &name);
        asked.options.scenario = None;
        found.push(judged?);
    }
    Ok(found)
}

fn judgement(
    asked: &mut Asked<'_>,
    rules: &[Arc<AdviceRule>],
    plain: &Model,
    name: &Arc<str>,
) -> Result<Judgement, Diagnostics> {
    let model = asked.model(&[])?;
    let delta = total(&model.bill)?.minus(total(&plain.bill)?).ok_or_else(overflow)?;
    let mut judged = Judgement {
        title: asked.document.scenario_title(name),
        name: Arc::clone(name),
        delta,
        against: Vec::new(),
    };
    if delta.expected.is_zero() || delta.expected.is_negative() {
        return Ok(judged);
    }
    let changes = diff(&plain.bill, &model.bill).ok_or_else(overflow)?.changes;
    let facts = Facts::new(asked, &model);
    for place in places(rules, &facts)? {
        let subject = &place.subject;
        let brought = changes.iter().any(|change| {
            change.resource.is_some()
                && change.resource == subject.resource
                && change.environment == subject.environment
                && change.why.contains(&Reason::Added)
        });
        if !brought {
            continue;
        }
        let Answer::Proposes(proposal) = ask(&place, &facts)? else { continue };
        let Verdict::Saves(saving, _) = judge(asked, &model, &[], &proposal)? else { continue };
        let break_even = break_even(asked, &model, &[], &place)?;
        judged.against.push(Against {
            rule: Arc::clone(&place.rule),
            subject: subject.clone(),
            saving,
            break_even,
        });
    }
    Ok(judged)
}
