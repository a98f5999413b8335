//! Clusters of MongoDB Atlas go off and come back, against a fake of our own that
//! keeps Atlas's rules: an hour between a resume and the next pause, 30 days, sizes
//! that are never paused.

mod fake;

use super::aws::{ledger, ledger_is_whole, program, ticks};
use super::wire::{Request, answer};
use fake::{Cluster, Fake, Project, cluster};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

const DEV: &str = "5f1e8a7b6c5d4e3f2a1b0c9d";
const LIVE: &str = "5f1e8a7b6c5d4e3f2a1b0c9e";

const POLICY: &str = r#"version: 1
timezone: Asia/Tokyo
schedules:
  office: {on: "Mon-Fri 08:00-20:00"}
guards:
  accounts: {deny_alias_contains: [prod]}
policies:
  - name: dev
    match: {types: ["atlas:*"], tags: {Env: dev}}
    schedule: office
"#;

/// A folder with a policy and a state, and an Atlas.
struct Here {
    folder: tempfile::TempDir,
    fake: Fake,
}

impl Here {
    fn with(policy: &str, projects: Vec<(&'static str, Project)>) -> Here {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("policies")).expect("makes");
        std::fs::write(folder.path().join("policies/dev.yaml"), policy).expect("writes");
        Here { folder, fake: Fake::start(projects) }
    }

    /// One project with these clusters.
    fn of(policy: &str, clusters: &[(&str, Cluster)]) -> Here {
        let clusters = clusters.iter().map(|(name, own)| ((*name).to_owned(), own.clone()));
        let project =
            Project { name: "shop-dev", clusters: clusters.collect(), ..Default::default() };
        Here::with(policy, vec![(DEV, project)])
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// Without a key of AWS: Atlas is enough.
    fn kanjo(&self, args: &[&str]) -> (i32, String, String) {
        self.kanjo_with(
            args,
            &[("MONGODB_ATLAS_CLIENT_ID", "me"), ("MONGODB_ATLAS_CLIENT_SECRET", "a-secret")],
        )
    }

    fn kanjo_with(&self, args: &[&str], keys: &[(&str, &str)]) -> (i32, String, String) {
        let done = Command::new(program())
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .envs([("HOME", "/nowhere"), ("MONGODB_ATLAS_BASE_URL", &self.fake.url)])
            .envs(keys.iter().copied())
            .output()
            .expect("kanjo runs");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        let (out, errors) = (text(done.stdout), text(done.stderr));
        for secret in ["a-secret", "token-"] {
            assert!(!out.contains(secret) && !errors.contains(secret), "{out}{errors}");
        }
        (done.status.code().unwrap_or(-1), out, errors)
    }

    fn json(&self, args: &[&str]) -> Value {
        let (status, text, errors) = self.kanjo(&[args, &["--format", "json"]].concat());
        assert_eq!(status, 0, "{errors}");
        serde_json::from_str(&text).expect("JSON")
    }

    /// One tick at a moment in Tokyo, by which Atlas has gone on as well.
    fn tick(&self, at: &str) -> (i32, String, String) {
        self.fake.at(moment(at));
        let state = format!("file:{}", self.state().display());
        self.kanjo(&["offhours", "run", "--once", "--atlas", "--state", &state, "--at", at])
    }

    /// Ticks that all do what they should.
    fn ticks(&self, day: &str, hour: u32, count: u32) {
        for at in ticks(day, hour, count) {
            let done = self.tick(&at);
            assert_eq!(done.0, 0, "{at}: {}{}", done.1, done.2);
        }
    }

    fn record(&self, name: &str) -> Value {
        let state = format!("file:{}", self.state().display());
        let all = self.json(&["offhours", "status", "--state", &state]);
        let id = format!("atlas:groups/{DEV}/clusters/{name}");
        let all = all["records"].as_array().expect("a list");
        all.iter().find(|one| one["resource"] == id).expect("a record")["record"].clone()
    }
}

fn moment(at: &str) -> Timestamp {
    let local: jiff::civil::DateTime = at.parse().expect("a time");
    local.to_zoned(TimeZone::get("Asia/Tokyo").expect("a zone")).expect("a time").timestamp()
}

fn local(at: Timestamp) -> String {
    at.to_zoned(TimeZone::get("Asia/Tokyo").expect("a zone")).datetime().to_string()
}

fn names(list: &Value, key: &str) -> Vec<String> {
    let list = list.as_array().expect("a list");
    list.iter()
        .map(|one| {
            format!(
                "{} {}",
                one["resource"].as_str().unwrap_or("?"),
                one[key].as_str().unwrap_or("?")
            )
        })
        .collect()
}

/// Two projects with everything that there is.
fn estate() -> Here {
    let mut wide = cluster("M30", "");
    wide.disk = 100;
    wide.region = "US_EAST_1";
    wide.tags = vec![("Env", "dev"), ("Team", "shop")];
    let clusters = [
        ("wide", wide),
        ("plain", cluster("M10", "dev")),
        ("inherits", cluster("M20", "")),
        ("small", cluster("M5", "dev")),
        ("fast", cluster("M40_NVME", "dev")),
        ("huge", cluster("M140", "dev")),
    ];
    let clusters = clusters.map(|(name, own)| (name.to_owned(), own));
    let dev = Project {
        name: "shop-dev",
        tags: vec![("Env", "dev")],
        clusters: clusters.into(),
        flexible: vec!["flex"],
    };
    let live = Project {
        name: "shop-prod",
        clusters: [("orders".to_owned(), cluster("M30", "dev"))].into(),
        ..Default::default()
    };
    Here::with(POLICY, vec![(DEV, dev), (LIVE, live)])
}

#[test]
fn a_plan_says_what_a_pause_saves_what_bills_on_and_what_never_pauses() {
    let here = estate();
    let plan = here.json(&["offhours", "plan", "--atlas", "--at", "2026-11-25T23:00"]);
    let mut stops = names(&plan["actions"], "action");
    stops.sort();
    assert_eq!(stops, ["huge stop", "inherits stop", "plain stop", "wide stop"], "{plan:#}");
    let mut blocked = names(&plan["blocked"], "code");
    blocked.sort();
    assert_eq!(blocked, ["fast cannot", "flex cannot", "orders guard", "small cannot"], "{plan:#}");
    let of = |name: &str| {
        let all = plan["actions"].as_array().expect("a list");
        all.iter().find(|one| one["resource"] == name).expect("an action").clone()
    };
    let notes = of("wide")["notes"].to_string();
    assert!(notes.contains("no backups") && notes.contains("storage is billed"), "{notes}");
    // M10 in Tokyo, off for 108 of 168 hours; a size that has no price saves nobody knows what.
    assert_eq!(of("plain")["saves_per_month"], json!(97.733442857142));
    assert!(of("huge")["saves_per_month"].is_null());
    let (_, text, _) = here.kanjo(&["offhours", "plan", "--atlas", "--at", "2026-11-25T23:00"]);
    assert!(text.contains("huge, inherits, plain, wide: paused, its storage is billed"), "{text}");
    let audit = here.json(&["audit", "--atlas", "--at", "2026-11-25T23:00"]);
    assert_eq!(audit["totals"]["resources"], 8);
    let accounts = audit["accounts"].as_array().expect("a list");
    assert_eq!(accounts[1]["name"], "shop-prod");
    // MongoDB publishes no price of storage beside a tier's own: it is not 0.
    let unpriced = audit["unpriced"].to_string();
    assert!(unpriced.contains("ATLAS_AWS_STORAGE_STANDARD_GP3 in us-east-1"), "{unpriced}");
}

#[test]
fn clusters_go_off_and_come_back() {
    let here = estate();
    here.fake.at(moment("2026-11-25T19:00"));
    let before = here.fake.paused();
    assert!(before.values().all(|paused| !paused));
    here.ticks("2026-11-25", 20, 6);
    let off = here.fake.paused();
    let paused: Vec<&str> =
        off.iter().filter(|(_, p)| **p).map(|(name, _)| name.as_str()).collect();
    assert_eq!(paused, ["huge", "inherits", "plain", "wide"]);
    assert_eq!(here.record("wide")["state"]["name"], "off");
    here.ticks("2026-11-26", 8, 8);
    assert_eq!(here.fake.paused(), before);
    assert_eq!(here.record("wide")["state"]["name"], "on");
    assert_eq!(here.record("wide")["previous"]["of"], "running");
    // A call down and one up for each of four, and a line before and behind each.
    assert_eq!(ledger_is_whole(&here.state()), 8);
    let changes = here.fake.asked().into_iter().filter(|asked| asked.starts_with("PATCH")).count();
    assert_eq!(changes, 8);
    assert!(here.fake.with(|world| world.refused.is_empty()));
}

#[test]
fn what_is_off_and_not_looked_at_is_said() {
    let here = Here::of(POLICY, &[("c", cluster("M10", "dev"))]);
    here.ticks("2026-11-24", 20, 3);
    let state = format!("file:{}", here.state().display());
    let (aws, at) = (aws(), "2026-11-24T20:20");
    let run = ["offhours", "run", "--once", "--state", &state, "--at", at];
    let (_, _, errors) = here.kanjo_with(&run, &of_aws(&aws));
    assert!(
        errors.contains("1 resources of Atlas are off and not looked at: add --atlas"),
        "{errors}"
    );
    let (_, _, errors) = here.kanjo(&[&run[..], &["--atlas"]].concat());
    assert!(!errors.contains("not looked at"), "{errors}");
}

#[test]
fn nothing_is_lost_though_a_fifth_of_the_requests_fail() {
    let clusters: Vec<(String, Cluster)> =
        (0..6).map(|n| (format!("c{n}"), cluster("M10", "dev"))).collect();
    let clusters: Vec<(&str, Cluster)> =
        clusters.iter().map(|(name, own)| (name.as_str(), own.clone())).collect();
    let here = Here::of(POLICY, &clusters);
    here.fake.with(|world| world.failing = 20);
    // A tick of which a part failed says so; the next looks first.
    let tick = |at: String| {
        let (status, out, errors) = here.tick(&at);
        assert!([0, 3].contains(&status), "{out}{errors}");
    };
    ticks("2026-11-24", 20, 16).into_iter().for_each(tick);
    assert!(here.fake.paused().values().all(|paused| *paused), "{:?}", here.fake.paused());
    ticks("2026-11-25", 8, 20).into_iter().for_each(tick);
    assert!(here.fake.paused().values().all(|paused| !paused), "{:?}", here.fake.paused());
    assert!(ledger_is_whole(&here.state()) >= 6 * 2);
    let (failed, refused) = here.fake.with(|world| (world.failed, world.refused.clone()));
    assert!(failed > 40, "{failed}");
    // What was done with its answer lost is not asked for again.
    assert_eq!(refused, Vec::<&str>::new());
}

#[test]
fn a_cluster_runs_for_an_hour_before_it_is_paused_again() {
    let policy = POLICY.replace("08:00-20:00", "08:00-08:30 + Mon-Fri 12:00-20:00").replace(
        "office: {on: \"Mon-Fri 08:00-08:30 + Mon-Fri 12:00-20:00\"}",
        "office: {on: [\"Mon-Fri 08:00-08:30\", \"Mon-Fri 12:00-20:00\"]}",
    );
    let here = Here::of(&policy, &[("c", cluster("M10", "dev"))]);
    here.ticks("2026-11-24", 20, 3);
    assert!(here.fake.paused()["c"]);
    here.ticks("2026-11-25", 8, 12);
    assert!(!here.fake.paused()["c"], "it came up in its half hour and stays");
    assert_eq!(here.record("c")["state"]["name"], "draining");
    assert_eq!(here.record("c")["state"]["why"]["code"], "just-started");
    here.ticks("2026-11-25", 9, 8);
    assert!(here.fake.paused()["c"], "the hour is over");
    assert!(here.fake.with(|world| world.refused.is_empty()), "and Atlas was not asked before");
}

#[test]
fn a_cluster_that_somebody_resumes_at_night_stays_or_goes_off_after_its_hour() {
    for (mode, again) in [("edge", false), ("enforce", true)] {
        let policy = POLICY.replace(
            "    schedule: office\n",
            &format!("    schedule: office\n    mode: {mode}\n"),
        );
        let here = Here::of(&policy, &[("c", cluster("M10", "dev"))]);
        here.ticks("2026-11-24", 20, 3);
        let change = |cluster: &mut Cluster| {
            cluster.paused = false;
            cluster.resumed = Some(moment("2026-11-24T21:00"));
        };
        here.fake.with(|world| change(world.cluster("c")));
        here.ticks("2026-11-24", 21, 12);
        assert!(!here.fake.paused()["c"], "{mode}");
        here.ticks("2026-11-24", 22, 4);
        assert_eq!(here.fake.paused()["c"], again, "{mode}");
        assert!(here.fake.with(|world| world.refused.is_empty()), "{mode}");
    }
}

#[test]
fn what_atlas_resumes_after_thirty_days_is_paused_again() {
    let policy = POLICY.replace("    schedule: office\n", "    schedule: never\n");
    let here = Here::of(&policy, &[("c", cluster("M10", "dev"))]);
    here.ticks("2026-11-24", 20, 3);
    let returns: Timestamp =
        here.record("c")["returns"].as_str().expect("a time").parse().expect("a time");
    let month = SignedDuration::from_hours(30 * 24);
    // The clock of a tick goes on while it works.
    let late = returns.duration_since(moment("2026-11-24T20:01") + month);
    assert!((0..60).contains(&late.as_secs()), "{returns}");
    here.fake.at(returns + SignedDuration::from_mins(30));
    assert!(!here.fake.paused()["c"], "Atlas has resumed it");
    for minutes in (31..91).step_by(5) {
        assert_eq!(here.tick(&local(returns + SignedDuration::from_mins(minutes))).0, 0);
        assert!(!here.fake.paused()["c"], "for an hour it cannot be paused");
    }
    for minutes in (91..110).step_by(5) {
        assert_eq!(here.tick(&local(returns + SignedDuration::from_mins(minutes))).0, 0);
    }
    assert!(here.fake.paused()["c"]);
    assert!(here.fake.with(|world| world.refused.is_empty()));
    let notes: Vec<Value> =
        ledger(&here.state()).iter().map(|line| line["notes"].clone()).collect();
    assert!(notes.iter().any(|notes| notes.to_string().contains("started-by-provider")));
}

#[test]
fn a_refusal_of_atlas_is_said_and_tried_again() {
    // Somebody resumed it just before the schedule's edge, and no tick saw it off.
    let mut own = cluster("M10", "dev");
    own.resumed = Some(moment("2026-11-24T19:40"));
    let here = Here::of(POLICY, &[("c", own)]);
    let (status, out, errors) = here.tick("2026-11-24T20:01");
    assert_eq!(status, 3, "{errors}");
    assert!(out.contains("CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER: as Atlas says it"), "{out}");
    for at in ticks("2026-11-24", 20, 24).into_iter().skip(1) {
        here.tick(&at);
    }
    assert!(here.fake.paused()["c"]);
}

#[test]
fn keys_that_are_wrong_missing_or_taken_back() {
    let here = Here::of(POLICY, &[("c", cluster("M10", "dev"))]);
    let plan = ["offhours", "plan", "--atlas"];
    let wrong = [("MONGODB_ATLAS_CLIENT_ID", "me"), ("MONGODB_ATLAS_CLIENT_SECRET", "x")];
    let (status, _, errors) = here.kanjo_with(&plan, &wrong);
    assert_eq!(status, 3, "{errors}");
    assert!(
        errors.contains("does not accept MONGODB_ATLAS_CLIENT_ID and MONGODB_ATLAS_CLIENT_SECRET"),
        "{errors}"
    );
    let (status, _, errors) = here.kanjo_with(&plan, &[]);
    assert!(status == 2 && errors.contains("MONGODB_ATLAS_CLIENT_ID is not set"), "{errors}");
    let (status, _, errors) = here.kanjo(&["offhours", "plan", "--atlas=a-key"]);
    assert!(status == 2 && !errors.contains("a-key"), "{errors}");
    // A token holds for all questions, and one that Atlas takes back is replaced.
    for (taken, tokens) in [(0, 1), (2, 2)] {
        here.fake.asked();
        here.fake.with(|world| world.taken = taken);
        let done = here.kanjo(&plan);
        assert_eq!(done.0, 0, "{}", done.2);
        let asked = here.fake.asked();
        assert_eq!(
            asked.iter().filter(|asked| asked.contains("oauth")).count(),
            tokens,
            "{asked:?}"
        );
    }
}

/// An AWS that keeps keys of Atlas, and refuses everything else.
fn aws() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let Some(request) = Request::read(&mut stream) else { continue };
            let kept = json!({"client_id": "me", "client_secret": "a-secret"}).to_string();
            let refused = json!({"__type": "AccessDeniedException"}).to_string();
            let (status, back) = match request.header("x-amz-target") {
                Some("AmazonSSM.GetParameter") => {
                    assert!(request.body.contains("/kanjo/atlas"), "{}", request.body);
                    (200, json!({"Parameter": {"Value": kept}}).to_string())
                }
                Some("secretsmanager.GetSecretValue") => {
                    (200, json!({"SecretString": "none"}).to_string())
                }
                None if request.body.starts_with("Action=GetCallerIdentity") => {
                    (200, "<R><Account>111122223333</Account></R>".to_owned())
                }
                _ => (400, refused),
            };
            let _ = stream.write_all(&answer(status, &back));
        }
    });
    url
}

fn of_aws(url: &str) -> [(&str, &str); 4] {
    [
        ("AWS_ENDPOINT_URL", url),
        ("AWS_ACCESS_KEY_ID", "a"),
        ("AWS_SECRET_ACCESS_KEY", "b"),
        ("AWS_REGION", "ap-northeast-1"),
    ]
}

#[test]
fn keys_may_be_kept_in_aws() {
    let here = Here::of(POLICY, &[("c", cluster("M10", "dev"))]);
    let aws = aws();
    let keys = of_aws(&aws);
    let plan = |place: &str| {
        here.kanjo_with(&["offhours", "plan", place, "--at", "2026-11-25T23:00"], &keys)
    };
    let (status, text, errors) = plan("--atlas=ssm:/kanjo/atlas");
    assert!(status == 0 && text.contains("97.73"), "{text}{errors}");
    let (status, _, errors) = plan("--atlas=secret:kanjo");
    assert!(status == 2 && errors.contains("does not hold keys"), "{errors}");
}

#[test]
fn what_was_planned_is_applied_and_nothing_if_the_world_has_moved() {
    let here = Here::of(POLICY, &[("c", cluster("M10", "dev"))]);
    let at = "2026-11-25T20:10";
    here.fake.at(moment(at));
    let plan = here.json(&["offhours", "plan", "--atlas", "--at", at]);
    std::fs::write(here.folder.path().join("plan.json"), plan.to_string()).expect("writes");
    let apply = |state: &str| {
        let state = format!("file:{}/{state}", here.folder.path().display());
        here.kanjo(&[
            "offhours",
            "apply",
            "--atlas",
            "--plan",
            "plan.json",
            "--state",
            &state,
            "--at",
            at,
        ])
    };
    here.fake.with(|world| world.cluster("c").tags = vec![("Env", "prod")]);
    let (status, text, _) = apply("one");
    assert!(status == 1 && text.contains("the world has moved"), "{text}");
    here.fake.with(|world| world.cluster("c").tags = vec![("Env", "dev")]);
    let (_, text, errors) = apply("two");
    here.fake.at(moment("2026-11-25T20:30"));
    assert!(here.fake.paused()["c"], "{text}{errors}");
}
