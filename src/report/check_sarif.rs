//! A check as SARIF 2.1.0, which GitHub and others show beside the lines.
//!
//! A waived finding is a result with a suppression. Once one result carries
//! suppressions all must, so the others carry an empty list. What could not be
//! judged is a notification of the run and no result.

use crate::check::{Checked, Finding, Level, Note, Policies, Rule, WAIVER_EXPIRED};
use crate::diagnostic::Location;
use crate::report::Made;
use crate::report::check_words::{note, subject, whole};
use crate::report::json::pretty;
use crate::text::Lang;
use serde_json::{Value, json};

/// The check as SARIF. `folder` is the working folder: places below it are
/// written relative to it, as a checkout is.
pub fn check_sarif(
    made: &Made<'_>,
    policies: &Policies,
    checked: &Checked,
    folder: &str,
    lang: Lang,
) -> String {
    let own = json!({
        "id": WAIVER_EXPIRED,
        "shortDescription": {"text": "A waiver whose day is over"},
        "defaultConfiguration": {"level": "warning"},
    });
    let rules: Vec<Value> = policies.rules.iter().map(rule).chain([own]).collect();
    let result = |finding: &Finding| result(finding, policies, folder, lang);
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "kanjo", "version": made.version, "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications":
                    checked.notes.iter().map(|n| notification(n, lang)).collect::<Vec<_>>(),
            }],
            "results": checked.findings.iter().map(result).collect::<Vec<_>>(),
        }],
    }))
}

fn level(level: Level) -> &'static str {
    level.name()
}

fn rule(rule: &Rule) -> Value {
    let text = rule.message.as_deref().unwrap_or(&rule.name);
    json!({
        "id": &*rule.name,
        "shortDescription": {"text": text},
        "defaultConfiguration": {"level": level(rule.level)},
        "properties": {"tags": ["cost", rule.demand.name()]},
    })
}

fn result(finding: &Finding, policies: &Policies, folder: &str, lang: Lang) -> Value {
    let place = policies.rules.iter().position(|rule| rule.name == finding.rule);
    let name = subject(finding.environment.as_deref(), finding.resource.as_deref());
    let text = match name.is_empty() {
        true => whole(finding, lang),
        false => format!("{name}: {}", whole(finding, lang)),
    };
    let mut location = json!({"physicalLocation": physical(&finding.at, folder)});
    if let (false, Some(object)) = (name.is_empty(), location.as_object_mut()) {
        let logical = json!([{"fullyQualifiedName": name, "kind": "resource"}]);
        object.insert("logicalLocations".into(), logical);
    }
    let suppressions = finding.waived.iter().map(|waived| {
        json!({
            "kind": "external",
            "status": "accepted",
            "justification": format!("{} ({})", waived.reason, waived.expires),
        })
    });
    json!({
        "ruleId": &*finding.rule,
        "ruleIndex": place.unwrap_or(policies.rules.len()),
        "level": level(finding.level),
        "message": {"text": text},
        "locations": [location],
        // The same finding after its line moved.
        "partialFingerprints": {"kanjo/v1": format!("{}/{}/{name}", finding.rule, finding.what.name())},
        "suppressions": suppressions.collect::<Vec<_>>(),
    })
}

fn notification(one: &Note, lang: Lang) -> Value {
    let name = subject(one.environment.as_deref(), one.resource.as_deref());
    let text = match name.is_empty() {
        true => format!("{}: {}", one.rule, note(one, lang)),
        false => format!("{}: {name}: {}", one.rule, note(one, lang)),
    };
    json!({
        "level": "note",
        "message": {"text": text},
        "associatedRule": {"id": &*one.rule},
    })
}

fn physical(at: &Location, folder: &str) -> Value {
    let region = json!({"startLine": at.line, "startColumn": at.column});
    let uri = uri(&at.file, folder);
    let artifact = match uri.contains("://") {
        true => json!({"uri": uri}),
        false => json!({"uri": uri, "uriBaseId": "%SRCROOT%"}),
    };
    json!({"artifactLocation": artifact, "region": region})
}

/// The path as a URI: relative to the working folder wherever it is below it.
fn uri(file: &str, folder: &str) -> String {
    let (file, folder) = (file.replace('\\', "/"), folder.replace('\\', "/"));
    let below = file.strip_prefix(folder.trim_end_matches('/'));
    let relative = match below.and_then(|rest| rest.strip_prefix('/')) {
        Some(rest) if !folder.is_empty() => rest,
        _ => &file,
    };
    let mut relative = relative;
    while let Some(rest) = relative.strip_prefix("./") {
        relative = rest;
    }
    let mut out = String::new();
    let absolute = relative.starts_with('/') || relative.get(1..3) == Some(":/");
    if absolute {
        out.push_str(if relative.starts_with('/') { "file://" } else { "file:///" });
    }
    for byte in relative.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        // A drive's colon stands behind `file:///`.
        if plain || (absolute && byte == b':') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn places_are_relative_to_the_checkout() {
        assert_eq!(uri("./a/kanjo.yaml", "/work"), "a/kanjo.yaml");
        assert_eq!(uri("/work/a b/kanjo.yaml", "/work"), "a%20b/kanjo.yaml");
        assert_eq!(uri("/workshop/kanjo.yaml", "/work"), "file:///workshop/kanjo.yaml");
        assert_eq!(uri("C:\\work\\勘.yaml", "C:\\work"), "%E5%8B%98.yaml");
        assert_eq!(uri("D:\\x.yaml", "C:\\work"), "file:///D:/x.yaml");
        assert_eq!(uri("a:b/kanjo.yaml", ""), "a%3Ab/kanjo.yaml");
    }
}
