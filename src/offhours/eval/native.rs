//! A line in kanjo's own grammar: a tag's text, or a schedule as policies write
//! it.

use super::{Answer, Question, When, act, fields};
use crate::calendar::compat::native::{self, Tag};
use crate::calendar::{Schedule, zone};
use crate::diagnostic::{Diagnostics, Sources};
use crate::topology::{Zone, schedule_of, tree};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn answer(question: &Question<'_>) -> Result<Answer, String> {
    let Some(raw) = question.schedule else { return Err("there is no `schedule`".to_owned()) };
    let place = match question.zone {
        None => None,
        Some(name) => Some((name, zone(name).map_err(|error| error.message)?)),
    };
    let schedule = match fields::read(raw, "schedule")? {
        Value::String(text) => {
            let default = place.as_ref().map(|(name, zone)| (*name, zone));
            match native::parse(&text, default).map_err(|error| error.message)? {
                Tag::Own(schedule) => *schedule,
                Tag::Named { name, .. } => {
                    return Err(format!(
                        "`{name}` is the name of a schedule, and a line has none but its own"
                    ));
                }
            }
        }
        // JSON is YAML, so it is read as the policies are.
        Value::Object(_) => {
            let default = place.map(|(name, zone)| Zone { name: Arc::from(name), zone });
            written(raw.get(), default.as_ref())?
        }
        _ => return Err("`schedule` is text or an object".to_owned()),
    };
    let at = match question.when {
        When::At(at) => at,
        When::Local(local) => schedule
            .zone
            .to_ambiguous_timestamp(local)
            .compatible()
            .map_err(|_| format!("`local`: there is no time {local}"))?,
    };
    let verdict = schedule.desired(at);
    Ok(Answer {
        desired: verdict.desired,
        act: act(verdict.desired, question.known.running),
        reason: verdict.reason,
        next: verdict.next,
        compat: None,
    })
}

fn written(text: &str, default: Option<&Zone>) -> Result<Schedule, String> {
    let first = |list: &Diagnostics| {
        list.list().first().map_or_else(String::new, |d| match &d.help {
            Some(help) => format!("{}: {help}", d.message),
            None => d.message.clone(),
        })
    };
    let file = Sources::default().add("schedule", text);
    let node = tree::parse(text, file)
        .map_err(|list| list.first().map_or_else(String::new, |d| d.message.clone()))?;
    let mut errors = Diagnostics::default();
    let schedule = schedule_of("schedule", &node, default, &BTreeMap::new(), &mut errors);
    schedule.filter(|_| errors.is_empty()).ok_or_else(|| first(&errors))
}
