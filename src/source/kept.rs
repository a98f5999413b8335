//! What was read once and need not be read again: files of the user's cache.
//!
//! A cache is never why a command fails: what cannot be read is not there, and
//! what cannot be written is not kept.

#![allow(clippy::disallowed_methods, reason = "an edge room: files are read here")]

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// So many entries are kept, the newest.
const MOST: usize = 64;
/// The largest entry that is read back.
const MAX_ENTRY: u64 = 256 * 1024 * 1024;

/// What tells whether a file is the one that was read: its path, its size, and
/// when it was written in nanoseconds since 1970.
pub fn stamp(path: &Path) -> Option<(PathBuf, u64, u128)> {
    let about = std::fs::metadata(path).ok()?;
    let written = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((std::fs::canonicalize(path).ok()?, about.len(), written.as_nanos()))
}

/// The entry of this name, if there is one.
pub fn read_cached(folder: &Path, name: &str) -> Option<String> {
    super::read_text(&folder.join(name), MAX_ENTRY).ok()
}

/// Keeps an entry, readable by its owner only: it says what somebody pays.
pub fn write_cached(folder: &Path, name: &str, text: &str) {
    if write_for_ever(folder, name, text) {
        forget_oldest(folder);
    }
}

/// The same of what was paid for, which is never forgotten; whether it is kept.
pub fn write_for_ever(folder: &Path, name: &str, text: &str) -> bool {
    own_folder(folder).is_ok() && super::write_whole(&folder.join(name), text).is_ok()
}

/// Makes a folder that only its owner reads.
pub(super) fn own_folder(folder: &Path) -> std::io::Result<()> {
    let mut make = std::fs::DirBuilder::new();
    make.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut make, 0o700);
    make.create(folder)
}

fn forget_oldest(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let age = |path: &PathBuf| {
        std::fs::metadata(path).and_then(|about| about.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
    };
    let mut all: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    all.sort_by_cached_key(|path| std::cmp::Reverse(age(path)));
    for old in all.iter().skip(MOST) {
        let _ = std::fs::remove_file(old);
    }
}
