//! The order in which things go up and down, with health between the ranks.
//!
//! Within an account, a region and a policy a start waits until what ranks before
//! it is up, and a stop until what ranks behind it is down. A cluster of Atlas is in
//! no account of AWS: within a policy it waits for everything and everything for it.
//! A start waits half an hour at most: something that is broken must not keep the
//! rest down. A stop has no such end, because to stay up is the safe side.

use crate::calendar::Desired;
use crate::offhours::atlas;
use crate::offhours::machine::{Record, State};
use crate::offhours::policy::Mode;
use crate::offhours::target::Target;
use crate::offhours::verdict::Verdict;
use crate::offhours::wanted::Wanted;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;

/// How long a start waits for what is before it.
const PATIENCE: SignedDuration = SignedDuration::from_mins(30);
/// After how many failures a page or muted alarms are gone without.
const TRIES: u32 = 3;

/// What one group of targets waits for.
#[derive(Clone, Copy, Default)]
struct Group<'a> {
    /// The lowest rank that is still coming up, and one of it.
    rising: Option<(usize, &'a str)>,
    /// The highest rank that is still to go down.
    falling: Option<(usize, &'a str)>,
}

impl<'a> Group<'a> {
    fn with(self, other: Group<'a>) -> Group<'a> {
        let rising = match (self.rising, other.rising) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Group { rising, falling: self.falling.max(other.falling) }
    }
}

/// The part of a policy that a target is in.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Part<'a> {
    /// An account and a region of AWS.
    Place(Option<&'a str>, &'a str),
    Atlas,
    /// All of it.
    Policy,
}

impl<'a> Part<'a> {
    fn of(target: &'a Target) -> Part<'a> {
        match atlas::is(target) {
            true => Part::Atlas,
            false => Part::Place(target.account.as_deref(), &target.region),
        }
    }
}

/// Sets `waits` where a target has to wait. All lists are in the same order.
pub fn gate(
    targets: &[Target],
    verdicts: &[Verdict],
    records: &[Record],
    wanted: &mut [Wanted],
    now: Timestamp,
) {
    let mut groups: HashMap<(Part, Option<usize>), Group> = HashMap::new();
    for (((target, verdict), record), want) in
        targets.iter().zip(verdicts).zip(records).zip(wanted.iter())
    {
        let here = Some((verdict.rank, target.name.as_str()));
        let (falling, rising) = match want.wish.desired {
            Desired::Off if is_falling(target, record, want, now) => (here, None),
            Desired::On if is_rising(record, now) => (None, here),
            _ => continue,
        };
        for part in [Part::of(target), Part::Policy] {
            let group = groups.entry((part, verdict.policy)).or_default();
            *group = group.with(Group { rising, falling });
        }
    }
    for ((target, verdict), want) in targets.iter().zip(verdicts).zip(wanted.iter_mut()) {
        let of = |part| groups.get(&(part, verdict.policy)).copied().unwrap_or_default();
        // What no policy names has nothing in common.
        let group = match (Part::of(target), verdict.policy) {
            (Part::Atlas, Some(_)) => of(Part::Policy),
            (own, Some(_)) => of(own).with(of(Part::Atlas)),
            (own, None) => of(own),
        };
        let waits = match want.wish.desired {
            Desired::Off => group.falling.filter(|(rank, _)| *rank > verdict.rank),
            Desired::On => group.rising.filter(|(rank, _)| *rank < verdict.rank),
            Desired::Leave => None,
        };
        if want.waits.is_none() {
            want.waits = waits.map(|(_, name)| format!("waits for {name}"));
        }
    }
}

/// Whether its stop was dealt with, and who has it up may have it up.
pub fn is_left_up(record: &Record, want: &Wanted) -> bool {
    let settled = record.edge.is_some() && record.edge == want.wish.since;
    settled && record.state == State::On && want.options.mode == Mode::Edge
}

/// Whether it is on its way up, or about to be, and not for too long.
fn is_rising(record: &Record, now: Timestamp) -> bool {
    let patient = record.starting.is_none_or(|since| now.duration_since(since) < PATIENCE);
    record.saved.is_some() && patient && !matches!(record.state, State::Blocked { .. })
}

/// Whether it is to go down and has not.
fn is_falling(target: &Target, record: &Record, want: &Wanted, now: Timestamp) -> bool {
    match record.state {
        // That a page cannot be put up or an alarm muted keeps nothing up for long.
        State::Failed { tries, .. } if target.goes_along() && tries >= TRIES => return false,
        State::Off | State::AdoptedOff | State::Blocked { .. } | State::Held { .. } => {
            return false;
        }
        State::On => {}
        // Work in progress, a notice, a call that failed: it is on its way.
        _ => return true,
    }
    let since = want.wish.since;
    let late = since.is_some_and(|since| now.duration_since(since) > want.options.catch_up);
    // Its stop was dealt with: somebody has it up.
    let settled = record.edge.is_some() && record.edge == since;
    target.stops() && target.running() != Some(false) && !late && !settled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offhours::eval::Act;
    use crate::offhours::machine::{Options, Saved, Why, Wish};
    use crate::offhours::page;
    use crate::offhours::target::State as Live;
    use crate::offhours::verdict::Step;

    fn now() -> Timestamp {
        "2026-11-23T11:01:00Z".parse().expect("a time")
    }

    /// A database, rank 0, and a service, rank 1; what each of them waits for.
    fn waits(desired: Desired, records: [Record; 2]) -> [Option<String>; 2] {
        waits_of(["rds:db", "ecs:service"], desired, records)
    }

    fn waits_of(kinds: [&str; 2], desired: Desired, records: [Record; 2]) -> [Option<String>; 2] {
        let account = |kind: &str| if kind == atlas::KIND { "a project" } else { "111111111111" };
        let target = |name: &str, kind: &str| Target {
            id: name.into(),
            name: name.into(),
            kind: kind.into(),
            account: Some(account(kind).into()),
            state: Live::On,
            ..Target::default()
        };
        let verdict = |target, rank| Verdict {
            target,
            desired,
            action: Act::None,
            reason: String::new(),
            next: None,
            step: Step::Policy,
            trail: Vec::new(),
            blocked: None,
            schedule: None,
            policy: Some(0),
            lead: 0,
            rank,
            window: None,
            snapshot: false,
            notes: Vec::new(),
        };
        let since = now() - SignedDuration::from_mins(1);
        let want = Wanted {
            wish: Wish::plain(desired, Some(since)),
            options: Options::default(),
            why: String::new(),
            waits: None,
        };
        let targets = [target("db", kinds[0]), target("web", kinds[1])];
        let mut wanted = [want.clone(), want];
        gate(&targets, &[verdict(0, 0), verdict(1, 1)], &records, &mut wanted, now());
        wanted.map(|want| want.waits)
    }

    fn record(state: State, saved: bool) -> Record {
        Record { state, saved: saved.then_some(Saved::Running), ..Record::fresh() }
    }

    #[test]
    fn a_database_stops_behind_what_uses_it() {
        let web = |state, saved| [Record::fresh(), record(state, saved)];
        let wait = [Some("waits for web".to_owned()), None];
        assert_eq!(waits(Desired::Off, web(State::On, false)), wait);
        assert_eq!(waits(Desired::Off, web(State::Stopping, true)), wait);
        let why = Why::Deploying("IN_PROGRESS".into());
        let draining = Record {
            edge: Some(now() - SignedDuration::from_mins(1)),
            ..record(State::Draining { why }, false)
        };
        assert_eq!(waits(Desired::Off, [Record::fresh(), draining]), wait);
        assert_eq!(waits(Desired::Off, web(State::Off, true)), [None, None]);
        assert_eq!(
            waits(Desired::Off, web(State::Blocked { why: Why::Daemon }, false)),
            [None, None]
        );
    }

    #[test]
    fn a_cluster_of_atlas_is_waited_for_from_every_account() {
        let kinds = [atlas::KIND, "ecs:service"];
        let off = || record(State::Off, true);
        let wait = [None, Some("waits for db".to_owned())];
        assert_eq!(waits_of(kinds, Desired::On, [off(), off()]), wait);
        let wait = [Some("waits for web".to_owned()), None];
        assert_eq!(waits_of(kinds, Desired::Off, [Record::fresh(), Record::fresh()]), wait);
        assert_eq!(waits_of(kinds, Desired::Off, [Record::fresh(), off()]), [None, None]);
    }

    #[test]
    fn what_goes_off_waits_for_its_page_and_not_for_ever() {
        let failed = |tries| {
            let next = now();
            record(State::Failed { tries, next, error: "AccessDenied".into() }, true)
        };
        let service = || Record::fresh();
        let of =
            |page: Record| waits_of(["ecs:service", page::KIND], Desired::Off, [service(), page]);
        assert_eq!(of(record(State::Stopping, true)), [Some("waits for web".to_owned()), None]);
        assert_eq!(of(failed(2)), [Some("waits for web".to_owned()), None]);
        assert_eq!(of(failed(3)), [None, None]);
        assert_eq!(of(record(State::Off, true)), [None, None]);
    }

    #[test]
    fn a_service_starts_behind_its_database_and_not_for_ever() {
        let off = || record(State::Off, true);
        let wait = [None, Some("waits for db".to_owned())];
        assert_eq!(waits(Desired::On, [off(), off()]), wait);
        let starting = |minutes| Record {
            starting: Some(now() - SignedDuration::from_mins(minutes)),
            ..record(State::Verifying, true)
        };
        assert_eq!(waits(Desired::On, [starting(29), off()]), wait);
        assert_eq!(waits(Desired::On, [starting(31), off()]), [None, None]);
        assert_eq!(waits(Desired::On, [record(State::On, false), off()]), [None, None]);
    }
}
