//! The written form of a record, in a file or an object of its own.

use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::machine::{Record, SCHEMA};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A record with the resource that it is about.
#[derive(Serialize, Deserialize)]
pub struct Written {
    pub id: String,
    pub record: Record,
}

impl Written {
    pub fn new(id: &str, record: &Record) -> Written {
        Written { id: id.to_owned(), record: record.clone() }
    }

    /// Reads what stands at `place`.
    pub fn parse(place: &str, text: &str) -> Result<Written, Diagnostic> {
        let unreadable = |why: String| {
            Diagnostic::new(Code::BadJson, format!("{place}: {why}"))
                .help("nothing is done to a resource whose record cannot be read")
        };
        let written: Written = serde_json::from_str(text).map_err(|e| unreadable(e.to_string()))?;
        if written.record.schema != SCHEMA {
            return Err(unreadable(format!("the schema is {}", written.record.schema)));
        }
        Ok(written)
    }

    /// The record, if it is about this resource.
    pub fn of(self, id: &str) -> Result<Record, Diagnostic> {
        if self.id == id {
            return Ok(self.record);
        }
        let message = format!("the record of {id} is about {}", self.id);
        Err(Diagnostic::new(Code::BadJson, message))
    }
}

pub fn json(value: &impl Serialize) -> Result<String, Diagnostic> {
    serde_json::to_string(value).map_err(|e| Diagnostic::new(Code::BadJson, e.to_string()))
}

/// A name of an id that every file system and bucket takes, and that people
/// recognise.
pub fn name_of(id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let tail: Vec<char> = id.chars().rev().take(60).collect();
    let name: String = tail.into_iter().rev().map(plain).collect();
    let hash = Sha256::digest(id.as_bytes());
    let hash: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{name}-{hash}")
}
