//! Where off-hours keeps its records and its ledger.
//!
//! A record is written only if its generation is still the one that was read;
//! of two writers one is told [`Put::Conflict`] and gives way. The ledger is only
//! ever added to: a line before each call and a line after. `file:DIR` is built
//! in; `dynamodb://table` and `s3://bucket/prefix` need the feature `aws`.
#![allow(clippy::disallowed_methods, reason = "an edge room: off-hours state is kept here")]

#[cfg(feature = "aws")]
mod bucket;
mod entry;
mod file;
mod place;
#[cfg(feature = "aws")]
mod table;
mod written;

#[cfg(test)]
mod tests;

pub use entry::{Entry, Moment};
pub use file::Folder;
pub use place::Place;

use crate::diagnostic::Diagnostic;
use crate::offhours::machine::Record;

/// What became of a conditional write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Put {
    Written,
    /// Somebody else has written since it was read.
    Conflict,
}

/// A place that is open.
pub enum Store {
    Folder(Folder),
    #[cfg(feature = "aws")]
    Table(Box<table::Table>),
    #[cfg(feature = "aws")]
    Bucket(Box<bucket::Bucket>),
}

impl Store {
    pub fn open(place: &Place) -> Result<Store, Diagnostic> {
        match place {
            Place::Folder(path) => Folder::open(path).map(Store::Folder),
            #[cfg(feature = "aws")]
            Place::Table(name) => Ok(Store::Table(Box::new(table::Table::open(name)?))),
            #[cfg(not(feature = "aws"))]
            Place::Table(name) => Err(absent(&format!("dynamodb://{name}"))
                .help("this build keeps state in file:DIR; cargo install kanjo --features aws")),
            #[cfg(feature = "aws")]
            Place::Bucket { bucket, prefix } => {
                Ok(Store::Bucket(Box::new(bucket::Bucket::open(bucket, prefix)?)))
            }
            #[cfg(not(feature = "aws"))]
            Place::Bucket { bucket, .. } => Err(absent(&format!("s3://{bucket}"))
                .help("this build keeps state in file:DIR; cargo install kanjo --features aws")),
        }
    }

    /// The record of a resource; a fresh one if it was never written.
    pub fn get(&self, id: &str) -> Result<Record, Diagnostic> {
        match self {
            Store::Folder(folder) => folder.get(id),
            #[cfg(feature = "aws")]
            Store::Table(table) => table.get(id),
            #[cfg(feature = "aws")]
            Store::Bucket(bucket) => bucket.get(id),
        }
    }

    /// Writes a record if the one before it has the generation `expected`.
    pub fn put(&self, id: &str, record: &Record, expected: u64) -> Result<Put, Diagnostic> {
        match self {
            Store::Folder(folder) => folder.put(id, record, expected),
            #[cfg(feature = "aws")]
            Store::Table(table) => table.put(id, record, expected),
            #[cfg(feature = "aws")]
            Store::Bucket(bucket) => bucket.put(id, record, expected),
        }
    }

    /// All records with their resources, by resource.
    pub fn all(&self) -> Result<Vec<(String, Record)>, Diagnostic> {
        match self {
            Store::Folder(folder) => folder.all(),
            #[cfg(feature = "aws")]
            Store::Table(table) => table.all(),
            #[cfg(feature = "aws")]
            Store::Bucket(bucket) => bucket.all(),
        }
    }

    /// Adds a line to the ledger, and returns when it is kept.
    pub fn append(&self, entry: &Entry) -> Result<(), Diagnostic> {
        match self {
            Store::Folder(folder) => folder.append(entry),
            #[cfg(feature = "aws")]
            Store::Table(table) => table.append(entry),
            #[cfg(feature = "aws")]
            Store::Bucket(bucket) => bucket.append(entry),
        }
    }

    /// Leaves a mark that only one can leave: `true` for the one who did. What is
    /// to be said once is claimed before it is said.
    pub fn claim(&self, mark: &str, text: &str) -> Result<bool, Diagnostic> {
        match self {
            Store::Folder(folder) => folder.claim(mark, text),
            #[cfg(feature = "aws")]
            Store::Table(table) => table.claim(mark, text),
            #[cfg(feature = "aws")]
            Store::Bucket(bucket) => bucket.claim(mark, text),
        }
    }

    /// Takes a mark away, for what could not be said.
    pub fn release(&self, mark: &str) -> Result<(), Diagnostic> {
        match self {
            Store::Folder(folder) => folder.release(mark),
            #[cfg(feature = "aws")]
            Store::Table(table) => table.release(mark),
            #[cfg(feature = "aws")]
            Store::Bucket(bucket) => bucket.release(mark),
        }
    }
}

#[cfg(not(feature = "aws"))]
fn absent(place: &str) -> Diagnostic {
    use crate::diagnostic::Code;
    Diagnostic::new(Code::NotInBuild, format!("--state {place} is not in this build"))
}
