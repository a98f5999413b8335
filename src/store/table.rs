//! State in a DynamoDB table with the keys `id` and `part`, both texts.
//!
//! A record has the part `record` and is written under the condition of its
//! generation. A line of the ledger has a part of its own and is never written
//! over.

use super::Put;
use super::entry::Entry;
use crate::cloud::{Accounts, Session, dynamodb};
use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::machine::{Failure, Record, SCHEMA};

const RECORD: &str = "record";

pub struct Table {
    session: Session,
    name: String,
}

impl Table {
    /// A table of the account and region of the credentials.
    pub fn open(name: &str) -> Result<Table, Diagnostic> {
        let session = Session::open(&Accounts::default())?.into_iter().next();
        let session = session.ok_or_else(|| Diagnostic::new(Code::Remote, "no session"))?;
        Ok(Table { session, name: name.to_owned() })
    }

    pub fn get(&self, id: &str) -> Result<Record, Diagnostic> {
        let found = dynamodb::get(&self.session.client, &self.name, id, RECORD);
        match found.map_err(|failure| self.broken(&failure))? {
            None => Ok(Record::fresh()),
            Some(text) => parse(id, &text),
        }
    }

    pub fn put(&self, id: &str, record: &Record, expected: u64) -> Result<Put, Diagnostic> {
        let text = written(record)?;
        let generations = (expected, record.generation);
        let client = &self.session.client;
        let put = dynamodb::put(client, &self.name, (id, RECORD), &text, generations);
        // An answer that was lost after it was written: the next tick reads it.
        let put = put.map_err(|failure| self.broken(&failure))?;
        Ok(if put { Put::Written } else { Put::Conflict })
    }

    pub fn all(&self) -> Result<Vec<(String, Record)>, Diagnostic> {
        let found = dynamodb::all(&self.session.client, &self.name, RECORD);
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
        let text = written(entry)?;
        let key = (entry.resource.as_str(), part.as_str());
        let put =
            dynamodb::put(&self.session.client, &self.name, key, &text, (0, entry.generation));
        // One that is there already is the same line.
        put.map(drop).map_err(|failure| self.broken(&failure))
    }

    fn broken(&self, failure: &Failure) -> Diagnostic {
        let message = format!("the table {}: {}: {}", self.name, failure.code, failure.message);
        Diagnostic::new(Code::Remote, message)
            .help("it needs the keys `id` (HASH) and `part` (RANGE), both of type S")
    }
}

fn written(value: &impl serde::Serialize) -> Result<String, Diagnostic> {
    serde_json::to_string(value).map_err(|e| Diagnostic::new(Code::BadJson, e.to_string()))
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
