//! One tick for each event of a Lambda function.
//!
//! The environment says what may be touched. An event may narrow that and never
//! widen it, so that a Step Functions Map can give each invocation one account
//! and one region. A project of Atlas is an account in it.
#![allow(
    clippy::disallowed_methods,
    reason = "an edge room: a function is set up by its environment"
)]

use super::once::tick;
use super::state::StateArgs;
use super::{LiveArgs, SceneArgs, TickArgs, TickFormat};
use super::{act, live, notices, tick_json};
use crate::cli::args::ModelArgs;
use crate::cloud::atlas;
use crate::diagnostic::{Diagnostic, Diagnostics, Sources};
use serde::Deserialize;
use serde_json::Value;
use std::path::PathBuf;

/// What an event may hold. Another key is an error: a slip in `regions` would
/// otherwise mean all of them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Event {
    accounts: Vec<String>,
    regions: Vec<String>,
}

/// How the function is set up.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    state: String,
    policies: Option<String>,
    /// Role ARNs; `{account}` stands for each account of the event.
    roles: Vec<String>,
    regions: Vec<String>,
    /// As `--atlas`: where its keys are.
    atlas: Option<String>,
    notify: Vec<String>,
    lang: String,
}

impl Settings {
    /// From `KANJO_STATE`, `KANJO_POLICIES`, `KANJO_ROLES`, `KANJO_REGIONS`,
    /// `KANJO_ATLAS`, `KANJO_NOTIFY` and `KANJO_LANG`; lists are separated by commas.
    pub fn from_env() -> Result<Settings, String> {
        Settings::read(|name| std::env::var(name).ok())
    }

    fn read(set: impl Fn(&str) -> Option<String>) -> Result<Settings, String> {
        let one = |name: &str| set(name).filter(|value| !value.trim().is_empty());
        let list = |name: &str| {
            let all = one(name).unwrap_or_default();
            let items = all.split(',').map(str::trim).filter(|item| !item.is_empty());
            items.map(str::to_owned).collect::<Vec<_>>()
        };
        let state = one("KANJO_STATE").ok_or("KANJO_STATE is not set: dynamodb://TABLE")?;
        if state.starts_with("file:") {
            return Err(format!("KANJO_STATE={state}: a function forgets its files"));
        }
        let lang = one("KANJO_LANG").unwrap_or_else(|| "en".to_owned());
        let (policies, roles) = (one("KANJO_POLICIES"), list("KANJO_ROLES"));
        let (regions, notify) = (list("KANJO_REGIONS"), list("KANJO_NOTIFY"));
        let atlas = one("KANJO_ATLAS");
        Ok(Settings { state, policies, roles, regions, atlas, notify, lang })
    }

    /// The roles and regions that an event leaves.
    fn narrowed(&self, event: &Event) -> Result<LiveArgs, String> {
        let own = &self.regions;
        if let Some(other) = event.regions.iter().find(|r| !own.is_empty() && !own.contains(r)) {
            return Err(format!("the region {other} is not in KANJO_REGIONS"));
        }
        let is_number = |a: &String| a.len() == 12 && a.bytes().all(|b| b.is_ascii_digit());
        let (accounts, others): (Vec<&String>, Vec<&String>) =
            event.accounts.iter().partition(|account| is_number(account));
        if let Some(other) = others.iter().find(|other| !atlas::is_id(other)) {
            return Err(format!("{other} is not an account: twelve digits, or a project of Atlas"));
        }
        let whole = event.accounts.is_empty() && event.regions.is_empty();
        let atlas = self.atlas.clone().filter(|_| whole || !others.is_empty());
        if atlas.is_none() && !others.is_empty() {
            return Err("KANJO_ATLAS is not set".to_owned());
        }
        if accounts.is_empty() && !others.is_empty() {
            return Ok(LiveArgs { atlas, ..LiveArgs::default() });
        }
        let mut role = Vec::new();
        for arn in &self.roles {
            match arn.contains("{account}") {
                true if accounts.is_empty() => {
                    return Err(format!("{arn} needs the `accounts` of an event"));
                }
                true => role.extend(accounts.iter().map(|a| arn.replace("{account}", a))),
                false => {
                    let asked = accounts.iter().any(|a| arn.contains(&format!(":{a}:")));
                    role.extend((asked || accounts.is_empty()).then(|| arn.clone()));
                }
            }
        }
        if role.is_empty() && !self.roles.is_empty() {
            return Err(format!("no role is for {}", event.accounts.join(", ")));
        }
        let region = if event.regions.is_empty() { own.clone() } else { event.regions.clone() };
        Ok(LiveArgs { live: true, region, role, atlas, ..LiveArgs::default() })
    }

    fn arguments(&self, live: LiveArgs) -> TickArgs {
        TickArgs {
            place: StateArgs { state: Some(self.state.clone()) },
            scene: SceneArgs {
                policies: self.policies.as_ref().map(PathBuf::from),
                inventory: None,
                at: None,
                live,
                model: ModelArgs {
                    env: Vec::new(),
                    sets: Vec::new(),
                    month: "average".to_owned(),
                    prices: Some("embedded".to_owned()),
                    catalog: None,
                    usage: None,
                    terraform: Default::default(),
                    offline: false,
                },
            },
            notify: self.notify.clone(),
            format: TickFormat::Json,
            lang: self.lang.clone(),
        }
    }
}

/// The tick of one event, as one line of JSON. An error when a part of it was not
/// done, so that the function's own alarm sees it; what was done is printed first.
pub fn invoke(settings: &Settings, event: &Value) -> Result<Value, String> {
    let event: Event = match event {
        Value::Null => Event::default(),
        other => Event::deserialize(other).map_err(|error| format!("the event: {error}"))?,
    };
    let args = settings.arguments(settings.narrowed(&event)?);
    let mut estate = live::estate(&args.scene.live).map_err(one_line)?;
    estate.sessions.retain(|s| event.accounts.is_empty() || event.accounts.contains(&s.account));
    if estate.sessions.is_empty() && estate.atlas.is_none() {
        return Err(format!("no credentials are for {}", event.accounts.join(", ")));
    }
    estate.projects = event.accounts.iter().filter(|id| atlas::is_id(id)).cloned().collect();
    let store = args.place.open().map_err(one_line)?;
    let channels = notices::channels(&args.notify).map_err(one_line)?;
    let ticked = tick(&args, &estate, &store, &channels, &mut Sources::default());
    let ticked = ticked.map_err(|list| lines(&list))?;
    let text = tick_json::text(&ticked);
    // Standard output is the function's log.
    crate::cli::render::print(&text);
    match ticked.failed() {
        0 => serde_json::from_str(&text).map_err(|error| error.to_string()),
        _ => Err(act::incomplete(&ticked).message),
    }
}

fn one_line(diagnostic: Diagnostic) -> String {
    format!("{}: {}", diagnostic.code.name(), diagnostic.message)
}

fn lines(list: &Diagnostics) -> String {
    let all: Vec<String> = list.list().iter().cloned().map(one_line).collect();
    all.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(roles: &str, regions: &str) -> Settings {
        let set = |name: &str| match name {
            "KANJO_STATE" => Some("dynamodb://kanjo".to_owned()),
            "KANJO_ROLES" => Some(roles.to_owned()),
            "KANJO_REGIONS" => Some(regions.to_owned()),
            _ => None,
        };
        Settings::read(set).expect("reads")
    }

    fn narrowed(settings: &Settings, event: &str) -> Result<(Vec<String>, Vec<String>), String> {
        let event: Event = serde_json::from_str(event).map_err(|e| e.to_string())?;
        settings.narrowed(&event).map(|live| (live.role, live.region))
    }

    #[test]
    fn an_event_narrows_and_never_widens() {
        let (one, two) = ("arn:aws:iam::111111111111:role/k", "arn:aws:iam::222222222222:role/k");
        let all = settings(&format!("{one}, {two}"), "ap-northeast-1,us-east-1");
        let both = vec![one.to_owned(), two.to_owned()];
        let regions = vec!["ap-northeast-1".to_owned(), "us-east-1".to_owned()];
        assert_eq!(narrowed(&all, "{}"), Ok((both, regions.clone())));
        let event = r#"{"accounts":["222222222222"],"regions":["us-east-1"]}"#;
        assert_eq!(narrowed(&all, event), Ok((vec![two.to_owned()], vec!["us-east-1".to_owned()])));
        for wrong in [
            r#"{"accounts":["333333333333"]}"#,
            r#"{"regions":["eu-west-1"]}"#,
            r#"{"accounts":["x"]}"#,
            r#"{"region":"us-east-1"}"#,
        ] {
            assert!(narrowed(&all, wrong).is_err(), "{wrong}");
        }
        let each = settings("arn:aws:iam::{account}:role/k", "ap-northeast-1");
        let event = r#"{"accounts":["111111111111"]}"#;
        let own = vec!["ap-northeast-1".to_owned()];
        assert_eq!(narrowed(&each, event), Ok((vec![one.to_owned()], own)));
        assert!(narrowed(&each, "{}").is_err());
    }

    #[test]
    fn an_event_names_projects_of_atlas_as_accounts() {
        let role = "arn:aws:iam::111111111111:role/k";
        let project = "5f1e8a7b6c5d4e3f2a1b0c9d";
        let all = Settings { atlas: Some("ssm:/k".to_owned()), ..settings(role, "ap-northeast-1") };
        let asked = |settings: &Settings, event: &str| {
            let event: Event = serde_json::from_str(event).expect("reads");
            settings.narrowed(&event).map(|live| (live.atlas.is_some(), live.live))
        };
        assert_eq!(asked(&all, "{}"), Ok((true, true)));
        assert_eq!(asked(&all, r#"{"accounts":["111111111111"]}"#), Ok((false, true)));
        assert_eq!(asked(&all, r#"{"regions":["ap-northeast-1"]}"#), Ok((false, true)));
        let only = format!(r#"{{"accounts":["{project}"]}}"#);
        assert_eq!(asked(&all, &only), Ok((true, false)));
        let both = format!(r#"{{"accounts":["{project}","111111111111"]}}"#);
        assert_eq!(asked(&all, &both), Ok((true, true)));
        let none = settings(role, "ap-northeast-1");
        assert_eq!(asked(&none, "{}"), Ok((false, true)));
        assert!(asked(&none, &only).is_err());
    }

    #[test]
    fn a_function_keeps_no_files() {
        let state = |text: &'static str| {
            Settings::read(move |name| (name == "KANJO_STATE").then(|| text.to_owned()))
        };
        assert!(state("file:/tmp/kanjo").is_err());
        assert!(state("").is_err());
        assert!(state("s3://bucket/kanjo").is_ok());
    }
}
