//! Telling people: Slack by its webhook, and SNS.
//!
//! The address of a webhook is a secret: whoever has it can write to the
//! channel. It comes from the environment, SSM or Secrets Manager, never from an
//! argument, and no error and no log has it.
#![allow(clippy::disallowed_methods, reason = "an edge room: environment and network")]

mod slack;

use crate::cloud::{Accounts, Session, secret, sns};
use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::machine::Failure;
use std::sync::OnceLock;
use std::time::Duration;

/// Where the webhook's address is, if nothing else is named.
const WEBHOOK: &str = "KANJO_SLACK_WEBHOOK";
/// How often a notice is tried, and how long is waited in between.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(700);

/// Where notices go. It is opened when the first is sent.
pub struct Channel {
    kind: Kind,
    open: OnceLock<Result<Open, Failure>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Slack(Webhook),
    /// The ARN of the topic.
    Sns(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Webhook {
    Environment,
    Parameter(String),
    Secret(String),
}

enum Open {
    Slack(slack::Webhook),
    Sns(Box<Session>),
}

impl Channel {
    /// Reads `slack`, `slack:ssm:NAME`, `slack:secret:NAME`, or the ARN of a topic.
    pub fn parse(text: &str) -> Result<Channel, Diagnostic> {
        let named = |prefix: &str| text.strip_prefix(prefix).filter(|name| !name.is_empty());
        let kind = if text == "slack" {
            Kind::Slack(Webhook::Environment)
        } else if let Some(name) = named("slack:ssm:") {
            Kind::Slack(Webhook::Parameter(name.to_owned()))
        } else if let Some(name) = named("slack:secret:") {
            Kind::Slack(Webhook::Secret(name.to_owned()))
        } else if region(text).is_some() {
            Kind::Sns(text.to_owned())
        } else {
            // An address that was put here by mistake is not repeated.
            let message = "--notify: this is no place for notices";
            return Err(Diagnostic::new(Code::UnknownChoice, message).help(
                "write slack, slack:ssm:NAME, slack:secret:NAME, or the ARN of an SNS topic",
            ));
        };
        Ok(Channel { kind, open: OnceLock::new() })
    }

    /// What it is called where it is spoken of.
    pub fn name(&self) -> &'static str {
        match self.kind {
            Kind::Slack(_) => "slack",
            Kind::Sns(_) => "sns",
        }
    }

    /// Sends a message, and tries again where the channel is in trouble.
    pub fn send(&self, subject: &str, text: &str) -> Result<(), Failure> {
        let open = self.open.get_or_init(|| self.kind.open());
        let open = open.as_ref().map_err(Clone::clone)?;
        let mut number = 0;
        loop {
            let sent = match (open, &self.kind) {
                (Open::Sns(session), Kind::Sns(topic)) => {
                    sns::publish(&session.client, topic, subject, text)
                }
                (Open::Slack(webhook), _) => webhook.send(text),
                (Open::Sns(_), _) => return Ok(()),
            };
            number += 1;
            match sent {
                Err(failure) if number < TRIES && is_passing(&failure) => {
                    std::thread::sleep(PAUSE * number);
                }
                other => return other,
            }
        }
    }
}

/// A message that was lost may have been heard: only what was refused is sent
/// again, so that nobody is told twice.
fn is_passing(failure: &Failure) -> bool {
    matches!(failure.code.as_str(), "http-429" | "http-500" | "http-502" | "http-503")
        || matches!(failure.code.as_str(), "Throttled" | "Throttling" | "no-connection")
}

impl Kind {
    fn open(&self) -> Result<Open, Failure> {
        let address = match self {
            Kind::Sns(topic) => {
                let region = region(topic).unwrap_or_default();
                return Ok(Open::Sns(Box::new(session(&[region.to_owned()])?)));
            }
            Kind::Slack(Webhook::Environment) => std::env::var(WEBHOOK).map_err(|_| Failure {
                code: "no-webhook".to_owned(),
                message: format!("{WEBHOOK} is not set"),
            })?,
            Kind::Slack(Webhook::Parameter(name)) => {
                secret::parameter(&session(&[])?.client, name)?
            }
            Kind::Slack(Webhook::Secret(name)) => secret::secret(&session(&[])?.client, name)?,
        };
        slack::Webhook::open(address.trim()).map(Open::Slack)
    }
}

/// A session of the credentials themselves.
fn session(regions: &[String]) -> Result<Session, Failure> {
    let accounts = Accounts { regions: regions.to_vec(), ..Accounts::default() };
    Session::one(&accounts)
        .map_err(|error| Failure { code: error.code.name().to_owned(), message: error.message })
}

/// The region of a topic's ARN: `arn:aws:sns:REGION:ACCOUNT:NAME`.
fn region(arn: &str) -> Option<&str> {
    let parts: Vec<&str> = arn.split(':').collect();
    match parts.as_slice() {
        ["arn", _, "sns", region, account, name]
            if !region.is_empty() && account.len() == 12 && !name.is_empty() =>
        {
            Some(region)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<Kind> {
        Channel::parse(text).ok().map(|channel| channel.kind)
    }

    #[test]
    fn places_of_notices() {
        assert_eq!(kind("slack"), Some(Kind::Slack(Webhook::Environment)));
        let parameter = Webhook::Parameter("/kanjo/slack".to_owned());
        assert_eq!(kind("slack:ssm:/kanjo/slack"), Some(Kind::Slack(parameter)));
        let topic = "arn:aws:sns:ap-northeast-1:111111111111:ops";
        assert_eq!(kind(topic), Some(Kind::Sns(topic.to_owned())));
        for wrong in ["", "slack:", "slack:ssm:", "arn:aws:sqs:r:111111111111:q"] {
            assert_eq!(kind(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_address_in_the_wrong_place_is_not_repeated() {
        let text = "https://hooks.slack.com/services/T0/B0/0123456789";
        let error = Channel::parse(text).err().expect("it is refused");
        assert!(!format!("{error:?}").contains("0123456789"));
    }
}
