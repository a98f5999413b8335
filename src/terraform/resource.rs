//! One instance of a Terraform resource, from a plan or from HCL.

use crate::bill::Caveat;
use crate::diagnostic::Location;
use crate::expr::Value;
use std::sync::Arc;

/// What a plan or a directory holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Configuration {
    /// In the order of their addresses.
    pub resources: Vec<Resource>,
    /// What could not be read: a remote module, a count that is not known.
    pub caveats: Vec<Caveat>,
}

/// `resource` or `data`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Managed,
    Data,
}

/// What a plan does with it. A directory only creates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    NoOp,
    Create,
    Read,
    Update,
    Replace,
    Delete,
}

/// The provider that an instance is made with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Provider {
    /// Text, unknown, or null where nobody says.
    pub region: Value,
    /// A map of tags, or null.
    pub default_tags: Value,
}

/// What an attribute was written in terms of. A known text does not say where
/// it came from: `service/web/api` is a cluster and a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The attribute or block of the resource, at the top: `task_definition`.
    pub attribute: Arc<str>,
    /// The instance that it leads to.
    pub address: Arc<str>,
}

/// One instance: `module.app["a"].aws_instance.web[0]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// With modules and keys.
    pub address: Arc<str>,
    /// `aws_instance`.
    pub kind: Arc<str>,
    pub mode: Mode,
    pub action: Action,
    /// A map as the provider's schema has it: an attribute is its value, a
    /// nested block a list of maps. What is known after apply, or refers to
    /// another resource, is [`Value::Unknown`] with `Origin::Computed`, whose
    /// address leads there; what could not be resolved is `Origin::Unresolved`.
    pub values: Value,
    /// The key of `count` (a number) or `for_each` (text); null without.
    pub key: Value,
    pub provider: Provider,
    /// Where its attributes lead, known or not; empty where nothing says.
    pub references: Vec<Reference>,
    /// The address before a `moved` block.
    pub previous: Option<Arc<str>>,
    pub at: Option<Location>,
}
