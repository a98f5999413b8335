//! Objects of a bucket as files: each brought once, and again when it changed.
//!
//! Beside a file lies the mark that the bucket gave for its bytes. A file is
//! written beside its place and renamed, so that one that is there is whole.

#![allow(clippy::disallowed_methods, reason = "an edge room: files are written here")]

use super::kept::own_folder;
use crate::diagnostic::{Code, Diagnostic};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// The folder that stands for a bucket.
#[derive(Clone, Debug)]
pub struct Mirror {
    folder: PathBuf,
}

/// A place in the mirror, and whether its bytes are those of the mark.
#[derive(Clone, Debug)]
pub struct Mirrored {
    pub path: PathBuf,
    pub is_here: bool,
}

impl Mirror {
    pub fn new(folder: PathBuf) -> Mirror {
        Mirror { folder }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where an object lies; `None` for a key that leads out of the folder or
    /// names one.
    pub fn place(&self, key: &str, size: u64, mark: &str) -> Option<Mirrored> {
        let inside = Path::new(key);
        let plain = |part: Component<'_>| matches!(part, Component::Normal(_));
        if key.ends_with('/') || key.is_empty() || !inside.components().all(plain) {
            return None;
        }
        let path = self.folder.join(inside);
        let is_size = std::fs::metadata(&path).is_ok_and(|about| about.len() == size);
        let known = std::fs::read_to_string(marked(&path));
        Some(Mirrored { is_here: is_size && known.is_ok_and(|known| known == mark), path })
    }

    /// Brings the bytes of an object, of which there must be `size`.
    pub fn bring(
        &self,
        path: &Path,
        size: u64,
        mark: &str,
        bytes: &mut dyn Read,
    ) -> Result<(), Diagnostic> {
        let failed = |e: std::io::Error| {
            Diagnostic::new(Code::FileMissing, format!("{}: {e}", path.display()))
        };
        if let Some(folder) = path.parent() {
            own_folder(folder).map_err(failed)?;
        }
        let draft = path.with_extension(format!("{}.new", std::process::id()));
        let mut write = || -> std::io::Result<u64> {
            std::io::copy(bytes, &mut std::fs::File::create(&draft)?)
        };
        let done = write().and_then(|read| match read == size {
            true => std::fs::rename(&draft, path),
            false => Err(std::io::Error::other(format!("{read} of {size} bytes came"))),
        });
        if done.is_err() {
            let _ = std::fs::remove_file(&draft);
        }
        done.and_then(|()| std::fs::write(marked(path), mark)).map_err(failed)
    }
}

fn marked(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".etag");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_brought_once_and_never_outside() {
        let folder = tempfile::tempdir().expect("a folder");
        let mirror = Mirror::new(folder.path().join("bucket"));
        for key in ["../x.csv", "/etc/x.csv", "a/../../x.csv", "a/", ""] {
            assert!(mirror.place(key, 1, "m").is_none(), "{key}");
        }
        let place = mirror.place("a/b.csv", 3, "m").expect("a place");
        assert!(!place.is_here);
        let bring = |size| mirror.bring(&place.path, size, "m", &mut &b"abc"[..]);
        assert!(bring(4).is_err() && !place.path.exists(), "half an object is none");
        bring(3).expect("brought");
        let is_here = |size, mark| mirror.place("a/b.csv", size, mark).expect("a place").is_here;
        assert!(is_here(3, "m") && !is_here(3, "n") && !is_here(4, "m"));
    }
}
