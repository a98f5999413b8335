//! The query of `query.rs` run by Athena, where the data is; its groups go where
//! the rows of a file go.
#![allow(
    clippy::disallowed_methods,
    reason = "an edge room: a start of a query is named by the clock"
)]

use super::collect::Collector;
use super::columns::Columns;
use super::query::{Engine, Query};
use super::rows::{File, Rows};
use super::{Read, Wanted, finish, standard};
use crate::cloud::{Session, athena};
use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::machine::Failure;
use crate::quantity::Number;
use crate::source::BillFiles;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// USD for a terabyte that is scanned.
pub const SCAN_PRICE: u64 = 5;
const TERABYTE: u64 = 1 << 40;

/// What is asked of Athena.
#[derive(Clone, Debug)]
pub struct Tables<'a> {
    pub names: &'a [String],
    /// What they are an export of: `cur2`, `focus-1.2`.
    pub export: &'a str,
    /// The partitions: `2026-07`.
    pub months: &'a [String],
    pub workgroup: Option<&'a str>,
    pub output: Option<&'a str>,
    /// USD, of all queries together.
    pub limit: Number,
    pub again: bool,
}

/// What is said of a query.
#[derive(Clone, Debug)]
pub enum Scan<'a> {
    /// Before it starts: the table, the month, and what it costs at most.
    Starts(&'a str, &'a str, Number),
    /// After it: bytes, and what they cost.
    Ended(u64, Number),
}

/// Sums tables where they lie.
pub fn ask(
    session: &Session,
    tables: &Tables<'_>,
    wanted: &Wanted,
    tell: &dyn Fn(&Scan<'_>),
) -> Result<Read, Diagnostic> {
    let mut into = Collector::new(wanted.month.as_deref(), wanted.hourly);
    let mut left = bytes_for(tables.limit);
    for (file, table) in tables.names.iter().enumerate() {
        for month in tables.months {
            let query = standard(Engine::Athena, tables.export, table, Some(month), wanted)?;
            tell(&Scan::Starts(table, month, price(left)));
            let question = question(&query, tables, left);
            let ended = athena::run(&session.client, &question)
                .map_err(|failure| refused(table, tables.limit, &failure))?;
            left = left.saturating_sub(ended.scanned);
            tell(&Scan::Ended(ended.scanned, price(ended.scanned)));
            let of = File { name: table, file, files: tables.names, wanted, map: None };
            add(session, &ended.id, of, &mut into)?;
        }
    }
    into.check(tables.names)?;
    finish(into, &BillFiles::default(), wanted, false)
}

fn add(session: &Session, id: &str, of: File<'_>, into: &mut Collector) -> Result<(), Diagnostic> {
    let mut rows: Option<Rows<'_>> = None;
    let (mut line, mut row) = (0, csv::StringRecord::new());
    let failed = |failure: Failure| refused(of.name, Number::ZERO, &failure);
    athena::answer(&session.client, id, failed, |names, cells| {
        let rows = match &mut rows {
            Some(rows) => rows,
            None => {
                let header: csv::StringRecord = names.iter().map(String::as_str).collect();
                rows.insert(Rows::new(of, Columns::of(of.name, &header, None)?))
            }
        };
        row.clear();
        cells.iter().for_each(|cell| row.push_field(cell));
        line += 1;
        rows.add(&row, Some(line), into)
    })
}

fn question(query: &Query, tables: &Tables<'_>, limit: u64) -> athena::Question {
    let now = jiff::Timestamp::now();
    let mut token = String::new();
    for byte in Sha256::digest(format!("{now} {} {:?}", query.sql, query.parameters)) {
        let _ = write!(token, "{byte:02x}");
    }
    athena::Question {
        sql: query.sql.clone(),
        // A parameter is a literal of SQL, so a text stands in quotes.
        parameters: query
            .parameters
            .iter()
            .map(|p| format!("'{}'", p.replace('\'', "''")))
            .collect(),
        workgroup: tables.workgroup.map(str::to_owned),
        output: tables.output.map(str::to_owned),
        token,
        reuse: !tables.again,
        limit,
    }
}

/// What scanning so many bytes costs, in USD to the cent above.
fn price(bytes: u64) -> Number {
    let price = Number::from(bytes).times(SCAN_PRICE.into());
    let price = price.and_then(|usd| usd.over(TERABYTE.into())).unwrap_or(Number::ZERO);
    price.round(4)
}

/// How much may be scanned for an amount.
fn bytes_for(limit: Number) -> u64 {
    let bytes = limit.times(TERABYTE.into()).and_then(|b| b.over(SCAN_PRICE.into()));
    bytes.and_then(|bytes| bytes.round(0).to_string().parse().ok()).unwrap_or(0)
}

fn refused(table: &str, limit: Number, why: &Failure) -> Diagnostic {
    let message = format!("Athena, {table}: {}: {}", why.code, why.message);
    match why.code.as_str() {
        athena::TOO_MUCH => {
            let message =
                format!("Athena, {table}: the limit of {limit} USD is reached, {}", why.message);
            Diagnostic::new(Code::FetchLimit, message).help(
                "--max-cost allows more; an export partitioned by billing_period is scanned a \
                 month at a time",
            )
        }
        "InvalidRequestException" if why.message.contains("utput location") => {
            Diagnostic::new(Code::Remote, message)
                .help("--query-output s3://bucket/prefix/, or --workgroup NAME that has one")
        }
        code if code.starts_with("AccessDenied") => Diagnostic::new(Code::Remote, message).help(
            "the role needs athena:StartQueryExecution, GetQueryExecution, GetQueryResults, \
             StopQueryExecution, and to read the table's bucket and its Glue table",
        ),
        _ => Diagnostic::new(Code::Remote, message)
            .help("kanjo actuals sql --engine athena prints the query"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_in_dollars_is_one_in_bytes() {
        let number = |text| Number::parse(text).expect("a number");
        assert_eq!(bytes_for(number("5")), TERABYTE);
        assert_eq!(bytes_for(number("0")), 0);
        assert_eq!(price(TERABYTE / 2), number("2.5"));
    }
}
