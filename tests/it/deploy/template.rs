//! The templates of CloudFormation as cfn-lint reads them, which knows what
//! CloudFormation knows: properties, their types and values, references.

use super::root;
use std::process::Command;

#[test]
fn cfn_lint_finds_nothing() {
    let lint = |args: &[&str]| {
        let script = root().join("scripts/bench/lint");
        Command::new(script).args(args).current_dir(root()).output().expect("sh runs")
    };
    if !lint(&["--version"]).status.success() {
        eprintln!("skipped: scripts/bench/lint needs python3 with venv, and a package index");
        return;
    }
    let done = lint(&["deploy/cloudformation/*.yaml"]);
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{text}{}", String::from_utf8_lossy(&done.stderr));
    // A property that does not exist is found, so the question was asked.
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = folder.path().join("wrong.yaml");
    let template = super::read("deploy/cloudformation/audit.yaml");
    std::fs::write(&wrong, template.replace("RoleName:", "Name:")).expect("writes");
    let done = lint(&[wrong.to_str().expect("UTF-8")]);
    let text = String::from_utf8_lossy(&done.stdout);
    assert!(!done.status.success() && text.contains("E3002"), "{text}");
}
