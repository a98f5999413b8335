//! The names that an expression of a module sees.

use crate::diagnostic::{Span, nearest};
use crate::expr::{Fault, Scope, Step, Value};
use crate::terraform::hcl::expand::Repeated;
use crate::terraform::hcl::variables;
use crate::terraform::hcl::world::{Node, World, unresolved};
use crate::terraform::hcl::{Each, functions, modules, resources};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// An expression's place: which instance of which module, and of which block.
pub struct Frame<'w, 'a> {
    pub world: &'w World<'a>,
    pub node: &'w Rc<Node>,
    pub each: &'w Each,
}

impl Scope for Frame<'_, '_> {
    fn get(&self, name: &str) -> Option<Value> {
        let entry = |name: &str, value: Value| (Arc::from(name), value);
        match (name, self.each) {
            ("each", Each::Entry(key, value)) => {
                let key = Value::String(Arc::clone(key));
                Some(Value::map([entry("key", key), entry("value", value.clone())]))
            }
            ("count", Each::Number(at)) => {
                let at = Value::Number(crate::quantity::Number::from(*at as u64));
                Some(Value::map([entry("index", at)]))
            }
            ("each" | "count", Each::Unknown(origin)) => Some(origin.clone()),
            ("path", _) => {
                let folder = functions::from_root(self.world, &self.node.module.folder);
                let here = Value::text(".");
                Some(Value::map([
                    entry("module", Value::text(folder)),
                    entry("root", here.clone()),
                    entry("cwd", here),
                ]))
            }
            ("terraform", _) => {
                let workspace = Value::text(&self.world.options.workspace);
                Some(Value::map([entry("workspace", workspace)]))
            }
            ("self", _) => Some(Value::unresolved("`self` is not known before it runs", None)),
            _ => None,
        }
    }

    fn names(&self) -> Vec<String> {
        let names = ["var", "local", "module", "data", "path", "terraform"].into_iter();
        names.chain(self.node.module.kinds.iter().map(|kind| &**kind)).map(str::to_owned).collect()
    }

    fn is_lazy(&self, name: &str) -> bool {
        matches!(name, "var" | "local" | "module" | "data") || self.node.module.kinds.contains(name)
    }

    fn reach(&self, name: &str, steps: &[Step<'_>], at: Span) -> Result<(Value, usize), Fault> {
        let (world, node) = (self.world, self.node);
        let first = named(steps.first(), at)?;
        match name {
            "var" => Ok((variables::value(world, node, &first, at)?, 1)),
            "local" => Ok((local(world, node, &first, at)?, 1)),
            "module" => module(world, node, &first, steps, at),
            "data" => {
                let second = named(steps.get(1), at)?;
                let key = format!("data.{first}.{second}");
                Ok((resources::expanded(world, node, &key, at)?.value().clone(), 2))
            }
            kind => {
                let key = format!("{kind}.{first}");
                Ok((resources::expanded(world, node, &key, at)?.value().clone(), 1))
            }
        }
    }

    fn call(&self, name: &str, arguments: &[Value]) -> Option<Result<Value, String>> {
        functions::call(self.world, name, arguments)
    }
}

/// The name that a step gives.
fn named(step: Option<&Step<'_>>, at: Span) -> Result<Arc<str>, Fault> {
    let name = match step {
        Some(Step::Attribute(name)) => Some(Arc::from(*name)),
        Some(Step::Index(value)) => value.as_text().map(Arc::from),
        None => None,
    };
    name.ok_or_else(|| Fault::new(at, "a name is wanted behind this"))
}

/// "There is none", with the nearest there is.
pub fn nothing<'n>(
    title: &str,
    name: &str,
    known: impl Iterator<Item = &'n Arc<str>>,
    at: Span,
) -> Fault {
    let near = nearest(name, known.map(|known| &**known)).map(|n| format!("did you mean `{n}`?"));
    Fault::unknown_name(at, format!("there is no {title} `{name}`"), near)
}

fn local(world: &World<'_>, node: &Rc<Node>, name: &str, at: Span) -> Result<Value, Fault> {
    let locals = &node.module.locals;
    let expr = locals.get(name).ok_or_else(|| nothing("local", name, locals.keys(), at))?;
    let title = || modules::inside(&node.address, &format!("local.{name}"));
    node.locals.get(world, name, &title, at, || {
        world.eval(expr, &Frame { world, node, each: &Each::None })
    })
}

/// The value of an output.
fn output(world: &World<'_>, id: usize, name: &str, at: Span) -> Result<Value, Fault> {
    let Some(node) = world.node(id) else { return Ok(Value::Null) };
    let outputs = &node.module.outputs;
    let expr = outputs.get(name).ok_or_else(|| nothing("output", name, outputs.keys(), at))?;
    let title = || modules::inside(&node.address, &format!("output.{name}"));
    node.outputs.get(world, name, &title, at, || {
        world.eval(expr, &Frame { world, node: &node, each: &Each::None })
    })
}

/// All outputs of an instance; one that has none is unknown.
fn outputs(world: &World<'_>, id: usize, at: Span) -> Value {
    let Some(node) = world.node(id) else { return Value::Null };
    let value = |name: &Arc<str>| output(world, id, name, at).unwrap_or_else(|f| unresolved(&f));
    Value::map(node.module.outputs.keys().map(|name| (Arc::clone(name), value(name))))
}

/// `module.x.out`, `module.x[0].out`, `module.x["a"].out`, or all of it.
fn module(
    world: &World<'_>,
    node: &Rc<Node>,
    name: &str,
    steps: &[Step<'_>],
    at: Span,
) -> Result<(Value, usize), Fault> {
    let children = modules::children(world, node, name, at)?;
    let whole_or_part = |id: usize, used: usize| match steps.get(used) {
        Some(Step::Attribute(out)) => Ok((output(world, id, out, at)?, used + 1)),
        _ => Ok((outputs(world, id, at), used)),
    };
    match &*children {
        Repeated::Single(id) => whole_or_part(*id, 1),
        Repeated::Unknown(origin, _) => Ok((origin.clone(), 1)),
        Repeated::Count(ids) => match steps.get(1) {
            Some(Step::Index(Value::Unknown(origin))) => {
                Ok((Value::Unknown(Arc::clone(origin)), 2))
            }
            Some(Step::Index(index)) => {
                let number = index.to_number().and_then(|n| usize::try_from(n.to_u64()?).ok());
                match number.and_then(|number| ids.get(number)) {
                    Some(id) => whole_or_part(*id, 2),
                    None => {
                        let message = format!("module.{name} has {} instances", ids.len());
                        Err(Fault::new(at, message))
                    }
                }
            }
            _ => Ok((Value::list(ids.iter().map(|id| outputs(world, *id, at))), 1)),
        },
        Repeated::Each(ids) => match steps.get(1) {
            Some(Step::Index(Value::Unknown(origin))) => {
                Ok((Value::Unknown(Arc::clone(origin)), 2))
            }
            Some(Step::Index(index)) => {
                let key = index.to_text().unwrap_or_default();
                let id = ids.get(&key);
                let id = id.ok_or_else(|| nothing("instance", &key, ids.keys(), at))?;
                whole_or_part(*id, 2)
            }
            _ => {
                let all: BTreeMap<Arc<str>, Value> =
                    ids.iter().map(|(k, id)| (Arc::clone(k), outputs(world, *id, at))).collect();
                Ok((Value::Map(Arc::new(all)), 1))
            }
        },
    }
}
