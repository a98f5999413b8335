//! AWS: who we are, one small signed client, and one file per service; beside it
//! Atlas, whose clusters go off with it.
//!
//! The generated clients of EC2 and RDS alone are more code than all of kanjo. A
//! dozen calls need a signature, a retry and a reader of JSON or XML, so that is
//! what stands here; credentials, roles and the Tagging API come from the SDK.
//! A file of a service lists what there is, looks at it, and makes its calls.
#![allow(clippy::disallowed_methods, reason = "an edge room: environment, clock and network")]

pub mod accounts;
mod again;
pub mod alarms;
pub mod asg;
pub mod athena;
pub mod atlas;
mod client;
pub mod cost_explorer;
mod deployments;
pub mod devices;
pub mod dynamodb;
pub mod ec2;
pub mod ecs;
pub mod eks;
mod endpoint;
mod estate;
pub mod front;
pub mod listener;
pub mod network;
mod pace;
mod pages;
pub mod pricing;
mod protection;
mod proxies;
pub mod rds;
mod rds_parts;
pub mod redshift;
mod retry;
pub mod s3;
mod scaling;
pub mod secret;
mod session;
pub mod sns;
mod sts;
pub mod tagging;
pub mod together;
pub mod vendor;
mod whole;
mod xml;

pub use again::Refused;
pub use client::{Answer, Client};
pub use endpoint::Service;
pub use estate::Estate;
pub use session::{Accounts, Session};
pub use xml::Node;

use crate::offhours::Target;
use crate::offhours::machine::{Call, Failure};

/// An answer that lacks what it must have.
fn odd(what: &str) -> Failure {
    Failure { code: "odd-answer".to_owned(), message: format!("the answer has no {what}") }
}

/// The values of a list as parameters: `Names.member.1`, `Names.member.2`.
fn numbered(key: &str, values: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<(String, String)> {
    let values = (1..).zip(values);
    values.map(|(n, value): (u32, _)| (format!("{key}.{n}"), value.as_ref().to_owned())).collect()
}

/// A text in JSON; `None` if it is not there or is none.
fn text<'a>(value: &'a serde_json::Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

/// The elements of a list in JSON.
fn elements<'a>(
    answer: &'a serde_json::Value,
    key: &str,
) -> Result<&'a [serde_json::Value], Failure> {
    let list = answer.get(key).and_then(serde_json::Value::as_array);
    list.map(Vec::as_slice).ok_or_else(|| odd(key))
}

/// A call that the service of a target does not have.
fn unfit(target: &Target, call: &Call) -> Failure {
    let message = format!("{} has no {}", target.kind, call.name());
    Failure { code: "unfit-call".to_owned(), message }
}
