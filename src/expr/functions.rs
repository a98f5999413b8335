//! The functions of catalogue and kanjo.yaml formulas.
//!
//! One table states each function's name and arity; the loader checks calls
//! against it, so that a misspelt function is found when the file is read and
//! not when somebody's topology first reaches it.

use crate::diagnostic::nearest;
use crate::expr::ast::Expr;
use crate::expr::eval::{Notes, Scope, eval, want_number};
use crate::expr::{Fault, Value};
use crate::quantity::{Number, sum};
use std::sync::Arc;

/// A function's name and how many arguments it takes.
#[derive(Clone, Copy, Debug)]
pub struct Signature {
    pub name: &'static str,
    pub least: usize,
    pub most: usize,
}

const MANY: usize = usize::MAX;

const SIGNATURES: &[Signature] = &[
    Signature { name: "min", least: 1, most: MANY },
    Signature { name: "max", least: 1, most: MANY },
    Signature { name: "ceil", least: 1, most: 1 },
    Signature { name: "floor", least: 1, most: 1 },
    Signature { name: "round", least: 1, most: 1 },
    Signature { name: "abs", least: 1, most: 1 },
    Signature { name: "sum", least: 1, most: 1 },
    Signature { name: "length", least: 1, most: 1 },
    Signature { name: "keys", least: 1, most: 1 },
    Signature { name: "values", least: 1, most: 1 },
    Signature { name: "lookup", least: 2, most: 3 },
    Signature { name: "contains", least: 2, most: 2 },
    Signature { name: "replace", least: 3, most: 3 },
    Signature { name: "lower", least: 1, most: 1 },
    Signature { name: "upper", least: 1, most: 1 },
    Signature { name: "format", least: 1, most: MANY },
    Signature { name: "coalesce", least: 1, most: MANY },
    Signature { name: "assume", least: 2, most: 2 },
    Signature { name: "known", least: 1, most: 1 },
    Signature { name: "try", least: 1, most: MANY },
];

/// What a person may use in kanjo.yaml.
pub const FORMULA_FUNCTIONS: &[&str] = &["min", "max", "ceil", "floor", "round", "abs"];

/// Every function, for the reference.
pub fn signatures() -> &'static [Signature] {
    SIGNATURES
}

/// The function of that name.
pub fn signature(name: &str) -> Option<&'static Signature> {
    SIGNATURES.iter().find(|s| s.name == name)
}

pub(super) fn call(
    expr: &Expr,
    name: &str,
    args: &[Expr],
    expand: bool,
    scope: &dyn Scope,
    notes: &mut Notes,
) -> Result<Value, Fault> {
    let Some(known) = signature(name) else {
        let help = nearest(name, SIGNATURES.iter().map(|s| s.name));
        let help = help.map(|n| format!("did you mean `{n}`?"));
        return Err(Fault::unknown_name(expr.span, format!("there is no function `{name}`"), help));
    };
    // These four decide themselves what an unknown means.
    match (name, args) {
        ("try", _) => return first_that_works(expr, args, scope, notes),
        ("known", [value]) => return Ok(Value::Bool(!eval(value, scope, notes)?.is_unknown())),
        ("assume", [value, fallback]) => {
            return match eval(value, scope, notes)? {
                Value::Unknown(origin) => {
                    notes.assumed.push(origin);
                    eval(fallback, scope, notes)
                }
                value => Ok(value),
            };
        }
        ("coalesce", _) => {
            for arg in args {
                match eval(arg, scope, notes)? {
                    Value::Null => {}
                    value => return Ok(value),
                }
            }
            return Ok(Value::Null);
        }
        _ => {}
    }
    let mut values = Vec::with_capacity(args.len());
    for (i, arg) in args.iter().enumerate() {
        match eval(arg, scope, notes)? {
            Value::List(items) if expand && i + 1 == args.len() => {
                values.extend(items.iter().cloned());
            }
            value => values.push(value),
        }
    }
    if values.len() < known.least || values.len() > known.most {
        return Err(Fault::new(expr.span, format!("`{name}` takes {}", wanted(known))));
    }
    if let Some(unknown) = values.iter().find(|v| v.is_unknown()) {
        return Ok(unknown.clone());
    }
    apply(expr, name, &values)
}

fn wanted(known: &Signature) -> String {
    match (known.least, known.most) {
        (least, MANY) => format!("{least} or more arguments"),
        (1, 1) => "one argument".to_owned(),
        (least, most) if least == most => format!("{least} arguments"),
        (least, most) => format!("{least} to {most} arguments"),
    }
}

/// The first argument that evaluates, as Terraform's `try`; an unknown counts
/// as one that does.
fn first_that_works(
    expr: &Expr,
    args: &[Expr],
    scope: &dyn Scope,
    notes: &mut Notes,
) -> Result<Value, Fault> {
    let mut last = Fault::new(expr.span, "`try` takes 1 or more arguments");
    for arg in args {
        match eval(arg, scope, notes) {
            Ok(value) => return Ok(value),
            Err(fault) => last = fault,
        }
    }
    Err(last)
}

fn apply(expr: &Expr, name: &str, values: &[Value]) -> Result<Value, Fault> {
    let number = |i: usize| match values.get(i) {
        Some(value) => want_number(expr, value),
        None => Err(Fault::new(expr.span, "an argument is missing")),
    };
    let text = |i: usize| {
        values.get(i).and_then(Value::to_text).ok_or_else(|| {
            Fault::new(expr.span, format!("argument {} of `{name}` must be text", i + 1))
        })
    };
    let wrong = |what: &str| {
        let kind = values.first().map_or("nothing", Value::kind);
        Fault::new(expr.span, format!("`{name}` takes {what}, this is {kind}"))
    };
    Ok(match name {
        "min" | "max" => {
            let mut best = number(0)?;
            for i in 1..values.len() {
                let next = number(i)?;
                best = if name == "min" { best.min(next) } else { best.max(next) };
            }
            Value::Number(best)
        }
        "ceil" => Value::Number(number(0)?.ceil()),
        "floor" => Value::Number(number(0)?.floor()),
        "round" => Value::Number(number(0)?.round(0)),
        "abs" => Value::Number(number(0)?.abs()),
        "sum" => {
            let items: Vec<Value> = match values.first() {
                Some(Value::List(items)) => items.to_vec(),
                Some(Value::Map(map)) => map.values().cloned().collect(),
                _ => return Err(wrong("a list or a map")),
            };
            if let Some(unknown) = items.iter().find(|v| v.is_unknown()) {
                return Ok(unknown.clone());
            }
            let numbers: Result<Vec<Number>, Fault> =
                items.iter().map(|v| want_number(expr, v)).collect();
            sum(numbers?).map_or_else(Value::overflow, Value::Number)
        }
        "length" => {
            let length = match values.first() {
                Some(Value::List(items)) => items.len(),
                Some(Value::Map(map)) => map.len(),
                Some(Value::String(text)) => text.chars().count(),
                _ => return Err(wrong("a list, a map or text")),
            };
            Value::Number(Number::from(length as u64))
        }
        "keys" | "values" => match values.first() {
            Some(Value::Map(map)) if name == "keys" => {
                Value::list(map.keys().map(|k| Value::String(Arc::clone(k))))
            }
            Some(Value::Map(map)) => Value::list(map.values().cloned()),
            _ => return Err(wrong("a map")),
        },
        "lookup" => {
            let Some(Value::Map(map)) = values.first() else { return Err(wrong("a map")) };
            let key = text(1)?;
            match (map.get(&*key), values.get(2)) {
                (Some(value), _) => value.clone(),
                (None, Some(fallback)) => fallback.clone(),
                (None, None) => {
                    let help = nearest(&key, map.keys().map(|k| &**k));
                    let help = help.map(|n| format!("did you mean `{n}`?"));
                    return Err(Fault::unknown_name(
                        expr.span,
                        format!("there is no `{key}`"),
                        help,
                    ));
                }
            }
        }
        "contains" => match values {
            [Value::List(items), wanted] => Value::Bool(items.contains(wanted)),
            [Value::Map(map), wanted] => {
                Value::Bool(wanted.to_text().is_some_and(|key| map.contains_key(&*key)))
            }
            _ => return Err(wrong("a list or a map")),
        },
        "replace" => Value::text(text(0)?.replace(&*text(1)?, &text(2)?)),
        "lower" => Value::text(text(0)?.to_lowercase()),
        "upper" => Value::text(text(0)?.to_uppercase()),
        "format" => Value::text(format_text(expr, &text(0)?, values.get(1..).unwrap_or(&[]))?),
        _ => return Err(Fault::new(expr.span, format!("`{name}` cannot be used here"))),
    })
}

/// `%s`, `%d`, `%v` and `%%`: what usage types need.
fn format_text(expr: &Expr, pattern: &str, values: &[Value]) -> Result<String, Fault> {
    let mut out = String::new();
    let mut values = values.iter();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('%') => out.push('%'),
            Some('s' | 'd' | 'v') => match values.next().and_then(Value::to_text) {
                Some(text) => out.push_str(&text),
                None => return Err(Fault::new(expr.span, "too few arguments for the format")),
            },
            _ => return Err(Fault::new(expr.span, "only %s, %d, %v and %% are known")),
        }
    }
    Ok(out)
}
