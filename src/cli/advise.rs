//! `kanjo advise`: savings as priced overlays.
#![allow(clippy::disallowed_methods, reason = "an edge room: environment and clock are read here")]

use crate::advice::{self, Advised, Asked, Touched};
use crate::bill::diff;
use crate::check;
use crate::cli::Outcome;
use crate::cli::args::{ModelArgs, OutputArgs};
use crate::cli::books;
use crate::cli::session::{Session, collected, finish, overflow, style};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::estimate;
use crate::report::{self, GroupBy};
use crate::source;
use crate::text::{AdviceWord, Lang};
use crate::topology::{Document, Options};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct AdviseArgs {
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The bill with all advice applied instead of the list
    #[arg(long)]
    pub apply_all: bool,
    /// Only advice on what differs from this topology
    #[arg(long, value_name = "BASE")]
    pub touched_by: Option<PathBuf>,
    /// A policy file or folder with waivers; without it policies/ beside PATH, if there is one
    #[arg(long, value_name = "PATH")]
    pub policies: Option<PathBuf>,
    #[command(flatten)]
    pub model: ModelArgs,
    #[arg(long, value_enum, default_value = "table")]
    pub format: AdviseFormat,
    /// Language of what a person reads: en or ja
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = ["en", "ja"])]
    pub lang: String,
    /// List the rules that are silent, and what they would need
    #[arg(long)]
    pub explain: bool,
    /// Write to a file instead, whole or not at all
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// How advice is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AdviseFormat {
    Table,
    Json,
    Markdown,
    /// One page, before and after as bars
    Html,
}

/// Asks every rule about a document.
pub(super) fn ask(
    document: &Document,
    flags: &ModelArgs,
    touched: Option<&Touched>,
    waivers: &[check::Waiver],
    today: Date,
    session: &mut Session,
    sources: &mut Sources,
) -> Result<Advised, Diagnostics> {
    let rules = session.catalog.advice(sources).map_err(collected)?;
    let mut asked = Asked {
        touched,
        document,
        options: Options {
            scenario: None,
            environments: flags.env.clone(),
            sets: flags.sets.clone(),
            period_hours: estimate::period_hours(&session.period),
        },
        period: &session.period,
        catalog: &mut session.catalog,
        book: &session.book,
        sources,
    };
    advice::advise(&mut asked, &rules, waivers, today)
}

pub fn run(args: &AdviseArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let mut session = Session::open(&args.model, Vec::new(), sources)?;
    let waivers = waivers(args, &mut session, sources)?;
    let document =
        session.model(&args.path, "advice looks at inputs, and a bill has none", sources)?;
    let touched = match &args.touched_by {
        Some(base) => Some(touched(base, &document, &mut session, sources)?),
        None => None,
    };
    let today = books::today();
    let flags = &args.model;
    let advised = ask(&document, flags, touched.as_ref(), &waivers, today, &mut session, sources)?;
    let plain = OutputArgs::plain(&args.lang, args.out.as_deref());
    let output = OutputArgs { explain: args.explain, ..plain };
    let style = style(&output, GroupBy::Resource);
    let made = session.made();
    let bill = report::Estimate {
        made,
        project: None,
        bill: &advised.bill,
        statement: None,
        coverage: None,
        free_tier_off_costs: None,
    };
    let text = match (args.format, args.apply_all) {
        (AdviseFormat::Table, true) => report::estimate_table(&bill, &style),
        (AdviseFormat::Json, true) => report::estimate_json(&bill),
        (AdviseFormat::Markdown, true) => report::estimate_markdown(&bill, &style),
        (AdviseFormat::Table, false) => report::advice_table(&made, &advised, &style),
        (AdviseFormat::Json, false) => report::advice_json(&made, &advised, &today.to_string()),
        (AdviseFormat::Markdown, false) if touched.is_some() && advised.advice.is_empty() => {
            none_touched(style.lang)
        }
        (AdviseFormat::Markdown, false) => report::advice_markdown(&made, &advised, &style),
        (AdviseFormat::Html, false) => report::advice_html(&made, &advised, &style),
        (AdviseFormat::Html, true) => {
            return Err(Diagnostic::new(Code::UnknownChoice, "--apply-all has no page")
                .help("give the --set of the advice to kanjo estimate --format html")
                .into());
        }
    };
    Ok(Outcome::Done { text: finish(text, &output)?, unmet: Vec::new() })
}

fn none_touched(lang: Lang) -> String {
    format!("{}\n", AdviceWord::NoneTouched.in_lang(lang))
}

/// Waivers of advice, where there are policies; nobody needs any.
fn waivers(
    args: &AdviseArgs,
    session: &mut Session,
    sources: &mut Sources,
) -> Result<Vec<check::Waiver>, Diagnostics> {
    let files = match source::read_policies(args.policies.as_deref(), &args.path) {
        Ok(files) => files,
        Err(missing) if args.policies.is_none() && missing.code == Code::FileMissing => Vec::new(),
        Err(other) => return Err(other.into()),
    };
    Ok(check::read(&files, &mut session.catalog, sources)?.advice_waivers)
}

/// The resources that differ between a base and the file.
fn touched(
    base: &Path,
    head: &Document,
    session: &mut Session,
    sources: &mut Sources,
) -> Result<Touched, Outcome> {
    let base = session.model(base, "advice looks at inputs, and a bill has none", sources)?;
    let before = session.estimate(&base, None, sources)?.estimate.bill;
    let after = session.estimate(head, None, sources)?.estimate.bill;
    let changes = diff(&before, &after).ok_or_else(overflow)?.changes;
    Ok(changes.into_iter().filter_map(|c| Some((c.environment?, c.resource?))).collect())
}
