//! After a call that did not answer well.
//!
//! A throttled call, a timeout and a 500 are one thing here: it is not known
//! whether it was applied, and the next tick looks. Each failure in a row waits
//! twice as long, up to an hour; what is saved stays saved.

use super::record::{Record, State};
use jiff::{SignedDuration, Timestamp};

/// The longest wait between two tries.
const LONGEST_MINUTES: i64 = 60;

/// How a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The provider's code, or `timeout`.
    pub code: String,
    pub message: String,
}

/// The record after a failed call. The first two failures are tried again at the
/// next tick.
pub fn failed(record: &Record, failure: &Failure, now: Timestamp) -> Record {
    let tries = record.tries.saturating_add(1);
    let minutes = match tries {
        0..=2 => 0,
        3..=8 => (5 << (tries - 3)).min(LONGEST_MINUTES),
        _ => LONGEST_MINUTES,
    };
    let state = State::Failed {
        tries,
        next: now + SignedDuration::from_mins(minutes),
        error: format!("{}: {}", failure.code, failure.message),
    };
    Record { tries, state, generation: record.generation + 1, ..record.clone() }
}
