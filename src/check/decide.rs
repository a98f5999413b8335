//! Rules laid on an estimate.

use crate::bill::{Bill, Charge, OffHours};
use crate::check::conditions::{self, Held};
use crate::check::findings::{Checked, Finding, Note, NoteAbout, What};
use crate::check::matching::Facts;
use crate::check::{Demand, Level, Policies, Rule, waivers};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location};
use crate::quantity::{Cases, Number};
use crate::topology::{Project, Resource};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A model and its bill.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    pub project: &'a Project,
    pub bill: &'a Bill,
}

/// What is checked.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub head: Side<'a>,
    /// For rules about an increase.
    pub base: Option<Side<'a>>,
    pub period_hours: Number,
    /// The day on which waivers are judged.
    pub today: Date,
}

/// A resource by environment and name.
type Index<'a> = HashMap<(&'a str, &'a str), &'a Resource>;

impl<'a> Side<'a> {
    fn resources(self) -> impl Iterator<Item = &'a Resource> {
        self.project.environments.iter().flat_map(|e| &e.resources)
    }

    fn lines(self) -> Lines<'a> {
        let index = self.resources().map(|r| ((&*r.environment, &*r.name), r)).collect();
        Lines { bill: self.bill, index }
    }
}

/// A bill whose lines know their resources.
struct Lines<'a> {
    bill: &'a Bill,
    index: Index<'a>,
}

impl Lines<'_> {
    fn meant(&self, rule: &Rule, environment: &str, resource: &str) -> bool {
        let found = self.index.get(&(environment, resource));
        found.is_some_and(|r| rule.matching.holds(&Facts::of_resource(r)))
    }

    /// The lines that a rule is about: their sum and their number.
    fn sum(&self, rule: &Rule) -> Result<(Cases<Number>, usize), Diagnostic> {
        let (mut sum, mut count) = (Cases::ZERO, 0);
        let meant = |c: &&Charge| match self.index.get(&(&*c.environment, &*c.resource)) {
            Some(resource) => rule.matching.holds(&Facts::of_resource(resource)),
            None => rule.matching.holds(&Facts::of_charge(c)),
        };
        for charge in self.bill.charges.iter().filter(meant) {
            sum = sum.plus(charge.cost).ok_or_else(overflow)?;
            count += 1;
        }
        Ok((sum, count))
    }
}

fn overflow() -> Diagnostic {
    Diagnostic::new(Code::Overflow, "a sum does not fit 28 digits")
}

/// Judges every rule. An error is a mistake in a condition or a sum that does
/// not fit; what is not known is a note.
pub fn decide(policies: &Policies, subject: &Subject<'_>) -> Result<Checked, Diagnostics> {
    let head = subject.head.lines();
    let base = subject.base.map(Side::lines);
    let stops = stops(subject.head.bill)?;
    let mut run = Run { subject, stops, findings: Vec::new(), notes: Vec::new() };
    let mut errors = Diagnostics::default();
    for rule in &policies.rules {
        let result = match &rule.demand {
            Demand::Budget(limit) => run.budget(rule, *limit, &head),
            Demand::MaxIncrease { amount, percent } => {
                run.increase(rule, *amount, *percent, &head, base.as_ref())
            }
            _ => run.resources(rule),
        };
        if let Err(diagnostic) = result {
            errors.push(diagnostic);
        }
    }
    let Run { mut findings, mut notes, .. } = run;
    waivers::apply(&policies.waivers, subject.today, &mut findings, &mut notes);
    // Stable: inside a level the order is that of the rules and resources.
    findings.sort_by_key(|f| (f.waived.is_some(), f.level));
    errors.into_result(Checked { findings, notes })
}

/// What the lines of each resource cost that could stop.
type Stops<'a> = BTreeMap<(&'a str, &'a str), Number>;

fn stops(bill: &Bill) -> Result<Stops<'_>, Diagnostic> {
    let mut stops = Stops::new();
    let lines = bill.charges.iter().filter(|c| c.off_hours == Some(OffHours::Stops));
    for charge in lines.filter(|c| !c.quantity.is_zero()) {
        let sum = stops.entry((&*charge.environment, &*charge.resource)).or_default();
        *sum = sum.plus(charge.cost.expected).ok_or_else(overflow)?;
    }
    Ok(stops)
}

struct Run<'a> {
    subject: &'a Subject<'a>,
    stops: Stops<'a>,
    findings: Vec<Finding>,
    notes: Vec<Note>,
}

impl Run<'_> {
    fn note(&mut self, rule: &Rule, resource: Option<&Resource>, about: NoteAbout) {
        self.notes.push(Note {
            rule: Arc::clone(&rule.name),
            environment: resource.map(|r| Arc::clone(&r.environment)),
            resource: resource.map(|r| Arc::clone(&r.name)),
            about,
        });
    }

    fn finding(&mut self, rule: &Rule, level: Level, resource: Option<&Resource>, what: What) {
        // A resource that only a `--set` made stands in no file.
        let written = |at: &&Location| !at.file.starts_with("--");
        let place = resource.and_then(|r| r.at.as_ref()).filter(written);
        self.findings.push(Finding {
            rule: Arc::clone(&rule.name),
            level,
            what,
            environment: resource.map(|r| Arc::clone(&r.environment)),
            resource: resource.map(|r| Arc::clone(&r.name)),
            kind: resource.map(|r| Arc::clone(&r.kind.name)),
            message: rule.message.clone(),
            at: place.unwrap_or(&rule.at).clone(),
            waived: None,
        });
    }

    fn budget(&mut self, rule: &Rule, limit: Number, head: &Lines<'_>) -> Result<(), Diagnostic> {
        let (sum, count) = head.sum(rule)?;
        let Cases { expected, high, .. } = sum;
        if expected > limit {
            let above = expected.minus(limit).ok_or_else(overflow)?;
            self.finding(rule, rule.level, None, What::OverBudget { limit, expected, above });
        } else if high > limit {
            let what = What::HighOverBudget { limit, expected, high };
            self.finding(rule, Level::Warning, None, what);
        }
        let bill = head.bill;
        let unpriced =
            bill.unpriced.iter().filter(|u| head.meant(rule, &u.environment, &u.resource)).count();
        let unset =
            bill.unset.iter().filter(|u| head.meant(rule, &u.environment, &u.resource)).count();
        if unpriced + unset > 0 {
            self.note(rule, None, NoteAbout::Incomplete { unpriced, unset });
        } else if count == 0 {
            self.note(rule, None, NoteAbout::MatchesNothing);
        }
        Ok(())
    }

    fn increase(
        &mut self,
        rule: &Rule,
        amount: Option<Number>,
        percent: Option<Number>,
        head: &Lines<'_>,
        base: Option<&Lines<'_>>,
    ) -> Result<(), Diagnostic> {
        let Some(base) = base else {
            self.note(rule, None, NoteAbout::NeedsBase);
            return Ok(());
        };
        let (before, after) = (base.sum(rule)?.0.expected, head.sum(rule)?.0.expected);
        let delta = after.minus(before).ok_or_else(overflow)?;
        if delta.is_zero() || delta.is_negative() {
            return Ok(());
        }
        let amount = amount.filter(|limit| delta > *limit);
        // delta / before > percent / 100, without a division; from nothing, any
        // increase is more than any percentage. A limit too large for a product is
        // never passed.
        let hundred = Number::from(100u64);
        let share = delta.times(hundred).ok_or_else(overflow)?;
        let passes = |limit: &Number| before.times(*limit).is_some_and(|most| share > most);
        let percent = percent.filter(passes);
        if amount.is_some() || percent.is_some() {
            let what = What::Increase { before, after, delta, amount, percent };
            self.finding(rule, rule.level, None, what);
        }
        Ok(())
    }

    /// A rule about single resources.
    fn resources(&mut self, rule: &Rule) -> Result<(), Diagnostic> {
        let subject = self.subject;
        let meant = |r: &&Resource| rule.matching.holds(&Facts::of_resource(r));
        for resource in subject.head.resources().filter(meant) {
            let what = match &rule.demand {
                Demand::RequireTags(tags) => {
                    let missing = |tag: &&Arc<str>| {
                        resource.tags.get(*tag).is_none_or(|value| value.trim().is_empty())
                    };
                    let missing: Vec<Arc<str>> = tags.iter().filter(missing).cloned().collect();
                    (!missing.is_empty()).then_some(What::MissingTags(missing))
                }
                Demand::RequireSchedule => {
                    let place = (&*resource.environment, &*resource.name);
                    let stops = self.stops.get(&place).filter(|_| resource.schedule.is_none());
                    stops.map(|stops| What::NoSchedule { stops: *stops })
                }
                Demand::Forbid { kinds, condition } => {
                    if !kinds.contains(&resource.kind.name) {
                        continue;
                    }
                    let held = match condition {
                        None => Held::Yes,
                        Some(c) => conditions::holds(&c.expr, resource, subject.period_hours)?,
                    };
                    let text = condition.as_ref().map(|c| Arc::clone(&c.text));
                    match held {
                        Held::Yes => Some(What::Forbidden(text)),
                        Held::No => None,
                        Held::Unknown(name) => {
                            self.note(rule, Some(resource), NoteAbout::NotKnown(name));
                            None
                        }
                    }
                }
                Demand::Budget(_) | Demand::MaxIncrease { .. } => None,
            };
            if let Some(what) = what {
                self.finding(rule, rule.level, Some(resource), what);
            }
        }
        Ok(())
    }
}
