//! Decisions as they must fall.

mod databases;

use super::*;
use crate::calendar::Desired;
use crate::catalog::Catalog;
use crate::check::PolicyFile;
use crate::diagnostic::{Diagnostics, Sources};
use crate::offhours::eval::Act;
use proptest::prelude::*;
use std::collections::BTreeMap;

const POLICIES: &str = "version: 1
timezone: Asia/Tokyo
schedules:
  office: {on: 'Mon-Fri 08:00-20:00', holidays: jp}
  long: {on: 'Mon-Sun 06:00-23:00'}
guards:
  accounts: {allow: ['111111111111'], deny_alias_contains: [prod]}
  deny_tags: {Env: [prod, production]}
  require_tags: [Env]
  freeze: [{from: 2026-12-18, to: 2027-01-04, reason: peak}]
  max_override: 12 h
policies:
  - {name: dev, match: {tags: {Env: dev}}, schedule: office}
";

/// A Wednesday, 12:00 and 23:00 in Tokyo.
const NOON: &str = "2026-11-25T03:00:00Z";
const NIGHT: &str = "2026-11-25T14:00:00Z";

fn read_all(text: &str) -> Result<Policies, Diagnostics> {
    let files = [PolicyFile { name: "offhours.yaml".to_owned(), text: text.to_owned() }];
    read(&files, &BTreeMap::new(), &mut Catalog::embedded(), &mut Sources::default())
}

fn target(kind: &str, tags: &[(&str, &str)]) -> Target {
    Target {
        id: format!("arn:{kind}"),
        kind: kind.to_owned(),
        account: Some("111111111111".to_owned()),
        account_alias: Some("firm-dev".to_owned()),
        name: "web".to_owned(),
        region: "ap-northeast-1".to_owned(),
        tags: tags.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
        state: State::On,
        ..Target::default()
    }
}

fn dev(kind: &str) -> Target {
    target(kind, &[("Env", "dev")])
}

fn decided(policies: &str, targets: &[Target], now: &str) -> Decisions {
    let policies = read_all(policies).expect("policies");
    let own = BTreeMap::new();
    let (leads, now) = (BTreeMap::new(), now.parse().unwrap());
    decide(&policies, &Scene { targets, own: &own, overrides: &[], leads: &leads, now })
}

fn one(policies: &str, target: Target, now: &str) -> Verdict {
    decided(policies, &[target], now).verdicts.remove(0)
}

#[test]
fn a_start_begins_as_early_as_past_ones_took_unless_the_policy_says() {
    let (target, own) = (dev("ecs:service"), BTreeMap::new());
    let leads = BTreeMap::from([(target.id.clone(), 12)]);
    // 07:50 in Tokyo, ten minutes before the edge.
    let (targets, now) = ([target], "2026-11-25T22:50:00Z".parse().unwrap());
    let scene = Scene { targets: &targets, own: &own, overrides: &[], leads: &leads, now };
    let desired = |text: &str| {
        let found = decide(&read_all(text).expect("policies"), &scene).verdicts.remove(0);
        (found.desired, found.lead)
    };
    assert_eq!(desired(POLICIES), (Desired::On, 12));
    let stated = |lead: &str| POLICIES.replace("office}\n", &format!("office, lead: {lead}}}\n"));
    assert_eq!(desired(&stated("5 min")), (Desired::Off, 5));
    assert_eq!(desired(&stated("15 min")), (Desired::On, 15));
}

const LISTENER: &str =
    "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:listener/app/web/50dc/f2f7";

fn with_page(page: &str) -> String {
    let page = page.replace("LISTENER", LISTENER);
    POLICIES.replace("schedule: office}\n", &format!("schedule: office, page: {page}}}\n"))
}

/// The verdict on the page of a service.
fn page_of(service: Target, now: &str) -> (Verdict, Verdict) {
    let text = with_page("{listener: 'LISTENER', text: closed}");
    let policies = read_all(&text).expect("policies");
    let page = page::pages(&policies).remove(0);
    let page = Target { state: State::On, tags: service.tags.clone(), ..page };
    let page = Target { account_alias: service.account_alias.clone(), ..page };
    let mut verdicts = decided(&text, &[page, service], now).verdicts;
    let service = verdicts.pop().expect("two");
    (verdicts.pop().expect("two"), service)
}

#[test]
fn a_page_follows_what_it_stands_for() {
    let (page, service) = page_of(dev("ecs:service"), NIGHT);
    assert_eq!(brief(&page), (Desired::Off, Act::Stop, Step::Policy, None));
    assert!(page.rank > service.rank, "it is put up first and taken away last");
    assert_eq!(page.next, service.next);
    let (page, _) = page_of(dev("ecs:service"), NOON);
    assert_eq!(brief(&page), (Desired::On, Act::None, Step::Policy, None));
    // Somebody keeps the service up: visitors reach it.
    let mut held = dev("ecs:service");
    let until = "2026-11-25T18:00:00Z by=ito why=demo".to_owned();
    held.tags.insert("kanjo:until".to_owned(), until);
    let (page, service) = page_of(held, NIGHT);
    assert_eq!((page.desired, service.desired), (Desired::On, Desired::On));
    // Nothing that it stands for goes off.
    let mut blocked = dev("rds:db");
    blocked.details.insert("backup_window".to_owned(), "13:00-13:30".into());
    let (page, database) = page_of(blocked, NIGHT);
    assert_eq!((page.desired, database.blocked), (Desired::Leave, Some(Block::BackupWindow)));
    // A guard holds the page as it holds everything else.
    let mut live = dev("ecs:service");
    live.tags.insert("Env".to_owned(), "prod".to_owned());
    assert_eq!(page_of(live, NIGHT).0.blocked, Some(Block::Guard));
}

#[test]
fn a_page_that_would_not_be_shown_is_refused_before_the_night() {
    let why = |page: &str| {
        let errors = read_all(&with_page(page)).expect_err("refused");
        errors.list().iter().map(|d| d.message.clone()).collect::<Vec<_>>().join("; ")
    };
    let long = format!("{{listener: 'LISTENER', text: {}}}", "a".repeat(1025));
    assert!(why(&long).contains("1025 characters"), "{}", why(&long));
    assert!(why("{listener: web, text: closed}").contains("is not the ARN"));
    assert!(why("{text: closed}").contains("no `listener`"));
    assert!(why("{listener: 'LISTENER'}").contains("a `file` or a `text`"));
    assert!(why("{listener: 'LISTENER', text: closed, priority: 0}").contains("1 to 50000"));
    let two = "{listener: 'LISTENER', text: closed}}
  - {name: two, match: {tags: {Env: qa}}, schedule: long, page: {listener: 'LISTENER', text: x}";
    assert!(why(two).contains("two pages have the priority 1"));
    let peer = "{listener: 'LISTENER', text: x}, tag: {key: maid_offhours, grammar: c7n}";
    assert!(why(peer).contains("Cloud Custodian"));
}

fn brief(verdict: &Verdict) -> (Desired, Act, Step, Option<Block>) {
    (verdict.desired, verdict.action, verdict.step, verdict.blocked)
}

#[test]
fn a_policy_stops_at_night_and_says_until_when() {
    let night = one(POLICIES, dev("ecs:service"), NIGHT);
    assert_eq!(brief(&night), (Desired::Off, Act::Stop, Step::Policy, None));
    assert_eq!(night.reason, "dev: outside Mon-Fri 08:00-20:00 Asia/Tokyo");
    assert_eq!(night.next, Some(("2026-11-25T23:00:00Z".parse().unwrap(), Desired::On)));
    let noon = one(POLICIES, dev("ecs:service"), NOON);
    assert_eq!(brief(&noon), (Desired::On, Act::None, Step::Policy, None));
}

#[test]
fn each_step_wins_over_those_behind_it() {
    let tagged = |more: &[(&str, &str)]| {
        let mut target = dev("ecs:service");
        target.tags.extend(more.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())));
        target
    };
    // The tag wins over the policy, by name, in another zone, or with its own hours.
    let long = one(POLICIES, tagged(&[("kanjo:schedule", "long")]), "2026-11-25T13:00:00Z");
    assert_eq!(brief(&long), (Desired::On, Act::None, Step::Tag, None));
    let abroad = one(POLICIES, tagged(&[("kanjo:schedule", "office@Europe/London")]), NOON);
    assert_eq!(brief(&abroad), (Desired::Off, Act::Stop, Step::Tag, None));
    let always = one(POLICIES, tagged(&[("kanjo:schedule", "always")]), NIGHT);
    assert_eq!(brief(&always), (Desired::On, Act::None, Step::Tag, None));
    // The override over the tag, the guard over the override.
    let until = ("kanjo:until", "2026-11-25T18:00:00Z by=ito why=demo");
    let held = one(POLICIES, tagged(&[until, ("kanjo:schedule", "off")]), NIGHT);
    assert_eq!(brief(&held), (Desired::On, Act::None, Step::Override, None));
    assert_eq!(held.next, Some(("2026-11-25T18:00:00Z".parse().unwrap(), Desired::Off)));
    let mut account = tagged(&[until]);
    account.account = Some("222222222222".to_owned());
    let guarded = one(POLICIES, account, NIGHT);
    assert_eq!(brief(&guarded), (Desired::Leave, Act::None, Step::Guard, Some(Block::Guard)));
    // The freeze over all.
    let frozen = one(POLICIES, tagged(&[until]), "2026-12-24T14:00:00Z");
    assert_eq!(brief(&frozen), (Desired::Leave, Act::None, Step::Freeze, None));
    assert_eq!(frozen.next, Some(("2027-01-04T15:00:00Z".parse().unwrap(), Desired::Off)));
}

#[test]
fn guards_fail_closed() {
    let denied = |change: &dyn Fn(&mut Target)| {
        let mut target = dev("ecs:service");
        change(&mut target);
        let verdict = one(POLICIES, target, NIGHT);
        assert_eq!((verdict.action, verdict.blocked), (Act::None, Some(Block::Guard)));
        verdict.reason
    };
    assert_eq!(
        denied(&|t| t.account = None),
        "the account unknown is not on the list of the guards"
    );
    assert!(denied(&|t| t.account_alias = Some("Acme-PROD".to_owned())).contains("acme-prod"));
    assert!(
        denied(&|t| drop(t.tags.insert("env".to_owned(), "PROD".to_owned()))).contains("denied")
    );
    let strict = POLICIES.replace("require_tags: [Env]", "require_tags: [Env, Owner]");
    let verdict = one(&strict, dev("ecs:service"), NIGHT);
    assert_eq!(verdict.reason, "it has no tag `Owner`, which the guards require");
}

#[test]
fn what_cannot_be_understood_is_left_and_said() {
    let wrong = |value: &str| {
        let mut target = dev("ecs:service");
        target.tags.insert("kanjo:schedule".to_owned(), value.to_owned());
        let verdict = one(POLICIES, target, NIGHT);
        assert_eq!(brief(&verdict), (Desired::Leave, Act::None, Step::Tag, Some(Block::BadTag)));
        verdict.reason
    };
    assert!(wrong("offise").ends_with("did you mean `office`?"));
    assert!(wrong("Mon-Fry 08:00-20:00").contains("`Fry` is not a day"));
    let mut long = dev("ecs:service");
    long.tags.insert("kanjo:until".to_owned(), "2026-11-30T00:00:00Z".to_owned());
    assert_eq!(one(POLICIES, long, NIGHT).blocked, Some(Block::BadTag));
}

#[test]
fn two_policies_are_ambiguous_unless_one_is_higher() {
    let two = format!("{POLICIES}  - {{name: all, match: {{types: ecs:*}}, schedule: long}}\n");
    let verdict = one(&two, dev("ecs:service"), NIGHT);
    assert_eq!(verdict.blocked, Some(Block::Ambiguous));
    assert_eq!(verdict.reason, "dev and all match and none has the higher priority");
    let higher = two.replace("schedule: long}\n", "schedule: long, priority: 1}\n");
    let verdict = one(&higher, dev("ecs:service"), "2026-11-25T13:00:00Z");
    assert_eq!(brief(&verdict), (Desired::On, Act::None, Step::Policy, None));
    let later = two.replace("schedule: long}\n", "schedule: long, from: 2027-01-01}\n");
    assert_eq!(one(&later, dev("ecs:service"), NIGHT).blocked, None);
}

#[test]
fn absent_tags_and_globs() {
    let text = "version: 1\nschedules: {s: {on: never}}\npolicies:\n  - {name: untagged, match: {tags: {Env: absent}, types: 'rds:*', regions: [ap-*]}, schedule: s}\n";
    assert_eq!(one(text, target("ec2:instance", &[]), NIGHT).step, Step::Nothing);
    assert_eq!(one(text, dev("rds:db"), NIGHT).step, Step::Nothing);
    let mut bare = target("rds:db", &[]);
    bare.details.insert("backup_window".to_owned(), "13:00-13:30".into());
    assert_eq!(one(text, bare, NIGHT).step, Step::Policy);
}

#[test]
fn the_cap_stops_everything_and_policies_say_what_they_match() {
    let many: Vec<Target> =
        (0..5).map(|i| Target { id: i.to_string(), ..dev("ecs:service") }).collect();
    let capped = POLICIES.replace("guards:", "guards:\n  max_actions: {count: 4, percent: 100}");
    let found = decided(&capped, &many, NIGHT);
    assert!(found.verdicts.iter().all(|v| v.blocked == Some(Block::Cap) && v.action == Act::None));
    assert_eq!(found.notes, ["5 actions at once, over the cap of 4"]);
    assert_eq!(decided(&capped, &many[..4], NIGHT).notes, [""; 0]);
    let share = POLICIES.replace("guards:", "guards:\n  max_actions: {percent: 50}");
    assert_eq!(decided(&share, &many, NIGHT).verdicts[0].blocked, Some(Block::Cap));
    let narrow = POLICIES.replace("schedule: office}", "schedule: office, at_most: 3}");
    let found = decided(&narrow, &many, NIGHT);
    assert_eq!(found.verdicts[0].blocked, Some(Block::TooMany));
    let nothing = decided(POLICIES, &[], NIGHT);
    assert_eq!(nothing.notes, ["the policy `dev` matches nothing"]);
}

#[test]
fn databases_start_first_and_stop_last_and_what_depends_comes_behind() {
    let named = |kind: &str, name: &str, needs: &[&str]| Target {
        id: name.to_owned(),
        name: name.to_owned(),
        depends_on: needs.iter().map(|n| (*n).to_owned()).collect(),
        ..dev(kind)
    };
    let mut targets = vec![
        named("ecs:service", "web", &["api"]),
        named("ecs:service", "api", &[]),
        named("ec2:instance", "batch", &[]),
        named("atlas:cluster", "db", &[]),
    ];
    let order = |targets: &[Target], now: &str| -> Vec<String> {
        let decisions = decided(POLICIES, targets, now);
        plan(&decisions, targets).actions.iter().map(|a| a.target.name.clone()).collect()
    };
    assert_eq!(order(&targets, NIGHT), ["web", "api", "batch", "db"]);
    targets.iter_mut().for_each(|t| t.state = State::Off);
    assert_eq!(order(&targets, NOON), ["db", "batch", "api", "web"]);
}

#[test]
fn a_peers_tag_is_read_where_a_policy_says_so() {
    let text = POLICIES.replace(
        "schedule: office}",
        "schedule: office, tag: {key: maid_offhours, grammar: c7n, default_tz: jst}}",
    );
    let mut target = dev("ec2:instance");
    target.tags.insert("Maid_Offhours".to_owned(), "off=(m-f,23);on=(m-f,6)".to_owned());
    let stop = one(&text, target.clone(), NIGHT);
    assert_eq!(brief(&stop), (Desired::Off, Act::Stop, Step::Tag, None));
    // An hour later c7n has nothing more to say.
    let after = one(&text, target, "2026-11-25T15:00:00Z");
    assert_eq!((after.desired, after.action), (Desired::Leave, Act::None));
    assert_eq!(after.next, Some(("2026-11-25T21:00:00Z".parse().unwrap(), Desired::On)));
}

#[test]
fn slips_in_policies_have_a_place_and_a_fix() {
    let slip = |from: &str, to: &str| {
        let list = read_all(&POLICIES.replace(from, to)).unwrap_err();
        let first = list.list()[0].clone();
        assert!(!first.labels.is_empty(), "{first:?}");
        format!("{}: {}", first.message, first.help.unwrap_or_default())
    };
    assert_eq!(
        slip("schedule: office", "schedule: offise"),
        "there is no schedule `offise`: did you mean `office`?"
    );
    assert_eq!(
        slip("tags: {Env: dev}", "tag: {Env: dev}"),
        "`match` has no key `tag`: did you mean `tags`?"
    );
    assert!(slip("to: 2027-01-04", "to: 2026-01-04").starts_with("the freeze ends before"));
    assert!(slip("max_override: 12 h", "max_override: 12").contains("not a time in minutes"));
}

proptest! {
    /// Whatever the tags and the moment: a guarded target is never touched, and
    /// an action always leads to what is desired.
    #[test]
    fn production_is_never_touched(
        env in prop::sample::select(vec!["dev", "prod", "Production", "stg"]),
        tag in prop::option::of("[a-zA-Z0-9 :+-]{0,24}"),
        on in any::<bool>(),
        hour in 0i64..24 * 400,
    ) {
        let mut target = dev("ecs:service");
        target.tags.insert("Env".to_owned(), env.to_owned());
        target.state = if on { State::On } else { State::Off };
        if let Some(tag) = tag {
            target.tags.insert("kanjo:schedule".to_owned(), tag);
        }
        let now: jiff::Timestamp = NOON.parse().unwrap();
        let now = now + jiff::ToSpan::hours(hour);
        let verdict = one(POLICIES, target, &now.to_string());
        if env.to_lowercase().starts_with("prod") {
            prop_assert_eq!(verdict.action, Act::None);
        }
        match verdict.action {
            Act::Start => prop_assert!(!on && verdict.desired == Desired::On),
            Act::Stop => prop_assert!(on && verdict.desired == Desired::Off),
            Act::None => {}
        }
    }
}
