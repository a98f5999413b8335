//! Verified savings and calibrated values, for people and for programs.

use crate::bill::{Actual, Grain, SeriesKey};
use crate::quantity::Number;
use crate::reconcile::{Proposal, Verified};
use crate::report::actual::{CaveatJson, caveats, origin};
use crate::report::amounts::{USD, amount, money, percent};
use crate::report::grid::{Column, Grid};
use crate::report::json::{SCHEMA, pretty};
use crate::report::page::{Page, Tone};
use crate::report::under::identity;
use crate::report::{Made, Style};
use crate::text::{ActualWord, Lang};
use serde::Serialize;
use std::collections::BTreeMap;

/// A verified month.
pub struct Saving<'a> {
    pub made: Made<'a>,
    pub month: &'a str,
    pub actual: &'a Actual,
    pub found: &'a Verified,
    /// Local dates, by environment and by the days of failed starts.
    pub since: Vec<(String, String)>,
    pub failed: Vec<(String, String, u64)>,
    /// Hours of the whole month.
    pub month_hours: i64,
    /// Cut to the month of the schedule's zone.
    pub local_month: bool,
}

pub(super) fn name(key: &SeriesKey) -> String {
    let parts = [&*key.environment, &*key.resource].into_iter().filter(|p| !p.is_empty());
    format!("{} {}", parts.collect::<Vec<_>>().join("/"), key.key.usage_type)
}

/// The answer in one line.
pub(super) fn headline(s: &Saving<'_>, lang: Lang) -> String {
    let f = s.found;
    let [expected, low, high] =
        [f.saved.expected, f.saved.low, f.saved.high].map(|number| money(number, USD));
    if f.conclusive {
        return ActualWord::SavedHeadline.with(lang, &[&expected, s.month, &low, &high]);
    }
    let share = f.share.and_then(|share| percent(share, Number::ONE)).unwrap_or_default();
    ActualWord::NoVerdict.with(lang, &[&share])
}

pub fn savings_table(s: &Saving<'_>, style: &Style) -> String {
    let lang = style.lang;
    let say = |word: ActualWord| word.in_lang(lang);
    let usd = |number| money(number, USD);
    let f = s.found;
    let mut page = Page::new(style);
    page.text(Tone::Strong, 0, 2, &headline(s, lang));
    if let Some(share) = f.share.and_then(|share| percent(share, Number::ONE)) {
        let (off, hours) = (f.off_hours.to_string(), f.hours.to_string());
        let share = share.trim_start_matches('+');
        page.text(Tone::Plain, 0, 2, &ActualWord::SavedShare.with(lang, &[share, &off, &hours]));
    }
    page.text(Tone::Plain, 0, 2, &origin(s.actual, lang));
    for (environment, date) in &s.since {
        page.text(Tone::Plain, 0, 2, &ActualWord::Since.with(lang, &[environment, date]));
    }
    if f.hours < s.month_hours {
        let hours = f.hours.to_string();
        page.text(Tone::Plain, 0, 2, &ActualWord::OpenMonth.with(lang, &[&hours]));
    }
    if s.local_month {
        page.text(Tone::Plain, 0, 2, say(ActualWord::JstMonth));
    }
    page.blank();
    let mut grid = Grid::new(vec![
        Column::name(say(ActualWord::Environment), 24),
        Column::number(say(ActualWord::WouldHave)),
        Column::number(say(ActualWord::Was)),
        Column::number(say(ActualWord::Saved)),
    ]);
    grid.header();
    for line in &f.lines {
        let numbers = [line.without, line.cost, line.saved].map(|n| amount(n, USD));
        let cells = std::iter::once(name(&line.key)).chain(numbers).collect();
        grid.row(Tone::Plain, cells);
        if line.size != Number::ONE {
            let size = line.size.round(3).to_string();
            grid.note(0, ActualWord::SizeChanged.with(lang, &[&size]));
        }
    }
    grid.print(&mut page);
    if !f.leaks.is_empty() {
        page.heading(say(ActualWord::Leaks));
        for leak in &f.leaks {
            let of = [&*name(&leak.key), &*usd(leak.cost), &*leak.hours.to_string()];
            page.text(Tone::Plain, 2, 4, &ActualWord::LeakLine.with(lang, &of));
        }
    }
    if !s.failed.is_empty() {
        page.heading(say(ActualWord::FailedStarts));
        for (environment, date, hours) in &s.failed {
            let of = [&**environment, &**date, &*hours.to_string()];
            page.text(Tone::Plain, 2, 4, &ActualWord::FailedLine.with(lang, &of));
        }
    }
    residual(s, style, &mut page);
    naive(s, style, &mut page);
    for caveat in &s.actual.caveats {
        page.text(Tone::Plain, 0, 2, &format!("{}: {}", caveat.code, caveat.message));
    }
    page.blank();
    page.text(Tone::Faint, 0, 0, &identity(&s.made, lang));
    page.finish()
}

fn residual(s: &Saving<'_>, style: &Style, page: &mut Page) {
    let say = |word: ActualWord| word.in_lang(style.lang);
    if s.found.residual.is_empty() {
        return;
    }
    page.heading(say(ActualWord::Residual));
    let mut grid = Grid::new(vec![
        Column::name(say(ActualWord::Environment), 24),
        Column::number(say(ActualWord::Before)),
        Column::number(say(ActualWord::Was)),
    ]);
    grid.header();
    for line in &s.found.residual {
        let cells = vec![name(&line.key), amount(line.before, USD), amount(line.cost, USD)];
        grid.row(Tone::Plain, cells);
    }
    grid.print(page);
}

fn naive(s: &Saving<'_>, style: &Style, page: &mut Page) {
    let say = |word: ActualWord| word.in_lang(style.lang);
    page.heading(say(ActualWord::NaiveHeading));
    let mut grid = Grid::new(vec![Column::name("", 30), Column::number(say(ActualWord::Saved))]);
    let n = &s.found.naive;
    for (word, amounted) in [
        (ActualWord::NaiveMonth, n.month_before),
        (ActualWord::NaiveRate, Some(n.on_rate)),
        (ActualWord::NaiveBill, n.whole_bill),
    ] {
        if let Some(amounted) = amounted {
            grid.row(Tone::Plain, vec![say(word).to_owned(), amount(amounted, USD)]);
        }
    }
    grid.print(page);
}

#[derive(Serialize)]
struct SavingJson<'a> {
    schema: u32,
    month: &'a str,
    view: &'static str,
    formats: Vec<&'a str>,
    currency: &'static str,
    saved: BandJson,
    conclusive: bool,
    grain: &'static str,
    hours: i64,
    off_hours: i64,
    since: BTreeMap<&'a str, &'a str>,
    lines: Vec<LineJson<'a>>,
    leaks: Vec<LeakJson<'a>>,
    failed_starts: Vec<FailedJson<'a>>,
    residual: Vec<ResidualJson<'a>>,
    naive: NaiveJson,
    caveats: Vec<CaveatJson<'a>>,
}

#[derive(Serialize)]
struct BandJson {
    low: Number,
    expected: Number,
    high: Number,
}

#[derive(Serialize)]
struct LineJson<'a> {
    environment: &'a str,
    resource: &'a str,
    usage_type: &'a str,
    without: Number,
    cost: Number,
    saved: Number,
    size: Number,
}

#[derive(Serialize)]
struct LeakJson<'a> {
    environment: &'a str,
    resource: &'a str,
    usage_type: &'a str,
    hours: u64,
    cost: Number,
}

#[derive(Serialize)]
struct FailedJson<'a> {
    environment: &'a str,
    date: &'a str,
    hours: u64,
}

#[derive(Serialize)]
struct ResidualJson<'a> {
    environment: &'a str,
    resource: &'a str,
    usage_type: &'a str,
    before: Number,
    cost: Number,
}

#[derive(Serialize)]
struct NaiveJson {
    month_before: Option<Number>,
    on_rate: Number,
    whole_bill: Option<Number>,
}

pub fn savings_json(s: &Saving<'_>) -> String {
    let f = s.found;
    pretty(&SavingJson {
        schema: SCHEMA,
        month: s.month,
        view: s.actual.view.name(),
        formats: s.actual.formats.iter().map(|f| &**f).collect(),
        currency: USD,
        saved: BandJson { low: f.saved.low, expected: f.saved.expected, high: f.saved.high },
        conclusive: f.conclusive,
        grain: match f.grain {
            Grain::Hour => "hour",
            Grain::Day => "day",
            Grain::Month => "month",
        },
        hours: f.hours,
        off_hours: f.off_hours,
        since: s.since.iter().map(|(name, date)| (&**name, &**date)).collect(),
        lines: f
            .lines
            .iter()
            .map(|l| LineJson {
                environment: &l.key.environment,
                resource: &l.key.resource,
                usage_type: &l.key.key.usage_type,
                without: l.without,
                cost: l.cost,
                saved: l.saved,
                size: l.size.round(9),
            })
            .collect(),
        leaks: f
            .leaks
            .iter()
            .map(|l| LeakJson {
                environment: &l.key.environment,
                resource: &l.key.resource,
                usage_type: &l.key.key.usage_type,
                hours: l.hours,
                cost: l.cost,
            })
            .collect(),
        failed_starts: s
            .failed
            .iter()
            .map(|(environment, date, hours)| FailedJson { environment, date, hours: *hours })
            .collect(),
        residual: f
            .residual
            .iter()
            .map(|r| ResidualJson {
                environment: &r.key.environment,
                resource: &r.key.resource,
                usage_type: &r.key.key.usage_type,
                before: r.before,
                cost: r.cost,
            })
            .collect(),
        naive: NaiveJson {
            month_before: f.naive.month_before,
            on_rate: f.naive.on_rate,
            whole_bill: f.naive.whole_bill,
        },
        caveats: caveats(s.actual),
    })
}

/// Values that a bill proposes.
pub struct Calibration<'a> {
    pub made: Made<'a>,
    pub month: &'a str,
    pub file: &'a str,
    pub proposals: &'a [Proposal],
    pub written: bool,
}

/// `environments.prod.resources.nat.data`.
fn path(p: &Proposal) -> String {
    let resource = format!("resources.{}.{}", p.resource, p.input);
    match p.environment.is_empty() {
        true => resource,
        false => format!("environments.{}.{resource}", p.environment),
    }
}

pub fn calibrate_table(c: &Calibration<'_>, style: &Style) -> String {
    let lang = style.lang;
    let mut page = Page::new(style);
    let count = c.proposals.len().to_string();
    page.text(Tone::Strong, 0, 2, &ActualWord::Proposals.with(lang, &[&count, c.month]));
    page.blank();
    for p in c.proposals {
        let value = format!("{} {}", p.value, p.unit);
        let line = ActualWord::ProposalLine.with(lang, &[&path(p), value.trim_end()]);
        page.text(Tone::Plain, 0, 2, &line);
        let was = match &p.before {
            Some(before) => ActualWord::WasStated.with(lang, &[before]),
            None => ActualWord::WasUnset.in_lang(lang).to_owned(),
        };
        let or = |number: Option<Number>| number.map_or("?".to_owned(), |n| n.round(3).to_string());
        let of = [
            &*p.meter,
            &*p.quantity.round(3).to_string(),
            &*p.quantity_unit,
            &*p.days.to_string(),
            &*or(p.low),
            &*or(p.median),
            &*or(p.high),
        ];
        let evidence = ActualWord::Evidence.with(lang, &of);
        page.text(Tone::Faint, 2, 4, &format!("{was}; {evidence}"));
    }
    page.blank();
    let end = if c.written { ActualWord::Written } else { ActualWord::NotWritten };
    page.text(Tone::Plain, 0, 2, &end.with(lang, &[c.file]));
    page.text(Tone::Faint, 0, 0, &identity(&c.made, lang));
    page.finish()
}

#[derive(Serialize)]
struct CalibrationJson<'a> {
    schema: u32,
    month: &'a str,
    file: &'a str,
    written: bool,
    proposals: Vec<ProposalJson<'a>>,
}

#[derive(Serialize)]
struct ProposalJson<'a> {
    path: String,
    value: Number,
    unit: &'a str,
    before: Option<&'a str>,
    p10: Option<Number>,
    median: Option<Number>,
    p90: Option<Number>,
    meter: &'a str,
    quantity: Number,
    quantity_unit: &'a str,
    days: usize,
}

pub fn calibrate_json(c: &Calibration<'_>) -> String {
    let proposal = |p: &'_ Proposal| path(p);
    pretty(&CalibrationJson {
        schema: SCHEMA,
        month: c.month,
        file: c.file,
        written: c.written,
        proposals: c
            .proposals
            .iter()
            .map(|p| ProposalJson {
                path: proposal(p),
                value: p.value,
                unit: &p.unit,
                before: p.before.as_deref(),
                p10: p.low,
                median: p.median,
                p90: p.high,
                meter: &p.meter,
                quantity: p.quantity,
                quantity_unit: &p.quantity_unit,
                days: p.days,
            })
            .collect(),
    })
}
