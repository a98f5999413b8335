//! An estimate as one page of HTML that needs nothing else: no network, no
//! font, no library. It is what managers see, so the answer stands first, every
//! chart has its numbers beside it, and it prints on A4.
//!
//! Charts are bars and lines of our own: their coordinates are whole numbers,
//! made from exact amounts, and each is a few lines (`chart`).

mod advice;
mod assumptions;
mod audit;
mod chart;
mod cost;
mod curves;
mod differences;
mod head;
mod lines;
mod scenarios;
mod week;

pub use advice::advice_html;
pub use audit::audit_html;
pub use differences::difference_html;

use crate::estimate::{Scenario, Sweep, Week};
use crate::quantity::Number;
use crate::report::markup::{closed, opened};
use crate::report::table::answer;
use crate::report::under::identity;
use crate::report::{Estimate, Style};
use crate::text::{Lang, SheetWord};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// A cost curve, and the value of the driver in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    pub sweep: Sweep,
    pub now: Number,
}

/// An estimate with everything that a file says beside it.
#[derive(Clone, Copy, Debug)]
pub struct Overview<'a> {
    pub estimate: Estimate<'a>,
    /// Those of the file, against the plain bill; none where the bill is not plain.
    pub scenarios: &'a [Scenario],
    pub weeks: &'a [Week],
    pub curves: &'a [Curve],
}

/// The estimate as a page.
pub fn estimate_html(overview: &Overview, style: &Style) -> String {
    let (e, lang) = (&overview.estimate, style.lang);
    let answer = answer(e.bill, lang);
    let title = match e.project {
        Some(project) => format!("{project}: {answer}"),
        None => answer,
    };
    let mut html = opened(lang.of("en", "ja"), &title, STYLE, SCRIPT);
    html.leaf("a", &[("class", "skip"), ("href", "#lines")], word(SheetWord::SkipToLines, lang));
    html.markup("<main>\n");
    head::head(&mut html, e, lang);
    cost::breakdowns(&mut html, e.bill, lang);
    week::weeks(&mut html, overview.weeks, e.bill, lang);
    scenarios::scenarios(&mut html, e.bill, overview.scenarios, lang);
    curves::curves(&mut html, overview.curves, lang);
    assumptions::invoices(&mut html, e, lang);
    assumptions::assumptions(&mut html, e, lang);
    lines::lines(&mut html, e.bill, lang);
    html.leaf("footer", &[], &identity(&e.made, lang));
    html.markup("</main>\n");
    closed(html, SCRIPT)
}

fn word(word: SheetWord, lang: Lang) -> &'static str {
    word.in_lang(lang)
}
