//! `format` and `formatlist`: Go's verbs, as far as Terraform has them.

use super::text::said;
use super::{Arguments, MAX_ELEMENTS};
use crate::expr::{MAX_TEXT, Value, json};
use crate::quantity::Number;
use std::iter::Peekable;
use std::str::Chars;

type Answer = Result<Value, String>;

pub fn format(a: &Arguments<'_>) -> Answer {
    said(written(&a.text(0)?, a.values.get(1..).unwrap_or(&[]))?)
}

/// Once for each element of its lists.
pub fn formatlist(a: &Arguments<'_>) -> Answer {
    let pattern = a.text(0)?;
    let rest = a.values.get(1..).unwrap_or(&[]);
    let lengths = rest.iter().filter_map(|v| match v {
        Value::List(items) => Some(items.len()),
        _ => None,
    });
    let lengths: Vec<usize> = lengths.collect();
    let length = lengths.first().copied().unwrap_or(1);
    if lengths.iter().any(|other| *other != length) || length > MAX_ELEMENTS {
        return Err("`formatlist` takes lists of one length".to_owned());
    }
    let mut out = Vec::with_capacity(length);
    for i in 0..length {
        let row = rest.iter().map(|value| match value {
            Value::List(items) => items.get(i).cloned().unwrap_or_default(),
            other => other.clone(),
        });
        let row: Vec<Value> = row.collect();
        out.push(match row.iter().find_map(Value::unknown_inside) {
            Some(unknown) => unknown.clone(),
            None => said(written(&pattern, &row)?)?,
        });
    }
    Ok(Value::list(out))
}

/// What stands between `%` and its letter.
#[derive(Default)]
struct Verb {
    minus: bool,
    plus: bool,
    zero: bool,
    space: bool,
    /// Which argument, from 1.
    explicit: Option<usize>,
    width: usize,
    precision: Option<usize>,
}

/// The widest that a verb is filled to.
const MAX_WIDTH: usize = 10_000;

fn digits(chars: &mut Peekable<Chars<'_>>) -> Option<usize> {
    let mut number = None;
    while let Some(digit) = chars.peek().and_then(|c| c.to_digit(10)) {
        chars.next();
        number = Some((number.unwrap_or(0) * 10 + digit as usize).min(MAX_WIDTH + 1));
    }
    number
}

fn verb(chars: &mut Peekable<Chars<'_>>) -> Result<(Verb, char), String> {
    let mut verb = Verb::default();
    while let Some(flag) = chars.peek().copied().filter(|c| "-+0 #".contains(*c)) {
        chars.next();
        match flag {
            '-' => verb.minus = true,
            '+' => verb.plus = true,
            '0' => verb.zero = true,
            ' ' => verb.space = true,
            _ => {}
        }
    }
    verb.width = digits(chars).unwrap_or(0);
    if chars.peek() == Some(&'.') {
        chars.next();
        verb.precision = Some(digits(chars).unwrap_or(0));
    }
    if chars.peek() == Some(&'[') {
        chars.next();
        verb.explicit = digits(chars).filter(|n| *n > 0);
        if chars.next() != Some(']') {
            return Err("`[` of the format is not closed".to_owned());
        }
    }
    if verb.width > MAX_WIDTH || verb.precision.is_some_and(|p| p > MAX_WIDTH) {
        return Err("the format is too wide".to_owned());
    }
    let letter = chars.next().ok_or_else(|| "the format ends within a verb".to_owned())?;
    Ok((verb, letter))
}

fn written(pattern: &str, values: &[Value]) -> Result<String, String> {
    let mut out = String::new();
    let mut next = 0;
    let mut used = 0;
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let (verb, letter) = verb(&mut chars)?;
        if letter == '%' {
            out.push('%');
            continue;
        }
        let at = verb.explicit.map_or(next, |n| n - 1);
        next = at + 1;
        used = used.max(next);
        let value = values.get(at).ok_or_else(|| "too few arguments for the format".to_owned())?;
        out.push_str(&filled(&verb, &one(&verb, letter, value)?, letter));
        if out.len() > MAX_TEXT {
            return Err("this text is too long".to_owned());
        }
    }
    if used < values.len() {
        return Err("too many arguments for the format".to_owned());
    }
    Ok(out)
}

fn filled(verb: &Verb, text: &str, letter: char) -> String {
    let missing = verb.width.saturating_sub(text.chars().count());
    if verb.minus {
        return format!("{text}{}", " ".repeat(missing));
    }
    if verb.zero && "bodxXeEfFgGv".contains(letter) {
        let at = usize::from(text.starts_with(['-', '+']));
        let (sign, rest) = text.split_at(at);
        return format!("{sign}{}{rest}", "0".repeat(missing));
    }
    format!("{}{text}", " ".repeat(missing))
}

fn signed(verb: &Verb, number: Number, text: String) -> String {
    match () {
        () if number.is_negative() => format!("-{text}"),
        () if verb.plus => format!("+{text}"),
        () if verb.space => format!(" {text}"),
        () => text,
    }
}

fn one(verb: &Verb, letter: char, value: &Value) -> Result<String, String> {
    let number = || {
        let number = value.to_number();
        number.ok_or_else(|| format!("%{letter} takes a number, this is {}", value.kind()))
    };
    let whole = || {
        let whole = number()?.abs().floor().to_u64();
        whole.ok_or_else(|| format!("%{letter} takes a whole number"))
    };
    let text = || {
        let text = value.to_text();
        text.ok_or_else(|| format!("%{letter} takes text, this is {}", value.kind()))
    };
    let cut = |text: &str| match verb.precision {
        Some(most) => text.chars().take(most).collect(),
        None => text.to_owned(),
    };
    Ok(match letter {
        's' => cut(&text()?),
        'q' => json::encode(&Value::text(cut(&text()?)))?,
        'v' => match value {
            Value::String(text) => cut(text),
            other => json::encode(other)?,
        },
        't' => {
            let value = value.to_bool();
            value.ok_or_else(|| "%t takes true or false".to_owned())?.to_string()
        }
        'd' => match number()?.is_whole() {
            true => signed(verb, number()?, number()?.abs().to_string()),
            false => return Err(format!("%d takes a whole number, this is {}", number()?)),
        },
        'f' | 'F' => {
            let places = u32::try_from(verb.precision.unwrap_or(6)).unwrap_or(6);
            signed(verb, number()?, number()?.abs().grouped(places).replace(',', ""))
        }
        'g' | 'G' => signed(verb, number()?, number()?.abs().to_string()),
        'x' => signed(verb, number()?, format!("{:x}", whole()?)),
        'X' => signed(verb, number()?, format!("{:X}", whole()?)),
        'o' => signed(verb, number()?, format!("{:o}", whole()?)),
        'b' => signed(verb, number()?, format!("{:b}", whole()?)),
        '#' => json::encode(value)?,
        other => return Err(format!("%{other} is not a verb of the format")),
    })
}
