//! Files of a billing export: which ones a path means, and their bytes.
//!
//! Exports are far larger than anything else that is read, so they come as a
//! stream, unpacked on the way. Which of several versions of one export counts
//! is decided here, because it follows from where the files lie.

#![allow(clippy::disallowed_methods, reason = "an edge room: files are read here")]

use super::meter::{Metered, meter};
use super::{MAX_FILES, missing};
use crate::diagnostic::{Code, Diagnostic};
use flate2::bufread::MultiGzDecoder;
use std::collections::BTreeMap;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// Endings of what can be read, and of what needs the feature `lake`.
const READ: [&str; 4] = [".csv", ".csv.gz", ".json", ".gz"];
const LAKE: &str = ".parquet";
const HAS_LAKE: bool = cfg!(feature = "lake");

/// The files of an export and what was left out, each with its reason.
#[derive(Debug, Default)]
pub struct BillFiles {
    pub files: Vec<PathBuf>,
    pub left_out: Vec<(PathBuf, LeftOut)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// A newer run of the same export is beside it.
    OlderVersion,
    /// A manifest lists the files of the export, and this is none.
    NotInManifest,
    /// Parquet, which this build does not read.
    Parquet,
}

/// The files that the paths mean: a file is itself; a folder is what its
/// manifests list, or else every export below it, the newest run of each.
pub fn bill_files(paths: &[PathBuf]) -> Result<BillFiles, Diagnostic> {
    let mut found = BillFiles::default();
    for path in paths {
        if path.is_dir() {
            of_folder(path, &mut found)?;
        } else if path.is_file() {
            if is_parquet(path) && !HAS_LAKE {
                return Err(no_parquet(path));
            }
            found.files.push(path.clone());
        } else {
            return Err(missing(path, "there is no such file or folder"));
        }
    }
    found.files.sort();
    found.files.dedup();
    let sizes = found.files.iter().filter_map(|file| file.metadata().ok());
    meter(0, sizes.map(|size| size.len()).sum());
    if found.files.is_empty() {
        if let Some((path, _)) = found.left_out.iter().find(|(_, why)| *why == LeftOut::Parquet) {
            return Err(no_parquet(path));
        }
        let names: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
        let message = format!("{}: no export in it", names.join(", "));
        return Err(Diagnostic::new(Code::FileMissing, message).help(
            "kanjo reads .csv, .csv.gz and .parquet exports and .json answers of Cost Explorer",
        ));
    }
    Ok(found)
}

/// Whether a file says which files an export has.
pub fn is_manifest(path: &Path) -> bool {
    name_of(path).ends_with("manifest.json")
}

/// Whether a file is Parquet, by its name.
pub fn is_parquet(path: &Path) -> bool {
    name_of(path).ends_with(LAKE)
}

/// What a build without `lake` says of Parquet.
pub fn no_parquet(path: &Path) -> Diagnostic {
    Diagnostic::new(Code::NotInBuild, format!("{}: no Parquet in this build", path.display()))
        .help("cargo install kanjo --features lake; or CSV")
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn of_folder(folder: &Path, found: &mut BillFiles) -> Result<(), Diagnostic> {
    let mut all = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        let entries = std::fs::read_dir(&next).map_err(|e| missing(&next, &e.to_string()))?;
        for entry in entries.flatten() {
            match entry.file_type() {
                // Links are not followed: a folder could contain itself.
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                Ok(kind) if kind.is_file() => all.push(entry.path()),
                _ => {}
            }
        }
        if all.len() + open.len() > MAX_FILES {
            let message = format!("{} has more than {MAX_FILES} files", folder.display());
            return Err(Diagnostic::new(Code::FileTooLarge, message));
        }
    }
    choose(folder, all, found)
}

/// Of the files of one export, below `folder`, those that count: what the newest
/// manifests list, or else the newest run of each period. Of `all` only the
/// manifests are opened.
pub fn choose(
    folder: &Path,
    mut all: Vec<PathBuf>,
    found: &mut BillFiles,
) -> Result<(), Diagnostic> {
    all.sort();
    let (manifests, files): (Vec<PathBuf>, Vec<PathBuf>) =
        all.into_iter().partition(|path| is_manifest(path));
    let (lake, files): (Vec<PathBuf>, Vec<PathBuf>) =
        files.into_iter().partition(|path| is_parquet(path) && !HAS_LAKE);
    found.left_out.extend(lake.into_iter().map(|path| (path, LeftOut::Parquet)));
    let files: Vec<PathBuf> = files
        .into_iter()
        .filter(|path| is_parquet(path) || READ.iter().any(|end| name_of(path).ends_with(end)))
        .collect();
    let listed = listed(&manifests)?;
    let mut runs: BTreeMap<PathBuf, BTreeMap<PathBuf, Vec<PathBuf>>> = BTreeMap::new();
    for path in files {
        let Some(listed) = &listed else {
            let run = path.parent().unwrap_or(folder).to_owned();
            runs.entry(period_of(&run)).or_default().entry(run).or_default().push(path);
            continue;
        };
        // A manifest names keys of a bucket; the folder may be any part of it.
        let inside = path.strip_prefix(folder).unwrap_or(&path);
        match listed.iter().any(|key| Path::new(key).ends_with(inside)) {
            true => found.files.push(path),
            false => found.left_out.push((path, LeftOut::NotInManifest)),
        }
    }
    for (_, mut versions) in runs {
        // Runs are named by their time, so the last name is the newest.
        if let Some((_, newest)) = versions.pop_last() {
            found.files.extend(newest);
        }
        let older = versions.into_values().flatten();
        found.left_out.extend(older.map(|path| (path, LeftOut::OlderVersion)));
    }
    Ok(())
}

/// The folder of a billing period that `run` lies in, else `run` itself: two
/// folders below one period are two runs of one export.
fn period_of(run: &Path) -> PathBuf {
    let is_period = |part: &str| {
        let upper = part.to_uppercase();
        let days = |text: &str| text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
        upper.starts_with("BILLING_PERIOD=")
            || part.split_once('-').is_some_and(|(from, to)| days(from) && days(to))
    };
    let named = |path: &&Path| path.file_name().is_some_and(|n| is_period(&n.to_string_lossy()));
    run.ancestors().find(named).unwrap_or(run).to_owned()
}

/// The data files that the newest manifest of each folder lists; `None` without
/// a manifest that lists any.
fn listed(manifests: &[PathBuf]) -> Result<Option<Vec<String>>, Diagnostic> {
    let mut newest: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
    for path in manifests {
        let text = super::read_text(path, super::MAX_FILE)?;
        let json: serde_json::Value = serde_json::from_str(&text).map_err(|e| {
            Diagnostic::new(Code::BadJson, format!("{}:{}: {e}", path.display(), e.line()))
        })?;
        let files = ["dataFiles", "reportKeys", "data_files"].iter().find_map(|k| json.get(k));
        let Some(files) = files.and_then(|f| f.as_array()) else { continue };
        let keys = files.iter().filter_map(|f| f.as_str()).map(str::to_owned).collect();
        // Sorted: the last run of a period overwrites the ones before it.
        newest.insert(period_of(path.parent().unwrap_or(path)), keys);
    }
    Ok((!newest.is_empty()).then(|| newest.into_values().flatten().collect()))
}

/// A file whose reader seeks in it.
#[cfg(feature = "lake")]
pub fn open_file(path: &Path) -> Result<std::fs::File, Diagnostic> {
    std::fs::File::open(path).map_err(|e| missing(path, &e.to_string()))
}

/// The bytes of an export, unpacked if they are gzip.
pub fn open_bill(path: &Path) -> Result<Box<dyn Read>, Diagnostic> {
    let file = std::fs::File::open(path).map_err(|e| missing(path, &e.to_string()))?;
    let mut buffered = BufReader::with_capacity(1 << 16, Metered(file));
    let start =
        std::io::BufRead::fill_buf(&mut buffered).map_err(|e| missing(path, &e.to_string()))?;
    // By its first bytes: exports are renamed.
    match start.starts_with(&[0x1f, 0x8b]) {
        true => Ok(Box::new(MultiGzDecoder::new(buffered))),
        false => Ok(Box::new(buffered)),
    }
}
