//! The short lists under an estimate in the terminal.

use crate::estimate::Statement;
use crate::prices::Identity;
use crate::report::amounts::{USD, amount, money, rate};
use crate::report::grid::{Column, Grid};
use crate::report::notes;
use crate::report::page::{Page, Tone};
use crate::report::{Compared, Estimate, Made};
use crate::text::{Lang, Word};

/// All lists that have something to say.
pub(super) fn lists(e: &Estimate, lang: Lang, page: &mut Page) {
    if let Some(sentence) = notes::rounding(e.bill, lang) {
        page.text(Tone::Faint, 0, 0, &sentence);
    }
    let free = notes::free_tiers(e, lang);
    if !free.is_empty() {
        page.blank();
    }
    for sentence in free {
        page.text(Tone::Plain, 0, 2, &sentence);
    }
    unpriced(e, lang, page);
    unset(e, lang, page);
    caveats(e, lang, page);
    if let Some(statement) = e.statement {
        invoices(statement, lang, page);
    }
    page.blank();
    page.text(Tone::Faint, 0, 0, &identity(&e.made, lang));
}

/// Which kanjo and which prices: `kanjo 0.1.0 · price book embedded 3f2a91c04d21`.
pub(super) fn identity(made: &Made<'_>, lang: Lang) -> String {
    let sha = short(made.book);
    format!("kanjo {} · {}", made.version, Word::PriceBook.with(lang, &[&made.book.name, &sha]))
}

/// Enough of a book's digest to tell it from others.
fn short(book: &Identity) -> String {
    book.sha256.chars().take(12).collect()
}

/// Said once where the two bills are priced from two books.
pub(super) fn two_books(c: &Compared<'_>, lang: Lang) -> Option<String> {
    let named = |book: &Identity| format!("{} {}", book.name, short(book));
    let (before, after) = (named(c.book_before?), named(c.made.book));
    Some(Word::BooksDiffer.with(lang, &[&before, &after]))
}

/// A heading with the number of entries.
pub(super) fn counted(word: Word, count: usize, lang: Lang) -> String {
    let (open, close) = (lang.of(" (", "（"), lang.of(")", "）"));
    format!("{}{open}{count}{close}", word.in_lang(lang))
}

fn unpriced(e: &Estimate, lang: Lang, page: &mut Page) {
    let lines = notes::unpriced(e.bill, lang);
    if lines.len() == 0 {
        return;
    }
    page.heading(&counted(Word::NoPrice, lines.len(), lang));
    let columns = vec![Column::name("", 8).above(), Column::name("", 8), Column::name("", 8)];
    let mut grid = Grid::new(columns).indented(2);
    let more = lines.len().saturating_sub(LONGEST);
    for (cells, why) in lines.take(LONGEST) {
        grid.row(Tone::Plain, cells.to_vec());
        if !why.is_empty() {
            grid.note(1, why);
        }
    }
    grid.print(page);
    and_more(more, lang, page);
}

fn unset(e: &Estimate, lang: Lang, page: &mut Page) {
    let lines = notes::unset(e.bill, lang);
    if lines.len() == 0 {
        return;
    }
    page.heading(&counted(Word::NotCounted, lines.len(), lang));
    // Of Terraform no reader knows where to say it.
    if e.coverage.is_some() {
        page.text(Tone::Faint, 2, 2, Word::UsageStated.in_lang(lang));
    }
    let columns = vec![Column::name("", 8).above(), Column::name("", 8), Column::name("", 16)];
    let mut grid = Grid::new(columns).indented(2);
    let more = lines.len().saturating_sub(LONGEST);
    for cells in lines.take(LONGEST) {
        grid.row(Tone::Plain, cells.to_vec());
    }
    grid.print(page);
    and_more(more, lang, page);
}

/// A list under the table that is longer than this goes on in JSON and CSV.
const LONGEST: usize = 100;

fn and_more(more: usize, lang: Lang, page: &mut Page) {
    if more > 0 {
        page.text(Tone::Faint, 2, 2, &Word::MoreInJson.with(lang, &[&more.to_string()]));
    }
}

fn caveats(e: &Estimate, lang: Lang, page: &mut Page) {
    let groups = notes::caveats(e.bill);
    if groups.is_empty() {
        return;
    }
    page.heading(Word::Caveats.in_lang(lang));
    for group in groups {
        page.text(Tone::Plain, 2, 2, &group.title());
        for text in group.texts(lang) {
            page.text(Tone::Faint, 4, 4, &text);
        }
    }
}

/// What the two sums lack; `None` where they are complete.
pub(super) fn lacking(c: &Compared<'_>, lang: Lang) -> Option<String> {
    let [before, after] = c.unpriced.map(|lines| lines.to_string());
    (c.unpriced != [0, 0]).then(|| Word::CountUnpriced.with(lang, &[&before, &after]))
}

/// The heading of the invoices, with the rate and where it comes from.
pub(super) fn rate_words(statement: &Statement, lang: Lang) -> Option<String> {
    let fx = statement.fx.as_ref()?;
    let value = match &*fx.currency {
        "JPY" => format!("{} 円", fx.rate),
        currency => format!("{} {currency}", fx.rate),
    };
    let rate = Word::Rate.with(lang, &[&value]);
    let from = [fx.date.as_deref(), fx.source.as_deref()].into_iter().flatten();
    let parts: Vec<&str> = std::iter::once(rate.as_str()).chain(from).collect();
    Some(parts.join(lang.of(", ", "、")))
}

fn invoices(statement: &Statement, lang: Lang, page: &mut Page) {
    let word = |word: Word| word.in_lang(lang);
    let rate_of = rate_words(statement, lang)
        .map_or_else(String::new, |r| format!("{}{r}{}", lang.of(" (", "（"), lang.of(")", "）")));
    page.heading(&format!("{}{rate_of}", word(Word::Invoices)));
    let mut grid = Grid::new(vec![
        Column::name(word(Word::Seller), 8),
        Column::number(USD),
        Column::number(word(Word::Discount)).optional(),
        Column::number(word(Word::Net)),
        Column::number(word(Word::Tax)),
        Column::number(word(Word::WithTax)),
    ])
    .indented(2);
    grid.header();
    let currency = &*statement.currency;
    for invoice in &statement.invoices {
        let dash = |zero: bool, text: String| if zero { "–".to_owned() } else { text };
        grid.row(
            Tone::Plain,
            vec![
                invoice.seller.to_string(),
                amount(invoice.usd, USD),
                dash(invoice.discount.is_zero(), rate(invoice.discount)),
                money(invoice.net, currency),
                dash(invoice.tax_rate.is_zero(), money(invoice.tax, currency)),
                money(invoice.total, currency),
            ],
        );
    }
    grid.rule();
    let mut cells = vec![String::new(); 5];
    cells.insert(0, word(Word::Total).to_owned());
    if let Some(last) = cells.last_mut() {
        *last = money(statement.total, currency);
    }
    grid.row(Tone::Strong, cells);
    grid.print(page);
}
