//! Where a proposal costs what it saves.
//!
//! No rule states it: the file is moved along one quantity and billed, twice for
//! a straight line and a few times more where tiers bend it, until both bills
//! are the same to a thousandth of a cent.

use crate::advice::facts::Facts;
use crate::advice::judge::{overflow, total};
use crate::advice::propose::{Answer, Place, ask, moved, stands};
use crate::advice::{Asked, BreakEven, Model};
use crate::diagnostic::Diagnostics;
use crate::quantity::Number;
use std::sync::Arc;

/// How often a bent line is tried.
const TRIES: usize = 6;
/// Decimals of the quantity that are kept.
const PLACES: u32 = 6;

/// The break-even of a place on top of `sets`, if its rule has one.
pub fn break_even(
    asked: &mut Asked<'_>,
    base: &Model,
    sets: &[Arc<str>],
    place: &Place,
) -> Result<Option<BreakEven>, Diagnostics> {
    let Some(rule) = &place.rule.break_even else { return Ok(None) };
    let facts = Facts::new(asked, base);
    let Some(stands) = stands(place, &facts)? else { return Ok(None) };
    let (mut a, mut b) = (stands, other(stands));
    let (Some(mut at_a), Some(mut at_b)) =
        (saving(asked, &facts, sets, place, a)?, saving(asked, &facts, sets, place, b)?)
    else {
        return Ok(None);
    };
    let nothing = Number::ONE.over(Number::from(100_000u64)).unwrap_or_default();
    for _ in 0..TRIES {
        let Some(next) = crossing((a, at_a), (b, at_b)) else { return Ok(None) };
        if next.is_negative() {
            return Ok(None);
        }
        let Some(at_next) = saving(asked, &facts, sets, place, next)? else { return Ok(None) };
        if at_next.abs() <= nothing {
            let title = rule.title.clone();
            let unit = Arc::clone(&rule.unit);
            return Ok(Some(BreakEven { title, unit, at: next.round(PLACES), stands }));
        }
        (a, at_a, b, at_b) = (b, at_b, next, at_next);
    }
    Ok(None)
}

/// A second quantity for the line.
fn other(stands: Number) -> Number {
    let twice = stands.plus(stands).unwrap_or(stands);
    if twice.is_zero() { Number::from(100u64) } else { twice }
}

/// Where the line through two points is zero.
fn crossing((a, at_a): (Number, Number), (b, at_b): (Number, Number)) -> Option<Number> {
    let rise = at_b.minus(at_a)?;
    a.minus(at_a.times(b.minus(a)?)?.over(rise)?)
}

/// What the proposal saves in the expected month with the quantity at `at`.
fn saving(
    asked: &mut Asked<'_>,
    facts: &Facts<'_>,
    sets: &[Arc<str>],
    place: &Place,
    at: Number,
) -> Result<Option<Number>, Diagnostics> {
    let Some(moved) = moved(place, facts, at)? else { return Ok(None) };
    let mut sets: Vec<Arc<str>> = sets.iter().cloned().chain(moved).collect();
    let Ok(before) = asked.model(&sets) else { return Ok(None) };
    let Answer::Proposes(proposal) = ask(place, &Facts::new(asked, &before))? else {
        return Ok(None);
    };
    sets.extend(proposal.sets);
    let Ok(after) = asked.model(&sets) else { return Ok(None) };
    let saving = total(&before.bill)?.minus(total(&after.bill)?).ok_or_else(overflow)?;
    Ok(Some(saving.expected))
}
