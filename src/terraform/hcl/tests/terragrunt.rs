//! Units of Terragrunt.

use super::*;

const UNIT: &str = "=== root.hcl\nlocals {\n  env = read_terragrunt_config(find_in_parent_folders(\"env.hcl\"))\n  region = local.env.locals.region\n}\n\
    generate \"provider\" {\n  path = \"provider.tf\"\n  contents = <<EOF\nprovider \"aws\" {\n  region = \"${local.region}\"\n}\nEOF\n}\n\
    inputs = { name = path_relative_to_include(), size = 1, region = local.region }\n\
    === prod/env.hcl\nlocals { region = \"ap-northeast-1\" }\n\
    === prod/app/terragrunt.hcl\ninclude \"root\" {\n  path = find_in_parent_folders(\"root.hcl\")\n  expose = true\n}\n\
    terraform { source = \"${get_repo_root()}/modules//app\" }\n\
    dependency \"vpc\" {\n  config_path = \"../vpc\"\n  mock_outputs = { vpc_id = \"vpc-1\" }\n}\n\
    locals { count = 2 }\n\
    inputs = {\n  size = local.count\n  vpc = dependency.vpc.outputs.vpc_id\n  subnets = dependency.vpc.outputs.subnets\n  \
      again = include.root.locals.region\n}\n\
    === modules/app/main.tf\nvariable \"name\" {}\nvariable \"size\" {}\nvariable \"vpc\" {}\nvariable \"subnets\" {}\nvariable \"again\" {}\n\
    resource \"aws_x\" \"y\" {\n  count = var.size\n  name = var.name\n  vpc = var.vpc\n  subnets = var.subnets\n  again = var.again\n}\n";

#[test]
fn a_unit_gives_its_module_inputs_from_itself_and_from_above() {
    let options = Options { folder: "prod/app".to_owned(), ..Options::default() };
    let c = read_with(UNIT, options).unwrap_or_else(|e| panic!("{:?}", e.list()));
    assert_eq!(addresses(&c), ["aws_x.y[0]", "aws_x.y[1]"]);
    let get = |name| attribute(&c, "aws_x.y[0]", name);
    assert_eq!(get("name"), "'prod/app'");
    assert_eq!(get("vpc"), "'vpc-1'");
    assert_eq!(get("subnets"), "'!dependency.vpc is another unit, which is not read'");
    assert_eq!(get("again"), "'ap-northeast-1'");
    assert_eq!(shown(&resource(&c, "aws_x.y[0]").provider.region), "'ap-northeast-1'");
    assert_eq!(
        caveats(&c),
        ["placeholder-used: dependency.vpc.vpc_id: its mock output stands for it"]
    );
}

#[test]
fn a_remote_unit_and_a_missing_file_are_named() {
    let c = read(
        "=== terragrunt.hcl\nterraform { source = \"git::https://example.com/m.git//app?ref=v1\" }\n",
    );
    assert!(c.resources.is_empty());
    assert_eq!(
        caveats(&c),
        [
            "module-unresolved: git::https://example.com/m.git//app?ref=v1 is remote: what it makes is not priced"
        ]
    );
    let errors = errors("=== terragrunt.hcl\ninclude { path = find_in_parent_folders() }\n");
    assert_eq!(errors, ["bad-formula: no folder above has a terragrunt.hcl"]);
}
