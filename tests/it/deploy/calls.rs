//! The roles hold what the code calls, and the code is read for it: a new call
//! whose action is in no role fails here, and so does an action that nothing calls.

use super::{actions, acts, looks, own};
use crate::it::{read, root};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// Made by a path, by the SDK, or by AWS beside a call (tags that come with a rule),
/// so that the code does not hold the name.
const UNNAMED: [&str; 12] = [
    "cloudfront:GetDistribution",
    "cloudfront:ListTagsForResource",
    "cloudfront:UpdateDistribution",
    "eks:DescribeNodegroup",
    "eks:ListClusters",
    "eks:ListNodegroups",
    "eks:UpdateNodegroupConfig",
    "elasticloadbalancing:AddTags",
    "s3:GetObject",
    "s3:ListBucket",
    "sts:AssumeRole",
    "tag:GetResources",
];
/// What Lambda itself does in the name of the function.
const LAMBDA: [&str; 3] = ["logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage"];
/// Called by commands for which there is no role in `deploy/`: bills and what `doctor`
/// asks of them, the accounts of an organization, a webhook in another place than the
/// module's. Databases are modified for `backup: move-window` alone, which is a
/// permission to change everything of them: who wants it gives it. The last one needs
/// no permission.
const ELSEWHERE: [&str; 11] = [
    "athena:GetQueryExecution",
    "athena:GetQueryResults",
    "athena:StartQueryExecution",
    "athena:StopQueryExecution",
    "ce:GetCostAndUsage",
    "ce:ListCostAllocationTags",
    "organizations:ListAccounts",
    "rds:ModifyDBCluster",
    "rds:ModifyDBInstance",
    "secretsmanager:GetSecretValue",
    "sts:GetCallerIdentity",
];
/// Parts of requests and answers, not actions.
const OTHERS: [&str; 2] = ["ListBucketResult", "StartTime"];

/// What IAM calls a service, by the constant that the code has for it.
fn services(files: &[String]) -> BTreeMap<String, String> {
    let form = Regex::new(r#"const ([A-Z_0-9]+): Service =[^"]*"([^"]+)""#).expect("a pattern");
    let all = files.iter().flat_map(|text| form.captures_iter(text));
    all.map(|found| (found[1].to_owned(), found[2].replace("monitoring", "cloudwatch"))).collect()
}

/// Every action in the code, of the service that was named last before it.
fn called() -> BTreeSet<String> {
    let folder = std::fs::read_dir(root().join("src/cloud")).expect("a folder");
    let paths = folder.map(|entry| entry.expect("an entry").path());
    let files: Vec<String> = paths
        .filter(|path| path.is_file() && !path.ends_with("client.rs"))
        .map(|path| read(path).split("#[cfg(test)]").next().unwrap_or_default().to_owned())
        .collect();
    let services = services(&files);
    let verbs = "Add|Attach|BatchGet|Copy|Create|Delete|Describe|Disable|Enable|Get|Invoke|List|Modify|Pause|Put|\
                 Reboot|Register|Remove|Resume|Run|Send|Set|Start|Stop|Suspend|Terminate|Update";
    let form = format!(
        r#"\b([A-Z][A-Z_0-9]+)\b|"((?:{verbs})[A-Z]\w+|Publish|Query|(?:Tag|Untag)Resource\w*)""#
    );
    let form = Regex::new(&form).expect("a pattern");
    let mut called = BTreeSet::new();
    for text in files {
        let mut service = None;
        for found in form.captures_iter(&text) {
            match (found.get(1), found.get(2)) {
                (Some(name), _) => service = services.get(name.as_str()).or(service),
                (_, Some(name)) if OTHERS.contains(&name.as_str()) => {}
                (_, Some(name)) => {
                    let service = service.expect("an action stands behind its service");
                    called.insert(format!("{service}:{}", name.as_str()));
                }
                _ => {}
            }
        }
    }
    called
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_roles_hold_what_the_code_calls_and_no_more() {
    let called = called();
    let roles: BTreeSet<String> = [acts(), own(), looks()].iter().flat_map(actions).collect();
    let idle: Vec<&String> = roles
        .difference(&called)
        .filter(|name| !UNNAMED.contains(&name.as_str()) && !LAMBDA.contains(&name.as_str()))
        .collect();
    assert!(idle.is_empty(), "nothing calls {idle:?}: take it out of deploy/");
    let missing: BTreeSet<String> = called.difference(&roles).cloned().collect();
    assert_eq!(missing, set(&ELSEWHERE), "put the action into a role of deploy/, in both forms");
    assert!(roles.is_superset(&set(&UNNAMED)) && roles.is_superset(&set(&LAMBDA)));
}
