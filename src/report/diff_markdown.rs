//! The difference of two bills as Markdown for a pull request: the delta first,
//! the largest movements, what is not counted, and the whole table folded away.
//!
//! A comment on GitHub holds 65,536 characters. Single cells are cut before they
//! are escaped, and the tables by rows: whatever somebody names a resource, what
//! comes out is a whole table.

use crate::bill::{Change, Difference, Reason};
use crate::report::amounts::{USD, amount, signed};
use crate::report::diff_table::{answer, low_high};
use crate::report::escape::{MarkdownTable, cut, folded, name, words};
use crate::report::reasons::{all, beside, several_environments, subject};
use crate::report::under::{identity, two_books};
use crate::report::{Compared, Style};
use crate::text::{Lang, Word};

/// How many changes are open; a comment is short.
const OPEN: usize = 5;
/// How many pools and how many environments.
const POOLS: usize = 3;
const ENVIRONMENTS: usize = 10;
/// The whole comment in bytes, which are never fewer than characters. GitHub
/// takes 65,536; the rest is for whoever puts a marker around it.
const LIMIT: usize = 64_000;
/// What the fold needs besides its rows.
const FRAME: usize = 500;
/// The longest name and the longest reason, in characters, and how many reasons.
const NAME: usize = 100;
const REASON: usize = 160;
const REASONS: usize = 3;

/// The difference as GitHub's Markdown.
pub fn difference_markdown(c: &Compared<'_>, style: &Style) -> String {
    let (d, lang) = (c.difference, style.lang);
    let mut out = format!("**{}**", words(&answer(d, lang)));
    if let Some(range) = low_high(&d.delta, lang) {
        out.push_str(&format!(" {}", words(&range)));
    }
    out.push_str("\n\n");
    if let Some(sentence) = two_books(c, lang) {
        out.push_str(&format!("{}\n\n", words(&cut(&sentence, 3 * NAME))));
    }
    out.push_str(&environments(d, lang));
    let several = d.environments.len() > 1;
    let (resources, pools): (Vec<&Change>, Vec<&Change>) =
        d.changes.iter().partition(|change| change.resource.is_some());
    let open: Vec<&Change> =
        resources.iter().take(OPEN).chain(pools.iter().take(POOLS)).copied().collect();
    if !open.is_empty() {
        let mut movers = changes_head(lang);
        open.iter().for_each(|change| movers.row(&row(change, several, lang)));
        out.push_str(&movers.finish());
        out.push('\n');
    }
    let counts = counts(c, lang);
    if !counts.is_empty() {
        out.push_str(&format!("{}\n\n", words(&counts.join(" · "))));
    }
    let (before, after) = (name(&cut(c.before, NAME)), name(&cut(c.after, NAME)));
    let foot =
        format!("{before} → {after} · {}\n", words(&cut(&identity(&c.made, lang), 2 * NAME)));
    if open.len() < d.changes.len() {
        let left = LIMIT.saturating_sub(out.len() + foot.len() + FRAME);
        out.push_str(&whole(&d.changes, several, left, lang));
        out.push('\n');
    }
    out + &foot
}

/// The environments that moved, largest first, where there are several.
fn environments(d: &Difference, lang: Lang) -> String {
    if d.environments.len() < 2 {
        return String::new();
    }
    let mut moved: Vec<_> = d.environments.iter().filter(|e| !e.delta.is_zero()).collect();
    moved.sort_by_key(|e| std::cmp::Reverse(e.delta.expected.abs()));
    if moved.is_empty() {
        return String::new();
    }
    let mut table = MarkdownTable::new(&[
        (Word::Environment.in_lang(lang), false),
        (Word::Before.in_lang(lang), true),
        (Word::After.in_lang(lang), true),
        (Word::Change.in_lang(lang), true),
    ]);
    for e in moved.iter().take(ENVIRONMENTS) {
        table.row(&[
            name(&cut(&e.environment, NAME)),
            amount(e.before.expected, USD),
            amount(e.after.expected, USD),
            signed(e.delta.expected, USD),
        ]);
    }
    let more = more_rows(moved.len().saturating_sub(ENVIRONMENTS), lang);
    format!("{}{more}\n", table.finish())
}

/// `… and 12 more rows`, behind a table that was cut.
fn more_rows(count: usize, lang: Lang) -> String {
    if count == 0 {
        return String::new();
    }
    format!("\n{}\n", Word::MoreRows.with(lang, &[&count.to_string()]))
}

/// `2 new · 1 removed · usage not stated and not counted: 3`.
fn counts(c: &Compared<'_>, lang: Lang) -> Vec<String> {
    let [mut new, mut removed, mut renamed, mut changed] = [0_usize; 4];
    for change in c.difference.changes.iter().filter(|change| change.resource.is_some()) {
        match change.why.first() {
            Some(Reason::Added) => new += 1,
            Some(Reason::Removed) => removed += 1,
            Some(Reason::Renamed { .. }) => renamed += 1,
            _ => changed += 1,
        }
    }
    let counted = [
        (Word::CountNew, new),
        (Word::CountRemoved, removed),
        (Word::CountRenamed, renamed),
        (Word::CountChanged, changed),
        (Word::CountUnset, c.unset),
        (Word::CountUnpriced, c.unpriced),
    ];
    let some = counted.into_iter().filter(|(_, count)| *count > 0);
    some.map(|(word, count)| word.with(lang, &[&count.to_string()])).collect()
}

/// Every change, folded away, in as many rows as `room` bytes hold.
fn whole(changes: &[Change], several: bool, room: usize, lang: Lang) -> String {
    let mut table = changes_head(lang);
    let fit = changes.iter().take_while(|c| table.row_within(&row(c, several, lang), room)).count();
    let more = more_rows(changes.len().saturating_sub(fit), lang);
    let title = Word::AllChanges.with(lang, &[&changes.len().to_string()]);
    folded(&title, &format!("{}{more}", table.finish()))
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
    let mut table = changes_head(lang);
    changes.iter().for_each(|change| table.row(&row(change, several, lang)));
    table.finish()
}

fn changes_head(lang: Lang) -> MarkdownTable {
    let word = |word: Word| word.in_lang(lang);
    MarkdownTable::new(&[
        (word(Word::Resource), false),
        (word(Word::Before), true),
        (word(Word::After), true),
        (word(Word::Change), true),
        (word(Word::Why), false),
    ])
}

/// One change; a name or a reason of any length is cut.
fn row(change: &Change, several: bool, lang: Lang) -> [String; 5] {
    let subject = cut(&subject(change, several, lang), NAME);
    [
        if change.resource.is_some() { name(&subject) } else { words(&subject) },
        amount(change.before.expected, USD),
        amount(change.after.expected, USD),
        signed(change.delta.expected, USD),
        why(beside(change), lang),
    ]
}

/// The first reasons in words.
fn why(reasons: &[Reason], lang: Lang) -> String {
    let first = reasons.iter().take(REASONS);
    let mut parts: Vec<String> =
        first.map(|reason| cut(&all(std::slice::from_ref(reason), lang), REASON)).collect();
    let more = reasons.len().saturating_sub(REASONS);
    if more > 0 {
        parts.push(Word::AndMore.with(lang, &[&more.to_string()]));
    }
    words(&parts.join(lang.of("; ", "、")))
}
