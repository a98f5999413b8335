//! The user's price cache: one folder for each book, and a file that names the
//! current one.
//!
//! A book is written beside the others, flushed, and then named by one rename.
//! Whoever dies on the way leaves a folder that nobody names. A book's folder is
//! called after its SHA-256, so a damaged one is not mistaken for a whole one.
#![allow(clippy::disallowed_methods, reason = "an edge room: files are read here")]

use crate::diagnostic::{Code, Diagnostic};
use crate::prices::PriceFile;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The file that names the current book, and after it the one before.
const CURRENT: &str = "current";
/// Where the books are.
const BOOKS: &str = "books";

/// A book of the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cached {
    pub folder: PathBuf,
    /// What its identity must be; `None` for a folder that was put there by hand.
    pub sha256: Option<String>,
}

fn named(cache: &Path) -> Vec<Cached> {
    let text = std::fs::read_to_string(cache.join(CURRENT)).unwrap_or_default();
    let whole = |name: &&str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_hexdigit());
    text.lines()
        .filter(whole)
        .map(|name| Cached { folder: cache.join(BOOKS).join(name), sha256: Some(name.to_owned()) })
        .collect()
}

/// The current book of a cache, if there is one.
pub fn cached_book(cache: &Path) -> Option<Cached> {
    if let Some(book) = named(cache).into_iter().next() {
        return Some(book);
    }
    let by_hand = cache.join("aws/regions.csv").is_file();
    by_hand.then(|| Cached { folder: cache.to_owned(), sha256: None })
}

/// The book that was current before.
pub fn previous_book(cache: &Path) -> Option<Cached> {
    named(cache).into_iter().nth(1).filter(|book| book.folder.is_dir())
}

/// Held while a book is made: two updates at once would not know of each other.
#[derive(Debug)]
pub struct CacheLock {
    _file: File,
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> Diagnostic {
    move |e| {
        Diagnostic::new(Code::FileMissing, format!("{}: {e}", path.display()))
            .help("the prices that were there are unchanged")
    }
}

/// Takes the cache for writing.
pub fn lock_cache(cache: &Path) -> Result<CacheLock, Diagnostic> {
    std::fs::create_dir_all(cache).map_err(failed(cache))?;
    let path = cache.join("lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(failed(&path))?;
    file.try_lock().map_err(|_| {
        Diagnostic::new(Code::FileExists, format!("{} is held", path.display()))
            .help("another `kanjo prices update` is running: wait for it")
    })?;
    Ok(CacheLock { _file: file })
}

fn write_flushed(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let write = || -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = File::create(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().map_err(failed(path))
}

/// A folder's own entries reach the disk; where the system has no such thing,
/// the rename has to do.
fn flush_folder(path: &Path) {
    if let Ok(folder) = File::open(path) {
        let _ = folder.sync_all();
    }
}

/// Makes a book the current one, whole or not at all. `notes` are files that
/// stand beside the prices and are not part of the book's identity.
pub fn publish_book(
    _lock: &CacheLock,
    cache: &Path,
    sha256: &str,
    files: &[PriceFile],
    notes: &[(&str, String)],
) -> Result<(), Diagnostic> {
    let before = cached_book(cache);
    let (books, draft) = (cache.join(BOOKS), cache.join(BOOKS).join(".new"));
    let _ = std::fs::remove_dir_all(&draft);
    std::fs::create_dir_all(&draft).map_err(failed(&draft))?;
    let wrote = files
        .iter()
        .try_for_each(|file| copied(before.as_ref(), &draft, file))
        .and_then(|()| notes.iter().try_for_each(|(n, text)| write_flushed(&draft.join(n), text)));
    if let Err(diagnostic) = wrote {
        let _ = std::fs::remove_dir_all(&draft);
        return Err(diagnostic);
    }
    flush_folder(&draft);
    let place = books.join(sha256);
    let same = before.as_ref().and_then(|b| b.sha256.as_deref()) == Some(sha256);
    let is_there = |file: &PriceFile| {
        std::fs::read(place.join(&file.path)).is_ok_and(|bytes| bytes == file.text.as_bytes())
    };
    if same && files.iter().all(is_there) {
        // The prices stand; only what is noted about them is newer.
        for (name, _) in notes {
            std::fs::rename(draft.join(name), place.join(name)).map_err(failed(&place))?;
        }
        let _ = std::fs::remove_dir_all(&draft);
        return Ok(());
    }
    let _ = std::fs::remove_dir_all(&place);
    std::fs::rename(&draft, &place).map_err(failed(&place))?;
    flush_folder(&books);
    let old = before.and_then(|book| book.sha256).unwrap_or_default();
    let next = cache.join("current.new");
    write_flushed(&next, &format!("{sha256}\n{old}\n"))?;
    std::fs::rename(&next, cache.join(CURRENT)).map_err(failed(cache))?;
    flush_folder(cache);
    forget(&books, &[sha256, &old]);
    Ok(())
}

/// Writes a file of the draft, or links the one of the book before if it is the
/// same: a book's files never change.
fn copied(before: Option<&Cached>, draft: &Path, file: &PriceFile) -> Result<(), Diagnostic> {
    let to = draft.join(&file.path);
    if let Some(Cached { folder, sha256: Some(_) }) = before {
        let from = folder.join(&file.path);
        if std::fs::read(&from).is_ok_and(|bytes| bytes == file.text.as_bytes()) {
            let made = to.parent().is_some_and(|f| std::fs::create_dir_all(f).is_ok());
            if made && std::fs::hard_link(&from, &to).is_ok() {
                return Ok(());
            }
        }
    }
    write_flushed(&to, &file.text)
}

/// Books that nobody names any more.
fn forget(books: &Path, kept: &[&str]) {
    for entry in std::fs::read_dir(books).into_iter().flatten().flatten() {
        if !kept.contains(&entry.file_name().to_string_lossy().as_ref()) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}
