//! Objects of a bucket, and the conditions under which one is written.
//!
//! The bucket stands in the path, which every endpoint takes and which needs no
//! certificate of its own for a name with dots.

use super::client::{Answer, Client, Method, encoded};
use super::endpoint::S3;
use super::xml::Node;
use crate::offhours::machine::Failure;

/// What must be true of an object for it to be written.
#[derive(Clone, Copy, Debug)]
pub enum If<'a> {
    /// There is none.
    Absent,
    /// It is still of this version.
    Is(&'a str),
}

/// An object; `None` if there is none.
pub fn get(client: &Client, bucket: &str, key: &str) -> Result<Option<Answer>, Failure> {
    match client.object(&S3, Method::GET, &path(bucket, key), &[], "") {
        Ok(answer) => Ok(Some(answer)),
        Err(failure) if failure.code == "NoSuchKey" => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Writes an object under its condition. `false`: somebody else has written.
pub fn put(
    client: &Client,
    bucket: &str,
    key: &str,
    text: &str,
    condition: If<'_>,
) -> Result<bool, Failure> {
    let condition = match condition {
        If::Absent => ("if-none-match", "*"),
        If::Is(version) => ("if-match", version),
    };
    let headers = [("content-type", "application/json"), condition];
    match client.object(&S3, Method::PUT, &path(bucket, key), &headers, text) {
        Ok(_) => Ok(true),
        // The second: two writes at once. The third: it was deleted meanwhile.
        Err(failure) => match failure.code.as_str() {
            "PreconditionFailed" | "ConditionalRequestConflict" | "NoSuchKey" => Ok(false),
            _ => Err(failure),
        },
    }
}

/// Takes an object away; it need not be there.
pub fn delete(client: &Client, bucket: &str, key: &str) -> Result<(), Failure> {
    client.object(&S3, Method::DELETE, &path(bucket, key), &[], "").map(drop)
}

/// All keys that begin with `prefix`, in their order.
pub fn list(client: &Client, bucket: &str, prefix: &str) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    let mut from = String::new();
    loop {
        // A signature wants the names of a query in their order.
        let path = format!("{}?{from}list-type=2&prefix={}", path(bucket, ""), encoded(prefix));
        let answer = client.object(&S3, Method::GET, &path, &[], "")?;
        let root = Node::parse(&answer.text).ok_or_else(|| super::odd("list of objects"))?;
        let objects = root.children.iter().filter(|node| node.name == "Contents");
        found.extend(objects.filter_map(|node| node.get("Key").map(str::to_owned)));
        match root.get("NextContinuationToken") {
            Some(token) => from = format!("continuation-token={}&", encoded(token)),
            None => return Ok(found),
        }
    }
}

fn path(bucket: &str, key: &str) -> String {
    format!("{bucket}/{}", encoded(key).replace("%2F", "/"))
}
