//! All lines, as a table that can be sorted and filtered.
//!
//! The rows are data and the script of the page makes elements of those that are
//! looked at, 100 at a time: 10,000 lines open at once. Every text of a row is
//! written here, so the page rounds nothing; what is summed there is summed
//! exactly.

use super::cost::{environments, service};
use super::word;
use crate::bill::{Bill, Charge};
use crate::quantity::Number;
use crate::report::amounts::{amount, quantity, unit_of, unit_price_text};
use crate::report::explain::explain;
use crate::report::layout::clean;
use crate::report::markup::Html;
use crate::text::{Lang, SheetWord, Word};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Serialize)]
struct Data {
    currency: String,
    words: BTreeMap<&'static str, &'static str>,
    /// Each text once; the rows hold places in it.
    texts: Vec<String>,
    rows: Vec<Row>,
}

/// Environment, service, resource, line, quantity, price, cost as it is shown,
/// cost as it is, how it comes about in lines.
type Row = (usize, usize, usize, usize, usize, usize, String, Exact, Vec<usize>);

/// Every digit, as text: the script must not read it as a float.
#[derive(Serialize)]
#[serde(transparent)]
struct Exact(String);

/// Texts by their place.
#[derive(Default)]
struct Texts {
    places: BTreeMap<String, usize>,
    list: Vec<String>,
}

impl Texts {
    fn place(&mut self, text: String) -> usize {
        if let Some(place) = self.places.get(&text) {
            return *place;
        }
        let place = self.list.len();
        self.list.push(clean(&text));
        self.places.insert(text, place);
        place
    }
}

fn row(charge: &Charge, currency: &str, texts: &mut Texts, lang: Lang) -> Row {
    let expected: Number = charge.quantity.expected;
    let much = format!("{} {}", quantity(expected), unit_of(expected, &charge.unit));
    (
        texts.place(charge.environment.to_string()),
        texts.place(service(charge).to_owned()),
        texts.place(charge.resource.to_string()),
        texts.place(charge.meter.to_string()),
        texts.place(much),
        texts.place(unit_price_text(charge)),
        amount(charge.cost.expected, currency),
        Exact(charge.cost.expected.to_string()),
        explain(charge, lang).into_iter().map(|line| texts.place(line)).collect(),
    )
}

pub(super) fn lines(html: &mut Html, bill: &Bill, lang: Lang) {
    let environments = environments(bill);
    let currency = &*bill.currency;
    html.section("lines", word(SheetWord::AllLines, lang), |html| {
        html.markup("<noscript>");
        html.leaf("p", &[], word(SheetWord::NoScript, lang));
        html.markup("</noscript>");
        html.markup("<form id=\"filter\" role=\"search\"><label>");
        html.text(word(SheetWord::Search, lang));
        html.markup(" <input type=\"search\" name=\"q\" autocomplete=\"off\"></label>");
        if environments.len() > 1 {
            select(
                html,
                "env",
                SheetWord::AnyEnvironment,
                Word::Environment.in_lang(lang),
                &environments,
                lang,
            );
        }
        let services: BTreeSet<&str> = bill.charges.iter().map(service).collect();
        if services.len() > 1 {
            let services: Vec<&str> = services.into_iter().collect();
            let name = word(SheetWord::Service, lang);
            select(html, "service", SheetWord::AnyService, name, &services, lang);
        }
        html.markup("</form><p id=\"shown\" role=\"status\" aria-live=\"polite\"></p>");
        html.open(
            "div",
            &[
                ("class", "scroll"),
                ("tabindex", "0"),
                ("role", "region"),
                ("aria-label", word(SheetWord::AllLines, lang)),
            ],
        );
        // One environment need not stand on every row.
        let class = if environments.len() > 1 { "" } else { "one" };
        html.open("table", &[("id", "rows"), ("class", class)]);
        html.markup("<thead><tr>");
        let a_month = Word::ColumnAMonth.with(lang, &[currency]);
        let columns: [(&'static str, &str, bool); 7] = [
            ("env", Word::Environment.in_lang(lang), false),
            ("service", word(SheetWord::Service, lang), false),
            ("resource", Word::Resource.in_lang(lang), false),
            ("line", Word::Line.in_lang(lang), false),
            ("", Word::Quantity.in_lang(lang), true),
            ("", Word::ListPrice.in_lang(lang), true),
            ("cost", &a_month, true),
        ];
        for (key, title, number) in columns {
            let class = if number { "number" } else { "" };
            html.open("th", &[("scope", "col"), ("class", class), ("data-key", key)]);
            if key.is_empty() {
                html.text(title);
            } else {
                let label = SheetWord::SortBy.with(lang, &[title]);
                html.leaf("button", &[("type", "button"), ("title", &label)], title);
            }
            html.markup("</th>");
        }
        html.markup("</tr></thead><tbody></tbody></table></div>");
        html.markup("<nav id=\"pages\" hidden>");
        html.leaf(
            "button",
            &[("type", "button"), ("id", "previous")],
            word(SheetWord::Previous, lang),
        );
        html.markup("<span id=\"page\"></span>");
        html.leaf("button", &[("type", "button"), ("id", "next")], word(SheetWord::Next, lang));
        html.markup("</nav><p id=\"printed\" class=\"note\" hidden></p>\n");
        html.data("bill", &data(bill, lang));
    });
}

fn select(
    html: &mut Html,
    name: &'static str,
    any: SheetWord,
    label: &str,
    values: &[&str],
    lang: Lang,
) {
    html.open("select", &[("name", name), ("aria-label", label)]);
    html.leaf("option", &[("value", "")], word(any, lang));
    for value in values {
        html.leaf("option", &[("value", value)], value);
    }
    html.close("select");
}

fn data(bill: &Bill, lang: Lang) -> String {
    let mut texts = Texts::default();
    let rows = bill.charges.iter().map(|c| row(c, &bill.currency, &mut texts, lang)).collect();
    let of = |word: SheetWord| word.in_lang(lang);
    let data = Data {
        currency: bill.currency.to_string(),
        words: BTreeMap::from([
            ("shown", of(SheetWord::Shown)),
            ("page", of(SheetWord::PageOf)),
            ("how", of(SheetWord::How)),
            ("printed", of(SheetWord::PrintedPart)),
        ]),
        texts: texts.list,
        rows,
    };
    // A list of texts and numbers always serialises.
    serde_json::to_string(&data).unwrap_or_default()
}
