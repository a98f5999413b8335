//! A folder of Terraform with the root that may be read around it.
//!
//! A root module often names `../../modules`. So the top of its git repository
//! is the root, where there is one, and nothing beyond it is read; without git
//! the folder is its own root. A repository is known by its `.git`: git itself
//! is not asked.
#![allow(clippy::disallowed_methods, reason = "an edge room: folders are looked for here")]

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Files, GitTree, files::joined, read_beside};
use std::path::Path;

/// A folder below the root of files.
#[derive(Debug)]
pub struct Rooted {
    pub files: Files,
    /// From the root, with `/`; empty for the root itself.
    pub folder: String,
}

impl Rooted {
    /// A folder that a person named.
    pub fn at(path: &Path) -> Result<Rooted, Diagnostic> {
        let (files, folder) = Files::around(path, top(path).as_deref())?;
        Ok(Rooted { files, folder })
    }

    /// Whether it holds Terraform, or a unit of Terragrunt.
    pub fn has_terraform(&self) -> Result<bool, Diagnostic> {
        let entries = self.files.list(&self.folder)?.unwrap_or_default();
        Ok(entries.iter().any(|entry| {
            let name = entry.name.as_str();
            let endings = [".tf", ".tofu", ".tf.json", ".tofu.json"];
            let written = endings.iter().any(|ending| name.ends_with(ending));
            !entry.is_folder && (name == "terragrunt.hcl" || (written && !name.starts_with('.')))
        }))
    }

    /// Another folder, named from this one.
    fn beside(self, path: &str) -> Result<Rooted, Diagnostic> {
        let folder = joined(&self.folder, path).ok_or_else(|| {
            let message = format!("{path} lies outside {}", self.files.name(""));
            Diagnostic::new(Code::FileMissing, message)
                .help("a folder of Terraform is named from kanjo.yaml, in the same repository")
        })?;
        if self.files.list(&folder)?.is_none() {
            let message = format!("{}: there is no such folder", self.files.name(&folder));
            return Err(Diagnostic::new(Code::FileMissing, message)
                .help("`dir` is named from the folder of kanjo.yaml"));
        }
        Ok(Rooted { folder, ..self })
    }
}

/// The folder of the repository that a folder is in.
fn top(path: &Path) -> Option<std::path::PathBuf> {
    let real = std::fs::canonicalize(path).ok()?;
    real.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// Where a file stands that names others.
#[derive(Clone, Copy, Debug)]
pub enum Home<'a> {
    Disk(&'a Path),
    Git(&'a GitTree),
}

impl Home<'_> {
    /// A file that it names, beside it or below.
    pub fn read(&self, name: &str) -> Result<String, Diagnostic> {
        match self {
            Home::Disk(file) => read_beside(file, name),
            Home::Git(tree) => tree.read_beside(name),
        }
    }

    /// A folder of Terraform that it names.
    pub fn folder(&self, name: &str) -> Result<Rooted, Diagnostic> {
        match self {
            Home::Disk(file) => {
                let own = file.parent().filter(|own| !own.as_os_str().is_empty());
                Rooted::at(own.unwrap_or(Path::new(".")))?.beside(name)
            }
            Home::Git(tree) => tree.rooted(true).beside(name),
        }
    }
}
