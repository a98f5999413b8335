//! Every scenario beside the plain bill, in the terminal.

use crate::bill::{Bill, Caveat};
use crate::estimate::{Scenario, Scenarios};
use crate::report::Made;
use crate::report::Style;
use crate::report::amounts::{amount, amount_or, money_or, percent, signed};
use crate::report::diff_table::low_high;
use crate::report::grid::{Column, Grid};
use crate::report::page::{Page, Tone};
use crate::report::reasons::{all, beside, several_environments, subject};
use crate::report::under::identity;
use crate::text::{Lang, Word, translated};

/// The scenarios as a table for the terminal, in the order of the file.
pub fn scenarios_table(made: &Made<'_>, s: &Scenarios, style: &Style) -> String {
    let lang = style.lang;
    let mut page = Page::new(style);
    page.text(Tone::Strong, 0, 2, &answer(s, lang));
    page.blank();
    grid(s, lang).print(&mut page);
    for note in notes(s, lang) {
        page.text(Tone::Plain, 0, 2, &note);
    }
    page.blank();
    page.text(Tone::Faint, 0, 0, &identity(made, style.lang));
    page.finish()
}

/// `USD 390.05 a month as it is; cheapest scenario short-logs 389.80 (-0.25)`.
pub(super) fn answer(s: &Scenarios, lang: Lang) -> String {
    answer_of(&s.plain, &s.scenarios, lang)
}

pub(super) fn answer_of(plain: &Bill, scenarios: &[Scenario], lang: Lang) -> String {
    let currency = &*plain.currency;
    let plain = plain.total().map(|total| total.expected);
    let mut text = Word::PlainAnswer.with(lang, &[&money_or(plain, currency)]);
    let cheapest = scenarios
        .iter()
        .filter(|scenario| scenario.difference.delta.expected.is_negative())
        .min_by_key(|scenario| scenario.total.expected);
    let second = match cheapest {
        Some(best) => Word::Cheapest.with(
            lang,
            &[
                &best.name,
                &amount(best.total.expected, currency),
                &signed(best.difference.delta.expected, currency),
            ],
        ),
        None if scenarios.is_empty() => return text,
        None => Word::NoneCheaper.in_lang(lang).to_owned(),
    };
    text.push_str(lang.of("; ", "、"));
    text.push_str(&second);
    text
}

/// What holds for any of the bills as a whole: `calendar-average: …`.
pub(super) fn notes(s: &Scenarios, lang: Lang) -> Vec<String> {
    let text = |caveat: &Caveat| format!("{}: {}", caveat.code, translated(&caveat.message, lang));
    let mut notes: Vec<String> = Vec::new();
    for note in s.plain.caveats.iter().map(text) {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    let plain = notes.clone();
    for scenario in &s.scenarios {
        // What only one scenario has is said of it: two may say the opposite.
        let own = scenario.caveats.iter().map(text).filter(|note| !plain.contains(note));
        for note in own.map(|note| format!("{}: {note}", scenario.name)) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    notes
}

/// How many changes of a scenario are named.
const SHOWN: usize = 3;

/// What moves a scenario most: `endpoints +61.32: new`.
pub(super) fn top(scenario: &Scenario, currency: &str, lang: Lang) -> Vec<String> {
    let changes = &scenario.difference.changes;
    let several = several_environments(changes);
    let mut lines: Vec<String> = changes
        .iter()
        .take(SHOWN)
        .map(|change| {
            let name = subject(change, several, lang);
            let delta = signed(change.delta.expected, currency);
            match beside(change) {
                [] => format!("{name} {delta}"),
                why => format!("{name} {delta}: {}", all(why, lang)),
            }
        })
        .collect();
    if let Some(left) = changes.len().checked_sub(SHOWN).filter(|left| *left > 0) {
        lines.push(Word::AndMore.with(lang, &[&left.to_string()]));
    }
    if scenario.unpriced > 0 {
        lines.insert(0, Word::IncompleteMany.with(lang, &[&scenario.unpriced.to_string()]));
    }
    if let Some(title) = &scenario.title {
        lines.insert(0, title.to_string());
    }
    lines
}

fn grid(s: &Scenarios, lang: Lang) -> Grid {
    let currency = &*s.plain.currency;
    let word = |word: Word| word.in_lang(lang);
    let mut grid = Grid::new(vec![
        Column::name(word(Word::Scenario), 12),
        Column::number(&Word::ColumnAMonth.with(lang, &[currency])),
        Column::number(word(Word::Change)),
        Column::number("").optional(),
    ]);
    grid.header();
    let plain = s.plain.total().map(|total| total.expected);
    grid.row(Tone::Strong, vec![word(Word::Plain).to_owned(), amount_or(plain, currency)]);
    for scenario in &s.scenarios {
        let delta = scenario.difference.delta;
        let share = plain.and_then(|plain| percent(delta.expected, plain));
        grid.row(
            Tone::Plain,
            vec![
                scenario.name.to_string(),
                amount(scenario.total.expected, currency),
                signed(delta.expected, currency),
                share.unwrap_or_default(),
            ],
        );
        for line in top(scenario, currency, lang) {
            grid.note(0, line);
        }
        if let Some(range) = low_high(&delta, lang) {
            grid.note(0, range);
        }
    }
    grid
}
