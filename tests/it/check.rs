//! `kanjo check` as CI meets it: exit status, bad policy files, its formats.

use super::determinism::kanjo;
use super::read;
use serde_json::Value;
use std::path::Path;

const MODEL: &str = "version: 1
region: ap-northeast-1
environments: {dev: {}, prd: {tags: {Env: prd}}}
resources:
  nat: {type: aws.nat_gateway, data: 60 GB}
  web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}
";

/// A folder with a model and policies; runs `check` on it.
fn check(policies: &str, more: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("writes");
    };
    write("kanjo.yaml", MODEL);
    write("before/kanjo.yaml", &MODEL.replace("60 GB", "1 GB"));
    write("policies/guard.yaml", policies);
    let path = folder.path().to_str().expect("UTF-8").to_owned();
    let before = folder.path().join("before").display().to_string();
    let mut args = vec!["check", &path];
    args.extend(more.iter().map(|arg| if *arg == "BEFORE" { before.as_str() } else { arg }));
    kanjo(&args)
}

const TAGS: &str = "version: 1\nrules: [{name: tags, require_tags: [Env]}]\n";

fn waiver(last: &str) -> String {
    format!(
        "{TAGS}waivers: [{{rule: tags, resource: \"*\", environment: dev, reason: not yet, expires: {last}}}]\n"
    )
}

#[test]
fn the_exit_status_in_each_case() {
    let (status, out, errors) = check(TAGS, &[]);
    assert_eq!(status, 1, "{errors}");
    assert!(out.starts_with("2 errors, 0 warnings\n"), "{out}");
    assert!(out.contains("missing tags: Env") && out.contains("kanjo.yaml:5"), "{out}");
    assert!(errors.contains("kanjo: check: 2 errors"), "{errors}");
    let warning = TAGS.replace("name: tags", "name: tags, severity: warning");
    let (status, out, _) = check(&warning, &[]);
    assert!(status == 0 && out.starts_with("0 errors, 2 warnings\n"), "{out}");
    let (status, out, _) = check(TAGS, &["--env", "prd"]);
    assert!(status == 0 && out.starts_with("No findings: the rule holds\n"), "{out}");
    let (status, out, _) = check(&waiver("2099-12-31"), &[]);
    assert!(status == 0 && out.starts_with("0 errors, 0 warnings, 2 waived\n"), "{out}");
    assert!(out.contains("waived until 2099-12-31: not yet"), "{out}");
    let (status, out, _) = check(&waiver("2020-01-01"), &[]);
    assert!(status == 1 && out.starts_with("2 errors, 1 warning\n"), "{out}");
    assert!(out.contains("expired on 2020-01-01: not yet"), "{out}");
    let budget = |most: &str| format!("version: 1\nbudgets: [{{name: all, monthly: {most}}}]\n");
    assert_eq!(check(&budget("190 USD"), &[]).0, 1);
    assert_eq!(check(&budget("300 USD"), &[]).0, 0);
    assert_eq!(check(&budget("300 USD"), &["--set", "resources.web.tasks=20"]).0, 1);
    let increase = "version: 1\nrules: [{name: up, max_increase: {amount: 5 USD}}]\n";
    assert_eq!(check(increase, &["--base", "BEFORE"]).0, 1);
    let (status, out, _) = check(increase, &[]);
    assert!(status == 0 && out.contains("it needs --base"), "{out}");
    let (status, out, _) = check(TAGS, &["--lang", "ja"]);
    assert!(status == 1 && out.starts_with("エラー 2 件、警告 0 件\n"), "{out}");
}

#[test]
fn bad_policy_files_are_named_with_line_and_nearest() {
    let refused = |policies: &str, expected: &[&str]| {
        let (status, out, errors) = check(policies, &[]);
        assert!(status == 2 && out.is_empty(), "{policies}\n{out}\n{errors}");
        for text in expected {
            assert!(errors.contains(text), "`{text}` is not in:\n{errors}");
        }
    };
    refused(
        "version: 1\nrules:\n  - {name: a, require_tgas: [Env]}\n",
        &["error[unknown-key]", "guard.yaml:3:", "did you mean `require_tags`?"],
    );
    refused(
        "version: 1\nrules:\n  - name: a\n    forbid: {kind: aws.rds, where: \"mult_az == true\"}\n",
        &["error[unknown-name]", "guard.yaml:4:37", "did you mean `multi_az`?"],
    );
    refused("rules: []\n", &["error[missing-key]", "start the file with `version: 1`"]);
    refused("version: 2\n", &["this kanjo reads version 1"]);
    refused("version: 1\nrules: [\n", &["error[yaml-syntax]", "guard.yaml:"]);
    refused(
        "version: 1\nrules: [{name: a, require_tags: [E]}, {name: a, require_tags: [F]}]\n",
        &["error[duplicate-key]", "the first", "the second"],
    );
    refused(&waiver("soon"), &["error[bad-policy]", "guard.yaml:3:", "`soon` is not a date"]);
    let (status, _, errors) = check(TAGS, &["--policies", "nowhere"]);
    assert!(status == 2 && errors.contains("nowhere"), "{errors}");
    let (status, _, errors) = kanjo(&["check", "examples/event-day/document.csv"]);
    assert_eq!(status, 2, "{errors}");
}

const MIXED: &str = "version: 1
rules:
  - {name: tags, require_tags: [Env], message: \"a <b> & | 'c'\"}
  - {name: wide, severity: warning, forbid: {kind: aws.fargate, where: tasks > 1}}
  - {name: up, max_increase: {percent: 1}}
  - {name: fine, require_tags: [Env], match: {environment: prd}}
waivers:
  - {rule: tags, resource: nat, reason: \"]]> <x>\", expires: 2099-12-31}
  - {rule: up, reason: over, expires: 2020-01-01}
";

fn json(policies: &str, format: &str) -> Value {
    let (status, out, errors) = check(policies, &["--format", format]);
    assert_eq!(status, 1, "{errors}");
    serde_json::from_str(&out).expect("JSON")
}

fn fits(schema: impl AsRef<Path>, value: &Value) {
    let schema: Value = serde_json::from_str(&read(schema)).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let problems: Vec<String> =
        validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn json_fits_its_schema() {
    let value = json(MIXED, "json");
    fits("docs/schema/check.json", &value);
    let counts = ["errors", "warnings", "waived"].map(|key| value[key].as_u64().unwrap_or(99));
    assert_eq!(counts, [1, 3, 1]);
    assert_eq!(value["notes"][0]["note"], "needs-base");
    assert_eq!(kanjo(&["schema", "check"]).1, read("docs/schema/check.json"));
}

#[test]
fn sarif_has_what_the_standard_requires() {
    let value = json(MIXED, "sarif");
    fits("tests/fixtures/sarif-required.json", &value);
    let run = &value["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!((rules.len(), results.len()), (5, 5));
    for result in results {
        let at = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[at]["id"], result["ruleId"]);
    }
    let waived = results.iter().filter(|r| r["suppressions"][0]["kind"] == "external").count();
    assert_eq!(waived, 1);
    // Below the working folder places are relative to it.
    let guard = "tests/fixtures/guard-example.yaml";
    let args = ["check", "examples/event-day", "--policies", guard, "--format", "sarif"];
    let (status, out, errors) = kanjo(&args);
    assert_eq!(status, 1, "{errors}");
    let value: Value = serde_json::from_str(&out).expect("JSON");
    fits("tests/fixtures/sarif-required.json", &value);
    let at = &value["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(at["artifactLocation"]["uri"], "examples/event-day/kanjo.yaml");
    assert_eq!(at["artifactLocation"]["uriBaseId"], "%SRCROOT%");
    let line = at["region"]["startLine"].as_u64().expect("a line") as usize;
    let text = read("examples/event-day/kanjo.yaml");
    assert!(text.lines().nth(line - 1).is_some_and(|l| l.trim_start().starts_with("db:")));
}

/// The standard's own schema may not be carried along. npm's
/// `@microsoft/jest-sarif` has it as `lib/schemas/sarif-2.1.0-rtm.5.json`;
/// KANJO_SARIF_SCHEMA names the file.
#[test]
fn sarif_fits_the_standards_own_schema() {
    let Some(schema) = std::env::var_os("KANJO_SARIF_SCHEMA") else {
        eprintln!("skipped: KANJO_SARIF_SCHEMA is not set");
        return;
    };
    // One pattern of it has a bracket too many, which only ECMAScript forgives.
    let text = std::fs::read_to_string(&schema).expect("reads").replace("{2}]?$", "{2}$");
    let schema: Value = serde_json::from_str(&text).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let (_, waived, _) = check(&waiver("2099-12-31"), &["--format", "sarif"]);
    for value in [json(MIXED, "sarif"), serde_json::from_str(&waived).expect("JSON")] {
        let problems: Vec<String> =
            validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }
    let mut broken = json(MIXED, "sarif");
    broken["runs"][0]["results"][0]["level"] = "fatal".into();
    assert!(!validator.is_valid(&broken), "the schema looks at nothing");
}

#[test]
fn junit_escapes_and_counts() {
    let (status, out, errors) = check(MIXED, &["--format", "junit"]);
    assert_eq!(status, 1, "{errors}");
    assert!(out.contains("tests=\"7\" failures=\"1\" errors=\"0\" skipped=\"1\""), "{out}");
    assert!(out.contains("a &lt;b&gt; &amp; | &apos;c&apos;"), "{out}");
    assert!(out.contains("<skipped message=\"waived until 2099-12-31: ]]&gt; &lt;x&gt;\"/>"));
    assert!(out.contains("<testcase classname=\"fine\" name=\"fine\"/>"), "{out}");
    assert_eq!(out.matches("<testcase").count(), 7);
    assert_eq!(out.matches("</testcase>").count() + out.matches("/>\n    <test").count(), 7);
}

#[test]
fn markdown_stays_in_its_cells() {
    let (_, out, _) = check(MIXED, &["--format", "markdown"]);
    assert!(out.starts_with("**1 error, 3 warnings, 1 waived**\n"), "{out}");
    assert!(out.contains("a &#60;b&#62; &#38; &#124;"), "{out}");
    assert!(!out.contains("<b>") && !out.contains("<x>"), "{out}");
}

#[test]
fn the_guard_that_ships_fits_the_examples() {
    for example in ["examples/event-day", "examples/commercial-production"] {
        let (status, out, errors) = kanjo(&["check", example]);
        assert_eq!(status, 0, "{example}: {out}{errors}");
        assert!(out.starts_with("No findings: all 8 rules hold\n"), "{out}");
    }
    let set = ["check", "examples/event-day", "--set", "environments.dev.schedule=always"];
    let (status, out, _) = kanjo(&set);
    assert!(status == 1 && out.contains("schedule-outside-production"), "{out}");
}
