//! The functions of HCL expressions: those of Terraform that real code uses,
//! and three of the catalogue's own (`round`, `assume`, `known`).
//!
//! One table states each function's name, arity and code; the loader checks
//! calls against it, so that a misspelt function is found when the file is read
//! and not when somebody's topology first reaches it. The code is in one file
//! for each topic. A function never sees an argument that is unknown, unless
//! its row says so.

mod arguments;
mod cidr;
mod collections;
mod convert;
mod encoding;
mod format;
mod numbers;
mod sets;
mod text;
mod time;
mod yaml_text;

use crate::diagnostic::nearest;
use crate::expr::ast::Expr;
use crate::expr::eval::eval;
use crate::expr::scope::{Notes, Scope};
use crate::expr::{Fault, Origin, Value};
use arguments::Arguments;
use foldhash::HashMap;
use std::sync::LazyLock;

/// A function's name and how many arguments it takes.
#[derive(Clone, Copy, Debug)]
pub struct Signature {
    pub name: &'static str,
    pub least: usize,
    pub most: usize,
    run: Run,
}

type Code = fn(&Arguments<'_>) -> Result<Value, String>;

/// What an unknown argument does to a function.
#[derive(Clone, Copy, Debug)]
enum Run {
    /// It evaluates its arguments itself.
    Lazy,
    /// It looks at unknown arguments too.
    Open(Code),
    /// An unknown argument is the answer; one inside a list is not looked at.
    Strict(Code),
    /// An unknown anywhere inside is the answer.
    Whole(Code),
    /// Nobody knows before it runs: the time, a random name.
    Never,
    /// The scope has it, if anybody: files.
    Scope,
}

const MANY: usize = usize::MAX;

macro_rules! functions {
    ($($name:literal $least:literal $most:tt $run:expr;)+) => {
        const SIGNATURES: &[Signature] = &[$(
            Signature { name: $name, least: $least, most: functions!(@ $most), run: $run },
        )+];
    };
    (@ MANY) => { MANY };
    (@ $most:literal) => { $most };
}

use Run::{Lazy, Never, Open, Scope as OfScope, Strict, Whole};

functions! {
    "try" 1 MANY Lazy;
    "can" 1 1 Lazy;
    "known" 1 1 Lazy;
    "assume" 2 2 Lazy;
    "coalesce" 1 MANY Lazy;

    "min" 1 MANY Strict(numbers::min);
    "max" 1 MANY Strict(numbers::max);
    "ceil" 1 1 Strict(numbers::ceil);
    "floor" 1 1 Strict(numbers::floor);
    "round" 1 1 Strict(numbers::round);
    "abs" 1 1 Strict(numbers::abs);
    "signum" 1 1 Strict(numbers::signum);
    "pow" 2 2 Strict(numbers::pow);
    "log" 2 2 Strict(numbers::log);
    "parseint" 2 2 Strict(numbers::parseint);
    "sum" 1 1 Whole(numbers::sum_of);

    "length" 1 1 Strict(collections::length);
    "keys" 1 1 Strict(collections::keys);
    "values" 1 1 Strict(collections::values);
    "lookup" 2 3 Open(collections::lookup);
    "element" 2 2 Strict(collections::element);
    "index" 2 2 Whole(collections::index);
    "merge" 0 MANY Strict(collections::merge);
    "concat" 0 MANY Strict(collections::concat);
    "flatten" 1 1 Strict(collections::flatten);
    "reverse" 1 1 Strict(collections::reverse);
    "slice" 3 3 Strict(collections::slice);
    "chunklist" 2 2 Strict(collections::chunklist);
    "compact" 1 1 Whole(collections::compact);
    "zipmap" 2 2 Strict(collections::zipmap);
    "range" 1 3 Strict(collections::range);
    "coalescelist" 1 MANY Strict(collections::coalescelist);
    "matchkeys" 3 3 Whole(collections::matchkeys);
    "one" 1 1 Strict(collections::one);
    "transpose" 1 1 Whole(collections::transpose);
    "alltrue" 1 1 Whole(collections::alltrue);
    "anytrue" 1 1 Whole(collections::anytrue);
    "contains" 2 2 Strict(sets::contains);
    "distinct" 1 1 Whole(sets::distinct);
    "sort" 1 1 Whole(sets::sort);
    "setproduct" 1 MANY Strict(sets::product);
    "setunion" 1 MANY Whole(sets::union);
    "setintersection" 1 MANY Whole(sets::intersection);
    "setsubtract" 2 2 Whole(sets::subtract);
    "setsymmetricdifference" 1 MANY Whole(sets::symmetric);

    "tostring" 1 1 Strict(convert::tostring);
    "tonumber" 1 1 Strict(convert::tonumber);
    "tobool" 1 1 Strict(convert::tobool);
    "tolist" 1 1 Strict(convert::tolist);
    "toset" 1 1 Strict(convert::toset);
    "tomap" 1 1 Strict(convert::tomap);
    "sensitive" 1 1 Open(convert::same);
    "nonsensitive" 1 1 Open(convert::same);
    "ephemeralasnull" 1 1 Open(convert::same);
    "issensitive" 1 1 Open(convert::no);

    "replace" 3 3 Strict(text::replace);
    "lower" 1 1 Strict(text::lower);
    "upper" 1 1 Strict(text::upper);
    "title" 1 1 Strict(text::title);
    "trim" 2 2 Strict(text::trim);
    "trimspace" 1 1 Strict(text::trimspace);
    "trimprefix" 2 2 Strict(text::trimprefix);
    "trimsuffix" 2 2 Strict(text::trimsuffix);
    "chomp" 1 1 Strict(text::chomp);
    "indent" 2 2 Strict(text::indent);
    "split" 2 2 Strict(text::split);
    "join" 2 MANY Whole(text::join);
    "substr" 3 3 Strict(text::substr);
    "strrev" 1 1 Strict(text::strrev);
    "startswith" 2 2 Strict(text::startswith);
    "endswith" 2 2 Strict(text::endswith);
    "strcontains" 2 2 Strict(text::strcontains);
    "regex" 2 2 Strict(text::regex);
    "regexall" 2 2 Strict(text::regexall);
    "format" 1 MANY Whole(format::format);
    "formatlist" 1 MANY Strict(format::formatlist);

    "jsonencode" 1 1 Whole(encoding::jsonencode);
    "jsondecode" 1 1 Strict(encoding::jsondecode);
    "yamlencode" 1 1 Whole(yaml_text::yamlencode);
    "yamldecode" 1 1 Strict(encoding::yamldecode);
    "csvdecode" 1 1 Strict(encoding::csvdecode);
    "base64encode" 1 1 Strict(encoding::base64encode);
    "base64decode" 1 1 Strict(encoding::base64decode);
    "base64sha256" 1 1 Strict(encoding::base64sha256);
    "base64sha512" 1 1 Strict(encoding::base64sha512);
    "urlencode" 1 1 Strict(encoding::urlencode);
    "md5" 1 1 Strict(encoding::md5);
    "sha1" 1 1 Strict(encoding::sha1);
    "sha256" 1 1 Strict(encoding::sha256);
    "sha512" 1 1 Strict(encoding::sha512);

    "cidrsubnet" 3 3 Strict(cidr::subnet);
    "cidrsubnets" 2 MANY Strict(cidr::subnets);
    "cidrhost" 2 2 Strict(cidr::host);
    "cidrnetmask" 1 1 Strict(cidr::netmask);

    "file" 1 1 OfScope;
    "filebase64" 1 1 OfScope;
    "fileexists" 1 1 OfScope;
    "fileset" 2 2 OfScope;
    "filemd5" 1 1 OfScope;
    "filesha1" 1 1 OfScope;
    "filesha256" 1 1 OfScope;
    "filesha512" 1 1 OfScope;
    "filebase64sha256" 1 1 OfScope;
    "filebase64sha512" 1 1 OfScope;
    "templatefile" 2 2 OfScope;
    "templatestring" 2 2 OfScope;
    "abspath" 1 1 Never;
    "pathexpand" 1 1 Never;
    "basename" 1 1 Strict(text::basename);
    "dirname" 1 1 Strict(text::dirname);
    "timestamp" 0 0 Never;
    "plantimestamp" 0 0 Never;
    "timeadd" 2 2 Strict(time::timeadd);
    "timecmp" 2 2 Strict(time::timecmp);
    "formatdate" 2 2 Strict(time::formatdate);
    "uuid" 0 0 Never;
    "uuidv5" 2 2 Strict(encoding::uuidv5);
    "bcrypt" 1 2 Never;
    "rsadecrypt" 2 2 Never;
    "base64gzip" 1 1 Never;
    "textencodebase64" 2 2 Never;
    "textdecodebase64" 2 2 Never;
}

/// What a person may use in kanjo.yaml.
pub const FORMULA_FUNCTIONS: &[&str] = &["min", "max", "ceil", "floor", "round", "abs"];

/// Every function, for the reference.
pub fn signatures() -> &'static [Signature] {
    SIGNATURES
}

/// The function of that name.
pub fn signature(name: &str) -> Option<&'static Signature> {
    static BY_NAME: LazyLock<HashMap<&str, &Signature>> =
        LazyLock::new(|| SIGNATURES.iter().map(|s| (s.name, s)).collect());
    BY_NAME.get(name).copied()
}

pub(super) fn call(
    expr: &Expr,
    name: &str,
    args: &[Expr],
    expand: bool,
    scope: &dyn Scope,
    notes: &mut Notes,
) -> Result<Value, Fault> {
    if name.starts_with("provider::") {
        let why = format!("`{name}` is a provider's function");
        return Ok(Value::unresolved(why, Some(expr.span)));
    }
    let name = name.strip_prefix("core::").unwrap_or(name);
    let Some(known) = signature(name) else {
        if let Some(answer) = scope.ask(name, args, scope, notes) {
            return Ok(answer);
        }
        let values = args.iter().map(|arg| eval(arg, scope, notes));
        let values = values.collect::<Result<Vec<_>, _>>()?;
        if let Some(answer) = scope.call(name, &values) {
            return answer.map_err(|message| Fault::new(expr.span, message));
        }
        let near = || nearest(name, SIGNATURES.iter().map(|s| s.name));
        let help = if notes.quiet { None } else { near() };
        let help = help.map(|n| format!("did you mean `{n}`?"));
        return Err(Fault::unknown_name(expr.span, format!("there is no function `{name}`"), help));
    };
    if let (Lazy, false) = (known.run, expand) {
        return lazy(expr, name, args, scope, notes);
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
    // These take one element and do not look at the others.
    if !matches!(name, "lookup" | "element" | "length") {
        let weight: u64 = values.iter().map(Value::weight).sum();
        notes.charge(weight / 8, expr.span)?;
    }
    let top = || values.iter().find(|v| v.is_unknown());
    let unknown = match known.run {
        Lazy | Open(_) => None,
        Whole(_) => values.iter().find_map(Value::unknown_inside),
        Strict(_) | Never | OfScope => top(),
    };
    if let Some(unknown) = unknown {
        return Ok(unknown.clone());
    }
    let given = Arguments { name, values: &values };
    let answer = match known.run {
        Open(code) | Strict(code) | Whole(code) => code(&given),
        Lazy => coalesced(values),
        OfScope => {
            scope.call(name, &values).unwrap_or_else(|| Err(format!("`{name}` reads no file here")))
        }
        Never => {
            let why = format!("`{name}` is not known before it runs");
            Ok(Value::unresolved(why, Some(expr.span)))
        }
    };
    answer.map_err(|message| Fault::new(expr.span, message))
}

fn wanted(known: &Signature) -> String {
    match (known.least, known.most) {
        (least, MANY) => format!("{least} or more arguments"),
        (1, 1) => "one argument".to_owned(),
        (least, most) if least == most => format!("{least} arguments"),
        (least, most) => format!("{least} to {most} arguments"),
    }
}

/// Those that decide themselves what they evaluate and what an unknown means.
fn lazy(
    expr: &Expr,
    name: &str,
    args: &[Expr],
    scope: &dyn Scope,
    notes: &mut Notes,
) -> Result<Value, Fault> {
    match (name, args) {
        ("known", [value]) => Ok(Value::Bool(!eval(value, scope, notes)?.is_unknown())),
        ("can", [value]) => {
            let works = notes.quietly(|notes| eval(value, scope, notes).is_ok());
            Ok(Value::Bool(works))
        }
        ("assume", [value, fallback]) => match eval(value, scope, notes)? {
            Value::Unknown(origin) => {
                notes.assumed.push(origin);
                eval(fallback, scope, notes)
            }
            value => Ok(value),
        },
        ("coalesce", [_, ..]) => {
            for arg in args {
                match eval(arg, scope, notes)? {
                    value if is_empty(&value) => {}
                    value => return Ok(value),
                }
            }
            Err(Fault::new(expr.span, NOTHING_LEFT))
        }
        ("try", [_, ..]) => {
            // An unknown counts as one that works. The fault of the last is shown.
            let (last, others) = args.split_last().unwrap_or((expr, &[]));
            for arg in others {
                if let Ok(value) = notes.quietly(|notes| eval(arg, scope, notes)) {
                    return Ok(value);
                }
            }
            eval(last, scope, notes)
        }
        _ => {
            let wanted = signature(name).map_or_else(String::new, wanted);
            Err(Fault::new(expr.span, format!("`{name}` takes {wanted}")))
        }
    }
}

const NOTHING_LEFT: &str = "everything here is null or empty";

fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Null) || value.as_text() == Some("")
}

/// `coalesce(list...)`: the first that is neither null nor empty.
fn coalesced(values: Vec<Value>) -> Result<Value, String> {
    values.into_iter().find(|value| !is_empty(value)).ok_or_else(|| NOTHING_LEFT.to_owned())
}

/// Keeps an unknown among elements only where it stands for exactly one: an
/// identifier does, an attribute that nobody knows may be a list.
fn stands_for_one(origin: &Origin) -> bool {
    matches!(origin, Origin::Computed { path, .. }
        if matches!(&**path, "" | "id" | "arn" | "name") || path.ends_with("_id") || path.ends_with("_arn"))
}

/// A list or text of an answer must not be larger than any that is read.
const MAX_ELEMENTS: usize = 100_000;
