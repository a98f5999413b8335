//! Cost against a driver: one line for each design, and where two cross.

use super::chart::{COLOURS, along, step, swatch};
use super::{Curve, word};
use crate::estimate::{Crossing, Point, Sweep};
use crate::quantity::{Number, SCALES};
use crate::report::amounts::{USD, amount};
use crate::report::markup::Html;
use crate::report::sweep::{crossing, value};
use crate::text::{Lang, SheetWord, Word};

/// The plot, in the units of its view box; text stands left of it and below.
const LEFT: u64 = 64;
const TOP: u64 = 26;
const WIDTH: u64 = 600;
const HEIGHT: u64 = 220;

/// A curve of the report: what it says, the picture, and its numbers folded away.
pub(super) fn section(html: &mut Html, curve: &Curve, lang: Lang) {
    let sweep = &curve.sweep;
    html.markup("<section class=\"curve\">");
    html.leaf("h2", &[], &SheetWord::Curves.with(lang, &[&sweep.driver]));
    for found in told(sweep) {
        html.leaf("p", &[("class", "said")], &crossing(sweep, found, lang));
    }
    if sweep.crossings.is_empty() && sweep.designs.len() > 1 {
        let said = Word::NoCrossing.with(lang, &[&sweep.driver]);
        html.leaf("p", &[("class", "said")], &said);
    }
    picture(html, curve, lang);
    html.markup("<details>");
    html.leaf("summary", &[], word(SheetWord::Numbers, lang));
    numbers(html, sweep);
    html.markup("</details></section>\n");
}

/// The lines with what their colours stand for.
pub(super) fn picture(html: &mut Html, curve: &Curve, lang: Lang) {
    let sweep = &curve.sweep;
    let Some(scale) = Scale::of(sweep) else { return };
    let groups = groups(sweep);
    html.markup("<p class=\"legend\">");
    for (series, designs) in groups.iter().enumerate() {
        html.markup("<span>");
        swatch(html, series);
        let names: Vec<&str> =
            designs.iter().filter_map(|d| sweep.designs.get(*d)).map(|d| &**d).collect();
        html.text(&names.join(lang.of(", ", "、")));
        html.markup("</span> ");
    }
    html.markup("</p>");
    plot(html, curve, &groups, &scale, lang);
    if by_factors(&sweep.points) {
        html.leaf("p", &[("class", "note")], word(SheetWord::CurveFactors, lang));
    }
}

/// The crossings with the plain design, each place once: of designs that cost
/// the same there the first in the file is named. The others a reader can see.
pub(super) fn told(sweep: &Sweep) -> impl Iterator<Item = &Crossing> {
    let plain = sweep.designs.first();
    let mut seen: Vec<(Number, Number)> = Vec::new();
    sweep.crossings.iter().filter(move |c| {
        let place = (c.at, c.total);
        let new = !seen.contains(&place);
        seen.push(place);
        new && (Some(&c.designs.0) == plain || Some(&c.designs.1) == plain)
    })
}

/// Whether the points rise by factors and not by equal steps.
fn by_factors(points: &[Point]) -> bool {
    match points {
        [a, b, c, ..] => b.value.minus(a.value) != c.value.minus(b.value),
        _ => false,
    }
}

/// Designs that cost the same throughout, together: one line says them all.
fn groups(sweep: &Sweep) -> Vec<Vec<usize>> {
    let totals = |d: usize| -> Vec<Option<Number>> {
        sweep.points.iter().map(|p| p.totals.get(d).copied()).collect()
    };
    let mut groups: Vec<(Vec<Option<Number>>, Vec<usize>)> = Vec::new();
    for d in 0..sweep.designs.len() {
        let own = totals(d);
        match groups.iter_mut().find(|(known, _)| *known == own) {
            Some((_, designs)) => designs.push(d),
            None => groups.push((own, vec![d])),
        }
    }
    groups.into_iter().map(|(_, designs)| designs).collect()
}

/// The vertical scale: round steps from a round number to another.
struct Scale {
    from: Number,
    to: Number,
    step: Number,
}

impl Scale {
    fn of(sweep: &Sweep) -> Option<Scale> {
        let totals = || sweep.points.iter().flat_map(|p| p.totals.iter().copied());
        let (least, most) = (totals().min()?, totals().max()?);
        // From zero, unless all that differs would then be a thin strip.
        let half = most.over(Number::from(2u64))?;
        let base = if least > half { least } else { Number::ZERO };
        let step = step(most.minus(base)?, 4)?;
        let from = base.over(step)?.floor().times(step)?;
        let to = most.over(step)?.ceil().times(step)?;
        Some(Scale { from, to, step })
    }

    /// From the top of the picture.
    fn y(&self, value: Number) -> u64 {
        let (above, span) = (value.minus(self.from), self.to.minus(self.from));
        let up = above.zip(span).map_or(0, |(above, span)| along(above, span, HEIGHT));
        TOP + HEIGHT - up
    }

    fn ticks(&self) -> Vec<Number> {
        let mut ticks = vec![self.from];
        while let Some(next) = ticks.last().and_then(|last| last.plus(self.step)) {
            if next > self.to || ticks.len() > 12 {
                break;
            }
            ticks.push(next);
        }
        ticks
    }
}

/// The place of the i-th point: its values rise by equal steps, or by about equal
/// factors, so the points stand at equal distances either way.
fn x_of(i: usize, points: &[Point]) -> u64 {
    let gaps = points.len().saturating_sub(1).max(1) as u64;
    LEFT + i as u64 * WIDTH / gaps
}

/// The place of a value between two points.
fn x_at(value: Number, points: &[Point]) -> Option<u64> {
    for (i, pair) in points.windows(2).enumerate() {
        let [low, high] = pair else { continue };
        if low.value <= value && value <= high.value {
            let (from, to) = (x_of(i, points), x_of(i + 1, points));
            let part = along(value.minus(low.value)?, high.value.minus(low.value)?, to - from);
            return Some(from + part);
        }
    }
    None
}

/// A value under the axis, where there is little room: `10M`, `2.5K`, `0.5`.
fn short(number: Number) -> String {
    let scaled = SCALES.iter().rev().find_map(|(name, factor)| {
        let scaled = number.over(Number::from(*factor))?;
        (scaled >= Number::ONE).then(|| format!("{}{name}", scaled.round(2)))
    });
    scaled.unwrap_or_else(|| value(number))
}

fn plot(html: &mut Html, curve: &Curve, groups: &[Vec<usize>], scale: &Scale, lang: Lang) {
    let (sweep, points) = (&curve.sweep, &curve.sweep.points);
    let ends =
        [points.first(), points.last()].map(|p| p.map_or_else(String::new, |p| value(p.value)));
    let said = SheetWord::CurveAlt
        .with(lang, &[&sweep.designs.len().to_string(), &sweep.driver, &ends[0], &ends[1]]);
    html.markup("<div class=\"scroll\" tabindex=\"0\">");
    html.open(
        "svg",
        &[("class", "plot"), ("viewBox", "0 0 720 292"), ("role", "img"), ("aria-label", &said)],
    );
    for tick in scale.ticks() {
        let y = scale.y(tick);
        line(html, "grid", [LEFT, y, LEFT + WIDTH, y]);
        let text = tick.grouped(tick.scale());
        label(html, "end", LEFT - 8, y + 4, &text);
    }
    for (i, point) in points.iter().enumerate() {
        label(html, "middle", x_of(i, points), TOP + HEIGHT + 18, &short(point.value));
    }
    label(html, "middle", LEFT + WIDTH / 2, TOP + HEIGHT + 38, &sweep.driver);
    if let Some((now, x)) = curve.now.and_then(|now| Some((now, x_at(now, points)?))) {
        line(html, "now", [x, TOP, x, TOP + HEIGHT]);
        let now = SheetWord::Now.with(lang, &[&short(now)]);
        label(html, "middle", x, TOP - 10, &now);
    }
    for (series, designs) in groups.iter().enumerate() {
        let Some(design) = designs.first() else { continue };
        let places: Vec<String> = points
            .iter()
            .enumerate()
            .filter_map(|(i, point)| {
                Some(format!("{},{}", x_of(i, points), scale.y(*point.totals.get(*design)?)))
            })
            .collect();
        let class = format!("line l{}", series.min(COLOURS - 1));
        html.open("polyline", &[("class", &class), ("points", &places.join(" "))]);
        html.markup("</polyline>");
    }
    crosses(html, sweep, scale);
    html.markup("</svg></div>");
}

/// How wide the text of a crossing is at most.
const LABEL: u64 = 150;

/// The crossings from left to right; where two are near, the text of the later
/// one stands a line higher.
fn crosses<'a>(html: &mut Html, sweep: &'a Sweep, scale: &Scale) {
    let place = |found: &'a Crossing| Some((x_at(found.at, &sweep.points)?, found));
    let mut found: Vec<(u64, &Crossing)> = told(sweep).filter_map(place).collect();
    found.sort_by_key(|(x, _)| *x);
    let mut lines: Vec<u64> = Vec::new();
    for (x, crossing) in &found {
        let free = lines.iter().position(|taken| taken + LABEL <= *x);
        let line = free.unwrap_or(lines.len());
        match lines.get_mut(line) {
            Some(taken) => *taken = *x,
            None => lines.push(*x),
        }
        cross(html, crossing, *x, scale.y(crossing.total), line as u64);
    }
}

fn cross(html: &mut Html, found: &Crossing, x: u64, y: u64, line: u64) {
    let (x_text, y_text) = (x.to_string(), y.to_string());
    html.open("circle", &[("class", "cross"), ("cx", &x_text), ("cy", &y_text), ("r", "5")]);
    html.markup("</circle>");
    let text = format!("{} · {USD} {}", short(found.at.round(2)), amount(found.total, USD));
    let side = if x > LEFT + WIDTH - LABEL { ("end", x - 10) } else { ("start", x + 10) };
    label(html, side.0, side.1, y.saturating_sub(9 + 16 * line).max(TOP), &text);
}

fn line(html: &mut Html, class: &'static str, [x1, y1, x2, y2]: [u64; 4]) {
    let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(|n| n.to_string());
    html.open("line", &[("class", class), ("x1", &x1), ("y1", &y1), ("x2", &x2), ("y2", &y2)]);
    html.markup("</line>");
}

fn label(html: &mut Html, anchor: &str, x: u64, y: u64, text: &str) {
    let (x, y) = (x.to_string(), y.to_string());
    html.leaf("text", &[("text-anchor", anchor), ("x", &x), ("y", &y)], text);
}

/// The numbers behind the lines.
pub(super) fn numbers(html: &mut Html, sweep: &Sweep) {
    html.markup("<div class=\"scroll\" tabindex=\"0\"><table class=\"numbers\">");
    let columns: Vec<(&str, bool)> = std::iter::once((&*sweep.driver, true))
        .chain(sweep.designs.iter().map(|d| (&**d, true)))
        .collect();
    html.head(&columns);
    html.markup("<tbody>");
    for point in &sweep.points {
        html.markup("<tr>");
        html.leaf("th", &[("scope", "row"), ("class", "number")], &value(point.value));
        for total in &point.totals {
            html.leaf("td", &[("class", "number")], &amount(*total, USD));
        }
        html.markup("</tr>");
    }
    html.markup("</tbody></table></div>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn n(text: &str) -> Number {
        Number::parse(text).expect(text)
    }

    fn sweep() -> Sweep {
        let point = |value: &str, totals: [&str; 3]| Point {
            value: n(value),
            totals: totals.map(n).to_vec(),
        };
        Sweep {
            driver: "acu".into(),
            designs: ["plain", "same", "serverless"].map(Arc::from).to_vec(),
            points: vec![
                point("1", ["400", "400", "200"]),
                point("2", ["400", "400", "400"]),
                point("4", ["400", "400", "800"]),
            ],
            crossings: vec![Crossing {
                designs: ("serverless".into(), "plain".into()),
                at: n("2"),
                total: n("400"),
            }],
        }
    }

    #[test]
    fn a_crossing_lies_on_both_lines() {
        let sweep = sweep();
        let scale = Scale::of(&sweep).expect("a scale");
        assert_eq!((scale.from, scale.to, scale.step), (n("0"), n("800"), n("200")));
        assert_eq!(x_at(n("2"), &sweep.points), Some(LEFT + WIDTH / 2));
        assert_eq!(x_at(n("3"), &sweep.points), Some(LEFT + WIDTH * 3 / 4));
        assert_eq!(x_at(n("5"), &sweep.points), None);
        assert_eq!(scale.y(n("400")), TOP + HEIGHT / 2);
        assert_eq!(scale.ticks().len(), 5);
    }

    #[test]
    fn values_under_the_axis_are_short() {
        let numbers = ["1000000", "2500", "999", "0.5", "20000000000"];
        assert_eq!(numbers.map(|text| short(n(text))), ["1M", "2.5K", "999", "0.5", "20B"]);
    }

    #[test]
    fn designs_that_cost_the_same_are_one_line() {
        assert_eq!(groups(&sweep()), [vec![0, 1], vec![2]]);
    }
}
