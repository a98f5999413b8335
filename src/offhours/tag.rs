//! What the tags of a resource say: a schedule of its own, or "up until then".

use crate::calendar::compat::c7n::Meaning;
use crate::calendar::compat::native::{self, Tag};
use crate::calendar::{Desired, Schedule};
use crate::offhours::policy::{Grammar, Guards, Policies, TagRule};
use crate::offhours::target::Target;
use crate::offhours::verdict::Override;
use jiff::{Timestamp, ToSpan};
use std::sync::Arc;

/// The tag with a schedule, whatever a policy says.
const SCHEDULE: &str = "kanjo:schedule";
/// The tag with an override: `2026-11-21T23:30Z by=ito why=demo`.
const UNTIL: &str = "kanjo:until";

pub(super) enum Said {
    Nothing,
    Wrong(String),
    Schedule(Arc<Schedule>),
    /// A peer's tag, which speaks only in the hour of its edge.
    Edge {
        desired: Desired,
        reason: String,
        next: Option<(Timestamp, Desired)>,
    },
}

/// What the schedule tag says: kanjo's own, or the one that a matching policy
/// names.
pub(super) fn of(target: &Target, policies: &Policies, matched: &[usize], now: Timestamp) -> Said {
    let own = TagRule { key: Arc::from(SCHEDULE), grammar: Grammar::Kanjo };
    let named = matched.iter().filter_map(|i| policies.policies.get(*i)?.tag.as_ref());
    for rule in [&own].into_iter().chain(named) {
        match &rule.grammar {
            Grammar::Kanjo => {
                if let Some(value) = target.tags.get(&*rule.key) {
                    return native(value, &rule.key, policies);
                }
            }
            Grammar::C7n(settings) => {
                let mut tags = target.tags.iter();
                let found = tags.find(|(key, _)| key.to_lowercase() == settings.tag);
                let Some((key, value)) = found else { continue };
                return c7n(settings, key, value, now);
            }
        }
    }
    Said::Nothing
}

fn native(value: &str, key: &str, policies: &Policies) -> Said {
    let zone = policies.zone.as_ref().map(|zone| (&*zone.name, &zone.zone));
    let wrong = |why: String, help: Option<String>| {
        let help = help.map_or_else(String::new, |help| format!("; {help}"));
        Said::Wrong(format!("the tag {key}={value}: {why}{help}"))
    };
    match native::parse(value, zone) {
        Err(error) => wrong(error.message, error.help),
        Ok(Tag::Own(schedule)) => Said::Schedule(Arc::from(schedule)),
        Ok(Tag::Named { name, zone }) => match (policies.schedules.get(&*name), zone) {
            (Some(named), None) => Said::Schedule(Arc::clone(&named.schedule)),
            (Some(named), Some((zone_name, zone))) => {
                let schedule = Schedule { zone, zone_name, ..(*named.schedule).clone() };
                Said::Schedule(Arc::new(schedule))
            }
            (None, _) => {
                let known = policies.schedules.keys().map(|name| &**name);
                let near = crate::diagnostic::nearest(&name, known);
                let help = near.map(|near| format!("did you mean `{near}`?"));
                wrong(format!("there is no schedule `{name}`"), help)
            }
        },
    }
}

fn c7n(
    settings: &crate::calendar::compat::c7n::Settings,
    key: &str,
    value: &str,
    now: Timestamp,
) -> Said {
    let (off, on) = match settings.meaning(Some(value)) {
        Meaning::Untagged => return Said::Nothing,
        Meaning::Invalid(why) => return Said::Wrong(format!("the tag {key}={value}: {why}")),
        Meaning::OptedOut => {
            let reason = format!("the tag {key}={value}: opted out");
            return Said::Edge { desired: Desired::Leave, reason, next: None };
        }
        Meaning::Follows { off, on } => (off, on),
    };
    let fires = |edges: &Option<_>| {
        let edges: &Option<crate::calendar::compat::c7n::Edges> = edges;
        edges.as_ref().is_some_and(|edges| settings.fires(edges, edges.local(now)))
    };
    let (desired, what) = match (fires(&off), fires(&on)) {
        (true, false) => (Desired::Off, "it is the off hour"),
        (false, true) => (Desired::On, "it is the on hour"),
        _ => (Desired::Leave, "it is neither hour"),
    };
    let next = [(off, Desired::Off), (on, Desired::On)]
        .into_iter()
        .filter_map(|(edges, desired)| Some((edges?.next(now, settings)?, desired)))
        .min_by_key(|(at, _)| *at);
    Said::Edge { desired, reason: format!("the tag {key}={value}: {what}"), next }
}

/// The override that holds a target up, with its sentence. An error: the tag
/// cannot be read, or asks for longer than the guards allow.
pub(super) fn held(
    target: &Target,
    overrides: &[Override],
    guards: &Guards,
    now: Timestamp,
) -> Result<Option<(Timestamp, String)>, String> {
    let listed = overrides
        .iter()
        .filter(|o| o.resource == target.id || o.resource == target.name)
        .map(|o| (o.until, format!("up until {} ({}: {})", o.until, o.by, o.why)));
    let tag = match target.tags.get(UNTIL) {
        None => None,
        Some(value) => {
            let (first, rest) = value.trim().split_once(' ').unwrap_or((value, ""));
            let until: Timestamp = first.parse().map_err(|_| {
                format!("the tag {UNTIL}={value} is not a time such as 2026-11-21T23:30Z")
            })?;
            let rest = rest.trim();
            let by = if rest.is_empty() { String::new() } else { format!(" ({rest})") };
            Some((until, format!("up until {until}{by}")))
        }
    };
    let longest =
        listed.chain(tag).filter(|(until, _)| *until > now).max_by_key(|(until, _)| *until);
    match (&longest, guards.max_override) {
        (Some((until, _)), Some(most))
            if now.saturating_add(i64::from(most).minutes()).is_ok_and(|last| *until > last) =>
        {
            Err(format!("the override until {until} is longer than the {most} min of the guards"))
        }
        _ => Ok(longest),
    }
}
