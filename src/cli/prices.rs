//! `kanjo prices`: one price, or a check of the whole book.

use crate::catalog::{Audit, Catalog, audit, check_listed, keys, listed};
use crate::cli::Outcome;
use crate::cli::args::{PricesArgs, PricesCommand, PricesFormat};
use crate::cli::books::{book, cache, of_cache};
use crate::cli::generated::all_kinds;
use crate::cli::{prices_diff, prices_update};
use crate::diagnostic::{Code, Diagnostic, Sources, nearest};
use crate::prices::{Book, review};
use crate::report::{self, Shown};
use crate::source;
use std::collections::BTreeMap;
use std::sync::Arc;

pub fn run(args: &PricesArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    match &args.command {
        PricesCommand::Show { key, region, prices, format } => {
            let book = book(prices.as_deref())?;
            show(key, region, &book, *format, sources)
        }
        PricesCommand::Verify { prices, format, strict } => {
            let book = book(prices.as_deref())?;
            verify(&book, *format, *strict, sources)
        }
        PricesCommand::Diff(args) => prices_diff::run(args, sources),
        PricesCommand::Update(args) => prices_update::run(args, sources),
    }
}

/// Meter, service, region, usage type without prefix, operation.
type Wanted = (Arc<str>, Arc<str>, Arc<str>, Arc<str>, Arc<str>);

/// The prices of a kind in a region, or of `Service/suffix[/operation]`.
fn show(
    key: &str,
    region: &str,
    book: &Book,
    format: PricesFormat,
    sources: &mut Sources,
) -> Result<Outcome, Outcome> {
    book.region(region)?;
    let mut wanted: Vec<Wanted> = Vec::new();
    match key.split_once('/') {
        Some((service, rest)) => {
            let (usage, given) = match rest.split_once('/') {
                Some((usage, operation)) => (usage, Some(operation)),
                None => (rest, None),
            };
            // Without an operation every one of the usage type is meant.
            let all =
                book.pack(region)?.all().filter_map(Result::ok).map(|price| price.key.clone());
            let mut operations: Vec<Arc<str>> = all
                .filter(|k| &*k.service == service && &*k.usage_type == usage)
                .map(|k| k.operation)
                .collect();
            if given.is_some() || operations.is_empty() {
                operations = vec![Arc::from(given.unwrap_or(""))];
            }
            wanted.extend(operations.into_iter().map(|operation| {
                (Arc::from("price"), service.into(), region.into(), usage.into(), operation)
            }));
        }
        None => {
            let mut catalog = Catalog::embedded();
            let kind = catalog.kind(key, sources).map_err(super::session::collected)?;
            for k in keys(&kind) {
                let region = k.region.unwrap_or_else(|| Arc::from(region));
                wanted.push((k.meter, k.service, region, k.usage_type, k.operation));
            }
        }
    }
    let others = others(book)?;
    let mut found: Vec<Shown> = Vec::new();
    let mut missing = Vec::new();
    for (meter, service, region, usage, operation) in wanted {
        match book.resolve(&service, &region, &usage, &operation)? {
            Some(price) => {
                let mut history = Vec::new();
                for (name, other) in &others {
                    // A book that does not know the region has no history of it.
                    let then = other.resolve(&service, &region, &usage, &operation);
                    history.extend(then.ok().flatten().map(|price| (*name, price)));
                }
                let currency = book.currency(&region).to_owned();
                found.push(Shown { meter, price, currency, history });
            }
            None => missing.push(format!("{service}/{region}/{usage}")),
        }
    }
    if found.is_empty() {
        let near = near(key, region, book);
        return Err(Diagnostic::new(
            Code::PriceMissing,
            format!("the book has no price for {key} in {region}"),
        )
        .help_if(near.map(|n| format!("did you mean `{n}`?")))
        .into());
    }
    let text = match format {
        PricesFormat::Json => report::prices_json(&found, &missing),
        PricesFormat::Table => report::prices_table(&found, &missing),
    };
    Ok(Outcome::Done { text, unmet: Vec::new() })
}

/// The other books at hand: the cache, the one before it, the snapshot.
fn others(book: &Book) -> Result<Vec<(&'static str, Book)>, Outcome> {
    let mut all = Vec::new();
    if let Some(folder) = cache() {
        let cached = [
            ("cache", source::cached_book(&folder)),
            ("cache before", source::previous_book(&folder)),
        ];
        for (name, found) in cached {
            if let Some(found) = found {
                all.push((name, of_cache(&found)?));
            }
        }
    }
    all.push(("embedded", Book::embedded()));
    all.retain(|(_, other)| other.identity.sha256 != book.identity.sha256);
    Ok(all)
}

/// The nearest key of the same service, for a slip in the usage type.
fn near(key: &str, region: &str, book: &Book) -> Option<String> {
    let (service, usage) = key.split_once('/')?;
    let pack = book.pack(region).ok()?;
    let all: Vec<String> = pack
        .all()
        .filter_map(Result::ok)
        .filter(|p| &*p.key.service == service)
        .map(|p| p.key.usage_type.to_string())
        .collect();
    nearest(usage, all.iter().map(String::as_str)).map(|n| format!("{service}/{n}"))
}

/// Every region's rows, and every key that the catalogue can form.
fn verify(
    book: &Book,
    format: PricesFormat,
    strict: bool,
    sources: &mut Sources,
) -> Result<Outcome, Outcome> {
    let mut broken = Vec::new();
    let mut regions: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for region in book.regions() {
        let pack = book.pack(&region.code)?;
        let mut series = 0;
        for price in pack.all() {
            match price {
                Ok(_) => series += 1,
                Err(message) => broken.push(message),
            }
        }
        regions.insert(region.code.clone(), (series, pack.len()));
    }
    let mut audited = Audit::default();
    for kind in all_kinds(sources)? {
        audit(&kind, book, &mut audited);
    }
    let listed = listed();
    let mut unmet: Vec<String> = broken.iter().map(|b| format!("prices verify: {b}")).collect();
    unmet.extend(audited.errors.iter().map(|d| format!("prices verify: {}", d.message)));
    if strict && !audited.holes.is_empty() {
        unmet.push(format!("prices verify --strict: {} holes", audited.holes.len()));
    }
    let review = review(book)?;
    let view = report::Verified {
        review: &review,
        book: &book.identity,
        keys: audited.keys,
        duplicates: broken.len(),
        regions: &regions,
        holes: &audited.holes,
        listed: &listed,
        unlisted: check_listed(&audited.holes, &listed).len(),
    };
    let text = match format {
        PricesFormat::Json => report::verified_json(&view),
        PricesFormat::Table => report::verified_table(&view),
    };
    Ok(Outcome::Done { text, unmet })
}
