//! A week of a schedule as a picture: one line a day, one mark each half hour.

use crate::calendar::{Desired, Schedule};
use crate::report::page::{Page, Tone};
use crate::report::{Style, layout};
use crate::text::{Lang, OffHoursWord as Word};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::sync::Arc;

/// Half hours of a day.
const MARKS: i64 = 48;
/// Columns left of the marks: the widest day and date.
const MARGIN: usize = 11;

/// The seven days from `first`, as each clock of a day shows them. A day on
/// which clocks change still has 48 marks: a gap repeats what follows.
pub(super) fn week(schedule: &Schedule, first: Date) -> Vec<(Date, Vec<Desired>)> {
    let mark = |date: Date, i: i64| {
        let local = date.at(0, 0, 0, 0).saturating_add((i * 30).minutes());
        let at = schedule.zone.to_ambiguous_timestamp(local).compatible();
        at.map_or(Desired::Leave, |at| schedule.desired(at).desired)
    };
    let days = (0..7).map(|ahead: i64| first.saturating_add(ahead.days()));
    days.map(|date| (date, (0..MARKS).map(|i| mark(date, i)).collect())).collect()
}

pub(super) fn day(date: Date, lang: Lang) -> &'static str {
    let word = match date.weekday() {
        Weekday::Monday => Word::Mon,
        Weekday::Tuesday => Word::Tue,
        Weekday::Wednesday => Word::Wed,
        Weekday::Thursday => Word::Thu,
        Weekday::Friday => Word::Fri,
        Weekday::Saturday => Word::Sat,
        Weekday::Sunday => Word::Sun,
    };
    word.in_lang(lang)
}

/// `60 of 168 hours`.
pub(super) fn hours(days: &[(Date, Vec<Desired>)], lang: Lang) -> String {
    let on = days.iter().flat_map(|(_, marks)| marks).filter(|m| **m == Desired::On).count();
    let hours = format!("{}{}", on / 2, if on % 2 == 1 { ".5" } else { "" });
    Word::OnHoursOf.with(lang, &[&hours])
}

/// The stretches of one state in a day's marks, in minutes.
pub(super) fn stretches(marks: &[Desired]) -> Vec<(u64, u64, Desired)> {
    const MINUTES: u64 = 30;
    let mut found: Vec<(u64, u64, Desired)> = Vec::new();
    for (i, state) in (0u64..).zip(marks) {
        let (from, to) = (i * MINUTES, (i + 1) * MINUTES);
        match found.last_mut() {
            Some((_, end, last)) if last == state => *end = to,
            _ => found.push((from, to, *state)),
        }
    }
    found
}

/// The week from Monday of `first` of each schedule, in its own zone.
pub fn timeline_table(schedules: &[(String, Arc<Schedule>)], first: Date, style: &Style) -> String {
    let lang = style.lang;
    let mut page = Page::new(style);
    for (i, (name, schedule)) in schedules.iter().enumerate() {
        if i > 0 {
            page.blank();
        }
        let days = week(schedule, first);
        page.text(Tone::Strong, 0, 2, &format!("{name}: {}", hours(&days, lang)));
        let date = first.to_string();
        let legend = [&*date, &schedule.zone_name, Word::HalfHour.in_lang(lang)];
        page.text(Tone::Faint, 0, 2, &Word::Week.with(lang, &legend));
        let scale: String = (0..8).map(|i| format!("{:<6}", format!("{:02}", i * 3))).collect();
        page.line(Tone::Faint, &format!("{}{scale}", " ".repeat(MARGIN)));
        for (date, marks) in days {
            let label = format!("{} {}", day(date, lang), date.strftime("%m-%d"));
            let pad = MARGIN.saturating_sub(layout::width(&label));
            let marks: String = marks.iter().map(|mark| glyph(*mark)).collect();
            page.line(Tone::Plain, &format!("{label}{}{marks}", " ".repeat(pad)));
        }
    }
    page.finish()
}

/// How a state is called in a style sheet.
pub(super) fn class(desired: Desired) -> &'static str {
    match desired {
        Desired::On => "on",
        Desired::Off => "off",
        Desired::Leave => "leave",
    }
}

fn glyph(desired: Desired) -> char {
    match desired {
        Desired::On => '█',
        Desired::Off => '·',
        Desired::Leave => '?',
    }
}

/// Light or dark, as the reader has it, and readable on either.
const STYLE: &str = "<style>text{fill:#1b1f24}.faint{fill:#59636e}.on{fill:#2563a8}.off{fill:#e6eaee}\
.leave{fill:#b4652a}.paper{fill:#fff}@media(prefers-color-scheme:dark){text{fill:#e7eaee}\
.faint{fill:#a2adb8}.on{fill:#6ea8e6}.off{fill:#2b3138}.leave{fill:#e09a5f}.paper{fill:#14171b}}</style>\n";

/// The same as an SVG, which a page or a document can hold.
pub fn timeline_svg(schedules: &[(String, Arc<Schedule>)], first: Date, lang: Lang) -> String {
    const CELL: usize = 12;
    const ROW: usize = 18;
    const LEFT: usize = 90;
    // A title, the hours of the day, seven days, and room.
    let block = 9 * ROW + 28;
    let (width, height) = (LEFT + 48 * CELL + 10, schedules.len() * block + 4);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n{STYLE}<rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n"
    );
    for (i, (name, schedule)) in schedules.iter().enumerate() {
        let days = week(schedule, first);
        let top = i * block + 18;
        let title = escaped(&format!("{name} ({}): {}", schedule.zone_name, hours(&days, lang)));
        out += &format!("<text x=\"4\" y=\"{top}\" font-weight=\"bold\">{title}</text>\n");
        for hour in (0..=24).step_by(3) {
            let (x, y) = (LEFT + hour * 2 * CELL, top + ROW);
            out += &format!(
                "<text class=\"faint\" text-anchor=\"middle\" x=\"{x}\" y=\"{y}\">{hour}</text>\n"
            );
        }
        for (row, (date, marks)) in days.into_iter().enumerate() {
            let y = top + ROW + 6 + row * ROW;
            let label = format!("{} {}", day(date, lang), date.strftime("%m-%d"));
            out += &format!("<text x=\"4\" y=\"{}\">{label}</text>\n", y + 12);
            for (from, to, state) in stretches(&marks) {
                let (x, wide) = (from as usize * CELL / 30, (to - from) as usize * CELL / 30);
                out += &format!(
                    "<rect class=\"{}\" x=\"{}\" y=\"{y}\" width=\"{wide}\" height=\"{}\"/>\n",
                    class(state),
                    LEFT + x,
                    ROW - 3
                );
            }
        }
    }
    out + "</svg>\n"
}

fn escaped(text: &str) -> String {
    layout::clean(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
