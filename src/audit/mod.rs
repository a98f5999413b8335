//! An audit of live accounts: whose money is outside production, what nobody
//! tagged, what runs while nobody works, and what would go on.
//!
//! It is laid on three bills of one inventory: around the clock, with the
//! schedules that the policies give, and with an operating window for whatever
//! else is outside production. Every amount is a sum of their lines; what has no
//! price is a list of its own and in no sum.

mod findings;
mod stage;
#[cfg(test)]
mod tests;

pub use stage::Purpose;

use crate::advice::Advised;
use crate::bill::{Bill, OffHours};
use crate::offhours::{Block, Decisions, Guards, Step, Target};
use crate::quantity::Number;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is audited.
pub struct Asked<'a> {
    pub targets: &'a [Target],
    /// The account that each target is listed under.
    pub account: &'a dyn Fn(&Target) -> String,
    pub guards: &'a Guards,
    pub decisions: &'a Decisions,
    pub bills: Bills<'a>,
    /// Whose a resource of the bills is.
    pub owner: &'a dyn Fn(&str) -> Option<usize>,
    /// Targets that the catalogue has no kind for, or that lack what it needs.
    pub unpriced: &'a BTreeMap<usize, String>,
    pub advised: &'a Advised,
    /// Group by this tag too.
    pub tag: Option<&'a str>,
}

/// The same inventory, in three months.
#[derive(Clone, Copy)]
pub struct Bills<'a> {
    /// Around the clock.
    pub plain: &'a Bill,
    /// With the schedules of the policies.
    pub policies: &'a Bill,
    /// With the window for what else is outside production.
    pub window: &'a Bill,
}

/// What a target costs in each of them; `None` without a price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Priced {
    pub monthly: Option<Number>,
    pub policies: Number,
    pub window: Number,
    /// Of the window's month, what nothing stops.
    pub stays: Number,
}

/// Amounts of an account, a value of a tag, or all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub resources: usize,
    pub monthly: Number,
    pub outside: Number,
    pub unknown: Number,
    pub untagged: Number,
    /// What runs outside the window, is not production and follows no schedule.
    pub outside_hours: Number,
}

/// A target as the audit sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub target: usize,
    pub account: String,
    pub purpose: Purpose,
    pub lacks: Vec<Arc<str>>,
    pub priced: Priced,
    /// It follows a schedule of the policies.
    pub scheduled: bool,
    pub blocked: Option<Block>,
}

impl Row {
    /// What a window would save that no schedule saves.
    pub fn left(&self) -> Option<Number> {
        self.priced.policies.minus(self.priced.window).filter(|left| !left.is_negative())
    }
}

/// What stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    Idle,
    MultiAz,
    UnbalancedZones,
    /// A guard, a tag or a window keeps a schedule from it.
    Blocked,
}

impl Rule {
    pub fn name(self) -> &'static str {
        match self {
            Rule::Idle => "idle",
            Rule::MultiAz => "multi-az-outside-production",
            Rule::UnbalancedZones => "unbalanced-zones",
            Rule::Blocked => "blocked",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub rule: Rule,
    pub target: usize,
    pub because: Because,
    pub monthly: Option<Number>,
    /// `None`: nobody knows.
    pub saves: Option<Number>,
}

/// Why it stands out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    NoTargets,
    NoTraffic {
        days: Option<u64>,
    },
    Unattached,
    SecondZone,
    /// Instances by zone.
    Zones(Vec<(String, u64)>),
    /// A database in this zone, and where what uses it is.
    FarDatabase {
        zone: String,
        instances: Vec<(String, u64)>,
    },
    /// What a decision says.
    Held(String),
}

/// What a rule of the catalogue says of a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    pub rule: Arc<str>,
    pub title: crate::catalog::Said,
    pub target: usize,
    pub because: crate::catalog::Said,
    pub saves: Number,
}

#[derive(Debug)]
pub struct Audit {
    pub at: Timestamp,
    pub total: Share,
    /// In the order of their names.
    pub accounts: BTreeMap<String, Share>,
    pub tags: BTreeMap<String, Share>,
    /// Of what is outside production: what the policies save, and what the window
    /// would save with them.
    pub saves_with_policies: Number,
    pub saves_with_window: Number,
    pub keeps_running: Number,
    /// Of what keeps running, what nothing stops.
    pub stays: Number,
    pub wanted_tags: Vec<Arc<str>>,
    /// Dearest first.
    pub rows: Vec<Row>,
    pub findings: Vec<Finding>,
    pub advice: Vec<Advice>,
    /// What the findings would save, each resource once.
    pub findings_save: Number,
    /// In no sum, and why.
    pub unpriced: Vec<(usize, String)>,
    pub notes: Vec<String>,
}

/// Whether a window may be laid on a target that no schedule holds.
pub fn takes_window(guards: &Guards, target: &Target, account: &str) -> bool {
    stage::purpose(guards, target, account) == Purpose::Outside && target.stops()
}

/// The audit of an inventory. `None` if a sum does not fit.
pub fn audit(asked: &Asked<'_>) -> Option<Audit> {
    let mut priced = vec![Priced::default(); asked.targets.len()];
    add(&mut priced, asked)?;
    let wanted_tags = stage::wanted_tags(asked.guards);
    let mut audit = Audit {
        at: asked.decisions.at,
        total: Share::default(),
        accounts: BTreeMap::new(),
        tags: BTreeMap::new(),
        saves_with_policies: Number::ZERO,
        saves_with_window: Number::ZERO,
        keeps_running: Number::ZERO,
        stays: Number::ZERO,
        rows: Vec::with_capacity(asked.targets.len()),
        findings: Vec::new(),
        advice: advice(asked),
        findings_save: Number::ZERO,
        unpriced: unpriced(asked),
        notes: asked.decisions.notes.clone(),
        wanted_tags,
    };
    for ((at, target), priced) in asked.targets.iter().enumerate().zip(priced) {
        let account = (asked.account)(target);
        let verdict = asked.decisions.verdicts.get(at);
        let row = Row {
            target: at,
            purpose: stage::purpose(asked.guards, target, &account),
            lacks: stage::lacks(&audit.wanted_tags, target),
            priced,
            scheduled: verdict.is_some_and(|v| v.step != Step::Nothing && v.blocked.is_none()),
            blocked: verdict.and_then(|v| v.blocked).filter(|_| target.stops()),
            account,
        };
        audit.count(asked, target, &row)?;
        audit.find(target, &row, verdict.map_or("", |v| v.reason.as_str()));
        audit.rows.push(row);
    }
    // Advice knows no schedule: what is off has nothing left to save.
    let rows = &audit.rows;
    let left = |at: usize| rows.get(at).and_then(|row| row.priced.monthly);
    audit.advice.retain(|advice| left(advice.target).is_some_and(|left| left >= advice.saves));
    audit.zones(asked.targets);
    audit.findings.sort_by(|a, b| (a.rule, b.saves, a.target).cmp(&(b.rule, a.saves, b.target)));
    audit.findings_save = findings::saved(&audit.findings)?;
    audit.rows.sort_by(|a, b| (b.priced.monthly, a.target).cmp(&(a.priced.monthly, b.target)));
    let lines: BTreeSet<&Arc<str>> = asked.bills.plain.unset.iter().map(|u| &u.resource).collect();
    if !lines.is_empty() {
        audit.notes.push(format!(
            "{} resources are also billed by a usage that an inventory does not say; it is in no sum",
            lines.len()
        ));
    }
    if audit.advice.iter().any(|advice| !advice.saves.is_zero()) {
        audit
            .notes
            .push("advice is counted around the clock: a window leaves less of it".to_owned());
    }
    Some(audit)
}

/// The costs of each target in the three bills.
fn add(priced: &mut [Priced], asked: &Asked<'_>) -> Option<()> {
    let Bills { plain, policies, window } = asked.bills;
    for (number, bill) in [plain, policies, window].into_iter().enumerate() {
        for charge in &bill.charges {
            let Some(one) = (asked.owner)(&charge.resource).and_then(|at| priced.get_mut(at))
            else {
                continue;
            };
            let cost = charge.cost.expected;
            match number {
                0 => one.monthly = Some(one.monthly.unwrap_or(Number::ZERO).plus(cost)?),
                1 => one.policies = one.policies.plus(cost)?,
                _ => {
                    one.window = one.window.plus(cost)?;
                    if charge.off_hours != Some(OffHours::Stops) {
                        one.stays = one.stays.plus(cost)?;
                    }
                }
            }
        }
    }
    Some(())
}

/// Targets without a kind or without what it needs, and lines without a price.
fn unpriced(asked: &Asked<'_>) -> Vec<(usize, String)> {
    let mut all: BTreeMap<usize, String> = asked.unpriced.clone();
    for line in &asked.bills.plain.unpriced {
        if let Some(at) = (asked.owner)(&line.resource) {
            all.entry(at).or_insert_with(|| format!("{}: {}", line.meter, line.why));
        }
    }
    all.into_iter().collect()
}

fn advice(asked: &Asked<'_>) -> Vec<Advice> {
    let one = |advice: &crate::advice::Advice| {
        Some(Advice {
            rule: Arc::clone(&advice.rule.name),
            title: advice.rule.title.clone(),
            target: (asked.owner)(advice.subject.resource.as_ref()?)?,
            because: advice.because.clone(),
            saves: advice.on_top.saving.expected,
        })
    };
    asked.advised.advice.iter().filter_map(one).collect()
}

impl Audit {
    fn count(&mut self, asked: &Asked<'_>, target: &Target, row: &Row) -> Option<()> {
        let (priced, outside) = (&row.priced, row.purpose == Purpose::Outside);
        let cost = priced.monthly.unwrap_or(Number::ZERO);
        let only = |holds: bool| if holds { cost } else { Number::ZERO };
        let left = row.left().filter(|_| outside).unwrap_or(Number::ZERO);
        let share = |share: &mut Share| {
            share.resources += 1;
            share.monthly = share.monthly.plus(cost)?;
            share.outside = share.outside.plus(only(outside))?;
            share.unknown = share.unknown.plus(only(row.purpose == Purpose::Unknown))?;
            share.untagged = share.untagged.plus(only(!row.lacks.is_empty()))?;
            share.outside_hours = share.outside_hours.plus(left)?;
            Some(())
        };
        share(&mut self.total)?;
        share(self.accounts.entry(row.account.clone()).or_default())?;
        if let Some(key) = asked.tag {
            let own = target.tags.iter().find(|(own, _)| own.eq_ignore_ascii_case(key));
            let value = own.map_or_else(|| "–".to_owned(), |(_, value)| value.clone());
            share(self.tags.entry(value).or_default())?;
        }
        if outside && priced.monthly.is_some() {
            let saved = |with: Number| cost.minus(with);
            self.saves_with_policies = self.saves_with_policies.plus(saved(priced.policies)?)?;
            self.saves_with_window = self.saves_with_window.plus(saved(priced.window)?)?;
            self.keeps_running = self.keeps_running.plus(priced.window)?;
            self.stays = self.stays.plus(priced.stays)?;
        }
        Some(())
    }

    fn find(&mut self, target: &Target, row: &Row, reason: &str) {
        self.findings.extend(findings::idle(row.target, target, &row.priced));
        if row.purpose == Purpose::Outside {
            self.findings.extend(findings::multi_az(row.target, target, &row.priced).map(
                |mut f| {
                    let own = |advice: &&Advice| {
                        advice.target == row.target && advice.rule.starts_with("single-az")
                    };
                    f.saves = self.advice.iter().find(own).map(|advice| advice.saves);
                    f
                },
            ));
            if row.blocked.is_some() {
                self.findings.push(Finding {
                    rule: Rule::Blocked,
                    target: row.target,
                    because: Because::Held(reason.to_owned()),
                    monthly: row.priced.monthly,
                    saves: row.left(),
                });
            }
        }
    }

    /// Zones are compared within an account and region.
    fn zones(&mut self, targets: &[Target]) {
        let mut groups: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for (at, target) in targets.iter().enumerate() {
            let account = target.account.as_deref().unwrap_or("");
            groups.entry((account, &target.region)).or_default().push(at);
        }
        for places in groups.values() {
            let own: Vec<&Target> = places.iter().filter_map(|at| targets.get(*at)).collect();
            self.findings.extend(findings::unbalanced(&own, places));
        }
    }
}
