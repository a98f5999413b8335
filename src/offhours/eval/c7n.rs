//! A line in Cloud Custodian's grammar.
//!
//! `options` are the keys of a c7n policy; `type` asks one filter alone, as a
//! policy does, and without it both are asked. The tag is the line's `schedule`,
//! or the one of its `tags` that the policy names.

use super::fields::{self, Text};
use super::{Act, Answer, Question, When, tail};
use crate::calendar::Desired;
use crate::calendar::compat::c7n::{Edges, Filter, Meaning, Settings};
use foldhash::{HashMap, HashMapExt};
use jiff::Timestamp;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt::{self, Formatter};
use std::rc::Rc;

const OPTIONS: [&str; 12] = [
    "type",
    "filter",
    "default_tz",
    "offhour",
    "onhour",
    "tag",
    "weekends",
    "weekends-only",
    "opt-out",
    "skip-days",
    "fallback-schedule",
    "op",
];

/// A policy and the tags that were read under it.
struct Policy {
    settings: Settings,
    only: Option<Filter>,
    untagged: Read,
    tags: HashMap<String, Read>,
}

/// What a tag means, and the last answer that it gave, as it is printed.
struct Read {
    meaning: Meaning,
    last: Option<(When, Rc<str>)>,
}

impl Read {
    fn new(settings: &Settings, value: Option<&str>) -> Read {
        Read { meaning: settings.meaning(value), last: None }
    }
}

/// Policies by their text.
#[derive(Default)]
pub(super) struct Cache {
    policies: HashMap<String, Policy>,
}

/// How many policies are kept, and tags of one.
const KEPT: usize = 50_000;

impl Cache {
    /// All of the answer but the id.
    pub(super) fn answer(&mut self, question: &Question<'_>) -> Result<Rc<str>, String> {
        let options = question.options.map_or("{}", |options| options.get());
        if self.policies.len() >= KEPT {
            self.policies.clear();
        }
        let policy = match self.policies.get_mut(options) {
            Some(policy) => policy,
            None => self.policies.entry(options.to_owned()).or_insert(policy(options)?),
        };
        if policy.tags.len() >= KEPT {
            policy.tags.clear();
        }
        let value = tag(question, &policy.settings)?;
        let read = match value {
            None => &mut policy.untagged,
            Some(value) => match policy.tags.get_mut(&*value) {
                Some(read) => read,
                None => {
                    let read = Read::new(&policy.settings, Some(&value));
                    policy.tags.entry(value.into_owned()).or_insert(read)
                }
            },
        };
        match &read.last {
            Some((when, answer)) if *when == question.when => Ok(Rc::clone(answer)),
            _ => {
                let answer = verdict(&read.meaning, &policy.settings, policy.only, question);
                let answer: Rc<str> = tail(&answer).into();
                read.last = Some((question.when, Rc::clone(&answer)));
                Ok(answer)
            }
        }
    }
}

fn policy(options: &str) -> Result<Policy, String> {
    let value: Value =
        serde_json::from_str(options).map_err(|error| format!("`options`: {error}"))?;
    let map = fields::map(value, "options", &OPTIONS)?;
    let own = Settings::default();
    let only = match fields::text(&map, "type")?.or(fields::text(&map, "filter")?).as_deref() {
        None => None,
        Some("offhour") => Some(Filter::Off),
        Some("onhour") => Some(Filter::On),
        Some(other) => return Err(format!("`type`: `{other}` is not offhour or onhour")),
    };
    let skip_days = match map.get("skip-days") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(days)) => days.iter().filter_map(Value::as_str).collect(),
        Some(_) => return Err("`skip-days` is a list of dates".to_owned()),
    };
    let settings = Settings {
        default_zone: fields::text(&map, "default_tz")?.unwrap_or(own.default_zone).to_lowercase(),
        off_hour: fields::hour(&map, "offhour", own.off_hour)?,
        on_hour: fields::hour(&map, "onhour", own.on_hour)?,
        tag: fields::text(&map, "tag")?.unwrap_or(own.tag).to_lowercase(),
        weekends: fields::switch(&map, "weekends", own.weekends)?,
        weekends_only: fields::switch(&map, "weekends-only", own.weekends_only)?,
        opt_out: fields::switch(&map, "opt-out", own.opt_out)?,
        skip_days: skip_days.into_iter().map(str::to_owned).collect(),
        fallback: fields::text(&map, "fallback-schedule")?,
    };
    let untagged = Read::new(&settings, None);
    Ok(Policy { settings, only, untagged, tags: HashMap::new() })
}

/// The value of the tag, if there is one.
fn tag<'a>(question: &Question<'a>, settings: &Settings) -> Result<Option<Cow<'a, str>>, String> {
    if let Some(schedule) = question.schedule {
        return fields::read::<Text<'a>>(schedule, "schedule").map(|text| Some(text.0));
    }
    let Some(tags) = question.tags else { return Ok(None) };
    let mut json = serde_json::Deserializer::from_str(tags.get());
    Named(&settings.tag).deserialize(&mut json).map_err(|error| format!("`tags`: {error}"))
}

/// Looks for one tag in an object of them, in any case, and makes no map of it.
struct Named<'s>(&'s str);

impl<'de> DeserializeSeed<'de> for Named<'_> {
    type Value = Option<Cow<'de, str>>;

    fn deserialize<D: Deserializer<'de>>(self, tags: D) -> Result<Self::Value, D::Error> {
        tags.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Named<'_> {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str("an object of tags")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some((Text(key), Text(value))) = map.next_entry::<Text<'de>, Text<'de>>()? {
            let named = match key.is_ascii() {
                true => key.eq_ignore_ascii_case(self.0),
                false => key.to_lowercase() == self.0,
            };
            // Of two that differ in case alone c7n takes the first.
            if named && found.is_none() {
                found = Some(value);
            }
        }
        Ok(found)
    }
}

fn verdict(
    meaning: &Meaning,
    settings: &Settings,
    only: Option<Filter>,
    question: &Question<'_>,
) -> Answer {
    let none = |reason: String| Answer {
        desired: Desired::Leave,
        act: Act::None,
        reason,
        next: None,
        compat: Some("none"),
    };
    let (off, on) = match meaning {
        Meaning::Untagged => return none(format!("there is no tag `{}`", settings.tag)),
        Meaning::OptedOut => return none("the tag is `off`: opted out".to_owned()),
        Meaning::Invalid(why) => return none(why.clone()),
        Meaning::Follows { off, on } => (off.as_ref(), on.as_ref()),
    };
    let asked = |filter| only.is_none_or(|only| only == filter);
    let off = off.filter(|_| asked(Filter::Off));
    let on = on.filter(|_| asked(Filter::On));
    let fires = |edges: &Edges| {
        let local = match question.when {
            When::At(at) => edges.local(at),
            When::Local(local) => local,
        };
        settings.fires(edges, local)
    };
    let (stops, starts) = (off.is_some_and(fires), on.is_some_and(fires));
    let (desired, act, compat) = match (stops, starts) {
        (true, false) => (Desired::Off, Act::Stop, "off"),
        (false, true) => (Desired::On, Act::Start, "on"),
        _ => (Desired::Leave, Act::None, "none"),
    };
    let reason = match (stops, starts) {
        (true, true) => "both hours are now".to_owned(),
        (true, false) => "it is the off hour".to_owned(),
        (false, true) => "it is the on hour".to_owned(),
        (false, false) => "it is neither hour".to_owned(),
    };
    let next = [(off, Desired::Off), (on, Desired::On)]
        .into_iter()
        .filter_map(|(edges, desired)| Some((next(edges?, question, settings)?, desired)))
        .min_by_key(|(at, _)| *at);
    Answer { desired, act, reason, next, compat: Some(compat) }
}

fn next(edges: &Edges, question: &Question<'_>, settings: &Settings) -> Option<Timestamp> {
    let at = match question.when {
        When::At(at) => at,
        When::Local(local) => edges.zone().to_ambiguous_timestamp(local).compatible().ok()?,
    };
    edges.next(at, settings)
}
