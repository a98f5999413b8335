//! What people decided: schedules, guards, and which resources follow which.

use crate::calendar::Schedule;
use crate::calendar::compat::c7n;
use crate::catalog::matches;
use crate::diagnostic::{Location, Span};
use crate::offhours::page::Page;
use crate::offhours::target::{State, Target};
use crate::topology::Zone;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All files of a policy folder together.
#[derive(Debug, Default)]
pub struct Policies {
    pub schedules: BTreeMap<Arc<str>, Named>,
    pub guards: Guards,
    pub policies: Vec<Policy>,
    /// Of the first file that states one; the zone of tags and freeze dates.
    pub zone: Option<Zone>,
}

/// A schedule and where its name stands.
#[derive(Clone, Debug)]
pub struct Named {
    pub schedule: Arc<Schedule>,
    pub span: Span,
}

/// One entry of `policies`.
#[derive(Debug)]
pub struct Policy {
    pub name: Arc<str>,
    pub matching: Match,
    pub schedule: Arc<Schedule>,
    /// The first day on which it holds.
    pub from: Option<Date>,
    /// Of two policies on one resource the higher wins.
    pub priority: i64,
    pub mode: Mode,
    /// A tag that wins over the policy's own schedule.
    pub tag: Option<TagRule>,
    /// Types in the order in which they start.
    pub order: Vec<Arc<str>>,
    /// Minutes between the notice and the stop.
    pub notice: Option<u32>,
    /// Minutes by which a start comes before its edge. Where none are stated they
    /// are learned from past starts.
    pub lead: Option<u32>,
    pub backup: Option<Backup>,
    pub hibernate: bool,
    /// A cluster of Serverless v2 that pauses by itself is not stopped.
    pub prefer_auto_pause: bool,
    /// Alarms are muted while what they watch is off.
    pub mute_alarms: bool,
    /// What visitors see while it is off.
    pub page: Option<Page>,
    /// More resources than this are a slip of the match.
    pub at_most: Option<usize>,
    pub at: Location,
}

/// Whether a change by hand is respected until the next edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Edge,
    Enforce,
}

/// What to do about a backup window in off-hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backup {
    Accept,
    SnapshotBeforeStop,
    MoveWindow,
}

#[derive(Clone, Debug)]
pub struct TagRule {
    pub key: Arc<str>,
    pub grammar: Grammar,
}

/// How the value of a tag is read.
#[derive(Clone, Debug)]
pub enum Grammar {
    Kanjo,
    C7n(Box<c7n::Settings>),
}

/// Globs by what they are laid on; an empty list holds for everything.
#[derive(Clone, Debug, Default)]
pub struct Match {
    pub accounts: Vec<Arc<str>>,
    pub environments: Vec<Arc<str>>,
    pub regions: Vec<Arc<str>>,
    pub types: Vec<Arc<str>>,
    pub names: Vec<Arc<str>>,
    pub tags: Vec<(Arc<str>, Vec<Arc<str>>)>,
}

/// The value of `tags: {Env: absent}`.
const ABSENT: &str = "absent";

/// Whether one of the globs fits, or there is none.
fn any(globs: &[Arc<str>], text: Option<&str>) -> bool {
    globs.is_empty() || text.is_some_and(|text| globs.iter().any(|glob| matches(glob, text)))
}

impl Match {
    pub fn holds(&self, target: &Target) -> bool {
        let tag = |(key, values): &(Arc<str>, Vec<Arc<str>>)| match target.tags.get(&**key) {
            None => values.iter().any(|value| &**value == ABSENT),
            Some(tag) => values.iter().any(|value| &**value != ABSENT && matches(value, tag)),
        };
        let account = any(&self.accounts, target.account.as_deref())
            || (target.account_alias.is_some()
                && any(&self.accounts, target.account_alias.as_deref()));
        account
            && any(&self.environments, target.environment.as_deref())
            && any(&self.regions, Some(&target.region))
            && any(&self.types, Some(&target.kind))
            && any(&self.names, Some(&target.name))
            && self.tags.iter().all(tag)
    }

    /// Whether it holds for everything.
    pub fn is_open(&self) -> bool {
        let lists = [&self.accounts, &self.environments, &self.regions, &self.types, &self.names];
        lists.iter().all(|list| list.is_empty()) && self.tags.is_empty()
    }
}

/// What must never be switched off. What a guard cannot see, it forbids.
#[derive(Debug, Default)]
pub struct Guards {
    /// Without it every account is allowed.
    pub accounts: Option<Vec<Arc<str>>>,
    /// Parts of an account's alias, in lower case.
    pub deny_alias: Vec<Arc<str>>,
    /// Globs of names.
    pub deny_names: Vec<Arc<str>>,
    pub deny_tags: Vec<(Arc<str>, Vec<Arc<str>>)>,
    pub require_tags: Vec<Arc<str>>,
    pub max_count: Option<usize>,
    pub max_percent: Option<usize>,
    pub freeze: Vec<Freeze>,
    /// The longest override, in minutes.
    pub max_override: Option<u32>,
}

/// Dates on which nothing is touched, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freeze {
    pub from: Date,
    pub to: Date,
    pub reason: Arc<str>,
}

impl Guards {
    /// What the guards know production by, if this is: its account's alias, its
    /// name or its tags.
    pub fn production(&self, target: &Target) -> Option<String> {
        let alias = target.account_alias.as_deref().unwrap_or("").to_lowercase();
        if let Some(part) = self.deny_alias.iter().find(|part| alias.contains(&***part)) {
            return Some(format!("the alias of its account, {alias}, contains `{part}`"));
        }
        if let Some(glob) = self.deny_names.iter().find(|glob| matches(glob, &target.name)) {
            return Some(format!("its name fits `{glob}`, which the guards deny"));
        }
        for (key, values) in &self.deny_tags {
            // Keys and values of production are written in every case.
            let own = target.tags.iter().filter(|(k, _)| k.eq_ignore_ascii_case(key));
            for (key, value) in own {
                let lower = value.to_lowercase();
                if values.iter().any(|glob| matches(&glob.to_lowercase(), &lower)) {
                    return Some(format!("its tag {key}={value} is denied by the guards"));
                }
            }
        }
        None
    }

    /// Why a resource must not be touched, if a guard holds it.
    pub fn forbid(&self, target: &Target) -> Option<String> {
        if let Some(allowed) = &self.accounts {
            let listed =
                target.account.as_deref().is_some_and(|account| any(allowed, Some(account)))
                    && !allowed.is_empty();
            if !listed {
                let account = target.account.as_deref().unwrap_or("unknown");
                return Some(format!("the account {account} is not on the list of the guards"));
            }
        }
        // An account without an alias has an empty one; of a live one it must be known.
        let live = target.state != State::Unknown;
        if live && target.account_alias.is_none() && !self.deny_alias.is_empty() {
            return Some("the alias of its account is not known".to_owned());
        }
        if let Some(why) = self.production(target) {
            return Some(why);
        }
        let missing = self.require_tags.iter().find(|key| !target.tags.contains_key(&***key));
        missing.map(|key| format!("it has no tag `{key}`, which the guards require"))
    }

    /// The freeze that holds on a date.
    pub fn frozen(&self, date: Date) -> Option<&Freeze> {
        self.freeze.iter().find(|freeze| (freeze.from..=freeze.to).contains(&date))
    }
}
