//! FOCUS 1.2: the columns, what may be empty, and that nothing is lost.

use super::fixture::{book, estimate, fargate, line, n};
use crate::bill::{Bill, Category, Span};
use crate::prices::Book;
use crate::quantity::{Cases, sum};
use crate::report::focus::HEADER;
use crate::report::focus_names::unit;
use crate::report::{Names, estimate_focus};
use insta::assert_snapshot;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Column, level, nullable: of the specification. `not-usage`: not empty where
/// the charge category is usage.
const RULES: &str = include_str!("../../../tests/fixtures/focus-1.2.csv");

fn rules() -> Vec<(String, String, String)> {
    let mut reader = csv::Reader::from_reader(RULES.as_bytes());
    reader.deserialize().map(|rule| rule.expect("a rule")).collect()
}

/// Two resources in December, one of them with a free part, a tag, an account.
fn december() -> Bill {
    let mut charges = fargate("production", "web", "744", "1 × 744 h");
    for charge in &mut charges {
        charge.account = Some("111122223333".into());
        charge.tags = Arc::new([("Team".into(), "say \"hi\"".into())].into());
    }
    let mut logs = line(
        "production",
        ("logs", "aws.log_group", "ingest"),
        ("15", "GB", "15 GB"),
        ("AmazonCloudWatch", "APN1-DataProcessing-Bytes", "0.76"),
    );
    logs.cost = Cases::same(n("7.6"));
    charges.push(logs);
    of("2026-12", charges)
}

fn of(month: &str, charges: Vec<crate::bill::Charge>) -> Bill {
    let span = Span { label: month.into(), hours: n("744") };
    Bill::new(span, "USD", charges, Vec::new(), Vec::new(), Vec::new())
}

fn focus(bill: &Bill) -> Option<String> {
    let (kinds, prices) = (BTreeMap::new(), Book::embedded());
    let names = Names { kinds: &kinds, book: &prices };
    estimate_focus(&estimate(bill, &book(), None), &names)
}

/// Rows by column.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn two_charges_in_full() {
    let mut bill = december();
    bill.charges.remove(2);
    let text = focus(&bill).expect("a real month");
    let cells = |name: &str| rows(&text).iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    let lines = HEADER.map(|name| format!("{name}: {};", cells(name).join(" | ")));
    assert_snapshot!(lines.join("\n"), @r#"
    BilledCost: 7.6 | 4.11432;
    BillingAccountId: estimate | 111122223333;
    BillingAccountName:  | ;
    BillingCurrency: USD | USD;
    BillingPeriodEnd: 2027-01-01T00:00:00Z | 2027-01-01T00:00:00Z;
    BillingPeriodStart: 2026-12-01T00:00:00Z | 2026-12-01T00:00:00Z;
    ChargeCategory: Usage | Usage;
    ChargeClass:  | ;
    ChargeDescription: aws.log_group: ingest | aws.fargate: memory;
    ChargeFrequency: Usage-Based | Usage-Based;
    ChargePeriodEnd: 2027-01-01T00:00:00Z | 2027-01-01T00:00:00Z;
    ChargePeriodStart: 2026-12-01T00:00:00Z | 2026-12-01T00:00:00Z;
    CommitmentDiscountStatus:  | ;
    ConsumedQuantity: 15 | 744;
    ConsumedUnit: GB | GB-Hours;
    ContractedCost: 7.6 | 4.11432;
    ContractedUnitPrice: 0.5066666666666666666666666667 | 0.00553;
    EffectiveCost: 7.6 | 4.11432;
    InvoiceId:  | ;
    InvoiceIssuerName: Amazon Web Services, Inc. | Amazon Web Services, Inc.;
    ListCost: 11.4 | 4.11432;
    ListUnitPrice: 0.76 | 0.00553;
    PricingCategory: Standard | Standard;
    PricingCurrency: USD | USD;
    PricingCurrencyContractedUnitPrice: 0.5066666666666666666666666667 | 0.00553;
    PricingCurrencyEffectiveCost: 7.6 | 4.11432;
    PricingCurrencyListUnitPrice: 0.76 | 0.00553;
    PricingQuantity: 15 | 744;
    PricingUnit: GB | GB-Hours;
    ProviderName: AWS | AWS;
    PublisherName: Amazon Web Services, Inc. | Amazon Web Services, Inc.;
    RegionId: ap-northeast-1 | ap-northeast-1;
    RegionName: Asia Pacific (Tokyo) | Asia Pacific (Tokyo);
    ResourceId: production/logs | production/web;
    ResourceName: logs | web;
    ResourceType: aws.log_group | aws.fargate;
    ServiceCategory: Management and Governance | Compute;
    ServiceName: AmazonCloudWatch | Amazon Elastic Container Service;
    ServiceSubcategory: Observability | Containers;
    SkuId: AmazonCloudWatch/ap-northeast-1/APN1-DataProcessing-Bytes | AmazonECS/ap-northeast-1/APN1-Fargate-GB-Hours;
    SkuMeter: APN1-DataProcessing-Bytes | APN1-Fargate-GB-Hours;
    SkuPriceDetails:  | ;
    SkuPriceId: AmazonCloudWatch/ap-northeast-1/APN1-DataProcessing-Bytes | AmazonECS/ap-northeast-1/APN1-Fargate-GB-Hours;
    SubAccountId:  | 111122223333;
    SubAccountName:  | 111122223333;
    Tags:  | {"Team":"say \"hi\""};
    x_Environment: production | production;
    x_Operation:  | ;
    x_ServiceCode: AmazonCloudWatch | AmazonECS;
    x_UsageType: APN1-DataProcessing-Bytes | APN1-Fargate-GB-Hours;
    "#);
}

#[test]
fn every_mandatory_column_is_there_in_order_and_filled_where_it_must_be() {
    let rules = rules();
    assert_eq!(rules.len(), 57);
    let text = focus(&december()).expect("a real month");
    let header: Vec<&str> = text.lines().next().expect("a header").split(',').collect();
    let of_focus: Vec<&str> = header.iter().copied().filter(|c| !c.starts_with("x_")).collect();
    let ours = header.iter().skip_while(|column| !column.starts_with("x_"));
    assert!(ours.clone().all(|column| column.starts_with("x_")) && ours.count() == 4);
    let known = rules.iter().map(|(column, ..)| column.as_str());
    let in_order: Vec<&str> = known.filter(|column| of_focus.contains(column)).collect();
    assert_eq!(in_order, of_focus, "the order of the specification, and no other column");
    let rows = rows(&text);
    for (column, level, nullable) in &rules {
        let there = of_focus.contains(&column.as_str());
        assert!(there || level != "mandatory", "{column} is mandatory");
        if there && nullable != "yes" {
            assert!(rows.iter().all(|row| !row[column].is_empty()), "{column} is empty");
        }
    }
}

#[test]
fn costs_sum_to_the_total_and_are_unit_price_times_quantity() {
    let bill = december();
    let rows = rows(&focus(&bill).expect("a real month"));
    let total = |column: &str| sum(rows.iter().map(|row| n(&row[column])));
    let expected = bill.total().map(|total| total.expected);
    for column in ["BilledCost", "EffectiveCost", "ContractedCost"] {
        assert_eq!(total(column), expected, "{column}");
    }
    assert_eq!(total("ListCost"), bill.list_total().map(|total| total.expected));
    for row in &rows {
        for (price, cost) in
            [("ListUnitPrice", "ListCost"), ("ContractedUnitPrice", "ContractedCost")]
        {
            let product = n(&row[price]).times(n(&row["PricingQuantity"]));
            assert_eq!(product.map(|p| p.round(12)), Some(n(&row[cost])), "{row:?}");
        }
    }
}

#[test]
fn a_charge_of_nothing_has_a_price_and_one_that_is_no_usage_consumes_nothing() {
    let mut none = fargate("default", "web", "0", "0 × 744 h");
    none.truncate(1);
    let mut support = line(
        "default",
        ("help", "aws.support", "fee"),
        ("1", "months", "1"),
        ("AWSSupport", "Business", "100"),
    );
    support.category = Category::Support;
    (support.price, support.key) = (None, None);
    let rows = rows(&focus(&of("2026-02", [none, vec![support]].concat())).expect("a month"));
    let [help, web] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((&*help["ConsumedQuantity"], &*help["ConsumedUnit"]), ("", ""));
    assert_eq!((&*help["ChargeCategory"], &*help["ChargeFrequency"]), ("Purchase", "Recurring"));
    assert_eq!((&*help["SkuId"], &*help["ServiceName"]), ("aws.support/fee", "AWS"));
    assert_eq!((&*web["ListUnitPrice"], &*web["ContractedUnitPrice"]), ("0.05056", "0.05056"));
    assert_eq!(web["BillingPeriodEnd"], "2026-03-01T00:00:00Z");
}

#[test]
fn the_average_month_has_no_dates() {
    assert_eq!(focus(&of("average", Vec::new())), None);
}

#[test]
fn every_unit_of_the_price_book_has_a_name_in_the_unit_format() {
    let units = include_str!("../../../pricing-cache/units.csv").lines().skip(1);
    let mut units: Vec<&str> = units.filter_map(|line| line.split(',').next()).collect();
    units.dedup();
    let named: Vec<String> = units.iter().map(|from| unit(from)).collect();
    assert_snapshot!(named.join(" "), @r"Hours GB GB-Months GB-Hours GB-Seconds TB Requests Metrics Alarms Dashboards Queries LCU-Hours ACU-Hours ACU-Months vCPU-Hours vCPU-Months IOPS-Months MiB/Second-Months GiB/Second-Months Gb/Second-Hours Months Zones Rules Secrets Keys Objects Notifications Events Updates IOs Invocations Executions CapacityUnit-Hours RequestUnits Parameter-Hours Tag-Months Records ChangeRecord-Hours Units Hosts Tasks Containers Functions Instances Seats Sessions Spans 1000000 Events 1000000 Spans 100 Metrics Replays Monitors USD 64KChunks 8KChunks Transitions DPU-Hours Certificates Evaluations Items Users Operations Paths Seconds Minutes Messages");
}
