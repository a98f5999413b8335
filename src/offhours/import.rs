//! Instance Scheduler's schedules and periods as a policy file.
//!
//! What is read: the table as DynamoDB exports or scans it, or plain lists of its
//! items. A schedule is imported whole or not at all, because half of its
//! hours would stop what should run; what is left out stands in the file with its
//! reason.

use crate::calendar::compat::instance_scheduler::Period;
use crate::offhours::eval::period;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The policy file, and what is not in it.
#[derive(Debug, PartialEq, Eq)]
pub struct Imported {
    pub yaml: String,
    /// How many schedules are in it.
    pub schedules: usize,
    pub left_out: Vec<String>,
}

const DAYS: [(&str, Weekday); 7] = [
    ("Mon", Weekday::Monday),
    ("Tue", Weekday::Tuesday),
    ("Wed", Weekday::Wednesday),
    ("Thu", Weekday::Thursday),
    ("Fri", Weekday::Friday),
    ("Sat", Weekday::Saturday),
    ("Sun", Weekday::Sunday),
];
/// Of a period: what is not of these is of the table.
const PERIOD: [&str; 6] = ["name", "begintime", "endtime", "weekdays", "monthdays", "months"];
/// The days of four years, in which every date comes up on every kind of day.
const FIRST: Date = date(2025, 1, 1);
const MANY: i32 = 1461;

/// One JSON document, or one a line.
pub fn instance_scheduler(text: &str) -> Result<Imported, String> {
    let mut items = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        collect(plain(value.map_err(|error| error.to_string())?), &mut items);
    }
    let is = |item: &Map<String, Value>, kind: &str, key: &str| match item.get("type") {
        Some(Value::String(own)) => own == kind,
        _ => item.contains_key(key),
    };
    let schedules: Vec<_> = items.iter().filter(|item| is(item, "schedule", "periods")).collect();
    let mut periods: BTreeMap<String, Result<Period, String>> = BTreeMap::new();
    for item in
        items.iter().filter(|item| is(item, "period", "begintime") || is(item, "period", "endtime"))
    {
        let own =
            item.iter().filter(|(key, value)| PERIOD.contains(&key.as_str()) && !value.is_null());
        let own: Map<String, Value> = own.map(|(k, v)| (k.clone(), v.clone())).collect();
        periods.insert(text_of(item, "name"), period(Value::Object(own)));
    }
    if schedules.is_empty() {
        return Err("there is no schedule of Instance Scheduler in it".to_owned());
    }
    let (mut hours, mut policies, mut left_out) = (String::new(), String::new(), Vec::new());
    let mut count = 0;
    for item in schedules {
        let name = text_of(item, "name");
        match schedule(item, &periods) {
            Ok(Schedule { hours: own, policy, notes }) => {
                count += 1;
                let quoted = quoted(&name);
                for note in notes {
                    hours.push_str(&format!("  # {name}: {note}\n"));
                }
                if let Some(own) = own {
                    hours.push_str(&format!("  {quoted}: {own}\n"));
                }
                policies.push_str(&format!(
                    "  - name: {quoted}\n    match: {{tags: {{Schedule: {quoted}}}}}\n{policy}"
                ));
            }
            Err(why) => left_out.push(format!("{name}: {why}")),
        }
    }
    let mut yaml = "# From Instance Scheduler, by kanjo offhours import.\nversion: 1\n".to_owned();
    for (head, body) in [("schedules:\n", &hours), ("policies:\n", &policies)] {
        if !body.is_empty() {
            yaml.push_str(head);
            yaml.push_str(body);
        }
    }
    left_out.iter().for_each(|line| yaml.push_str(&format!("# not imported: {line}\n")));
    Ok(Imported { yaml, schedules: count, left_out })
}

/// All items, wherever they are.
fn collect(value: Value, into: &mut Vec<Map<String, Value>>) {
    match value {
        Value::Array(all) => all.into_iter().for_each(|value| collect(value, into)),
        Value::Object(map) if map.contains_key("name") => into.push(map),
        Value::Object(map) => map.into_iter().for_each(|(_, value)| collect(value, into)),
        _ => {}
    }
}

/// Without DynamoDB's types: `{"S": "office"}` is `"office"`.
fn plain(value: Value) -> Value {
    match value {
        Value::Array(all) => Value::Array(all.into_iter().map(plain).collect()),
        Value::Object(mut map) => {
            let typed =
                ["S", "N", "BOOL", "SS", "NS", "L", "M"].iter().find(|t| map.contains_key(**t));
            match typed.filter(|_| map.len() == 1).and_then(|kind| map.remove(*kind)) {
                Some(inside) => plain(inside),
                None => Value::Object(map.into_iter().map(|(k, v)| (k, plain(v))).collect()),
            }
        }
        other => other,
    }
}

fn text_of(item: &Map<String, Value>, key: &str) -> String {
    item.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A text of JSON is one of YAML.
fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// One schedule: its hours, the rest of its policy, what a reader should know.
struct Schedule {
    hours: Option<String>,
    policy: String,
    notes: Vec<String>,
}

fn schedule(
    item: &Map<String, Value>,
    periods: &BTreeMap<String, Result<Period, String>>,
) -> Result<Schedule, String> {
    let is_on = |key: &str| item.get(key).and_then(Value::as_bool) == Some(true);
    let mut notes = Vec::new();
    let (hours, follows) = match text_of(item, "override_status").as_str() {
        "running" => (None, quoted("always")),
        "stopped" => (None, quoted("never")),
        _ => (Some(hours(item, periods, &mut notes)?), quoted(&text_of(item, "name"))),
    };
    let mut policy = format!("    schedule: {follows}\n");
    if is_on("enforced") {
        policy.push_str("    mode: enforce\n");
    }
    if is_on("hibernate") {
        policy.push_str("    hibernate: true\n");
    }
    if is_on("use_maintenance_window") {
        notes.push("a maintenance window does not start it any more".to_owned());
    }
    Ok(Schedule { hours, policy, notes })
}

fn hours(
    item: &Map<String, Value>,
    periods: &BTreeMap<String, Result<Period, String>>,
    notes: &mut Vec<String>,
) -> Result<String, String> {
    let named = item.get("periods").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut own = Vec::new();
    for name in named.iter().filter_map(Value::as_str) {
        // `office@t3.small` also sets the type of the instance.
        let (name, kind) = name.split_once('@').unwrap_or((name, ""));
        if !kind.is_empty() {
            notes.push(format!("instances keep their type, {kind} is not set"));
        }
        let period = periods.get(name).ok_or_else(|| format!("there is no period {name}"))?;
        own.push((name, period.as_ref().map_err(|why| format!("the period {name}: {why}"))?));
    }
    if own.is_empty() {
        return Err("it has no periods".to_owned());
    }
    let zone = text_of(item, "timezone");
    let zone = if zone.is_empty() {
        notes.push("it names no time zone: UTC".to_owned());
        "UTC".to_owned()
    } else {
        zone
    };
    let mut windows = Vec::new();
    let (mut up, mut down) = (Vec::new(), Vec::new());
    for (name, period) in own {
        let days = days(period).ok_or_else(|| {
            format!("the period {name} goes by the day of the month or the month")
        })?;
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let list = || {
            days.iter()
                .map(|at| DAYS.get(*at).map_or("", |day| day.0))
                .collect::<Vec<_>>()
                .join(",")
        };
        let cron = |minute: u16| {
            let days: Vec<String> = days.iter().map(|at| ((at + 1) % 7).to_string()).collect();
            format!("{} {} * * {}", minute % 60, minute / 60, days.join(","))
        };
        match period.clock() {
            (Some(begin), Some(end)) => {
                windows.push(quoted(&format!("{} {}-{}", list(), clock(begin), clock(end))));
            }
            (None, None) => windows.push(quoted(&format!("{} 00:00-24:00", list()))),
            (Some(begin), None) => up.push(quoted(&cron(begin))),
            (None, Some(end)) => down.push(quoted(&cron(end))),
        }
    }
    let zone = quoted(&zone);
    match (windows.as_slice(), up.as_slice(), down.as_slice()) {
        (windows, [], []) => Ok(format!("{{on: [{}], timezone: {zone}}}", windows.join(", "))),
        ([], [up], [down]) => Ok(format!("{{up: {up}, down: {down}, timezone: {zone}}}")),
        _ => Err("one of its periods only starts or only stops".to_owned()),
    }
}

/// The days of the week that a period holds, from Monday as 0, if it goes by them
/// alone.
fn days(period: &Period) -> Option<Vec<usize>> {
    let mut held = [None; 7];
    for ahead in 0..MANY {
        let day = FIRST.checked_add(ahead.days()).ok()?;
        let at = DAYS.iter().position(|(_, weekday)| *weekday == day.weekday())?;
        let counts = period.counts_on(day);
        match held.get_mut(at)? {
            Some(before) if *before != counts => return None,
            slot => *slot = Some(counts),
        }
    }
    let on = held.iter().enumerate().filter(|(_, held)| **held == Some(true));
    let on: Vec<usize> = on.map(|(at, _)| at).collect();
    (!on.is_empty()).then_some(on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Desired;
    use crate::calendar::compat::instance_scheduler::{Schedule as Theirs, State};
    use crate::catalog::Catalog;
    use crate::check::PolicyFile;
    use crate::diagnostic::Sources;
    use crate::offhours::{Mode, read};

    const TABLE: &str = r#"{"Items": [
      {"type": {"S": "config"}, "name": {"S": "scheduler"}, "default_timezone": {"S": "UTC"}},
      {"type": {"S": "period"}, "name": {"S": "work"}, "begintime": {"S": "9:00"},
       "endtime": {"S": "17:30"}, "weekdays": {"SS": ["mon-fri"]}},
      {"type": {"S": "period"}, "name": {"S": "saturday"}, "begintime": {"S": "10:00"},
       "endtime": {"S": "12:00"}, "weekdays": {"SS": ["5"]}},
      {"type": {"S": "period"}, "name": {"S": "monday"}, "begintime": {"S": "08:00"}, "weekdays": {"SS": ["mon"]}},
      {"type": {"S": "period"}, "name": {"S": "friday"}, "endtime": {"S": "20:00"}, "weekdays": {"SS": ["fri"]}},
      {"type": {"S": "period"}, "name": {"S": "first"}, "begintime": {"S": "08:00"}, "monthdays": {"SS": ["1"]}},
      {"type": {"S": "schedule"}, "name": {"S": "office"}, "timezone": {"S": "Asia/Tokyo"},
       "periods": {"SS": ["work", "saturday@t3.small"]}, "enforced": {"BOOL": true}},
      {"type": {"S": "schedule"}, "name": {"S": "week"}, "periods": {"SS": ["monday", "friday"]}},
      {"type": {"S": "schedule"}, "name": {"S": "held"}, "periods": {"SS": ["work"]},
       "override_status": {"S": "running"}},
      {"type": {"S": "schedule"}, "name": {"S": "monthly"}, "periods": {"SS": ["first"]}},
      {"type": {"S": "schedule"}, "name": {"S": "lost"}, "periods": {"SS": ["nowhere"]}}
    ]}"#;

    #[test]
    fn a_table_becomes_policies_that_ask_for_the_same_hours() {
        let imported = instance_scheduler(TABLE).expect("reads");
        assert_eq!(imported.schedules, 3);
        assert_eq!(
            imported.left_out,
            [
                "monthly: the period first goes by the day of the month or the month",
                "lost: there is no period nowhere"
            ]
        );
        assert!(imported.yaml.contains("t3.small is not set"), "{}", imported.yaml);
        let files = [PolicyFile { name: "offhours.yaml".into(), text: imported.yaml.clone() }];
        let ours =
            read(&files, &BTreeMap::new(), &mut Catalog::embedded(), &mut Sources::default());
        let ours = ours.unwrap_or_else(|list| panic!("{list:?} {}", imported.yaml));
        assert_eq!(ours.policies.len(), 3);
        let office =
            ours.policies.iter().find(|policy| &*policy.name == "office").expect("is there");
        assert_eq!(office.mode, Mode::Enforce);
        let their =
            |text: &str| period(serde_json::from_str(text).expect("JSON")).expect("a period");
        let theirs = Theirs {
            zone: office.schedule.zone.clone(),
            periods: vec![
                their(r#"{"begintime": "9:00", "endtime": "17:30", "weekdays": ["mon-fri"]}"#),
                their(r#"{"begintime": "10:00", "endtime": "12:00", "weekdays": ["5"]}"#),
            ],
            always: None,
        };
        let start: jiff::Timestamp = "2026-11-20T00:00:00Z".parse().expect("a time");
        for quarter in 0..14 * 96 {
            let at = start + jiff::SignedDuration::from_mins(15 * quarter);
            let want = match theirs.desired(at) {
                State::Running => Desired::On,
                State::Stopped => Desired::Off,
                State::Any => Desired::Leave,
            };
            assert_eq!(office.schedule.desired(at).desired, want, "{at}");
        }
        let week = ours.policies.iter().find(|policy| &*policy.name == "week").expect("is there");
        let at = |text: &str| week.schedule.desired(text.parse().expect("a time")).desired;
        assert_eq!(at("2026-11-25T23:00:00Z"), Desired::On);
        assert_eq!(at("2026-11-28T12:00:00Z"), Desired::Off);
    }

    #[test]
    fn lines_of_an_export_are_read_and_something_else_is_not() {
        let lines = r#"{"Item": {"type": {"S": "period"}, "name": {"S": "p"}, "begintime": {"S": "09:00"}, "endtime": {"S": "17:00"}}}
{"Item": {"type": {"S": "schedule"}, "name": {"S": "s"}, "periods": {"SS": ["p"]}}}"#;
        let imported = instance_scheduler(lines).expect("reads");
        assert!(
            imported.yaml.contains("Mon,Tue,Wed,Thu,Fri,Sat,Sun 09:00-17:00"),
            "{}",
            imported.yaml
        );
        assert!(instance_scheduler("{}").is_err());
        assert!(instance_scheduler("schedules: []").is_err());
    }
}
