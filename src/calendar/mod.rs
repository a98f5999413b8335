//! When things are on: windows, schedules, holidays, months.
//!
//! A schedule is a set of on-windows in one time zone, with a holiday calendar
//! and dated exceptions; a pair of cron expressions is accepted as well. Each
//! local edge resolves to exactly one UTC instant (a spring gap shifts forward,
//! an autumn fold takes the first), and between edges the answer is evaluated in
//! UTC. So no stop is missed, doubled or flapped across a change of the clocks.
//!
//! The room is pure: no clock, no environment, no files. It answers two
//! questions. [`Schedule::desired`]: what should the state be at this instant?
//! [`slices`]: for how long is which of these things on in this month? Both walk
//! the same openings (`opening`), so what is estimated is what is done.

mod average;
pub mod compat;
mod cron;
mod dates;
mod days;
mod error;
mod firings;
mod holidays;
mod ics;
mod opening;
mod period;
mod schedule;
mod slices;
mod span;
mod verdict;
mod window;
mod zone;

#[cfg(test)]
mod tests;

pub use average::{firings, on_in_week};
pub use cron::CronFields;
pub use dates::dates;
pub use error::ParseError;
pub use holidays::Holidays;
pub use period::Period;
pub use schedule::{Exception, Hours, Schedule};
pub use slices::{Ignored, Slice, Slices, Track, slices};
pub use verdict::{Desired, Verdict};
pub use window::Window;
pub use zone::zone;
