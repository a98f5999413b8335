//! Alarms that are muted while the resource that they watch is off.
//!
//! To the machine the alarms of a resource are one more resource, like a page:
//! muted before the first of its policy goes down, and enabled again when all of
//! them are up and healthy. They follow the one that they watch.

use crate::offhours::eval::{Act, act};
use crate::offhours::policy::Policies;
use crate::offhours::target::{State, Target};
use crate::offhours::verdict::{Step, Verdict};
use std::collections::HashMap;

/// The type of a target that is the alarms of another.
pub const KIND: &str = "cloudwatch:alarm";
/// Behind the id of the resource that they watch.
const MARK: &str = "#alarms";

/// The resource that alarms watch, by their id.
pub fn watched(id: &str) -> Option<&str> {
    id.strip_suffix(MARK)
}

/// The alarms of a resource, as a target.
pub fn of(target: &Target, state: State) -> Target {
    Target {
        id: format!("{}{MARK}", target.id),
        kind: KIND.to_owned(),
        account: target.account.clone(),
        account_alias: target.account_alias.clone(),
        region: target.region.clone(),
        name: format!("{} alarms", target.name),
        state,
        ..Target::default()
    }
}

/// Alarms that are remembered, though nothing that they watch is there any more.
pub fn remembered(id: &str) -> Option<Target> {
    let arn: Vec<&str> = watched(id)?.splitn(6, ':').collect();
    let ["arn", _, _, region, account, name] = *arn else { return None };
    let (region, account) = (region.to_owned(), Some(account.to_owned()));
    let target = Target {
        id: watched(id)?.to_owned(),
        name: name.to_owned(),
        region,
        account,
        ..Target::default()
    };
    Some(of(&target, State::Unknown))
}

/// Gives the alarms of each resource what the resource is given, where its policy
/// mutes them.
pub(super) fn follow(policies: &Policies, targets: &[Target], verdicts: &mut [Verdict]) {
    if !targets.iter().any(|target| target.kind == KIND) {
        return;
    }
    let places: HashMap<&str, usize> =
        targets.iter().enumerate().map(|(at, target)| (target.id.as_str(), at)).collect();
    for (at, target) in targets.iter().enumerate().filter(|(_, target)| target.kind == KIND) {
        let own = watched(&target.id).and_then(|id| verdicts.get(*places.get(id)?)).cloned();
        let mutes = |own: &Verdict| {
            let policy = own.policy.and_then(|place| policies.policies.get(place));
            policy.is_some_and(|policy| policy.mute_alarms)
        };
        let Some(verdict) = verdicts.get_mut(at) else { continue };
        let rank = verdict.rank;
        match own.filter(mutes) {
            Some(own) => {
                let acts = own.blocked.is_none() && target.state != State::Busy;
                let action = act(own.desired, target.running().filter(|_| acts));
                let action = if acts { action } else { Act::None };
                *verdict = Verdict { target: at, rank, action, notes: Vec::new(), ..own };
            }
            None => verdict.step = Step::Nothing,
        }
    }
}
