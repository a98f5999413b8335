//! Advice is sound: every rule saves what was worked out by hand and is silent
//! where it must be, and what is printed gives the bill that is promised.

use super::determinism::kanjo;
use super::read;
use kanjo::advice::{Advised, Asked, advise, prove};
use kanjo::calendar::Period;
use kanjo::catalog::{AdviceRule, Catalog};
use kanjo::diagnostic::{Diagnostic, Sources};
use kanjo::estimate::estimate;
use kanjo::prices::Book;
use kanjo::quantity::{Case, Cases, Number};
use kanjo::topology::{Document, Options};
use proptest::prelude::*;
use serde_json::Value;
use std::rc::Rc;
use std::sync::Arc;

thread_local! {
    static BOOK: Rc<Book> = Rc::new(Book::embedded());
}

fn book() -> Rc<Book> {
    BOOK.with(Rc::clone)
}

fn shown(list: &[Diagnostic], sources: &Sources) -> String {
    let line = |d: &Diagnostic| {
        let place = d.labels.first().map(|l| sources.locate(l.span));
        let place = place.map_or_else(String::new, |p| format!("{}:{}: ", p.file, p.line));
        format!("{place}{}", d.message)
    };
    list.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn rules(catalog: &mut Catalog, sources: &mut Sources) -> Arc<[Arc<AdviceRule>]> {
    catalog.advice(sources).unwrap_or_else(|list| panic!("{}", shown(&list, sources)))
}

#[test]
fn every_rule_does_what_its_examples_say() {
    let (mut catalog, mut sources) = (Catalog::embedded(), Sources::default());
    let rules = rules(&mut catalog, &mut sources);
    let mut wrong = Vec::new();
    for rule in rules.iter() {
        wrong.extend(prove(rule, &mut catalog, &book(), &mut sources));
    }
    assert!(wrong.is_empty(), "{}", shown(&wrong, &sources));
    let speak = rules.iter().filter(|rule| rule.cannot.is_none()).count();
    assert!(speak >= 25, "only {speak} rules that can speak");
}

/// A file and its advice, with the bills that its `--set`s really give.
struct Bench {
    document: Document,
    catalog: Catalog,
    sources: Sources,
    book: Rc<Book>,
    hours: Number,
}

impl Bench {
    fn new(text: &str) -> Bench {
        let mut sources = Sources::default();
        let file = sources.add("kanjo.yaml", text);
        let document = Document::read(text, file).expect("reads");
        let hours = Number::from(730u64);
        Bench { document, catalog: Catalog::embedded(), sources, book: book(), hours }
    }

    fn options(&self, sets: &[Arc<str>]) -> Options {
        Options {
            sets: sets.iter().map(ToString::to_string).collect(),
            period_hours: self.hours,
            ..Options::default()
        }
    }

    /// The total with these `--set`s, by the way that `kanjo estimate` goes.
    fn total(&mut self, sets: &[Arc<str>]) -> Cases<Number> {
        let options = self.options(sets);
        let project = self
            .document
            .project(&options, &mut self.catalog, &self.book, &mut self.sources)
            .unwrap_or_else(|list| panic!("{sets:?}: {}", shown(list.list(), &self.sources)));
        let pools = self.catalog.pools(&mut self.sources).expect("pools");
        let bill = estimate(&project, &Period::Average, &pools, &self.book).expect("a bill").bill;
        bill.total().expect("fits")
    }

    fn advised(&mut self, rules: &[Arc<AdviceRule>]) -> Advised {
        let options = self.options(&[]);
        let mut asked = Asked {
            touched: None,
            document: &self.document,
            options,
            period: &Period::Average,
            catalog: &mut self.catalog,
            book: &self.book,
            sources: &mut self.sources,
        };
        advise(&mut asked, rules, &[], jiff::civil::date(2026, 11, 22)).expect("advice")
    }

    /// That every printed overlay gives the promised bill: each alone, each on
    /// top of those above it, and all together.
    fn keeps_its_promises(&mut self, rules: &[Arc<AdviceRule>]) -> Advised {
        let advised = self.advised(rules);
        let plain = self.total(&[]);
        assert_eq!(plain, advised.before);
        let (mut chain, mut left): (Vec<Arc<str>>, _) = (Vec::new(), plain);
        for advice in &advised.advice {
            let name = &advice.rule.name;
            let minus = |a: Cases<Number>, b| a.minus(b).expect("fits");
            if let Some(alone) = &advice.alone {
                let bill = self.total(&alone.sets);
                assert_eq!(bill, minus(plain, alone.saving), "{name} alone");
            }
            chain.extend(advice.on_top.sets.iter().cloned());
            left = minus(left, advice.on_top.saving);
            assert_eq!(self.total(&chain), left, "{name} on top");
            for case in Case::ALL {
                assert!(!advice.on_top.saving.get(case).is_negative(), "{name} loses");
            }
            let expected = advice.on_top.saving.expected;
            assert!(!expected.is_zero() && !expected.is_negative(), "{name} saves nothing");
        }
        assert_eq!(left, advised.after);
        let all: Vec<Arc<str>> = advised.sets().cloned().collect();
        assert_eq!(self.total(&all), advised.after, "all together");
        advised
    }
}

#[test]
fn every_rule_keeps_its_promise_alone_and_among_all() {
    let (mut catalog, mut sources) = (Catalog::embedded(), Sources::default());
    let rules = rules(&mut catalog, &mut sources);
    for rule in rules.iter() {
        for example in rule.examples.iter().filter(|example| example.saves.is_some()) {
            let text = format!("version: 1\nregion: ap-northeast-1\n{}", example.file);
            let mut bench = Bench::new(&text);
            bench.keeps_its_promises(&rules);
            let own =
                format!("version: 1\nregion: ap-northeast-1\nfree_tier: off\n{}", example.file);
            let advised = Bench::new(&own).keeps_its_promises(std::slice::from_ref(rule));
            assert!(advised.advice.iter().all(|a| a.rule.name == rule.name), "{}", rule.name);
            assert!(!advised.advice.is_empty(), "{} is silent", rule.name);
        }
    }
}

/// Resources that rules speak about, with numbers and ranges from outside.
fn resources() -> impl Strategy<Value = String> {
    let number = 1u32..3_000;
    let all = (prop::collection::vec(any::<bool>(), 14), number, 1u32..6, any::<bool>());
    all.prop_map(|(on, n, few, range)| {
        let usage = match range {
            true => format!("{{low: {}, expected: {n}, high: {}}}", n / 2, n * 3),
            false => n.to_string(),
        };
        let lines = [
            format!("web: {{type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: {few}}}"),
            format!("night: {{type: aws.fargate, vcpu: 1, memory: 2 GB, tasks: {{base: 1, during: [{{when: \"Sat 10:00-18:00\", value: {few}}}]}}}}"),
            format!("nat: {{type: aws.nat_gateway, count: {few}, data: {usage}, s3_data: {}}}", n / 4),
            format!("nat-b: {{type: aws.nat_gateway, data: {usage}}}"),
            format!("ends: {{type: aws.vpc_endpoint, services: {few}, azs: 2, data: {usage}}}"),
            format!("a: {{type: aws.alb, azs: 2, lcu: {usage}}}"),
            "b: {type: aws.alb, azs: 2, lcu: 0.3}".to_owned(),
            format!("db: {{type: aws.aurora_serverless_v2, engine: postgresql, instances: {few}, acu: {{min: 1, average: 2, max: 8, used: 0.4, idle: 300 h}}, storage: {usage}, io: {}M}}", n / 3),
            "sql: {type: aws.rds, engine: mysql, class: db.m5.large, multi_az: true, storage: 100 GB}".to_owned(),
            format!("cache: {{type: aws.elasticache, engine: redis, node_type: cache.t3.small, nodes: {few}}}"),
            format!("fn: {{type: aws.lambda, requests: {n}M, duration: 200 ms, memory: 512 MB}}"),
            format!("logs: {{type: aws.log_group, ingest: {usage}, stored: {}}}", n * 5),
            format!("cdn: {{type: aws.cloudfront, transfer_out: {{Japan: {n} GB}}, https_requests: {few}M}}"),
            format!("errors: {{type: sentry.plan, plan: team, errors: {n}000}}"),
        ];
        let chosen = lines.iter().zip(on).filter(|(_, on)| *on).map(|(line, _)| format!("  {line}\n"));
        let spare = "  spare: {type: aws.public_ipv4, idle: true}\n".to_owned();
        chosen.chain([spare]).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_printed_gives_what_is_promised(
        resources in resources(),
        environments in prop::sample::select(vec![
            "", "environments: {production: {}}\n", "environments: {dev: {}}\n", "environments: {production: {}, stg: {}}\n",
        ]),
        free in prop::sample::select(vec!["on", "off"]),
        committed in any::<bool>(),
    ) {
        let plan = "billing: {commitments: {sp: {hourly: 0.20, discount: 20 %, covers: [aws.fargate, aws.lambda]}}}\n";
        let plan = if committed { plan } else { "" };
        let text = format!(
            "version: 1\nregion: ap-northeast-1\ntimezone: Asia/Tokyo\nfree_tier: {free}\n{plan}{environments}resources:\n{resources}"
        );
        let (mut catalog, mut sources) = (Catalog::embedded(), Sources::default());
        let rules = rules(&mut catalog, &mut sources);
        let advised = Bench::new(&text).keeps_its_promises(&rules);
        prop_assert!(advised.advice.iter().any(|a| &*a.rule.name == "idle-public-ipv4"));
    }
}

#[test]
fn a_plan_is_sized_after_the_schedule_and_not_before() {
    let text = "version: 1
region: ap-northeast-1
timezone: Asia/Tokyo
billing: {commitments: {sp: {hourly: 0.03, discount: 20 %, covers: [aws.fargate]}}}
environments: {dev: {}}
resources: {web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}}
";
    let (mut catalog, mut sources) = (Catalog::embedded(), Sources::default());
    let rules = rules(&mut catalog, &mut sources);
    let wanted = ["off-hours", "savings-plan-size"];
    let two: Vec<_> = rules.iter().filter(|r| wanted.contains(&&*r.name)).cloned().collect();
    let advised = Bench::new(text).keeps_its_promises(&two);
    let said: Vec<(&str, String, bool)> = advised
        .advice
        .iter()
        .map(|a| {
            let saving = a.on_top.saving.expected.round(4).to_string();
            (&*a.rule.name, saving, a.alone.is_some())
        })
        .collect();
    // 0.03 an hour buys 0.0375 of 0.06162: 21.90 + 17.6076 = 39.5076 a month.
    // On for 260.714 h, 16.0652 is used and 9.7768 of it is covered:
    // 21.90 + 6.2884 = 28.1884, and 469.286 h of the plan buy nothing. A plan of
    // the 0.010714 that is used then costs 7.8214 + 16.0652 - 3.4917 = 20.3949.
    let schedule = ("off-hours", "11.3192".to_owned(), true);
    assert_eq!(said, [schedule, ("savings-plan-size", "7.7935".to_owned(), false)]);
}

fn json(args: &[&str]) -> Value {
    let (status, text, errors) = kanjo(args);
    assert_eq!(status, 0, "{errors}");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn the_json_fits_its_schema() {
    let schema: Value = serde_json::from_str(&read("docs/schema/advice.json")).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    for example in ["commercial-production", "seventy-percent", "event-day", "maintenance-page"] {
        let path = format!("examples/{example}");
        let json = json(&["advise", &path, "--format", "json", "--set", "free_tier=off"]);
        let problems: Vec<String> =
            validator.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{example}: {}", problems.join("\n"));
    }
}

#[test]
fn system_4_saves_11_025_and_keeps_13_475() {
    let (status, out, errors) = kanjo(&["advise", "examples/seventy-percent"]);
    assert_eq!(status, 0, "{errors}");
    let first = "USD 11,025.00 of 35,000.00 a month could be saved; 23,975.00 would remain\n";
    assert!(out.starts_with(first), "{out}");
    assert!(out.contains("Keeps billing in dev, qa: USD 13,475.00"), "{out}");
    assert!(out.contains("keeps billing 7,700.00: storage 1,900.00, instances 1,850.00"), "{out}");
    assert!(out.contains("--set environments.dev.schedule=office"), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    let (_, ja, _) = kanjo(&["advise", "examples/seventy-percent", "--lang", "ja"]);
    assert!(ja.starts_with("月額 35,000.00 のうち USD 11,025.00 を削減可能"), "{ja}");
    assert!(ja.contains("業務時間外に停止"), "{ja}");
}

#[test]
fn system_1_hears_that_its_endpoints_lose_money() {
    let path = "examples/commercial-production";
    let (_, out, _) = kanjo(&["advise", path, "--explain"]);
    let has = |text: &str| assert!(out.contains(text), "{text}\n{out}");
    has("vpc-endpoints costs 58.20 more");
    has("break-even: data through the endpoints 1,179.2 GB; the file has 60");
    has("short-logs changes nothing");
    has("fewer-tasks saves 28.92");
    has("USD 18.00 of ");
    has("cloudfront-flat-rate production/cdn: it would cost 0.50 more");
    has("gateway-endpoints production/nat: nat.s3_data is not stated");
    has("rds-standard-support production/db: Extended Support of RDS is not priced");
    let without = json(&["advise", path, "--format", "json", "--set", "free_tier=off"]);
    let plan = without["advice"].as_array().expect("a list").iter();
    let plan = plan.filter(|a| a["rule"] == "cloudfront-flat-rate").collect::<Vec<_>>();
    assert_eq!(plan[0]["saving"]["expected"].to_string(), "128.236", "143.236 against 15");
}

#[test]
fn the_printed_overlay_on_the_command_line_gives_the_promised_bill() {
    let path = "examples/commercial-production";
    let model = "resources.nat={type: aws.nat_gateway, data: 60 GB, s3_data: 40 GB}";
    let advised = json(&["advise", path, "--format", "json", "--set", model]);
    let mut args = vec!["estimate", path, "--format", "json", "--set", model];
    let sets: Vec<String> = advised["apply_all"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|set| set.as_str().expect("text").to_owned())
        .collect();
    sets.iter().for_each(|set| args.extend(["--set", set]));
    assert!(sets.len() >= 5, "{sets:?}");
    assert_eq!(json(&args)["totals"], advised["after"]);
    let all = json(&["advise", path, "--format", "json", "--set", model, "--apply-all"]);
    assert_eq!(all["totals"], advised["after"]);
}

#[test]
fn waivers_decline_until_their_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("waivers.yaml");
    let run = |expires: &str| {
        let text = format!(
            "version: 1\nwaivers: [{{rule: fargate-arm64, resource: web, reason: x86 library, expires: {expires}}}]\n"
        );
        std::fs::write(&file, text).expect("writes");
        let policies = file.to_str().expect("UTF-8");
        kanjo(&["advise", "examples/commercial-production", "--policies", policies])
    };
    let (_, out, errors) = run("2099-12-31");
    assert!(out.starts_with("USD 9.00 of "), "{out}{errors}");
    assert!(out.contains("until 2099-12-31: x86 library"), "{out}");
    let (_, out, _) = run("2020-01-01");
    assert!(out.starts_with("USD 18.00 of "), "{out}");
    assert!(out.contains("the waiver of fargate-arm64 ended on 2020-01-01"), "{out}");
    // The same file is no trouble for `kanjo check`, and a slip is one for both.
    let policies = file.to_str().expect("UTF-8");
    let (status, _, errors) =
        kanjo(&["check", "examples/commercial-production", "--policies", policies]);
    assert_eq!(status, 0, "{errors}");
    let slip = "version: 1\nwaivers: [{rule: fargate-arm46, reason: r, expires: 2099-12-31}]\n";
    std::fs::write(&file, slip).expect("writes");
    let (status, _, errors) =
        kanjo(&["advise", "examples/commercial-production", "--policies", policies]);
    assert_eq!(status, 2);
    assert!(errors.contains("did you mean `fargate-arm64`?"), "{errors}");
}

#[test]
fn markdown_has_three_at_most_and_only_on_what_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, tasks: u32| {
        let path = folder.path().join(name);
        let task = |i: u32, tasks: u32| {
            format!("  s{i}: {{type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: {tasks}}}\n")
        };
        let rest: String = (1..=4).map(|i| task(i, 1)).collect();
        let text =
            format!("version: 1\nregion: ap-northeast-1\nresources:\n{}{rest}", task(0, tasks));
        std::fs::write(&path, text).expect("writes");
        path.to_str().expect("UTF-8").to_owned()
    };
    let (base, head) = (write("base.yaml", 1), write("head.yaml", 3));
    let (_, all, _) = kanjo(&["advise", &head, "--format", "markdown"]);
    assert_eq!(all.matches("<details>").count(), 3, "{all}");
    assert!(all.contains("and 2 more"), "{all}");
    let (_, one, _) = kanjo(&["advise", &head, "--format", "markdown", "--touched-by", &base]);
    assert_eq!(one.matches("<details>").count(), 1, "{one}");
    assert!(one.contains("s0") && !one.contains("s1"), "{one}");
    let (_, none, _) = kanjo(&["advise", &head, "--format", "markdown", "--touched-by", &head]);
    assert_eq!(none, "No advice on what changed\n");
}
