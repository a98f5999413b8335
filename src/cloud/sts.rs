//! Who the credentials belong to.

use super::client::Client;
use super::endpoint::STS;
use super::odd;
use crate::offhours::machine::Failure;

/// The account of a client's credentials.
pub fn account(client: &Client) -> Result<String, Failure> {
    let answer = client.query(&STS, "GetCallerIdentity", &[])?;
    let found = answer.find("Account").map(|node| node.text.trim().to_owned());
    found.ok_or_else(|| odd("Account"))
}
