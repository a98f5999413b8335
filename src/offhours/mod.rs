//! When live resources should be off, and what to do about it: pure decisions.
//!
//! `policies` reads what people wrote, `target` is one live resource, `decide`
//! lays the one on the other at an instant and says for each resource what should
//! be, why, and when that changes; `eval` answers the same question for a
//! schedule alone, in kanjo's grammar or that of a peer. Nothing here knows a
//! clock, a file or an account.

pub mod eval;

mod decide;
mod order;
mod plan;
mod policy;
mod read;
mod read_guards;
mod read_tag;
mod tag;
mod target;
#[cfg(test)]
mod tests;
mod verdict;
mod window;

pub use decide::decide;
pub use plan::{Action, Plan, Residual, Stay, model, plan, priced, schedule_all};
pub use policy::{Backup, Freeze, Grammar, Guards, Match, Mode, Named, Policies, Policy, TagRule};
pub use read::{calendars, read};
pub use target::{State, Target};
pub use verdict::{Block, Decisions, Override, Scene, Step, Verdict};
