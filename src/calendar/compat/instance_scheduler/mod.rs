//! Schedules and periods of AWS's Instance Scheduler.
//!
//! A schedule is a list of periods in one zone: `recurrence` says on which
//! dates a period counts, `period` what it asks for at a time of day, `schedule`
//! what several ask for together, and `decision` what is done about it, given
//! what was done before. The peer answers by the clock on the wall, so a period
//! that ends in an autumn fold runs twice; `Schedule::state_at` is its answer,
//! and `Schedule::desired` is kanjo's: the same periods with each edge resolved
//! once.

mod decision;
mod period;
mod recurrence;
mod schedule;

pub use decision::{Action, Decision, Flags, decide};
pub use period::{Period, PeriodFields, State};
pub use recurrence::{Field, Recurrence};
pub use schedule::Schedule;
