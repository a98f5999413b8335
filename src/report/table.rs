//! An estimate in the terminal: the answer, its lines, and what stands under
//! them.

use crate::bill::{Bill, Charge};
use crate::parallel::{FEW, Threads, both};
use crate::quantity::{Cases, Number, singular};
use crate::report::amounts::{
    amount, amount_or, band, money_or, quantity, significant, unit_of, unit_price_cases,
    unit_price_text,
};
use crate::report::explain::explain;
use crate::report::grid::{Column, Grid};
use crate::report::groups::{Section, sections, sellers};
use crate::report::layout::{clean, shorten, width};
use crate::report::notes::free_note;
use crate::report::page::{Page, Tone};
use crate::report::{Estimate, Style, under};
use crate::text::{Lang, Word};

/// The estimate as a table for the terminal.
pub fn estimate_table(e: &Estimate, style: &Style) -> String {
    let mut page = Page::new(style);
    headline(e, style.lang, &mut page);
    if let Some(coverage) = e.coverage {
        super::coverage::print(coverage, style.lang, &mut page);
    }
    page.blank();
    let threads = if e.bill.charges.len() < FEW { Threads::One } else { Threads::Two };
    let lists = || {
        let mut page = Page::new(style);
        under::lists(e, style.lang, &mut page);
        page
    };
    let ((), under) = both(threads, || charges(e.bill, style, &mut page), lists);
    page.append(&under);
    page.finish()
}

/// `USD 391.29 a month`, or the band with the expected amount in it.
pub fn answer(bill: &Bill, lang: Lang) -> String {
    let total = bill.total();
    let mut text = match &total {
        Some(cases) if !cases.is_same() => Word::RangeAMonth.with(
            lang,
            &[&band(cases, &bill.currency, lang), &amount(cases.expected, &bill.currency)],
        ),
        _ => Word::AMonth.with(lang, &[&money_or(total.map(|t| t.expected), &bill.currency)]),
    };
    let lines = match bill.unpriced.len() {
        0 => return text,
        1 => Word::IncompleteOne.in_lang(lang).to_owned(),
        lines => Word::IncompleteMany.with(lang, &[&lines.to_string()]),
    };
    text.push_str(lang.of(", ", "、"));
    text.push_str(&lines);
    text
}

/// `average month, 730 h; list prices 2025-07-01 to 2026-10-13`.
pub(super) fn basis(e: &Estimate, lang: Lang) -> String {
    let span = &e.bill.period;
    let hours = quantity(span.hours);
    let month = match &*span.label {
        "average" => Word::AverageMonth.with(lang, &[&hours]),
        label => Word::RealMonth.with(lang, &[label, &hours]),
    };
    let prices = if e.made.book.oldest == e.made.book.newest {
        Word::ListPricesOf.with(lang, &[&e.made.book.newest])
    } else {
        Word::ListPrices.with(lang, &[&e.made.book.oldest, &e.made.book.newest])
    };
    format!("{month}{}{prices}", lang.of("; ", "、"))
}

/// The answer on the first line; what it rests on beside it or under it.
fn headline(e: &Estimate, lang: Lang, page: &mut Page) {
    let answer = answer(e.bill, lang);
    let room = page.width.saturating_sub(width(&answer) + 2).max(8);
    let first = match e.project {
        Some(project) => format!("{}  {answer}", shorten(&clean(project), room)),
        None => answer,
    };
    let basis = basis(e, lang);
    let beside = format!("{first}  {}{basis}{}", lang.of("(", "（"), lang.of(")", "）"));
    if width(&beside) <= page.width {
        page.line(Tone::Strong, &beside);
    } else {
        page.text(Tone::Strong, 0, 2, &first);
        page.text(Tone::Faint, 0, 0, &basis);
    }
}

/// Where the columns are.
const LINE: usize = 1;

fn charges(bill: &Bill, style: &Style, page: &mut Page) {
    let lang = style.lang;
    let word = |word: Word| word.in_lang(lang);
    let mut sections = sections(bill, &style.group_by, lang);
    let folded = fold(&mut sections);
    let subtotal = Column::number(word(Word::Subtotal));
    let mut grid = Grid::new(vec![
        Column::name(word(Word::Resource), 8).above(),
        Column::name(word(Word::Line), 6),
        Column::number(word(Word::Quantity)),
        Column::unit(),
        Column::number(word(Word::ListPrice)).optional(),
        Column::number(word(Word::Monthly)),
        // A section has its total in this column and nowhere else.
        if sections.len() > 1 { subtotal } else { subtotal.optional() },
    ]);
    let resources: usize = sections.iter().map(|s| s.resources.len()).sum();
    grid.header();
    for (i, section) in sections.iter().enumerate() {
        if i > 0 {
            grid.blank();
        }
        section_rows(bill, section, resources > 1, style, &mut grid);
    }
    if folded > 0 {
        let count = Number::from(folded as u64).grouped(0);
        grid.note(0, Word::Folded.with(lang, &[&count]));
    }
    totals(bill, lang, &mut grid);
    grid.print(page);
}

/// More resources than this are no table that a person reads.
const MOST: usize = 500;
/// How many of them stay, the dearest.
const KEPT: usize = 100;

/// Leaves the dearest resources of a very large bill. How many were left out;
/// the totals still count them.
fn fold(sections: &mut [Section<'_>]) -> usize {
    let all: usize = sections.iter().map(|s| s.resources.len()).sum();
    if all <= MOST {
        return 0;
    }
    let cost = |lines: &super::groups::Lines<'_>| {
        super::groups::cost(&lines.charges).map_or(Number::ZERO, |c| c.expected.abs())
    };
    let mut costs: Vec<Number> = sections.iter().flat_map(|s| &s.resources).map(cost).collect();
    costs.sort_unstable_by(|a, b| b.cmp(a));
    let least = costs.get(KEPT - 1).copied().unwrap_or_default();
    let mut room = KEPT;
    for section in sections {
        section.resources.retain(|lines| {
            let keep = room > 0 && cost(lines) >= least;
            room -= usize::from(keep);
            keep
        });
    }
    all - KEPT
}

fn section_rows(bill: &Bill, section: &Section, subtotals: bool, style: &Style, grid: &mut Grid) {
    let currency = &*bill.currency;
    if let Some(name) = &section.name {
        let total = amount_or(section.total.map(|total| total.expected), currency);
        grid.row(Tone::Strong, cells([name, "", "", "", "", "", &total]));
    }
    for resource in &section.resources {
        let last = resource.charges.len().saturating_sub(1);
        for (i, charge) in resource.charges.iter().enumerate() {
            let name = if i == 0 { resource.name.as_str() } else { "" };
            let subtotal = if i == last && last > 0 && subtotals {
                let cost = super::groups::cost(&resource.charges);
                amount_or(cost.map(|cost| cost.expected), currency)
            } else {
                String::new()
            };
            grid.row(
                Tone::Plain,
                cells([
                    name,
                    &charge.meter,
                    &quantity(charge.quantity.expected),
                    &unit_of(charge.quantity.expected, &charge.unit),
                    &unit_price_text(charge),
                    &amount(charge.cost.expected, currency),
                    &subtotal,
                ]),
            );
            for note in notes(charge, currency, style) {
                grid.note(LINE, note);
            }
        }
    }
}

/// What stands under a line: its free part, its band, and how it came about.
fn notes(charge: &Charge, currency: &str, style: &Style) -> Vec<String> {
    let mut notes: Vec<String> = free_note(charge, currency, style.lang).into_iter().collect();
    if !charge.cost.is_same() {
        notes.push(low_high(charge, currency, style.lang));
    }
    if style.explain {
        notes.extend(explain(charge, style.lang));
    }
    notes
}

/// `USD 3.60 – 36.00 for 3,000,000 – 30,000,000 requests`.
fn low_high(charge: &Charge, currency: &str, lang: Lang) -> String {
    let costs = [charge.cost.low, charge.cost.high].map(|cost| amount(cost, currency));
    let [low, high] = &costs;
    if charge.quantity.is_same() {
        let prices = charge.price.as_deref().map(|price| unit_price_cases(charge, price));
        return match prices {
            Some([Some(cheap), Some(dear)]) if cheap != dear => {
                let prices = [cheap, dear].map(|price| significant(price, 4).to_string());
                let [cheap, dear] = &prices;
                let unit = singular(&charge.unit);
                Word::LowHighAt.with(lang, &[low, high, cheap, dear, &unit])
            }
            _ => Word::Band.with(lang, &[low, high]),
        };
    }
    let quantities = [charge.quantity.low, charge.quantity.high].map(quantity);
    let [least, most] = &quantities;
    Word::LowHighOf.with(lang, &[low, high, least, most, &charge.unit])
}

/// Sellers, where there are several, and the total.
fn totals(bill: &Bill, lang: Lang, grid: &mut Grid) {
    let row = |name: &str, cost: Option<Cases<Number>>| {
        let cost = amount_or(cost.map(|cost| cost.expected), &bill.currency);
        cells([name, "", "", "", "", &cost, ""])
    };
    let sellers = sellers(bill, lang);
    if !sellers.is_empty() {
        grid.rule();
    }
    for (seller, cost) in sellers {
        grid.row(Tone::Plain, row(&seller, cost));
    }
    grid.rule();
    let total = bill.total();
    grid.row(Tone::Strong, row(Word::Total.in_lang(lang), total));
    if let Some(total) = total.filter(|total| !total.is_same()) {
        let low = amount(total.low, &bill.currency);
        let high = amount(total.high, &bill.currency);
        grid.note(0, Word::LowHigh.with(lang, &[&low, &high]));
    }
}

fn cells<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}
