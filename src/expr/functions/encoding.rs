//! JSON, YAML, CSV, base64 and digests.

use super::Arguments;
use super::text::said;
use crate::expr::{Value, json, yaml};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::Digest;
use std::fmt::Write;
use std::sync::Arc;

type Answer = Result<Value, String>;

pub fn jsonencode(a: &Arguments<'_>) -> Answer {
    said(json::encode(a.get(0)?)?)
}

pub fn jsondecode(a: &Arguments<'_>) -> Answer {
    json::decode(&a.text(0)?)
}

pub fn yamldecode(a: &Arguments<'_>) -> Answer {
    yaml::decode(&a.text(0)?)
}

/// A list of maps, by the names of the first row.
pub fn csvdecode(a: &Arguments<'_>) -> Answer {
    let text = a.text(0)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let wrong = |error: csv::Error| format!("not CSV: {error}");
    let names: Vec<Arc<str>> = reader.headers().map_err(wrong)?.iter().map(Arc::from).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        rows.push(Value::map(names.iter().map(Arc::clone).zip(record.iter().map(Value::text))));
    }
    super::collections::bounded(rows)
}

pub fn base64encode(a: &Arguments<'_>) -> Answer {
    said(STANDARD.encode(a.text(0)?.as_bytes()))
}

pub fn base64decode(a: &Arguments<'_>) -> Answer {
    let bytes = STANDARD.decode(a.text(0)?.as_bytes()).map_err(|_| "not base64".to_owned())?;
    said(String::from_utf8(bytes).map_err(|_| "the decoded bytes are not UTF-8".to_owned())?)
}

fn hex(bytes: &[u8]) -> Answer {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    said(out)
}

pub fn md5(a: &Arguments<'_>) -> Answer {
    hex(&md5::Md5::digest(a.text(0)?.as_bytes()))
}

pub fn sha1(a: &Arguments<'_>) -> Answer {
    hex(&sha1::Sha1::digest(a.text(0)?.as_bytes()))
}

pub fn sha256(a: &Arguments<'_>) -> Answer {
    hex(&sha2::Sha256::digest(a.text(0)?.as_bytes()))
}

pub fn sha512(a: &Arguments<'_>) -> Answer {
    hex(&sha2::Sha512::digest(a.text(0)?.as_bytes()))
}

pub fn base64sha256(a: &Arguments<'_>) -> Answer {
    said(STANDARD.encode(sha2::Sha256::digest(a.text(0)?.as_bytes())))
}

pub fn base64sha512(a: &Arguments<'_>) -> Answer {
    said(STANDARD.encode(sha2::Sha512::digest(a.text(0)?.as_bytes())))
}

/// The name-based UUID: the first 16 bytes of a digest over namespace and name.
pub fn uuidv5(a: &Arguments<'_>) -> Answer {
    let space = a.text(0)?;
    // The four of RFC 4122 differ in one digit.
    let known = |digit: char| format!("6ba7b81{digit}-9dad-11d1-80b4-00c04fd430c8");
    let space = match &*space {
        "dns" => known('0'),
        "url" => known('1'),
        "oid" => known('2'),
        "x500" => known('4'),
        other => other.to_owned(),
    };
    let digits: Vec<u32> = space.chars().filter_map(|c| c.to_digit(16)).collect();
    let dashes = space.match_indices('-').map(|(at, _)| at);
    if digits.len() != 32 || space.len() != 36 || !dashes.eq([8, 13, 18, 23]) {
        return Err(format!("`{space}` is not a UUID, nor dns, url, oid or x500"));
    }
    let pair = |pair: &[u32]| pair.iter().fold(0, |sum, digit| sum * 16 + digit);
    let bytes = digits.chunks(2).filter_map(|two| u8::try_from(pair(two)).ok());
    let mut digest = sha1::Sha1::new();
    digest.update(bytes.collect::<Vec<u8>>());
    digest.update(a.text(1)?.as_bytes());
    let mut out = String::new();
    for (i, byte) in digest.finalize().iter().take(16).enumerate() {
        let byte = match i {
            6 => byte & 0x0f | 0x50,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        let dash = if matches!(i, 4 | 6 | 8 | 10) { "-" } else { "" };
        let _ = write!(out, "{dash}{byte:02x}");
    }
    said(out)
}

/// As a part of a query: a space is `+`.
pub fn urlencode(a: &Arguments<'_>) -> Answer {
    let mut out = String::new();
    for byte in a.text(0)?.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    said(out)
}
