//! From a decision to the wish of the machine.
//!
//! A decision says what should be now. The machine also has to know since when,
//! how far it may go, and what a decision that leaves things alone means for
//! something that it has switched off: that comes back, because nobody wants it
//! off any more.

use crate::calendar::{Desired, Schedule};
use crate::offhours::machine::{Options, Record, Wish, last_change};
use crate::offhours::policy::{Policies, Policy};
use crate::offhours::verdict::{Block, Decisions, Override, Step, Verdict};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::Arc;

/// How far back the last change of a schedule is looked for: longer than any row
/// of holidays.
const BACK: SignedDuration = SignedDuration::from_hours(35 * 24);

/// What is wanted of one resource, how, and why.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub wish: Wish,
    pub options: Options,
    pub why: String,
    /// Nothing is called now, and why.
    pub waits: Option<String>,
}

impl Wanted {
    /// Nobody wants anything; what was saved comes back.
    pub fn nothing(now: Timestamp) -> Wanted {
        Wanted {
            wish: Wish::plain(Desired::Leave, Some(now)),
            options: Options::default(),
            why: "no policy matches".to_owned(),
            waits: None,
        }
    }
}

/// Somebody's wish to keep it up, as `decide` takes it.
pub fn held(resource: &str, record: &Record) -> Option<Override> {
    let hold = record.held.as_ref()?;
    Some(Override {
        resource: resource.to_owned(),
        until: hold.until,
        by: hold.who.clone(),
        why: hold.why.clone(),
    })
}

/// What each decision wants, in the order of the decisions; `records` are in
/// that order too.
pub fn wanted(policies: &Policies, decisions: &Decisions, records: &[Record]) -> Vec<Wanted> {
    let now = decisions.at;
    let mut changes: HashMap<*const Schedule, Option<Timestamp>> = HashMap::new();
    let mut since = |schedule: &Arc<Schedule>| {
        *changes.entry(Arc::as_ptr(schedule)).or_insert_with(|| {
            last_change(|at| schedule.desired(at), now.saturating_sub(BACK).unwrap_or(now), now)
        })
    };
    let each = decisions.verdicts.iter().zip(records).map(|(verdict, record)| {
        let policy = verdict.policy.and_then(|place| policies.policies.get(place));
        let since = match &verdict.schedule {
            Some(schedule) => since(schedule),
            None => hour(now),
        };
        let mut wish = Wish { desired: verdict.desired, since, next: verdict.next, guarded: None };
        let mut waits = None;
        match verdict.blocked {
            // Too much at once is not done at all; what is off still comes back.
            Some(Block::Cap) => {
                waits = (verdict.desired != Desired::On).then(|| verdict.reason.clone());
            }
            Some(_) => {
                wish.desired = Desired::Leave;
                wish.guarded = Some(verdict.reason.clone());
            }
            None if speaks_at_edges(verdict) => {
                (wish.desired, wish.since) = carried_on(record);
            }
            None => {}
        }
        let options = Options { window: verdict.window.clone(), ..options(policy) };
        Wanted { wish, options, why: verdict.reason.clone(), waits }
    });
    each.collect()
}

/// A tag of Cloud Custodian says something for an hour and then nothing: what it
/// said last holds on.
fn speaks_at_edges(verdict: &Verdict) -> bool {
    verdict.step == Step::Tag && verdict.schedule.is_none() && verdict.desired == Desired::Leave
}

fn carried_on(record: &Record) -> (Desired, Option<Timestamp>) {
    match (&record.saved, record.starting) {
        (None, _) => (Desired::Leave, None),
        (Some(_), None) => (Desired::Off, record.edge),
        (Some(_), Some(_)) => (Desired::On, None),
    }
}

/// The hour that has begun.
fn hour(now: Timestamp) -> Option<Timestamp> {
    Timestamp::from_second(now.as_second() - now.as_second().rem_euclid(3600)).ok()
}

fn options(policy: Option<&Policy>) -> Options {
    let plain = Options::default();
    let Some(policy) = policy else { return plain };
    Options {
        mode: policy.mode,
        notice: SignedDuration::from_mins(i64::from(policy.notice.unwrap_or(0))),
        backup: policy.backup,
        hibernate: policy.hibernate,
        ..plain
    }
}
