//! `kanjo offhours`: what should be off, why, and what that saves.

mod eval;
mod explain;
mod plan;
mod timeline;
mod world;

use crate::cli::Outcome;
use crate::cli::args::{Format, ModelArgs, OutputArgs};
use crate::cli::session::style;
use crate::diagnostic::Sources;
use crate::report::{GroupBy, Style};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct OffhoursArgs {
    #[command(subcommand)]
    pub command: OffhoursCommand,
}

#[derive(Debug, Subcommand)]
pub enum OffhoursCommand {
    /// What would be started and stopped, what it saves, what keeps billing
    Plan(PlanArgs),
    /// Why one resource is to be on or off, and until when
    Explain(ExplainArgs),
    /// A week of each schedule as a picture
    Timeline(TimelineArgs),
    /// One question a line, one answer a line (JSON), in kanjo's grammar or a peer's
    Eval(EvalArgs),
}

/// Which resources, and which policies.
#[derive(Debug, Args)]
pub struct SceneArgs {
    /// A policy file or a folder; without it policies/ beside PATH, else ./policies
    #[arg(long, value_name = "PATH")]
    pub policies: Option<PathBuf>,
    /// Live resources as JSON instead of a topology
    #[arg(long, value_name = "FILE")]
    pub inventory: Option<PathBuf>,
    /// The moment: 2026-11-23T12:00:00Z, or 2026-11-23T12:00 in the zone of the policies; without it now
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    #[command(flatten)]
    pub model: ModelArgs,
}

#[derive(Debug, Args)]
pub struct ShownArgs {
    #[arg(long, value_enum, default_value = "table")]
    pub format: OffhoursFormat,
    /// Language of what a person reads: en or ja
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = ["en", "ja"])]
    pub lang: String,
    /// Write to a file instead, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OffhoursFormat {
    Table,
    Json,
    /// A picture, of a timeline
    Svg,
}

#[derive(Debug, Args)]
pub struct PlanArgs {
    /// kanjo.yaml, or a folder that has one
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// With this scenario of the file
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    #[command(flatten)]
    pub scene: SceneArgs,
    #[command(flatten)]
    pub shown: ShownArgs,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Its id, its name, or environment/name
    pub resource: String,
    /// kanjo.yaml, or a folder that has one
    #[arg(default_value = ".")]
    pub path: PathBuf,
    #[command(flatten)]
    pub scene: SceneArgs,
    #[command(flatten)]
    pub shown: ShownArgs,
}

#[derive(Debug, Args)]
pub struct TimelineArgs {
    /// kanjo.yaml, or a folder that has one
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Only this schedule; may be given more than once
    #[arg(long, value_name = "NAME")]
    pub schedule: Vec<String>,
    #[command(flatten)]
    pub scene: SceneArgs,
    #[command(flatten)]
    pub shown: ShownArgs,
}

#[derive(Debug, Args)]
pub struct EvalArgs {
    /// A file of JSON lines; without it, or with `-`, stdin
    pub file: Option<PathBuf>,
    /// The moment of lines that name none; without it now
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
}

pub fn run(args: &OffhoursArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    match &args.command {
        OffhoursCommand::Plan(args) => plan::run(args, sources),
        OffhoursCommand::Explain(args) => explain::run(args, sources),
        OffhoursCommand::Timeline(args) => timeline::run(args, sources),
        OffhoursCommand::Eval(args) => eval::run(args),
    }
}

impl ShownArgs {
    fn output(&self) -> OutputArgs {
        OutputArgs {
            format: Format::Table,
            lang: self.lang.clone(),
            explain: false,
            out: self.out.clone(),
        }
    }

    fn style(&self) -> Style {
        style(&self.output(), GroupBy::Resource)
    }
}
