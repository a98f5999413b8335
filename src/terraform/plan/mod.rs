//! `terraform show -json`, of a plan or of a state, as a configuration.
//!
//! Both sides of a change are in one plan: what is there and what will be. What
//! Terraform itself left of old habits is read as well: the line that
//! setup-terraform puts in front, addresses without keys of 0.12.

mod addresses;
mod configuration;
mod halves;
mod json;
mod raw;
mod values;
mod written;

use crate::diagnostic::{Code, Diagnostic};
use crate::expr::Value;
use crate::parallel::{FEW, in_parts};
use crate::terraform::resource::{Action, Configuration, Mode, Provider, Resource};
use addresses::{Addresses, bare, module_of};
use configuration::Blocks;
use foldhash::{HashMap, HashSet};
use json::{Change, Instance, Plan, State};
use raw::{Names, Raw};
use std::borrow::Cow;
use std::sync::Arc;
use values::Reader;

/// Which side of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// What is there before it is applied.
    Before,
    #[default]
    After,
}

/// Whether anybody asks about the values of a type.
type Asks<'a> = &'a (dyn Fn(&str) -> bool + Sync);

/// Reads one side of a plan, or a state. Of a type that nobody `asks` about no
/// values are read, only that it is there.
pub fn read(
    name: &str,
    text: &str,
    side: Side,
    asks: Asks<'_>,
) -> Result<Configuration, Diagnostic> {
    let (json, first_line) = json_part(text);
    let mut stream = serde_json::Deserializer::from_str(json).into_iter::<Plan<'_>>();
    let plan = match halves::plan(json).map(Ok).or_else(|| stream.next()) {
        Some(Ok(plan)) => plan,
        Some(Err(error)) => return Err(bad(name, first_line, &error)),
        None => {
            return Err(Diagnostic::new(Code::BadPlan, format!("{name} is empty")).help(HOW));
        }
    };
    let supported = plan.format_version.starts_with("0.") || plan.format_version.starts_with("1.");
    if !supported {
        let message = format!("{name}: format version {} is not known", plan.format_version);
        return Err(Diagnostic::new(Code::BadPlan, message).help("this kanjo reads 0.x and 1.x"));
    }
    Ok(collect(&plan, side, asks))
}

const HOW: &str =
    "make it with: terraform plan -out=plan.bin && terraform show -json plan.bin > plan.json";

fn bad(name: &str, first_line: usize, error: &serde_json::Error) -> Diagnostic {
    let (line, column) = (first_line + error.line(), error.column());
    let message = match error.is_eof() {
        true => {
            format!("{name}:{line}:{column}: the JSON ends in the middle: the file is truncated")
        }
        false => {
            let text = error.to_string();
            let what = text.split(" at line ").next().unwrap_or(&text);
            format!("{name}:{line}:{column}: not a plan of Terraform: {what}")
        }
    };
    Diagnostic::new(Code::BadPlan, message).help(HOW)
}

/// The text from the first line that begins a JSON object, and how many lines
/// stand in front of it.
fn json_part(text: &str) -> (&str, usize) {
    let mut rest = text.trim_start_matches('\u{feff}');
    let mut lines = 0;
    while !rest.trim_start().starts_with('{') {
        match rest.split_once('\n') {
            Some((_, after)) => rest = after,
            None => return (text, 0),
        }
        lines += 1;
    }
    (rest, lines)
}

/// An instance before its values are read.
struct Found<'p, 'a> {
    address: Arc<str>,
    kind: &'p str,
    mode: Mode,
    action: Action,
    index: Option<Raw<'a>>,
    values: Option<Raw<'a>>,
    unknown: Option<Raw<'a>>,
    previous: Option<Arc<str>>,
}

fn collect(plan: &Plan<'_>, side: Side, asks: Asks<'_>) -> Configuration {
    let mut found = Vec::new();
    let mut seen: HashSet<Arc<str>> = HashSet::default();
    for change in &plan.resource_changes {
        if let Some(instance) = changed(change, side)
            && seen.insert(Arc::clone(&instance.address))
        {
            found.push(instance);
        }
    }
    let changes: HashSet<Cow<'_, str>> =
        plan.resource_changes.iter().map(|c| full(&c.address, c.index, None)).collect();
    // A state has no changes, and some tools write plans without them.
    let state = plan.values.as_ref().or(match side {
        Side::After => plan.planned_values.as_ref(),
        Side::Before if plan.resource_changes.is_empty() => prior(plan),
        Side::Before => None,
    });
    let mut instances = Vec::new();
    state.into_iter().for_each(|state| walk(state, &mut instances));
    // What data sources found stands in the state before.
    prior(plan).into_iter().for_each(|state| {
        let mut before = Vec::new();
        walk(state, &mut before);
        before.retain(|(instance, _)| mode(instance.mode.as_deref()) == Mode::Data);
        instances.append(&mut before);
    });
    for (instance, module) in instances {
        let address = full(&instance.address, instance.index, module);
        if changes.contains(&*address) || seen.contains(&*address) {
            continue;
        }
        let address: Arc<str> = Arc::from(address);
        seen.insert(Arc::clone(&address));
        found.push(Found {
            address,
            kind: &instance.kind,
            mode: mode(instance.mode.as_deref()),
            action: Action::NoOp,
            index: instance.index,
            values: instance.values,
            unknown: None,
            previous: None,
        });
    }
    found.sort_by(|a, b| a.address.cmp(&b.address));
    resources(plan, found, asks)
}

fn resources(plan: &Plan<'_>, found: Vec<Found<'_, '_>>, asks: Asks<'_>) -> Configuration {
    let mut addresses = Addresses::default();
    found.iter().for_each(|instance| addresses.add(&instance.address));
    let blocks = Blocks::of(plan);
    let parts = in_parts(&found, FEW, |part| part_of(part, blocks.as_ref(), &addresses, asks));
    Configuration { resources: parts.into_iter().flatten().collect(), caveats: Vec::new() }
}

/// A part of the instances with their values.
fn part_of(
    found: &[Found<'_, '_>],
    blocks: Option<&Blocks<'_, '_>>,
    addresses: &Addresses,
    asks: Asks<'_>,
) -> Vec<Resource> {
    let mut names = Names::default();
    let mut providers: HashMap<String, Provider> = HashMap::default();
    let mut resources = Vec::with_capacity(found.len());
    for instance in found {
        let block = blocks.and_then(|b| b.resource(&bare(&instance.address)));
        let key = block.and_then(|block| block.provider_config_key.as_deref()).unwrap_or("");
        let provider = match (providers.get(key), blocks) {
            (Some(known), _) => known.clone(),
            (None, Some(blocks)) if !key.is_empty() => {
                let provider = blocks.provider(key, &mut names);
                providers.insert(key.to_owned(), provider.clone());
                provider
            }
            _ => Provider::default(),
        };
        let key = instance.index.map_or(Value::Null, |raw| raw.value(&mut names));
        let address = &instance.address;
        let module = module_of(address);
        let mut reader = Reader { blocks, addresses, module, names: &mut names };
        let (mut values, mut references) = (Value::Null, None);
        if asks(instance.kind) {
            let raw = instance.values;
            let read = raw.map(|raw| reader.values(address, block, raw, instance.unknown));
            values = read.unwrap_or_default();
            references = block.map(|block| reader.references(address, block));
        }
        resources.push(Resource {
            kind: names.shared(instance.kind),
            mode: instance.mode,
            action: instance.action,
            values,
            key,
            provider,
            references: references.unwrap_or_default(),
            previous: instance.previous.clone(),
            at: None,
            address: Arc::clone(address),
        });
    }
    resources
}

/// One side of a change; `None` where the instance is not there.
fn changed<'p, 'a>(change: &'p Change<'a>, side: Side) -> Option<Found<'p, 'a>> {
    if change.deposed.is_some() {
        return None;
    }
    let mut actions: Vec<&str> = change.change.actions.iter().map(|a| &**a).collect();
    actions.sort_unstable();
    let action = match actions[..] {
        ["create"] => Action::Create,
        ["read"] => Action::Read,
        ["update"] => Action::Update,
        ["delete"] | ["forget"] => Action::Delete,
        ["create", "delete" | "forget"] => Action::Replace,
        _ => Action::NoOp,
    };
    let sides = &change.change;
    let (values, unknown) = match side {
        Side::After => (sides.after, sides.after_unknown),
        Side::Before => (sides.before, None),
    };
    let values = values.filter(|raw| !raw.is_null())?;
    Some(Found {
        // Both sides have the new name, so that what moved is one resource.
        address: Arc::from(full(&change.address, change.index, None)),
        kind: &change.kind,
        mode: mode(change.mode.as_deref()),
        action,
        index: change.index,
        values: Some(values),
        unknown,
        previous: change.previous_address.as_deref().map(Arc::from),
    })
}

fn mode(text: Option<&str>) -> Mode {
    if text == Some("data") { Mode::Data } else { Mode::Managed }
}

/// The address with its module and key, which 0.12 leaves out of a state.
fn full<'t>(address: &'t str, index: Option<Raw<'_>>, module: Option<&str>) -> Cow<'t, str> {
    let mut text = match module {
        Some(module) if !address.starts_with("module.") => {
            Cow::Owned(format!("{module}.{address}"))
        }
        _ => Cow::Borrowed(address),
    };
    if let Some(index) = index
        && !index.is_null()
        && !text.ends_with(']')
    {
        text.to_mut().push_str(&format!("[{}]", index.json()));
    }
    text
}

fn prior<'p, 'a>(plan: &'p Plan<'a>) -> Option<&'p State<'a>> {
    plan.prior_state.as_ref().and_then(|prior| prior.values.as_ref())
}

/// Every instance of a state with the module that it stands in.
fn walk<'p, 'a>(state: &'p State<'a>, out: &mut Vec<(&'p Instance<'a>, Option<&'p str>)>) {
    let mut open = vec![&state.root_module];
    while let Some(module) = open.pop() {
        let address = module.address.as_deref();
        out.extend(module.resources.iter().map(|instance| (instance, address)));
        open.extend(module.child_modules.iter());
    }
}

#[cfg(test)]
mod tests;
