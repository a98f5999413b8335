//! The one comment on a pull request, found again and kept up to date.
//!
//! A comment is ours if its first line is our hidden marker with the same key
//! and it was written by somebody who may write here anyway: a marker in the
//! middle of a text, in a quotation, or by a passer-by is text. A person who
//! removes the marker keeps the comment, and the next run posts a new one; what
//! a person writes below the marker is overwritten, because a comment that looks
//! like ours and says something else would be worse.

mod client;
mod github;
mod gitlab;
mod marker;
mod place;
#[cfg(test)]
mod tests;
mod upsert;

pub use client::Client;
pub use github::GitHub;
pub use gitlab::GitLab;
pub use marker::Marker;
pub use place::{Environment, GitHubPlace, GitLabPlace};
pub use upsert::{Outcome, is_there, post};

use crate::diagnostic::Diagnostic;

/// A comment as the forge has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    pub id: u64,
    pub body: String,
    /// Where a person reads it.
    pub url: String,
    /// Whether whoever wrote it may write here.
    pub trusted: bool,
}

/// The comments of one pull request.
pub trait Thread {
    /// All of them, oldest first.
    fn list(&self) -> Result<Vec<Comment>, Diagnostic>;
    fn create(&self, body: &str) -> Result<Created, Diagnostic>;
    fn update(&self, id: u64, body: &str) -> Result<Comment, Diagnostic>;
    /// One that is gone already is no error.
    fn delete(&self, id: u64) -> Result<(), Diagnostic>;
}

/// What became of a new comment.
#[derive(Debug)]
pub enum Created {
    Yes(Comment),
    /// The answer was lost or was a failure of the service: it may be there.
    Perhaps(Diagnostic),
}
