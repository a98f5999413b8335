//! A reconciliation for people: the difference, then its causes.

use crate::bill::{Actual, Record};
use crate::quantity::Number;
use crate::reconcile::{Account, Cause, Causes, Forecast, Hygiene, Pair, Reconciled, Unmatched};
use crate::report::actual::{origin, record};
use crate::report::amounts::{USD, amount, money, percent, signed, signed_percent};
use crate::report::grid::{Column, Grid};
use crate::report::page::{Page, Tone};
use crate::report::under::identity;
use crate::report::{Made, Style};
use crate::text::{ActualWord, Lang, Word, translated};
use std::collections::BTreeMap;
use std::sync::Arc;

/// All that is said about one month.
pub struct Reconciliation<'a> {
    pub made: Made<'a>,
    pub month: &'a str,
    pub actual: &'a Actual,
    pub found: &'a Reconciled,
    pub hygiene: &'a Hygiene,
    pub forecast: Option<&'a Forecast>,
    /// Both sides by the name that was asked for.
    pub groups: &'a BTreeMap<Arc<str>, Account>,
    pub grouped_by: &'static str,
    /// Resources of sellers that this bill is not from.
    pub left_out: &'a [Arc<str>],
    /// What ran outside its schedule's hours, by environment.
    pub outside_hours: &'a [(Arc<str>, Number)],
}

/// How many lines a table shows unless it explains.
const SHOWN: usize = 12;

pub(super) fn cause_word(cause: Cause) -> ActualWord {
    match cause {
        Cause::Period => ActualWord::Period,
        Cause::Currency => ActualWord::Currency,
        Cause::Tax => ActualWord::Tax,
        Cause::Credit => ActualWord::Credit,
        Cause::Discount => ActualWord::Discount,
        Cause::Reseller => ActualWord::ResellerDiscount,
        Cause::Commitment => ActualWord::Commitment,
        Cause::FreeTier => ActualWord::FreeTier,
        Cause::New => ActualWord::New,
        Cause::Missing => ActualWord::Missing,
        Cause::Hours => ActualWord::Hours,
        Cause::Volume => ActualWord::Volume,
        Cause::Price => ActualWord::Price,
        Cause::Untagged => ActualWord::Untagged,
        Cause::Rounding => ActualWord::Rounding,
    }
}

/// `prod/web`, or what stands for no tags.
pub(super) fn place(environment: &str, resource: &str, lang: Lang) -> String {
    let parts: Vec<&str> = [environment, resource].into_iter().filter(|p| !p.is_empty()).collect();
    match parts.is_empty() {
        true => ActualWord::NotTagged.in_lang(lang).to_owned(),
        false => parts.join("/"),
    }
}

/// `USD 90.00 billed for 2026-07, USD 100.00 estimated: -10.00 (-10.0 %)`.
pub(super) fn headline(r: &Reconciliation<'_>, lang: Lang) -> String {
    let f = r.found;
    let by = signed_percent(f.difference, f.estimated, USD);
    let (billed, estimated) = (money(f.actual, USD), money(f.estimated, USD));
    ActualWord::ReconciledHeadline.with(lang, &[&billed, r.month, &estimated, &by])
}

/// The usage type, or what the row is where it has none.
pub(super) fn what(line: &Unmatched, lang: Lang) -> &str {
    if line.usage_type.is_empty() { record(line.record, lang) } else { &line.usage_type }
}

/// The name of a group, as a person reads it.
pub(super) fn group_name(name: &str, lang: Lang) -> &str {
    let is = |known: &&Record| known.name() == name;
    match Record::ALL.iter().find(is) {
        Some(known) => record(*known, lang),
        None if name.is_empty() => ActualWord::NotTagged.in_lang(lang),
        None => name,
    }
}

/// What both sides are summed by, in words.
pub(super) fn grouped_by(r: &Reconciliation<'_>, lang: Lang) -> &'static str {
    let word = match r.grouped_by {
        "environment" => ActualWord::Environment,
        "resource" => return Word::Resource.in_lang(lang),
        "account" => ActualWord::Account,
        _ => ActualWord::Service,
    };
    word.in_lang(lang)
}

pub fn reconcile_table(r: &Reconciliation<'_>, style: &Style) -> String {
    let lang = style.lang;
    let say = |word: ActualWord| word.in_lang(lang);
    let mut page = Page::new(style);
    let f = r.found;
    page.text(Tone::Strong, 0, 2, &headline(r, lang));
    page.text(Tone::Plain, 0, 2, &origin(r.actual, lang));
    page.blank();
    let mut grid = Grid::new(vec![
        Column::name(say(ActualWord::Cause), 20),
        Column::number(say(ActualWord::Difference)),
    ]);
    grid.header();
    for (cause, amount) in f.causes.present() {
        grid.row(Tone::Plain, vec![say(cause_word(cause)).to_owned(), signed(amount, USD)]);
    }
    grid.rule();
    grid.row(Tone::Strong, vec![say(ActualWord::Difference).to_owned(), signed(f.difference, USD)]);
    grid.print(&mut page);
    page.text(Tone::Faint, 0, 2, say(ActualWord::Explained));
    groups(r, lang, &mut page);
    pairs(r, style, &mut page);
    unmatched(r, style, &mut page);
    page.blank();
    notes(r, lang).iter().for_each(|note| page.text(Tone::Plain, 0, 2, note));
    page.blank();
    page.text(Tone::Faint, 0, 0, &identity(&r.made, lang));
    page.finish()
}

fn both(grid: &mut Grid, name: String, estimated: Number, actual: Number) {
    let moved = actual.minus(estimated).map_or_else(|| "?".to_owned(), |d| signed(d, USD));
    grid.row(Tone::Plain, vec![name, amount(estimated, USD), amount(actual, USD), moved]);
}

fn columns(title: &str, lang: Lang) -> Vec<Column> {
    vec![
        Column::name(title, 20),
        Column::number(ActualWord::EstimatedColumn.in_lang(lang)),
        Column::number(ActualWord::BilledColumn.in_lang(lang)),
        Column::number(ActualWord::Difference.in_lang(lang)),
    ]
}

fn groups(r: &Reconciliation<'_>, lang: Lang, page: &mut Page) {
    page.blank();
    let mut grid = Grid::new(columns(grouped_by(r, lang), lang));
    grid.header();
    for (name, account) in r.groups {
        both(&mut grid, group_name(name, lang).to_owned(), account.estimated, account.actual);
    }
    grid.print(page);
}

/// The lines whose cost is not as estimated, or all.
pub(super) fn moved_lines<'a>(r: &Reconciliation<'a>, all: bool) -> Vec<&'a Pair> {
    let moved = |p: &&Pair| all || p.causes.present().any(|(_, a)| !a.round(2).is_zero());
    r.found.lines.iter().filter(moved).collect()
}

fn pairs(r: &Reconciliation<'_>, style: &Style, page: &mut Page) {
    let lang = style.lang;
    let lines = moved_lines(r, style.explain);
    if lines.is_empty() {
        return;
    }
    page.heading(ActualWord::LinesHeading.in_lang(lang));
    let shown = if style.explain { lines.len() } else { SHOWN };
    let mut grid = Grid::new(columns(ActualWord::Environment.in_lang(lang), lang));
    grid.header();
    for pair in lines.iter().take(shown) {
        let name = format!("{} {}", place(&pair.environment, &pair.resource, lang), pair.meter);
        both(&mut grid, name, pair.estimated, pair.actual);
        grid.note(0, causes_of(&pair.causes, lang));
    }
    grid.print(page);
    let left = lines.iter().skip(shown).map(|p| p.actual.minus(p.estimated));
    more(rest(left.collect(), lang), page);
}

/// How many more there are, and what they come to.
pub(super) fn rest(left: Vec<Option<Number>>, lang: Lang) -> Option<String> {
    let count = left.len();
    let total = left.into_iter().try_fold(Number::ZERO, |sum, one| sum.plus(one?));
    let total = total.map_or_else(|| "?".to_owned(), |total| signed(total, USD));
    let more = || ActualWord::MoreLines.with(lang, &[&count.to_string(), &total]);
    (count > 0).then(more)
}

fn more(text: Option<String>, page: &mut Page) {
    if let Some(text) = text {
        page.text(Tone::Faint, 2, 4, &text);
    }
}

/// `hours -12.00, volume +3.10`.
pub(super) fn causes_of(causes: &Causes, lang: Lang) -> String {
    let parts = causes.present().filter(|(_, amount)| !amount.round(4).is_zero());
    let parts = parts.map(|(c, a)| format!("{} {}", cause_word(c).in_lang(lang), signed(a, USD)));
    parts.collect::<Vec<_>>().join(", ")
}

fn unmatched(r: &Reconciliation<'_>, style: &Style, page: &mut Page) {
    let lang = style.lang;
    if r.found.unmatched.is_empty() {
        return;
    }
    page.heading(ActualWord::UnmatchedHeading.in_lang(lang));
    let shown = if style.explain { r.found.unmatched.len() } else { SHOWN };
    let mut grid = Grid::new(vec![
        Column::name(ActualWord::Environment.in_lang(lang), 12),
        Column::name(ActualWord::Service.in_lang(lang), 20),
        Column::number(ActualWord::BilledColumn.in_lang(lang)),
        Column::name(ActualWord::Cause.in_lang(lang), 6),
    ]);
    grid.header();
    for line in r.found.unmatched.iter().take(shown) {
        let what = what(line, lang);
        grid.row(
            Tone::Plain,
            vec![
                place(&line.environment, &line.resource, lang),
                format!("{} {what}", line.service),
                amount(line.actual, USD),
                cause_word(line.cause).in_lang(lang).to_owned(),
            ],
        );
        if line.unset {
            grid.note(0, ActualWord::UnsetHint.with(lang, &[&line.resource]));
        }
    }
    grid.print(page);
    let left = r.found.unmatched.iter().skip(shown).map(|u| Some(u.actual));
    more(rest(left.collect(), lang), page);
}

/// What a reader should know besides the causes.
pub(super) fn notes(r: &Reconciliation<'_>, lang: Lang) -> Vec<String> {
    let h = r.hygiene;
    let share =
        |part| percent(part, h.usage).unwrap_or_default().trim_start_matches('+').to_owned();
    let mut said =
        vec![ActualWord::Hygiene.with(lang, &[&money(h.untagged, USD), &share(h.untagged)])];
    for ((account, service, usage), cost) in h.by.iter().take(5) {
        said.push(format!("  {account} {service} {usage}: {}", money(*cost, USD)));
    }
    let outside = h.non_production;
    said.push(ActualWord::NonProduction.with(lang, &[&money(outside, USD), &share(outside)]));
    said.push(ActualWord::OtherRows.with(lang, &[&money(h.other, USD)]));
    for (environment, cost) in r.outside_hours {
        said.push(ActualWord::OutsideHours.with(lang, &[&money(*cost, USD), environment]));
    }
    if let Some(f) = r.forecast {
        let (seen, hours) = (f.seen.to_string(), f.hours.to_string());
        let of = |number| money(number, USD);
        let (expected, low, high) = (of(f.cost.expected), of(f.cost.low), of(f.cost.high));
        said.push(ActualWord::ForecastLine.with(lang, &[&expected, &low, &high, &seen, &hours]));
    }
    if !r.left_out.is_empty() {
        let names = r.left_out.join(lang.of(", ", "、"));
        said.push(ActualWord::LeftOut.with(lang, &[&names]));
    }
    let caveats = r.actual.caveats.iter();
    said.extend(
        caveats.map(|caveat| format!("{}: {}", caveat.code, translated(&caveat.message, lang))),
    );
    said
}
