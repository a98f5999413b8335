//! Where the money goes: by environment, and by service with the environments
//! in it. Each row is a bar and its number, so the chart is its own table.

use super::chart::{bar, swatch};
use super::word;
use crate::bill::{Bill, Charge};
use crate::quantity::{Number, sum};
use crate::report::amounts::{amount, percent};
use crate::report::markup::{Html, in_address};
use crate::text::{Lang, SheetWord, Word};
use std::collections::BTreeMap;

/// Rows of a breakdown; the rest is one row. A rest of one is shown as itself.
const ROWS: usize = 12;

fn shown(count: usize) -> usize {
    if count == ROWS + 1 { count } else { ROWS }
}

struct Row<'a> {
    name: &'a str,
    /// Expected cost by environment, in the order of their names.
    parts: Vec<(usize, Number)>,
    total: Number,
}

/// What a line is of, for a reader: its service, or who sells it.
pub(super) fn service(charge: &Charge) -> &str {
    match &charge.key {
        Some(key) => &key.service,
        None if charge.seller().is_empty() => &charge.kind,
        None => charge.seller(),
    }
}

/// The names of the environments, sorted: the colours follow them.
pub(super) fn environments(bill: &Bill) -> Vec<&str> {
    let mut names: Vec<&str> = bill.charges.iter().map(|c| &*c.environment).collect();
    names.dedup();
    names.sort_unstable();
    names.dedup();
    names
}

pub(super) fn breakdowns(html: &mut Html, bill: &Bill, lang: Lang) {
    let environments = environments(bill);
    let Some(total) = bill.total().map(|t| t.expected).filter(|t| !t.is_zero()) else { return };
    if environments.len() > 1 {
        let rows = rows(bill, &environments, |c| &c.environment);
        html.section("by-environment", word(SheetWord::ByEnvironment, lang), |html| {
            table(html, &rows, total, Some("env"), Word::Environment.in_lang(lang), bill, lang);
        });
    }
    let services = rows(bill, &environments, service);
    // Where all is of one service, the resources say more.
    if services.len() > 1 {
        html.section("by-service", word(SheetWord::ByService, lang), |html| {
            legend(html, &environments);
            let name = word(SheetWord::Service, lang);
            table(html, &services, total, Some("service"), name, bill, lang);
        });
    } else {
        let rows = rows(bill, &environments, |c| &c.resource);
        html.section("by-service", word(SheetWord::ByResource, lang), |html| {
            legend(html, &environments);
            table(html, &rows, total, None, Word::Resource.in_lang(lang), bill, lang);
        });
    }
}

/// Sums by a name, largest first.
fn rows<'a>(
    bill: &'a Bill,
    environments: &[&str],
    name: impl Fn(&'a Charge) -> &'a str,
) -> Vec<Row<'a>> {
    let mut sums: BTreeMap<&str, BTreeMap<usize, Number>> = BTreeMap::new();
    for charge in &bill.charges {
        let series = environments.binary_search(&&*charge.environment).unwrap_or(0);
        let part = sums.entry(name(charge)).or_default().entry(series).or_default();
        *part = part.plus(charge.cost.expected).unwrap_or(*part);
    }
    let mut rows: Vec<Row> = sums
        .into_iter()
        .map(|(name, parts)| Row {
            name,
            total: sum(parts.values().copied()).unwrap_or_default(),
            parts: parts.into_iter().collect(),
        })
        .collect();
    rows.sort_by(|a, b| b.total.cmp(&a.total).then_with(|| a.name.cmp(b.name)));
    rows
}

/// Which colour is which environment.
fn legend(html: &mut Html, environments: &[&str]) {
    if environments.len() < 2 {
        return;
    }
    html.markup("<p class=\"legend\">");
    for (series, name) in environments.iter().enumerate() {
        html.markup("<span>");
        swatch(html, series);
        html.text(name);
        html.markup("</span> ");
    }
    html.markup("</p>");
}

fn table(
    html: &mut Html,
    rows: &[Row],
    total: Number,
    filter: Option<&'static str>,
    name: &str,
    bill: &Bill,
    lang: Lang,
) {
    let currency = &*bill.currency;
    let a_month = Word::ColumnAMonth.with(lang, &[currency]);
    let largest = rows.first().map_or(total, |row| row.total);
    html.markup("<table class=\"bars\">");
    html.head(&[
        (name, false),
        ("", false),
        (&a_month, true),
        (word(SheetWord::Share, lang), true),
    ]);
    html.markup("<tbody>");
    for row in rows.iter().take(shown(rows.len())) {
        html.markup("<tr><th scope=\"row\">");
        match filter {
            Some(key) => {
                let address = format!("#{key}={}", in_address(row.name));
                let title = SheetWord::ShowsOnly.with(lang, &[row.name]);
                html.leaf("a", &[("href", &address), ("title", &title)], row.name);
            }
            None => html.text(row.name),
        }
        html.markup("</th><td class=\"chart\">");
        bar(html, &row.parts, largest, None);
        html.markup("</td>");
        numbers(html, row.total, total, currency);
    }
    let rest = rows.get(shown(rows.len())..).unwrap_or(&[]);
    if let Some(others) = sum(rest.iter().map(|r| r.total)).filter(|_| !rest.is_empty()) {
        html.markup("<tr><th scope=\"row\">");
        html.text(&SheetWord::OthersCount.with(lang, &[&rest.len().to_string()]));
        html.markup("</th><td class=\"chart\">");
        let parts: Vec<(usize, Number)> = rest.iter().flat_map(|r| r.parts.clone()).collect();
        bar(html, &merged(&parts), largest, None);
        html.markup("</td>");
        numbers(html, others, total, currency);
    }
    html.markup("</tbody><tfoot><tr>");
    html.leaf("th", &[("scope", "row")], Word::Total.in_lang(lang));
    html.markup("<td class=\"chart\"></td>");
    html.leaf("td", &[("class", "number")], &amount(total, currency));
    html.markup("<td class=\"number\"></td></tr></tfoot></table>\n");
}

fn merged(parts: &[(usize, Number)]) -> Vec<(usize, Number)> {
    let mut sums: BTreeMap<usize, Number> = BTreeMap::new();
    for (series, value) in parts {
        let part = sums.entry(*series).or_default();
        *part = part.plus(*value).unwrap_or(*part);
    }
    sums.into_iter().collect()
}

fn numbers(html: &mut Html, value: Number, total: Number, currency: &str) {
    html.leaf("td", &[("class", "number")], &amount(value, currency));
    // A share is of a whole: it has no sign.
    let share = percent(value, total).unwrap_or_default();
    html.leaf("td", &[("class", "number share")], share.trim_start_matches('+'));
    html.markup("</tr>\n");
}
