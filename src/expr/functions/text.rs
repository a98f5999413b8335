//! Text.

use super::Arguments;
use crate::expr::{MAX_TEXT, Value};
use regex::{Captures, Regex, RegexBuilder};
use std::sync::Arc;

type Answer = Result<Value, String>;

/// Text as an answer, if it is not too long.
pub(super) fn said(text: impl AsRef<str>) -> Answer {
    if text.as_ref().len() > MAX_TEXT {
        return Err("this text is too long".to_owned());
    }
    Ok(Value::text(text))
}

/// `/…/` is a regular expression, all else is meant as it stands.
pub fn replace(a: &Arguments<'_>) -> Answer {
    let (text, pattern, new) = (a.text(0)?, a.text(1)?, a.text(2)?);
    // Between every two characters, at most.
    if (text.len() + 1).saturating_mul(new.len() + 1) > MAX_TEXT {
        let found = text.matches(&*pattern).count();
        if pattern.starts_with('/') || found.saturating_mul(new.len()) > MAX_TEXT {
            return Err("this text is too long".to_owned());
        }
    }
    let inner = pattern.strip_prefix('/').and_then(|p| p.strip_suffix('/'));
    match inner.filter(|_| pattern.len() > 1) {
        Some(inner) => said(compiled(inner)?.replace_all(&text, &*new)),
        None => said(text.replace(&*pattern, &new)),
    }
}

pub fn lower(a: &Arguments<'_>) -> Answer {
    said(a.text(0)?.to_lowercase())
}

pub fn upper(a: &Arguments<'_>) -> Answer {
    said(a.text(0)?.to_uppercase())
}

pub fn title(a: &Arguments<'_>) -> Answer {
    let mut out = String::new();
    let mut start = true;
    for c in a.text(0)?.chars() {
        if start {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        start = !(c.is_alphanumeric() || c == '_');
    }
    said(out)
}

pub fn trim(a: &Arguments<'_>) -> Answer {
    let (text, cut) = (a.text(0)?, a.text(1)?);
    said(text.trim_matches(|c| cut.contains(c)))
}

pub fn trimspace(a: &Arguments<'_>) -> Answer {
    said(a.text(0)?.trim())
}

pub fn trimprefix(a: &Arguments<'_>) -> Answer {
    let (text, cut) = (a.text(0)?, a.text(1)?);
    said(text.strip_prefix(&*cut).unwrap_or(&text))
}

pub fn trimsuffix(a: &Arguments<'_>) -> Answer {
    let (text, cut) = (a.text(0)?, a.text(1)?);
    said(text.strip_suffix(&*cut).unwrap_or(&text))
}

pub fn chomp(a: &Arguments<'_>) -> Answer {
    said(a.text(0)?.trim_end_matches(['\n', '\r']))
}

pub fn indent(a: &Arguments<'_>) -> Answer {
    let (spaces, text) = (a.whole(0)?, a.text(1)?);
    let lines = text.matches('\n').count();
    if lines.saturating_mul(spaces) > MAX_TEXT {
        return Err("this text is too long".to_owned());
    }
    said(text.replace('\n', &format!("\n{}", " ".repeat(spaces.min(MAX_TEXT)))))
}

pub fn split(a: &Arguments<'_>) -> Answer {
    let (separator, text) = (a.text(0)?, a.text(1)?);
    if separator.is_empty() {
        return Ok(Value::list(text.chars().map(|c| Value::text(c.to_string()))));
    }
    Ok(Value::list(text.split(&*separator).map(Value::text)))
}

pub fn join(a: &Arguments<'_>) -> Answer {
    let separator = a.text(0)?;
    let mut texts: Vec<Arc<str>> = Vec::new();
    for i in 1..a.values.len() {
        texts.extend(a.texts(i)?);
    }
    let length: usize = texts.iter().map(|text| text.len() + separator.len()).sum();
    if length > MAX_TEXT + separator.len() {
        return Err("this text is too long".to_owned());
    }
    said(texts.join(&*separator))
}

pub fn substr(a: &Arguments<'_>) -> Answer {
    let (text, start, length) = (a.text(0)?, a.number(1)?, a.number(2)?);
    let whole = text.chars().count();
    let count = |n: crate::quantity::Number| n.to_u64().and_then(|n| usize::try_from(n).ok());
    let start = match start.is_negative() {
        true => count(start.negated()).map(|back| whole.saturating_sub(back)),
        false => count(start),
    };
    let start = start.ok_or_else(|| "the start is a whole number".to_owned())?;
    let length = match length.is_negative() {
        true => whole,
        false => count(length).ok_or_else(|| "the length is a whole number".to_owned())?,
    };
    said(text.chars().skip(start).take(length).collect::<String>())
}

pub fn strrev(a: &Arguments<'_>) -> Answer {
    said(a.text(0)?.chars().rev().collect::<String>())
}

pub fn startswith(a: &Arguments<'_>) -> Answer {
    Ok(Value::Bool(a.text(0)?.starts_with(&*a.text(1)?)))
}

pub fn endswith(a: &Arguments<'_>) -> Answer {
    Ok(Value::Bool(a.text(0)?.ends_with(&*a.text(1)?)))
}

pub fn strcontains(a: &Arguments<'_>) -> Answer {
    Ok(Value::Bool(a.text(0)?.contains(&*a.text(1)?)))
}

/// The library's own limit on the size of a compiled pattern, ten times less:
/// patterns are written by strangers.
const MAX_PATTERN: usize = 1024 * 1024;

fn compiled(pattern: &str) -> Result<Regex, String> {
    let regex = RegexBuilder::new(pattern).size_limit(MAX_PATTERN).build();
    regex.map_err(|_| format!("`{pattern}` is not a regular expression"))
}

/// A map of named groups, a list of unnamed ones, or all that matched.
fn captured(regex: &Regex, found: &Captures<'_>) -> Value {
    let text = |m: Option<regex::Match<'_>>| m.map_or(Value::Null, |m| Value::text(m.as_str()));
    let names: Vec<&str> = regex.capture_names().flatten().collect();
    if !names.is_empty() {
        return Value::map(names.into_iter().map(|name| (Arc::from(name), text(found.name(name)))));
    }
    match found.len() {
        1 => text(found.get(0)),
        groups => Value::list((1..groups).map(|i| text(found.get(i)))),
    }
}

pub fn regex(a: &Arguments<'_>) -> Answer {
    let (pattern, text) = (a.text(0)?, a.text(1)?);
    let regex = compiled(&pattern)?;
    let found = regex.captures(&text).map(|found| captured(&regex, &found));
    found.ok_or_else(|| format!("`{pattern}` does not match"))
}

pub fn regexall(a: &Arguments<'_>) -> Answer {
    let (pattern, text) = (a.text(0)?, a.text(1)?);
    let regex = compiled(&pattern)?;
    let found = regex.captures_iter(&text).take(super::MAX_ELEMENTS);
    Ok(Value::list(found.map(|found| captured(&regex, &found))))
}

pub fn basename(a: &Arguments<'_>) -> Answer {
    let path = a.text(0)?;
    let path = path.trim_end_matches('/');
    said(path.rsplit_once('/').map_or(path, |(_, name)| name))
}

pub fn dirname(a: &Arguments<'_>) -> Answer {
    let path = a.text(0)?;
    said(match path.rsplit_once('/') {
        None => ".",
        Some(("", _)) => "/",
        Some((folder, _)) => folder,
    })
}
