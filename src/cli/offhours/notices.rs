//! What people are told of a tick, each thing once.
//!
//! What goes off, is off and is up again is told by the tick that wrote it into
//! the record, and of two ticks only one can. A problem changes no record, so a
//! mark is left in the store, one a day for each account, region, type and error;
//! whoever left it tells, and takes it back if nobody could be reached.

use super::tick::{Done, Outcome};
use crate::diagnostic::Diagnostic;
use crate::notify::Channel;
use crate::offhours::machine::Note;
use crate::offhours::{Target, Verdict};
use crate::quantity::Number;
use crate::report::{About, Notice, NoticeLine, changed_lines, worded};
use crate::store::Store;
use crate::text::{Lang, NoticeWord as Word};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// A tick as it was seen.
pub struct Seen<'a> {
    /// All targets, and the verdicts on them in the same order.
    pub targets: &'a [Target],
    pub verdicts: &'a [Verdict],
    pub outcomes: &'a [Outcome],
    pub unlisted: &'a [String],
    pub zone: &'a TimeZone,
    pub now: Timestamp,
    /// What an hour of being up costs, by id, where it is known.
    pub hourly: BTreeMap<String, Number>,
}

/// What was told, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub about: &'static str,
    pub channel: &'static str,
    pub resources: usize,
    /// Why nobody was reached.
    pub error: Option<String>,
}

impl Told {
    pub fn line(&self, lang: Lang) -> String {
        match &self.error {
            Some(error) => Word::NotToldOn.with(lang, &[self.channel, error]),
            None => Word::ToldOn.with(lang, &[self.channel, &self.resources.to_string()]),
        }
    }
}

pub fn channels(texts: &[String]) -> Result<Vec<Channel>, Diagnostic> {
    texts.iter().map(|text| Channel::parse(text)).collect()
}

/// Tells every channel what there is to tell.
pub fn tell(seen: &Seen<'_>, channels: &[Channel], store: &Store, lang: &str) -> Vec<Told> {
    if channels.is_empty() {
        return Vec::new();
    }
    let lang = Lang::parse(lang).unwrap_or_default();
    let send = |notice: &Notice| -> Vec<Told> {
        let words = worded(notice, seen.zone, lang);
        let one = |channel: &Channel| Told {
            about: notice.about.name(),
            channel: channel.name(),
            resources: notice.lines.len(),
            error: channel
                .send(&words.subject, &words.text)
                .err()
                .map(|failure| format!("{}: {}", failure.code, failure.message)),
        };
        channels.iter().map(one).collect()
    };
    let mut told: Vec<Told> = changes(seen, lang).iter().flat_map(send).collect();
    let mut marks = Vec::new();
    let mut lines = Vec::new();
    for (mark, own) in problems(seen) {
        // Without its state nothing can be told once; the exit status says it.
        if store.claim(&mark, &seen.now.to_string()).unwrap_or(false) {
            marks.push(mark);
            lines.extend(own);
        }
    }
    if !lines.is_empty() {
        let all = send(&Notice { about: About::Failed, lines });
        if all.iter().all(|told| told.error.is_some()) {
            marks.iter().for_each(|mark| drop(store.release(mark)));
        }
        told.extend(all);
    }
    told
}

/// Of what people want to know the price.
pub fn priced(outcomes: &[Outcome]) -> BTreeSet<&str> {
    let about =
        |o: &&Outcome| o.notes.iter().any(|note| matches!(note, Note::GoesOff(_) | Note::WentOff));
    outcomes.iter().filter(about).map(|outcome| outcome.id.as_str()).collect()
}

/// What goes off, by the time at which it does; what is off; what is up again;
/// what another hand changed.
fn changes(seen: &Seen<'_>, lang: Lang) -> Vec<Notice> {
    let mut goes: BTreeMap<(Timestamp, Option<Timestamp>), Vec<NoticeLine>> = BTreeMap::new();
    let (mut went, mut back, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    // Nobody waits to hear of a page or of alarms: what they go with is told.
    let along = |o: &&Outcome| seen.target(&o.id).is_some_and(Target::goes_along);
    for outcome in seen.outcomes.iter().filter(|o| !along(o)) {
        for note in &outcome.notes {
            match note {
                Note::GoesOff(at) => {
                    let key = (*at, seen.until(&outcome.id, *at));
                    goes.entry(key).or_default().push(seen.line(&outcome.id, None));
                }
                Note::WentOff => went.push(seen.line(&outcome.id, None)),
                Note::BackUp(_) => back.push(seen.line(&outcome.id, None)),
                other => {
                    let said = changed_lines(other, lang).map(|lines| lines.join("\n  "));
                    changed.extend(said.map(|said| seen.line(&outcome.id, Some(said))));
                }
            }
        }
    }
    let goes = goes
        .into_iter()
        .map(|((at, until), lines)| Notice { about: About::GoesOff(at, until), lines });
    let others = [(About::WentOff, went), (About::BackUp, back), (About::Changed, changed)];
    let others = others.into_iter().map(|(about, lines)| Notice { about, lines });
    goes.chain(others).filter(|notice| !notice.lines.is_empty()).collect()
}

/// Problems by the mark that is left for them.
fn problems(seen: &Seen<'_>) -> BTreeMap<String, Vec<NoticeLine>> {
    let day = seen.now.to_string().get(..10).unwrap_or_default().to_owned();
    let mut found: BTreeMap<String, Vec<NoticeLine>> = BTreeMap::new();
    for outcome in seen.outcomes {
        let error = match &outcome.done {
            Done::Failed(why) => Some(why.clone()),
            Done::NoState(error) => Some(error.message.clone()),
            _ => outcome.notes.iter().find_map(trouble),
        };
        let Some(error) = error else { continue };
        let code = error.split(':').next().unwrap_or_default();
        let place = seen.target(&outcome.id).map(place).unwrap_or_default();
        let kind = seen.target(&outcome.id).map_or("", |target| target.kind.as_str());
        let mark = format!("{day} {place} {kind} {code}");
        found.entry(mark).or_default().push(seen.line(&outcome.id, Some(error)));
    }
    for message in seen.unlisted {
        let line = NoticeLine {
            name: message.clone(),
            kind: "inventory".to_owned(),
            place: String::new(),
            hourly: None,
            error: None,
        };
        found.entry(format!("{day} {message}")).or_default().push(line);
    }
    found
}

/// A note that people have to act on.
fn trouble(note: &Note) -> Option<String> {
    match note {
        Note::SlowStart(seconds) => Some(format!("slow-start: not healthy after {seconds} s")),
        Note::LostResource => Some("gone: it was deleted while it was off".to_owned()),
        Note::Expired(at) => Some(format!("expired: the stop of {at} was missed")),
        _ => None,
    }
}

fn place(target: &Target) -> String {
    format!("{} {}", target.account.as_deref().unwrap_or("?"), target.region)
}

impl Seen<'_> {
    fn at(&self, id: &str) -> Option<usize> {
        self.targets.iter().position(|target| target.id == id)
    }

    fn target(&self, id: &str) -> Option<&Target> {
        self.targets.get(self.at(id)?)
    }

    /// When it comes back, if its schedule says so.
    fn until(&self, id: &str, at: Timestamp) -> Option<Timestamp> {
        let schedule = self.verdicts.get(self.at(id)?)?.schedule.as_ref()?;
        Some(schedule.desired(at).next?.0)
    }

    fn line(&self, id: &str, error: Option<String>) -> NoticeLine {
        let target = self.target(id);
        NoticeLine {
            name: target.map_or(id, |target| target.name.as_str()).to_owned(),
            kind: target.map(|target| target.kind.clone()).unwrap_or_default(),
            place: target.map(place).unwrap_or_default(),
            hourly: self.hourly.get(id).copied(),
            error,
        }
    }
}
