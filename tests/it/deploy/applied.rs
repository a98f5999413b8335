//! `deploy/terraform` applied by Terraform to moto, and its roles under moto's
//! enforcement of permissions.

use super::super::aws::{Moto, is_off, ticks};
use super::{actions, acts, list, looks, root};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;

/// Terraform in a folder of its own, whose AWS is moto.
struct Terraform<'a> {
    moto: &'a Moto,
    folder: tempfile::TempDir,
}

const SERVICES: [&str; 9] =
    ["cloudwatch", "dynamodb", "iam", "lambda", "logs", "s3", "scheduler", "sqs", "sts"];

/// What Terraform asks Step Functions and moto does not answer: whether a definition
/// is valid, and which versions a machine has.
const UNANSWERED: [(&str, &str); 2] = [
    ("ValidateStateMachineDefinition", r#"{"result": "OK", "diagnostics": []}"#),
    ("ListStateMachineVersions", r#"{"stateMachineVersions": []}"#),
];

/// moto's Step Functions with these answers.
fn step_functions(moto: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let moto = moto.trim_start_matches("http://").to_owned();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let moto = moto.clone();
            std::thread::spawn(move || answer_or_pass(stream, &moto));
        }
    });
    url
}

fn answer_or_pass(mut stream: TcpStream, moto: &str) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut head, mut length) = (String::new(), 0);
    while !head.ends_with("\r\n\r\n") {
        let start = head.len();
        if reader.read_line(&mut head)? == 0 {
            return Ok(());
        }
        let line = head[start..].to_ascii_lowercase();
        if let Some(number) = line.strip_prefix("content-length:") {
            length = number.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    if let Some((_, text)) = UNANSWERED.iter().find(|(action, _)| head.contains(action)) {
        let length = text.len();
        let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}");
        return stream.write_all(format!("{head}\r\n\r\n{text}").as_bytes());
    }
    let mut on = TcpStream::connect(moto)?;
    on.write_all(head.replacen("\r\n", "\r\nconnection: close\r\n", 1).as_bytes())?;
    on.write_all(&body)?;
    std::io::copy(&mut on, &mut stream).map(drop)
}

impl Terraform<'_> {
    /// Applies modules, or says what is not there to do it.
    fn apply<'a>(moto: &'a Moto, modules: &str) -> Option<Terraform<'a>> {
        let mirror = std::env::var_os("KANJO_MIRROR").map(PathBuf::from);
        let terraform = Command::new("terraform").arg("version").output().is_ok();
        let Some(mirror) = mirror.filter(|_| terraform) else {
            eprintln!("skipped: terraform, and KANJO_MIRROR=DIR with hashicorp/aws");
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: String| {
            std::fs::write(folder.path().join(name), text).expect("writes");
        };
        write(
            "rc",
            format!(
                "disable_checkpoint = true\nprovider_installation {{\n  filesystem_mirror {{\n    path = {mirror:?}\n  }}\n}}\n"
            ),
        );
        let endpoint = |name: &str, url: &str| format!("    {name} = {url:?}\n");
        let mut endpoints: String = SERVICES.iter().map(|name| endpoint(name, &moto.url)).collect();
        endpoints.push_str(&endpoint("sfn", &step_functions(&moto.url)));
        let modules = modules
            .replace("DEPLOY", root().join("deploy/terraform").to_str().expect("UTF-8"))
            .replace("POLICIES", moto.folder.path().join("policies").to_str().expect("UTF-8"));
        write(
            "main.tf",
            format!(
                r#"
provider "aws" {{
  region                      = "ap-northeast-1"
  access_key                  = "a"
  secret_key                  = "b"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  s3_use_path_style           = true
  endpoints {{
{endpoints}  }}
}}
{modules}"#
            ),
        );
        // An archive of nothing: moto keeps it and does not run it.
        let zip = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
        std::fs::write(folder.path().join("function.zip"), zip).expect("writes");
        let terraform = Terraform { moto, folder };
        terraform.run(&["init", "-input=false"]);
        terraform.run(&["apply", "-auto-approve", "-input=false"]);
        Some(terraform)
    }

    fn run(&self, args: &[&str]) -> String {
        let done = Command::new("terraform")
            .args(args)
            .current_dir(self.folder.path())
            .env("TF_CLI_CONFIG_FILE", self.folder.path().join("rc"))
            .env("CHECKPOINT_DISABLE", "1")
            .output()
            .expect("terraform runs");
        let out = String::from_utf8_lossy(&done.stdout).into_owned();
        let error = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{args:?} at {}: {out}{error}", self.moto.url);
        out
    }

    fn output(&self, name: &str) -> String {
        self.run(&["output", "-raw", name])
    }
}

/// What a role is told, with keys of its own.
struct Role<'a> {
    moto: &'a Moto,
    keys: Value,
}

impl Role<'_> {
    /// A role under enforcement, of which one action may be left out.
    fn named<'a>(moto: &'a Moto, args: &[&str]) -> Role<'a> {
        Role { moto, keys: moto.python("role.py", &[&["as"], args].concat()) }
    }

    fn key(&self, at: usize) -> &str {
        self.keys[at].as_str().expect("a key")
    }

    fn kanjo(&self, args: &[&str]) -> (i32, String, String) {
        let done = self
            .moto
            .command(env!("CARGO_BIN_EXE_kanjo"), &self.moto.url)
            .env("AWS_ACCESS_KEY_ID", self.key(0))
            .env("AWS_SECRET_ACCESS_KEY", self.key(1))
            .env("AWS_SESSION_TOKEN", self.key(2))
            .args(args)
            .output()
            .expect("kanjo runs");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (done.status.code().unwrap_or(-1), text(done.stdout), text(done.stderr))
    }

    /// Runs a part of a test while moto asks for permissions.
    fn enforced<T>(&self, part: impl FnOnce() -> T) -> T {
        self.moto.python("role.py", &["enforce", "on"]);
        let done = part();
        self.moto.python("role.py", &["enforce", "off"]);
        done
    }

    fn used(&self) -> BTreeSet<String> {
        list(&self.moto.python("role.py", &["used", self.key(0)])).into_iter().collect()
    }
}

const KANJO: &str = r#"
module "kanjo" {
  source     = "DEPLOY"
  zip        = "${path.module}/function.zip"
  policies   = "POLICIES"
  keep_state = false
}
module "member" {
  source  = "DEPLOY/member"
  trusted = module.kanjo.role
}
output "policies" { value = module.kanjo.policies }
output "state" { value = module.kanjo.state }
"#;

/// Everything that moto has; what is no cluster wants a snapshot first.
const POLICY: &str = r#"version: 1
timezone: Asia/Tokyo
schedules:
  office: {on: "Mon-Fri 08:00-20:00"}
guards:
  deny_tags: {Env: [prod]}
policies:
  - {name: database, priority: 1, match: {types: ["rds:db"]}, schedule: office, backup: snapshot-before-stop}
  - {name: others, match: {types: ["*"]}, schedule: office, backup: accept}
"#;

/// What the world shows, in both of its parts.
fn shown(moto: &Moto) -> [Value; 2] {
    [moto.world(&["show"]), moto.world(&["show-others"])]
}

#[test]
fn the_role_is_enough_and_no_more() {
    let Some(moto) = Moto::start(3) else { return };
    moto.world(&["proxy"]);
    moto.world(&["others"]);
    std::fs::write(moto.folder.path().join("policies/dev.yaml"), POLICY).expect("writes");
    let Some(terraform) = Terraform::apply(&moto, KANJO) else { return };
    let (policies, state) = (terraform.output("policies"), terraform.output("state"));
    let before = shown(&moto);
    let tick = |role: &Role<'_>, at: &str| {
        let place = ["--state", &state, "--policies", &policies];
        role.kanjo(&[&["offhours", "run", "--once", "--at", at], &place[..]].concat())
    };
    let whole = Role::named(&moto, &["kanjo-offhours"]);
    let night = |day: &str, hour: u32, count: u32| {
        whole.enforced(|| {
            for at in ticks(day, hour, count) {
                let done = tick(&whole, &at);
                assert_eq!(done.0, 0, "{at}: {}{}", done.1, done.2);
            }
        });
    };
    // moto makes snapshots by itself, of today, which are newer than what is wanted.
    night("2025-11-17", 20, 9);
    let [mut off, others] = shown(&moto);
    let own = off.as_object_mut().expect("an object");
    own.retain(|name, _| !name.starts_with("graph"));
    assert!(is_off(&off), "{off:#}");
    assert_eq!(others["warehouse"], "paused", "{others:#}");
    night("2025-11-18", 8, 12);
    let told = whole.enforced(|| moto.python("role.py", &["outside", &whole.keys.to_string()]));
    assert_eq!(shown(&moto), before);
    let told = told.as_object().expect("an object");
    assert!(told.len() > 8 && told.values().all(|answer| answer == "denied"), "{told:?}");

    // No more: what is allowed was called. moto has no App Runner, names no service
    // deployment, has no tasks to
    // protect, has a snapshot before one is made, and refuses the first question to
    // EKS; tasks are described for the price in a notice. The policy has no page, and
    // mutes no alarms.
    let (used, allowed) = (whole.used(), actions(&acts()));
    let unused: Vec<&str> = allowed.difference(&used).map(String::as_str).collect();
    let others = [
        "apprunner:DescribeService",
        "apprunner:ListServices",
        "apprunner:ListTagsForResource",
        "apprunner:PauseService",
        "apprunner:ResumeService",
        "cloudfront:GetDistribution",
        "cloudfront:ListTagsForResource",
        "cloudfront:UpdateDistribution",
        "cloudwatch:DescribeAlarms",
        "cloudwatch:DisableAlarmActions",
        "cloudwatch:EnableAlarmActions",
        "codedeploy:BatchGetDeploymentGroups",
        "codedeploy:BatchGetDeployments",
        "codedeploy:ListDeployments",
        "ecs:DescribeTaskDefinition",
        "ecs:DescribeTasks",
        "ecs:GetTaskProtection",
        "ecs:ListServiceDeployments",
        "eks:DescribeNodegroup",
        "eks:ListNodegroups",
        "eks:UpdateNodegroupConfig",
        "elasticloadbalancing:AddTags",
        "elasticloadbalancing:CreateRule",
        "elasticloadbalancing:DeleteRule",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTags",
        "rds:CreateDBClusterSnapshot",
        "rds:CreateDBSnapshot",
        "rds:DescribeDBClusterSnapshots",
    ];
    assert_eq!(unused, others);

    // Without one of its actions it is not enough, so the question was asked.
    let less = Role::named(&moto, &["kanjo-offhours", "ecs:UpdateService"]);
    let refused = less.enforced(|| {
        let all = ticks("2025-11-19", 20, 9);
        all.iter().map(|at| tick(&less, at)).find(|done| done.0 != 0).expect("it is refused")
    });
    let text = refused.1 + &refused.2;
    assert!(refused.0 == 3 && text.contains("AccessDenied"), "{text}");
    let show = moto.world(&["show"]);
    assert_ne!(show["service/dev/s2"]["count"], 0, "{show:#}");
}

#[test]
fn an_audit_needs_its_role_and_no_more() {
    let Some(moto) = Moto::start(2) else { return };
    moto.world(&["proxy"]);
    moto.world(&["others"]);
    let module =
        "module \"audit\" {\n  source  = \"DEPLOY/audit\"\n  trusted = [\"123456789012\"]\n}\n";
    let Some(_terraform) = Terraform::apply(&moto, module) else { return };
    let audit = |role: &Role<'_>| -> Vec<String> {
        let done = role
            .enforced(|| role.kanjo(&["audit", "--at", "2026-11-25T23:00", "--format", "json"]));
        assert_eq!(done.0, 0, "{}{}", done.1, done.2);
        let audit: Value = serde_json::from_str(&done.1).expect("JSON");
        assert!(audit["resources"].as_array().is_some_and(|all| all.len() > 5), "{audit:#}");
        list(&audit["notes"]).into_iter().filter(|note| note.contains("AccessDenied")).collect()
    };
    let whole = Role::named(&moto, &["kanjo-audit"]);
    assert_eq!(audit(&whole), [""; 0]);
    let (used, allowed) = (whole.used(), actions(&looks()));
    let unused: Vec<&str> = allowed.difference(&used).map(String::as_str).collect();
    // moto has no App Runner, and refuses the first question to EKS.
    let others = [
        "apprunner:ListServices",
        "apprunner:ListTagsForResource",
        "eks:DescribeNodegroup",
        "eks:ListNodegroups",
    ];
    assert_eq!(unused, others);
    let less = Role::named(&moto, &["kanjo-audit", "ec2:DescribeNatGateways"]);
    let notes = audit(&less);
    assert!(notes.len() == 1 && notes[0].contains("NAT gateways"), "{notes:?}");
}

#[test]
fn accounts_get_an_invocation_for_each_region() {
    let Some(moto) = Moto::start(1) else { return };
    let accounts = KANJO.replacen(
        "keep_state",
        "accounts   = [\"111111111111\", \"222222222222\"]\n  regions    = [\"ap-northeast-1\", \"us-east-1\"]\n  keep_state",
        1,
    );
    let Some(terraform) = Terraform::apply(&moto, &accounts) else { return };
    let state: Value = serde_json::from_str(&terraform.run(&["show", "-json"])).expect("JSON");
    let modules = state["values"]["root_module"]["child_modules"].as_array().expect("modules");
    let resources = modules.iter().flat_map(|module| module["resources"].as_array().expect("all"));
    let of = |kind: &str, name: &str| -> Vec<&Value> {
        let is = |one: &&Value| one["type"] == kind && one["name"] == name;
        resources.clone().filter(is).map(|one| &one["values"]).collect()
    };
    let one = |kind: &str, name: &str| of(kind, name).first().copied().expect("is there").clone();
    // `kanjo-lambda` takes exactly these (`an_event_narrows_and_never_widens`).
    let items = one("aws_s3_object", "items");
    let items: Value =
        serde_json::from_str(items["content"].as_str().expect("a text")).expect("JSON");
    let item = |account: &str, region: &str| json!({"accounts": [account], "regions": [region]});
    let (first, second) = ("111111111111", "222222222222");
    let wanted = [
        item(first, "ap-northeast-1"),
        item(first, "us-east-1"),
        item(second, "ap-northeast-1"),
        item(second, "us-east-1"),
    ];
    assert_eq!(items, json!(wanted));
    let machine = one("aws_sfn_state_machine", "fan_out");
    assert_eq!(one("aws_scheduler_schedule", "tick")["target"][0]["arn"], machine["arn"]);
    let function = one("aws_lambda_function", "tick");
    let variables = &function["environment"][0]["variables"];
    let role = "arn:aws:iam::{account}:role/kanjo-offhours-member";
    assert_eq!(variables["KANJO_ROLES"], role);
    assert_eq!(variables["KANJO_REGIONS"], "ap-northeast-1,us-east-1");
    // The function does nothing itself; it may only become the roles of the accounts.
    assert!(of("aws_iam_role_policy", "acts").len() == 1, "that of the member");
    let own = one("aws_iam_role_policy", "own")["policy"].to_string();
    assert!(own.contains("arn:aws:iam::*:role/kanjo-offhours-member"), "{own}");
}
