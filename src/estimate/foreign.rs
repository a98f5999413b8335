//! A price in another currency than USD.
//!
//! The prices of China are in CNY, from another seller. Such a price counts only
//! at the rate that the file states (`billing.fx`), and the line says so; without
//! one the line has no price. Nothing in CNY is ever summed as USD.

use crate::bill::{Price, Tier};
use crate::prices::USD;
use crate::quantity::{Case, Cases, Number};
use crate::topology::ExchangeRate;
use std::sync::Arc;

/// A price that can be summed, or why it cannot.
pub(super) enum Worth {
    Usd(Arc<Price>),
    /// Converted, and what the line has to say about it.
    Converted(Arc<Price>, String),
    Unknown(String),
}

pub(super) fn worth(price: Arc<Price>, currency: &str, fx: Option<&ExchangeRate>) -> Worth {
    if currency == USD {
        return Worth::Usd(price);
    }
    let path = price.key.path();
    let Some(fx) = fx.filter(|fx| &*fx.currency == currency) else {
        return Worth::Unknown(format!(
            "{path} is sold in {currency}, and `billing.fx` states no rate for it"
        ));
    };
    let Some(tiers) = price.tiers.iter().map(|tier| converted(tier, fx.rate)).collect() else {
        return Worth::Unknown(format!("{path} over {} does not fit 28 digits", fx.rate));
    };
    let message = format!("{path} is sold in {currency}: {} for a dollar, as stated", fx.rate);
    Worth::Converted(Arc::new(Price { tiers, ..(*price).clone() }), message)
}

fn converted(tier: &Tier, rate: Number) -> Option<Tier> {
    let usd = match &tier.usd {
        None => None,
        Some(own) => Some(Cases::try_build(|case: Case| own.get(case).over(rate))?),
    };
    Some(Tier { usd, ..tier.clone() })
}
