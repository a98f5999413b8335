//! A hand-made table against the estimate, in the terminal: what each row
//! missed stands under it.

use crate::estimate::{ComparedRow, Comparison};
use crate::quantity::{Cases, Number};
use crate::report::Made;
use crate::report::Style;
use crate::report::amounts::{USD, amount, signed};
use crate::report::compare_words::{
    Standing, answer, delta, facts, item, rows, several_environments,
};
use crate::report::diff_table::low_high;
use crate::report::grid::{Column, Grid};
use crate::report::page::{Page, Tone};
use crate::report::under::identity;
use crate::text::{Lang, Word};

/// The comparison as a table for the terminal, in the document's order.
pub fn comparison_table(made: &Made<'_>, c: &Comparison, style: &Style) -> String {
    let lang = style.lang;
    let mut page = Page::new(style);
    page.text(Tone::Strong, 0, 2, &answer(c, lang));
    if let Some(range) = delta(c).and_then(|delta| low_high(&delta, lang)) {
        page.text(Tone::Plain, 0, 2, &range);
    }
    page.text(Tone::Faint, 0, 2, &Word::InUsd.with(lang, &[&c.document]));
    page.blank();
    grid(c, lang).print(&mut page);
    page.blank();
    page.text(Tone::Faint, 0, 0, &identity(made, style.lang));
    page.finish()
}

fn grid(c: &Comparison, lang: Lang) -> Grid {
    let word = |word: Word| word.in_lang(lang);
    let mut grid = Grid::new(vec![
        Column::name(word(Word::Item), 12),
        Column::number(word(Word::Document)),
        Column::number(word(Word::Estimate)),
        Column::number(word(Word::Difference)),
    ]);
    let several = several_environments(c);
    grid.header();
    for (standing, rows) in rows(c) {
        if standing != Standing::Both && !rows.is_empty() {
            grid.blank();
            grid.row(Tone::Strong, vec![word(standing.word()).to_owned()]);
        }
        for row in rows {
            compared(row, standing, several, lang, &mut grid);
        }
    }
    grid.rule();
    let delta = delta(c).map_or_else(|| "?".to_owned(), |delta| signed(delta.expected, USD));
    grid.row(
        Tone::Strong,
        vec![
            word(Word::Total).to_owned(),
            amount(c.before, USD),
            amount(c.after.expected, USD),
            delta,
        ],
    );
    grid
}

fn compared(row: &ComparedRow, standing: Standing, several: bool, lang: Lang, grid: &mut Grid) {
    let none = |missing: bool, number: Number| match missing {
        true => "–".to_owned(),
        false => amount(number, USD),
    };
    grid.row(
        Tone::Plain,
        vec![
            item(row, several),
            none(standing == Standing::Missing, row.document),
            none(standing == Standing::Unmatched, row.estimate.expected),
            signed(row.delta.expected, USD),
        ],
    );
    for fact in facts(row, standing, lang) {
        grid.note(0, fact);
    }
    if let Some(range) = range(&row.estimate, lang) {
        grid.note(0, range);
    }
}

/// `low 66.62, high 85.41`, where the cases of the estimate differ.
fn range(cases: &Cases<Number>, lang: Lang) -> Option<String> {
    let ends = [cases.low, cases.high].map(|cost| amount(cost, USD));
    let [low, high] = &ends;
    (!cases.is_same()).then(|| Word::LowHigh.with(lang, &[low, high]))
}
