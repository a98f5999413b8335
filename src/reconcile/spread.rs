//! How sure a sum over days is, from how days differed before.
//!
//! Hours of one day move together, so whole days are the observations. The
//! error of a sum over N days is that of the days themselves and that of the
//! mean, which was learned from n days and is the same in all of them.

use crate::quantity::{Number, sum};

/// 90 % of a normal distribution lie within so many standard deviations.
const NINETY: (u64, u64) = (1645, 1000);

/// Half the width of the 90 % interval of a sum over `days`, where `residuals`
/// are what the days before differed from their mean by. `None` with fewer than
/// three, or where a number does not fit.
pub(super) fn half_width(residuals: &[Number], days: u64) -> Option<Number> {
    let n = u64::try_from(residuals.len()).ok().filter(|n| *n >= 3)?;
    let squares = residuals.iter().map(|r| r.round(9).times(r.round(9)));
    let squares: Option<Vec<Number>> = squares.collect();
    let variance = sum(squares?)?.over(Number::from(n - 1))?;
    let (n, days) = (Number::from(n), Number::from(days));
    let of_sum = variance.times(days.plus(days.times(days)?.over(n)?)?)?;
    root(of_sum)?.times(Number::from(NINETY.0))?.over(Number::from(NINETY.1))
}

/// The square root to 9 decimals, by Newton's method.
fn root(number: Number) -> Option<Number> {
    if number.is_zero() || number.is_negative() {
        return Some(Number::ZERO);
    }
    let two = Number::from(2u64);
    let mut guess = number.max(Number::ONE);
    for _ in 0..120 {
        let next = guess.plus(number.over(guess)?)?.over(two)?.round(12);
        if next == guess {
            break;
        }
        guess = next;
    }
    Some(guess.round(9))
}

/// The value below which `part` of a hundred of the sorted values lie.
pub(super) fn percentile(sorted: &[Number], part: usize) -> Option<Number> {
    let last = sorted.len().checked_sub(1)?;
    sorted.get((last * part + 50) / 100).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_and_percentiles() {
        let n = |text| Number::parse(text).expect("a number");
        assert_eq!(root(n("2")), Some(n("1.414213562")));
        assert_eq!(root(n("0.0001")), Some(n("0.01")));
        let days: Vec<Number> = (0..=10u64).map(Number::from).collect();
        assert_eq!(percentile(&days, 90), Some(n("9")));
        assert_eq!(percentile(&[], 50), None);
        // Four residuals of 1: s² = 4/3, over 4 days: 4/3 × (4 + 4) = 10.667.
        let one = Number::ONE;
        let band = half_width(&[one, one.negated(), one, one.negated()], 4).expect("fits");
        assert_eq!(band.round(3), n("5.373"));
        assert_eq!(half_width(&[one, one], 4), None);
    }
}
