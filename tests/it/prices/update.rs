//! `kanjo prices update --from`: offers that are here already.

use super::offers::{Product, csv, gzip, json, nat, plan, plan_json, product, reserved};
use super::{command, kanjo, seed};
use proptest::prelude::*;
use serde_json::Value;
use std::path::Path;

fn written(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("writes");
    path.to_str().expect("UTF-8").to_owned()
}

fn update(cache: &Path, from: &str) -> Value {
    let args = ["prices", "update", "--from", from, "--format", "json"];
    let (status, text, errors) = kanjo(cache, &args);
    assert_eq!(status, 0, "{errors}");
    serde_json::from_str(&text).expect("JSON")
}

/// The NAT gateway's data in the estimate: cost, and the date of the price.
fn nat_data(cache: &Path) -> (String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let yaml = "version: 1\nregion: ap-northeast-1\nresources:\n  nat: {type: aws.nat_gateway, data: 100 GB}\n";
    let file = written(folder.path(), "kanjo.yaml", yaml);
    let (status, text, errors) = kanjo(cache, &["estimate", &file, "--format", "json"]);
    assert_eq!(status, 0, "{errors}");
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let charges = json["charges"].as_array().expect("charges");
    let data = charges.iter().find(|c| c["meter"] == "data").expect("the data line");
    (data["cost"].to_string(), data["price"]["as_of"].as_str().expect("a date").to_owned())
}

#[test]
fn changed_prices_appear_in_the_estimate_with_their_date() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = folder.path();
    seed(cache);
    assert_eq!(nat_data(cache).0, "6.2");
    // CSV, JSON, and each packed: the same prices come of it.
    let offers = [
        ("a.csv", csv("AmazonEC2", "ap-northeast-1", &nat("0.0700000000")).into_bytes()),
        ("b.json", json("AmazonEC2", "ap-northeast-1", &nat("0.0710000000")).into_bytes()),
        ("c.csv.gz", gzip(&csv("AmazonEC2", "ap-northeast-1", &nat("0.0720000000")))),
        ("d.json.gz", gzip(&json("AmazonEC2", "ap-northeast-1", &nat("0.0730000000")))),
    ];
    for (i, (name, bytes)) in offers.iter().enumerate() {
        let report = update(cache, &written(folder.path(), name, bytes));
        assert_eq!(report["read"], 2, "{name}: {report}");
        assert_eq!(report["changes"].as_array().map(Vec::len), Some(1), "{name}: {report}");
        assert_eq!(report["refused"].as_array().map(Vec::len), Some(0), "{name}: {report}");
        let cost = ["7", "7.1", "7.2", "7.3"][i].to_owned();
        assert_eq!(nat_data(cache), (cost, "2026-11-20".to_owned()), "{name}");
    }
    // The embedded snapshot is as it was.
    let show = ["prices", "show", "AmazonEC2/NatGateway-Bytes/NatGateway", "--prices", "embedded"];
    assert!(kanjo(cache, &show).1.contains("0.062"));
    // And each price has its history.
    let (_, text, _) = kanjo(cache, &show[..3]);
    for part in ["0.073", "0.072", "0.062", "2026-11-20", "embedded"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

/// What a person writes freely, an instance type, is no key that could be listed: a
/// new type is taken, and one that the book has is refreshed.
#[test]
fn instance_types_that_nobody_lists_are_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    let of = |sku, usage, operation, price| product(sku, usage, operation, "Hrs", price);
    let products = [
        of("KNOWN", "APN1-BoxUsage:m5.large", "RunInstances", "0.1250000000"),
        of("NEW", "APN1-BoxUsage:m99.large", "RunInstances", "0.2000000000"),
        of("HOST", "APN1-HostBoxUsage:m5.large", "RunInstances", "9"),
        of("ODD", "APN1-BoxUsage:m5.large", "RunInstances:9999", "9"),
    ];
    let offer = csv("AmazonEC2", "ap-northeast-1", &products);
    let report = update(folder.path(), &written(folder.path(), "a.csv", offer));
    assert_eq!(
        (&report["read"], &report["refused"]),
        (&2.into(), &Value::Array(vec![])),
        "{report}"
    );
    let yaml = "version: 1\nregion: ap-northeast-1\nresources:\n  vm: {type: aws.ec2, instance_type: m99.large, os: linux}\n";
    let file = written(folder.path(), "kanjo.yaml", yaml);
    let (status, text, errors) = kanjo(folder.path(), &["estimate", &file, "--format", "json"]);
    assert_eq!(status, 0, "{errors}");
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let charges = json["charges"].as_array().expect("charges");
    assert!(charges.iter().any(|c| c["cost"].as_i64() == Some(146)), "730 hours at 0.2: {text}");
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let offer = csv("AmazonEC2", "ap-northeast-1", &nat("0.07"));
    let from = written(folder.path(), "a.csv", offer);
    let cache = folder.path().join("cache");
    let (status, text, _) = kanjo(&cache, &["prices", "update", "--from", &from, "--dry-run"]);
    assert_eq!(status, 0);
    assert!(text.starts_with("2 prices read: 1 prices changed"), "{text}");
    assert!(text.contains("+12.9 %") && text.contains("dry run"), "{text}");
    assert!(!cache.exists());
}

/// What an update says of one product: the reason why it was not taken.
fn refusal(change: impl FnOnce(&mut Product)) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    let before = nat_data(folder.path());
    let mut products = nat("0.07");
    change(products.last_mut().expect("the data"));
    let offer = csv("AmazonEC2", "ap-northeast-1", &products);
    let report = update(folder.path(), &written(folder.path(), "a.csv", offer));
    assert_eq!(nat_data(folder.path()), before, "the price that was known stays");
    assert_eq!(report["read"], 1, "{report}");
    assert_eq!(
        report["refused"][0]["key"],
        "AmazonEC2/ap-northeast-1/APN1-NatGateway-Bytes/NatGateway"
    );
    report["refused"][0]["why"].as_str().expect("a reason").to_owned()
}

#[test]
fn what_is_wrong_with_one_key_is_said_and_its_old_price_stays() {
    let price =
        |price: &'static str| move |p: &mut Product| p.tiers = vec![("0", "Inf", price.to_owned())];
    assert_eq!(refusal(price("-0.07")), "the price -0.07 is negative");
    assert_eq!(refusal(price("")), "it has no price");
    assert_eq!(refusal(price("free")), "`free` is no price");
    assert_eq!(refusal(|p| p.unit = "Furlong"), "the unit `Furlong` is not known");
    assert_eq!(refusal(|p| p.unit = ""), "it has no unit");
    assert_eq!(refusal(|p| p.unit = "Hrs"), "the unit is hours, the meter is in GB");
    assert_eq!(refusal(|p| p.currency = "CNY"), "the price is in CNY, not in USD");
    let gap = |p: &mut Product| {
        p.tiers = vec![("0", "10", "0.07".to_owned()), ("20", "Inf", "0.06".to_owned())];
    };
    assert_eq!(refusal(gap), "the tiers have a gap or overlap at 10");
    assert_eq!(refusal(|p| p.tiers[0].1 = "10"), "the tiers end at 10");
    let twice = |p: &mut Product| p.tiers.push(("0", "Inf", "0.08".to_owned()));
    assert_eq!(refusal(twice), "a tier follows one that has no end");
}

#[test]
fn two_products_under_one_key_are_no_price() {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    let mut products = nat("0.07");
    products.push(product("OTHER", "APN1-NatGateway-Bytes", "NatGateway", "GB", "9"));
    let offer = csv("AmazonEC2", "ap-northeast-1", &products);
    let report = update(folder.path(), &written(folder.path(), "a.csv", offer));
    assert_eq!(report["refused"][0]["why"], "two products with two prices under one key");
    // Two with one price are one.
    products.last_mut().expect("one").tiers[0].2 = "0.0700".to_owned();
    let offer = csv("AmazonEC2", "ap-northeast-1", &products);
    let report = update(folder.path(), &written(folder.path(), "a.csv", offer));
    assert_eq!(report["refused"].as_array().map(Vec::len), Some(0), "{report}");
}

#[test]
fn a_free_first_tier_that_is_a_pool_is_not_granted_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut requests = product("KMS", "ap-northeast-1-KMS-Requests", "", "Requests", "0");
    requests.tiers = vec![
        ("0", "20000", "0.0000000000".to_owned()),
        ("20000", "Inf", "0.0000040000".to_owned()),
    ];
    let offer = csv("awskms", "ap-northeast-1", &[requests]);
    let report = update(folder.path(), &written(folder.path(), "a.csv", offer));
    assert_eq!(report["refused"].as_array().map(Vec::len), Some(0), "{report}");
    let key = "awskms/KMS-Requests";
    let (_, text, _) = kanjo(folder.path(), &["prices", "show", key, "--format", "json"]);
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let tiers = json["prices"][0]["tiers"].as_array().expect("tiers");
    assert_eq!(tiers.len(), 1, "{text}");
    let usd = kanjo::quantity::Number::parse_scientific(&tiers[0]["usd"].to_string());
    assert_eq!(usd.map(|n| n.to_string()).as_deref(), Some("0.000004"));
    assert_eq!(json["prices"][0]["as_of"], "2026-11-20");
}

#[test]
fn a_broken_file_is_refused_with_its_line_and_the_old_cache_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    let offer = csv("AmazonEC2", "ap-northeast-1", &nat("0.07"));
    let json = json("AmazonEC2", "ap-northeast-1", &nat("0.07"));
    let packed = gzip(&offer);
    let broken: [(&str, Vec<u8>, &str); 10] = [
        ("cut.csv", offer.as_bytes()[..offer.len() - 1].to_vec(), "cut off"),
        ("fields.csv", offer.as_bytes()[..offer.len() - 40].to_vec(), "fields"),
        ("cut.json", json.as_bytes()[..json.len() / 2].to_vec(), "EOF"),
        ("cut.csv.gz", packed[..packed.len() - 12].to_vec(), ""),
        ("empty.csv", Vec::new(), "empty"),
        ("page.csv", b"<html><body>503</body></html>\n".to_vec(), "not an offer file"),
        ("other.json", b"{\"products\": 7}".to_vec(), "object of the Price List"),
        ("list.json", b"{\"offers\": {}}".to_vec(), "no `terms`"),
        (
            "bracket.json",
            b"{\"formatVersion\": 1, \"products\": {\"A\": {\"attributes\": {]}}}".to_vec(),
            "closes the other",
        ),
        ("more.json", [json.as_bytes(), b"{}"].concat(), "follows the end"),
    ];
    let before = nat_data(folder.path());
    for (name, bytes, says) in broken {
        let from = written(folder.path(), name, bytes);
        let (status, _, errors) = kanjo(folder.path(), &["prices", "update", "--from", &from]);
        assert_eq!(status, 2, "{name}: {errors}");
        assert!(errors.contains("bad-offer") && errors.contains(name), "{name}: {errors}");
        assert!(errors.contains(says), "{name}: {errors}");
        assert_eq!(nat_data(folder.path()), before, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_prices() {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    let from = written(folder.path(), "a.csv", csv("AmazonEC2", "ap-northeast-1", &nat("0.07")));
    let before = nat_data(folder.path());
    // No file may grow over 4 KB: the system refuses the write as on a full disk.
    let binary = command(folder.path()).get_program().to_owned();
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" prices update --from \"$1\"";
    let mut shell = std::process::Command::new("/bin/sh");
    shell.args(["-c", script]).arg(&binary).arg(&from);
    let output = shell.env_clear().env("XDG_CACHE_HOME", folder.path()).output().expect("runs");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert!(errors.contains("the prices that were there are unchanged"), "{errors}");
    assert_eq!(nat_data(folder.path()), before);
    assert_eq!(update(folder.path(), &from)["read"], 2, "and then there is room again");
}

#[test]
fn a_damaged_cache_is_said_and_an_update_heals_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let from = written(folder.path(), "a.csv", csv("AmazonEC2", "ap-northeast-1", &nat("0.07")));
    update(folder.path(), &from);
    let cache = folder.path().join("kanjo/prices");
    let current = std::fs::read_to_string(cache.join("current")).expect("reads");
    let book = cache.join("books").join(current.lines().next().expect("a name"));
    let file = book.join("aws/AmazonEC2/ap-northeast-1.csv");
    let text = std::fs::read_to_string(&file).expect("reads");
    std::fs::write(&file, text.replace(",0.07,", ",0.01,")).expect("writes");
    let (status, _, errors) = kanjo(folder.path(), &["estimate", "examples/seventy-percent"]);
    assert_eq!(status, 2);
    assert!(errors.contains("the cache is damaged"), "{errors}");
    update(folder.path(), &from);
    assert_eq!(nat_data(folder.path()).0, "7");
}

#[test]
fn the_real_samples_are_read() {
    let Some(folder) = std::env::var_os("KANJO_OFFER_SAMPLES") else {
        eprintln!("KANJO_OFFER_SAMPLES is not set: skipped");
        return;
    };
    use kanjo::price_update::{Collected, Filter, Wanted, read_offer_file};
    let book = kanjo::prices::Book::embedded();
    let mut catalog = kanjo::catalog::Catalog::embedded();
    let mut sources = kanjo::diagnostic::Sources::default();
    let names: Vec<String> = catalog.names().into_iter().map(str::to_owned).collect();
    let kinds: Vec<_> =
        names.iter().map(|name| catalog.kind(name, &mut sources).expect("a kind")).collect();
    let wanted = Wanted::new(&kinds, &book, &Filter::default()).expect("keys");
    let mut collected = Collected::new(&wanted);
    collected.commitments = true;
    let folder = std::path::PathBuf::from(folder);
    let mut read = |name: &str| read_offer_file(&folder.join(name), "", &mut collected);
    let head = read("service-comprehend-ap-south-1-20260116160258.csv").expect("an offer");
    assert_eq!((&*head.offer, &*head.version), ("comprehend", "20260116160258"));
    read("AWSDatabaseSavingsPlans-ap-south-2-index.csv").expect("a plan");
    assert!(read("AWSDatabaseSavingsPlans-region_index.json").is_err(), "an index is no offer");
    let (taken, refused) = collected.finish();
    // What stands in the plan's file for the keys that we can name.
    assert!(collected.seen > 500, "{}", collected.seen);
    let of = |usage: &str, operation: &str| {
        let found = taken.iter().find(|s| s.usage_type == usage && s.operation == operation);
        found.map(|s| (s.service.as_str(), s.region.as_str(), s.tiers[0].2.as_str(), &*s.as_of))
    };
    let file = std::fs::read_to_string(folder.join("AWSDatabaseSavingsPlans-ap-south-2-index.csv"));
    let file = file.expect("reads");
    let mut rows =
        csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(file.as_bytes());
    let (mut columns, mut compared) = (Vec::new(), 0);
    for row in rows.records() {
        let row = row.expect("a row");
        if row.get(0) == Some("SKU") {
            columns = row.iter().map(str::to_owned).collect();
            continue;
        }
        let field = |name: &str| {
            columns.iter().position(|c| c == name).and_then(|at| row.get(at)).unwrap_or("")
        };
        let usage = format!(
            "{}/{}/{}",
            field("UsageType"),
            field("DiscountedServiceCode"),
            field("DiscountedUsageType")
        );
        if let Some((service, region, usd, as_of)) = of(&usage, field("DiscountedOperation")) {
            let rate = kanjo::quantity::Number::parse_scientific(field("DiscountedRate"));
            assert_eq!(Some(usd.to_owned()), rate.map(|r| r.to_string()), "{usage}");
            assert_eq!(
                (service, region, as_of),
                (field("ServiceCode"), "ap-south-2", "2026-04-22")
            );
            compared += 1;
        }
    }
    assert!(compared > 0 && compared >= taken.len(), "{compared} of {} rates", taken.len());
    assert_eq!(refused, [], "of {} rows", collected.seen);
}

#[test]
fn a_plan_as_json_gives_the_rates_of_its_csv() {
    let folder = tempfile::tempdir().expect("a folder");
    seed(folder.path());
    let rates = [("APN1-Fargate-GB-Hours", "0.0044240000"), ("APN1-Nothing", "1")];
    let report = update(folder.path(), &written(folder.path(), "plan.json", plan_json(&rates)));
    assert_eq!((&report["read"], &report["rows"]), (&1.into(), &2.into()), "{report}");
    let csv = update(folder.path(), &written(folder.path(), "plan.csv", plan(&rates)));
    assert_eq!((&csv["confirmed"], &csv["sha256"]), (&csv["read"], &report["sha256"]), "{csv}");
}

#[test]
fn a_reservation_stands_in_the_book_and_in_the_estimate() {
    for form in ["csv", "json"] {
        let folder = tempfile::tempdir().expect("a folder");
        seed(folder.path());
        let from = written(folder.path(), &format!("rds.{form}"), reserved(form));
        let alone = update(folder.path(), &from);
        assert_eq!(alone["read"], 1, "{form}: the price on demand: {alone}");
        let args = ["prices", "update", "--from", &from, "--commitments", "--format", "json"];
        let (status, text, errors) = kanjo(folder.path(), &args);
        assert_eq!(status, 0, "{errors}");
        let report: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(report["read"], 2, "{form}: {report}");
        // 0.1 an hour and 876 once over 8760 hours: 0.2, a third off 0.3.
        let key =
            "ReservedInstances/RI:1yrPartialUpfront/AmazonRDS/APN1-InstanceUsage:db.r6g.large";
        let rates = report["changes"].to_string();
        assert!(rates.contains("ReservedInstances") && rates.contains("0.2"), "{rates}");
        let yaml = format!(
            "version: 1\nregion: ap-northeast-1\nresources:\n  db: {{type: aws.rds, engine: postgresql, class: db.r6g.large, storage: 20 GB}}\nbilling: {{commitments: {{ri: {{hourly: 0.2, plan: \"{}\"}}}}}}\n",
            key.trim_start_matches("ReservedInstances/")
        );
        let file = written(folder.path(), "kanjo.yaml", yaml);
        let (status, text, errors) = kanjo(folder.path(), &["estimate", &file]);
        assert_eq!(status, 0, "{errors}");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // 0.1 an hour for 730 hours.
        assert!(
            text.contains("`ri` saves 73.00 a month against on demand: 100 % of it is used"),
            "{text}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// A file that was cut anywhere gives an error, or no price that the whole
    /// file does not give.
    #[test]
    fn a_cut_file_never_gives_another_price(cut in 0usize..=1000, packed in any::<bool>()) {
        use kanjo::price_update::{Collected, Filter, Wanted, read_offer};
        let book = kanjo::prices::Book::embedded();
        let mut catalog = kanjo::catalog::Catalog::embedded();
        let mut sources = kanjo::diagnostic::Sources::default();
        let kind = catalog.kind("aws.nat_gateway", &mut sources).expect("a kind");
        let wanted = Wanted::new(&[kind], &book, &Filter::default()).expect("keys");
        let text = csv("AmazonEC2", "ap-northeast-1", &nat("0.07"));
        let bytes = if packed { gzip(&text) } else { text.into_bytes() };
        let read = |bytes: &[u8]| {
            let mut collected = Collected::new(&wanted);
            let done = read_offer("a.csv", bytes, "", &mut collected);
            done.map(|_| collected.finish().0)
        };
        let whole = read(&bytes).expect("the whole file");
        prop_assert_eq!(whole.len(), 2);
        if let Ok(part) = read(&bytes[..bytes.len() * cut / 1000]) {
            prop_assert!(part.iter().all(|series| whole.contains(series)));
        }
    }
}

/// System 1 with a Savings Plan, in the hours of an office.
#[test]
fn a_savings_plan_and_a_schedule_are_explained_together() {
    let folder = tempfile::tempdir().expect("a folder");
    // Compute Savings Plan, one year, no upfront: 20 % off Fargate in Tokyo.
    let rates = plan(&[
        ("APN1-Fargate-vCPU-Hours:perCPU", "0.0404480000"),
        ("APN1-Fargate-GB-Hours", "0.0044240000"),
    ]);
    let report = update(folder.path(), &written(folder.path(), "plan.csv", rates));
    assert_eq!(report["read"], 2, "{report}");
    // 4 tasks x (0.5 x 0.05056 + 0.00553) x 0.8 = 0.098592 an hour.
    let billing =
        "\nbilling: {commitments: {sp: {hourly: 0.098592, plan: \"ComputeSP:1yrNoUpfront\"}}}\n";
    let schedules = "schedules:\n  office: {on: \"Mon-Fri 08:00-20:00\"}\n";
    let system = super::super::read("examples/commercial-production/kanjo.yaml");
    let always = written(folder.path(), "kanjo.yaml", format!("{system}{billing}"));
    let text = |file: &str| {
        let (status, text, errors) = kanjo(folder.path(), &["estimate", file]);
        assert_eq!(status, 0, "{errors}");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let on = text(&always);
    assert!(on.contains("saves 17.99 a month against on demand: 100 % of it is used"), "{on}");
    let scheduled =
        system.replace("type: aws.fargate, vcpu", "type: aws.fargate, schedule: office, vcpu");
    let office = written(folder.path(), "office.yaml", format!("{scheduled}{billing}{schedules}"));
    let off = text(&office);
    assert!(off.contains("36 % of it is used, and it breaks even at 80 %"), "{off}");
    assert!(off.contains("no commitment pays here"), "{off}");
    assert!(off.contains("commitment-idle"), "{off}");
    assert!(off.contains("in 469 of 730 hours nothing runs that it covers"), "{off}");
    // And as a scenario beside the plain bill.
    let scenario = "\nscenarios:\n  office:\n    title: Off outside office hours\n    resources:\n      web: {schedule: office}\n      api: {schedule: office}\n";
    let plain = system.split("\nscenarios:").next().expect("the system");
    let both = format!("{plain}{billing}{schedules}{scenario}");
    let file = written(folder.path(), "both.yaml", both);
    let (status, text, errors) = kanjo(folder.path(), &["scenarios", &file]);
    assert_eq!(status, 0, "{errors}");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("commitment-idle") && text.contains("saves nothing of what is committed"),
        "{text}"
    );
}
