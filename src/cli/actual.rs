//! What `actuals`, `reconcile`, `savings` and `calibrate` share: an export,
//! read, in USD, and the month that it is about.

use crate::actuals::{self, ColumnMap, Read, Wanted};
use crate::bill::{Actual, View};
use crate::calendar::Period;
use crate::cli::actuals_remote::{Asked, Place, RemoteArgs, engine, place, read as read_remote};
use crate::cli::actuals_vendors::brought;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources, nearest};
use crate::quantity::{Number, sum};
use crate::source;
use crate::topology::{ExchangeRate, Matching, tree};
use clap::Args;
use std::path::{Path, PathBuf};

/// Where the bill is.
#[derive(Debug, Args)]
pub struct ActualArgs {
    /// An export: CUR 2.0 or FOCUS as CSV or Parquet, an answer of Cost Explorer as JSON, folders of them, s3://bucket/prefix, ce://2026-07, datadog://2026-07, atlas://ORG/2026-07, or a table with --engine athena
    #[arg(long = "actual", value_name = "PATH", required = true, num_args = 1..)]
    pub actual: Vec<PathBuf>,
    #[command(flatten)]
    pub how: HowArgs,
    /// Units of the bill's currency for one USD, where it is not in USD
    #[arg(long, value_name = "NUMBER")]
    pub rate: Option<String>,
}

/// How it is read.
#[derive(Debug, Args)]
pub struct HowArgs {
    /// What the columns of a reseller's own CSV are: a YAML file
    #[arg(long, value_name = "FILE")]
    pub columns: Option<PathBuf>,
    /// What the document is: invoice, payer-view, member-view, pro-forma, reseller
    #[arg(long, value_name = "NAME")]
    pub view: Option<String>,
    /// The tag that names the environment
    #[arg(long, value_name = "KEY")]
    pub environment_tag: Option<String>,
    /// The tag that names the resource
    #[arg(long, value_name = "KEY")]
    pub resource_tag: Option<String>,
    /// Read the files again, whatever was kept of them
    #[arg(long)]
    pub no_cache: bool,
    #[command(flatten)]
    pub remote: RemoteArgs,
}

impl HowArgs {
    pub(super) fn read(
        &self,
        paths: &[PathBuf],
        matching: &Matching,
        asked: &Asked<'_>,
        sources: &mut Sources,
    ) -> Result<Read, Diagnostics> {
        let tag = |own: &Option<String>, stated: &Option<std::sync::Arc<str>>, usual: &str| {
            Some(own.clone().unwrap_or_else(|| stated.as_deref().unwrap_or(usual).to_owned()))
        };
        let engine = engine(&self.remote.engine)?;
        let paths = brought(paths, asked, self.no_cache)?;
        let place = place(&paths, &engine)?;
        let wanted = Wanted {
            environment: tag(&self.environment_tag, &matching.environment, "env"),
            resource: tag(&self.resource_tag, &matching.resource, "component"),
            month: asked.month.map(str::to_owned),
            hourly: asked.hourly,
            view: self.view.as_deref().map(view).transpose()?,
            cluster: engine.cluster(),
        };
        let map = self.columns.as_deref().map(|path| columns(path, sources)).transpose()?;
        if asked.offline && (place != Place::Files || wanted.cluster.is_some()) {
            let message = "--offline: the bill is not read here";
            return Err(Diagnostic::new(Code::UnknownChoice, message)
                .help("an export as a file")
                .into());
        }
        if place != Place::Files {
            let (again, map) = (self.no_cache, map.as_ref());
            return Ok(read_remote(&self.remote, &place, &wanted, asked, again, map)?);
        }
        let keep = super::books::cache_folder().filter(|_| !self.no_cache);
        let keep = keep.map(|folder| folder.join("actuals"));
        Ok(actuals::read(&paths, &wanted, map.as_ref(), keep.as_deref())?)
    }
}

fn view(name: &str) -> Result<View, Diagnostic> {
    let known = View::NAMES.iter().find(|(known, _)| *known == name);
    known.map(|(_, view)| *view).ok_or_else(|| {
        let names = View::NAMES.map(|(name, _)| name);
        let near = nearest(name, names).map(|n| format!("did you mean `{n}`?"));
        Diagnostic::new(Code::UnknownChoice, format!("--view {name}: not a sort of bill"))
            .help(near.unwrap_or_else(|| format!("the sorts are {}", names.join(", "))))
    })
}

fn columns(path: &Path, sources: &mut Sources) -> Result<ColumnMap, Diagnostics> {
    let text = source::read_text(path, 1 << 20)?;
    let file = sources.add(path.display().to_string(), text.as_str());
    let node = tree::parse(&text, file).map_err(super::session::collected)?;
    Ok(ColumnMap::read(&node)?)
}

/// A month of a bill, as hours since 1970 and by name.
pub(super) struct Month {
    pub name: String,
    pub from: i64,
    pub to: i64,
    /// The name of the month before.
    pub before: String,
}

impl Month {
    pub(super) fn of(period: &Period) -> Result<Month, Diagnostics> {
        let Period::Month { year, month } = *period else {
            return Err(Diagnostic::new(
                Code::MissingKey,
                "which month? the average one was not billed",
            )
            .help("--month 2026-07")
            .into());
        };
        let name = period.to_string();
        let (hours, _) = period.hours();
        let from = actuals::hour_of(&format!("{name}-01")).unwrap_or(0);
        let (last_year, last) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
        let to = from.saturating_add_unsigned(hours);
        Ok(Month { name, from, to, before: format!("{last_year:04}-{last:02}") })
    }
}

/// The bill in USD, and what its rate adds against the rate of the file.
pub(super) fn in_usd(
    actual: Actual,
    rate: Option<&str>,
    stated: Option<&ExchangeRate>,
) -> Result<(Actual, Number), Diagnostics> {
    let none = Number::ZERO;
    if &*actual.currency == "USD" {
        return Ok((actual, none));
    }
    let currency = std::sync::Arc::clone(&actual.currency);
    let planned = stated.filter(|fx| fx.currency == currency).map(|fx| fx.rate);
    let billed = rate.map(|text| {
        Number::parse(text)
            .filter(|rate| *rate > Number::ZERO)
            .ok_or_else(|| Diagnostic::new(Code::BadBilling, format!("--rate {text}: not a rate")))
    });
    let billed = billed.transpose()?.or(planned).ok_or_else(|| {
        Diagnostic::new(Code::BadBilling, format!("the bill is in {currency} and has no rate"))
            .help("--rate 155.00, the rate of the invoice: kanjo invents no exchange rate")
    })?;
    let too_large =
        || Diagnostics::from(Diagnostic::new(Code::Overflow, "a sum does not fit 28 digits"));
    let usd = |number: Number| number.over(billed).map(|n| n.round(12));
    let mut lines = actual.lines.clone();
    for line in &mut lines {
        line.list = line.list.and_then(usd);
        line.billed = usd(line.billed).ok_or_else(too_large)?;
        line.effective = usd(line.effective).ok_or_else(too_large)?;
    }
    let total = actual.billed().ok_or_else(too_large)?;
    let own = sum(lines.iter().map(|l| l.billed)).ok_or_else(too_large)?;
    let against = planned.and_then(|rate| total.over(rate)?.round(12).minus(own)).unwrap_or(none);
    // Under one and the same rate nothing but division is left.
    let against = if planned == Some(billed) { none } else { against };
    Ok((Actual { lines, currency: "USD".into(), ..actual }, against))
}
