//! Directories as people write them, each in a folder of its own.
#![allow(clippy::disallowed_methods, reason = "tests write the folders that they read")]

mod hostile;
mod modules;
mod resources;
mod terragrunt;
mod values;

use super::{Assignment, Options, read_directory};
use crate::diagnostic::{Diagnostics, Sources};
use crate::expr::{Origin, Value, json};
use crate::source::Files;
use crate::terraform::{Configuration, Resource};
use std::path::Path;

/// Writes files: `=== path` introduces each.
pub fn write(root: &Path, text: &str) {
    for part in text.split("=== ").skip(1) {
        let (name, body) = part.split_once('\n').expect("a name");
        let path = root.join(name.trim());
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, body).expect("written");
    }
}

pub fn read_with(text: &str, options: Options) -> Result<Configuration, Diagnostics> {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), text);
    let files = Files::directory(folder.path()).expect("opens");
    read_directory(files, options, &mut Sources::default(), |_| {})
}

pub fn read(text: &str) -> Configuration {
    let read = read_with(text, Options::default());
    read.unwrap_or_else(|errors| panic!("{:?}", errors.list()))
}

/// One file `main.tf`.
pub fn main(text: &str) -> Configuration {
    read(&format!("=== main.tf\n{text}"))
}

pub fn errors(text: &str) -> Vec<String> {
    match read_with(text, Options::default()) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.list().iter().map(|d| format!("{}: {}", d.code, d.message)).collect(),
    }
}

pub fn resource<'c>(configuration: &'c Configuration, address: &str) -> &'c Resource {
    let found = configuration.resources.iter().find(|r| &*r.address == address);
    found.unwrap_or_else(|| panic!("{address} is not among {:?}", addresses(configuration)))
}

pub fn addresses(configuration: &Configuration) -> Vec<&str> {
    configuration.resources.iter().map(|r| &*r.address).collect()
}

/// A value as JSON, in which `?address.path` and `!why` stand for unknowns.
pub fn shown(value: &Value) -> String {
    fn known(value: &Value) -> Value {
        match value {
            Value::Unknown(origin) => Value::text(match &**origin {
                Origin::Computed { address, path } => format!("?{address}.{path}"),
                Origin::Unresolved { why, .. } => format!("!{why}"),
                other => format!("{other:?}"),
            }),
            Value::List(items) => Value::list(items.iter().map(known)),
            Value::Map(map) => Value::map(map.iter().map(|(k, v)| (k.clone(), known(v)))),
            other => other.clone(),
        }
    }
    json::encode(&known(value)).expect("has JSON").replace('"', "'")
}

/// An attribute of an instance.
pub fn attribute(configuration: &Configuration, address: &str, name: &str) -> String {
    let Value::Map(map) = &resource(configuration, address).values else { panic!("no map") };
    map.get(name).map_or_else(|| "none".to_owned(), shown)
}

pub fn caveats(configuration: &Configuration) -> Vec<String> {
    configuration.caveats.iter().map(|c| format!("{}: {}", c.code, c.message)).collect()
}
