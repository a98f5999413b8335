//! The sheet that goes with a request for approval (稟議): one page, in the order
//! in which an approver reads: what for, how much, on what basis, what else.
//!
//! Names and dates of people are left blank to be written in; kanjo knows no
//! clock and no applicant.

use crate::estimate::{Scenario, Statement};
use crate::quantity::{Case, Cases, Number, sum};
use crate::report::amounts::{USD, amount, amount_or, money, rate, signed_percent};
use crate::report::markup::{Html, closed, opened};
use crate::report::table::basis;
use crate::report::under::{counted, identity, rate_words};
use crate::report::{Estimate, Style, notes};
use crate::text::{Lang, RingiWord, Word};

const STYLE: &str = include_str!("ringi.css");

/// What is asked for, with what the file says beside it.
#[derive(Clone, Copy, Debug)]
pub struct Approval<'a> {
    pub estimate: Estimate<'a>,
    /// The invoices of each case; `None`: the file states no billing.
    pub statements: Option<&'a Cases<Statement>>,
    pub alternatives: &'a [Scenario],
}

/// One line of the amounts, in each case.
pub(super) struct AmountRow {
    pub(super) name: RingiWord,
    pub(super) values: [Option<Number>; 3],
    pub(super) currency: String,
    /// What the approver signs.
    pub(super) strong: bool,
}

/// The month and the year, without and with tax. A year is twelve months.
pub(super) fn amounts(a: &Approval) -> Vec<AmountRow> {
    let of = |value: &dyn Fn(Case) -> Option<Number>| Case::ALL.map(value);
    let year = |values: [Option<Number>; 3]| values.map(|v| v?.times(Number::from(12u64)));
    let row = |name, values, currency: &str, strong| AmountRow {
        name,
        values,
        currency: currency.to_owned(),
        strong,
    };
    let total = a.estimate.bill.total();
    let list = of(&|case| Some(*total.as_ref()?.get(case)));
    let usd = &*a.estimate.bill.currency;
    let mut rows = Vec::new();
    if let Some(statements) = a.statements {
        let sums = |part: fn(&crate::estimate::Invoice) -> Number| {
            of(&|case| sum(statements.get(case).invoices.iter().map(part)))
        };
        let (net, tax) = (sums(|i| i.net), sums(|i| i.tax));
        let with_tax = of(&|case| Some(statements.get(case).total));
        let currency = &*statements.expected.currency;
        rows.push(row(RingiWord::MonthNet, net, currency, false));
        rows.push(row(RingiWord::MonthTax, tax, currency, false));
        rows.push(row(RingiWord::MonthTotal, with_tax, currency, true));
        rows.push(row(RingiWord::YearNet, year(net), currency, false));
        rows.push(row(RingiWord::YearTax, year(tax), currency, false));
        rows.push(row(RingiWord::YearTotal, year(with_tax), currency, true));
    }
    let strong = a.statements.is_none();
    rows.push(row(RingiWord::MonthUsd, list, usd, strong));
    rows.push(row(RingiWord::YearUsd, year(list), usd, strong));
    rows
}

/// What the request is called.
pub(super) fn subject(a: &Approval, lang: Lang) -> String {
    match a.estimate.project {
        Some(project) => RingiWord::SubjectOf.with(lang, &[project]),
        None => RingiWord::SubjectPlain.in_lang(lang).to_owned(),
    }
}

/// The conditions under which the amounts hold, as sentences.
pub(super) fn conditions(a: &Approval, lang: Lang) -> Vec<(String, String)> {
    let e = &a.estimate;
    let word = |word: RingiWord| word.in_lang(lang).to_owned();
    let mut list = vec![(word(RingiWord::Basis), basis(e, lang))];
    let expected = a.statements.map(|s| &s.expected);
    let rate_said = expected.and_then(|s| rate_words(s, lang));
    let rate_said = rate_said.unwrap_or_else(|| word(RingiWord::RateUnstated));
    list.push((word(RingiWord::Rate), rate_said));
    let tax = match expected {
        Some(statement) => {
            let rates = statement.invoices.iter().map(|i| match i.tax_rate.is_zero() {
                true => format!("{} {}", i.seller, word(RingiWord::None)),
                false => format!("{} {}", i.seller, rate(i.tax_rate)),
            });
            rates.collect::<Vec<_>>().join(lang.of(", ", "、"))
        }
        None => word(RingiWord::TaxUnstated),
    };
    list.push((word(RingiWord::TaxRate), tax));
    list
}

/// What is assumed, and what the amounts leave out.
pub(super) fn assumptions(a: &Approval, lang: Lang) -> Vec<String> {
    let e = &a.estimate;
    let mut list = vec![RingiWord::YearIs.in_lang(lang).to_owned()];
    list.extend(notes::free_tiers(e, lang));
    let unpriced: Vec<_> = notes::unpriced(e.bill, lang).collect();
    if !unpriced.is_empty() {
        let names =
            unpriced.into_iter().map(|([resource, line, _], _)| format!("{resource} {line}"));
        list.push(joined(Word::NoPrice, names.collect(), lang));
    }
    // The list names a resource once; a sentence names it with its first line.
    let unset: Vec<_> = notes::unset(e.bill, lang).collect();
    if !unset.is_empty() {
        let names = unset.into_iter().map(|[resource, line, _]| match resource.is_empty() {
            true => line,
            false => format!("{resource} {line}"),
        });
        list.push(joined(Word::NotCounted, names.collect(), lang));
    }
    for group in notes::caveats(e.bill) {
        list.push(group.texts(lang).join(lang.of("; ", "、")).replace("。、", "。"));
    }
    list
}

fn joined(word: Word, names: Vec<String>, lang: Lang) -> String {
    let heading = counted(word, names.len(), lang);
    format!("{heading}{}{}", lang.of(": ", "："), names.join(lang.of(", ", "、")))
}

/// The sheet as a page of A4.
pub fn ringi_html(a: &Approval, style: &Style) -> String {
    let lang = style.lang;
    let word = |word: RingiWord| word.in_lang(lang);
    let title = format!("{}: {}", word(RingiWord::Title), subject(a, lang));
    let mut html = opened(lang.of("en", "ja"), &title, STYLE, "");
    html.markup("<main>");
    html.leaf("h1", &[], word(RingiWord::Title));
    html.markup("<div class=\"top\"><table class=\"who\"><tbody>");
    for name in [RingiWord::Number, RingiWord::Date, RingiWord::Department, RingiWord::Applicant] {
        html.markup("<tr>");
        html.leaf("th", &[("scope", "row")], word(name));
        html.markup("<td></td></tr>");
    }
    html.markup("</tbody></table><table class=\"stamps\"><tbody><tr>");
    for name in [RingiWord::Drafted, RingiWord::Examined, RingiWord::Approved] {
        html.leaf("th", &[("scope", "col")], word(name));
    }
    html.markup("</tr><tr><td></td><td></td><td></td></tr></tbody></table></div>");
    html.markup("<p class=\"subject\">");
    html.leaf("span", &[], word(RingiWord::Subject));
    html.leaf("strong", &[], &subject(a, lang));
    html.markup("</p>");
    if !a.estimate.bill.is_complete() {
        html.leaf("p", &[("class", "warning")], crate::text::SheetWord::Incomplete.in_lang(lang));
    }
    money_table(&mut html, a, lang);
    html.markup("<dl>");
    for (name, text) in conditions(a, lang) {
        html.leaf("dt", &[], &name);
        html.leaf("dd", &[], &text);
    }
    html.markup("</dl>");
    parts(&mut html, a, lang);
    alternatives(&mut html, a, lang);
    html.leaf("h2", &[], word(RingiWord::Assumptions));
    html.markup("<ul>");
    for text in assumptions(a, lang) {
        html.leaf("li", &[], &text);
    }
    html.markup("</ul>");
    html.leaf("footer", &[], &identity(&a.estimate.made, lang));
    html.markup("</main>");
    closed(html, "")
}

fn money_table(html: &mut Html, a: &Approval, lang: Lang) {
    let word = |word: RingiWord| word.in_lang(lang);
    html.markup("<table id=\"amounts\">");
    html.head(&[
        (word(RingiWord::Amounts), false),
        (word(RingiWord::Low), true),
        (word(RingiWord::Expected), true),
        (word(RingiWord::High), true),
    ]);
    html.markup("<tbody>");
    for row in amounts(a) {
        html.open("tr", &[("class", if row.strong { "strong" } else { "" })]);
        html.leaf("th", &[("scope", "row")], word(row.name));
        for value in row.values {
            let text = value.map_or_else(|| "?".to_owned(), |value| money(value, &row.currency));
            html.leaf("td", &[("class", "number")], &text);
        }
        html.markup("</tr>");
    }
    html.markup("</tbody></table>");
}

/// The sellers, or the environments where there is one seller.
fn parts(html: &mut Html, a: &Approval, lang: Lang) {
    let bill = a.estimate.bill;
    let Some(groups) = bill.grouped(|charge| &charge.environment) else { return };
    if groups.len() < 2 {
        return;
    }
    html.leaf("h2", &[], RingiWord::Environments.in_lang(lang));
    html.markup("<table class=\"parts\"><tbody>");
    for (name, cost) in groups {
        html.markup("<tr>");
        html.leaf("th", &[("scope", "row")], name);
        html.leaf("td", &[("class", "number")], &money(cost.expected, &bill.currency));
        html.markup("</tr>");
    }
    html.markup("</tbody></table>");
}

fn alternatives(html: &mut Html, a: &Approval, lang: Lang) {
    html.leaf("h2", &[], RingiWord::Alternatives.in_lang(lang));
    if a.alternatives.is_empty() {
        html.leaf("p", &[], RingiWord::None.in_lang(lang));
        return;
    }
    let a_month = Word::ColumnAMonth.with(lang, &[USD]);
    html.markup("<table id=\"alternatives\">");
    html.head(&[
        (Word::Scenario.in_lang(lang), false),
        (&a_month, true),
        (Word::Change.in_lang(lang), true),
    ]);
    html.markup("<tbody><tr>");
    html.leaf("th", &[("scope", "row")], RingiWord::Adopted.in_lang(lang));
    let now = a.estimate.bill.total().map(|total| total.expected);
    html.leaf("td", &[("class", "number")], &amount_or(now, USD));
    html.markup("<td></td></tr>");
    for scenario in a.alternatives {
        let delta = scenario.difference.delta.expected;
        html.markup("<tr><th scope=\"row\">");
        html.text(scenario.title.as_deref().unwrap_or(&scenario.name));
        html.markup("</th>");
        html.leaf("td", &[("class", "number")], &amount(scenario.total.expected, USD));
        let before = scenario.difference.before.expected;
        html.leaf("td", &[("class", "number")], &signed_percent(delta, before, USD));
        html.markup("</tr>");
    }
    html.markup("</tbody></table>");
}
