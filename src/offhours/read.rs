//! Policy files to schedules, guards and policies.
//!
//! The folder is shared with `kanjo check`, which reads the other keys; its
//! reader of values is used here as well, so a slip looks the same in both.

use crate::calendar::{Hours, Schedule};
use crate::catalog::Catalog;
use crate::check::{PolicyFile, Reader};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources, Span, nearest};
use crate::offhours::policy::{Backup, Guards, Match, Mode, Named, Policies, Policy};
use crate::offhours::{read_guards, read_page, read_tag};
use crate::quantity::{Quantity, Unit};
use crate::topology::tree::{self, Node};
use crate::topology::{Zone, is_calendar, schedule_of, zone_of};
use std::collections::BTreeMap;
use std::sync::Arc;

const POLICY: [&str; 17] = [
    "name",
    "match",
    "schedule",
    "from",
    "priority",
    "mode",
    "tag",
    "order",
    "notice",
    "lead",
    "backup",
    "hibernate",
    "serverless_v2",
    "alarms",
    "page",
    "at_most",
    "message",
];
const MATCH: [&str; 6] = ["accounts", "environments", "regions", "types", "names", "tags"];

/// The calendars and pages that the policies name, each with the file that names
/// it.
pub fn named_files(files: &[PolicyFile]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for file in files {
        let mut sources = Sources::default();
        let id = sources.add(file.name.as_str(), file.text.as_str());
        let Ok(root) = tree::parse(&file.text, id) else { continue };
        let own = root.get("calendars").and_then(Node::entries).unwrap_or(&[]);
        let named = own.iter().filter_map(|e| calendar_file(&e.value)).map(|text| text.to_string());
        let schedules = root.get("schedules").and_then(Node::entries).unwrap_or(&[]);
        let holidays = schedules.iter().filter_map(|s| s.value.get("holidays"));
        let direct = holidays.flat_map(|node| node.items().unwrap_or(std::slice::from_ref(node)));
        let direct = direct.filter_map(Node::as_scalar).filter(|name| is_calendar(name));
        let policies = root.get("policies").and_then(Node::items).unwrap_or(&[]);
        let pages = policies.iter().filter_map(read_page::file).map(|name| name.to_string());
        let all = named.chain(direct.map(|name| name.to_string())).chain(pages);
        found.extend(all.map(|name| (file.name.clone(), name)));
    }
    found
}

/// `holidays/uk.ics`, `{ics: …}` or `{csv: …}`.
fn calendar_file(node: &Node) -> Option<&Arc<str>> {
    node.as_scalar()
        .or_else(|| node.get("ics")?.as_scalar())
        .or_else(|| node.get("csv")?.as_scalar())
}

/// Reads all files of a folder together. `texts` are the files of `named_files`, by
/// the name that the policies give them.
pub fn read(
    files: &[PolicyFile],
    texts: &BTreeMap<String, String>,
    catalog: &mut Catalog,
    sources: &mut Sources,
) -> Result<Policies, Diagnostics> {
    let mut reader = Reader { catalog, sources, errors: Diagnostics::default() };
    let mut found = Policies::default();
    let mut roots = Vec::new();
    let mut texts = texts.clone();
    for file in files {
        let id = reader.sources.add(file.name.as_str(), file.text.as_str());
        match tree::parse(&file.text, id) {
            Ok(root) => roots.push(root),
            Err(list) => list.into_iter().for_each(|d| reader.errors.push(d)),
        }
    }
    // A calendar or schedule of one file may be named in any other.
    for root in &roots {
        for entry in root.get("calendars").and_then(Node::entries).unwrap_or(&[]) {
            match calendar_file(&entry.value).and_then(|file| texts.get(&**file).cloned()) {
                Some(text) => drop(texts.insert(entry.key.to_string(), text)),
                None => reader.wrong(
                    Code::BadSchedule,
                    format!("the calendar `{}` names no file that was read", entry.key),
                    entry.value.span,
                    "uk: {ics: holidays/uk.ics}",
                ),
            }
        }
    }
    for root in &roots {
        let stated = root.get("timezone").and_then(|node| zone_of(node, &mut reader.errors));
        schedules(root, stated.as_ref(), &texts, &mut found, &mut reader);
        found.zone = found.zone.take().or(stated);
    }
    let mut names: BTreeMap<Arc<str>, Span> = BTreeMap::new();
    for root in &roots {
        if let Some(node) = root.get("guards") {
            read_guards::read(node, &mut found.guards, &mut reader);
        }
        if let Some(list) = root.get("policies") {
            for node in reader.list(list, "`policies`") {
                let read = policy(node, &found, &texts, &mut names, &mut reader);
                found.policies.extend(read);
            }
        }
    }
    read_page::clashes(&found, &names, &mut reader);
    reader.errors.into_result(found)
}

fn schedules(
    root: &Node,
    zone: Option<&Zone>,
    texts: &BTreeMap<String, String>,
    found: &mut Policies,
    reader: &mut Reader<'_>,
) {
    let Some(node) = root.get("schedules") else { return };
    let Some(entries) = node.entries() else {
        reader.wrong(Code::WrongType, "`schedules` is a map of names", node.span, "");
        return;
    };
    for entry in entries {
        if let Some(first) = found.schedules.get(&entry.key) {
            let message = format!("two schedules are called `{}`", entry.key);
            reader.errors.push(
                Diagnostic::new(Code::DuplicateKey, message)
                    .at(entry.key_span, "the second")
                    .at(first.span, "the first"),
            );
            continue;
        }
        let read = schedule_of(&entry.key, &entry.value, zone, texts, &mut reader.errors);
        if let Some(schedule) = read {
            let named = Named { schedule: Arc::new(schedule), span: entry.key_span };
            found.schedules.insert(Arc::clone(&entry.key), named);
        }
    }
}

fn policy(
    node: &Node,
    all: &Policies,
    texts: &BTreeMap<String, String>,
    names: &mut BTreeMap<Arc<str>, Span>,
    reader: &mut Reader<'_>,
) -> Option<Policy> {
    let place = "a policy";
    reader.map(node, &POLICY, place)?;
    let name = reader.needed(node, "name", place, "name: staging-at-night");
    if let (Some(name), Some(at)) = (&name, node.get("name")) {
        match names.get(name) {
            Some(first) => reader.errors.push(
                Diagnostic::new(Code::DuplicateKey, format!("two policies are called `{name}`"))
                    .at(at.span, "the second")
                    .at(*first, "the first"),
            ),
            None => drop(names.insert(Arc::clone(name), at.span)),
        }
    }
    let help = "match: {tags: {Env: [dev, stg]}}";
    let matching = match node.get("match") {
        Some(node) => Some(read_match(node, reader)),
        None => {
            reader.wrong(Code::MissingKey, "a policy has no `match`", node.span, help);
            None
        }
    };
    let schedule = schedule(node, all, reader);
    let backup = node.get("backup").map(|node| backup(node, reader));
    let mode = node.get("mode").map(|node| mode(node, reader));
    let tag = node.get("tag").map(|node| read_tag::read(node, reader));
    let from = node.get("from").map(|node| reader.date(node, "`from`"));
    let order = node.get("order").map(|node| reader.texts(node, "`order`"));
    let whole = |key: &str, reader: &mut Reader<'_>| {
        node.get(key).and_then(|node| whole_number(node, key, reader))
    };
    let priority = whole("priority", reader).unwrap_or(0);
    let at_most = whole("at_most", reader).and_then(|most| usize::try_from(most).ok());
    let hibernate = node.get("hibernate").and_then(Node::as_scalar);
    let notice = node.get("notice").map(|node| minutes(node, "`notice`", reader));
    let lead = node.get("lead").map(|node| minutes(node, "`lead`", reader));
    let page = node.get("page").map(|node| read_page::read(node, texts, reader));
    let words = [("prefer-auto-pause", true), ("stop", false)];
    let pauses = node.get("serverless_v2");
    let pauses = pauses.and_then(|node| choice(node, "serverless_v2", &words, reader));
    let alarms = node.get("alarms");
    let alarms =
        alarms.and_then(|node| choice(node, "alarms", &[("mute", true), ("leave", false)], reader));
    let at = reader.sources.locate(node.get("name").map_or(node.span, |name| name.span));
    Some(Policy {
        name: name?,
        matching: matching?,
        schedule: schedule?,
        from: from.flatten(),
        priority,
        mode: mode.flatten().unwrap_or_default(),
        tag: tag.flatten(),
        order: order.unwrap_or_default(),
        notice: notice.flatten(),
        lead: lead.flatten(),
        backup: backup.flatten(),
        hibernate: hibernate.is_some_and(|text| &**text == "true"),
        prefer_auto_pause: pauses.unwrap_or(false),
        mute_alarms: alarms.unwrap_or(false),
        page: page.flatten(),
        at_most,
        at,
    })
}

fn schedule(node: &Node, all: &Policies, reader: &mut Reader<'_>) -> Option<Arc<Schedule>> {
    let name = reader.needed(node, "schedule", "a policy", "schedule: office")?;
    if let Some(found) = all.schedules.get(&name) {
        return Some(Arc::clone(&found.schedule));
    }
    let hours = match &*name {
        "always" => Hours::Always,
        "never" => Hours::Never,
        _ => {
            let near =
                nearest(&name, all.schedules.keys().map(|k| &**k).chain(["always", "never"]));
            let help = near.map_or_else(
                || "define it under `schedules` in any file of the folder".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let span = node.get("schedule").map_or(node.span, |node| node.span);
            let message = format!("there is no schedule `{name}`");
            reader.wrong(Code::UnknownSchedule, message, span, &help);
            return None;
        }
    };
    Some(Arc::new(plain(&name, hours)))
}

/// A schedule of no windows, which is the same in every zone.
pub(super) fn plain(name: &str, hours: Hours) -> Schedule {
    Schedule {
        name: name.to_owned(),
        hours,
        zone: jiff::tz::TimeZone::UTC,
        zone_name: "UTC".to_owned(),
        holidays: crate::calendar::Holidays::none(),
        except: Vec::new(),
    }
}

fn read_match(node: &Node, reader: &mut Reader<'_>) -> Match {
    let mut found = Match::default();
    let Some(entries) = reader.map(node, &MATCH, "`match`") else { return found };
    for entry in entries {
        let what = format!("`{}`", entry.key);
        let globs = match &*entry.key {
            "accounts" => &mut found.accounts,
            "environments" => &mut found.environments,
            "regions" => &mut found.regions,
            "types" => &mut found.types,
            "names" => &mut found.names,
            "tags" => {
                found.tags = tags(&entry.value, "`tags`", reader);
                continue;
            }
            _ => continue,
        };
        *globs = reader.texts(&entry.value, &what);
    }
    found
}

/// A map of tag to globs.
pub(super) fn tags(
    node: &Node,
    what: &str,
    reader: &mut Reader<'_>,
) -> Vec<(Arc<str>, Vec<Arc<str>>)> {
    let Some(entries) = node.entries() else {
        let message = format!("{what} is a map of tag to value");
        reader.wrong(Code::WrongType, message, node.span, "{Env: [dev, stg]}");
        return Vec::new();
    };
    let tag = |e: &tree::Entry| (Arc::clone(&e.key), reader.texts(&e.value, "a tag's value"));
    entries.iter().map(tag).collect()
}

fn backup(node: &Node, reader: &mut Reader<'_>) -> Option<Backup> {
    let known = [
        ("accept", Backup::Accept),
        ("snapshot-before-stop", Backup::SnapshotBeforeStop),
        ("move-window", Backup::MoveWindow),
    ];
    choice(node, "backup", &known, reader)
}

fn mode(node: &Node, reader: &mut Reader<'_>) -> Option<Mode> {
    choice(node, "mode", &[("edge", Mode::Edge), ("enforce", Mode::Enforce)], reader)
}

/// One of some words.
pub(super) fn choice<T: Copy>(
    node: &Node,
    key: &str,
    known: &[(&str, T)],
    reader: &mut Reader<'_>,
) -> Option<T> {
    let text = node.as_scalar().map_or("", |text| text);
    let found = known.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    if found.is_none() {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let near = nearest(text, names.iter().copied()).map(|n| format!("did you mean `{n}`?"));
        let message = format!("`{key}` is {}", names.join(", "));
        reader.wrong(Code::UnknownChoice, message, node.span, &near.unwrap_or_default());
    }
    found
}

pub(super) fn whole_number(node: &Node, key: &str, reader: &mut Reader<'_>) -> Option<i64> {
    let number = node.as_scalar().and_then(|text| text.replace('_', "").parse().ok());
    if number.is_none() {
        reader.wrong(Code::WrongType, format!("`{key}` is a whole number"), node.span, "");
    }
    number
}

/// `15 min`, `2 h`, as minutes.
pub(super) fn minutes(node: &Node, what: &str, reader: &mut Reader<'_>) -> Option<u32> {
    let text = reader.text(node, what)?;
    // A bare number could be minutes or hours, and a guard hangs on it.
    let stated = text.chars().any(char::is_alphabetic).then(|| Quantity::parse(&text)).flatten();
    let read = stated.and_then(|q| q.to_unit(&Unit::named("min")).ok());
    let read = read.filter(|minutes| minutes.is_whole() && !minutes.is_negative());
    let minutes = read.and_then(|minutes| minutes.to_string().parse().ok());
    if minutes.is_none() {
        let message = format!("{what}: `{text}` is not a time in minutes");
        reader.wrong(Code::BadQuantity, message, node.span, "write it as `15 min` or `2 h`");
    }
    minutes
}

impl Policies {
    /// The schedules by name, each with its place.
    pub fn shared(&self) -> BTreeMap<Arc<str>, (Arc<Schedule>, Span)> {
        let one = |(name, named): (&Arc<str>, &Named)| {
            (Arc::clone(name), (Arc::clone(&named.schedule), named.span))
        };
        self.schedules.iter().map(one).collect()
    }
}

/// For the guards' reader.
pub(super) fn merge_guards(into: &mut Guards, more: Guards) {
    if let Some(accounts) = more.accounts {
        into.accounts.get_or_insert_default().extend(accounts);
    }
    into.deny_alias.extend(more.deny_alias);
    into.deny_names.extend(more.deny_names);
    into.deny_tags.extend(more.deny_tags);
    into.require_tags.extend(more.require_tags);
    into.freeze.extend(more.freeze);
    // Of two limits the lower holds.
    let least = |a: Option<usize>, b: Option<usize>| [a, b].into_iter().flatten().min();
    into.max_count = least(into.max_count, more.max_count);
    into.max_percent = least(into.max_percent, more.max_percent);
    into.max_override = [into.max_override, more.max_override].into_iter().flatten().min();
}
