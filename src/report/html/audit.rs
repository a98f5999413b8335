//! An audit as a page: whose money it is as bars, and the lists under them.

use super::STYLE;
use super::chart::{bar, swatch};
use crate::audit::{Row, Share};
use crate::quantity::Number;
use crate::report::Style;
use crate::report::amounts::{USD, amount, amount_or};
use crate::report::audit::{Audited, answer, because, facts, part_of};
use crate::report::markup::{Html, closed, opened};
use crate::report::under::identity;
use crate::text::{AuditWord as Word, Lang};
use std::collections::BTreeMap;

/// The audit as a page. It has no script.
pub fn audit_html(a: &Audited<'_>, style: &Style) -> String {
    let lang = style.lang;
    let answer = answer(a, lang);
    let mut html = opened(lang.of("en", "ja"), &answer, STYLE, "");
    html.markup("<main><header>");
    html.leaf("h1", &[], &answer);
    facts(a, lang).iter().for_each(|fact| html.leaf("p", &[], fact));
    html.markup("</header>");
    shares(
        &mut html,
        ("accounts", Word::Accounts.in_lang(lang)),
        &a.audit.accounts,
        Word::Account,
        lang,
    );
    if let Some(key) = a.tag {
        let title = Word::ByTag.with(lang, &[key]);
        shares(&mut html, ("tags", &title), &a.audit.tags, Word::Tag, lang);
    }
    let (hours, keeping) = (a.outside_hours(), a.keeping());
    amounts(&mut html, a, ("hours", Word::OutsideHoursHeading), Word::SavesColumn, &hours, lang);
    amounts(&mut html, a, ("keeps", Word::Keeping), Word::Monthly, &keeping, lang);
    let findings = a.audit.findings.iter().map(|f| (f.target, because(f, lang), f.saves));
    found(&mut html, a, ("findings", Word::FindingsHeading), &findings.collect::<Vec<_>>(), lang);
    let advice = a.audit.advice.iter().map(|advice| {
        (advice.target, lang.of(&advice.title.en, &advice.title.ja).to_string(), Some(advice.saves))
    });
    found(&mut html, a, ("advice", Word::AdviceHeading), &advice.collect::<Vec<_>>(), lang);
    let untagged = a.untagged();
    let lines =
        untagged.iter().map(|row| format!("{}: {}", a.name(row.target), row.lacks.join(", ")));
    list(&mut html, ("untagged", Word::UntaggedHeading), lines, lang);
    let lines = a.audit.unpriced.iter().map(|(at, why)| format!("{}: {why}", a.name(*at)));
    list(&mut html, ("unpriced", Word::Unpriced), lines, lang);
    list(&mut html, ("notes", Word::Notes), a.audit.notes.iter().cloned(), lang);
    html.leaf("footer", &[], &identity(&a.made, lang));
    html.markup("</main>\n");
    closed(html, "")
}

/// A bar for each name: outside production, unknown, production.
fn shares(
    html: &mut Html,
    (id, title): (&'static str, &str),
    shares: &BTreeMap<String, Share>,
    first: Word,
    lang: Lang,
) {
    let largest = shares.values().map(|share| share.monthly).max().unwrap_or_default();
    html.section(id, title, |html| {
        html.markup("<table class=\"bars\">");
        html.head(&[
            (first.in_lang(lang), false),
            ("", false),
            (Word::Monthly.in_lang(lang), true),
            (Word::Outside.in_lang(lang), true),
            (Word::NoTag.in_lang(lang), true),
            (Word::OutsideHours.in_lang(lang), true),
        ]);
        html.markup("<tbody>");
        for (name, share) in shares {
            html.markup("<tr>");
            html.leaf("th", &[("scope", "row")], name);
            html.markup("<td class=\"chart\">");
            let rest = share.monthly.minus(share.outside).and_then(|n| n.minus(share.unknown));
            let parts = [(1, share.outside), (6, share.unknown), (0, rest.unwrap_or_default())];
            bar(html, &parts, largest, None);
            html.markup("</td>");
            number(html, share.monthly, None);
            number(html, share.outside, part_of(share.outside, share.monthly));
            number(html, share.untagged, part_of(share.untagged, share.monthly));
            number(html, share.outside_hours, None);
            html.markup("</tr>\n");
        }
        html.markup("</tbody></table><p class=\"legend\"><span>");
        swatch(html, 1);
        html.text(Word::Outside.in_lang(lang));
        html.markup("</span></p>");
    });
}

fn number(html: &mut Html, value: Number, share: Option<String>) {
    html.open("td", &[("class", "number")]);
    html.text(&amount(value, USD));
    if let Some(share) = share {
        html.leaf("small", &[], &share);
    }
    html.close("td");
}

fn amounts(
    html: &mut Html,
    a: &Audited<'_>,
    (id, title): (&'static str, Word),
    column: Word,
    rows: &[(&Row, Number)],
    lang: Lang,
) {
    if rows.is_empty() {
        return;
    }
    let largest = rows.first().map(|(_, number)| *number).unwrap_or_default();
    html.section(id, title.in_lang(lang), |html| {
        html.markup("<table class=\"bars\">");
        html.head(&[
            (Word::Resource.in_lang(lang), false),
            ("", false),
            (column.in_lang(lang), true),
        ]);
        html.markup("<tbody>");
        for (row, value) in rows {
            html.markup("<tr><th scope=\"row\">");
            html.text(&a.name(row.target));
            html.leaf("small", &[], a.target(row.target).map_or("", |target| &target.kind));
            html.markup("</th><td class=\"chart\">");
            bar(html, &[(1, *value)], largest, None);
            html.markup("</td>");
            number(html, *value, None);
            html.markup("</tr>\n");
        }
        html.markup("</tbody></table>");
    });
}

fn found(
    html: &mut Html,
    a: &Audited<'_>,
    (id, title): (&'static str, Word),
    lines: &[(usize, String, Option<Number>)],
    lang: Lang,
) {
    if lines.is_empty() {
        return;
    }
    html.section(id, title.in_lang(lang), |html| {
        html.markup("<table>");
        html.head(&[
            (Word::Resource.in_lang(lang), false),
            (Word::What.in_lang(lang), false),
            (Word::SavesColumn.in_lang(lang), true),
        ]);
        html.markup("<tbody>");
        for (at, why, saves) in lines {
            html.markup("<tr>");
            html.leaf("th", &[("scope", "row")], &a.name(*at));
            html.leaf("td", &[], why);
            html.leaf("td", &[("class", "number")], &amount_or(*saves, USD));
            html.markup("</tr>\n");
        }
        html.markup("</tbody></table>");
    });
}

fn list(
    html: &mut Html,
    (id, title): (&'static str, Word),
    lines: impl ExactSizeIterator<Item = String>,
    lang: Lang,
) {
    if lines.len() == 0 {
        return;
    }
    html.section(id, title.in_lang(lang), |html| {
        html.markup("<ul>");
        lines.for_each(|line| html.leaf("li", &[], &line));
        html.markup("</ul>");
    });
}
