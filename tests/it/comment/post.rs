//! What is posted, what is not, and what is said where the forge refuses.

use super::fake::Fake;
use crate::it::diff::{git, write};
use std::path::Path;
use std::process::Command;

pub const MODEL: &str = "version: 1
region: ap-northeast-1
environments: {dev: {tags: {Env: dev}, schedule: office}, prd: {tags: {Env: prd}}}
schedules: {office: {on: \"Mon-Fri 09:00-19:00\", timezone: Asia/Tokyo}}
resources:
  web: {type: aws.fargate, vcpu: 0.5, memory: 1 GB, tasks: 2}
  nat: {type: aws.nat_gateway, data: 60 GB}
  db: {type: aws.aurora_serverless_v2, engine: postgresql, acu: {min: 0.5, max: 4, average: 1}, storage: 100 GB}
";

pub const POLICIES: &str = "version: 1
budgets: [{name: production, monthly: 250 USD, environment: prd}]
rules: [{name: owner, severity: warning, require_tags: [Owner]}]
";

/// Two commits: `main` and the work tree on a branch.
pub fn repository(after: &str, policies: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    git(at, &["init", "--quiet"]);
    write(at, "infra/kanjo.yaml", MODEL);
    if !policies.is_empty() {
        write(at, "infra/policies/guard.yaml", policies);
    }
    git(at, &["add", "."]);
    git(at, &["commit", "--quiet", "-m", "one"]);
    git(at, &["checkout", "--quiet", "-b", "change"]);
    write(at, "infra/kanjo.yaml", after);
    git(at, &["commit", "--quiet", "-a", "--allow-empty", "-m", "two"]);
    folder
}

pub struct Run<'a> {
    pub at: &'a Path,
    pub api: &'a str,
    pub token: Option<&'a str>,
}

impl Run<'_> {
    pub fn comment(&self, forge: &str, more: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kanjo"));
        command.args(["comment", forge, "infra"]).args(more).current_dir(self.at).env_clear();
        command.env("PATH", std::env::var("PATH").expect("a PATH")).env("HOME", "/nonexistent");
        command.env("GITHUB_API_URL", self.api).env("CI_API_V4_URL", self.api);
        if let Some(token) = self.token {
            command.env("GITHUB_TOKEN", token).env("GITLAB_TOKEN", token);
        }
        let output = command.output().expect("runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        let (out, errors) = (text(output.stdout), text(output.stderr));
        if let Some(token) = self.token {
            assert!(!out.contains(token) && !errors.contains(token), "the token: {out}{errors}");
        }
        (output.status.code().unwrap_or(-1), out, errors)
    }

    /// One that must work.
    pub fn post(&self, forge: &str, more: &[&str]) -> String {
        let place = ["--repo", "acme/infra", "--pr", "12", "--base", "main"];
        let (status, out, errors) = self.comment(forge, &[&place, more].concat());
        assert_eq!(status, 0, "{out}{errors}");
        out
    }
}

pub const TOKEN: &str = "ghs_0123456789secret";
const AT: &str = "--valid-at";
const ONE: &str = "2026-11-22T01:00:00Z";
const TWO: &str = "2026-11-22T02:00:00Z";

pub fn more_tasks() -> String {
    MODEL.replace("tasks: 2", "tasks: 4")
}

/// Create, again, older, changed by a person, removed, recreated, two projects.
fn lifecycle(forge: &str) {
    let repository = repository(&more_tasks(), POLICIES);
    let fake = Fake::start();
    fake.state().page = 2;
    for i in 0..5 {
        fake.put(&format!("a person says {i}"), "NONE", "User");
    }
    let run = Run { at: repository.path(), api: &fake.address, token: Some(TOKEN) };
    let out = run.post(forge, &[AT, TWO]);
    assert!(out.starts_with("created ") && out.contains("6\n"), "{out}");
    let body = fake.bodies()[5].clone();
    let head = format!("<!-- kanjo:comment tag=default valid-at={TWO} -->\n**+");
    assert!(body.starts_with(&head), "{body}");
    assert!(run.post(forge, &[AT, TWO]).starts_with("unchanged "));
    let older = run.post(forge, &[AT, ONE]);
    assert!(older.starts_with(&format!("left alone: the run of {TWO} is newer")), "{older}");
    assert_eq!(fake.bodies()[5], body);

    fake.state().comments[5]["body"] = format!("{body}\nLGTM").into();
    assert!(run.post(forge, &[AT, TWO]).starts_with("updated "));
    assert_eq!(fake.bodies()[5], body);
    fake.state().comments[5]["body"] = "I keep this".into();
    assert!(run.post(forge, &[AT, TWO]).starts_with("created "));
    assert_eq!(fake.bodies().len(), 7);

    let app = run.post(forge, &[AT, ONE, "--tag", "app"]);
    assert!(app.starts_with("created ") && fake.bodies().len() == 8, "{app}");
    assert!(run.post(forge, &[AT, TWO, "--tag", "app", "--recreate"]).starts_with("posted anew "));
    let bodies = fake.bodies();
    assert_eq!(bodies.len(), 8);
    assert!(bodies[7].contains("tag=app") && bodies[6].contains("tag=default"));

    let dry = run.post(forge, &[AT, TWO, "--dry-run"]);
    assert_eq!((dry.as_str(), bodies), (body.as_str(), fake.bodies()));
    let auth = if forge == "github" { "authorization: bearer ghs" } else { "private-token: ghs" };
    assert!(fake.state().requests.iter().all(|r| r.headers.contains(auth)));
}

#[test]
fn github_has_one_comment_per_key() {
    lifecycle("github");
}

#[test]
fn gitlab_has_one_note_per_key() {
    lifecycle("gitlab");
}

#[test]
fn nothing_is_posted_for_nothing() {
    let same = repository(MODEL, "");
    let fake = Fake::start();
    let run = Run { at: same.path(), api: &fake.address, token: Some(TOKEN) };
    let out = run.post("github", &["--on-change-only"]);
    assert_eq!(out, "not posted: the month does not change\n");
    assert_eq!(fake.methods(), ["GET"]);
    // One that is there must not stay wrong.
    run.post("github", &[AT, ONE]);
    fake.state().comments[0]["body"] =
        format!("<!-- kanjo:comment tag=default valid-at={ONE} -->\n+1,000").into();
    assert!(run.post("github", &["--on-change-only", AT, TWO]).starts_with("updated "));
    assert!(fake.bodies()[0].contains("**No change: USD "), "{:?}", fake.bodies());

    let small = repository(&more_tasks(), "");
    let fake = Fake::start();
    let run = Run { at: small.path(), api: &fake.address, token: Some(TOKEN) };
    let below = ["--min-change", "5_000", "--min-percent", "90"];
    let out = run.comment(
        "github",
        &[&["--repo", "acme/infra", "--pr", "12", "--base", "main"], &below[..]].concat(),
    );
    assert!(out.0 == 2 && out.2.contains("`5_000` is not a threshold"), "{}", out.2);
    let out = run.post("github", &["--min-change", "5000", "--min-percent", "90"]);
    assert_eq!(out, "not posted: the change is below the threshold\n");
    assert!(
        run.post("github", &["--min-change", "5000", "--min-percent", "1"]).starts_with("created ")
    );

    // A rule that does not hold is worth a comment at any size.
    let failing = repository(&more_tasks(), POLICIES);
    let fake = Fake::start();
    let run = Run { at: failing.path(), api: &fake.address, token: Some(TOKEN) };
    assert!(run.post("github", &["--min-change", "5000"]).starts_with("created "));
    assert!(fake.bodies()[0].contains("above the budget"), "{:?}", fake.bodies());
}

#[test]
fn what_is_missing_is_named() {
    let repository = repository(&more_tasks(), "");
    let fake = Fake::start();
    let run = Run { at: repository.path(), api: &fake.address, token: None };
    let place = ["--repo", "acme/infra", "--pr", "12", "--base", "main"];
    let refused = |run: &Run<'_>, forge: &str, args: &[&str], words: &[&str]| {
        let (status, out, errors) = run.comment(forge, args);
        assert!(status == 2 && out.is_empty(), "{args:?}: {status} {out}{errors}");
        for word in words {
            assert!(errors.contains(word), "{word} is not in:\n{errors}");
        }
    };
    refused(
        &run,
        "github",
        &place,
        &["error[credentials]: GITHUB_TOKEN is not set", "pull-requests: write"],
    );
    refused(&run, "gitlab", &place, &["error[credentials]: GITLAB_TOKEN is not set", "scope api"]);
    let run = Run { token: Some(TOKEN), ..run };
    refused(
        &run,
        "github",
        &[],
        &["error[comment-place]: no repository is given", "--repo OWNER/NAME"],
    );
    refused(&run, "github", &["--repo", "acme"], &["`acme` is not a repository"]);
    refused(&run, "github", &["--repo", "a/../b"], &["is not a repository"]);
    refused(&run, "github", &["--repo", "a/b"], &["no pull request is given", "GITHUB_EVENT_PATH"]);
    refused(
        &run,
        "github",
        &["--repo", "a/b", "--pr", "1"],
        &["no base is given", "--base origin/main"],
    );
    refused(&run, "gitlab", &["--pr", "1"], &["no project is given", "CI_PROJECT_ID"]);
    refused(&run, "gitlab", &["--repo", "a/../b", "--pr", "1"], &["is not a project"]);
    refused(&run, "gitlab", &["--repo", "a/b"], &["no merge request is given"]);
    let with = |more: &[&'static str]| [&place, more].concat();
    refused(&run, "github", &with(&["--tag", "a-->b"]), &["cannot be the key of a comment"]);
    refused(&run, "github", &with(&["--offline"]), &["--dry-run prints it"]);
    refused(&run, "github", &with(&["--valid-at", "noon"]), &["--valid-at noon: not a moment"]);
    refused(&run, "github", &with(&["--group-by", "kind"]), &["environment and tag:KEY"]);
    let clear = Run { api: "http://example.com", ..run };
    refused(&clear, "github", &place, &["is not https"]);
    assert!(fake.state().requests.is_empty(), "nothing was sent");
}

/// What the forge answers, and what kanjo makes of it.
#[test]
fn refusals_are_one_sentence_and_a_status() {
    let repository = repository(&more_tasks(), "");
    let place = ["--repo", "acme/infra", "--pr", "12", "--base", "main"];
    let said = |answers: &[(u16, &str, &str)]| {
        let fake = Fake::start();
        answers.iter().for_each(|(status, headers, body)| fake.fail(*status, headers, body));
        let run = Run { at: repository.path(), api: &fake.address, token: Some(TOKEN) };
        let (status, out, errors) = run.comment("github", &place);
        (status, out, errors, fake)
    };
    let bad = format!("{{\"message\": \"Bad credentials {TOKEN}\"}}");
    let (status, _, errors, _) = said(&[(401, "", &bad)]);
    assert!(
        status == 2 && errors.contains("error[credentials]") && errors.contains("***"),
        "{errors}"
    );
    let (status, _, errors, _) =
        said(&[(403, "", "{\"message\": \"Resource not accessible by integration\"}")]);
    assert!(status == 2 && errors.contains("pull-requests: write"), "{errors}");
    let (status, _, errors, _) = said(&[(404, "", "{}")]);
    assert!(status == 3 && errors.contains("no such repository or pull request"), "{errors}");
    let (status, _, errors, _) = said(&[
        (200, "", "[]"),
        (
            422,
            "",
            "{\"message\": \"Validation Failed\", \"errors\": [{\"message\": \"body is too long\"}]}",
        ),
    ]);
    assert!(
        status == 3 && errors.contains("(422): Validation Failed: body is too long"),
        "{errors}"
    );
    let (status, _, errors, _) = said(&[(301, "location: http://127.0.0.1:1/\r\n", "")]);
    assert!(status == 3 && errors.contains("has moved or has another name"), "{errors}");
    let (status, _, errors, _) = said(&[(200, "", "<html>")]);
    assert!(status == 3 && errors.contains("not JSON"), "{errors}");
    let (status, _, errors, fake) = said(&[(429, "retry-after: 3600\r\n", "{}")]);
    assert!(status == 3 && errors.contains("come again in 3600 seconds"), "{errors}");
    assert_eq!(fake.methods(), ["GET"]);

    // Limits and failures of the service pass; the comment is there once.
    let wait = "retry-after: 0\r\n";
    let limited = (403, wait, "{\"message\": \"You have exceeded a secondary rate limit\"}");
    let (status, out, errors, fake) = said(&[
        (502, wait, ""),
        (429, wait, "{}"),
        limited,
        (200, "", "[]"),
        limited,
        (503, wait, "<html>"),
    ]);
    assert!(status == 0 && out.starts_with("created "), "{out}{errors}");
    assert_eq!(fake.bodies().len(), 1);
    assert_eq!(fake.methods(), ["GET", "GET", "GET", "GET", "POST", "POST", "GET", "POST", "GET"]);
    let (status, _, errors, fake) =
        said(&[(500, wait, ""), (500, wait, ""), (500, wait, ""), (500, wait, "")]);
    assert!(status == 3 && errors.contains("error[remote]"), "{errors}");
    assert_eq!(fake.methods().len(), 4);
    let nobody = Run { at: repository.path(), api: "http://127.0.0.1:9", token: Some(TOKEN) };
    let (status, _, errors) = nobody.comment("github", &place);
    assert!(status == 3 && errors.contains("127.0.0.1:9"), "{errors}");
}

#[test]
fn pages_stay_on_the_host() {
    let repository = repository(&more_tasks(), "");
    let fake = Fake::start();
    let elsewhere = Fake::start();
    fake.state().public = elsewhere.address.clone();
    fake.state().page = 1;
    fake.put("one", "NONE", "User");
    fake.put("two", "NONE", "User");
    let run = Run { at: repository.path(), api: &fake.address, token: Some(TOKEN) };
    let (status, _, errors) =
        run.comment("github", &["--repo", "acme/infra", "--pr", "12", "--base", "main"]);
    assert!(status == 3 && errors.contains("leads to another host"), "{errors}");
    assert!(elsewhere.state().requests.is_empty(), "the token went elsewhere");
}

/// Who may not write here cannot make us overwrite, or keep us from writing.
#[test]
fn a_strangers_marker_is_text() {
    let repository = repository(&more_tasks(), "");
    for forge in ["github", "gitlab"] {
        let fake = Fake::start();
        let marker = "<!-- kanjo:comment tag=default valid-at=2026-11-22T23:00:00Z -->\nNo change";
        fake.put(marker, "FIRST_TIME_CONTRIBUTOR", "User");
        fake.put(&format!("> {marker}"), "NONE", "Bot");
        let run = Run { at: repository.path(), api: &fake.address, token: Some(TOKEN) };
        assert!(run.post(forge, &["--valid-at", ONE]).starts_with("created "));
        assert_eq!((fake.bodies()[0].as_str(), fake.bodies().len()), (marker, 3));
    }
}

/// The job says where it is; a job that is started again is of the same moment.
#[test]
fn ci_systems_say_the_rest() {
    let repository = repository(&more_tasks(), "");
    let fake = Fake::start();
    let at = repository.path();
    git(at, &["update-ref", "refs/remotes/origin/main", "main"]);
    write(
        at,
        "event.json",
        &format!("{{\"pull_request\": {{\"number\": 12, \"updated_at\": \"{ONE}\"}}}}"),
    );
    let run = |variables: &[(&str, &str)], forge: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_kanjo"))
            .args(["comment", forge, "infra"])
            .current_dir(at)
            .env_clear()
            .env("PATH", std::env::var("PATH").expect("a PATH"))
            .envs(variables.iter().copied())
            .output()
            .expect("runs");
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{errors}");
    };
    let github = [
        ("GITHUB_API_URL", fake.address.as_str()),
        ("GITHUB_TOKEN", TOKEN),
        ("GITHUB_REPOSITORY", "acme/infra"),
        ("GITHUB_EVENT_PATH", "event.json"),
        ("GITHUB_BASE_REF", "main"),
    ];
    run(&github, "github");
    let base = git(at, &["rev-parse", "main"]);
    let gitlab = [
        ("CI_API_V4_URL", fake.address.as_str()),
        ("GITLAB_TOKEN", TOKEN),
        ("CI_PROJECT_ID", "acme/infra"),
        ("CI_MERGE_REQUEST_IID", "12"),
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.trim()),
        ("CI_PIPELINE_CREATED_AT", TWO),
    ];
    run(&gitlab, "gitlab");
    let bodies = fake.bodies();
    assert_eq!(bodies.len(), 1, "the same fake: the same comment");
    assert!(bodies[0].contains(TWO), "{bodies:?}");
}
