//! Answers of Cost Explorer that were paid for, by their question.
//!
//! An answer whose periods are all closed stays for ever; one that is an estimate
//! is good for a day. A part of an answer is none: its next page has a token that
//! does not keep.
#![allow(clippy::disallowed_methods, reason = "an edge room: the clock says how old an answer is")]

use crate::source;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;

/// Seconds for which an estimate is good.
const DAY: i64 = 24 * 60 * 60;

#[derive(Serialize, Deserialize)]
struct Entry {
    account: String,
    question: Value,
    /// Seconds since 1970.
    asked: i64,
    pages: Vec<Value>,
}

fn name(account: &str, question: &Value) -> String {
    let mut name = String::new();
    for byte in Sha256::digest(format!("{account} {question}")) {
        let _ = write!(name, "{byte:02x}");
    }
    name + ".json"
}

pub(super) fn read(folder: &Path, account: &str, question: &Value) -> Option<Vec<Value>> {
    let text = source::read_cached(folder, &name(account, question))?;
    let entry: Entry = serde_json::from_str(&text).ok()?;
    let age = jiff::Timestamp::now().as_second() - entry.asked;
    let same = entry.account == account && entry.question == *question;
    (same && (is_closed(&entry.pages, entry.asked) || (0..DAY).contains(&age)))
        .then_some(entry.pages)
}

pub(super) fn write(folder: &Path, account: &str, question: &Value, pages: &[Value]) {
    let entry = Entry {
        account: account.to_owned(),
        question: question.clone(),
        asked: jiff::Timestamp::now().as_second(),
        pages: pages.to_vec(),
    };
    if let Ok(text) = serde_json::to_string(&entry) {
        source::write_for_ever(folder, &name(account, question), &text);
    }
}

/// Whether no period can change any more: none is an estimate, and all were over
/// when they were asked for.
fn is_closed(pages: &[Value], asked: i64) -> bool {
    let mut periods = pages.iter().filter_map(|page| page.get("ResultsByTime")?.as_array());
    let closed = |period: &Value| {
        let end = period.pointer("/TimePeriod/End").and_then(Value::as_str);
        let end = end.and_then(super::super::hour_of).and_then(|hour| hour.checked_mul(3600));
        period.get("Estimated") == Some(&Value::Bool(false)) && end.is_some_and(|end| end <= asked)
    };
    !pages.is_empty() && periods.all(|periods| periods.iter().all(closed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn page(end: &str, estimated: bool) -> Value {
        let period = json!({"Start": "2026-07-01", "End": end});
        json!({"ResultsByTime": [{"TimePeriod": period, "Estimated": estimated}]})
    }

    #[test]
    fn a_closed_month_stays_and_an_open_one_is_a_day_old_at_most() {
        let folder = tempfile::tempdir().expect("a folder");
        let (at, question) = (folder.path(), json!({"Granularity": "MONTHLY"}));
        let file = at.join(name("1", &question));
        // As if it had been asked so many seconds ago.
        let aged = |by: i64| {
            let text = std::fs::read_to_string(&file).expect("kept");
            let mut entry: Entry = serde_json::from_str(&text).expect("an entry");
            entry.asked -= by;
            std::fs::write(&file, serde_json::to_string(&entry).expect("JSON")).expect("written");
        };
        write(at, "1", &question, &[page("2026-08-01", false)]);
        aged(400 * DAY / 10);
        assert!(read(at, "1", &question).is_some());
        assert!(read(at, "2", &question).is_none(), "another account");
        write(at, "1", &question, &[page("2026-08-01", false), page("2026-09-01", true)]);
        assert!(read(at, "1", &question).is_some());
        aged(DAY + 1);
        assert!(read(at, "1", &question).is_none());
        // Not an estimate, and not over either.
        write(at, "1", &question, &[page("2999-01-01", false)]);
        aged(DAY + 1);
        assert!(read(at, "1", &question).is_none());
    }
}
