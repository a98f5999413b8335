//! Every scenario beside the plain bill, with a mark where the plain bill is.

use super::chart::bar;
use super::differences::changes;
use super::{still, word};
use crate::bill::Bill;
use crate::estimate::{Scenario, Scenarios};
use crate::quantity::Number;
use crate::report::amounts::{amount, percent, signed};
use crate::report::markup::Html;
use crate::report::reasons::{several_environments, subject};
use crate::report::scenarios_table::{answer_of, notes};
use crate::report::{Made, Style};
use crate::text::{Lang, PageWord, SheetWord, Word};

/// The scenarios as a part of the report.
pub(super) fn scenarios(html: &mut Html, plain: &Bill, scenarios: &[Scenario], lang: Lang) {
    if scenarios.is_empty() {
        return;
    }
    html.section("scenarios", word(SheetWord::Scenarios, lang), |html| {
        html.leaf("p", &[("class", "said")], &answer_of(plain, scenarios, lang));
        bars(html, plain, scenarios, lang);
    });
}

/// The scenarios as a page of their own, with all that each changes.
pub fn scenarios_html(made: &Made<'_>, s: &Scenarios, style: &Style) -> String {
    let (plain, lang) = (&s.plain, style.lang);
    let answer = answer_of(plain, &s.scenarios, lang);
    still(word(SheetWord::Scenarios, lang), &answer, made, lang, |html| {
        html.markup("<section id=\"scenarios\">");
        bars(html, plain, &s.scenarios, lang);
        html.markup("</section>");
        let moves = |s: &&Scenario| !s.difference.changes.is_empty();
        for scenario in s.scenarios.iter().filter(moves) {
            html.markup("<section class=\"changes\">");
            html.leaf("h2", &[], &PageWord::ChangesOf.with(lang, &[&scenario.name]));
            if let Some(title) = &scenario.title {
                html.leaf("p", &[], title);
            }
            changes(html, &scenario.difference.changes, lang);
            html.markup("</section>\n");
        }
        for note in notes(s, lang) {
            html.leaf("p", &[("class", "note")], &note);
        }
    })
}

fn bars(html: &mut Html, plain: &Bill, scenarios: &[Scenario], lang: Lang) {
    let Some(now) = plain.total().map(|total| total.expected) else { return };
    let currency = &*plain.currency;
    let largest = scenarios.iter().map(|s| s.total.expected).fold(now, Number::max);
    let a_month = Word::ColumnAMonth.with(lang, &[currency]);
    html.markup("<table class=\"bars\">");
    html.head(&[
        (Word::Scenario.in_lang(lang), false),
        ("", false),
        (&a_month, true),
        (Word::Change.in_lang(lang), true),
    ]);
    html.markup("<tbody><tr class=\"plain\">");
    html.leaf("th", &[("scope", "row")], Word::Plain.in_lang(lang));
    html.markup("<td class=\"chart\">");
    bar(html, &[(0, now)], largest, Some(now));
    html.markup("</td>");
    html.leaf("td", &[("class", "number")], &amount(now, currency));
    html.markup("<td class=\"number share\"></td></tr>\n");
    for scenario in scenarios {
        row(html, scenario, now, largest, currency, lang);
    }
    html.markup("</tbody></table>");
    html.leaf("p", &[("class", "note")], word(SheetWord::ScenariosNote, lang));
}

fn row(html: &mut Html, s: &Scenario, now: Number, largest: Number, currency: &str, lang: Lang) {
    let delta = s.difference.delta.expected;
    html.markup("<tr><th scope=\"row\">");
    html.text(&s.name);
    for line in about(s, currency, lang) {
        html.leaf("small", &[], &line);
    }
    html.markup("</th><td class=\"chart\">");
    let series = if delta.is_negative() { 2 } else { 1 };
    let series = if delta.is_zero() { 0 } else { series };
    bar(html, &[(series, s.total.expected)], largest, Some(now));
    html.markup("</td>");
    html.leaf("td", &[("class", "number")], &amount(s.total.expected, currency));
    html.markup("<td class=\"number share\">");
    html.text(&signed(delta, currency));
    if let Some(share) = percent(delta, now) {
        html.leaf("small", &[], &share);
    }
    html.markup("</td></tr>\n");
}

/// How many movements of a scenario are named; every one is in `kanjo scenarios`.
const NAMED: usize = 3;

/// What the file says that it is, what of it has no price, and what moves most.
fn about(s: &Scenario, currency: &str, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = s.title.iter().map(|title| title.to_string()).collect();
    if s.unpriced > 0 {
        lines.push(Word::IncompleteMany.with(lang, &[&s.unpriced.to_string()]));
    }
    let changes = &s.difference.changes;
    let several = several_environments(changes);
    let mut moved: Vec<String> = changes
        .iter()
        .take(NAMED)
        .map(|c| format!("{} {}", subject(c, several, lang), signed(c.delta.expected, currency)))
        .collect();
    if let Some(left) = changes.len().checked_sub(NAMED).filter(|left| *left > 0) {
        moved.push(Word::AndMore.with(lang, &[&left.to_string()]));
    }
    if !moved.is_empty() {
        lines.push(moved.join(lang.of(", ", "、")));
    }
    lines
}
