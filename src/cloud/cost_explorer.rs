//! Cost Explorer: one question, and all pages of its answer.
//!
//! There is one endpoint for a partition, whatever the region, and each page is
//! paid for. The token of the next page is only good with the same question.

use super::client::Client;
use super::endpoint::COST_EXPLORER;
use super::{odd, pages};
use crate::offhours::machine::Failure;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The region in which it is asked.
pub const REGION: &str = "us-east-1";
/// The code of a question that its payer stopped.
pub const UNPAID: &str = "unpaid";

/// Asks for costs and usage; `pays` is asked before each page.
pub fn costs(
    client: &Client,
    question: &Value,
    pays: &mut dyn FnMut() -> bool,
) -> Result<Vec<Value>, Failure> {
    // An answer that changes under the reader is read again from its start, once.
    match answers(client, question, pays) {
        Err(failure) if is_torn(&failure) => answers(client, question, pays),
        other => other,
    }
}

fn is_torn(failure: &Failure) -> bool {
    matches!(failure.code.as_str(), "RequestChangedException" | "InvalidNextTokenException")
}

fn answers(
    client: &Client,
    question: &Value,
    pays: &mut dyn FnMut() -> bool,
) -> Result<Vec<Value>, Failure> {
    let mut question = question.clone();
    let (mut pages, mut tokens) = (Vec::new(), BTreeSet::new());
    loop {
        if !pays() {
            return Err(Failure { code: UNPAID.to_owned(), message: String::new() });
        }
        let page = client.json(&COST_EXPLORER, "GetCostAndUsage", &question)?;
        if !page.get("ResultsByTime").is_some_and(Value::is_array) {
            return Err(odd("ResultsByTime"));
        }
        let token = page.get("NextPageToken").and_then(Value::as_str).unwrap_or("").to_owned();
        pages.push(page);
        if token.is_empty() {
            return Ok(pages);
        }
        if !tokens.insert(token.clone()) {
            let message = "the same page comes again".to_owned();
            return Err(Failure { code: "odd-answer".to_owned(), message });
        }
        if let Some(object) = question.as_object_mut() {
            object.insert("NextPageToken".to_owned(), Value::String(token));
        }
    }
}

/// Those of these tags that are active for the allocation of costs.
pub fn active_tags(client: &Client, keys: &[&str]) -> Result<BTreeSet<String>, Failure> {
    let question = json!({"Status": "Active", "TagKeys": keys});
    let (action, list) = ("ListCostAllocationTags", "CostAllocationTags");
    let tags = pages::values(client, &COST_EXPLORER, action, list, "NextToken", question)?;
    let key = |tag: &Value| Some(tag.get("TagKey")?.as_str()?.to_owned());
    tags.iter().map(|tag| key(tag).ok_or_else(|| odd("TagKey"))).collect()
}
