//! Terragrunt's common form: `terragrunt.hcl` names a module, its inputs, and
//! the files above that it takes both from.
//!
//! Read are `terraform.source`, `inputs`, `locals`, `include`, `generate` where
//! it writes a provider, and `dependency` with its mock outputs. No command
//! runs and no other unit is evaluated. Paths that are absolute in Terragrunt
//! begin with `/` here and mean the root of what is read.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::expr::{Fault, Scope, Step, Value};
use crate::source::joined;
use crate::terraform::hcl::functions;
use crate::terraform::hcl::module::Module;
use crate::terraform::hcl::scope::nothing;
use crate::terraform::hcl::syntax::{self, Attribute, Body};
use crate::terraform::hcl::world::{Given, Memo, World, unresolved};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

const FILE: &str = "terragrunt.hcl";
/// Files that include and read each other.
const MAX_FILES: usize = 16;

/// What a unit says: the module to read and its variables.
pub struct Unit {
    pub module: Option<Rc<Module>>,
    pub inputs: Given,
}

/// The unit of a folder. None if it has no `terragrunt.hcl`.
pub fn read(world: &World<'_>, folder: &str) -> Result<Option<Unit>, Diagnostic> {
    let path = joined(folder, FILE).unwrap_or_default();
    let Some(config) = Config::open(world, &path, folder, 0)? else { return Ok(None) };
    let inputs = config.inputs().map_err(shown)?;
    let inputs = inputs.iter().map(|(k, v)| (Arc::clone(k), (v.clone(), None))).collect();
    let mut module = match config.source().map_err(shown)? {
        None => world.module(folder),
        Some((source, at)) => match local_folder(folder, &source) {
            Some(folder) => world.module(&folder).map_or_else(
                || {
                    let message = format!("{} holds no Terraform", world.files.name(&folder));
                    Err(Diagnostic::new(Code::TerraformModule, message).at(at, "here"))
                },
                |module| Ok(Some(module)),
            )?,
            None => {
                let message = format!("{source} is remote: what it makes is not priced");
                world.caveat(Code::ModuleUnresolved, message, None, Some(at));
                Some(Rc::new(Module::default()))
            }
        },
    };
    if let Some(known) = &mut module {
        let mut with: Module = (**known).clone();
        for block in config.generated().map_err(shown)? {
            if let ("provider", [name]) = (&*block.kind, block.labels.as_slice()) {
                with.providers.insert(Arc::clone(name), block);
            }
        }
        *known = Rc::new(with);
    }
    Ok(Some(Unit { module, inputs }))
}

fn shown(fault: Fault) -> Diagnostic {
    Diagnostic::new(fault.code, fault.message).at(fault.span, "here").help_if(fault.help)
}

/// Where a source stands among the files. None for one that is elsewhere.
fn local_folder(folder: &str, source: &str) -> Option<String> {
    match source.strip_prefix('/') {
        Some(rest) => joined("", rest.trim_start_matches('/')),
        None if source.starts_with('.') => joined(folder, source),
        None => None,
    }
}

/// One file, with those that it includes.
struct Config<'w, 'a> {
    world: &'w World<'a>,
    /// Of this file, and of the unit from which everything began.
    folder: String,
    unit: String,
    depth: usize,
    body: Body,
    locals: Memo<Value>,
    includes: BTreeMap<Arc<str>, Config<'w, 'a>>,
}

impl<'w, 'a> Config<'w, 'a> {
    fn open(
        world: &'w World<'a>,
        path: &str,
        unit: &str,
        depth: usize,
    ) -> Result<Option<Config<'w, 'a>>, Diagnostic> {
        let Some(text) = world.files.read(path)? else { return Ok(None) };
        let file = world.sources.borrow_mut().add(world.files.name(path), text.as_str());
        let body = syntax::parse(&text, file)?;
        if depth > MAX_FILES {
            let message = format!("more than {MAX_FILES} files include each other");
            let at = Span::new(file, 0, 0);
            return Err(Diagnostic::new(Code::TerraformLimit, message).at(at, "here"));
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let mut config = Config {
            world,
            folder,
            unit: unit.to_owned(),
            depth,
            body,
            locals: Memo::default(),
            includes: BTreeMap::new(),
        };
        let mut includes = BTreeMap::new();
        for block in config.body.blocks("include") {
            let Some(expr) = block.body.get("path") else { continue };
            let value = world.eval(expr, &config).map_err(shown)?;
            let found = value.as_text().and_then(|path| place(&config.folder, path));
            let included = match &found {
                Some(path) => Config::open(world, path, unit, depth + 1)?,
                None => None,
            };
            let Some(included) = included else {
                let message = "the included file is not there".to_owned();
                return Err(Diagnostic::new(Code::FileMissing, message).at(expr.span, "here"));
            };
            includes.insert(block.labels.first().cloned().unwrap_or_default(), included);
        }
        config.includes = includes;
        Ok(Some(config))
    }

    /// The inputs of the included files under its own.
    fn inputs(&self) -> Result<BTreeMap<Arc<str>, Value>, Fault> {
        let mut all = BTreeMap::new();
        for included in self.includes.values() {
            all.extend(included.inputs()?);
        }
        if let Some(expr) = self.body.get("inputs") {
            match self.world.eval(expr, self)? {
                Value::Map(own) => all.extend(own.iter().map(|(k, v)| (Arc::clone(k), v.clone()))),
                other => {
                    let message = format!("inputs are a map, this is {}", other.kind());
                    return Err(Fault::new(expr.span, message));
                }
            }
        }
        Ok(all)
    }

    fn source(&self) -> Result<Option<(String, Span)>, Fault> {
        let own = self.body.blocks("terraform").find_map(|block| block.body.get("source"));
        if let Some(expr) = own {
            let value = self.world.eval(expr, self)?;
            let text = value.as_text().unwrap_or("a source that is not known").to_owned();
            return Ok(Some((text, expr.span)));
        }
        for included in self.includes.values() {
            if let Some(found) = included.source()? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The blocks of the files that it would write.
    fn generated(&self) -> Result<Vec<syntax::Block>, Fault> {
        let mut all = Vec::new();
        for included in self.includes.values() {
            all.extend(included.generated()?);
        }
        for expr in self.body.blocks("generate").filter_map(|block| block.body.get("contents")) {
            let value = self.world.eval(expr, self)?;
            let Some(text) = value.as_text() else { continue };
            let file = self.world.sources.borrow_mut().add("generate", text);
            // What is not HCL is a file of another kind.
            all.extend(syntax::parse(text, file).map(|body| body.blocks).unwrap_or_default());
        }
        Ok(all)
    }

    fn local(&self, name: &str, at: Span) -> Result<Value, Fault> {
        let mut all = self.body.blocks("locals").flat_map(|block| &block.body.attributes);
        let Some(Attribute { value: expr, .. }) = all.find(|own| &*own.name == name) else {
            return Err(nothing("local", name, std::iter::empty(), at));
        };
        let title = || format!("{}/local.{name}", self.folder);
        self.locals.get(self.world, name, &title, at, || self.world.eval(expr, self))
    }

    /// `locals` and `inputs`, as another file sees them.
    fn exposed(&self, at: Span) -> Value {
        let names = self.body.blocks("locals").flat_map(|block| &block.body.attributes);
        let value = |name: &str| self.local(name, at).unwrap_or_else(|fault| unresolved(&fault));
        let locals = names.map(|own| (Arc::clone(&own.name), value(&own.name)));
        let locals = Value::map(locals);
        let inputs = self.inputs().map_or_else(|f| unresolved(&f), |i| Value::Map(Arc::new(i)));
        Value::map([(Arc::from("locals"), locals), (Arc::from("inputs"), inputs)])
    }

    /// An output of another unit: its mock, said so, or unknown.
    fn dependency(&self, name: &str, output: Option<&Step<'_>>, at: Span) -> Value {
        let mut blocks = self.body.blocks("dependency");
        let block = blocks.find(|b| b.labels.first().is_some_and(|l| &**l == name));
        let mocks = block.and_then(|block| block.body.get("mock_outputs"));
        let mocks = mocks.and_then(|expr| self.world.eval(expr, self).ok());
        if let (Some(Value::Map(mocks)), Some(Step::Attribute(output))) = (mocks, output)
            && let Some(mock) = mocks.get(*output)
        {
            let message = format!("dependency.{name}.{output}: its mock output stands for it");
            self.world.caveat(Code::PlaceholderUsed, message, None, Some(at));
            return mock.clone();
        }
        Value::unresolved(format!("dependency.{name} is another unit, which is not read"), Some(at))
    }

    /// The nearest file of that name in a folder above the unit.
    fn above(&self, name: &str) -> Option<String> {
        let mut folder = self.unit.as_str();
        while !folder.is_empty() {
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            let path = joined(folder, name)?;
            if self.world.files.bytes(&path).ok().flatten().is_some() {
                return Some(path);
            }
        }
        None
    }
}

/// A path of this file; `/` is the root of the files.
fn place(folder: &str, path: &str) -> Option<String> {
    match path.strip_prefix('/') {
        Some(rest) => joined("", rest),
        None => joined(folder, path),
    }
}

impl Scope for Config<'_, '_> {
    fn get(&self, _: &str) -> Option<Value> {
        None
    }

    fn is_lazy(&self, name: &str) -> bool {
        matches!(name, "local" | "dependency" | "include")
    }

    fn reach(&self, name: &str, steps: &[Step<'_>], at: Span) -> Result<(Value, usize), Fault> {
        let first = match steps.first() {
            Some(Step::Attribute(first)) => *first,
            _ => "",
        };
        match name {
            "local" => Ok((self.local(first, at)?, 1)),
            "dependency" => Ok((self.dependency(first, steps.get(2), at), steps.len().min(3))),
            // Without a label there is one, and what follows is its own.
            _ => match (self.includes.get(first), self.includes.get("")) {
                (Some(included), _) => Ok((included.exposed(at), 1)),
                (None, Some(only)) => Ok((only.exposed(at), 0)),
                (None, None) => Err(nothing("include", first, self.includes.keys(), at)),
            },
        }
    }

    fn call(&self, name: &str, arguments: &[Value]) -> Option<Result<Value, String>> {
        let text = |at: usize| arguments.get(at).and_then(Value::as_text);
        let root = |folder: &str| Ok(Value::text(format!("/{folder}")));
        Some(match name {
            "find_in_parent_folders" => {
                match (self.above(text(0).unwrap_or(FILE)), arguments.get(1)) {
                    (Some(path), _) => root(&path),
                    (None, Some(fallback)) => Ok(fallback.clone()),
                    (None, None) => {
                        Err(format!("no folder above has a {}", text(0).unwrap_or(FILE)))
                    }
                }
            }
            "get_terragrunt_dir" | "get_original_terragrunt_dir" => root(&self.unit),
            "get_parent_terragrunt_dir" => root(&self.folder),
            "get_repo_root" | "get_path_from_repo_root" => root(""),
            "path_relative_to_include" => {
                let below = self.unit.strip_prefix(self.folder.as_str()).unwrap_or(&self.unit);
                let below = below.trim_start_matches('/');
                Ok(Value::text(if below.is_empty() { "." } else { below }))
            }
            "get_env" => match arguments.get(1) {
                Some(fallback) => Ok(fallback.clone()),
                None => Ok(Value::unresolved("the environment is not read", None)),
            },
            "read_terragrunt_config" => {
                let path = text(0).and_then(|path| place(&self.folder, path));
                let depth = self.depth + 1;
                let open = |path: String| Config::open(self.world, &path, &self.unit, depth);
                match path.map(open).transpose().map(Option::flatten) {
                    Ok(Some(read)) => {
                        let nowhere = read.body.blocks.first().map(|block| block.span);
                        let exposed = nowhere.map(|at| read.exposed(at));
                        Ok(exposed.unwrap_or_else(|| Value::map([])))
                    }
                    Ok(None) => {
                        let missing = Err("the file is not there".to_owned());
                        arguments.get(1).cloned().map_or(missing, Ok)
                    }
                    Err(diagnostic) => Err(diagnostic.message),
                }
            }
            "run_cmd"
            | "sops_decrypt_file"
            | "get_aws_account_id"
            | "get_aws_caller_identity_arn" => {
                Ok(Value::unresolved(format!("`{name}` is not run"), None))
            }
            _ => return functions::call(self.world, name, &relative(&self.unit, arguments)),
        })
    }
}

/// File functions take paths from the root module's folder, which is the unit's.
fn relative(unit: &str, arguments: &[Value]) -> Vec<Value> {
    let up = "../".repeat(unit.split('/').filter(|part| !part.is_empty()).count());
    let mut arguments = arguments.to_vec();
    if let Some(path) = arguments.first_mut()
        && let Some(rest) = path.as_text().and_then(|path| path.strip_prefix('/'))
    {
        *path = Value::text(format!("{up}{rest}"));
    }
    arguments
}
