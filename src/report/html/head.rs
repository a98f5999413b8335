//! The head of the page: the answer, and the few numbers that qualify it.

use super::word;
use crate::quantity::{Number, sum};
use crate::report::Estimate;
use crate::report::amounts::{band, money, money_or};
use crate::report::markup::Html;
use crate::report::notes;
use crate::report::table::basis;
use crate::text::{Lang, SheetWord};

pub(super) fn head(html: &mut Html, e: &Estimate, lang: Lang) {
    let currency = &*e.bill.currency;
    let total = e.bill.total();
    html.markup("<header>");
    if let Some(project) = e.project {
        html.leaf("h1", &[], project);
    }
    html.markup("<p class=\"answer\">");
    let expected = money_or(total.map(|t| t.expected), currency);
    html.leaf("strong", &[("id", "total")], &expected);
    html.markup(" ");
    html.leaf("span", &[], word(SheetWord::Expected, lang));
    html.markup("</p>");
    html.leaf("p", &[("class", "basis")], &basis(e, lang));
    if !e.bill.is_complete() {
        html.leaf("p", &[("class", "warning")], word(SheetWord::Incomplete, lang));
    }
    html.markup("<dl class=\"facts\">");
    let mut fact = |id: &'static str, name: SheetWord, value: String| {
        html.markup("<div>");
        html.leaf("dt", &[], word(name, lang));
        html.leaf("dd", &[("id", id)], &value);
        html.markup("</div>");
    };
    if let Some(total) = total.filter(|total| !total.is_same()) {
        fact("range", SheetWord::LowToHigh, band(&total, currency, lang));
    }
    let year = total.and_then(|t| t.expected.times(Number::from(12u64)));
    fact("year", SheetWord::AYear, money_or(year, currency));
    if let Some(statement) = e.statement {
        let taxed = statement.invoices.iter().any(|invoice| !invoice.tax.is_zero());
        let name = if taxed { SheetWord::Invoiced } else { SheetWord::InvoicedPlain };
        fact("invoiced", name, money(statement.total, &statement.currency));
    }
    let free = sum(e.bill.charges.iter().filter_map(notes::taken_off).map(|(_, off)| off));
    if let Some(free) = free.filter(|free| !free.is_zero()) {
        fact("free", SheetWord::AgainstList, money(free, currency));
    }
    if !e.bill.unpriced.is_empty() {
        fact("unpriced", SheetWord::Unpriced, e.bill.unpriced.len().to_string());
    }
    if !e.bill.unset.is_empty() {
        fact("unset", SheetWord::NotCounted, e.bill.unset.len().to_string());
    }
    html.markup("</dl></header>\n");
}
