//! Plans of Terraform, made by a real terraform: see scripts/make-plans.

use super::determinism::kanjo;
use super::{read, root};
use serde_json::Value;
use std::path::Path;

fn estimate(args: &[&str]) -> Value {
    let (status, json, errors) = kanjo(&[&["estimate"], args, &["--format", "json"]].concat());
    assert_eq!(status, 0, "{errors}");
    serde_json::from_str(&json).expect("JSON")
}

fn plan(name: &str) -> String {
    format!("tests/fixtures/plans/{name}.json")
}

/// `resource meter quantity` of the charges of a resource.
fn lines(bill: &Value, resource: &str) -> Vec<String> {
    let charges = bill["charges"].as_array().expect("a list");
    let own = charges.iter().filter(|c| c["resource"] == resource);
    own.map(|c| format!("{} {}", c["meter"].as_str().unwrap_or(""), c["quantity"])).collect()
}

#[test]
fn what_a_plan_creates() {
    let bill = estimate(&[&plan("create")]);
    // Through a module's output and another's variable, on ARM.
    for key in ["api", "web"] {
        let name = format!("module.service[\"{key}\"].aws_ecs_service.this");
        assert_eq!(lines(&bill, &name), ["memory_arm 1460", "vcpu_arm 730"]);
    }
    // 20 × c7g.4xlarge through a launch template.
    assert_eq!(lines(&bill, "aws_autoscaling_group.workers"), ["instances 14600", "storage 600"]);
    // An address is paid once, at its owner.
    assert_eq!(lines(&bill, "aws_eip.nat"), ["in_use 730"]);
    assert_eq!(lines(&bill, "aws_nat_gateway.main"), ["hours 730"]);
    // Three subnets of a count that are known after apply are three zones.
    assert_eq!(lines(&bill, "aws_lb.public"), ["hours 730", "ipv4 2190"]);
    // Serverless is billed at its minimum at least.
    assert_eq!(lines(&bill, "aws_rds_cluster_instance.main[0]"), ["acu 1460"]);
    // A provider that a module gets under its own name.
    let charges = bill["charges"].as_array().expect("a list");
    let key = charges.iter().find(|c| c["resource"] == "module.edge.aws_kms_key.edge");
    assert_eq!(key.expect("there")["region"], "us-east-1");
    // Tags over the provider's.
    let web =
        charges.iter().find(|c| c["resource"] == "module.service[\"web\"].aws_ecs_service.this");
    let tags = &web.expect("there")["tags"];
    assert_eq!((&tags["Component"], &tags["Project"]), (&"web".into(), &"shop".into()));
}

#[test]
fn what_is_not_known_is_never_a_default() {
    let bill = estimate(&[&plan("create")]);
    assert!(lines(&bill, "aws_instance.unknown").is_empty());
    let unpriced = bill["unpriced"].as_array().expect("a list");
    let class = unpriced.iter().find(|u| u["resource"] == "aws_instance.unknown").expect("listed");
    assert_eq!(class["code"], "value-unknown");
    assert_eq!(class["at"]["address"], "aws_instance.unknown");
    assert_eq!(class["why"], "data.aws_ssm_parameter.class.value is known after it exists");
    assert_eq!(bill["complete"], false);
    // Replication groups by node count, though this class has no price here.
    let cache = unpriced.iter().find(|u| u["kind"] == "aws.elasticache").expect("listed");
    assert_eq!(cache["quantity"], 2920);
}

#[test]
fn every_resource_is_in_one_class() {
    let bill = estimate(&[&plan("create")]);
    let schema: Value = serde_json::from_str(&read("docs/schema/estimate.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(validator.is_valid(&bill));
    let coverage = &bill["coverage"];
    let of = |name: &str| coverage[name].as_u64().expect("a number");
    let classes = ["estimated", "free", "part", "unset_usage", "unknown_value", "not_supported"];
    assert_eq!(classes.iter().map(|class| of(class)).sum::<u64>(), of("resources"));
    assert_eq!((of("resources"), of("unknown_value"), of("not_supported")), (22, 2, 0));
}

#[test]
fn a_plan_has_both_sides() {
    let (status, json, errors) = kanjo(&["diff", &plan("changes"), "--format", "json"]);
    assert_eq!(status, 0, "{errors}");
    let diff: Value = serde_json::from_str(&json).expect("JSON");
    let names: Vec<&str> = diff["changes"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|c| c["resource"].as_str())
        .collect();
    // What moved, stays or is replaced by its like is no change.
    assert_eq!(names, ["aws_ebs_volume.goes", "aws_ebs_volume.grows"]);
    let (status, text, _) = kanjo(&["diff", &plan("destroy")]);
    assert_eq!(status, 0);
    assert!(text.contains("66.24 → 0.00"), "{text}");
    // The state before is the bill before.
    assert_eq!(estimate(&[&plan("state")])["totals"]["expected"].to_string(), "66.24");
}

#[test]
fn a_target_plan_holds_what_it_holds() {
    let bill = estimate(&[&plan("target")]);
    assert_eq!(bill["totals"]["expected"].to_string(), "48.91");
}

#[test]
fn what_other_tools_leave_around_a_plan() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = read(plan("changes"));
    let file = folder.path().join("plan.json");
    let name = file.to_string_lossy().into_owned();
    let total = || estimate(&[&name])["totals"]["expected"].to_string();
    std::fs::write(&file, &text).expect("written");
    let plain = total();
    let wrapped = format!(
        "[command]/usr/bin/terraform show -json plan\n{}\n::debug::done\n",
        text.replace('\n', "")
    );
    std::fs::write(&file, wrapped).expect("written");
    assert_eq!(total(), plain);
    let utf16: Vec<u8> =
        [0xfeff_u16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    std::fs::write(&file, utf16).expect("written");
    assert_eq!(total(), plain);
    for cut in [0, 1, 200, text.len() / 2, text.len() - 3] {
        std::fs::write(
            &file,
            format!("{{\"format_version\":\"1.2\",{}", &text[1..][..cut.min(text.len() - 2)]),
        )
        .expect("written");
        let (status, _, errors) = kanjo(&["estimate", &name]);
        assert_eq!(status, 2, "{cut}: {errors}");
        assert!(errors.contains("bad-plan"), "{cut}: {errors}");
    }
}

#[test]
fn kanjo_yaml_patches_a_plan() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy(root().join(plan("create")), folder.path().join("plan.json")).expect("copied");
    let yaml = "version: 1\nproject: shop\ntimezone: Asia/Tokyo\n\
        terraform: {plan: plan.json}\n\
        defaults: {aws.nat_gateway: {data: 100 GB}}\n\
        schedules: {office: {on: \"Mon-Fri 08:00-20:00\", timezone: Asia/Tokyo}}\n\
        environments:\n  production: {}\n  staging:\n    schedule: office\n    resources:\n      aws_autoscaling_group.workers: null\n\
        resources:\n  aws_instance.unknown: {instance_type: m7g.large}\n  errors: {type: sentry.plan, plan: team}\n";
    let file = folder.path().join("kanjo.yaml");
    std::fs::write(&file, yaml).expect("written");
    let name = file.to_string_lossy().into_owned();
    let bill = estimate(&[&name, "--env", "production"]);
    assert_eq!(lines(&bill, "aws_nat_gateway.main"), ["data 100", "hours 730"]);
    assert!(lines(&bill, "aws_instance.unknown").contains(&"instance 730".to_owned()));
    assert!(lines(&bill, "errors").len() == 1);
    let staging = estimate(&[&name, "--env", "staging"]);
    assert!(lines(&staging, "aws_autoscaling_group.workers").is_empty());
    // Twelve hours on five days of the average week.
    let tasks = lines(&staging, "module.service[\"web\"].aws_ecs_service.this");
    assert!(tasks.iter().all(|line| !line.ends_with(" 730")), "{tasks:?}");
    // A slip is an error, with the nearest.
    std::fs::write(&file, yaml.replace("aws_instance.unknown:", "aws_instance.unknwon:"))
        .expect("written");
    let (status, _, errors) = kanjo(&["estimate", &name]);
    assert!(status == 2 && errors.contains("did you mean `aws_instance.unknown`?"), "{errors}");
}

#[test]
fn a_usage_file_states_usage() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("usage.yml");
    let usage = "version: 0.1\nresource_type_default_usage:\n  aws_nat_gateway:\n    monthly_data_processed_gb: 5\n\
        resource_usage:\n  aws_nat_gateway.main:\n    monthly_data_processed_gb: 60\n  \
        aws_data_transfer.tokyo:\n    region: ap-northeast-1\n    monthly_outbound_internet_gb: 10\n";
    std::fs::write(&file, usage).expect("written");
    let name = file.to_string_lossy().into_owned();
    let bill = estimate(&[&plan("create"), "--usage", &name]);
    assert_eq!(lines(&bill, "aws_nat_gateway.main"), ["data 60", "hours 730"]);
    assert_eq!(lines(&bill, "aws_data_transfer.tokyo"), ["internet_out 10"]);
}

/// The public plans are not ours to keep: they are read where a folder of them
/// is named, and what each says is kept here.
#[test]
fn public_plans() {
    let Ok(folder) = std::env::var("KANJO_TERRAFORM") else {
        eprintln!("skipped: KANJO_TERRAFORM names no folder with plans/public");
        return;
    };
    let folder = Path::new(&folder).join("plans/public");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("a folder")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    let mut all = String::new();
    for file in files {
        let (status, text, errors) = kanjo(&["estimate", &file.to_string_lossy()]);
        assert_eq!(status, 0, "{}: {errors}", file.display());
        let head: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).collect();
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        all.push_str(&format!("{name}\n{}\n\n", head.join("\n")));
    }
    let golden = "tests/fixtures/public-plans.txt";
    if std::env::var_os("KANJO_WRITE_REFERENCE").is_some() {
        std::fs::write(root().join(golden), &all).expect("written");
    }
    assert_eq!(all, read(golden));
}

#[test]
fn a_hostile_plan_ends_in_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("plan.json");
    let written = |text: &str| {
        std::fs::write(&file, text).expect("written");
        kanjo(&["estimate", file.to_str().expect("UTF-8"), "--format", "json"])
    };
    let with = |after: &str, unknown: &str| {
        format!(
            "{{\"format_version\":\"1.2\",\"resource_changes\":[{{\"address\":\"aws_instance.i\",\"mode\":\"managed\",\
             \"type\":\"aws_instance\",\"change\":{{\"actions\":[\"create\"],\"before\":null,\"after\":{after},\
             \"after_unknown\":{unknown}}}}}]}}"
        )
    };
    let deep = |n: usize| format!("{}true{}", "[".repeat(n), "]".repeat(n));
    // Nested without end, in what is known and in what is not.
    for text in [
        with(&format!("{{\"instance_type\":{}}}", deep(200_000)), "{}"),
        with("{}", &format!("{{\"instance_type\":{}}}", deep(200_000))),
    ] {
        let (status, json, errors) = written(&text);
        assert_eq!(status, 0, "{errors}");
        let bill: Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(bill["coverage"]["unknown_value"], 1, "{:#}", bill["coverage"]);
    }
    let long = "x".repeat(5_000_000);
    let (status, ..) = written(&with(&format!("{{\"instance_type\":\"{long}\"}}"), "{}"));
    assert_eq!(status, 0);
    let text = with("{\"instance_type\":\"t3.micro\"}", "{}");
    for cut in [1, 40, text.len() / 2, text.len() - 1] {
        let (status, out, errors) = written(&text[..cut]);
        assert_eq!((status, out.as_str()), (2, ""), "{errors}");
    }
}
