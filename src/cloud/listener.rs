//! Off-hours pages: one rule of a listener, known as ours by its tag.

use super::endpoint::BALANCERS;
use super::session::Session;
use super::xml::Node;
use super::{numbered, odd, pages};
use crate::offhours::machine::page::Page;
use crate::offhours::machine::{Call, Failure, Observed, Why};
use crate::offhours::page::{BODY, HOSTS, parts_of};
use crate::offhours::{State, Target};
use serde_json::Value;
use std::collections::BTreeMap;

/// The tag of a rule that is a page.
const TAG: &str = "kanjo:page";

type Parameters = Vec<(String, String)>;

/// Adds whether visitors see it, and the tags that guards read: those of the
/// balancer and of the listener.
pub fn look(session: &Session, target: Target) -> Result<Target, Failure> {
    let (listener, _) = parts_of(&target.id).ok_or_else(|| odd("listener"))?;
    let (page, _) = read(session, &target.id)?;
    let state = if page.shown { State::Off } else { State::On };
    let balancer: Vec<&str> = listener.split('/').take(4).collect();
    let balancer = balancer.join("/").replace(":listener/", ":loadbalancer/");
    let tags = match page.refused {
        Some(Why::NoListener) => BTreeMap::new(),
        // The tags of the listener win.
        _ => {
            let mut all = tags(session, &[&balancer, listener])?;
            let mut found = all.remove(&balancer).unwrap_or_default();
            found.extend(all.remove(listener).unwrap_or_default());
            found
        }
    };
    Ok(Target { state, tags, ..target })
}

type Tags = BTreeMap<String, String>;

/// The tags of balancers, listeners and rules, by their ARNs: of twenty at most.
pub(super) fn tags(session: &Session, arns: &[&str]) -> Result<BTreeMap<String, Tags>, Failure> {
    let parameters = numbered("ResourceArns.member", arns);
    let answer = session.client.query(&BALANCERS, "DescribeTags", &parameters)?;
    let found = answer.find("TagDescriptions").ok_or_else(|| odd("TagDescriptions"))?;
    let one = |node: &Node| Some((node.get("ResourceArn")?.to_owned(), node.tags("Tags")));
    Ok(found.children.iter().filter_map(one).collect())
}

/// What the listener has at the priority of a page, and the rule if it is ours.
fn read(session: &Session, id: &str) -> Result<(Page, Option<String>), Failure> {
    let (listener, priority) = parts_of(id).ok_or_else(|| odd("listener"))?;
    let mut page = Page { priority, ..Page::default() };
    let asked = [("ListenerArn".to_owned(), listener.to_owned())];
    let marks = ["Marker", "NextMarker"];
    let rules: Vec<Node> =
        match pages::nodes(&session.client, &BALANCERS, "DescribeRules", "Rules", marks, &asked) {
            Ok(rules) => rules,
            Err(failure) if failure.code.starts_with("ListenerNotFound") => {
                page.refused = Some(Why::NoListener);
                return Ok((page, None));
            }
            Err(failure) => return Err(failure),
        };
    let Some(rule) = rules.iter().find(|rule| rule.number("Priority") == Some(priority)) else {
        return Ok((page, None));
    };
    let arn = rule.get("RuleArn").ok_or_else(|| odd("RuleArn"))?;
    page.shown = tags(session, &[arn])?.get(arn).is_some_and(|tags| tags.contains_key(TAG));
    if !page.shown {
        page.refused = Some(Why::RuleTaken(arn.to_owned()));
    }
    let own = page.shown.then(|| arn.to_owned());
    Ok((page, own))
}

pub fn observe(session: &Session, targets: &[&Target]) -> Vec<Result<Observed, Failure>> {
    let one = |target: &&Target| Ok(Observed::Page(read(session, &target.id)?.0));
    targets.iter().map(one).collect()
}

/// Makes a call of the machine.
pub fn call(session: &Session, target: &Target, call: &Call) -> Result<(), Failure> {
    let (action, parameters) = match call {
        Call::ShowPage => ("CreateRule", rule(target).ok_or_else(|| odd("page"))?),
        // Only a rule that has our tag now is deleted.
        Call::HidePage => match read(session, &target.id)? {
            (_, Some(arn)) => ("DeleteRule", vec![("RuleArn".to_owned(), arn)]),
            (_, None) => return Ok(()),
        },
        other => return Err(super::unfit(target, other)),
    };
    session.client.query(&BALANCERS, action, &parameters).map(drop)
}

/// The rule that shows a page.
fn rule(target: &Target) -> Option<Parameters> {
    let (listener, priority) = parts_of(&target.id)?;
    let body = target.detail(BODY)?;
    let kind = if body.starts_with('<') { "text/html" } else { "text/plain" };
    let mut all: Parameters = Vec::new();
    let mut set = |key: &str, value: &str| all.push((key.to_owned(), value.to_owned()));
    set("ListenerArn", listener);
    set("Priority", &priority.to_string());
    set("Conditions.member.1.Field", "path-pattern");
    set("Conditions.member.1.PathPatternConfig.Values.member.1", "*");
    let hosts = target.details.get(HOSTS).and_then(Value::as_array).into_iter().flatten();
    let hosts: Vec<&str> = hosts.filter_map(Value::as_str).collect();
    if !hosts.is_empty() {
        set("Conditions.member.2.Field", "host-header");
    }
    let fixed = "Actions.member.1.FixedResponseConfig";
    set("Actions.member.1.Type", "fixed-response");
    set(&format!("{fixed}.StatusCode"), "503");
    set(&format!("{fixed}.ContentType"), kind);
    set(&format!("{fixed}.MessageBody"), body);
    set("Tags.member.1.Key", TAG);
    set("Tags.member.1.Value", &target.name);
    all.extend(numbered("Conditions.member.2.HostHeaderConfig.Values.member", hosts));
    Some(all)
}
