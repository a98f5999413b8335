//! `kanjo actuals`: an export as a bill, and the query that sums one.

use crate::bill::{Actual, Span};
use crate::calendar::Period;
use crate::cli::Outcome;
use crate::cli::actual::HowArgs;
use crate::cli::actuals_fetch::{FetchArgs, run as fetch};
use crate::cli::actuals_remote::Asked;
use crate::cli::actuals_sql::{SqlArgs, run as sql};
use crate::cli::args::{Format, OutputArgs};
use crate::cli::books::book;
use crate::cli::session::{finish, not_a_page, style};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources, nearest};
use crate::estimate::period_hours;
use crate::report::{self, ActualBy, GroupBy};
use crate::topology::Matching;
use clap::{Args, Subcommand};
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct ActualsArgs {
    #[command(subcommand)]
    pub command: ActualsCommand,
}

#[derive(Debug, Subcommand)]
pub enum ActualsCommand {
    /// Cost Explorer, asked over the network, as a bill: a cent a page
    Fetch(FetchArgs),
    /// CUR 2.0, FOCUS and Cost Explorer files as a bill
    Import(ImportArgs),
    /// The query that sums an export, for an engine of your own
    Sql(SqlArgs),
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Exports, or folders of them; s3://bucket/prefix, ce://, datadog://, atlas://ORG, or tables with --engine athena
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Only this month: 2026-07
    #[arg(long, value_name = "MONTH")]
    pub month: Option<String>,
    /// Sum lines by service, environment, resource, account, or record
    #[arg(long, value_name = "KEY", default_value = "service")]
    pub group_by: String,
    #[command(flatten)]
    pub how: HowArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

pub fn run(args: &ActualsArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    match &args.command {
        ActualsCommand::Fetch(args) => fetch(args, sources),
        ActualsCommand::Import(args) => import(args, sources),
        ActualsCommand::Sql(args) => sql(args),
    }
}

fn import(args: &ImportArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let by = by(&args.group_by)?;
    let asked = Asked { month: args.month.as_deref(), ..Asked::default() };
    let read = args.how.read(&args.paths, &Matching::default(), &asked, sources)?;
    print(&read.actual, by, &args.output)
}

/// A bill, however it was read.
pub(super) fn print(
    actual: &Actual,
    by: ActualBy,
    output: &OutputArgs,
) -> Result<Outcome, Outcome> {
    let style = style(output, GroupBy::Resource);
    let text = match output.format {
        Format::Json => report::actual_json(actual),
        Format::Csv => report::actual_csv(actual),
        Format::Table | Format::Markdown => report::actual_table(actual, by, &style),
        Format::Focus => focus(actual)?,
        format @ (Format::Html | Format::Ringi | Format::RingiCsv) => {
            return Err(not_a_page(format, "an actual bill").into());
        }
    };
    Ok(Outcome::Done { text: finish(text, output)?, unmet: Vec::new() })
}

/// The lines of a month as FOCUS rows, so that any tool of FOCUS loads them.
fn focus(actual: &Actual) -> Result<String, Diagnostics> {
    let months = actual.months();
    let (Some(month), 1) = (months.first(), months.len()) else {
        return Err(Diagnostic::new(Code::BadSchedule, "--format focus: one month at a time")
            .help("--month 2026-07")
            .into());
    };
    let period = Period::parse(month).map_err(|e| Diagnostic::new(Code::BadSchedule, e.message))?;
    let span = Span { label: std::sync::Arc::clone(month), hours: period_hours(&period) };
    let mut bill = actual.amortised_bill(span);
    // The seller of a line is the first part of its kind.
    bill.charges.iter_mut().for_each(|charge| charge.kind = "aws.billed".into());
    let book = book(Some("embedded"))?;
    let made = report::Made { version: env!("CARGO_PKG_VERSION"), book: &book.identity };
    let view = report::Estimate {
        made,
        project: None,
        bill: &bill,
        statement: None,
        coverage: None,
        free_tier_off_costs: None,
    };
    let names = report::Names { kinds: &BTreeMap::new(), book: &book };
    Ok(report::estimate_focus(&view, &names).unwrap_or_default())
}

pub(super) fn by(text: &str) -> Result<ActualBy, Diagnostics> {
    const KNOWN: [(&str, ActualBy); 5] = [
        ("service", ActualBy::Service),
        ("environment", ActualBy::Environment),
        ("resource", ActualBy::Resource),
        ("account", ActualBy::Account),
        ("record", ActualBy::Record),
    ];
    let found = KNOWN.iter().find(|(name, _)| *name == text).map(|(_, by)| *by);
    found.ok_or_else(|| {
        let near = nearest(text, KNOWN.map(|(name, _)| name));
        Diagnostic::new(Code::UnknownChoice, format!("--group-by {text}: not a way to group"))
            .help(near.map_or_else(
                || format!("the ways are {}", KNOWN.map(|(name, _)| name).join(", ")),
                |near| format!("did you mean `{near}`?"),
            ))
            .into()
    })
}
