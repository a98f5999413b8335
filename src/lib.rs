//! kanjo (勘定, the bill): what a cloud system should cost, and why the bill
//! differs.
//!
//! Everything is a [`bill::Bill`], and every question is the difference between
//! two. The way through the house, one room a step:
//!
//! ```text
//! kanjo.yaml ─► source ─► topology ─► estimate ─► bill ─► report
//!                            ▲           ▲
//!                         catalog ◄── prices
//!                         calendar
//! ```
//!
//! - [`quantity`], [`text`], [`diagnostic`]: exact numbers, words, what went wrong
//! - [`calendar`]: when something is on, in any zone and month
//! - [`expr`]: the one evaluator of HCL expressions
//! - [`bill`]: charges, bills, the diff engine
//! - [`prices`], [`catalog`]: what a unit costs, what a kind is billed for
//! - [`topology`]: kanjo.yaml with its overlays
//! - [`estimate`]: all of it together
//! - [`check`]: guard rules and budgets over an estimate
//! - [`advice`]: savings as priced overlays
//! - [`audit`]: what runs outside production and outside hours, and what that costs
//! - [`report`]: tables, Markdown, JSON, CSV, SARIF, JUnit
//! - [`offhours`]: what should be off at an instant and why; the machine that does it
//! - [`store`]: its records and its ledger; `notify` (a feature) tells people
//! - [`source`], [`cli`]: the edge: files, flags, the terminal
//! - `forge` (a feature): the comment on a pull request
//! - [`reconcile`]: why the bill differs, and what a schedule saved
//! - [`actuals`], [`source`], [`cli`]: the edge: exports, files, flags, the terminal
//!
//! All rooms but the edge are pure: time, prices and files come in as
//! All rooms but the last three are pure: time, prices and files come in as
//! arguments. `docs/ARCHITECTURE.md` has the rules and `tests/it/architecture.rs`
//! enforces them.

pub mod actuals;
pub mod advice;
pub mod audit;
pub mod bill;
pub mod calendar;
pub mod catalog;
pub mod check;
pub mod cli;
#[cfg(feature = "aws")]
pub mod cloud;
pub mod diagnostic;
pub mod estimate;
pub mod expr;
#[cfg(feature = "forge")]
pub mod forge;
#[cfg(feature = "aws")]
pub mod inventory;
#[cfg(feature = "aws")]
pub mod notify;
pub mod offhours;
pub mod parallel;
pub mod price_update;
pub mod prices;
pub mod quantity;
pub mod reconcile;
pub mod report;
pub mod source;
pub mod store;
pub mod terraform;
pub mod text;
pub mod topology;
