//! The week's calendar: a row for each day, the hours that are on, and beside it
//! what stops, what goes on and what the schedule saves.

use super::chart::swatch;
use super::word;
use crate::bill::Bill;
use crate::estimate::Week;
use crate::quantity::Number;
use crate::report::amounts::{money, quantity};
use crate::report::markup::Html;
use crate::text::{Lang, SheetWord};

const DAYS: [SheetWord; 7] = [
    SheetWord::Monday,
    SheetWord::Tuesday,
    SheetWord::Wednesday,
    SheetWord::Thursday,
    SheetWord::Friday,
    SheetWord::Saturday,
    SheetWord::Sunday,
];

/// Minutes of a day: the width of a row, in its own units.
const DAY: u64 = 1440;

pub(super) fn weeks(html: &mut Html, weeks: &[Week], bill: &Bill, lang: Lang) {
    if weeks.is_empty() {
        return;
    }
    html.section("week", word(SheetWord::Week, lang), |html| {
        for week in weeks {
            one(html, week, bill, lang);
        }
        html.leaf("p", &[("class", "note")], word(SheetWord::WeekNote, lang));
    });
}

fn one(html: &mut Html, week: &Week, bill: &Bill, lang: Lang) {
    html.markup("<article class=\"week\">");
    let of = match &week.scenario {
        Some(name) => SheetWord::InScenario.with(lang, &[name]),
        None => word(SheetWord::AsItIs, lang).to_owned(),
    };
    html.markup("<h3>");
    html.text(&week.schedule.name);
    let names: Vec<&str> = week.environments.iter().map(|name| &**name).collect();
    let names = names.join(lang.of(", ", "、"));
    html.leaf("span", &[], &format!(" {names} · {of}"));
    html.markup("</h3>");
    let minutes: u64 = week.on.iter().map(|(from, to)| to - from).sum();
    let hours = Number::from(minutes).over(Number::from(60u64)).unwrap_or_default();
    let said = [quantity(hours), quantity(week.hours), quantity(bill.period.hours)];
    let said = SheetWord::HoursOn.with(lang, &[&said[0], &said[1], &said[2]]);
    html.markup("<p>");
    html.text(&format!("{} {}", week.schedule.hours, week.schedule.zone_name));
    html.markup("<br>");
    html.leaf("span", &[("class", "hours")], &said);
    html.markup(
        "</p><div class=\"plan\"><table class=\"days\"><thead><tr><td></td><td class=\"axis\">",
    );
    for hour in ["0", "6", "12", "18", "24"] {
        html.leaf("span", &[], hour);
    }
    html.markup("</td></tr></thead><tbody>");
    for (day, name) in (0u64..).zip(DAYS) {
        html.markup("<tr>");
        html.leaf("th", &[("scope", "row")], word(name, lang));
        html.markup("<td>");
        row(html, &on_day(&week.on, day), lang);
        html.markup("</td></tr>");
    }
    html.markup("</tbody></table><dl>");
    let mut fact = |class: &'static str, series: Option<usize>, name: SheetWord, value: Number| {
        html.open("div", &[("class", class)]);
        html.markup("<dt>");
        if let Some(series) = series {
            swatch(html, series);
        }
        html.text(word(name, lang));
        html.markup("</dt>");
        html.leaf("dd", &[], &money(value, &bill.currency));
        html.markup("</div>");
    };
    fact("stops", None, SheetWord::OnCost, week.stops);
    fact("stays", None, SheetWord::StayCost, week.stays);
    fact("saved", None, SheetWord::Saved, week.saved);
    html.markup("</dl></div></article>\n");
}

/// The stretches of one day, in its own minutes.
fn on_day(on: &[(u64, u64)], day: u64) -> Vec<(u64, u64)> {
    let (start, end) = (day * DAY, (day + 1) * DAY);
    on.iter()
        .filter(|(from, to)| *from < end && *to > start)
        .map(|(from, to)| ((*from).max(start) - start, (*to).min(end) - start))
        .collect()
}

fn row(html: &mut Html, on: &[(u64, u64)], lang: Lang) {
    let clock = |minute: u64| format!("{:02}:{:02}", minute / 60, minute % 60);
    let windows: Vec<String> =
        on.iter().map(|(from, to)| format!("{}–{}", clock(*from), clock(*to))).collect();
    let said = match windows.is_empty() {
        true => word(SheetWord::OffAllDay, lang).to_owned(),
        false => SheetWord::OnFromTo.with(lang, &[&windows.join(", ")]),
    };
    html.open(
        "svg",
        &[
            ("class", "day"),
            ("viewBox", "0 0 1440 20"),
            ("preserveAspectRatio", "none"),
            ("role", "img"),
            ("aria-label", &said),
        ],
    );
    html.leaf("title", &[], &said);
    html.markup("<rect class=\"off\" width=\"1440\" height=\"20\"></rect>");
    for (from, to) in on {
        let (x, width) = (from.to_string(), (to - from).to_string());
        html.open("rect", &[("class", "on"), ("x", &x), ("width", &width), ("height", "20")]);
        html.markup("</rect>");
    }
    for hour in ["360", "720", "1080"] {
        html.open("rect", &[("class", "tick"), ("x", hour), ("width", "2"), ("height", "20")]);
        html.markup("</rect>");
    }
    html.markup("</svg>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_over_midnight_is_on_both_days() {
        // Monday 20:00 to Tuesday 06:00, and all of Sunday.
        let on = [(1200, 1800), (6 * DAY, 7 * DAY)];
        assert_eq!(on_day(&on, 0), [(1200, 1440)]);
        assert_eq!(on_day(&on, 1), [(0, 360)]);
        assert_eq!(on_day(&on, 2), []);
        assert_eq!(on_day(&on, 6), [(0, 1440)]);
    }
}
