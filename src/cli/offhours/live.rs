//! A live account: its inventory, and the provider that the tick asks and calls.
#![allow(clippy::disallowed_methods, reason = "an edge room: the clock names snapshots")]

use super::{LiveArgs, Provider};
use crate::cloud::{Accounts, Actions, Session, asg, ec2, ecs, rds};
use crate::diagnostic::{Code, Diagnostic};
use crate::inventory;
use crate::offhours::Target;
use crate::offhours::machine::{Call, Failure, Observed};
use std::collections::BTreeSet;

/// The sessions that the arguments name.
pub fn sessions(args: &LiveArgs) -> Result<Vec<Session>, Diagnostic> {
    Session::open(&Accounts { roles: args.role.clone(), regions: args.region.clone() })
}

/// All targets. What cannot be listed is an error: a plan of half an account
/// would look like a plan of all of it.
pub fn targets(args: &LiveArgs) -> Result<Vec<Target>, Diagnostic> {
    let found = inventory::targets(&sessions(args)?);
    match found.missing.first() {
        None => Ok(found.targets),
        Some((place, failure)) => Err(unlisted(place, failure)),
    }
}

pub fn unlisted(place: &str, failure: &Failure) -> Diagnostic {
    let message = format!("{place} is not listed: {}: {}", failure.code, failure.message);
    let diagnostic = Diagnostic::new(Code::Remote, message);
    match failure.code.contains("AccessDenied") || failure.code.contains("Unauthorized") {
        true => diagnostic.help("give the role the permission to describe it"),
        false => diagnostic.help("try again"),
    }
}

/// One tick's view of all sessions. Scheduled actions are listed once.
pub struct Live<'a> {
    places: Vec<(&'a Session, Actions, asg::Actions)>,
    /// Databases of which a snapshot has to be made before each stop.
    snapshots: BTreeSet<String>,
}

impl<'a> Live<'a> {
    pub fn new(sessions: &'a [Session], snapshots: BTreeSet<String>) -> Live<'a> {
        let place = |session| (session, Actions::default(), asg::Actions::default());
        Live { places: sessions.iter().map(place).collect(), snapshots }
    }

    fn place(&self, target: &Target) -> Option<&(&'a Session, Actions, asg::Actions)> {
        self.places.iter().find(|(session, ..)| {
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
            let answers = match self.place(first) {
                None => own.iter().map(|target| Err(elsewhere(target))).collect(),
                Some((session, actions, groups)) => match first.kind.as_str() {
                    ecs::KIND => ecs::observe(session, actions, &own),
                    rds::CLUSTER | rds::INSTANCE => {
                        let snapshots = own.iter().any(|t| self.snapshots.contains(&t.id));
                        rds::observe(session, &first.kind, snapshots, &own)
                    }
                    ec2::KIND => ec2::observe(session, &own),
                    asg::KIND => asg::observe(session, groups, &own),
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
        let (session, ..) = self.place(target).ok_or_else(|| elsewhere(target))?;
        match target.kind.as_str() {
            ecs::KIND => ecs::call(session, target, call),
            rds::CLUSTER | rds::INSTANCE => {
                rds::call(session, target, call, jiff::Timestamp::now())
            }
            ec2::KIND => ec2::call(session, target, call),
            asg::KIND => asg::call(session, target, call),
            _ => Err(unknown(target)),
        }
    }
}

fn unknown(target: &Target) -> Failure {
    let message = format!("kanjo does not switch {}", target.kind);
    Failure { code: "unknown-type".to_owned(), message }
}
