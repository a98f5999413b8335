//! Instances of resources and references between them.

use super::*;

#[test]
fn count_and_for_each_make_instances() {
    let c = main(
        "resource \"aws_x\" \"n\" {\n  count = 2\n  name = \"n${count.index}\"\n}\n\
         resource \"aws_x\" \"e\" {\n  for_each = { a = 1, \"b \\\"q\\\"\" = 2 }\n  name = \"${each.key}${each.value}\"\n}\n\
         resource \"aws_x\" \"s\" {\n  for_each = toset([\"x\"])\n  name = each.value\n}\n\
         resource \"aws_x\" \"none\" { count = 0 }\n",
    );
    assert_eq!(
        addresses(&c),
        [
            "aws_x.e[\"a\"]",
            "aws_x.e[\"b \\\"q\\\"\"]",
            "aws_x.n[0]",
            "aws_x.n[1]",
            "aws_x.s[\"x\"]"
        ]
    );
    assert_eq!(attribute(&c, "aws_x.n[1]", "name"), "'n1'");
    assert_eq!(attribute(&c, "aws_x.e[\"a\"]", "name"), "'a1'");
    assert_eq!(shown(&resource(&c, "aws_x.n[1]").key), "1");
}

#[test]
fn what_is_written_is_known_and_the_rest_leads_to_the_instance() {
    let c = main(
        "resource \"aws_t\" \"t\" {\n  count = 2\n  family = \"app\"\n}\n\
         resource \"aws_g\" \"g\" {\n  for_each = toset([\"a\"])\n  size = 3\n}\n\
         resource \"aws_x\" \"y\" {\n  arn = aws_t.t[1].arn\n  family = aws_t.t[0].family\n  \
           ids = aws_t.t[*].id\n  size = aws_g.g[\"a\"].size\n  all = [for k, g in aws_g.g : g.id]\n  \
           deep = aws_t.t[0].a[0].b\n  old = element(concat(aws_t.t.*.arn, [\"\"]), 0)\n  \
           text = \"x-${aws_t.t[0].id}\"\n}\n",
    );
    let get = |name| attribute(&c, "aws_x.y", name);
    assert_eq!(get("arn"), "'?aws_t.t[1].arn'");
    assert_eq!(get("family"), "'app'");
    assert_eq!(get("ids"), "['?aws_t.t[0].id','?aws_t.t[1].id']");
    assert_eq!(get("size"), "3");
    assert_eq!(get("all"), "['?aws_g.g[\\'a\\'].id']");
    assert_eq!(get("deep"), "'?aws_t.t[0].a'");
    assert_eq!(get("old"), "'?aws_t.t[0].arn'");
    assert_eq!(get("text"), "'?aws_t.t[0].id'");
}

#[test]
fn an_unknown_number_of_instances_is_one_and_a_caveat() {
    let c = main(
        "variable \"n\" { type = number }\nresource \"aws_x\" \"c\" {\n  count = var.n\n  kind = \"m5\"\n}\n\
         resource \"aws_x\" \"e\" {\n  for_each = toset(aws_x.c[*].id)\n  kind = each.value\n}\n",
    );
    assert_eq!(addresses(&c), ["aws_x.c[*]", "aws_x.e[*]"]);
    assert_eq!(attribute(&c, "aws_x.c[*]", "kind"), "'m5'");
    assert_eq!(shown(&resource(&c, "aws_x.c[*]").key), "'!var.n has no value'");
    assert_eq!(
        caveats(&c),
        [
            "value-unknown: var.n has no value",
            "value-unknown: aws_x.c: count is not known: var.n has no value",
            "value-unknown: aws_x.e: for_each is not known: var.n has no value",
        ]
    );
}

#[test]
fn nested_and_dynamic_blocks_are_lists_of_maps() {
    let c = main(
        "variable \"disks\" { default = [{ size = 10 }, { size = 20 }] }\n\
         resource \"aws_x\" \"y\" {\n  root { size = 8 }\n  disk { size = 1 }\n  \
           dynamic \"disk\" {\n    for_each = var.disks\n    content {\n      size = disk.value.size\n      at = disk.key\n    }\n  }\n  \
           dynamic \"rule\" {\n    for_each = { a = [1, 2] }\n    iterator = it\n    content {\n      name = it.key\n      \
             dynamic \"inner\" {\n        for_each = it.value\n        content { v = inner.value }\n      }\n    }\n  }\n  \
           dynamic \"open\" {\n    for_each = aws_z.z.list\n    content { a = open.value }\n  }\n  \
           lifecycle { ignore_changes = [tags] }\n}\nresource \"aws_z\" \"z\" {}\n",
    );
    let get = |name| attribute(&c, "aws_x.y", name);
    assert_eq!(get("root"), "[{'size':8}]");
    assert_eq!(get("disk"), "[{'size':1},{'at':0,'size':10},{'at':1,'size':20}]");
    assert_eq!(get("rule"), "[{'inner':[{'v':1},{'v':2}],'name':'a'}]");
    assert_eq!(get("open"), "'?aws_z.z.list'");
    assert_eq!(get("lifecycle"), "none");
}

#[test]
fn data_sources_are_computed_and_four_are_answered() {
    let c = main(
        "provider \"aws\" { region = \"ap-northeast-1\" }\n\
         data \"aws_region\" \"now\" {}\ndata \"aws_availability_zones\" \"z\" {}\n\
         data \"aws_caller_identity\" \"me\" {}\ndata \"aws_ami\" \"linux\" { owners = [\"amazon\"] }\n\
         resource \"aws_x\" \"y\" {\n  region = data.aws_region.now.name\n  zones = data.aws_availability_zones.z.names\n  \
           account = data.aws_caller_identity.me.account_id\n  ami = data.aws_ami.linux.id\n  \
           n = length(slice(data.aws_availability_zones.z.names, 0, 2))\n}\n",
    );
    let get = |name| attribute(&c, "aws_x.y", name);
    assert_eq!(get("region"), "'ap-northeast-1'");
    assert_eq!(get("zones"), "['ap-northeast-1a','ap-northeast-1b','ap-northeast-1c']");
    assert_eq!(get("account"), "'123456789012'");
    assert_eq!(get("ami"), "'?data.aws_ami.linux.id'");
    assert_eq!(get("n"), "2");
    assert_eq!(c.caveats.len(), 2, "{:?}", caveats(&c));
}

#[test]
fn moved_blocks_name_the_address_before() {
    let c = main(
        "moved {\n  from = aws_x.old\n  to = aws_x.new\n}\nmoved {\n  from = aws_x.older\n  to = aws_x.old\n}\n\
         moved {\n  from = aws_x.n\n  to = aws_x.n[0]\n}\n\
         resource \"aws_x\" \"new\" {}\nresource \"aws_x\" \"n\" { count = 1 }\n",
    );
    assert_eq!(resource(&c, "aws_x.new").previous.as_deref(), Some("aws_x.older"));
    assert_eq!(resource(&c, "aws_x.n[0]").previous.as_deref(), Some("aws_x.n"));
}

#[test]
fn a_fault_in_an_attribute_is_an_unknown_value_with_its_place() {
    let c = main("resource \"aws_x\" \"y\" {\n  a = local.nope\n  b = 1\n}\n");
    assert_eq!(attribute(&c, "aws_x.y", "a"), "'!there is no local `nope`'");
    assert_eq!(attribute(&c, "aws_x.y", "b"), "1");
    let at = c.caveats[0].at.as_ref().expect("a place");
    assert_eq!((at.line, at.column), (2, 7));
}
