//! A hand-made table against the estimate, as Markdown.

use crate::estimate::{ComparedRow, Comparison};
use crate::quantity::Number;
use crate::report::Made;
use crate::report::Style;
use crate::report::amounts::{USD, amount, signed};
use crate::report::compare_words::{
    Standing, answer, delta, facts, item, rows, several_environments,
};
use crate::report::diff_table::low_high;
use crate::report::escape::{MarkdownTable, folded, name, words};
use crate::report::under::identity;
use crate::text::{Lang, Word};

/// The comparison as GitHub's Markdown: the rows open, what is behind them
/// folded away.
pub fn comparison_markdown(made: &Made<'_>, c: &Comparison, style: &Style) -> String {
    let lang = style.lang;
    let word = |word: Word| word.in_lang(lang);
    let mut out = format!("**{}**", words(&answer(c, lang)));
    if let Some(range) = delta(c).and_then(|delta| low_high(&delta, lang)) {
        out.push_str(&format!(" {}", words(&range)));
    }
    out.push_str("\n\n");
    let mut table = MarkdownTable::new(&[
        (word(Word::Item), false),
        (word(Word::Document), true),
        (word(Word::Estimate), true),
        (word(Word::Difference), true),
        ("", false),
    ]);
    let several = several_environments(c);
    let mut behind = String::new();
    for (standing, rows) in rows(c) {
        for row in rows {
            table.row(&cells(row, standing, several, lang));
            let facts = facts(row, standing, lang);
            if facts.is_empty() {
                continue;
            }
            behind.push_str(&format!("- {}\n", name(&item(row, several))));
            for fact in facts {
                behind.push_str(&format!("  - {}\n", words(&fact)));
            }
        }
    }
    let delta = delta(c).map_or_else(|| "?".to_owned(), |delta| signed(delta.expected, USD));
    table.row(&[
        format!("**{}**", word(Word::Total)),
        format!("**{}**", amount(c.before, USD)),
        format!("**{}**", amount(c.after.expected, USD)),
        format!("**{delta}**"),
        String::new(),
    ]);
    out.push_str(&table.finish());
    if !behind.is_empty() {
        out.push('\n');
        out.push_str(&folded(word(Word::Why), &behind));
    }
    out.push_str(&format!("\n{} · {}\n", name(&c.document), words(&identity(made, style.lang))));
    out
}

fn cells(row: &ComparedRow, standing: Standing, several: bool, lang: Lang) -> [String; 5] {
    let none = |missing: bool, number: Number| match missing {
        true => "–".to_owned(),
        false => amount(number, USD),
    };
    let remark = match standing {
        Standing::Both => String::new(),
        other => words(other.word().in_lang(lang)),
    };
    [
        name(&item(row, several)),
        none(standing == Standing::Missing, row.document),
        none(standing == Standing::Unmatched, row.estimate.expected),
        signed(row.delta.expected, USD),
        remark,
    ]
}
