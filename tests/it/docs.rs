//! Every command of the documents is run, and what a document shows of its
//! output is compared.
//!
//! A ```` ```console ```` block has `$ kanjo …` lines with what they print: `…`
//! alone stands for any lines. The `kanjo …` lines of a ```` ```sh ```` block are
//! run and must not fail. They run in a folder that has what they name.

use super::determinism::kanjo_in;
use super::{read, root};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

fn markdown(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(markdown(&path));
        } else if path.extension().is_some_and(|e| e == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A command with its place, and the lines that are shown of its output.
struct Shown {
    line: usize,
    command: String,
    output: Option<Vec<String>>,
}

fn commands(text: &str) -> Vec<Shown> {
    let mut found: Vec<Shown> = Vec::new();
    let mut block = None;
    for (line, content) in (1..).zip(text.lines()) {
        match (block, content.trim()) {
            (None, fence) if fence.starts_with("```") => block = Some(fence),
            (Some(_), "```") => block = None,
            (Some("```console"), _) if content.starts_with("$ ") => {
                let command = content.trim_start_matches("$ ").to_owned();
                found.push(Shown { line, command, output: Some(Vec::new()) });
            }
            (Some("```console"), _) => {
                let last = found.last_mut().and_then(|shown| shown.output.as_mut());
                last.expect("a command before its output").push(content.to_owned());
            }
            (Some("```sh"), command) if command.starts_with("kanjo ") => {
                found.push(Shown { line, command: command.to_owned(), output: None });
            }
            _ => {}
        }
    }
    found
}

/// The words of a command, without a comment and without `> FILE`.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in command.chars() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            (None, ' ') => words.push(String::new()),
            (_, c) => words.last_mut().expect("one").push(c),
        }
    }
    // What a command reads from a pipe it reads from a file as well.
    words.retain(|word| !word.is_empty() && word != "<");
    let end = words.iter().position(|w| w == "#" || w == ">").unwrap_or(words.len());
    words.truncate(end);
    words
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copies");
        }
    }
}

/// A model with the names that the documents use.
const MODEL: &str = "version: 1
region: ap-northeast-1
drivers: {acu: 1}
resources:
  web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}
  nat: {type: aws.nat_gateway, data: 60 GB}
  db: {type: aws.rds, engine: mysql, class: db.m6g.large, storage: 20 GB}
scenarios:
  serverless:
    resources:
      db: {type: aws.aurora_serverless_v2, engine: mysql, instances: 1, acu: {min: 0.5, average: acu, max: 16}, storage: 20 GB}
";

/// A line of `kanjo offhours eval`.
const QUESTION: &str = r#"{"id": "a", "at": "2026-11-23T12:00:00Z", "grammar": "kanjo", "timezone": "Asia/Tokyo", "schedule": "Mon-Fri 08:00-20:00"}"#;

/// A folder with everything that the documents name; `bare`: without a model.
/// It is made once, with its repository, and copied.
fn prepared(bare: bool) -> tempfile::TempDir {
    static WHOLE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = tempfile::tempdir().expect("a folder");
    match bare {
        true => copy(&root().join("examples"), &folder.path().join("examples")),
        false => copy(WHOLE.get_or_init(whole).path(), folder.path()),
    }
    folder
}

fn whole() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    copy(&root().join("examples"), &at("examples"));
    let model = MODEL;
    for name in [
        "kanjo.yaml",
        "before.yaml",
        "my-system.yaml",
        "infra/kanjo.yaml",
        "before/infra/kanjo.yaml",
    ] {
        fs::create_dir_all(at(name).parent().expect("a parent")).expect("a folder");
        fs::write(at(name), model).expect("writes");
    }
    fs::write(at("after.yaml"), model.replace("60 GB", "90 GB")).expect("writes");
    fs::write(at("cost-table.csv"), read("examples/commercial-production/document.csv"))
        .expect("writes");
    let guard = "version: 1\nbudgets:\n  - {name: all, monthly: 5_000 USD}\n";
    for name in ["policies/guard.yaml", "infra/policies/guard.yaml", "team/guard.yaml"] {
        fs::create_dir_all(at(name).parent().expect("a parent")).expect("a folder");
        fs::write(at(name), guard).expect("writes");
    }
    fs::write(at("live.json"), "[]").expect("writes");
    fs::write(at("questions.jsonl"), QUESTION).expect("writes");
    fs::write(at("plan.json"), read("tests/fixtures/plans/changes.json")).expect("writes");
    fs::write(at("infracost-usage.yml"), "version: 0.1\nresource_usage: {}\n").expect("writes");
    for name in ["mine", "new"] {
        fs::create_dir_all(at(name)).expect("a folder");
    }
    let git = |args: &[&str]| {
        let done = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"])
            .args(args)
            .current_dir(folder.path())
            .output()
            .expect("git runs");
        assert!(done.status.success(), "git {args:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "base"]);
    git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    folder
}

/// Whether `lines` match `shown`, in which `…` stands for any lines.
fn fits(shown: &[&str], lines: &[&str]) -> bool {
    match shown.split_first() {
        None => lines.is_empty(),
        Some((&"…", rest)) => (0..=lines.len()).any(|skip| fits(rest, &lines[skip..])),
        Some((first, rest)) => {
            lines.first().is_some_and(|line| line.trim_end() == first.trim_end())
                && fits(rest, &lines[1..])
        }
    }
}

/// Runs the commands of one document; what is wrong, and how many there are.
fn run(file: &Path) -> (Vec<String>, usize) {
    let found = commands(&fs::read_to_string(file).expect("reads"));
    let count = found.len();
    if count == 0 {
        return (Vec::new(), 0);
    }
    let path = std::env::var("PATH").unwrap_or_default();
    let folder = prepared(file.ends_with("docs/quick-start.md"));
    let mut wrong = Vec::new();
    for Shown { line, command, output } in found {
        let place = format!("{}:{line}: {command}", file.display());
        let words = words(&command);
        let args: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        assert_eq!(words.first().map(String::as_str), Some("kanjo"), "{place}");
        let (status, printed, errors) = kanjo_in(folder.path(), &path, &args);
        let shown: Vec<&str> = output.iter().flatten().map(String::as_str).collect();
        let fails = shown.iter().any(|line| line.starts_with("error["));
        // A feature that this build leaves out is documented all the same, and
        // no test posts anything.
        let away = ["not-in-build", "credentials", "comment-place"];
        if status == 2 && away.iter().any(|code| errors.starts_with(&format!("error[{code}]"))) {
            continue;
        }
        if (status != 0) != fails {
            wrong.push(format!("{place}: status {status}\n{errors}"));
        } else if printed.is_empty() && errors.is_empty() && !command.contains("--out") {
            wrong.push(format!("{place} prints nothing"));
        }
        let Some(last) = shown.iter().rposition(|line| !line.is_empty()) else { continue };
        let printed = if fails { errors } else { printed };
        let lines: Vec<&str> = printed.trim_end().lines().collect();
        if !fits(&shown[..=last], &lines) {
            wrong.push(format!("{place} prints\n{printed}"));
        }
    }
    (wrong, count)
}

#[test]
fn every_command_of_the_documents_does_what_it_says() {
    let mut files = markdown(&root().join("docs"));
    files.extend(markdown(&root().join("examples")));
    files.extend([root().join("README.md"), root().join("README.ja.md")]);
    let results: Vec<(Vec<String>, usize)> = std::thread::scope(|scope| {
        let runs: Vec<_> = files.iter().map(|file| scope.spawn(|| run(file))).collect();
        runs.into_iter().map(|run| run.join().expect("a document is read")).collect()
    });
    let wrong: Vec<String> = results.iter().flat_map(|(wrong, _)| wrong.clone()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    let count: usize = results.iter().map(|(_, count)| count).sum();
    assert!(count > 60, "only {count} commands were found");
}

/// Whole models of the guide on models: each estimates.
#[test]
fn every_model_of_the_guide_estimates() {
    let guide = read("docs/guides/topology.md");
    let blocks = guide.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let models: Vec<&str> = blocks.filter(|block| block.starts_with("version: 1")).collect();
    assert!(models.len() >= 6, "only {} models", models.len());
    let folder = tempfile::tempdir().expect("a folder");
    for model in models {
        fs::write(folder.path().join("kanjo.yaml"), model).expect("writes");
        let (status, out, errors) = kanjo_in(folder.path(), "", &["estimate"]);
        assert_eq!(status, 0, "{model}\n{errors}");
        assert!(!out.contains("incomplete"), "{model}\n{out}");
    }
}

/// The targets of the links of a text that lead into the repository.
fn links(text: &str) -> Vec<String> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let inside = targets.filter(|t| !t.contains("://") && !t.starts_with('#') && !t.contains(' '));
    inside.map(|t| t.split('#').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn no_link_leads_nowhere_and_the_book_has_every_page() {
    let mut files = markdown(&root().join("docs"));
    files.extend(
        ["README.md", "README.ja.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|f| root().join(f)),
    );
    let mut broken = Vec::new();
    for file in &files {
        let folder = file.parent().expect("a folder");
        for link in links(&fs::read_to_string(file).expect("reads")) {
            if !folder.join(&link).exists() {
                broken.push(format!("{}: {link}", file.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    let contents = links(&read("docs/SUMMARY.md"));
    let docs = root().join("docs");
    for page in markdown(&docs) {
        let page = page.strip_prefix(&docs).expect("inside").to_string_lossy().into_owned();
        assert!(
            page == "SUMMARY.md" || contents.contains(&page),
            "{page} is not in docs/SUMMARY.md"
        );
    }
}
