//! Named schedules of a file.

use crate::calendar::{self, CronFields, Exception, Holidays, Hours, ParseError, Schedule, Window};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, nearest};
use crate::topology::project::Document;
use crate::topology::tree::Node;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A calendar's complaint, at its place in the file.
pub fn calendar_error(error: ParseError, span: Span, text: &str) -> Diagnostic {
    // An escaped or folded scalar is longer in the file than its text.
    let same = (span.end.saturating_sub(span.start)) as usize;
    let quotes = same.checked_sub(text.len()).filter(|extra| *extra == 2).map_or(0, |_| 1);
    let range =
        error.range.start + quotes..(error.range.end + quotes).max(error.range.start + quotes);
    let at = if same >= text.len() && range.end > range.start { span.within(range) } else { span };
    Diagnostic::new(Code::BadSchedule, error.message).at(at, "here").help_if(error.help)
}

/// A zone and its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    pub name: Arc<str>,
    pub zone: TimeZone,
}

/// Reads the zone of a node.
pub fn zone(node: &Node, errors: &mut Diagnostics) -> Option<Zone> {
    let Some(name) = node.as_scalar() else {
        errors.push(
            Diagnostic::new(Code::WrongType, "a time zone is a name such as Asia/Tokyo")
                .at(node.span, node.kind()),
        );
        return None;
    };
    match calendar::zone(name) {
        Ok(zone) => Some(Zone { name: Arc::clone(name), zone }),
        Err(error) => {
            errors.push(calendar_error(error, node.span, name));
            None
        }
    }
}

/// All schedules of `schedules:`, by name.
pub fn schedules(
    node: Option<&Node>,
    default: Option<&Zone>,
    calendars: &BTreeMap<String, String>,
    errors: &mut Diagnostics,
) -> BTreeMap<Arc<str>, Arc<Schedule>> {
    let mut found = BTreeMap::new();
    let Some(node) = node else { return found };
    let Some(entries) = node.entries() else {
        errors.push(
            Diagnostic::new(Code::WrongType, "`schedules` is a map of names")
                .at(node.span, node.kind()),
        );
        return found;
    };
    for entry in entries {
        if let Some(schedule) = schedule(&entry.key, &entry.value, default, calendars, errors) {
            found.insert(Arc::clone(&entry.key), Arc::new(schedule));
        }
    }
    found
}

const KEYS: [&str; 6] = ["on", "up", "down", "timezone", "holidays", "except"];

/// One schedule, as a map of its keys.
pub fn schedule(
    name: &str,
    node: &Node,
    default: Option<&Zone>,
    calendars: &BTreeMap<String, String>,
    errors: &mut Diagnostics,
) -> Option<Schedule> {
    let wrong =
        |message: String, span| Diagnostic::new(Code::BadSchedule, message).at(span, "here");
    let Some(entries) = node.entries() else {
        errors.push(
            wrong(format!("the schedule `{name}` is a map"), node.span)
                .help("{on: \"Mon-Fri 08:00-20:00\", timezone: Asia/Tokyo}"),
        );
        return None;
    };
    let before = errors.len();
    for entry in entries.iter().filter(|e| !KEYS.contains(&&*e.key)) {
        let near = nearest(&entry.key, KEYS);
        errors.push(
            Diagnostic::new(Code::UnknownKey, format!("a schedule has no `{}`", entry.key))
                .at(entry.key_span, "unknown")
                .help(near.map_or_else(
                    || format!("it has {}", KEYS.join(", ")),
                    |n| format!("did you mean `{n}`?"),
                )),
        );
    }
    let hours = match (node.get("on"), node.get("up"), node.get("down")) {
        (Some(on), None, None) => hours(on, false, errors),
        (None, Some(up), Some(down)) => {
            let (up, down) = (cron(up, errors), cron(down, errors));
            up.zip(down).map(|(up, down)| Hours::Cron { up, down })
        }
        _ => {
            errors.push(wrong(
                format!("the schedule `{name}` needs `on`, or both `up` and `down`"),
                node.span,
            ));
            None
        }
    }?;
    let own = node.get("timezone").and_then(|n| zone(n, errors));
    let needs_zone = !matches!(hours, Hours::Always | Hours::Never);
    let zone = match own.or_else(|| default.cloned()) {
        Some(zone) => zone,
        None if needs_zone => {
            if node.get("timezone").is_none() {
                errors.push(
                    wrong(format!("the schedule `{name}` has no time zone"), node.span).help(
                        "give it `timezone: Asia/Tokyo`, or set `timezone` at the top of the file",
                    ),
                );
            }
            return None;
        }
        None => Zone { name: Arc::from("UTC"), zone: TimeZone::UTC },
    };
    let holidays = node
        .get("holidays")
        .map_or_else(|| Some(Holidays::none()), |n| holidays(n, calendars, errors))?;
    let except = node.get("except").map_or_else(|| Some(Vec::new()), |n| exceptions(n, errors))?;
    let schedule = Schedule {
        name: name.to_owned(),
        hours,
        zone: zone.zone,
        zone_name: zone.name.to_string(),
        holidays,
        except,
    };
    if let Err(error) = schedule.check() {
        errors.push(wrong(error.message, node.span).help_if(error.help));
    }
    if schedule.never_opens() {
        errors.push(
            wrong(format!("the schedule `{name}` never opens"), node.span)
                .help("to keep something off write `on: never`"),
        );
    }
    (errors.len() == before).then_some(schedule)
}

fn cron(node: &Node, errors: &mut Diagnostics) -> Option<CronFields> {
    let text = node.as_scalar()?;
    CronFields::parse(text).map_err(|e| errors.push(calendar_error(e, node.span, text))).ok()
}

/// `always`, `never`, a window, or a list of windows. An exception's windows may
/// leave out the days.
fn hours(node: &Node, bare: bool, errors: &mut Diagnostics) -> Option<Hours> {
    let window = |text: &str| match bare {
        true => Window::parse_hours(text).or_else(|_| Window::parse(text)),
        false => Window::parse(text),
    };
    if let Some(text) = node.as_scalar() {
        let hours = match &**text {
            "always" => Ok(Hours::Always),
            "never" => Ok(Hours::Never),
            text => window(text).map(|w| Hours::Windows(vec![w])),
        };
        return hours.map_err(|e| errors.push(calendar_error(e, node.span, text))).ok();
    }
    let Some(items) = node.items() else {
        errors.push(
            Diagnostic::new(
                Code::BadSchedule,
                "hours are a window, a list of windows, always or never",
            )
            .at(node.span, node.kind()),
        );
        return None;
    };
    let mut windows = Vec::with_capacity(items.len());
    for item in items {
        let text = item.as_scalar()?;
        windows
            .push(window(text).map_err(|e| errors.push(calendar_error(e, item.span, text))).ok()?);
    }
    Some(Hours::Windows(windows))
}

/// Whether a name under `holidays` is a file's.
pub fn is_calendar(name: &str) -> bool {
    name.ends_with(".csv") || name.ends_with(".ics")
}

/// `jp`, `none`, a file, closed days such as `12-29..01-03`, or a list of these.
fn holidays(
    node: &Node,
    calendars: &BTreeMap<String, String>,
    errors: &mut Diagnostics,
) -> Option<Holidays> {
    let items: Vec<&Node> = node.items().map_or_else(|| vec![node], |items| items.iter().collect());
    let mut all = Holidays::none();
    for item in items {
        let text = match (item.as_scalar(), item.get("from"), item.get("to")) {
            (Some(text), ..) => text.to_string(),
            (None, Some(from), Some(to)) => format!("{}..{}", from.as_scalar()?, to.as_scalar()?),
            _ => {
                errors.push(
                    Diagnostic::new(Code::BadSchedule, "holidays are jp, a date, or {from, to}")
                        .at(item.span, item.kind()),
                );
                return None;
            }
        };
        all = match text.as_str() {
            "none" => all,
            "jp" => all.union(Holidays::japan()),
            // A policy folder gives its calendars names of their own.
            file if is_calendar(file) || calendars.contains_key(file) => {
                let read = match calendars.get(file) {
                    Some(text) if file.ends_with(".ics") || text.contains("BEGIN:VCALENDAR") => {
                        Holidays::from_ics(text)
                    }
                    Some(text) => Holidays::from_csv(text),
                    None => Err(ParseError {
                        message: format!("the calendar {file} was not read"),
                        range: 0..0,
                        help: None,
                    }),
                };
                match read {
                    Ok(more) => all.union(more),
                    Err(error) => {
                        let message = format!("{file}: {}", error.message);
                        errors.push(
                            Diagnostic::new(Code::BadSchedule, message)
                                .at(item.span, "this calendar")
                                .help_if(error.help),
                        );
                        return None;
                    }
                }
            }
            closed => match all.with_closed(closed) {
                Ok(more) => more,
                Err(error) => {
                    let known = format!(
                        "the calendars are jp and none; {}",
                        error.help.clone().unwrap_or_default()
                    );
                    errors.push(
                        calendar_error(error, item.span, closed).help(known.trim_end_matches("; ")),
                    );
                    return None;
                }
            },
        };
    }
    Some(all)
}

fn exceptions(node: &Node, errors: &mut Diagnostics) -> Option<Vec<Exception>> {
    let mut all = Vec::new();
    for item in node.items().unwrap_or(std::slice::from_ref(node)) {
        let (Some(date), Some(on)) = (item.get("date"), item.get("on")) else {
            errors.push(
                Diagnostic::new(Code::BadSchedule, "an exception has `date` and `on`")
                    .at(item.span, "here"),
            );
            return None;
        };
        let text = date.as_scalar()?;
        let (from, to) = calendar::dates(text)
            .map_err(|e| errors.push(calendar_error(e, date.span, text)))
            .ok()?;
        all.push(Exception { from, to, hours: hours(on, true, errors)? });
    }
    Some(all)
}

/// The zone that all schedules of a file state, where the file itself states
/// none: what else could its `during` mean.
pub fn common_zone(schedules: &BTreeMap<Arc<str>, Arc<Schedule>>) -> Option<Zone> {
    let mut zones = schedules.values().map(|s| (&s.zone_name, &s.zone));
    let (name, zone) = zones.next()?;
    let same = zones.all(|(other, _)| other == name);
    same.then(|| Zone { name: Arc::from(name.as_str()), zone: zone.clone() })
}

/// The schedules that stand in a tree, and the names that resources use.
fn collect<'a>(node: &'a Node, own: &mut Vec<&'a str>, named: &mut Vec<&'a str>) {
    for entry in node.entries().unwrap_or(&[]) {
        match (&*entry.key, &entry.value) {
            ("schedules", value) => {
                own.extend(value.entries().unwrap_or(&[]).iter().map(|entry| &*entry.key));
            }
            ("schedule", value) => named.extend(value.as_scalar().map(|name| &**name)),
            (_, value) => collect(value, own, named),
        }
    }
}

impl Document {
    /// The schedules of the policies, each with its place there.
    pub fn give_schedules(&mut self, shared: BTreeMap<Arc<str>, (Arc<Schedule>, Span)>) {
        self.shared = shared;
    }

    /// Whether it names a schedule that it does not have.
    pub fn names_foreign_schedule(&self) -> bool {
        let mut own: Vec<&str> = vec!["always", "never"];
        let mut named: Vec<&str> = Vec::new();
        collect(&self.root, &mut own, &mut named);
        named.iter().any(|name| !own.contains(name))
    }

    /// A file's own schedules and those of the policies. One name with two
    /// meanings is an error that shows both.
    pub(super) fn with_shared(
        &self,
        node: Option<&Node>,
        mut own: BTreeMap<Arc<str>, Arc<Schedule>>,
        errors: &mut Diagnostics,
    ) -> BTreeMap<Arc<str>, Arc<Schedule>> {
        let entries = node.and_then(Node::entries).unwrap_or(&[]);
        for (name, (schedule, at)) in &self.shared {
            let Some(first) = own.get(name).filter(|first| *first != schedule) else {
                own.entry(Arc::clone(name)).or_insert_with(|| Arc::clone(schedule));
                continue;
            };
            let here = entries.iter().find(|e| e.key == *name).map_or(*at, |e| e.key_span);
            let said = |s: &Schedule| format!("{} {}", s.hours, s.zone_name);
            errors.push(
                Diagnostic::new(
                    Code::BadSchedule,
                    format!("the schedule `{name}` has two meanings"),
                )
                .at(here, format!("here: {}", said(first)))
                .at(*at, format!("in the policies: {}", said(schedule)))
                .help("write it once, in the policies, and refer to it by name"),
            );
        }
        own
    }
}
