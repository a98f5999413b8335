//! Topology, prices and calendar become a bill.
//!
//! One file for each step: `measure` says how much of each meter runs, `fleet` of all
//! resources, `lines` finds its price, `cost` says what it costs with tiers and free
//! allowances, and `engine` makes the bill. `statement` turns a bill into invoices,
//! `compare` lays a hand-made table on one.

mod commitment_advice;
mod commitments;
mod compare;
mod cost;
mod coverage;
mod engine;
mod fleet;
mod foreign;
mod lines;
mod measure;
mod measured;
mod prove;
mod results;
mod stated;
mod statement;
mod sweep;
mod weeks;

pub use compare::compare;
pub use coverage::{Coverage, Ended, coverage};
pub use engine::{Estimate, estimate, period_hours};
pub use prove::prove;
pub use results::{ComparedRow, Comparison, Fx, Invoice, Part, Scenario, Scenarios, Statement};
pub use stated::state_inputs;
pub use statement::{statement, statements};
pub use sweep::{Crossing, Point, Sweep, sweep, values as sweep_values};
pub use weeks::{Week, weeks};

#[cfg(test)]
mod tests;
