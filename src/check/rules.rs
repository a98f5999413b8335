//! Policy files to rules.
//!
//! All files of the folder are one text: a name means one thing, whichever file
//! says it. The keys of the off-hours policies are known here and not read.

use crate::catalog::Catalog;
use crate::check::conditions::NAMES;
use crate::check::matching::Match;
use crate::check::reader::{Reader, inner_span};
use crate::check::waivers::{self, Of};
use crate::check::{Condition, Demand, Level, Policies, PolicyFile, Rule, WAIVER_EXPIRED};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Sources, Span, nearest};
use crate::expr::{self, Expr, signature};
use crate::topology::tree::{self, Node};
use std::collections::BTreeMap;
use std::sync::Arc;

const TOP: [&str; 9] = [
    "version",
    "rules",
    "budgets",
    "waivers",
    "timezone",
    "calendars",
    "schedules",
    "guards",
    "policies",
];
const RULE: [&str; 8] = [
    "name",
    "severity",
    "message",
    "match",
    "max_increase",
    "require_tags",
    "forbid",
    "require_schedule",
];
const DEMANDS: [&str; 4] = ["max_increase", "require_tags", "forbid", "require_schedule"];
const BUDGET: [&str; 6] = ["name", "severity", "message", "monthly", "environment", "tag"];
const MATCH: [&str; 7] =
    ["environment", "kind", "resource", "accounts", "regions", "types", "tags"];

/// Reads all files of a policy folder together.
pub fn read(
    files: &[PolicyFile],
    catalog: &mut Catalog,
    sources: &mut Sources,
) -> Result<Policies, Diagnostics> {
    let mut reader = Reader { catalog, sources, errors: Diagnostics::default() };
    let mut policies = Policies::default();
    let mut names: BTreeMap<Arc<str>, Span> = BTreeMap::new();
    let mut trees = Vec::new();
    for file in files {
        let id = reader.sources.add(file.name.as_str(), file.text.as_str());
        match tree::parse(&file.text, id) {
            Err(list) => list.into_iter().for_each(|d| reader.errors.push(d)),
            Ok(root) => {
                top(&root, id, &mut reader);
                let lists = [("rules", "a rule"), ("budgets", "a budget")];
                for (key, place) in lists {
                    let Some(list) = root.get(key) else { continue };
                    for node in reader.list(list, &format!("`{key}`")) {
                        policies.rules.extend(rule(node, place, &mut names, &mut reader));
                    }
                }
                trees.push(root);
            }
        }
    }
    // A waiver may stand in another file than its rule.
    for list in trees.iter().filter_map(|root| root.get("waivers")) {
        for node in reader.list(list, "`waivers`") {
            match waivers::read(node, &policies.rules, &names, &mut reader) {
                Some((waiver, Of::Rule)) => policies.waivers.push(waiver),
                Some((waiver, Of::Advice)) => policies.advice_waivers.push(waiver),
                None => {}
            }
        }
    }
    reader.errors.into_result(policies)
}

fn top(root: &Node, file: FileId, reader: &mut Reader<'_>) {
    if reader.map(root, &TOP, "a policy file").is_none() {
        return;
    }
    match root.get("version") {
        Some(version) if version.as_scalar().is_some_and(|v| &**v == "1") => {}
        Some(version) => {
            reader.wrong(Code::UnknownChoice, "this kanjo reads version 1", version.span, "")
        }
        None => {
            let start = Span::new(file, 0, 0);
            let help = "start the file with `version: 1`";
            reader.wrong(Code::MissingKey, "the file has no `version`", start, help);
        }
    }
}

fn rule(
    node: &Node,
    place: &str,
    names: &mut BTreeMap<Arc<str>, Span>,
    reader: &mut Reader<'_>,
) -> Option<Rule> {
    let budget = place == "a budget";
    reader.map(node, if budget { &BUDGET } else { &RULE }, place)?;
    let name = reader.needed(node, "name", place, "name: no-multi-az-outside-production");
    if let (Some(name), Some(at)) = (&name, node.get("name")) {
        unique(name, at.span, names, reader);
    }
    let level = node.get("severity").map_or(Some(Level::Error), |node| level(node, reader));
    let message = node.get("message").and_then(|node| reader.text(node, "`message`"));
    let (matching, demand) = match budget {
        true => (budget_match(node, reader), monthly(node, reader)),
        false => {
            let matching = node.get("match").map(|node| read_match(node, reader));
            (matching.unwrap_or_default(), demand(node, reader))
        }
    };
    let at = reader.sources.locate(node.get("name").map_or(node.span, |name| name.span));
    Some(Rule { name: name?, level: level?, message, matching, demand: demand?, at })
}

/// A name means one thing in all files.
fn unique(
    name: &Arc<str>,
    span: Span,
    names: &mut BTreeMap<Arc<str>, Span>,
    reader: &mut Reader<'_>,
) {
    if &**name == WAIVER_EXPIRED {
        let message = format!("`{name}` is the name of kanjo's own rule");
        reader.wrong(Code::BadPolicy, message, span, "");
    }
    match names.get(name) {
        Some(first) => reader.errors.push(
            Diagnostic::new(Code::DuplicateKey, format!("two rules are called `{name}`"))
                .at(span, "the second")
                .at(*first, "the first"),
        ),
        None => {
            names.insert(Arc::clone(name), span);
        }
    }
}

fn level(node: &Node, reader: &mut Reader<'_>) -> Option<Level> {
    match node.as_scalar().map(|text| &**text) {
        Some("error") => Some(Level::Error),
        Some("warning") => Some(Level::Warning),
        other => {
            let near = nearest(other.unwrap_or(""), ["error", "warning"]);
            let help = near.map(|near| format!("did you mean `{near}`?")).unwrap_or_default();
            let message = "a severity is `error` or `warning`";
            reader.wrong(Code::UnknownChoice, message, node.span, &help);
            None
        }
    }
}

fn read_match(node: &Node, reader: &mut Reader<'_>) -> Match {
    let mut found = Match::default();
    let Some(entries) = reader.map(node, &MATCH, "`match`") else { return found };
    for entry in entries {
        let what = format!("`{}`", entry.key);
        let globs = match &*entry.key {
            "environment" => &mut found.environments,
            "kind" => &mut found.kinds,
            "resource" => &mut found.resources,
            "accounts" => &mut found.accounts,
            "regions" => &mut found.regions,
            "types" => &mut found.types,
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

fn tags(node: &Node, what: &str, reader: &mut Reader<'_>) -> Vec<(Arc<str>, Vec<Arc<str>>)> {
    let Some(entries) = node.entries() else {
        let message = format!("{what} is a map of tag to value");
        reader.wrong(Code::WrongType, message, node.span, "{Env: [dev, stg]}");
        return Vec::new();
    };
    let tag = |e: &tree::Entry| (Arc::clone(&e.key), reader.texts(&e.value, "a tag's value"));
    entries.iter().map(tag).collect()
}

fn budget_match(node: &Node, reader: &mut Reader<'_>) -> Match {
    Match {
        environments: node
            .get("environment")
            .map_or_else(Vec::new, |node| reader.texts(node, "`environment`")),
        tags: node.get("tag").map_or_else(Vec::new, |node| tags(node, "`tag`", reader)),
        ..Match::default()
    }
}

fn monthly(node: &Node, reader: &mut Reader<'_>) -> Option<Demand> {
    match node.get("monthly") {
        Some(node) => reader.money(node, "`monthly`").map(Demand::Budget),
        None => {
            let message = "a budget has no `monthly`";
            reader.wrong(Code::MissingKey, message, node.span, "monthly: 400 USD");
            None
        }
    }
}

fn demand(node: &Node, reader: &mut Reader<'_>) -> Option<Demand> {
    let given: Vec<(&str, &Node)> =
        DEMANDS.iter().filter_map(|key| Some((*key, node.get(key)?))).collect();
    let [(key, value)] = given.as_slice() else {
        let message = match given.is_empty() {
            true => "the rule demands nothing",
            false => "the rule demands two things",
        };
        let help = format!("a rule has exactly one of {}", DEMANDS.join(", "));
        reader.wrong(Code::BadPolicy, message, node.span, &help);
        return None;
    };
    match *key {
        "max_increase" => max_increase(value, reader),
        "require_tags" => Some(Demand::RequireTags(reader.texts(value, "`require_tags`"))),
        "forbid" => forbid(value, reader),
        _ if value.as_scalar().is_some_and(|text| &**text == "true") => {
            Some(Demand::RequireSchedule)
        }
        _ => {
            let help = "write `require_schedule: true`, or leave the rule out";
            reader.wrong(Code::WrongType, "`require_schedule` is true", value.span, help);
            None
        }
    }
}

fn max_increase(node: &Node, reader: &mut Reader<'_>) -> Option<Demand> {
    reader.map(node, &["amount", "percent"], "`max_increase`")?;
    let amount = node.get("amount").map(|node| reader.money(node, "`amount`"));
    let percent = node.get("percent").map(|node| reader.percent(node, "`percent`"));
    if amount.is_none() && percent.is_none() {
        let help = "{amount: 50 USD, percent: 10 %}; either is enough";
        reader.wrong(Code::MissingKey, "`max_increase` has no limit", node.span, help);
        return None;
    }
    Some(Demand::MaxIncrease { amount: amount.flatten(), percent: percent.flatten() })
}

fn forbid(node: &Node, reader: &mut Reader<'_>) -> Option<Demand> {
    reader.map(node, &["kind", "where"], "`forbid`")?;
    let Some(kind) = node.get("kind") else {
        let help = "forbid: {kind: aws.rds, where: multi_az == true}";
        reader.wrong(Code::MissingKey, "`forbid` has no `kind`", node.span, help);
        return None;
    };
    let kinds = reader.texts(kind, "`kind`");
    let condition = match node.get("where") {
        None => None,
        Some(node) => Some(condition(node, reader)?),
    };
    for name in &kinds {
        match reader.catalog.kind(name, reader.sources) {
            Ok(found) => {
                let known: Vec<&str> =
                    found.inputs.iter().map(|i| &*i.name).chain(NAMES).chain(["local"]).collect();
                let place = format!("{name} has no input");
                if let Some(condition) = &condition {
                    check(&condition.expr, &known, &place, &mut reader.errors);
                }
            }
            Err(list) => list.into_iter().for_each(|d| reader.errors.push(d.at(kind.span, "here"))),
        }
    }
    Some(Demand::Forbid { kinds, condition })
}

fn condition(node: &Node, reader: &mut Reader<'_>) -> Option<Condition> {
    let text = reader.text(node, "`where`")?;
    match expr::parse(&text, inner_span(node)) {
        Ok(expr) => Some(Condition { text, expr }),
        Err(fault) => {
            reader.errors.push(fault.diagnostic());
            None
        }
    }
}

/// Unknown names and functions, found when the file is read and not when
/// somebody's topology first reaches them.
fn check(expr: &Expr, known: &[&str], place: &str, errors: &mut Diagnostics) {
    expr.visit_variables(&mut |name, span| {
        if !known.contains(&name) {
            let near = nearest(name, known.iter().copied());
            errors.push(
                Diagnostic::new(Code::UnknownName, format!("{place} `{name}`"))
                    .at(span, "unknown")
                    .help_if(near.map(|near| format!("did you mean `{near}`?"))),
            );
        }
    });
    expr.visit_calls(&mut |name, count, span| {
        let problem = match signature(name) {
            None => format!("there is no function `{name}`"),
            Some(s) if count < s.least || count > s.most => {
                format!("`{name}` does not take {count} arguments")
            }
            Some(_) => return,
        };
        errors.push(Diagnostic::new(Code::BadFormula, problem).at(span, "here"));
    });
}
