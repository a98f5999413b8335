//! How the cost of an estimate grows, as ratios within one run.
//!
//! Times are printed and gate nothing, because machines differ; what must hold
//! anywhere is that ten times the resources take at most twelve times as long.
#![allow(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use kanjo::calendar::Period;
use kanjo::catalog::Catalog;
use kanjo::diagnostic::Sources;
use kanjo::estimate::{estimate, period_hours};
use kanjo::prices::Book;
use kanjo::report::{Estimate, Made, write_estimate_json};
use kanjo::topology::{Document, Options};
use std::time::{Duration, Instant};

/// At most this many times the time for ten times the resources.
const LIMIT: f64 = 12.0;

const KINDS: [&str; 5] = [
    "{type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: TASKS}",
    "{type: aws.nat_gateway, data: 60 GB}",
    "{type: aws.s3, storage: 100 GB}",
    "{type: aws.alb, azs: 2, lcu: 0.4}",
    "{type: aws.log_group, ingest: 10 GB, retention: 30 days}",
];

/// A topology of `count` resources; with `ranges` every service is one.
fn topology(count: usize, ranges: bool) -> String {
    let mut text = String::from("version: 1\nregion: ap-northeast-1\nresources:\n");
    let tasks = if ranges { "{low: 1, expected: 2, high: 4}" } else { "2" };
    for i in 0..count {
        let kind = KINDS[i % KINDS.len()].replace("TASKS", tasks);
        text += &format!("  r{i:06}: {kind}\n");
    }
    text
}

/// File to JSON, the whole way, without the process around it.
fn run(text: &str) -> Duration {
    let start = Instant::now();
    let (mut sources, mut catalog, book) =
        (Sources::default(), Catalog::embedded(), Book::embedded());
    let file = sources.add("bench.yaml", text);
    let document = Document::read(text, file).expect("reads");
    let options = Options { period_hours: period_hours(&Period::Average), ..Options::default() };
    let project = document.project(&options, &mut catalog, &book, &mut sources).expect("decodes");
    drop(document);
    let pools = catalog.pools(&mut sources).expect("pools");
    let estimate = estimate(&project, &Period::Average, &pools, &book).expect("estimates");
    let view = Estimate {
        made: Made { version: "bench", book: &book.identity },
        project: None,
        bill: &estimate.bill,
        statement: None,
        coverage: None,
        free_tier_off_costs: None,
    };
    write_estimate_json(&view, &mut std::io::sink()).expect("writes");
    start.elapsed()
}

/// The best of a few: the one that was disturbed least.
fn best(text: &str, times: usize) -> Duration {
    (0..times).map(|_| run(text)).min().unwrap_or_default()
}

fn main() {
    let small = best(&topology(10_000, false), 5);
    let large = best(&topology(100_000, false), 3);
    let ranges = best(&topology(10_000, true), 5);
    let growth = large.as_secs_f64() / small.as_secs_f64();
    let spread = ranges.as_secs_f64() / small.as_secs_f64();
    println!("10,000 resources              {small:>10.1?}");
    println!("100,000 resources             {large:>10.1?}  {growth:.1} times");
    println!("10,000 with a fifth in ranges {ranges:>10.1?}  {spread:.1} times");
    assert!(growth <= LIMIT, "100,000 resources take {growth:.1} times 10,000");
    assert!(spread <= 3.0, "ranges take {spread:.1} times as long");
}
