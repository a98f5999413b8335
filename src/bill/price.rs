//! One price: a series of tiers with where it comes from.

use crate::bill::PriceKey;
use crate::quantity::{Cases, Number};
use std::sync::Arc;

/// A tier of a price: from `begin` to `end` units of the payer's month.
#[derive(Clone, Debug, PartialEq)]
pub struct Tier {
    pub begin: Number,
    /// `None`: without end.
    pub end: Option<Number>,
    /// USD per unit. `None`: the tier exists and its price is not known. The
    /// three cases differ only where the price is derived.
    pub usd: Option<Cases<Number>>,
}

/// A price series. Tiers are contiguous from 0 without end.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    pub key: PriceKey,
    pub unit: Arc<str>,
    pub tiers: Vec<Tier>,
    /// Date of the oldest of its tiers, `YYYY-MM-DD`.
    pub as_of: Arc<str>,
    /// A B C D and so on; E is derived from another price by a rule.
    pub confidence: Arc<str>,
    /// Id in `pricing-cache/sources.csv`.
    pub source: Arc<str>,
}

impl Price {
    pub fn is_flat(&self) -> bool {
        self.tiers.len() == 1
    }

    /// Derived by a rule instead of read.
    pub fn is_estimated(&self) -> bool {
        &*self.confidence == "E"
    }

    /// The price of the first unit, if it is known.
    pub fn first(&self) -> Option<Cases<Number>> {
        self.tiers.first().and_then(|tier| tier.usd)
    }

    /// USD of `quantity` units in each case, with the part below `skip` units
    /// left out: an allowance that sits inside the tiers. `None` if a tier of
    /// unknown price is reached or a number does not fit.
    pub fn cost(&self, quantity: Number, skip: Number) -> Option<Cases<Number>> {
        let mut cost = Cases::ZERO;
        for tier in &self.tiers {
            let from = tier.begin.max(skip);
            let to = tier.end.map_or(quantity, |end| end.min(quantity));
            if to <= from {
                continue;
            }
            let amount = to.minus(from)?;
            cost = cost.plus(Cases::try_build(|case| tier.usd?.get(case).times(amount))?)?;
        }
        Some(cost)
    }

    /// USD of `quantity` units where the tiers are packages: the price of the
    /// smallest bracket that holds the quantity, once.
    pub fn package(&self, quantity: Number) -> Option<Cases<Number>> {
        if quantity.is_zero() {
            return Some(Cases::ZERO);
        }
        self.tiers.iter().find(|tier| tier.end.is_none_or(|end| quantity <= end))?.usd
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        Number::parse(text).expect(text)
    }

    fn ladder(tiers: &[(&str, &str, Option<&str>)]) -> Price {
        let tier = |(begin, end, usd): &(&str, &str, Option<&str>)| Tier {
            begin: n(begin),
            end: Number::parse(end),
            usd: usd.map(|usd| Cases::same(n(usd))),
        };
        Price {
            key: PriceKey {
                service: "S".into(),
                region: "r".into(),
                usage_type: "u".into(),
                operation: "".into(),
            },
            unit: "GB".into(),
            tiers: tiers.iter().map(tier).collect(),
            as_of: "2026-09-24".into(),
            confidence: "C".into(),
            source: "test".into(),
        }
    }

    #[test]
    fn vectors_cloudfront_japan() {
        let jp = ladder(&[("0", "10240", Some("0.114")), ("10240", "Inf", Some("0.089"))]);
        let cost = |quantity, skip| jp.cost(n(quantity), n(skip)).map(|c| c.expected.to_string());
        assert_eq!(cost("1024", "0").as_deref(), Some("116.736"));
        assert_eq!(cost("16384", "0").as_deref(), Some("1714.176"));
        // The free TB is the first part of the ladder, not taken off before it.
        assert_eq!(cost("16384", "1024").as_deref(), Some("1597.44"));
        assert_eq!(cost("1025", "1024").as_deref(), Some("0.114"));
        assert_eq!(cost("500", "1024").as_deref(), Some("0"));
    }

    #[test]
    fn an_unknown_tier_makes_the_cost_unknown_and_never_zero() {
        let out = ladder(&[("0", "10240", None), ("10240", "Inf", Some("0.085"))]);
        assert_eq!(out.cost(n("1"), n("0")), None);
        assert_eq!(out.cost(n("0"), n("0")), Some(Cases::ZERO));
    }

    #[test]
    fn a_package_is_its_bracket() {
        let flex = ladder(&[
            ("0", "100", Some("8")),
            ("100", "200", Some("15")),
            ("200", "Inf", Some("30")),
        ]);
        let cost = |quantity| flex.package(n(quantity)).map(|c| c.expected.to_string());
        assert_eq!(cost("100").as_deref(), Some("8"));
        assert_eq!(cost("100.5").as_deref(), Some("15"));
        assert_eq!(cost("9999").as_deref(), Some("30"));
        assert_eq!(cost("0").as_deref(), Some("0"));
    }
}
