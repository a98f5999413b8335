//! What there is in live accounts, as targets of off-hours.
//!
//! Each service lists its own with describe calls, which bring the tags along;
//! all services of all accounts and regions are asked at the same time. Each
//! account is asked once what it is called, because guards know production by it.
//! Clusters of Atlas are listed by project, some projects at a time.

mod asked;

pub use asked::Asked;

use crate::cloud::{
    Estate, Session, accounts, alarms, asg, atlas, devices, ec2, ecs, eks, front, listener,
    network, rds, redshift, tagging,
};
use crate::offhours::machine::Failure;
use crate::offhours::{Policies, Target, page};
use std::collections::BTreeMap;

/// The tag that a schedule stands in.
const SCHEDULE: &str = "kanjo:schedule";

/// A service of an account that did not answer, and how.
#[derive(Debug)]
pub struct Missing {
    pub place: String,
    pub failure: Failure,
    /// Every account and region has it: a plan without it would look like a whole.
    pub needed: bool,
}

/// What was found, and what could not be asked.
#[derive(Debug, Default)]
pub struct Inventory {
    pub targets: Vec<Target>,
    pub missing: Vec<Missing>,
}

/// A service that lists targets, and whether every region has it.
#[derive(Clone, Copy)]
struct Service {
    name: &'static str,
    list: fn(&Session) -> Result<Vec<Target>, Failure>,
    needed: bool,
}

/// What is switched: the service by its name in an ARN, and the types that it lists.
const SWITCHED: [(Service, &[&str]); 8] = [
    (Service { name: "ecs", list: ecs::list, needed: true }, &[ecs::KIND]),
    (Service { name: "rds", list: rds::list, needed: true }, &[rds::CLUSTER, rds::INSTANCE]),
    (Service { name: "ec2", list: ec2::list, needed: true }, &[ec2::KIND]),
    (Service { name: "autoscaling", list: asg::list, needed: true }, &[asg::KIND]),
    (Service { name: "redshift", list: redshift::list, needed: false }, &[redshift::KIND]),
    (Service { name: "eks", list: eks::list, needed: false }, &[eks::KIND]),
    (Service { name: "apprunner", list: devices::runners, needed: false }, &[devices::RUNNERS]),
    (Service { name: "sagemaker", list: devices::notebooks, needed: false }, &[devices::NOTEBOOKS]),
];
/// What is priced and never switched.
const OTHERS: [Service; 3] = [
    Service { name: "load balancers", list: network::balancers, needed: false },
    Service { name: "NAT gateways", list: network::gateways, needed: false },
    Service { name: "addresses", list: network::addresses, needed: false },
];

/// Asks every session for what can be switched, where somebody asks for it, and
/// Atlas.
pub fn targets(estate: &Estate, asked: &Asked) -> Inventory {
    let services = SWITCHED.iter().map(|(service, _)| *service);
    listed(estate, &services.filter(|service| asked.has(service.name)).collect::<Vec<_>>())
}

/// The same with what it is priced by, and with what is only priced.
pub fn priced(estate: &Estate) -> Inventory {
    let services = SWITCHED.iter().map(|(service, _)| *service).chain(OTHERS);
    let mut inventory = listed(estate, &services.collect::<Vec<_>>());
    for session in &estate.sessions {
        if let Err(failure) = parts(session, &mut inventory.targets) {
            let place = place("task definitions and volumes", session);
            inventory.missing.push(Missing { place, failure, needed: false });
        }
    }
    inventory.targets.sort_by(|a, b| a.id.cmp(&b.id));
    inventory
}

fn is_of(session: &Session, target: &Target) -> bool {
    target.region == session.region && target.account.as_ref() == Some(&session.account)
}

/// What a list does not bring along.
fn parts(session: &Session, targets: &mut Vec<Target>) -> Result<(), Failure> {
    let (mut own, others): (Vec<Target>, Vec<Target>) =
        targets.drain(..).partition(|target| is_of(session, target));
    let alias = own.first().and_then(|target| target.account_alias.clone());
    let defined = ecs::define(session, &mut own);
    let volumes = network::volumes(session);
    if let Ok(network::Volumes { free, attached }) = &volumes {
        for target in own.iter_mut().filter(|target| target.kind == ec2::KIND) {
            let found = target.detail("instance").and_then(|id| attached.get(id));
            target.parts.extend(found.into_iter().flatten().cloned());
        }
        let free = free.iter().cloned();
        own.extend(free.map(|volume| Target { account_alias: alias.clone(), ..volume }));
    }
    targets.extend(others);
    targets.extend(own);
    defined.and(volumes.map(drop))
}

/// What the services among these are made of; one that does not say stays without.
pub fn define(sessions: &[Session], targets: &mut Vec<Target>) {
    for session in sessions {
        let (mut own, others): (Vec<Target>, Vec<Target>) =
            targets.drain(..).partition(|target| is_of(session, target));
        let _ = ecs::define(session, &mut own);
        targets.extend(others);
        targets.extend(own);
    }
}

fn place(name: &str, session: &Session) -> String {
    format!("{name} of {} in {}", session.account, session.region)
}

/// What each account is called: its alias, else its name in the organization.
/// `None`: it could not be asked.
fn aliases(sessions: &[Session]) -> BTreeMap<String, Option<String>> {
    let mut aliases: BTreeMap<String, Option<String>> = BTreeMap::new();
    for session in sessions {
        aliases.entry(session.account.clone()).or_insert_with(|| {
            let alias = accounts::alias(&session.client).ok();
            let named = alias.clone().filter(|alias| !alias.is_empty());
            named.or_else(|| session.name.clone()).or(alias)
        });
    }
    aliases
}

fn listed(estate: &Estate, services: &[Service]) -> Inventory {
    let sessions = &estate.sessions;
    let asked = sessions.iter().flat_map(|s| services.iter().map(move |service| (s, service)));
    let (answers, aliases) = std::thread::scope(|scope| {
        let threads: Vec<_> = asked
            .map(|(session, &Service { name, list, needed })| {
                let ask = move || if needed { list(session) } else { list(&session.briefly()) };
                (place(name, session), needed, scope.spawn(ask))
            })
            .collect();
        let aliases = aliases(sessions);
        let answers: Vec<_> = threads
            .into_iter()
            .map(|(place, needed, thread)| (place, needed, thread.join()))
            .collect();
        (answers, aliases)
    });
    let mut inventory = Inventory::default();
    for (place, needed, answer) in answers {
        let failure = match answer {
            Ok(Ok(found)) => {
                inventory.targets.extend(found);
                continue;
            }
            Ok(Err(failure)) => failure,
            Err(_) => Failure { code: "ended".to_owned(), message: String::new() },
        };
        inventory.missing.push(Missing { place, failure, needed });
    }
    for target in &mut inventory.targets {
        let known = target.account.as_ref().and_then(|account| aliases.get(account));
        target.account_alias = known.cloned().flatten();
    }
    clusters(estate, &mut inventory);
    inventory.targets.sort_by(|a, b| a.id.cmp(&b.id));
    inventory
}

/// The clusters of Atlas in every project that is looked at. A project that does
/// not answer hides no other.
fn clusters(estate: &Estate, inventory: &mut Inventory) {
    let Some(atlas) = &estate.atlas else { return };
    let Inventory { targets, missing } = inventory;
    let mut miss = |place: String, failure, needed| {
        missing.push(Missing { place, failure, needed });
    };
    let found = atlas.projects().and_then(|mut projects| {
        projects.retain(|project| estate.has(project.id()));
        atlas.listed(projects)
    });
    let found = found.unwrap_or_else(|failure| {
        miss("the projects of Atlas".to_owned(), failure, true);
        Vec::new()
    });
    for atlas::Listed { project, dedicated, flexible } in found {
        for (what, list, needed) in
            [("clusters", dedicated, true), ("Flex clusters", flexible, false)]
        {
            match list {
                Ok(list) => targets.extend(list),
                Err(failure) => {
                    miss(format!("{what} of the Atlas project {}", project.id()), failure, needed);
                }
            }
        }
    }
}

/// Whether any policy mutes alarms: only then are they asked for.
pub fn mutes(policies: &Policies) -> bool {
    policies.policies.iter().any(|policy| policy.mute_alarms)
}

/// What goes along with the targets of these accounts and regions, as it is now:
/// these pages, and the alarms of what has some.
pub fn beside(
    sessions: &[Session],
    known: &[alarms::Known],
    policies: &Policies,
    targets: &[Target],
    pages: Vec<Target>,
) -> Inventory {
    let mut inventory = Inventory::default();
    let aliases = if pages.is_empty() { BTreeMap::new() } else { aliases(sessions) };
    for target in pages {
        let Some(session) = sessions.iter().find(|session| is_of(session, &target)) else {
            continue;
        };
        let alias = aliases.get(&session.account).cloned().flatten();
        let place = place(&target.name, session);
        let found = match target.kind.as_str() {
            page::FRONT => front::look(session, target),
            _ => listener::look(session, target),
        };
        match found {
            Ok(target) => inventory.targets.push(Target { account_alias: alias, ..target }),
            Err(failure) => inventory.missing.push(Missing { place, failure, needed: true }),
        }
    }
    for (session, known) in sessions.iter().zip(known).filter(|_| mutes(policies)) {
        let own: Vec<Target> = targets.iter().filter(|t| is_of(session, t)).cloned().collect();
        match alarms::list(session, known, &own) {
            Ok(found) => inventory.targets.extend(found),
            Err(failure) => {
                let place = place("alarms", session);
                inventory.missing.push(Missing { place, failure, needed: true });
            }
        }
    }
    inventory
}

/// What carries a schedule in a tag, whatever its type.
pub fn tagged(sessions: &[Session]) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    for session in sessions {
        found.extend(tagging::tagged(session, SCHEDULE)?);
    }
    Ok(found)
}

/// Of what carries a schedule, what is of no type that is switched.
pub fn unswitched(mut tagged: Vec<String>, targets: &[Target]) -> Vec<String> {
    tagged.retain(|arn| targets.binary_search_by(|t| t.id.as_str().cmp(arn)).is_err());
    tagged
}
