//! Directories of Terraform, through the library as the command line uses it.

use super::root;
use kanjo::diagnostic::Sources;
use kanjo::expr::{Origin, Value, json};
use kanjo::source::Files;
use kanjo::terraform::{Configuration, Options, Resource, read_directory};
use std::path::Path;

fn read(folder: &Path) -> Configuration {
    let files = Files::directory(folder).expect("opens");
    let mut sources = Sources::default();
    let read = read_directory(files, Options::default(), &mut sources, |_| {});
    read.unwrap_or_else(|errors| {
        let place =
            |d: &kanjo::diagnostic::Diagnostic| d.labels.first().map(|l| sources.locate(l.span));
        panic!("{:?}", errors.list().iter().map(|d| (&d.message, place(d))).collect::<Vec<_>>())
    })
}

fn resource<'c>(configuration: &'c Configuration, address: &str) -> &'c Resource {
    let found = configuration.resources.iter().find(|r| &*r.address == address);
    found.unwrap_or_else(|| {
        let all: Vec<&str> = configuration.resources.iter().map(|r| &*r.address).collect();
        panic!("{address} is not among {all:#?}")
    })
}

/// `address.path` of an attribute that leads there, or its JSON.
fn attribute(configuration: &Configuration, address: &str, name: &str) -> String {
    fn shown(value: &Value) -> String {
        match value {
            Value::Unknown(origin) => match &**origin {
                Origin::Computed { address, path } => format!("{address}.{path}"),
                other => format!("{other:?}"),
            },
            Value::List(items) if value.unknown_inside().is_some() => {
                items.iter().map(shown).collect::<Vec<_>>().join(" ")
            }
            Value::Map(map) if value.unknown_inside().is_some() => {
                map.iter().map(|(k, v)| format!("{k}={}", shown(v))).collect::<Vec<_>>().join(" ")
            }
            other => json::encode(other).expect("has JSON").replace('"', "'"),
        }
    }
    let Value::Map(map) = &resource(configuration, address).values else { panic!("no map") };
    map.get(name).map_or_else(|| "none".to_owned(), shown)
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

fn check(c: &Configuration) {
    // What the calls make: the vendor's kinds, by how many.
    let count = |kind: &str| c.resources.iter().filter(|r| &*r.kind == kind).count();
    for (kind, expected) in [
        ("aws_subnet", 6),
        ("aws_nat_gateway", 1),
        ("aws_eip", 1),
        ("aws_security_group_rule", 2),
        ("aws_lb", 1),
        ("aws_lb_listener", 1),
        ("aws_ecs_service", 1),
        ("aws_ecs_task_definition", 1),
        ("aws_rds_cluster_instance", 2),
        ("aws_db_instance", 1),
        ("aws_eks_node_group", 2),
        ("aws_eks_addon", 1),
        ("aws_s3_bucket", 1),
        ("aws_lambda_function", 1),
        ("aws_autoscaling_group", 1),
        ("aws_autoscaling_schedule", 1),
        ("aws_iam_role_policy_attachment", 1),
        ("aws_dynamodb_table", 1),
        ("aws_cloudfront_distribution", 1),
        ("aws_route53_zone", 1),
        ("aws_route53_record", 4),
        ("aws_sqs_queue", 2),
        ("aws_sns_topic_subscription", 1),
        ("aws_acm_certificate", 1),
        ("aws_kms_alias", 2),
        ("aws_instance", 2),
        ("aws_elasticache_replication_group", 1),
    ] {
        assert_eq!(count(kind), expected, "{kind}");
    }
    let service = "module.ecs.module.service[\"web\"].aws_ecs_service.this[0]";
    let expectations = [
        ("module.vpc.aws_nat_gateway.this[0]", "subnet_id", "module.vpc.aws_subnet.public[0].id"),
        ("module.vpc.aws_subnet.private[2]", "cidr_block", "'10.0.32.0/20'"),
        (
            "module.alb.aws_lb.this[0]",
            "subnets",
            "module.vpc.aws_subnet.public[0].id module.vpc.aws_subnet.public[1].id module.vpc.aws_subnet.public[2].id",
        ),
        (
            "module.alb.aws_lb_listener.this[\"http\"]",
            "load_balancer_arn",
            "module.alb.aws_lb.this[0].arn",
        ),
        (service, "desired_count", "3"),
        (
            service,
            "task_definition",
            "module.ecs.module.service[\"web\"].aws_ecs_task_definition.this[0].arn",
        ),
        (service, "cluster", "module.ecs.module.cluster.aws_ecs_cluster.this[0].arn"),
        (
            "module.ecs.module.service[\"web\"].aws_ecs_task_definition.this[0]",
            "container_definitions",
            "'[{\\'cpu\\':0,\\'image\\':\\'nginx\\',\\'name\\':\\'app\\'}]'",
        ),
        (
            "module.ecs.module.cluster.aws_ecs_cluster_capacity_providers.this[0]",
            "default_capacity_provider_strategy",
            "[{'capacity_provider':'FARGATE','weight':50}]",
        ),
        (
            "module.aurora.aws_rds_cluster.this[0]",
            "serverlessv2_scaling_configuration",
            "[{'max_capacity':10,'min_capacity':2}]",
        ),
        (
            "module.aurora.aws_rds_cluster_instance.this[\"two\"]",
            "instance_class",
            "'db.r6g.large'",
        ),
        (
            "module.aurora.aws_rds_cluster_instance.this[\"one\"]",
            "cluster_identifier",
            "module.aurora.aws_rds_cluster.this[0].id",
        ),
        ("module.rds.module.db_instance.aws_db_instance.this[0]", "allocated_storage", "20"),
        (
            "module.eks.module.node_group[\"a\"].aws_eks_node_group.this",
            "scaling_config",
            "[{'desired_size':3,'min_size':2}]",
        ),
        (
            "module.eks.module.node_group[\"b\"].aws_eks_node_group.this",
            "instance_types",
            "['c6g.large']",
        ),
        (
            "module.bucket.aws_s3_bucket_lifecycle_configuration.this[0]",
            "rule",
            "[{'id':'log','status':'Enabled','transition':[{'days':30,'storage_class':'ONEZONE_IA'},{'days':60,'storage_class':'GLACIER'}]}]",
        ),
        (
            "module.bucket.aws_s3_bucket_versioning.this[0]",
            "versioning_configuration",
            "[{'status':'Enabled'}]",
        ),
        ("module.lambda.aws_lambda_function.this[0]", "architectures", "['arm64']"),
        (
            "module.asg.aws_autoscaling_group.this[0]",
            "launch_template",
            "id=module.asg.aws_launch_template.this[0].id",
        ),
        ("module.asg.aws_autoscaling_schedule.this[\"night\"]", "desired_capacity", "0"),
        (
            "module.topic.aws_sns_topic_subscription.this[\"sqs\"]",
            "endpoint",
            "module.queue.aws_sqs_queue.this[0].arn",
        ),
        ("module.queue.aws_sqs_queue.this[0]", "name", "'jobs.fifo'"),
        (
            "module.ec2[\"one\"].aws_instance.this[0]",
            "credit_specification",
            "[{'cpu_credits':'standard'}]",
        ),
        (
            "module.ec2[\"one\"].aws_instance.this[0]",
            "ami",
            "module.ec2[\"one\"].data.aws_ssm_parameter.this[0].value",
        ),
        (
            "module.ec2[\"two\"].aws_instance.this[0]",
            "root_block_device",
            "[{'volume_size':50,'volume_type':'gp3'}]",
        ),
        ("module.cache.aws_elasticache_replication_group.this[0]", "num_cache_clusters", "2"),
        ("module.dns.aws_route53_record.this[\"www A\"]", "name", "'www.example.com'"),
        (
            "module.dns.aws_route53_record.this[\"www A\"]",
            "zone_id",
            "module.dns.aws_route53_zone.this[\"example.com\"].zone_id",
        ),
    ];
    for (address, name, expected) in expectations {
        assert_eq!(attribute(c, address, name), expected, "{address}.{name}");
    }
    for resource in c.resources.iter().filter(|r| r.kind.starts_with("aws_")) {
        assert_eq!(resource.provider.region, Value::text("ap-northeast-1"), "{}", resource.address);
    }
}

#[test]
fn the_most_used_modules_resolve_from_folders() {
    let c = read(&root().join("tests/fixtures/terraform/registry"));
    check(&c);
    let said: Vec<&str> = c.caveats.iter().map(|c| &*c.message).collect();
    assert_eq!(said.len(), 2, "{said:#?}");
}

#[test]
fn the_same_modules_resolve_where_init_has_put_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let fixture = root().join("tests/fixtures/terraform/registry");
    let text = std::fs::read_to_string(fixture.join("main.tf")).expect("reads");
    let mut modules = vec!["{\"Key\":\"\",\"Source\":\"\",\"Dir\":\".\"}".to_owned()];
    let mut call = String::new();
    let mut main = String::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("module \"").and_then(|l| l.strip_suffix("\" {")) {
            call = name.to_owned();
        }
        let local = line
            .trim_start()
            .starts_with("source")
            .then(|| line.split("./modules/").nth(1))
            .flatten();
        match local.map(|rest| rest.trim_end_matches('"')) {
            Some(module) => {
                let at = format!(".terraform/modules/{call}");
                copy(&fixture.join("modules").join(module), &folder.path().join(&at));
                modules.push(format!("{{\"Key\":\"{call}\",\"Source\":\"registry.example/x/{module}/aws\",\"Version\":\"1.0.0\",\"Dir\":\"{at}\"}}"));
                main.push_str(&format!(
                    "  source = \"terraform-aws-modules/{module}/aws\"\n  version = \"~> 1.0\"\n"
                ));
            }
            None => main.push_str(&format!("{line}\n")),
        }
    }
    std::fs::write(folder.path().join("main.tf"), main).expect("written");
    let json = format!("{{\"Modules\":[{}]}}", modules.join(","));
    std::fs::write(folder.path().join(".terraform/modules/modules.json"), json).expect("written");
    check(&read(folder.path()));
}

/// 360 plain resources, 30 with a count of 3, and a module with for_each.
pub fn five_hundred(folder: &Path) {
    let mut main = String::from(
        "provider \"aws\" { region = \"ap-northeast-1\" }\nvariable \"class\" { default = \"t4g.small\" }\n\
         locals { tags = { team = \"a\", env = terraform.workspace } }\n",
    );
    for i in 0..360 {
        main.push_str(&format!(
            "resource \"aws_instance\" \"plain{i}\" {{\n  ami           = \"ami-1\"\n  instance_type = var.class\n  \
               tags          = merge(local.tags, {{ Name = \"plain-{i}\" }})\n  root_block_device {{\n    volume_size = {}\n  }}\n}}\n",
            8 + i % 100
        ));
    }
    for i in 0..30 {
        main.push_str(&format!(
            "resource \"aws_ebs_volume\" \"many{i}\" {{\n  count             = 3\n  availability_zone = \"ap-northeast-1a\"\n  \
               size              = 10 + count.index\n  tags              = local.tags\n}}\n"
        ));
    }
    main.push_str("module \"app\" {\n  source   = \"./app\"\n  for_each = toset([for i in range(10) : \"app${i}\"])\n  name     = each.key\n}\n");
    std::fs::create_dir_all(folder.join("app")).expect("made");
    std::fs::write(folder.join("main.tf"), main).expect("written");
    let app = "variable \"name\" {}\nresource \"aws_lb\" \"this\" { name = var.name }\nresource \"aws_lb_listener\" \"this\" { load_balancer_arn = aws_lb.this.arn }\n\
        resource \"aws_cloudwatch_log_group\" \"this\" { name = \"/app/${var.name}\" }\nresource \"aws_ecs_service\" \"this\" {\n  name = var.name\n  desired_count = 2\n}\n\
        resource \"aws_sqs_queue\" \"this\" { name = var.name }\n";
    std::fs::write(folder.join("app/main.tf"), app).expect("written");
}

#[test]
fn five_hundred_resources_are_read_in_full() {
    let folder = tempfile::tempdir().expect("a folder");
    five_hundred(folder.path());
    let c = read(folder.path());
    assert_eq!(c.resources.len(), 500);
    assert!(c.caveats.is_empty());
    assert_eq!(attribute(&c, "aws_instance.plain7", "instance_type"), "'t4g.small'");
    assert_eq!(attribute(&c, "aws_ebs_volume.many29[2]", "size"), "12");
    let arn = "module.app[\"app9\"].aws_lb.this.arn";
    assert_eq!(
        attribute(&c, "module.app[\"app9\"].aws_lb_listener.this", "load_balancer_arn"),
        arn
    );
}

#[test]
fn a_directory_is_read_out_of_git_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let git = |args: &[&str]| {
        let mut command = std::process::Command::new("git");
        command.current_dir(folder.path()).args(["-c", "user.name=a", "-c", "user.email=a@b.c"]);
        command.args(args).output().is_ok_and(|output| output.status.success())
    };
    if !git(&["init", "-q"]) {
        eprintln!("skipped: git is not installed");
        return;
    }
    let infra = folder.path().join("infra");
    std::fs::create_dir_all(infra.join("m")).expect("made");
    let main = "module \"m\" {\n  source = \"./m\"\n  n = 2\n}\n";
    std::fs::write(infra.join("main.tf"), main).expect("written");
    let module = "variable \"n\" {}\nresource \"aws_x\" \"y\" { count = var.n }\n";
    std::fs::write(infra.join("m/main.tf"), module).expect("written");
    assert!(git(&["add", "."]) && git(&["commit", "-qm", "one"]));
    std::fs::remove_dir_all(infra.join("m")).expect("gone");
    let files = Files::git("HEAD", &infra).expect("opens");
    let c =
        read_directory(files, Options::default(), &mut Sources::default(), |_| {}).expect("reads");
    assert_eq!(c.resources.len(), 2);
    assert!(c.resources[1].at.as_ref().expect("a place").file.starts_with("git:HEAD:infra/m/"));
}
