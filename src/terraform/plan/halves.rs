//! A large plan, read on two threads.
//!
//! Half of it is what is planned, the other half what changes, and serde reads from
//! the front. So a second thread reads the changes from where they seem to begin. The
//! first goes through the plan key by key, and takes them if it comes to that very
//! place; so what is read is what one thread reads. A plan in which anything is wrong
//! is none here: it is read once more in one piece, which says what.

use crate::terraform::plan::json::{Change, Plan};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Deserializer;
use std::borrow::Cow;
use std::thread;

/// A smaller plan is read sooner than a thread begins.
const LEAST: usize = 1024 * 1024;

const CHANGES: &str = "\"resource_changes\":";

/// The plan, if all of it is plain.
pub fn plan(json: &str) -> Option<Plan<'_>> {
    let changes = memchr::memmem::find(json.as_bytes(), CHANGES.as_bytes());
    let guess = changes.filter(|_| json.len() >= LEAST)? + CHANGES.len();
    thread::scope(|scope| {
        let changes = thread::Builder::new().spawn_scoped(scope, move || {
            let rest = json.get(guess..)?;
            one::<Vec<Change<'_>>>(rest)
        });
        let mut top = Top { json, at: 0 };
        let mut plan = Plan::default();
        let mut changes = changes.ok();
        let mut keys: Vec<Cow<'_, str>> = Vec::new();
        top.pass(b'{')?;
        while !top.is_next(b'}') {
            if !keys.is_empty() {
                top.pass(b',')?;
            }
            let key: Cow<'_, str> = top.value()?;
            if keys.contains(&key) {
                return None;
            }
            top.pass(b':')?;
            match &*key {
                "format_version" => plan.format_version = top.value()?,
                "planned_values" => plan.planned_values = top.value()?,
                "values" => plan.values = top.value()?,
                "prior_state" => plan.prior_state = top.value()?,
                "configuration" => plan.configuration = top.value()?,
                "variables" => plan.variables = top.value()?,
                "resource_changes" if top.at == guess => {
                    let (found, length) = changes.take()?.join().ok()??;
                    plan.resource_changes = found;
                    top.at += length;
                }
                "resource_changes" => plan.resource_changes = top.value()?,
                _ => {
                    top.value::<IgnoredAny>()?;
                }
            }
            keys.push(key);
        }
        keys.iter().any(|key| key == "format_version").then_some(plan)
    })
}

/// A place in the outermost object.
struct Top<'a> {
    json: &'a str,
    at: usize,
}

impl<'a> Top<'a> {
    /// Whether that byte is next, behind white space.
    fn is_next(&mut self, byte: u8) -> bool {
        let rest = self.json.as_bytes().get(self.at..).unwrap_or(&[]);
        let space = |b: &u8| matches!(b, b' ' | b'\n' | b'\r' | b'\t');
        let next = rest.iter().position(|b| !space(b)).unwrap_or(rest.len());
        self.at += next;
        rest.get(next) == Some(&byte)
    }

    fn pass(&mut self, byte: u8) -> Option<()> {
        let found = self.is_next(byte);
        self.at += usize::from(found);
        found.then_some(())
    }

    fn value<T: Deserialize<'a>>(&mut self) -> Option<T> {
        let (value, length) = one(self.json.get(self.at..)?)?;
        self.at += length;
        Some(value)
    }
}

/// The value that a text begins with, and where it ends.
fn one<'a, T: Deserialize<'a>>(json: &'a str) -> Option<(T, usize)> {
    let mut stream = Deserializer::from_str(json).into_iter();
    let value = stream.next()?.ok()?;
    Some((value, stream.byte_offset()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(middle: &str) -> String {
        let filler = "x".repeat(LEAST);
        format!("{{\"format_version\":\"1.2\",\"other\":\"{filler}\",{middle}}}")
    }

    fn kinds(plan: &Plan<'_>) -> Vec<String> {
        plan.resource_changes.iter().map(|change| change.kind.to_string()).collect()
    }

    const CHANGE: &str = r#"{"address":"a.b","type":"a","change":{"actions":["create"]}}"#;

    #[test]
    fn a_plan_in_halves_is_the_plan() {
        let text = text(&format!("\"resource_changes\":[{CHANGE}] , \"variables\" : {{}}"));
        let whole: Plan<'_> = serde_json::from_str(&text).expect("a plan");
        let halves = plan(&text).expect("plain");
        assert_eq!((kinds(&halves), kinds(&whole)), (vec!["a".to_owned()], vec!["a".to_owned()]));
        assert_eq!(halves.format_version, "1.2");
    }

    #[test]
    fn changes_that_stand_deeper_are_not_those_of_the_plan() {
        let inner = format!("\"configuration\":{{\"resource_changes\":[{CHANGE}]}}");
        let text = text(&inner);
        assert!(kinds(&plan(&text).expect("plain")).is_empty());
    }

    #[test]
    fn what_is_wrong_is_left_to_the_one_who_says_it() {
        let good = text(&format!("\"resource_changes\":[{CHANGE}]"));
        let twice = text("\"resource_changes\":[],\"resource_changes\":[]");
        for bad in [&good[..good.len() - 1], &twice, &good.replace("\"a.b\",", "\"a.b\" ")] {
            assert!(plan(bad).is_none());
            assert!(serde_json::from_str::<Plan<'_>>(bad).is_err());
        }
    }
}
