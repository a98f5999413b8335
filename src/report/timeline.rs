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
fn week(schedule: &Schedule, first: Date) -> Vec<(Date, Vec<Desired>)> {
    let mark = |date: Date, i: i64| {
        let local = date.at(0, 0, 0, 0).saturating_add((i * 30).minutes());
        let at = schedule.zone.to_ambiguous_timestamp(local).compatible();
        at.map_or(Desired::Leave, |at| schedule.desired(at).desired)
    };
    let days = (0..7).map(|ahead: i64| first.saturating_add(ahead.days()));
    days.map(|date| (date, (0..MARKS).map(|i| mark(date, i)).collect())).collect()
}

fn day(date: Date, lang: Lang) -> &'static str {
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

/// The week from Monday of `first` of each schedule, in its own zone.
pub fn timeline_table(schedules: &[(String, Arc<Schedule>)], first: Date, style: &Style) -> String {
    let lang = style.lang;
    let mut page = Page::new(style);
    for (i, (name, schedule)) in schedules.iter().enumerate() {
        if i > 0 {
            page.blank();
        }
        let days = week(schedule, first);
        let on = days.iter().flat_map(|(_, marks)| marks).filter(|m| **m == Desired::On).count();
        let hours = format!("{}{}", on / 2, if on % 2 == 1 { ".5" } else { "" });
        let hours = Word::OnHoursOf.with(lang, &[&hours]);
        page.text(Tone::Strong, 0, 2, &format!("{name}: {hours}"));
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

fn glyph(desired: Desired) -> char {
    match desired {
        Desired::On => '█',
        Desired::Off => '·',
        Desired::Leave => '?',
    }
}

/// The same as an SVG, which a page or a document can hold.
pub fn timeline_svg(schedules: &[(String, Arc<Schedule>)], first: Date, lang: Lang) -> String {
    const CELL: usize = 12;
    const ROW: usize = 18;
    const LEFT: usize = 90;
    let block = 8 * ROW + 24;
    let (width, height) = (LEFT + 48 * CELL + 10, schedules.len() * block + 10);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n"
    );
    for (i, (name, schedule)) in schedules.iter().enumerate() {
        let top = i * block + 16;
        let title = escaped(&format!("{name} ({})", schedule.zone_name));
        out += &format!("<text x=\"4\" y=\"{top}\" font-weight=\"bold\">{title}</text>\n");
        for hour in (0..24).step_by(3) {
            let x = LEFT + hour * 2 * CELL;
            out += &format!("<text x=\"{x}\" y=\"{top}\" fill=\"#666\">{hour:02}</text>\n");
        }
        for (row, (date, marks)) in week(schedule, first).into_iter().enumerate() {
            let y = top + 8 + row * ROW;
            let label = format!("{} {}", day(date, lang), date.strftime("%m-%d"));
            out += &format!("<text x=\"4\" y=\"{}\">{label}</text>\n", y + 12);
            // One rectangle for each stretch of the same state.
            let mut from = 0;
            while let Some(state) = marks.get(from).copied() {
                let length = marks.iter().skip(from).take_while(|m| **m == state).count();
                let colour = match state {
                    Desired::On => "#1a7f5a",
                    Desired::Off => "#e4e7eb",
                    Desired::Leave => "#f2c94c",
                };
                let (x, wide) = (LEFT + from * CELL, length * CELL);
                out += &format!(
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{}\" fill=\"{colour}\"/>\n",
                    ROW - 3
                );
                from += length;
            }
        }
    }
    out + "</svg>\n"
}

fn escaped(text: &str) -> String {
    layout::clean(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
