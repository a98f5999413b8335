//! Directories of strangers: a clear error, and an end.

use super::*;
use proptest::prelude::*;

fn first_error(text: &str) -> String {
    errors(&format!("=== main.tf\n{text}")).first().cloned().unwrap_or_else(|| "none".to_owned())
}

#[test]
fn what_is_too_much_is_refused() {
    let with = |body: &str| first_error(&format!("resource \"aws_x\" \"y\" {{\n{body}\n}}\n"));
    assert_eq!(
        with("count = 1000000000"),
        "terraform-limit: aws_x.y: a count of 1000000000; at most 100000 are read"
    );
    let many = (0..3).map(|i| format!("resource \"aws_x\" \"y{i}\" {{ count = 40000 }}\n"));
    assert_eq!(
        first_error(&many.collect::<String>()),
        "terraform-limit: more than 100000 instances"
    );
    // Text that doubles.
    let doubling = |unit: &str, all: &str| {
        let locals = (1..40)
            .map(|i| format!("  l{i} = {}\n", all.replace('@', &format!("local.l{}", i - 1))));
        format!(
            "locals {{\n  l0 = {unit}\n{}}}\nresource \"aws_x\" \"y\" {{ a = local.l39 }}\n",
            locals.collect::<String>()
        )
    };
    let c = main(&doubling("\"aaaaaaaa\"", "\"${@}${@}\""));
    assert_eq!(attribute(&c, "aws_x.y", "a"), "'!this text is too long'");
    // A list that doubles without taking memory.
    let error = first_error(&doubling("[1]", "[@, @]"));
    assert_eq!(error, "terraform-limit: a value has more than a million parts");
    let loops = "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]";
    let text = format!(
        "=== main.tf\nlocals {{ a = {loops} }}\nresource \"aws_x\" \"y\" {{ a = local.a }}\n"
    );
    let read = read_with(&text, Options { steps: 100_000, ..Options::default() });
    let errors = read.expect_err("ends");
    assert_eq!(errors.list()[0].message, "this takes too many steps to evaluate");
    let chain: String = (0..5000).map(|i| format!("  l{} = local.l{i}\n", i + 1)).collect();
    let error = first_error(&format!(
        "locals {{\n  l0 = 1\n{chain}}}\nresource \"aws_x\" \"y\" {{ a = local.l5000 }}\n"
    ));
    assert_eq!(error, "terraform-limit: more than 200 values wait for each other");
}

#[test]
fn what_is_nested_too_deep_is_refused() {
    let deep = |open: &str, close: &str, n: usize| {
        first_error(&format!("locals {{\n a = {}1{}\n}}\n", open.repeat(n), close.repeat(n)))
    };
    for (open, close) in
        [("(", ")"), ("[", "]"), ("-", ""), ("!", ""), ("1+", ""), ("\"${", "}\""), ("{a=", "}")]
    {
        let error = deep(open, close, 20_000);
        assert!(error.starts_with("terraform-syntax"), "{open}: {error}");
    }
    let blocks = format!("{}{}", "a {\n".repeat(20_000), "}\n".repeat(20_000));
    assert!(first_error(&blocks).starts_with("terraform-syntax"));
    let steps = format!("locals {{\n a = x{}\n}}\n", ".b".repeat(20_000));
    assert!(first_error(&steps).starts_with("terraform-syntax"));
    let questions = format!("locals {{\n a = {}1\n}}\n", "true ? 1 : ".repeat(20_000));
    assert!(first_error(&questions).starts_with("terraform-syntax"));
}

#[test]
fn a_module_that_calls_itself_ends() {
    let error = first_error("module \"m\" { source = \"./\" }\nresource \"aws_x\" \"y\" {}\n");
    assert_eq!(error, "terraform-limit: modules are nested deeper than 16");
}

#[test]
fn broken_files_are_named_with_their_place() {
    let folder = tempfile::tempdir().expect("a folder");
    write(
        folder.path(),
        "=== main.tf\nresource \"aws_x\" \"y\" {\n  a = = 1\n}\n=== b.tf.json\n{\"resource\": {\n",
    );
    let files = Files::directory(folder.path()).expect("opens");
    let mut sources = crate::diagnostic::Sources::default();
    let read = read_directory(files, Options::default(), &mut sources, |_| {});
    let errors = read.expect_err("broken");
    let places: Vec<(String, usize)> = errors
        .list()
        .iter()
        .map(|d| sources.locate(d.labels[0].span))
        .map(|at| (at.file.rsplit('/').next().unwrap_or("").to_owned(), at.line))
        .collect();
    assert_eq!(places, [("b.tf.json".to_owned(), 2), ("main.tf".to_owned(), 2)]);
    assert_eq!(errors_of_nothing(), "file-missing");
}

fn errors_of_nothing() -> String {
    let read = read_with("=== readme.md\nx\n", Options::default());
    read.expect_err("nothing").list()[0].code.to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Whatever stands in a file, there is an answer or an error.
    #[test]
    fn any_text_gets_an_answer(text in "(resource \"aws_x\" \"y\" \\{\n|locals \\{\n|a = |b = |[a-c]|local\\.[a-c]|aws_x\\.y|count = |for_each = |\\[|\\]|\\(|\\)|\\{|\\}|\n|\"|\\$\\{|%\\{ (if|for|endfor|endif)|\\*|\\.| in |: |\\? |<<-?EOT\n|\nEOT\n|[0-9]|flatten\\(|try\\(|\\PC){0,60}") {
        let _ = read_with(&format!("=== main.tf\n{text}"), Options::default());
        let _ = read_with(&format!("=== main.tf.json\n{text}"), Options::default());
    }

    #[test]
    fn any_bytes_get_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("main.tf"), bytes).expect("written");
        let files = Files::directory(folder.path()).expect("opens");
        let _ = read_directory(files, Options::default(), &mut Default::default(), |_| {});
    }
}
