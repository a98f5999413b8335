//! `kanjo prices update`: the AWS Price List, and what vendors bill, into the
//! user's cache.
#![allow(clippy::disallowed_methods, reason = "an edge room: the terminal is asked here")]

use crate::cli::Outcome;
use crate::cli::args::PricesFormat;
use crate::cli::books::{book, cache};
use crate::cli::generated::all_kinds;
use crate::diagnostic::{Code, Diagnostic, Sources, nearest};
use crate::price_update::{
    Collected, Filter, Imported, Stated, Vendors, Wanted, import, merge, offer_files,
    read_offer_file,
};
use crate::prices::Book;
use crate::report::{self, Style};
use crate::source;
use crate::text::Lang;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Whom prices are asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Via {
    /// The offer files of AWS: no account and no key
    Bulk,
    /// AWS's Query API (GetProducts), with the credentials of AWS_PROFILE
    Query,
    /// Datadog's list prices, with DD_API_KEY and DD_APP_KEY; DD_SITE names the site
    Datadog,
}

#[derive(Debug, Args)]
pub struct PricesUpdateArgs {
    /// Files that are here already, no network: offers of AWS (CSV or JSON, gzip or not), an
    /// invoice of Atlas or Datadog, a FOCUS export, Sentry's plan table
    #[arg(long, value_name = "PATH")]
    pub from: Option<PathBuf>,
    /// Whom to ask
    #[arg(long, value_enum, default_value = "bulk", conflicts_with = "from")]
    pub via: Via,
    /// The date of a vendor's prices that have none: 2026-11-20
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Only this region; may be given more than once
    #[arg(long, value_name = "CODE")]
    pub region: Vec<String>,
    /// Only this service, such as AmazonEC2; may be given more than once
    #[arg(long, value_name = "CODE")]
    pub service: Vec<String>,
    /// Savings Plan rates and reservations of every instance type too: many, so name a region
    #[arg(long)]
    pub commitments: bool,
    /// Another server with the same files
    #[arg(
        long,
        value_name = "URL",
        default_value = "https://pricing.us-east-1.amazonaws.com",
        conflicts_with = "from"
    )]
    pub endpoint: String,
    /// Say what would change and write nothing
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long, value_enum, default_value = "table")]
    pub format: PricesFormat,
    /// Language of what a person reads: en or ja
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = ["en", "ja"])]
    pub lang: String,
}

/// What was read, from wherever.
struct Read {
    offers: usize,
    /// Files that stand beside the prices.
    notes: Vec<(&'static str, String)>,
    vendor: Imported,
}

pub fn run(args: &PricesUpdateArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let Some(cache) = cache() else {
        return Err(Diagnostic::new(Code::FileMissing, "there is no cache folder")
            .help("set HOME, or XDG_CACHE_HOME")
            .into());
    };
    // A dry run writes nothing and waits for nobody.
    let lock = if args.dry_run { None } else { Some(source::lock_cache(&cache)?) };
    // A damaged cache is no base; the embedded book always is.
    let old = book(None).unwrap_or_else(|_| Book::embedded());
    let filter = Filter { services: args.service.clone(), regions: args.region.clone() };
    let kinds = all_kinds(sources)?;
    let wanted = Wanted::new(&kinds, &old, &filter)?;
    if wanted.is_empty() {
        let message = format!("no kind uses the service {}", args.service.join(", "));
        let all = Wanted::new(&kinds, &old, &Filter::default())?;
        let first = args.service.first().map_or("", String::as_str);
        let near = nearest(first, all.services()).map(str::to_owned);
        return Err(Diagnostic::new(Code::UnknownChoice, message)
            .help_if(near.map(|n| format!("did you mean `{n}`?")))
            .into());
    }
    let mut collected = Collected::new(&wanted);
    collected.commitments = args.commitments;
    let vendors = Vendors::new(&kinds, &old);
    let mut read = match &args.from {
        Some(path) => from_disk(path, args, &mut collected, &vendors)?,
        None => from_network(args, &cache, &wanted, &mut collected, &vendors)?,
    };
    let (mut taken, mut refused) = collected.finish();
    let rows = collected.seen + read.vendor.rows;
    taken.append(&mut read.vendor.taken);
    refused.append(&mut read.vendor.refused);
    if args.from.is_some() && taken.is_empty() && refused.is_empty() {
        let message = format!("{rows} rows, and no meter of the catalogue uses one");
        return Err(Diagnostic::new(Code::BadOffer, message)
            .help("a file for one region whose rows do not name it needs --region CODE")
            .into());
    }
    let merged = merge(&old, &wanted, &taken)?;
    if let Some(lock) = &lock
        && read.offers > 0
    {
        let sha256 = &merged.book.identity.sha256;
        source::publish_book(lock, &cache, sha256, &merged.files, &read.notes)?;
    }
    let place = cache.display().to_string();
    let refused: Vec<(String, String)> = refused.into_iter().map(|r| (r.key, r.why)).collect();
    let view = report::PriceUpdate {
        before: &old.identity,
        after: &merged.book.identity,
        changes: &merged.changes,
        read: taken.len(),
        confirmed: merged.confirmed,
        refused: &refused,
        offers: read.offers,
        rows,
        place: (!args.dry_run).then_some(&*place),
    };
    let style = Style { lang: Lang::parse(&args.lang).unwrap_or_default(), ..Style::default() };
    let text = match args.format {
        PricesFormat::Json => report::prices_update_json(&view),
        PricesFormat::Table => report::prices_update_table(&view, &style),
    };
    Ok(Outcome::Done { text, unmet: Vec::new() })
}

/// With one region named, what names none is of it.
fn stated(args: &PricesUpdateArgs) -> Stated<'_> {
    let region = match &args.region[..] {
        [one] => one.as_str(),
        _ => "",
    };
    Stated { region, date: args.date.as_deref().unwrap_or("") }
}

fn from_disk(
    path: &Path,
    args: &PricesUpdateArgs,
    collected: &mut Collected<'_>,
    vendors: &Vendors<'_>,
) -> Result<Read, Outcome> {
    let stated = stated(args);
    let files = offer_files(path)?;
    let mut vendor = Imported::default();
    for file in &files {
        match import(file, &stated, vendors)? {
            Some(mut found) => {
                vendor.rows += found.rows;
                vendor.taken.append(&mut found.taken);
                vendor.refused.append(&mut found.refused);
            }
            None => {
                read_offer_file(file, stated.region, collected)?;
            }
        }
    }
    Ok(Read { offers: files.len(), notes: Vec::new(), vendor })
}

#[cfg(feature = "aws")]
fn from_network(
    args: &PricesUpdateArgs,
    cache: &Path,
    wanted: &Wanted,
    collected: &mut Collected<'_>,
    vendors: &Vendors<'_>,
) -> Result<Read, Outcome> {
    use crate::price_update::{Query, Remote};
    let vendor = Imported::default();
    match args.via {
        Via::Bulk => {
            let mut remote = Remote::new(&args.endpoint, cache, args.dry_run, progress())?;
            let offers = remote.read(wanted, collected)?;
            Ok(Read { offers, notes: remote.notes(), vendor })
        }
        Via::Query => {
            let offers = Query::new(progress())?.read(wanted, vendors.book(), collected)?;
            Ok(Read { offers, notes: Vec::new(), vendor })
        }
        Via::Datadog => {
            let vendor = of_datadog(args, vendors)?;
            Ok(Read { offers: 1, notes: Vec::new(), vendor })
        }
    }
}

/// Asks Datadog with the keys of the environment.
#[cfg(feature = "aws")]
fn of_datadog(args: &PricesUpdateArgs, vendors: &Vendors<'_>) -> Result<Imported, Outcome> {
    use crate::price_update::{Datadog, DatadogKeys};
    let key = |name: &str| {
        std::env::var(name).ok().filter(|key| !key.is_empty()).ok_or_else(|| {
            Diagnostic::new(Code::Credentials, format!("{name} is not set"))
                .help("DD_API_KEY and DD_APP_KEY of Datadog, with usage_read or billing_read")
        })
    };
    let keys = DatadogKeys { api: key("DD_API_KEY")?, application: key("DD_APP_KEY")? };
    let site = std::env::var("DD_SITE").ok().filter(|site| !site.is_empty());
    // The answer is of the day on which it is asked.
    let today = crate::cli::books::today().to_string();
    let stated = Stated { region: "", date: args.date.as_deref().unwrap_or(&today) };
    let datadog = Datadog::new(site.as_deref().unwrap_or("datadoghq.com"))?;
    Ok(datadog.read(&keys, &stated, vendors)?)
}

/// How far it is, for whoever watches the meter.
#[cfg(feature = "aws")]
fn progress() -> crate::price_update::Report {
    Box::new(|_, done, all| source::meter(done, all.unwrap_or(0)))
}

#[cfg(not(feature = "aws"))]
fn from_network(
    _: &PricesUpdateArgs,
    _: &Path,
    _: &Wanted,
    _: &mut Collected<'_>,
    _: &Vendors<'_>,
) -> Result<Read, Outcome> {
    Err(Diagnostic::new(Code::NotInBuild, "this build of kanjo does not fetch prices")
        .help("cargo install kanjo --features aws; or --from FILE with offers that are here")
        .into())
}
