//! The functions that read files: inside the folder, and nowhere else.

use crate::diagnostic::Span;
use crate::expr::{Scope, Value, parse_template};
use crate::source::joined;
use crate::terraform::hcl::world::World;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::Digest;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// A folder as seen from the root module: `.`, `modules/a`, `../../modules/a`.
pub fn from_root(world: &World<'_>, folder: &str) -> String {
    let parts = |path: &'_ str| -> Vec<String> {
        path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let (root, folder) = (parts(&world.options.folder), parts(folder));
    let common = root.iter().zip(&folder).take_while(|(a, b)| a == b).count();
    let up = root.iter().skip(common).map(|_| "..".to_owned());
    let path: Vec<String> = up.chain(folder.into_iter().skip(common)).collect();
    if path.is_empty() { ".".to_owned() } else { path.join("/") }
}

/// Calls one of them. None: there is no such function here.
pub fn call(world: &World<'_>, name: &str, arguments: &[Value]) -> Option<Result<Value, String>> {
    Some(match name {
        "file" => bytes(world, arguments).and_then(|bytes| match String::from_utf8(bytes) {
            Ok(text) => Ok(Value::text(text)),
            Err(_) => Err("the file is not UTF-8".to_owned()),
        }),
        "fileexists" => path_of(world, arguments).and_then(|path| {
            let read = world.files.bytes(&path).map_err(|d| d.message)?;
            Ok(Value::Bool(read.is_some()))
        }),
        "filebase64" => bytes(world, arguments).map(|b| Value::text(STANDARD.encode(b))),
        "filemd5" => bytes(world, arguments).map(|b| hex(&md5::Md5::digest(b))),
        "filesha1" => bytes(world, arguments).map(|b| hex(&sha1::Sha1::digest(b))),
        "filesha256" => bytes(world, arguments).map(|b| hex(&sha2::Sha256::digest(b))),
        "filesha512" => bytes(world, arguments).map(|b| hex(&sha2::Sha512::digest(b))),
        "filebase64sha256" => {
            bytes(world, arguments).map(|b| Value::text(STANDARD.encode(sha2::Sha256::digest(b))))
        }
        "filebase64sha512" => {
            bytes(world, arguments).map(|b| Value::text(STANDARD.encode(sha2::Sha512::digest(b))))
        }
        "fileset" => fileset(world, arguments),
        "templatefile" => templatefile(world, arguments),
        _ => return None,
    })
}

fn path_of(world: &World<'_>, arguments: &[Value]) -> Result<String, String> {
    let path = arguments.first().and_then(Value::to_text).ok_or("a path is wanted")?;
    let inside = joined(&world.options.folder, &path);
    inside.ok_or_else(|| format!("{path} lies outside {}", world.files.name("")))
}

fn bytes(world: &World<'_>, arguments: &[Value]) -> Result<Vec<u8>, String> {
    let path = path_of(world, arguments)?;
    let read = world.files.bytes(&path).map_err(|diagnostic| diagnostic.message)?;
    read.ok_or_else(|| format!("{}: there is no such file", world.files.name(&path)))
}

fn hex(bytes: &[u8]) -> Value {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
    Value::text(out)
}

/// A template sees the values that it is given, and the functions.
struct Given<'w, 'a> {
    world: &'w World<'a>,
    values: Arc<BTreeMap<Arc<str>, Value>>,
}

impl Scope for Given<'_, '_> {
    fn get(&self, name: &str) -> Option<Value> {
        self.values.get(name).cloned()
    }

    fn names(&self) -> Vec<String> {
        self.values.keys().map(ToString::to_string).collect()
    }

    fn call(&self, name: &str, arguments: &[Value]) -> Option<Result<Value, String>> {
        // A template in a template could go on for ever.
        if name == "templatefile" { None } else { call(self.world, name, arguments) }
    }
}

fn templatefile(world: &World<'_>, arguments: &[Value]) -> Result<Value, String> {
    let path = path_of(world, arguments)?;
    let text = String::from_utf8(bytes(world, arguments)?);
    let text = text.map_err(|_| "the template is not UTF-8".to_owned())?;
    let Some(Value::Map(values)) = arguments.get(1) else {
        return Err("`templatefile` takes a path and a map".to_owned());
    };
    let file = world.sources.borrow_mut().add(world.files.name(&path), text.as_str());
    let whole = Span::new(file, 0, text.len());
    let place = |fault: crate::expr::Fault| {
        let at = world.locate(fault.span);
        format!("{}:{}: {}", at.file, at.line, fault.message)
    };
    let template = parse_template(&text, whole).map_err(place)?;
    let scope = Given { world, values: Arc::clone(values) };
    let value = world.eval(&template, &scope).map_err(place)?;
    Ok(value.to_text().map_or(value, Value::String))
}

/// The most folders that one pattern looks into.
const MAX_FOLDERS: usize = 1_000;

/// `*`, `**`, `?`, `{a,b}` and `[abc]`, against paths below a folder.
fn fileset(world: &World<'_>, arguments: &[Value]) -> Result<Value, String> {
    let folder = path_of(world, arguments)?;
    let pattern = arguments.get(1).and_then(Value::to_text).ok_or("a pattern is wanted")?;
    let regex = regex::RegexBuilder::new(&glob(&pattern)).size_limit(1024 * 1024).build();
    let regex = regex.map_err(|_| format!("`{pattern}` is not a pattern of names"))?;
    let mut open = vec![String::new()];
    let mut found = Vec::new();
    let mut seen = 0;
    while let Some(below) = open.pop() {
        seen += 1;
        if seen > MAX_FOLDERS {
            return Err(format!("`fileset` looks into at most {MAX_FOLDERS} folders"));
        }
        let Some(at) = joined(&folder, &below) else { continue };
        for entry in world.files.list(&at).map_err(|d| d.message)?.unwrap_or_default() {
            let path =
                if below.is_empty() { entry.name } else { format!("{below}/{}", entry.name) };
            if entry.is_folder {
                open.push(path);
            } else if regex.is_match(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(Value::list(found.into_iter().map(Value::text)))
}

fn glob(pattern: &str) -> String {
    let mut out = String::from("^");
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '*' if chars.peek() == Some(&'*') => {
                chars.next();
                if chars.peek() == Some(&'/') {
                    chars.next();
                    out.push_str("(?:.*/)?");
                } else {
                    out.push_str(".*");
                }
            }
            '*' => out.push_str("[^/]*"),
            '?' => out.push_str("[^/]"),
            '{' => out.push_str("(?:"),
            '}' => out.push(')'),
            ',' => out.push('|'),
            '[' | ']' => out.push(c),
            c => out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out.push('$');
    out
}
