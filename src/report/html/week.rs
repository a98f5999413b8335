//! The week's calendar: a row for each day, the hours that are on, and beside it
//! what stops, what goes on and what the schedule saves.

use super::word;
use crate::bill::Bill;
use crate::estimate::Week;
use crate::quantity::Number;
use crate::report::amounts::{money, quantity};
use crate::report::markup::Html;
use crate::text::{Lang, PageWord, SheetWord};

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

/// A week as it is drawn.
pub(super) struct Drawn<'a> {
    pub(super) name: &'a str,
    /// Whose it is, beside its name.
    pub(super) of: String,
    /// Its hours and zone as they are written, and how much that is.
    pub(super) hours: String,
    pub(super) said: String,
    /// Seven days: a name, and the stretches in their own minutes.
    pub(super) days: Vec<(String, Vec<Stretch>)>,
    /// What stops, what goes on, what is saved, a month.
    pub(super) money: Option<[Number; 3]>,
    pub(super) currency: &'a str,
}

/// From a minute of the day to another, and how it is drawn: `on` or `leave`.
pub(super) type Stretch = (u64, u64, &'static str);

pub(super) fn weeks(html: &mut Html, weeks: &[Week], bill: &Bill, lang: Lang) {
    if weeks.is_empty() {
        return;
    }
    html.section("week", word(SheetWord::Week, lang), |html| {
        for week in weeks {
            draw(html, &of_average(week, bill, lang), lang);
        }
        html.leaf("p", &[("class", "note")], word(SheetWord::WeekNote, lang));
    });
}

/// The week that the average month repeats.
fn of_average<'a>(week: &'a Week, bill: &'a Bill, lang: Lang) -> Drawn<'a> {
    let scenario = match &week.scenario {
        Some(name) => SheetWord::InScenario.with(lang, &[name]),
        None => word(SheetWord::AsItIs, lang).to_owned(),
    };
    let names: Vec<&str> = week.environments.iter().map(|name| &**name).collect();
    let names = names.join(lang.of(", ", "、"));
    let minutes: u64 = week.on.iter().map(|(from, to)| to - from).sum();
    let said = [quantity(hours(minutes)), quantity(week.hours), quantity(bill.period.hours)];
    Drawn {
        name: &week.schedule.name,
        of: format!("{names} · {scenario}"),
        hours: format!("{} {}", week.schedule.hours, week.schedule.zone_name),
        said: SheetWord::HoursOn.with(lang, &[&said[0], &said[1], &said[2]]),
        days: (0u64..)
            .zip(DAYS)
            .map(|(day, name)| (word(name, lang).to_owned(), on_day(&week.on, day)))
            .collect(),
        money: Some([week.stops, week.stays, week.saved]),
        currency: &bill.currency,
    }
}

/// Minutes as hours.
pub(super) fn hours(minutes: u64) -> Number {
    Number::from(minutes).over(Number::from(60u64)).unwrap_or_default()
}

pub(super) fn draw(html: &mut Html, week: &Drawn<'_>, lang: Lang) {
    html.markup("<article class=\"week\"><h3>");
    html.text(week.name);
    html.leaf("span", &[], &format!(" {}", week.of));
    html.markup("</h3><p>");
    html.text(&week.hours);
    html.markup("<br>");
    html.leaf("span", &[("class", "hours")], &week.said);
    html.markup(
        "</p><div class=\"plan\"><table class=\"days\"><thead><tr><td></td><td class=\"axis\">",
    );
    for hour in ["0", "6", "12", "18", "24"] {
        html.leaf("span", &[], hour);
    }
    html.markup("</td></tr></thead><tbody>");
    for (name, stretches) in &week.days {
        html.markup("<tr>");
        html.leaf("th", &[("scope", "row")], name);
        html.markup("<td>");
        row(html, stretches, lang);
        html.markup("</td></tr>");
    }
    html.markup("</tbody></table>");
    match week.money {
        Some(values) => money_of(html, values, week.currency, lang),
        None => html.leaf("p", &[("class", "note")], PageWord::NoMoney.in_lang(lang)),
    }
    html.markup("</div></article>\n");
}

fn money_of(html: &mut Html, [stops, stays, saved]: [Number; 3], currency: &str, lang: Lang) {
    html.markup("<dl>");
    let mut fact = |class: &'static str, name: SheetWord, value: Number| {
        html.open("div", &[("class", class)]);
        html.leaf("dt", &[], word(name, lang));
        html.leaf("dd", &[], &money(value, currency));
        html.markup("</div>");
    };
    fact("stops", SheetWord::OnCost, stops);
    fact("stays", SheetWord::StayCost, stays);
    fact("saved", SheetWord::Saved, saved);
    html.markup("</dl>");
}

/// The stretches of one day, in its own minutes.
fn on_day(on: &[(u64, u64)], day: u64) -> Vec<Stretch> {
    let (start, end) = (day * DAY, (day + 1) * DAY);
    on.iter()
        .filter(|(from, to)| *from < end && *to > start)
        .map(|(from, to)| ((*from).max(start) - start, (*to).min(end) - start, "on"))
        .collect()
}

fn row(html: &mut Html, stretches: &[Stretch], lang: Lang) {
    let clock = |minute: u64| format!("{:02}:{:02}", minute / 60, minute % 60);
    let windows = |class: &str| -> Vec<String> {
        let of = stretches.iter().filter(|(_, _, own)| *own == class);
        of.map(|(from, to, _)| format!("{}–{}", clock(*from), clock(*to))).collect()
    };
    let (on, left) = (windows("on"), windows("leave"));
    let mut said = match on.is_empty() && left.is_empty() {
        true => word(SheetWord::OffAllDay, lang).to_owned(),
        false if on.is_empty() => String::new(),
        false => SheetWord::OnFromTo.with(lang, &[&on.join(", ")]),
    };
    if !left.is_empty() {
        said += &format!(" {} {}", PageWord::Undecided.in_lang(lang), left.join(", "));
    }
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
    for (from, to, class) in stretches {
        let (x, width) = (from.to_string(), (to - from).to_string());
        html.open("rect", &[("class", class), ("x", &x), ("width", &width), ("height", "20")]);
        html.markup("</rect>");
    }
    for hour in ["360", "720", "1080"] {
        html.open("rect", &[("class", "tick"), ("x", hour), ("width", "2"), ("height", "20")]);
        html.markup("</rect>");
    }
    html.markup("</svg>");
}
