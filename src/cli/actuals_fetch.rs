//! `kanjo actuals fetch`: a bill from Cost Explorer.

use crate::cli::Outcome;
use crate::cli::actual::HowArgs;
use crate::cli::actuals::{by, print};
use crate::cli::actuals_remote::Asked;
use crate::cli::args::OutputArgs;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::topology::Matching;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct FetchArgs {
    /// The month: 2026-07. A closed one is asked for once and kept
    #[arg(long, value_name = "MONTH")]
    pub month: String,
    /// By day, which is what `reconcile` and `savings` ask of ce://
    #[arg(long)]
    pub daily: bool,
    /// Only what carries this tag: team=shop. May be given more than once
    #[arg(long, value_name = "KEY=VALUE")]
    pub tag: Vec<String>,
    /// Sum lines by service, environment, resource, account, or record
    #[arg(long, value_name = "KEY", default_value = "service")]
    pub group_by: String,
    #[command(flatten)]
    pub how: HowArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

pub fn run(args: &FetchArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let by = by(&args.group_by)?;
    let tags: Result<Vec<(String, String)>, Diagnostics> =
        args.tag.iter().map(|t| tag(t)).collect();
    let asked =
        Asked { month: Some(&args.month), daily: args.daily, tags: &tags?, ..Asked::default() };
    let place = [PathBuf::from("ce://")];
    let read = args.how.read(&place, &Matching::default(), &asked, sources)?;
    print(&read.actual, by, &args.output)
}

fn tag(text: &str) -> Result<(String, String), Diagnostics> {
    let (key, value) = text.split_once('=').ok_or_else(|| {
        Diagnostic::new(Code::UnknownChoice, format!("--tag {text}: there is no `=`"))
            .help("--tag team=shop; --tag team= is what carries none")
    })?;
    Ok((key.to_owned(), value.to_owned()))
}
