//! What is different between two books, key by key.

use crate::bill::Price;
use crate::diagnostic::Diagnostic;
use crate::prices::Book;
use crate::quantity::Number;
use std::collections::BTreeMap;

/// A key whose price is not the same in two books. At least one side is there.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyChange {
    pub before: Option<Price>,
    pub after: Option<Price>,
}

impl KeyChange {
    /// `service/region/usage type/operation`.
    pub fn path(&self) -> String {
        let price = self.after.as_ref().or(self.before.as_ref());
        price.map_or_else(String::new, |price| price.key.path())
    }

    /// How much the first known price of the ladder moved, a part of one. `None`
    /// where a side is not there, not known or 0.
    pub fn ratio(&self) -> Option<Number> {
        // The first tier that moved: a ladder may change further up.
        let (before, after) = (self.before.as_ref()?, self.after.as_ref()?);
        let pairs = before.tiers.iter().zip(&after.tiers);
        let moved = pairs.map(|(a, b)| (a.usd, b.usd)).find(|(a, b)| a != b)?;
        let (from, to) = (moved.0?.expected, moved.1?.expected);
        if from.is_zero() {
            return None;
        }
        to.over(from)?.minus(Number::ONE)
    }
}

/// Whether two prices charge the same, whatever their date and source.
pub fn same_price(a: &Price, b: &Price) -> bool {
    a.unit == b.unit && a.tiers == b.tiers
}

/// The keys that are not the same in both, in the order of their paths. A newer
/// date alone is no change.
pub fn changes(before: &Book, after: &Book) -> Result<Vec<KeyChange>, Diagnostic> {
    let (old, new) = (all(before)?, all(after)?);
    let mut found = Vec::new();
    for (path, price) in &old {
        match new.get(path) {
            Some(now) if same_price(price, now) => {}
            now => {
                found.push(KeyChange { before: Some(price.clone()), after: now.cloned() });
            }
        }
    }
    for (path, price) in new {
        if !old.contains_key(&path) {
            found.push(KeyChange { before: None, after: Some(price) });
        }
    }
    found.sort_by_key(KeyChange::path);
    Ok(found)
}

fn all(book: &Book) -> Result<BTreeMap<String, Price>, Diagnostic> {
    let mut prices = BTreeMap::new();
    for region in book.regions() {
        for price in book.pack(&region.code)?.all().flatten() {
            prices.insert(price.key.path(), price);
        }
    }
    Ok(prices)
}
