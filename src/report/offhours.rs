//! An off-hours plan and one resource's explanation, for a person.

use crate::calendar::Desired;
use crate::offhours::eval::Act;
use crate::offhours::serverless::Pause;
use crate::offhours::{Action, Plan, Stay, Target, Verdict};
use crate::quantity::{Number, sum};
use crate::report::amounts::{USD, amount, amount_or, money};
use crate::report::grid::{Column, Grid};
use crate::report::page::{Page, Tone};
use crate::report::under::identity;
use crate::report::{Made, Style};
use crate::text::{Lang, OffHoursWord as Word, translated};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A plan: what it saves first, then what is done, what bills on, what is held.
pub fn plan_table(made: &Made<'_>, plan: &Plan, zone: &TimeZone, style: &Style) -> String {
    let lang = style.lang;
    let mut page = Page::new(style);
    page.text(Tone::Strong, 0, 2, &headline(plan, lang));
    if let (Some(net), Some(list)) = (plan.saved, plan.saved_at_list)
        && net != list
    {
        page.text(Tone::Plain, 0, 2, &Word::AtList.with(lang, &[&money(list, USD)]));
    }
    page.text(Tone::Faint, 0, 2, &Word::At.with(lang, &[&time(plan.at, zone)]));
    if !plan.actions.is_empty() {
        page.heading(Word::Actions.in_lang(lang));
        actions(plan, zone, lang).print(&mut page);
    }
    if plan.groups.len() > 1 {
        page.heading(Word::Groups.in_lang(lang));
        groups(plan, lang).print(&mut page);
    }
    if !plan.residual.is_empty() {
        page.heading(Word::Residual.in_lang(lang));
        residual(plan, lang).print(&mut page);
    }
    if !plan.blocked.is_empty() {
        page.heading(Word::BlockedHeading.in_lang(lang));
        for held in &plan.blocked {
            let code = held.blocked.map_or("", |block| block.name());
            let text =
                format!("{}: {} ({code})", name(&held.target), translated(&held.reason, lang));
            page.text(Tone::Plain, 0, 2, &text);
        }
    }
    // What is said of several is said once, where it is said first.
    let mut about: Vec<(&str, Vec<String>)> = Vec::new();
    for action in &plan.actions {
        for note in &action.notes {
            match about.iter_mut().find(|(said, _)| said == note) {
                Some((_, names)) => names.push(name(&action.target)),
                None => about.push((note, vec![name(&action.target)])),
            }
        }
    }
    let about = about
        .iter()
        .map(|(note, names)| format!("{}: {}", names.join(", "), translated(note, lang)));
    let priced = plan.actions.iter().filter_map(|action| beside_a_pause(action, lang));
    let kept = plan.actions.iter().filter_map(|action| snapshots(action, lang));
    let notes = plan.notes.iter().map(|note| translated(note, lang));
    let notes: Vec<String> = notes.chain(about).chain(priced).chain(kept).collect();
    if !notes.is_empty() {
        page.heading(Word::Notes.in_lang(lang));
        notes.iter().for_each(|note| page.text(Tone::Plain, 0, 2, note));
    }
    if plan.saved.is_some() {
        page.blank();
        page.text(Tone::Faint, 0, 2, &identity(made, lang));
    }
    page.finish()
}

fn headline(plan: &Plan, lang: Lang) -> String {
    if plan.actions.is_empty() && plan.blocked.is_empty() && plan.residual.is_empty() {
        return Word::Nothing.in_lang(lang).to_owned();
    }
    let keeps = plan.before.zip(plan.saved).and_then(|(before, saved)| before.minus(saved));
    match (plan.saved, keeps) {
        (Some(saved), Some(keeps)) => {
            Word::Saves.with(lang, &[&money(saved, USD), &money(keeps, USD)])
        }
        _ => {
            let count = |act| plan.actions.iter().filter(|a| a.action == act).count().to_string();
            let rest = plan.actions.iter().filter(|a| a.action == Act::None).count();
            let rest = (rest + plan.blocked.len()).to_string();
            Word::NotPriced.with(lang, &[&count(Act::Start), &count(Act::Stop), &rest])
        }
    }
}

/// What the snapshots of a database cost, as far as anybody knows.
fn snapshots(action: &Action, lang: Lang) -> Option<String> {
    let snapshot = action.snapshot.as_ref()?;
    let (name, rate) = (name(&action.target), snapshot.per_gb?);
    Some(match snapshot.gb.and_then(|gb| Some((gb, gb.times(rate)?))) {
        Some((gb, all)) => {
            Word::SnapshotCosts.with(lang, &[&name, &gb.to_string(), &money(all, USD)])
        }
        None => Word::SnapshotRate.with(lang, &[&name, &format!("{USD} {rate}")]),
    })
}

/// A stop beside a pause, where both have a price.
fn beside_a_pause(action: &Action, lang: Lang) -> Option<String> {
    let compared = action.auto_pause.as_ref()?;
    let Pause::Could(_) = compared.pause else { return None };
    let (stop, all) = (compared.stop_saves?, compared.pause_saves_up_to?);
    let more = money(all.minus(stop)?, USD);
    Some(Word::PauseBeside.with(lang, &[&name(&action.target), &money(stop, USD), &more]))
}

/// `dev/instances` of a model, else the name.
fn name(target: &Target) -> String {
    match &target.environment {
        Some(environment) if environment != "default" => format!("{environment}/{}", target.name),
        _ => target.name.clone(),
    }
}

fn time(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

fn word(desired: Desired, lang: Lang) -> &'static str {
    match desired {
        Desired::On => Word::On.in_lang(lang),
        Desired::Off => Word::Off.in_lang(lang),
        Desired::Leave => Word::Leave.in_lang(lang),
    }
}

fn actions(plan: &Plan, zone: &TimeZone, lang: Lang) -> Grid {
    let title = |word: Word| word.in_lang(lang);
    let mut grid = Grid::new(vec![
        Column::name(title(Word::Resource), 16),
        Column::name("", 4),
        Column::name(title(Word::Change), 12).optional(),
        Column::number(title(Word::SavesColumn)),
    ]);
    grid.header();
    let mut last = "";
    for action in &plan.actions {
        let act = match action.action {
            Act::Start => Word::Start,
            Act::Stop => Word::Stop,
            Act::None => Word::Stay,
        };
        let next = action.next.map_or_else(String::new, |(at, desired)| {
            let at = at.to_zoned(zone.clone()).strftime("%m-%d %H:%M");
            format!("{at} {}", word(desired, lang))
        });
        let cells =
            vec![name(&action.target), title(act).to_owned(), next, amount_or(action.saves, USD)];
        grid.row(Tone::Plain, cells);
        // A policy has the same reason for all that it matches.
        if action.reason != last {
            grid.note(0, translated(&action.reason, lang));
            last = &action.reason;
        }
    }
    grid
}

/// What each group costs without the plan, and with it.
fn groups(plan: &Plan, lang: Lang) -> Grid {
    let title = |word: Word| word.in_lang(lang);
    let mut grid = Grid::new(vec![
        Column::name(title(Word::Group), 16),
        Column::number(title(Word::Monthly)),
        Column::number(title(Word::SavesColumn)),
        Column::number(title(Word::Keeps)),
    ]);
    grid.header();
    for (name, group) in &plan.groups {
        let keeps = group.before.minus(group.saved);
        let cells = vec![
            name.clone(),
            amount(group.before, USD),
            amount(group.saved, USD),
            amount_or(keeps, USD),
        ];
        grid.row(Tone::Plain, cells);
    }
    grid
}

fn residual(plan: &Plan, lang: Lang) -> Grid {
    let title = |word: Word| word.in_lang(lang);
    let mut grid = Grid::new(vec![
        Column::name(title(Word::Resource), 16),
        Column::name(title(Word::Why), 8),
        Column::number(title(Word::Monthly)),
    ]);
    grid.header();
    for line in &plan.residual {
        let why = match line.why {
            Stay::OnHours => Word::OnHours,
            Stay::Stays => Word::Stays,
            Stay::Blocked => Word::LeftAlone,
            Stay::Committed => Word::Committed,
        };
        let place = match &*line.environment {
            "default" => line.resource.to_string(),
            environment => format!("{environment}/{}", line.resource),
        };
        grid.row(Tone::Plain, vec![place, title(why).to_owned(), amount(line.monthly, USD)]);
    }
    grid.rule();
    let total: Option<Number> = sum(plan.residual.iter().map(|line| line.monthly));
    let cells = vec![title(Word::Total).to_owned(), String::new(), amount_or(total, USD)];
    grid.row(Tone::Strong, cells);
    grid
}

/// Why one resource is to be on or off, step by step, the strongest first.
pub fn explain_table(target: &Target, verdict: &Verdict, zone: &TimeZone, style: &Style) -> String {
    let lang = style.lang;
    let mut page = Page::new(style);
    let state = word(verdict.desired, lang);
    page.text(
        Tone::Strong,
        0,
        2,
        &format!(
            "{}: {state}{} {}",
            name(target),
            lang.of(".", "。"),
            translated(&verdict.reason, lang)
        ),
    );
    let next = match verdict.next {
        Some((at, then)) => Word::Until.with(lang, &[&time(at, zone), word(then, lang)]),
        None => Word::NoChange.in_lang(lang).to_owned(),
    };
    page.text(Tone::Plain, 0, 2, &next);
    page.blank();
    let mut grid =
        Grid::new(vec![Column::name("", 8), Column::name("", 20), Column::name("", 6).optional()]);
    for (step, why) in &verdict.trail {
        let mark = if *step == verdict.step { Word::Decides.in_lang(lang) } else { "" };
        let tone = if mark.is_empty() { Tone::Plain } else { Tone::Strong };
        grid.row(tone, vec![step.name().to_owned(), translated(why, lang), mark.to_owned()]);
    }
    grid.print(&mut page);
    for note in &verdict.notes {
        page.text(Tone::Plain, 0, 2, &translated(note, lang));
    }
    page.finish()
}
