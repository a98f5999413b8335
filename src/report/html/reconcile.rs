//! A reconciliation as a page: the difference, the way from the estimate to the
//! bill, and the lines behind it.

use super::chart::bar;
use super::waterfall::{Waterfall, waterfall};
use super::{facts, still};
use crate::quantity::Number;
use crate::reconcile::Account;
use crate::report::Style;
use crate::report::actual::origin;
use crate::report::amounts::{USD, amount, money, percent, signed};
use crate::report::markup::Html;
use crate::report::reconcile::{
    Reconciliation, cause_word, causes_of, group_name, grouped_by, headline, moved_lines, notes,
    place, rest, what,
};
use crate::text::{ActualWord, Lang, PageWord, Word};

/// How many lines a table of the page shows unless it explains.
const SHOWN: usize = 100;

/// The reconciliation as a page. It has no script.
pub fn reconcile_html(r: &Reconciliation<'_>, style: &Style) -> String {
    let lang = style.lang;
    let shown = if style.explain { usize::MAX } else { SHOWN };
    still(&origin(r.actual, lang), &headline(r, lang), &r.made, lang, |html| {
        head(html, r, lang);
        let estimated = ActualWord::EstimatedColumn.in_lang(lang);
        let billed = ActualWord::BilledColumn.in_lang(lang);
        let steps =
            r.found.causes.present().map(|(cause, sum)| (cause_word(cause).in_lang(lang), sum));
        let chart = Waterfall {
            from: (estimated, r.found.estimated),
            steps: steps.collect(),
            to: (billed, r.found.actual),
        };
        waterfall(html, &chart, lang);
        groups(html, r, lang);
        lines(html, r, shown, lang);
        unmatched(html, r, shown, lang);
        html.section("details", PageWord::Details.in_lang(lang), |html| {
            notes(r, lang).iter().for_each(|note| html.leaf("p", &[], note));
        });
    })
}

fn head(html: &mut Html, r: &Reconciliation<'_>, lang: Lang) {
    let f = r.found;
    let mut all = vec![
        (ActualWord::EstimatedColumn.in_lang(lang), money(f.estimated, USD)),
        (ActualWord::BilledColumn.in_lang(lang), money(f.actual, USD)),
        (ActualWord::Difference.in_lang(lang), signed(f.difference, USD)),
    ];
    if let Some(share) = percent(r.hygiene.untagged, r.hygiene.usage) {
        // A share is of a whole: it has no sign.
        let share = share.trim_start_matches('+').to_owned();
        all.push((PageWord::Untagged.in_lang(lang), share));
    }
    if let Some(forecast) = r.forecast {
        all.push((PageWord::Forecast.in_lang(lang), money(forecast.cost.expected, USD)));
    }
    facts(html, &all);
}

/// `estimated`, `billed` and the difference, in the last three columns.
fn sides(html: &mut Html, estimated: Number, actual: Number, lang: Lang) {
    let moved = actual.minus(estimated).map_or_else(|| "?".to_owned(), |d| signed(d, USD));
    let cells = [amount(estimated, USD), amount(actual, USD), moved];
    for (cell, (name, _)) in cells.iter().zip(columns(lang)) {
        html.leaf("td", &[("class", "number"), ("data-label", name)], cell);
    }
    html.markup("</tr>\n");
}

fn columns(lang: Lang) -> [(&'static str, bool); 3] {
    let word = |word: ActualWord| (word.in_lang(lang), true);
    [ActualWord::EstimatedColumn, ActualWord::BilledColumn, ActualWord::Difference].map(word)
}

fn groups(html: &mut Html, r: &Reconciliation<'_>, lang: Lang) {
    let by = grouped_by(r, lang);
    html.section("groups", &PageWord::BothSides.with(lang, &[by]), |html| {
        let most = |a: &Account| a.estimated.max(a.actual);
        let largest = r.groups.values().map(most).fold(Number::ZERO, Number::max);
        html.markup("<table class=\"bars sides\">");
        let [estimated, billed, difference] = columns(lang);
        html.head(&[(by, false), ("", false), estimated, billed, difference]);
        html.markup("<tbody>");
        let mut rows: Vec<_> = r.groups.iter().collect();
        rows.sort_by_key(|(_, account)| std::cmp::Reverse(account.actual));
        for (name, account) in rows {
            html.markup("<tr>");
            html.leaf("th", &[("scope", "row")], group_name(name, lang));
            html.markup("<td class=\"chart\">");
            bar(html, &[(0, account.actual)], largest, Some(account.estimated));
            html.markup("</td>");
            sides(html, account.estimated, account.actual, lang);
        }
        html.markup("</tbody></table>");
        html.leaf("p", &[("class", "note")], PageWord::MarkIsEstimate.in_lang(lang));
    });
}

fn lines(html: &mut Html, r: &Reconciliation<'_>, shown: usize, lang: Lang) {
    let lines = moved_lines(r, shown == usize::MAX);
    if lines.is_empty() {
        return;
    }
    html.section("lines", ActualWord::LinesHeading.in_lang(lang), |html| {
        html.markup("<table class=\"wide\">");
        let [estimated, billed, difference] = columns(lang);
        let (line, cause) = (Word::Line.in_lang(lang), ActualWord::Cause.in_lang(lang));
        html.head(&[(line, false), (cause, false), estimated, billed, difference]);
        html.markup("<tbody>");
        for pair in lines.iter().take(shown) {
            html.markup("<tr><th scope=\"row\">");
            html.text(&place(&pair.environment, &pair.resource, lang));
            html.leaf("small", &[], &pair.meter);
            html.markup("</th>");
            html.leaf("td", &[("class", "faint")], &causes_of(&pair.causes, lang));
            sides(html, pair.estimated, pair.actual, lang);
        }
        html.markup("</tbody></table>");
        let left = lines.iter().skip(shown).map(|p| p.actual.minus(p.estimated));
        if let Some(more) = rest(left.collect(), lang) {
            html.leaf("p", &[("class", "note")], &more);
        }
    });
}

fn unmatched(html: &mut Html, r: &Reconciliation<'_>, shown: usize, lang: Lang) {
    let all = &r.found.unmatched;
    if all.is_empty() {
        return;
    }
    html.section("unmatched", ActualWord::UnmatchedHeading.in_lang(lang), |html| {
        html.markup("<table class=\"wide\">");
        let word = |word: ActualWord| word.in_lang(lang);
        html.head(&[
            (word(ActualWord::Environment), false),
            (word(ActualWord::Service), false),
            (word(ActualWord::Cause), false),
            (word(ActualWord::BilledColumn), true),
        ]);
        html.markup("<tbody>");
        for line in all.iter().take(shown) {
            html.markup("<tr><th scope=\"row\">");
            html.text(&place(&line.environment, &line.resource, lang));
            if line.unset {
                html.leaf("small", &[], &ActualWord::UnsetHint.with(lang, &[&line.resource]));
            }
            html.markup("</th><td>");
            html.text(&line.service);
            html.leaf("small", &[], what(line, lang));
            html.markup("</td>");
            html.leaf("td", &[("class", "faint")], cause_word(line.cause).in_lang(lang));
            let label = ActualWord::BilledColumn.in_lang(lang);
            let attributes = [("class", "number"), ("data-label", label)];
            html.leaf("td", &attributes, &amount(line.actual, USD));
            html.markup("</tr>\n");
        }
        html.markup("</tbody></table>");
        if let Some(more) = rest(all.iter().skip(shown).map(|u| Some(u.actual)).collect(), lang) {
            html.leaf("p", &[("class", "note")], &more);
        }
    });
}
