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
    /// How a folder below the root is called in messages, and where it is: what
    /// else is named is named from there.
    name: String,
    named: String,
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
        Ok(Files { place: Place::Directory(real), name, named: String::new(), read: Cell::new(0) })
    }

    /// A directory with the root around it, and where it is from there.
    pub fn around(path: &Path, root: Option<&Path>) -> Result<(Files, String), Diagnostic> {
        let mut files = Files::directory(path)?;
        if let (Some(root), Place::Directory(real)) = (root, &files.place)
            && let Ok(below) = real.strip_prefix(root)
            && let Some(below) = below.to_str()
        {
            files.named = below.replace(std::path::MAIN_SEPARATOR, "/");
            files.place = Place::Directory(root.to_owned());
        }
        let folder = files.named.clone();
        Ok((files, folder))
    }

    /// A folder as it was at a ref: `git:REF:PATH`. Nothing is checked out.
    pub fn git(reference: &str, path: &Path) -> Result<Files, Diagnostic> {
        let folder = GitFolder::open(reference, path)?;
        Ok(Files::of_git(folder))
    }

    pub(super) fn of_git(folder: GitFolder) -> Files {
        let name = folder.name("");
        let named = String::new();
        Files { place: Place::Git(folder), name, named, read: Cell::new(0) }
    }

    /// How a path is called in messages.
    pub fn name(&self, path: &str) -> String {
        if let Place::Git(git) = &self.place {
            return git.name(path);
        }
        let parts = |path: &str| -> Vec<String> {
            path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        let (here, there) = (parts(&self.named), parts(path));
        let shared = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
        let mut name = PathBuf::from(&self.name);
        for _ in shared..here.len() {
            match name.components().next_back() {
                Some(std::path::Component::Normal(_)) => {
                    name.pop();
                }
                Some(std::path::Component::CurDir) | None => name = PathBuf::from(".."),
                Some(_) => name.push(".."),
            }
        }
        name.extend(there.iter().skip(shared));
        let name = name.strip_prefix(".").unwrap_or(&name).display().to_string();
        if name.is_empty() { ".".to_owned() } else { name }
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
            let message = format!("{}: more than {} MB are read", self.name(""), MAX_ALL >> 20);
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
        Diagnostic::new(Code::FileMissing, format!("{path} lies outside {}", self.name("")))
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

    #[test]
    fn files_are_called_as_the_person_in_front_sees_them() {
        let of = |name: &str, named: &str| Files {
            place: Place::Directory(PathBuf::from("/root")),
            name: name.to_owned(),
            named: named.to_owned(),
            read: Cell::new(0),
        };
        let files = of("infra/prod", "a/infra/prod");
        assert_eq!(files.name("a/infra/prod/main.tf"), "infra/prod/main.tf");
        assert_eq!(files.name("a/infra/modules/m.tf"), "infra/modules/m.tf");
        assert_eq!(files.name("b.tf"), "../b.tf");
        assert_eq!(of(".", "infra").name("infra/main.tf"), "main.tf");
        assert_eq!(of(".", "infra").name("modules/m.tf"), "../modules/m.tf");
        assert_eq!(of("/x", "").name("m/a.tf"), "/x/m/a.tf");
        assert_eq!(of(".", "").name(""), ".");
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
