//! Waivers: an exception has a reason and an end, and covers what it names.

use crate::catalog::matches;
use crate::check::reader::Reader;
use crate::check::{Finding, Level, Note, NoteAbout, Rule, WAIVER_EXPIRED, Waived, Waiver, What};
use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::topology::tree::Node;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

const KEYS: [&str; 5] = ["rule", "resource", "environment", "reason", "expires"];

/// What a waiver is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Rule,
    /// A rule of the catalogue's advice: declined, not excepted.
    Advice,
}

/// Reads one waiver. `names` has all rules, also those that could not be read.
pub fn read(
    node: &Node,
    rules: &[Rule],
    names: &BTreeMap<Arc<str>, Span>,
    reader: &mut Reader<'_>,
) -> Option<(Waiver, Of)> {
    let place = "a waiver";
    reader.map(node, &KEYS, place)?;
    let rule = reader.needed(node, "rule", place, "rule: the name of a rule or budget");
    let reason = reader.needed(node, "reason", place, "reason: load test until the release");
    let expires = match node.get("expires") {
        Some(node) => reader.date(node, "`expires`"),
        None => {
            let help = "expires: 2027-03-31; no exception is for ever";
            reader.wrong(Code::MissingKey, "a waiver has no `expires`", node.span, help);
            None
        }
    };
    let resource = node.get("resource").map(|node| reader.text(node, "`resource`"));
    let environment = node.get("environment").map(|node| reader.text(node, "`environment`"));
    let name = rule?;
    let at = reader.sources.locate(node.get("rule").map_or(node.span, |rule| rule.span));
    let advice = match names.contains_key(&name) {
        true => Vec::new(),
        false => advice_names(reader),
    };
    if advice.contains(&name) {
        let (resource, environment) = (resource.flatten(), environment.flatten());
        let waiver =
            Waiver { rule: name, resource, environment, reason: reason?, expires: expires?, at };
        return Some((waiver, Of::Advice));
    }
    if !names.contains_key(&name) {
        let known = names.keys().chain(&advice);
        let near = nearest(&name, known.map(|name| &**name));
        let help = near.map(|near| format!("did you mean `{near}`?"));
        let span = node.get("rule").map_or(node.span, |rule| rule.span);
        reader.errors.push(
            Diagnostic::new(
                Code::BadPolicy,
                format!("no rule, budget or advice is called `{name}`"),
            )
            .at(span, "to waive")
            .help_if(help),
        );
        return None;
    }
    // A rule that could not be read has its own message.
    let rule = rules.iter().find(|rule| rule.name == name)?;
    match (rule.demand.is_of_a_sum(), &resource, &environment) {
        (false, None, _) => {
            let help = "resource: db; `*` stands for anything";
            reader.wrong(Code::MissingKey, "the waiver names no `resource`", node.span, help);
            return None;
        }
        (true, None, None) | (false, Some(_), _) => {}
        (true, ..) => {
            let message = format!("`{name}` is about a sum and not about one resource");
            let help = "waive it without `resource` and `environment`";
            reader.wrong(Code::BadPolicy, message, node.span, help);
            return None;
        }
    }
    let waiver = Waiver {
        rule: name,
        resource: resource.flatten(),
        environment: environment.flatten(),
        reason: reason?,
        expires: expires?,
        at,
    };
    Some((waiver, Of::Rule))
}

/// The names of the catalogue's advice rules; asked for only where a waiver is
/// of no rule of the policies.
fn advice_names(reader: &mut Reader<'_>) -> Vec<Arc<str>> {
    match reader.catalog.advice(reader.sources) {
        Ok(rules) => rules.iter().map(|rule| Arc::clone(&rule.name)).collect(),
        Err(list) => {
            list.into_iter().for_each(|d| reader.errors.push(d));
            Vec::new()
        }
    }
}

impl Waiver {
    /// Whether it is about a finding, whatever the day.
    fn names(&self, finding: &Finding) -> bool {
        let fits = |glob: &Option<Arc<str>>, text: &Option<Arc<str>>| match (glob, text) {
            (None, _) => true,
            (Some(glob), Some(text)) => matches(glob, text),
            (Some(_), None) => false,
        };
        self.rule == finding.rule
            && fits(&self.resource, &finding.resource)
            && fits(&self.environment, &finding.environment)
    }
}

/// Marks what is waived on `today`, and reports waivers whose day is over: what
/// they covered is open again, and they are to be renewed or taken out.
pub fn apply(waivers: &[Waiver], today: Date, findings: &mut Vec<Finding>, notes: &mut Vec<Note>) {
    let mut expired = Vec::new();
    for waiver in waivers {
        if waiver.expires < today {
            expired.push(Finding {
                rule: Arc::from(WAIVER_EXPIRED),
                level: Level::Warning,
                what: What::WaiverExpired {
                    rule: Arc::clone(&waiver.rule),
                    reason: Arc::clone(&waiver.reason),
                    expires: waiver.expires,
                },
                environment: waiver.environment.clone(),
                resource: waiver.resource.clone(),
                kind: None,
                message: None,
                at: waiver.at.clone(),
                waived: None,
            });
            continue;
        }
        let mut used = false;
        for finding in findings.iter_mut().filter(|finding| waiver.names(finding)) {
            used = true;
            let waived = Waived { reason: Arc::clone(&waiver.reason), expires: waiver.expires };
            finding.waived.get_or_insert(waived);
        }
        if !used {
            notes.push(Note {
                rule: Arc::clone(&waiver.rule),
                environment: waiver.environment.clone(),
                resource: waiver.resource.clone(),
                about: NoteAbout::WaiverUnused,
            });
        }
    }
    findings.extend(expired);
}
