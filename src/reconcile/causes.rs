//! The causes of a difference, in the order in which they are taken off.

use crate::quantity::{Number, sum};

macro_rules! causes {
    ($($variant:ident $name:literal,)+) => {
        /// Why the bill differs. Every dollar of a difference is in one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Cause { $($variant),+ }

        impl Cause {
            pub const ALL: &'static [Cause] = &[$(Cause::$variant),+];

            /// Its key in JSON.
            pub fn name(self) -> &'static str {
                match self { $(Cause::$variant => $name),+ }
            }
        }
    };
}

causes! {
    Period "period",
    Currency "currency",
    Tax "tax",
    Credit "credit",
    Discount "discount",
    Reseller "reseller",
    Commitment "commitment",
    FreeTier "free_tier",
    New "new",
    Missing "missing",
    Hours "hours",
    Volume "volume",
    Price "price",
    Untagged "untagged",
    Rounding "rounding",
}

/// An amount for each cause.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Causes([Number; Cause::ALL.len()]);

impl Causes {
    pub fn get(&self, cause: Cause) -> Number {
        self.0.get(cause as usize).copied().unwrap_or(Number::ZERO)
    }

    /// Adds to a cause; `None` if it does not fit.
    pub fn add(&mut self, cause: Cause, amount: Number) -> Option<()> {
        let slot = self.0.get_mut(cause as usize)?;
        *slot = slot.plus(amount)?;
        Some(())
    }

    pub fn plus(&mut self, other: &Causes) -> Option<()> {
        Cause::ALL.iter().try_for_each(|cause| self.add(*cause, other.get(*cause)))
    }

    pub fn total(&self) -> Option<Number> {
        sum(self.0)
    }

    /// The causes that there are, in their order.
    pub fn present(&self) -> impl Iterator<Item = (Cause, Number)> + '_ {
        let all = Cause::ALL.iter().map(|cause| (*cause, self.get(*cause)));
        all.filter(|(_, amount)| !amount.is_zero())
    }

    /// The one that moves most.
    pub fn main(&self) -> Option<Cause> {
        self.present().max_by_key(|(_, amount)| amount.abs()).map(|(cause, _)| cause)
    }
}
