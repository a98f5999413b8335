//! Actual bills: exports and answers of AWS and others, read into one form.
//!
//! A reader gives rows, [`collect`] sums them while they come, and what results
//! is an [`Actual`] and, if asked for, the hourly [`Series`]. So a file of ten
//! million rows needs the memory of its distinct lines, and another source of
//! rows needs another reader and nothing else.

#[cfg(feature = "aws")]
mod athena;
mod cache;
mod cluster;
mod collect;
mod columns;
mod cost_explorer;
#[cfg(feature = "aws")]
mod fetch;
#[cfg(feature = "aws")]
mod invoices;
#[cfg(feature = "lake")]
mod lake;
mod marketplace;
#[cfg(feature = "aws")]
mod objects;
mod query;
mod records;
mod rows;
mod services;
mod standard;
mod table;
mod vendors;
mod when;

#[cfg(test)]
mod tests;

#[cfg(feature = "aws")]
pub use athena::{Scan, Tables, ask};
pub use cluster::Cluster;
pub use columns::ColumnMap;
#[cfg(feature = "aws")]
pub use fetch::{Costs, fetch};
#[cfg(feature = "aws")]
pub use invoices::{Invoice, Vendor};
#[cfg(feature = "lake")]
pub use lake::focus_parquet;
#[cfg(feature = "aws")]
pub use objects::objects;
pub use query::{Engine, Query};
pub use standard::{EXPORTS, standard};
pub use table::of_table;
pub(crate) use when::hour_of;

use crate::bill::{Actual, Caveat, Series, View};
use crate::calendar::Period;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{self, BillFiles, LeftOut};
use collect::Collector;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What of an export is wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The tags whose values say where a row belongs.
    pub environment: Option<String>,
    pub resource: Option<String>,
    /// Only this month: `2026-07`.
    pub month: Option<String>,
    pub hourly: bool,
    /// What the document is, where its reader knows better than its columns.
    pub view: Option<View>,
    /// Who reads Parquet, if not this process.
    pub cluster: Option<Cluster>,
}

/// A bill and its hourly evidence, which is empty unless it was asked for.
#[derive(Debug)]
pub struct Read {
    pub actual: Actual,
    pub series: Series,
}

/// Reads files and folders as one bill; of large ones the answer is kept in the
/// folder `keep`, and found there the next time.
pub fn read(
    paths: &[PathBuf],
    wanted: &Wanted,
    map: Option<&ColumnMap>,
    keep: Option<&Path>,
) -> Result<Read, Diagnostic> {
    read_found(&source::bill_files(paths)?, wanted, map, keep)
}

/// The same of files that were found already.
pub fn read_found(
    found: &BillFiles,
    wanted: &Wanted,
    map: Option<&ColumnMap>,
    keep: Option<&Path>,
) -> Result<Read, Diagnostic> {
    let entry = keep.and_then(|folder| Some((folder, cache::name(found, wanted, map)?)));
    let Some((folder, name)) = entry else { return scan(found, wanted, map) };
    let kept = source::read_cached(folder, &name).and_then(|text| cache::read(&text));
    if let Some(kept) = kept {
        return Ok(kept);
    }
    let read = scan(found, wanted, map)?;
    if let Some(text) = cache::written(&read) {
        source::write_cached(folder, &name, &text);
    }
    Ok(read)
}

fn scan(found: &BillFiles, wanted: &Wanted, map: Option<&ColumnMap>) -> Result<Read, Diagnostic> {
    let names: Vec<String> = found.files.iter().map(|p| p.display().to_string()).collect();
    let mut into = Collector::new(wanted.month.as_deref(), wanted.hourly);
    let mut seen = cost_explorer::Seen::default();
    for (file, path) in found.files.iter().enumerate() {
        let name = names.get(file).map_or("", String::as_str);
        let rows = rows::File { name, file, files: &names, wanted, map };
        if source::is_parquet(path) {
            parquet(rows, path, &mut into)?;
            continue;
        }
        let mut bytes = source::open_bill(path)?;
        if name.trim_end_matches(".gz").ends_with(".json") {
            let mut text = String::new();
            bytes
                .read_to_string(&mut text)
                .map_err(|error| Diagnostic::new(Code::BadJson, format!("{name}:1: {error}")))?;
            let invoice = vendors::File { name, file, wanted };
            if invoice.read(&text, &mut into)? {
                continue;
            }
            let reader = cost_explorer::File { name, file, files: &names, wanted, asked: None };
            reader.read(&text, &mut seen, &mut into)?;
        } else {
            rows.read(bytes, &mut into)?;
        }
    }
    into.check(&names)?;
    finish(into, found, wanted, map.is_some())
}

#[cfg(feature = "lake")]
use lake::read as parquet;

/// `source` refuses or leaves out Parquet in this build, so none comes here.
#[cfg(not(feature = "lake"))]
fn parquet(_: rows::File<'_>, path: &Path, _: &mut Collector) -> Result<(), Diagnostic> {
    Err(source::no_parquet(path))
}

fn finish(
    into: Collector,
    found: &BillFiles,
    wanted: &Wanted,
    mapped: bool,
) -> Result<Read, Diagnostic> {
    let (lines, series, common) = into.finish();
    let too_large = || Diagnostic::new(Code::Overflow, "a sum does not fit 28 digits");
    let (lines, mut caveats) = marketplace::pair(lines).ok_or_else(too_large)?;
    if lines.is_empty() {
        let month = wanted.month.as_deref().unwrap_or("any month");
        let message = format!("there is no row of {month} in what was read");
        return Err(Diagnostic::new(Code::BadCsv, message).help(
            "an empty answer is not a bill of 0: ask who pays whether the export covers the month",
        ));
    }
    let mut say = |code, message: String| {
        caveats.push(Caveat { code, message: Arc::from(message), resource: None, at: None });
    };
    if common.split > 0 {
        let rows = common.split;
        say(Code::BillPart, format!("{rows} rows of split cost allocation, which repeat others"));
    }
    for (why, what) in [
        (LeftOut::OlderVersion, "of an older run of the same export"),
        (LeftOut::NotInManifest, "that no manifest lists"),
        (LeftOut::Parquet, "of Parquet, which this build does not read"),
    ] {
        match found.left_out.iter().filter(|(_, reason)| *reason == why).count() {
            0 => {}
            1 => say(Code::BillPart, format!("1 file {what}")),
            count => say(Code::BillPart, format!("{count} files {what}")),
        }
    }
    let last = lines.iter().map(|l| &l.line.month).max();
    let end = last.and_then(|month| month_end(month));
    let open = matches!((common.until, end), (Some(until), Some(end)) if until < end);
    if common.estimated || open {
        say(Code::BillOpen, "the last month is not closed".to_owned());
    }
    let view = wanted.view.unwrap_or(match mapped {
        true => View::Reseller,
        false if common.uninvoiced.is_empty() => View::Invoice,
        false => View::PayerView,
    });
    let actual = Actual {
        view,
        currency: common.currency.unwrap_or_else(|| Arc::from("USD")),
        formats: common.formats,
        lines,
        uninvoiced: common.uninvoiced,
        until: common.until,
        caveats,
    };
    Ok(Read { actual, series })
}

/// The hour after the last of a month.
fn month_end(month: &str) -> Option<i64> {
    let start = hour_of(&format!("{month}-01"))?;
    let (hours, _) = Period::parse(month).ok()?.hours();
    start.checked_add_unsigned(hours)
}
