//! `kanjo comment`: the one comment on a pull request.

use crate::cli::Outcome;
use crate::cli::args::ModelArgs;
use crate::diagnostic::Sources;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct CommentArgs {
    /// Where the pull request is
    #[arg(value_enum)]
    pub forge: ForgeName,
    /// The bill after: kanjo.yaml or its folder
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The bill before is PATH at this ref of git; without it what the CI system says
    #[arg(long, value_name = "REF")]
    pub base: Option<String>,
    /// A policy file or a folder; without it policies/ beside PATH, else ./policies, else none
    #[arg(long, value_name = "PATH")]
    pub policies: Option<PathBuf>,
    /// OWNER/NAME, on GitLab GROUP/PROJECT; without it what the CI system says
    #[arg(long, value_name = "NAME")]
    pub repo: Option<String>,
    /// The number of the pull request or merge request; without it what the CI system says
    #[arg(long, value_name = "N")]
    pub pr: Option<u64>,
    /// Which comment: one for each key, for several projects in one repository
    #[arg(long, value_name = "KEY", default_value = "default")]
    pub tag: String,
    /// Post a new comment and delete the old one, instead of updating it
    #[arg(long)]
    pub recreate: bool,
    /// Post no new comment where nothing changes; one that is there is updated
    #[arg(long)]
    pub on_change_only: bool,
    /// Post no new comment for a change of less than this; a failed rule always posts
    #[arg(long, value_name = "USD")]
    pub min_change: Option<String>,
    /// The same in percent of the month before; either limit is enough to post
    #[arg(long, value_name = "PERCENT")]
    pub min_percent: Option<String>,
    /// Sums by environment or tag:KEY
    #[arg(long, value_name = "KEY")]
    pub group_by: Option<String>,
    /// The moment that the comment speaks of; without it that of the event, else now
    #[arg(long, value_name = "RFC 3339")]
    pub valid_at: Option<String>,
    /// Print the comment and send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Language of what a person reads: en or ja
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = ["en", "ja"])]
    pub lang: String,
    #[command(flatten)]
    pub model: ModelArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ForgeName {
    Github,
    Gitlab,
}

#[cfg(feature = "forge")]
pub fn run(args: &CommentArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    crate::cli::comment_post::run(args, sources)
}

#[cfg(not(feature = "forge"))]
pub fn run(_: &CommentArgs, _: &mut Sources) -> Result<Outcome, Outcome> {
    use crate::diagnostic::{Code, Diagnostic};
    Err(Diagnostic::new(Code::NotInBuild, "this build of kanjo does not comment")
        .help("cargo install kanjo --features forge")
        .into())
}
