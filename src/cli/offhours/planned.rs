//! `apply --plan`: whether what was planned is still what there is to do.

use super::TickArgs;
use super::once::{Decided, decide};
use crate::cloud::Estate;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::offhours;
use crate::source;
use crate::store::Store;
use std::collections::BTreeMap;
use std::path::Path;

/// What `plan --format json` writes, as far as it is asked here.
#[derive(serde::Deserialize)]
struct Planned {
    schema: u32,
    actions: Vec<PlannedAction>,
}

#[derive(serde::Deserialize)]
struct PlannedAction {
    id: String,
    action: String,
}

/// What differs between the plan and now, a line each.
pub fn moved(
    file: &Path,
    args: &TickArgs,
    estate: &Estate,
    store: &Store,
    sources: &mut Sources,
) -> Result<Vec<String>, Diagnostics> {
    let text = source::read_text(file, source::MAX_INVENTORY)?;
    let planned: Planned = serde_json::from_str(&text).map_err(|error| {
        let message = format!("{} is not a plan: {error}", file.display());
        Diagnostic::new(Code::BadJson, message)
            .help("kanjo offhours plan --live --format json > plan.json")
    })?;
    if planned.schema != 1 {
        let message = format!("{}: the schema {} is not known", file.display(), planned.schema);
        return Err(Diagnostic::new(Code::BadJson, message).into());
    }
    let before: BTreeMap<String, String> =
        planned.actions.into_iter().map(|a| (a.id, a.action)).collect();
    let Decided { world, decisions, missing, .. } = decide(args, estate, store, sources)?;
    if let Some(missing) = missing.iter().find(|missing| missing.needed) {
        return Err(super::live::unlisted(&missing.place, &missing.failure).into());
    }
    let plan = offhours::plan(&decisions, &world.targets);
    let now: BTreeMap<String, String> = plan
        .actions
        .iter()
        .map(|action| (action.target.id.clone(), word(action.action).to_owned()))
        .collect();
    let mut moved = Vec::new();
    for (id, was) in &before {
        match now.get(id) {
            Some(is) if is == was => {}
            Some(is) => moved.push(format!("{id}: {was} was planned, now {is}")),
            None => moved.push(format!("{id}: {was} was planned, it is gone or blocked")),
        }
    }
    for (id, is) in now.iter().filter(|(id, _)| !before.contains_key(*id)) {
        moved.push(format!("{id}: {is} is not in the plan"));
    }
    Ok(moved)
}

fn word(act: offhours::eval::Act) -> &'static str {
    match act {
        offhours::eval::Act::Start => "start",
        offhours::eval::Act::Stop => "stop",
        offhours::eval::Act::None => "none",
    }
}
