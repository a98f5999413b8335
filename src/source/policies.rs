//! The policy files of a folder, wherever the folder is.
#![allow(clippy::disallowed_methods, reason = "an edge room: files are read here")]

use super::{MAX_FILE, missing, read_text};
use crate::check::PolicyFile;
use crate::diagnostic::{Code, Diagnostic};
use std::path::{Path, PathBuf};

/// The most policy files of a folder.
const MAX_POLICIES: usize = 1_000;

/// The policies at `given`, a file or a folder; without it those of `policies/`
/// beside the topology at `beside`, else of `policies/` in the working folder.
pub fn read_policies(given: Option<&Path>, beside: &Path) -> Result<Vec<PolicyFile>, Diagnostic> {
    let own = if beside.is_dir() { Some(beside) } else { beside.parent() };
    let own = own.map(|folder| folder.join("policies"));
    let path = match (given, own) {
        (Some(given), _) => given.to_owned(),
        (None, Some(own)) if has_policies(&own) => own,
        (None, own) => {
            let here = PathBuf::from("policies");
            if !has_policies(&here) {
                let beside = own.map_or_else(String::new, |own| format!("{} or ", own.display()));
                let message = format!("there are no policies: {beside}policies/ has no .yaml");
                return Err(Diagnostic::new(Code::FileMissing, message).help(
                    "the smallest policies/budget.yaml: {version: 1, budgets: [{name: all, monthly: 500 USD}]}; --policies names another place",
                ));
            }
            here
        }
    };
    if !path.is_dir() {
        return Ok(vec![policy(&path)?]);
    }
    let files = files(&path)?;
    if files.is_empty() {
        let message = format!("{} has no .yaml file", path.display());
        return Err(Diagnostic::new(Code::FileMissing, message));
    }
    files.iter().map(|file| policy(file)).collect()
}

/// Whether there are policies for the topology at `beside` that nobody named.
pub fn has_policies_for(beside: &Path) -> bool {
    let own = if beside.is_dir() { Some(beside) } else { beside.parent() };
    own.is_some_and(|own| has_policies(&own.join("policies")))
        || has_policies(Path::new("policies"))
}

fn has_policies(folder: &Path) -> bool {
    folder.is_dir() && files(folder).is_ok_and(|files| !files.is_empty())
}

fn policy(path: &Path) -> Result<PolicyFile, Diagnostic> {
    let name = path.strip_prefix(".").unwrap_or(path).display().to_string();
    Ok(PolicyFile { name, text: read_text(path, MAX_FILE)? })
}

/// The YAML files of a folder, by name; not those of folders in it.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let entries = std::fs::read_dir(folder).map_err(|e| missing(folder, &e.to_string()))?;
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        let yaml = path.extension().is_some_and(|e| e == "yaml" || e == "yml");
        if yaml && path.is_file() {
            found.push(path);
        }
        if found.len() > MAX_POLICIES {
            let message = format!("{} has more than {MAX_POLICIES} files", folder.display());
            return Err(Diagnostic::new(Code::FileTooLarge, message));
        }
    }
    found.sort();
    Ok(found)
}
