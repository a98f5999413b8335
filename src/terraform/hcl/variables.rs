//! The values of variables: a caller's, a file's, the command line's, a default.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::expr::{Fault, Value, parse};
use crate::source::joined;
use crate::terraform::hcl::module::{Module, Variable};
use crate::terraform::hcl::scope::{Frame, nothing};
use crate::terraform::hcl::syntax::{self, Attribute, Body};
use crate::terraform::hcl::types::Type;
use crate::terraform::hcl::world::{Given, Node, World};
use crate::terraform::hcl::{Assignment, Each, json_syntax};
use std::rc::Rc;
use std::sync::Arc;

/// The value of `var.name`.
pub fn value(world: &World<'_>, node: &Rc<Node>, name: &str, at: Span) -> Result<Value, Fault> {
    let variables = &node.module.variables;
    let variable =
        variables.get(name).ok_or_else(|| nothing("variable", name, variables.keys(), at))?;
    let title = || super::modules::inside(&node.address, &format!("var.{name}"));
    node.variables.get(world, name, &title, at, || {
        let (given, place) = match given(world, node, name)? {
            Some((value, place)) => (Some(value), place),
            None => (None, None),
        };
        let given = match given {
            Some(Value::Null) if !variable.nullable => None,
            given => given,
        };
        let value = match (given, &variable.default) {
            (Some(value), _) => value,
            (None, Some(default)) => {
                world.eval(default, &Frame { world, node, each: &Each::None })?
            }
            (None, None) => return Ok(unset(world, node, name, variable)),
        };
        let place = place.unwrap_or(variable.span);
        variable.kind.fit(value).map_err(|why| {
            let message = format!("{}: {why}", title());
            let shown = Diagnostic::new(Code::TerraformVariable, message.clone());
            world.error(shown.at(place, "here"));
            Fault { code: Code::TerraformVariable, span: place, message, help: None }
        })
    })
}

fn unset(world: &World<'_>, node: &Node, name: &str, variable: &Variable) -> Value {
    let message =
        format!("{} has no value", super::modules::inside(&node.address, &format!("var.{name}")));
    world.caveat(Code::ValueUnknown, message.clone(), None, Some(variable.span));
    Value::unresolved(message, Some(variable.span))
}

/// A value and where it was written.
type Assigned = Option<(Value, Option<Span>)>;

fn given(world: &World<'_>, node: &Rc<Node>, name: &str) -> Result<Assigned, Fault> {
    let Some(parent) = &node.parent else { return Ok(node.given.get(name).cloned()) };
    let Some(above) = world.node(parent.node) else { return Ok(None) };
    let call = above.module.calls.get(&parent.call);
    let Some(expr) = call.and_then(|call| call.body.get(name)) else { return Ok(None) };
    let scope = Frame { world, node: &above, each: &parent.each };
    Ok(Some((world.eval(expr, &scope)?, Some(expr.span))))
}

struct Nothing;

impl crate::expr::Scope for Nothing {
    fn get(&self, _: &str) -> Option<Value> {
        None
    }
}

/// What is given to the root module, the later over the earlier: environment,
/// terraform.tfvars, *.auto.tfvars, then the command line.
pub fn assigned(world: &World<'_>, module: &Module) -> Result<Given, Diagnostic> {
    let mut all = Given::new();
    for (name, text) in &world.options.environment {
        let name = name.strip_prefix("TF_VAR_").unwrap_or(name);
        if module.variables.contains_key(name) {
            written(world, module, name, text, &mut all)?;
        }
    }
    let folder = &world.options.folder;
    let names = world.files.list(folder)?.unwrap_or_default();
    let file = |wanted: &str| names.iter().find(|e| e.name == wanted && !e.is_folder);
    let first = ["terraform.tfvars", "terraform.tfvars.json"].into_iter().filter_map(file);
    let auto = |name: &str| name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json");
    for entry in first.chain(names.iter().filter(|e| auto(&e.name) && !e.is_folder)) {
        from_file(world, folder, &entry.name, &mut all)?;
    }
    for assignment in &world.options.variables {
        match assignment {
            Assignment::File(path) => from_file(world, folder, path, &mut all)?,
            Assignment::Read(name, text) => from_text(world, name, text, &mut all)?,
            Assignment::Text(name, text) => {
                if !module.variables.contains_key(name.as_str()) {
                    let known = module.variables.keys().map(|name| &**name);
                    let near = crate::diagnostic::nearest(name, known);
                    let message = format!("there is no variable `{name}`");
                    return Err(Diagnostic::new(Code::TerraformVariable, message)
                        .help_if(near.map(|near| format!("did you mean `{near}`?"))));
                }
                written(world, module, name, text, &mut all)?;
            }
        }
    }
    Ok(all)
}

/// A value from the command line: as it stands for text, else an expression.
fn written(
    world: &World<'_>,
    module: &Module,
    name: &str,
    text: &str,
    all: &mut Given,
) -> Result<(), Diagnostic> {
    let file = world.sources.borrow_mut().add(format!("-var {name}"), text);
    let span = Span::new(file, 0, text.len());
    let kind = module.variables.get(name).map_or(&Type::Any, |variable| &variable.kind);
    let plain = matches!(kind, Type::Any | Type::Text | Type::Number | Type::Bool);
    let value = match plain {
        true => Value::text(text),
        false => {
            let value = parse(text, span).and_then(|expr| world.eval(&expr, &Nothing));
            value.map_err(|fault| {
                Diagnostic::new(Code::TerraformVariable, format!("{name}: {}", fault.message))
                    .at(fault.span, "here")
            })?
        }
    };
    all.insert(Arc::from(name), (value, Some(span)));
    Ok(())
}

fn from_file(
    world: &World<'_>,
    folder: &str,
    name: &str,
    all: &mut Given,
) -> Result<(), Diagnostic> {
    let missing = || Diagnostic::new(Code::FileMissing, format!("{name}: there is no such file"));
    let path = joined(folder, name).ok_or_else(missing)?;
    let text = world.files.read(&path)?.ok_or_else(missing)?;
    from_text(world, &world.files.name(&path), &text, all)
}

fn from_text(world: &World<'_>, name: &str, text: &str, all: &mut Given) -> Result<(), Diagnostic> {
    let file = world.sources.borrow_mut().add(name, text);
    let body: Body = match name.ends_with(".json") {
        true => json_syntax::values(text, file)?,
        false => syntax::parse(text, file)?,
    };
    for Attribute { name, value: expr, .. } in &body.attributes {
        let value = world.eval(expr, &Nothing).map_err(|fault| {
            Diagnostic::new(Code::TerraformVariable, fault.message).at(fault.span, "here")
        })?;
        all.insert(Arc::clone(name), (value, Some(expr.span)));
    }
    Ok(())
}
