//! Services, units and outliers of a price book, for a person.

use crate::prices::{Review, Services};
use crate::quantity::Number;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many outliers a person reads; JSON has all.
const SHOWN: usize = 12;

/// One line a service with its age, then what looks wrong.
pub(super) fn review_text(review: &Review) -> String {
    let count = |n: usize| Number::from(n as u64).grouped(0);
    let mut out = String::new();
    let mut services: BTreeMap<&str, (usize, Services)> = BTreeMap::new();
    for ((service, _), of) in &review.services {
        let (regions, all) = services.entry(service).or_default();
        *regions += 1;
        all.add(of);
    }
    let _ = writeln!(
        out,
        "\n{:<24}{:>8}{:>9}  {:<10}  {:<10}{:>8}",
        "service", "prices", "regions", "oldest", "newest", "old"
    );
    for (service, (regions, of)) in services {
        let _ = writeln!(
            out,
            "{service:<24}{:>8}{:>9}  {:<10}  {:<10}{:>8}",
            count(of.prices),
            count(regions),
            of.oldest,
            of.newest,
            count(of.old)
        );
    }
    let _ = writeln!(out, "old: over 400 days older than the newest of the book");
    if !review.units.is_empty() {
        let _ = writeln!(out, "\nUnits that differ between regions");
        for line in &review.units {
            let _ = writeln!(out, "  {line}");
        }
    }
    if !review.outliers.is_empty() {
        let _ = writeln!(
            out,
            "\n{} prices over 3 times, or under a third of, the middle of all regions",
            count(review.outliers.len())
        );
        for o in review.outliers.iter().take(SHOWN) {
            let (ratio, usd) = (o.ratio.round(2), o.usd);
            let _ = writeln!(out, "  {}", o.key);
            let _ = writeln!(
                out,
                "      USD {usd} is {ratio} x the middle of {} regions, {}",
                o.regions, o.median
            );
        }
        if review.outliers.len() > SHOWN {
            let more = review.outliers.len() - SHOWN;
            let _ = writeln!(out, "  and {more} more; --format json has all");
        }
    }
    out
}
