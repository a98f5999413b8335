//! Terraform as a base: a plan's JSON or a directory of HCL becomes resources,
//! and the catalogue's `terraform` blocks turn these into kinds with inputs.
//!
//! Two readers, one shape. Both give a [`Configuration`]: every instance with
//! its values as the provider's schema has them, and what is not known as an
//! unknown value that says why. Nothing is dropped because it could not be read.

mod hcl;
mod mapping;
mod plan;
mod resource;

pub use hcl::{Ahead, Assignment, Options, read_directory};
pub use mapping::{Tools, Usage, map};
pub use plan::{Side, read as read_plan};
pub use resource::{Action, Configuration, Mode, Provider, Reference, Resource};
