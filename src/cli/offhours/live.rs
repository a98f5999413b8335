//! Live accounts: their inventory, and the provider that the tick asks and calls.
#![allow(clippy::disallowed_methods, reason = "an edge room: the clock names snapshots")]

use super::{LiveArgs, Provider};
use crate::cloud::{
    Accounts, Estate, Session, accounts, alarms, asg, atlas, devices, ec2, ecs, eks, front,
    listener, rds, redshift,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::inventory::{self, Missing};
use crate::offhours::machine::{Call, Failure, Observed};
use crate::offhours::{self, Policies, Target, page};
use crate::source;
use crate::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How long an answer of Atlas may take.
const ANSWER: Duration = Duration::from_secs(20);

/// What the arguments name. Atlas alone is asked without an account of AWS.
pub fn estate(args: &LiveArgs) -> Result<Estate, Diagnostic> {
    let atlas = args
        .atlas
        .as_deref()
        .map(|place| atlas::Keys::find(place).and_then(|keys| atlas::Atlas::open(keys, ANSWER)));
    let sessions = match args.names_aws() || atlas.is_none() {
        true => sessions(args)?,
        false => Vec::new(),
    };
    Ok(Estate { sessions, atlas: atlas.transpose()?, projects: BTreeSet::new() })
}

/// What is off and nobody looks at comes back for nobody: it is said at the start.
pub fn left_out(estate: &Estate, store: &Store) -> Result<Option<String>, Diagnostic> {
    let all = store.all()?;
    let off = all.iter().filter(|(_, record)| record.saved.is_some());
    let (of_atlas, of_aws): (Vec<_>, Vec<_>) = off.partition(|(id, _)| offhours::atlas::is_id(id));
    let left = |missing: bool, off: usize, whose: &str, flag: &str| {
        let text = format!("{off} resources of {whose} are off and not looked at: add {flag}");
        (missing && off > 0).then_some(text)
    };
    let aws = left(estate.sessions.is_empty(), of_aws.len(), "AWS", "--live");
    Ok(aws.or_else(|| left(estate.atlas.is_none(), of_atlas.len(), "Atlas", "--atlas")))
}

/// The sessions that the arguments name.
fn sessions(args: &LiveArgs) -> Result<Vec<Session>, Diagnostic> {
    let mut accounts =
        Accounts { roles: args.role.clone(), regions: args.region.clone(), ..Accounts::default() };
    if let Some(file) = &args.accounts {
        let text = source::read_text(file, source::MAX_FILE)?;
        accounts.roles.extend(listed(&text, &file.display().to_string(), args)?);
    }
    if args.organization {
        let own = Session::open(&Accounts { regions: args.region.clone(), ..Accounts::default() })?;
        let Some(first) = own.first() else { return Ok(own) };
        let members = accounts::members(&first.client)
            .map_err(|failure| unlisted("the organization's accounts", &failure))?;
        for member in members {
            accounts.names.insert(member.id.clone(), member.name);
            match member.id == first.account {
                true => accounts.own = true,
                false => accounts.roles.push(role(&member.id, args)),
            }
        }
    }
    Session::open(&accounts)
}

/// The role of an account.
fn role(account: &str, args: &LiveArgs) -> String {
    format!("arn:aws:iam::{account}:role/{}", args.role_name)
}

/// The roles of a file: an account's number or a role's ARN a line, `#` for what
/// is said about it.
fn listed(text: &str, file: &str, args: &LiveArgs) -> Result<Vec<String>, Diagnostic> {
    let mut roles = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let number: usize = number;
        let line = line.split('#').next().unwrap_or("").trim();
        let is_account = line.len() == 12 && line.chars().all(|c| c.is_ascii_digit());
        match line {
            "" => {}
            account if is_account => roles.push(role(account, args)),
            arn if arn.starts_with("arn:") && arn.contains(":role/") => roles.push(arn.to_owned()),
            other => {
                let message = format!("{file}:{number}: `{other}` is no account and no role");
                return Err(Diagnostic::new(Code::BadAccounts, message)
                    .help("write 111111111111, or arn:aws:iam::111111111111:role/NAME"));
            }
        }
    }
    match roles.is_empty() {
        true => Err(Diagnostic::new(Code::BadAccounts, format!("{file} names no account"))
            .help("write one a line: 111111111111")),
        false => Ok(roles),
    }
}

/// All targets. What cannot be listed is an error: a plan of half an account
/// would look like a plan of all of it. A service that a region may lack is left
/// out and named.
pub fn targets(args: &LiveArgs) -> Result<(Vec<Target>, Vec<String>), Diagnostic> {
    let found = inventory::priced(&estate(args)?);
    match found.missing.iter().find(|missing| missing.needed) {
        None => Ok((found.targets, words(&found.missing))),
        Some(missing) => Err(unlisted(&missing.place, &missing.failure)),
    }
}

/// The same for an audit, which changes nothing: what cannot be listed is named.
pub fn everything(args: &LiveArgs) -> Result<(Vec<Target>, Vec<String>), Diagnostic> {
    let found = inventory::priced(&estate(args)?);
    match found.missing.iter().find(|missing| missing.needed) {
        Some(missing) if found.targets.is_empty() => {
            Err(unlisted(&missing.place, &missing.failure))
        }
        _ => Ok((found.targets, words(&found.missing))),
    }
}

/// What goes along with these targets: the pages of the policies, alarms.
pub fn beside(
    args: &LiveArgs,
    policies: &Policies,
    targets: &[Target],
) -> Result<(Vec<Target>, Vec<String>), Diagnostic> {
    let pages = page::pages(policies);
    if pages.is_empty() && !inventory::mutes(policies) {
        return Ok((pages, Vec::new()));
    }
    let estate = estate(args)?;
    let known = estate.sessions.iter().map(|_| alarms::Known::default());
    let known: Vec<alarms::Known> = known.collect();
    let found = inventory::beside(&estate.sessions, &known, policies, targets, pages);
    Ok((found.targets, words(&found.missing)))
}

fn words(missing: &[Missing]) -> Vec<String> {
    missing.iter().map(|one| unlisted(&one.place, &one.failure).message).collect()
}

pub fn unlisted(place: &str, failure: &Failure) -> Diagnostic {
    let message = format!("{place} is not listed: {}: {}", failure.code, failure.message);
    let diagnostic = Diagnostic::new(Code::Remote, message.trim_end_matches([':', ' ']));
    match failure.code.contains("AccessDenied") || failure.code.contains("Unauthorized") {
        true => diagnostic.help("give the role the permission to describe it"),
        false => diagnostic.help("try again"),
    }
}

/// One tick's view of everything. What can only be listed whole is listed once.
pub struct Live<'a> {
    places: Vec<Place<'a>>,
    atlas: Option<&'a atlas::Atlas>,
    /// Databases of which a snapshot has to be made before each stop.
    snapshots: BTreeSet<String>,
    /// Services that are to stop, if their tasks may end.
    stopping: BTreeSet<String>,
    /// The resources that alarms watch.
    watched: BTreeMap<String, Target>,
}

/// A session with what is asked for once.
struct Place<'a> {
    session: &'a Session,
    once: ecs::Once,
    groups: asg::Actions,
    blue_green: rds::BlueGreen,
    alarms: alarms::Known,
}

impl<'a> Live<'a> {
    pub fn new(
        estate: &'a Estate,
        alarms: Vec<alarms::Known>,
        snapshots: BTreeSet<String>,
        stopping: BTreeSet<String>,
        watched: BTreeMap<String, Target>,
    ) -> Live<'a> {
        let place = |(session, alarms)| Place {
            session,
            once: ecs::Once::default(),
            groups: asg::Actions::default(),
            blue_green: rds::BlueGreen::default(),
            alarms,
        };
        let places = estate.sessions.iter().zip(alarms).map(place).collect();
        Live { places, atlas: estate.atlas.as_ref(), snapshots, stopping, watched }
    }

    fn place(&self, target: &Target) -> Option<&Place<'a>> {
        self.places.iter().find(|Place { session, .. }| {
            session.region == target.region && Some(&session.account) == target.account.as_ref()
        })
    }
}

fn elsewhere(target: &Target) -> Failure {
    let account = target.account.as_deref().unwrap_or("?");
    let message = format!("there is no session for {account} in {}", target.region);
    Failure { code: "no-session".to_owned(), message }
}

impl Provider for Live<'_> {
    fn observe(&self, targets: &[&Target]) -> Vec<Result<Observed, Failure>> {
        let mut seen: Vec<Option<Result<Observed, Failure>>> = vec![None; targets.len()];
        // A batch may hold several kinds and accounts; each is asked for its own.
        let key = |t: &Target| (t.account.clone(), t.region.clone(), t.kind.clone());
        let keys: BTreeSet<_> = targets.iter().map(|target| key(target)).collect();
        for wanted in keys {
            let mine: Vec<(usize, &Target)> =
                targets.iter().copied().enumerate().filter(|(_, t)| key(t) == wanted).collect();
            let own: Vec<&Target> = mine.iter().map(|(_, target)| *target).collect();
            let Some(first) = own.first() else { continue };
            let kind = first.kind.as_str();
            let answers = match (self.place(first), self.atlas) {
                (_, Some(atlas)) if kind == offhours::atlas::KIND => atlas.observe(&own),
                (None, _) => own.iter().map(|target| Err(elsewhere(target))).collect(),
                (Some(Place { session, once, groups, blue_green, alarms }), _) => match kind {
                    ecs::KIND => ecs::observe(session, once, &self.stopping, &own),
                    rds::CLUSTER | rds::INSTANCE => {
                        let snapshots = own.iter().any(|t| self.snapshots.contains(&t.id));
                        let stopping = &self.stopping;
                        let beside = rds::Beside { snapshots, blue_green, stopping };
                        rds::observe(session, kind, &beside, &own)
                    }
                    ec2::KIND => ec2::observe(session, &own),
                    asg::KIND => asg::observe(session, groups, &self.stopping, &own),
                    redshift::KIND => redshift::observe(session, &own),
                    eks::KIND => eks::observe(session, &own),
                    page::KIND => listener::observe(session, &own),
                    page::FRONT => front::observe(session, &own),
                    offhours::alarms::KIND => alarms::observe(session, alarms, &self.watched, &own),
                    kind if devices::is(kind) => devices::observe(session, &own),
                    _ => own.iter().map(|target| Err(unknown(target))).collect(),
                },
            };
            for ((place, _), answer) in mine.iter().zip(answers) {
                if let Some(slot) = seen.get_mut(*place) {
                    *slot = Some(answer);
                }
            }
        }
        let missing = |target: &&Target| Err(unknown(target));
        seen.into_iter().zip(targets).map(|(one, t)| one.unwrap_or_else(|| missing(t))).collect()
    }

    fn call(&self, target: &Target, call: &Call) -> Result<(), Failure> {
        if let (offhours::atlas::KIND, Some(atlas)) = (target.kind.as_str(), self.atlas) {
            return atlas.call(target, call);
        }
        let Place { session, .. } = self.place(target).ok_or_else(|| elsewhere(target))?;
        match target.kind.as_str() {
            ecs::KIND => ecs::call(session, target, call),
            rds::CLUSTER | rds::INSTANCE => {
                rds::call(session, target, call, jiff::Timestamp::now())
            }
            ec2::KIND => ec2::call(session, target, call),
            asg::KIND => asg::call(session, target, call),
            redshift::KIND => redshift::call(session, target, call),
            eks::KIND => eks::call(session, target, call),
            page::KIND => listener::call(session, target, call),
            page::FRONT => front::call(session, target, call),
            offhours::alarms::KIND => alarms::call(session, target, call),
            kind if devices::is(kind) => devices::call(session, target, call),
            _ => Err(unknown(target)),
        }
    }
}

fn unknown(target: &Target) -> Failure {
    let message = format!("kanjo does not switch {}", target.kind);
    Failure { code: "unknown-type".to_owned(), message }
}
