//! The notes of a merge request on GitLab.

use crate::diagnostic::Diagnostic;
use crate::forge::client::{Client, failed};
use crate::forge::place::GitLabPlace;
use crate::forge::{Comment, Created, Thread};
use reqwest::{Method, Url};
use serde_json::{Value, json};

pub struct GitLab {
    client: Client,
    place: GitLabPlace,
    /// Whose token it is; only that account's notes are ours.
    me: u64,
}

impl GitLab {
    /// Asks who the token belongs to.
    pub fn new(place: GitLabPlace, token: &str) -> Result<GitLab, Diagnostic> {
        let headers = [("private-token", token.to_owned())];
        let client = Client::new(&place.api, "GITLAB_TOKEN", token, &headers)?;
        let (user, _) = client.send(&Method::GET, &client.url(&["user"]), None)?;
        let me = user.get("id").and_then(Value::as_u64);
        let me = me.ok_or_else(|| failed("GitLab does not say whose token it is"))?;
        Ok(GitLab { client, place, me })
    }

    fn url(&self, rest: &[&str]) -> Url {
        let number = self.place.number.to_string();
        let parts = ["projects", &self.place.project, "merge_requests", &number, "notes"];
        self.client.url(&[&parts, rest].concat())
    }

    fn comment(&self, value: &Value) -> Result<Comment, Diagnostic> {
        let id = value.get("id").and_then(Value::as_u64);
        let id = id.ok_or_else(|| failed("GitLab's answer is not a note: it has no id"))?;
        let body = value.get("body").and_then(Value::as_str).unwrap_or_default().to_owned();
        let author = value.pointer("/author/id").and_then(Value::as_u64);
        // The answer has no address of its own.
        let number = self.place.number;
        let url = match &self.place.web {
            Some(web) => format!("{web}/-/merge_requests/{number}#note_{id}"),
            None => format!("{}!{number}#note_{id}", self.place.project),
        };
        Ok(Comment { id, body, url, trusted: author == Some(self.me) })
    }
}

impl Thread for GitLab {
    fn list(&self) -> Result<Vec<Comment>, Diagnostic> {
        let mut url = self.url(&[]);
        url.set_query(Some("per_page=100&sort=asc&order_by=created_at"));
        self.client.pages(url)?.iter().map(|value| self.comment(value)).collect()
    }

    fn create(&self, body: &str) -> Result<Created, Diagnostic> {
        match self.client.send(&Method::POST, &self.url(&[]), Some(&json!({ "body": body }))) {
            Ok((value, _)) => Ok(Created::Yes(self.comment(&value)?)),
            Err(failure) if failure.perhaps => Ok(Created::Perhaps(failure.diagnostic)),
            Err(failure) => Err(failure.into()),
        }
    }

    fn update(&self, id: u64, body: &str) -> Result<Comment, Diagnostic> {
        let url = self.url(&[&id.to_string()]);
        self.comment(&self.client.send(&Method::PUT, &url, Some(&json!({ "body": body })))?.0)
    }

    fn delete(&self, id: u64) -> Result<(), Diagnostic> {
        self.client.remove(&self.url(&[&id.to_string()]))
    }
}
