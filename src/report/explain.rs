//! How a line came about: its formula, its price and where both come from.

use crate::bill::{Charge, OffHours};
use crate::report::amounts::{unit_of, unit_price};
use crate::report::notes::{taken_off, tiers};
use crate::text::{Lang, Word};

/// The explanation in lines: what was calculated with every digit, which price,
/// and where it was written.
pub(super) fn explain(charge: &Charge, lang: Lang) -> Vec<String> {
    let mut lines = vec![calculation(charge)];
    if let Some(price) = &charge.price {
        if !price.is_flat() {
            lines.push(Word::Tiered.with(lang, &[&tiers(price, lang)]));
        }
        let parts = [
            price.key.path(),
            Word::AsOf.with(lang, &[&price.as_of]),
            Word::Confidence.with(lang, &[&price.confidence]),
            Word::Source.with(lang, &[&price.source]),
        ];
        lines.push(parts.join(lang.of(", ", "、")));
    } else if let Some(key) = &charge.key {
        lines.push(key.path());
    }
    let mut parts = Vec::new();
    if let Some(off_hours) = charge.off_hours {
        let word = match off_hours {
            OffHours::Stops => Word::StopsOffHours,
            OffHours::Stays => Word::StaysOffHours,
        };
        parts.push(word.in_lang(lang).to_owned());
    }
    if let Some(schedule) = &charge.schedule {
        parts.push(Word::Schedule.with(lang, &[schedule]));
    }
    if let Some(at) = &charge.at {
        parts.extend(at.address.as_ref().map(|address| address.to_string()));
        parts.push(format!("{}:{}", at.file, at.line));
    }
    if !parts.is_empty() {
        lines.push(parts.join(lang.of(", ", "、")));
    }
    lines.extend(charge.caveats.iter().map(|c| format!("{}: {}", c.code, c.message)));
    lines
}

/// Digits that a person checks with a calculator; hours of a schedule have many.
const QUANTITY_PLACES: u32 = 6;
const COST_PLACES: u32 = 8;

/// `2 × 0.5 × 730 h = 730 hours, × 0.05056 = 36.9088`.
fn calculation(charge: &Charge) -> String {
    let amount = charge.quantity.expected.round(QUANTITY_PLACES);
    let quantity = format!("{amount} {}", unit_of(amount, &charge.unit));
    let formula = charge.formula.replace(',', "");
    let says_it = formula.is_empty()
        || formula == quantity
        || formula == format!("{amount} {}", charge.unit)
        || formula == amount.to_string();
    let mut text = match says_it {
        true => quantity,
        false => format!("{} = {quantity}", charge.formula),
    };
    let (list, cost) = (charge.list_cost.expected, charge.cost.expected);
    let list = list.round(COST_PLACES);
    let cost = cost.round(COST_PLACES);
    let flat = charge.price.as_ref().is_none_or(|price| price.is_flat());
    if let Some(price) = unit_price(charge).filter(|_| flat) {
        text.push_str(&if says_it { format!(" × {price}") } else { format!(", × {price}") });
    }
    text.push_str(&format!(" = {list}"));
    if let Some((pool, off)) = taken_off(charge) {
        text.push_str(&format!(" - {} ({pool}) = {cost}", off.round(COST_PLACES)));
    } else if cost != list {
        text.push_str(&format!(" → {cost}"));
    }
    text
}
