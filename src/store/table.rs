//! State in a DynamoDB table with the keys `id` and `part`, both texts.
//!
//! All records have the id `records` and their resource as `part`, so that one
//! query reads them however long the ledger is; they are written under the
//! condition of their generation. A line of the ledger stands under its resource
//! and is never written over.

use super::Put;
use super::entry::Entry;
use super::written::json;
use crate::cloud::{Accounts, Session, dynamodb};
use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::machine::{Failure, Record, SCHEMA};

const RECORDS: &str = "records";
const NOTICES: &str = "notices";

pub struct Table {
    session: Session,
    name: String,
}

impl Table {
    /// A table of the account and region of the credentials.
    pub fn open(name: &str) -> Result<Table, Diagnostic> {
        let session = Session::one(&Accounts::default())?;
        Ok(Table { session, name: name.to_owned() })
    }

    pub fn get(&self, id: &str) -> Result<Record, Diagnostic> {
        let found = dynamodb::get(&self.session.client, &self.name, RECORDS, id);
        match found.map_err(|failure| self.broken(&failure))? {
            None => Ok(Record::fresh()),
            Some(text) => parse(id, &text),
        }
    }

    pub fn put(&self, id: &str, record: &Record, expected: u64) -> Result<Put, Diagnostic> {
        let text = json(record)?;
        let generations = (expected, record.generation);
        let client = &self.session.client;
        let put = dynamodb::put(client, &self.name, (RECORDS, id), &text, generations);
        // An answer that was lost after it was written: the next tick reads it.
        let put = put.map_err(|failure| self.broken(&failure))?;
        Ok(if put { Put::Written } else { Put::Conflict })
    }

    pub fn all(&self) -> Result<Vec<(String, Record)>, Diagnostic> {
        let found = dynamodb::all(&self.session.client, &self.name, RECORDS);
        let found = found.map_err(|failure| self.broken(&failure))?;
        let mut records: Vec<(String, Record)> = Vec::with_capacity(found.len());
        for (id, text) in found {
            let record = parse(&id, &text)?;
            records.push((id, record));
        }
        records.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(records)
    }

    pub fn append(&self, entry: &Entry) -> Result<(), Diagnostic> {
        let part = format!("ledger#{}#{:020}#{}", entry.at, entry.generation, entry.moment.name());
        let text = json(entry)?;
        let key = (entry.resource.as_str(), part.as_str());
        let put =
            dynamodb::put(&self.session.client, &self.name, key, &text, (0, entry.generation));
        // One that is there already is the same line.
        put.map(drop).map_err(|failure| self.broken(&failure))
    }

    /// Whether it was this call that made the mark.
    pub fn claim(&self, mark: &str, text: &str) -> Result<bool, Diagnostic> {
        let put = dynamodb::put(&self.session.client, &self.name, (NOTICES, mark), text, (0, 1));
        put.map_err(|failure| self.broken(&failure))
    }

    pub fn release(&self, mark: &str) -> Result<(), Diagnostic> {
        let gone = dynamodb::delete(&self.session.client, &self.name, NOTICES, mark);
        gone.map_err(|failure| self.broken(&failure))
    }

    fn broken(&self, failure: &Failure) -> Diagnostic {
        let message = format!("the table {}: {}: {}", self.name, failure.code, failure.message);
        Diagnostic::new(Code::Remote, message)
            .help("it needs the keys `id` (HASH) and `part` (RANGE), both of type S")
    }
}

fn parse(id: &str, text: &str) -> Result<Record, Diagnostic> {
    let unreadable = |why: String| {
        Diagnostic::new(Code::BadJson, format!("the record of {id}: {why}"))
            .help("nothing is done to a resource whose record cannot be read")
    };
    let record: Record = serde_json::from_str(text).map_err(|e| unreadable(e.to_string()))?;
    match record.schema {
        SCHEMA => Ok(record),
        other => Err(unreadable(format!("the schema is {other}"))),
    }
}
