//! Cost curves as a page of their own: where the designs cross, the picture, and
//! every number behind it.

use super::curves::{numbers, picture};
use super::{Curve, still, word};
use crate::report::sweep::crossing;
use crate::report::{Made, Style};
use crate::text::{PageWord, SheetWord, Word};

/// The curves as a page, whose numbers are those of `--format json`.
pub fn sweep_html(made: &Made<'_>, curve: &Curve, style: &Style) -> String {
    let (sweep, lang) = (&curve.sweep, style.lang);
    let about = SheetWord::Curves.with(lang, &[&sweep.driver]);
    let answer = match sweep.crossings.first() {
        Some(first) => crossing(sweep, first, lang),
        None => Word::NoCrossing.with(lang, &[&sweep.driver]),
    };
    still(&about, &answer, made, lang, |html| {
        html.markup("<section class=\"curve\">");
        picture(html, curve, lang);
        html.markup("</section>\n");
        if sweep.crossings.len() > 1 {
            html.section("crossings", PageWord::CrossingsAll.in_lang(lang), |html| {
                html.markup("<ul>");
                for found in &sweep.crossings {
                    html.leaf("li", &[], &crossing(sweep, found, lang));
                }
                html.markup("</ul>");
            });
        }
        html.section("numbers", word(SheetWord::Numbers, lang), |html| numbers(html, sweep));
    })
}
