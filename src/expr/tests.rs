use super::*;
use crate::diagnostic::Sources;
use crate::quantity::Number;
use std::collections::BTreeMap;

fn scope() -> BTreeMap<String, Value> {
    let n = |text| Value::Number(Number::parse(text).expect(text));
    let mut scope = BTreeMap::new();
    scope.insert("tasks".to_owned(), n("2"));
    scope.insert("vcpu".to_owned(), n("0.5"));
    scope.insert("data".to_owned(), Value::unset("data"));
    scope.insert("tier".to_owned(), Value::text("M10"));
    scope.insert(
        "geo".to_owned(),
        Value::map([("Japan".into(), n("1024")), ("Europe".into(), n("5"))]),
    );
    scope
}

fn run(text: &str) -> Result<Value, String> {
    let mut sources = Sources::default();
    let file = sources.add("f", text);
    let span = Span::new(file, 0, text.len());
    let expr = parse(text, span).map_err(|f| f.message)?;
    eval(&expr, &scope(), &mut Notes::default())
        .map_err(|f| format!("{} at {}: {}", f.message, f.span.start, f.help.unwrap_or_default()))
}

fn number(text: &str) -> String {
    match run(text) {
        Ok(Value::Number(number)) => number.to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn arithmetic_is_exact_and_ordered() {
    assert_eq!(number("0.1 + 0.2"), "0.3");
    assert_eq!(number("tasks * vcpu * 730"), "730");
    assert_eq!(number("10 - 3 - 2"), "5");
    assert_eq!(number("2 + 3 * 4"), "14");
    assert_eq!(number("-(2 + 3) % 3"), "-2");
    assert_eq!(number("0.1000000000000000000001 * 1"), "0.1000000000000000000001");
    assert_eq!(number("max(tasks, 3, ceil(2.1))"), "3");
    assert_eq!(number("sum(geo)"), "1029");
    assert_eq!(number("sum([for k, v in geo : v * 2])"), "2058");
    assert_eq!(number("geo[\"Japan\"] + geo.Europe"), "1029");
    assert_eq!(number("\"2\" * 3"), "6");
}

#[test]
fn unknown_passes_through_and_keeps_its_origin() {
    assert_eq!(run("data * 2 + 1"), Ok(Value::unset("data")));
    assert_eq!(run("max(1, data)"), Ok(Value::unset("data")));
    assert_eq!(run("data > 1 ? 1 : 2"), Ok(Value::unset("data")));
    assert_eq!(run("false && data"), Ok(Value::Bool(false)));
    assert_eq!(run("data || true"), Ok(Value::Bool(true)));
    assert_eq!(run("known(data)"), Ok(Value::Bool(false)));
    assert_eq!(number("known(data) ? data : 7"), "7");
    assert_eq!(number("79228162514264337593543950335 * 10"), "Ok(Unknown(Overflow))");
}

#[test]
fn assume_says_what_it_replaced() {
    let mut sources = Sources::default();
    let text = "assume(data, 5)";
    let file = sources.add("f", text);
    let expr = parse(text, Span::new(file, 0, text.len())).expect("parses");
    let mut notes = Notes::default();
    let value = eval(&expr, &scope(), &mut notes).expect("evaluates");
    assert_eq!(value, Value::Number(Number::from(5u64)));
    assert_eq!(notes.assumed.len(), 1);
}

#[test]
fn faults_name_the_place_and_the_fix() {
    assert_eq!(
        run("taskss * 2"),
        Err("nothing here is called `taskss` at 0: did you mean `tasks`?".to_owned())
    );
    assert_eq!(run("1 + tasks-vcpu"), Err("nothing here is called `tasks-vcpu` at 4: `tasks-vcpu` is one name; write spaces around the minus".to_owned()));
    assert_eq!(run("tier * 2"), Err("a number is wanted, this is text at 0: ".to_owned()));
    assert_eq!(run("2 / 0"), Err("division by zero at 4: ".to_owned()));
    assert_eq!(
        run("maxx(1)"),
        Err("there is no function `maxx` at 0: did you mean `max`?".to_owned())
    );
    assert!(run("60 GB").is_err());
    assert!(run(&format!("{}1{}", "(".repeat(500), ")".repeat(500))).is_err());
}

#[test]
fn explains_with_values_in_place() {
    let cases = [
        ("tasks * vcpu", "2 × 0.5"),
        ("(tasks + 1) * vcpu", "(2 + 1) × 0.5"),
        ("tasks * 1", "2"),
        ("max(0, tasks - 20)", "max(0, 2 - 20)"),
        ("tier == \"M10\" ? tasks : vcpu", "2"),
        ("geo.Japan * 1000000", "1024 × 1,000,000"),
        ("tasks - (vcpu - 1)", "2 - (0.5 - 1)"),
    ];
    for (text, expected) in cases {
        let mut sources = Sources::default();
        let file = sources.add("f", text);
        let expr = parse(text, Span::new(file, 0, text.len())).expect("parses");
        assert_eq!(explain(&expr, &scope()), expected, "{text}");
    }
}
