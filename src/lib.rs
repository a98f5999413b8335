//! kanjo.
pub mod bill;
pub mod calendar;
pub mod catalog;
pub mod diagnostic;
pub mod estimate;
pub mod expr;
pub mod prices;
pub mod quantity;
pub mod text;
pub mod topology;
