//! One tick over all resources.
//!
//! For each: look, decide, write the record under its condition, write the
//! ledger, call, write the ledger. Whatever fails, the rest goes on, and the next
//! tick looks again. A call is not made when a minute has gone by since the look,
//! because by then another tick may have decided otherwise.

use crate::diagnostic::Diagnostic;
use crate::offhours::machine::{Call, Failure, Note, Observed, Record, State, Step, failed, step};
use crate::offhours::{Target, Wanted};
use crate::store::{Entry, Moment, Put, Store};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How old a look may be when the call is made.
const DEADLINE: SignedDuration = SignedDuration::from_secs(60);
/// How many resources are looked at in one describe: the least that any API takes.
const BATCH: usize = 10;
/// How many calls of one account, region and type may fail before the others wait
/// for the next tick. A call that succeeds gives one back.
const BUDGET: usize = 20;

/// Who looks and who calls.
pub trait Provider: Sync {
    /// What each of at most ten targets is now, in their order.
    fn observe(&self, targets: &[&Target]) -> Vec<Result<Observed, Failure>>;
    fn call(&self, target: &Target, call: &Call) -> Result<(), Failure>;
}

/// What became of one resource in one tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    Nothing,
    Called(Call),
    /// Not seen, or refused; the next tick tries again.
    Failed(String),
    /// Something else has to be up or down first, or a cap holds it.
    Waits(String),
    /// Another tick has written first.
    GaveWay,
    /// It took too long, or the account's budget is used up.
    PutOff,
    /// The record or the ledger cannot be read or written: nothing is done.
    NoState(Diagnostic),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub id: String,
    pub state: State,
    pub done: Done,
    pub notes: Vec<Note>,
}

/// A tick, ready to go.
pub struct Tick<'a, P> {
    pub provider: &'a P,
    pub store: &'a Store,
    pub wanted: &'a (dyn Fn(&Target, Timestamp) -> Wanted + Sync),
    pub clock: &'a (dyn Fn() -> Timestamp + Sync),
    /// The person or program that stands in the ledger.
    pub who: &'a str,
    /// How many are worked on at once.
    pub workers: usize,
}

/// What is left of each account, region and type.
#[derive(Default)]
struct Budgets(Mutex<BTreeMap<(String, String, String), usize>>);

impl Budgets {
    fn change(&self, target: &Target, by: impl Fn(usize) -> usize) -> usize {
        let key = (
            target.account.clone().unwrap_or_default(),
            target.region.clone(),
            target.kind.clone(),
        );
        // A worker that panicked leaves a number that is still a number.
        let mut left = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let left = left.entry(key).or_insert(BUDGET);
        *left = by(*left);
        *left
    }

    fn is_used_up(&self, target: &Target) -> bool {
        self.change(target, |left| left) == 0
    }

    fn count(&self, target: &Target, succeeded: bool) {
        self.change(target, |left| {
            if succeeded { (left + 1).min(BUDGET) } else { left.saturating_sub(1) }
        });
    }
}

impl<P: Provider> Tick<'_, P> {
    /// All targets, each one step; the outcomes in their order. Their records were
    /// read before, because a change that comes between is seen in the resource, and
    /// its writer wins the condition.
    pub fn run(&self, targets: &[Target], records: &[Record]) -> Vec<Outcome> {
        let batches: Vec<(&[Target], &[Record])> =
            targets.chunks(BATCH).zip(records.chunks(BATCH)).collect();
        let (next, budgets) = (AtomicUsize::new(0), Budgets::default());
        let work = || {
            let mut done = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some((batch, records)) = batches.get(index) else { return done };
                done.push((index, self.batch(batch, records, &budgets)));
            }
        };
        let mut done: Vec<(usize, Vec<Outcome>)> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..self.workers.max(1)).map(|_| scope.spawn(work)).collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
        });
        done.sort_by_key(|(index, _)| *index);
        done.into_iter().flat_map(|(_, outcomes)| outcomes).collect()
    }

    fn batch(&self, targets: &[Target], records: &[Record], budgets: &Budgets) -> Vec<Outcome> {
        let looked = (self.clock)();
        let seen = self.provider.observe(&targets.iter().collect::<Vec<_>>());
        let mut seen = seen.into_iter();
        let each = targets.iter().zip(records).map(|(target, record)| {
            let missing = || Failure { code: "no-answer".into(), message: String::new() };
            let seen = seen.next().unwrap_or_else(|| Err(missing()));
            let (state, done, notes) = self.one(target, record.clone(), seen, looked, budgets);
            Outcome { id: target.id.clone(), state, done, notes }
        });
        each.collect()
    }

    fn one(
        &self,
        target: &Target,
        record: Record,
        seen: Result<Observed, Failure>,
        looked: Timestamp,
        budgets: &Budgets,
    ) -> (State, Done, Vec<Note>) {
        let seen = match seen {
            Ok(seen) => seen,
            Err(failure) => return (record.state, Done::Failed(words(&failure)), Vec::new()),
        };
        let wanted = (self.wanted)(target, looked);
        let next = step(&record, &seen, &wanted.wish, looked, &wanted.options);
        if let (Some(why), Some(_)) = (&wanted.waits, &next.call) {
            return (record.state, Done::Waits(why.clone()), Vec::new());
        }
        if next.call.is_some() && budgets.is_used_up(target) {
            return (record.state, Done::PutOff, Vec::new());
        }
        if next.record.generation != record.generation {
            match self.store.put(&target.id, &next.record, record.generation) {
                Ok(Put::Written) => {}
                Ok(Put::Conflict) => return (record.state, Done::GaveWay, Vec::new()),
                Err(error) => return (record.state, Done::NoState(error), Vec::new()),
            }
        }
        let line = |moment, action: Option<&Call>, step: &Step| Entry {
            schema: 1,
            at: (self.clock)(),
            resource: target.id.clone(),
            generation: step.record.generation,
            moment,
            action: action.cloned(),
            who: self.who.to_owned(),
            why: wanted.why.clone(),
            saved: step.record.saved.clone(),
            seen: seen.status(),
            notes: step.notes.clone(),
        };
        let state = next.record.state.clone();
        let Some(call) = &next.call else {
            let noted = match next.notes.is_empty() {
                true => Ok(()),
                false => self.store.append(&line(Moment::Noted, None, &next)),
            };
            let done = noted.map_or_else(Done::NoState, |()| Done::Nothing);
            return (state, done, next.notes);
        };
        if let Err(error) = self.store.append(&line(Moment::Before, Some(call), &next)) {
            return (state, Done::NoState(error), next.notes);
        }
        if (self.clock)().duration_since(looked) > DEADLINE {
            let error = "not made: too long since it was looked at".to_owned();
            let _ = self.store.append(&line(Moment::Failed { error }, Some(call), &next));
            return (state, Done::PutOff, next.notes);
        }
        let result = self.provider.call(target, call);
        budgets.count(target, result.is_ok());
        match result {
            Ok(()) => {
                let written = self.store.append(&line(Moment::Done, Some(call), &next));
                let done = written.map_or_else(Done::NoState, |()| Done::Called(call.clone()));
                (state, done, next.notes)
            }
            Err(failure) => {
                let after = failed(&next.record, &failure, (self.clock)());
                // Who has written meanwhile knows better.
                let _ = self.store.put(&target.id, &after, next.record.generation);
                let error = words(&failure);
                let moment = Moment::Failed { error: error.clone() };
                let _ = self.store.append(&line(moment, Some(call), &next));
                (after.state, Done::Failed(error), next.notes)
            }
        }
    }
}

fn words(failure: &Failure) -> String {
    format!("{}: {}", failure.code, failure.message)
}
