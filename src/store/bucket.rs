//! State in a bucket.
//!
//! ```text
//! PREFIX/records/<name>-<hash>.json                      one object a resource
//! PREFIX/ledger/2026-11/22/<time>-<generation>-<moment>-<name>-<hash>.json
//! PREFIX/notices/<name>-<hash>.json
//! ```
//!
//! A record is written if its object is still of the version that holds the
//! expected generation, or is not there. A line of the ledger is an object of its
//! own, because S3 adds to none.

use super::Put;
use super::entry::Entry;
use super::written::{Written, json, name_of};
use crate::cloud::{Accounts, Session, s3, together};
use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::machine::{Failure, Record};

/// How many objects are read at once.
const READERS: usize = 16;

pub struct Bucket {
    session: Session,
    bucket: String,
    /// Empty, or with a slash at its end.
    prefix: String,
}

impl Bucket {
    /// A bucket in the region of the configuration.
    pub fn open(bucket: &str, prefix: &str) -> Result<Bucket, Diagnostic> {
        let session = Session::one(&Accounts::default())?;
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        Ok(Bucket { session, bucket: bucket.to_owned(), prefix })
    }

    pub fn get(&self, id: &str) -> Result<Record, Diagnostic> {
        match self.read(&self.key("records", id))? {
            None => Ok(Record::fresh()),
            Some((written, _)) => written.of(id),
        }
    }

    pub fn put(&self, id: &str, record: &Record, expected: u64) -> Result<Put, Diagnostic> {
        let key = self.key("records", id);
        let text = json(&Written::new(id, record))?;
        let found = if expected > 0 { self.read(&key)? } else { None };
        let condition = match &found {
            Some((written, tag)) if written.record.generation == expected => s3::If::Is(tag),
            None if expected == 0 => s3::If::Absent,
            _ => return Ok(Put::Conflict),
        };
        // An answer that was lost after it was written: the next tick reads it.
        let put = s3::put(&self.session.client, &self.bucket, &key, &text, condition);
        Ok(if put.map_err(|f| self.broken(&f))? { Put::Written } else { Put::Conflict })
    }

    pub fn all(&self) -> Result<Vec<(String, Record)>, Diagnostic> {
        let prefix = format!("{}records/", self.prefix);
        let keys = s3::list(&self.session.client, &self.bucket, &prefix, usize::MAX);
        let keys = keys.map_err(|failure| self.broken(&failure))?;
        let read = |object: &s3::Object| self.read(&object.key);
        let found = together::up_to(READERS, &keys, read)?.into_iter().flatten();
        let mut records: Vec<_> = found.map(|(written, _)| (written.id, written.record)).collect();
        records.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(records)
    }

    pub fn append(&self, entry: &Entry) -> Result<(), Diagnostic> {
        let at = entry.at.to_string();
        let (month, day) = (at.get(..7).unwrap_or("undated"), at.get(8..10).unwrap_or("00"));
        let key = format!(
            "{}ledger/{month}/{day}/{at}-{:020}-{}-{}.json",
            self.prefix,
            entry.generation,
            entry.moment.name(),
            name_of(&entry.resource)
        );
        // One that is there already is the same line.
        self.create(&key, &json(entry)?).map(drop)
    }

    /// Whether it was this call that made the mark.
    pub fn claim(&self, mark: &str, text: &str) -> Result<bool, Diagnostic> {
        self.create(&self.key("notices", mark), text)
    }

    pub fn release(&self, mark: &str) -> Result<(), Diagnostic> {
        let key = self.key("notices", mark);
        let gone = s3::delete(&self.session.client, &self.bucket, &key);
        gone.map_err(|failure| self.broken(&failure))
    }

    fn create(&self, key: &str, text: &str) -> Result<bool, Diagnostic> {
        let put = s3::put(&self.session.client, &self.bucket, key, text, s3::If::Absent);
        put.map_err(|failure| self.broken(&failure))
    }

    fn key(&self, folder: &str, id: &str) -> String {
        format!("{}{folder}/{}.json", self.prefix, name_of(id))
    }

    /// A record and the version of its object.
    fn read(&self, key: &str) -> Result<Option<(Written, String)>, Diagnostic> {
        let found = s3::get(&self.session.client, &self.bucket, key);
        let Some(found) = found.map_err(|failure| self.broken(&failure))? else { return Ok(None) };
        let place = format!("s3://{}/{key}", self.bucket);
        let written = Written::parse(&place, &found.text)?;
        let unversioned = || {
            Diagnostic::new(Code::Remote, format!("{place} has no ETag"))
                .help("without it no write has a condition")
        };
        Ok(Some((written, found.tag.ok_or_else(unversioned)?)))
    }

    fn broken(&self, failure: &Failure) -> Diagnostic {
        let message = format!("s3://{}: {}: {}", self.bucket, failure.code, failure.message);
        Diagnostic::new(Code::Remote, message)
            .help("it needs s3:GetObject, s3:PutObject and s3:ListBucket, in the bucket's region")
    }
}
