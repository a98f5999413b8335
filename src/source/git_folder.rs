//! A folder of a git tree, for what reads many files of one.

use crate::diagnostic::Diagnostic;
use crate::source::files::Entry;
use crate::source::git::{GitTree, join};
use crate::source::git_objects::{Kind, TreeEntry};
use std::path::Path;

#[derive(Debug)]
pub struct GitFolder(pub(super) GitTree);

impl GitFolder {
    pub fn open(reference: &str, path: &Path) -> Result<GitFolder, Diagnostic> {
        GitTree::open(reference, path).map(GitFolder)
    }

    fn path(&self, path: &str) -> String {
        let whole = join(self.0.place(), path);
        whole.trim_end_matches('/').to_owned()
    }

    /// How a path is called in messages.
    pub fn name(&self, path: &str) -> String {
        self.0.name(&self.path(path))
    }

    /// None if there is no such folder.
    pub fn list(&self, folder: &str) -> Result<Option<Vec<Entry>>, Diagnostic> {
        let path = self.path(folder);
        let entries = self.0.objects().entries(&path)?;
        let entry =
            |e: &TreeEntry| Entry { name: e.name.clone(), is_folder: e.kind == Kind::Folder };
        Ok(entries.map(|entries| entries.iter().map(entry).collect()))
    }

    /// None if there is no such file; a link is not followed.
    pub fn bytes(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Diagnostic> {
        let path = self.path(path);
        match self.0.objects().kind(&path)? {
            Some(Kind::File) => self.0.blob(&path, limit).map(Some),
            _ => Ok(None),
        }
    }
}
