//! `deploy/`: the templates give one and the same role, which is enough for a
//! night and a morning and refuses everything else.
//!
//! `KANJO_MIRROR` names a Terraform filesystem mirror that holds hashicorp/aws;
//! without it, or without terraform, what needs them says so and passes.

#[cfg(feature = "aws")]
mod applied;
mod calls;
#[cfg(feature = "aws")]
mod conditions;
#[cfg(feature = "aws")]
mod template;

use super::{read, root};
use serde_json::Value;
use std::collections::BTreeSet;

/// What the function does to resources.
fn acts() -> Value {
    let text = read("deploy/terraform/member/acts.json.tftpl");
    let text = text.replace("${tag}", r#"["dev"]"#).replace("${tag_key}", "Env");
    serde_json::from_str(&text.replace("${partition}", "aws")).expect("JSON")
}

/// What the function needs for itself, with everything that can be asked for.
fn own() -> Value {
    let text = read("deploy/terraform/own.json.tftpl");
    let lines = text.lines().filter(|line| !line.starts_with("%{"));
    serde_json::from_str(&lines.collect::<Vec<_>>().join("\n")).expect("JSON")
}

/// What an audit may do.
fn looks() -> Value {
    serde_json::from_str(&read("deploy/terraform/audit/looks.json")).expect("JSON")
}

/// All actions of a policy.
fn actions(policy: &Value) -> BTreeSet<String> {
    let statements = policy["Statement"].as_array().expect("a list");
    statements.iter().flat_map(|statement| list(&statement["Action"])).collect()
}

fn is_look(action: &str) -> bool {
    let name = action.split_once(':').expect("a service").1;
    ["BatchGet", "Describe", "List", "Get"].iter().any(|verb| name.starts_with(verb))
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
    let template = read("deploy/cloudformation/audit.yaml");
    let (_, rest) = template.split_once("      PolicyDocument:\n").expect("the role");
    let lines = rest.lines().map_while(|line| line.strip_prefix("        "));
    let looks: String = lines.map(|line| format!("{line}\n")).collect();
    assert_eq!(looks, read("deploy/terraform/audit/looks.json"));
}

#[test]
fn an_audit_can_change_nothing() {
    let actions = actions(&looks());
    assert!(actions.len() > 20 && actions.iter().all(|action| is_look(action)), "{actions:?}");
}

#[test]
fn no_change_is_allowed_without_a_limit() {
    let acts = acts();
    let mut tagged = 0;
    for statement in acts["Statement"].as_array().expect("a list") {
        let (actions, resources) = (list(&statement["Action"]), list(&statement["Resource"]));
        assert!(actions.iter().all(|action| !action.contains('*')), "{statement}");
        if actions.iter().all(|action| is_look(action)) {
            continue;
        }
        assert!(
            actions.iter().all(|action| !is_look(action)),
            "one thing a statement: {statement}"
        );
        assert!(!resources.contains(&"*".to_owned()), "{statement}");
        let by_tag = statement["Condition"]["StringEquals"]["aws:ResourceTag/Env"].is_array();
        let by_name = resources.iter().all(|resource| resource.ends_with(":kanjo-*"));
        // The tags of a scalable target are not those of its service.
        let bounds = statement["Condition"]["StringEquals"]["application-autoscaling:service-namespace"]
            == "ecs";
        // A rule is marked when it is made, and only what is marked is deleted.
        let made = statement["Condition"]["StringEquals"]["elasticloadbalancing:CreateAction"]
            == "CreateRule";
        let page = statement["Condition"]["Null"]["aws:ResourceTag/kanjo:page"] == "false";
        assert!(by_tag || by_name || bounds || made || page, "{statement}");
        tagged += usize::from(by_tag);
    }
    assert_eq!(tagged, 2);
}
