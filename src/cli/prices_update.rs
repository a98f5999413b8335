//! `kanjo prices update`: the AWS Price List into the user's cache.
#![allow(clippy::disallowed_methods, reason = "an edge room: the terminal is asked here")]

use crate::cli::Outcome;
use crate::cli::args::PricesFormat;
use crate::cli::books::{book, cache};
use crate::cli::generated::all_kinds;
use crate::diagnostic::{Code, Diagnostic, Sources, nearest};
use crate::price_update::{Collected, Filter, Wanted, merge, offer_files, read_offer_file};
use crate::prices::Book;
use crate::report::{self, Style};
use crate::source;
use crate::text::Lang;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct PricesUpdateArgs {
    /// Offer files that are here already, CSV or JSON, gzip or not: needs no network
    #[arg(long, value_name = "PATH")]
    pub from: Option<PathBuf>,
    /// Only this region; may be given more than once
    #[arg(long, value_name = "CODE")]
    pub region: Vec<String>,
    /// Only this service, such as AmazonEC2; may be given more than once
    #[arg(long, value_name = "CODE")]
    pub service: Vec<String>,
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
    let wanted = Wanted::new(&all_kinds(sources)?, &old, &filter)?;
    if wanted.slots.is_empty() {
        let message = format!("no kind uses the service {}", args.service.join(", "));
        let all = Wanted::new(&all_kinds(sources)?, &old, &Filter::default())?;
        let first = args.service.first().map_or("", String::as_str);
        let near = nearest(first, all.services()).map(str::to_owned);
        return Err(Diagnostic::new(Code::UnknownChoice, message)
            .help_if(near.map(|n| format!("did you mean `{n}`?")))
            .into());
    }
    let mut collected = Collected::new(&wanted);
    let read = match &args.from {
        Some(path) => from_disk(path, args, &mut collected)?,
        None => from_network(args, &cache, &wanted, &mut collected)?,
    };
    let (taken, refused) = collected.finish();
    if args.from.is_some() && taken.is_empty() && refused.is_empty() {
        let message = format!("{} rows, and no meter of the catalogue uses one", collected.seen);
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
        rows: collected.seen,
        place: (!args.dry_run).then_some(&*place),
    };
    let style = Style { lang: Lang::parse(&args.lang).unwrap_or_default(), ..Style::default() };
    let text = match args.format {
        PricesFormat::Json => report::prices_update_json(&view),
        PricesFormat::Table => report::prices_update_table(&view, &style),
    };
    Ok(Outcome::Done { text, unmet: Vec::new() })
}

fn from_disk(
    path: &Path,
    args: &PricesUpdateArgs,
    collected: &mut Collected<'_>,
) -> Result<Read, Outcome> {
    // With one region named, a row that names none is of it.
    let region = match &args.region[..] {
        [one] => one.as_str(),
        _ => "",
    };
    let files = offer_files(path)?;
    for file in &files {
        read_offer_file(file, region, collected)?;
    }
    Ok(Read { offers: files.len(), notes: Vec::new() })
}

#[cfg(feature = "aws")]
fn from_network(
    args: &PricesUpdateArgs,
    cache: &Path,
    wanted: &Wanted,
    collected: &mut Collected<'_>,
) -> Result<Read, Outcome> {
    use crate::price_update::{Remote, Report};
    use std::io::{IsTerminal, Write};
    let terminal = std::io::stderr().is_terminal();
    let report: Report = Box::new(move |what, done, all| {
        if terminal {
            let mega = |bytes: u64| bytes / 1_000_000;
            let of = all.map_or_else(String::new, |all| format!(" of {}", mega(all)));
            let _ = write!(std::io::stderr(), "\r\u{1b}[2K{what} {}{of} MB", mega(done));
            if what.is_empty() {
                let _ = write!(std::io::stderr(), "\r\u{1b}[2K");
            }
        }
    });
    let mut remote = Remote::new(&args.endpoint, cache, args.dry_run, report)?;
    let offers = remote.read(wanted, collected)?;
    Ok(Read { offers, notes: remote.notes() })
}

#[cfg(not(feature = "aws"))]
fn from_network(
    _: &PricesUpdateArgs,
    _: &Path,
    _: &Wanted,
    _: &mut Collected<'_>,
) -> Result<Read, Outcome> {
    Err(Diagnostic::new(Code::NotInBuild, "this build of kanjo does not fetch prices")
        .help("cargo install kanjo --features aws; or --from FILE with offers that are here")
        .into())
}
