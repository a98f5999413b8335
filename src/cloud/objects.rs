//! What lies below a prefix of a bucket, and the bytes of an object as they come.
//!
//! Beside `s3.rs`, whose objects are texts that are read whole: an export of a
//! month is hundreds of megabytes.
#![allow(clippy::disallowed_methods, reason = "an edge room: the clock is read for a signature")]

use super::client::{Client, Method, encoded, failure};
use super::endpoint::S3;
use super::odd;
use super::retry::{TRIES, is_passing, pause};
use super::xml::Node;
use crate::offhours::machine::Failure;
use aws_sigv4::http_request::{SignableBody, SignableRequest, sign};
use aws_sigv4::sign::v4;
use reqwest::blocking::Response;
use std::time::{Duration, SystemTime};

/// An export of a month comes in objects of some hundred megabytes.
const LONGEST: Duration = Duration::from_secs(3600);

/// An object of a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    pub key: String,
    pub size: u64,
    pub etag: String,
}

/// All objects whose key starts with `prefix`, or the failure.
pub fn list(
    client: &Client,
    bucket: &str,
    prefix: &str,
    most: usize,
) -> Result<Vec<Object>, Failure> {
    let mut found = Vec::new();
    let mut token: Option<String> = None;
    loop {
        // In the order of the alphabet, as the signature wants it.
        let next = token.as_ref().map(|t| format!("continuation-token={}&", encoded(t)));
        let query = format!("{}list-type=2&prefix={}", next.unwrap_or_default(), encoded(prefix));
        let path = format!("{bucket}/?{query}");
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
        let next = page.get("NextContinuationToken").map(str::to_owned);
        match next.filter(|next| token.as_ref() != Some(next)) {
            Some(next) => token = Some(next),
            None => return Ok(found),
        }
    }
}

/// The bytes of an object, as they come.
pub fn open(client: &Client, bucket: &str, key: &str) -> Result<Response, Failure> {
    let key: Vec<String> = key.split('/').map(encoded).collect();
    get(client, &format!("{}/{}", encoded(bucket), key.join("/")))
}

/// Asks, and asks again where it was only the way that failed.
fn get(client: &Client, path: &str) -> Result<Response, Failure> {
    let mut number = 0;
    loop {
        let (failure, status) = match once(client, path) {
            Ok(answer) if answer.status().is_success() => {
                client.budget.answered(S3.name);
                return Ok(answer);
            }
            Ok(answer) => {
                let status = answer.status().as_u16();
                (failure(&answer.text().unwrap_or_default(), None, status), Some(status))
            }
            Err(failure) => (failure, None),
        };
        number += 1;
        let again = number < TRIES && is_passing(&failure, status);
        if !again || failure.code == "no-credentials" || !client.budget.pays(S3.name) {
            return Err(failure);
        }
        std::thread::sleep(pause(
            number,
            jiff::Timestamp::now().subsec_nanosecond().unsigned_abs(),
        ));
    }
}

fn lost(error: reqwest::Error) -> Failure {
    let code = if error.is_timeout() { "timeout" } else { "no-connection" };
    Failure { code: code.to_owned(), message: error.without_url().to_string() }
}

fn once(client: &Client, path: &str) -> Result<Response, Failure> {
    let wrong = |error: String| Failure { code: "signature".to_owned(), message: error };
    let address = format!("{}{path}", S3.address(&client.region));
    let identity = client.keys.get()?.into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(&client.region)
        .name(S3.name)
        .time(SystemTime::now())
        .settings(S3.signing())
        .build()
        .map_err(|error| wrong(error.to_string()))?
        .into();
    let none = std::iter::empty::<(&str, &str)>();
    let request = SignableRequest::new("GET", &address, none, SignableBody::Bytes(&[]))
        .map_err(|error| wrong(error.to_string()))?;
    let (instructions, _) =
        sign(request, &params).map_err(|error| wrong(error.to_string()))?.into_parts();
    let (headers, _) = instructions.into_parts();
    let mut request = client.http.get(&address).timeout(LONGEST);
    for header in headers {
        request = request.header(header.name().to_owned(), header.value().to_owned());
    }
    request.send().map_err(lost)
}
