//! From rules to a ranked list: the best is applied, the rest asked again.
//!
//! Savings do not add: a schedule leaves less for another processor to save. So
//! each is counted on top of those above it, and the sum is the bill that
//! follows from all. What saved most before is asked first; it is taken if it
//! still saves more than the next did.

use crate::advice::break_even::break_even;
use crate::advice::facts::Facts;
use crate::advice::judge::{Verdict, judge, overflow, total};
use crate::advice::propose::{Answer, Place, Proposal, ask, places};
use crate::advice::quiet::tidy;
use crate::advice::scenarios::judgements;
use crate::advice::{
    Advice, Advised, Asked, Declined, Expired, Kept, Model, Quiet, Step, Subject, Why,
};
use crate::bill::{Difference, diff};
use crate::catalog::{About, AdviceRule, matches};
use crate::check::Waiver;
use crate::diagnostic::Diagnostics;
use crate::quantity::{Cases, Number};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most proposals that are priced, those of the dearest resources first.
const MAX_PRICED: usize = 400;
/// Each is a bill of the whole file, so a large file has fewer.
const MAX_RESOURCES_BILLED: usize = 200_000;
const LEAST_PRICED: usize = 20;

/// A proposal that saves on the file as it is.
struct Candidate {
    proposal: Proposal,
    alone: Option<Step>,
    /// What it last saved, and after how many others.
    saving: Cases<Number>,
    asked_after: usize,
}

/// Asks every rule about every resource, environment and the bill.
pub fn advise(
    asked: &mut Asked<'_>,
    rules: &[Arc<AdviceRule>],
    waivers: &[Waiver],
    today: Date,
) -> Result<Advised, Diagnostics> {
    let plain = asked.model(&[])?;
    let before = total(&plain.bill)?;
    let (late, early): (Vec<_>, Vec<_>) = rules.iter().cloned().partition(|rule| rule.last);
    let mut run = Run { asked, chain: Vec::new(), advice: Vec::new(), quiet: Vec::new() };
    let mut found = run.candidates(&early, &plain)?;
    let (valid, over): (Vec<&Waiver>, Vec<&Waiver>) =
        waivers.iter().partition(|waiver| waiver.expires >= today);
    let mut declined = Vec::new();
    found.retain(|candidate| decline(candidate, &valid, &mut declined));
    let mut current = run.take(found, &plain)?;
    if !late.is_empty() {
        let base = match current.take() {
            Some(model) => model,
            None => run.asked.model(&[])?,
        };
        let mut found = run.candidates(&late, &base)?;
        found.retain(|candidate| decline(candidate, &valid, &mut declined));
        if !run.chain.is_empty() {
            found.iter_mut().for_each(|candidate| candidate.alone = None);
        }
        current = run.take(found, &base)?.or(Some(base));
    }
    let Run { advice, quiet, asked, .. } = run;
    let scenarios = match asked.touched {
        Some(_) => Vec::new(),
        None => judgements(asked, rules, &plain)?,
    };
    let bill = current.map_or(plain.bill, |model| model.bill);
    let expired = over.into_iter().map(|waiver| Expired {
        rule: Arc::clone(&waiver.rule),
        reason: Arc::clone(&waiver.reason),
        expires: waiver.expires,
    });
    let after = total(&bill)?;
    let quiet = tidy(quiet, &advice);
    Ok(Advised {
        before,
        after,
        advice,
        declined,
        expired: expired.collect(),
        quiet,
        scenarios,
        bill,
    })
}

struct Run<'a, 'b> {
    asked: &'a mut Asked<'b>,
    /// The `--set`s of the advice so far.
    chain: Vec<Arc<str>>,
    advice: Vec<Advice>,
    quiet: Vec<Quiet>,
}

impl Run<'_, '_> {
    /// Every proposal that saves on `base`, each priced alone.
    fn candidates(
        &mut self,
        rules: &[Arc<AdviceRule>],
        base: &Model,
    ) -> Result<Vec<Candidate>, Diagnostics> {
        let facts = Facts::new(self.asked, base);
        let mut proposals = Vec::new();
        let touched = self.asked.touched;
        let meant = |place: &Place| touched.is_none_or(|t| place.subject.is_touched(t));
        for place in places(rules, &facts)?.into_iter().filter(meant) {
            match ask(&place, &facts)? {
                Answer::Silent => {}
                Answer::Quiet(why) => self.hush(place, why, base)?,
                Answer::Proposes(proposal) => proposals.push(proposal),
            }
        }
        let resources: usize = base.project.environments.iter().map(|e| e.resources.len()).sum();
        let most = (MAX_RESOURCES_BILLED / resources.max(1)).clamp(LEAST_PRICED, MAX_PRICED);
        if proposals.len() > most {
            proposals.sort_by_key(|p| Reverse(cost_of(base, &p.place.subject)));
            for proposal in proposals.split_off(most) {
                self.hush(proposal.place, Why::TooMany, base)?;
            }
        }
        let mut found = Vec::new();
        for proposal in proposals {
            match judge(self.asked, base, &self.chain, &proposal)? {
                Verdict::Quiet(why) => self.hush(proposal.place, why, base)?,
                Verdict::Saves(saving, _) => found.push(Candidate {
                    alone: Some(Step { sets: proposal.sets.clone(), saving }),
                    saving,
                    asked_after: self.advice.len(),
                    proposal,
                }),
            }
        }
        Ok(found)
    }

    fn hush(&mut self, place: Place, why: Why, base: &Model) -> Result<(), Diagnostics> {
        let loses = matches!(why, Why::NoSaving(_));
        let chain = self.chain.clone();
        let break_even = if loses { break_even(self.asked, base, &chain, &place)? } else { None };
        self.quiet.push(Quiet { rule: place.rule, subject: place.subject, why, break_even });
        Ok(())
    }

    /// Takes the best until nothing saves any more. The model that follows;
    /// `None`: nothing was taken.
    fn take(
        &mut self,
        mut left: Vec<Candidate>,
        plain: &Model,
    ) -> Result<Option<Model>, Diagnostics> {
        let mut current: Option<Model> = None;
        while !left.is_empty() {
            // The largest first; of equals the one that was first.
            left.sort_by_key(|candidate| Reverse(candidate.saving.expected));
            let mut best = left.remove(0);
            let base = current.as_ref().unwrap_or(plain);
            let fresh = match ask(&best.proposal.place, &Facts::new(self.asked, base))? {
                Answer::Proposes(fresh) => fresh,
                _ => {
                    self.spent(&best, &left);
                    continue;
                }
            };
            match judge(self.asked, base, &self.chain, &fresh)? {
                Verdict::Quiet(_) => self.spent(&best, &left),
                Verdict::Saves(saving, _)
                    if best.asked_after != self.advice.len()
                        && left
                            .last()
                            .is_some_and(|next| next.saving.expected > saving.expected) =>
                {
                    best.saving = saving;
                    best.asked_after = self.advice.len();
                    left.push(best);
                }
                Verdict::Saves(saving, after) => {
                    best.proposal = fresh;
                    best.saving = saving;
                    // Another alternative of the same rule would undo it.
                    let own = &best.proposal.place;
                    left.retain(|other| {
                        let place = &other.proposal.place;
                        place.rule.name != own.rule.name || place.subject != own.subject
                    });
                    let advice = self.advised(best, base, &after)?;
                    self.chain.extend(advice.on_top.sets.iter().cloned());
                    self.advice.push(advice);
                    current = Some(*after);
                }
            }
        }
        Ok(current)
    }

    /// Nothing is left to save; not said where another alternative may.
    fn spent(&mut self, best: &Candidate, left: &[Candidate]) {
        let place = &best.proposal.place;
        let same = |other: &Candidate| {
            let other = &other.proposal.place;
            other.rule.name == place.rule.name && other.subject == place.subject
        };
        if !left.iter().any(same) {
            self.quiet.push(Quiet {
                rule: Arc::clone(&place.rule),
                subject: place.subject.clone(),
                why: Why::Spent,
                break_even: None,
            });
        }
    }

    fn advised(
        &mut self,
        best: Candidate,
        base: &Model,
        after: &Model,
    ) -> Result<Advice, Diagnostics> {
        let difference = diff(&base.bill, &after.bill).ok_or_else(overflow)?;
        let Proposal { place, sets, because, at } = best.proposal;
        let chain = self.chain.clone();
        Ok(Advice {
            keeps: keeps(&place.rule.about, &place.subject, &difference, after)
                .ok_or_else(overflow)?,
            break_even: break_even(self.asked, base, &chain, &place)?,
            rule: place.rule,
            subject: place.subject,
            at,
            because,
            alone: best.alone,
            on_top: Step { sets, saving: best.saving },
        })
    }
}

/// What goes on in what the advice touches, by resource, largest first.
fn keeps(
    about: &About,
    subject: &Subject,
    difference: &Difference,
    after: &Model,
) -> Option<Vec<Kept>> {
    let touched = |environment: &Arc<str>, resource: &Arc<str>| match about {
        About::Bill => false,
        About::Environment => subject.environment.as_ref() == Some(environment),
        About::Kinds(_) => difference.changes.iter().any(|change| {
            change.environment.as_ref() == Some(environment)
                && change.resource.as_ref() == Some(resource)
        }),
    };
    let mut kept: BTreeMap<_, Number> = BTreeMap::new();
    for charge in &after.bill.charges {
        if touched(&charge.environment, &charge.resource) && !charge.cost.expected.is_zero() {
            let key = (&charge.environment, &charge.resource, charge.off_hours);
            let sum = kept.entry(key).or_default();
            *sum = sum.plus(charge.cost.expected)?;
        }
    }
    let mut kept: Vec<Kept> = kept
        .into_iter()
        .map(|((environment, resource, off_hours), cost)| Kept {
            environment: Arc::clone(environment),
            resource: Arc::clone(resource),
            cost,
            off_hours,
        })
        .collect();
    kept.sort_by_key(|one| Reverse(one.cost));
    Some(kept)
}

/// What the lines of a subject cost: the most that it can save.
fn cost_of(model: &Model, subject: &Subject) -> Number {
    let own = |part: &Option<Arc<str>>, of: &Arc<str>| part.as_ref().is_none_or(|p| p == of);
    let lines = model.bill.charges.iter().filter(|charge| {
        own(&subject.environment, &charge.environment) && own(&subject.resource, &charge.resource)
    });
    lines.fold(Number::ZERO, |sum, charge| sum.plus(charge.cost.expected).unwrap_or(sum))
}

/// Puts a waived candidate aside; whether it stays.
fn decline(candidate: &Candidate, waivers: &[&Waiver], declined: &mut Vec<Declined>) -> bool {
    let place = &candidate.proposal.place;
    let fits = |glob: &Option<Arc<str>>, text: &Option<Arc<str>>| match (glob, text) {
        (None, _) => true,
        (Some(glob), Some(text)) => matches(glob, text),
        (Some(_), None) => false,
    };
    let covers = |waiver: &&&Waiver| {
        waiver.rule == place.rule.name
            && fits(&waiver.resource, &place.subject.resource)
            && fits(&waiver.environment, &place.subject.environment)
    };
    let Some(waiver) = waivers.iter().find(covers) else { return true };
    declined.push(Declined {
        rule: Arc::clone(&place.rule),
        subject: place.subject.clone(),
        saving: candidate.saving,
        reason: Arc::clone(&waiver.reason),
        expires: waiver.expires,
    });
    false
}
