//! The names that a rule's formulas see.

use crate::advice::stage::{Stage, stage};
use crate::advice::{Asked, Model, Subject};
use crate::bill::{Category, OffHours};
use crate::catalog::AdviceRule;
use crate::expr::{Origin, Value};
use crate::quantity::{Case, sum};
use crate::topology::{Commitment, Environment, Resource, Terms};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Names that a rule about a resource sees beside the inputs of its kind.
pub const OF_RESOURCE: &[&str] = &[
    "name",
    "environment",
    "region",
    "count",
    "schedule",
    "stage",
    "all",
    "period_hours",
    "local",
    "each",
];
/// Names that a rule about an environment sees.
pub const OF_ENVIRONMENT: &[&str] = &[
    "environment",
    "stage",
    "timezone",
    "schedules",
    "stops",
    "all",
    "period_hours",
    "local",
    "each",
];
/// Names that a rule about the bill sees.
pub const OF_BILL: &[&str] = &["commitments", "period_hours", "local", "each"];

/// Why a stage is unknown; the reports have words of their own for it.
pub const STAGE: &str = "stage";

pub type Names = BTreeMap<String, Value>;

/// What rules see of one state of a file, made once for it.
pub struct Facts<'a> {
    pub model: &'a Model,
    schedules: Value,
    hours: Value,
    /// One for each case that the file has.
    pub cases: &'static [Case],
    /// Resources by kind, by environment and case.
    all: Vec<Vec<Value>>,
    /// Resources by environment and name, with the place of the environment.
    places: HashMap<(&'a str, &'a str), (usize, &'a Resource)>,
}

impl<'a> Facts<'a> {
    pub fn new(asked: &Asked<'_>, model: &'a Model) -> Facts<'a> {
        let cases: &[Case] = if model.project.varies { &Case::ALL } else { &[Case::Expected] };
        let all = model.project.environments.iter().map(|environment| {
            cases.iter().map(|case| by_kind(&environment.resources, *case)).collect()
        });
        Facts {
            all: all.collect(),
            schedules: Value::list(asked.document.schedules().into_iter().map(Value::String)),
            hours: Value::Number(asked.options.period_hours),
            places: model
                .project
                .environments
                .iter()
                .enumerate()
                .flat_map(|(at, e)| e.resources.iter().map(move |r| (at, r)))
                .map(|(at, r)| ((&*r.environment, &*r.name), (at, r)))
                .collect(),
            cases,
            model,
        }
    }

    /// The resource of a subject, with the place of its environment.
    pub fn resource(&self, subject: &Subject) -> Option<(usize, &'a Resource)> {
        let key = (subject.environment.as_deref()?, subject.resource.as_deref()?);
        self.places.get(&key).copied()
    }

    fn common(&self, rule: &AdviceRule) -> Names {
        Names::from([
            ("period_hours".to_owned(), self.hours.clone()),
            ("local".to_owned(), rule.locals.clone()),
        ])
    }

    fn all(&self, environment: usize, case: usize) -> Value {
        self.all.get(environment).and_then(|cases| cases.get(case)).cloned().unwrap_or_default()
    }

    /// Names for a rule about `resource` of the environment at that place.
    pub fn of_resource(
        &self,
        rule: &AdviceRule,
        environment: usize,
        resource: &Resource,
        case: usize,
    ) -> Names {
        let mut names = self.common(rule);
        let which = self.cases.get(case).copied().unwrap_or(Case::Expected);
        if let Value::Map(map) = described(resource, which) {
            names.extend(map.iter().map(|(key, value)| (key.to_string(), value.clone())));
        }
        names.insert("environment".to_owned(), Value::String(Arc::clone(&resource.environment)));
        names.insert("stage".to_owned(), stage_of(&resource.environment, [resource]));
        names.insert("all".to_owned(), self.all(environment, case));
        names
    }

    /// Names for a rule about an environment.
    pub fn of_environment(
        &self,
        rule: &AdviceRule,
        place: usize,
        environment: &Environment,
        case: usize,
    ) -> Names {
        let mut names = self.common(rule);
        let open = || unknown("timezone");
        let zone = environment.zone.as_ref();
        let stops = self.model.bill.charges.iter().filter(|charge| {
            charge.environment == environment.name
                && charge.off_hours == Some(OffHours::Stops)
                && charge.schedule.is_none()
        });
        let which = self.cases.get(case).copied().unwrap_or(Case::Expected);
        let stops = sum(stops.map(|charge| *charge.cost.get(which)));
        let own = [
            ("environment", Value::String(Arc::clone(&environment.name))),
            ("stage", stage_of(&environment.name, &environment.resources)),
            ("timezone", zone.map_or_else(open, |zone| Value::String(Arc::clone(&zone.name)))),
            ("schedules", self.schedules.clone()),
            ("stops", stops.map_or_else(Value::overflow, Value::Number)),
            ("all", self.all(place, case)),
        ];
        names.extend(own.map(|(name, value)| (name.to_owned(), value)));
        names
    }

    /// Names for a rule about the bill.
    pub fn of_bill(&self, rule: &AdviceRule, case: usize) -> Names {
        let which = self.cases.get(case).copied().unwrap_or(Case::Expected);
        // What a plan of the book covers is not the file's to say.
        let commitment = |one: &Commitment| {
            let Terms::Stated { discount, covers } = &one.terms else { return None };
            let unused = self.model.bill.charges.iter().filter(|charge| {
                charge.category == Category::Purchase && charge.resource == one.name
            });
            let unused = sum(unused.map(|charge| *charge.cost.get(which)));
            Some(Value::map([
                (Arc::from("name"), Value::String(Arc::clone(&one.name))),
                (Arc::from("hourly"), Value::Number(one.hourly)),
                (Arc::from("discount"), Value::Number(*discount)),
                (Arc::from("covers"), Value::list(covers.iter().cloned().map(Value::String))),
                (Arc::from("unused"), unused.map_or_else(Value::overflow, Value::Number)),
            ]))
        };
        let commitments = &self.model.project.billing.commitments;
        let mut names = self.common(rule);
        names.insert(
            "commitments".to_owned(),
            Value::list(commitments.iter().filter_map(commitment)),
        );
        names
    }
}

/// Resources by kind, in the order of the file.
fn by_kind(resources: &[Resource], case: Case) -> Value {
    let mut kinds: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    for resource in resources {
        kinds.entry(Arc::clone(&resource.kind.name)).or_default().push(described(resource, case));
    }
    Value::map(kinds.into_iter().map(|(kind, list)| (kind, Value::list(list))))
}

/// The inputs of a resource by name, with its own name, region and count. An
/// input that changes over time is no single number, and is not known here.
fn described(resource: &Resource, case: Case) -> Value {
    let mut map: BTreeMap<Arc<str>, Value> = BTreeMap::new();
    let inputs = resource.kind.inputs.iter().zip(&resource.inputs.values);
    for (at, (input, value)) in inputs.enumerate() {
        let mut value = named(value.get(case), &resource.name);
        for during in resource.inputs.during.iter().filter(|during| during.input == at) {
            let why = format!("{} of {} changes over time", input.name, resource.name);
            let field = during.field.and_then(|field| input.fields.get(field));
            value = match (field, &value) {
                (Some(field), Value::Map(map)) => {
                    let mut map = (**map).clone();
                    map.insert(Arc::clone(&field.name), unknown(&why));
                    Value::Map(Arc::new(map))
                }
                _ => unknown(&why),
            };
        }
        map.insert(Arc::clone(&input.name), value);
    }
    let count = resource.count.get(case).clone();
    map.insert(Arc::from("name"), Value::String(Arc::clone(&resource.name)));
    map.insert(Arc::from("region"), Value::String(Arc::clone(&resource.region)));
    map.insert(Arc::from("count"), count);
    let schedule = resource.schedule.as_ref().map(|s| Value::text(&s.name));
    map.insert(Arc::from("schedule"), schedule.unwrap_or_default());
    Value::Map(Arc::new(map))
}

/// What is unset says whose it is: `nat.data`.
fn named(value: &Value, resource: &str) -> Value {
    match value {
        Value::Unknown(origin) => match &**origin {
            Origin::Unset { input } => Value::unset(format!("{resource}.{input}")),
            _ => value.clone(),
        },
        Value::Map(map) => {
            Value::map(map.iter().map(|(key, value)| (Arc::clone(key), named(value, resource))))
        }
        other => other.clone(),
    }
}

fn unknown(why: &str) -> Value {
    Value::Unknown(Arc::new(Origin::Unresolved { why: Arc::from(why), span: None }))
}

/// The stage that the name says, else the tags that all resources share.
fn stage_of<'a>(name: &str, resources: impl IntoIterator<Item = &'a Resource>) -> Value {
    let mut found: Option<Option<Stage>> = None;
    for resource in resources {
        let own = stage(name, &resource.tags);
        if found.is_some_and(|other| other != own) {
            return unknown(STAGE);
        }
        found = Some(own);
    }
    found.flatten().map_or_else(|| unknown(STAGE), |stage| Value::text(stage.name()))
}
