//! Sentences that are made in English and read in Japanese: none is stale, and
//! none of what the examples and fixtures say is missing.

use super::determinism::kanjo;
use super::{read, root};
use kanjo::text::{Lang, Sentence, translated};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn files(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, extension, found);
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
}

/// What stands between the arguments of a phrase, long enough to be looked for.
/// How many files there are is put before what is said of them.
fn literals(phrase: &str) -> Vec<&str> {
    let between = phrase.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
    between
        .flat_map(|part| part.split([':', ';', ',', '`', '(', ')']))
        .map(|part| part.trim().trim_start_matches("files ").trim_start_matches("file "))
        .filter(|part| part.len() >= 5)
        .collect()
}

#[test]
fn every_phrase_still_stands_in_the_program() {
    let mut sources = Vec::new();
    files(&root().join("src"), "rs", &mut sources);
    files(&root().join("catalog"), "hcl", &mut sources);
    let here = Path::new("src/text/sentences.rs");
    let text: String = sources.iter().filter(|path| !path.ends_with(here)).map(read).collect();
    // A text of the program may go on behind a backslash.
    let text: String = text.split("\\\n").map(str::trim_start).collect();
    for sentence in Sentence::ALL {
        for literal in literals(sentence.in_lang(Lang::En)) {
            assert!(text.contains(literal), "{sentence:?}: `{literal}` is nowhere in the program");
        }
    }
}

/// Every caveat, reason and note of a JSON.
fn said(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| said(value, found)),
        Value::Object(map) => {
            if let (Some(Value::String(_)), Some(Value::String(message))) =
                (map.get("code"), map.get("message"))
            {
                found.insert(message.clone());
            }
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("reason" | "why", Value::String(text)) => {
                        found.insert(text.clone());
                    }
                    ("notes", Value::Array(notes)) => {
                        found.extend(notes.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    _ => said(value, found),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn what_the_examples_and_fixtures_say_has_its_japanese() {
    let mut asked: Vec<Vec<String>> = Vec::new();
    let mut ask = |args: &[&str]| asked.push(args.iter().map(|a| (*a).to_owned()).collect());
    for name in ["commercial-production", "event-day", "maintenance-page", "seventy-percent"] {
        let path = format!("examples/{name}");
        ask(&["estimate", &path]);
        ask(&["estimate", &path, "--set", "free_tier=off"]);
        ask(&["offhours", "plan", &path, "--at", "2026-11-25T23:00"]);
        ask(&["offhours", "plan", &path, "--at", "2026-11-23T12:00"]);
    }
    ask(&["estimate", "examples/commercial-production/terraform"]);
    ask(&["actuals", "import", "examples/tokyo-actuals/bill"]);
    let mut plans = Vec::new();
    files(&root().join("tests/fixtures/plans"), "json", &mut plans);
    let mut modules = Vec::new();
    files(&root().join("tests/fixtures/terraform"), "tf", &mut modules);
    let modules: BTreeSet<&Path> = modules.iter().filter_map(|file| file.parent()).collect();
    for path in plans.iter().map(PathBuf::as_path).chain(modules) {
        ask(&["estimate", path.to_str().expect("UTF-8"), "--set", "region=ap-northeast-1"]);
    }
    let mut found = BTreeSet::new();
    for args in &asked {
        let mut args: Vec<&str> = args.iter().map(String::as_str).collect();
        args.extend(["--format", "json"]);
        let (status, out, _) = kanjo(&args);
        if status == 0 {
            said(&serde_json::from_str(&out).expect("JSON"), &mut found);
        }
    }
    // A name alone, such as `aws_eip` or `on-hours`, is no sentence.
    let sentences: Vec<&String> = found.iter().filter(|text| text.contains(' ')).collect();
    assert!(sentences.len() > 30, "{sentences:?}");
    let foreign: Vec<&&String> =
        sentences.iter().filter(|text| translated(text, Lang::Ja) == ***text).collect();
    assert!(foreign.is_empty(), "{foreign:#?}");
}
