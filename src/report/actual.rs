//! An actual bill for people and programs: what it is stands beside its total.

use crate::bill::{Actual, ActualLine, Record, View};
use crate::quantity::{Number, sum};
use crate::report::Style;
use crate::report::amounts::{amount_or, money_or};
use crate::report::csv::{number_or, text, write};
use crate::report::grid::{Column, Grid};
use crate::report::json::{SCHEMA, pretty};
use crate::report::page::{Page, Tone};
use crate::text::{ActualWord, Lang, PageWord, translated};
use serde::Serialize;
use std::collections::BTreeMap;

/// What the bill is summed by in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActualBy {
    Service,
    Environment,
    Resource,
    Account,
    Record,
}

impl ActualBy {
    fn title(self) -> ActualWord {
        match self {
            ActualBy::Environment | ActualBy::Resource => ActualWord::Environment,
            ActualBy::Account => ActualWord::Account,
            _ => ActualWord::Service,
        }
    }

    fn of(self, line: &ActualLine, lang: Lang) -> String {
        let l = &line.line;
        let or = |text: &str| match text {
            "" => ActualWord::NotTagged.in_lang(lang).to_owned(),
            text => text.to_owned(),
        };
        match self {
            // What is no usage has its own name, not that of the service it came with.
            ActualBy::Service if !l.record.is_usage() => record(l.record, lang).to_owned(),
            ActualBy::Service if l.key.product_code.is_empty() => or(&l.key.usage_type),
            ActualBy::Service => l.key.product_code.to_string(),
            ActualBy::Environment => or(&l.environment),
            ActualBy::Resource => format!("{} {}", or(&l.environment), or(&l.resource)),
            ActualBy::Account => or(&l.account),
            ActualBy::Record => record(l.record, lang).to_owned(),
        }
    }
}

pub(super) fn view(view: View, lang: Lang) -> &'static str {
    let word = match view {
        View::Invoice => ActualWord::Invoice,
        View::PayerView => ActualWord::PayerView,
        View::MemberView => ActualWord::MemberView,
        View::ProForma => ActualWord::ProForma,
        View::Reseller => ActualWord::Reseller,
    };
    word.in_lang(lang)
}

/// What a row is, for a person.
pub(super) fn record(record: Record, lang: Lang) -> &'static str {
    let word = match record {
        Record::Usage => PageWord::Usage,
        Record::Free => PageWord::Free,
        Record::Covered => PageWord::Covered,
        Record::Commitment => PageWord::Commitment,
        Record::Discount => PageWord::Discount,
        Record::ResellerDiscount => PageWord::ResellerDiscount,
        Record::Tax => PageWord::Tax,
        Record::Credit => PageWord::Credit,
        Record::Refund => PageWord::Refund,
        Record::Support => PageWord::Support,
        Record::Fee => PageWord::Fee,
        Record::Adjustment => PageWord::Adjustment,
    };
    word.in_lang(lang)
}

/// `CUR 2.0 · invoice · 71 lines`.
pub(super) fn origin(actual: &Actual, lang: Lang) -> String {
    let formats: Vec<&str> = actual.formats.iter().map(|f| &**f).collect();
    let count = actual.lines.len().to_string();
    ActualWord::BilledFrom.with(lang, &[&formats.join(", "), view(actual.view, lang), &count])
}

/// The total of each month, and under it what it is made of.
pub fn actual_table(actual: &Actual, by: ActualBy, style: &Style) -> String {
    let lang = style.lang;
    let mut page = Page::new(style);
    for month in actual.months() {
        let of_month = actual.of_month(&month);
        let total = money_or(of_month.billed(), &actual.currency);
        page.text(Tone::Strong, 0, 2, &ActualWord::Billed.with(lang, &[&total, &month]));
    }
    page.text(Tone::Plain, 0, 2, &origin(actual, lang));
    page.blank();
    let mut groups: BTreeMap<String, Vec<&ActualLine>> = BTreeMap::new();
    for line in &actual.lines {
        groups.entry(by.of(line, lang)).or_default().push(line);
    }
    let mut rows: Vec<(String, Option<Number>, Option<Number>)> = groups
        .into_iter()
        .map(|(name, lines)| {
            let billed = sum(lines.iter().map(|l| l.billed));
            (name, billed, sum(lines.iter().map(|l| l.effective)))
        })
        .collect();
    rows.sort_by_key(|(_, billed, _)| std::cmp::Reverse(*billed));
    let mut grid = Grid::new(vec![
        Column::name(by.title().in_lang(lang), 16),
        Column::number(ActualWord::BilledColumn.in_lang(lang)),
        Column::number(ActualWord::Amortised.in_lang(lang)),
    ]);
    grid.header();
    for (name, billed, effective) in rows {
        let currency = &actual.currency;
        let cells = vec![name, amount_or(billed, currency), amount_or(effective, currency)];
        grid.row(Tone::Plain, cells);
    }
    grid.print(&mut page);
    for caveat in &actual.caveats {
        page.blank();
        let message = translated(&caveat.message, lang);
        page.text(Tone::Plain, 0, 2, &format!("{}: {message}", caveat.code));
    }
    page.finish()
}

const HEADER: [&str; 16] = [
    "month",
    "environment",
    "resource",
    "account",
    "record",
    "product_code",
    "service_code",
    "usage_type",
    "operation",
    "region",
    "quantity",
    "unit",
    "list_cost",
    "billed_cost",
    "effective_cost",
    "currency",
];

/// One line a row; the billed costs sum to the bill.
pub fn actual_csv(actual: &Actual) -> String {
    let rows = actual.lines.iter().map(|line| {
        let l = &line.line;
        [
            l.month.to_string(),
            text(&l.environment),
            text(&l.resource),
            text(&l.account),
            l.record.name().to_owned(),
            text(&l.key.product_code),
            text(&l.key.service),
            text(&l.key.usage_type),
            text(&l.key.operation),
            text(&l.region),
            number_or(line.quantity),
            text(&l.unit),
            number_or(line.list),
            line.billed.to_string(),
            line.effective.to_string(),
            actual.currency.to_string(),
        ]
    });
    write(&HEADER, rows)
}

#[derive(Serialize)]
struct ActualJson<'a> {
    schema: u32,
    view: &'static str,
    currency: &'a str,
    formats: Vec<&'a str>,
    months: BTreeMap<String, Option<Number>>,
    billed: Option<Number>,
    effective: Option<Number>,
    lines: Vec<LineJson<'a>>,
    caveats: Vec<CaveatJson<'a>>,
}

#[derive(Serialize)]
struct LineJson<'a> {
    month: &'a str,
    environment: &'a str,
    resource: &'a str,
    account: &'a str,
    record: &'static str,
    product_code: &'a str,
    service_code: &'a str,
    usage_type: &'a str,
    operation: &'a str,
    region: &'a str,
    quantity: Option<Number>,
    unit: &'a str,
    list_cost: Option<Number>,
    billed_cost: Number,
    effective_cost: Number,
    hours: Option<u32>,
    rows: u64,
}

#[derive(Serialize)]
pub(super) struct CaveatJson<'a> {
    code: &'static str,
    message: &'a str,
}

pub(super) fn caveats(actual: &Actual) -> Vec<CaveatJson<'_>> {
    let caveat = |c: &'_ crate::bill::Caveat| c.code.name();
    actual.caveats.iter().map(|c| CaveatJson { code: caveat(c), message: &c.message }).collect()
}

/// The bill as JSON, every line with every digit.
pub fn actual_json(actual: &Actual) -> String {
    let line = |line: &'_ ActualLine| line.effective;
    let months = actual.months().into_iter().map(|month| {
        let billed = actual.of_month(&month).billed();
        (month.to_string(), billed)
    });
    pretty(&ActualJson {
        schema: SCHEMA,
        view: actual.view.name(),
        currency: &actual.currency,
        formats: actual.formats.iter().map(|f| &**f).collect(),
        months: months.collect(),
        billed: actual.billed(),
        effective: sum(actual.lines.iter().map(line)),
        lines: actual.lines.iter().map(line_json).collect(),
        caveats: caveats(actual),
    })
}

fn line_json(line: &ActualLine) -> LineJson<'_> {
    let l = &line.line;
    LineJson {
        month: &l.month,
        environment: &l.environment,
        resource: &l.resource,
        account: &l.account,
        record: l.record.name(),
        product_code: &l.key.product_code,
        service_code: &l.key.service,
        usage_type: &l.key.usage_type,
        operation: &l.key.operation,
        region: &l.region,
        quantity: line.quantity,
        unit: &l.unit,
        list_cost: line.list,
        billed_cost: line.billed,
        effective_cost: line.effective,
        hours: line.hours,
        rows: line.rows,
    }
}
