//! `kanjo offhours import`: a peer's schedules as a policy file.

use crate::cli::Outcome;
use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::import::instance_scheduler;
use crate::source;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The table of Instance Scheduler as JSON: an export or a scan
    pub file: PathBuf,
    /// Write to a file instead, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// The file; what could not be imported is said, with exit status 1.
pub fn run(args: &ImportArgs) -> Result<Outcome, Outcome> {
    let text = source::read_text(&args.file, source::MAX_INVENTORY)?;
    let imported = instance_scheduler(&text).map_err(|why| {
        Diagnostic::new(Code::BadJson, format!("{}: {why}", args.file.display()))
            .help("aws dynamodb scan --table-name STACK-ConfigTable > table.json")
    })?;
    let unmet = imported.left_out.iter().map(|line| format!("not imported: {line}")).collect();
    let text = match &args.out {
        None => imported.yaml,
        Some(file) => {
            source::write_whole(file, &imported.yaml)?;
            String::new()
        }
    };
    Ok(Outcome::Done { text, unmet })
}
