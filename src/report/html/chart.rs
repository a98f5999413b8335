//! The small parts of charts: lengths, colours, bars.

use crate::quantity::Number;
use crate::report::markup::Html;

/// Colours of the style sheet; more series than this share the last one.
pub(super) const COLOURS: usize = 7;

/// The class of the i-th colour.
pub(super) fn colour(i: usize) -> String {
    format!("c{}", i.min(COLOURS - 1))
}

/// `value` of `whole` on a scale of `length` steps. What is negative or has no
/// whole has no length.
pub(super) fn along(value: Number, whole: Number, length: u64) -> u64 {
    if value.is_negative() || whole.is_zero() {
        return 0;
    }
    let scaled = value.times(Number::from(length)).and_then(|n| n.over(whole));
    scaled.and_then(|n| n.round(0).to_u64()).unwrap_or(0).min(length)
}

/// The length of every bar, in its own units: the style stretches it.
pub(super) const BAR: u64 = 1000;

/// A bar of parts, each with its colour, against the largest bar beside it; and
/// a mark on the same scale. The numbers stand beside it, so it is not read aloud.
pub(super) fn bar(
    html: &mut Html,
    parts: &[(usize, Number)],
    largest: Number,
    mark: Option<Number>,
) {
    html.markup(
        "<svg class=\"bar\" viewBox=\"0 0 1000 14\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
    );
    let mut sum = Number::ZERO;
    let mut from = 0;
    for (series, value) in parts {
        // Ends are rounded, not lengths: parts meet, and the bar ends where its sum does.
        sum = sum.plus(*value).unwrap_or(sum);
        let to = along(sum, largest, BAR).max(from);
        let (x, width) = (from.to_string(), (to - from).to_string());
        html.open(
            "rect",
            &[("class", &colour(*series)), ("x", &x), ("width", &width), ("height", "14")],
        );
        html.markup("</rect>");
        from = to;
    }
    if let Some(mark) = mark {
        let x = along(mark, largest, BAR).saturating_sub(1).to_string();
        html.open("rect", &[("class", "mark"), ("x", &x), ("width", "3"), ("height", "14")]);
        html.markup("</rect>");
    }
    html.markup("</svg>");
}

/// A square of the colour, before the name that it stands for.
pub(super) fn swatch(html: &mut Html, series: usize) {
    let class = format!("swatch {}", colour(series));
    html.markup("<svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"");
    html.markup(" width=\"10\" height=\"10\">");
    html.open("rect", &[("class", &class), ("width", "10"), ("height", "10")]);
    html.markup("</rect></svg> ");
}

/// A round step of which about `count` fit into `span`: 1, 2 or 5 times a power
/// of ten.
pub(super) fn step(span: Number, count: u64) -> Option<Number> {
    let (ten, wanted) = (Number::from(10u64), span.over(Number::from(count))?);
    if wanted <= Number::ZERO {
        return None;
    }
    let mut power = Number::ONE;
    while power > wanted {
        power = power.over(ten)?;
    }
    while power.times(ten)? <= wanted {
        power = power.times(ten)?;
    }
    let mut digits = [1u64, 2, 5, 10].into_iter().map(Number::from);
    digits.find_map(|digit| power.times(digit).filter(|step| *step >= wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        Number::parse(text).expect(text)
    }

    #[test]
    fn lengths_are_whole_and_stay_on_the_scale() {
        assert_eq!(along(n("1"), n("3"), 1000), 333);
        assert_eq!(along(n("-1"), n("3"), 1000), 0);
        assert_eq!(along(n("4"), n("3"), 1000), 1000);
        assert_eq!(along(n("1"), n("0"), 1000), 0);
    }

    #[test]
    fn the_parts_of_a_bar_meet_and_end_where_their_sum_does() {
        let mut html = Html::default();
        let parts = [(0, n("1")), (1, n("1")), (2, n("1"))];
        bar(&mut html, &parts, n("3"), Some(n("1.5")));
        let out = html.finish();
        for part in ["x=\"0\" width=\"333\"", "x=\"333\" width=\"334\"", "x=\"667\" width=\"333\""]
        {
            assert!(out.contains(part), "{part} is not in {out}");
        }
        assert!(out.contains("class=\"mark\" x=\"499\""), "{out}");
    }

    #[test]
    fn steps_are_round() {
        assert_eq!(step(n("426.08"), 4), Some(n("200")));
        assert_eq!(step(n("0.9"), 4), Some(n("0.5")));
        assert_eq!(step(n("40000"), 4), Some(n("10000")));
        assert_eq!(step(n("0"), 4), None);
    }
}
