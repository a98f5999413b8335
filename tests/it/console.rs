//! The evaluator agrees with Terraform's own: hundreds of expressions, listed
//! and generated, through `terraform console` and through kanjo.

use kanjo::diagnostic::{Sources, Span};
use kanjo::expr::{Notes, Value, eval, parse};
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

/// One a line; what fails must fail in both.
const LISTED: &str = include_str!("../fixtures/terraform/expressions.txt");

/// What both are asked: the JSON of the value, or that there is none. Base64, so
/// that it is one word in a line.
fn asked(expression: &str) -> String {
    format!("try(base64encode(jsonencode({expression})), \"fails\")")
}

fn ours(expression: &str) -> String {
    let text = asked(expression);
    let mut sources = Sources::default();
    let file = sources.add("console", text.as_str());
    let value = parse(&text, Span::new(file, 0, text.len()))
        .and_then(|e| eval(&e, &BTreeMap::<String, Value>::new(), &mut Notes::default()));
    match value {
        Ok(Value::String(text)) => text.to_string(),
        other => format!("{other:?}"),
    }
}

/// All answers of Terraform's console, from one process: it prints the value of
/// the last line only, so they stand in a list of its own file.
fn theirs(expressions: &[String]) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().expect("a folder");
    let list: String = expressions.iter().map(|e| format!("    {},\n", asked(e))).collect();
    let text = format!("locals {{\n  answers = [\n{list}  ]\n}}\n");
    std::fs::write(folder.path().join("main.tf"), text).expect("written");
    let mut child = Command::new("terraform")
        .arg("console")
        .current_dir(folder.path())
        .env("CHECKPOINT_DISABLE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(b"join(\",\", local.answers)\n").expect("asks");
    let output = child.wait_with_output().expect("ends");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    Some(text.trim().trim_matches('"').split(',').map(str::to_owned).collect())
}

fn compare(expressions: &[String]) {
    let Some(theirs) = theirs(expressions) else {
        eprintln!("skipped: terraform is not installed");
        return;
    };
    assert_eq!(theirs.len(), expressions.len(), "stopped at {:?}", expressions.get(theirs.len()));
    let mut wrong = Vec::new();
    for (expression, theirs) in expressions.iter().zip(theirs) {
        let ours = ours(expression);
        if ours != theirs {
            wrong.push(format!(
                "{expression}\n  theirs {}\n  ours   {}",
                shown(&theirs),
                shown(&ours)
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} differ:\n{}",
        wrong.len(),
        expressions.len(),
        wrong.join("\n")
    );
}

fn shown(answer: &str) -> String {
    use base64::Engine;
    let decoded = base64::engine::general_purpose::STANDARD.decode(answer).ok();
    decoded.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| answer.to_owned())
}

#[test]
fn listed_expressions_agree_with_terraform() {
    let lines = LISTED.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let expressions: Vec<String> = lines.map(str::to_owned).collect();
    assert!(expressions.len() >= 250, "only {} are listed", expressions.len());
    compare(&expressions);
}

/// Numbers of a fixed sequence: the same expressions each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("fits") % sides
    }

    fn number(&mut self, depth: usize) -> String {
        if depth == 0 {
            return ["0", "1", "2", "7", "-3", "0.5", "10", "1.25"][self.roll(8)].to_owned();
        }
        let d = depth - 1;
        match self.roll(11) {
            0 => format!("({} + {})", self.number(d), self.number(d)),
            1 => format!("({} - {})", self.number(d), self.number(d)),
            2 => format!("({} * {})", self.number(d), self.number(d)),
            3 => format!("max({}, {})", self.number(d), self.number(d)),
            4 => format!("length({})", self.list(d)),
            5 => format!("({} ? {} : {})", self.bool(d), self.number(d), self.number(d)),
            6 => format!("floor({})", self.number(d)),
            7 => format!("try({}[{}], {})", self.numbers(d), self.number(0), self.number(d)),
            8 => format!("sum(concat([0], {}))", self.numbers(d)),
            9 => format!("abs({})", self.number(d)),
            _ => format!("length({})", self.text(d)),
        }
    }

    fn bool(&mut self, depth: usize) -> String {
        if depth == 0 {
            return ["true", "false"][self.roll(2)].to_owned();
        }
        let d = depth - 1;
        match self.roll(8) {
            0 => format!("({} && {})", self.bool(d), self.bool(d)),
            1 => format!("({} || {})", self.bool(d), self.bool(d)),
            2 => format!("!{}", self.bool(d)),
            3 => format!("({} == {})", self.number(d), self.number(d)),
            4 => format!("({} < {})", self.number(d), self.number(d)),
            5 => format!("contains({}, {})", self.list(d), self.text(d)),
            6 => format!("can({}[{}])", self.list(d), self.number(0)),
            _ => format!("({} != {})", self.text(d), self.text(d)),
        }
    }

    fn text(&mut self, depth: usize) -> String {
        if depth == 0 {
            return ["\"\"", "\"a\"", "\"Bc d\"", "\"日本\"", "\"10\"", "\"a,b\""][self.roll(6)]
                .to_owned();
        }
        let d = depth - 1;
        match self.roll(9) {
            0 => format!("upper({})", self.text(d)),
            1 => format!("\"x${{{}}}y${{{}}}\"", self.text(d), self.number(d)),
            2 => format!("join(\"-\", {})", self.list(d)),
            3 => format!("replace({}, \"a\", {})", self.text(d), self.text(0)),
            4 => format!("substr({}, 0, 2)", self.text(d)),
            5 => format!("({} ? {} : {})", self.bool(d), self.text(d), self.text(d)),
            6 => format!("format(\"%s/%03d\", {}, {})", self.text(d), self.number(0)),
            7 => format!("lookup({}, \"a\", {})", self.map(d), self.text(d)),
            _ => format!("\"%{{ if {} }}{}%{{ else }}z%{{ endif }}\"", self.bool(d), "q"),
        }
    }

    fn list(&mut self, depth: usize) -> String {
        if depth == 0 {
            return ["[\"a\", \"b\"]", "[\"b\", \"a\", \"b\"]", "[\"\"]"][self.roll(3)].to_owned();
        }
        let d = depth - 1;
        match self.roll(9) {
            0 => format!("concat({}, {})", self.list(d), self.list(d)),
            1 => format!("[for v in {} : \"${{v}}!\"]", self.list(d)),
            2 => format!("[for i, v in {} : v if i != 1]", self.list(d)),
            3 => format!("distinct({})", self.list(d)),
            4 => format!("sort({})", self.list(d)),
            5 => format!("flatten([{}, [{}]])", self.list(d), self.list(d)),
            6 => format!("keys({})", self.map(d)),
            7 => format!("tolist(toset({}))", self.list(d)),
            _ => format!("compact([{}, {}])", self.text(d), self.text(d)),
        }
    }

    fn numbers(&mut self, depth: usize) -> String {
        let d = depth.saturating_sub(1);
        match self.roll(3) {
            0 => format!("[{}, {}]", self.number(d), self.number(d)),
            1 => format!("[for v in {} : length(v)]", self.list(d)),
            _ => "range(3)".to_owned(),
        }
    }

    fn map(&mut self, depth: usize) -> String {
        if depth == 0 {
            return ["{ a = \"1\" }", "{ b = \"2\", a = \"z\" }", "{ c = \"\" }"][self.roll(3)]
                .to_owned();
        }
        let d = depth - 1;
        match self.roll(4) {
            0 => format!("merge({}, {})", self.map(d), self.map(d)),
            1 => format!("{{ for k, v in {} : upper(k) => \"${{v}}\" }}", self.map(d)),
            2 => format!("zipmap([\"a\", \"b\"], [{}, {}])", self.text(d), self.text(d)),
            _ => format!("{{ for v in {} : v => {} }}", "[\"p\", \"q\"]", self.text(d)),
        }
    }
}

#[test]
fn generated_expressions_agree_with_terraform() {
    let mut dice = Dice(20_260_924);
    let mut expressions = Vec::new();
    for round in 0..400 {
        let depth = 1 + round % 4;
        expressions.push(match round % 5 {
            0 => dice.number(depth),
            1 => dice.bool(depth),
            2 => dice.text(depth),
            3 => dice.list(depth),
            _ => dice.map(depth),
        });
    }
    compare(&expressions);
}
