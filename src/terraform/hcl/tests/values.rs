//! Variables, locals, types and what they come from.

use super::*;

#[test]
fn locals_are_evaluated_in_any_order_and_cycles_are_errors() {
    let c = main(
        "locals {\n  c = local.b + 1\n  b = local.a + 1\n  a = 1\n}\n\
         resource \"aws_x\" \"y\" { n = local.c }\n",
    );
    assert_eq!(attribute(&c, "aws_x.y", "n"), "3");
    let errors = errors(
        "=== main.tf\nlocals {\n  a = local.b\n  b = local.a\n}\nresource \"aws_x\" \"y\" { n = local.a }\n",
    );
    assert_eq!(errors, ["terraform-cycle: values need each other: local.a → local.b → local.a"]);
}

#[test]
fn values_of_variables_have_their_order() {
    let text = "=== main.tf\n\
        variable \"a\" { default = \"default\" }\nvariable \"b\" { default = \"default\" }\n\
        variable \"c\" { default = \"default\" }\nvariable \"d\" { default = \"default\" }\n\
        variable \"e\" { default = \"default\" }\n\
        variable \"f\" { type = list(number) }\n\
        resource \"aws_x\" \"y\" { all = [var.a, var.b, var.c, var.d, var.e, var.f] }\n\
        === terraform.tfvars\nb = \"tfvars\"\nc = \"tfvars\"\nd = \"tfvars\"\n\
        === z.auto.tfvars.json\n{\"c\": \"auto\", \"d\": \"auto\"}\n\
        === extra/p.tfvars\nd = \"file\"\ne = \"file\"\n";
    let options = Options {
        environment: vec![
            ("TF_VAR_a".to_owned(), "environment".to_owned()),
            ("TF_VAR_b".to_owned(), "environment".to_owned()),
            ("TF_VAR_f".to_owned(), "[1, \"2\"]".to_owned()),
        ],
        variables: vec![
            Assignment::File("extra/p.tfvars".to_owned()),
            Assignment::Text("e".to_owned(), "line".to_owned()),
        ],
        ..Options::default()
    };
    let c = read_with(text, options).expect("reads");
    assert_eq!(
        attribute(&c, "aws_x.y", "all"),
        "['environment','tfvars','auto','file','line',[1,2]]"
    );
    let options = Options {
        variables: vec![Assignment::Text("aa".to_owned(), "1".to_owned())],
        ..Options::default()
    };
    let errors = read_with("=== main.tf\nvariable \"ab\" {}\n", options).expect_err("refused");
    assert_eq!(errors.list()[0].help.as_deref(), Some("did you mean `ab`?"));
}

#[test]
fn types_convert_and_fill_in_what_is_optional() {
    let c = main(
        "variable \"services\" {\n  type = map(object({\n    cpu = number\n    name = optional(string)\n    \
           port = optional(number, 80)\n    nested = optional(object({ a = optional(bool, true) }), {})\n  }))\n  \
           default = { web = { cpu = \"256\", extra = 1 } }\n}\n\
         variable \"none\" {\n  type = string\n  nullable = false\n  default = \"x\"\n}\n\
         variable \"missing\" { type = string }\n\
         resource \"aws_x\" \"y\" {\n  s = var.services\n  m = var.missing\n}\n",
    );
    assert_eq!(
        attribute(&c, "aws_x.y", "s"),
        "{'web':{'cpu':256,'name':null,'nested':{'a':true},'port':80}}"
    );
    assert_eq!(attribute(&c, "aws_x.y", "m"), "'!var.missing has no value'");
    assert_eq!(caveats(&c), ["value-unknown: var.missing has no value"]);
    let errors = errors(
        "=== main.tf\nvariable \"n\" {\n type = number\n default = \"x\"\n}\nresource \"aws_x\" \"y\" { n = var.n }\n",
    );
    assert_eq!(errors, ["terraform-variable: var.n: a number is wanted, this is text"]);
}

#[test]
fn files_of_json_and_of_tofu_and_overrides_are_read() {
    let c = read(
        "=== a.tf.json\n{\"variable\": {\"size\": {\"type\": \"number\", \"default\": 2}},\n \
           \"resource\": {\"aws_x\": {\"y\": {\"n\": \"${var.size * 2}\", \"list\": [1, \"a${1}\"]}}}}\n\
         === b.tf\nresource \"aws_x\" \"b\" {\n  n = 1\n  keep = 1\n}\n\
         === c.tf\nresource \"aws_x\" \"c\" { n = \"terraform\" }\n\
         === c.tofu\nresource \"aws_x\" \"c\" { n = \"tofu\" }\n\
         === b_override.tf\nresource \"aws_x\" \"b\" { n = 2 }\n",
    );
    assert_eq!(attribute(&c, "aws_x.y", "n"), "4");
    assert_eq!(attribute(&c, "aws_x.y", "list"), "[1,'a1']");
    assert_eq!(attribute(&c, "aws_x.b", "n"), "2");
    assert_eq!(attribute(&c, "aws_x.b", "keep"), "1");
    assert_eq!(attribute(&c, "aws_x.c", "n"), "'tofu'");
}

#[test]
fn templates_and_files_of_the_folder_are_read_and_no_others() {
    let c = read(
        "=== main.tf\nlocals {\n  heredoc = <<-EOT\n    a ${1 + 1}\n      b\n  EOT\n}\n\
         resource \"aws_x\" \"y\" {\n  h = local.heredoc\n  f = file(\"${path.module}/f.txt\")\n  \
           t = templatefile(\"t.tpl\", { names = [\"a\", \"b\"] })\n  \
           e = fileexists(\"nope\")\n  s = fileset(path.module, \"*.t*\")\n  out = file(\"../x\")\n  \
           now = timestamp()\n}\n\
         === f.txt\ntext\n=== t.tpl\n%{ for n in names ~}\n<${n}>\n%{ endfor ~}\n",
    );
    assert_eq!(attribute(&c, "aws_x.y", "h"), "'a 2\\n  b\\n'");
    assert_eq!(attribute(&c, "aws_x.y", "f"), "'text\\n'");
    assert_eq!(attribute(&c, "aws_x.y", "t"), "'\\u003ca\\u003e\\n\\u003cb\\u003e\\n'");
    assert_eq!(attribute(&c, "aws_x.y", "e"), "false");
    assert_eq!(attribute(&c, "aws_x.y", "s"), "['f.txt','main.tf','t.tpl']");
    assert!(attribute(&c, "aws_x.y", "out").contains("lies outside"));
    assert_eq!(attribute(&c, "aws_x.y", "now"), "'!`timestamp` is not known before it runs'");
}

#[test]
fn try_and_can_ask_only_what_they_need() {
    let c = main(
        "locals { o = { a = 1 } }\nresource \"aws_x\" \"y\" {\n  a = try(local.o.b, local.o.a)\n  \
           b = can(local.o.b)\n  c = false ? local.o.b : 2\n  d = false && local.o.b\n}\n",
    );
    let all = ["a", "b", "c", "d"].map(|name| attribute(&c, "aws_x.y", name));
    assert_eq!(all, ["1", "false", "2", "false"]);
}
