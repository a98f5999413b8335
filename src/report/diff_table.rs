//! The difference of two bills in the terminal.

use crate::bill::Difference;
use crate::quantity::{Cases, Number};
use crate::report::Style;
use crate::report::amounts::{USD, amount, money, percent, signed};
use crate::report::grid::{Column, Grid};
use crate::report::page::{Page, Tone};
use crate::report::reasons::{beside, several_environments, subject, words};
use crate::report::under::{identity, lacking, two_books};
use crate::report::{Compared, Groups};
use crate::text::{Lang, Word};

/// The difference as a table for the terminal: largest movement first.
pub fn difference_table(c: &Compared<'_>, style: &Style) -> String {
    let (d, lang) = (c.difference, style.lang);
    let mut page = Page::new(style);
    page.text(Tone::Strong, 0, 2, &answer(d, lang));
    if let Some(range) = low_high(&d.delta, lang) {
        page.text(Tone::Plain, 0, 2, &range);
    }
    if let Some(sentence) = lacking(c, lang) {
        page.text(Tone::Strong, 0, 2, &sentence);
    }
    if let Some(sentence) = two_books(c, lang) {
        page.text(Tone::Plain, 0, 2, &sentence);
    }
    let names = format!("{} → {}", c.before, c.after);
    page.text(Tone::Faint, 0, 2, &Word::InUsd.with(lang, &[&names]));
    if let Some(groups) = &c.groups {
        page.blank();
        sums(groups, lang).print(&mut page);
    }
    if !d.changes.is_empty() {
        page.blank();
        changes(d, lang).print(&mut page);
    }
    page.blank();
    page.text(Tone::Faint, 0, 0, &identity(&c.made, lang));
    page.finish()
}

/// `+58.20 a month (+14.9 %): 390.05 → 448.25`.
pub(super) fn answer(d: &Difference, lang: Lang) -> String {
    if d.changes.is_empty() && d.delta.is_zero() {
        return Word::NoChange.with(lang, &[&money(d.after.expected, USD)]);
    }
    let (before, after) = (d.before.expected, d.after.expected);
    format!("{}: {}", moved(d.delta.expected, before, lang), step(before, after))
}

/// `+58.20 a month (+14.9 %)`.
pub(super) fn moved(delta: Number, before: Number, lang: Lang) -> String {
    let text = match lang {
        Lang::En => signed(delta, USD),
        Lang::Ja => format!("{} {USD}", signed(delta, USD)),
    };
    let moved = Word::DeltaAMonth.with(lang, &[&text]);
    match percent(delta, before) {
        Some(share) => format!("{moved}{}{share}{}", lang.of(" (", "（"), lang.of(")", "）")),
        None => moved,
    }
}

/// `390.05 → 448.25`.
pub(super) fn step(before: Number, after: Number) -> String {
    format!("{} → {}", amount(before, USD), amount(after, USD))
}

/// `low +50.00, high +70.00`, where the cases differ.
pub(super) fn low_high(delta: &Cases<Number>, lang: Lang) -> Option<String> {
    let ends = [delta.low, delta.high].map(|delta| signed(delta, USD));
    let [low, high] = &ends;
    (!delta.is_same()).then(|| Word::LowHigh.with(lang, &[low, high]))
}

/// The sums that were asked for, with those that did not move.
fn sums(groups: &Groups<'_>, lang: Lang) -> Grid {
    let word = |word: Word| word.in_lang(lang);
    let mut grid = Grid::new(vec![
        Column::name(groups.by.unwrap_or(word(Word::Environment)), 12),
        Column::number(word(Word::Before)),
        Column::number(word(Word::After)),
        Column::number(word(Word::Change)),
    ]);
    grid.header();
    for moved in groups.rows {
        let untagged = word(Word::Untagged);
        let name = if moved.name.is_empty() { untagged } else { &moved.name };
        let numbers = [moved.before.expected, moved.after.expected].map(|n| amount(n, USD));
        let change = [signed(moved.delta.expected, USD)];
        let cells = [name.to_owned()].into_iter().chain(numbers).chain(change);
        grid.row(Tone::Plain, cells.collect());
    }
    grid
}

fn changes(d: &Difference, lang: Lang) -> Grid {
    let word = |word: Word| word.in_lang(lang);
    let mut grid = Grid::new(vec![
        Column::name(word(Word::Resource), 12),
        Column::number(word(Word::Before)),
        Column::number(word(Word::After)),
        Column::number(word(Word::Change)),
        Column::number("").optional(),
    ]);
    let several = several_environments(&d.changes);
    grid.header();
    for change in &d.changes {
        let share = percent(change.delta.expected, change.before.expected);
        grid.row(
            Tone::Plain,
            vec![
                subject(change, several, lang),
                amount(change.before.expected, USD),
                amount(change.after.expected, USD),
                signed(change.delta.expected, USD),
                share.unwrap_or_default(),
            ],
        );
        for reason in beside(change) {
            grid.note(0, words(reason, lang));
        }
        if let Some(range) = low_high(&change.delta, lang) {
            grid.note(0, range);
        }
    }
    grid.rule();
    let total = vec![
        word(Word::Total).to_owned(),
        amount(d.before.expected, USD),
        amount(d.after.expected, USD),
        signed(d.delta.expected, USD),
        String::new(),
    ];
    grid.row(Tone::Strong, total);
    grid
}
