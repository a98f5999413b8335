//! CSV: RFC 4180, safe to open in a spreadsheet.

use super::fixture::{bill, book, estimate, hostile, incomplete, n};
use super::fixture_beside::{comparison, scenarios};
use crate::quantity::{Number, sum};
use crate::report::csv::text;
use crate::report::{comparison_csv, difference_csv, estimate_csv, scenarios_csv};
use insta::assert_snapshot;

fn column(text: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let at = header.iter().position(|h| h == name).expect(name);
    reader.records().map(|row| row.expect("a row")[at].to_owned()).collect()
}

fn total(text: &str, name: &str) -> Option<Number> {
    sum(column(text, name).iter().filter(|cell| !cell.is_empty()).map(|cell| n(cell)))
}

#[test]
fn the_cost_column_sums_to_the_total_and_nothing_is_silent() {
    let (bill, book) = (incomplete(), book());
    let csv = estimate_csv(&estimate(&bill, &book, None));
    assert_eq!(total(&csv, "cost"), bill.total().map(|t| t.expected));
    assert_eq!(column(&csv, "cost").len(), bill.charges.len() + 4);
    assert!(csv.lines().count() > 10 && csv.matches("\r\n").count() == csv.lines().count());
    let rows: Vec<&str> = csv.lines().take(2).chain(csv.lines().rev().take(4)).collect();
    assert_snapshot!(rows.join("\n"), @r#"
    environment,account,resource,kind,meter,category,service_code,region,usage_type,operation,quantity,quantity_low,quantity_high,unit,unit_price,list_cost,cost,low,high,currency,formula,pool,price_as_of,price_confidence,price_source,off_hours,schedule,tags,caveats,file,line,note
    default,,api,aws.fargate,memory,Usage,AmazonECS,ap-northeast-1,APN1-Fargate-GB-Hours,,730,730,730,GB-hours,0.00553,4.0369,4.0369,4.0369,4.0369,USD,2 × 0.5 × 730 h,,2026-09-24,C,aws-offer,stops,,Team=app,,kanjo.yaml,12,
    default,,nat,aws.nat_gateway,other_zone,,,,,,,,,GB,,,,,,,,,,,,,,,usage-unset,,,other_zone
    default,,logs,aws.log_group,storage,,,,,,,,,GB-month,0.033,,,,,,,,,,,,,,usage-unset,,,storage
    default,,cdn,aws.cloudfront,functions,,,,,,,,,requests,0.0000001,,,,,,,,,,,,,,usage-unset,,,functions
    default,,db,aws.aurora_serverless_v2,acu,,,,,,730,,,ACU-hours,,,,,,,,,,,,,,,price-missing,,,the price book has no AmazonRDS/ACU in ap-northeast-1 (AmazonRDS/ap-northeast-1/APN1-Aurora:ServerlessV2Usage)
    "#);
}

#[test]
fn a_name_is_quoted_and_never_run() {
    let (bill, book) = (hostile(), book());
    let csv = estimate_csv(&estimate(&bill, &book, None));
    assert!(column(&csv, "resource").iter().any(|name| name.contains("</details>")));
    assert_eq!(text("=cmd()"), "'=cmd()");
    assert_eq!(text("web"), "web");
}

#[test]
fn the_others_sum_as_well() {
    let (scenarios, comparison) = (scenarios(), comparison());
    let difference = &scenarios.scenarios[1].difference;
    assert_eq!(total(&difference_csv(difference), "delta"), Some(difference.delta.expected));
    assert_eq!(total(&comparison_csv(&comparison), "document"), Some(n("221")));
    assert_snapshot!(difference_csv(difference).replace('\r', ""), @r#"
    environment,resource,kind,before,after,delta,delta_low,delta_high,why
    default,api,aws.fargate,40.9457,20.47285,-20.47285,-20.47285,-20.47285,memory: 2 × 0.5 × 730 h → 1 × 0.5 × 730 h; vcpu: 2 × 0.5 × 730 h → 1 × 0.5 × 730 h
    "#);
    assert_snapshot!(comparison_csv(&comparison).replace('\r', ""), @r#"
    standing,environment,item,document,estimate,estimate_low,estimate_high,delta,note,why
    row,,Fargate,35,89.9652,89.9652,89.9652,54.9652,0.5 vCPU × 1 GB × 2 tasks × 730 h,document says: 0.5 vCPU × 1 GB × 2 tasks × 730 h; api memory: 2 × 1 × 730 h = 8.07; api vcpu: 2 × 0.5 × 730 h = 36.91; web memory: 2 × 1 × 730 h = 8.07; web vcpu: 2 × 0.5 × 730 h = 36.91
    row,,CloudFront 1 TB,85,0,0,0,-85,,"cdn transfer_out: 1,024 GB = 0.00 (list 116.74, free: cloudfront)"
    row,,CloudWatch Logs 10 GB,5,3.8,3.8,3.8,-1.2,,"logs ingest: 10 GB = 3.80 (list 7.60, free: cloudwatch-logs); not counted, depends on usage: logs storage"
    row,,Atlas M10,57,76.02,66.62,85.41,19.02,,
    row,,Sentry Team,29,29,29,29,0,,
    missing,default,waf,0,14,14,14,14,,Missing in the document; rules: 3 = 14.00
    unmatched,,Bastion host,10,0,0,0,-10,t3.micro,Matches nothing in the estimate; document says: t3.micro
    "#);
    assert_snapshot!(scenarios_csv(&scenarios).replace('\r', ""), @r#"
    scenario,total,total_low,total_high,delta,delta_low,delta_high,why
    ,246.1418,234.3978,277.2318,0,0,0,
    vpc-endpoints,303.7418,291.9978,334.8318,57.6,57.6,57.6,"endpoints 61.32: new; nat -3.72: gone: data, 60 GB"
    night-tasks,225.66895,213.92495,256.75895,-20.47285,-20.47285,-20.47285,api -20.47285: memory: 2 × 0.5 × 730 h → 1 × 0.5 × 730 h; vcpu: 2 × 0.5 × 730 h → 1 × 0.5 × 730 h
    "#);
    assert_eq!(bill(), scenarios.plain);
}
