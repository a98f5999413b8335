//! The other worked systems, and truths of prices that are topologies.

use super::determinism::kanjo;
use super::read;
use kanjo::quantity::Number;
use serde_json::Value;

const EVENT: &str = "examples/event-day";
const DATABASE: &str = "examples/event-day/database.yaml";
const PAGE: &str = "examples/maintenance-page";
const SEVENTY: &str = "examples/seventy-percent";

/// JSON whose numbers are texts, so that no digit goes through a float.
fn exact(json: &str) -> Value {
    let mut text = String::with_capacity(json.len() + json.len() / 4);
    let (mut quoted, mut escaped, mut in_number) = (false, false, false);
    for c in json.chars() {
        let digit = !quoted && (c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
        let exponent = in_number && matches!(c, 'e' | 'E');
        if (digit || exponent) != in_number {
            text.push('"');
            in_number = !in_number;
        }
        text.push(c);
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
    }
    serde_json::from_str(&text).expect("JSON")
}

/// The JSON that a command prints, its numbers as texts.
fn json(args: &[&str]) -> Value {
    let (status, text, errors) = kanjo(&[args, &["--format", "json"]].concat());
    assert_eq!(status, 0, "{args:?}: {errors}");
    exact(&text)
}

/// The estimate of a file that stands here.
fn inline(yaml: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("kanjo.yaml");
    std::fs::write(&file, yaml).expect("writes");
    json(&["estimate", file.to_str().expect("UTF-8")])
}

/// A number's digits as printed.
fn digits(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no number: {value}"))
}

fn number(value: &Value) -> Number {
    Number::parse_scientific(digits(value)).unwrap_or_else(|| panic!("a number: {value}"))
}

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("no list `{key}`"))
}

/// The sum of those charges, from the JSON's own digits.
fn sum(estimate: &Value, keep: impl Fn(&Value) -> bool) -> String {
    let costs = list(estimate, "charges").iter().filter(|c| keep(c)).map(|c| number(&c["cost"]));
    kanjo::quantity::sum(costs).expect("fits").to_string()
}

fn total(estimate: &Value) -> &str {
    digits(&estimate["totals"]["expected"])
}

fn scenario<'a>(scenarios: &'a Value, name: &str) -> &'a Value {
    list(scenarios, "scenarios").iter().find(|s| s["name"] == name).expect(name)
}

/// What a scenario adds to one resource of one environment.
fn change<'a>(scenario: &'a Value, environment: &str, resource: &str) -> &'a str {
    let found = list(scenario, "changes")
        .iter()
        .find(|c| c["environment"] == environment && c["resource"] == resource);
    digits(&found.unwrap_or_else(|| panic!("{environment}/{resource}"))["delta"])
}

/// Where plain and a design cost the same: the driver's value and the total.
fn crossing<'a>(sweep: &'a Value, design: &str) -> (Number, &'a str) {
    let found = list(sweep, "crossings").iter().find(|c| {
        let text = c.to_string();
        text.contains(&format!("\"{design}\"")) && text.contains("\"plain\"")
    });
    let found = found.unwrap_or_else(|| panic!("plain does not cross {design}"));
    (number(&found["at"]), digits(&found["total"]))
}

/// Whether a number is `wanted` within 0.01.
fn near(found: Number, wanted: &str) -> bool {
    let wanted = Number::parse(wanted).expect("a number");
    let apart = found.minus(wanted).expect("fits").abs();
    apart < Number::parse("0.01").expect("a number")
}

// System 2.

#[test]
fn vectors_system_2_the_event_s_day() {
    let december = json(&["scenarios", EVENT, "--month", "2026-12"]);
    let not_scaled = scenario(&december, "database-not-scaled");
    assert_eq!(digits(&not_scaled["delta"]), "-33.744");
    let without = scenario(&december, "without-event");
    assert_eq!(change(without, "prd", "db"), "-33.744");
    // 14 h × 8 tasks × (0.5 × 0.05056 + 0.00553), and 14 h × 1.9 LCU × 0.008.
    assert_eq!(change(without, "prd", "app"), "-3.45072");
    assert_eq!(change(without, "prd", "alb"), "-0.2128");
    assert_eq!(digits(&without["delta"]), "-38.2702");
    // An average month has no dates, and says so.
    let average = json(&["estimate", EVENT]);
    let caveats = average["caveats"].to_string();
    assert!(caveats.contains("2026-12-05"), "{caveats}");
    let average = json(&["scenarios", EVENT]);
    assert_eq!(digits(&scenario(&average, "without-event")["delta"]), "0");
}

#[test]
fn vectors_system_2_environments_differ_by_overlays() {
    let estimate = json(&["estimate", EVENT, "--month", "2026-12"]);
    let usage = |environment: &str, resource: &str| -> Vec<String> {
        list(&estimate, "charges")
            .iter()
            .filter(|c| c["environment"] == environment && c["resource"] == resource)
            .map(|c| c["usage_type"].as_str().expect("text").to_owned())
            .collect()
    };
    let has = |environment, part: &str| usage(environment, "db").iter().any(|u| u.contains(part));
    assert!(has("prd", "Multi-AZUsage:db.m7g.2xl") && has("prd", "Multi-AZUsage:db.m7g.large"));
    assert!(!has("dev", "Multi-AZ") && !has("stg", "Multi-AZ"));
    assert_eq!(usage("prd", "replica").len(), 2);
    assert!(usage("dev", "replica").is_empty() && usage("stg", "replica").is_empty());
    // Web ACLs of a load balancer are billed in the region.
    assert!(usage("prd", "waf").iter().all(|u| u.starts_with("APN1-")));
    // December's office hours, with holidays: 275.
    let dev = |c: &Value| c["environment"] == "dev" && c["meter"] == "instance";
    let hours: Vec<&str> = list(&estimate, "charges")
        .iter()
        .filter(|c| dev(c))
        .map(|c| digits(&c["quantity"]))
        .collect();
    assert_eq!(hours, ["275"]);
    assert_eq!(estimate["complete"], Value::Bool(true));
}

#[test]
fn vectors_system_2_rds_or_aurora_serverless() {
    let plain = json(&["estimate", DATABASE]);
    let meter = |name: &str| sum(&plain, |c| c["meter"] == name);
    assert_eq!(meter("instance_multi_az_with_replicas"), "305.14");
    assert_eq!(meter("replicas"), "152.57");
    assert_eq!(total(&plain), "457.71");
    let sweep = json(&["sweep", DATABASE, "--driver", "acu=0.5..8"]);
    let (at, total) = crossing(&sweep, "serverless");
    assert!(near(at, "2.09"), "{at}");
    assert_eq!(total, "457.71");
    // 100 M I/O cost 24.00: (457.71 - 24) / 219. I/O-Optimized: 457.71 / 292.
    assert!(near(crossing(&sweep, "serverless-100m-io").0, "1.9804"));
    assert!(near(crossing(&sweep, "serverless-io-optimized").0, "1.5675"));
    // 100 GB each: 499.11 against 12.00 and 219 per ACU.
    let set = "resources.db.storage=100 GB";
    let stored = json(&["sweep", DATABASE, "--driver", "acu=0.5..8", "--set", set]);
    let (at, total) = crossing(&stored, "serverless");
    assert!(near(at, "2.2242"), "{at}");
    assert_eq!(total, "499.11");
}

#[test]
fn system_2_the_event_s_own_month_can_be_swept() {
    let of_december = ["--env", "prd", "--month", "2026-12", "--scenario", "serverless"];
    let sweep = json(&[&["sweep", EVENT, "--driver", "acu=0.5..8"][..], &of_december].concat());
    // RDS 381.936 + 174.096 + 41.40 of storage; Aurora 2 × 0.15 × (720 a + 24 × 8) + 12.
    assert!(near(crossing(&sweep, "serverless").0, "2.4437"));
    let (status, _, errors) = kanjo(&["sweep", EVENT, "--env", "prd", "--driver", "acu=0.5..8"]);
    assert_eq!(status, 0, "{errors}");
}

// System 3.

#[test]
fn vectors_system_3_the_page_and_the_sidecar() {
    let scenarios = json(&["scenarios", PAGE]);
    let page = scenario(&scenarios, "no-page");
    assert_eq!(change(page, "production", "zone"), "-2");
    assert_eq!(number(&page["delta"]).round(2).to_string(), "-2.01");
    // Two tasks go from 0.5 vCPU and 1 GB to half of it: one such task is 22.4913.
    let agent = scenario(&scenarios, "no-agent");
    assert_eq!(change(agent, "production", "app"), "-22.4913");
    assert_eq!(change(agent, "production", "agent"), "-2");
    assert_eq!(change(scenario(&scenarios, "leaner-app"), "production", "app"), "-22.4913");
}

#[test]
fn vectors_system_3_what_stops_and_what_stays() {
    let scenarios = json(&["scenarios", PAGE]);
    let night = scenario(&scenarios, "staging-at-night");
    assert_eq!(number(&night["delta"]).round(2).to_string(), "-15.48");
    let resources: Vec<&str> =
        list(night, "changes").iter().filter_map(|c| c["resource"].as_str()).collect();
    assert_eq!(resources, ["app", "agent", "alb"]);
    let estimate = json(&["estimate", PAGE, "--scenario", "staging-at-night"]);
    let stays = |resource: &str| {
        sum(&estimate, |c| {
            c["environment"] == "staging" && c["resource"] == resource && c["off_hours"] == "stays"
        })
    };
    assert_eq!((stays("nat"), stays("alb")), ("49.22".to_owned(), "25.039".to_owned()));
    // Planned maintenance: four hours of two tasks.
    let december = json(&["scenarios", PAGE, "--month", "2026-12"]);
    let planned = scenario(&december, "planned-maintenance");
    assert_eq!(change(planned, "production", "app"), "-0.24648");
}

// System 4.

#[test]
fn vectors_system_4_seventy_per_cent() {
    let plain = json(&["estimate", SEVENTY]);
    assert_eq!(total(&plain), "35000");
    let outside = |c: &Value| c["account"] != "PROD";
    assert_eq!(sum(&plain, outside), "24500");
    assert_eq!(sum(&plain, |c| outside(c) && c["off_hours"] == "stops"), "17150");
    let scenarios = json(&["scenarios", SEVENTY]);
    assert_eq!(digits(&scenario(&scenarios, "office-window")["delta"]), "-11025");
    let two = ["--scenario", "office-window", "--env", "dev", "--env", "qa"];
    let after = json(&[&["estimate", SEVENTY][..], &two].concat());
    assert_eq!(total(&after), "13475");
    assert_eq!(sum(&after, |c| c["off_hours"] == "stays"), "7350");
    assert_eq!(sum(&after, |c| c["off_hours"] == "stops"), "6125");
    let after = json(&["estimate", SEVENTY, "--scenario", "office-window"]);
    assert_eq!(sum(&after, |c| c["account"] == "PROD"), "10500");
    assert_eq!(sum(&after, |c| c["tags"]["Env"] == "dev"), "7700");
    // Savings that overlap do not add: 11,025 + 1,680 × 60/168.
    assert_eq!(digits(&scenario(&scenarios, "both")["delta"]), "-11625");
}

// A public report of 2026-10-08 on AWS's offer files of Tokyo: shoppie,
// monthly-cost-prices.json.

fn public_golden(tasks: u32) -> Value {
    inline(&format!(
        "version: 1
region: ap-northeast-1
resources:
  app: {{type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: {tasks}, public_ip: true}}
  alb: {{type: aws.alb, azs: 2}}
  db: {{type: aws.rds, engine: postgresql, class: db.t4g.micro, storage: 20 GB}}
  secret: {{type: aws.secrets_manager, secrets: 1}}
"
    ))
}

#[test]
fn vectors_public_golden_of_tokyo() {
    // 22.4913 + 17.739 + 18.25 + 2.76 + 3 × 3.65 + 0.40.
    let one = public_golden(1);
    assert_eq!(total(&one), "72.5903");
    let addresses = |c: &Value| {
        c["usage_type"].as_str().is_some_and(|u| u.ends_with("PublicIPv4:InUseAddress"))
    };
    assert_eq!(sum(&one, addresses), "10.95");
    // One task and one address more.
    let two = public_golden(2);
    assert_eq!(total(&two), "98.7316");
    assert_eq!(sum(&two, addresses), "14.6");
}

// What peers get wrong.

fn one(region: &str, resource: &str) -> Value {
    inline(&format!(
        "version: 1\nregion: {region}\nfree_tier: off\nresources:\n  it: {{{resource}}}\n"
    ))
}

#[test]
fn vectors_aurora_in_virginia() {
    let aurora = "type: aws.aurora, engine: postgresql, class: db.r6g.large";
    assert_eq!(total(&one("us-east-1", aurora)), "189.8");
    let optimized = format!("{aurora}, storage_type: io-optimized");
    assert_eq!(total(&one("us-east-1", &optimized)), "246.74");
}

#[test]
fn vectors_log_group_in_virginia_at_list() {
    let logs = "type: aws.log_group, ingest: 10 GB, stored: 50 GB, scanned: 1 GB";
    assert_eq!(total(&one("us-east-1", logs)), "6.505");
}

#[test]
fn vectors_endpoint_in_three_zones() {
    let endpoint = "type: aws.vpc_endpoint, services: 1, azs: 3";
    assert_eq!(total(&one("ap-northeast-1", endpoint)), "30.66");
}

#[test]
fn vectors_load_balancer_at_10_000_new_connections() {
    // 25 a second are one LCU: 400 × 730 × 0.008.
    let alb = "type: aws.alb, internal: true, new_connections: 10_000";
    assert_eq!(sum(&one("ap-northeast-1", alb), |c| c["meter"] == "lcu"), "2336");
}

#[test]
fn vectors_scaling_group_is_its_instances() {
    // 20 × 0.58 × 730.
    let asg = "type: aws.asg, instance_type: c7g.4xlarge, instances: 20";
    let estimate = one("us-east-1", asg);
    assert_eq!(total(&estimate), "8468");
    assert!(number(&estimate["totals"]["expected"]) > Number::from(8000u64));
}

#[test]
fn vectors_three_search_nodes_have_three_volumes() {
    let search = "type: aws.opensearch, instance_type: r6g.large.search, nodes: 3, storage: 400 GB";
    let estimate = one("ap-northeast-1", search);
    let unpriced = list(&estimate, "unpriced");
    let volumes = unpriced.iter().find(|u| u["meter"] == "storage").expect("volumes");
    assert_eq!(digits(&volumes["quantity"]), "1200");
    assert_eq!(volumes["unit"], "GB-months");
    assert_eq!(estimate["complete"], Value::Bool(false));
}

#[test]
fn vectors_nat_gateway_has_one_address() {
    let estimate = one("ap-northeast-1", "type: aws.nat_gateway, data: 60 GB");
    assert_eq!(total(&estimate), "52.63");
    let address = |c: &Value| c["service_code"] == "AmazonVPC";
    assert_eq!(sum(&estimate, address), "3.65");
}

// The READMEs.

/// The totals that the READMEs state are those that are printed.
#[test]
fn totals_of_the_readmes_are_printed() {
    for (path, args, wanted) in [
        (EVENT, &[][..], "971.76"),
        (EVENT, &["--month", "2026-12"], "1,029.57"),
        (PAGE, &[], "224.86"),
        (PAGE, &["--set", "free_tier=off"], "255.32"),
        (SEVENTY, &["--scenario", "office-window", "--month", "2026-12"], "24,212.10"),
    ] {
        let (_, text, _) = kanjo(&[&["estimate", path][..], args].concat());
        let first = text.lines().next().unwrap_or_default();
        assert!(first.contains(&format!("USD {wanted} ")), "{path} {args:?}: {first}");
        assert!(read(format!("{path}/README.md")).contains(wanted), "{path}: {wanted}");
    }
}
