//! The AWS Price List into the user's cache.
//!
//! An offer file of EC2 has gigabytes and the catalogue can use a few thousand of
//! its rows. So a file is read once from its beginning to its end, a row that no
//! meter of the catalogue can name is dropped where it stands, and what is kept
//! is as large as the catalogue and not as the file. Reading and merging need no
//! network; `remote` (feature `aws`) only brings the files.
#![allow(clippy::disallowed_methods, reason = "an edge room: offer files are read here")]

mod collect;
mod csv_offer;
mod json_offer;
mod json_stream;
mod merge;
#[cfg(feature = "aws")]
mod query;
#[cfg(feature = "aws")]
mod remote;
mod reserved;
#[cfg(feature = "aws")]
mod state;
mod units;
mod vendor;
mod wanted;

pub use collect::{Collected, Refused};
pub use merge::{Merged, merge};
#[cfg(feature = "aws")]
pub use query::Query;
#[cfg(feature = "aws")]
pub use remote::{Remote, Report};
#[cfg(feature = "aws")]
pub use vendor::{Datadog, DatadogKeys};
pub use vendor::{Imported, Stated, Vendors, import};
pub use wanted::{Filter, Wanted};

use crate::diagnostic::{Code, Diagnostic};
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// One row of an offer, as far as a price needs it.
#[derive(Clone, Copy, Debug)]
struct OfferRow<'a> {
    /// With which other rows it is one product.
    sku: &'a str,
    service: &'a str,
    /// Blank where the offer does not say.
    region: &'a str,
    usage_type: &'a str,
    operation: &'a str,
    unit: &'a str,
    begin: &'a str,
    end: &'a str,
    price: &'a str,
    currency: &'a str,
}

/// What an offer says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfferHead {
    /// `AmazonECS`.
    pub offer: String,
    /// `20260911124425`.
    pub version: String,
    /// `2026-09-11T12:44:25Z`.
    pub published: String,
}

/// An offer that cannot be used: the file, the line if it is known, and why.
fn malformed(name: &str, line: Option<u64>, why: impl std::fmt::Display) -> Diagnostic {
    let at = line.map_or_else(String::new, |line| format!(":{line}"));
    Diagnostic::new(Code::BadOffer, format!("{name}{at}: {why}"))
        .help("nothing of it was taken: get the file again")
}

/// Reads one offer, CSV or JSON, gzip or not, and adds what is wanted of it.
/// `region` is the one that the file is for, where its rows do not say.
pub fn read_offer(
    name: &str,
    reader: impl BufRead,
    region: &str,
    collected: &mut Collected<'_>,
) -> Result<OfferHead, Diagnostic> {
    let mut reader = reader;
    let failed = |e: std::io::Error| malformed(name, None, e);
    let gzip = reader.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
    if gzip {
        let plain = BufReader::with_capacity(1 << 18, MultiGzDecoder::new(reader));
        return read_plain(name, plain, region, collected);
    }
    read_plain(name, reader, region, collected)
}

fn read_plain(
    name: &str,
    mut reader: impl BufRead,
    region: &str,
    collected: &mut Collected<'_>,
) -> Result<OfferHead, Diagnostic> {
    let start = reader.fill_buf().map_err(|e| malformed(name, None, e))?;
    let first = start.iter().find(|b| !b.is_ascii_whitespace()).copied();
    match first {
        None => Err(malformed(name, None, "the file is empty")),
        Some(b'{') => json_offer::read(name, reader, region, collected),
        Some(_) => csv_offer::read(name, reader, region, collected),
    }
}

/// Reads an offer from the disk.
pub fn read_offer_file(
    path: &Path,
    region: &str,
    collected: &mut Collected<'_>,
) -> Result<OfferHead, Diagnostic> {
    let name = path.display().to_string();
    let file =
        File::open(path).map_err(|e| Diagnostic::new(Code::FileMissing, format!("{name}: {e}")))?;
    read_offer(&name, BufReader::with_capacity(1 << 18, file), region, collected)
}

/// The offer files of a path: itself, or all below it, sorted.
pub fn offer_files(path: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let missing = |e: &dyn std::fmt::Display| {
        Diagnostic::new(Code::FileMissing, format!("{}: {e}", path.display()))
    };
    let (mut open, mut found) = (vec![path.to_owned()], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|e| missing(&e))?.flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(path),
                Ok(kind) if kind.is_file() && is_offer(&name) => found.push(path),
                _ => {}
            }
        }
    }
    if found.is_empty() {
        return Err(missing(&"no offer file (.csv, .json, .csv.gz, .json.gz)"));
    }
    found.sort();
    Ok(found)
}

fn is_offer(name: &str) -> bool {
    let plain = name.strip_suffix(".gz").unwrap_or(name);
    plain.ends_with(".csv") || plain.ends_with(".json")
}
