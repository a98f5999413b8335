//! Topology, prices and calendar become a bill.
//!
//! Three steps, one file each: `measure` says how much of each meter runs,
//! `cost` what that costs with tiers and free allowances, `engine` makes the
//! bill. `statement` turns a bill into invoices, `compare` lays a hand-made
//! table on one.

mod compare;
mod cost;
mod engine;
mod measure;
mod results;
mod statement;

pub use compare::compare;
pub use engine::{Estimate, estimate, period_hours};
pub use results::{ComparedRow, Comparison, Fx, Invoice, Part, Scenario, Scenarios, Statement};
pub use statement::statement;

#[cfg(test)]
mod tests;
