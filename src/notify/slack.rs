//! A message to Slack by an incoming webhook.

use crate::offhours::machine::Failure;
use serde_json::json;
use std::time::Duration;

const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(10);
/// Slack cuts what is longer.
const LONGEST: usize = 30_000;

pub struct Webhook {
    address: reqwest::Url,
    http: reqwest::blocking::Client,
}

impl Webhook {
    /// An https address; http only on this machine, for tests.
    pub fn open(address: &str) -> Result<Webhook, Failure> {
        let wrong =
            |message: &str| Failure { code: "bad-webhook".to_owned(), message: message.to_owned() };
        let address: reqwest::Url =
            address.parse().map_err(|_| wrong("the webhook is not an address"))?;
        let loopback = matches!(address.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        if address.scheme() != "https" && !loopback {
            return Err(wrong("the webhook's address does not begin with https://"));
        }
        // A redirect would take the message, and the path that is the secret, elsewhere.
        let http = reqwest::blocking::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| wrong(&error.without_url().to_string()))?;
        Ok(Webhook { address, http })
    }

    pub fn send(&self, text: &str) -> Result<(), Failure> {
        let body = json!({"text": escaped(text)});
        let answer = self.http.post(self.address.clone()).json(&body).send().map_err(|error| {
            let code = if error.is_connect() { "no-connection" } else { "no-answer" };
            Failure { code: code.to_owned(), message: error.without_url().to_string() }
        })?;
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        // Slack says why in one word: `invalid_token`, `channel_is_archived`.
        let why = answer.text().unwrap_or_default().chars().take(100).collect();
        Err(Failure { code: format!("http-{}", status.as_u16()), message: why })
    }
}

/// Slack's three control characters; whatever a resource is called, it pings
/// nobody.
fn escaped(text: &str) -> String {
    let text: String = text.chars().take(LONGEST).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_pings_nobody() {
        assert_eq!(escaped("<!channel> a&b"), "&lt;!channel&gt; a&amp;b");
    }

    #[test]
    fn only_https_leaves_this_machine() {
        assert!(Webhook::open("https://hooks.slack.com/services/x").is_ok());
        assert!(Webhook::open("http://127.0.0.1:9/x").is_ok());
        for wrong in ["http://example.com/x", "nonsense", ""] {
            assert!(Webhook::open(wrong).is_err(), "{wrong}");
        }
    }
}
