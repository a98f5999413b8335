//! Low, expected and high: three possible months, not an interval.
//!
//! A case is a case of the *inputs*. The whole model runs once per case, so
//! each case is a month that could happen and its lines sum to its total.
//! Nothing is ever sorted into low and high afterwards.

use crate::quantity::Number;

/// Which of the three months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    Low,
    Expected,
    High,
}

impl Case {
    pub const ALL: [Case; 3] = [Case::Low, Case::Expected, Case::High];
}

/// One value for each case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cases<T> {
    pub low: T,
    pub expected: T,
    pub high: T,
}

impl<T> Cases<T> {
    pub fn new(low: T, expected: T, high: T) -> Cases<T> {
        Cases { low, expected, high }
    }

    pub fn get(&self, case: Case) -> &T {
        match case {
            Case::Low => &self.low,
            Case::Expected => &self.expected,
            Case::High => &self.high,
        }
    }

    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> Cases<U> {
        Cases { low: f(self.low), expected: f(self.expected), high: f(self.high) }
    }

    /// Builds each case in turn and stops at the first that has none.
    pub fn try_build(mut f: impl FnMut(Case) -> Option<T>) -> Option<Cases<T>> {
        Some(Cases { low: f(Case::Low)?, expected: f(Case::Expected)?, high: f(Case::High)? })
    }
}

impl<T: Clone> Cases<T> {
    /// The same value in every case.
    pub fn same(value: T) -> Cases<T> {
        Cases { low: value.clone(), expected: value.clone(), high: value }
    }
}

impl<T: PartialEq> Cases<T> {
    pub fn is_same(&self) -> bool {
        self.low == self.expected && self.expected == self.high
    }
}

impl Cases<Number> {
    pub const ZERO: Cases<Number> =
        Cases { low: Number::ZERO, expected: Number::ZERO, high: Number::ZERO };

    pub fn plus(self, other: Cases<Number>) -> Option<Cases<Number>> {
        Cases::try_build(|case| self.get(case).plus(*other.get(case)))
    }

    pub fn minus(self, other: Cases<Number>) -> Option<Cases<Number>> {
        Cases::try_build(|case| self.get(case).minus(*other.get(case)))
    }

    pub fn times(self, factor: Number) -> Option<Cases<Number>> {
        Cases::try_build(|case| self.get(case).times(factor))
    }

    pub fn is_zero(&self) -> bool {
        self.low.is_zero() && self.expected.is_zero() && self.high.is_zero()
    }
}

/// A value that is the same in every case, or differs. Most inputs are the
/// same, and 100,000 resources should not pay for the few that are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Varying<T> {
    Same(T),
    Cases(Box<Cases<T>>),
}

impl<T> Varying<T> {
    pub fn get(&self, case: Case) -> &T {
        match self {
            Varying::Same(value) => value,
            Varying::Cases(cases) => cases.get(case),
        }
    }

    pub fn varies(&self) -> bool {
        matches!(self, Varying::Cases(_))
    }
}
