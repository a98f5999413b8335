//! From one sum to another, step by step: each bar begins where the one above it
//! ends. A row is a step with its number, so the chart is its own table and fits
//! a narrow screen and a sheet of paper.

use super::chart::{BAR, along, step};
use crate::quantity::Number;
use crate::report::amounts::{USD, amount, money, percent, signed};
use crate::report::markup::Html;
use crate::text::{ActualWord, Lang, PageWord};

/// What is drawn: a start, the steps in their order, an end.
pub(super) struct Waterfall<'a> {
    pub(super) from: (&'a str, Number),
    pub(super) steps: Vec<(&'a str, Number)>,
    pub(super) to: (&'a str, Number),
}

/// The scale of the bars.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Scale {
    from: Number,
    to: Number,
}

impl Scale {
    /// From zero, unless all that differs would then be a thin strip.
    fn of(places: &[Number]) -> Option<Scale> {
        let (least, most) = (*places.iter().min()?, *places.iter().max()?);
        let most = most.max(Number::ZERO);
        if least.over(Number::from(2u64))? <= most.minus(least)? || least.is_negative() {
            return Some(Scale { from: least.min(Number::ZERO), to: most });
        }
        // A little room below the least, so that its bar is still one.
        let spread = most.minus(least)?;
        let step = step(spread.max(Number::ONE), 2)?;
        let from = least.minus(step)?.over(step)?.floor().times(step)?;
        Some(Scale { from: from.max(Number::ZERO), to: most })
    }

    fn place(&self, value: Number) -> u64 {
        let (above, span) = (value.minus(self.from), self.to.minus(self.from));
        above.zip(span).map_or(0, |(above, span)| along(above, span, BAR))
    }
}

/// Where each step ends, from the start on. `None` if a sum does not fit.
fn places(chart: &Waterfall<'_>) -> Option<Vec<Number>> {
    let mut places = vec![chart.from.1];
    for (_, amount) in &chart.steps {
        places.push(places.last()?.plus(*amount)?);
    }
    Some(places)
}

/// The chart as a section of a page.
pub(super) fn waterfall(html: &mut Html, chart: &Waterfall<'_>, lang: Lang) {
    let Some(places) = places(chart) else { return };
    let all: Vec<Number> = places.iter().copied().chain([chart.to.1]).collect();
    let Some(scale) = Scale::of(&all) else { return };
    html.section("waterfall", PageWord::Waterfall.in_lang(lang), |html| {
        html.markup("<table class=\"bars\">");
        html.head(&[
            (ActualWord::Cause.in_lang(lang), false),
            ("", false),
            (USD, true),
            (PageWord::OfEstimate.in_lang(lang), true),
        ]);
        html.markup("<tbody>");
        let (name, whole) = chart.from;
        row(html, name, "c0", [scale.place(scale.from), scale.place(whole)], whole, None);
        for ((name, moved), ends) in chart.steps.iter().zip(places.windows(2)) {
            let [before, after] = ends else { continue };
            let class = if moved.is_negative() { "c2" } else { "c1" };
            let ends = [scale.place(*before.min(after)), scale.place(*before.max(after))];
            row(html, name, class, ends, *moved, Some(whole));
        }
        html.markup("</tbody><tbody class=\"end\">");
        let (name, total) = chart.to;
        row(html, name, "c0", [scale.place(scale.from), scale.place(total)], total, None);
        html.markup("</tbody></table>");
        let mut note = PageWord::WaterfallNote.in_lang(lang).to_owned();
        if !scale.from.is_zero() && !scale.from.is_negative() {
            note += lang.of(" ", "");
            note += &PageWord::BarsBegin.with(lang, &[&money(scale.from, USD)]);
        }
        html.leaf("p", &[("class", "note")], &note);
    });
}

/// A bar between two places; the share is of the estimate.
fn row(
    html: &mut Html,
    name: &str,
    class: &'static str,
    [from, to]: [u64; 2],
    value: Number,
    whole: Option<Number>,
) {
    html.markup("<tr>");
    html.leaf("th", &[("scope", "row")], name);
    html.markup("<td class=\"chart\">");
    html.markup(
        "<svg class=\"bar\" viewBox=\"0 0 1000 14\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
    );
    // A step too small for the scale is still seen.
    let wide = (to - from.min(to)).max(2);
    let (x, width) = (from.min(BAR - 2).to_string(), wide.to_string());
    html.open("rect", &[("class", class), ("x", &x), ("width", &width), ("height", "14")]);
    html.markup("</rect></svg></td>");
    let text = if whole.is_some() { signed(value, USD) } else { amount(value, USD) };
    html.leaf("td", &[("class", "number")], &text);
    let share = whole.and_then(|whole| percent(value, whole)).unwrap_or_default();
    html.leaf("td", &[("class", "number share")], &share);
    html.markup("</tr>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        Number::parse(text).expect(text)
    }

    fn chart() -> Waterfall<'static> {
        Waterfall {
            from: ("estimate", n("100")),
            steps: vec![("tax", n("20")), ("hours", n("-70"))],
            to: ("bill", n("50")),
        }
    }

    #[test]
    fn steps_meet_and_lead_to_the_end() {
        let chart = chart();
        assert_eq!(places(&chart), Some(vec![n("100"), n("120"), n("50")]));
        let mut html = Html::default();
        waterfall(&mut html, &chart, Lang::En);
        let out = html.finish();
        for bar in [
            "class=\"c0\" x=\"0\" width=\"833\"",
            "class=\"c1\" x=\"833\" width=\"167\"",
            "class=\"c2\" x=\"417\" width=\"583\"",
            "class=\"c0\" x=\"0\" width=\"417\"",
        ] {
            assert!(out.contains(bar), "{bar} is not in {out}");
        }
        assert!(out.contains("-70.0 %") && !out.contains("begin at"), "{out}");
    }

    #[test]
    fn a_small_difference_is_not_a_thin_strip() {
        let scale = Scale::of(&[n("1000"), n("1030"), n("1010")]).expect("a scale");
        assert_eq!(scale, Scale { from: n("980"), to: n("1030") });
        assert_eq!(scale.place(n("1030")), BAR);
        assert!(scale.place(n("1000")) > 300);
    }

    #[test]
    fn a_bill_below_zero_has_its_place() {
        let scale = Scale::of(&[n("10"), n("-10")]).expect("a scale");
        assert_eq!([n("-10"), n("0"), n("10")].map(|v| scale.place(v)), [0, 500, 1000]);
    }
}
