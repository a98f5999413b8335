//! `deploy/`: the templates give one and the same role, which is enough for a
//! night and a morning and refuses everything else.
//!
//! `KANJO_MIRROR` names a Terraform filesystem mirror that holds hashicorp/aws;
//! without it, or without terraform, what needs them says so and passes.

use super::{read, root};
use serde_json::Value;

fn acts() -> Value {
    let text = read("deploy/terraform/member/acts.json.tftpl");
    let text = text.replace("${tag}", r#"["dev"]"#).replace("${tag_key}", "Env");
    serde_json::from_str(&text.replace("${partition}", "aws")).expect("JSON")
}

fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(list).collect(),
        other => vec![other.as_str().expect("a text").to_owned()],
    }
}

/// The text below `Fn::Sub` in a template of CloudFormation.
fn substituted(template: &str) -> String {
    let (_, rest) = template.split_once("        Fn::Sub:\n          - |\n").expect("the role");
    let lines = rest.lines().map_while(|line| line.strip_prefix("            "));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn terraform_and_cloudformation_give_the_same_role() {
    let terraform = read("deploy/terraform/member/acts.json.tftpl")
        .replace("${partition}", "${AWS::Partition}")
        .replace("${tag_key}", "${TagKey}")
        .replace("${tag}", r#"["${Values}"]"#);
    for file in ["kanjo.yaml", "member.yaml"] {
        let template = read(root().join("deploy/cloudformation").join(file));
        assert_eq!(substituted(&template), terraform, "{file}");
    }
}

#[test]
fn no_change_is_allowed_without_a_limit() {
    let acts = acts();
    let reads = |action: &str| {
        let name = action.split_once(':').expect("a service").1;
        ["Describe", "List", "Get"].iter().any(|verb| name.starts_with(verb))
    };
    let mut tagged = 0;
    for statement in acts["Statement"].as_array().expect("a list") {
        let (actions, resources) = (list(&statement["Action"]), list(&statement["Resource"]));
        assert!(actions.iter().all(|action| !action.contains('*')), "{statement}");
        if actions.iter().all(|action| reads(action)) {
            continue;
        }
        assert!(actions.iter().all(|action| !reads(action)), "one thing a statement: {statement}");
        assert!(!resources.contains(&"*".to_owned()), "{statement}");
        let by_tag = statement["Condition"]["StringEquals"]["aws:ResourceTag/Env"].is_array();
        let by_name = resources.iter().all(|resource| resource.ends_with(":kanjo-*"));
        // The tags of a scalable target are not those of its service.
        let bounds = statement["Condition"]["StringEquals"]["application-autoscaling:service-namespace"]
            == "ecs";
        assert!(by_tag || by_name || bounds, "{statement}");
        tagged += usize::from(by_tag);
    }
    assert_eq!(tagged, 2);
}

#[cfg(feature = "aws")]
mod applied {
    use super::super::aws::{Moto, is_off, ticks};
    use super::*;
    use std::collections::BTreeSet;
    use std::path::PathBuf;
    use std::process::Command;

    /// Terraform in a folder of its own, whose AWS is moto.
    struct Terraform<'a> {
        moto: &'a Moto,
        folder: tempfile::TempDir,
    }

    const SERVICES: [&str; 9] =
        ["cloudwatch", "dynamodb", "iam", "lambda", "logs", "s3", "scheduler", "sqs", "sts"];

    impl Terraform<'_> {
        fn open(moto: &Moto) -> Option<Terraform<'_>> {
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
            let endpoints: String =
                SERVICES.iter().map(|name| format!("    {name} = {:?}\n", moto.url)).collect();
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
module "kanjo" {{
  source     = {:?}
  zip        = "${{path.module}}/function.zip"
  policies   = {:?}
  keep_state = false
}}
module "member" {{
  source  = {:?}
  trusted = module.kanjo.role
}}
output "policies" {{ value = module.kanjo.policies }}
output "state" {{ value = module.kanjo.state }}
"#,
                    root().join("deploy/terraform"),
                    moto.folder.path().join("policies"),
                    root().join("deploy/terraform/member"),
                ),
            );
            // An archive of nothing: moto keeps it and does not run it.
            let zip = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
            std::fs::write(folder.path().join("function.zip"), zip).expect("writes");
            Some(Terraform { moto, folder })
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

    #[test]
    fn the_role_is_enough_and_no_more() {
        let Some(moto) = Moto::start(3) else { return };
        let Some(terraform) = Terraform::open(&moto) else { return };
        moto.python("keep.py", &["make"]);
        terraform.run(&["init", "-input=false"]);
        terraform.run(&["validate"]);
        terraform.run(&["apply", "-auto-approve", "-input=false"]);
        let (policies, state) = (terraform.output("policies"), terraform.output("state"));
        let before = moto.world(&["show"]);
        let keys = moto.python("role.py", &["as", "kanjo-offhours"]);
        let enforce = |how: &str| moto.python("role.py", &["enforce", how]);
        let key = |at: usize| keys[at].as_str().expect("a key").to_owned();
        let tick = |keys: &Value, at: &str| {
            let key = |at: usize| keys[at].as_str().expect("a key").to_owned();
            let done = moto
                .command(env!("CARGO_BIN_EXE_kanjo"), &moto.url)
                .env("AWS_ACCESS_KEY_ID", key(0))
                .env("AWS_SECRET_ACCESS_KEY", key(1))
                .env("AWS_SESSION_TOKEN", key(2))
                .args(["offhours", "run", "--once", "--state", &state, "--at", at])
                .args(["--policies", &policies])
                .output()
                .expect("kanjo runs");
            let text = String::from_utf8_lossy(&done.stdout).into_owned();
            (done.status.code(), text + &String::from_utf8_lossy(&done.stderr))
        };
        enforce("on");
        for at in ticks("2026-11-23", 20, 9) {
            let done = tick(&keys, &at);
            assert_eq!(done.0, Some(0), "{at}: {}", done.1);
        }
        enforce("off");
        let off = moto.world(&["show"]);
        assert!(is_off(&off), "{off:#}");
        enforce("on");
        for at in ticks("2026-11-24", 8, 12) {
            let done = tick(&keys, &at);
            assert_eq!(done.0, Some(0), "{at}: {}", done.1);
        }
        let told = moto.python("role.py", &["outside", &keys.to_string()]);
        enforce("off");
        assert_eq!(moto.world(&["show"]), before);
        let told = told.as_object().expect("an object");
        assert!(told.len() > 8 && told.values().all(|answer| answer == "denied"), "{told:?}");

        // No more: what is allowed was called, or is needed only by what was not there.
        let used: BTreeSet<String> =
            list(&moto.python("role.py", &["used", &key(0)])).into_iter().collect();
        let acts = acts();
        let statements = acts["Statement"].as_array().expect("a list");
        let allowed: BTreeSet<String> =
            statements.iter().flat_map(|statement| list(&statement["Action"])).collect();
        // There is no such resource in moto's world.
        let elsewhere = ["apprunner", "eks", "redshift", "sagemaker"];
        let lists = ["ListServices", "ListClusters", "DescribeClusters", "ListNotebookInstances"];
        let is_elsewhere = |action: &&&str| {
            let (service, name) = action.split_once(':').expect("a service");
            elsewhere.contains(&service) && !lists.contains(&name)
        };
        let unused: Vec<&str> = allowed.difference(&used).map(String::as_str).collect();
        let unused: Vec<&str> = unused.iter().filter(|a| !is_elsewhere(a)).copied().collect();
        // Only asked where a policy wants a snapshot, where there are tasks, and for the
        // price in a notice. moto does not know App Runner.
        let others = [
            "apprunner:ListServices",
            "ecs:DescribeTaskDefinition",
            "ecs:GetTaskProtection",
            "rds:CreateDBClusterSnapshot",
            "rds:CreateDBSnapshot",
            "rds:DescribeDBClusterSnapshots",
            "rds:DescribeDBSnapshots",
        ];
        assert_eq!(unused, others);

        // Without one of its actions it is not enough, so the question was asked.
        let less = moto.python("role.py", &["as", "kanjo-offhours", "ecs:UpdateService"]);
        enforce("on");
        let (status, text) = ticks("2026-11-25", 20, 9)
            .iter()
            .map(|at| tick(&less, at))
            .find(|(status, _)| *status != Some(0))
            .expect("it is refused");
        enforce("off");
        assert!(status == Some(3) && text.contains("AccessDenied"), "{text}");
        let show = moto.world(&["show"]);
        assert_ne!(show["service/dev/s2"]["count"], 0, "{show:#}");
    }
}
