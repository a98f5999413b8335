//! Services of JSON that are only on or off: App Runner services and SageMaker
//! notebook instances. Each is listed, described for its tags, and switched.

use super::endpoint::{APPRUNNER, SAGEMAKER, Service};
use super::session::Session;
use super::{odd, pages, text};
use crate::offhours::machine::device::{Device, NOTEBOOK, RUNNER, Words};
use crate::offhours::machine::{Call, Failure, Observed};
use crate::offhours::{State, Target};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How a service of this form is asked.
struct Form {
    kind: &'static str,
    service: Service,
    words: Words,
    list: &'static str,
    items: &'static str,
    arn: &'static str,
    name: &'static str,
    status: &'static str,
    /// The call that describes one, its parameter, and what its answer is in.
    describe: (&'static str, &'static str, Option<&'static str>),
    /// The call that lists tags, its parameter.
    tags: (&'static str, &'static str),
    stop: &'static str,
    start: &'static str,
}

pub const RUNNERS: &str = "apprunner:service";
pub const NOTEBOOKS: &str = "sagemaker:notebook-instance";

const FORMS: [Form; 2] = [
    Form {
        kind: RUNNERS,
        service: APPRUNNER,
        words: RUNNER,
        list: "ListServices",
        items: "ServiceSummaryList",
        arn: "ServiceArn",
        name: "ServiceName",
        status: "Status",
        describe: ("DescribeService", "ServiceArn", Some("Service")),
        tags: ("ListTagsForResource", "ResourceArn"),
        stop: "PauseService",
        start: "ResumeService",
    },
    Form {
        kind: NOTEBOOKS,
        service: SAGEMAKER,
        words: NOTEBOOK,
        list: "ListNotebookInstances",
        items: "NotebookInstances",
        arn: "NotebookInstanceArn",
        name: "NotebookInstanceName",
        status: "NotebookInstanceStatus",
        describe: ("DescribeNotebookInstance", "NotebookInstanceName", None),
        tags: ("ListTags", "ResourceArn"),
        stop: "StopNotebookInstance",
        start: "StartNotebookInstance",
    },
];

fn form(kind: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.kind == kind)
}

/// Whether a type is one of these.
pub fn is(kind: &str) -> bool {
    form(kind).is_some()
}

pub fn runners(session: &Session) -> Result<Vec<Target>, Failure> {
    form(RUNNERS).map_or(Ok(Vec::new()), |form| list(session, form))
}

pub fn notebooks(session: &Session) -> Result<Vec<Target>, Failure> {
    form(NOTEBOOKS).map_or(Ok(Vec::new()), |form| list(session, form))
}

fn list(session: &Session, form: &Form) -> Result<Vec<Target>, Failure> {
    let mut targets = Vec::new();
    let all = pages::values(
        &session.client,
        &form.service,
        form.list,
        form.items,
        "NextToken",
        json!({}),
    )?;
    for item in &all {
        let Some(status) = text(item, form.status) else { return Err(odd(form.status)) };
        // It is on its way out, and a list still shows it.
        if matches!(status, "DELETED" | "Deleting") {
            continue;
        }
        let arn = text(item, form.arn).ok_or_else(|| odd(form.arn))?;
        targets.push(Target {
            id: arn.to_owned(),
            kind: form.kind.to_owned(),
            account: Some(session.account.clone()),
            region: session.region.clone(),
            name: text(item, form.name).ok_or_else(|| odd(form.name))?.to_owned(),
            tags: tags(session, form, arn)?,
            state: match status {
                status if status == form.words.up => State::On,
                status if status == form.words.down => State::Off,
                _ => State::Busy,
            },
            details: BTreeMap::from([("status".to_owned(), status.into())]),
            ..Target::default()
        });
    }
    Ok(targets)
}

/// A guard reads them, so that a list that has none is asked for them.
fn tags(session: &Session, form: &Form, arn: &str) -> Result<BTreeMap<String, String>, Failure> {
    let (action, parameter) = form.tags;
    let answer = session.client.json(&form.service, action, &json!({parameter: arn}))?;
    let list = answer.get("Tags").and_then(Value::as_array).into_iter().flatten();
    let one = |tag: &Value| {
        Some((text(tag, "Key")?.to_owned(), text(tag, "Value").unwrap_or("").to_owned()))
    };
    Ok(list.filter_map(one).collect())
}

/// What its calls name it by.
fn named(form: &Form, target: &Target) -> Value {
    let (_, parameter, _) = form.describe;
    let value = if parameter.ends_with("Arn") { &target.id } else { &target.name };
    json!({ parameter: value })
}

pub fn observe(session: &Session, targets: &[&Target]) -> Vec<Result<Observed, Failure>> {
    let one = |target: &&Target| {
        let Some(form) = form(&target.kind) else { return Ok(Observed::Gone) };
        let (action, _, inside) = form.describe;
        let answer = match session.client.json(&form.service, action, &named(form, target)) {
            Ok(answer) => answer,
            Err(failure) if is_gone(&failure) => return Ok(Observed::Gone),
            Err(failure) => return Err(failure),
        };
        let own = inside.map_or(Some(&answer), |key| answer.get(key));
        let status = own.and_then(|own| text(own, form.status)).ok_or_else(|| odd(form.status))?;
        if matches!(status, "DELETED" | "Deleting") {
            return Ok(Observed::Gone);
        }
        Ok(Observed::Device(Device { status: status.to_owned(), words: form.words }))
    };
    targets.iter().map(one).collect()
}

/// SageMaker says it in a sentence.
fn is_gone(failure: &Failure) -> bool {
    failure.code.contains("NotFound")
        || (failure.code == "ValidationException" && failure.message.contains("RecordNotFound"))
}

pub fn call(session: &Session, target: &Target, call: &Call) -> Result<(), Failure> {
    let Some(form) = form(&target.kind) else { return Err(super::unfit(target, call)) };
    let action = match call {
        Call::Stop => form.stop,
        Call::Start => form.start,
        other => return Err(super::unfit(target, other)),
    };
    session.client.json(&form.service, action, &named(form, target)).map(drop)
}
