//! kanjo.yaml: from text to resources with values.
//!
//! The file is read once into a tree; each environment, scenario and `--set` is
//! an overlay on it; what results is decoded with the catalogue's types.

mod base;
mod billing;
mod depends;
mod drivers;
mod example;
mod from_terraform;
mod inputs;
mod keys;
mod matching;
mod numbers;
mod overlay;
mod patch;
mod project;
mod resources;
mod schedules;
mod schema;
mod starter;
pub mod tree;
mod typed;

pub use base::{Base, Class, Seen, Source, Wanted};
pub use billing::{Billing, Commitment, ExchangeRate, FreeTier, Route, Terms};
pub use example::example_resource;
pub use from_terraform::{Found, from_terraform};
pub use inputs::{During, Inputs, RESERVED};
pub use matching::{MatchRule, Matching};
pub use patch::patch;
pub use project::{Document, Environment, Options, Project};
pub use resources::Resource;
pub use schedules::{Zone, is_calendar, schedule as schedule_of, zone as zone_of};
pub use schema::schema;
pub use starter::{Shape, Starter, starter};
