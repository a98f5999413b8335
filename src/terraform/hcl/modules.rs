//! Calls of modules: where they are, and their instances.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::expr::{Fault, Value, json};
use crate::source::joined;
use crate::terraform::hcl::Each;
use crate::terraform::hcl::expand::{Repeated, repeat};
use crate::terraform::hcl::module::{Call, Module, literal_text};
use crate::terraform::hcl::scope::{Frame, nothing};
use crate::terraform::hcl::world::{Given, Memo, Node, Parent, World};
use foldhash::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// Modules inside each other. A module that calls itself ends here.
const MAX_NESTED: usize = 16;

/// `module.a` + `aws_instance.b`.
pub fn inside(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}.{name}") }
}

/// The instances of a call.
pub fn children(
    world: &World<'_>,
    node: &Rc<Node>,
    name: &str,
    at: Span,
) -> Result<Rc<Repeated<usize>>, Fault> {
    let calls = &node.module.calls;
    let call = calls.get(name).ok_or_else(|| nothing("module", name, calls.keys(), at))?;
    let title = inside(&node.address, &format!("module.{name}"));
    node.children.get(world, name, &|| title.clone(), at, || {
        let path =
            if node.path.is_empty() { name.to_owned() } else { format!("{}.{name}", node.path) };
        if path.matches('.').count() >= MAX_NESTED {
            let message = format!("modules are nested deeper than {MAX_NESTED}");
            return Err(world.limit(message, call.span));
        }
        let module = match found(world, node, call, &path, &title)? {
            Ok(module) => module,
            Err(unresolved) => {
                let none = Rc::new(Module::default());
                let id = world.grow(|id| Node {
                    uncounted: Some(unresolved.clone()),
                    ..child(id, none, &title, "", &path)
                });
                return Ok(Rc::new(Repeated::Unknown(unresolved, id)));
            }
        };
        let scope = Frame { world, node, each: &Each::None };
        let made = repeat(world, &call.body, &scope, &title, call.span, |each, suffix| {
            let uncounted = match (&node.uncounted, &each) {
                (Some(unknown), _) | (None, Each::Unknown(unknown)) => Some(unknown.clone()),
                _ => None,
            };
            let parent = Parent { node: node.id, call: Arc::from(name), each };
            world.grow(|id| Node {
                parent: Some(parent),
                uncounted,
                ..child(id, Rc::clone(&module), &title, suffix, &path)
            })
        })?;
        Ok(Rc::new(made))
    })
}

fn child(id: usize, module: Rc<Module>, title: &str, suffix: &str, path: &str) -> Node {
    Node {
        id,
        module,
        address: Arc::from(format!("{title}{suffix}")),
        path: path.to_owned(),
        parent: None,
        given: Given::new(),
        uncounted: None,
        variables: Memo::default(),
        locals: Memo::default(),
        outputs: Memo::default(),
        resources: Memo::default(),
        children: Memo::default(),
        providers: Memo::default(),
    }
}

/// The root of the tree.
pub fn root(world: &World<'_>, module: Rc<Module>, given: Given) -> Option<Rc<Node>> {
    let id = world.grow(|id| Node { given, ..child(id, module, "", "", "") });
    world.node(id)
}

/// The module that a call names: a folder, or one that was downloaded. The inner
/// error is the unknown value that a module which is not here gives.
fn found(
    world: &World<'_>,
    node: &Rc<Node>,
    call: &Call,
    path: &str,
    title: &str,
) -> Result<Result<Rc<Module>, Value>, Fault> {
    let source = call.body.get("source");
    let at = source.map_or(call.span, |expr| expr.span);
    let text = match source.map(|expr| (literal_text(expr), expr)) {
        Some((Some(text), _)) => Some(text),
        // OpenTofu evaluates it early.
        Some((None, expr)) => {
            let scope = Frame { world, node, each: &Each::None };
            world.eval(expr, &scope).ok().and_then(|value| value.to_text())
        }
        None => None,
    };
    let Some(text) = text else {
        return Ok(Err(missing(world, title, "its source is not known", at)));
    };
    if text.starts_with("./") || text.starts_with("../") || &*text == "." || &*text == ".." {
        let folder = joined(&node.module.folder, &text);
        let Some(module) = folder.as_ref().and_then(|folder| world.module(folder)) else {
            let message = match folder {
                Some(folder) => {
                    format!("{title}: {} holds no Terraform", world.files.name(&folder))
                }
                None => format!("{title}: {text} lies outside {}", world.files.name("")),
            };
            let help = "the folder that is read must hold the modules too";
            let error = Diagnostic::new(Code::TerraformModule, message.clone()).at(at, "here");
            world.error(error.help(help));
            return Err(Fault { code: Code::TerraformModule, span: at, message, help: None });
        };
        return Ok(Ok(module));
    }
    let downloaded = world.downloaded.get_or_init(|| downloaded(world));
    let module = downloaded.get(path).and_then(|folder| world.module(folder));
    Ok(module.ok_or_else(|| {
        let version = call.body.get("version").and_then(literal_text);
        let version = version.map(|version| format!(" {version}")).unwrap_or_default();
        let why =
            format!("{text}{version} is not in .terraform/modules; `terraform get` fetches it");
        missing(world, title, &why, at)
    }))
}

fn missing(world: &World<'_>, title: &str, why: &str, at: Span) -> Value {
    let message = format!("{title} is not read, and what it makes is not priced: {why}");
    world.caveat(Code::ModuleUnresolved, message, Some(Arc::from(title)), Some(at));
    Value::unresolved(format!("{title} is not read"), Some(at))
}

/// `.terraform/modules/modules.json`: the folders by the names of the calls.
fn downloaded(world: &World<'_>) -> HashMap<String, String> {
    let root = &world.options.folder;
    let read = joined(root, ".terraform/modules/modules.json")
        .and_then(|path| world.files.read(&path).ok().flatten())
        .and_then(|text| json::decode(&text).ok());
    let Some(Value::Map(top)) = read else { return HashMap::default() };
    let Some(Value::List(modules)) = top.get("Modules") else { return HashMap::default() };
    let entry = |module: &Value| {
        let Value::Map(module) = module else { return None };
        let folder = joined(root, module.get("Dir")?.as_text()?)?;
        Some((module.get("Key")?.as_text()?.to_owned(), folder))
    };
    modules.iter().filter_map(entry).collect()
}
