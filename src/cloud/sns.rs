//! SNS: one message to a topic.

use super::client::Client;
use super::endpoint::SNS;
use crate::offhours::machine::Failure;

/// Publishes a message. SNS takes a subject of 100 ASCII characters.
pub fn publish(client: &Client, topic: &str, subject: &str, text: &str) -> Result<(), Failure> {
    let parameters = [("TopicArn", topic), ("Subject", subject), ("Message", text)];
    let parameters = parameters.map(|(key, value)| (key.to_owned(), value.to_owned()));
    client.query(&SNS, "Publish", &parameters).map(drop)
}
