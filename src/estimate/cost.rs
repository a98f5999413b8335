//! From quantities to money: tiers, free allowances, shares.
//!
//! Tiers belong to the payer: AWS sums a usage type over everything in a region
//! before it runs the ladder, and a free allowance sums over a named set of
//! usage types. So lines are gathered by price series, the allowances are taken
//! off, the ladder runs once, and the result is shared back to the lines. A
//! flat price without an allowance is a plain product and shares nothing.

use crate::bill::{Price, PriceKey};
use crate::catalog::{Ladder, Pool, PoolScope, Tiers};
use crate::quantity::{Case, Cases, Number, Varying, share, sum};
use crate::topology::FreeTier;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A quantity with its price.
#[derive(Clone, Debug)]
pub struct Line {
    pub quantity: Varying<Number>,
    pub price: Arc<Price>,
    /// The usage type without its region prefix: what pools know.
    pub suffix: Arc<str>,
    pub tiers: Tiers,
    pub cap: Option<Number>,
    /// Whether it may draw on free allowances.
    pub free_tier: bool,
}

/// What a line costs. `None`: a tier of unknown price, or it does not fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Costed {
    pub list: Cases<Number>,
    pub cost: Cases<Number>,
    /// The pool that it drew on.
    pub pool: Option<Arc<str>>,
    /// Where the allowance sits in the tiers makes a difference here, and is
    /// not certain.
    pub ladder_unsure: bool,
}

/// Lines of one series that share its tiers and its allowance.
struct Series {
    price: Arc<Price>,
    pool: Option<(usize, usize)>,
    lines: Vec<usize>,
}

/// Costs all lines of a payer. In the order of `lines`.
pub fn cost(lines: &[Line], pools: &[Pool], free_tier: &FreeTier) -> Vec<Option<Costed>> {
    let mut out: Vec<Option<Costed>> = Vec::with_capacity(lines.len());
    let mut series: BTreeMap<(&PriceKey, bool), Series> = BTreeMap::new();
    let mut memberships: BTreeMap<(&PriceKey, &str), Option<(usize, usize)>> = BTreeMap::new();
    for (i, line) in lines.iter().enumerate() {
        let pool = match line.free_tier && *free_tier != FreeTier::Off {
            true => *memberships
                .entry((&line.price.key, &line.suffix))
                .or_insert_with(|| membership(line, pools)),
            false => None,
        };
        if line.tiers == Tiers::Package || (line.price.is_flat() && pool.is_none()) {
            out.push(alone(line));
            continue;
        }
        out.push(None);
        let entry = series.entry((&line.price.key, pool.is_some()));
        let entry = entry.or_insert_with(|| Series {
            price: Arc::clone(&line.price),
            pool,
            lines: Vec::new(),
        });
        entry.lines.push(i);
    }
    let series: Vec<Series> = series.into_values().collect();
    let cases = match lines.iter().any(|l| l.quantity.varies()) {
        true => &Case::ALL[..],
        false => &[Case::Expected],
    };
    let allowances: Vec<Vec<Number>> =
        cases.iter().map(|case| allowances(lines, &series, pools, free_tier, *case)).collect();
    for (s, group) in series.iter().enumerate() {
        let allowed: Vec<Number> =
            allowances.iter().map(|a| a.get(s).copied().unwrap_or_default()).collect();
        let costed = together(lines, group, cases, &allowed, pools);
        for (n, i) in group.lines.iter().enumerate() {
            if let Some(slot) = out.get_mut(*i) {
                *slot = costed.as_ref().and_then(|c| c.get(n).cloned());
            }
        }
    }
    out
}

/// A cost with more decimals than this has no last digit: 60/168 of a month.
const ENDLESS: u32 = 16;
/// It is cut like a share, so that sums of lines stay exact.
const PLACES: u32 = 12;

fn settled(line: &Line, cost: Cases<Number>) -> Cases<Number> {
    cost.map(|c| {
        let c = if c.scale() > ENDLESS { c.round(PLACES) } else { c };
        line.cap.map_or(c, |cap| c.min(cap))
    })
}

/// A line that shares nothing with any other.
fn alone(line: &Line) -> Option<Costed> {
    let cost = |quantity: Number| match line.tiers {
        Tiers::Package => line.price.package(quantity),
        Tiers::Graduated => line.price.cost(quantity, Number::ZERO),
    };
    let list = match &line.quantity {
        Varying::Same(quantity) => cost(*quantity)?,
        cases => Cases::try_build(|case| cost(*cases.get(case)).map(|c| *c.get(case)))?,
    };
    let list = settled(line, list);
    Some(Costed { list, cost: list, pool: None, ladder_unsure: false })
}

/// The pool of a line, and which member of it.
fn membership(line: &Line, pools: &[Pool]) -> Option<(usize, usize)> {
    pools.iter().enumerate().find_map(|(p, pool)| {
        let fits = pool.service == line.price.key.service && pool.units.contains(&line.price.unit);
        Some((p, pool.member(&line.suffix).filter(|_| fits)?))
    })
}

fn total(lines: &[Line], group: &Series, case: Case) -> Option<Number> {
    sum(group.lines.iter().filter_map(|i| lines.get(*i)).map(|l| *l.quantity.get(case)))
}

/// How much of its pool each series gets in a case. Members are served in
/// order; within a member series share in proportion to quantity.
fn allowances(
    lines: &[Line],
    series: &[Series],
    pools: &[Pool],
    free_tier: &FreeTier,
    case: Case,
) -> Vec<Number> {
    let mut given = vec![Number::ZERO; series.len()];
    for (p, pool) in pools.iter().enumerate() {
        let free = match free_tier {
            FreeTier::Left(left) => left.get(&pool.name).copied().unwrap_or(pool.free),
            _ => pool.free,
        };
        // One allowance for the payer, or one for each region.
        let mut scopes: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        for (s, group) in series.iter().enumerate() {
            let Some((_, member)) = group.pool.filter(|(of, _)| *of == p) else { continue };
            let scope = match pool.scope {
                PoolScope::Payer => "",
                PoolScope::Region => &*group.price.key.region,
            };
            scopes.entry(scope).or_default().push((member, s));
        }
        for mut users in scopes.into_values() {
            users.sort_unstable();
            let mut left = free;
            for same in users.chunk_by(|a, b| a.0 == b.0) {
                let wanted: Vec<Number> = same
                    .iter()
                    .map(|(_, s)| {
                        series.get(*s).and_then(|g| total(lines, g, case)).unwrap_or_default()
                    })
                    .collect();
                let all = sum(wanted.iter().copied()).unwrap_or_default();
                let part = all.min(left);
                let shares = share(part, &wanted).unwrap_or_default();
                for ((_, s), share) in same.iter().zip(shares) {
                    if let Some(slot) = given.get_mut(*s) {
                        *slot = share;
                    }
                }
                left = left.minus(part).unwrap_or_default();
            }
        }
    }
    given
}

/// Runs a series' ladder once per case and shares the cost to its lines.
fn together(
    lines: &[Line],
    group: &Series,
    cases: &[Case],
    allowed: &[Number],
    pools: &[Pool],
) -> Option<Vec<Costed>> {
    let pool = group.pool.and_then(|(p, _)| pools.get(p));
    let members: Vec<&Line> = group.lines.iter().filter_map(|i| lines.get(*i)).collect();
    let mut lists = vec![Cases::ZERO; members.len()];
    let mut costs = vec![Cases::ZERO; members.len()];
    let mut unsure = false;
    for (case, allowance) in cases.iter().zip(allowed) {
        let quantities: Vec<Number> = members.iter().map(|l| *l.quantity.get(*case)).collect();
        let whole = sum(quantities.iter().copied())?;
        let list = group.price.cost(whole, Number::ZERO)?;
        let net = match pool.map(|p| p.ladder) {
            Some(Ladder::Inside) => group.price.cost(whole, *allowance)?,
            Some(Ladder::Before) => group.price.cost(whole.minus(*allowance)?, Number::ZERO)?,
            None => list,
        };
        let first_end = group.price.tiers.first().and_then(|t| t.end);
        let matters = !allowance.is_zero() && first_end.is_some_and(|end| whole > end);
        unsure |= matters && pool.is_some_and(|p| p.ladder == Ladder::Inside);
        // One evaluation fills all three cases, whose prices may still differ.
        let fills: &[Case] = if cases.len() == 1 { &Case::ALL } else { std::slice::from_ref(case) };
        for fill in fills {
            let parts = [(&mut lists, list), (&mut costs, net)];
            for (into, amount) in parts {
                for (slot, part) in into.iter_mut().zip(share(*amount.get(*fill), &quantities)?) {
                    match fill {
                        Case::Low => slot.low = part,
                        Case::Expected => slot.expected = part,
                        Case::High => slot.high = part,
                    }
                }
            }
        }
    }
    let drew = allowed.iter().any(|a| !a.is_zero());
    let name = pool.filter(|_| drew).map(|p| Arc::clone(&p.name));
    let costed = members.iter().zip(lists).zip(costs).map(|((line, list), cost)| Costed {
        list: settled(line, list),
        cost: settled(line, cost),
        pool: name.clone(),
        ladder_unsure: unsure,
    });
    Some(costed.collect())
}
