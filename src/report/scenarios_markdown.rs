//! Every scenario beside the plain bill, as Markdown.

use crate::estimate::Scenarios;
use crate::report::Made;
use crate::report::Style;
use crate::report::amounts::{amount, amount_or, signed_percent};
use crate::report::diff_markdown::changes;
use crate::report::escape::{MarkdownTable, folded, name, words};
use crate::report::scenarios_table::{answer, notes, top};
use crate::report::under::identity;
use crate::text::Word;

/// The scenarios as GitHub's Markdown; all changes of each are folded away.
pub fn scenarios_markdown(made: &Made<'_>, s: &Scenarios, style: &Style) -> String {
    let lang = style.lang;
    let currency = &*s.plain.currency;
    let word = |word: Word| word.in_lang(lang);
    let a_month = Word::ColumnAMonth.with(lang, &[currency]);
    let mut table = MarkdownTable::new(&[
        (word(Word::Scenario), false),
        (&a_month, true),
        (word(Word::Change), true),
        (word(Word::Why), false),
    ]);
    let plain = s.plain.total().map(|total| total.expected);
    let none = String::new;
    table.row(&[
        format!("**{}**", word(Word::Plain)),
        format!("**{}**", amount_or(plain, currency)),
        none(),
        none(),
    ]);
    let mut behind = String::new();
    for scenario in &s.scenarios {
        let delta = scenario.difference.delta.expected;
        let change = match plain {
            Some(plain) => signed_percent(delta, plain, currency),
            None => none(),
        };
        table.row(&[
            name(&scenario.name),
            amount(scenario.total.expected, currency),
            words(&change),
            words(&top(scenario, currency, lang).join(" · ")),
        ]);
        if !scenario.difference.changes.is_empty() {
            let list = changes(&scenario.difference.changes, lang);
            behind.push('\n');
            behind.push_str(&folded(&scenario.name, &list));
        }
    }
    for note in notes(s, lang) {
        behind.push_str(&format!("\n{}\n", words(&note)));
    }
    let answer = words(&answer(s, lang));
    let table = table.finish();
    format!("**{answer}**\n\n{table}{behind}\n{}\n", words(&identity(made, style.lang)))
}
