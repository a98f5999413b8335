//! What a tick prints: first how much was done, then each resource that moved.

use super::notices::Told;
use super::tick::{Done, Outcome};
use crate::offhours::machine::Call;
use crate::report::changed_lines;
use crate::text::{Lang, RecordWord as Word};
use jiff::Timestamp;

/// What became of one tick, or of several in a row.
#[derive(Debug, Default)]
pub struct Ticked {
    pub at: Option<Timestamp>,
    pub outcomes: Vec<Outcome>,
    /// Services of accounts that could not be listed.
    pub unlisted: Vec<String>,
    pub notes: Vec<String>,
    /// What was said, and where.
    pub told: Vec<Told>,
}

impl Ticked {
    /// Takes a later tick of the same run; of each resource only what it did
    /// before stays.
    pub fn add(&mut self, later: Ticked) {
        self.outcomes.retain(|outcome| matches!(outcome.done, Done::Called(_)));
        self.at = self.at.or(later.at);
        self.outcomes.extend(later.outcomes);
        (self.unlisted, self.notes) = (later.unlisted, later.notes);
        self.told.extend(later.told);
    }

    pub fn failed(&self) -> usize {
        let failed = |o: &&Outcome| matches!(o.done, Done::Failed(_) | Done::NoState(_));
        let untold = self.told.iter().filter(|told| told.error.is_some()).count();
        self.outcomes.iter().filter(failed).count() + self.unlisted.len() + untold
    }
}

pub fn text(ticked: &Ticked, lang: Lang) -> String {
    let count = |is: fn(&Done) -> bool| ticked.outcomes.iter().filter(|o| is(&o.done)).count();
    let mut resources: Vec<&str> = ticked.outcomes.iter().map(|o| o.id.as_str()).collect();
    resources.sort_unstable();
    resources.dedup();
    let numbers = [
        ticked.at.map(|at| at.to_string()).unwrap_or_default(),
        resources.len().to_string(),
        count(|done| matches!(done, Done::Called(_))).to_string(),
        count(|done| matches!(done, Done::Waits(_) | Done::PutOff | Done::GaveWay)).to_string(),
        ticked.failed().to_string(),
    ];
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let mut text = Word::Ticked.with(lang, &numbers);
    text.push('\n');
    for outcome in &ticked.outcomes {
        let line = match &outcome.done {
            Done::Called(call) => called(call),
            Done::Failed(why) => format!("failed: {why}"),
            Done::NoState(why) => format!("failed: {}", why.message),
            Done::Waits(why) => why.clone(),
            Done::PutOff => "put off to the next tick".to_owned(),
            Done::GaveWay => "another tick was first".to_owned(),
            Done::Nothing if outcome.notes.is_empty() => continue,
            Done::Nothing => outcome.state.name().to_owned(),
        };
        text.push_str(&format!("  {}\n    {line}\n", outcome.id));
        for note in &outcome.notes {
            if let Some(lines) = changed_lines(note, lang) {
                lines.iter().for_each(|line| text.push_str(&format!("    {line}\n")));
                continue;
            }
            // A note is data: its code, and what it is about.
            let note = serde_json::to_string(note).unwrap_or_default();
            text.push_str(&format!("    {note}\n"));
        }
    }
    for told in &ticked.told {
        text.push_str(&format!("  {}\n", told.line(lang)));
    }
    for line in ticked.unlisted.iter().chain(&ticked.notes) {
        text.push_str(&format!("  {line}\n"));
    }
    text
}

fn called(call: &Call) -> String {
    match call {
        Call::SetCount { desired } => format!("count {desired}"),
        Call::SetBounds { bounds } => format!("bounds {}-{}", bounds.min, bounds.max),
        Call::SetGroup { min, desired, .. } => format!("minimum {min}, desired {desired}"),
        other => other.name().to_owned(),
    }
}
