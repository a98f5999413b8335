//! What a plan says about its configuration: which resource an attribute was
//! written in terms of, and which provider made it.
//!
//! Values that are known after apply stand in a plan as "unknown" and nothing
//! more. Where they come from stands in the expressions of the configuration,
//! through variables of modules upwards and through their outputs downwards.

use crate::expr::Value;
use crate::terraform::plan::addresses::{Addresses, Step, steps};
use crate::terraform::plan::json::{ModuleBlock, Plan, ResourceBlock, Root};
use crate::terraform::plan::raw::{Names, Raw};
use crate::terraform::plan::written::Written;
use crate::terraform::resource::Provider;
use foldhash::HashMap;
use std::sync::Arc;

/// How many modules a reference may pass.
const MAX_HOPS: usize = 32;

/// The blocks of a configuration, found by address without keys.
pub struct Blocks<'p, 'a> {
    root: &'p Root<'a>,
    resources: HashMap<String, &'p ResourceBlock<'a>>,
    modules: HashMap<String, &'p ModuleBlock<'a>>,
    variables: HashMap<&'p str, Raw<'a>>,
}

/// Where a reference leads: an instance, and the attribute of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    pub address: Arc<str>,
    pub path: Arc<str>,
}

/// From which instance a reference is followed.
struct Place<'x> {
    /// The module as it stands in addresses: `module.a["k"].module.b`.
    module: String,
    addresses: &'x Addresses,
    own: &'x str,
    leads: Vec<Lead>,
    /// Whether it passed something of which a plan says nothing: a local.
    opaque: bool,
}

impl<'p, 'a> Blocks<'p, 'a> {
    pub fn of(plan: &'p Plan<'a>) -> Option<Blocks<'p, 'a>> {
        let root = plan.configuration.as_ref()?;
        let mut blocks = Blocks {
            root,
            resources: HashMap::default(),
            modules: HashMap::default(),
            variables: HashMap::default(),
        };
        for (name, variable) in &plan.variables {
            blocks.variables.extend(variable.value.map(|value| (&**name, value)));
        }
        let mut open = vec![(String::new(), &root.root_module)];
        while let Some((path, module)) = open.pop() {
            let below = |name: &str| match path.as_str() {
                "" => name.to_owned(),
                path => format!("{path}.{name}"),
            };
            for resource in &module.resources {
                blocks.resources.insert(below(&resource.address), resource);
            }
            for (name, call) in &module.module_calls {
                open.push((below(&format!("module.{name}")), &call.module));
            }
            blocks.modules.insert(path, module);
        }
        Some(blocks)
    }

    pub fn resource(&self, bare: &str) -> Option<&'p ResourceBlock<'a>> {
        self.resources.get(bare).copied()
    }

    /// Where an expression leads, in the order of its references, and whether
    /// it may lead elsewhere as well.
    pub fn leads(
        &self,
        expression: &Written<'a>,
        own: &str,
        module: &str,
        addresses: &Addresses,
    ) -> (Vec<Lead>, bool) {
        let mut place =
            Place { module: module.to_owned(), addresses, own, leads: Vec::new(), opaque: false };
        self.follow(expression, &mut place, 0);
        (place.leads, place.opaque)
    }

    fn follow(&self, expression: &Written<'a>, place: &mut Place<'_>, hops: usize) {
        let (constant, references) = match expression {
            Written::Expression { constant, references } => (constant, references),
            Written::Blocks(_) | Written::Block(_) => (&None, &None),
        };
        match references {
            Some(list) if hops <= MAX_HOPS => {
                list.iter().for_each(|reference| self.reference(reference, place, hops));
            }
            // A call such as `timestamp()`: nothing says what it gives.
            _ => place.opaque |= hops > MAX_HOPS || constant.is_none(),
        }
    }

    fn reference(&self, reference: &str, place: &mut Place<'_>, hops: usize) {
        let parts = steps(reference);
        let name = |i: usize| match parts.get(i) {
            Some(Step::Name(name)) => *name,
            _ => "",
        };
        match name(0) {
            "var" => self.variable(name(1), place, hops),
            "each" => self.for_each(place, hops),
            "module" => {
                let mut at = 2;
                let mut module = below(&place.module, &format!("module.{}", name(1)));
                if let Some(Step::Key(key)) = parts.get(2) {
                    module.push_str(key);
                    at = 3;
                }
                let block = self.modules.get(&bare(&module));
                let output = block.and_then(|block| block.outputs.get(name(at)));
                let expression = output.and_then(|output| output.expression.as_ref());
                place.opaque |= expression.is_none();
                if let Some(expression) = expression {
                    let outer = std::mem::replace(&mut place.module, module);
                    self.follow(expression, place, hops + 1);
                    place.module = outer;
                }
            }
            "local" => place.opaque = true,
            "path" | "terraform" | "count" | "self" | "" => {}
            first => {
                let data = first == "data";
                let start = usize::from(data);
                let mut at = start + 2;
                let mut address = format!("{}.{}", name(start), name(start + 1));
                if data {
                    address = format!("data.{address}");
                }
                let mut address = below(&place.module, &address);
                if let Some(Step::Key(key)) = parts.get(at) {
                    address.push_str(key);
                    at += 1;
                }
                let path = parts.get(at..).unwrap_or(&[]).iter().map(|step| match step {
                    Step::Name(name) => *name,
                    Step::Key(key) => key,
                });
                let path: Arc<str> = Arc::from(path.collect::<Vec<_>>().join("."));
                let found = place.addresses.instances(&address, place.own);
                // Of a block with a count of 0 there is nothing; of a data source
                // or another's resource there is something that is not here.
                place.opaque |=
                    found.is_empty() && (data || self.resource(&bare(&address)).is_none());
                for address in found {
                    let lead = Lead { address, path: Arc::clone(&path) };
                    if !place.leads.contains(&lead) {
                        place.leads.push(lead);
                    }
                }
            }
        }
    }

    /// `var.x` is what the caller gave.
    fn variable(&self, name: &str, place: &mut Place<'_>, hops: usize) {
        let module = place.module.clone();
        let (outer, call) = split_call(&module);
        let block = self.modules.get(&bare(outer)).and_then(|m| m.module_calls.get(call));
        let expressions = block.and_then(|call| call.expressions.as_ref());
        if let Some(expression) = expressions.and_then(|own| own.member(name)) {
            let inner = std::mem::replace(&mut place.module, outer.to_owned());
            self.follow(expression, place, hops + 1);
            place.module = inner;
        }
    }

    /// `each.value` comes from what the block, or the module's, goes over.
    fn for_each(&self, place: &mut Place<'_>, hops: usize) {
        let own = self.resource(&bare(place.own)).filter(|_| module_of(place.own) == place.module);
        let module = place.module.clone();
        let (outer, call) = split_call(&module);
        let call = self.modules.get(&bare(outer)).and_then(|m| m.module_calls.get(call));
        let over = own.and_then(|block| block.for_each_expression.as_ref());
        if let Some(over) = over {
            self.follow(over, place, hops + 1);
        } else if let Some(over) = call.and_then(|call| call.for_each_expression.as_ref()) {
            let inner = std::mem::replace(&mut place.module, outer.to_owned());
            self.follow(over, place, hops + 1);
            place.module = inner;
        } else {
            place.opaque = true;
        }
    }

    /// The provider of a resource, through the modules that pass it on.
    pub fn provider(&self, key: &str, names: &mut Names) -> Provider {
        let (module, local) = match key.split_once(':') {
            Some((module, local)) => (dotted(module), local),
            None => (String::new(), key),
        };
        let mut module = module.as_str();
        loop {
            let key =
                if module.is_empty() { local.to_owned() } else { format!("{module}:{local}") };
            let block = self.root.provider_config.get(key.as_str());
            if let Some(expressions) = block.and_then(|block| block.expressions.as_ref()) {
                return self.provider_values(expressions, module, names);
            }
            match module.rfind(".module.") {
                _ if module.is_empty() => break,
                Some(at) => module = module.get(..at).unwrap_or(""),
                None => module = "",
            }
        }
        // A module that declares an alias gets it by a `providers` map, which no
        // plan of that age shows: the one provider of that name, if there is one.
        let kind = local.split('.').next().unwrap_or(local);
        let mut known = self.root.provider_config.iter().filter(|(key, block)| {
            let own = key.rsplit(':').next().unwrap_or(key);
            own.split('.').next() == Some(kind) && block.expressions.is_some()
        });
        match (known.next(), known.next()) {
            (Some((_, block)), None) => block
                .expressions
                .as_ref()
                .map_or_else(Provider::default, |e| self.provider_values(e, "", names)),
            _ => Provider::default(),
        }
    }

    fn provider_values(&self, own: &Written<'a>, module: &str, names: &mut Names) -> Provider {
        let mut provider = Provider::default();
        if let Some(region) = own.member("region") {
            provider.region = self.constant(region, module, names, 0);
        }
        if let Some(block) = own.member("default_tags") {
            let block = block.items().first().unwrap_or(block);
            if let Some(tags) = block.member("tags") {
                provider.default_tags = self.constant(tags, module, names, 0);
            }
        }
        provider
    }

    /// What an expression says that needs no resource: a constant, or a
    /// variable with its value or default.
    fn constant(&self, own: &Written<'a>, module: &str, names: &mut Names, hops: usize) -> Value {
        let Written::Expression { constant, references } = own else { return Value::Null };
        if let Some(constant) = constant {
            return constant.value(names);
        }
        let first = references.iter().flatten().next();
        match first.and_then(|reference| reference.strip_prefix("var.")) {
            Some(name) if hops < MAX_HOPS => self.constant_variable(name, module, names, hops + 1),
            _ => Value::Null,
        }
    }

    fn constant_variable(&self, name: &str, module: &str, names: &mut Names, hops: usize) -> Value {
        let name = name.split(['.', '[']).next().unwrap_or(name);
        if module.is_empty() {
            if let Some(raw) = self.variables.get(name) {
                return raw.value(names);
            }
        } else {
            let (outer, call) = split_call(module);
            let call = self.modules.get(outer).and_then(|m| m.module_calls.get(call));
            let given = call.and_then(|call| call.expressions.as_ref());
            if let Some(expression) = given.and_then(|own| own.member(name)) {
                return self.constant(expression, outer, names, hops);
            }
        }
        let declared = self.modules.get(module).and_then(|m| m.variables.get(name));
        declared.and_then(|d| d.default).map_or(Value::Null, |raw| raw.value(names))
    }
}

/// `module.a.module.b` of a provider key; old plans write `a.b`.
fn dotted(module: &str) -> String {
    if module.starts_with("module.") {
        return module.to_owned();
    }
    module.split('.').map(|part| format!("module.{part}")).collect::<Vec<_>>().join(".")
}

fn below(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}.{name}") }
}

/// The module around a module, and the name of its call.
fn split_call(module: &str) -> (&str, &str) {
    let at = crate::terraform::plan::addresses::last_module(module);
    let outer = module.get(..at).unwrap_or("").trim_end_matches('.');
    let call = module.get(at..).unwrap_or("").trim_start_matches("module.");
    (outer, call.split('[').next().unwrap_or(call))
}

pub use crate::terraform::plan::addresses::{bare, module_of};
