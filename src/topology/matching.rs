//! The `match` block: how a bill's rows find their place in the file.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::topology::Document;
use crate::topology::tree::Node;
use std::sync::Arc;

/// What an untagged row belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchRule {
    /// Globs; `None` stands for anything.
    pub service: Option<Arc<str>>,
    pub usage_type: Option<Arc<str>>,
    pub operation: Option<Arc<str>>,
    pub account: Option<Arc<str>>,
    pub resource: Option<Arc<str>>,
    pub environment: Option<Arc<str>>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matching {
    /// Tags whose values are the names of environments and resources.
    pub environment: Option<Arc<str>>,
    pub resource: Option<Arc<str>>,
    pub rules: Vec<MatchRule>,
}

const KEYS: [&str; 3] = ["environment", "resource", "rules"];
const RULE: [&str; 3] = ["when", "resource", "environment"];
const WHEN: [&str; 4] = ["service", "usage_type", "operation", "account"];

impl Document {
    /// How a bill's rows find their place in the file.
    pub fn matching(&self) -> Result<Matching, Diagnostics> {
        matching(self.root.get("match"))
    }

    /// The file as it is written.
    pub fn root(&self) -> &Node {
        &self.root
    }
}

/// Reads `match: {environment: tag.Env, resource: tag.Component, rules: […]}`.
fn matching(node: Option<&Node>) -> Result<Matching, Diagnostics> {
    let Some(node) = node else { return Ok(Matching::default()) };
    let mut errors = Diagnostics::default();
    only(node, &KEYS, &mut errors);
    let mut tag = |key: &str| {
        let value = node.get(key)?;
        let name = value.as_scalar().and_then(|text| text.strip_prefix("tag."));
        if name.is_none_or(str::is_empty) {
            let message = format!("match.{key} is a tag, such as tag.{key}");
            errors.push(Diagnostic::new(Code::WrongType, message).at(value.span, "here"));
        }
        name.map(Arc::from)
    };
    let (environment, resource) = (tag("environment"), tag("resource"));
    let rules = node.get("rules").and_then(Node::items).unwrap_or(&[]);
    let rules = rules.iter().map(|rule| {
        only(rule, &RULE, &mut errors);
        let when = rule.get("when");
        when.into_iter().for_each(|when| only(when, &WHEN, &mut errors));
        let of = |node: Option<&Node>, key| node.and_then(|n| n.get(key)?.as_scalar().cloned());
        let found = MatchRule {
            service: of(when, "service"),
            usage_type: of(when, "usage_type"),
            operation: of(when, "operation"),
            account: of(when, "account"),
            resource: of(Some(rule), "resource"),
            environment: of(Some(rule), "environment"),
        };
        if found.resource.is_none() && found.environment.is_none() {
            let message = "a rule says what its rows belong to";
            let help = "{when: {usage_type: \"*NatGateway*\"}, resource: nat}";
            errors
                .push(Diagnostic::new(Code::MissingKey, message).at(rule.span, "here").help(help));
        }
        found
    });
    let rules = rules.collect();
    errors.into_result(Matching { environment, resource, rules })
}

fn only(node: &Node, keys: &[&str], errors: &mut Diagnostics) {
    for entry in node.entries().unwrap_or(&[]) {
        if !keys.contains(&&*entry.key) {
            let near = nearest(&entry.key, keys.iter().copied());
            errors.push(
                Diagnostic::new(Code::UnknownKey, format!("`{}` is not known here", entry.key))
                    .at(entry.key_span, "this key")
                    .help_if(near.map(|n| format!("did you mean `{n}`?"))),
            );
        }
    }
}
