//! An audit in the terminal: the share outside production first, then what a
//! window would save of it and what would go on.

use crate::audit::{Audit, Because, Finding, Purpose, Row, Share};
use crate::offhours::Target;
use crate::quantity::Number;
use crate::report::amounts::{USD, amount, amount_or, money};
use crate::report::grid::{Column, Grid};
use crate::report::page::{Page, Tone};
use crate::report::under::identity;
use crate::report::{Made, Style};
use crate::text::{AuditWord as Word, Lang};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Rows of a list; the rest is a count.
const ROWS: usize = 12;

/// An audit with what it is about.
#[derive(Clone, Copy)]
pub struct Audited<'a> {
    pub made: Made<'a>,
    pub audit: &'a Audit,
    pub targets: &'a [Target],
    /// The operating window as text.
    pub window: &'a str,
    /// The key of the tag that it is grouped by.
    pub tag: Option<&'a str>,
    pub zone: &'a TimeZone,
}

impl<'a> Audited<'a> {
    pub(super) fn target(&self, at: usize) -> Option<&'a Target> {
        self.targets.get(at)
    }

    /// `account/name`.
    pub(super) fn name(&self, at: usize) -> String {
        let row = self.audit.rows.iter().find(|row| row.target == at);
        let name = self.target(at).map_or("", |target| target.name.as_str());
        row.map_or_else(|| name.to_owned(), |row| format!("{}/{name}", row.account))
    }

    /// What is not production, runs outside the window and follows no schedule,
    /// what that costs most first.
    pub(super) fn outside_hours(&self) -> Vec<(&'a Row, Number)> {
        let outside = self.audit.rows.iter().filter(|row| row.purpose == Purpose::Outside);
        let left = outside.filter_map(|row| Some((row, row.left().filter(|n| !n.is_zero())?)));
        let mut rows: Vec<(&Row, Number)> = left.collect();
        rows.sort_by_key(|(row, left)| (std::cmp::Reverse(*left), row.target));
        rows
    }

    /// What nothing stops outside production.
    pub(super) fn keeping(&self) -> Vec<(&'a Row, Number)> {
        let outside = self.audit.rows.iter().filter(|row| row.purpose == Purpose::Outside);
        let mut rows: Vec<(&Row, Number)> =
            outside.map(|row| (row, row.priced.stays)).filter(|(_, n)| !n.is_zero()).collect();
        rows.sort_by_key(|(row, stays)| (std::cmp::Reverse(*stays), row.target));
        rows
    }

    pub(super) fn untagged(&self) -> Vec<&'a Row> {
        self.audit.rows.iter().filter(|row| !row.lacks.is_empty()).collect()
    }
}

/// How much of a whole a part is.
pub(super) fn part_of(part: Number, whole: Number) -> Option<String> {
    let ratio = part.times(Number::from(100u64))?.over(whole)?.round(1);
    Some(format!("{} %", ratio.grouped(1)))
}

/// The first sentence.
pub(super) fn answer(a: &Audited<'_>, lang: Lang) -> String {
    let total = &a.audit.total;
    match part_of(total.outside, total.monthly) {
        Some(share) if !total.monthly.is_zero() => Word::Answer.with(
            lang,
            &[
                &money(total.outside, USD),
                &money(total.monthly, USD),
                &share,
                a.window,
                &money(a.audit.keeps_running, USD),
            ],
        ),
        _ => Word::Nothing.in_lang(lang).to_owned(),
    }
}

/// The sentences under it.
pub(super) fn facts(a: &Audited<'_>, lang: Lang) -> Vec<String> {
    let (audit, total) = (a.audit, &a.audit.total);
    let money = |number: Number| money(number, USD);
    let mut facts = Vec::new();
    if !total.outside.is_zero() {
        let saves = [audit.saves_with_window, audit.saves_with_policies, total.outside_hours];
        let saves = saves.map(money);
        facts.push(Word::Saves.with(lang, &[&saves[0], &saves[1], &saves[2]]));
        let on = audit.keeps_running.minus(audit.stays).unwrap_or_default();
        facts.push(
            Word::Keeps.with(lang, &[&money(audit.keeps_running), &money(on), &money(audit.stays)]),
        );
    }
    let share = |part: Number| part_of(part, total.monthly).unwrap_or_default();
    if !total.untagged.is_zero() {
        let tags = match audit.wanted_tags.is_empty() {
            true => "*".to_owned(),
            false => audit.wanted_tags.join(", "),
        };
        let cells = [money(total.untagged), share(total.untagged), tags];
        facts.push(Word::Untagged.with(lang, &[&cells[0], &cells[1], &cells[2]]));
    }
    if !total.unknown.is_zero() {
        facts.push(Word::Unknown.with(lang, &[&money(total.unknown), &share(total.unknown)]));
    }
    let priced = audit.rows.iter().filter(|row| row.priced.monthly.is_some()).count();
    facts.push(Word::Priced.with(lang, &[&priced.to_string(), &total.resources.to_string()]));
    facts
}

/// Why something stands out.
pub(super) fn because(finding: &Finding, lang: Lang) -> String {
    let zones = |zones: &[(String, u64)]| {
        let each =
            zones.iter().map(|(zone, count)| Word::InZone.with(lang, &[&count.to_string(), zone]));
        each.collect::<Vec<_>>().join(", ")
    };
    match &finding.because {
        Because::NoTargets => Word::NoTargets.in_lang(lang).to_owned(),
        Because::NoTraffic { days: None } => Word::NoTraffic.in_lang(lang).to_owned(),
        Because::NoTraffic { days: Some(days) } => {
            Word::NoTrafficFor.with(lang, &[&days.to_string()])
        }
        Because::Unattached => Word::Unattached.in_lang(lang).to_owned(),
        Because::SecondZone => Word::SecondZone.in_lang(lang).to_owned(),
        Because::Zones(own) => Word::Zones.with(lang, &[&zones(own)]),
        Because::FarDatabase { zone, instances } => {
            Word::FarDatabase.with(lang, &[zone, &zones(instances)])
        }
        Because::Held(why) => Word::Held.with(lang, &[why]),
    }
}

pub fn audit_table(a: &Audited<'_>, style: &Style) -> String {
    let lang = style.lang;
    let mut page = Page::new(style);
    page.text(Tone::Strong, 0, 2, &answer(a, lang));
    facts(a, lang).iter().for_each(|fact| page.text(Tone::Plain, 0, 2, fact));
    page.heading(Word::Accounts.in_lang(lang));
    shares(&a.audit.accounts, Word::Account, lang).print(&mut page);
    if let Some(key) = a.tag {
        page.heading(&Word::ByTag.with(lang, &[key]));
        shares(&a.audit.tags, Word::Tag, lang).print(&mut page);
    }
    amounts(a, &mut page, Word::OutsideHoursHeading, Word::SavesColumn, &a.outside_hours(), lang);
    amounts(a, &mut page, Word::Keeping, Word::Monthly, &a.keeping(), lang);
    findings(a, &mut page, lang);
    advice(a, &mut page, lang);
    let untagged = a.untagged();
    if !untagged.is_empty() {
        page.heading(Word::UntaggedHeading.in_lang(lang));
        let lines =
            untagged.iter().map(|row| format!("{}: {}", a.name(row.target), row.lacks.join(", ")));
        some(&mut page, lines, lang);
    }
    if !a.audit.unpriced.is_empty() {
        page.heading(Word::Unpriced.in_lang(lang));
        let lines = a.audit.unpriced.iter().map(|(at, why)| format!("{}: {why}", a.name(*at)));
        some(&mut page, lines, lang);
    }
    if !a.audit.notes.is_empty() {
        page.heading(Word::Notes.in_lang(lang));
        a.audit.notes.iter().for_each(|note| page.text(Tone::Plain, 0, 2, note));
    }
    page.blank();
    page.text(Tone::Faint, 0, 2, &identity(&a.made, lang));
    page.finish()
}

/// The first lines, and how many more there are.
fn some(page: &mut Page, lines: impl ExactSizeIterator<Item = String>, lang: Lang) {
    let more = lines.len().saturating_sub(ROWS);
    lines.take(ROWS).for_each(|line| page.text(Tone::Plain, 0, 2, &line));
    if more > 0 {
        page.text(Tone::Faint, 0, 2, &Word::More.with(lang, &[&more.to_string()]));
    }
}

fn shares(shares: &BTreeMap<String, Share>, first: Word, lang: Lang) -> Grid {
    let title = |word: Word| word.in_lang(lang);
    let mut grid = Grid::new(vec![
        Column::name(title(first), 12),
        Column::number(title(Word::Monthly)),
        Column::number(title(Word::Outside)),
        Column::number(title(Word::NoTag)),
        Column::number(title(Word::OutsideHours)),
    ]);
    grid.header();
    for (name, share) in shares {
        let numbers = [share.monthly, share.outside, share.untagged, share.outside_hours];
        let cells = [name.clone()].into_iter().chain(numbers.map(|number| amount(number, USD)));
        grid.row(Tone::Plain, cells.collect());
    }
    grid
}

/// Resources with an amount, under a heading.
fn amounts(
    a: &Audited<'_>,
    page: &mut Page,
    heading: Word,
    column: Word,
    rows: &[(&Row, Number)],
    lang: Lang,
) {
    if rows.is_empty() {
        return;
    }
    page.heading(heading.in_lang(lang));
    let mut grid = Grid::new(vec![
        Column::name(Word::Resource.in_lang(lang), 20),
        Column::name("", 8),
        Column::number(column.in_lang(lang)),
    ]);
    grid.header();
    for (row, number) in rows.iter().take(ROWS) {
        let kind = a.target(row.target).map_or("", |target| target.kind.as_str());
        grid.row(Tone::Plain, vec![a.name(row.target), kind.to_owned(), amount(*number, USD)]);
    }
    grid.print(page);
    if rows.len() > ROWS {
        let more = (rows.len() - ROWS).to_string();
        page.text(Tone::Faint, 0, 2, &Word::More.with(lang, &[&more]));
    }
}

fn findings(a: &Audited<'_>, page: &mut Page, lang: Lang) {
    if a.audit.findings.is_empty() {
        return;
    }
    page.heading(Word::FindingsHeading.in_lang(lang));
    let lines = a.audit.findings.iter().map(|f| (a.name(f.target), f.saves, because(f, lang)));
    noted(page, &lines.collect::<Vec<_>>(), lang);
}

fn advice(a: &Audited<'_>, page: &mut Page, lang: Lang) {
    if a.audit.advice.is_empty() {
        return;
    }
    page.heading(Word::AdviceHeading.in_lang(lang));
    let lines = a.audit.advice.iter().map(|advice| {
        let said = lang.of(&advice.title.en, &advice.title.ja).to_string();
        (a.name(advice.target), Some(advice.saves), said)
    });
    noted(page, &lines.collect::<Vec<_>>(), lang);
}

/// Resources with what they would save, and why under each.
fn noted(page: &mut Page, lines: &[(String, Option<Number>, String)], lang: Lang) {
    let mut grid = Grid::new(vec![
        Column::name(Word::Resource.in_lang(lang), 20),
        Column::number(Word::SavesColumn.in_lang(lang)),
    ]);
    grid.header();
    for (name, saves, because) in lines.iter().take(ROWS) {
        grid.row(Tone::Plain, vec![name.clone(), amount_or(*saves, USD)]);
        grid.note(0, because.clone());
    }
    grid.print(page);
    if lines.len() > ROWS {
        let more = (lines.len() - ROWS).to_string();
        page.text(Tone::Faint, 0, 2, &Word::More.with(lang, &[&more]));
    }
}
