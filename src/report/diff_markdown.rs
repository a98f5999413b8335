//! The difference of two bills as Markdown for a pull request: the delta first,
//! the largest movements, what is not counted, and the whole table folded away.
//!
//! A comment on GitHub holds 65,536 characters. Single cells are cut before they
//! are escaped, and the tables by rows: whatever somebody names a resource, what
//! comes out is a whole table.

use crate::bill::{Change, Moved, Reason};
use crate::report::amounts::{USD, amount, money, signed};
use crate::report::diff_table::{answer, low_high};
use crate::report::escape::{MarkdownTable, cut, folded, name, words};
use crate::report::reasons::{all, beside, several_environments, subject};
use crate::report::under::{identity, lacking, two_books};
use crate::report::{Compared, Style};
use crate::text::{CommentWord, Lang, Word};

/// How many changes are open; a comment is short.
const OPEN: usize = 5;
/// How many pools, and how many sums by environment or tag.
const POOLS: usize = 1;
const GROUPS: usize = 4;
/// The whole comment in bytes, which are never fewer than characters. GitHub
/// takes 65,536; the rest is for whoever puts a marker around it.
pub(super) const LIMIT: usize = 64_000;
/// What the fold needs besides its rows.
const FRAME: usize = 500;
/// The longest name and the longest reason, in characters, and how many reasons.
const NAME: usize = 100;
const REASON: usize = 160;
const REASONS: usize = 3;

/// The difference as GitHub's Markdown.
pub fn difference_markdown(c: &Compared<'_>, style: &Style) -> String {
    let lang = style.lang;
    let (open, foot) = (open(c, lang), foot(c, lang));
    let folds = folds(c, LIMIT.saturating_sub(open.len() + foot.len()), lang);
    format!("{open}{folds}{foot}")
}

/// What is seen without opening anything.
pub(super) fn open(c: &Compared<'_>, lang: Lang) -> String {
    let d = c.difference;
    let mut out = format!("**{}**", words(&answer(d, lang)));
    if let Some(range) = low_high(&d.delta, lang) {
        out.push_str(&format!(" {}", words(&range)));
    }
    out.push_str("\n\n");
    if let Some(sentence) = two_books(c, lang) {
        out.push_str(&format!("{}\n\n", words(&cut(&sentence, 3 * NAME))));
    }
    let groups = groups(c);
    if !groups.is_empty() {
        let (few, _) = groups.split_at(GROUPS.min(groups.len()));
        out.push_str(&format!("{}\n", sums(c, few, usize::MAX, lang)));
    }
    let several = d.environments.len() > 1;
    let movers = movers(c);
    if !movers.is_empty() {
        let mut table = changes_head(lang);
        movers.iter().for_each(|change| table.row(&row(change, several, lang)));
        out.push_str(&format!("{}\n", table.finish()));
    }
    let mut counts = counts(c, lang);
    counts.extend(saved(c, lang));
    if !counts.is_empty() {
        out.push_str(&format!("{}\n\n", words(&counts.join(" · "))));
    }
    out
}

/// The largest movements of resources, then of pools.
fn movers<'a>(c: &'a Compared<'_>) -> Vec<&'a Change> {
    let (resources, pools): (Vec<&Change>, Vec<&Change>) =
        c.difference.changes.iter().partition(|change| change.resource.is_some());
    resources.into_iter().take(OPEN).chain(pools.into_iter().take(POOLS)).collect()
}

/// What is folded away where there is more than is seen, within `room` bytes.
pub(super) fn folds(c: &Compared<'_>, room: usize, lang: Lang) -> String {
    let (changes, groups) = (&c.difference.changes, groups(c));
    let mut out = String::new();
    if groups.len() > GROUPS {
        let title = CommentWord::AllGroups.with(lang, &[&groups.len().to_string()]);
        // The changes say more, and get the larger part.
        out = folded(&title, &sums(c, &groups, room / 4, lang));
        out.push('\n');
    }
    if movers(c).len() < changes.len() {
        let left = room.saturating_sub(out.len() + FRAME);
        out.push_str(&whole(changes, c.difference.environments.len() > 1, left, lang));
        out.push('\n');
    }
    out
}

/// What was compared, and with what.
pub(super) fn foot(c: &Compared<'_>, lang: Lang) -> String {
    let (before, after) = (name(&cut(c.before, NAME)), name(&cut(c.after, NAME)));
    let names = Word::InUsd.with(lang, &[&format!("{before} → {after}")]);
    format!("{names} · {}\n", words(&cut(&identity(&c.made, lang), 2 * NAME)))
}

/// The sums that moved, largest first, where there are several.
fn groups<'a>(c: &'a Compared<'_>) -> Vec<&'a Moved> {
    let all = c.groups.map_or(&*c.difference.environments, |groups| groups.rows);
    if all.len() < 2 {
        return Vec::new();
    }
    let mut moved: Vec<&Moved> = all.iter().filter(|e| !e.delta.is_zero()).collect();
    moved.sort_by_key(|e| std::cmp::Reverse(e.delta.expected.abs()));
    moved
}

/// Sums as a table, in as many rows as `room` bytes hold.
fn sums(c: &Compared<'_>, rows: &[&Moved], room: usize, lang: Lang) -> String {
    let by = c.groups.and_then(|groups| groups.by).map(|by| cut(by, NAME));
    let mut table = MarkdownTable::new(&[
        (by.as_deref().unwrap_or(Word::Environment.in_lang(lang)), false),
        (Word::Before.in_lang(lang), true),
        (Word::After.in_lang(lang), true),
        (Word::Change.in_lang(lang), true),
    ]);
    let row = |e: &&Moved| {
        let untagged = Word::Untagged.in_lang(lang).to_owned();
        [
            if e.name.is_empty() { untagged } else { name(&cut(&e.name, NAME)) },
            amount(e.before.expected, USD),
            amount(e.after.expected, USD),
            signed(e.delta.expected, USD),
        ]
    };
    let fit = rows.iter().take_while(|e| table.row_within(&row(e), room)).count();
    format!("{}{}", table.finish(), more_rows(rows.len().saturating_sub(fit), lang))
}

/// What the schedules save, where the change moves it.
fn saved(c: &Compared<'_>, lang: Lang) -> Option<String> {
    let (before, after) = c.saved.filter(|(before, after)| before != after)?;
    let [before, after] = [before, after].map(|saved| money(saved, USD));
    Some(CommentWord::Schedules.with(lang, &[&after, &before]))
}

/// `… and 12 more rows`, behind a table that was cut.
pub(super) fn more_rows(count: usize, lang: Lang) -> String {
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
    ];
    let some = counted.into_iter().filter(|(_, count)| *count > 0);
    let counts = some.map(|(word, count)| word.with(lang, &[&count.to_string()]));
    counts.chain(lacking(c, lang)).collect()
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
