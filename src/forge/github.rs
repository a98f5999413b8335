//! The comments of a pull request on GitHub, and on a GitHub of one's own.

use crate::diagnostic::Diagnostic;
use crate::forge::client::{Client, failed};
use crate::forge::place::GitHubPlace;
use crate::forge::{Comment, Created, Thread};
use reqwest::{Method, Url};
use serde_json::{Value, json};

pub struct GitHub {
    client: Client,
    place: GitHubPlace,
}

impl GitHub {
    pub fn new(place: GitHubPlace, token: &str) -> Result<GitHub, Diagnostic> {
        let headers = [
            ("authorization", format!("Bearer {token}")),
            ("accept", "application/vnd.github+json".to_owned()),
            ("x-github-api-version", "2022-11-28".to_owned()),
        ];
        Ok(GitHub { client: Client::new(&place.api, "GITHUB_TOKEN", token, &headers)?, place })
    }

    #[cfg(test)]
    pub fn impatient(mut self) -> GitHub {
        self.client = self.client.impatient();
        self
    }

    /// `/repos/o/r/issues/…`: a pull request's comments are an issue's.
    fn url(&self, rest: &[&str]) -> Url {
        let place = &self.place;
        self.client.url(&[&["repos", &place.owner, &place.repository, "issues"], rest].concat())
    }
}

impl Thread for GitHub {
    fn list(&self) -> Result<Vec<Comment>, Diagnostic> {
        let mut url = self.url(&[&self.place.number.to_string(), "comments"]);
        url.set_query(Some("per_page=100"));
        self.client.pages(url)?.iter().map(comment).collect()
    }

    fn create(&self, body: &str) -> Result<Created, Diagnostic> {
        let url = self.url(&[&self.place.number.to_string(), "comments"]);
        match self.client.send(&Method::POST, &url, Some(&json!({ "body": body }))) {
            Ok((value, _)) => Ok(Created::Yes(comment(&value)?)),
            Err(failure) if failure.perhaps => Ok(Created::Perhaps(failure.diagnostic)),
            Err(failure) => Err(failure.into()),
        }
    }

    fn update(&self, id: u64, body: &str) -> Result<Comment, Diagnostic> {
        let url = self.url(&["comments", &id.to_string()]);
        comment(&self.client.send(&Method::PATCH, &url, Some(&json!({ "body": body })))?.0)
    }

    fn delete(&self, id: u64) -> Result<(), Diagnostic> {
        let url = self.url(&["comments", &id.to_string()]);
        self.client.remove(&url)
    }
}

/// An app's comment or one of somebody who may write here is trusted: GitHub
/// does not tell a job's token who it is.
fn comment(value: &Value) -> Result<Comment, Diagnostic> {
    let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let id = value.get("id").and_then(Value::as_u64);
    let id = id.ok_or_else(|| failed("GitHub's answer is not a comment: it has no id"))?;
    let writes = matches!(text("/author_association"), "OWNER" | "MEMBER" | "COLLABORATOR");
    Ok(Comment {
        id,
        body: text("/body").to_owned(),
        url: text("/html_url").to_owned(),
        trusted: writes || text("/user/type") == "Bot",
    })
}
