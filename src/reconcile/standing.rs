//! What was billed for one line of the estimate, and why that differs.

use crate::bill::{ActualLine, Charge, Record, billed_unit};
use crate::quantity::Number;
use crate::reconcile::causes::{Cause, Causes};

/// The sums of all that was billed for a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    /// Paid for, and out of a free allowance.
    pub quantity: Number,
    pub free: Number,
    /// Of the paid quantity, at public on-demand prices.
    pub list: Number,
    pub billed: Number,
    pub untagged: Number,
    /// `billed` less `list`, by what makes it.
    discount: Number,
    commitment: Number,
    rounding: Number,
    pub hours: u32,
    rows: u64,
}

/// What is known about a line's time.
pub(super) struct Weigh {
    pub hours: Option<Number>,
    pub part: Number,
    /// In a reseller's own list what is below the public price is the reseller's.
    pub of_reseller: bool,
}

/// What two roundings of one price differ by at most, for each row: exports
/// print ten decimals.
fn rounding_of(rows: u64) -> Option<Number> {
    Number::from(rows).over(Number::from(100_000_000u64))
}

/// A price that moved by less than this part of itself was rounded.
fn close(amount: Number, whole: Number) -> Option<bool> {
    Some(amount.abs() <= whole.abs().over(Number::from(1_000_000u64))?)
}

impl Standing {
    pub(super) fn add(&mut self, line: &ActualLine, untagged: bool) -> Option<()> {
        let quantity = line.quantity.unwrap_or(Number::ZERO);
        match line.line.record {
            Record::Free => self.free = self.free.plus(quantity)?,
            _ => self.quantity = self.quantity.plus(quantity)?,
        }
        // Without a list cost the bill is taken at its word.
        let list = line.list.unwrap_or(line.billed);
        self.list = self.list.plus(list)?;
        self.billed = self.billed.plus(line.billed)?;
        let less = line.billed.minus(list)?;
        let slot = match line.line.record {
            Record::Covered => &mut self.commitment,
            _ if less.abs() <= rounding_of(line.rows)? => &mut self.rounding,
            _ => &mut self.discount,
        };
        *slot = slot.plus(less)?;
        if untagged {
            self.untagged = self.untagged.plus(line.billed)?;
        }
        self.hours = self.hours.max(line.hours.unwrap_or(0));
        self.rows += line.rows;
        Some(())
    }

    /// Why this differs from `charge`.
    pub(super) fn causes(&self, charge: &Charge, weigh: &Weigh) -> Option<Causes> {
        let mut causes = Causes::default();
        let planned = charge.cost.expected;
        let due = planned.times(weigh.part)?;
        causes.add(Cause::Period, due.minus(planned)?)?;
        if self.rows == 0 {
            causes.add(Cause::Missing, due.negated())?;
            return Some(causes);
        }
        let whose = if weigh.of_reseller { Cause::Reseller } else { Cause::Discount };
        causes.add(whose, self.discount)?;
        causes.add(Cause::Commitment, self.commitment)?;
        causes.add(Cause::Rounding, self.rounding)?;
        let list = charge.list_cost.expected.times(weigh.part)?;
        let quantity = charge.quantity.expected.times(weigh.part)?;
        let price = list.over(quantity).or(charge.list_unit_price()).unwrap_or(Number::ZERO);
        // Free quantity at the planned price, on both sides.
        let free = self.free.times(price)?.round(12);
        causes.add(Cause::FreeTier, free.negated().minus(due.minus(list)?)?)?;
        let mut left = self.list.plus(free)?.minus(list)?;
        let used = self.quantity.plus(self.free)?;
        let in_hours = self.in_hours(charge, weigh, quantity)?;
        let hours = in_hours.minus(quantity)?.times(price)?.round(12);
        causes.add(Cause::Hours, hours)?;
        left = left.minus(hours)?;
        let volume = used.minus(in_hours)?.times(price)?.round(12);
        // A bill that counts in another unit has no price to compare.
        if used.is_zero() || !self.same_measure(charge, used, price)? {
            causes.add(Cause::Volume, left)?;
            return Some(causes);
        }
        causes.add(Cause::Volume, volume)?;
        left = left.minus(volume)?;
        let whole = used.times(price)?;
        let rounded = close(left, whole)? || left.abs() <= rounding_of(self.rows)?;
        causes.add(if rounded { Cause::Rounding } else { Cause::Price }, left)?;
        Some(causes)
    }

    /// The planned quantity in the hours that there were.
    fn in_hours(&self, charge: &Charge, weigh: &Weigh, quantity: Number) -> Option<Number> {
        let timed = billed_unit(&charge.unit).ends_with("hours");
        match weigh.hours.filter(|h| timed && self.hours > 0 && !h.is_zero()) {
            Some(planned) => quantity.times(Number::from(u64::from(self.hours)))?.over(planned),
            None => Some(quantity),
        }
    }

    /// Whether the billed unit can be the planned one: prices do not change
    /// tenfold, units of thousands and millions do.
    fn same_measure(&self, charge: &Charge, used: Number, price: Number) -> Option<bool> {
        if price.is_zero() || self.list.is_zero() {
            return Some(
                price.is_zero() == self.list.is_zero()
                    || self.free > Number::ZERO
                    || charge.unit.is_empty(),
            );
        }
        let times = self.list.over(used)?.over(price)?;
        let ten = Number::from(10u64);
        Some(times < ten && times.times(ten)? > Number::ONE)
    }
}
