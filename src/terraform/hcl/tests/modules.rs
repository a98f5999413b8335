//! Modules: local, downloaded, missing; their outputs and providers.

use super::*;
use crate::terraform::Provider;

const ECS: &str = "=== main.tf\n\
    provider \"aws\" {\n  region = \"ap-northeast-1\"\n  default_tags {\n    tags = { team = \"a\" }\n  }\n}\n\
    provider \"aws\" {\n  alias = \"us\"\n  region = \"us-east-1\"\n}\n\
    module \"task\" {\n  source = \"./modules/task\"\n  cpu = 512\n}\n\
    module \"service\" {\n  source = \"./modules/service\"\n  for_each = { web = 2, api = 3 }\n  \
      name = each.key\n  desired = each.value\n  task = module.task.arn\n  task_object = module.task.definition\n}\n\
    module \"cdn\" {\n  source = \"./modules/cdn\"\n  count = 1\n  providers = { aws = aws.us, aws.peer = aws }\n}\n\
    resource \"aws_x\" \"y\" {\n  one = module.service[\"web\"].id\n  all = values(module.service)[*].name\n  \
      cdn = module.cdn[0].id\n  cdns = module.cdn[*].id\n  sum = sum([for k, m in module.service : m.desired])\n}\n\
    === modules/task/main.tf\nvariable \"cpu\" {}\n\
    resource \"aws_ecs_task_definition\" \"this\" { cpu = var.cpu }\n\
    output \"arn\" { value = aws_ecs_task_definition.this.arn }\n\
    output \"definition\" { value = aws_ecs_task_definition.this }\n\
    === modules/service/main.tf\nvariable \"name\" {}\nvariable \"desired\" {}\nvariable \"task\" {}\nvariable \"task_object\" {}\n\
    resource \"aws_ecs_service\" \"this\" {\n  name = var.name\n  desired_count = var.desired\n  task_definition = var.task\n  \
      again = var.task_object.arn\n  cpu = var.task_object.cpu\n}\n\
    output \"id\" { value = aws_ecs_service.this.id }\noutput \"name\" { value = var.name }\noutput \"desired\" { value = var.desired }\n\
    === modules/cdn/main.tf\nterraform {\n  required_providers {\n    aws = { source = \"hashicorp/aws\", configuration_aliases = [aws.peer] }\n  }\n}\n\
    resource \"aws_cdn\" \"this\" {}\nresource \"aws_cdn\" \"peer\" { provider = aws.peer }\n\
    resource \"aws_cdn\" \"six\" { region = \"eu-west-1\" }\noutput \"id\" { value = aws_cdn.this.id }\n";

#[test]
fn references_are_followed_through_variables_and_outputs() {
    let c = read(ECS);
    let service = "module.service[\"web\"].aws_ecs_service.this";
    let task = "'?module.task.aws_ecs_task_definition.this.arn'";
    assert_eq!(attribute(&c, service, "task_definition"), task);
    assert_eq!(attribute(&c, service, "again"), task);
    assert_eq!(attribute(&c, service, "cpu"), "512");
    assert_eq!(attribute(&c, service, "desired_count"), "2");
    let get = |name| attribute(&c, "aws_x.y", name);
    assert_eq!(get("one"), "'?module.service[\\'web\\'].aws_ecs_service.this.id'");
    assert_eq!(get("all"), "['api','web']");
    assert_eq!(get("cdn"), "'?module.cdn[0].aws_cdn.this.id'");
    assert_eq!(get("cdns"), "['?module.cdn[0].aws_cdn.this.id']");
    assert_eq!(get("sum"), "5");
}

#[test]
fn providers_are_inherited_mapped_and_overridden() {
    let c = read(ECS);
    let region = |address: &str| shown(&resource(&c, address).provider.region);
    assert_eq!(region("module.service[\"web\"].aws_ecs_service.this"), "'ap-northeast-1'");
    assert_eq!(region("module.cdn[0].aws_cdn.this"), "'us-east-1'");
    assert_eq!(region("module.cdn[0].aws_cdn.peer"), "'ap-northeast-1'");
    assert_eq!(region("module.cdn[0].aws_cdn.six"), "'eu-west-1'");
    let Provider { default_tags, .. } = &resource(&c, "aws_x.y").provider;
    assert_eq!(shown(default_tags), "{'team':'a'}");
}

#[test]
fn remote_modules_are_named_and_downloaded_ones_read() {
    let main = "=== main.tf\nmodule \"vpc\" {\n  source = \"terraform-aws-modules/vpc/aws\"\n  version = \"5.1.0\"\n  cidr = \"10.0.0.0/16\"\n}\n\
        resource \"aws_x\" \"y\" { subnets = module.vpc.private_subnets }\n";
    let c = read(main);
    assert_eq!(attribute(&c, "aws_x.y", "subnets"), "'!module.vpc is not read'");
    assert_eq!(
        caveats(&c),
        ["module-unresolved: module.vpc is not read, and what it makes is not priced: \
          terraform-aws-modules/vpc/aws 5.1.0 is not in .terraform/modules; `terraform get` fetches it"]
    );
    let c = read(&format!(
        "{main}=== .terraform/modules/modules.json\n{{\"Modules\":[{{\"Key\":\"\",\"Dir\":\".\"}},{{\"Key\":\"vpc\",\"Dir\":\".terraform/modules/vpc\"}}]}}\n\
         === .terraform/modules/vpc/main.tf\nvariable \"cidr\" {{}}\nresource \"aws_subnet\" \"private\" {{\n  count = 2\n  cidr_block = cidrsubnet(var.cidr, 8, count.index)\n}}\n\
         output \"private_subnets\" {{ value = aws_subnet.private[*].id }}\n"
    ));
    assert!(c.caveats.is_empty());
    let ids = "['?module.vpc.aws_subnet.private[0].id','?module.vpc.aws_subnet.private[1].id']";
    assert_eq!(attribute(&c, "aws_x.y", "subnets"), ids);
    assert_eq!(attribute(&c, "module.vpc.aws_subnet.private[1]", "cidr_block"), "'10.0.1.0/24'");
}

#[test]
fn modules_beside_the_root_are_read_from_a_wider_folder() {
    let text = "=== envs/prod/main.tf\nmodule \"m\" {\n  source = \"../../modules/m\"\n  n = 1\n}\n\
        === modules/m/main.tf\nvariable \"n\" {}\nresource \"aws_x\" \"y\" {\n  n = var.n\n  f = file(\"${path.module}/f\")\n}\n\
        === modules/m/f\nhello";
    let options = Options { folder: "envs/prod".to_owned(), ..Options::default() };
    let c = read_with(text, options).expect("reads");
    assert_eq!(attribute(&c, "module.m.aws_x.y", "f"), "'hello'");
    let narrow =
        "=== main.tf\nmodule \"m\" { source = \"../m\" }\nmodule \"n\" { source = \"./n\" }\n";
    let errors = errors(narrow);
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(errors[0].starts_with("terraform-module: module.m: ../m lies outside"), "{errors:?}");
    assert!(errors[1].ends_with("/n holds no Terraform"), "{errors:?}");
}

#[test]
fn an_unknown_number_of_modules_keeps_what_they_make() {
    let c = read(
        "=== main.tf\nvariable \"n\" {}\nmodule \"m\" {\n  source = \"./m\"\n  count = var.n\n}\n\
         === m/main.tf\nresource \"aws_x\" \"y\" { kind = \"m5\" }\n",
    );
    assert_eq!(addresses(&c), ["module.m[*].aws_x.y"]);
    assert!(resource(&c, "module.m[*].aws_x.y").key.is_unknown());
}
