//! `kanjo offhours status`: every record, with what is saved and why it waits.

use crate::cli::Outcome;
use crate::offhours::machine::{Moved, Record, Saved, State};
use crate::report::drift_lines;
use crate::text::{Lang, RecordWord as Word};
use clap::{Args, ValueEnum};
use serde_json::json;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StatusFormat {
    Table,
    Json,
}

#[derive(Debug, Args)]
pub struct StatusArgs {
    #[command(flatten)]
    pub place: super::state::StateArgs,
    #[arg(long, value_enum, default_value = "table")]
    pub format: StatusFormat,
    /// Language of what a person reads: en or ja
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = ["en", "ja"])]
    pub lang: String,
}

pub fn run(args: &StatusArgs) -> Result<Outcome, Outcome> {
    let all = args.place.open()?.all()?;
    let lang = Lang::parse(&args.lang).unwrap_or_default();
    let text = match args.format {
        StatusFormat::Table => table(&all, lang),
        StatusFormat::Json => as_json(&all),
    };
    Ok(Outcome::Done { text, unmet: Vec::new() })
}

/// First how many are in which state, then each that is not simply on.
fn table(all: &[(String, Record)], lang: Lang) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, record) in all {
        *counts.entry(record.state.name()).or_default() += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(name, n)| format!("{n} {name}")).collect();
    let counts = counts.join(", ");
    let mut text = match all.len() {
        1 => Word::OneRecord.with(lang, &[&counts]),
        several => Word::Records.with(lang, &[&several.to_string(), &counts]),
    };
    text.push('\n');
    for (id, record) in all.iter().filter(|(_, r)| is_shown(r)) {
        text.push_str(&format!("\n{id}\n  {}", record.state.name()));
        if let Some(since) = record.since {
            text.push_str(&format!(" {}", Word::Since.with(lang, &[&since.to_string()])));
        }
        if let Some(detail) = detail(&record.state) {
            text.push_str(&format!(": {detail}"));
        }
        if let Some(saved) = &record.saved {
            text.push_str(&format!("\n  {}", Word::Saved.with(lang, &[&amount(saved)])));
        }
        if let Some(Moved { from: Some(from), to, .. }) = &record.window {
            text.push_str(&format!("\n  {}", Word::WindowMoved.with(lang, &[from, to])));
        }
        for line in record.drift.iter().flat_map(|drift| drift_lines(drift, lang)) {
            text.push_str(&format!("\n  {line}"));
        }
        if let Some(hold) = &record.held {
            let until = hold.until.to_string();
            text.push_str(&format!(
                "\n  {}",
                Word::HeldBy.with(lang, &[&hold.who, &until, &hold.why])
            ));
        }
        text.push('\n');
    }
    text
}

/// Whether there is more to say of it than that it is on.
fn is_shown(record: &Record) -> bool {
    record.state != State::On || record.held.is_some() || record.drift.is_some()
}

fn detail(state: &State) -> Option<String> {
    match state {
        State::Blocked { why } | State::Draining { why } => {
            let why = serde_json::to_value(why).ok()?;
            let code = why.get("code")?.as_str()?.to_owned();
            Some(match why.get("detail") {
                Some(serde_json::Value::String(detail)) => format!("{code} ({detail})"),
                Some(detail) => format!("{code} ({detail})"),
                None => code,
            })
        }
        State::Failed { tries, error, .. } => Some(format!("{tries} x {error}")),
        _ => None,
    }
}

fn amount(saved: &Saved) -> String {
    match saved {
        Saved::Service { desired, bounds: None } => format!("{desired}"),
        Saved::Service { desired, bounds: Some(b) } => format!("{desired} ({}-{})", b.min, b.max),
        Saved::Group { min, max, desired, .. } => format!("{desired} ({min}-{max})"),
        Saved::Alarms { names } => format!("{} alarms", names.len()),
        Saved::ErrorResponses { .. } | Saved::Page { .. } => "no page".to_owned(),
        Saved::Running => "on".to_owned(),
    }
}

fn as_json(all: &[(String, Record)]) -> String {
    let records: Vec<_> =
        all.iter().map(|(id, record)| json!({"resource": id, "record": record})).collect();
    let mut text = json!({"schema": 1, "records": records}).to_string();
    text.push('\n');
    text
}
