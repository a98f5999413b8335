//! `git:REF[:PATH]`: a file as it was, out of git's objects.
//!
//! The user's own git reads them (`cat-file`, see `git_objects`): nothing is checked
//! out, no filter or hook of the project runs, nothing is fetched, and the work
//! tree is not touched. Names are handed over as arguments and never through a
//! shell; none of them can become an option.
#![allow(clippy::disallowed_methods, reason = "an edge room: git is asked here")]

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::git_objects::{Kind, Objects};
use crate::source::{Files, GitFolder, Input, Rooted, limit_of, recognise, utf8};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// What introduces a ref in the place of a path.
pub const PREFIX: &str = "git:";

/// The longest list of names that git is asked for, in bytes.
const MAX_LIST: u64 = 16 * 1024 * 1024;

/// A tree of git's, and the file in it that was asked for.
#[derive(Clone, Debug)]
pub struct GitTree {
    /// As the user named it.
    reference: String,
    objects: Arc<Objects>,
    /// From the root of the tree, with `/`.
    file: String,
}

/// Reads a topology, a folder with one, a table or a baseline at a ref. The path
/// is from the current folder, as any path is, and may be absolute.
pub fn read_git(reference: &str, path: &Path) -> Result<(Input, GitTree), Diagnostic> {
    let mut found = GitTree::open(reference, path)?;
    let is_folder = found.file.is_empty() || found.objects.kind(&found.file)? == Some(Kind::Folder);
    if is_folder {
        match found.topology()? {
            Some(file) => found.file = file,
            None => {
                let rooted = found.rooted(false);
                if !rooted.has_terraform()? {
                    return Err(found.no_topology());
                }
                return Ok((Input::Directory { name: found.name(&found.file), rooted }, found));
            }
        }
    }
    let bytes = found.blob(&found.file, limit_of(Path::new(&found.file)))?;
    let name = found.name(&found.file);
    let text = utf8(&name, bytes)?;
    Ok((recognise(Path::new(&found.file), name, text)?, found))
}

impl GitTree {
    /// The tree of a ref, and the place in it that a path leads to.
    pub(super) fn open(reference: &str, path: &Path) -> Result<GitTree, Diagnostic> {
        if reference.is_empty() || reference.starts_with('-') {
            let message = format!("`{reference}` is not the name of a ref");
            return Err(wrong(message).help("git:REF:PATH, for example git:main:infra"));
        }
        let (at, rest) = standing(path)?;
        let prefix = run(&at, &["rev-parse", "--show-prefix"], MAX_LIST)?;
        let prefix = match prefix {
            Ok(bytes) => String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned(),
            Err(said) => return Err(no_repository(&at, &said)),
        };
        let tree = tree_of(&at, reference)?;
        let full = format!("{prefix}{rest}");
        let file = full.trim_end_matches('/').to_owned();
        let objects = Arc::new(Objects::new(&at, &tree));
        Ok(GitTree { reference: reference.to_owned(), objects, file })
    }

    /// The place that was asked for, from the root of the tree.
    pub(super) fn place(&self) -> &str {
        &self.file
    }

    /// A file that the file names: beside it or below, at the same ref.
    pub fn read_beside(&self, name: &str) -> Result<String, Diagnostic> {
        let parts: Option<Vec<&str>> = Path::new(name)
            .components()
            .map(|c| match c {
                Component::Normal(part) => part.to_str(),
                _ => None,
            })
            .collect();
        let Some(parts) = parts.filter(|parts| !parts.is_empty()) else {
            let message = format!("{name} lies outside the folder of {}", self.name(&self.file));
            return Err(Diagnostic::new(Code::FileMissing, message)
                .help("files that kanjo.yaml names stand beside it or below"));
        };
        let folder = self.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = join(folder, &parts.join("/"));
        let bytes = self.blob(&path, limit_of(Path::new(&path)))?;
        utf8(&self.name(&path), bytes)
    }

    /// How a file of the tree is called in messages and reports.
    pub(super) fn name(&self, path: &str) -> String {
        format!("{PREFIX}{}:{path}", self.reference)
    }

    /// The topology of a folder.
    fn topology(&self) -> Result<Option<String>, Diagnostic> {
        for name in ["kanjo.yaml", "kanjo.yml"] {
            let path = join(&self.file, name);
            if self.objects.kind(&path)? == Some(Kind::File) {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    fn no_topology(&self) -> Diagnostic {
        let folder = if self.file.is_empty() { "." } else { &self.file };
        let message = format!("{} has no kanjo.yaml and no Terraform", self.name(folder));
        Diagnostic::new(Code::FileMissing, message).help("name a file of that ref: git:REF:PATH")
    }

    /// The place that was asked for, or the folder of the file there, with the
    /// whole tree around it.
    pub(super) fn rooted(&self, of_file: bool) -> Rooted {
        let above = || self.file.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let folder = if of_file { above() } else { self.file.clone() };
        let tree = GitTree { file: String::new(), ..self.clone() };
        Rooted { files: Files::of_git(GitFolder(tree)), folder }
    }

    pub(super) fn objects(&self) -> &Objects {
        &self.objects
    }

    pub(super) fn blob(&self, path: &str, limit: u64) -> Result<Vec<u8>, Diagnostic> {
        let name = self.name(path);
        match self.objects.kind(path)? {
            Some(Kind::File) => self.objects.file(path, limit)?.ok_or_else(|| {
                let message = format!("{name} is larger than {} MB", limit / 1024 / 1024);
                Diagnostic::new(Code::FileTooLarge, message)
            }),
            Some(_) => Err(Diagnostic::new(Code::FileMissing, format!("{name} is not a file"))
                .help("a link or a submodule is not followed")),
            None => Err(self.missing(path)?),
        }
    }

    fn missing(&self, path: &str) -> Result<Diagnostic, Diagnostic> {
        let (folder, _) = path.rsplit_once('/').unwrap_or(("", path));
        let entries = self.objects.entries(folder)?;
        let names: Vec<String> =
            entries.iter().flat_map(|all| all.iter()).map(|e| join(folder, &e.name)).collect();
        let near = nearest(path, names.iter().map(String::as_str));
        let help = near.map(|near| format!("did you mean {}?", self.name(near)));
        let message = format!("{path} is not in {}", self.reference);
        Ok(Diagnostic::new(Code::FileMissing, message).help_if(help))
    }
}

pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The nearest folder of the path that is there today, and the rest of it: what
/// a ref holds may since have been deleted.
fn standing(path: &Path) -> Result<(PathBuf, String), Diagnostic> {
    let mut rest: Vec<String> = Vec::new();
    let mut at = path.to_owned();
    while !at.is_dir() {
        let Some(name) = at.file_name() else {
            return Err(wrong(format!("{} does not lead into a folder", path.display())));
        };
        let name = name.to_str().ok_or_else(|| wrong("a path for git is UTF-8".to_owned()))?;
        rest.insert(0, name.to_owned());
        at.pop();
        if at.as_os_str().is_empty() {
            at.push(".");
        }
    }
    Ok((at, rest.join("/")))
}

/// The tree of a ref, as an object that nothing can be mistaken for.
fn tree_of(at: &Path, reference: &str) -> Result<String, Diagnostic> {
    let tree = format!("{reference}^{{tree}}");
    let args = ["rev-parse", "--verify", "--quiet", "--end-of-options", &tree];
    if let Ok(bytes) = run(at, &args, MAX_LIST)? {
        let id = String::from_utf8_lossy(&bytes).trim().to_owned();
        if !id.is_empty() && id.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(id);
        }
    }
    let args = ["for-each-ref", "--count=1000", "--format=%(refname:short)"];
    let names = run(at, &args, MAX_LIST)?.unwrap_or_default();
    let names = String::from_utf8_lossy(&names);
    let near = nearest(reference, names.lines()).map(|name| format!("did you mean {name}?"));
    let known = "in a shallow clone, fetch it first: git fetch origin REF".to_owned();
    Err(wrong(format!("git knows no ref {reference}")).help(near.unwrap_or(known)))
}

fn no_repository(at: &Path, said: &str) -> Diagnostic {
    let folder = at.display();
    if said.contains("not a git repository") {
        return wrong(format!("{folder} is not in a git repository"));
    }
    wrong(format!("git refuses {folder}: {said}"))
}

pub(super) fn wrong(message: String) -> Diagnostic {
    Diagnostic::new(Code::Git, message)
}

/// Whether git can be started at all.
pub fn has_git() -> bool {
    matches!(run(Path::new("."), &["--version"], 1_000), Ok(Ok(_)))
}

/// git in a folder, where nothing of the project runs.
pub(super) fn command(at: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .args(["--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor="])
        .args(["-c", "core.hooksPath=/dev/null"])
        .arg("-C")
        .arg(at)
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        // A partial clone would fetch what it lacks.
        .env("GIT_NO_LAZY_FETCH", "1");
    command
}

/// What git printed, or what it said against it. The outer error: it did not
/// run, or printed more than `limit` bytes.
fn run(at: &Path, args: &[&str], limit: u64) -> Result<Result<Vec<u8>, String>, Diagnostic> {
    let mut child = command(at)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => {
                wrong("git is not installed, or not in PATH".to_owned())
            }
            _ => wrong(format!("git does not start: {e}")),
        })?;
    // Read beside stdout: a full pipe would stop git.
    let complaints = child.stderr.take().map(|mut err| {
        std::thread::spawn(move || {
            let mut said = Vec::new();
            let _ = err.by_ref().take(4096).read_to_end(&mut said);
            let _ = std::io::copy(&mut err, &mut std::io::sink());
            said
        })
    });
    let mut printed = Vec::new();
    let read = child.stdout.take().map(|out| out.take(limit + 1).read_to_end(&mut printed));
    let too_much = printed.len() as u64 > limit;
    if too_much || matches!(read, Some(Err(_))) {
        let _ = child.kill();
    }
    let said = complaints.and_then(|thread| thread.join().ok()).unwrap_or_default();
    let status = child.wait().map_err(|e| wrong(format!("git does not end: {e}")))?;
    if too_much {
        let message = format!("git gives more than {} MB", limit / 1024 / 1024);
        return Err(Diagnostic::new(Code::FileTooLarge, message));
    }
    if status.success() {
        return Ok(Ok(printed));
    }
    let said = String::from_utf8_lossy(&said);
    let line = said.lines().find(|line| !line.is_empty()).unwrap_or("it gives no reason");
    Ok(Err(line.trim_start_matches("fatal: ").to_owned()))
}
