//! `kanjo offhours override`: keep something up for a while.

use crate::cli::Outcome;
use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::machine::{Hold, Record};
use crate::store::{Entry, Moment, Put};
use crate::text::{Lang, RecordWord as Word};
use clap::Args;
use jiff::{SignedDuration, Timestamp};

/// The longest override: who needs more edits the policy, and is seen doing so.
const LONGEST: SignedDuration = SignedDuration::from_hours(72);

#[derive(Debug, Args)]
pub struct OverrideArgs {
    /// The resource, by its id
    pub resource: String,
    /// For how long: 90m, 3h, at most 72h; 0m ends it
    #[arg(long = "for", value_name = "TIME")]
    pub time: String,
    /// Why; it stands in the ledger
    #[arg(long, value_name = "TEXT")]
    pub why: String,
    /// Who; it stands in the ledger
    #[arg(long, value_name = "NAME")]
    pub who: String,
    #[command(flatten)]
    pub place: super::state::StateArgs,
    /// Language of what a person reads: en or ja
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = ["en", "ja"])]
    pub lang: String,
}

pub fn run(args: &OverrideArgs, now: Timestamp) -> Result<Outcome, Outcome> {
    let store = args.place.open()?;
    let until = now + length(&args.time)?;
    let hold = Hold { until, who: args.who.clone(), why: args.why.clone() };
    // A tick may write at the same time; then the new record is read and held.
    for _ in 0..10 {
        let before = store.get(&args.resource)?;
        let record = Record {
            held: Some(hold.clone()),
            generation: before.generation + 1,
            ..before.clone()
        };
        let entry = Entry {
            schema: 1,
            at: now,
            resource: args.resource.clone(),
            generation: record.generation,
            moment: Moment::Asked,
            action: None,
            who: args.who.clone(),
            why: args.why.clone(),
            saved: record.saved.clone(),
            seen: record.state.name().to_owned(),
            notes: Vec::new(),
        };
        if store.put(&args.resource, &record, before.generation)? == Put::Written {
            store.append(&entry)?;
            let lang = Lang::parse(&args.lang).unwrap_or_default();
            let mut text = Word::HeldUntil.with(lang, &[&args.resource, &until.to_string()]);
            text.push('\n');
            return Ok(Outcome::Done { text, unmet: Vec::new() });
        }
    }
    let message = format!("{}: its record is being written all the time", args.resource);
    Err(Diagnostic::new(Code::FileMissing, message).help("try again").into())
}

fn length(text: &str) -> Result<SignedDuration, Diagnostic> {
    let wrong = |message: String| {
        Diagnostic::new(Code::BadSchedule, message).help("write 90m or 3h, at most 72h")
    };
    let length: SignedDuration = text.parse().map_err(|e| wrong(format!("--for {text}: {e}")))?;
    if length.is_negative() || length > LONGEST {
        return Err(wrong(format!("--for {text} is not between 0 and 72 hours")));
    }
    Ok(length)
}
