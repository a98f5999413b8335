//! Atlas's Administration API: a token for an hour, dated forms, pages, and its
//! own limit of calls, which is waited for as AWS's are.
#![allow(clippy::disallowed_methods, reason = "an edge room: a token ends by the clock")]

use super::keys::Keys;
use crate::cloud::again::{Patience, Refused};
use crate::cloud::retry::TRIES;
use crate::cloud::{odd, vendor};
use crate::diagnostic::Diagnostic;
use crate::offhours::machine::Failure;
use reqwest::Method;
use serde_json::Value;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A token is renewed when it has less than this left.
const MARGIN: Duration = Duration::from_secs(300);
/// How long a token holds where the answer does not say it.
const HOUR: u64 = 3600;
/// The most that a page takes.
const PAGE: usize = 500;
/// Where its calls keep their distance and their budget.
const NAME: &str = "atlas";

struct Token {
    text: String,
    until: Instant,
}

/// What a service account may see and do.
pub struct Atlas {
    api: vendor::Api,
    keys: Keys,
    token: Mutex<Option<Token>>,
    patience: Patience,
}

impl Atlas {
    /// `within` is how long an answer may take.
    pub fn open(keys: Keys, within: Duration) -> Result<Atlas, Diagnostic> {
        let api = vendor::Api::open("Atlas", &keys.address, within)?;
        Ok(Atlas { api, keys, token: Mutex::default(), patience: Patience::default() })
    }

    /// What a path answers; `form` is the date of the answer's form.
    pub fn get(&self, path: &str, form: &str) -> Result<String, Refused> {
        self.asked(&Method::GET, path, form, None)
    }

    /// A change is made once: whether it was done, the next look says.
    pub(super) fn patch(&self, path: &str, form: &str, body: &Value) -> Result<String, Refused> {
        self.asked(&Method::PATCH, path, form, Some(body))
    }

    /// All elements of a list; `path` has no query.
    pub(super) fn pages(&self, path: &str, form: &str) -> Result<Vec<Value>, Refused> {
        let mut all = Vec::new();
        for number in 1.. {
            let page = format!("{path}?itemsPerPage={PAGE}&pageNum={number}");
            let text = self.get(&page, form)?;
            let answer: Value = serde_json::from_str(&text).map_err(|_| strange("JSON"))?;
            let results = answer.get("results").and_then(Value::as_array);
            let results = results.ok_or_else(|| strange("results"))?;
            let total = answer.get("totalCount").and_then(Value::as_u64);
            let total = total.ok_or_else(|| strange("totalCount"))?;
            all.extend(results.iter().cloned());
            // What was deleted between two pages leaves an empty one at the end.
            if results.is_empty() || all.len() as u64 >= total {
                break;
            }
        }
        Ok(all)
    }

    fn asked(
        &self,
        method: &Method,
        path: &str,
        form: &str,
        body: Option<&Value>,
    ) -> Result<String, Refused> {
        let form = format!("application/vnd.atlas.{form}+json");
        let url = self.api.at(path)?;
        let tries = if *method == Method::GET { TRIES } else { 1 };
        let once = || {
            let token = self.token()?;
            let request = self.api.http.request(method.clone(), url.clone());
            let request = request.bearer_auth(token).header("accept", &form);
            self.api.text(match body {
                Some(body) => request.header("content-type", &form).body(body.to_string()),
                None => request,
            })
        };
        let kept = self.known().is_some();
        match self.patience.tried(NAME, tries, once) {
            // It may have been taken back before its time.
            Err(refused) if refused.status == Some(401) && kept => {
                *self.kept() = None;
                self.patience.tried(NAME, tries, once)
            }
            other => other,
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Option<Token>> {
        // A thread that panicked leaves a token that is still one.
        self.token.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self) -> Option<String> {
        let soon = Instant::now() + MARGIN;
        self.kept().as_ref().filter(|token| token.until > soon).map(|token| token.text.clone())
    }

    fn token(&self) -> Result<String, Refused> {
        if let Some(known) = self.known() {
            return Ok(known);
        }
        let request = self.api.http.post(self.api.at("/api/oauth/token")?);
        let request = request.basic_auth(&self.keys.client, Some(&self.keys.secret));
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let text = self.api.text(request.body("grant_type=client_credentials"))?;
        let answer: Value = serde_json::from_str(&text).unwrap_or_default();
        let text = answer.get("access_token").and_then(Value::as_str);
        let text = text.ok_or_else(|| strange("token"))?.to_owned();
        let seconds = answer.get("expires_in").and_then(Value::as_u64).unwrap_or(HOUR);
        let until = Instant::now() + Duration::from_secs(seconds);
        *self.kept() = Some(Token { text: text.clone(), until });
        Ok(text)
    }

    /// A refusal with what to do about it.
    pub(super) fn failure(&self, refused: Refused) -> Failure {
        let Refused { failure, status } = refused;
        let message = match status {
            Some(401) => format!("Atlas does not accept {}", self.keys.place),
            Some(403) => {
                "the service account has to be Project Cluster Manager of the project, and \
                          this address on its access list"
                    .to_owned()
            }
            _ => return failure,
        };
        let said = if failure.message.is_empty() {
            String::new()
        } else {
            format!(": {}", failure.message)
        };
        let code = if status == Some(401) { "Unauthorized".to_owned() } else { failure.code };
        Failure { code, message: format!("{message}{said}") }
    }
}

fn strange(what: &str) -> Refused {
    // With a status, so that it is not asked again.
    Refused { failure: odd(what), status: Some(200) }
}
