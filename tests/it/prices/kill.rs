//! An update that is killed at any moment leaves a whole book.

use super::offers::{csv, nat};
use super::{command, seed};
use kanjo::prices::Book;
use kanjo::source::{cached_book, read_prices};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// The price of the NAT gateway's data in the cache; panics if the book there is
/// not whole.
fn price(cache: &Path) -> String {
    let found = cached_book(cache).expect("a book");
    let files = read_prices(&found.folder).expect("its files");
    let book = Book::of_files("cache", &files).expect("a clean book");
    if let Some(sha256) = found.sha256 {
        assert_eq!(book.identity.sha256, sha256, "the book of its name");
    }
    let [service, region, usage, operation] =
        ["AmazonEC2", "ap-northeast-1", "NatGateway-Bytes", "NatGateway"].map(Into::into);
    let price = book.resolve(&service, &region, &usage, &operation).expect("one").expect("a price");
    price.first().expect("known").expected.to_string()
}

/// 200 kills take minutes in a debug build; the suite does a part of them, spread
/// in the same way, unless `KANJO_KILLS` says how many.
fn kills() -> u32 {
    std::env::var("KANJO_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(40)
}

#[test]
fn killed_at_any_moment_the_cache_is_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    let cache = folder.path().join("kanjo/prices");
    let offers: Vec<String> = (0..7)
        .map(|i| {
            let path = folder.path().join(format!("{i}.csv"));
            let text = csv("AmazonEC2", "ap-northeast-1", &nat(&format!("0.0{}", 71 + i)));
            std::fs::write(&path, text).expect("writes");
            path.to_str().expect("UTF-8").to_owned()
        })
        .collect();
    let start = |offer: &str| {
        let mut run = command(folder.path());
        run.args(["prices", "update", "--from", offer, "--service", "AmazonEC2"]);
        run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts")
    };
    let began = Instant::now();
    assert!(start(&offers[0]).wait().expect("ends").success());
    let whole = began.elapsed();
    assert_eq!(price(&cache), "0.071");
    // No randomness: moments spread over the run, in an order that mixes them.
    let kills = kills();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for i in 0..kills {
        let moment = i * 77 % kills;
        let mut run = start(&offers[i as usize % offers.len()]);
        // Every eighth comes to its end, however busy the machine is.
        if i % 8 != 7 {
            let share = whole * moment / (kills * 9 / 10).max(1);
            std::thread::sleep(share + Duration::from_micros(50));
            run.kill().expect("is killed");
        }
        run.wait().expect("ends");
        let found = price(&cache);
        assert!((71..78).any(|n| found == format!("0.0{n}")), "{found}");
        *seen.entry(found).or_default() += 1;
    }
    // The runs that came to their end brought other prices.
    assert!(seen.len() > 1, "{seen:?}");
    assert!(start(&offers[3]).wait().expect("ends").success(), "and an update still works");
    assert_eq!(price(&cache), "0.074");
    let books = std::fs::read_dir(cache.join("books")).expect("a folder").count();
    assert!(books <= 2, "{books} books are kept");
}
