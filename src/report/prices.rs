//! The price book for a person and for a program.

use crate::bill::Price;
use crate::catalog::{Hole, Listed, matches};
use crate::prices::{Identity, Outlier, Review, Services, same_price};
use crate::quantity::Number;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

/// A price with what it is in the other books at hand.
pub struct Shown {
    pub meter: Arc<str>,
    pub price: Arc<Price>,
    /// Of the region; `usd` of its tiers is in it.
    pub currency: String,
    /// The book's name, the newest first.
    pub history: Vec<(&'static str, Arc<Price>)>,
}

/// What `prices verify` found.
pub struct Verified<'a> {
    pub review: &'a Review,
    pub book: &'a Identity,
    /// Keys that the catalogue can form, over all regions.
    pub keys: usize,
    /// Series that are doubled, torn or broken.
    pub duplicates: usize,
    /// Series and rows by region.
    pub regions: &'a BTreeMap<String, (usize, usize)>,
    pub holes: &'a BTreeSet<Hole>,
    pub listed: &'a [Listed],
    /// Disagreements between the holes and their list.
    pub unlisted: usize,
}

#[derive(Serialize)]
struct VerifiedJson<'a> {
    schema: u32,
    book: &'a str,
    sha256: &'a str,
    keys: usize,
    duplicates: usize,
    missing: Vec<Missing<'a>>,
    oldest: &'a str,
    newest: &'a str,
    /// By service and region.
    services: Vec<ServiceJson<'a>>,
    units: &'a [String],
    outliers: Vec<OutlierJson<'a>>,
}

#[derive(Serialize)]
struct ServiceJson<'a> {
    service: &'a str,
    region: &'a str,
    prices: usize,
    oldest: &'a str,
    newest: &'a str,
}

#[derive(Serialize)]
struct OutlierJson<'a> {
    key: &'a str,
    usd: Number,
    median: Number,
    ratio: Number,
    regions: usize,
}

#[derive(Serialize)]
struct Missing<'a> {
    kind: &'a str,
    meter: &'a str,
    region: &'a str,
    usage_type: &'a str,
    why: Option<&'a str>,
}

pub(super) fn json<T: Serialize>(value: &T) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

fn reason<'a>(hole: &Hole, listed: &'a [Listed]) -> Option<&'a str> {
    let fits = |row: &&Listed| {
        *row.kind == *hole.kind && *row.meter == *hole.meter && matches(&row.region, &hole.region)
    };
    listed.iter().find(fits).map(|row| row.reason.as_str())
}

/// `{"keys","duplicates","missing":[…],"oldest"}` and what stands beside.
pub fn verified_json(v: &Verified<'_>) -> String {
    let missing = v.holes.iter().map(|hole| Missing {
        kind: &hole.kind,
        meter: &hole.meter,
        region: &hole.region,
        usage_type: &hole.usage_type,
        why: reason(hole, v.listed),
    });
    json(&VerifiedJson {
        schema: 1,
        book: &v.book.name,
        sha256: &v.book.sha256,
        keys: v.keys,
        duplicates: v.duplicates,
        missing: missing.collect(),
        oldest: &v.book.oldest,
        newest: &v.book.newest,
        services: v.review.services.iter().map(service_json).collect(),
        units: &v.review.units,
        outliers: v.review.outliers.iter().map(outlier_json).collect(),
    })
}

fn service_json<'a>(
    ((service, region), of): (&'a (String, String), &'a Services),
) -> ServiceJson<'a> {
    ServiceJson { service, region, prices: of.prices, oldest: &of.oldest, newest: &of.newest }
}

fn outlier_json(o: &Outlier) -> OutlierJson<'_> {
    OutlierJson { key: &o.key, usd: o.usd, median: o.median, ratio: o.ratio, regions: o.regions }
}

/// The answer first, then the regions, then the holes by kind and reason.
pub fn verified_table(v: &Verified<'_>) -> String {
    let mut out = String::new();
    let series: usize = v.regions.values().map(|(series, _)| series).sum();
    let rows: usize = v.regions.values().map(|(_, rows)| rows).sum();
    let count = |n: usize| Number::from(n as u64).grouped(0);
    let _ = writeln!(
        out,
        "{} prices ({} rows) in {} regions, {} broken; {} to {}",
        count(series),
        count(rows),
        v.regions.len(),
        v.duplicates,
        v.book.oldest,
        v.book.newest
    );
    let _ = writeln!(out, "book {}  sha256 {}", v.book.name, v.book.sha256);
    let _ = writeln!(
        out,
        "{} keys that the catalogue can form: {} have no price, {} of these not as listed\n",
        count(v.keys),
        count(v.holes.len()),
        count(v.unlisted)
    );
    let _ = writeln!(out, "{:<16}{:>10}{:>10}{:>10}", "region", "prices", "rows", "holes");
    for (region, (series, rows)) in v.regions {
        let holes = v.holes.iter().filter(|h| *h.region == **region).count();
        let _ = writeln!(
            out,
            "{region:<16}{:>10}{:>10}{:>10}",
            count(*series),
            count(*rows),
            count(holes)
        );
    }
    out.push_str(&super::prices_review::review_text(v.review));
    let mut by_reason: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for hole in v.holes {
        let why = reason(hole, v.listed).unwrap_or("not listed in pricing-cache/HOLES.csv");
        by_reason.entry((&hole.kind, why)).or_default().insert(&hole.region);
    }
    let _ = writeln!(out, "\nNo price, and why");
    for ((kind, why), regions) in by_reason {
        let names: Vec<&str> = regions.into_iter().collect();
        let place =
            if names.len() > 3 { format!("{} regions", names.len()) } else { names.join(", ") };
        let _ = writeln!(out, "  {kind} in {place}");
        for line in wrapped(why, 72) {
            let _ = writeln!(out, "      {line}");
        }
    }
    out
}

/// Words in lines of at most `width` characters.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last().map_or(0, |l| l.chars().count());
        if last > 0 && last + 1 + word.chars().count() > width {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

#[derive(Serialize)]
struct PriceJson<'a> {
    meter: &'a str,
    service_code: &'a str,
    region: &'a str,
    usage_type: &'a str,
    operation: &'a str,
    unit: &'a str,
    /// What `usd` of the tiers is in: USD, but in China.
    currency: &'a str,
    tiers: Vec<TierJson>,
    as_of: &'a str,
    confidence: &'a str,
    source: &'a str,
    history: Vec<ThenJson<'a>>,
}

/// The same key in another book.
#[derive(Serialize)]
struct ThenJson<'a> {
    book: &'a str,
    as_of: &'a str,
    tiers: Vec<TierJson>,
}

#[derive(Serialize)]
pub(super) struct TierJson {
    from: Number,
    to: Option<Number>,
    usd: Option<Number>,
    low: Option<Number>,
    high: Option<Number>,
}

/// Prices with their tiers and where they come from.
pub fn prices_json(found: &[Shown], missing: &[String]) -> String {
    #[derive(Serialize)]
    struct All<'a> {
        schema: u32,
        prices: Vec<PriceJson<'a>>,
        missing: &'a [String],
    }
    let prices = found.iter().map(|Shown { meter, price, currency, history }| PriceJson {
        meter,
        service_code: &price.key.service,
        region: &price.key.region,
        usage_type: &price.key.usage_type,
        operation: &price.key.operation,
        unit: &price.unit,
        currency,
        tiers: price.tiers.iter().map(tier_json).collect(),
        as_of: &price.as_of,
        confidence: &price.confidence,
        source: &price.source,
        history: history
            .iter()
            .map(|(book, then)| ThenJson {
                book,
                as_of: &then.as_of,
                tiers: then.tiers.iter().map(tier_json).collect(),
            })
            .collect(),
    });
    json(&All { schema: 1, prices: prices.collect(), missing })
}

pub(super) fn tier_json(tier: &crate::bill::Tier) -> TierJson {
    TierJson {
        from: tier.begin,
        to: tier.end,
        usd: tier.usd.map(|usd| usd.expected),
        low: tier.usd.map(|usd| usd.low),
        high: tier.usd.map(|usd| usd.high),
    }
}

/// One price a paragraph, one tier a line.
pub fn prices_table(found: &[Shown], missing: &[String]) -> String {
    let mut out = String::new();
    for Shown { meter, price, currency, history } in found {
        let _ = writeln!(out, "{meter}  {}", price.key.path());
        for tier in &price.tiers {
            let usd = match tier.usd {
                None => "price not known".to_owned(),
                Some(usd) if usd.is_same() => {
                    format!("{currency} {} per {}", usd.expected, price.unit)
                }
                Some(usd) => {
                    format!("{currency} {} to {} per {}", usd.low, usd.high, price.unit)
                }
            };
            let range = match (tier.begin.is_zero(), tier.end) {
                (true, None) => String::new(),
                (_, None) => format!("  above {}", tier.begin.grouped(0)),
                (_, Some(end)) => format!("  {} to {}", tier.begin.grouped(0), end.grouped(0)),
            };
            let _ = writeln!(out, "    {usd}{range}");
        }
        let _ = writeln!(
            out,
            "    as of {}, confidence {}, {}",
            price.as_of, price.confidence, price.source
        );
        for (book, then) in history {
            let usd = then.first().map_or_else(
                || "price not known".to_owned(),
                |usd| format!("{currency} {}", usd.expected),
            );
            let same = if same_price(then, price) { ", the same" } else { "" };
            let _ = writeln!(out, "    {book}: {usd} as of {}{same}", then.as_of);
        }
    }
    for key in missing {
        let _ = writeln!(out, "no price: {key}");
    }
    out
}
