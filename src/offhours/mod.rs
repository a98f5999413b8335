//! When live resources should be off, and what to do about it: pure decisions.
//!
//! `policies` reads what people wrote, `target` is one live resource, `decide`
//! lays the one on the other at an instant and says for each resource what should
//! be, why, and when that changes; `eval` answers the same question for a
//! schedule alone, in kanjo's grammar or that of a peer. [`machine`] takes a
//! record, what was observed and what is wished, and gives the next record and at
//! most one call to make. Nothing here knows a clock, a file or an account: who
//! keeps the records and makes the calls stands in `store`, `cloud` and `cli`.

pub mod alarms;
pub mod atlas;
pub mod eval;
pub mod import;
pub mod machine;
pub mod page;
pub mod proxy;

mod decide;
mod gate;
mod managed;
mod order;
mod plan;
mod policy;
mod read;
mod read_guards;
mod read_page;
mod read_tag;
pub mod serverless;
mod tag;
mod target;
#[cfg(test)]
mod tests;
mod verdict;
mod wanted;
mod window;

pub use decide::decide;
pub use gate::{gate, is_left_up};
pub use plan::{
    Action, Bills, Group, Plan, Residual, Snapshot, Stay, model, place, plan, priced, schedule_all,
};
pub use policy::{Backup, Freeze, Grammar, Guards, Match, Mode, Named, Policies, Policy, TagRule};
pub use read::{named_files, read};
pub use target::{CANNOT, Part, State, Target};
pub use verdict::{Block, Decisions, Override, Scene, Step, Verdict};
pub use wanted::{Wanted, held, wanted};
