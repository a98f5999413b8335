//! Each rule: it fires, it is silent, it is waived, its waiver is over.

use super::*;
use crate::calendar::Period;
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostics, Sources};
use crate::estimate::{Estimate, estimate, period_hours};
use crate::prices::Book;
use crate::topology::{Document, Options, Project};

struct World {
    sources: Sources,
    catalog: Catalog,
    book: Book,
}

fn words(errors: &Diagnostics) -> Vec<String> {
    let line = |d: &crate::diagnostic::Diagnostic| {
        format!("{}: {} | {}", d.code, d.message, d.help.clone().unwrap_or_default())
    };
    errors.list().iter().map(line).collect()
}

impl World {
    fn new() -> World {
        World { sources: Sources::default(), catalog: Catalog::embedded(), book: Book::embedded() }
    }

    fn model(&mut self, text: &str) -> (Project, Estimate) {
        let text = format!("version: 1\nregion: ap-northeast-1\ntimezone: Asia/Tokyo\n{text}");
        let file = self.sources.add("kanjo.yaml", text.as_str());
        let document = Document::read(&text, file).expect("reads");
        let hours = period_hours(&Period::Average);
        let options = Options { period_hours: hours, ..Options::default() };
        let project = document.project(&options, &mut self.catalog, &self.book, &mut self.sources);
        let project = project.unwrap_or_else(|e| panic!("{:?}", words(&e)));
        let pools = self.catalog.pools(&mut self.sources).expect("pools");
        let bill = estimate(&project, &Period::Average, &pools, &self.book);
        (project, bill.unwrap_or_else(|e| panic!("{:?}", words(&e))))
    }

    fn policies(&mut self, text: &str) -> Result<Policies, Vec<String>> {
        let text = format!("version: 1\n{text}");
        let files = [PolicyFile { name: "policies/p.yaml".into(), text }];
        read(&files, &mut self.catalog, &mut self.sources).map_err(|e| words(&e))
    }
}

fn run(policies: &str, head: &str, base: Option<&str>) -> Result<Checked, Vec<String>> {
    let mut world = World::new();
    let policies = world.policies(policies)?;
    let (project, estimated) = world.model(head);
    let before = base.map(|base| world.model(base));
    let subject = Subject {
        head: Side { project: &project, bill: &estimated.bill },
        base: before.as_ref().map(|(project, e)| Side { project, bill: &e.bill }),
        period_hours: period_hours(&Period::Average),
        today: jiff::civil::date(2026, 12, 1),
    };
    decide(&policies, &subject).map_err(|e| words(&e))
}

/// Findings as `level rule environment/resource`, waived ones in brackets.
fn found(checked: &Checked) -> Vec<String> {
    let line = |f: &Finding| {
        let of = [f.environment.as_deref(), f.resource.as_deref()];
        let of = of.into_iter().flatten().collect::<Vec<_>>().join("/");
        let text = format!("{} {} {of}", f.level.name(), f.rule).trim_end().to_owned();
        if f.waived.is_some() { format!("({text})") } else { text }
    };
    checked.findings.iter().map(line).collect()
}

fn check(policies: &str, head: &str) -> Vec<String> {
    found(&run(policies, head, None).unwrap_or_else(|e| panic!("{e:?}")))
}

const NAT: &str = "resources: {nat: {type: aws.nat_gateway, data: 60 GB}}"; // 52.63
const TWO: &str = "environments: {dev: {tags: {Env: dev}}, prd: {tags: {Env: prd}, resources: {db: {multi_az: true}}}}\nresources: {db: {type: aws.rds, engine: mysql, class: db.t4g.small, storage: 20 GB}}";

/// A waiver of `rule` at `resource` that holds, and one whose day is over.
fn waivers(rule: &str, resource: &str, last: &str) -> String {
    format!("\nwaivers: [{{rule: {rule}, {resource}reason: known, expires: {last}}}]\n")
}

/// The same finding waived on its last day, and open on the day after.
fn waived_and_expired(policies: &str, rule: &str, resource: &str, head: &str) {
    let of = check(policies, head);
    assert_eq!(of.len(), 1, "{of:?}");
    let holds = check(&format!("{policies}{}", waivers(rule, resource, "2026-12-01")), head);
    assert_eq!(holds, [format!("({})", of[0])]);
    let over = check(&format!("{policies}{}", waivers(rule, resource, "2026-11-30")), head);
    assert_eq!(over[0], of[0], "open again");
    assert!(over[1].starts_with("warning waiver-expired"), "{over:?}");
}

#[test]
fn budgets() {
    let budget = |more: &str| format!("budgets: [{{name: b, {more}}}]");
    assert_eq!(check(&budget("monthly: 52.62 USD"), NAT), ["error b"]);
    assert_eq!(check(&budget("monthly: 52.63 USD"), NAT), [""; 0]);
    assert_eq!(check(&budget("monthly: $50, severity: warning"), NAT), ["warning b"]);
    waived_and_expired(&budget("monthly: 50"), "b", "", NAT);
    let range =
        "resources: {nat: {type: aws.nat_gateway, data: {low: 0, expected: 60, high: 600}}}";
    let high = run(&budget("monthly: 60"), range, None).expect("decides");
    assert_eq!(found(&high), ["warning b"]);
    assert!(matches!(high.findings[0].what, What::HighOverBudget { .. }));
    assert!(high.holds());
    assert_eq!(check(&budget("monthly: 1, environment: prd"), TWO), ["error b"]);
    assert_eq!(
        check(&budget("monthly: 1, environment: \"p*\", tag: {Env: [x, prd]}"), TWO),
        ["error b"]
    );
    let none = run(&budget("monthly: 1, tag: {Env: qa}"), TWO, None).expect("decides");
    assert!(none.findings.is_empty());
    assert_eq!(none.notes[0].about, NoteAbout::MatchesNothing);
    let open = run(&budget("monthly: 60"), "resources: {nat: {type: aws.nat_gateway}}", None);
    let about = NoteAbout::Incomplete { unpriced: 0, unset: 1 };
    assert_eq!(open.expect("decides").notes[0].about, about);
}

#[test]
fn increases() {
    let more = "resources: {nat: {type: aws.nat_gateway, data: 160 GB}}"; // + 6.20, 11.8 %
    let of = |limits: &str, head: &str, base: Option<&str>| {
        run(&format!("rules: [{{name: i, max_increase: {{{limits}}}}}]"), head, base)
            .expect("decides")
    };
    assert_eq!(found(&of("amount: 6 USD", more, Some(NAT))), ["error i"]);
    assert_eq!(found(&of("amount: 6.20 USD", more, Some(NAT))), [""; 0]);
    assert_eq!(found(&of("percent: 11.7 %", more, Some(NAT))), ["error i"]);
    assert_eq!(found(&of("percent: 12 %", more, Some(NAT))), [""; 0]);
    assert_eq!(found(&of("amount: 50 USD, percent: 10", more, Some(NAT))), ["error i"]);
    assert_eq!(found(&of("percent: 900 %", more, Some("resources: {}"))), ["error i"]);
    assert_eq!(found(&of("amount: 0", NAT, Some(more))), [""; 0], "less is no increase");
    let without = of("amount: 6 USD", more, None);
    assert!(without.findings.is_empty());
    assert_eq!(without.notes[0].about, NoteAbout::NeedsBase);
    let waived = run(
        &format!(
            "rules: [{{name: i, max_increase: {{amount: 1}}}}]{}",
            waivers("i", "", "2026-12-01")
        ),
        more,
        Some(NAT),
    );
    assert_eq!(found(&waived.expect("decides")), ["(error i)"]);
    let elsewhere = "rules: [{name: i, match: {kind: aws.rds}, max_increase: {amount: 1}}]";
    assert_eq!(found(&run(elsewhere, more, Some(NAT)).expect("decides")), [""; 0]);
}

#[test]
fn required_tags() {
    let rule = "rules: [{name: t, match: {environment: dev}, require_tags: [Env, Owner]}]";
    assert_eq!(check(rule, TWO), ["error t dev/db"]);
    assert_eq!(check("rules: [{name: t, require_tags: Env}]", TWO), [""; 0]);
    assert_eq!(check("rules: [{name: t, require_tags: [Env]}]", NAT), ["error t default/nat"]);
    waived_and_expired(rule, "t", "resource: d*, environment: dev, ", TWO);
    let missing = run(rule, TWO, None).expect("decides");
    assert_eq!(missing.findings[0].what, What::MissingTags(vec!["Owner".into()]));
    assert_eq!((&*missing.findings[0].at.file, missing.findings[0].at.line), ("kanjo.yaml", 5));
}

#[test]
fn forbidden_kinds_and_conditions() {
    let multi = |of: &str| {
        format!(
            "rules: [{{name: f, match: {{{of}}}, forbid: {{kind: aws.rds, where: multi_az == true}}}}]"
        )
    };
    assert_eq!(check(&multi("environment: prd"), TWO), ["error f prd/db"]);
    assert_eq!(check(&multi("environment: [dev, stg]"), TWO), [""; 0]);
    assert_eq!(check(&multi("tags: {Env: [absent, prd]}"), TWO), ["error f prd/db"]);
    assert_eq!(check(&multi("tags: {Env: absent}"), TWO), [""; 0]);
    assert_eq!(check(&multi("kind: aws.*, types: rds:*, regions: ap-*"), TWO), ["error f prd/db"]);
    assert_eq!(check(&multi("types: ecs:*"), TWO), [""; 0]);
    assert_eq!(check(&multi("accounts: \"1*\""), TWO), [""; 0]);
    waived_and_expired(&multi("environment: prd"), "f", "resource: db, ", TWO);
    let of = |forbid: &str| format!("rules: [{{name: f, forbid: {{{forbid}}}}}]");
    let nats = "resources: {nat: {type: aws.nat_gateway, count: 2}}";
    assert_eq!(
        check(&of("kind: aws.nat_gateway, where: count > 1"), nats),
        ["error f default/nat"]
    );
    assert_eq!(check(&of("kind: aws.nat_gateway, where: count > 2"), nats), [""; 0]);
    assert_eq!(check(&of("kind: [aws.rds, aws.nat_gateway]"), nats), ["error f default/nat"]);
    let unknown = run(&of("kind: aws.nat_gateway, where: data > 1"), nats, None).expect("decides");
    assert!(unknown.findings.is_empty());
    assert_eq!(unknown.notes[0].about, NoteAbout::NotKnown("data".into()));
    let burst = "resources: {web: {type: aws.fargate, vcpu: 1, memory: 2 GB, tasks: {base: 2, during: [{when: \"Mon-Fri 08:00-20:00\", value: 9}]}}}";
    assert_eq!(check(&of("kind: aws.fargate, where: tasks > 8"), burst), ["error f default/web"]);
    assert_eq!(check(&of("kind: aws.fargate, where: tasks > 9"), burst), [""; 0]);
    let text = run(&of("kind: aws.rds, where: class"), TWO, None);
    assert!(text.is_err_and(|e| e[0].contains("true or false is wanted")));
}

#[test]
fn required_schedules() {
    let rule = "rules: [{name: s, require_schedule: true}]";
    let web = |more: &str| {
        format!(
            "schedules: {{office: {{on: \"Mon-Fri 08:00-20:00\"}}}}\nresources: {{web: {{type: aws.fargate, vcpu: 1, memory: 2 GB, tasks: 1{more}}}}}"
        )
    };
    assert_eq!(check(rule, &web("")), ["error s default/web"]);
    assert_eq!(check(rule, &web(", schedule: office")), [""; 0]);
    assert_eq!(check(rule, &web(", schedule: always")), ["error s default/web"]);
    assert_eq!(check(rule, &web(", count: 0")), [""; 0], "nothing runs");
    assert_eq!(check(rule, NAT), [""; 0], "nothing of it stops");
    waived_and_expired(rule, "s", "resource: web, ", &web(""));
}

#[test]
fn waivers_that_cover_nothing_are_noted() {
    let rule = "rules: [{name: t, severity: warning, require_tags: [Env]}]";
    let unused = format!("{rule}{}", waivers("t", "resource: other, ", "2099-12-31"));
    let checked = run(&unused, NAT, None).expect("decides");
    assert_eq!(found(&checked), ["warning t default/nat"]);
    assert_eq!(checked.notes[0].about, NoteAbout::WaiverUnused);
    assert!(checked.holds());
}

#[test]
fn errors_come_first_and_waived_last() {
    let policies = "rules:
  - {name: w, severity: warning, require_tags: [A]}
  - {name: x, require_tags: [B]}
  - {name: e, require_tags: [C]}
waivers: [{rule: x, resource: \"*\", reason: known, expires: 2099-01-01}]";
    let order = ["error e default/nat", "warning w default/nat", "(error x default/nat)"];
    assert_eq!(check(policies, NAT), order);
}

#[test]
fn slips_are_refused_with_the_nearest() {
    let refused = |text: &str, expected: &str| {
        let errors = World::new().policies(text).map(|_| ()).expect_err(text);
        assert!(errors.iter().any(|e| e.contains(expected)), "{expected} is not in {errors:?}");
    };
    refused("rule: []", "did you mean `rules`?");
    refused("rules: {}", "`rules` is a list");
    refused("rules: [{name: a}]", "demands nothing");
    refused("rules: [{name: a, require_tags: [E], require_schedule: true}]", "two things");
    refused("rules: [{require_tags: [E]}]", "a rule has no `name`");
    refused("rules: [{name: a, require_tag: [E]}]", "did you mean `require_tags`?");
    refused("rules: [{name: a, require_schedule: yes}]", "`require_schedule` is true");
    refused("rules: [{name: a, severity: eror, require_tags: [E]}]", "did you mean `error`?");
    refused(
        "rules: [{name: a, match: {env: dev}, require_tags: [E]}]",
        "did you mean `environment`?",
    );
    refused("rules: [{name: a, forbid: {kind: aws.rdss}}]", "did you mean `aws.rds`?");
    refused(
        "rules: [{name: a, forbid: {kind: aws.rds, where: multiaz == true}}]",
        "did you mean `multi_az`?",
    );
    refused("rules: [{name: a, forbid: {kind: aws.rds, where: mx(1) > 2}}]", "no function `mx`");
    refused("rules: [{name: a, forbid: {kind: aws.rds, where: multi_az ==}}]", "not a formula");
    refused("rules: [{name: a, max_increase: {}}]", "no limit");
    refused("rules: [{name: a, max_increase: {amount: 5 GB}}]", "`GB` is not a unit of USD");
    refused("budgets: [{name: a, monthly: 60_000 JPY}]", "`JPY` is not a unit of USD");
    refused("budgets: [{name: a, monthly: -1}]", "at least 0");
    refused("budgets: [{name: a}]", "has no `monthly`");
    refused("budgets: [{name: a, monthly: 1}, {name: a, monthly: 2}]", "two rules are called `a`");
    let rule = "rules: [{name: tags, require_tags: [E]}]\nwaivers: ";
    let waiver = |text: &str, expected: &str| refused(&format!("{rule}[{{{text}}}]"), expected);
    waiver("rule: tag, resource: x, reason: r, expires: 2027-01-01", "did you mean `tags`?");
    waiver("rule: tags, resource: x, reason: r", "has no `expires`");
    waiver("rule: tags, resource: x, expires: 2027-01-01", "has no `reason`");
    waiver("rule: tags, reason: r, expires: 2027-01-01", "names no `resource`");
    waiver("rule: tags, resource: x, reason: r, expires: 2027-02-30", "no date 2027-02-30");
    waiver("rule: tags, resource: x, reason: r, expires: 2027-01-01..2027-01-02", "one day");
    refused(
        "budgets: [{name: b, monthly: 1}]\nwaivers: [{rule: b, resource: x, reason: r, expires: 2027-01-01}]",
        "about a sum",
    );
    let ignored =
        "timezone: Asia/Tokyo\ncalendars: {}\nschedules: {}\nguards: {}\npolicies: []\nrules:\n";
    assert!(World::new().policies(ignored).is_ok());
}
