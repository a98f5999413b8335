//! One line of the ledger.

use crate::offhours::machine::{Call, Note, Saved};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether a line stands before its call or behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "moment", rename_all = "kebab-case")]
pub enum Moment {
    /// The call is about to be made. Without a line behind it, it is not known
    /// whether it was.
    Before,
    Done,
    Failed {
        error: String,
    },
    /// Nothing is called; something is said.
    Noted,
    /// A person asked for it.
    Asked,
}

/// One line: what, to which resource, why, and what it was before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub schema: u32,
    pub at: Timestamp,
    pub resource: String,
    /// The generation of the record, so that the lines of one step belong together.
    pub generation: u64,
    #[serde(flatten)]
    pub moment: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Call>,
    /// Who: a person, or the program with its version.
    pub who: String,
    pub why: String,
    /// What is brought back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved: Option<Saved>,
    /// What the provider said it was, when this was decided.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seen: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

impl Moment {
    pub fn name(&self) -> &'static str {
        match self {
            Moment::Before => "before",
            Moment::Done => "done",
            Moment::Failed { .. } => "failed",
            Moment::Noted => "noted",
            Moment::Asked => "asked",
        }
    }
}
