//! A plan: the decisions in the order in which they are carried out, with what
//! they save and what keeps billing.
//!
//! The saving is the difference of two bills of the same model: with no schedule
//! and with those that the decisions follow. What cannot be priced has no
//! saving, which is not a saving of nothing.

use crate::bill::{Bill, Category, OffHours, UnsetUsage};
use crate::calendar::{Desired, Schedule};
use crate::catalog::Amount;
use crate::offhours::eval::Act;
use crate::offhours::serverless::{self, Comparison};
use crate::offhours::target::{FALLS, STOPS, State, Target};
use crate::offhours::verdict::{Block, Decisions, Step, Verdict};
use crate::quantity::Number;
use crate::topology::Project;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where the lines of commitments stand.
const COMMITMENTS: &str = "commitments";

/// What is to be done about one target.
#[derive(Clone, Debug)]
pub struct Action {
    pub target: Target,
    pub desired: Desired,
    pub action: Act,
    pub reason: String,
    pub step: Step,
    pub next: Option<(Timestamp, Desired)>,
    pub notes: Vec<String>,
    pub blocked: Option<Block>,
    /// USD a month, net and at list. `None`: nobody knows.
    pub saves: Option<Number>,
    pub saves_at_list: Option<Number>,
    /// Of a cluster of Serverless v2: a stop beside a pause.
    pub auto_pause: Option<Comparison>,
    /// Of a database of which a snapshot is made before each stop.
    pub snapshot: Option<Snapshot>,
}

/// What a snapshot takes until somebody deletes it; nobody here does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The size of the database, which a snapshot is at most.
    pub gb: Option<Number>,
    /// USD a month, beyond what is free.
    pub per_gb: Option<Number>,
}

/// What bills on with the plan in place.
#[derive(Clone, Debug, PartialEq)]
pub struct Residual {
    pub environment: Arc<str>,
    pub resource: Arc<str>,
    pub kind: Arc<str>,
    pub monthly: Number,
    pub why: Stay,
}

/// Why it bills on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stay {
    /// The hours in which it is wanted.
    OnHours,
    /// Nothing stops it.
    Stays,
    /// It could stop and is left alone.
    Blocked,
    /// A commitment is paid for hours in which nothing runs that it covers.
    Committed,
}

impl Stay {
    pub fn name(self) -> &'static str {
        match self {
            Stay::OnHours => "on-hours",
            Stay::Stays => "stays",
            Stay::Blocked => "blocked",
            Stay::Committed => "committed",
        }
    }
}

#[derive(Debug)]
pub struct Plan {
    pub at: Timestamp,
    /// Starts first, in the order in which they depend on each other; stops in
    /// reverse; then what is as it should be.
    pub actions: Vec<Action>,
    pub blocked: Vec<Action>,
    pub residual: Vec<Residual>,
    pub notes: Vec<String>,
    /// USD a month: what the governed resources cost without a schedule, and
    /// what the plan saves of it. `None` without a priced model.
    pub before: Option<Number>,
    pub saved: Option<Number>,
    pub saved_at_list: Option<Number>,
    /// The same by environment, account or tag; all of them together are the above.
    pub groups: BTreeMap<String, Group>,
}

/// What one group costs without a schedule, and what the plan saves of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Group {
    pub before: Number,
    pub saved: Number,
}

/// The bills of a model without schedules and with those of the decisions.
pub struct Bills<'a> {
    pub without: &'a Bill,
    pub with: &'a Bill,
    /// The id of the target that an environment's resource belongs to.
    pub owner: &'a dyn Fn(&str, &str) -> Option<String>,
    /// The name of the group that a target is counted in.
    pub group: &'a dyn Fn(&Target) -> String,
}

/// The targets of a topology, and the schedules that it gives itself.
pub fn model(project: &Project) -> (Vec<Target>, BTreeMap<String, Arc<Schedule>>) {
    let mut targets = Vec::new();
    let mut own = BTreeMap::new();
    for resource in project.environments.iter().flat_map(|e| &e.resources) {
        let id = place(&resource.environment, &resource.name);
        if let Some(schedule) = &resource.schedule {
            own.insert(id.clone(), Arc::clone(schedule));
        }
        let stops = |amount: &Amount| matches!(amount, Amount::Hourly(_, OffHours::Stops));
        let stops = resource.kind.meters.iter().any(|meter| stops(&meter.amount));
        // A stated cost is stopped by whoever states it.
        let detail = if resource.kind.name.starts_with("custom.") { STOPS } else { FALLS };
        let text = |text: &Arc<str>| text.to_string();
        targets.push(Target {
            id,
            kind: text(resource.kind.live.first().unwrap_or(&resource.kind.name)),
            account: resource.account.as_ref().map(text),
            environment: Some(text(&resource.environment)),
            region: text(&resource.region),
            name: text(&resource.name),
            tags: resource.tags.iter().map(|(k, v)| (text(k), text(v))).collect(),
            state: State::Unknown,
            depends_on: resource.depends_on.iter().map(text).collect(),
            details: BTreeMap::from([(detail.to_owned(), stops.into())]),
            ..Target::default()
        });
    }
    (targets, own)
}

/// The id of a target that is modelled.
pub fn place(environment: &str, resource: &str) -> String {
    format!("{environment}/{resource}")
}

/// Gives each resource the schedule that `of` names for its environment and name.
pub fn schedule_all(project: &mut Project, of: impl Fn(&str, &str) -> Option<Arc<Schedule>>) {
    for resource in project.environments.iter_mut().flat_map(|e| &mut e.resources) {
        resource.schedule = of(&resource.environment, &resource.name);
    }
}

/// The plan of decisions that have no price.
pub fn plan(decisions: &Decisions, targets: &[Target]) -> Plan {
    let mut plan = Plan {
        at: decisions.at,
        actions: Vec::new(),
        blocked: Vec::new(),
        residual: Vec::new(),
        notes: decisions.notes.clone(),
        before: None,
        saved: None,
        saved_at_list: None,
        groups: BTreeMap::new(),
    };
    let governed = decisions.verdicts.iter().filter(|v| v.step != Step::Nothing);
    let mut ordered: Vec<&Verdict> = governed.collect();
    ordered.sort_by_key(|v| match v.action {
        Act::Start => (0, v.rank),
        Act::Stop => (1, usize::MAX - v.rank),
        Act::None => (2, v.rank),
    });
    for verdict in ordered {
        let Some(target) = targets.get(verdict.target) else { continue };
        let mut notes = verdict.notes.clone();
        if target.falls() {
            notes.push("nobody stops it; its use falls with what it serves".to_owned());
        }
        let action = Action {
            target: target.clone(),
            desired: verdict.desired,
            action: verdict.action,
            reason: verdict.reason.clone(),
            step: verdict.step,
            next: verdict.next,
            notes,
            blocked: verdict.blocked,
            saves: None,
            saves_at_list: None,
            snapshot: verdict.snapshot.then(|| Snapshot { gb: size(target), per_gb: None }),
            auto_pause: serverless::pause(target).map(|pause| Comparison {
                pause,
                stop_saves: None,
                pause_saves_up_to: None,
            }),
        };
        match verdict.blocked {
            Some(_) => plan.blocked.push(action),
            // What nothing stops is in the residual, with its price.
            None if target.stops() || target.falls() => plan.actions.push(action),
            None => {}
        }
    }
    plan
}

/// How much a database may hold, in GB.
fn size(target: &Target) -> Option<Number> {
    let stated = target.parts.iter().find_map(|part| part.values.get("allocated_storage"))?;
    Number::parse(&stated.to_string())
}

/// The same with the bills of the model. A live resource that no line is about
/// has no saving, and stays in the plan. `None` if a sum does not fit.
pub fn priced(decisions: &Decisions, targets: &[Target], bills: &Bills<'_>) -> Option<Plan> {
    let mut plan = plan(decisions, targets);
    let governed: BTreeMap<&str, (&Verdict, &Target)> = decisions
        .verdicts
        .iter()
        .filter(|v| v.step != Step::Nothing)
        .filter_map(|v| targets.get(v.target).map(|target| (target.id.as_str(), (v, target))))
        .collect();
    let mut sums: BTreeMap<String, (Number, Number)> = BTreeMap::new();
    let mut stoppable: BTreeMap<String, Number> = BTreeMap::new();
    let mut switched: BTreeSet<String> = BTreeSet::new();
    // What a commitment no longer covers is paid all the same.
    let mut committed: BTreeMap<&Arc<str>, Number> = BTreeMap::new();
    let (mut before, mut residual) = (Number::ZERO, Vec::<Residual>::new());
    for (bill, sign) in [(bills.without, false), (bills.with, true)] {
        for charge in &bill.charges {
            if charge.category == Category::Purchase {
                let idle = committed.entry(&charge.resource).or_default();
                let cost = charge.cost.expected;
                *idle = if sign { idle.plus(cost)? } else { idle.minus(cost)? };
                continue;
            }
            let Some(id) = (bills.owner)(&charge.environment, &charge.resource) else { continue };
            let Some((verdict, target)) = governed.get(id.as_str()) else { continue };
            let (net, list) = (charge.cost.expected, charge.list_cost.expected);
            if charge.off_hours == Some(OffHours::Stops) && !switched.contains(&id) {
                switched.insert(id.clone());
            }
            if !sign && charge.off_hours == Some(OffHours::Stops) {
                let all = stoppable.entry(id.clone()).or_default();
                *all = all.plus(net)?;
            }
            let group = plan.groups.entry((bills.group)(target)).or_default();
            let sum = sums.entry(id).or_default();
            if !sign {
                before = before.plus(net)?;
                *sum = (sum.0.plus(net)?, sum.1.plus(list)?);
                *group = Group { before: group.before.plus(net)?, saved: group.saved.plus(net)? };
                continue;
            }
            *sum = (sum.0.minus(net)?, sum.1.minus(list)?);
            group.saved = group.saved.minus(net)?;
            let why = match (charge.off_hours, verdict.blocked) {
                (Some(OffHours::Stops), Some(_)) => Stay::Blocked,
                (Some(OffHours::Stops), None) => Stay::OnHours,
                _ => Stay::Stays,
            };
            let same = |r: &&mut Residual| {
                r.environment == charge.environment && *r.resource == *target.name && r.why == why
            };
            match residual.iter_mut().rev().take(8).find(same) {
                Some(known) => known.monthly = known.monthly.plus(net)?,
                None => residual.push(Residual {
                    environment: Arc::clone(&charge.environment),
                    resource: Arc::from(target.name.as_str()),
                    kind: Arc::clone(&charge.kind),
                    monthly: net,
                    why,
                }),
            }
        }
    }
    let live = |target: &Target| target.state != State::Unknown;
    if sums.is_empty() && targets.iter().any(live) {
        return Some(plan);
    }
    // What bills nothing by the hour is not stopped: it is in the residual.
    plan.actions.retain(|action| live(&action.target) || switched.contains(&action.target.id));
    let (mut saved, mut saved_at_list) = (Number::ZERO, Number::ZERO);
    for (net, list) in sums.values() {
        (saved, saved_at_list) = (saved.plus(*net)?, saved_at_list.plus(*list)?);
    }
    for (name, idle) in committed.into_iter().filter(|(_, idle)| !idle.is_zero()) {
        saved = saved.minus(idle)?;
        let group = plan.groups.entry(COMMITMENTS.to_owned()).or_default();
        group.saved = group.saved.minus(idle)?;
        residual.push(Residual {
            environment: Arc::from(COMMITMENTS),
            resource: Arc::clone(name),
            kind: Arc::from("aws.commitment"),
            monthly: idle,
            why: Stay::Committed,
        });
    }
    // Nothing saved of what has no price is not known to be nothing.
    let lines = bills.without.unpriced.iter();
    let short: BTreeSet<String> =
        lines.filter_map(|line| (bills.owner)(&line.environment, &line.resource)).collect();
    let known = |id: &String, net: Number| !net.is_zero() || !short.contains(id);
    for action in plan.actions.iter_mut() {
        let id = &action.target.id;
        let found = sums.get(id).filter(|(net, _)| known(id, *net));
        action.saves = found.map(|(net, _)| *net);
        action.saves_at_list = found.map(|(_, list)| *list);
        if let Some(snapshot) = &mut action.snapshot {
            let own = |line: &&UnsetUsage| {
                line.meter.starts_with("backup")
                    && (bills.owner)(&line.environment, &line.resource).as_ref() == Some(id)
            };
            let lines = bills.without.unset.iter().filter(own);
            snapshot.per_gb = lines.filter_map(|line| line.unit_price).next();
        }
        if let Some(compared) = &mut action.auto_pause {
            compared.stop_saves = action.saves;
            compared.pause_saves_up_to = action.saves.and(stoppable.get(id).copied());
        }
    }
    residual.retain(|line| !line.monthly.is_zero());
    residual.sort_by(|a, b| (a.why, b.monthly, &a.resource).cmp(&(b.why, a.monthly, &b.resource)));
    plan.residual = residual;
    (plan.before, plan.saved, plan.saved_at_list) =
        (Some(before), Some(saved), Some(saved_at_list));
    let unpriced = |a: &&Action| live(&a.target) && a.saves.is_none() && !a.target.goes_along();
    let unpriced = plan.actions.iter().filter(unpriced).count();
    if unpriced > 0 {
        plan.notes.push(format!("{unpriced} resources have no price and are in no sum"));
    }
    let lines = &bills.with.unpriced;
    if !lines.is_empty() {
        plan.notes.push(match lines.len() {
            1 => "1 line has no price and is in no sum".to_owned(),
            lines => format!("{lines} lines have no price and are in no sum"),
        });
    }
    for caveat in &bills.with.caveats {
        plan.notes.push(caveat.message.to_string());
    }
    Some(plan)
}
