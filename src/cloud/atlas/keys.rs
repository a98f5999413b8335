//! The keys of a service account of Atlas: in the environment, or kept in AWS.

use crate::cloud::vendor::{key, set};
use crate::cloud::{Accounts, Session, secret};
use crate::diagnostic::{Code, Diagnostic};
use serde::Deserialize;

const ADDRESS: &str = "https://cloud.mongodb.com";
const CLIENT: &str = "MONGODB_ATLAS_CLIENT_ID";
const SECRET: &str = "MONGODB_ATLAS_CLIENT_SECRET";

/// They are shown nowhere, so there is no `Debug`.
#[derive(Clone)]
pub struct Keys {
    pub(super) address: String,
    pub(super) client: String,
    pub(super) secret: String,
    /// Where they are, for who has to put them right.
    pub place: String,
}

/// What a parameter or a secret of AWS holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    client_id: String,
    client_secret: String,
}

impl Keys {
    /// Reads `env`, `ssm:NAME` or `secret:NAME`.
    pub fn find(place: &str) -> Result<Keys, Diagnostic> {
        let named = |prefix: &str| place.strip_prefix(prefix).filter(|name| !name.is_empty());
        let kept = if place == "env" {
            return Keys::from_env();
        } else if let Some(name) = named("ssm:") {
            secret::parameter(&own()?.client, name)
        } else if let Some(name) = named("secret:") {
            secret::secret(&own()?.client, name)
        } else {
            // A key that was put here by mistake is not repeated.
            let message = "--atlas: this is no place of keys";
            return Err(Diagnostic::new(Code::UnknownChoice, message).help(
                "write --atlas for the environment, --atlas=ssm:NAME or --atlas=secret:NAME",
            ));
        };
        let kept = kept.map_err(|failure| {
            let message = format!("{place}: {}: {}", failure.code, failure.message);
            Diagnostic::new(Code::Remote, message)
        })?;
        // What is wrong with it is not shown: the message would have it.
        let kept: Kept = serde_json::from_str(&kept).map_err(|_| {
            Diagnostic::new(Code::Credentials, format!("{place} does not hold keys of Atlas"))
                .help("{\"client_id\": \"…\", \"client_secret\": \"…\"}")
        })?;
        let (client, secret) = (kept.client_id, kept.client_secret);
        Ok(Keys { address: address(), client, secret, place: place.to_owned() })
    }

    pub fn from_env() -> Result<Keys, Diagnostic> {
        let (client, secret) = (key(CLIENT)?, key(SECRET)?);
        Ok(Keys { address: address(), client, secret, place: format!("{CLIENT} and {SECRET}") })
    }
}

fn address() -> String {
    set("MONGODB_ATLAS_BASE_URL").unwrap_or_else(|| ADDRESS.to_owned())
}

/// The account that the program itself runs in.
fn own() -> Result<Session, Diagnostic> {
    Session::one(&Accounts::default())
}
