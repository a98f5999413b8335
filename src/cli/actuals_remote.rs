//! Bills that are not in files: Cost Explorer, exports in S3, tables of Athena.
//!
//! Whatever a bill is read from, a command gets the same lines. What reading
//! costs is said on stderr before it is paid, and refused above `--max-cost`.
#![allow(clippy::disallowed_methods, reason = "an edge room: the network is asked here")]

use crate::actuals::{Cluster, EXPORTS};
use crate::diagnostic::{Code, Diagnostic};
use clap::Args;
use std::path::PathBuf;

/// Where a bill lies that is not here, and what reading it may cost.
#[derive(Debug, Args)]
pub struct RemoteArgs {
    /// What sums the rows: embedded; athena, for which each PATH is a table: database.table; or ballista://HOST:PORT, a cluster that reads the Parquet files of the PATHs
    #[arg(long, value_name = "ENGINE", default_value = "embedded")]
    pub engine: String,
    /// What Athena's table is an export of
    #[arg(long, value_name = "NAME", default_value = "cur2", value_parser = EXPORTS)]
    pub table_of: String,
    /// Athena's workgroup
    #[arg(long, value_name = "NAME")]
    pub workgroup: Option<String>,
    /// Where Athena puts its answers, unless the workgroup says: s3://bucket/prefix/
    #[arg(long, value_name = "URL")]
    pub query_output: Option<String>,
    /// The most that reading may cost, in USD: a page of Cost Explorer is 0.01, a terabyte for Athena 5
    #[arg(long, value_name = "USD", default_value = "0.25")]
    pub max_cost: String,
    /// The region of the bucket or the table
    #[arg(long, value_name = "CODE")]
    pub region: Option<String>,
    /// A role that may read the bill
    #[arg(long, value_name = "ARN")]
    pub role: Option<String>,
    /// Cost Explorer through this view of an organisation's or a partner's billing
    #[arg(long, value_name = "ARN")]
    pub billing_view: Option<String>,
}

/// What sums the rows.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum EngineArg {
    /// Files, folders, s3:// and ce://
    Embedded,
    /// Tables, summed where they lie
    Athena,
    /// Files of Parquet that a cluster sees too
    Cluster(Cluster),
}

impl EngineArg {
    pub(super) fn cluster(self) -> Option<Cluster> {
        match self {
            EngineArg::Cluster(cluster) => Some(cluster),
            _ => None,
        }
    }
}

pub(super) fn engine(name: &str) -> Result<EngineArg, Diagnostic> {
    match name {
        "embedded" => Ok(EngineArg::Embedded),
        "athena" => Ok(EngineArg::Athena),
        other => Cluster::parse(other).map(EngineArg::Cluster),
    }
}

/// What a command asks of a bill.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(not(feature = "aws"), allow(dead_code, reason = "only a bill of the network needs it"))]
pub(super) struct Asked<'a> {
    /// Only this month.
    pub month: Option<&'a str>,
    /// The months that are needed, for what bills by what is read.
    pub months: &'a [&'a str],
    pub hourly: bool,
    pub offline: bool,
    /// Of Cost Explorer: by day, and only rows with these tags.
    pub daily: bool,
    pub tags: &'a [(String, String)],
}

/// Where the paths lead.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    Files,
    /// `ce://2026-06..2026-08`: what stands behind the slashes.
    CostExplorer(String),
    Objects(Vec<String>),
    Tables(Vec<String>),
}

/// Reads the paths as what they are: all of one sort, because two sorts of one
/// month would be the same bill twice.
pub(super) fn place(paths: &[PathBuf], engine: &EngineArg) -> Result<Place, Diagnostic> {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    if *engine == EngineArg::Athena {
        return Ok(Place::Tables(names));
    }
    let with = |scheme: &str| names.iter().filter(|name| name.starts_with(scheme)).count();
    match (with("ce:"), with("s3://"), names.as_slice()) {
        (0, 0, _) => Ok(Place::Files),
        (1, 0, [one]) if *engine == EngineArg::Embedded => {
            let months = one.trim_start_matches("ce:").trim_matches('/').to_owned();
            Ok(Place::CostExplorer(months))
        }
        (0, count, all) if count == all.len() => Ok(Place::Objects(names)),
        _ => Err(Diagnostic::new(
            Code::BillTwice,
            format!("{}: a bill is read from one place", names.join(" ")),
        )
        .help("ce://2026-07..2026-08, or s3://bucket/prefix, or files")),
    }
}

#[cfg(not(feature = "aws"))]
pub(super) use absent::read;

#[cfg(not(feature = "aws"))]
mod absent {
    use super::{Asked, Place, RemoteArgs};
    use crate::actuals::{ColumnMap, Read, Wanted};
    use crate::diagnostic::{Code, Diagnostic};

    pub(in crate::cli) fn read(
        _: &RemoteArgs,
        place: &Place,
        _: &Wanted,
        _: &Asked<'_>,
        _: bool,
        _: Option<&ColumnMap>,
    ) -> Result<Read, Diagnostic> {
        let what = match place {
            Place::Tables(_) => "Athena",
            Place::Objects(_) => "S3",
            _ => "Cost Explorer",
        };
        Err(Diagnostic::new(Code::NotInBuild, format!("{what} is not in this build"))
            .help("cargo install kanjo --features aws; or an export as a file"))
    }
}

#[cfg(feature = "aws")]
pub(super) use live::{range, read};

#[cfg(feature = "aws")]
mod live {
    use super::{Asked, Place, RemoteArgs};
    use crate::actuals::{self, ColumnMap, Costs, Read, Scan, Tables, Wanted};
    use crate::calendar::Period;
    use crate::cli::books::cache_folder;
    use crate::cloud::{Accounts, Session, cost_explorer};
    use crate::diagnostic::{Code, Diagnostic};
    use crate::quantity::Number;
    use crate::source::BillFiles;

    pub(in crate::cli) fn read(
        args: &RemoteArgs,
        place: &Place,
        wanted: &Wanted,
        asked: &Asked<'_>,
        again: bool,
        map: Option<&ColumnMap>,
    ) -> Result<Read, Diagnostic> {
        let limit = limit(&args.max_cost)?;
        let cache = cache_folder();
        match place {
            Place::Files => Err(Diagnostic::new(Code::FileMissing, "files are not remote")),
            Place::CostExplorer(months) => {
                let months = range(months, asked)?;
                let (from, to) = (months.first().cloned(), months.last().map(|m| after(m)));
                let keep = cache.map(|folder| folder.join("cost-explorer"));
                let costs = Costs {
                    from: &from.unwrap_or_default(),
                    to: &to.transpose()?.unwrap_or_default(),
                    daily: asked.daily || asked.hourly,
                    tags: asked.tags,
                    billing_view: args.billing_view.as_deref(),
                    limit,
                    keep: keep.as_deref(),
                    again,
                };
                let session = session(args, Some(cost_explorer::REGION))?;
                actuals::fetch(&session, &costs, wanted, &|all, kept, price| {
                    eprintln!(
                        "kanjo: Cost Explorer: {all} questions, {kept} kept; {price} USD or more, a cent a page"
                    );
                })
            }
            Place::Tables(names) => {
                let months = range("", asked)?;
                let tables = Tables {
                    names,
                    export: &args.table_of,
                    months: &months,
                    workgroup: args.workgroup.as_deref(),
                    output: args.query_output.as_deref(),
                    limit,
                    again,
                };
                let session = session(args, None)?;
                actuals::ask(&session, &tables, wanted, &|scan| match scan {
                    Scan::Starts(table, month, price) => eprintln!(
                        "kanjo: Athena: {table}, {month}: {price} USD at most, then it is stopped"
                    ),
                    Scan::Ended(bytes, price) => {
                        eprintln!("kanjo: Athena: {bytes} bytes scanned, {price} USD");
                    }
                })
            }
            Place::Objects(urls) => {
                let none = || {
                    Diagnostic::new(Code::FileMissing, "there is no folder for what S3 holds")
                        .help("set HOME, or XDG_CACHE_HOME")
                };
                let cache = cache.ok_or_else(none)?;
                let session = session(args, None)?;
                let mut found = BillFiles::default();
                for url in urls {
                    let tell = |count: usize, bytes: u64| {
                        eprintln!("kanjo: S3: {count} objects to bring, {} kB", bytes / 1000);
                    };
                    let keep = cache.join("s3");
                    let mut more = actuals::objects(&session, url, wanted, &keep, &tell)?;
                    found.files.append(&mut more.files);
                    found.left_out.append(&mut more.left_out);
                }
                let keep = (!again).then(|| cache.join("actuals"));
                actuals::read_found(&found, wanted, map, keep.as_deref())
            }
        }
    }

    fn session(args: &RemoteArgs, usual: Option<&str>) -> Result<Session, Diagnostic> {
        let region = args.region.as_deref().or(usual);
        let accounts = Accounts {
            roles: args.role.iter().cloned().collect(),
            regions: region.map(str::to_owned).into_iter().collect(),
            ..Accounts::default()
        };
        Session::one(&accounts)
    }

    fn limit(text: &str) -> Result<Number, Diagnostic> {
        Number::parse(text).filter(|limit| !limit.is_negative()).ok_or_else(|| {
            Diagnostic::new(Code::BadQuantity, format!("--max-cost {text}: not an amount"))
                .help("--max-cost 0.25, in USD")
        })
    }

    /// The months from `2026-06..2026-08`, or those that the command needs.
    pub(in crate::cli) fn range(text: &str, asked: &Asked<'_>) -> Result<Vec<String>, Diagnostic> {
        let known: Vec<&str> =
            asked.month.into_iter().chain(asked.months.iter().copied()).collect();
        let (first, last) = match text.split_once("..") {
            Some(both) => both,
            None if !text.is_empty() => (text, text),
            None => {
                let first = known.iter().min().copied();
                let Some(both) = first.zip(known.iter().max().copied()) else {
                    let message = "which month? it is paid for what is read";
                    return Err(Diagnostic::new(Code::MissingKey, message).help("--month 2026-07"));
                };
                both
            }
        };
        let mut months = Vec::new();
        let mut month = first.to_owned();
        while *month <= *last && months.len() < 48 {
            let next = after(&month)?;
            months.push(std::mem::replace(&mut month, next));
        }
        match months.is_empty() {
            true => Err(not_a_month(text)),
            false => Ok(months),
        }
    }

    fn after(month: &str) -> Result<String, Diagnostic> {
        match Period::parse(month) {
            Ok(Period::Month { year, month: 12 }) => Ok(format!("{:04}-01", year + 1)),
            Ok(Period::Month { year, month }) => Ok(format!("{year:04}-{:02}", month + 1)),
            _ => Err(not_a_month(month)),
        }
    }

    fn not_a_month(text: &str) -> Diagnostic {
        Diagnostic::new(Code::BadSchedule, format!("{text}: not a month, nor from one to another"))
            .help("ce://2026-07, or ce://2026-06..2026-08")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bill_is_read_from_one_place() {
        let of = |paths: &[&str]| {
            let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            place(&paths, &EngineArg::Embedded)
        };
        assert_eq!(of(&["a.csv", "b"]).ok(), Some(Place::Files));
        assert_eq!(of(&["ce://"]).ok(), Some(Place::CostExplorer(String::new())));
        let months = Place::CostExplorer("2026-06..2026-08".into());
        assert_eq!(of(&["ce://2026-06..2026-08"]).ok(), Some(months));
        let two = vec!["s3://a/b".to_owned(), "s3://a/c".to_owned()];
        assert_eq!(of(&["s3://a/b", "s3://a/c"]).ok(), Some(Place::Objects(two)));
        assert!(of(&["ce://", "a.csv"]).is_err() && of(&["s3://a/b", "a.csv"]).is_err());
    }
}
