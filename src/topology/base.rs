//! What lies under `resources`: a plan or a directory of Terraform.
//!
//! The file says which; the caller reads it, because this room opens nothing,
//! and gives the resources that it holds. From there they are resources like
//! those that a person wrote: overlays, defaults, tags and schedules apply.

use crate::bill::{Caveat, Origin};
use crate::diagnostic::{Code, Diagnostic, FileId, Span};
use crate::quantity::Number;
use crate::topology::tree::{Content, Entry, Node, parse};
use foldhash::HashMap;
use std::sync::Arc;

/// The resources of a base, and what became of everything that it holds.
#[derive(Debug)]
pub struct Base {
    /// A map as under `resources`.
    pub resources: Node,
    /// Where each stands; only looked up.
    pub places: HashMap<Arc<str>, Origin>,
    /// Every instance, in the order of its address.
    pub seen: Vec<Seen>,
    pub caveats: Vec<Caveat>,
}

impl Default for Base {
    fn default() -> Base {
        let nowhere = Span::new(FileId::default(), 0, 0);
        Base {
            resources: Node::map(Vec::new(), nowhere),
            places: HashMap::default(),
            seen: Vec::new(),
            caveats: Vec::new(),
        }
    }
}

/// An instance and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub address: Arc<str>,
    /// `aws_instance`.
    pub resource_type: Arc<str>,
    pub class: Class,
    /// The resources that it became.
    pub names: Vec<Arc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Class {
    Mapped,
    Free,
    /// Counted with a resource of one of these kinds.
    Part(Arc<[Arc<str>]>),
    /// Not known whether it costs, or how much.
    Unknown,
    Unsupported,
}

/// What the key `terraform` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The base is given under this name.
    pub key: String,
    pub source: Source,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// `before`: what is there before the plan is applied.
    Plan { path: String, before: bool },
    /// `vars` are texts, as on the command line of Terraform.
    Dir { path: String, var_files: Vec<String>, vars: Vec<(String, String)> },
}

const KEYS: [&str; 5] = ["plan", "side", "dir", "var_files", "vars"];

/// Reads the value of `terraform`.
pub(super) fn wanted(node: &Node) -> Result<Wanted, Diagnostic> {
    let wrong = |message: &str| {
        Diagnostic::new(Code::WrongType, message)
            .at(node.span, "here")
            .help("terraform: {plan: plan.json} or {dir: ./infra, var_files: [prod.tfvars], vars: {name: web}}")
    };
    let entries = node.entries().ok_or_else(|| wrong("`terraform` is a map"))?;
    if let Some(other) = entries.iter().find(|e| !KEYS.contains(&&*e.key)) {
        return Err(Diagnostic::new(
            Code::UnknownKey,
            format!("`terraform` has no key `{}`", other.key),
        )
        .at(other.key_span, "unknown")
        .help(format!("the keys are {}", KEYS.join(", "))));
    }
    let text = |key: &str| node.get(key).and_then(Node::as_scalar).map(ToString::to_string);
    let source = match (text("plan"), text("dir")) {
        (Some(path), None) => {
            let before = match text("side").as_deref() {
                None | Some("after") => false,
                Some("before") => true,
                Some(_) => return Err(wrong("`side` is before or after")),
            };
            Source::Plan { path, before }
        }
        (None, Some(path)) => {
            let files = node.get("var_files");
            let items = files.and_then(Node::items).unwrap_or(&[]);
            let one = files.and_then(Node::as_scalar).map(ToString::to_string);
            let all = items.iter().filter_map(Node::as_scalar).map(ToString::to_string);
            let var_files = all.chain(one).collect();
            let vars = match node.get("vars") {
                None => Vec::new(),
                Some(vars) => {
                    let vars = vars.entries().and_then(|entries| {
                        let pair = |e: &Entry| Some((e.key.to_string(), written(&e.value)?));
                        entries.iter().map(pair).collect::<Option<_>>()
                    });
                    vars.ok_or_else(|| wrong("`vars` is a map of names and values"))?
                }
            };
            Source::Dir { path, var_files, vars }
        }
        _ => return Err(wrong("`terraform` names a plan or a dir")),
    };
    let key = format!("{source:?}");
    Ok(Wanted { key, source, span: node.span })
}

/// A value of a variable as it would stand behind `-var name=`.
fn written(node: &Node) -> Option<String> {
    match &node.content {
        Content::Scalar { text, .. } => Some(text.to_string()),
        Content::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(inner).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        Content::Map(entries) => {
            let entry = |e: &Entry| Some(format!("{} = {}", quoted(&e.key), inner(&e.value)?));
            let entries: Option<Vec<String>> = entries.iter().map(entry).collect();
            Some(format!("{{{}}}", entries?.join(", ")))
        }
        Content::Value(_) => None,
    }
}

/// The same inside a list or map, where a text is quoted.
fn inner(node: &Node) -> Option<String> {
    match &node.content {
        _ if node.is_null() => Some("null".to_owned()),
        Content::Scalar { text, quoted: false }
            if matches!(&**text, "true" | "false") || Number::parse(text).is_some() =>
        {
            Some(text.to_string())
        }
        Content::Scalar { text, .. } => Some(quoted(text)),
        _ => written(node),
    }
}

/// A text of HCL that stands for itself.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{}\"", text.replace("${", "$${").replace("%{", "%%{"))
}

/// A file that is nothing but what it names.
pub fn alone(source: &Source, project: &str, file: FileId) -> Node {
    // The text is ours: only the names are not, and these are quoted.
    let named = match source {
        Source::Plan { path, before } => {
            format!("plan: {path:?}, side: {}", if *before { "before" } else { "after" })
        }
        Source::Dir { path, .. } => format!("dir: {path:?}"),
    };
    let text = format!("version: 1\nproject: {project:?}\nterraform: {{{named}}}\n");
    parse(&text, file).unwrap_or_else(|_| Node::map(Vec::new(), Span::new(file, 0, 0)))
}
