//! What a book looks like beside itself: each region's prices against those of
//! the others. A ratio says that a number was mistyped or a unit slipped; it does
//! not say which one is right, so an outlier is shown and is no error.

use crate::diagnostic::Diagnostic;
use crate::prices::{Book, USD};
use crate::quantity::Number;
use std::collections::{BTreeMap, BTreeSet};

/// Prices of a service in a region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Services {
    pub prices: usize,
    pub oldest: String,
    pub newest: String,
    /// Over 400 days older than the newest of the book.
    pub old: usize,
}

impl Services {
    /// Takes another region in.
    pub fn add(&mut self, other: &Services) {
        if self.prices == 0 || other.oldest < self.oldest {
            self.oldest.clone_from(&other.oldest);
        }
        if other.newest > self.newest {
            self.newest.clone_from(&other.newest);
        }
        self.prices += other.prices;
        self.old += other.old;
    }
}

/// A price far from those of the same key in the other regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlier {
    pub key: String,
    pub usd: Number,
    /// The middle of all regions.
    pub median: Number,
    pub ratio: Number,
    pub regions: usize,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// By service and region.
    pub services: BTreeMap<(String, String), Services>,
    /// Keys whose unit is not the same in all regions.
    pub units: Vec<String>,
    /// The farthest first.
    pub outliers: Vec<Outlier>,
}

/// As far from the middle as a price may be; and how many regions make a middle.
const FAR: u64 = 3;
const REGIONS: usize = 4;
const OLD_DAYS: i32 = 400;

/// Service, usage type without the region's prefix, operation.
type Key = (String, String, String);

/// Looks at all prices of a book.
pub fn review(book: &Book) -> Result<Review, Diagnostic> {
    let mut review = Review::default();
    let mut prices: BTreeMap<Key, Vec<(String, Number)>> = BTreeMap::new();
    let mut units: BTreeMap<Key, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    let newest: Option<jiff::civil::Date> = book.identity.newest.parse().ok();
    let days = jiff::Span::new().try_days(OLD_DAYS).ok();
    let old_before = newest.zip(days).and_then(|(date, days)| date.checked_sub(days).ok());
    let old_before = old_before.map_or_else(String::new, |date| date.to_string());
    for region in book.regions() {
        for price in book.pack(&region.code)?.all().flatten() {
            let of_service = (price.key.service.to_string(), region.code.clone());
            let as_of = price.as_of.to_string();
            review.services.entry(of_service).or_default().add(&Services {
                prices: 1,
                old: usize::from(as_of < old_before),
                oldest: as_of.clone(),
                newest: as_of,
            });
            let usage = &*price.key.usage_type;
            let bare = [&region.prefix, &region.code]
                .into_iter()
                .filter(|prefix| !prefix.is_empty())
                .find_map(|prefix| usage.strip_prefix(prefix.as_str())?.strip_prefix('-'))
                .unwrap_or(usage);
            let key =
                (price.key.service.to_string(), bare.to_owned(), price.key.operation.to_string());
            let unit = units.entry(key.clone()).or_default();
            unit.entry(price.unit.to_string()).or_default().insert(region.code.clone());
            // A derived price follows another and says nothing of its own; one in
            // another currency is not beside the others.
            let beside = !price.is_estimated() && region.currency == USD;
            if let Some(usd) = price.first().filter(|_| beside) {
                prices.entry(key).or_default().push((price.key.path(), usd.expected));
            }
        }
    }
    for ((service, usage, operation), of) in units.iter().filter(|(_, of)| of.len() > 1) {
        let all: Vec<String> =
            of.iter().map(|(unit, regions)| format!("{unit} in {}", regions.len())).collect();
        let key = [service.as_str(), usage, operation].join("/");
        let key = key.trim_end_matches('/');
        review.units.push(format!("{key}: {} regions", all.join(", ")));
    }
    for regions in prices.values().filter(|regions| regions.len() >= REGIONS) {
        review.outliers.extend(outliers(regions));
    }
    // As far below as above: the ratio or its inverse.
    let far = |o: &Outlier| {
        let inverse = Number::ONE.over(o.ratio).unwrap_or(o.ratio);
        o.ratio.max(inverse)
    };
    review.outliers.sort_by(|a, b| far(b).cmp(&far(a)).then_with(|| a.key.cmp(&b.key)));
    Ok(review)
}

fn outliers(regions: &[(String, Number)]) -> Vec<Outlier> {
    let mut sorted: Vec<Number> = regions.iter().map(|(_, usd)| *usd).collect();
    sorted.sort_unstable();
    let Some(median) = sorted.get(sorted.len() / 2).copied().filter(|m| !m.is_zero()) else {
        return Vec::new();
    };
    let far = Number::from(FAR);
    let least = Number::ONE.over(far).unwrap_or(Number::ZERO);
    regions
        .iter()
        .filter_map(|(key, usd)| {
            let ratio = usd.over(median)?;
            let is = ratio > far || ratio < least;
            is.then(|| Outlier {
                key: key.clone(),
                usd: *usd,
                median,
                ratio,
                regions: regions.len(),
            })
        })
        .collect()
}
