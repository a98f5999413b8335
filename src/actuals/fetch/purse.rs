//! What a conversation with Cost Explorer may cost, and has cost.
//!
//! AWS takes a cent for each page of an answer. How many pages an answer has is
//! only known when they come, so each is paid for by itself.

use crate::diagnostic::{Code, Diagnostic};
use crate::quantity::Number;

/// The price of a page, as a fraction of a dollar.
const PAGE_PRICE: (u64, u64) = (1, 100);

#[derive(Debug)]
pub(super) struct Purse {
    limit: Number,
    pages: usize,
}

impl Purse {
    pub(super) fn new(limit: Number) -> Purse {
        Purse { limit, pages: 0 }
    }

    /// What so many pages cost.
    pub(super) fn price(&self, pages: usize) -> Number {
        let pages =
            Number::from(u64::try_from(pages).unwrap_or(u64::MAX)).times(PAGE_PRICE.0.into());
        pages.and_then(|cents| cents.over(PAGE_PRICE.1.into())).unwrap_or(self.limit)
    }

    fn fits(&self, price: Number) -> bool {
        let all = self.price(self.pages).plus(price);
        all.is_some_and(|all| all <= self.limit)
    }

    /// Pays one page, unless the limit is reached.
    pub(super) fn pays(&mut self) -> bool {
        let pays = self.fits(self.price(1));
        self.pages += usize::from(pays);
        pays
    }

    /// Refuses what would pass the limit.
    pub(super) fn allows(&self, price: Number) -> Result<(), Diagnostic> {
        match self.fits(price) {
            true => Ok(()),
            false => Err(self.refusal(price)),
        }
    }

    pub(super) fn refusal(&self, price: Number) -> Diagnostic {
        let (spent, limit) = (self.price(self.pages), self.limit);
        let all = spent.plus(price).unwrap_or(limit);
        let message =
            format!("Cost Explorer would cost {all} USD or more; the limit is {limit} USD");
        Diagnostic::new(Code::FetchLimit, message).help(format!(
            "{spent} USD are spent, and what was answered is kept: --max-cost {all} or more goes on"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_never_passed() {
        let mut purse = Purse::new(Number::parse("0.025").expect("a number"));
        assert!(purse.allows(purse.price(2)).is_ok());
        assert!(purse.allows(purse.price(3)).is_err());
        assert_eq!((purse.pays(), purse.pays(), purse.pays()), (true, true, false));
        assert!(purse.allows(Number::ZERO).is_ok(), "what is kept costs nothing");
    }
}
