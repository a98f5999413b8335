//! What a plan says, in small.

use super::*;
use crate::expr::Origin;

fn read_one(text: &str, side: Side) -> Configuration {
    read("plan.json", text, side, &|_| true).expect("reads")
}

fn attribute<'a>(configuration: &'a Configuration, address: &str, name: &str) -> &'a Value {
    let found = configuration.resources.iter().find(|r| &*r.address == address).expect("there");
    match &found.values {
        Value::Map(map) => map.get(name).expect("an attribute"),
        other => panic!("{other:?}"),
    }
}

const UNKNOWN: &str = r#"{"format_version":"1.2","resource_changes":[
{"address":"aws_x.a[0]","mode":"managed","type":"aws_x","index":0,"change":{"actions":["create"],"before":null,"after":{"size":0.10},"after_unknown":{"id":true,"zone":true,"by_local":true,"by_variable":true,"peer":true}}},
{"address":"module.m[\"k\"].aws_x.b","mode":"managed","type":"aws_x","change":{"actions":["create"],"before":null,"after":{},"after_unknown":{"given":true,"list":[true,true]}}}],
"configuration":{"provider_config":{"aws":{"name":"aws","expressions":{"region":{"references":["var.region"]}}}},
"root_module":{"variables":{"region":{"default":"eu-west-1"}},
"resources":[{"address":"aws_x.a","provider_config_key":"aws","expressions":{
"by_local":{"references":["local.x"]},"by_variable":{"references":["var.region"]},
"peer":{"references":["module.m[\"k\"].out","module.m[\"k\"]","module.m"]}}}],
"module_calls":{"m":{"expressions":{"v":{"references":["aws_x.a[0].id","aws_x.a[0]","aws_x.a"]}},
"module":{"outputs":{"out":{"expression":{"references":["aws_x.b.arn","aws_x.b"]}}},
"resources":[{"address":"aws_x.b","provider_config_key":"module.m:aws","expressions":{"given":{"references":["var.v"]},"list":{"references":["var.v"]}}}]}}}}}}"#;

#[test]
fn an_unknown_leads_where_its_expression_does() {
    let plan = read_one(UNKNOWN, Side::After);
    let leads = |address: &str, name: &str| match attribute(&plan, address, name) {
        Value::Unknown(origin) => match &**origin {
            Origin::Computed { address, path } => format!("{address} {path}"),
            other => format!("{other:?}"),
        },
        other => format!("{other:?}"),
    };
    let b = "module.m[\"k\"].aws_x.b";
    assert_eq!(leads("aws_x.a[0]", "peer"), format!("{b} arn"));
    assert_eq!(leads(b, "given"), "aws_x.a[0] id");
    assert_eq!(leads("aws_x.a[0]", "id"), "aws_x.a[0] id");
    // A local says nothing; a known variable that gives an unknown was null.
    assert_eq!(leads("aws_x.a[0]", "by_local"), "aws_x.a[0] by_local");
    assert_eq!(attribute(&plan, "aws_x.a[0]", "by_variable"), &Value::Null);
    // Nobody wrote it: the default of the kind.
    assert_eq!(attribute(&plan, "aws_x.a[0]", "zone"), &Value::Null);
    // Numbers by their digits.
    assert_eq!(attribute(&plan, "aws_x.a[0]", "size").to_text().as_deref(), Some("0.1"));
}

#[test]
fn a_region_comes_through_modules_and_defaults() {
    let plan = read_one(UNKNOWN, Side::After);
    assert!(plan.resources.iter().all(|r| r.provider.region == Value::text("eu-west-1")));
}

#[test]
fn what_is_not_there_is_on_no_side() {
    let text = r#"{"format_version":"0.1","resource_changes":[
{"address":"aws_x.new","mode":"managed","type":"aws_x","change":{"actions":["create"],"before":null,"after":{"a":1}}},
{"address":"aws_x.old","mode":"managed","type":"aws_x","change":{"actions":["delete"],"before":{"a":1},"after":null}},
{"address":"aws_x.moved","previous_address":"aws_x.was","mode":"managed","type":"aws_x","change":{"actions":["no-op"],"before":{"a":1},"after":{"a":1}}},
{"address":"aws_x.moved","deposed":"1234","mode":"managed","type":"aws_x","change":{"actions":["delete"],"before":{"a":2},"after":null}}]}"#;
    let names = |side| {
        let plan = read_one(text, side);
        plan.resources.iter().map(|r| r.address.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(Side::After), ["aws_x.moved", "aws_x.new"]);
    assert_eq!(names(Side::Before), ["aws_x.moved", "aws_x.old"]);
    assert_eq!(
        attribute(&read_one(text, Side::Before), "aws_x.moved", "a"),
        &Value::Number(crate::quantity::Number::ONE)
    );
}

#[test]
fn a_state_of_terraform_0_12_has_no_keys_in_its_addresses() {
    let text = r#"{"format_version":"0.1","terraform_version":"0.12.31","values":{"root_module":{
"resources":[{"address":"aws_x.a","mode":"managed","type":"aws_x","index":1,"values":{"a":1}}],
"child_modules":[{"address":"module.m","resources":[{"address":"aws_x.b","mode":"managed","type":"aws_x","index":"k","values":{"a":1}}]}]}}}"#;
    let plan = read_one(text, Side::After);
    let names: Vec<&str> = plan.resources.iter().map(|r| &*r.address).collect();
    assert_eq!(names, ["aws_x.a[1]", "module.m.aws_x.b[\"k\"]"]);
}

#[test]
fn a_broken_plan_is_said_with_its_place() {
    let message =
        |text: &str| read("p.json", text, Side::After, &|_| true).expect_err("broken").message;
    assert_eq!(
        message("{\n\"format_version\": \"1.2\", \"resource"),
        "p.json:2:34: the JSON ends in the middle: the file is truncated"
    );
    assert!(message("").contains("empty"));
    assert!(message("{\"format_version\": \"9.0\"}").contains("9.0 is not known"));
    assert!(message("{\"a\": 1}").contains("not a plan of Terraform"));
}
