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
mod reconcile;
mod scenarios;
mod sweep;
mod timeline;
mod waterfall;
mod week;

pub use advice::advice_html;
pub use audit::audit_html;
pub use differences::difference_html;
pub use reconcile::reconcile_html;
pub use scenarios::scenarios_html;
pub use sweep::sweep_html;
pub use timeline::{TimelineSchedule, timeline_html};

use crate::estimate::{Scenario, Sweep, Week};
use crate::quantity::Number;
use crate::report::markup::{Html, closed, opened};
use crate::report::table::answer;
use crate::report::under::identity;
use crate::report::{Estimate, Made, Style};
use crate::text::{Lang, SheetWord};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// A cost curve, and the value of the driver in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    pub sweep: Sweep,
    /// Not known of a driver that is a formula, or another in an environment.
    pub now: Option<Number>,
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
    overview.curves.iter().for_each(|curve| curves::section(&mut html, curve, lang));
    assumptions::invoices(&mut html, e, lang);
    assumptions::assumptions(&mut html, e, lang);
    lines::lines(&mut html, e.bill, lang);
    html.leaf("footer", &[], &identity(&e.made, lang));
    html.markup("</main>\n");
    closed(html, SCRIPT)
}

/// A page without a script: what it is about, the answer, its parts, and what
/// made it.
fn still(
    about: &str,
    answer: &str,
    made: &Made<'_>,
    lang: Lang,
    parts: impl FnOnce(&mut Html),
) -> String {
    let mut html = opened(lang.of("en", "ja"), answer, STYLE, "");
    html.markup("<main><header>");
    html.leaf("h1", &[], about);
    // A sentence as large as a number fills the screen.
    let class = if answer.chars().count() > LARGE { "answer sentence" } else { "answer" };
    html.open("p", &[("class", class)]);
    html.leaf("strong", &[("id", "total")], answer);
    html.markup("</p></header>\n");
    parts(&mut html);
    html.leaf("footer", &[], &identity(made, lang));
    html.markup("</main>\n");
    closed(html, "")
}

/// The longest answer that is written large.
const LARGE: usize = 32;

/// Numbers that qualify the answer, by their names.
fn facts(html: &mut Html, facts: &[(&str, String)]) {
    html.markup("<dl class=\"facts\">");
    for (name, value) in facts {
        html.markup("<div>");
        html.leaf("dt", &[], name);
        html.leaf("dd", &[], value);
        html.markup("</div>");
    }
    html.markup("</dl>\n");
}

fn word(word: SheetWord, lang: Lang) -> &'static str {
    word.in_lang(lang)
}
