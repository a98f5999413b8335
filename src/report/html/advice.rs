//! Advice as a page: the bill before, what is left after each saving, and what
//! it takes to get there.

use super::STYLE;
use super::chart::bar;
use crate::advice::{Advice, Advised};
use crate::quantity::Number;
use crate::report::advice::quoted;
use crate::report::advice_words::{
    alone, answer, break_even, keeps, keeps_all, manner, of, range, said, scenario,
};
use crate::report::amounts::{USD, amount, signed};
use crate::report::markup::{Html, closed, opened};
use crate::report::under::identity;
use crate::report::{Made, Style};
use crate::text::{AdviceWord, Lang, Word};

/// The advice as a page, best first. It has no script.
pub fn advice_html(made: &Made<'_>, advised: &Advised, style: &Style) -> String {
    let lang = style.lang;
    let answer = answer(advised, lang);
    let mut html = opened(lang.of("en", "ja"), &answer, STYLE, "");
    html.markup("<main><header><p class=\"answer\">");
    html.leaf("strong", &[("id", "total")], &answer);
    html.markup("</p>");
    let facts =
        [advised.saving().and_then(|saving| range(&saving, lang)), keeps_all(advised, lang)];
    facts.iter().flatten().for_each(|fact| html.leaf("p", &[], fact));
    html.markup("</header>");
    if !advised.advice.is_empty() {
        bars(&mut html, advised, lang);
        advised.advice.iter().for_each(|advice| details(&mut html, advice, lang));
    }
    if !advised.scenarios.is_empty() {
        html.section("scenarios", AdviceWord::Scenarios.in_lang(lang), |html| {
            for line in advised.scenarios.iter().flat_map(|judged| scenario(judged, lang)) {
                html.leaf("p", &[], &line);
            }
        });
    }
    html.leaf("footer", &[], &identity(made, lang));
    html.markup("</main>\n");
    closed(html, "")
}

/// The bill before, then after each piece of advice on top of those above it;
/// a mark stands where the bill was.
fn bars(html: &mut Html, advised: &Advised, lang: Lang) {
    let before = advised.before.expected;
    html.section("advice", AdviceWord::Advice.in_lang(lang), |html| {
        html.markup("<table class=\"bars\">");
        html.head(&[
            (AdviceWord::Advice.in_lang(lang), false),
            ("", false),
            (&Word::ColumnAMonth.with(lang, &[USD]), true),
            (Word::Change.in_lang(lang), true),
        ]);
        html.markup("<tbody>");
        row(html, (Word::Before.in_lang(lang), None), (0, before), before, None);
        let mut left = before;
        for advice in &advised.advice {
            let saving = advice.on_top.saving.expected;
            left = left.minus(saving).unwrap_or(left);
            let name = (said(&advice.rule.title, lang), Some(of(&advice.subject, lang)));
            row(html, name, (2, left), before, Some(saving.negated()));
        }
        html.markup("</tbody></table>");
    });
}

fn row(
    html: &mut Html,
    (name, of): (&str, Option<String>),
    (colour, value): (usize, Number),
    before: Number,
    change: Option<Number>,
) {
    html.markup("<tr><th scope=\"row\">");
    html.text(name);
    if let Some(of) = of {
        html.leaf("small", &[], &of);
    }
    html.markup("</th><td class=\"chart\">");
    bar(html, &[(colour, value)], before, Some(before));
    html.markup("</td>");
    html.leaf("td", &[("class", "number")], &amount(value, USD));
    let change = change.map_or_else(String::new, |change| signed(change, USD));
    html.leaf("td", &[("class", "number share")], &change);
    html.markup("</tr>\n");
}

fn details(html: &mut Html, advice: &Advice, lang: Lang) {
    html.markup("<section><details>");
    let summary = format!("{} · {}", said(&advice.rule.title, lang), of(&advice.subject, lang));
    html.leaf("summary", &[], &summary);
    let first =
        [Some(manner(advice, lang)), range(&advice.on_top.saving, lang), alone(advice, lang)];
    let mut lines = vec![
        said(&advice.because, lang).to_owned(),
        first.into_iter().flatten().collect::<Vec<_>>().join(" · "),
    ];
    lines.extend(advice.break_even.iter().map(|found| break_even(found, lang)));
    lines.extend(keeps(&advice.keeps, lang));
    lines.push(AdviceWord::Watch.with(lang, &[said(&advice.rule.watch, lang)]));
    lines.push(AdviceWord::How.with(lang, &[said(&advice.rule.how, lang)]));
    lines.iter().for_each(|line| html.leaf("p", &[], line));
    for set in &advice.on_top.sets {
        html.markup("<p>");
        html.leaf("code", &[], &format!("--set {}", quoted(set)));
        html.markup("</p>");
    }
    html.markup("</details></section>\n");
}
