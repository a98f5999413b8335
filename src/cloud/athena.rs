//! Athena: a query started, followed to its end, and its answer page by page.
//!
//! It bills what it scans, and says while it runs how much that is: a query that
//! passes the limit is stopped.

use super::client::Client;
use super::endpoint::ATHENA;
use super::odd;
use crate::offhours::machine::Failure;
use serde_json::{Value, json};
use std::time::Duration;

/// The code of a query that was stopped for what it scanned.
pub const TOO_MUCH: &str = "scanned-too-much";
/// Rows of a page: the most that Athena gives.
const PAGE: u32 = 1000;
/// Between two looks at a query.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// Athena ends a query after 30 minutes by default.
const LONGEST: Duration = Duration::from_secs(35 * 60);

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    pub sql: String,
    /// As literals of SQL.
    pub parameters: Vec<String>,
    pub workgroup: Option<String>,
    /// Where the answer is put; `None`: where the workgroup says.
    pub output: Option<String>,
    /// Makes two starts one.
    pub token: String,
    /// Whether an answer of the last day may be given again, which scans nothing.
    pub reuse: bool,
    /// Bytes.
    pub limit: u64,
}

/// How a query ended.
#[derive(Clone, Debug)]
pub struct Ended {
    pub id: String,
    pub scanned: u64,
}

/// Runs a query to its end.
pub fn run(client: &Client, question: &Question) -> Result<Ended, Failure> {
    let mut body = json!({
        "QueryString": question.sql,
        "ClientRequestToken": question.token,
        "ResultReuseConfiguration": {"ResultReuseByAgeConfiguration": {
            "Enabled": question.reuse, "MaxAgeInMinutes": 1440,
        }},
    });
    let mut add =
        |key: &str, value: Value| body.as_object_mut().map(|o| o.insert(key.into(), value));
    if !question.parameters.is_empty() {
        add("ExecutionParameters", json!(question.parameters));
    }
    if let Some(group) = &question.workgroup {
        add("WorkGroup", json!(group));
    }
    if let Some(place) = &question.output {
        add("ResultConfiguration", json!({"OutputLocation": place}));
    }
    let started = client.json(&ATHENA, "StartQueryExecution", &body)?;
    let id = started.get("QueryExecutionId").and_then(Value::as_str);
    follow(client, id.ok_or_else(|| odd("QueryExecutionId"))?, question.limit)
}

fn follow(client: &Client, id: &str, limit: u64) -> Result<Ended, Failure> {
    let (mut pause, mut waited) = (FIRST_PAUSE, Duration::ZERO);
    let failed = |code: &str, message: String| Err(Failure { code: code.to_owned(), message });
    loop {
        let body = json!({"QueryExecutionId": id});
        let found = client.json(&ATHENA, "GetQueryExecution", &body)?;
        let at = |path: &str| found.pointer(&format!("/QueryExecution/{path}"));
        let scanned = at("Statistics/DataScannedInBytes").and_then(Value::as_u64).unwrap_or(0);
        let over = scanned > limit;
        match at("Status/State").and_then(Value::as_str) {
            Some("SUCCEEDED") => return Ok(Ended { id: id.to_owned(), scanned }),
            Some(state @ ("FAILED" | "CANCELLED")) => {
                let why = at("Status/StateChangeReason").and_then(Value::as_str);
                return failed(state, why.unwrap_or("no reason is given").to_owned());
            }
            Some("QUEUED" | "RUNNING") if !over && waited < LONGEST => {}
            Some("QUEUED" | "RUNNING") => {
                client.json(&ATHENA, "StopQueryExecution", &body)?;
                let code = if over { TOO_MUCH } else { "timeout" };
                return failed(code, format!("stopped after {scanned} bytes"));
            }
            _ => return Err(odd("State")),
        }
        std::thread::sleep(pause);
        waited += pause;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// A row as texts; nothing where the value is null.
pub type Row = Vec<String>;

/// The names of the columns, and then each row, to `take`.
pub fn answer<E>(
    client: &Client,
    id: &str,
    failed: impl Fn(Failure) -> E,
    mut take: impl FnMut(&Row, &Row) -> Result<(), E>,
) -> Result<(), E> {
    let mut token: Option<String> = None;
    loop {
        let mut body = json!({"QueryExecutionId": id, "MaxResults": PAGE});
        if let (Some(token), Some(object)) = (&token, body.as_object_mut()) {
            object.insert("NextToken".to_owned(), json!(token));
        }
        let page = client.json(&ATHENA, "GetQueryResults", &body).map_err(&failed)?;
        let list = |path: &str| page.pointer(path).and_then(Value::as_array);
        let text = |value: &Value, key: &str| {
            value.get(key).and_then(Value::as_str).unwrap_or("").to_owned()
        };
        let columns = list("/ResultSet/ResultSetMetadata/ColumnInfo");
        let columns = columns.ok_or_else(|| failed(odd("ColumnInfo")))?;
        let names: Row = columns.iter().map(|column| text(column, "Name")).collect();
        for (place, row) in list("/ResultSet/Rows").into_iter().flatten().enumerate() {
            let cells = row.get("Data").and_then(Value::as_array).into_iter().flatten();
            let row: Row = cells.map(|cell| text(cell, "VarCharValue")).collect();
            // The first row of the first page repeats the names.
            if token.is_some() || place > 0 || row != names {
                take(&names, &row)?;
            }
        }
        let next = page.get("NextToken").and_then(Value::as_str).filter(|t| !t.is_empty());
        match next.map(str::to_owned) {
            Some(next) if token.as_ref() != Some(&next) => token = Some(next),
            _ => return Ok(()),
        }
    }
}
