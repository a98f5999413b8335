//! Topology, prices and calendar become a bill.

mod results;

pub use results::{ComparedRow, Comparison, Fx, Invoice, Part, Scenario, Scenarios, Statement};
