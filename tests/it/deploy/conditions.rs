//! The conditions of the role, which moto does not read, as ministack judges them:
//! a change of what is not tagged is denied.

use super::{acts, is_look, list, own};
use crate::it::root;
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

/// What a policy says to requests: an action, an ARN, the keys of the request.
fn decisions(policy: &Value, asked: &[Value]) -> Option<Vec<String>> {
    let made = Command::new(root().join("scripts/bench/ministack")).output();
    let Some(made) = made.ok().filter(|made| made.status.success()) else {
        eprintln!("skipped: scripts/bench/ministack needs python3 with venv, and a package index");
        return None;
    };
    let folder = String::from_utf8(made.stdout).expect("a path");
    let mut judge = Command::new(format!("{}/bin/python", folder.trim()))
        .arg(root().join("scripts/bench/conditions.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python starts");
    let question = json!({"policy": policy, "asked": asked}).to_string();
    judge.stdin.take().expect("a pipe").write_all(question.as_bytes()).expect("writes");
    let done = judge.wait_with_output().expect("python ends");
    assert!(done.status.success());
    Some(list(&serde_json::from_slice(&done.stdout).expect("JSON")))
}

/// An ARN that a pattern of the policy takes.
fn arn(pattern: &str) -> String {
    pattern.replacen('*', "ap-northeast-1", 1).replacen('*', "111111111111", 1).replace('*', "x")
}

#[test]
fn a_change_of_what_is_not_tagged_is_denied() {
    let acts = acts();
    let tagged =
        |statement: &&Value| statement["Condition"].to_string().contains("ResourceTag/Env");
    let mut asked = Vec::new();
    for statement in acts["Statement"].as_array().expect("a list").iter().filter(tagged) {
        for action in list(&statement["Action"]) {
            assert!(!is_look(&action), "{action}");
            let service = action.split(':').next().expect("a service");
            let of = |pattern: &String| pattern.split(':').nth(2) == Some(service);
            let resources: Vec<String> =
                list(&statement["Resource"]).into_iter().filter(of).collect();
            assert!(!resources.is_empty(), "{action} is allowed on nothing");
            for resource in resources {
                for keys in [
                    json!({"aws:ResourceTag/Env": "dev"}),
                    json!({"aws:ResourceTag/Env": "prod"}),
                    json!({}),
                ] {
                    asked.push(json!([action, arn(&resource), keys]));
                }
            }
        }
    }
    assert!(asked.len() > 50, "{}", asked.len());
    let Some(told) = decisions(&acts, &asked) else { return };
    for (three, requests) in told.chunks(3).zip(asked.chunks(3)) {
        assert_eq!(three, ["Allow", "ImplicitDeny", "ImplicitDeny"], "{requests:?}");
    }
}

#[test]
fn what_carries_no_tag_is_limited_by_its_name() {
    let target = "arn:aws:application-autoscaling:ap-northeast-1:111111111111:scalable-target/x";
    let bounds = |namespace: &str, dimension: &str| {
        let keys = json!({
            "application-autoscaling:service-namespace": namespace,
            "application-autoscaling:scalable-dimension": dimension,
        });
        json!(["application-autoscaling:RegisterScalableTarget", target, keys])
    };
    let snapshot = |name: &str| {
        let arn = format!("arn:aws:rds:ap-northeast-1:111111111111:snapshot:{name}");
        json!(["rds:CreateDBSnapshot", arn, {}])
    };
    let rule = "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:listener-rule/app/a/b/c/d";
    let page = |tags: Value| json!(["elasticloadbalancing:DeleteRule", rule, tags]);
    let marks = |made_by: &str| json!(["elasticloadbalancing:AddTags", rule, {"elasticloadbalancing:CreateAction": made_by}]);
    let asked = [
        page(json!({"aws:ResourceTag/kanjo:page": "night"})),
        page(json!({"aws:ResourceTag/Env": "dev"})),
        marks("CreateRule"),
        marks("CreateListener"),
        bounds("ecs", "ecs:service:DesiredCount"),
        bounds("dynamodb", "dynamodb:table:ReadCapacityUnits"),
        snapshot("kanjo-db1-1"),
        snapshot("mine"),
        json!(["rds:DeleteDBSnapshot", "arn:aws:rds:r:1:snapshot:kanjo-db1-1", {}]),
    ];
    let Some(told) = decisions(&acts(), &asked) else { return };
    let mut wanted = ["Allow", "ImplicitDeny"].repeat(4);
    wanted.push("ImplicitDeny");
    assert_eq!(told, wanted);
    // Of the table only what stands under the notices is deleted.
    let own = own().to_string().replace("${table}", "arn:aws:dynamodb:r:1:table/k");
    let own: Value = serde_json::from_str(&own).expect("JSON");
    let delete = |id: &str| json!(["dynamodb:DeleteItem", "arn:aws:dynamodb:r:1:table/k", {"dynamodb:LeadingKeys": [id]}]);
    let told = decisions(&own, &[delete("notices"), delete("records")]).expect("as above");
    assert_eq!(told, ["Allow", "ImplicitDeny"]);
}
