//! Advice for a pull request: three at most, and only on what the change
//! touches. Whoever asks for a review of one service does not want a lecture on
//! the account.

use crate::advice::{Advice, Advised};
use crate::report::advice::quoted;
use crate::report::advice_words::{alone, answer, break_even, keeps, manner, of, range, said};
use crate::report::amounts::{USD, amount};
use crate::report::escape::{MarkdownTable, folded, name, words};
use crate::report::under::identity;
use crate::report::{Made, Style};
use crate::text::{AdviceWord as Word, Lang};

/// How many pieces of advice are shown.
const SHOWN: usize = 3;

/// The advice as GitHub's Markdown: the answer and the best three.
pub fn advice_markdown(made: &Made<'_>, advised: &Advised, style: &Style) -> String {
    let lang = style.lang;
    let head = words(&answer(advised, lang));
    format!("**{head}**\n\n{}{}\n", best(advised, lang), words(&identity(made, lang)))
}

/// The best three. Empty where there is none.
pub(super) fn best(advised: &Advised, lang: Lang) -> String {
    let found = &advised.advice;
    if found.is_empty() {
        return String::new();
    }
    let columns = [(Word::Advice, false), (Word::Of, false), (Word::Saves, true)];
    let columns = columns.map(|(word, right)| (word.in_lang(lang), right));
    let mut table = MarkdownTable::new(&columns);
    let mut behind = String::new();
    for advice in found.iter().take(SHOWN) {
        table.row(&[
            words(said(&advice.rule.title, lang)),
            name(&of(&advice.subject, lang)),
            amount(advice.on_top.saving.expected, USD),
        ]);
        let summary = format!("{} · {}", said(&advice.rule.title, lang), of(&advice.subject, lang));
        behind.push_str(&folded(&summary, &details(advice, lang)));
        behind.push('\n');
    }
    let mut out = format!("{}\n{behind}", table.finish());
    if let Some(more) = found.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        out.push_str(&format!("{}\n\n", words(&Word::AndMore.with(lang, &[&more.to_string()]))));
    }
    out
}

fn details(advice: &Advice, lang: Lang) -> String {
    let first =
        [Some(manner(advice, lang)), range(&advice.on_top.saving, lang), alone(advice, lang)];
    let mut lines = vec![
        words(said(&advice.because, lang)),
        words(&first.into_iter().flatten().collect::<Vec<_>>().join(" · ")),
    ];
    lines.extend(advice.break_even.iter().map(|found| words(&break_even(found, lang))));
    lines.extend(keeps(&advice.keeps, lang).map(|text| words(&text)));
    lines.push(words(&Word::Watch.with(lang, &[said(&advice.rule.watch, lang)])));
    lines.push(words(&Word::How.with(lang, &[said(&advice.rule.how, lang)])));
    for set in &advice.on_top.sets {
        lines.push(name(&format!("--set {}", quoted(set))));
    }
    lines.iter().map(|line| format!("- {line}\n")).collect()
}
