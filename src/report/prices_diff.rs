//! Two price books beside each other, and what their difference does to a bill.

use crate::bill::{Difference, Moved, Price, Tier};
use crate::prices::{Identity, KeyChange};
use crate::quantity::{Number, singular, sum};
use crate::report::Style;
use crate::report::amounts::{USD, percent, signed};
use crate::report::diff_table::{low_high, moved, step};
use crate::report::grid::{Column, Grid};
use crate::report::page::{Page, Tone};
use crate::text::{Lang, PricesWord as Word, Word as Phrase};
use std::collections::BTreeMap;

/// What changed between two books.
pub struct PriceDifference<'a> {
    pub books: [&'a Identity; 2],
    pub changes: &'a [KeyChange],
    pub on: Option<OnBill<'a>>,
}

/// One model, priced from both.
pub struct OnBill<'a> {
    pub name: &'a str,
    pub month: &'a str,
    pub difference: &'a Difference,
    /// By the path of the price key; a line without one has none.
    pub effects: &'a [Moved],
    /// Lines that no price fits, before and after.
    pub unpriced: [usize; 2],
}

/// How many rows a person reads.
const SHOWN: usize = 30;

/// The answer, then the keys, those that move the bill first.
pub fn prices_diff_table(d: &PriceDifference<'_>, style: &Style) -> String {
    let lang = style.lang;
    let mut page = Page::new(style);
    match &d.on {
        Some(on) => on_bill(&mut page, d, on, lang),
        None => {
            page.text(Tone::Strong, 0, 2, &counted(d.changes, lang));
            if !d.changes.is_empty() {
                page.blank();
                keys(d.changes, lang).print(&mut page);
            }
        }
    }
    page.blank();
    let [old, new] = d.books;
    page.text(
        Tone::Faint,
        0,
        2,
        &Word::Books.with(lang, &[&old.name, &old.newest, &new.name, &new.newest]),
    );
    page.finish()
}

/// `3 prices changed, 0 came, 1 left`.
pub(super) fn counted(changes: &[KeyChange], lang: Lang) -> String {
    if changes.is_empty() {
        return Word::SamePrices.in_lang(lang).to_owned();
    }
    let count = |keep: fn(&KeyChange) -> bool| changes.iter().filter(|c| keep(c)).count();
    let changed = count(|c| c.before.is_some() && c.after.is_some());
    let (came, left) = (count(|c| c.before.is_none()), count(|c| c.after.is_none()));
    Word::PricesChanged
        .with(lang, &[changed, came, left].map(|n| n.to_string()).each_ref().map(String::as_str))
}

fn on_bill(page: &mut Page, d: &PriceDifference<'_>, on: &OnBill<'_>, lang: Lang) {
    let total = on.difference;
    let (before, after) = (total.before.expected, total.after.expected);
    let delta = total.delta.expected;
    page.text(
        Tone::Strong,
        0,
        2,
        &format!("{}: {}", moved(delta, before, lang), step(before, after)),
    );
    if let Some(range) = low_high(&total.delta, lang) {
        page.text(Tone::Plain, 0, 2, &range);
    }
    let by_path: BTreeMap<String, &KeyChange> = d.changes.iter().map(|c| (c.path(), c)).collect();
    let mut rows: Vec<(&KeyChange, Number)> = Vec::new();
    for effect in on.effects {
        if let Some(change) = by_path.get(&*effect.name).copied() {
            rows.push((change, effect.delta.expected));
        }
    }
    rows.sort_by_key(|(change, effect)| (std::cmp::Reverse(effect.abs()), change.path()));
    let facts = [on.name, on.month, &rows.len().to_string(), &d.changes.len().to_string()];
    page.text(Tone::Plain, 0, 2, &Word::OnFile.with(lang, &facts));
    if on.unpriced != [0, 0] {
        let [old, new] = on.unpriced.map(|n| n.to_string());
        page.text(Tone::Plain, 0, 2, &Word::Unpriced.with(lang, &[&old, &new]));
    }
    let named = sum(rows.iter().map(|(_, effect)| *effect));
    let rest = named.and_then(|named| delta.minus(named)).filter(|rest| !rest.is_zero());
    if rows.is_empty() && rest.is_none() {
        return;
    }
    page.blank();
    let mut grid = grid(lang, true);
    for (change, effect) in rows.iter().take(SHOWN) {
        let (mut cells, about) = cells(change, lang);
        cells.push(signed(*effect, USD));
        grid.row(Tone::Plain, cells);
        grid.note(0, about);
    }
    if rows.len() > SHOWN {
        grid.note(0, Word::More.with(lang, &[&(rows.len() - SHOWN).to_string()]));
    }
    if let Some(rest) = rest {
        let name = Word::Rest.in_lang(lang).to_owned();
        let blank = String::new;
        grid.row(Tone::Plain, vec![name, blank(), blank(), blank(), signed(rest, USD)]);
    }
    grid.print(page);
}

fn grid(lang: Lang, effect: bool) -> Grid {
    let title = |word: Word| word.in_lang(lang).to_owned();
    let mut columns = vec![
        Column::name(&title(Word::Key), 24),
        Column::number(&title(Word::Before)),
        Column::number(&title(Word::After)),
        Column::number(&title(Word::Change)),
    ];
    if effect {
        columns.push(Column::number(&title(Word::Effect)));
    }
    let mut grid = Grid::new(columns);
    grid.header();
    grid
}

/// The changed keys, the largest movement first.
pub(super) fn keys(changes: &[KeyChange], lang: Lang) -> Grid {
    let mut sorted: Vec<&KeyChange> = changes.iter().collect();
    sorted.sort_by_key(|c| (std::cmp::Reverse(c.ratio().map(Number::abs)), c.path()));
    let mut grid = grid(lang, false);
    for change in sorted.iter().take(SHOWN) {
        let (cells, about) = cells(change, lang);
        grid.row(Tone::Plain, cells);
        grid.note(0, about);
    }
    if sorted.len() > SHOWN {
        grid.note(0, Word::More.with(lang, &[&(sorted.len() - SHOWN).to_string()]));
    }
    grid
}

/// Usage type, before, after and percent of the first tier that moved; and what
/// stands under it: the rest of the key, the unit, the tier.
fn cells(change: &KeyChange, lang: Lang) -> (Vec<String>, String) {
    let tiers =
        |price: &Option<Price>| price.as_ref().map_or_else(Vec::new, |price| price.tiers.clone());
    let (before, after) = (tiers(&change.before), tiers(&change.after));
    let at = (0..before.len().max(after.len())).find(|i| before.get(*i) != after.get(*i));
    let at = at.unwrap_or(0);
    let price = |tier: Option<&Tier>| match tier.and_then(|tier| tier.usd) {
        Some(usd) => usd.expected.to_string(),
        None => Word::NoPrice.in_lang(lang).to_owned(),
    };
    let (from, to) = (before.get(at), after.get(at));
    let (mut name, mut about) = (String::new(), String::new());
    if let Some(known) = change.after.as_ref().or(change.before.as_ref()) {
        let key = &known.key;
        name = key.usage_type.to_string();
        about = [&*key.service, &*key.region, &*key.operation].join(" ").trim_end().to_owned();
        about =
            format!("{about}, {}", Phrase::PerUnit.with(lang, &["USD", &singular(&known.unit)]));
    }
    if let Some(tier) = to.or(from).filter(|tier| !tier.begin.is_zero()) {
        about = format!("{about}, {}", Word::Tier.with(lang, &[&tier.begin.grouped(0)]));
    }
    let ratio = change.ratio().and_then(|ratio| percent(ratio, Number::ONE));
    (vec![name, price(from), price(to), ratio.unwrap_or_default()], about)
}
