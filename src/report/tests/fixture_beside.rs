//! What lies beside the bill of `fixture`: an invoice, a hand-made table, two
//! scenarios.

use super::fixture::{average, bill, fargate, line, n, same};
use crate::bill::{Bill, Charge, Difference};
use crate::estimate::{ComparedRow, Comparison, Fx, Invoice, Part, Scenario, Scenarios, Statement};
use crate::quantity::{Cases, Number};
use crate::report::Compared;
use std::sync::Arc;

pub fn statement() -> Statement {
    let invoice = |seller: &str, usd, discount, net, rate, tax, total| Invoice {
        seller: seller.into(),
        usd: n(usd),
        discount: n(discount),
        net: n(net),
        tax_rate: n(rate),
        tax: n(tax),
        total: n(total),
    };
    Statement {
        currency: "JPY".into(),
        fx: Some(Fx {
            rate: n("155.00"),
            currency: "JPY".into(),
            date: Some("2026-11-20".into()),
            source: Some("the reseller".into()),
        }),
        invoices: vec![
            invoice("aws", "302.6702", "0.05", "44568", "0.1", "4456", "49024"),
            invoice("sentry", "29", "0", "4495", "0", "0", "4495"),
        ],
        total: n("53519"),
    }
}

/// A document's table against the estimate.
pub fn comparison() -> Comparison {
    let part = |resource: &str, meter: &str, formula: &str, cost, list, pool: Option<&str>| Part {
        resource: resource.into(),
        meter: meter.into(),
        formula: formula.into(),
        cost: same(cost),
        list_cost: same(list),
        pool: pool.map(Into::into),
    };
    let row = |item: &str,
               note: Option<&str>,
               document,
               estimate: Cases<Number>,
               parts,
               unset: &[&str]| {
        ComparedRow {
            item: item.into(),
            environment: None,
            note: note.map(Into::into),
            document: n(document),
            estimate,
            delta: estimate.minus(same(document)).expect("fits"),
            parts,
            unset: unset.iter().map(|u| Arc::from(*u)).collect(),
        }
    };
    let vcpu = |name| part(name, "vcpu", "2 × 0.5 × 730 h", "36.9088", "36.9088", None);
    let memory = |name| part(name, "memory", "2 × 1 × 730 h", "8.0738", "8.0738", None);
    let atlas = Cases::new(n("66.62"), n("76.02"), n("85.41"));
    let mut waf =
        row("waf", None, "0", same("14"), vec![part("waf", "rules", "3", "14", "14", None)], &[]);
    waf.environment = Some("default".into());
    Comparison {
        document: "cost-table.csv".into(),
        rows: vec![
            row(
                "Fargate",
                Some("0.5 vCPU × 1 GB × 2 tasks × 730 h"),
                "35",
                same("89.9652"),
                vec![memory("api"), vcpu("api"), memory("web"), vcpu("web")],
                &[],
            ),
            row(
                "CloudFront 1 TB",
                None,
                "85",
                same("0"),
                vec![part("cdn", "transfer_out", "1,024 GB", "0", "116.736", Some("cloudfront"))],
                &[],
            ),
            row(
                "CloudWatch Logs 10 GB",
                None,
                "5",
                same("3.8"),
                vec![part("logs", "ingest", "10 GB", "3.8", "7.6", Some("cloudwatch-logs"))],
                &["logs storage"],
            ),
            row("Atlas M10", None, "57", atlas, vec![], &[]),
            row(
                "Sentry Team",
                None,
                "29",
                same("29"),
                vec![part("errors", "plan", "1", "29", "29", None)],
                &[],
            ),
        ],
        missing: vec![waf],
        unmatched: vec![row("Bastion host", Some("t3.micro"), "10", same("0"), vec![], &[])],
        before: n("221"),
        after: Cases::new(n("203.3852"), n("212.7852"), n("222.1752")),
    }
}

/// The plain bill and two overlays.
pub fn scenarios() -> Scenarios {
    let plain = bill();
    let scenario = |name: &str, change: &dyn Fn(Vec<Charge>) -> Vec<Charge>| {
        let charges = change(plain.charges.clone());
        let (unpriced, unset) = (plain.unpriced.clone(), plain.unset.clone());
        let bill = Bill::new(average(), "USD", charges, unpriced, unset, Vec::new());
        let difference = crate::bill::diff(&plain, &bill).expect("fits");
        Scenario {
            title: None,
            caveats: Vec::new(),
            unpriced: 0,
            name: name.into(),
            total: bill.total().expect("fits"),
            difference,
        }
    };
    let endpoints = scenario("vpc-endpoints", &|charges| {
        let mut charges: Vec<Charge> =
            charges.into_iter().filter(|c| (&*c.resource, &*c.meter) != ("nat", "data")).collect();
        charges.push(line(
            "default",
            ("endpoints", "aws.vpc_endpoint", "hours"),
            ("4380", "hours", "3 × 2 × 730 h"),
            ("AmazonVPC", "APN1-VpcEndpoint-Hours", "0.014"),
        ));
        charges
    });
    let night = scenario("night-tasks", &|charges| {
        let mut charges: Vec<Charge> =
            charges.into_iter().filter(|c| &*c.resource != "api").collect();
        charges.extend(fargate("default", "api", "365", "1 × 0.5 × 730 h"));
        charges
    });
    Scenarios { plain, scenarios: vec![endpoints, night] }
}

/// A difference of two files, priced from one book.
pub fn compared<'a>(d: &'a Difference, before: &'a str, after: &'a str) -> Compared<'a> {
    Compared {
        made: super::fixture::made(),
        difference: d,
        before,
        after,
        book_before: None,
        unset: 0,
        unpriced: [0, 0],
        groups: None,
        saved: None,
    }
}
