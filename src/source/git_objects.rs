//! The objects of a tree, all from one `git cat-file --batch`: a process for
//! every file would be most of the time that a directory takes.
//!
//! git is asked by object ids alone. What a path means is found in the trees
//! themselves, because they say of each entry whether it is a file, a folder or
//! a link, and a path that git resolves does not.
#![allow(clippy::disallowed_methods, reason = "an edge room: git is asked here")]

use crate::diagnostic::{Code, Diagnostic};
use crate::source::git::{command, wrong};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

/// The largest tree object, in bytes.
const MAX_TREE: u64 = 16 * 1024 * 1024;

/// What an entry of a tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    File,
    Folder,
    /// A symbolic link, or another repository.
    Other,
}

/// An entry of a tree.
#[derive(Clone, Debug)]
pub struct TreeEntry {
    pub name: String,
    pub kind: Kind,
    id: String,
}

/// The objects below one tree.
#[derive(Debug)]
pub struct Objects {
    at: PathBuf,
    /// The tree that paths begin at.
    root: String,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    process: Option<Batch>,
    trees: HashMap<String, Arc<[TreeEntry]>>,
}

impl Objects {
    pub fn new(at: &Path, root: &str) -> Objects {
        Objects { at: at.to_owned(), root: root.to_owned(), open: Mutex::default() }
    }

    /// What stands at a path; None if there is nothing.
    pub fn kind(&self, path: &str) -> Result<Option<Kind>, Diagnostic> {
        Ok(self.entry(path)?.map(|entry| entry.kind))
    }

    /// The entries of a folder, as git sorts them; None if it is no folder.
    pub fn entries(&self, path: &str) -> Result<Option<Arc<[TreeEntry]>>, Diagnostic> {
        match self.entry(path)? {
            Some(entry) if entry.kind == Kind::Folder => self.tree(&entry.id).map(Some),
            _ => Ok(None),
        }
    }

    /// The bytes of a file; None if they are more than `limit`.
    pub fn file(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Diagnostic> {
        match self.entry(path)? {
            Some(entry) if entry.kind == Kind::File => self.read(&entry.id, "blob", limit),
            _ => Err(wrong(format!("{path} is not a file"))),
        }
    }

    fn entry(&self, path: &str) -> Result<Option<TreeEntry>, Diagnostic> {
        let (name, id) = (String::new(), self.root.clone());
        let mut found = TreeEntry { name, kind: Kind::Folder, id };
        for part in path.split('/').filter(|part| !part.is_empty()) {
            if found.kind != Kind::Folder {
                return Ok(None);
            }
            let entries = self.tree(&found.id)?;
            match entries.iter().find(|entry| entry.name == part) {
                Some(entry) => found = entry.clone(),
                None => return Ok(None),
            }
        }
        Ok(Some(found))
    }

    fn tree(&self, id: &str) -> Result<Arc<[TreeEntry]>, Diagnostic> {
        let known = self.open.lock().unwrap_or_else(PoisonError::into_inner).trees.get(id).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let bytes = self.read(id, "tree", MAX_TREE)?.ok_or_else(|| {
            let message = format!("a folder of git lists more than {} MB", MAX_TREE >> 20);
            Diagnostic::new(Code::FileTooLarge, message)
        })?;
        let entries: Arc<[TreeEntry]> = entries(&bytes, id.len() / 2).into();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.trees.insert(id.to_owned(), Arc::clone(&entries));
        Ok(entries)
    }

    fn read(&self, id: &str, kind: &str, limit: u64) -> Result<Option<Vec<u8>>, Diagnostic> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let mut process = match open.process.take() {
            Some(process) => process,
            None => Batch::start(&self.at)?,
        };
        let read = process.read(id, kind, limit);
        // One that was stopped in the middle of an answer is not asked again.
        if matches!(read, Ok(Some(_))) {
            open.process = Some(process);
        }
        read.map_err(|error| wrong(format!("git cannot read the object {id}: {error}")))
    }
}

/// The entries of a tree object: `MODE NAME`, a zero byte, the id's bytes.
fn entries(mut bytes: &[u8], id_length: usize) -> Vec<TreeEntry> {
    let mut found = Vec::new();
    while let Some(zero) = bytes.iter().position(|b| *b == 0) {
        let (head, rest) = bytes.split_at(zero);
        let Some((id, rest)) = rest.get(1..).and_then(|rest| rest.split_at_checked(id_length))
        else {
            break;
        };
        bytes = rest;
        let head = String::from_utf8_lossy(head);
        let Some((mode, name)) = head.split_once(' ') else { break };
        let kind = match mode {
            "40000" | "040000" => Kind::Folder,
            "100644" | "100755" | "100664" => Kind::File,
            _ => Kind::Other,
        };
        let id = id.iter().map(|byte| format!("{byte:02x}")).collect();
        found.push(TreeEntry { name: name.to_owned(), kind, id });
    }
    found
}

/// A running `git cat-file --batch`.
#[derive(Debug)]
struct Batch {
    child: Child,
    /// Closed first, so that git ends.
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Batch {
    fn start(at: &Path) -> Result<Batch, Diagnostic> {
        let mut child = command(at)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| wrong(format!("git does not start: {e}")))?;
        let (questions, answers) = (child.stdin.take(), child.stdout.take());
        let answers = answers.ok_or_else(|| wrong("git gives no answers".to_owned()))?;
        Ok(Batch { child, questions, answers: BufReader::new(answers) })
    }

    /// The content of an object; None if it is longer than `limit`.
    fn read(&mut self, id: &str, kind: &str, limit: u64) -> std::io::Result<Option<Vec<u8>>> {
        let broken = |what: &str| Err(std::io::Error::other(what.to_owned()));
        let Some(questions) = &mut self.questions else { return broken("it was stopped") };
        writeln!(questions, "{id}")?;
        questions.flush()?;
        let mut line = String::new();
        self.answers.by_ref().take(1_000).read_line(&mut line)?;
        let mut words = line.split_ascii_whitespace().skip(1);
        let (found, size) = (words.next(), words.next().and_then(|size| size.parse().ok()));
        let Some(size) = size.filter(|_| found == Some(kind)) else {
            return broken(if line.is_empty() { "it ended" } else { line.trim_end() });
        };
        if size > limit {
            return Ok(None);
        }
        let mut content = Vec::new();
        self.answers.by_ref().take(size).read_to_end(&mut content)?;
        let mut end = [0];
        self.answers.read_exact(&mut end)?;
        if content.len() as u64 != size {
            return broken("it ended in the middle");
        }
        Ok(Some(content))
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        self.questions = None;
        // What it still wanted to say is not waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_says_what_each_entry_is() {
        let mut bytes = Vec::new();
        for (head, id) in [("100644 a.tf", 1), ("120000 link", 2), ("40000 m", 255)] {
            bytes.extend_from_slice(head.as_bytes());
            bytes.push(0);
            bytes.extend_from_slice(&[id; 20]);
        }
        let found = entries(&bytes, 20);
        let kinds: Vec<(&str, Kind)> = found.iter().map(|e| (e.name.as_str(), e.kind)).collect();
        assert_eq!(kinds, [("a.tf", Kind::File), ("link", Kind::Other), ("m", Kind::Folder)]);
        assert_eq!(found[2].id, "ff".repeat(20));
        // Cut off in an id: what is whole is read, and it ends.
        assert_eq!(entries(&bytes[..bytes.len() - 1], 20).len(), 2);
    }
}
