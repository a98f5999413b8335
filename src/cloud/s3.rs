//! Objects of a bucket, and the conditions under which one is written.
//!
//! The bucket stands in the path, which every endpoint takes and which needs no
//! certificate of its own for a name with dots.

use super::client::{Answer, Client, Method, encoded};
use super::endpoint::S3;
use super::odd;
use super::xml::Node;
use crate::offhours::machine::Failure;
use reqwest::blocking::Response;
use std::time::Duration;

/// An export of a month comes in objects of some hundred megabytes.
const LONGEST: Duration = Duration::from_secs(3600);

/// An object that a bucket lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    pub key: String,
    pub size: u64,
    pub etag: String,
}

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

/// All objects whose key begins with `prefix`, in the order of their keys. More
/// than `most` are a failure.
pub fn list(
    client: &Client,
    bucket: &str,
    prefix: &str,
    most: usize,
) -> Result<Vec<Object>, Failure> {
    let mut found = Vec::new();
    let mut from = String::new();
    loop {
        // A signature wants the names of a query in their order.
        let path = format!("{}?{from}list-type=2&prefix={}", path(bucket, ""), encoded(prefix));
        let answer = client.object(&S3, Method::GET, &path, &[], "")?;
        let page = Node::parse(&answer.text).ok_or_else(|| odd("ListBucketResult"))?;
        for object in page.children.iter().filter(|node| node.name == "Contents") {
            let key = object.get("Key").ok_or_else(|| odd("Key"))?.to_owned();
            let size = object.get("Size").and_then(|size| size.parse().ok());
            let etag = object.get("ETag").unwrap_or_default().to_owned();
            found.push(Object { key, size: size.ok_or_else(|| odd("Size"))?, etag });
        }
        if found.len() > most {
            let message =
                format!("there are more than {most} objects below s3://{bucket}/{prefix}");
            return Err(Failure { code: "too-many".to_owned(), message });
        }
        let last = std::mem::take(&mut from);
        match page.get("NextContinuationToken") {
            Some(token) => from = format!("continuation-token={}&", encoded(token)),
            None => return Ok(found),
        }
        if from == last {
            return Err(odd("next page"));
        }
    }
}

/// The bytes of an object, as they come.
pub fn open(client: &Client, bucket: &str, key: &str) -> Result<Response, Failure> {
    client.stream(&S3, &path(bucket, key), LONGEST)
}

fn path(bucket: &str, key: &str) -> String {
    format!("{bucket}/{}", encoded(key).replace("%2F", "/"))
}
