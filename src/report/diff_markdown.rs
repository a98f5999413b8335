//! The difference of two bills as Markdown for a pull request: the delta first,
//! the largest movements, the others folded away.

use crate::bill::{Change, Difference};
use crate::report::Made;
use crate::report::Style;
use crate::report::amounts::{USD, amount, signed};
use crate::report::diff_table::{answer, low_high};
use crate::report::escape::{MarkdownTable, folded, name, words};
use crate::report::reasons::{all, beside, several_environments, subject};
use crate::report::under::identity;
use crate::text::{Lang, Word};

/// How many changes are open; a comment is short.
const OPEN: usize = 5;

/// The difference as GitHub's Markdown.
pub fn difference_markdown(
    made: &Made<'_>,
    d: &Difference,
    before_name: &str,
    after_name: &str,
    style: &Style,
) -> String {
    let lang = style.lang;
    let mut out = format!("**{}**", words(&answer(d, lang)));
    if let Some(range) = low_high(&d.delta, lang) {
        out.push_str(&format!(" {}", words(&range)));
    }
    out.push_str("\n\n");
    if !d.changes.is_empty() {
        out.push_str(&changes(&d.changes, lang));
        out.push('\n');
    }
    let (before, after) = (name(before_name), name(after_name));
    out.push_str(&format!("{before} → {after} · {}\n", words(&identity(made, style.lang))));
    out
}

/// The five largest movements, and the others folded away.
pub(super) fn changes(changes: &[Change], lang: Lang) -> String {
    let several = several_environments(changes);
    let (open, rest) = changes.split_at(OPEN.min(changes.len()));
    let mut out = table(open, several, lang);
    if !rest.is_empty() {
        let summary = Word::OtherChanges.with(lang, &[&rest.len().to_string()]);
        out.push('\n');
        out.push_str(&folded(&summary, &table(rest, several, lang)));
    }
    out
}

fn table(changes: &[Change], several: bool, lang: Lang) -> String {
    let word = |word: Word| word.in_lang(lang);
    let mut table = MarkdownTable::new(&[
        (word(Word::Resource), false),
        (word(Word::Before), true),
        (word(Word::After), true),
        (word(Word::Change), true),
        (word(Word::Why), false),
    ]);
    for change in changes {
        let subject = subject(change, several, lang);
        let subject = if change.resource.is_some() { name(&subject) } else { words(&subject) };
        table.row(&[
            subject,
            amount(change.before.expected, USD),
            amount(change.after.expected, USD),
            signed(change.delta.expected, USD),
            words(&all(beside(change), lang)),
        ]);
    }
    table.finish()
}
