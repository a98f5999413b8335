//! Directories of Terraform end to end: what people point kanjo at.

use super::determinism::kanjo;
use kanjo::quantity::Number;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

const SYSTEM: &str = "examples/commercial-production";

/// Writes files: `=== path` introduces each.
fn write(root: &Path, text: &str) {
    for part in text.split("=== ").skip(1) {
        let (name, body) = part.split_once('\n').expect("a name");
        let path = root.join(name.trim());
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, body).expect("written");
    }
}

fn folder(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), text);
    folder
}

fn json(args: &[&str]) -> Value {
    let (status, json, errors) = kanjo(&[args, &["--format", "json"]].concat());
    assert_eq!(status, 0, "{args:?}: {errors}");
    serde_json::from_str(&json).expect("JSON")
}

fn path(folder: &tempfile::TempDir) -> &str {
    folder.path().to_str().expect("UTF-8")
}

/// The estimate of files that stand in one folder, in Tokyo.
fn estimate(text: &str) -> Value {
    let text =
        format!("=== provider.tf\nprovider \"aws\" {{ region = \"ap-northeast-1\" }}\n{text}");
    json(&["estimate", path(&folder(&text))])
}

fn list<'a>(bill: &'a Value, key: &str) -> &'a [Value] {
    bill[key].as_array().map_or(&[], Vec::as_slice)
}

/// `meter quantity` of the charges of a resource.
fn lines(bill: &Value, resource: &str) -> Vec<String> {
    let own = list(bill, "charges").iter().filter(|c| c["resource"] == resource);
    own.map(|c| format!("{} {}", c["meter"].as_str().unwrap_or(""), c["quantity"])).collect()
}

fn unpriced<'a>(bill: &'a Value, resource: &str) -> &'a Value {
    let found = list(bill, "unpriced").iter().find(|u| u["resource"] == resource);
    found.unwrap_or_else(|| panic!("{resource} is not among {:#}", bill["unpriced"]))
}

/// The quantities by usage type, from the JSON's own digits.
fn by_usage_type(args: &[&str]) -> BTreeMap<String, Number> {
    let mut sums = BTreeMap::new();
    for charge in list(&json(args), "charges") {
        let quantity = Number::parse_scientific(&charge["quantity"].to_string()).expect("a number");
        let key = charge["usage_type"].as_str().expect("text").to_owned();
        let sum: &mut Number = sums.entry(key).or_insert(Number::ZERO);
        *sum = sum.plus(quantity).expect("fits");
    }
    sums
}

#[test]
fn system_one_as_terraform_is_the_same_bill() {
    let terraform = format!("{SYSTEM}/terraform");
    let (yaml, hcl) = (&["estimate", SYSTEM][..], &["estimate", terraform.as_str()][..]);
    assert_eq!(by_usage_type(hcl), by_usage_type(yaml));
    for free_tier in ["on", "off"] {
        let set = format!("free_tier={free_tier}");
        let total = |path| json(&["estimate", path, "--set", &set])["totals"].to_string();
        assert_eq!(total(&terraform), total(SYSTEM));
    }
    let (status, table, errors) = kanjo(hcl);
    assert_eq!(status, 0, "{errors}");
    let aws = table.lines().find(|line| line.starts_with("aws  ")).expect("a row");
    assert!(aws.trim_end().ends_with(" 302.67"), "{aws}");
    let bill = json(hcl);
    let web = list(&bill, "charges")
        .iter()
        .find(|c| c["resource"] == "module.service[\"web\"].aws_ecs_service.this");
    let at = &web.expect("there")["at"];
    assert_eq!(at["file"], "examples/commercial-production/terraform/modules/service/main.tf");
    assert_eq!(
        (&at["line"], &web.expect("there")["tags"]["Env"]),
        (&19.into(), &"production".into())
    );
    assert_eq!(bill["coverage"]["not_supported"], 0);
}

#[test]
fn environments_of_one_directory_are_its_variables() {
    let main = "=== main.tf\nprovider \"aws\" { region = \"ap-northeast-1\" }\nvariable \"n\" { type = number }\n\
        variable \"sizes\" {\n  type = map(number)\n  default = {}\n}\n\
        resource \"aws_nat_gateway\" \"main\" {\n  count = var.n\n  subnet_id = \"s\"\n  allocation_id = \"e\"\n}\n\
        resource \"aws_ebs_volume\" \"v\" {\n  for_each = var.sizes\n  availability_zone = \"a\"\n  type = \"gp3\"\n  size = each.value\n}\n\
        === prod.tfvars\nn = 3\n\
        === kanjo.yaml\nversion: 1\nenvironments:\n  production: {terraform: {dir: ., var_files: [prod.tfvars]}}\n\
        \x20 staging: {terraform: {dir: ., vars: {n: 1, sizes: {a: 10}}}}\ndefaults: {aws.nat_gateway: {data: 10 GB}}\n";
    let folder = folder(main);
    let bill = json(&["estimate", path(&folder)]);
    let of = |environment: &str, meter: &str| {
        let own = list(&bill, "charges").iter();
        own.filter(|c| c["environment"] == environment && c["meter"] == meter).count()
    };
    assert_eq!((of("production", "hours"), of("staging", "hours")), (3, 1));
    assert_eq!((of("production", "data"), of("staging", "data")), (3, 1));
    let volumes = list(&bill, "charges").iter().filter(|c| c["kind"] == "aws.ebs");
    assert_eq!(volumes.map(|c| c["environment"].clone()).collect::<Vec<_>>(), ["staging"]);
    // The command line is over the file.
    let bill = json(&["estimate", path(&folder), "--env", "staging", "--var", "n=2"]);
    assert_eq!(list(&bill, "charges").iter().filter(|c| c["meter"] == "hours").count(), 2);
    std::fs::remove_file(folder.path().join("kanjo.yaml")).expect("gone");
    let file = folder.path().join("prod.tfvars");
    let plain = ["estimate", path(&folder), "--var-file"];
    for given in [file.to_str().expect("UTF-8"), "prod.tfvars"] {
        let bill = json(&[&plain[..], &[given]].concat());
        assert_eq!(list(&bill, "charges").len(), 3);
    }
    let (status, _, errors) = kanjo(&["estimate", path(&folder), "--var", "m=2"]);
    assert_eq!(status, 2);
    assert!(errors.contains("there is no variable `m`"), "{errors}");
}

#[test]
fn two_directories_are_two_bills_and_git_holds_the_other() {
    let one = "=== infra/main.tf\nmodule \"m\" {\n  source = \"../modules/m\"\n  size = 10\n}\nprovider \"aws\" { region = \"ap-northeast-1\" }\n\
        === modules/m/main.tf\nvariable \"size\" {}\nresource \"aws_ebs_volume\" \"v\" {\n  availability_zone = \"a\"\n  type = \"gp3\"\n  size = var.size\n}\n";
    let folder = folder(one);
    let git = |args: &[&str]| {
        let mut command = std::process::Command::new("git");
        command.current_dir(folder.path()).args(["-c", "user.name=a", "-c", "user.email=a@b.c"]);
        command.args(args).output().is_ok_and(|output| output.status.success())
    };
    if !git(&["init", "-q"]) {
        eprintln!("skipped: git is not installed");
        return;
    }
    assert!(git(&["add", "."]) && git(&["commit", "-qm", "one"]));
    let main = folder.path().join("infra/main.tf");
    let text = std::fs::read_to_string(&main).expect("reads").replace("= 10", "= 30");
    std::fs::write(&main, text).expect("written");
    let infra = folder.path().join("infra");
    let infra = infra.to_str().expect("UTF-8");
    let old = format!("git:HEAD:{infra}");
    for args in [&["diff", "--base", "HEAD", infra][..], &["diff", &old, infra]] {
        let diff = json(args);
        assert_eq!(diff["delta"], 1.92, "{diff:#}");
        assert_eq!(diff["changes"][0]["resource"], "module.m.aws_ebs_volume.v");
    }
    // A kanjo.yaml in git names a directory in git.
    write(folder.path(), "=== kanjo.yaml\nversion: 1\nterraform: {dir: infra}\n");
    assert!(git(&["add", "kanjo.yaml"]) && git(&["commit", "-qm", "two"]));
    assert_eq!(json(&["diff", "--base", "HEAD", path(&folder)])["delta"], 1.92);
    let other = self::folder(&one.replace("= 10", "= 20"));
    let other = other.path().join("infra");
    // Without git around it nothing beside the folder is read.
    let (status, _, errors) = kanjo(&["diff", other.to_str().expect("UTF-8"), infra]);
    assert_eq!(status, 2);
    assert!(errors.contains("../modules/m lies outside"), "{errors}");
}

#[test]
fn tasks_are_found_through_variables_and_outputs() {
    let bill = estimate(
        "=== main.tf
module \"task\" { source = \"./task\" }
module \"service\" {
  source = \"./service\"
  task   = module.task.arn
}
=== task/main.tf
resource \"aws_ecs_task_definition\" \"this\" {
  family = \"a\"
  cpu    = \"512\"
  memory = \"1024\"
  runtime_platform { cpu_architecture = \"ARM64\" }
}
output \"arn\" { value = aws_ecs_task_definition.this.arn }
=== service/main.tf
variable \"task\" {}
locals { definition = var.task }
resource \"aws_ecs_service\" \"this\" {
  name            = \"a\"
  launch_type     = \"FARGATE\"
  desired_count   = 2
  task_definition = local.definition
}
",
    );
    assert_eq!(
        lines(&bill, "module.service.aws_ecs_service.this"),
        ["memory_arm 1460", "vcpu_arm 730"]
    );
}

#[test]
fn what_peers_leave_at_nothing_is_priced() {
    let bill = estimate(
        "=== main.tf
resource \"aws_launch_template\" \"t\" { instance_type = \"c7g.4xlarge\" }
resource \"aws_autoscaling_group\" \"workers\" {
  min_size         = 0
  desired_capacity = 20
  launch_template {
    id = aws_launch_template.t.id
  }
}
resource \"aws_rds_cluster\" \"c\" {
  engine = \"aurora-postgresql\"
  serverlessv2_scaling_configuration {
    min_capacity = 2
    max_capacity = 8
  }
}
resource \"aws_rds_cluster_instance\" \"i\" {
  count              = 2
  cluster_identifier = aws_rds_cluster.c.id
  engine             = aws_rds_cluster.c.engine
  instance_class     = \"db.serverless\"
}
resource \"aws_elasticache_replication_group\" \"g\" {
  engine                  = \"valkey\"
  node_type               = \"cache.t4g.small\"
  num_node_groups         = 2
  replicas_per_node_group = 1
}
resource \"aws_elasticache_replication_group\" \"h\" {
  engine             = \"valkey\"
  node_type          = \"cache.t4g.small\"
  num_cache_clusters = 3
}
resource \"aws_lambda_function\" \"f\" {
  function_name = \"f\"
  architectures = [\"arm64\"]
  memory_size   = 512
}
=== kanjo.yaml
version: 1
terraform: {dir: .}
resources:
  aws_lambda_function.f: {requests: 1M, duration: 100 ms}
",
    );
    assert_eq!(lines(&bill, "aws_autoscaling_group.workers"), ["instances 14600"]);
    let cost = |resource: &str| {
        let own = list(&bill, "charges").iter().filter(|c| c["resource"] == resource);
        own.map(|c| c["cost"].as_f64().expect("a number")).sum::<f64>()
    };
    assert!(cost("aws_autoscaling_group.workers") > 8_000.0);
    assert_eq!(lines(&bill, "aws_rds_cluster_instance.i[0]"), ["acu 1460"]);
    assert_eq!(lines(&bill, "aws_elasticache_replication_group.g"), ["nodes_valkey 2920"]);
    assert_eq!(lines(&bill, "aws_elasticache_replication_group.h"), ["nodes_valkey 2190"]);
    let function = lines(&bill, "aws_lambda_function.f");
    assert!(function.iter().any(|line| line.contains("arm")), "{function:?}");
}

/// A directory has only what is written: no `id` beside the `name`, and no class
/// where the node group's own default holds.
#[test]
fn launch_templates_are_found_by_name() {
    let bill = estimate(
        "=== main.tf
resource \"aws_launch_template\" \"t\" {
  name          = \"workers\"
  instance_type = \"c7g.4xlarge\"
}
resource \"aws_autoscaling_group\" \"g\" {
  desired_capacity = 20
  launch_template { name = aws_launch_template.t.name }
}
resource \"aws_launch_template\" \"plain\" { name = \"plain\" }
resource \"aws_eks_node_group\" \"n\" {
  scaling_config { desired_size = 2 }
  launch_template { id = aws_launch_template.plain.id }
}
",
    );
    assert_eq!(lines(&bill, "aws_autoscaling_group.g"), ["instances 14600"]);
    assert_eq!(lines(&bill, "aws_eks_node_group.n"), ["disk 40", "nodes 1460"]);
}

#[test]
fn what_is_not_known_is_listed_with_its_place() {
    let bill = estimate(
        "=== main.tf
variable \"class\" {}
data \"aws_ssm_parameter\" \"n\" { name = \"n\" }
resource \"aws_instance\" \"class\" {
  ami           = \"ami-1\"
  instance_type = var.class
}
resource \"aws_instance\" \"many\" {
  count         = data.aws_ssm_parameter.n.value
  ami           = \"ami-1\"
  instance_type = \"t4g.small\"
}
module \"m\" {
  source   = \"./m\"
  for_each = toset(data.aws_ssm_parameter.n.value)
}
resource \"aws_ecs_service\" \"s\" {
  name            = \"s\"
  launch_type     = \"FARGATE\"
  desired_count   = 2
  task_definition = \"elsewhere:3\"
}
=== m/main.tf
resource \"aws_nat_gateway\" \"n\" {
  subnet_id     = \"s\"
  allocation_id = \"e\"
}
",
    );
    for (resource, line) in [
        ("aws_instance.class", 3),
        ("aws_instance.many[*]", 7),
        ("module.m[*].aws_nat_gateway.n", 1),
        ("aws_ecs_service.s", 16),
    ] {
        let found = unpriced(&bill, resource);
        assert_eq!(found["at"]["line"], line, "{found:#}");
        assert!(found["at"]["file"].as_str().is_some_and(|file| file.ends_with("main.tf")));
        assert!(lines(&bill, resource).is_empty(), "{resource} has a price");
    }
    assert_eq!(
        (&bill["complete"], bill["totals"]["expected"].to_string()),
        (&false.into(), "0".into())
    );
    assert_eq!(bill["coverage"]["unknown_value"], 4);
    let caveats = list(&bill, "caveats").iter();
    let counted: Vec<&Value> = caveats.filter(|c| c["resource"] == "aws_instance.many").collect();
    assert_eq!(counted[0]["at"]["line"], 8, "{counted:?}");
}

#[test]
fn a_count_that_is_not_known_can_be_stated() {
    let text = "=== main.tf\nprovider \"aws\" { region = \"ap-northeast-1\" }\nvariable \"n\" {}\n\
        resource \"aws_nat_gateway\" \"n\" {\n  count = var.n\n  subnet_id = \"s\"\n  allocation_id = \"e\"\n}\n\
        === kanjo.yaml\nversion: 1\nterraform: {dir: .}\nresources: {'aws_nat_gateway.n[*]': {count: 3}}\n";
    let bill = json(&["estimate", path(&folder(text))]);
    assert_eq!(lines(&bill, "aws_nat_gateway.n[*]"), ["hours 2190"]);
}

#[test]
fn scheduled_scaling_is_capacity_over_time() {
    let text = "=== main.tf
resource \"aws_ecs_cluster\" \"c\" { name = \"main\" }
resource \"aws_ecs_task_definition\" \"t\" {
  family = \"a\"
  cpu    = 1024
  memory = 2048
}
resource \"aws_ecs_service\" \"api\" {
  name            = \"api\"
  cluster         = aws_ecs_cluster.c.id
  launch_type     = \"FARGATE\"
  desired_count   = 2
  task_definition = aws_ecs_task_definition.t.arn
}
resource \"aws_appautoscaling_target\" \"api\" {
  service_namespace  = \"ecs\"
  scalable_dimension = \"ecs:service:DesiredCount\"
  resource_id        = \"service/${aws_ecs_cluster.c.name}/${aws_ecs_service.api.name}\"
  min_capacity       = 2
  max_capacity       = 10
}
resource \"aws_appautoscaling_scheduled_action\" \"up\" {
  name               = \"up\"
  service_namespace  = aws_appautoscaling_target.api.service_namespace
  resource_id        = aws_appautoscaling_target.api.resource_id
  scalable_dimension = aws_appautoscaling_target.api.scalable_dimension
  schedule           = \"cron(0 8 ? * MON-FRI *)\"
  timezone           = \"Asia/Tokyo\"
  scalable_target_action {
    min_capacity = 2
    max_capacity = 10
  }
}
resource \"aws_appautoscaling_scheduled_action\" \"down\" {
  name               = \"down\"
  service_namespace  = aws_appautoscaling_target.api.service_namespace
  resource_id        = aws_appautoscaling_target.api.resource_id
  scalable_dimension = aws_appautoscaling_target.api.scalable_dimension
  schedule           = \"cron(0 20 ? * MON-FRI *)\"
  timezone           = \"Asia/Tokyo\"
  scalable_target_action {
    min_capacity = 0
    max_capacity = 0
  }
}
resource \"aws_launch_template\" \"t\" { instance_type = \"t4g.small\" }
resource \"aws_autoscaling_group\" \"g\" {
  min_size = 4
  launch_template {
    id = aws_launch_template.t.id
  }
}
resource \"aws_autoscaling_schedule\" \"night\" {
  autoscaling_group_name = aws_autoscaling_group.g.name
  scheduled_action_name  = \"night\"
  recurrence             = \"0 22 * * *\"
  desired_capacity       = 0
}
resource \"aws_autoscaling_schedule\" \"morning\" {
  autoscaling_group_name = aws_autoscaling_group.g.name
  scheduled_action_name  = \"morning\"
  recurrence             = \"0 10 * * *\"
  desired_capacity       = 4
}
";
    let bill = estimate(text);
    // 60 of the 168 hours of a week, 730 hours a month: 2 × 730 × 60 / 168.
    let quantity = |resource: &str, meter: &str| {
        let own = list(&bill, "charges").iter();
        let found = own.filter(|c| c["resource"] == resource && c["meter"] == meter);
        found.map(|c| c["quantity"].to_string()).collect::<String>()
    };
    assert_eq!(quantity("aws_ecs_service.api", "vcpu").get(..12), Some("521.42857142"));
    // Half of every day.
    assert_eq!(quantity("aws_autoscaling_group.g", "instances"), "1460");
    // The whole of the same month in a real one: 22 working days of 12 hours in Tokyo.
    let with =
        format!("=== provider.tf\nprovider \"aws\" {{ region = \"ap-northeast-1\" }}\n{text}");
    let folder = folder(&with);
    let real = json(&["estimate", path(&folder), "--month", "2026-06"]);
    assert_eq!(lines(&real, "aws_ecs_service.api").last().map(String::as_str), Some("vcpu 528"));
}

#[test]
fn environments_that_use_one_name_keep_their_own_schedules() {
    let service = "=== app/main.tf
variable \"env\" {}
variable \"night\" { default = [] }
resource \"aws_ecs_task_definition\" \"t\" {
  family = \"a\"
  cpu    = 1024
  memory = 2048
}
resource \"aws_ecs_service\" \"api\" {
  name            = \"api\"
  cluster         = var.env
  launch_type     = \"FARGATE\"
  desired_count   = 1
  task_definition = aws_ecs_task_definition.t.arn
}
resource \"aws_appautoscaling_scheduled_action\" \"night\" {
  for_each    = toset(var.night)
  resource_id = \"service/${var.env}/${aws_ecs_service.api.name}\"
  schedule    = each.key
  scalable_target_action {
    min_capacity = 0
    max_capacity = 0
  }
}
";
    let main = "=== main.tf
module \"staging\" {
  source = \"./app\"
  env    = \"staging\"
  night  = [\"cron(0 12 * * ? *)\"]
}
module \"production\" {
  source = \"./app\"
  env    = \"production\"
}
";
    let bill = estimate(&format!("{main}{service}"));
    let vcpu = |module: &str| lines(&bill, &format!("module.{module}.aws_ecs_service.api"));
    assert_eq!(vcpu("production"), ["memory 1460", "vcpu 730"]);
    // Down every day and never up again: the week that comes round is at 0.
    assert!(vcpu("staging").is_empty() && list(&bill, "unpriced").is_empty());
}

#[test]
fn a_block_of_json_may_be_an_object() {
    let hcl = estimate(
        "=== main.tf
resource \"aws_instance\" \"i\" {
  ami           = \"ami-1\"
  instance_type = \"t4g.small\"
  tags          = { Name = \"i\" }
  root_block_device {
    volume_type = \"gp3\"
    volume_size = 30
  }
}
",
    );
    let body = r#""ami": "ami-1", "instance_type": "t4g.small", "tags": {"Name": "i"}, "root_block_device":"#;
    for block in [
        r#"{"volume_type": "gp3", "volume_size": 30}"#,
        r#"[{"volume_type": "gp3", "volume_size": 30}]"#,
    ] {
        let text = format!(
            "=== main.tf.json\n{{\"resource\": {{\"aws_instance\": {{\"i\": {{{body} {block}}}}}}}}}\n"
        );
        let json = estimate(&text);
        for key in ["totals", "unset_usage", "unpriced"] {
            assert_eq!(json[key], hcl[key]);
        }
        assert_eq!(list(&json, "charges").len(), 2);
        assert_eq!(json["charges"][0]["tags"]["Name"], "i");
    }
}

#[test]
fn what_cannot_be_read_says_where() {
    for (text, code, place) in [
        (
            "=== main.tf\nlocals {\n  a = local.b\n  b = local.a\n}\nresource \"aws_instance\" \"i\" {\n  ami = local.a\n}\n",
            "terraform-cycle",
            "main.tf:3",
        ),
        (
            "=== main.tf\n\nmodule \"m\" {\n  source = \"./gone\"\n}\n",
            "terraform-module",
            "main.tf:3",
        ),
        (
            "=== main.tf\nresource \"aws_instance\" \"i\" {\n  count = 1000000000\n}\n",
            "terraform-limit",
            "main.tf:2",
        ),
        ("=== main.tf\nresource \"aws_instance\" {\n", "terraform-syntax", "main.tf:"),
    ] {
        let folder = folder(text);
        let (status, out, errors) = kanjo(&["estimate", path(&folder)]);
        assert_eq!((status, out.as_str()), (2, ""), "{errors}");
        assert!(errors.contains(code) && errors.contains(place), "{code} {place}: {errors}");
    }
    let folder = folder("=== kanjo.yaml\nversion: 1\nterraform: {dir: infra}\n");
    let (status, _, errors) = kanjo(&["estimate", path(&folder)]);
    assert_eq!(status, 2);
    assert!(
        errors.contains("there is no such folder") && errors.contains("kanjo.yaml:2"),
        "{errors}"
    );
}

#[cfg(unix)]
#[test]
fn links_that_go_round_are_refused() {
    let folder = folder("=== main.tf\nmodule \"m\" {\n  source = \"./round\"\n}\n");
    std::os::unix::fs::symlink("round", folder.path().join("round")).expect("linked");
    let (status, _, errors) = kanjo(&["estimate", path(&folder)]);
    assert_eq!(status, 2);
    assert!(errors.contains("round"), "{errors}");
    // A module that holds itself through a link has no end, and is not followed for ever.
    std::fs::remove_file(folder.path().join("round")).expect("gone");
    std::os::unix::fs::symlink(".", folder.path().join("round")).expect("linked");
    let (status, _, errors) = kanjo(&["estimate", path(&folder)]);
    assert_eq!(status, 2);
    assert!(errors.contains("terraform-limit") && errors.contains("main.tf:1"), "{errors}");
}

#[test]
fn init_beside_terraform_lists_what_nobody_stated() {
    let system = format!("{SYSTEM}/terraform");
    let folder = tempfile::tempdir().expect("a folder");
    copy(&super::root().join(&system), folder.path());
    let file = folder.path().join("kanjo.yaml");
    std::fs::remove_file(&file).expect("gone");
    // A variable without a value is no reason not to begin.
    std::fs::rename(
        folder.path().join("production.tfvars"),
        folder.path().join("terraform.tfvars"),
    )
    .expect("renamed");
    let (status, said, errors) = kanjo(&["init", path(&folder)]);
    assert_eq!(status, 0, "{errors}");
    assert!(said.contains("written: "), "{said}");
    let text = std::fs::read_to_string(&file).expect("reads");
    assert!(
        text.contains(
            "\n#   module.network.aws_nat_gateway.main:\n#     data: 1 GB    # USD 0.062 per GB\n"
        ),
        "{text}"
    );
    let before = json(&["estimate", path(&folder)]);
    let unset = list(&before, "unset_usage").len();
    assert!(unset > 10 && before["complete"] == true, "{before:#}");
    // Every line that it suggests is one that kanjo reads.
    let (head, tail) = text.split_once("# resources:\n").expect("a list");
    let stated: String = tail
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(&file, format!("{head}resources:\n{stated}")).expect("written");
    let after = json(&["estimate", path(&folder)]);
    assert!(list(&after, "unset_usage").len() < unset / 2, "{:#}", after["unset_usage"]);
}

#[test]
fn init_writes_the_variables_that_it_was_given() {
    let main = "=== infra/main.tf
variable \"n\" { type = number }
variable \"zone\" {}
resource \"aws_ebs_volume\" \"v\" {
  count             = var.n
  availability_zone = var.zone
  type              = \"gp3\"
  size              = 10
}
=== prod.tfvars
n = 3
";
    let folder = folder(main);
    let infra = folder.path().join("infra");
    let (infra, file) = (infra.to_str().expect("UTF-8"), folder.path().join("prod.tfvars"));
    std::fs::create_dir(folder.path().join(".git")).expect("made");
    let file = file.to_str().expect("UTF-8");
    let (status, _, errors) =
        kanjo(&["init", infra, "--var-file", file, "--var", "zone=ap-northeast-1a"]);
    assert_eq!(status, 0, "{errors}");
    let text = std::fs::read_to_string(folder.path().join("infra/kanjo.yaml")).expect("reads");
    let named = "terraform: {dir: ., var_files: ['../prod.tfvars'], vars: {zone: ap-northeast-1a}}";
    assert!(text.contains(named), "{text}");
    assert_eq!(list(&json(&["estimate", infra]), "charges").len(), 3);
}

/// Two services of one name, each with a scaling target of its own.
const TWINS: &str = "=== main.tf
resource \"aws_ecs_cluster\" \"c\" {
  for_each = toset([\"a\", \"b\"])
  name     = each.key
}
resource \"aws_ecs_task_definition\" \"t\" {
  family = \"api\"
  cpu    = 1024
  memory = 2048
}
resource \"aws_ecs_service\" \"a\" {
  name            = \"api\"
  cluster         = aws_ecs_cluster.c[\"a\"].arn
  launch_type     = \"FARGATE\"
  desired_count   = 1
  task_definition = aws_ecs_task_definition.t.arn
}
resource \"aws_ecs_service\" \"b\" {
  name            = \"api\"
  cluster         = aws_ecs_cluster.c[\"b\"].arn
  launch_type     = \"FARGATE\"
  desired_count   = 1
  task_definition = aws_ecs_task_definition.t.arn
}
resource \"aws_appautoscaling_target\" \"a\" {
  min_capacity       = 3
  max_capacity       = 9
  resource_id        = \"service/${aws_ecs_cluster.c[\"a\"].name}/${aws_ecs_service.a.name}\"
  scalable_dimension = \"ecs:service:DesiredCount\"
  service_namespace  = \"ecs\"
}
";

#[test]
fn what_scaling_keeps_at_least_is_what_runs_and_only_there() {
    let bill = estimate(TWINS);
    assert_eq!(lines(&bill, "aws_ecs_service.a"), ["memory 4380", "vcpu 2190"]);
    assert_eq!(lines(&bill, "aws_ecs_service.b"), ["memory 1460", "vcpu 730"]);
    let said = list(&bill, "caveats").iter().filter(|c| c["resource"] == "aws_ecs_service.a");
    let said: Vec<&str> = said.filter_map(|c| c["message"].as_str()).collect();
    assert!(said.iter().any(|text| text.contains("1 is below the 3")), "{said:?}");
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("lists").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

#[test]
fn a_name_that_two_have_is_traced_or_listed() {
    let bill = estimate(
        r#"
=== main.tf
resource "aws_launch_configuration" "small" {
  name          = "web"
  image_id      = "ami-1"
  instance_type = "t3.micro"
}
resource "aws_launch_configuration" "big" {
  name          = "web"
  image_id      = "ami-1"
  instance_type = "c7g.4xlarge"
}
locals {
  chosen = { big = aws_launch_configuration.big.name }
}
module "group" {
  source = "./group"
  launch = local.chosen["big"]
}
resource "aws_autoscaling_group" "either" {
  launch_configuration = "web"
  min_size             = 1
  max_size             = 1
}
=== group/main.tf
variable "launch" { type = string }
resource "aws_autoscaling_group" "this" {
  launch_configuration = var.launch
  min_size             = 2
  max_size             = 2
}
"#,
    );
    let own = list(&bill, "charges").iter();
    let own = own.filter(|c| c["resource"] == "module.group.aws_autoscaling_group.this");
    let types: Vec<&str> = own.filter_map(|c| c["usage_type"].as_str()).collect();
    assert!(types.iter().any(|t| t.ends_with("BoxUsage:c7g.4xlarge")), "{types:?}");
    let either = unpriced(&bill, "aws_autoscaling_group.either");
    let why = either["why"].as_str().expect("text");
    assert!(why.contains("`web` may be aws_launch_configuration.big or"), "{why}");
    let at = either["at"].to_string();
    assert!(at.contains("main.tf") && at.contains("\"line\":18"), "{at}");
}
