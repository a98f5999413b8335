//! `--state`: where the records are, and the place where nobody said one.
#![allow(
    clippy::disallowed_methods,
    reason = "an edge room: the user's own folder is in the environment"
)]

use crate::diagnostic::{Code, Diagnostic};
use crate::store::{Place, Store};
use clap::Args;
use std::path::PathBuf;

#[derive(Clone, Debug, Args)]
pub struct StateArgs {
    /// Where the records are: file:DIR, dynamodb://TABLE or s3://BUCKET/PREFIX;
    /// without it a folder of the user's own
    #[arg(long, value_name = "PLACE")]
    pub state: Option<String>,
}

impl StateArgs {
    pub fn open(&self) -> Result<Store, Diagnostic> {
        let place = match &self.state {
            Some(text) => Place::parse(text)?,
            None => Place::Folder(own_folder()?),
        };
        Store::open(&place)
    }
}

/// As the XDG base directories have it.
fn own_folder() -> Result<PathBuf, Diagnostic> {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let base = set("XDG_STATE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".local/state")))
        .or_else(|| set("LOCALAPPDATA"));
    let base = base.ok_or_else(|| {
        Diagnostic::new(Code::FileMissing, "there is no folder for the state")
            .help("--state file:DIR")
    })?;
    Ok(base.join("kanjo").join("offhours"))
}
