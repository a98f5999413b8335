//! Reading what a person points at: files and folders, with limits.
//!
//! The only room that opens files for the pure ones. Everything is bounded
//! before it is read: a pull request from a fork is input. What stands in git is
//! read by the user's own git; no other process is started.
#![allow(clippy::disallowed_methods, reason = "an edge room: files are read here")]

mod bills;
mod cache;
mod files;
mod git;
mod git_folder;
mod git_objects;
mod kept;
mod mirror;

pub use cache::{CacheLock, Cached, cached_book, lock_cache, previous_book, publish_book};
pub use files::{Entry, Files, joined};
pub use git::{GitTree, PREFIX as GIT, has_git, read_git};
use git_folder::GitFolder;
mod lines;
mod meter;
mod rooted;

#[cfg(feature = "lake")]
pub use bills::open_file;
pub use bills::{
    BillFiles, LeftOut, bill_files, choose, is_manifest, is_parquet, no_parquet, open_bill,
};
pub use kept::{read_cached, stamp, write_cached, write_for_ever};
pub use lines::Lines;
pub use meter::{meter, metered};
pub use mirror::{Mirror, Mirrored};
pub use rooted::{Home, Rooted};

use crate::catalog::CatalogFile;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::prices::PriceFile;
use std::io::Read;
use std::path::{Path, PathBuf};

mod policies;

pub use policies::{has_policies_for, read_policies};

/// The largest topology, table or catalogue file, in bytes.
pub const MAX_FILE: u64 = 16 * 1024 * 1024;
/// The largest baseline: a bill of 100,000 resources is 100 MB of JSON.
const MAX_BASELINE: u64 = 256 * 1024 * 1024;
/// The largest inventory: 100,000 resources are 60 MB of JSON.
pub const MAX_INVENTORY: u64 = MAX_BASELINE;
/// The largest price file and the most files of a folder.
const MAX_PRICE_FILE: u64 = 64 * 1024 * 1024;
const MAX_FILES: usize = 10_000;

/// What a path turned out to be.
#[derive(Debug)]
pub enum Input {
    Topology {
        name: String,
        text: String,
    },
    /// A bill as CSV.
    Table {
        name: String,
        text: String,
    },
    /// A folder of Terraform without a kanjo.yaml.
    Directory {
        name: String,
        rooted: Rooted,
    },
    /// What `terraform show -json` wrote, of a plan or of a state.
    Plan {
        name: String,
        text: String,
    },
    /// A bill that `kanjo estimate --format json` wrote.
    Baseline {
        name: String,
        text: String,
    },
}

fn missing(path: &Path, what: &str) -> Diagnostic {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let siblings: Vec<String> = std::fs::read_dir(folder)
        .map(|entries| {
            entries
                .flatten()
                .map(|e| e.file_name().to_string_lossy().into_owned())
                .take(1000)
                .collect()
        })
        .unwrap_or_default();
    let near = nearest(&name, siblings.iter().map(String::as_str));
    let place = |n: &str| folder.join(n).display().to_string();
    Diagnostic::new(Code::FileMissing, format!("{}: {what}", path.display()))
        .help_if(near.filter(|n| *n != name).map(|n| format!("did you mean {}?", place(n))))
}

/// A file as text: there, not too large, and UTF-8.
pub fn read_text(path: &Path, limit: u64) -> Result<String, Diagnostic> {
    let name = path.display().to_string();
    utf8(&name, read_bytes(path, &name, limit)?)
}

/// The bytes of a file: there and not too large. `name` is for messages.
fn read_bytes(path: &Path, name: &str, limit: u64) -> Result<Vec<u8>, Diagnostic> {
    let file = std::fs::File::open(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => missing(path, "there is no such file"),
        _ => missing(path, &e.to_string()),
    })?;
    let size = file.metadata().map(|m| m.len()).unwrap_or(0);
    let too_large = || {
        let message = format!("{name} is larger than {} MB", limit / 1024 / 1024);
        Diagnostic::new(Code::FileTooLarge, message)
    };
    if size > limit {
        return Err(too_large());
    }
    // In one piece: a plan that grows as it is read is copied over and over.
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(1));
    // A pipe has no size: read one byte past the limit and no more.
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|e| missing(path, &e.to_string()))?;
    if bytes.len() as u64 > limit {
        return Err(too_large());
    }
    Ok(bytes)
}

/// The text of bytes: UTF-8, or the UTF-16 that PowerShell's `>` writes.
fn utf8(name: &str, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    let pair: Option<fn([u8; 2]) -> u16> = match bytes.get(..2) {
        Some([0xff, 0xfe]) => Some(u16::from_le_bytes),
        Some([0xfe, 0xff]) => Some(u16::from_be_bytes),
        _ => None,
    };
    if let Some(pair) = pair {
        let units = bytes.get(2..).unwrap_or(&[]).chunks_exact(2);
        let units = units
            .map(|two| pair([two.first().copied().unwrap_or(0), two.last().copied().unwrap_or(0)]));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        return text.map_err(|_| {
            Diagnostic::new(Code::FileNotUtf8, format!("{name}: the file is broken UTF-16"))
                .help("save it as UTF-8")
        });
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line =
            error.as_bytes().get(..at).map_or(0, |b| b.iter().filter(|b| **b == b'\n').count()) + 1;
        let message = format!("{name}:{line}: the file is not UTF-8 text (byte {at})");
        Diagnostic::new(Code::FileNotUtf8, message).help("save it as UTF-8")
    })
}

/// How much of a file is read, by its ending.
fn limit_of(path: &Path) -> u64 {
    if path.extension().is_some_and(|e| e == "json") { MAX_BASELINE } else { MAX_FILE }
}

/// Reads a topology (a file, or a folder with `kanjo.yaml`), a folder of
/// Terraform, a bill CSV or a baseline.
pub fn read_input(path: &Path) -> Result<Input, Diagnostic> {
    if path.is_dir() {
        for name in ["kanjo.yaml", "kanjo.yml"] {
            let file = path.join(name);
            if file.is_file() {
                return read_input(&file);
            }
        }
        let rooted = Rooted::at(path)?;
        if rooted.has_terraform()? {
            return Ok(Input::Directory { name: path.display().to_string(), rooted });
        }
        let message = format!("{} has no kanjo.yaml and no Terraform", path.display());
        return Err(Diagnostic::new(Code::FileMissing, message)
            .help(format!("to write one: kanjo init {}", path.display())));
    }
    let name = path.display().to_string();
    let text = read_text(path, limit_of(path)).map_err(|d| match d.help {
        None if d.code == Code::FileMissing => d.help("to write one: kanjo init"),
        _ => d,
    })?;
    recognise(path, name, text)
}

/// Whether a JSON text is Terraform's, and not an estimate that was kept.
fn is_plan(text: &str) -> bool {
    let head: String = text.chars().take(200).collect();
    !head.contains("\"kanjo\"")
        && (head.starts_with("[command]") || text.contains("\"format_version\""))
}

/// What a text is, by the ending of its file.
fn recognise(path: &Path, name: String, text: String) -> Result<Input, Diagnostic> {
    match path.extension().and_then(|e| e.to_str()) {
        Some("csv") => Ok(Input::Table { name, text }),
        Some("json") if is_plan(&text) => Ok(Input::Plan { name, text }),
        Some("json") => Ok(Input::Baseline { name, text }),
        Some("yaml" | "yml") => Ok(Input::Topology { name, text }),
        _ => Err(Diagnostic::new(
            Code::FileMissing,
            format!("{name} is not a file that kanjo reads"),
        )
        .help("it reads kanjo.yaml, a bill as .csv, and the .json of a Terraform plan or of an estimate")),
    }
}

/// A file that another names. It must lie in the same folder or below it: a
/// topology from a fork reads nothing else of the machine.
pub fn read_beside(file: &Path, name: &str) -> Result<String, Diagnostic> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let inside = Path::new(name).components().all(|c| matches!(c, std::path::Component::Normal(_)));
    let outside = || {
        Diagnostic::new(
            Code::FileMissing,
            format!("{name} lies outside the folder of {}", file.display()),
        )
        .help("files that kanjo.yaml names stand beside it or below")
    };
    if !inside {
        return Err(outside());
    }
    let path = folder.join(name);
    // A link could still lead out.
    let real = |path: &Path| std::fs::canonicalize(path);
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match (real(&path), real(here)) {
        (Ok(real), Ok(here)) if !real.starts_with(&here) => Err(outside()),
        _ => read_text(&path, limit_of(&path)),
    }
}

/// All files below a folder with an extension, sorted by path.
fn files_below(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut open = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(next) = open.pop() {
        let entries = std::fs::read_dir(&next).map_err(|e| missing(&next, &e.to_string()))?;
        for entry in entries.flatten() {
            let path = entry.path();
            // Links are not followed: a folder could contain itself.
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(path),
                Ok(kind) if kind.is_file() && path.extension().is_some_and(|e| e == extension) => {
                    found.push(path)
                }
                _ => {}
            }
            if found.len() + open.len() > MAX_FILES {
                let message = format!("{} has more than {MAX_FILES} files", folder.display());
                return Err(Diagnostic::new(Code::FileTooLarge, message));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn relative(path: &Path, folder: &Path) -> String {
    let parts = path.strip_prefix(folder).unwrap_or(path).iter();
    parts.map(|p| p.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The price files of a folder in the form of `pricing-cache/`.
pub fn read_prices(folder: &Path) -> Result<Vec<PriceFile>, Diagnostic> {
    let mut files = Vec::new();
    for path in files_below(folder, "csv")? {
        let name = relative(&path, folder);
        if name.contains('/') {
            files.push(PriceFile { path: name, text: read_text(&path, MAX_PRICE_FILE)? });
        }
    }
    Ok(files)
}

/// The kinds of a user's own catalogue folder.
pub fn read_catalog(folder: &Path) -> Result<Vec<CatalogFile>, Diagnostic> {
    let paths = files_below(folder, "hcl")?;
    paths
        .into_iter()
        .map(|path| {
            Ok(CatalogFile { path: path.display().to_string(), text: read_text(&path, MAX_FILE)? })
        })
        .collect()
}

/// Writes a file so that a reader sees the old one or the new one, whole.
pub fn write_whole(path: &Path, text: impl AsRef<[u8]>) -> Result<(), Diagnostic> {
    let failed =
        |e: std::io::Error| Diagnostic::new(Code::FileMissing, format!("{}: {e}", path.display()));
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let draft = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    std::fs::write(&draft, text).map_err(failed)?;
    std::fs::rename(&draft, path).map_err(|e| {
        let _ = std::fs::remove_file(&draft);
        failed(e)
    })
}
