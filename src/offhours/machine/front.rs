//! The off-hours page as CloudFront shows it: while the origin answers that it is
//! not there, a distribution answers with a page of its own. It is off while
//! visitors would see it, as a load balancer's page is.
//!
//! What a distribution answers to errors is a list, and only the entries of three
//! errors are ours. What was there for them is saved; everything else in the list
//! is somebody else's and stays, also when it changes in between.

use super::call::Call;
use super::observed::Progress;
use super::record::Saved;
use super::why::Why;
use serde::{Deserialize, Serialize};

/// What a balancer without targets, a gateway without tasks and a time-out answer.
const ERRORS: [u32; 3] = [502, 503, 504];
/// What visitors and their search engines are told.
const CODE: &str = "503";
/// In seconds: so long a page may still be seen when the system is back.
const CACHED: u64 = 10;

/// What a distribution answers to one error.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ErrorResponse {
    pub error: u32,
    #[serde(default)]
    pub path: Option<String>,
    /// The status that visitors get.
    #[serde(default)]
    pub code: Option<String>,
    /// For how many seconds an edge keeps the answer.
    #[serde(default)]
    pub cached: Option<u64>,
}

/// A distribution as CloudFront describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Front {
    pub status: String,
    pub responses: Vec<ErrorResponse>,
    /// The path of the page, as the policy has it now.
    pub path: String,
    /// Why it cannot be shown: no distribution, nothing behind it but the system.
    pub refused: Option<Why>,
}

/// The answer to an error while the page is shown.
fn page(path: &str, error: u32) -> ErrorResponse {
    let (path, code) = (Some(path.to_owned()), Some(CODE.to_owned()));
    ErrorResponse { error, path, code, cached: Some(CACHED) }
}

impl Front {
    pub fn is_shown(&self) -> bool {
        ERRORS.iter().all(|error| self.responses.contains(&page(&self.path, *error)))
    }

    /// All edges have what was changed last.
    fn is_everywhere(&self) -> bool {
        self.status == "Deployed"
    }

    /// The list with the page in it.
    fn with_page(&self) -> Vec<ErrorResponse> {
        let others = self.responses.iter().filter(|one| !ERRORS.contains(&one.error)).cloned();
        others.chain(ERRORS.map(|error| page(&self.path, error))).collect()
    }

    /// The list without the page of this path, with what was there before it.
    fn without_page(&self, path: &str, saved: &[ErrorResponse]) -> Vec<ErrorResponse> {
        let is_ours = |error: &u32| self.responses.contains(&page(path, *error));
        let ours: Vec<u32> = ERRORS.into_iter().filter(is_ours).collect();
        let others = self.responses.iter().filter(|one| !ours.contains(&one.error));
        let before = saved.iter().filter(|one| ours.contains(&one.error));
        let mut all: Vec<ErrorResponse> = others.chain(before).cloned().collect();
        // As it was, if nobody has changed anything.
        let place = |one: &ErrorResponse| saved.iter().position(|own| own.error == one.error);
        all.sort_by_key(|one| place(one).unwrap_or(usize::MAX));
        all
    }

    pub(super) fn capture(&self) -> Option<Saved> {
        (!self.is_shown()).then(|| Saved::ErrorResponses {
            path: self.path.clone(),
            responses: self.responses.clone(),
        })
    }

    /// What was saved, with what somebody has changed since.
    pub(super) fn raise(&self, path: &str, saved: &[ErrorResponse]) -> Saved {
        let responses = self.without_page(path, saved);
        Saved::ErrorResponses { path: self.path.clone(), responses }
    }

    pub(super) fn status(&self) -> String {
        let word = if self.is_shown() { "shown" } else { "not shown" };
        format!("{word}, {}", self.status)
    }

    pub(super) fn down(&self) -> Progress {
        match (self.is_everywhere(), self.is_shown()) {
            (false, _) => Progress::Wait,
            (true, true) => Progress::Done,
            (true, false) => self.to(self.with_page()),
        }
    }

    pub(super) fn up(&self, path: &str, saved: &[ErrorResponse]) -> Progress {
        let before = self.without_page(path, saved);
        match (self.is_everywhere(), before == self.responses) {
            (false, _) => Progress::Wait,
            (true, true) => Progress::Done,
            (true, false) => self.to(before),
        }
    }

    fn to(&self, to: Vec<ErrorResponse>) -> Progress {
        Progress::Call(Call::SetErrorResponses { from: self.responses.clone(), to })
    }

    pub(super) fn is_healthy(&self) -> bool {
        self.is_everywhere() && !self.is_shown()
    }
}
