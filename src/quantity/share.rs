//! The one way to split an amount: pools, shared tiers, shared cost, causes.
//!
//! Splits at 12 decimals and gives the remainder to the largest weight, so
//! the parts always sum to the whole exactly.

use crate::quantity::{Number, sum};

/// Decimals of a share.
const PLACES: u32 = 12;

/// Splits `total` in proportion to `weights` (none negative). The parts are in
/// the order of the weights and sum to `total` exactly. With no weight above
/// zero the first part takes all. `None` if an intermediate does not fit.
pub fn share(total: Number, weights: &[Number]) -> Option<Vec<Number>> {
    let Some(first) = weights.first() else { return Some(Vec::new()) };
    let whole = sum(weights.iter().copied())?;
    if whole.is_zero() || weights.len() == 1 {
        let mut parts = vec![Number::ZERO; weights.len()];
        if let Some(part) = parts.first_mut() {
            *part = total;
        }
        return Some(parts);
    }
    let mut largest = (0, *first);
    let mut parts = Vec::with_capacity(weights.len());
    for (i, weight) in weights.iter().enumerate() {
        if *weight > largest.1 {
            largest = (i, *weight);
        }
        // Multiplying first keeps the digits; where that overflows, the
        // ratio has to do.
        let part = match total.times(*weight) {
            Some(product) => product.over(whole)?,
            None => total.times(weight.over(whole)?)?,
        };
        parts.push(part.round(PLACES));
    }
    let remainder = total.minus(sum(parts.iter().copied())?)?;
    if let Some(part) = parts.get_mut(largest.0) {
        *part = part.plus(remainder)?;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn splits_by_weight_and_gives_the_rest_to_the_largest() {
        let n = |text| Number::parse(text).expect(text);
        let parts = share(n("1"), &[n("1"), n("1"), n("1")]).expect("fits");
        assert_eq!(parts[0], n("0.333333333334"));
        assert_eq!(share(n("5"), &[]), Some(vec![]));
        assert_eq!(share(n("5"), &[Number::ZERO, Number::ZERO]), Some(vec![n("5"), Number::ZERO]));
    }

    proptest! {
        #[test]
        fn sums_exactly(cents in -10_000_000_000i64..10_000_000_000, weights in prop::collection::vec(0i64..1_000_000_000, 1..40)) {
            let total = Number::from_i64(cents).over(Number::from_i64(100)).expect("fits");
            let weights: Vec<Number> = weights.into_iter().map(Number::from_i64).collect();
            let parts = share(total, &weights).expect("fits");
            prop_assert_eq!(sum(parts), Some(total));
        }
    }
}
