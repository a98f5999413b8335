//! What an update of the price cache did.

use crate::prices::{Identity, KeyChange};
use crate::report::Style;
use crate::report::page::{Page, Tone};
use crate::report::prices::json;
use crate::report::prices_diff::{counted, keys};
use crate::report::prices_diff_json::{ChangeJson, change};
use crate::text::PricesWord as Word;
use serde::Serialize;

/// The result of an update.
pub struct PriceUpdate<'a> {
    pub before: &'a Identity,
    pub after: &'a Identity,
    pub changes: &'a [KeyChange],
    /// Keys that were read, and those that cost what they cost.
    pub read: usize,
    pub confirmed: usize,
    /// Key and why.
    pub refused: &'a [(String, String)],
    /// Offers that were read and their rows.
    pub offers: usize,
    pub rows: u64,
    /// Where the book is; `None`: a dry run.
    pub place: Option<&'a str>,
}

/// How many keys that were not taken a person reads.
const SHOWN: usize = 20;

/// What changed first, then what was not taken and why.
pub fn prices_update_table(u: &PriceUpdate<'_>, style: &Style) -> String {
    let lang = style.lang;
    let mut page = Page::new(style);
    if u.offers == 0 {
        page.text(Tone::Strong, 0, 2, Word::Nothing.in_lang(lang));
    } else {
        let facts = [
            u.read.to_string(),
            counted(u.changes, lang),
            u.confirmed.to_string(),
            u.refused.len().to_string(),
        ];
        page.text(
            Tone::Strong,
            0,
            2,
            &Word::Taken.with(lang, &facts.each_ref().map(|s| s.as_str())),
        );
    }
    if !u.changes.is_empty() {
        page.blank();
        keys(u.changes, lang).print(&mut page);
    }
    if !u.refused.is_empty() {
        page.heading(Word::Kept.in_lang(lang));
        for (key, why) in u.refused.iter().take(SHOWN) {
            page.text(Tone::Plain, 2, 6, &format!("{key}: {why}"));
        }
        if u.refused.len() > SHOWN {
            let more = (u.refused.len() - SHOWN).to_string();
            page.text(Tone::Faint, 2, 6, &Word::More.with(lang, &[&more]));
        }
    }
    page.blank();
    let facts = [u.offers.to_string(), u.rows.to_string()];
    page.text(Tone::Faint, 0, 2, &Word::Offers.with(lang, &facts.each_ref().map(|s| s.as_str())));
    let books = [&u.before.name, &u.before.newest, &u.after.name, &u.after.newest];
    page.text(Tone::Faint, 0, 2, &Word::Books.with(lang, &books.map(String::as_str)));
    match u.place {
        Some(place) => page.text(Tone::Faint, 0, 2, &Word::Written.with(lang, &[place])),
        None => page.text(Tone::Faint, 0, 2, Word::Dry.in_lang(lang)),
    }
    page.finish()
}

/// The same for programs.
pub fn prices_update_json(u: &PriceUpdate<'_>) -> String {
    #[derive(Serialize)]
    struct RefusedJson<'a> {
        key: &'a str,
        why: &'a str,
    }
    #[derive(Serialize)]
    struct Document<'a> {
        schema: u32,
        sha256: &'a str,
        oldest: &'a str,
        newest: &'a str,
        written: Option<&'a str>,
        offers: usize,
        rows: u64,
        read: usize,
        confirmed: usize,
        changes: Vec<ChangeJson<'a>>,
        refused: Vec<RefusedJson<'a>>,
    }
    json(&Document {
        schema: 1,
        sha256: &u.after.sha256,
        oldest: &u.after.oldest,
        newest: &u.after.newest,
        written: u.place,
        offers: u.offers,
        rows: u.rows,
        read: u.read,
        confirmed: u.confirmed,
        changes: u.changes.iter().filter_map(change).collect(),
        refused: u.refused.iter().map(|(key, why)| RefusedJson { key, why }).collect(),
    })
}
