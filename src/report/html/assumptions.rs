//! What the number rests on: invoices, what is left out, caveats, and where the
//! prices come from.

use super::word;
use crate::diagnostic::Code;
use crate::report::Estimate;
use crate::report::amounts::{USD, amount, money, rate};
use crate::report::markup::Html;
use crate::report::notes;
use crate::report::under::{counted, rate_words};
use crate::text::{Lang, SheetWord, Word};
use std::collections::BTreeMap;

pub(super) fn invoices(html: &mut Html, e: &Estimate, lang: Lang) {
    let Some(statement) = e.statement else { return };
    let word = |word: Word| word.in_lang(lang);
    html.section("invoices", word(Word::Invoices), |html| {
        if let Some(rate) = rate_words(statement, lang) {
            html.leaf("p", &[("class", "said")], &rate);
        }
        html.markup("<div class=\"scroll\" tabindex=\"0\"><table>");
        html.head(&[
            (word(Word::Seller), false),
            (USD, true),
            (word(Word::Discount), true),
            (word(Word::Net), true),
            (word(Word::Tax), true),
            (word(Word::WithTax), true),
        ]);
        let currency = &*statement.currency;
        html.markup("<tbody>");
        for invoice in &statement.invoices {
            html.markup("<tr>");
            html.leaf("th", &[("scope", "row")], &invoice.seller);
            let dash = |zero: bool, text: String| if zero { "–".to_owned() } else { text };
            let tax = format!("{} ({})", money(invoice.tax, currency), rate(invoice.tax_rate));
            for cell in [
                amount(invoice.usd, USD),
                dash(invoice.discount.is_zero(), rate(invoice.discount)),
                money(invoice.net, currency),
                dash(invoice.tax_rate.is_zero(), tax),
                money(invoice.total, currency),
            ] {
                html.leaf("td", &[("class", "number")], &cell);
            }
            html.markup("</tr>");
        }
        html.markup("</tbody><tfoot><tr>");
        html.leaf("th", &[("scope", "row"), ("colspan", "5")], word(Word::Total));
        html.leaf("td", &[("class", "number")], &money(statement.total, currency));
        html.markup("</tr></tfoot></table></div>");
    });
}

pub(super) fn assumptions(html: &mut Html, e: &Estimate, lang: Lang) {
    html.section("assumptions", word(SheetWord::Assumptions, lang), |html| {
        for sentence in notes::rounding(e.bill, lang).into_iter().chain(notes::free_tiers(e, lang))
        {
            html.leaf("p", &[], &sentence);
        }
        unpriced(html, e, lang);
        unset(html, e, lang);
        caveats(html, e, lang);
        provenance(html, e, lang);
    });
}

fn unpriced(html: &mut Html, e: &Estimate, lang: Lang) {
    let lines: Vec<_> = notes::unpriced(e.bill, lang).collect();
    if lines.is_empty() {
        return;
    }
    html.leaf("h3", &[], &counted(Word::NoPrice, lines.len(), lang));
    html.markup("<table id=\"no-price\"><tbody>");
    for ([resource, line, much], why) in lines {
        html.markup("<tr>");
        html.leaf("th", &[("scope", "row")], &resource);
        html.leaf("td", &[], &line);
        html.leaf("td", &[("class", "number")], &much);
        html.leaf("td", &[("class", "faint")], &why);
        html.markup("</tr>");
    }
    html.markup("</tbody></table>");
}

fn unset(html: &mut Html, e: &Estimate, lang: Lang) {
    let lines: Vec<_> = notes::unset(e.bill, lang).collect();
    if lines.is_empty() {
        return;
    }
    html.leaf("h3", &[], &counted(Word::NotCounted, lines.len(), lang));
    html.markup("<div class=\"scroll\" tabindex=\"0\"><table id=\"not-counted\"><tbody>");
    for [resource, line, price] in lines {
        html.markup("<tr>");
        html.leaf("th", &[("scope", "row")], &resource);
        html.leaf("td", &[], &line);
        html.leaf("td", &[("class", "number")], &price);
        html.markup("</tr>");
    }
    html.markup("</tbody></table></div>");
}

fn caveats(html: &mut Html, e: &Estimate, lang: Lang) {
    let groups = notes::caveats(e.bill);
    if groups.is_empty() {
        return;
    }
    html.leaf("h3", &[], Word::Caveats.in_lang(lang));
    html.markup("<dl class=\"caveats\">");
    for group in groups {
        html.markup("<dt>");
        html.leaf("code", &[], &group.title());
        html.markup("</dt>");
        // What the code means, once.
        let summary = group.code.summary(lang);
        if group.code != Code::Note {
            html.leaf("dd", &[("class", "faint")], summary);
        }
        for text in group.texts(lang).iter().filter(|text| *text != summary) {
            html.leaf("dd", &[], text);
        }
    }
    html.markup("</dl>");
}

/// Lines and dates by source: which part of the number rests on what.
fn provenance(html: &mut Html, e: &Estimate, lang: Lang) {
    let mut sources: BTreeMap<(&str, &str), (&str, &str, u64)> = BTreeMap::new();
    let stated = word(SheetWord::NoPriceBook, lang);
    for charge in &e.bill.charges {
        let (key, date) = match &charge.price {
            Some(price) => ((&*price.source, &*price.confidence), &*price.as_of),
            None => ((stated, ""), ""),
        };
        let (oldest, newest, lines) = sources.entry(key).or_insert((date, date, 0));
        *oldest = (*oldest).min(date);
        *newest = (*newest).max(date);
        *lines += 1;
    }
    if sources.is_empty() {
        return;
    }
    html.leaf("h3", &[], word(SheetWord::Provenance, lang));
    html.markup("<div class=\"scroll\" tabindex=\"0\"><table id=\"sources\">");
    html.head(&[
        (word(SheetWord::SourceId, lang), false),
        (word(SheetWord::Confidence, lang), false),
        (word(SheetWord::OldestDate, lang), false),
        (word(SheetWord::LinesCount, lang), true),
    ]);
    html.markup("<tbody>");
    for ((source, confidence), (oldest, newest, lines)) in sources {
        html.markup("<tr>");
        html.leaf("th", &[("scope", "row")], source);
        html.leaf("td", &[], confidence);
        let dates = match oldest == newest {
            true => newest.to_owned(),
            false => Word::Band.with(lang, &[oldest, newest]),
        };
        html.leaf("td", &[], &dates);
        html.leaf("td", &[("class", "number")], &lines.to_string());
        html.markup("</tr>");
    }
    html.markup("</tbody></table></div>");
}
