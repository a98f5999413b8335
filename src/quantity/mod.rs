//! Exact numbers, the units a person writes them in, and the three cases.
//!
//! The lowest room: it imports nothing. Values inside kanjo carry no units;
//! units are checked at the two ends, where a person writes a quantity
//! ([`parse`]) and where a meter meets its price.

mod cases;
mod number;
mod parse;
mod share;
mod unit;

pub use cases::{Case, Cases, Varying};
pub use number::{Number, sum};
pub use parse::{Problem, Quantity, looks_numeric, quantity};
pub use share::share;
pub use unit::{Dimension, SCALES, Unit, singular};
