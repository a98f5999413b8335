//! The state machine of one resource: off, and back exactly as it was.
//!
//! [`step`] is a pure function of the record, what was observed, what is wished
//! and the time. It gives the next record and at most one call. The caller
//! writes the record first, under the condition that nobody else has, and only
//! then makes the call; so what is needed to come back is on disk before the
//! first change, and of two ticks at once one gives way.
//!
//! Nothing is remembered of calls: each tick looks at the resource and does what
//! is missing. A crash, a lost answer or a second tick therefore changes nothing
//! but the time at which it is done. `tests/model.rs` walks every interleaving.
//!
//! One file per service says how it goes down and up (`ecs`, `asg`, `rds`,
//! `ec2`, `redshift`, `eks`, `device`, `atlas`,
//! `page`, `front`, `alarms`); `observed` is where they meet.

pub mod alarms;
pub mod asg;
pub mod atlas;
mod call;
pub mod device;
mod drift;
pub mod ec2;
pub mod ecs;
pub mod eks;
mod failure;
pub mod front;
mod missed;
mod observed;
pub mod page;
pub mod rds;
mod record;
pub mod redshift;
mod step;
mod why;
mod wish;

#[cfg(test)]
mod tests;

pub use call::Call;
pub use drift::{Change, Drift, ignore_changes};
pub use drift::{GROUP, NODES, SERVICE, TARGET};
pub use failure::{Failure, failed};
pub use missed::{Bounds3, Scheduled, When};
pub use observed::{Observed, Progress};
pub use record::{Bounds, Called, Hold, Moved, Record, SCHEMA, Saved, State, Suspended};
pub use step::{Step, step};
pub use why::{Note, Why};
pub use wish::{Options, Wish, last_change};
