//! `kanjo offhours`: what should be off, why, what that saves, and doing it.
//!
//! [`tick`] is the executor, the same for a loop in a terminal and for a Lambda:
//! it looks, lets the machine decide, writes, and only then calls.
#![allow(clippy::disallowed_methods, reason = "an edge room: the clock is read here")]

#[cfg(feature = "aws")]
mod act;
mod eval;
mod explain;
mod hold;
mod import;
#[cfg(feature = "aws")]
pub mod invoked;
#[cfg_attr(not(feature = "aws"), path = "live_absent.rs")]
mod live;
#[cfg(feature = "aws")]
mod notices;
#[cfg(feature = "aws")]
mod once;
mod plan;
#[cfg(feature = "aws")]
mod planned;
pub(in crate::cli) mod policy_files;
#[cfg(feature = "aws")]
mod render_tick;
mod state;
mod status;
mod tick;
#[cfg(feature = "aws")]
mod tick_json;
mod timeline;
mod world;
#[cfg(feature = "aws")]
mod worth;

#[cfg(test)]
mod tests;

pub use tick::{Done, Outcome as Ticked, Provider, Tick};
pub(in crate::cli) use world::World;

use crate::cli::Outcome;
use crate::cli::args::{ModelArgs, OutputArgs};
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
    /// The schedules of Instance Scheduler on AWS as a policy file
    Import(import::ImportArgs),
    /// Do what the policies want, now
    Apply(ActArgs),
    /// The same every few minutes, until it is ended
    Run(RunArgs),
    /// What is off, what is on its way, what is blocked and why
    Status(status::StatusArgs),
    /// Keep something up for a while, and start it if it is off
    Override(hold::OverrideArgs),
}

/// Which resources, and which policies.
#[derive(Clone, Debug, Args)]
pub struct SceneArgs {
    /// A policy file or a folder, or s3://BUCKET/PREFIX; without it policies/ beside PATH, else
    /// ./policies
    #[arg(long, value_name = "PATH")]
    pub policies: Option<PathBuf>,
    /// Live resources as JSON instead of a topology
    #[arg(long, value_name = "FILE")]
    pub inventory: Option<PathBuf>,
    /// The moment: 2026-11-23T12:00:00Z, or 2026-11-23T12:00 in the zone of the policies; without it now
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    #[command(flatten)]
    pub live: LiveArgs,
    #[command(flatten)]
    pub model: ModelArgs,
}

/// Which accounts and regions.
#[derive(Clone, Debug, Default, Args)]
pub struct LiveArgs {
    /// The resources of the AWS account itself
    #[arg(long, conflicts_with = "inventory")]
    pub live: bool,
    /// A region; may be given more than once
    #[arg(long, value_name = "REGION")]
    pub region: Vec<String>,
    /// A role to assume, one for each account; may be given more than once
    #[arg(long, value_name = "ARN")]
    pub role: Vec<String>,
    /// Accounts or roles to assume, one a line
    #[arg(long, value_name = "FILE")]
    pub accounts: Option<PathBuf>,
    /// Every active account of the organization
    #[arg(long)]
    pub organization: bool,
    /// Clusters of MongoDB Atlas; alone without AWS. Their keys are in the environment
    /// (MONGODB_ATLAS_CLIENT_ID, MONGODB_ATLAS_CLIENT_SECRET), or --atlas=ssm:NAME, --atlas=secret:NAME
    #[arg(long, value_name = "KEYS", num_args = 0..=1, require_equals = true, default_missing_value = "env")]
    pub atlas: Option<String>,
    /// The role that is assumed in accounts that are named by number
    #[arg(long, value_name = "NAME", default_value = "kanjo")]
    pub role_name: String,
}

impl LiveArgs {
    fn is_asked(&self) -> bool {
        self.names_aws() || self.atlas.is_some()
    }

    fn names_aws(&self) -> bool {
        let accounts = !self.role.is_empty() || self.accounts.is_some() || self.organization;
        self.live || !self.region.is_empty() || accounts
    }
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
    /// A page with hours and money, of a timeline
    Html,
}

#[derive(Debug, Args)]
pub struct PlanArgs {
    /// kanjo.yaml, or a folder that has one
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// With this scenario of the file
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// Sum what is saved by this tag; without it by environment or account
    #[arg(long, value_name = "KEY")]
    pub tag: Option<String>,
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
    /// With this scenario of the file
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
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

#[derive(Debug, Args)]
pub struct ActArgs {
    /// Only what this plan says, and nothing if the world has moved since: the
    /// JSON of `plan --live`
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
    #[command(flatten)]
    pub tick: TickArgs,
}

#[derive(Debug, Args)]
pub struct RunArgs {
    /// How often
    #[arg(long, value_name = "TIME", default_value = "5m")]
    pub every: String,
    /// One tick, then end
    #[arg(long)]
    pub once: bool,
    /// Rehearse: from --at to this moment without waiting, where AWS_ENDPOINT_URL leads
    #[arg(long, value_name = "TIME", requires = "at", conflicts_with = "once")]
    pub until: Option<String>,
    #[command(flatten)]
    pub tick: TickArgs,
}

/// What a tick needs.
#[derive(Clone, Debug, Args)]
pub struct TickArgs {
    #[command(flatten)]
    pub place: state::StateArgs,
    #[command(flatten)]
    pub scene: SceneArgs,
    /// Tell people: slack (KANJO_SLACK_WEBHOOK has the address), slack:ssm:NAME, slack:secret:NAME, or
    /// the ARN of an SNS topic; may be given more than once
    #[arg(long, value_name = "WHERE")]
    pub notify: Vec<String>,
    #[arg(long, value_enum, default_value = "table")]
    pub format: TickFormat,
    /// Language of what a person reads: en or ja
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = ["en", "ja"])]
    pub lang: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TickFormat {
    Table,
    /// One object a tick
    Json,
}

pub fn run(args: &OffhoursArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    match &args.command {
        OffhoursCommand::Plan(args) => plan::run(args, sources),
        OffhoursCommand::Explain(args) => explain::run(args, sources),
        OffhoursCommand::Timeline(args) => timeline::run(args, sources),
        OffhoursCommand::Eval(args) => eval::run(args),
        OffhoursCommand::Import(args) => import::run(args),
        OffhoursCommand::Status(args) => status::run(args),
        OffhoursCommand::Override(args) => hold::run(args, jiff::Timestamp::now()),
        #[cfg(feature = "aws")]
        OffhoursCommand::Apply(args) => act::apply(args, sources),
        #[cfg(feature = "aws")]
        OffhoursCommand::Run(args) => act::run(args, sources),
        #[cfg(not(feature = "aws"))]
        OffhoursCommand::Apply(_) | OffhoursCommand::Run(_) => Err(live::absent().into()),
    }
}

impl ShownArgs {
    fn output(&self) -> OutputArgs {
        OutputArgs::plain(&self.lang, self.out.as_deref())
    }

    fn style(&self) -> Style {
        style(&self.output(), GroupBy::Resource)
    }
}
