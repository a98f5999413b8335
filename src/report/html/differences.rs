//! The difference of two bills as a page: the answer, and what moved it.

use super::chart::{BAR, along};
use super::{facts, still};
use crate::bill::Change;
use crate::quantity::Number;
use crate::report::amounts::{USD, amount, money, signed};
use crate::report::diff_table::answer;
use crate::report::markup::Html;
use crate::report::reasons::{all, beside, several_environments, subject};
use crate::report::under::{lacking, two_books};
use crate::report::{Compared, Style};
use crate::text::{Lang, Word};

/// The difference as a page. It has no script.
pub fn difference_html(c: &Compared<'_>, style: &Style) -> String {
    let lang = style.lang;
    let d = c.difference;
    let about = format!("{} → {}", c.before, c.after);
    still(&about, &answer(d, lang), &c.made, lang, |html| {
        let side = |name: Word, value: Number| (name.in_lang(lang), money(value, USD));
        let sides = [side(Word::Before, d.before.expected), side(Word::After, d.after.expected)];
        facts(html, &sides);
        for note in [lacking(c, lang), two_books(c, lang)].into_iter().flatten() {
            html.leaf("p", &[("class", "warning")], &note);
        }
        html.markup("<section>");
        changes(html, &d.changes, lang);
        html.markup("</section>");
        if c.unset > 0 {
            html.leaf("p", &[], &Word::CountUnset.with(lang, &[&c.unset.to_string()]));
        }
    })
}

/// What moved, each with its bar and its reasons.
pub(super) fn changes(html: &mut Html, changes: &[Change], lang: Lang) {
    if changes.is_empty() {
        return;
    }
    let largest = changes.iter().map(|c| c.delta.expected.abs()).max().unwrap_or_default();
    let several = several_environments(changes);
    html.markup("<table class=\"bars sides\">");
    let change = Word::InUsd.with(lang, &[Word::Change.in_lang(lang)]);
    html.head(&[
        (Word::Resource.in_lang(lang), false),
        ("", false),
        (Word::Before.in_lang(lang), true),
        (Word::After.in_lang(lang), true),
        (&change, true),
    ]);
    html.markup("<tbody>");
    for change in changes {
        html.markup("<tr><th scope=\"row\">");
        html.text(&subject(change, several, lang));
        if let why @ [_, ..] = beside(change) {
            html.leaf("small", &[], &all(why, lang));
        }
        html.markup("</th><td class=\"chart\">");
        around(html, change.delta.expected, largest);
        html.markup("</td>");
        let (before, after) = (change.before.expected, change.after.expected);
        for (name, text) in [
            (Word::Before.in_lang(lang), amount(before, USD)),
            (Word::After.in_lang(lang), amount(after, USD)),
            (Word::Change.in_lang(lang), signed(change.delta.expected, USD)),
        ] {
            html.leaf("td", &[("class", "number"), ("data-label", name)], &text);
        }
        html.markup("</tr>\n");
    }
    html.markup("</tbody></table>");
}

/// A bar to the right of the middle for what is added, to the left for what is
/// saved.
fn around(html: &mut Html, delta: Number, largest: Number) {
    let length = along(delta.abs(), largest, BAR / 2);
    let from = if delta.is_negative() { BAR / 2 - length } else { BAR / 2 };
    let class = if delta.is_negative() { "c2" } else { "c1" };
    let (x, width) = (from.to_string(), length.to_string());
    html.markup(
        "<svg class=\"bar\" viewBox=\"0 0 1000 14\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
    );
    html.open("rect", &[("class", class), ("x", &x), ("width", &width), ("height", "14")]);
    html.markup("</rect><rect class=\"mark\" x=\"499\" width=\"3\" height=\"14\"></rect></svg>");
}
