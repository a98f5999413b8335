//! One question a line: what does this schedule ask for at this instant?
//!
//! JSON in, JSON out, so that any program can ask and any grammar be compared:
//! kanjo's own, Cloud Custodian's tags, Instance Scheduler's periods. What a
//! line says apart from its id is looked up first: a hundred thousand resources
//! share a few hundred schedules.

mod c7n;
mod fields;
mod native;
mod scheduler;

use crate::calendar::Desired;
use fields::Text;
use foldhash::{HashMap, HashMapExt};
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::rc::Rc;

pub(super) use scheduler::period;

/// A line of input. Values that depend on the grammar stay text here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    at: Option<Text<'a>>,
    /// What a clock shows, in the zone of the schedule.
    #[serde(borrow, default)]
    local: Option<Text<'a>>,
    #[serde(borrow, default)]
    timezone: Option<Text<'a>>,
    #[serde(borrow, default)]
    grammar: Option<Text<'a>>,
    #[serde(borrow, default)]
    schedule: Option<&'a RawValue>,
    #[serde(borrow, default)]
    options: Option<&'a RawValue>,
    #[serde(borrow, default)]
    state: Option<&'a RawValue>,
    #[serde(borrow, default)]
    tags: Option<&'a RawValue>,
}

/// What is known of the resource.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    running: Option<bool>,
    /// What Instance Scheduler stored.
    stored: Option<String>,
    /// Its maintenance windows, in UTC: schedules, each a list of periods.
    #[serde(default)]
    maintenance: Vec<serde_json::Value>,
}

/// A line as a grammar reads it.
pub(super) struct Question<'a> {
    when: When,
    zone: Option<&'a str>,
    schedule: Option<&'a RawValue>,
    options: Option<&'a RawValue>,
    tags: Option<&'a RawValue>,
    known: Known,
}

/// The moment that is asked for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum When {
    At(Timestamp),
    Local(DateTime),
}

/// What should be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    Start,
    Stop,
    None,
}

#[derive(Clone)]
pub(super) struct Answer {
    desired: Desired,
    act: Act,
    reason: String,
    next: Option<(Timestamp, Desired)>,
    /// The peer's own word.
    compat: Option<&'static str>,
}

#[derive(Serialize)]
struct Next<'a> {
    at: String,
    desired: &'a str,
}

#[derive(Serialize)]
struct Output<'a> {
    desired: &'a str,
    action: Act,
    reason: &'a str,
    next: Option<Next<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compat: Option<&'static str>,
}

/// How many answers are kept at once. More is a sign that lines do not repeat.
const KEPT: usize = 100_000;

/// Answers lines, and remembers what it read.
pub struct Evaluator {
    /// For lines that name no time.
    now: Timestamp,
    /// The last time that a line named: most lines name the same.
    last: Option<(String, Timestamp)>,
    c7n: c7n::Cache,
    /// All of a line but its id, and all of its answer but that.
    answers: HashMap<String, Rc<str>>,
    key: String,
}

impl Evaluator {
    pub fn new(now: Timestamp) -> Evaluator {
        let (c7n, answers) = (c7n::Cache::default(), HashMap::new());
        Evaluator { now, last: None, c7n, answers, key: String::new() }
    }

    /// Answers one line, on `out` with its line end. Returns whether the line
    /// could be answered; a bad one gets `{"id", "error"}`.
    pub fn line(&mut self, text: &str, out: &mut String) -> bool {
        let line: Line<'_> = match serde_json::from_str(text) {
            Ok(line) => line,
            Err(error) => {
                failed(None, &format!("the line is not a question: {error}"), out);
                return false;
            }
        };
        match self.known(&line) {
            Ok(tail) => {
                begin(line.id, out);
                out.push_str(&tail);
                true
            }
            Err(why) => {
                failed(line.id, &why, out);
                false
            }
        }
    }

    /// The answer without its id, from what is known if it is.
    fn known(&mut self, line: &Line<'_>) -> Result<Rc<str>, String> {
        // Tags hold names and so do not repeat; c7n keeps what it read of them.
        if line.tags.is_some() {
            return self.answer(line);
        }
        self.key.clear();
        for part in [&line.at, &line.local, &line.timezone, &line.grammar] {
            self.key.push_str(text(part).unwrap_or(""));
            self.key.push('\n');
        }
        for part in [line.schedule, line.options, line.state] {
            self.key.push_str(part.map_or("", RawValue::get));
            self.key.push('\n');
        }
        if let Some(known) = self.answers.get(&self.key) {
            return Ok(Rc::clone(known));
        }
        let tail = self.answer(line)?;
        if self.answers.len() >= KEPT {
            self.answers.clear();
        }
        self.answers.insert(self.key.clone(), Rc::clone(&tail));
        Ok(tail)
    }

    /// The instant that a text names.
    fn at(&mut self, text: &str) -> Result<Timestamp, String> {
        match &self.last {
            Some((last, at)) if last == text => Ok(*at),
            _ => {
                let at = text.parse().map_err(|_| {
                    format!("`at`: `{text}` is not a time such as 2026-01-14T19:05:00Z")
                })?;
                self.last = Some((text.to_owned(), at));
                Ok(at)
            }
        }
    }

    fn answer(&mut self, line: &Line<'_>) -> Result<Rc<str>, String> {
        let when = match (text(&line.at), text(&line.local)) {
            (Some(_), Some(_)) => return Err("`at` and `local` are two times".to_owned()),
            (Some(at), None) => When::At(self.at(at)?),
            (None, Some(local)) => {
                let shape =
                    |_| format!("`local`: `{local}` is not a time such as 2026-01-14T19:05");
                When::Local(local.parse().map_err(shape)?)
            }
            (None, None) => When::At(self.now),
        };
        let known = match line.state {
            Some(state) => fields::read(state, "state")?,
            None => Known::default(),
        };
        let question = Question {
            when,
            zone: text(&line.timezone).filter(|zone| !zone.is_empty()),
            schedule: line.schedule.filter(|schedule| schedule.get() != "null"),
            options: line.options.filter(|options| options.get() != "null"),
            tags: line.tags.filter(|tags| tags.get() != "null"),
            known,
        };
        match text(&line.grammar).unwrap_or("kanjo") {
            "kanjo" => native::answer(&question).map(|answer| tail(&answer).into()),
            "c7n" => self.c7n.answer(&question),
            "instance-scheduler" => scheduler::answer(&question).map(|answer| tail(&answer).into()),
            other => {
                Err(format!("there is no grammar `{other}`: kanjo, c7n or instance-scheduler"))
            }
        }
    }
}

/// The act that brings a resource where it should be; with an unknown state the
/// one that would.
pub fn act(desired: Desired, running: Option<bool>) -> Act {
    match (desired, running) {
        (Desired::On, None | Some(false)) => Act::Start,
        (Desired::Off, None | Some(true)) => Act::Stop,
        _ => Act::None,
    }
}

fn text<'a>(text: &'a Option<Text<'_>>) -> Option<&'a str> {
    text.as_ref().map(|text| &*text.0)
}

fn begin(id: Option<&RawValue>, out: &mut String) {
    out.push_str("{\"id\":");
    out.push_str(id.map_or("null", RawValue::get));
}

fn word(desired: Desired) -> &'static str {
    match desired {
        Desired::On => "on",
        Desired::Off => "off",
        Desired::Leave => "leave",
    }
}

fn tail(answer: &Answer) -> String {
    let output = Output {
        desired: word(answer.desired),
        action: answer.act,
        reason: &answer.reason,
        next: answer.next.map(|(at, desired)| Next { at: at.to_string(), desired: word(desired) }),
        compat: answer.compat,
    };
    let json = serde_json::to_string(&output).unwrap_or_default();
    format!(",{}\n", json.strip_prefix('{').unwrap_or("}"))
}

fn failed(id: Option<&RawValue>, why: &str, out: &mut String) {
    begin(id, out);
    let why = serde_json::to_string(why).unwrap_or_default();
    out.push_str(&format!(",\"error\":{why}}}\n"));
}

#[cfg(test)]
mod tests;
