//! Off-hours against moto, which speaks AWS's protocols: down and up again, and
//! nothing lost though a fifth of all requests fail.
//!
//! `scripts/bench/up` makes what is needed; without python3 or a package index
//! the tests say so and pass.

use super::faults::{self, Faults};
use super::root;
use serde_json::Value;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const POLICY: &str = r#"version: 1
timezone: Asia/Tokyo
schedules:
  office: {on: "Mon-Fri 08:00-20:00"}
guards:
  deny_tags: {Env: [prod, production]}
policies:
  - name: dev
    match: {types: ["ecs:service", "rds:*", "ec2:instance", "autoscaling:*"]}
    schedule: office
    backup: accept
"#;

/// moto on a port of its own; it ends with the test.
pub struct Moto {
    child: Child,
    pub url: String,
    pub venv: PathBuf,
    pub folder: tempfile::TempDir,
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Moto {
    /// With some services, a database, a cluster, two instances and a group.
    pub fn start(services: u32) -> Option<Moto> {
        Moto::with(&["make", &services.to_string()])
    }

    /// With what a command of `world.py` makes.
    pub fn with(make: &[&str]) -> Option<Moto> {
        let up = Command::new(root().join("scripts/bench/up")).output();
        let Some(up) = up.ok().filter(|up| up.status.success()) else {
            eprintln!("skipped: scripts/bench/up needs python3 with venv, and a package index");
            return None;
        };
        let venv =
            PathBuf::from(String::from_utf8(up.stdout).expect("a path").trim()).join("venv/bin");
        let port =
            TcpListener::bind("127.0.0.1:0").expect("binds").local_addr().expect("bound").port();
        let folder = tempfile::tempdir().expect("a folder");
        let child = Command::new(venv.join("python"))
            .arg(root().join("scripts/bench/serve.py"))
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("moto starts");
        let url = format!("http://127.0.0.1:{port}");
        let moto = Moto { child, url, venv, folder };
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                std::fs::create_dir(moto.folder.path().join("policies")).expect("makes");
                std::fs::write(moto.folder.path().join("policies/dev.yaml"), POLICY)
                    .expect("writes");
                moto.world(make);
                return Some(moto);
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("moto does not answer");
    }

    pub fn world(&self, args: &[&str]) -> Value {
        self.python("world.py", args)
    }

    /// What a script of `scripts/bench` prints.
    pub fn python(&self, script: &str, args: &[&str]) -> Value {
        let done = Command::new(self.venv.join("python"))
            .arg(root().join("scripts/bench").join(script))
            .arg(&self.url)
            .args(args)
            .output()
            .expect("python runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        serde_json::from_slice(&done.stdout).unwrap_or(Value::Null)
    }

    /// A program in the folder with the policies, whose AWS is at `url`.
    pub fn command(&self, program: &str, url: &str) -> Command {
        command(self.folder.path(), program, url)
    }

    /// Runs kanjo in the folder with the policies.
    pub fn kanjo(&self, url: &str, args: &[&str]) -> (i32, String, String) {
        run(self.folder.path(), url, args)
    }

    /// Where the records of the ticks are.
    pub fn state_folder(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// The same for `--state`.
    pub fn state(&self) -> String {
        format!("file:{}", self.state_folder().display())
    }

    /// With another policy than the usual.
    pub fn governed(policy: &str) -> Option<Moto> {
        let moto = Moto::start(0)?;
        std::fs::write(moto.folder.path().join("policies/dev.yaml"), policy).expect("writes");
        Some(moto)
    }

    /// So many ticks from an hour on, each of which has to end well.
    pub fn go(&self, url: &str, day: &str, hour: u32, count: u32) {
        for at in ticks(day, hour, count) {
            let done = self.tick(url, &self.state(), &at);
            assert_eq!(done.0, 0, "{at}: {}{}", done.1, done.2);
        }
    }

    pub fn tick(&self, url: &str, state: &str, at: &str) -> (i32, String, String) {
        self.kanjo(url, &["offhours", "run", "--once", "--state", state, "--at", at])
    }
}

/// A program in a folder, whose AWS is at `url`.
pub fn command(folder: &Path, program: &str, url: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env_clear().envs([
        ("AWS_ENDPOINT_URL", url),
        ("AWS_ACCESS_KEY_ID", "a"),
        ("AWS_SECRET_ACCESS_KEY", "b"),
        ("AWS_REGION", "ap-northeast-1"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("HOME", "/nowhere"),
    ]);
    command
}

/// The program, or another build of it.
pub fn program() -> String {
    std::env::var("KANJO_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_kanjo").to_owned())
}

/// Runs kanjo in a folder, against an endpoint.
pub fn run(folder: &Path, url: &str, args: &[&str]) -> (i32, String, String) {
    let done = command(folder, &program(), url).args(args).output().expect("kanjo runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (done.status.code().unwrap_or(-1), text(done.stdout), text(done.stderr))
}

pub fn ledger_is_whole(state: &Path) -> usize {
    is_whole(&ledger(state))
}

/// The lines of the ledger in a folder of state.
pub fn ledger(state: &Path) -> Vec<Value> {
    let mut lines = Vec::new();
    for file in std::fs::read_dir(state.join("ledger")).expect("a ledger").flatten() {
        let text = std::fs::read_to_string(file.path()).expect("reads");
        lines.extend(text.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line")));
    }
    lines
}

/// Each call has one line before it and one behind it, and no generation of a
/// resource has two. How many calls there are.
pub fn is_whole(lines: &[Value]) -> usize {
    let mut open = std::collections::BTreeSet::new();
    let mut made = std::collections::BTreeSet::new();
    for line in lines {
        let key = format!("{} {}", line["resource"], line["generation"]);
        match line["moment"].as_str() {
            Some("before") => {
                assert!(!line["saved"].is_null(), "{line}");
                assert!(made.insert(key.clone()), "twice: {line}");
                open.insert(key);
            }
            Some("done" | "failed") => assert!(open.remove(&key), "{line}"),
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
    made.len()
}

/// The minutes of an hour in steps of five, as moments of an evening or morning.
pub fn ticks(day: &str, hour: u32, count: u32) -> Vec<String> {
    (0..count).map(|n| format!("{day}T{:02}:{:02}", hour + n * 5 / 60, n * 5 % 60 + 1)).collect()
}

pub fn is_off(world: &Value) -> bool {
    let all = world.as_object().expect("an object");
    all.iter().all(|(name, one)| match name.as_str() {
        "live" => one == "running",
        // moto stops a cluster and leaves its member as it was.
        "au1-1" => true,
        "au1" | "db1" | "bastion" => one == "stopped",
        "g1" => one["sizes"][0] == 0 && one["sizes"][1] == 0 && one["sizes"][2] == 5,
        _ => one == "stopped" || one["count"] == 0,
    })
}

#[test]
fn everything_goes_off_and_comes_back_as_it_was() {
    let Some(moto) = Moto::start(3) else { return };
    let before = moto.world(&["show"]);
    let state = moto.state();
    let plan = moto.kanjo(&moto.url, &["offhours", "plan", "--live", "--at", "2026-11-23T20:01"]);
    assert_eq!(plan.0, 0, "{}", plan.2);
    assert!(plan.1.starts_with("Saves USD "), "{}", plan.1);
    assert_eq!(plan.1.matches(" stop  11-24 08:00 on").count(), 7, "{}", plan.1);
    assert!(plan.1.contains("live: its tag Env=prod is denied by the guards"), "{}", plan.1);
    for at in ticks("2026-11-23", 20, 9) {
        let done = moto.tick(&moto.url, &state, &at);
        assert_eq!(done.0, 0, "{at}: {}{}", done.1, done.2);
    }
    let off = moto.world(&["show"]);
    assert!(is_off(&off), "{off:#}");
    let target = &off["service/dev/s1"];
    assert_eq!(target["bounds"], serde_json::json!([0, 10]));
    assert_eq!(target["suspended"]["ScheduledScalingSuspended"], true);
    let status = moto.kanjo(&moto.url, &["offhours", "status", "--state", &state]);
    assert!(status.1.starts_with("8 resources: 1 blocked, 7 off\n"), "{}", status.1);
    for at in ticks("2026-11-24", 8, 12) {
        let done = moto.tick(&moto.url, &state, &at);
        assert_eq!(done.0, 0, "{at}: {}{}", done.1, done.2);
    }
    assert_eq!(moto.world(&["show"]), before);
    let calls = ledger_is_whole(&moto.state_folder());
    // Two services with bounds, one without, a group, and three that only switch.
    assert_eq!(calls, 2 * 4 + 2 + 4 + 3 * 2);
}

#[test]
fn nothing_is_lost_though_a_fifth_of_the_requests_fail() {
    let Some(moto) = Moto::start(12) else { return };
    let before = moto.world(&["show"]);
    let state = moto.state();
    let aws = Faults::start(&moto.url, faults::random(7, 20, 20));
    for at in ticks("2026-11-23", 20, 17) {
        moto.tick(&aws.url, &state, &at);
    }
    let off = moto.world(&["show"]);
    assert!(is_off(&off), "{off:#}");
    for at in ticks("2026-11-24", 8, 30) {
        moto.tick(&aws.url, &state, &at);
    }
    assert_eq!(moto.world(&["show"]), before);
    assert!(aws.failed() > 50, "the proxy fails");
    assert!(ledger_is_whole(&moto.state_folder()) >= 12 * 2);
}

#[test]
fn a_plan_that_is_out_of_date_is_not_applied() {
    let Some(moto) = Moto::start(2) else { return };
    let at = "2026-11-23T20:01";
    let plan =
        moto.kanjo(&moto.url, &["offhours", "plan", "--live", "--at", at, "--format", "json"]);
    assert_eq!(plan.0, 0, "{}", plan.2);
    std::fs::write(moto.folder.path().join("plan.json"), &plan.1).expect("writes");
    let apply = |at: &str| {
        moto.kanjo(
            &moto.url,
            &[
                "offhours",
                "apply",
                "--plan",
                "plan.json",
                "--state",
                "dynamodb://kanjo",
                "--at",
                at,
            ],
        )
    };
    let before = moto.world(&["show"]);
    let later = apply("2026-11-24T08:01");
    assert_eq!(later.0, 1, "{}", later.2);
    assert!(
        later.1.starts_with("nothing is done: the world has moved since plan.json"),
        "{}",
        later.1
    );
    assert_eq!(moto.world(&["show"]), before);
    let done = apply("2026-11-23T20:02");
    assert_eq!(done.0, 0, "{}{}", done.1, done.2);
    let off = moto.world(&["show"]);
    assert_eq!(off["service/dev/s1"]["count"], 0, "{}", done.1);
    let status = moto.kanjo(&moto.url, &["offhours", "status", "--state", "dynamodb://kanjo"]);
    assert!(status.1.contains("comes back as"), "{}{}", status.1, status.2);
}
