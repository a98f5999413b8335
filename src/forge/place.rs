//! Where the comment goes: from the flags, and from what a CI system says about
//! itself where they say nothing.

use crate::diagnostic::{Code, Diagnostic};
use crate::source;
use jiff::Timestamp;
use serde_json::Value;
use std::path::Path;

/// The variables of the process, as `cli` hands them down; unset and empty are
/// the same.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The largest event file, in bytes; GitHub's own limit is 25 MB.
const LARGEST_EVENT: u64 = 32 * 1024 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GitHubPlace {
    pub api: String,
    pub owner: String,
    pub repository: String,
    pub number: u64,
    /// When the pull request was last changed, as the event says: a run that is
    /// started again has the same.
    pub event_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GitLabPlace {
    pub api: String,
    /// A number, or a path such as `group/project`.
    pub project: String,
    pub number: u64,
    /// The project's page.
    pub web: Option<String>,
    /// When the pipeline was made.
    pub event_at: Option<Timestamp>,
}

fn wrong(message: impl Into<String>, help: &str) -> Diagnostic {
    Diagnostic::new(Code::CommentPlace, message).help(help)
}

impl GitHubPlace {
    /// `--repo o/r --pr N`, else GITHUB_REPOSITORY and the event of the job.
    pub fn of(
        repo: Option<&str>,
        pr: Option<u64>,
        environment: Environment<'_>,
    ) -> Result<GitHubPlace, Diagnostic> {
        let given = repo.map(str::to_owned).or_else(|| environment("GITHUB_REPOSITORY"));
        let name = given.ok_or_else(|| {
            wrong("no repository is given", "--repo OWNER/NAME, or GITHUB_REPOSITORY")
        })?;
        let parts = name.split_once('/').filter(|(owner, repository)| {
            let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
            let named = |part: &str| !part.is_empty() && part.chars().all(plain);
            let dots = |part: &str| part.chars().all(|c| c == '.');
            named(owner) && named(repository) && !dots(owner) && !dots(repository)
        });
        let (owner, repository) = parts
            .ok_or_else(|| wrong(format!("`{name}` is not a repository"), "--repo OWNER/NAME"))?;
        let event = event(environment)?;
        let of_event = |pointer: &str| event.pointer(pointer).and_then(Value::as_u64);
        let number = pr
            .or_else(|| of_event("/pull_request/number"))
            .or_else(|| event.pointer("/issue/pull_request").and(of_event("/issue/number")))
            .or_else(|| of_ref(&environment("GITHUB_REF")?));
        let number = number.ok_or_else(|| {
            let help = "--pr N; GITHUB_EVENT_PATH names one in jobs `on: pull_request`";
            wrong("no pull request is given", help)
        })?;
        let at = event.pointer("/pull_request/updated_at").and_then(Value::as_str);
        Ok(GitHubPlace {
            api: environment("GITHUB_API_URL").unwrap_or("https://api.github.com".to_owned()),
            owner: owner.to_owned(),
            repository: repository.to_owned(),
            number,
            event_at: at.and_then(|at| at.parse().ok()),
        })
    }
}

/// What started the job; nothing outside of GitHub Actions.
fn event(environment: Environment<'_>) -> Result<Value, Diagnostic> {
    let Some(path) = environment("GITHUB_EVENT_PATH") else { return Ok(Value::Null) };
    let text = source::read_text(Path::new(&path), LARGEST_EVENT)?;
    serde_json::from_str(&text)
        .map_err(|e| wrong(format!("{path} is not JSON: {e}"), "GITHUB_EVENT_PATH names the event"))
}

/// `refs/pull/12/merge`.
fn of_ref(text: &str) -> Option<u64> {
    text.strip_prefix("refs/pull/")?.split('/').next()?.parse().ok()
}

impl GitLabPlace {
    /// `--repo group/project --pr N`, else what GitLab CI says.
    pub fn of(
        repo: Option<&str>,
        mr: Option<u64>,
        environment: Environment<'_>,
    ) -> Result<GitLabPlace, Diagnostic> {
        let given = repo.map(str::to_owned).or_else(|| environment("CI_PROJECT_ID"));
        let project = given.ok_or_else(|| {
            wrong("no project is given", "--repo GROUP/PROJECT or its number, or CI_PROJECT_ID")
        })?;
        let plain = |c: char| c.is_alphanumeric() || "._-/".contains(c);
        let named = |part: &str| !part.is_empty() && !part.chars().all(|c| c == '.');
        if !project.chars().all(plain) || !project.split('/').all(named) {
            let message = format!("`{project}` is not a project");
            return Err(wrong(message, "--repo GROUP/PROJECT or its number"));
        }
        let number = mr.or_else(|| environment("CI_MERGE_REQUEST_IID")?.parse().ok());
        let number = number.ok_or_else(|| {
            wrong(
                "no merge request is given",
                "--pr N; CI_MERGE_REQUEST_IID names one in merge request pipelines",
            )
        })?;
        let at = environment("CI_PIPELINE_CREATED_AT");
        Ok(GitLabPlace {
            api: environment("CI_API_V4_URL").unwrap_or("https://gitlab.com/api/v4".to_owned()),
            project,
            number,
            web: environment("CI_MERGE_REQUEST_PROJECT_URL")
                .or_else(|| environment("CI_PROJECT_URL")),
            event_at: at.and_then(|at| at.parse().ok()),
        })
    }
}
