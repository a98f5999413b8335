//! `kanjo comment`, through the binary, against a forge on the loopback.

#[cfg(feature = "forge")]
mod fake;
#[cfg(feature = "forge")]
mod markdown;
#[cfg(feature = "forge")]
mod post;
#[cfg(feature = "forge")]
mod prism;

use super::determinism::kanjo;
use super::read;

#[test]
fn it_is_in_the_help_of_every_build() {
    let (status, help, _) = kanjo(&["--help"]);
    assert!(status == 0 && help.contains("comment"), "{help}");
    let (status, help, _) = kanjo(&["comment", "--help"]);
    assert!(status == 0 && help.contains("--dry-run"), "{help}");
}

#[cfg(not(feature = "forge"))]
#[test]
fn a_build_without_it_says_how_to_get_it() {
    let (status, out, errors) = kanjo(&["comment", "github", "--base", "main"]);
    assert!(status == 2 && out.is_empty(), "{out}{errors}");
    assert!(errors.contains("error[not-in-build]"), "{errors}");
    assert!(errors.contains("cargo install kanjo --features forge"), "{errors}");
}

/// An input inside a script would be code of whoever opens the pull request.
#[test]
fn the_action_gives_inputs_through_the_environment() {
    let text = read("action.yml");
    let mut inputs = 0;
    for line in text.lines().filter(|line| line.contains("${{")) {
        let (key, _) = line.trim().split_once(": ").unwrap_or(("", ""));
        let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        assert!(is_key, "{line}");
        inputs += 1;
    }
    assert!(inputs > 10);
    let (_, help, _) = kanjo(&["comment", "--help"]);
    for text in [text, read("templates/kanjo.gitlab-ci.yml"), read("docs/guides/pull-requests.md")]
    {
        let lines =
            text.lines().filter(|line| line.contains("kanjo comment") || line.starts_with("| `--"));
        for flag in lines.flat_map(|line| line.split(|c: char| c == '`' || c.is_whitespace())) {
            let flag = flag.split('=').next().unwrap_or("");
            if flag.starts_with("--") && flag.len() > 2 && flag != "--features" {
                assert!(help.contains(flag), "{flag}");
            }
        }
    }
}
