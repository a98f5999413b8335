//! References that are made from the program itself.

use super::read;
use kanjo::diagnostic::{Code, Severity};
use kanjo::text::Lang;

/// `docs/reference/codes.md`, as it must be.
fn codes() -> String {
    let mut text = String::from(
        "# Codes\n\nEvery error and caveat has a code. A code keeps its name for ever. Made from\n`src/diagnostic/code.rs`; a test compares.\n",
    );
    for (title, severity) in [("Errors", Severity::Error), ("Caveats", Severity::Caveat)] {
        text += &format!("\n## {title}\n\n| code | meaning | 意味 |\n|---|---|---|\n");
        for code in Code::ALL.iter().filter(|c| c.severity() == severity) {
            text += &format!(
                "| `{code}` | {} | {} |\n",
                code.summary(Lang::En),
                code.summary(Lang::Ja)
            );
        }
    }
    text
}

#[test]
fn the_codes_are_documented() {
    let expected = codes();
    if std::env::var_os("KANJO_WRITE_REFERENCE").is_some() {
        std::fs::write(super::root().join("docs/reference/codes.md"), &expected).expect("writes");
    }
    assert_eq!(
        read("docs/reference/codes.md"),
        expected,
        "run: KANJO_WRITE_REFERENCE=1 cargo test codes"
    );
}

#[test]
fn names_are_kebab_case_and_unique() {
    let mut seen = std::collections::BTreeSet::new();
    for code in Code::ALL {
        assert!(
            code.name().chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{code}"
        );
        assert!(seen.insert(code.name()), "{code} twice");
    }
}

#[test]
fn the_features_are_those_of_the_design() {
    let cargo = read("Cargo.toml");
    for feature in
        ["default = []", "forge = ", "aws = ", "lake = ", "cluster = ", "lambda = ", "full = "]
    {
        assert!(cargo.contains(feature), "{feature}");
    }
}

/// Help of a command and of those below it, as `docs/reference/cli.md` has it.
fn help(command: &mut clap::Command, path: &str, text: &mut String) {
    let path = format!("{path} {}", command.get_name()).trim().to_owned();
    let shown = command.clone().bin_name(&path).term_width(80).render_long_help().to_string();
    let shown: Vec<&str> = shown.lines().map(str::trim_end).collect();
    text.push_str(&format!("\n## {path}\n\n```text\n{}\n```\n", shown.join("\n").trim_end()));
    for below in command.get_subcommands_mut().filter(|c| c.get_name() != "help") {
        help(below, &path, text);
    }
}

#[test]
fn the_commands_are_documented() {
    use clap::CommandFactory;
    let mut text = String::from(
        "# Commands\n\nEvery command and flag. Made from `src/cli/args.rs`; a test compares.\n\nResults go to stdout, everything else to stderr. Exit status: 0 done, 1 a condition that was\nasked for is not met, 2 usage or input, 3 a remote service. A closed pipe is no error, `NO_COLOR`\nis kept, and `--out` writes a file whole or not at all.\n",
    );
    let mut command = kanjo::cli::Cli::command();
    command.build();
    help(&mut command, "", &mut text);
    if std::env::var_os("KANJO_WRITE_REFERENCE").is_some() {
        std::fs::write(super::root().join("docs/reference/cli.md"), &text).expect("writes");
    }
    // A text of thousands of lines helps nobody here; git shows the difference.
    assert!(
        read("docs/reference/cli.md") == text,
        "run: KANJO_WRITE_REFERENCE=1 cargo test commands_are_documented"
    );
}
