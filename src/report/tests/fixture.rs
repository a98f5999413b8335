//! A small bill made by hand: free tiers, a derived price, a range, tiers, a
//! usage that nobody stated.

use crate::bill::{
    Bill, Caveat, Charge, OffHours, Origin, Price, PriceKey, Span, Tags, Tier, Unpriced, UnsetUsage,
};
use crate::diagnostic::Code;
use crate::estimate::Statement;
use crate::prices::Identity;
use crate::quantity::{Cases, Number};
use crate::report::{Estimate, Made};
use std::sync::Arc;

pub fn n(text: &str) -> Number {
    Number::parse(text).expect(text)
}

pub fn same(text: &str) -> Cases<Number> {
    Cases::same(n(text))
}

/// A price in steps: where each begins, and USD.
fn price(service: &str, usage_type: &str, unit: &str, steps: &[(&str, Cases<Number>)]) -> Price {
    let ends = steps.iter().skip(1).map(|(begin, _)| Some(n(begin))).chain([None]);
    let tiers = steps.iter().zip(ends);
    Price {
        key: PriceKey {
            service: service.into(),
            region: "ap-northeast-1".into(),
            usage_type: usage_type.into(),
            operation: "".into(),
        },
        unit: unit.into(),
        tiers: tiers
            .map(|((begin, usd), end)| Tier { begin: n(begin), end, usd: Some(*usd) })
            .collect(),
        as_of: "2026-09-24".into(),
        confidence: "C".into(),
        source: "aws-offer".into(),
    }
}

/// A line at a flat price. `quantity` is in every case.
pub fn line(
    environment: &str,
    (resource, kind, meter): (&str, &str, &str),
    (quantity, unit, formula): (&str, &str, &str),
    (service, usage_type, usd): (&str, &str, &str),
) -> Charge {
    let price = price(service, usage_type, unit, &[("0", same(usd))]);
    let cost = n(quantity).times(n(usd)).expect("fits");
    Charge {
        environment: environment.into(),
        account: None,
        resource: resource.into(),
        kind: kind.into(),
        meter: meter.into(),
        category: Default::default(),
        key: Some(price.key.clone()),
        quantity: same(quantity),
        unit: unit.into(),
        price: Some(Arc::new(price)),
        list_cost: Cases::same(cost),
        cost: Cases::same(cost),
        billed_cost: None,
        formula: formula.into(),
        schedule: None,
        off_hours: None,
        pool: None,
        tags: Tags::default(),
        caveats: Vec::new(),
        at: Some(Arc::new(Origin {
            file: "kanjo.yaml".into(),
            line: 12,
            column: 3,
            address: None,
        })),
    }
}

fn tagged(mut charge: Charge, name: &str, value: &str) -> Charge {
    charge.tags = Arc::new([(name.into(), value.into())].into());
    charge
}

fn free(mut charge: Charge, pool: &str, cost: &str) -> Charge {
    charge.pool = Some(pool.into());
    charge.cost = same(cost);
    charge
}

pub fn average() -> Span {
    Span { label: "average".into(), hours: n("730") }
}

pub fn fargate(environment: &str, name: &str, vcpu_hours: &str, formula: &str) -> Vec<Charge> {
    let fargate = |meter, unit, usage, usd| {
        let mut charge = line(
            environment,
            (name, "aws.fargate", meter),
            (vcpu_hours, unit, formula),
            ("AmazonECS", usage, usd),
        );
        charge.off_hours = Some(OffHours::Stops);
        charge
    };
    vec![
        fargate("vcpu", "vCPU-hours", "APN1-Fargate-vCPU-Hours:perCPU", "0.05056"),
        fargate("memory", "GB-hours", "APN1-Fargate-GB-Hours", "0.00553"),
    ]
}

pub fn nat(environment: &str) -> Vec<Charge> {
    let nat = |meter, quantity, unit, formula, usage, usd| {
        let mut charge = line(
            environment,
            ("nat", "aws.nat_gateway", meter),
            (quantity, unit, formula),
            ("AmazonEC2", usage, usd),
        );
        charge.off_hours = Some(OffHours::Stays);
        charge
    };
    vec![
        nat("hours", "730", "hours", "1 × 730 h", "APN1-NatGateway-Hours", "0.062"),
        nat("data", "60", "GB", "60 GB", "APN1-NatGateway-Bytes", "0.062"),
        nat("ipv4", "730", "hours", "1 × 730 h", "APN1-PublicIPv4:InUseAddress", "0.005"),
    ]
}

fn caveat(code: Code, message: &str, resource: &str) -> Caveat {
    Caveat { code, message: message.into(), resource: Some(resource.into()), at: None }
}

fn cloudfront() -> Vec<Charge> {
    let steps = [("0", same("0.114")), ("10240", same("0.089"))];
    let tiered = price("AmazonCloudFront", "JP-DataTransfer-Out-Bytes", "GB", &steps);
    let mut transfer = line(
        "default",
        ("cdn", "aws.cloudfront", "transfer_out"),
        ("1024", "GB", "1,024 GB"),
        ("AmazonCloudFront", "JP-DataTransfer-Out-Bytes", "0.114"),
    );
    transfer.price = Some(Arc::new(tiered));
    transfer.caveats = vec![caveat(
        Code::LadderUnconfirmed,
        "the free TB is taken as the first part of the first tier",
        "cdn",
    )];
    let mut requests = line(
        "default",
        ("cdn", "aws.cloudfront", "https_requests"),
        ("12000000", "requests", "12,000,000"),
        ("AmazonCloudFront", "JP-Requests-Tier2-HTTPS", "0.0000012"),
    );
    requests.quantity = Cases::new(n("3000000"), n("12000000"), n("30000000"));
    requests.list_cost = Cases::new(n("3.6"), n("14.4"), n("36"));
    requests.cost = Cases::new(n("0"), n("2.4"), n("24"));
    requests.pool = Some("cloudfront-requests".into());
    vec![free(transfer, "cloudfront", "0"), requests]
}

/// The plain bill.
pub fn bill() -> Bill {
    let default = "default";
    let one = |resource, kind, meter, quantity, unit, formula, service, usage, usd| {
        line(default, (resource, kind, meter), (quantity, unit, formula), (service, usage, usd))
    };
    let mut charges = Vec::new();
    for name in ["web", "api"] {
        let lines = fargate(default, name, "730", "2 × 0.5 × 730 h");
        charges.extend(lines.into_iter().map(|c| tagged(c, "Team", "app")));
    }
    charges.extend(nat(default));
    charges.extend(cloudfront());
    charges.push(free(
        one(
            "logs",
            "aws.log_group",
            "ingest",
            "10",
            "GB",
            "10 GB",
            "AmazonCloudWatch",
            "APN1-DataProcessing-Bytes",
            "0.76",
        ),
        "cloudwatch-logs",
        "3.8",
    ));
    charges.push(one(
        "zone",
        "aws.route53_zone",
        "zone",
        "1",
        "zones",
        "1",
        "AmazonRoute53",
        "HostedZone",
        "0.5",
    ));
    charges.push(one(
        "zone",
        "aws.route53_zone",
        "queries",
        "1000",
        "queries",
        "1,000",
        "AmazonRoute53",
        "DNS-Queries",
        "0.0000004",
    ));
    let mut docs =
        one("docs", "atlas.cluster", "hours", "730", "hours", "1 × 730 h", "atlas", "M10", "0.1");
    let mut derived =
        price("atlas", "M10", "hours", &[("0", Cases::new(n("0.0912"), n("0.104"), n("0.117")))]);
    derived.confidence = "E".into();
    docs.price = Some(Arc::new(derived));
    docs.list_cost = Cases::new(n("66.576"), n("75.92"), n("85.41"));
    docs.cost = docs.list_cost;
    docs.caveats =
        vec![caveat(Code::PriceEstimated, "us-east-1 times the regional ratio of EC2", "docs")];
    charges.push(docs);
    charges.push(one("errors", "sentry.plan", "plan", "1", "plans", "1", "sentry", "team", "29"));
    let unset = vec![
        unset("logs", "aws.log_group", "storage", "GB-month", Some("0.033")),
        unset("nat", "aws.nat_gateway", "other_zone", "GB", None),
        unset("cdn", "aws.cloudfront", "functions", "requests", Some("0.0000001")),
    ];
    let caveats = vec![caveat(Code::Note, "health checks of the zone are not priced", "zone")];
    Bill::new(average(), "USD", charges, Vec::new(), unset, caveats)
}

fn unset(resource: &str, kind: &str, meter: &str, unit: &str, usd: Option<&str>) -> UnsetUsage {
    UnsetUsage {
        environment: "default".into(),
        resource: resource.into(),
        kind: kind.into(),
        meter: meter.into(),
        input: meter.into(),
        unit: unit.into(),
        unit_price: usd.map(n),
    }
}

/// The plain bill with a line that has no price.
pub fn incomplete() -> Bill {
    let mut bill = bill();
    bill.unpriced = vec![Unpriced {
        environment: "default".into(),
        resource: "db".into(),
        kind: "aws.aurora_serverless_v2".into(),
        meter: "acu".into(),
        key: "AmazonRDS/ap-northeast-1/APN1-Aurora:ServerlessV2Usage".into(),
        quantity: Some(same("730")),
        unit: "ACU-hours".into(),
        code: Code::PriceMissing,
        why: "the price book has no AmazonRDS/ACU in ap-northeast-1".into(),
        at: None,
    }];
    bill
}

/// Two environments; staging stops at night.
pub fn environments() -> Bill {
    let mut charges = fargate("production", "web", "730", "2 × 0.5 × 730 h");
    charges.extend(nat("production"));
    let mut staging = fargate("staging", "web", "130.357142857143", "0.5 × 260.714285714286 h");
    for charge in &mut staging {
        charge.schedule = Some("office".into());
    }
    charges.extend(staging);
    Bill::new(average(), "USD", charges, Vec::new(), Vec::new(), Vec::new())
}

/// The name of a resource that tries to break out of every format.
pub const HOSTILE: &str = "x|y`z</details><img src=x>\n\n# @all \u{1b}[31m*hi*";

pub fn hostile() -> Bill {
    let mut bill = bill();
    for charge in &mut bill.charges {
        if &*charge.resource == "zone" {
            charge.resource = HOSTILE.into();
        }
    }
    bill
}

pub fn book() -> Identity {
    Identity {
        name: "embedded".into(),
        sha256: "3f2a91c04d21aa55".repeat(4),
        oldest: "2025-07-01".into(),
        newest: "2026-10-13".into(),
    }
}

/// The foot of every report.
pub fn made() -> Made<'static> {
    Made { version: "0.1.0", book: Box::leak(Box::new(book())) }
}

pub fn estimate<'a>(
    bill: &'a Bill,
    book: &'a Identity,
    statement: Option<&'a Statement>,
) -> Estimate<'a> {
    let off = Some(n("132.536"));
    let project = Some("bookmark-manager");
    let made = Made { version: "0.1.0", book };
    Estimate { made, project, bill, statement, coverage: None, free_tier_off_costs: off }
}
