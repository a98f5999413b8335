//! The API of a vendor who is not AWS: an address, and what keeps its keys safe.
//!
//! Keys go into headers, only under TLS, and no redirect takes them elsewhere; no
//! message has them.
#![allow(clippy::disallowed_methods, reason = "an edge room: keys are in the environment")]

use super::again::Refused;
use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::machine::Failure;
use reqwest::Url;
use reqwest::blocking::{Client, RequestBuilder};
use serde_json::Value;
use std::io::Read;
use std::time::Duration;

/// The longest answer: an invoice of Atlas has a line for each day and cluster.
const LONGEST: u64 = 64 << 20;
const USER: &str = concat!("kanjo/", env!("CARGO_PKG_VERSION"));

/// A variable of the environment that is not empty.
pub fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A key in the environment. Its value goes into no message.
pub fn key(name: &str) -> Result<String, Diagnostic> {
    set(name).ok_or_else(|| {
        Diagnostic::new(Code::Credentials, format!("{name} is not set"))
            .help("the keys of the vendor's API, in the environment")
    })
}

pub struct Api {
    pub http: Client,
    address: Url,
}

impl Api {
    /// `within` is how long an answer may take.
    pub fn open(vendor: &str, address: &str, within: Duration) -> Result<Api, Diagnostic> {
        let wrong =
            |why: &str| Diagnostic::new(Code::UnknownChoice, format!("{vendor}: {address}: {why}"));
        let parsed: Url = address.parse().map_err(|_| wrong("not an address"))?;
        let local = matches!(parsed.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        if parsed.scheme() != "https" && !local {
            return Err(wrong("does not begin with https://"));
        }
        let http = Client::builder()
            .user_agent(USER)
            .timeout(within)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| wrong(&error.without_url().to_string()))?;
        Ok(Api { http, address: parsed })
    }

    pub fn at(&self, path: &str) -> Result<Url, Refused> {
        self.address.join(path).map_err(|error| Refused::early("odd-address", error.to_string()))
    }

    /// The answer to a request, if it is a success.
    pub fn text(&self, request: RequestBuilder) -> Result<String, Refused> {
        let failed = |error: reqwest::Error| {
            let code = if error.is_timeout() { "timeout" } else { "no-connection" };
            Refused::early(code, error.without_url().to_string())
        };
        let answer = request.send().map_err(failed)?;
        let status = answer.status();
        let mut text = String::new();
        let read = answer.take(LONGEST + 1).read_to_string(&mut text);
        let read = read.map_err(|error| Refused::early("no-answer", error.to_string()))?;
        if !status.is_success() {
            let failure = failure(&text, status.as_u16());
            return Err(Refused { failure, status: Some(status.as_u16()) });
        }
        if read as u64 > LONGEST {
            // To ask again would bring it again.
            let failure = Failure {
                code: "too-long".to_owned(),
                message: "an answer of over 64 MB".to_owned(),
            };
            return Err(Refused { failure, status: Some(status.as_u16()) });
        }
        Ok(text)
    }
}

/// What an error says of itself, in Atlas's form, else its status alone.
fn failure(text: &str, status: u16) -> Failure {
    let said: Value = serde_json::from_str(text).unwrap_or_default();
    let of = |key: &str| said.get(key).and_then(Value::as_str).map(str::to_owned);
    Failure {
        code: of("errorCode").unwrap_or_else(|| format!("http-{status}")),
        message: of("detail").unwrap_or_default(),
    }
}
