//! Same input, same answer; and what was promised about it.

use super::{read, root};
use std::process::Command;

/// Runs the built binary in the repository's folder with an empty home.
pub fn kanjo(args: &[&str]) -> (i32, String, String) {
    run(Command::new(env!("CARGO_BIN_EXE_kanjo")).args(args).current_dir(root()).env_clear())
}

/// The same in another folder, with the PATH on which git is found.
pub fn kanjo_in(folder: &std::path::Path, path: &str, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kanjo"));
    run(command.args(args).current_dir(folder).env_clear().env("PATH", path))
}

fn run(command: &mut Command) -> (i32, String, String) {
    let output = command.env("HOME", "/nonexistent").output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

const EXAMPLE: &str = "examples/commercial-production";

#[test]
fn the_same_json_twice_with_and_without_offline() {
    let (status, first, _) = kanjo(&["estimate", EXAMPLE, "--format", "json"]);
    let (_, second, _) = kanjo(&["estimate", EXAMPLE, "--format", "json"]);
    let (_, offline, _) = kanjo(&["estimate", EXAMPLE, "--format", "json", "--offline"]);
    assert_eq!(status, 0);
    assert!(first == second && second == offline);
}

#[test]
fn the_book_of_the_files_is_the_book_of_the_binary() {
    let sha = |book: &str| {
        let (status, json, errors) =
            kanjo(&["prices", "verify", "--prices", book, "--format", "json"]);
        assert_eq!(status, 0, "{errors}");
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        (
            json["sha256"].clone(),
            json["keys"].clone(),
            json["duplicates"].clone(),
            json["newest"].clone(),
        )
    };
    assert_eq!(sha("embedded"), sha("pricing-cache"));
}

#[test]
fn outputs_fit_their_schemas() {
    let check = |schema: &str, args: &[&str]| {
        let schema: serde_json::Value = serde_json::from_str(&read(schema)).expect("a schema");
        let (status, text, errors) = kanjo(args);
        assert_eq!(status, 0, "{errors}");
        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let validator = jsonschema::validator_for(&schema).expect("a valid schema");
        let problems: Vec<String> =
            validator.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    };
    check("docs/schema/estimate.json", &["estimate", EXAMPLE, "--format", "json"]);
    let document = format!("{EXAMPLE}/document.csv");
    check("docs/schema/diff.json", &["diff", &document, EXAMPLE, "--format", "json"]);
    check("docs/schema/diff.json", &["diff", EXAMPLE, EXAMPLE, "--format", "json"]);
    check("docs/schema/scenarios.json", &["scenarios", EXAMPLE, "--format", "json"]);
}

#[test]
fn files_fit_the_topology_schema_and_slips_do_not() {
    let (_, schema, _) = kanjo(&["schema", "topology"]);
    let same = schema == read("docs/schema/topology.json");
    assert!(same, "run: cargo run -- schema > docs/schema/topology.json");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let good = serde_json::json!({"version": 1, "resources": {"nat": {"type": "aws.nat_gateway", "data": "60 GB"}}});
    assert!(validator.is_valid(&good));
    let slip = serde_json::json!({"version": 1, "resources": {"nat": {"type": "aws.nat_gateway", "dta": "60 GB"}}});
    assert!(!validator.is_valid(&slip));
}
