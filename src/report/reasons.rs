//! Why a cost changed, in words.

use crate::bill::{Change, Reason};
use crate::report::groups::place;
use crate::text::{CommentWord, Lang, Word};
use std::sync::Arc;

/// One reason: `hours: 2 × 0.5 × 730 h → 4 × 0.5 × 730 h`.
pub(super) fn words(reason: &Reason, lang: Lang) -> String {
    let step = |meter: &str, before: &str, after: &str| format!("{meter}: {before} → {after}");
    let line = |meter: &str, formula: &str| {
        if formula.is_empty() { meter.to_owned() } else { format!("{meter}, {formula}") }
    };
    match reason {
        Reason::Added => Word::New.in_lang(lang).to_owned(),
        Reason::Removed => Word::Removed.in_lang(lang).to_owned(),
        Reason::Input { name, before, after } => {
            let stated = |value: &Option<Arc<str>>| {
                let unstated = CommentWord::Unstated.in_lang(lang);
                value.as_deref().unwrap_or(unstated).to_owned()
            };
            CommentWord::Input.with(lang, &[name, &stated(before), &stated(after)])
        }
        Reason::Hours { schedule } => CommentWord::Hours.with(lang, &[schedule]),
        Reason::NotCounted { meter } => CommentWord::NotCounted.with(lang, &[meter]),
        Reason::NotCountedBefore { meter } => CommentWord::NotCountedBefore.with(lang, &[meter]),
        Reason::NotCountedAfter { meter } => CommentWord::NotCountedAfter.with(lang, &[meter]),
        Reason::Renamed { from } => Word::RenamedFrom.with(lang, &[from]),
        Reason::LineAdded { meter, formula } => Word::LineNew.with(lang, &[&line(meter, formula)]),
        Reason::LineRemoved { meter, formula } => {
            Word::LineGone.with(lang, &[&line(meter, formula)])
        }
        Reason::Quantity { meter, before, after } => step(meter, before, after),
        Reason::Key { meter, before, after } => {
            Word::OtherPrice.with(lang, &[&step(meter, before, after)])
        }
        Reason::Tags => Word::Tags.in_lang(lang).to_owned(),
        Reason::Pool { name } => Word::Pool.with(lang, &[name]),
        Reason::Prices => Word::OtherBook.in_lang(lang).to_owned(),
    }
}

/// All reasons of a change on one line.
pub(super) fn all(reasons: &[Reason], lang: Lang) -> String {
    let words: Vec<String> = reasons.iter().map(|reason| words(reason, lang)).collect();
    words.join(lang.of("; ", "、"))
}

/// What changed: the resource, or the pool that moved.
pub(super) fn subject(change: &Change, several: bool, lang: Lang) -> String {
    match (&change.resource, change.why.first()) {
        (Some(resource), _) => {
            place(several, change.environment.as_deref().unwrap_or(""), resource)
        }
        (None, Some(reason)) => words(reason, lang),
        (None, None) => Word::Other.in_lang(lang).to_owned(),
    }
}

/// The reasons that the subject does not already say. Where inputs say it, what
/// follows from them for each line is left to JSON and CSV.
pub(super) fn beside(change: &Change) -> &[Reason] {
    let stated = |why: &&Reason| {
        use Reason::{Hours, Input, NotCountedAfter, NotCountedBefore};
        matches!(
            why,
            NotCountedBefore { .. } | NotCountedAfter { .. } | Input { .. } | Hours { .. }
        )
    };
    let inputs = change.why.iter().take_while(stated).count();
    match (&change.resource, inputs) {
        (None, _) => &[],
        (Some(_), 0) => &change.why,
        (Some(_), inputs) => change.why.get(..inputs).unwrap_or(&change.why),
    }
}

/// Whether the changes span several environments.
pub(super) fn several_environments(changes: &[Change]) -> bool {
    let mut names = changes.iter().filter_map(|c| c.environment.as_ref());
    let first = names.next();
    names.any(|name| Some(name) != first)
}
