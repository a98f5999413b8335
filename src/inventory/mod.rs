//! What there is in live accounts, as targets of off-hours.
//!
//! Each service lists its own with describe calls, which bring the tags along;
//! all services of all accounts and regions are asked at the same time.

use crate::cloud::{Session, asg, ec2, ecs, rds, tagging};
use crate::offhours::Target;
use crate::offhours::machine::Failure;

/// The tag that a schedule stands in.
const SCHEDULE: &str = "kanjo:schedule";

/// What was found, and what could not be asked.
#[derive(Debug, Default)]
pub struct Inventory {
    pub targets: Vec<Target>,
    /// A service of an account that did not answer, and how.
    pub missing: Vec<(String, Failure)>,
}

/// The services that list targets.
type Lister = fn(&Session) -> Result<Vec<Target>, Failure>;
const LISTERS: [(&str, Lister); 4] =
    [("ecs", ecs::list), ("rds", rds::list), ("ec2", ec2::list), ("autoscaling", asg::list)];

/// Asks every service of every session.
pub fn targets(sessions: &[Session]) -> Inventory {
    let asked = sessions.iter().flat_map(|s| LISTERS.iter().map(move |lister| (s, lister)));
    let answers: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = asked
            .map(|(session, (name, list))| {
                let place = format!("{name} of {} in {}", session.account, session.region);
                (place, scope.spawn(move || list(session)))
            })
            .collect();
        threads.into_iter().map(|(place, thread)| (place, thread.join())).collect()
    });
    let mut inventory = Inventory::default();
    for (place, answer) in answers {
        match answer {
            Ok(Ok(found)) => inventory.targets.extend(found),
            Ok(Err(failure)) => inventory.missing.push((place, failure)),
            Err(_) => {
                let failure = Failure { code: "ended".to_owned(), message: String::new() };
                inventory.missing.push((place, failure));
            }
        }
    }
    inventory.targets.sort_by(|a, b| a.id.cmp(&b.id));
    inventory
}

/// What carries a schedule in a tag and is of no type that is switched.
pub fn unswitched(sessions: &[Session], targets: &[Target]) -> Result<Vec<String>, Failure> {
    let mut left = Vec::new();
    for session in sessions {
        let tagged = tagging::tagged(session, SCHEDULE)?;
        let known = |arn: &String| targets.binary_search_by(|t| t.id.as_str().cmp(arn)).is_ok();
        left.extend(tagged.into_iter().filter(|arn| !known(arn)));
    }
    Ok(left)
}
