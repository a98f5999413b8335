//! `yamlencode`, letter for letter as Terraform writes it: blocks, keys and texts
//! in double quotes, texts of several lines as they stand.

use super::Arguments;
use super::text::said;
use crate::expr::{MAX_TEXT, REST, Value};
use std::fmt::Write;

/// A line is broken at the first space behind this column.
const WIDTH: usize = 80;

pub fn yamlencode(a: &Arguments<'_>) -> Result<Value, String> {
    let mut out = String::new();
    let value = a.get(0)?;
    node(value, 0, true, &mut out)?;
    // A word that stands alone is closed.
    if matches!(value, Value::Null | Value::Bool(_) | Value::Number(_)) {
        out.push_str("...\n");
    }
    said(out)
}

/// A value where the line stands already; `first`: nothing stands before it. Its
/// lines stand at `indent`.
fn node(value: &Value, indent: usize, first: bool, out: &mut String) -> Result<(), String> {
    if out.len() > MAX_TEXT {
        return Err("this text is too long".to_owned());
    }
    let pad = " ".repeat(indent);
    match value {
        Value::List(items) if items.is_empty() => out.push_str("[]\n"),
        Value::Map(map) if map.keys().all(|key| &**key == REST) => out.push_str("{}\n"),
        Value::List(items) => {
            for (i, item) in items.iter().enumerate() {
                out.push_str(if i > 0 || !first { &pad } else { "" });
                out.push_str("- ");
                node(item, indent + 2, true, out)?;
            }
        }
        Value::Map(map) => {
            for (i, (key, item)) in map.iter().filter(|(key, _)| &***key != REST).enumerate() {
                out.push_str(if i > 0 || !first { &pad } else { "" });
                out.push_str(&escaped(key));
                out.push(':');
                let blocks = match item {
                    Value::List(items) => !items.is_empty(),
                    Value::Map(map) => !map.is_empty(),
                    _ => false,
                };
                // A list stands below its key, a map further in.
                let deeper = indent + if matches!(item, Value::List(_)) { 0 } else { 2 };
                out.push(if blocks { '\n' } else { ' ' });
                node(item, deeper, !blocks, out)?;
            }
        }
        // At the top a text is one step in.
        Value::String(text) => self::text(text, indent.max(2), out),
        Value::Null => out.push_str("null\n"),
        Value::Bool(value) => {
            let _ = writeln!(out, "{value}");
        }
        Value::Number(number) => {
            let _ = writeln!(out, "{number}");
        }
        Value::Unknown(_) => return Err("an unknown value has no YAML".to_owned()),
    }
    Ok(())
}

fn text(text: &str, indent: usize, out: &mut String) {
    let plain = |c: char| c == '\n' || c == '\t' || !c.is_control();
    let block = text.contains('\n')
        && text.chars().all(plain)
        && !text.contains(" \n")
        && !text.ends_with(' ');
    if !block {
        folded(&escaped(text), indent, out);
        return;
    }
    out.push('|');
    if text.starts_with([' ', '\n']) {
        out.push('2');
    }
    let body = text.strip_suffix('\n');
    match body {
        None => out.push('-'),
        Some(body) if body.is_empty() || body.ends_with('\n') => out.push('+'),
        Some(_) => {}
    }
    out.push('\n');
    for line in body.unwrap_or(text).split('\n') {
        if !line.is_empty() {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(line);
        out.push('\n');
    }
}

/// A quoted text over as many lines as it needs.
fn folded(quoted: &str, indent: usize, out: &mut String) {
    let mut column = out.rsplit('\n').next().map_or(0, |line| line.chars().count());
    let mut spaces = false;
    let mut rest = quoted.chars().peekable();
    while let Some(c) = rest.next() {
        let inner = column > 0 && rest.peek().is_some_and(|next| *next != '"');
        if c == ' ' && !spaces && column > WIDTH && inner {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
            if rest.peek() == Some(&' ') {
                out.push('\\');
                column += 1;
            }
        } else {
            out.push(c);
            column += 1;
        }
        spaces = c == ' ';
    }
    out.push('\n');
}

/// In double quotes.
fn escaped(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0' => out.push_str("\\0"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{b}' => out.push_str("\\v"),
            '\u{c}' => out.push_str("\\f"),
            '\u{1b}' => out.push_str("\\e"),
            '\u{85}' => out.push_str("\\N"),
            '\u{2028}' => out.push_str("\\L"),
            '\u{2029}' => out.push_str("\\P"),
            '\u{feff}' => out.push_str("\\uFEFF"),
            c if c.is_control() => {
                let _ = write!(out, "\\x{:02X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
