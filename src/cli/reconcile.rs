//! `kanjo reconcile`: why the bill of a month differs from its estimate.

use crate::bill::{Actual, Charge, Grain, OffHours, Series};
use crate::calendar::Schedule;
use crate::cli::Outcome;
use crate::cli::actual::{ActualArgs, Month, in_usd};
use crate::cli::actuals_remote::Asked;
use crate::cli::args::{Format, ModelArgs, OutputArgs};
use crate::cli::session::{Session, finish, not_a_page, not_focus, overflow, style};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::quantity::{Number, sum};
use crate::reconcile::{self, Calendar, Reconciled, Subject};
use crate::report::{self, GroupBy, Reconciliation};
use crate::topology::Project;
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, Args)]
pub struct ReconcileArgs {
    /// kanjo.yaml, or a folder that has one
    #[arg(default_value = ".")]
    pub path: PathBuf,
    #[command(flatten)]
    pub bill: ActualArgs,
    /// Only what has this value of the environment's or the resource's tag: env=production
    #[arg(long, value_name = "KEY=VALUE")]
    pub tag: Vec<String>,
    /// Both sides by service, environment, resource, or account
    #[arg(long, value_name = "KEY", default_value = "service", value_parser = ["service", "environment", "resource", "account"])]
    pub group_by: String,
    #[command(flatten)]
    pub model: ModelArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

pub fn run(args: &ReconcileArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let mut session = Session::open(&args.model, Vec::new(), sources)?;
    let month = Month::of(&session.period)?;
    let document = session.model(&args.path, "the estimate is made of a topology", sources)?;
    let matching = document.matching()?;
    let project = session.project(&document, None, sources)?;
    let mut bill = session.bill(&project, sources)?.bill;
    // Earlier months are what a forecast learns from; the bill is of one.
    let how = &args.bill.how;
    let offline = args.model.offline;
    let asked = Asked { months: &[&month.name], hourly: true, offline, ..Asked::default() };
    let read = how.read(&args.bill.actual, &matching, &asked, sources)?;
    let of_month = read.actual.of_month(&month.name);
    if of_month.lines.is_empty() {
        return Err(no_rows(&month.name).into());
    }
    let (actual, currency) =
        in_usd(of_month, args.bill.rate.as_deref(), project.billing.fx.as_ref())?;
    let mapped = how.columns.is_some();
    let left_out = leave_out(&mut bill.charges, &actual, mapped);
    let time = Time::of(&project, &month, actual.until);
    let subject = Subject {
        estimate: &bill,
        actual: &actual,
        matching: &matching,
        hours: &|charge| Some(Number::from(time.on_hours(charge))),
        billed_yet: &|charge| time.billed_yet(charge),
        currency,
    };
    let mut found = reconcile::reconcile(&subject).ok_or_else(overflow)?;
    for tag in &args.tag {
        found = only(&found, tag, how, &matching)?;
    }
    if !args.model.env.is_empty() {
        let envs = &args.model.env;
        found = found.only(&|e, _| envs.iter().any(|x| x == e)).ok_or_else(overflow)?;
    }
    let hygiene = reconcile::hygiene(&actual).ok_or_else(overflow)?;
    let forecast = reconcile::forecast(&read.series, (month.from, month.to));
    let groups = groups(&found, &args.group_by).ok_or_else(overflow)?;
    let outside = time.outside(&read.series, &bill.charges);
    let view = Reconciliation {
        made: session.made(),
        month: &month.name,
        actual: &actual,
        found: &found,
        hygiene: &hygiene,
        forecast: forecast.as_ref(),
        groups: &groups,
        grouped_by: match args.group_by.as_str() {
            "environment" => "environment",
            "resource" => "resource",
            "account" => "account",
            _ => "service",
        },
        left_out: &left_out,
        outside_hours: &outside,
    };
    let text = match args.output.format {
        Format::Json => report::reconcile_json(&view),
        Format::Csv => report::reconcile_csv(&view),
        Format::Focus => return Err(not_focus("a reconciliation").into()),
        Format::Html => report::reconcile_html(&view, &style(&args.output, GroupBy::Resource)),
        format @ (Format::Ringi | Format::RingiCsv) => {
            return Err(not_a_page(format, "a reconciliation").into());
        }
        Format::Markdown => {
            report::reconcile_markdown(&view, &style(&args.output, GroupBy::Resource))
        }
        Format::Table => report::reconcile_table(&view, &style(&args.output, GroupBy::Resource)),
    };
    Ok(Outcome::Done { text: finish(text, &args.output)?, unmet: Vec::new() })
}

pub(super) fn no_rows(month: &str) -> Diagnostics {
    Diagnostic::new(Code::BadCsv, format!("the bill has no row of {month}"))
        .help("an empty answer is not a bill of 0: does the export cover the month?")
        .into()
}

/// A bill without a line of a seller is not that seller's; what the estimate has
/// of it is named and not missing.
pub(super) fn leave_out(charges: &mut Vec<Charge>, actual: &Actual, mapped: bool) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> = Vec::new();
    let billed: BTreeSet<&str> = actual.lines.iter().map(|l| &*l.line.key.product_code).collect();
    charges.retain(|charge| {
        let is_billed = || charge.key.as_ref().is_some_and(|key| billed.contains(&*key.service));
        let kept = mapped || charge.seller() == "aws" || is_billed();
        if !kept && !names.contains(&charge.resource) {
            names.push(Arc::clone(&charge.resource));
        }
        kept
    });
    names
}

fn only(
    found: &Reconciled,
    tag: &str,
    how: &crate::cli::actual::HowArgs,
    matching: &crate::topology::Matching,
) -> Result<Reconciled, Diagnostics> {
    let bad = |message: String| {
        Diagnostics::from(
            Diagnostic::new(Code::UnknownChoice, format!("--tag {tag}: {message}"))
                .help("--tag env=production, with the tag of match.environment or match.resource"),
        )
    };
    let (key, value) = tag.split_once('=').ok_or_else(|| bad("there is no `=`".to_owned()))?;
    let is = |own: &Option<String>, stated: &Option<Arc<str>>, usual: &str| {
        let name = own.as_deref().or(stated.as_deref()).unwrap_or(usual);
        name.eq_ignore_ascii_case(key)
    };
    let environment = is(&how.environment_tag, &matching.environment, "env");
    if !environment && !is(&how.resource_tag, &matching.resource, "component") {
        return Err(bad("the bill was not read by this tag".to_owned()));
    }
    let keep = |e: &str, r: &str| if environment { e == value } else { r == value };
    found.only(&keep).ok_or_else(overflow)
}

fn groups(found: &Reconciled, by: &str) -> Option<BTreeMap<Arc<str>, reconcile::Account>> {
    let none: Arc<str> = Arc::from("");
    match by {
        "environment" => found.grouped(|p| p.environment.clone(), |u| u.environment.clone()),
        "resource" => found.grouped(|p| p.resource.clone(), |u| u.resource.clone()),
        "account" => {
            found.grouped(|p| p.account.clone().unwrap_or(none.clone()), |u| u.account.clone())
        }
        _ => found.grouped(
            |p| p.service.clone(),
            |u| if u.record.is_usage() { u.service.clone() } else { u.record.name().into() },
        ),
    }
}

/// What is known about the time of a month: schedules, and how far it is.
pub(super) struct Time {
    schedules: BTreeMap<(Arc<str>, Arc<str>), Arc<Schedule>>,
    from: i64,
    /// Up to where the month is billed.
    until: i64,
    to: i64,
}

impl Time {
    pub(super) fn of(project: &Project, month: &Month, until: Option<i64>) -> Time {
        let resources = project.environments.iter().flat_map(|e| &e.resources);
        let schedules = resources.filter_map(|r| {
            Some(((r.environment.clone(), r.name.clone()), Arc::clone(r.schedule.as_ref()?)))
        });
        let until = until.unwrap_or(month.to).clamp(month.from, month.to);
        Time { schedules: schedules.collect(), from: month.from, until, to: month.to }
    }

    fn calendar(&self, charge: &Charge) -> Calendar<'_> {
        let place = (charge.environment.clone(), charge.resource.clone());
        // Only what stops has the hours of its schedule.
        let stops = charge.off_hours == Some(OffHours::Stops);
        let schedule = self.schedules.get(&place).filter(|_| stops);
        Calendar { schedule: schedule.map(|s| &**s) }
    }

    pub(super) fn on_hours(&self, charge: &Charge) -> u64 {
        self.calendar(charge).on_hours(self.from, self.until)
    }

    /// A line's hours that are over, as a part of all; what is posted on the
    /// first of a month is whole from then on.
    fn billed_yet(&self, charge: &Charge) -> Number {
        if self.until >= self.to || matches!(&*charge.unit, "months" | "zones") {
            return Number::ONE;
        }
        let all = Number::from(self.calendar(charge).on_hours(self.from, self.to));
        let over = Number::from(self.on_hours(charge));
        over.over(all).map_or(Number::ONE, |part| part.round(12))
    }

    /// What stops ran for outside its schedule's hours, by environment.
    fn outside(&self, series: &Series, charges: &[Charge]) -> Vec<(Arc<str>, Number)> {
        let mut by: BTreeMap<Arc<str>, Number> = BTreeMap::new();
        if series.grain != Grain::Hour {
            return Vec::new();
        }
        for (key, readings) in &series.lines {
            let mine = |c: &&Charge| {
                c.environment == key.environment
                    && (key.resource.is_empty() || c.resource == key.resource)
                    && c.key.as_ref().is_some_and(|k| k.usage_type == key.key.usage_type)
            };
            let Some(charge) = charges.iter().find(mine) else { continue };
            let calendar = self.calendar(charge);
            let Some(schedule) = calendar.schedule else { continue };
            let off = readings.range(self.from..self.until);
            let off = off.filter(|(hour, _)| schedule.is_off_for(**hour)).map(|(_, r)| r.cost);
            if let Some(cost) = sum(off).filter(|cost| !cost.is_zero()) {
                let slot = by.entry(key.environment.clone()).or_default();
                *slot = slot.plus(cost).unwrap_or(*slot);
            }
        }
        by.into_iter().collect()
    }
}
