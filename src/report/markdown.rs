//! An estimate as Markdown: the answer, what each resource costs, what the
//! number leaves out; every line folded away below.

use crate::quantity::Number;
use crate::report::amounts::{
    USD, amount, amount_or, money, money_or, quantity, rate, unit_of, unit_price_text,
};
use crate::report::coverage;
use crate::report::escape::{MarkdownTable, folded, name, words};
use crate::report::explain::explain;
use crate::report::groups::{Section, cost, sections, sellers};
use crate::report::table::{answer, basis};
use crate::report::under::{counted, identity, rate_words};
use crate::report::{Estimate, Style, notes};
use crate::text::{Lang, Word};

/// The estimate as GitHub's Markdown.
pub fn estimate_markdown(e: &Estimate, style: &Style) -> String {
    let lang = style.lang;
    let mut out = format!("**{}**", words(&answer(e.bill, lang)));
    if let Some(project) = e.project {
        out = format!("{} {out}", name(project));
    }
    out.push_str(&format!("\n\n{}\n\n", words(&basis(e, lang))));
    for sentence in e.coverage.map(|c| coverage::sentences(c, lang)).unwrap_or_default() {
        out.push_str(&format!("{}\n\n", words(&sentence)));
    }
    let sellers: Vec<String> = sellers(e.bill, lang)
        .into_iter()
        .map(|(seller, cost)| {
            let cost = amount_or(cost.map(|cost| cost.expected), &e.bill.currency);
            words(&format!("{seller} {cost}"))
        })
        .collect();
    if !sellers.is_empty() {
        out.push_str(&format!("{}\n\n", sellers.join(" · ")));
    }
    let sections = sections(e.bill, &style.group_by, lang);
    out.push_str(&summary(e, &sections, lang));
    for sentence in notes::rounding(e.bill, lang).into_iter().chain(notes::free_tiers(e, lang)) {
        out.push_str(&format!("\n{}\n", words(&sentence)));
    }
    out.push_str(&left_out(e, lang));
    out.push_str(&invoices(e, lang));
    let count = e.bill.charges.len().to_string();
    out.push('\n');
    out.push_str(&folded(&Word::AllLines.with(lang, &[&count]), &lines(e, &sections, style)));
    out.push_str(&format!("\n{}\n", words(&identity(&e.made, lang))));
    out
}

/// Rows of the open table; the rest is in one row and in the folded table.
const OPEN: usize = 15;

fn summary(e: &Estimate, sections: &[Section], lang: Lang) -> String {
    let currency = &*e.bill.currency;
    let mut rows: Vec<(Option<&str>, &str, Option<Number>)> = sections
        .iter()
        .flat_map(|section| section.resources.iter().map(move |lines| (section, lines)))
        .map(|(section, lines)| {
            let total = cost(&lines.charges).map(|cost| cost.expected);
            (section.name.as_deref(), lines.name.as_str(), total)
        })
        .collect();
    rows.sort_by_key(|(_, _, total)| std::cmp::Reverse(*total));
    let divided = sections.iter().any(|section| section.name.is_some());
    let word = |word: Word| word.in_lang(lang);
    let a_month = Word::ColumnAMonth.with(lang, &[currency]);
    let mut columns = vec![(word(Word::Resource), false), (a_month.as_str(), true)];
    if divided {
        columns.insert(0, ("", false));
    }
    let mut table = MarkdownTable::new(&columns);
    let mut row = |section: Option<&str>, first: String, last: String| {
        let section = divided.then(|| section.map_or_else(String::new, name));
        table.row(&section.into_iter().chain([first, last]).collect::<Vec<_>>());
    };
    for (section, resource, total) in rows.iter().take(OPEN) {
        row(*section, name(resource), amount_or(*total, currency));
    }
    let rest = rows.get(OPEN..).unwrap_or(&[]);
    if !rest.is_empty() {
        let sum: Option<Number> =
            rest.iter().try_fold(Number::ZERO, |sum, (_, _, total)| sum.plus((*total)?));
        let others = Word::OtherResources.with(lang, &[&rest.len().to_string()]);
        row(None, others, amount_or(sum, currency));
    }
    let total = e.bill.total().map(|total| total.expected);
    row(
        None,
        format!("**{}**", word(Word::Total)),
        format!("**{}**", words(&money_or(total, currency))),
    );
    table.finish()
}

/// What has no price, what nobody stated, and the caveats.
fn left_out(e: &Estimate, lang: Lang) -> String {
    let mut out = String::new();
    let unpriced: Vec<_> = notes::unpriced(e.bill, lang).collect();
    if !unpriced.is_empty() {
        let heading = counted(Word::NoPrice, unpriced.len(), lang);
        out.push_str(&format!("\n**{}**\n\n", words(&heading)));
    }
    for ([resource, line, much], why) in unpriced {
        let facts = [words(&line), words(&much), words(&why)].join(" · ");
        out.push_str(&format!("- {} {facts}\n", name(&resource)));
    }
    let unset: Vec<_> = notes::unset(e.bill, lang).collect();
    if !unset.is_empty() {
        let heading = counted(Word::NotCounted, unset.len(), lang);
        out.push_str(&format!("\n**{}**\n\n", words(&heading)));
    }
    let mut entry = String::new();
    for [resource, line, price] in unset {
        let fact = format!("{} {}", words(&line), words(&price));
        if resource.is_empty() {
            entry.push_str(&format!(" · {fact}"));
            continue;
        }
        out.push_str(&entry);
        entry = format!("{}- {} {fact}", if entry.is_empty() { "" } else { "\n" }, name(&resource));
    }
    if !entry.is_empty() {
        out.push_str(&format!("{entry}\n"));
    }
    let caveats = notes::caveats(e.bill);
    if !caveats.is_empty() {
        out.push_str(&format!("\n**{}**\n\n", Word::Caveats.in_lang(lang)));
    }
    for group in caveats {
        let texts: Vec<String> = group.texts(lang).iter().map(|text| words(text)).collect();
        out.push_str(&format!("- {}: {}\n", name(&group.title()), texts.join(" · ")));
    }
    out
}

fn invoices(e: &Estimate, lang: Lang) -> String {
    let Some(statement) = e.statement else { return String::new() };
    let word = |word: Word| word.in_lang(lang);
    let mut table = MarkdownTable::new(&[
        (word(Word::Seller), false),
        (USD, true),
        (word(Word::Discount), true),
        (word(Word::Net), true),
        (word(Word::Tax), true),
        (word(Word::WithTax), true),
    ]);
    let currency = &*statement.currency;
    for invoice in &statement.invoices {
        table.row(&[
            words(&invoice.seller),
            amount(invoice.usd, USD),
            rate(invoice.discount),
            money(invoice.net, currency),
            money(invoice.tax, currency),
            money(invoice.total, currency),
        ]);
    }
    let mut total = vec![String::new(); 4];
    total.insert(0, format!("**{}**", word(Word::Total)));
    total.push(format!("**{}**", words(&money(statement.total, currency))));
    table.row(&total);
    let rate = rate_words(statement, lang)
        .map_or_else(String::new, |rate| format!("{}{}", lang.of(": ", "："), words(&rate)));
    format!("\n**{}**{rate}\n\n{}", word(Word::Invoices), table.finish())
}

fn lines(e: &Estimate, sections: &[Section], style: &Style) -> String {
    let lang = style.lang;
    let currency = &*e.bill.currency;
    let word = |word: Word| word.in_lang(lang);
    let a_month = Word::ColumnAMonth.with(lang, &[currency]);
    let mut out = String::new();
    for section in sections {
        if let Some(section) = &section.name {
            out.push_str(&format!("**{}**\n\n", name(section)));
        }
        let mut table = MarkdownTable::new(&[
            (word(Word::Resource), false),
            (word(Word::Line), false),
            (word(Word::Quantity), true),
            (word(Word::ListPrice), true),
            (&a_month, true),
            ("", false),
        ]);
        for resource in &section.resources {
            for (i, charge) in resource.charges.iter().enumerate() {
                let mut why: Vec<String> = vec![charge.formula.to_string()];
                why.extend(notes::free_note(charge, currency, lang));
                if style.explain {
                    why = explain(charge, lang);
                }
                why.retain(|text| !text.is_empty());
                let unit = unit_of(charge.quantity.expected, &charge.unit);
                table.row(&[
                    if i == 0 { name(&resource.name) } else { String::new() },
                    words(&charge.meter),
                    words(&format!("{} {unit}", quantity(charge.quantity.expected))),
                    unit_price_text(charge),
                    amount(charge.cost.expected, currency),
                    words(&why.join(" · ")),
                ]);
            }
        }
        out.push_str(&table.finish());
        out.push('\n');
    }
    out.trim_end().to_owned() + "\n"
}
