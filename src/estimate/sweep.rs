//! Cost curves over a driver, and where two designs cost the same.
//!
//! Pure of how a total comes about: it is asked for one design at one value.
//! Curves are sampled; crossings are found between neighbours that change sides
//! and then narrowed. Between tiers a bill is linear in its drivers, so a
//! straight line between the ends usually hits the crossing exactly.

use crate::quantity::Number;
use std::sync::Arc;

/// Totals of all designs at one value of the driver.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    pub value: Number,
    /// In the order of the designs.
    pub totals: Vec<Number>,
}

/// Where two designs cost the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossing {
    /// Cheaper below, cheaper above.
    pub designs: (Arc<str>, Arc<str>),
    pub at: Number,
    pub total: Number,
}

/// The curves of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    pub driver: Arc<str>,
    pub designs: Vec<Arc<str>>,
    pub points: Vec<Point>,
    pub crossings: Vec<Crossing>,
}

/// Narrowing ends after this many steps at the latest.
const STEPS: usize = 80;

/// Sample values from `from` to `to`: evenly spaced, or by equal factors where
/// the range spans two orders of magnitude. `None` if a number does not fit.
pub fn values(from: Number, to: Number, count: usize) -> Option<Vec<Number>> {
    let gaps = Number::from(count.max(2) as u64 - 1);
    let hundred = Number::from(100u64);
    if from > Number::ZERO && to.over(from)? >= hundred {
        return by_factors(from, to, count.max(2));
    }
    let step = to.minus(from)?;
    (0..count.max(2)).map(|i| from.plus(step.times(Number::from(i as u64))?.over(gaps)?)).collect()
}

/// 1, 2, 5, 10, 20, 50 and so on inside the range, with its ends.
fn by_factors(from: Number, to: Number, count: usize) -> Option<Vec<Number>> {
    let mut all = vec![from];
    let mut power = Number::ONE;
    let ten = Number::from(10u64);
    while power > from {
        power = power.over(ten)?;
    }
    while power <= to {
        for digit in [1u64, 2, 5] {
            let value = power.times(Number::from(digit))?;
            if value > from && value < to {
                all.push(value);
            }
        }
        power = power.times(ten)?;
    }
    all.push(to);
    // Fewer points: powers of ten are enough to see the curve.
    if all.len() > count.max(4) * 2 {
        let last = all.len() - 1;
        let mut i = 0;
        all.retain(|_| {
            i += 1;
            (i - 1) % 3 == 0 || i - 1 == last
        });
    }
    Some(all)
}

/// Samples all designs at `values` and finds the crossings of each pair.
/// `total` is asked with the place of the design and the driver's value.
pub fn sweep<E>(
    driver: &str,
    designs: &[Arc<str>],
    values: &[Number],
    mut total: impl FnMut(usize, Number) -> Result<Number, E>,
) -> Result<Sweep, E> {
    let mut points = Vec::with_capacity(values.len());
    for value in values {
        let totals: Result<Vec<Number>, E> = (0..designs.len()).map(|d| total(d, *value)).collect();
        points.push(Point { value: *value, totals: totals? });
    }
    let mut crossings = Vec::new();
    for a in 0..designs.len() {
        for b in a + 1..designs.len() {
            for pair in points.windows(2) {
                let [low, high] = pair else { continue };
                if let Some(found) = cross(a, b, low, high, designs, &mut total)? {
                    crossings.push(found);
                }
            }
        }
    }
    Ok(Sweep { driver: Arc::from(driver), designs: designs.to_vec(), points, crossings })
}

/// How much dearer the first design is at a point.
fn gap(point: &Point, a: usize, b: usize) -> Option<Number> {
    point.totals.get(a)?.minus(*point.totals.get(b)?)
}

fn cross<E>(
    a: usize,
    b: usize,
    low: &Point,
    high: &Point,
    designs: &[Arc<str>],
    total: &mut impl FnMut(usize, Number) -> Result<Number, E>,
) -> Result<Option<Crossing>, E> {
    let (Some(left), Some(right)) = (gap(low, a, b), gap(high, a, b)) else { return Ok(None) };
    // Touching at the left end was found as the right end of the pair before.
    if left.is_zero() || (left.is_negative() == right.is_negative() && !right.is_zero()) {
        return Ok(None);
    }
    let (mut from, mut to) = ((low.value, left), (high.value, right));
    let mut at = (high.value, total(a, high.value)?);
    for step in 0..STEPS {
        let Some(next) = between(from, to, step % 2 == 1) else { break };
        let (x, y) = (total(a, next)?, total(b, next)?);
        at = (next, x);
        let Some(here) = x.minus(y) else { break };
        if here.is_zero() || close(from.0, to.0) {
            break;
        }
        if here.is_negative() == from.1.is_negative() {
            from = (next, here);
        } else {
            to = (next, here);
        }
    }
    let name = |i: usize| designs.get(i).cloned().unwrap_or_else(|| Arc::from(""));
    // The first is dearer on the left if the gap there is above zero.
    let designs = if left.is_negative() { (name(a), name(b)) } else { (name(b), name(a)) };
    Ok(Some(Crossing { designs, at: at.0, total: at.1 }))
}

/// The next value to try: where a straight line crosses, or the middle.
fn between(from: (Number, Number), to: (Number, Number), middle: bool) -> Option<Number> {
    let span = to.0.minus(from.0)?;
    if middle {
        return from.0.plus(span.over(Number::from(2u64))?);
    }
    let fall = from.1.minus(to.1)?;
    from.0.plus(span.times(from.1)?.over(fall)?)
}

/// Near enough to print the same digits.
fn close(a: Number, b: Number) -> bool {
    let Some(apart) = a.minus(b) else { return true };
    let scale = a.abs().max(b.abs()).max(Number::ONE);
    apart.abs().times(Number::from(1_000_000_000u64)).is_some_and(|apart| apart < scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        Number::parse(text).expect(text)
    }

    fn run(lines: &[(&str, &str)], values: &[Number]) -> Sweep {
        let designs: Vec<Arc<str>> = (0..lines.len()).map(|i| Arc::from(format!("d{i}"))).collect();
        let line = |d: usize, x: Number| -> Result<Number, ()> {
            let (base, slope) = lines[d];
            n(base).plus(n(slope).times(x).ok_or(())?).ok_or(())
        };
        sweep("x", &designs, values, line).expect("sweeps")
    }

    #[test]
    fn finds_where_lines_cross_and_who_wins() {
        let found =
            run(&[("457.71", "0"), ("0", "219")], &values(n("0.5"), n("8"), 6).expect("fits"));
        assert_eq!(found.crossings.len(), 1);
        assert_eq!(found.crossings[0].at, n("2.09"));
        assert_eq!(found.crossings[0].total, n("457.71"));
        assert_eq!(&*found.crossings[0].designs.0, "d1");
        assert!(
            run(&[("1", "1"), ("2", "1")], &values(n("0"), n("8"), 6).expect("fits"))
                .crossings
                .is_empty()
        );
    }

    #[test]
    fn samples_by_factors_over_wide_ranges() {
        let wide = values(n("1000000"), n("1000000000"), 20).expect("fits");
        assert_eq!(
            (wide[0], wide[1], wide[wide.len() - 1]),
            (n("1000000"), n("2000000"), n("1000000000"))
        );
        let even = values(n("0"), n("10"), 5).expect("fits");
        assert_eq!(even, [n("0"), n("2.5"), n("5"), n("7.5"), n("10")]);
    }
}
