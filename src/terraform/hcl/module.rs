//! One folder of Terraform: its files read and their blocks sorted by what they
//! declare. Nothing is evaluated.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources, Span};
use crate::expr::Expr;
use crate::source::Files;
use crate::terraform::hcl::json_syntax;
use crate::terraform::hcl::syntax::{Block, Body, address, parse};
use crate::terraform::hcl::types::Type;
use foldhash::HashSet;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub struct Module {
    /// From the root of the files, with `/`.
    pub folder: String,
    pub variables: BTreeMap<Arc<str>, Variable>,
    pub locals: BTreeMap<Arc<str>, Expr>,
    pub outputs: BTreeMap<Arc<str>, Expr>,
    /// `aws_instance.web`, and `data.aws_ami.linux`.
    pub resources: BTreeMap<Arc<str>, Declared>,
    pub calls: BTreeMap<Arc<str>, Call>,
    /// `aws` and `aws.tokyo`.
    pub providers: BTreeMap<Arc<str>, Block>,
    /// From where to where, as addresses in this module.
    pub moved: Vec<(String, String)>,
    /// The kinds that a reference may begin with.
    pub kinds: HashSet<Arc<str>>,
}

#[derive(Clone, Debug)]
pub struct Variable {
    pub kind: Type,
    pub default: Option<Expr>,
    pub nullable: bool,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Declared {
    pub kind: Arc<str>,
    pub is_data: bool,
    pub body: Body,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Call {
    pub body: Body,
    pub span: Span,
}

/// The endings of files, the later form of a name in front: OpenTofu reads
/// `x.tofu` instead of `x.tf`.
const ENDINGS: &[&str] = &[".tofu", ".tofu.json", ".tf", ".tf.json"];

fn stem(name: &str) -> Option<(&str, &str)> {
    let ending = ENDINGS.iter().find(|ending| name.ends_with(**ending))?;
    let stem = name.strip_suffix(ending)?;
    let hidden = stem.is_empty() || name.starts_with(['.', '#']) || name.ends_with('~');
    (!hidden).then_some((stem, ending))
}

fn is_override(stem: &str) -> bool {
    stem == "override" || stem.ends_with("_override")
}

/// Reads a folder. None if it holds no Terraform. `types` hears which types of
/// resources a file seems to have before the file is parsed.
pub fn read(
    files: &Files,
    folder: &str,
    sources: &mut Sources,
    errors: &mut Diagnostics,
    types: impl Fn(Vec<Arc<str>>),
) -> Result<Option<Module>, Diagnostic> {
    let entries = files.list(folder)?.unwrap_or_default();
    let names: HashSet<&str> = entries.iter().map(|e| e.name.as_str()).collect();
    let mut own = Vec::new();
    let mut overrides = Vec::new();
    for entry in entries.iter().filter(|entry| !entry.is_folder) {
        let Some((stem, ending)) = stem(&entry.name) else { continue };
        let tofu = ending.replace(".tf", ".tofu");
        if ending.starts_with(".tf") && names.contains(format!("{stem}{tofu}").as_str()) {
            continue;
        }
        if is_override(stem) { overrides.push(entry) } else { own.push(entry) }
    }
    if own.is_empty() {
        return Ok(None);
    }
    let mut module = Module { folder: folder.to_owned(), ..Module::default() };
    for (entry, overrides) in
        own.into_iter().map(|e| (e, false)).chain(overrides.into_iter().map(|e| (e, true)))
    {
        let path =
            if folder.is_empty() { entry.name.clone() } else { format!("{folder}/{}", entry.name) };
        let Some(text) = files.read(&path)? else { continue };
        types(seen(&text));
        let file = sources.add(files.name(&path), text.as_str());
        let parsed = match entry.name.ends_with(".json") {
            true => json_syntax::parse(&text, file),
            false => parse(&text, file),
        };
        match parsed {
            Ok(body) => module.add(body, overrides, errors),
            Err(error) => errors.push(error),
        }
    }
    Ok(Some(module))
}

/// The types of resources that begin a line.
fn seen(text: &str) -> Vec<Arc<str>> {
    let types = text.lines().filter_map(|line| line.strip_prefix("resource \"")?.split('"').next());
    let types: HashSet<&str> = types.collect();
    types.into_iter().map(Arc::from).collect()
}

impl Module {
    fn add(&mut self, body: Body, overrides: bool, errors: &mut Diagnostics) {
        for block in body.blocks {
            if let Some(twice) = self.declare(block, overrides) {
                errors.push(twice);
            }
        }
    }

    fn declare(&mut self, block: Block, overrides: bool) -> Option<Diagnostic> {
        let span = block.span;
        let twice = |name: &str| {
            let message = format!("`{name}` is declared twice");
            Some(Diagnostic::new(Code::TerraformSyntax, message).at(span, "here again"))
        };
        match (&*block.kind, block.labels.as_slice()) {
            ("variable", [name]) => {
                let name = Arc::clone(name);
                let old = self.variables.remove(&name).filter(|_| overrides);
                let (kind, default) = (block.body.get("type"), block.body.get("default"));
                let nullable = block.body.get("nullable").and_then(literal_bool);
                let variable = Variable {
                    kind: match (kind, &old) {
                        (Some(kind), _) => Type::of(kind),
                        (None, Some(old)) => old.kind.clone(),
                        (None, None) => Type::Any,
                    },
                    default: default.cloned().or(old.and_then(|old| old.default)),
                    nullable: nullable.unwrap_or(true),
                    span,
                };
                self.variables.insert(name, variable);
            }
            ("locals", []) => {
                let own = block.body.attributes.into_iter();
                self.locals.extend(own.map(|own| (own.name, own.value)));
            }
            ("output", [name]) => {
                let value = block.body.get("value").cloned();
                self.outputs.extend(value.map(|value| (Arc::clone(name), value)));
            }
            (mode @ ("resource" | "data"), [kind, name]) => {
                let is_data = mode == "data";
                let prefix = if is_data { "data." } else { "" };
                let key: Arc<str> = Arc::from(format!("{prefix}{kind}.{name}"));
                match self.resources.get_mut(&key) {
                    Some(old) if overrides => old.body.override_with(block.body),
                    Some(_) => return twice(&key),
                    None => {
                        if !is_data {
                            self.kinds.insert(Arc::clone(kind));
                        }
                        let kind = Arc::clone(kind);
                        let declared = Declared { kind, is_data, body: block.body, span };
                        self.resources.insert(key, declared);
                    }
                }
            }
            ("module", [name]) => match self.calls.get_mut(name) {
                Some(old) if overrides => old.body.override_with(block.body),
                Some(_) => return twice(&format!("module.{name}")),
                None => {
                    self.calls.insert(Arc::clone(name), Call { body: block.body, span });
                }
            },
            ("provider", [name]) => {
                let alias = block.body.get("alias").and_then(literal_text);
                let key =
                    alias.map_or_else(|| Arc::clone(name), |a| Arc::from(format!("{name}.{a}")));
                match self.providers.get_mut(&key) {
                    Some(old) if overrides => old.body.override_with(block.body),
                    _ => {
                        self.providers.insert(key, block);
                    }
                }
            }
            ("moved", []) => {
                let end = |name| block.body.get(name).and_then(address);
                self.moved.extend(end("from").zip(end("to")));
            }
            // The rest says nothing about what is made.
            _ => {}
        }
        None
    }
}

fn literal_bool(expr: &Expr) -> Option<bool> {
    match &expr.node {
        crate::expr::Node::Literal(value) => value.to_bool(),
        _ => None,
    }
}

pub fn literal_text(expr: &Expr) -> Option<Arc<str>> {
    match &expr.node {
        crate::expr::Node::Literal(value) => value.to_text(),
        _ => None,
    }
}
