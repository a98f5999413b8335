//! What a reviewer sees: exact text for an example repository of two commits,
//! and what holds for any change.

use super::post::{MODEL, POLICIES, Run, TOKEN, repository};
use crate::it::{read, root};

/// More tasks, one service more, a service without a stated usage, a database
/// on other storage, and a shorter schedule: something of everything.
pub fn after() -> String {
    MODEL
        .replace("tasks: 2", "tasks: 4")
        .replace("storage: 100 GB", "storage_type: io-optimized, storage: 100 GB")
        .replace("09:00-19:00", "10:00-18:00")
        + "  docs: {type: aws.s3, storage: 200 GB}
  gateway: {type: aws.nat_gateway}
  \"cache|<b>\": {type: aws.fargate, vcpu: 0.25, memory: 0.5 GB, tasks: 1}
"
}

fn dry(after: &str, policies: &str, more: &[&str]) -> String {
    let repository = repository(after, policies);
    let run = Run { at: repository.path(), api: "http://127.0.0.1:9", token: Some(TOKEN) };
    run.post("github", &[&["--dry-run", "--valid-at", "2026-11-22T01:00:00Z"], more].concat())
}

/// `tests/fixtures/NAME`, or written anew with KANJO_WRITE_REFERENCE.
fn golden(name: &str, text: &str) {
    // The book's digest changes with every price in it.
    let (before, book) = text.rsplit_once("embedded ").expect("a foot");
    assert_eq!(book.trim_end().len(), 12);
    let text = &format!("{before}embedded DIGEST\n");
    let path = format!("tests/fixtures/{name}");
    if std::env::var_os("KANJO_WRITE_REFERENCE").is_some() {
        std::fs::write(root().join(&path), text).expect("writes");
    }
    assert_eq!(*text, read(&path), "run: KANJO_WRITE_REFERENCE=1 cargo test golden");
}

/// The lines outside of `<details>`, and how many of them are not blank.
fn unfolded(text: &str) -> (String, usize) {
    let mut depth = 0;
    let mut seen = String::new();
    for line in text.lines() {
        if depth == 0 && !line.starts_with("<!--") {
            seen += &format!("{line}\n");
        }
        depth += usize::from(line.starts_with("<details>"));
        depth -= usize::from(line == "</details>");
    }
    let lines = seen.lines().filter(|line| !line.is_empty()).count();
    (seen, lines)
}

#[test]
fn golden_comment_in_both_languages() {
    golden("comment.md", &dry(&after(), POLICIES, &[]));
    golden("comment.ja.md", &dry(&after(), POLICIES, &["--lang", "ja"]));
}

#[test]
fn sums_by_tag() {
    let text = dry(&after(), "", &["--group-by", "tag:Env"]);
    assert!(text.contains("| Env | before | after | change |"), "{text}");
    let text = dry(&after(), "", &["--group-by", "tag:Team|x"]);
    assert!(!text.contains("Team"), "one sum is no table: {text}");
}

#[test]
fn the_reasons_are_what_the_person_changed() {
    let text = dry(&after(), "", &[]);
    for reason in [
        "tasks 2 → 4",
        "storage\\_type standard → io-optimized",
        "usage not stated and not counted",
        "switching off saves",
        "6 new",
        "tasks 2 → 4; other hours of schedule office",
    ] {
        assert!(text.contains(reason), "{reason} is not in:\n{text}");
    }
    assert!(!text.contains("`prd/nat`"), "nobody touched it:\n{text}");
    assert!(text.contains("`dev/gateway`") || text.contains("All "), "{text}");
}

/// Whether its sizes are stated or not, another storage is another design.
#[test]
fn io_optimized_is_never_no_change() {
    for (acu, storage) in
        [("{min: 0.5, max: 4, average: 1}", ", storage: 100 GB"), ("{min: 0.5, max: 4}", "")]
    {
        let db = |kind: &str| {
            let head = "version: 1\nregion: ap-northeast-1\nresources:\n";
            format!(
                "{head}  db: {{type: aws.aurora_serverless_v2, engine: mysql, acu: {acu}{storage}{kind}}}\n"
            )
        };
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        std::fs::write(path("a.yaml"), db("")).expect("writes");
        std::fs::write(path("b.yaml"), db(", storage_type: io-optimized")).expect("writes");
        for format in ["table", "markdown"] {
            let args = ["diff", &path("a.yaml"), &path("b.yaml"), "--format", format];
            let (status, out, errors) = crate::it::determinism::kanjo(&args);
            assert_eq!(status, 0, "{errors}");
            assert!(!out.contains("No change") && out.contains("io-optimized"), "{out}");
        }
    }
}

#[test]
fn three_of_three_hundred_are_under_two_kilobytes() {
    let rows = |tasks: u32| -> String {
        let row = |i: u32| {
            let tasks = if i < 3 { tasks } else { 1 };
            format!(
                "  service{i}: {{type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: {tasks}}}\n"
            )
        };
        (10..290).chain(0..3).map(row).collect()
    };
    let text = {
        let folder = repository(&format!("{MODEL}{}", rows(1)), POLICIES);
        let at = folder.path();
        crate::it::diff::git(at, &["branch", "--force", "main"]);
        std::fs::write(at.join("infra/kanjo.yaml"), format!("{MODEL}{}", rows(2))).expect("writes");
        let run = Run { at, api: "http://127.0.0.1:9", token: Some(TOKEN) };
        run.post("github", &["--dry-run"])
    };
    let (seen, lines) = unfolded(&text);
    assert!(seen.len() < 2048 && lines <= 25, "{} {lines}\n{seen}", seen.len());
    // The rules name what they find; the change names what changed.
    let change = seen.split("**").nth(2).unwrap_or("");
    assert_eq!(change.matches("/service").count(), 5, "{change}");
    let digits = |part: &str| part.chars().take_while(char::is_ascii_digit).count();
    assert!(change.split("/service").skip(1).all(|part| digits(part) == 1), "{change}");
}

/// Six environments, a hundred findings, five thousand hostile names.
#[test]
fn any_change_is_whole_and_short() {
    let long = "n".repeat(60);
    let rows: String = (0..5000)
        .map(|i| {
            format!("  \"{long}|<!-- kanjo:comment -->`{i}\": {{type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: {}}}\n", i % 7 + 1)
        })
        .collect();
    let head = "version: 1\nregion: ap-northeast-1\nresources:\n";
    for lang in ["en", "ja"] {
        let text = dry(&format!("{head}{rows}"), POLICIES, &["--lang", lang, "--tag", "a/b"]);
        assert!(text.len() < 65_536 && text.len() > 55_000, "{}", text.len());
        let (seen, lines) = unfolded(&text);
        assert!(lines <= 25, "{lines}\n{seen}");
        assert_eq!(text.matches("<!-- kanjo:comment tag=").count(), 1);
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        let tables = text.lines().filter(|line| line.starts_with("| "));
        for line in tables {
            assert!(line.ends_with(" |") && [5, 6].contains(&line.matches('|').count()), "{line}");
        }
    }
    let environments: String =
        (0..9).map(|i| format!("  env{i}: {{tags: {{Env: e{i}}}}}\n")).collect();
    let many = format!(
        "{}environments:\n{environments}",
        MODEL.replace("environments: {", "defaults: {}\nx: {")
    );
    let many: String = many
        .lines()
        .filter(|l| !l.starts_with("x: ") && !l.starts_with("defaults"))
        .map(|l| format!("{l}\n"))
        .collect();
    let text = dry(&many.replace("tasks: 2", "tasks: 4"), POLICIES, &[]);
    let (seen, lines) = unfolded(&text);
    assert!(lines <= 25 && text.contains("All 11 sums"), "{lines}\n{seen}");
}
