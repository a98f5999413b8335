//! What a rule proposes for a subject, or why it is silent.

use crate::advice::facts::{Facts, Names, STAGE};
use crate::advice::overlay::sets;
use crate::advice::{Subject, Why};
use crate::catalog::{About, AdviceRule, Said};
use crate::diagnostic::{Diagnostic, Location};
use crate::expr::{Expr, Fault, Notes, Origin, Value, eval};
use crate::quantity::{Case, Number};
use crate::topology::{Environment, Resource};
use std::sync::Arc;

/// A rule at a place, with the alternative that it tries.
#[derive(Clone, Debug)]
pub struct Place {
    pub rule: Arc<AdviceRule>,
    pub subject: Subject,
    pub alternative: usize,
}

/// What a rule says at a place.
#[derive(Debug)]
pub enum Answer {
    /// It is not about this.
    Silent,
    Quiet(Why),
    Proposes(Proposal),
}

#[derive(Debug)]
pub struct Proposal {
    pub place: Place,
    pub sets: Vec<Arc<str>>,
    pub because: Said,
    pub at: Option<Location>,
}

/// Every place at which a rule may speak.
pub fn places(rules: &[Arc<AdviceRule>], facts: &Facts<'_>) -> Result<Vec<Place>, Diagnostic> {
    let mut found = Vec::new();
    for rule in rules {
        let mut add = |subject: Subject, names: &Names| -> Result<(), Diagnostic> {
            for alternative in 0..alternatives(rule, names)?.len() {
                let rule = Arc::clone(rule);
                found.push(Place { rule, subject: subject.clone(), alternative });
            }
            Ok(())
        };
        let environments = facts.model.project.environments.iter().enumerate();
        match &rule.about {
            About::Bill => add(
                Subject { environment: None, resource: None, kind: None },
                &facts.of_bill(rule, expected(facts)),
            )?,
            About::Environment => {
                for (place, environment) in environments {
                    let names = facts.of_environment(rule, place, environment, expected(facts));
                    add(subject(environment, None), &names)?;
                }
            }
            About::Kinds(kinds) => {
                for (place, environment) in environments {
                    let of = |r: &&Resource| kinds.contains(&r.kind.name);
                    for resource in environment.resources.iter().filter(of) {
                        let names = facts.of_resource(rule, place, resource, expected(facts));
                        add(subject(environment, Some(resource)), &names)?;
                    }
                }
            }
        }
    }
    Ok(found)
}

fn subject(environment: &Environment, resource: Option<&Resource>) -> Subject {
    Subject {
        environment: Some(Arc::clone(&environment.name)),
        resource: resource.map(|r| Arc::clone(&r.name)),
        kind: resource.map(|r| Arc::clone(&r.kind.name)),
    }
}

/// Where the expected case stands.
fn expected(facts: &Facts<'_>) -> usize {
    facts.cases.iter().position(|case| *case == Case::Expected).unwrap_or(0)
}

/// The elements of a rule's `for_each`; one without any.
fn alternatives(rule: &AdviceRule, names: &Names) -> Result<Vec<Value>, Diagnostic> {
    let Some(each) = &rule.for_each else { return Ok(vec![Value::Null]) };
    Ok(match value(each, names)? {
        Value::List(items) => items.to_vec(),
        _ => Vec::new(),
    })
}

fn value(expr: &Expr, names: &Names) -> Result<Value, Diagnostic> {
    eval(expr, names, &mut Notes::default()).map_err(Fault::diagnostic)
}

/// The names at a place, in each case; `None` if it is gone.
fn names(place: &Place, facts: &Facts<'_>) -> Result<Option<Vec<Names>>, Diagnostic> {
    let subject = &place.subject;
    let mut environments = facts.model.project.environments.iter().enumerate();
    let environment = environments.find(|(_, e)| Some(&e.name) == subject.environment.as_ref());
    let resource =
        facts.resource(subject).filter(|(_, r)| Some(&r.kind.name) == subject.kind.as_ref());
    let mut all = Vec::with_capacity(facts.cases.len());
    for case in 0..facts.cases.len() {
        let mut names = match (&place.rule.about, environment, resource) {
            (About::Bill, ..) => facts.of_bill(&place.rule, case),
            (About::Environment, Some((at, environment)), _) => {
                facts.of_environment(&place.rule, at, environment, case)
            }
            (About::Kinds(_), _, Some((at, resource))) => {
                facts.of_resource(&place.rule, at, resource, case)
            }
            _ => return Ok(None),
        };
        let own = alternatives(&place.rule, &names)?.get(place.alternative).cloned();
        names.insert("each".to_owned(), own.unwrap_or_default());
        all.push(names);
    }
    Ok(Some(all))
}

/// Asks the rule.
pub fn ask(place: &Place, facts: &Facts<'_>) -> Result<Answer, Diagnostic> {
    let Some(names) = names(place, facts)? else { return Ok(Answer::Silent) };
    let Some(own) = names.get(expected(facts)) else { return Ok(Answer::Silent) };
    let rule = &place.rule;
    match value(&rule.when, own)? {
        Value::Unknown(origin) => return Ok(Answer::Quiet(needs(&origin))),
        Value::Bool(true) => {}
        _ => return Ok(Answer::Silent),
    }
    if let Some(cannot) = &rule.cannot {
        return Ok(Answer::Quiet(Why::Cannot(cannot.clone())));
    }
    let overlays: Result<Vec<Value>, Diagnostic> =
        names.iter().map(|names| value(&rule.overlay, names)).collect();
    let sets = match sets(&overlays?, &prefix(place, facts)) {
        Ok(sets) => sets,
        Err(origin) => return Ok(Answer::Quiet(needs(&origin))),
    };
    let mut said = Vec::new();
    for text in &rule.because {
        match value(text, own)? {
            Value::Unknown(origin) => return Ok(Answer::Quiet(needs(&origin))),
            value => said.push(value.to_text().unwrap_or_else(|| Arc::from(""))),
        }
    }
    let mut said = said.into_iter();
    let mut next = || said.next().unwrap_or_else(|| Arc::from(""));
    let because = Said { en: next(), ja: next() };
    Ok(Answer::Proposes(Proposal { place: place.clone(), sets, because, at: at(place, facts) }))
}

/// What stands in front of an overlay's paths. A file without environments
/// needs nothing there.
fn prefix<'a>(place: &'a Place, facts: &Facts<'_>) -> Vec<&'a str> {
    match place.subject.environment.as_deref() {
        Some("default") if facts.model.project.environments.len() == 1 => Vec::new(),
        Some(environment) => vec!["environments", environment],
        None => Vec::new(),
    }
}

fn at(place: &Place, facts: &Facts<'_>) -> Option<Location> {
    facts.resource(&place.subject).and_then(|(_, resource)| resource.at.clone())
}

/// What an unknown asks a person for.
fn needs(origin: &Origin) -> Why {
    match origin {
        Origin::Unset { input } => Why::Unset(Arc::clone(input)),
        Origin::Unresolved { why, .. } if &**why == STAGE => Why::Stage,
        Origin::Unresolved { why, .. } => Why::Open(Arc::clone(why)),
        Origin::Computed { address, path } => Why::Open(Arc::from(format!("{address}.{path}"))),
        Origin::Overflow => Why::Open(Arc::from("a number does not fit 28 digits")),
    }
}

/// Where the file stands on a rule's break-even, and the `--set`s that put it
/// at `at` instead.
pub fn stands(place: &Place, facts: &Facts<'_>) -> Result<Option<Number>, Diagnostic> {
    let (Some(rule), Some(names)) = (&place.rule.break_even, names(place, facts)?) else {
        return Ok(None);
    };
    match names.get(expected(facts)) {
        Some(own) => Ok(value(&rule.of, own)?.as_number()),
        None => Ok(None),
    }
}

/// The `--set`s that put the file at `at` of a rule's break-even.
pub fn moved(
    place: &Place,
    facts: &Facts<'_>,
    at: Number,
) -> Result<Option<Vec<Arc<str>>>, Diagnostic> {
    let (Some(rule), Some(names)) = (&place.rule.break_even, names(place, facts)?) else {
        return Ok(None);
    };
    let Some(own) = names.get(expected(facts)) else { return Ok(None) };
    let mut own = own.clone();
    own.insert("at".to_owned(), Value::Number(at));
    Ok(sets(&[value(&rule.set, &own)?], &prefix(place, facts)).ok())
}
