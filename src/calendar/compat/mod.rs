//! Schedules as other tools write them, and as a tag may hold them.
//!
//! People move from Cloud Custodian or Instance Scheduler with thousands of
//! tags in place, so their grammars are read as those tools read them, quirks
//! included: `c7n` and `instance_scheduler` answer with the peer's own verdict.
//! `native` is kanjo's own grammar in the few characters that every AWS service
//! allows in a tag.

pub mod c7n;
pub mod instance_scheduler;
pub mod native;
