//! Advice in the terminal: what could be saved, then each saving with its
//! evidence and the `--set` that is it.

use crate::advice::Advised;
use crate::report::advice_words::{
    alone, answer, break_even, declined, expired, keeps, keeps_all, manner, of, range, said,
    scenario, why,
};
use crate::report::amounts::{USD, amount};
use crate::report::grid::{Column, Grid};
use crate::report::page::{Page, Tone};
use crate::report::under::identity;
use crate::report::{Made, Style};
use crate::text::{AdviceWord as Word, Lang};

/// The advice as a table for the terminal, best first.
pub fn advice_table(made: &Made<'_>, advised: &Advised, style: &Style) -> String {
    let lang = style.lang;
    let mut page = Page::new(style);
    page.text(Tone::Strong, 0, 2, &answer(advised, lang));
    if let Some(range) = advised.saving().and_then(|saving| range(&saving, lang)) {
        page.text(Tone::Plain, 0, 2, &range);
    }
    if let Some(text) = keeps_all(advised, lang) {
        page.text(Tone::Plain, 0, 2, &text);
    }
    if !advised.advice.is_empty() {
        page.blank();
        grid(advised, lang).print(&mut page);
        page.blank();
        page.text(Tone::Faint, 0, 2, Word::Adds.in_lang(lang));
    }
    list(&mut page, Word::Scenarios, lang, advised.scenarios.iter().map(|s| scenario(s, lang)));
    let waived = advised.declined.iter().map(|one| vec![declined(one, lang)]);
    let over = advised.expired.iter().map(|one| vec![expired(one, lang)]);
    list(&mut page, Word::Declined, lang, waived.chain(over));
    if style.explain {
        let quiet = advised.quiet.iter().map(|quiet| {
            let text =
                format!("{} {}: {}", quiet.rule.name, of(&quiet.subject, lang), why(quiet, lang));
            let even = quiet.break_even.iter().map(|found| break_even(found, lang));
            std::iter::once(text).chain(even).collect()
        });
        list(&mut page, Word::Silent, lang, quiet);
    }
    page.blank();
    page.text(Tone::Faint, 0, 0, &identity(made, lang));
    page.finish()
}

/// A heading and what stands under it; nothing where there is nothing.
fn list(page: &mut Page, heading: Word, lang: Lang, items: impl Iterator<Item = Vec<String>>) {
    for (i, lines) in items.enumerate() {
        if i == 0 {
            page.heading(heading.in_lang(lang));
        }
        for (i, line) in lines.iter().enumerate() {
            let indent = if i == 0 { 2 } else { 4 };
            page.text(Tone::Plain, indent, indent + 2, line);
        }
    }
}

fn grid(advised: &Advised, lang: Lang) -> Grid {
    let word = |word: Word| word.in_lang(lang);
    let mut grid = Grid::new(vec![
        Column::name(word(Word::Advice), 16),
        Column::name(word(Word::Of), 12),
        Column::number(&format!("{} USD", word(Word::Saves))),
    ]);
    grid.header();
    for advice in &advised.advice {
        grid.row(
            Tone::Strong,
            vec![
                said(&advice.rule.title, lang).to_owned(),
                of(&advice.subject, lang),
                amount(advice.on_top.saving.expected, USD),
            ],
        );
        let mut note = |text: String| grid.note(0, text);
        note(said(&advice.because, lang).to_owned());
        let first =
            [Some(manner(advice, lang)), range(&advice.on_top.saving, lang), alone(advice, lang)];
        note(first.into_iter().flatten().collect::<Vec<_>>().join(" · "));
        advice.break_even.iter().for_each(|found| note(break_even(found, lang)));
        keeps(&advice.keeps, lang).into_iter().for_each(&mut note);
        note(Word::Watch.with(lang, &[said(&advice.rule.watch, lang)]));
        note(Word::How.with(lang, &[said(&advice.rule.how, lang)]));
        for set in &advice.on_top.sets {
            note(format!("--set {}", quoted(set)));
        }
    }
    grid
}

/// A `--set` as a shell takes it.
pub(super) fn quoted(set: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '=' | '/');
    if set.chars().all(plain) {
        set.to_owned()
    } else {
        format!("'{}'", set.replace('\'', r"'\''"))
    }
}
