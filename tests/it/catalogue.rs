//! The catalogue is sound: every kind reads, every example costs what its
//! source says, every key has a price or is a listed hole.

use super::read;
use kanjo::catalog::{Audit, Catalog, CatalogFile, Kind, audit, check_listed, listed, read_holes};
use kanjo::diagnostic::{Diagnostic, Sources};
use kanjo::estimate::prove;
use kanjo::prices::{Book, HEADER, PriceFile, pack_files};
use std::sync::Arc;

fn kinds() -> (Vec<Arc<Kind>>, Sources) {
    let (mut catalog, mut sources) = (Catalog::embedded().with_examples(), Sources::default());
    let names: Vec<String> = catalog.names().into_iter().map(str::to_owned).collect();
    let kinds = names.iter().map(|name| match catalog.kind(name, &mut sources) {
        Ok(kind) => kind,
        Err(list) => panic!("{}", shown(&list, &sources)),
    });
    (kinds.collect(), sources)
}

/// `file:line:column: message`, a line each.
fn shown<'a>(list: impl IntoIterator<Item = &'a Diagnostic>, sources: &Sources) -> String {
    let line = |d: &Diagnostic| {
        let place = d.labels.first().map(|l| sources.locate(l.span));
        let place =
            place.map_or_else(String::new, |p| format!("{}:{}:{}: ", p.file, p.line, p.column));
        format!("{place}{}", d.message)
    };
    list.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_example_costs_what_its_source_says() {
    let (kinds, sources) = kinds();
    let book = Book::embedded();
    let wrong: Vec<Diagnostic> = kinds.iter().flat_map(|kind| prove(kind, &book)).collect();
    assert!(wrong.is_empty(), "{}", shown(&wrong, &sources));
    let count: usize = kinds.iter().map(|k| k.examples.len()).sum();
    assert!(count >= 80, "only {count} examples");
}

#[test]
fn every_key_has_a_price_or_is_a_listed_hole() {
    let (kinds, sources) = kinds();
    let book = Book::embedded();
    let mut found = Audit::default();
    for kind in &kinds {
        audit(kind, &book, &mut found);
    }
    assert!(found.errors.is_empty(), "{}", shown(&found.errors, &sources));
    let errors = check_listed(&found.holes, &listed());
    assert!(errors.is_empty(), "{}", shown(&errors, &sources));
    assert!(found.keys > 3_000, "only {} keys", found.keys);
}

#[test]
fn every_kind_has_an_example_or_no_price() {
    let (kinds, _) = kinds();
    // Their own meters are holes; an example would prove nothing.
    let without =
        ["aws.neptune", "aws.regional_nat_gateway", "aws.traffic_mirror", "aws.waf_classic"];
    for kind in kinds.iter().filter(|k| k.examples.is_empty()) {
        assert!(without.contains(&&*kind.name), "{} has no example", kind.name);
    }
}

#[test]
fn every_pool_member_is_a_usage_type_of_the_book() {
    let (mut catalog, mut sources) = (Catalog::embedded(), Sources::default());
    let pools = catalog.pools(&mut sources).expect("pools read");
    let book = Book::embedded();
    for pool in pools.iter() {
        for member in &pool.members {
            let found = book.regions().any(|region| {
                let prefix = format!("{}-", region.prefix);
                let long = format!("{}-", region.code);
                book.pack(&region.code).expect("unpacks").all().filter_map(Result::ok).any(
                    |price| {
                        let usage = &*price.key.usage_type;
                        let suffix = usage
                            .strip_prefix(&long)
                            .or_else(|| usage.strip_prefix(&prefix))
                            .unwrap_or(usage);
                        price.key.service == pool.service
                            && (kanjo::catalog::matches(member, suffix)
                                || kanjo::catalog::matches(member, usage))
                            && pool.units.contains(&price.unit)
                    },
                )
            });
            assert!(
                found,
                "pool {}: no price of {} is `{member}` in {:?}",
                pool.name, pool.service, pool.units
            );
        }
    }
}

// What must fail the build, and where it is said.

fn broken_kind(from: &str, to: &str) -> String {
    let text = read("catalog/aws/nat_gateway.hcl");
    assert!(text.contains(from), "the test's `{from}` is gone");
    let file =
        CatalogFile { path: "mine/nat_gateway.hcl".into(), text: text.replacen(from, to, 1) };
    let (mut catalog, mut sources) = (Catalog::embedded(), Sources::default());
    match catalog.add(&[file], &mut sources) {
        Err(errors) => shown(&errors, &sources),
        Ok(kinds) => {
            let errors = prove(&kinds[0], &Book::embedded());
            assert!(!errors.is_empty(), "`{to}` was accepted");
            shown(&errors, &sources)
        }
    }
}

#[test]
fn a_broken_kind_is_refused_with_file_and_line() {
    let syntax = broken_kind("\"AmazonEC2\"", "");
    assert!(
        syntax.starts_with("mine/nat_gateway.hcl:") && syntax.contains("not valid HCL"),
        "{syntax}"
    );
    let attribute = broken_kind("  service ", "  servize ");
    assert!(attribute.contains("`servize` is not known here"), "{attribute}");
    let name = broken_kind("monthly    = data", "monthly    = dta");
    assert!(name.contains("has no input `dta`"), "{name}");
    let both = broken_kind(
        "monthly    = data",
        "monthly    = data\n    hourly = 1\n    off_hours = \"stays\"",
    );
    assert!(both.contains("exactly one of `hourly` and `monthly`"), "{both}");
    let function = broken_kind("monthly    = data", "monthly    = sqrt(data)");
    assert!(function.contains("no function `sqrt`"), "{function}");
    let example = broken_kind("\"52.63\"", "\"52.64\"");
    assert!(example.contains("it costs 52.63, not 52.64"), "{example}");
    let unit = broken_kind("unit       = \"hours\"", "unit       = \"GB\"");
    assert!(unit.contains("the meter is in GB, its price"), "{unit}");
}

#[test]
fn a_duplicate_price_and_a_gap_are_refused_with_file_and_line() {
    let book = |rows: &str| {
        let text = format!("{HEADER}\n{rows}");
        pack_files(&[PriceFile { path: "aws/AmazonEC2/ap-northeast-1.csv".into(), text }])
            .1
            .iter()
            .map(|d| d.message.clone())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let good = "APN1-NatGateway-Hours,NatGateway,hours,0,Inf,0.062,,,2026-09-24,C,x\n";
    assert_eq!(book(good), "");
    let twice = book(&format!("{good}{good}"));
    assert!(twice.contains("aws/AmazonEC2/ap-northeast-1.csv:3: a second price"), "{twice}");
    let gap = book("A,,GB,0,10,1,,,2026-09-24,C,x\nA,,GB,20,Inf,1,,,2026-09-24,C,x\n");
    assert!(
        gap.contains("ap-northeast-1.csv:2: A: the tiers have a gap or overlap at 10"),
        "{gap}"
    );
    let start = book("A,,GB,5,Inf,1,,,2026-09-24,C,x\n");
    assert!(start.contains("gap or overlap at 0"), "{start}");
    let end = book("A,,GB,0,5,1,,,2026-09-24,C,x\n");
    assert!(end.contains("the tiers end at 5"), "{end}");
    assert!(book("A,,GB,0,Inf\n").contains("eleven fields"));
    assert!(book("A,,GB,0,Inf,-1,,,2026-09-24,C,x\n").contains("negative"));
}

#[test]
fn an_unlisted_hole_and_a_listed_price_are_refused() {
    let (kinds, sources) = kinds();
    let book = Book::embedded();
    let mut found = Audit::default();
    for kind in kinds.iter().filter(|k| &*k.name == "aws.alb") {
        audit(kind, &book, &mut found);
    }
    assert!(!found.holes.is_empty(), "Osaka has no load balancer price");
    let none = check_listed(&found.holes, &read_holes("kind,meter,region,reason\n"));
    let shown = shown(&none, &sources);
    let line = read("catalog/aws/alb.hcl")
        .lines()
        .position(|l| l.contains("meter \"hours\""))
        .expect("there")
        + 1;
    assert!(
        shown.contains(&format!("catalog/aws/alb.hcl:{line}:3: hours of aws.alb has no price in")),
        "{shown}"
    );
    let priced = read_holes("kind,meter,region,reason\naws.alb,hours,ap-northeast-1,because\n");
    let errors = check_listed(&found.holes, &priced);
    assert!(
        errors
            .iter()
            .any(|d| d.message.contains("HOLES.csv:2: aws.alb hours in ap-northeast-1 is no hole"))
    );
}
