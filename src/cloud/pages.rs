//! Lists that come in pages: a question is asked again with what its last answer
//! calls the next page. A page may be empty and still not be the last.

use super::client::Client;
use super::endpoint::Service;
use super::xml::Node;
use super::{elements, odd};
use crate::offhours::machine::Failure;
use serde_json::Value;

/// All elements of a list in the Query protocol. The next page has a name in the
/// question and one in the answer, often the same.
pub fn nodes(
    client: &Client,
    service: &Service,
    action: &str,
    list: &str,
    [sent, got]: [&str; 2],
    parameters: &[(String, String)],
) -> Result<Vec<Node>, Failure> {
    let mut all = Vec::new();
    let mut token: Option<String> = None;
    loop {
        let mut parameters = parameters.to_vec();
        parameters.extend(token.take().map(|token| (sent.to_owned(), token)));
        let answer = client.query(service, action, &parameters)?;
        all.extend(answer.find(list).ok_or_else(|| odd(list))?.children.iter().cloned());
        token = answer.find(got).map(|t| t.text.trim().to_owned()).filter(|t| !t.is_empty());
        if token.is_none() {
            return Ok(all);
        }
    }
}

/// All elements of a list in JSON; `token` is the key of the next page.
pub fn values(
    client: &Client,
    service: &Service,
    action: &str,
    list: &str,
    token: &str,
    body: Value,
) -> Result<Vec<Value>, Failure> {
    let all = values_within(client, service, action, list, token, body, usize::MAX)?;
    all.ok_or_else(|| odd("last page"))
}

/// The same; `None` if they are on more than `most` pages.
pub fn values_within(
    client: &Client,
    service: &Service,
    action: &str,
    list: &str,
    token: &str,
    mut body: Value,
    most: usize,
) -> Result<Option<Vec<Value>>, Failure> {
    let mut all = Vec::new();
    for _ in 0..most {
        let answer = client.json(service, action, &body)?;
        all.extend(elements(&answer, list)?.iter().cloned());
        match (answer.get(token).and_then(Value::as_str), body.as_object_mut()) {
            (Some(next), Some(body)) if !next.is_empty() => {
                body.insert(token.to_owned(), next.into());
            }
            _ => return Ok(Some(all)),
        }
    }
    Ok(None)
}
