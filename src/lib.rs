//! kanjo.
pub mod bill;
pub mod diagnostic;
pub mod expr;
pub mod quantity;
pub mod text;
