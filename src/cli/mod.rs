//! The command line: one file per command.
//!
//! `run` is the table of contents. A command reads its inputs through `source`,
//! asks the pure rooms, and returns what to print; nothing below this room
//! prints.

mod actual;
mod actuals;
mod actuals_fetch;
mod actuals_remote;
mod actuals_sql;
mod actuals_vendors;
mod advise;
mod args;
mod audit;
mod books;
mod calibrate;
mod changed;
mod check;
mod comment;
#[cfg(feature = "forge")]
mod comment_post;
mod diff;
mod doctor;
mod doctor_live;
mod estimate;
mod estimate_table;
mod generated;
mod init;
mod late;
mod modelled;
pub mod offhours;
mod overview;
mod policies;
mod prices;
mod prices_diff;
mod prices_update;
mod progress;
mod reconcile;
mod render;
mod savings;
mod scenarios;
mod session;
mod sweep;
mod terraform;

pub use args::Cli;

use crate::diagnostic::{Diagnostic, Diagnostics, Sources};
use args::Command;
use clap::Parser;
use std::process::ExitCode;

/// What a command ends with.
#[derive(Debug)]
pub enum Outcome {
    /// Printed, and whether a condition that the user asked for is not met.
    Done {
        text: String,
        unmet: Vec<String>,
    },
    Failed(Diagnostics),
}

impl From<Diagnostics> for Outcome {
    fn from(list: Diagnostics) -> Outcome {
        Outcome::Failed(list)
    }
}

impl From<Diagnostic> for Outcome {
    fn from(diagnostic: Diagnostic) -> Outcome {
        Outcome::Failed(diagnostic.into())
    }
}

/// Runs the command line of this process. Exit status: 0 done, 1 a condition
/// that was asked for is not met, 2 usage or input, 3 a remote service.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // `--help` and `--version` are answers, and go to stdout with 0.
            let status = u8::try_from(error.exit_code()).unwrap_or(2);
            let _ = error.print();
            return ExitCode::from(status);
        }
    };
    if cli.quiet {
        progress::quiet();
    }
    if let Some(what) = cli.command.as_ref().and_then(Command::takes_time) {
        progress::begin(what);
    }
    let mut sources = Sources::default();
    let outcome = run(cli.command, &mut sources);
    progress::end();
    match outcome {
        Outcome::Done { text, unmet } => {
            let broken = render::print(&text);
            for message in &unmet {
                eprintln!("kanjo: {message}");
            }
            // Whoever closed the pipe has read enough.
            if broken || unmet.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) }
        }
        Outcome::Failed(list) => {
            render::diagnostics(&list, &sources, render::asked_language());
            ExitCode::from(list.status())
        }
    }
}

fn run(command: Option<Command>, sources: &mut Sources) -> Outcome {
    let result = match command {
        None => Ok(Outcome::Done { text: generated::welcome(), unmet: Vec::new() }),
        Some(Command::Estimate(args)) => estimate::run(&args, sources),
        Some(Command::Diff(args)) => diff::run(&args, sources),
        Some(Command::Scenarios(args)) => scenarios::run(&args, sources),
        Some(Command::Sweep(args)) => sweep::run(&args, sources),
        Some(Command::Check(args)) => check::run(&args, sources),
        Some(Command::Comment(args)) => comment::run(&args, sources),
        Some(Command::Offhours(args)) => offhours::run(&args, sources),
        Some(Command::Advise(args)) => advise::run(&args, sources),
        Some(Command::Audit(args)) => audit::run(&args, sources),
        Some(Command::Actuals(args)) => actuals::run(&args, sources),
        Some(Command::Reconcile(args)) => reconcile::run(&args, sources),
        Some(Command::Savings(args)) => savings::run(&args, sources),
        Some(Command::Calibrate(args)) => calibrate::run(&args, sources),
        Some(Command::Prices(args)) => prices::run(&args, sources),
        Some(Command::Init(args)) => init::run(&args, sources),
        Some(Command::Doctor(args)) => doctor::run(&args, sources),
        Some(Command::Schema(args)) => generated::schema(&args, sources),
        Some(Command::Completions(args)) => Ok(generated::completions(&args)),
        Some(Command::Man) => Ok(generated::man()),
    };
    result.unwrap_or_else(|outcome| outcome)
}
