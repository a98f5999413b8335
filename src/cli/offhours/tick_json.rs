//! A tick as one line of JSON. What stayed as it was is counted and not listed,
//! so that a quiet tick of thousands of resources is a short line.

use super::render_tick::Ticked;
use super::tick::{Done, Outcome};
use crate::offhours::machine::{Call, Note, State};
use jiff::Timestamp;
use serde::Serialize;

#[derive(Serialize)]
struct TickJson<'a> {
    schema: u32,
    kanjo: &'static str,
    at: Option<Timestamp>,
    /// Resources that were looked at.
    resources: usize,
    failed: usize,
    outcomes: Vec<OutcomeJson<'a>>,
    unlisted: &'a [String],
    notes: &'a [String],
    notices: Vec<NoticeJson<'a>>,
}

#[derive(Serialize)]
struct OutcomeJson<'a> {
    resource: &'a str,
    state: &'a State,
    done: &'static str,
    call: Option<&'a Call>,
    why: Option<&'a str>,
    notes: &'a [Note],
}

#[derive(Serialize)]
struct NoticeJson<'a> {
    about: &'a str,
    channel: &'a str,
    resources: usize,
    error: Option<&'a str>,
}

pub fn text(ticked: &Ticked) -> String {
    let mut ids: Vec<&str> = ticked.outcomes.iter().map(|o| o.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let moved = |o: &&Outcome| o.done != Done::Nothing || !o.notes.is_empty();
    let json = TickJson {
        schema: 1,
        kanjo: env!("CARGO_PKG_VERSION"),
        at: ticked.at,
        resources: ids.len(),
        failed: ticked.failed(),
        outcomes: ticked.outcomes.iter().filter(moved).map(outcome).collect(),
        unlisted: &ticked.unlisted,
        notes: &ticked.notes,
        notices: ticked
            .told
            .iter()
            .map(|told| NoticeJson {
                about: told.about,
                channel: told.channel,
                resources: told.resources,
                error: told.error.as_deref(),
            })
            .collect(),
    };
    let mut text = serde_json::to_string(&json).unwrap_or_default();
    text.push('\n');
    text
}

fn outcome(outcome: &Outcome) -> OutcomeJson<'_> {
    let (done, call, why) = match &outcome.done {
        Done::Nothing => ("nothing", None, None),
        Done::Called(call) => ("called", Some(call), None),
        Done::Failed(why) => ("failed", None, Some(why.as_str())),
        Done::Waits(why) => ("waits", None, Some(why.as_str())),
        Done::GaveWay => ("gave-way", None, None),
        Done::PutOff => ("put-off", None, None),
        Done::NoState(error) => ("no-state", None, Some(error.message.as_str())),
    };
    OutcomeJson {
        resource: &outcome.id,
        state: &outcome.state,
        done,
        call,
        why,
        notes: &outcome.notes,
    }
}
