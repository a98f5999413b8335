//! Policies laid on resources at one instant: what should be, why, until when.
//!
//! The first of these that has something to say decides: a freeze, a guard, an
//! override that somebody asked for, the tag of the resource, a policy, the
//! schedule of its own topology. A tag or a match that cannot be understood
//! leaves the resource as it is and says so: to do nothing can be repaired.

use crate::calendar::{Desired, Hours, Schedule};
use crate::offhours::alarms;
use crate::offhours::atlas;
use crate::offhours::eval::{Act, act};
use crate::offhours::managed;
use crate::offhours::order::ranks;
use crate::offhours::page;
use crate::offhours::policy::{Backup, Policies, Policy};
use crate::offhours::proxy;
use crate::offhours::read::plain;
use crate::offhours::serverless::{self, Pause};
use crate::offhours::tag::{self, Said};
use crate::offhours::target::{CANNOT, Target};
use crate::offhours::verdict::{Block, Decisions, Scene, Step, Verdict};
use crate::offhours::window;
use jiff::ToSpan;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// Decides on every target.
pub fn decide(policies: &Policies, scene: &Scene<'_>) -> Decisions {
    let mut notes = Vec::new();
    let mut counts = vec![0usize; policies.policies.len()];
    let matched: Vec<Vec<usize>> = scene
        .targets
        .iter()
        .map(|target| {
            if target.kind == alarms::KIND {
                return Vec::new();
            }
            // A page belongs to the policy that names it, whatever others match.
            if let Some(own) = page::policy_of(target, policies) {
                return own.into_iter().collect();
            }
            let holds = |(_, policy): &(usize, &Policy)| policy.matching.holds(target);
            let all: Vec<usize> =
                policies.policies.iter().enumerate().filter(holds).map(|(i, _)| i).collect();
            for i in &all {
                if let Some(count) = counts.get_mut(*i) {
                    *count += 1;
                }
            }
            all
        })
        .collect();
    let mut wide = vec![false; counts.len()];
    for ((policy, count), wide) in policies.policies.iter().zip(&counts).zip(&mut wide) {
        let name = &policy.name;
        if *count == 0 {
            notes.push(format!("the policy `{name}` matches nothing"));
        } else if policy.matching.is_open() {
            notes.push(format!("the policy `{name}` matches everything: {count} resources"));
        }
        if let Some(most) = policy.at_most.filter(|most| count > most) {
            *wide = true;
            notes.push(format!("the policy `{name}` matches {count} resources, over its {most}"));
        }
    }
    let ranks = ranks(scene.targets, |i| {
        let first = matched.get(i)?.first()?;
        policies.policies.get(*first).map(|policy| policy.order.as_slice())
    });
    let mut verdicts: Vec<Verdict> = Vec::with_capacity(scene.targets.len());
    for ((i, target), (matched, rank)) in
        scene.targets.iter().enumerate().zip(matched.iter().zip(ranks))
    {
        let case = Case { policies, scene, target, matched, wide: &wide };
        verdicts.push(case.decide(i, rank));
    }
    page::follow(scene.targets, &mut verdicts);
    alarms::follow(policies, scene.targets, &mut verdicts);
    cap(policies, &mut verdicts, &mut notes);
    Decisions { at: scene.now, verdicts, notes }
}

/// Above the cap nothing is done at all: so much at once is a mistake.
fn cap(policies: &Policies, verdicts: &mut [Verdict], notes: &mut Vec<String>) {
    let governed = verdicts.iter().filter(|v| v.step != Step::Nothing).count();
    let actions = verdicts.iter().filter(|v| v.action != Act::None).count();
    let guards = &policies.guards;
    let over_count = guards.max_count.filter(|most| actions > *most);
    let over_share = guards
        .max_percent
        .filter(|most| actions.saturating_mul(100) > governed.saturating_mul(*most));
    let why = match (over_count, over_share) {
        (Some(most), _) => format!("{actions} actions at once, over the cap of {most}"),
        (_, Some(most)) => {
            format!("{actions} of {governed} resources at once, over the cap of {most} %")
        }
        _ => return,
    };
    notes.push(why.clone());
    for verdict in verdicts.iter_mut().filter(|v| v.action != Act::None) {
        verdict.action = Act::None;
        verdict.blocked = Some(Block::Cap);
        verdict.reason.clone_from(&why);
    }
}

/// One target in the scene.
struct Case<'a> {
    policies: &'a Policies,
    scene: &'a Scene<'a>,
    target: &'a Target,
    matched: &'a [usize],
    wide: &'a [bool],
}

impl Case<'_> {
    fn decide(&self, at: usize, rank: usize) -> Verdict {
        let mut verdict = Verdict {
            target: at,
            desired: Desired::Leave,
            action: Act::None,
            reason: String::new(),
            next: None,
            step: Step::Nothing,
            trail: Vec::new(),
            blocked: None,
            schedule: None,
            policy: None,
            lead: 0,
            rank,
            window: None,
            snapshot: false,
            notes: Vec::new(),
        };
        self.scheduled(&mut verdict);
        let governed = verdict.step != Step::Nothing;
        self.over(&mut verdict, governed);
        let acts = verdict.blocked.is_none() && self.target.stops();
        match self.target.running() {
            Some(running) if acts => verdict.action = act(verdict.desired, Some(running)),
            // Only from a stable state: the next tick asks again.
            None if acts => {
                verdict.notes.push(match self.target.detail("status") {
                    Some(status) => format!("busy ({status}): left for the next run"),
                    None => "busy: left for the next run".to_owned(),
                });
            }
            _ => {}
        }
        verdict.trail.sort_by_key(|(step, _)| *step);
        verdict
    }

    /// What the tag, the policy or the topology asks for.
    fn scheduled(&self, verdict: &mut Verdict) {
        let said = tag::of(self.target, self.policies, self.matched, self.scene.now);
        match &said {
            Said::Nothing => verdict.trail.push((Step::Tag, "no tag".to_owned())),
            Said::Wrong(why) => verdict.trail.push((Step::Tag, why.clone())),
            Said::Schedule(schedule) => {
                verdict
                    .trail
                    .push((Step::Tag, format!("{} {}", schedule.hours, schedule.zone_name)));
            }
            Said::Edge { reason, .. } => verdict.trail.push((Step::Tag, reason.clone())),
        }
        let chosen = self.policy();
        let names: Vec<&str> = self.matching().map(|(_, policy)| &*policy.name).collect();
        verdict.trail.push((
            Step::Policy,
            match names.as_slice() {
                [] => "no policy matches".to_owned(),
                names => names.join(", "),
            },
        ));
        verdict.policy = chosen.as_ref().ok().copied().flatten();
        match said {
            Said::Wrong(why) => {
                verdict.step = Step::Tag;
                return block(verdict, Block::BadTag, why);
            }
            Said::Schedule(schedule) => {
                verdict.step = Step::Tag;
                return self.follow(verdict, schedule);
            }
            Said::Edge { desired, reason, next } => {
                (verdict.step, verdict.desired) = (Step::Tag, desired);
                (verdict.reason, verdict.next) = (reason, next);
                return;
            }
            Said::Nothing => {}
        }
        match chosen {
            Err(why) => {
                verdict.step = Step::Policy;
                block(verdict, Block::Ambiguous, why);
            }
            Ok(Some(place)) => {
                let Some(policy) = self.policies.policies.get(place) else { return };
                verdict.step = Step::Policy;
                if self.wide.get(place) == Some(&true) {
                    let why = format!("the policy `{}` matches more than it may", policy.name);
                    return block(verdict, Block::TooMany, why);
                }
                self.follow(verdict, Arc::clone(&policy.schedule));
                if verdict.blocked.is_none() {
                    verdict.reason = format!("{}: {}", policy.name, verdict.reason);
                }
            }
            Ok(None) => match self.scene.own.get(&self.target.id) {
                Some(schedule) => {
                    verdict.step = Step::Own;
                    verdict.trail.push((Step::Own, format!("schedule {}", schedule.name)));
                    self.follow(verdict, Arc::clone(schedule));
                    if verdict.blocked.is_none() {
                        verdict.reason = format!("{}: {}", schedule.name, verdict.reason);
                    }
                }
                None => "no policy matches".clone_into(&mut verdict.reason),
            },
        }
    }

    /// The policies that match and hold by now.
    fn matching(&self) -> impl Iterator<Item = (usize, &Policy)> {
        let today = self.zone().to_datetime(self.scene.now).date();
        let all = self.matched.iter().filter_map(|i| Some((*i, self.policies.policies.get(*i)?)));
        all.filter(move |(_, policy)| policy.from.is_none_or(|from| from <= today))
    }

    /// The one of the highest priority; why there is no one.
    fn policy(&self) -> Result<Option<usize>, String> {
        let Some(highest) = self.matching().map(|(_, policy)| policy.priority).max() else {
            return Ok(None);
        };
        let best: Vec<(usize, &Policy)> =
            self.matching().filter(|(_, policy)| policy.priority == highest).collect();
        match best.as_slice() {
            [(only, _)] => Ok(Some(*only)),
            several => {
                let names: Vec<&str> = several.iter().map(|(_, policy)| &*policy.name).collect();
                Err(format!("{} match and none has the higher priority", names.join(" and ")))
            }
        }
    }

    fn follow(&self, verdict: &mut Verdict, schedule: Arc<Schedule>) {
        let now = self.scene.now;
        let policy = verdict.policy.and_then(|place| self.policies.policies.get(place));
        let found = schedule.desired(now);
        (verdict.desired, verdict.reason, verdict.next) = (found.desired, found.reason, found.next);
        let learned = || self.scene.leads.get(&self.target.id).copied();
        verdict.lead = policy.and_then(|policy| policy.lead).or_else(learned).unwrap_or(0);
        if let (Some((at, Desired::On)), lead @ 1..) = (found.next, verdict.lead) {
            let early = at.saturating_sub(i64::from(lead).minutes()).unwrap_or(at);
            verdict.next = Some((early, Desired::On));
            if early <= now {
                verdict.desired = Desired::On;
                verdict.reason = format!("starts {lead} min early, for {at}");
                verdict.next = schedule.desired(at).next;
            }
        }
        if let Some(why) = self.target.detail(CANNOT) {
            verdict.schedule = None;
            return block(verdict, Block::Cannot, why.to_owned());
        }
        let prefers = policy.is_some_and(|policy| policy.prefer_auto_pause);
        if prefers && serverless::pause(self.target) == Some(Pause::Pauses) {
            return leave_to_pause(verdict);
        }
        if self.target.is_database() {
            let accepted = policy.and_then(|policy| policy.backup);
            verdict.snapshot = accepted == Some(Backup::SnapshotBeforeStop);
            match window::check(self.target, &schedule, now) {
                Some(why) if accepted.is_none() => {
                    return block(verdict, Block::BackupWindow, why);
                }
                Some(why) => {
                    let said = match accepted {
                        Some(Backup::SnapshotBeforeStop) => {
                            "a snapshot before each stop".to_owned()
                        }
                        Some(Backup::MoveWindow) => {
                            let Ok(to) = window::moved(self.target, &schedule, now) else {
                                return block(verdict, Block::BackupWindow, why);
                            };
                            verdict.window = to;
                            match &verdict.window {
                                Some(to) => format!("the window is moved to {to} UTC"),
                                None => "accepted".to_owned(),
                            }
                        }
                        _ => "accepted".to_owned(),
                    };
                    verdict.notes.push(format!("{said}: {why}"));
                }
                None => {}
            }
        }
        if self.target.kind == atlas::KIND {
            verdict.notes.push(atlas::PAUSED.to_owned());
        }
        match serverless::pause(self.target) {
            Some(Pause::Pauses) => verdict.notes.push(
                "it pauses by itself when nobody asks it: a stop saves no more than that"
                    .to_owned(),
            ),
            Some(Pause::Could(least)) => verdict.notes.push(format!(
                "Serverless v2 with at least {least} ACU: a minimum of 0 pauses it whenever nobody \
                 asks it, in on-hours too, and is up again in seconds"
            )),
            Some(Pause::Cannot(why)) => verdict.notes.push(format!(
                "Serverless v2 that cannot pause by itself, so only a stop saves: {why}"
            )),
            None => {}
        }
        verdict.notes.extend(proxy::note(self.target));
        verdict.notes.extend(managed::note(self.target));
        verdict.schedule = Some(schedule);
    }

    /// Overrides, guards and freezes, the strongest last.
    fn over(&self, verdict: &mut Verdict, governed: bool) {
        let now = self.scene.now;
        match tag::held(self.target, self.scene.overrides, &self.policies.guards, now) {
            Ok(None) => verdict.trail.push((Step::Override, "none".to_owned())),
            Ok(Some((until, why))) => {
                verdict.trail.push((Step::Override, why.clone()));
                if governed && verdict.blocked.is_none() {
                    (verdict.step, verdict.desired) = (Step::Override, Desired::On);
                    verdict.reason = why;
                    let behind = verdict.schedule.as_ref().map(|s| s.desired(until).desired);
                    verdict.next = Some((until, behind.unwrap_or(Desired::Leave)));
                }
            }
            Err(why) => {
                verdict.trail.push((Step::Override, why.clone()));
                if governed {
                    verdict.step = Step::Override;
                    block(verdict, Block::BadTag, why);
                }
            }
        }
        match self.policies.guards.forbid(self.target) {
            None => verdict.trail.push((Step::Guard, "none holds it".to_owned())),
            Some(why) => {
                verdict.trail.push((Step::Guard, why.clone()));
                if governed {
                    verdict.step = Step::Guard;
                    verdict.schedule = None;
                    block(verdict, Block::Guard, why);
                }
            }
        }
        let today = self.zone().to_datetime(now).date();
        match self.policies.guards.frozen(today) {
            None => verdict.trail.push((Step::Freeze, "none".to_owned())),
            Some(freeze) => {
                let why = format!("frozen {}..{}: {}", freeze.from, freeze.to, freeze.reason);
                verdict.trail.push((Step::Freeze, why.clone()));
                // What a guard holds stays held: a freeze only adds to it.
                if governed && verdict.blocked.is_none() {
                    (verdict.step, verdict.desired) = (Step::Freeze, Desired::Leave);
                    verdict.reason = why;
                    let end = freeze.to.tomorrow().ok();
                    let end = end.and_then(|date| self.zone().to_zoned(date.into()).ok());
                    verdict.next = end.map(|end| {
                        let then = verdict.schedule.as_ref().map(|s| s.desired(end.timestamp()));
                        (end.timestamp(), then.map_or(Desired::Leave, |found| found.desired))
                    });
                }
            }
        }
    }

    fn zone(&self) -> TimeZone {
        self.policies.zone.as_ref().map_or(TimeZone::UTC, |zone| zone.zone.clone())
    }
}

/// It pauses by itself: nobody stops it, and what was stopped comes back.
fn leave_to_pause(verdict: &mut Verdict) {
    (verdict.desired, verdict.next, verdict.lead) = (Desired::Leave, None, 0);
    verdict.reason = "it pauses by itself and is left alone".to_owned();
    verdict.notes.push(
        "what keeps it awake is not in what RDS describes: ServerlessDatabaseCapacity above 0 in \
         CloudWatch says so"
            .to_owned(),
    );
    verdict.schedule = Some(Arc::new(plain("always", Hours::Always)));
}

fn block(verdict: &mut Verdict, block: Block, why: String) {
    verdict.blocked = Some(block);
    verdict.desired = Desired::Leave;
    verdict.reason = why;
    verdict.next = None;
}
