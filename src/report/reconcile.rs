//! A reconciliation for people: the difference, then its causes.

use crate::bill::Actual;
use crate::quantity::Number;
use crate::reconcile::{Account, Cause, Causes, Forecast, Hygiene, Pair, Reconciled};
use crate::report::actual::origin;
use crate::report::amounts::{USD, amount, money, percent, signed, signed_percent};
use crate::report::grid::{Column, Grid};
use crate::report::page::{Page, Tone};
use crate::report::under::identity;
use crate::report::{Made, Style};
use crate::text::{ActualWord, Lang};
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

pub(super) fn word(cause: Cause) -> ActualWord {
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

pub fn reconcile_table(r: &Reconciliation<'_>, style: &Style) -> String {
    let lang = style.lang;
    let say = |word: ActualWord| word.in_lang(lang);
    let mut page = Page::new(style);
    let f = r.found;
    let by = signed_percent(f.difference, f.estimated, USD);
    let (billed, estimated) = (money(f.actual, USD), money(f.estimated, USD));
    let headline = ActualWord::ReconciledHeadline.with(lang, &[&billed, r.month, &estimated, &by]);
    page.text(Tone::Strong, 0, 2, &headline);
    page.text(Tone::Plain, 0, 2, &origin(r.actual, lang));
    page.blank();
    let mut grid = Grid::new(vec![
        Column::name(say(ActualWord::Cause), 20),
        Column::number(say(ActualWord::Difference)),
    ]);
    grid.header();
    for (cause, amount) in f.causes.present() {
        grid.row(Tone::Plain, vec![say(word(cause)).to_owned(), signed(amount, USD)]);
    }
    grid.rule();
    grid.row(Tone::Strong, vec![say(ActualWord::Difference).to_owned(), signed(f.difference, USD)]);
    grid.print(&mut page);
    page.text(Tone::Faint, 0, 2, say(ActualWord::Explained));
    groups(r, lang, &mut page);
    pairs(r, style, &mut page);
    unmatched(r, style, &mut page);
    notes(r, lang, &mut page);
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
    let mut grid = Grid::new(columns(r.grouped_by, lang));
    grid.header();
    for (name, account) in r.groups {
        let name = if name.is_empty() { ActualWord::NotTagged.in_lang(lang) } else { name };
        both(&mut grid, name.to_owned(), account.estimated, account.actual);
    }
    grid.print(page);
}

fn pairs(r: &Reconciliation<'_>, style: &Style, page: &mut Page) {
    let lang = style.lang;
    let moved = |p: &&Pair| style.explain || p.causes.present().any(|(_, a)| !a.round(2).is_zero());
    let lines: Vec<&Pair> = r.found.lines.iter().filter(moved).collect();
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
    let rest = lines.iter().skip(shown).map(|p| p.actual.minus(p.estimated));
    more(rest.collect(), lang, page);
}

fn more(rest: Vec<Option<Number>>, lang: Lang, page: &mut Page) {
    if rest.is_empty() {
        return;
    }
    let count = rest.len().to_string();
    let total = rest.into_iter().try_fold(Number::ZERO, |sum, one| sum.plus(one?));
    let total = total.map_or_else(|| "?".to_owned(), |total| signed(total, USD));
    page.text(Tone::Faint, 2, 4, &ActualWord::MoreLines.with(lang, &[&count, &total]));
}

/// `hours -12.00, volume +3.10`.
pub(super) fn causes_of(causes: &Causes, lang: Lang) -> String {
    let parts = causes.present().filter(|(_, amount)| !amount.round(4).is_zero());
    let parts = parts.map(|(c, a)| format!("{} {}", word(c).in_lang(lang), signed(a, USD)));
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
        let what = if line.usage_type.is_empty() { line.record.name() } else { &line.usage_type };
        grid.row(
            Tone::Plain,
            vec![
                place(&line.environment, &line.resource, lang),
                format!("{} {what}", line.service),
                amount(line.actual, USD),
                line.cause.name().to_owned(),
            ],
        );
        if line.unset {
            grid.note(0, ActualWord::UnsetHint.with(lang, &[&line.resource]));
        }
    }
    grid.print(page);
    more(r.found.unmatched.iter().skip(shown).map(|u| Some(u.actual)).collect(), lang, page);
}

fn notes(r: &Reconciliation<'_>, lang: Lang, page: &mut Page) {
    page.blank();
    let h = r.hygiene;
    let share =
        |part| percent(part, h.usage).unwrap_or_default().trim_start_matches('+').to_owned();
    let mut say = |text: String| page.text(Tone::Plain, 0, 2, &text);
    say(ActualWord::Hygiene.with(lang, &[&money(h.untagged, USD), &share(h.untagged)]));
    for ((account, service, usage), cost) in h.by.iter().take(5) {
        say(format!("  {account} {service} {usage}: {}", money(*cost, USD)));
    }
    let outside = h.non_production;
    say(ActualWord::NonProduction.with(lang, &[&money(outside, USD), &share(outside)]));
    say(ActualWord::OtherRows.with(lang, &[&money(h.other, USD)]));
    for (environment, cost) in r.outside_hours {
        say(ActualWord::OutsideHours.with(lang, &[&money(*cost, USD), environment]));
    }
    if let Some(f) = r.forecast {
        let (seen, hours) = (f.seen.to_string(), f.hours.to_string());
        let of = |number| money(number, USD);
        let (expected, low, high) = (of(f.cost.expected), of(f.cost.low), of(f.cost.high));
        say(ActualWord::ForecastLine.with(lang, &[&expected, &low, &high, &seen, &hours]));
    }
    if !r.left_out.is_empty() {
        say(ActualWord::LeftOut.with(lang, &[&r.left_out.join(", ")]));
    }
    for caveat in &r.actual.caveats {
        say(format!("{}: {}", caveat.code, caveat.message));
    }
}
