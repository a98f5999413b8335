//! State in a folder.
//!
//! ```text
//! DIR/records/<name>-<hash>/00000000000000000007.json   one file per generation
//! DIR/ledger/2026-11.jsonl
//! DIR/notices/<name>-<hash>                              one file per notice sent
//! ```
//!
//! A write makes the file of the next generation, and only one process can make
//! it: the text is written beside it, synced, and linked into place, which fails
//! if the name is taken. No lock is left behind by a crash. The newest
//! generation is the record; a few older ones stay, for people.

use super::Put;
use super::entry::Entry;
use super::written::{Written, json, name_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::machine::Record;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// How many generations of a record are kept.
const KEPT: usize = 5;

/// A folder with records and a ledger.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Uses a folder, and makes it if it is not there.
    pub fn open(root: &Path) -> Result<Folder, Diagnostic> {
        for name in ["records", "ledger", "notices"] {
            let folder = root.join(name);
            std::fs::create_dir_all(&folder).map_err(|e| broken(&folder, e))?;
        }
        Ok(Folder { root: root.to_owned() })
    }

    /// The record of a resource; a fresh one if it was never written.
    pub fn get(&self, id: &str) -> Result<Record, Diagnostic> {
        let found = self.newest(&self.folder_of(id))?;
        found.map_or_else(|| Ok(Record::fresh()), |written| written.of(id))
    }

    /// Writes a record if the one before it has the generation `expected`.
    pub fn put(&self, id: &str, record: &Record, expected: u64) -> Result<Put, Diagnostic> {
        let folder = self.folder_of(id);
        std::fs::create_dir_all(&folder).map_err(|e| broken(&folder, e))?;
        let before = generations(&folder)?;
        if before.last().copied().unwrap_or(0) != expected || record.generation <= expected {
            return Ok(Put::Conflict);
        }
        let path = folder.join(file_name(record.generation));
        let draft = folder.join(draft_name());
        let text = json(&Written::new(id, record))?;
        write_synced(&draft, &text).map_err(|e| broken(&draft, e))?;
        let linked = std::fs::hard_link(&draft, &path);
        let _ = std::fs::remove_file(&draft);
        match linked {
            Ok(()) => {}
            Err(e) if e.kind() == ErrorKind::AlreadyExists => return Ok(Put::Conflict),
            Err(e) => return Err(broken(&path, e)),
        }
        sync_folder(&folder).map_err(|e| broken(&folder, e))?;
        // Another writer may have gone further, and cleared the name that was
        // just taken. The newest generation is never cleared, so it is seen here.
        // Who was first and is overtaken at once gives way too: that is safe.
        let after = generations(&folder)?;
        if after.last() != Some(&record.generation) {
            let _ = std::fs::remove_file(&path);
            return Ok(Put::Conflict);
        }
        for old in after.iter().rev().skip(KEPT) {
            let _ = std::fs::remove_file(folder.join(file_name(*old)));
        }
        Ok(Put::Written)
    }

    /// All records with their resources, by resource.
    pub fn all(&self) -> Result<Vec<(String, Record)>, Diagnostic> {
        let folder = self.root.join("records");
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(|e| broken(&folder, e))?.flatten() {
            found.extend(self.newest(&entry.path())?.map(|w| (w.id, w.record)));
        }
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(found)
    }

    /// Adds a line to the ledger, and returns when it is on the disk.
    pub fn append(&self, entry: &Entry) -> Result<(), Diagnostic> {
        let month = entry.at.to_string().get(..7).unwrap_or("undated").to_owned();
        let path = self.root.join("ledger").join(format!("{month}.jsonl"));
        let mut line = json(entry)?;
        line.push('\n');
        // One write of one line: lines of two processes do not mix.
        let add = || {
            let mut file = std::fs::OpenOptions::new().append(true).create(true).open(&path)?;
            file.write_all(line.as_bytes())?;
            file.sync_data()
        };
        add().map_err(|e| broken(&path, e))
    }

    /// The newest record of a folder.
    fn newest(&self, folder: &Path) -> Result<Option<Written>, Diagnostic> {
        // It may be cleared between the list and the reading, for a newer one.
        for _ in 0..3 {
            let Some(newest) = generations(folder)?.last().copied() else { return Ok(None) };
            let path = folder.join(file_name(newest));
            match std::fs::read_to_string(&path) {
                Ok(text) => return Written::parse(&path.display().to_string(), &text).map(Some),
                Err(e) if e.kind() == ErrorKind::NotFound => {}
                Err(e) => return Err(broken(&path, e)),
            }
        }
        Err(Diagnostic::new(
            Code::FileMissing,
            format!("{}: it is being written", folder.display()),
        ))
    }

    /// Whether it was this call that made the mark.
    pub fn claim(&self, mark: &str, text: &str) -> Result<bool, Diagnostic> {
        let path = self.root.join("notices").join(name_of(mark));
        let made = std::fs::OpenOptions::new().write(true).create_new(true).open(&path);
        match made.and_then(|mut file| file.write_all(text.as_bytes())) {
            Ok(()) => Ok(true),
            Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(e) => Err(broken(&path, e)),
        }
    }

    pub fn release(&self, mark: &str) -> Result<(), Diagnostic> {
        let path = self.root.join("notices").join(name_of(mark));
        match std::fs::remove_file(&path) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(broken(&path, e)),
            _ => Ok(()),
        }
    }

    fn folder_of(&self, id: &str) -> PathBuf {
        self.root.join("records").join(name_of(id))
    }
}

/// The generations of a record, ascending. None if it has no folder.
fn generations(folder: &Path) -> Result<Vec<u64>, Diagnostic> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(broken(folder, e)),
    };
    let number = |name: &str| name.strip_suffix(".json")?.parse().ok();
    let names = entries.flatten().map(|e| e.file_name());
    let mut found: Vec<u64> = names.filter_map(|name| number(name.to_str()?)).collect();
    found.sort_unstable();
    Ok(found)
}

fn file_name(generation: u64) -> String {
    format!("{generation:020}.json")
}

/// A name that no other writer has, of this process or another.
fn draft_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{}.{}.draft", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

fn write_synced(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = std::fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A new name is only safe when its folder is on the disk too.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { std::fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

fn broken(path: &Path, error: std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::FileMissing, format!("{}: {error}", path.display()))
}
