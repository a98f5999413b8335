//! A folder that is read and never left: a directory, or a tree of git.
//!
//! What reads Terraform sees paths from the root with `/` and nothing of the
//! machine. A link is followed while it stays below the root; one that leaves,
//! and one that goes in circles, is refused. All that is read counts against one
//! limit, so that a folder of a stranger cannot fill the memory.
#![allow(clippy::disallowed_methods, reason = "an edge room: files are read here")]

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{GitFolder, MAX_FILES, utf8};
use std::cell::Cell;
use std::path::{Path, PathBuf};

/// The largest file of a folder, and all that is read of one, in bytes.
const MAX_ONE: u64 = 4 * 1024 * 1024;
const MAX_ALL: u64 = 64 * 1024 * 1024;

/// A confined folder.
#[derive(Debug)]
pub struct Files {
    place: Place,
    /// How the root is called in messages.
    name: String,
    read: Cell<u64>,
}

#[derive(Debug)]
enum Place {
    /// Resolved, without links.
    Directory(PathBuf),
    Git(GitFolder),
}

/// What stands below a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    pub name: String,
    pub is_folder: bool,
}

impl Files {
    /// A directory of this machine.
    pub fn directory(path: &Path) -> Result<Files, Diagnostic> {
        let name = path.display().to_string();
        let real = std::fs::canonicalize(path).ok().filter(|real| real.is_dir());
        let real = real.ok_or_else(|| super::missing(path, "there is no such folder"))?;
        Ok(Files { place: Place::Directory(real), name, read: Cell::new(0) })
    }

    /// A folder as it was at a ref: `git:REF:PATH`. Nothing is checked out.
    pub fn git(reference: &str, path: &Path) -> Result<Files, Diagnostic> {
        let folder = GitFolder::open(reference, path)?;
        let name = folder.name("");
        Ok(Files { place: Place::Git(folder), name, read: Cell::new(0) })
    }

    /// How a path is called in messages.
    pub fn name(&self, path: &str) -> String {
        if path.is_empty() {
            return self.name.clone();
        }
        format!("{}/{path}", self.name.trim_end_matches('/'))
    }

    /// The files and folders of a folder, sorted. None if it is not there.
    pub fn list(&self, folder: &str) -> Result<Option<Vec<Entry>>, Diagnostic> {
        let folder = plain(folder).ok_or_else(|| self.outside(folder))?;
        let mut entries = match &self.place {
            Place::Git(git) => match git.list(&folder)? {
                Some(entries) => entries,
                None => return Ok(None),
            },
            Place::Directory(_) => {
                let Some(real) = self.real(&folder)?.filter(|real| real.is_dir()) else {
                    return Ok(None);
                };
                let listed = std::fs::read_dir(&real).map_err(|e| self.unreadable(&folder, &e))?;
                listed
                    .flatten()
                    .take(MAX_FILES + 1)
                    .filter_map(|e| {
                        let name = e.file_name().into_string().ok()?;
                        // Through links, which are looked at again when read.
                        let is_folder = e.path().is_dir();
                        Some(Entry { name, is_folder })
                    })
                    .collect()
            }
        };
        if entries.len() > MAX_FILES {
            let message = format!("{} has more than {MAX_FILES} files", self.name(&folder));
            return Err(Diagnostic::new(Code::FileTooLarge, message));
        }
        entries.sort();
        Ok(Some(entries))
    }

    /// The text of a file. None if it is not there.
    pub fn read(&self, path: &str) -> Result<Option<String>, Diagnostic> {
        match self.bytes(path)? {
            Some(bytes) => utf8(&self.name(path), bytes).map(Some),
            None => Ok(None),
        }
    }

    /// The bytes of a file. None if it is not there.
    pub fn bytes(&self, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        let path = plain(path).ok_or_else(|| self.outside(path))?;
        let bytes = match &self.place {
            Place::Git(git) => git.bytes(&path, MAX_ONE)?,
            Place::Directory(_) => match self.real(&path)?.filter(|real| real.is_file()) {
                Some(real) => Some(super::read_bytes(&real, &self.name(&path), MAX_ONE)?),
                None => None,
            },
        };
        let size = bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
        self.read.set(self.read.get().saturating_add(size));
        if self.read.get() > MAX_ALL {
            let message = format!("{}: more than {} MB are read", self.name, MAX_ALL >> 20);
            return Err(Diagnostic::new(Code::FileTooLarge, message));
        }
        Ok(bytes)
    }

    /// Where a path leads, links followed. None if nothing is there.
    fn real(&self, path: &str) -> Result<Option<PathBuf>, Diagnostic> {
        let Place::Directory(root) = &self.place else { return Ok(None) };
        match std::fs::canonicalize(root.join(path)) {
            Ok(real) if real.starts_with(root) => Ok(Some(real)),
            Ok(_) => Err(self.outside(path)),
            Err(error) => match error.kind() {
                std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => Ok(None),
                _ => Err(self.unreadable(path, &error)),
            },
        }
    }

    fn outside(&self, path: &str) -> Diagnostic {
        Diagnostic::new(Code::FileMissing, format!("{path} lies outside {}", self.name))
            .help("nothing outside the folder is read; name a folder that holds both")
    }

    fn unreadable(&self, path: &str, error: &std::io::Error) -> Diagnostic {
        Diagnostic::new(Code::FileMissing, format!("{}: {error}", self.name(path)))
    }
}

/// The path without `.` and `..`. None if it leads out, or is absolute.
fn plain(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    if path.starts_with('/') || path.contains(['\0', '\\']) {
        return None;
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A path from a folder, without `.` and `..`. None if it leads out of the root.
pub fn joined(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    plain(format!("{folder}/{path}").trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Files) {
        let outside = tempfile::tempdir().expect("a folder");
        let root = outside.path().join("root");
        std::fs::create_dir_all(root.join("sub")).expect("made");
        std::fs::write(outside.path().join("secret"), "s").expect("written");
        std::fs::write(root.join("sub/a.tf"), "a").expect("written");
        let files = Files::directory(&root).expect("opens");
        (outside, files)
    }

    #[test]
    fn paths_stay_below_the_root() {
        let (_keep, files) = folder();
        assert_eq!(files.read("sub/../sub/./a.tf").expect("reads").as_deref(), Some("a"));
        assert_eq!(files.read("sub/b.tf").expect("reads"), None);
        for path in ["../secret", "/etc/passwd", "sub/../../secret", "a\\b"] {
            let error = files.read(path).expect_err(path);
            assert_eq!(error.code, Code::FileMissing, "{path}");
        }
        assert_eq!(joined("a/b", "../c").as_deref(), Some("a/c"));
        assert_eq!(joined("", "../c"), None);
        assert_eq!(joined("a", "/c"), None);
    }

    #[cfg(unix)]
    #[test]
    fn links_that_leave_or_go_in_circles_are_refused() {
        use std::os::unix::fs::symlink;
        let (keep, files) = folder();
        let root = keep.path().join("root");
        symlink("../secret", root.join("out")).expect("linked");
        symlink("round", root.join("round")).expect("linked");
        symlink("sub/a.tf", root.join("in")).expect("linked");
        assert!(files.read("out").is_err());
        assert!(files.read("round").is_err());
        assert_eq!(files.read("in").expect("reads").as_deref(), Some("a"));
    }
}
