//! What an account is called, and which accounts an organization has.

use super::client::Client;
use super::endpoint::{IAM, ORGANIZATIONS};
use super::{odd, pages};
use crate::offhours::machine::Failure;
use serde_json::{Value, json};

/// The alias of a client's account; empty if it has none.
pub fn alias(client: &Client) -> Result<String, Failure> {
    let answer = client.query(&IAM, "ListAccountAliases", &[])?;
    let list = answer.find("AccountAliases").ok_or_else(|| odd("AccountAliases"))?;
    Ok(list.children.first().map_or_else(String::new, |alias| alias.text.trim().to_owned()))
}

/// An account of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: String,
    pub name: String,
}

/// The accounts that are active, in the order of their numbers.
pub fn members(client: &Client) -> Result<Vec<Member>, Failure> {
    let text = |account: &Value, key: &str| Some(account.get(key)?.as_str()?.to_owned());
    let all =
        pages::values(client, &ORGANIZATIONS, "ListAccounts", "Accounts", "NextToken", json!({}))?;
    let mut members = Vec::new();
    for account in all.iter().filter(|a| text(a, "Status").as_deref() == Some("ACTIVE")) {
        let id = text(account, "Id").ok_or_else(|| odd("Id"))?;
        members.push(Member { id, name: text(account, "Name").unwrap_or_default() });
    }
    members.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(members)
}
