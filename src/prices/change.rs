//! What is different between two books, key by key.

use crate::bill::Price;
use crate::diagnostic::Diagnostic;
use crate::prices::{Book, Pack};
use crate::quantity::Number;
use std::collections::{BTreeMap, BTreeSet};

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
    let codes: BTreeSet<&str> =
        before.regions().chain(after.regions()).map(|region| region.code.as_str()).collect();
    let mut found = Vec::new();
    for code in codes {
        let (old, new) = (pack(before, code)?, pack(after, code)?);
        if old.zip(new).is_none_or(|(old, new)| !old.is_same(new)) {
            of_region(old, new, &mut found);
        }
    }
    found.sort_by_key(KeyChange::path);
    Ok(found)
}

/// The rows of a region, if the book knows it.
fn pack<'a>(book: &'a Book, code: &str) -> Result<Option<&'a Pack>, Diagnostic> {
    if book.region(code).is_err() {
        return Ok(None);
    }
    book.pack(code).map(Some)
}

fn of_region(old: Option<&Pack>, new: Option<&Pack>, found: &mut Vec<KeyChange>) {
    let all = |pack: Option<&Pack>| -> BTreeMap<String, Price> {
        let prices = pack.into_iter().flat_map(|pack| pack.all().flatten());
        prices.map(|price| (price.key.path(), price)).collect()
    };
    let mut after = all(new);
    for (path, before) in all(old) {
        match after.remove(&path) {
            Some(now) if same_price(&before, &now) => {}
            now => found.push(KeyChange { before: Some(before), after: now }),
        }
    }
    let came = after.into_values().map(|price| KeyChange { before: None, after: Some(price) });
    found.extend(came);
}
