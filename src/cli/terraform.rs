//! What the command line and its environment say to a directory of Terraform.
#![allow(clippy::disallowed_methods, reason = "an edge room: TF_VAR_ and AWS_REGION are read here")]

use crate::diagnostic::Diagnostic;
use crate::source;
use crate::terraform::{Assignment, Options};
use clap::Args;
use std::path::PathBuf;

#[derive(Clone, Debug, Default, Args)]
pub struct TerraformArgs {
    /// A variable of a Terraform directory; after every --var-file
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = pair)]
    pub vars: Vec<(String, String)>,
    /// A file of variables, from here or else from the directory
    #[arg(long = "var-file", value_name = "FILE")]
    pub var_files: Vec<PathBuf>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("NAME=VALUE is wanted")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// How directories are read, before a file says more.
pub fn options(args: &TerraformArgs) -> Result<Options, Diagnostic> {
    let mut variables = Vec::new();
    for file in &args.var_files {
        let name = file.display().to_string();
        variables.push(match file.is_file() {
            true => Assignment::Read(name, source::read_text(file, source::MAX_FILE)?),
            false => Assignment::File(name),
        });
    }
    let texts = args.vars.iter().map(|(name, text)| Assignment::Text(name.clone(), text.clone()));
    variables.extend(texts);
    let said = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let own = std::env::vars_os().filter_map(|(name, value)| {
        let name = name.into_string().ok().filter(|name| name.starts_with("TF_VAR_"))?;
        Some((name, value.into_string().ok()?))
    });
    let mut environment: Vec<(String, String)> = own.collect();
    environment.sort();
    let mut options = Options { variables, environment, ..Options::default() };
    options.region = said("AWS_REGION").or_else(|| said("AWS_DEFAULT_REGION"));
    if let Some(workspace) = said("TF_WORKSPACE") {
        options.workspace = workspace;
    }
    Ok(options)
}
