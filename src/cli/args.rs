//! Every command and flag. Help, man page and completions come from here.

use crate::cli::advise::AdviseArgs;
use crate::cli::audit::AuditArgs;
use crate::cli::comment::CommentArgs;
use crate::cli::doctor::DoctorArgs;
use crate::cli::init::InitArgs;
use crate::cli::late::Late;
use crate::cli::prices_diff::PricesDiffArgs;
use crate::cli::prices_update::PricesUpdateArgs;
use crate::cli::terraform::TerraformArgs;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::{Path, PathBuf};

/// What a cloud system should cost, and why the bill differs.
#[derive(Debug, Parser)]
#[command(name = "kanjo", version, propagate_version = true, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Nothing on stderr but errors: no progress, no remarks
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// A kanjo.yaml to start from: from Terraform, by questions or by flags
    Init(Late<InitArgs>),
    /// What a system should cost in a month
    Estimate(Late<EstimateArgs>),
    /// The difference between two bills
    Diff(Late<DiffArgs>),
    /// Every scenario of a file beside the plain bill
    Scenarios(Late<ScenariosArgs>),
    /// Cost curves over a driver, and where designs cross
    Sweep(Late<SweepArgs>),
    /// Budgets and guard rules; exit status 1 if one does not hold
    Check(Late<CheckArgs>),
    /// The one comment on a pull request: posted, or brought up to date
    Comment(Late<CommentArgs>),
    /// What should be off, why, and what that saves
    Offhours(Late<crate::cli::offhours::OffhoursArgs>),
    /// What could be cheaper: savings as priced overlays, each with its evidence
    Advise(Late<AdviseArgs>),
    /// Live accounts: share outside production, untagged, outside hours, what a window would save
    Audit(Late<AuditArgs>),
    /// What was billed: exports read into a bill
    Actuals(Late<crate::cli::actuals::ActualsArgs>),
    /// Why the bill of a month differs from its estimate
    Reconcile(Late<crate::cli::reconcile::ReconcileArgs>),
    /// What a schedule saved
    Savings(Late<crate::cli::savings::SavingsArgs>),
    /// Measured usage as values for the file
    Calibrate(Late<crate::cli::calibrate::CalibrateArgs>),
    /// The price book: one price, or a check of all
    Prices(Late<PricesArgs>),
    /// Whether anything is in the way: model, prices, policies, credentials
    Doctor(Late<DoctorArgs>),
    /// JSON Schemas of the formats, or the kinds of the catalogue
    Schema(Late<SchemaArgs>),
    /// Shell completions
    Completions(Late<CompletionsArgs>),
    /// The man page
    Man,
}

impl Command {
    /// What it does while it takes its time; not of one that asks or goes on.
    pub fn takes_time(&self) -> Option<&'static str> {
        match self {
            Command::Actuals(_) | Command::Reconcile(_) | Command::Savings(_) => {
                Some("reading the bill")
            }
            Command::Calibrate(_) => Some("reading the bill"),
            Command::Prices(_) => Some("reading prices"),
            Command::Estimate(_) | Command::Diff(_) | Command::Check(_) => Some("estimating"),
            Command::Scenarios(_) | Command::Sweep(_) => Some("estimating"),
            Command::Advise(_) => Some("asking the rules"),
            _ => None,
        }
    }
}

/// How the result is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
    Csv,
    Markdown,
    /// FOCUS 1.2 rows, of an estimate of a real --month
    Focus,
    /// One page with charts that needs nothing else, of an estimate or a difference
    Html,
    /// The sheet of a request for approval (稟議), of an estimate; CSV if --out ends in .csv
    Ringi,
    /// The same sheet as CSV that a spreadsheet opens
    RingiCsv,
}

/// How the price book is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PricesFormat {
    Table,
    Json,
}

/// Which model, and how to read it.
#[derive(Clone, Debug, Default, Args)]
pub struct ModelArgs {
    /// Only this environment; may be given more than once
    #[arg(long, value_name = "NAME")]
    pub env: Vec<String>,
    /// Change a value: resources.web.tasks=4. May be given more than once
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    /// The month: average (730 h), or a real one such as 2026-12
    #[arg(long, value_name = "MONTH", default_value = "average")]
    pub month: String,
    /// Prices: embedded, cache, or a folder like pricing-cache/
    #[arg(long, value_name = "BOOK")]
    pub prices: Option<String>,
    /// A folder with kinds of your own
    #[arg(long, value_name = "DIR")]
    pub catalog: Option<PathBuf>,
    /// Usage of Terraform resources: a usage file of Infracost
    #[arg(long, value_name = "FILE")]
    pub usage: Option<PathBuf>,
    #[command(flatten)]
    pub terraform: TerraformArgs,
    /// Never use the network: what would need it is an error
    #[arg(long)]
    pub offline: bool,
}

/// How to write it.
#[derive(Debug, Args)]
pub struct OutputArgs {
    #[arg(long, value_enum, default_value = "table")]
    pub format: Format,
    /// Language of what a person reads: en or ja
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = ["en", "ja"])]
    pub lang: String,
    /// Show how each line comes about: formula, price, source
    #[arg(long)]
    pub explain: bool,
    /// Write to a file instead, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

impl OutputArgs {
    /// Of a command that has formats of its own.
    pub fn plain(lang: &str, out: Option<&Path>) -> OutputArgs {
        let (lang, out) = (lang.to_owned(), out.map(Path::to_owned));
        OutputArgs { format: Format::Table, lang, explain: false, out }
    }
}

/// When the exit status is 1.
#[derive(Debug, Args)]
pub struct StrictArgs {
    /// Exit 1 if the bill has one of these caveats; alone: if it is incomplete
    #[arg(long, value_name = "CODES", value_delimiter = ',', num_args = 0..=1, require_equals = true, default_missing_value = "incomplete")]
    pub strict: Option<Vec<String>>,
}

#[derive(Debug, Args)]
pub struct EstimateArgs {
    /// kanjo.yaml, its folder, a folder of Terraform, or a Terraform plan as JSON
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// With this scenario of the file
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// Sum lines by resource, service, environment, kind, or tag:KEY
    #[arg(long, value_name = "KEY", default_value = "resource")]
    pub group_by: String,
    /// Show invoices in this currency; needs a rate here or in the file
    #[arg(long, value_name = "CODE")]
    pub currency: Option<String>,
    /// Units of that currency for one USD
    #[arg(long, value_name = "NUMBER")]
    pub rate: Option<String>,
    #[command(flatten)]
    pub model: ModelArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub strict: StrictArgs,
}

#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The bill before: kanjo.yaml, its folder, a folder of Terraform, git:REF[:PATH], the JSON of an estimate, a Terraform plan, or a hand-made table as CSV
    #[arg(value_name = "BASE", required_unless_present = "since")]
    pub base: Option<PathBuf>,
    /// The bill after; a Terraform plan alone is both sides
    #[arg(value_name = "HEAD", conflicts_with = "since")]
    pub head: Option<PathBuf>,
    /// Short for `kanjo diff git:REF:PATH PATH`; PATH is the one path given, or this folder
    #[arg(id = "since", long = "base", value_name = "REF")]
    pub since: Option<String>,
    /// Sums by environment or tag:KEY, in the table and in Markdown
    #[arg(long, value_name = "KEY")]
    pub group_by: Option<String>,
    #[command(flatten)]
    pub model: ModelArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Args)]
pub struct ScenariosArgs {
    #[arg(default_value = ".")]
    pub path: PathBuf,
    #[command(flatten)]
    pub model: ModelArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Args)]
pub struct SweepArgs {
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The driver and its range: requests=1M..1B
    #[arg(long, value_name = "NAME=FROM..TO")]
    pub driver: String,
    /// Beside the plain file only these scenarios; without it all
    #[arg(long, value_name = "NAME")]
    pub scenario: Vec<String>,
    /// How many points; over a wide range they stand at 1, 2, 5, 10 …
    #[arg(long, value_name = "N", default_value_t = 11, value_parser = clap::value_parser!(usize))]
    pub steps: usize,
    #[command(flatten)]
    pub model: ModelArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// A policy file or a folder; without it policies/ beside PATH, else ./policies
    #[arg(long, value_name = "PATH")]
    pub policies: Option<PathBuf>,
    /// The bill before, for rules about an increase
    #[arg(long, value_name = "PATH")]
    pub base: Option<PathBuf>,
    #[command(flatten)]
    pub model: ModelArgs,
    #[arg(long, value_enum, default_value = "table")]
    pub format: CheckFormat,
    /// Language of what a person reads: en or ja
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = ["en", "ja"])]
    pub lang: String,
    /// Write to a file instead, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// How a check is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    Table,
    Json,
    Markdown,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for CI systems
    Junit,
}

#[derive(Debug, Args)]
pub struct PricesArgs {
    #[command(subcommand)]
    pub command: PricesCommand,
}

#[derive(Debug, Subcommand)]
pub enum PricesCommand {
    /// The prices of a kind, or of a key such as AmazonEC2/APN1-NatGateway-Hours
    Show {
        key: String,
        #[arg(long, default_value = "ap-northeast-1")]
        region: String,
        #[arg(long, value_name = "BOOK")]
        prices: Option<String>,
        #[arg(long, value_enum, default_value = "table")]
        format: PricesFormat,
    },
    /// Check the book: duplicates, gaps, units, holes, age
    Verify {
        #[arg(long, value_name = "BOOK")]
        prices: Option<String>,
        #[arg(long, value_enum, default_value = "table")]
        format: PricesFormat,
        /// Exit 1 on holes as well
        #[arg(long)]
        strict: bool,
    },
    /// What changed between two books; with --on, what it does to a bill
    Diff(PricesDiffArgs),
    /// Today's AWS prices into your own cache; the embedded ones stay
    Update(PricesUpdateArgs),
}

#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Which format
    #[arg(value_enum, default_value = "topology")]
    pub format: SchemaName,
    /// List the kinds of the catalogue instead
    #[arg(long)]
    pub kinds: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SchemaName {
    Topology,
    Estimate,
    Diff,
    Scenarios,
    Policies,
    Check,
    OffhoursPlan,
    Audit,
    OffhoursTick,
    Advice,
    Actual,
    Reconcile,
    Savings,
    Calibrate,
}

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
