//! The vectors: numbers that are true because AWS's price list says so.

mod generate;
mod property;

use super::*;
use crate::bill::Bill;
use crate::calendar::Period;
use crate::catalog::Catalog;
use crate::diagnostic::Sources;
use crate::prices::Book;
use crate::topology::{Document, Options};

/// Estimates a topology in Tokyo, with free tiers as the text says.
fn bill(text: &str) -> Bill {
    run(text, &Period::Average, &[]).expect("estimates").bill
}

fn run(text: &str, period: &Period, sets: &[&str]) -> Result<Estimate, Vec<String>> {
    let mut sources = Sources::default();
    let text = format!("version: 1\nregion: ap-northeast-1\ntimezone: Asia/Tokyo\n{text}");
    let file = sources.add("kanjo.yaml", text.as_str());
    let words = |d: crate::diagnostic::Diagnostics| -> Vec<String> {
        d.list()
            .iter()
            .map(|d| format!("{}: {} | {}", d.code, d.message, d.help.clone().unwrap_or_default()))
            .collect()
    };
    let document = Document::read(&text, file).map_err(words)?;
    let (book, mut catalog) = (Book::embedded(), Catalog::embedded());
    let options = Options {
        period_hours: period_hours(period),
        sets: sets.iter().map(|s| (*s).to_owned()).collect(),
        ..Options::default()
    };
    let project = document.project(&options, &mut catalog, &book, &mut sources).map_err(words)?;
    let pools = catalog.pools(&mut sources).expect("pools");
    estimate(&project, period, &pools, &book).map_err(words)
}

fn total(text: &str) -> String {
    let bill = bill(text);
    assert!(bill.is_complete(), "{:?}", bill.unpriced);
    bill.total().expect("fits").expected.to_string()
}

fn of(bill: &Bill, resource: &str) -> String {
    let lines = bill.charges.iter().filter(|c| &*c.resource == resource);
    crate::quantity::sum(lines.map(|c| c.cost.expected)).expect("fits").to_string()
}

#[test]
fn vectors_fargate() {
    let web = "{type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}";
    let bill = bill(&format!("resources: {{web: {web}}}"));
    let costs: Vec<String> = bill.charges.iter().map(|c| c.cost.expected.to_string()).collect();
    assert_eq!(costs, ["8.0738", "36.9088"]);
    assert_eq!(&*bill.charges[1].formula, "2 × 0.5 × 730 h");
    assert_eq!(
        total("resources: {web: {type: aws.fargate, vcpu: 1, memory: 4 GB, tasks: 4}}"),
        "212.2256"
    );
}

#[test]
fn vectors_system_1_parts() {
    let vectors = [
        (
            "db: {type: aws.aurora_serverless_v2, engine: postgresql, instances: 2, acu: {min: 0.5, average: 0.5, max: 16}}",
            "109.5",
        ),
        ("alb: {type: aws.alb, azs: 2}", "25.039"),
        ("nat: {type: aws.nat_gateway, data: 60 GB}", "52.63"),
        ("cdn: {type: aws.cloudfront, transfer_out: {Japan: 1 TB}}", "0"),
        ("cdn: {type: aws.cloudfront, transfer_out: {Japan: 1025 GB}}", "0.114"),
        (
            "a: {type: aws.cloudfront, transfer_out: {Japan: 8 TB}}, b: {type: aws.cloudfront, transfer_out: {Japan: 8 TB}}",
            "1597.44",
        ),
        ("s: {type: aws.s3, storage: 100 GB}", "2.5"),
        ("l: {type: aws.log_group, ingest: 10 GB}", "3.8"),
        ("e: {type: aws.vpc_endpoint, services: 3, azs: 2}", "61.32"),
        ("z: {type: aws.route53_zone, queries: 1M}", "0.9"),
        ("z: {type: aws.route53_zone, alias_only: true, count: 26}", "12.6"),
        ("a: {type: aws.cloudwatch_alarms, metrics: 10}", "0"),
        ("d: {type: datadog.fargate, tasks: 4, apm: true}", "12"),
    ];
    for (resources, expected) in vectors {
        assert_eq!(total(&format!("resources: {{{resources}}}")), expected, "{resources}");
    }
    let list = [
        ("cdn: {type: aws.cloudfront, transfer_out: {Japan: 1 TB}}", "116.736"),
        ("cdn: {type: aws.cloudfront, transfer_out: {Japan: 1000 GB}}", "114"),
        ("l: {type: aws.log_group, ingest: 10 GB}", "7.6"),
    ];
    for (resources, expected) in list {
        assert_eq!(
            total(&format!("free_tier: off\nresources: {{{resources}}}")),
            expected,
            "{resources}"
        );
    }
}

#[test]
fn vectors_two_distributions_share_the_pool_evenly() {
    let bill = bill(
        "resources: {a: {type: aws.cloudfront, transfer_out: {Japan: 8 TB}}, b: {type: aws.cloudfront, transfer_out: {Japan: 8 TB}}}",
    );
    assert_eq!((of(&bill, "a").as_str(), of(&bill, "b").as_str()), ("798.72", "798.72"));
    assert_eq!(bill.list_total().expect("fits").expected.to_string(), "1714.176");
}

#[test]
fn vectors_schedule_in_the_average_month_and_in_real_ones() {
    let office = "schedules: {office: {on: \"Mon-Fri 08:00-20:00\", holidays: jp}}\nresources: {web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2, schedule: office}}";
    let average = bill(office);
    assert_eq!(average.charges[1].quantity.expected.round(3).to_string(), "260.714");
    assert_eq!(average.caveats[0].code.name(), "calendar-average");
    for (month, cost) in [(11, "14.11098"), (12, "16.9455")] {
        let bill = run(office, &Period::Month { year: 2026, month }, &[]).expect("estimates").bill;
        assert_eq!(bill.total().expect("fits").expected.to_string(), cost);
    }
}

#[test]
fn vectors_fewer_tasks_outside_office_hours() {
    let text = "resources: {web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: {base: 2, during: [{when: \"Mon-Fri 08:00-20:00\", value: 4}]}}}";
    let saved = crate::quantity::Number::parse("89.9652")
        .and_then(|all| all.minus(bill(text).total()?.expected));
    assert_eq!(saved.map(|s| s.round(2).to_string()).as_deref(), Some("28.92"));
}

#[test]
fn cases_are_possible_months() {
    let bill = bill(
        "drivers: {requests: {low: 3M, expected: 10M, high: 30M}}\nresources: {waf: {type: aws.wafv2, scope: cloudfront, rules: 3, requests: requests}}",
    );
    let total = bill.total().expect("fits");
    assert_eq!(
        (total.low.to_string(), total.expected.to_string(), total.high.to_string()),
        ("9.8".into(), "14".into(), "26".into())
    );
}

#[test]
fn an_unknown_price_is_listed_and_never_zero() {
    let bill = bill(
        "resources: {nat: {type: aws.nat_gateway, region: ap-northeast-1, data: 1 GB}, alb: {type: aws.alb, region: ap-northeast-3, azs: 2}}",
    );
    assert!(!bill.is_complete());
    assert!(bill.unpriced.iter().all(|u| &*u.resource == "alb"));
}

#[test]
fn unset_usage_is_listed_with_its_price() {
    let bill = bill("resources: {nat: {type: aws.nat_gateway}}");
    assert_eq!(bill.unset.len(), 1);
    assert_eq!(bill.unset[0].unit_price.map(|p| p.to_string()).as_deref(), Some("0.062"));
    assert_eq!(bill.total().expect("fits").expected.to_string(), "48.91");
}

#[test]
fn mistakes_are_named() {
    let errors = |text: &str| run(text, &Period::Average, &[]).map(|_| ()).expect_err(text);
    let web =
        |inputs: &str| errors(&format!("resources: {{web: {{type: aws.fargate, {inputs}}}}}"));
    assert_eq!(
        web("vcpu: 0.5, memroy: 1 GB, tasks: 2")[0],
        "unknown-key: aws.fargate has no input `memroy` | did you mean `memory`?"
    );
    assert!(
        web("vcpu: 0.5, memory: 1 h, tasks: 2")[0]
            .starts_with("bad-quantity: `h` is not a unit of GB")
    );
    assert!(
        web("vcpu: 0.5, memory: 8 GB, tasks: 2")[0]
            .starts_with("out-of-range: at 0.5 vCPU the memory is")
    );
    assert!(
        web("vcpu: 0.5, memory: 1 GB, tasks: -2")[0]
            .starts_with("out-of-range: `tasks` is at least 0")
    );
    assert!(
        web("vcpu: 0.5, memory: 1 GB, tasks: taks")[0]
            .starts_with("unknown-name: nothing here is called `taks`")
    );
    assert!(errors("drivers: {a: b, b: a}\nresources: {}")[0].contains("a → b → a"));
    assert!(
        errors("resources: {x: {type: aws.fargat}}")[0].contains("did you mean `aws.fargate`?")
    );
    assert!(
        errors("resources: {x: {type: aws.nat_gateway, region: tokyo}}")[0]
            .contains("did you mean `ap-northeast-1`?")
    );
    assert!(
        errors("resources: {x: {type: atlas.cluster, tier: M11}}")[0].starts_with("unknown-choice")
    );
    let acu = |acu: &str| {
        errors(&format!(
            "resources: {{db: {{type: aws.aurora_serverless_v2, engine: postgresql, acu: {acu}}}}}"
        ))
    };
    assert!(acu("{min: 4, average: 2, max: 16}").iter().all(|e| e.starts_with("out-of-range")));
    assert!(acu("{min: 0.5, average: 2, max: 999}").iter().all(|e| e.starts_with("out-of-range")));
}

#[test]
fn vectors_an_event_day_on_a_larger_class() {
    // System 2: db.m7g.large to db.m7g.2xlarge Multi-AZ for the event's 24 hours.
    let rds = |class: &str| {
        let text = format!(
            "resources: {{db: {{type: aws.rds, engine: mysql, multi_az: true, class: {class}}}}}"
        );
        run(&text, &Period::Month { year: 2026, month: 12 }, &[]).expect("estimates").bill
    };
    let plain = rds("db.m7g.large");
    let event = rds(
        "{base: db.m7g.large, during: [{when: \"2026-12-05 00:00-24:00\", value: db.m7g.2xlarge}]}",
    );
    let more = event.total().and_then(|e| e.minus(plain.total()?)).expect("fits");
    assert_eq!(more.expected.to_string(), "33.744");
    assert!(event.charges.iter().any(|c| &*c.formula == "24 h"), "{:?}", event.charges);
}

#[test]
fn a_commitment_buys_what_it_covers_and_its_rest_is_a_line() {
    // Four tasks: 89.9652 on demand. 0.05 an hour is 36.50, which buys 50.00 at 27 % off.
    let web = "resources: {web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 4}}";
    let with = |hourly: &str| {
        let plan = format!(
            "billing: {{commitments: {{sp: {{hourly: {hourly}, discount: 27 %, covers: [aws.fargate]}}}}}}\n{web}"
        );
        let bill = bill(&plan);
        (bill.total().expect("fits").expected.round(4).to_string(), of(&bill, "sp"))
    };
    assert_eq!(with("0.05"), ("76.4652".to_owned(), "0".to_owned()));
    // 0.10 an hour is 73.00; all of the usage costs 65.674596 of it.
    assert_eq!(with("0.10"), ("73".to_owned(), "7.325404".to_owned()));
}
