//! Scheduled scaling as capacity over time: `over_time(base, actions)`.
//!
//! An action fires by cron and leaves a capacity behind. In a week they come
//! round, so the capacity of every hour of the week follows: it is written as a
//! `base` with `during` windows, which is what a person would write. What does
//! not come every week has no place in it and is said.

use crate::calendar::{CronFields, firings};
use crate::diagnostic::Span;
use crate::expr::{Origin, Value};
use crate::quantity::Number;
use crate::terraform::mapping::calls::unresolved;
use crate::topology::tree::{Content, Entry, Node};
use std::collections::BTreeMap;
use std::sync::Arc;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const DAY: u64 = 24 * 60;
const WEEK: u64 = 7 * DAY;

/// One action, at every minute of the week at which it fires.
struct Action {
    minutes: Vec<u64>,
    /// Bounds that it sets, and the capacity if it says one.
    min: Option<Number>,
    max: Option<Number>,
    desired: Option<Number>,
}

impl Action {
    fn after(&self, before: Number) -> Number {
        let wanted = self.desired.unwrap_or(before);
        let raised = self.min.map_or(wanted, |min| wanted.max(min));
        self.max.map_or(raised, |max| raised.min(max))
    }
}

/// The base, or a map of `base`, `during` and `timezone`. What an action says
/// that no week can hold is told to `note`.
pub fn over_time(base: &Value, actions: &Value, note: &mut dyn FnMut(String)) -> Value {
    let Value::List(items) = actions else { return base.clone() };
    if items.is_empty() {
        return base.clone();
    }
    let mut read = Vec::new();
    let mut zone: Option<Arc<str>> = None;
    for item in items.iter() {
        let Value::Map(map) = item else { return unresolved("a scheduled action is not known") };
        if let Some(unknown) = map.values().find(|value| value.is_unknown() && !is_own(value)) {
            return unknown.clone();
        }
        let text = |key: &str| map.get(key).and_then(Value::to_text);
        let number = |key: &str| {
            let number = map.get(key).and_then(Value::to_number);
            number.filter(|number| !number.is_negative())
        };
        let cron = text("cron").unwrap_or_else(|| Arc::from(""));
        let Some(minutes) = weekly(&cron) else {
            note(format!("a scheduled action at `{cron}` is not counted: it is not weekly"));
            continue;
        };
        let own = text("zone").unwrap_or_else(|| Arc::from("UTC"));
        if zone.as_ref().is_some_and(|zone| *zone != own) {
            return unresolved("its scheduled actions are in several time zones");
        }
        zone = Some(own);
        let (min, max, desired) = (number("min"), number("max"), number("desired"));
        read.push(Action { minutes, min, max, desired });
    }
    let (Some(zone), Some(start)) = (zone, base.to_number()) else { return base.clone() };
    profile(start, &read, &zone)
}

/// Known after apply: in a plan this is a bound that nobody wrote.
fn is_own(value: &Value) -> bool {
    match value {
        Value::Unknown(origin) => matches!(**origin, Origin::Computed { .. }),
        _ => false,
    }
}

/// The minutes of the week of an AWS cron, which has six fields in `cron(…)`, or
/// of a plain one.
fn weekly(text: &str) -> Option<Vec<u64>> {
    let inner = text.strip_prefix("cron(").and_then(|rest| rest.strip_suffix(')'));
    let fields: Vec<&str> = inner.unwrap_or(text).split_ascii_whitespace().collect();
    let plain = match (inner, &fields[..]) {
        (None, [_, _, _, _, _]) => fields.join(" "),
        (Some(_), [minute, hour, day, month, weekday, year]) if matches!(*year, "*" | "?") => {
            // Its Sunday is 1, cron's is 0.
            let shifted = |c: char| match c.to_digit(10) {
                Some(day @ 1..=7) => char::from_digit(day - 1, 10).unwrap_or(c),
                _ => c,
            };
            let weekday: String = weekday.chars().map(shifted).collect();
            [minute, hour, day, month, weekday.as_str()].join(" ").replace('?', "*")
        }
        _ => return None,
    };
    CronFields::parse(&plain).ok().and_then(|fields| firings(&fields))
}

fn profile(start: Number, actions: &[Action], zone: &Arc<str>) -> Value {
    let mut events: Vec<(u64, &Action)> =
        actions.iter().flat_map(|a| a.minutes.iter().map(move |at| (*at, a))).collect();
    events.sort_by_key(|(at, _)| *at);
    // Twice round: what Monday begins with is what Sunday leaves behind.
    let mut now = events.iter().fold(start, |now, (_, action)| action.after(now));
    let mut stretches: Vec<(u64, u64, Number)> = Vec::new();
    let mut from = 0;
    for (at, action) in &events {
        stretches.push((from, *at, now));
        (from, now) = (*at, action.after(now));
    }
    stretches.push((from, WEEK, now));
    let mut time: BTreeMap<Number, u64> = BTreeMap::new();
    stretches.iter().for_each(|(from, to, value)| *time.entry(*value).or_default() += to - from);
    let most = time.iter().max_by_key(|(_, minutes)| **minutes).map_or(start, |(value, _)| *value);
    // The same hours of several days are one window.
    let mut windows: BTreeMap<(u64, u64, Number), Vec<&str>> = BTreeMap::new();
    for (from, to, value) in stretches.into_iter().filter(|(_, _, value)| *value != most) {
        for (day, name) in (0..).zip(DAYS) {
            let (open, close) = (from.max(day * DAY), to.min((day + 1) * DAY));
            if open < close {
                windows.entry((open - day * DAY, close - day * DAY, value)).or_default().push(name);
            }
        }
    }
    let clock = |minute: u64| format!("{:02}:{:02}", minute / 60, minute % 60);
    let during = windows.into_iter().map(|((open, close, value), days)| {
        let when = format!("{} {}-{}", days.join(","), clock(open), clock(close));
        Value::map([
            (Arc::from("when"), Value::text(when)),
            (Arc::from("value"), Value::Number(value)),
            (Arc::from("timezone"), Value::String(Arc::clone(zone))),
        ])
    });
    Value::map([
        (Arc::from("base"), Value::Number(most)),
        (Arc::from("during"), Value::list(during)),
    ])
}

/// A value at an input: a profile has the form that a person gives it.
pub fn node(value: Value, span: Span) -> Node {
    let Value::Map(map) = &value else { return Node::of(value, span) };
    let (Some(base), Some(Value::List(during))) = (map.get("base"), map.get("during")) else {
        return Node::of(value, span);
    };
    let entry = |key: &str, value: Node| Entry { key: Arc::from(key), key_span: span, value };
    let windows = during.iter().map(|window| {
        let Value::Map(window) = window else { return Node::of(window.clone(), span) };
        let entries = window.iter().map(|(key, value)| match value {
            Value::String(text) => entry(key, Node::scalar(text, span)),
            value => entry(key, Node::of(value.clone(), span)),
        });
        Node::map(entries.collect(), span)
    });
    let during = Node { span, content: Content::List(Arc::new(windows.collect())) };
    Node::map(vec![entry("base", Node::of(base.clone(), span)), entry("during", during)], span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::json;

    fn told(base: u64, actions: &str) -> (String, Vec<String>) {
        let mut notes = Vec::new();
        let actions = json::decode(actions).expect("JSON");
        let value = over_time(&Value::Number(Number::from(base)), &actions, &mut |n| notes.push(n));
        (json::encode(&value).expect("JSON").replace('"', ""), notes)
    }

    #[test]
    fn a_pair_of_actions_is_a_window_of_the_week() {
        let (value, notes) = told(
            2,
            r#"[{"cron": "cron(0 8 ? * MON-FRI *)", "zone": "Asia/Tokyo", "min": 4, "max": 10},
                {"cron": "cron(0 20 ? * 2-6 *)", "zone": "Asia/Tokyo", "min": 0, "max": 0}]"#,
        );
        assert_eq!(
            value,
            "{base:0,during:[{timezone:Asia/Tokyo,value:4,when:Mon,Tue,Wed,Thu,Fri 08:00-20:00}]}"
        );
        assert!(notes.is_empty());
    }

    #[test]
    fn what_comes_down_at_night_and_up_on_monday_runs_over_days() {
        let (value, _) = told(
            3,
            r#"[{"cron": "0 22 * * 5", "desired": 1}, {"cron": "30 6 * * 1", "desired": 3}]"#,
        );
        assert_eq!(
            value,
            "{base:3,during:[{timezone:UTC,value:1,when:Mon 00:00-06:30},\
             {timezone:UTC,value:1,when:Sat,Sun 00:00-24:00},\
             {timezone:UTC,value:1,when:Fri 22:00-24:00}]}"
        );
    }

    #[test]
    fn what_no_week_holds_is_said() {
        let (value, notes) = told(3, r#"[{"cron": "at(2026-12-05T08:00:00)", "min": 40}]"#);
        assert_eq!((value.as_str(), notes.len()), ("3", 1));
        let (_, notes) = told(3, r#"[{"cron": "0 0 1 * *", "min": 40}]"#);
        assert_eq!(notes.len(), 1);
    }
}
