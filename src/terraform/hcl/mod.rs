//! A directory of Terraform, read without `terraform init`.
//!
//! `module` reads the files of a folder; `world` evaluates what is asked for,
//! once; `resources` writes the instances out. Nothing of the project runs, no
//! network is asked, and no file outside the folder is read. What cannot be
//! known is an unknown value that says why, and a caveat.

mod blocks;
mod data;
mod expand;
mod functions;
mod json_syntax;
mod module;
mod modules;
mod providers;
mod references;
mod resources;
mod scope;
mod syntax;
mod terragrunt;
mod types;
mod variables;
mod world;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::expr::{Origin, Value};
use crate::source::Files;
use crate::terraform::Configuration;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

/// How a directory is read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The root module's folder, from the root of the files: modules may stand
    /// beside it. Empty for the root itself.
    pub folder: String,
    /// `-var` and `-var-file`, in their order.
    pub variables: Vec<Assignment>,
    /// `TF_VAR_name` and its value.
    pub environment: Vec<(String, String)>,
    pub workspace: String,
    /// Where no provider says: `AWS_REGION`.
    pub region: Option<String>,
    /// The most steps of evaluation, all together.
    pub steps: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            folder: String::new(),
            variables: Vec::new(),
            environment: Vec::new(),
            workspace: "default".to_owned(),
            region: None,
            steps: crate::expr::MAX_STEPS,
        }
    }
}

/// A value from the command line.
#[derive(Clone, Debug)]
pub enum Assignment {
    /// `-var name=text`.
    Text(String, String),
    /// `-var-file path`, from the root module's folder.
    File(String),
    /// Such a file that was read already: its name and its text.
    Read(String, String),
}

/// Which instance of a block an expression stands in.
#[derive(Clone, Debug)]
pub enum Each {
    None,
    Number(usize),
    Entry(Arc<str>, Value),
    /// Nobody knows how many there are.
    Unknown(Value),
}

/// The stack of the evaluation: values wait for values, and the frames of a
/// deep expression are large. Only what is used is taken.
const STACK: usize = 512 * 1024 * 1024;

/// What is known to be needed before all is evaluated.
#[derive(Clone, Debug)]
pub enum Ahead {
    /// The types of resources that a file seems to have.
    Types(Vec<Arc<str>>),
    /// The region of a provider.
    Region(Arc<str>),
}

/// What the thread that evaluates says.
enum Told {
    Ahead(Ahead),
    /// The files, and what they declare.
    Read(Sources, Result<Configuration, Diagnostics>),
}

/// Reads a directory. Its files stand in the sources then, also with errors. While
/// it is evaluated on a thread of its own, `ahead` is told on this one what will be
/// needed; nothing that is read hangs on what it does.
pub fn read_directory(
    files: Files,
    options: Options,
    sources: &mut Sources,
    mut ahead: impl FnMut(Ahead),
) -> Result<Configuration, Diagnostics> {
    let thread = std::thread::Builder::new().stack_size(STACK);
    let known = std::mem::take(sources);
    let (tell, told) = channel();
    let broken =
        |why: String| Diagnostic::new(Code::TerraformLimit, format!("the evaluation {why}"));
    let spawned = thread.spawn(move || read(&files, &options, known, tell));
    let spawned = spawned.map_err(|error| broken(format!("cannot be started: {error}")))?;
    for told in told {
        match told {
            Told::Ahead(what) => ahead(what),
            Told::Read(read, configuration) => {
                *sources = read;
                return configuration;
            }
        }
    }
    // It ended and said nothing: a fault of ours is not the directory's.
    match spawned.join() {
        Err(panic) => std::panic::resume_unwind(panic),
        Ok(()) => Err(broken("ended without an answer".to_owned()).into()),
    }
}

/// Says what it read, and frees what it parsed while others go on.
fn read(files: &Files, options: &Options, sources: Sources, tell: Sender<Told>) {
    let world = world::World::new(files, options, sources, tell);
    let configuration = configuration(&world);
    if let Err(error) = &configuration {
        world.error(error.clone());
    }
    let errors = world.errors.take();
    let read = errors.into_result(configuration.unwrap_or_default());
    world.tell(Told::Read(world.sources.take(), read));
}

fn configuration(world: &world::World<'_>) -> Result<Configuration, Diagnostic> {
    let folder = &world.options.folder;
    let unit = terragrunt::read(world, folder)?;
    let (module, inputs) = match unit {
        Some(unit) => (unit.module, unit.inputs),
        None => (world.module(folder), Default::default()),
    };
    let Some(module) = module else {
        if !world.errors.borrow().is_empty() {
            return Ok(Configuration::default());
        }
        let message = format!("{} holds no Terraform", world.files.name(folder));
        return Err(Diagnostic::new(Code::FileMissing, message)
            .help("name the folder of the root module: where its .tf files are"));
    };
    let mut given = inputs;
    given.extend(variables::assigned(world, &module)?);
    let mut resources = Vec::new();
    if let Some(root) = modules::root(world, module, given) {
        resources::all(world, &root, &mut resources);
    }
    resources.sort_by(|a, b| a.address.cmp(&b.address));
    Ok(Configuration { resources, caveats: world.caveats.take() })
}

/// `["a"]` or `[0]`.
fn key_text(key: &Value) -> String {
    match key {
        Value::Number(number) => format!("[{number}]"),
        other => {
            let text = other.to_text().unwrap_or_default();
            format!("[\"{}\"]", text.replace('\\', "\\\\").replace('"', "\\\""))
        }
    }
}

/// Why a value is unknown, in a few words.
fn because(value: &Value) -> String {
    let Value::Unknown(origin) = value else { return String::new() };
    match &**origin {
        Origin::Unset { input } => format!("{input} is not stated"),
        Origin::Computed { address, path } if path.is_empty() => format!("{address} is made first"),
        Origin::Computed { address, path } => format!("{address}.{path} is known after apply"),
        Origin::Unresolved { why, .. } => why.to_string(),
        Origin::Overflow => "it does not fit 28 digits".to_owned(),
    }
}

#[cfg(test)]
mod tests;
