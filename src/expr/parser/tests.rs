//! Whatever this parser reads, hcl-edit reads as well, and the same.
#![allow(clippy::disallowed_methods, reason = "the repository's own files are the cases")]

use super::*;
use crate::diagnostic::FileId;
use crate::expr::{body, lower};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn base() -> Base {
    Base { file: FileId::default(), offset: 3 }
}

/// Texts of HCL below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "tf" || e == "hcl" || e == "tfvars") {
            found.push(path);
        }
    }
}

/// Whether this parser reads a text; then it says what hcl-edit says.
fn agrees(text: &str) -> bool {
    let own = body(text, base());
    if let Some(own) = &own {
        match body::lowered(text, base()) {
            Ok(other) => assert_eq!(*own, other, "{text}"),
            Err(error) => panic!("{error:?} in {text}"),
        }
    }
    own.is_some()
}

fn agrees_on_expression(text: &str) -> bool {
    let own = expression(text, base());
    if let Some(own) = &own {
        let whole = Span::new(base().file, base().offset, base().offset + text.len());
        match lower::lowered(text, base(), whole) {
            Ok(other) => assert_eq!(*own, other, "{text}"),
            Err(error) => panic!("{error:?} in {text}"),
        }
    }
    own.is_some()
}

#[test]
fn both_read_every_file_alike() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    ["catalog", "tests/fixtures", "examples"].iter().for_each(|f| files(&root.join(f), &mut paths));
    if let Some(more) = std::env::var_os("KANJO_TERRAFORM") {
        files(Path::new(&more), &mut paths);
    }
    let (mut read, mut catalog) = (0, Vec::new());
    for path in &paths {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let is_read = agrees(&text);
        read += usize::from(is_read);
        // Advice is written in heredocs, and only `kanjo advise` reads it.
        let is_kind = path.starts_with(root.join("catalog"))
            && !path.starts_with(root.join("catalog/advice"));
        if is_kind {
            catalog.extend((!is_read).then_some(path));
        }
    }
    // The kinds are ours: all of them are plain, or every start waits for one.
    assert!(catalog.is_empty(), "not plain: {catalog:?}");
    assert!(read * 10 >= paths.len() * 8, "{read} of {} files", paths.len());
}

#[test]
fn both_read_every_expression_alike() {
    let file = "tests/fixtures/terraform/expressions.txt";
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
    let text = text.expect("the fixture");
    let read = text.lines().filter(|line| agrees_on_expression(line)).count();
    assert!(read * 10 >= text.lines().count() * 8, "{read} of {}", text.lines().count());
}

const PLAIN: &[&str] = &[
    "1 + 2 * 3 - 4 % 5 == 6 && !true || a.b != -c[0]",
    "(a + b) * (c)",
    "((a)).b",
    "a ? b : c ? d : (e ? f : g)",
    "\"a$${b}%%{c}$d%e${f(1, \"x\\n${g}\")}\"",
    "a.*.b.c[0].d",
    "a[*].b[*].c.0.d",
    "[for k, v in m : { k = v, \"l\" : [v] } if k]",
    "[for v in [1, 2,] : v if v > 1]",
    "{ for k, v in m : k => v... if v }",
    "{ for v in m : v.a => v.b }",
    "f(a, b...)",
    "f(\n  a, # x\n  b,\n)",
    "{\n a = 1 // x\n \"b\" : 2, (c) = 3 # y\n d.e = [\n 1\n ]\n}",
    "-1.5e-3 + -(2) + !(-a)",
    "[1]\n[0]",
    "f(1)\n+ 2",
    "a /* x\n y */ + /* z */ b",
    "a . b [ 0 ]",
];

const NOT_PLAIN: &[&str] = &[
    "<<A\nx\nA",
    "\"${~ a }\"",
    "\"%{ if a }b%{ endif }\"",
    "\"\\u0041\"",
    "a::b(1)",
    "- 5",
    "{a = 1, a = 2}",
    "a +",
    "\"a",
    "a ? b",
    "1 << 2",
    "é",
];

#[test]
fn what_is_plain_and_what_is_not() {
    for text in PLAIN {
        assert!(agrees_on_expression(text), "not read: {text}");
    }
    for text in NOT_PLAIN {
        assert!(!agrees_on_expression(text), "read: {text}");
    }
    let deep = format!("{}1{}", "(".repeat(63), ")".repeat(63));
    assert!(agrees_on_expression(&deep));
    assert!(!agrees_on_expression(&format!("({deep})")));
    let long = format!("1{}", " + 1".repeat(128));
    assert!(agrees_on_expression(&long));
    assert!(!agrees_on_expression(&format!("{long} + 1")));
}

const BODY: &str = r#"# A file
variable "a" { default = "x-${b}" }
resource "aws_x" "y" {
  count = var.n > 1 ? length(local.l) : 0 // how many
  tags  = merge(local.t, { Name = "n-${count.index}", "k" : [1, 2.5] })
  block {
    v = [for k, v in m : upper(v) if k != ""]
    w = { for v in m : v.a => v.b... }
  }
  dynamic "b" {
    for_each = a.*.b[0]
    content { c = b.value["d"] }
  }
}
/* end */
"#;

proptest! {
    /// A text with a few places changed is rarely HCL: whatever this parser
    /// makes of it, hcl-edit makes the same.
    #[test]
    fn both_agree_on_what_is_nearly_hcl(
        changes in prop::collection::vec((0..BODY.len(), 0..3usize, "[-a-z0-9 \n\"\\\\$%{}()\\[\\].,:=?!<>&|+*/#~'_é]{1,3}"), 1..4),
    ) {
        let mut text: Vec<char> = BODY.chars().collect();
        for (at, remove, insert) in changes {
            let at = at.min(text.len());
            let end = (at + remove).min(text.len());
            text.splice(at..end, insert.chars());
        }
        agrees(&text.into_iter().collect::<String>());
    }

    /// The same of parts of expressions in any order.
    #[test]
    fn both_agree_on_any_expression(
        words in prop::collection::vec(prop::sample::select(vec![
            "a", "b.c", "1", "2.5", "1e3", "\"x\"", "\"${a}\"", "(", ")", "[", "]", "{", "}", ",",
            "=", ":", "?", "+", "-", "*", "/", "%", "!", "==", "!=", "<", "<=", "&&", "||", ".",
            "...", "=>", "for", "in", "if", "f(", ".*", "[*]", "[0]", ".0", " ", "\n", "# x\n",
            "/* y */", "true", "null",
        ]), 1..12),
        spaced in any::<bool>(),
    ) {
        let text = words.join(if spaced { " " } else { "" });
        agrees_on_expression(&text);
        agrees(&format!("a = {text}\n"));
    }
}
