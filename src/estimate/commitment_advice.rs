//! What to say of a commitment: whether it pays, from when on, how large it
//! should be, and what a schedule does to it.

use crate::bill::Caveat;
use crate::diagnostic::Code;
use crate::estimate::commitments::Stretch;
use crate::quantity::{Number, sum};
use crate::topology::{Commitment, Terms};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the expected month showed.
#[derive(Default)]
pub(super) struct Facts {
    pub stretches: Vec<Stretch>,
    /// What all that is covered costs on demand.
    pub on_demand: Number,
    /// What the part that was bought would cost on demand.
    pub worth: Number,
}

/// Two decimals, for a sentence.
fn usd(number: Number) -> String {
    number.grouped(2)
}

/// A share in percent, for a sentence.
fn percent(part: Number, whole: Number) -> Option<String> {
    let share = part.over(whole)?.times(Number::from(100u64))?;
    Some(format!("{} %", share.round(0)))
}

/// The sentences. `None` if a number does not fit.
pub(super) fn advise(
    commitment: &Commitment,
    paid: Number,
    unused: Number,
    facts: &Facts,
    hours: Number,
    schedules: &BTreeSet<Arc<str>>,
) -> Option<Vec<Caveat>> {
    let name = &commitment.name;
    let mut said: Vec<(Code, String)> = vec![(
        Code::Note,
        format!("coverage of `{name}` is averaged over the hours in which the same schedules run"),
    )];
    if facts.on_demand.is_zero() {
        let nothing = match &commitment.terms {
            Terms::Stated { .. } => {
                format!("`{name}` covers nothing: {} a month is lost", usd(paid))
            }
            Terms::Plan(plan) => format!(
                "`{name}` covers nothing: {} a month is lost; the price book has no rate of \
                 `{plan}` for what runs here",
                usd(paid)
            ),
        };
        said.push((Code::CommitmentIdle, nothing));
        return Some(said.into_iter().map(|s| caveat(name, s)).collect());
    }
    if paid.is_zero() {
        return Some(said.into_iter().map(|s| caveat(name, s)).collect());
    }
    let used = paid.minus(unused)?;
    // The mean of what is left of a price: where a plan starts to pay.
    let wanted = sum(facts.stretches.iter().map(|s| s.wanted))?;
    let even = wanted.over(facts.on_demand)?;
    let gain = facts.worth.minus(paid)?;
    let verdict = match gain.is_negative() {
        true => format!("costs {} a month more than on demand", usd(gain.abs())),
        false => format!("saves {} a month against on demand", usd(gain)),
    };
    let mut sentence = format!(
        "`{name}` {verdict}: {} of it is used, and it breaks even at {}; it covers {} of what it could",
        percent(used, paid)?,
        percent(even, Number::ONE)?,
        percent(facts.worth, facts.on_demand)?,
    );
    if let Some((best, saves)) = best(facts, even, hours)? {
        sentence += &format!(
            "; the commitment that saves most here is {} an hour: {} a month",
            best.round(4),
            usd(saves)
        );
    } else {
        sentence += "; no commitment pays here";
    }
    said.push((Code::Note, sentence));
    let idle: Vec<&Stretch> =
        facts.stretches.iter().filter(|s| s.used.is_zero() && !s.hours.is_zero()).collect();
    if !schedules.is_empty() && !unused.is_zero() {
        let off = sum(idle.iter().map(|s| s.hours))?;
        let names: Vec<&str> = schedules.iter().map(|s| &**s).collect();
        let lost = commitment.hourly.times(off)?;
        let hours_off = match off.is_zero() {
            true => String::from("fewer things run in the hours that it switches off"),
            false => format!(
                "in {} of {} hours nothing runs that it covers, and {} is paid for nothing",
                off.round(0),
                hours.round(0),
                usd(lost)
            ),
        };
        said.push((
            Code::CommitmentIdle,
            format!(
                "`{name}` is paid while schedule {} switches off what it covers: {hours_off}; a schedule saves nothing of what is committed",
                names.join(", ")
            ),
        ));
    }
    Some(said.into_iter().map(|s| caveat(name, s)).collect())
}

fn caveat(name: &Arc<str>, (code, message): (Code, String)) -> Caveat {
    Caveat { code, message: Arc::from(message), resource: Some(Arc::clone(name)), at: None }
}

/// The hourly amount that saves most, and how much a month: one of the levels at
/// which some stretch is fully covered. `None` inside where none saves anything.
fn best(facts: &Facts, even: Number, hours: Number) -> Option<Option<(Number, Number)>> {
    if even.is_zero() {
        return Some(None);
    }
    let level = |s: &Stretch| s.wanted.over(s.hours);
    let mut found: Option<(Number, Number)> = None;
    for stretch in &facts.stretches {
        let amount = level(stretch)?;
        let used: Option<Vec<Number>> =
            facts.stretches.iter().map(|s| level(s)?.min(amount).times(s.hours)).collect();
        let worth = sum(used?)?.over(even)?;
        let saves = worth.minus(amount.times(hours)?)?;
        let better = found.is_none_or(|(_, most)| saves > most);
        if better && saves > Number::ZERO && !saves.round(2).is_zero() {
            found = Some((amount, saves));
        }
    }
    Some(found)
}
