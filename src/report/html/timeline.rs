//! A dated week of each schedule as a page: the hours that are on, as the
//! report's week is drawn, and what the schedule is worth a month.

use super::week::{Drawn, Stretch, draw, hours};
use super::{facts, still, word};
use crate::calendar::{Desired, Schedule};
use crate::estimate::Week;
use crate::quantity::sum;
use crate::report::amounts::{USD, money, quantity};
use crate::report::timeline::{class, day, hours as hours_of, stretches, week};
use crate::report::{Made, Style};
use crate::text::{Lang, OffHoursWord, PageWord, SheetWord};
use jiff::civil::Date;
use std::sync::Arc;

/// A schedule, and what it is worth where resources of a model follow it.
pub struct TimelineSchedule {
    pub name: String,
    pub schedule: Arc<Schedule>,
    pub week: Option<Week>,
}

/// The seven days from `first` of each schedule. It has no script.
pub fn timeline_html(
    made: &Made<'_>,
    schedules: &[TimelineSchedule],
    first: Date,
    style: &Style,
) -> String {
    let lang = style.lang;
    let date = first.to_string();
    let answer = match schedules {
        [one] => {
            let hours = hours_of(&week(&one.schedule, first), lang);
            PageWord::TimelineOne.with(lang, &[&one.name, &hours])
        }
        all => PageWord::TimelineAnswer.with(lang, &[&all.len().to_string(), &date]),
    };
    still(PageWord::TimelineTitle.in_lang(lang), &answer, made, lang, |html| {
        let weeks = schedules.iter().filter_map(|s| s.week.as_ref());
        let saved = sum(weeks.map(|week| week.saved));
        if let Some(saved) = saved.filter(|saved| !saved.is_zero()) {
            facts(html, &[(word(SheetWord::Saved, lang), money(saved, USD))]);
        }
        html.markup("<section id=\"week\">");
        for schedule in schedules {
            draw(html, &drawn(schedule, first, lang), lang);
        }
        html.leaf("p", &[("class", "note")], PageWord::PerMonth.in_lang(lang));
        html.markup("</section>");
    })
}

fn drawn<'a>(of: &'a TimelineSchedule, first: Date, lang: Lang) -> Drawn<'a> {
    let days = week(&of.schedule, first);
    let environments = of.week.iter().flat_map(|week| &week.environments);
    let names: Vec<&str> = environments.map(|name| &**name).collect();
    let days: Vec<(String, Vec<Stretch>)> = days
        .into_iter()
        .map(|(date, marks)| {
            let on = stretches(&marks).into_iter();
            let on = on.filter(|(_, _, state)| *state != Desired::Off);
            let label = format!("{} {}", day(date, lang), date.strftime("%m-%d"));
            (label, on.map(|(from, to, state)| (from, to, class(state))).collect())
        })
        .collect();
    let on = days.iter().flat_map(|(_, on)| on).filter(|(_, _, state)| *state == "on");
    let minutes: u64 = on.map(|(from, to, _)| to - from).sum();
    Drawn {
        name: &of.name,
        of: names.join(lang.of(", ", "、")),
        hours: format!("{} {}", of.schedule.hours, of.schedule.zone_name),
        said: OffHoursWord::OnHoursOf.with(lang, &[&quantity(hours(minutes))]),
        days,
        money: of.week.as_ref().map(|week| [week.stops, week.stays, week.saved]),
        currency: USD,
    }
}
