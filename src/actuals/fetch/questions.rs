//! The questions that part a bill, and no more than needed.
//!
//! Usage types collide between services (`DataProcessing-Bytes` is CloudWatch's and
//! the load balancer's), and a question that groups by tag and usage type has no
//! room for the service. So services are put into as few sets as possible in which
//! no usage type comes twice, and each set is a filter.

use super::survey::Survey;
use super::{Costs, Question};
use crate::actuals::Wanted;
use crate::actuals::cost_explorer::Asked;
use crate::actuals::services::product_code;
use crate::bill::Record;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A question without a filter.
pub(super) fn base(costs: &Costs<'_>, by: &[(&str, &str)]) -> Value {
    let by: Vec<Value> = by.iter().map(|(kind, key)| json!({"Type": kind, "Key": key})).collect();
    let mut request = json!({
        "TimePeriod": {"Start": format!("{}-01", costs.from), "End": format!("{}-01", costs.to)},
        "Granularity": if costs.daily { "DAILY" } else { "MONTHLY" },
        "Metrics": ["AmortizedCost", "NetAmortizedCost", "UnblendedCost", "UsageQuantity"],
        "GroupBy": by,
    });
    if let (Some(view), Some(object)) = (costs.billing_view, request.as_object_mut()) {
        object.insert("BillingViewArn".to_owned(), json!(view));
    }
    request
}

/// The same with a filter, and with the tags that all questions have.
pub(super) fn filter(mut request: Value, costs: &Costs<'_>, own: Vec<Value>) -> Value {
    let tags = costs.tags.iter().map(|(key, value)| tagged(key, value));
    let mut all: Vec<Value> = own.into_iter().chain(tags).collect();
    let filter = if all.len() > 1 { Some(json!({"And": all})) } else { all.pop() };
    if let (Some(filter), Some(object)) = (filter, request.as_object_mut()) {
        object.insert("Filter".to_owned(), filter);
    }
    request
}

/// Only these values of a dimension.
pub(super) fn only<'a>(dimension: &str, values: impl Iterator<Item = &'a str>) -> Value {
    let values: Vec<&str> = values.collect();
    json!({"Dimensions": {"Key": dimension, "Values": values}})
}

fn tagged(key: &str, value: &str) -> Value {
    match value {
        "" => json!({"Tags": {"Key": key, "MatchOptions": ["ABSENT"]}}),
        value => json!({"Tags": {"Key": key, "Values": [value], "MatchOptions": ["EQUALS"]}}),
    }
}

/// All questions about usage, after the survey.
pub(super) fn of(costs: &Costs<'_>, wanted: &Wanted, survey: &Survey) -> Vec<Question> {
    let sets = sets(&survey.services);
    let environments: Vec<Option<&str>> = match survey.environments.len() {
        0 => vec![None],
        _ => survey.environments.iter().map(|value| Some(value.as_str())).collect(),
    };
    let by = match wanted.resource.as_deref() {
        Some(tag) => [("TAG", tag), ("DIMENSION", "USAGE_TYPE")],
        None => [("DIMENSION", "OPERATION"), ("DIMENSION", "USAGE_TYPE")],
    };
    let mut questions = Vec::new();
    for (kinds, record) in [(&survey.plain, Record::Usage), (&survey.covered, Record::Covered)] {
        for environment in environments.iter().filter(|_| !kinds.is_empty()) {
            for set in &sets {
                let mut own = vec![only("RECORD_TYPE", kinds.iter().map(String::as_str))];
                if sets.len() > 1 {
                    own.push(only("SERVICE", set.services.iter().map(String::as_str)));
                }
                if let (Some(key), Some(value)) = (&wanted.environment, environment) {
                    own.push(tagged(key, value));
                }
                questions.push(Question {
                    request: filter(base(costs, &by), costs, own),
                    asked: Asked {
                        environment: environment.unwrap_or_default().to_owned(),
                        record: Some(record),
                        products: Arc::clone(&set.products),
                        no_usage: false,
                    },
                });
            }
        }
    }
    questions
}

/// Services of which no two have a usage type in common.
struct Set {
    services: Vec<String>,
    products: Arc<BTreeMap<String, String>>,
}

fn sets(services: &BTreeMap<String, BTreeSet<String>>) -> Vec<Set> {
    let mut sets: Vec<(Vec<String>, BTreeMap<String, String>)> = Vec::new();
    for (service, usage_types) in services {
        let free = sets.iter_mut().find(|(_, known)| {
            !usage_types.iter().any(|usage_type| known.contains_key(usage_type))
        });
        let of = usage_types.iter().map(|u| (u.clone(), product_code(service).to_owned()));
        match free {
            Some((names, known)) => {
                names.push(service.clone());
                known.extend(of);
            }
            None => sets.push((vec![service.clone()], of.collect())),
        }
    }
    let set = |(services, products)| Set { services, products: Arc::new(products) };
    sets.into_iter().map(set).collect()
}
