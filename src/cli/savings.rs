//! `kanjo savings verify`: what a schedule saved, against the month that would
//! have been.

use crate::bill::OffHours;
use crate::cli::Outcome;
use crate::cli::actual::{ActualArgs, Month};
use crate::cli::actuals_remote::Asked;
use crate::cli::args::{Format, ModelArgs, OutputArgs};
use crate::cli::reconcile::no_rows;
use crate::cli::session::{Session, finish, not_a_page, not_focus, overflow, style};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::reconcile::{self, Calendar, Switched, Unverified};
use crate::report::{self, GroupBy, Saving};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, Args)]
pub struct SavingsArgs {
    #[command(subcommand)]
    pub command: SavingsCommand,
}

#[derive(Debug, Subcommand)]
pub enum SavingsCommand {
    /// What a schedule saved in a month that was billed
    Verify(VerifyArgs),
}

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// kanjo.yaml with the schedules, or a folder that has one
    #[arg(default_value = ".")]
    pub path: PathBuf,
    #[command(flatten)]
    pub bill: ActualArgs,
    /// The first day of the schedule, in its zone; without it the bill shows it
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Whose month: utc as billed, or jst, the month of the schedule's own zone
    #[arg(long, value_name = "ZONE", default_value = "utc", value_parser = ["utc", "jst", "local"])]
    pub calendar_month: String,
    #[command(flatten)]
    pub model: ModelArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

pub fn run(args: &SavingsArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let SavingsCommand::Verify(args) = &args.command;
    let since: Option<Date> = match &args.since {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| {
            Diagnostic::new(Code::BadSchedule, format!("--since {text}: not a date"))
                .help("--since 2026-08-01")
        })?),
    };
    let mut session = Session::open(&args.model, Vec::new(), sources)?;
    let month = Month::of(&session.period)?;
    let document = session.model(&args.path, "the schedules stand in a topology", sources)?;
    let matching = document.matching()?;
    let project = session.project(&document, None, sources)?;
    let bill = session.bill(&project, sources)?.bill;
    let (months, offline) = ([&*month.before, &*month.name], args.model.offline);
    let asked = Asked { months: &months, hourly: true, offline, ..Asked::default() };
    let read = args.bill.how.read(&args.bill.actual, &matching, &asked, sources)?;
    let mut switched = Vec::new();
    for environment in &project.environments {
        let scheduled = environment.resources.iter().find_map(|r| r.schedule.as_deref());
        let Some(schedule) = scheduled else { continue };
        let calendar = Calendar { schedule: Some(schedule) };
        let stops = bill.charges.iter().filter(|c| {
            c.environment == environment.name
                && c.off_hours == Some(OffHours::Stops)
                && c.schedule.is_some()
        });
        let stops: BTreeSet<Arc<str>> =
            stops.filter_map(|c| Some(Arc::clone(&c.key.as_ref()?.usage_type))).collect();
        switched.push(Switched {
            environment: Arc::clone(&environment.name),
            calendar,
            stops,
            since: since.and_then(|date| calendar.start_of(date)),
        });
    }
    let Some(first) = switched.first() else {
        return Err(Diagnostic::new(
            Code::MissingKey,
            format!("{} schedules nothing", args.path.display()),
        )
        .help("environments: {staging: {schedule: office}}")
        .into());
    };
    let local = args.calendar_month != "utc";
    let bounds = |name: &str| -> Option<i64> {
        let date: Date = format!("{name}-01").parse().ok()?;
        first.calendar.start_of(date)
    };
    let next = format!("{}-01", month.name).parse::<Date>().ok();
    let next = next.and_then(|d| d.checked_add(jiff::Span::new().months(1)).ok());
    let span = match local {
        false => Some((month.from, month.to)),
        true => bounds(&month.name).zip(next.and_then(|d| first.calendar.start_of(d))),
    };
    let (from, to) = span.unwrap_or((month.from, month.to));
    let months = (month.name.as_str(), month.before.as_str());
    let found = reconcile::verify(&read.series, &read.actual, &switched, months, (from, to))
        .map_err(|why| refused(&why, &month.name))?;
    let date = |hour: i64| {
        let zone =
            first.calendar.schedule.map(|s| s.zone.clone()).unwrap_or(jiff::tz::TimeZone::UTC);
        let at = jiff::Timestamp::from_second(hour.saturating_mul(3600)).unwrap_or_default();
        at.to_zoned(zone).date().to_string()
    };
    let view = Saving {
        made: session.made(),
        month: &month.name,
        actual: &read.actual,
        found: &found,
        since: found.since.iter().map(|(name, hour)| (name.to_string(), date(*hour))).collect(),
        failed: found
            .failed_starts
            .iter()
            .map(|(name, day, hours)| (name.to_string(), date(day * 24 + 12), *hours))
            .collect(),
        month_hours: to - from,
        local_month: local,
    };
    let text = match args.output.format {
        Format::Json => report::savings_json(&view),
        Format::Focus => return Err(not_focus("a saving").into()),
        format @ (Format::Html | Format::Ringi | Format::RingiCsv) => {
            return Err(not_a_page(format, "a saving").into());
        }
        Format::Markdown => {
            report::savings_markdown(&view, &style(&args.output, GroupBy::Resource))
        }
        Format::Table | Format::Csv => {
            report::savings_table(&view, &style(&args.output, GroupBy::Resource))
        }
    };
    Ok(Outcome::Done { text: finish(text, &args.output)?, unmet: Vec::new() })
}

fn refused(why: &Unverified, month: &str) -> Diagnostics {
    match why {
        Unverified::TooLarge => overflow(),
        Unverified::NothingBilled(_) => no_rows(month),
        Unverified::NoBaseline(name) => {
            let message = format!("{name}: the bill has no hours from before the schedule");
            Diagnostic::new(Code::BadCsv, message)
                .help("give the months before as well: --actual FOLDER with all of them")
                .into()
        }
    }
}
