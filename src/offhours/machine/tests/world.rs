//! Small worlds for the model: what a provider does with calls, by itself, and
//! in the hands of people.

use super::super::alarms::Alarms;
use super::super::asg::Group;
use super::super::ecs::Service;
use super::super::page::Page;
use super::super::rds::Database;
use super::super::{Bounds, Call, Observed, Saved, Suspended};
use std::collections::BTreeSet;
use std::hash::Hash;

pub trait World: Clone + Eq + Hash + std::fmt::Debug {
    fn observe(&self) -> Observed;
    /// Does a call; an error is a refusal that changes nothing.
    fn apply(&mut self, call: &Call) -> Result<(), ()>;
    /// What the provider does by itself in one tick.
    fn pass(&mut self);
    /// What people may do to it, and what they then want to have.
    fn hands(&self) -> Vec<(&'static str, Self)>;
    /// How much of it is up; 0 is off.
    fn count(&self) -> u32;
    /// Whether a saved capacity brings back all that `self` is.
    fn is_covered_by(&self, saved: &Saved) -> bool;
    /// Whether it is as much up as `truth`, with the same bounds around it.
    fn is_at_least(&self, truth: &Self) -> bool;
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ecs {
    pub gone: bool,
    pub desired: u32,
    pub running: u32,
    pub target: Option<Bounds>,
}

pub const BOUNDS: Bounds = Bounds {
    min: 2,
    max: 10,
    suspended: Suspended { scaling_in: false, scaling_out: false, scheduled: false },
};

impl Ecs {
    pub fn new(target: Option<Bounds>) -> Ecs {
        Ecs { gone: false, desired: 3, running: 3, target }
    }
}

impl World for Ecs {
    fn observe(&self) -> Observed {
        if self.gone {
            return Observed::Gone;
        }
        Observed::Service(Service {
            desired: self.desired,
            running: self.running,
            target: self.target,
            ..Service::default()
        })
    }

    fn apply(&mut self, call: &Call) -> Result<(), ()> {
        if self.gone {
            return Err(());
        }
        match call {
            Call::SetCount { desired } => self.desired = *desired,
            Call::SetBounds { bounds } => {
                self.target = Some(*bounds);
                // The API does this by itself, suspended or not.
                self.desired = self.desired.clamp(bounds.min, bounds.max);
            }
            other => unreachable!("{other:?}"),
        }
        Ok(())
    }

    fn pass(&mut self) {
        if let Some(target) = self.target.filter(|target| !target.suspended.scaling_out) {
            self.desired = self.desired.max(target.min);
        }
        self.running = self.desired;
    }

    fn hands(&self) -> Vec<(&'static str, Ecs)> {
        if self.gone {
            return Vec::new();
        }
        vec![
            ("stops it", Ecs { desired: 0, ..self.clone() }),
            ("sets 1", Ecs { desired: 1, ..self.clone() }),
            ("sets 5", Ecs { desired: 5, ..self.clone() }),
            (
                "terraform apply",
                Ecs { desired: 3, target: self.target.map(|_| BOUNDS), ..self.clone() },
            ),
            ("deletes it", Ecs { gone: true, ..self.clone() }),
        ]
    }

    fn count(&self) -> u32 {
        if self.gone { 0 } else { self.desired }
    }

    fn is_covered_by(&self, saved: &Saved) -> bool {
        let Saved::Service { desired, bounds } = saved else { return false };
        *desired >= self.desired && (*bounds == self.target)
    }

    fn is_at_least(&self, truth: &Ecs) -> bool {
        self.desired >= truth.desired
            && self.running >= truth.desired
            && self.target == truth.target
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Asg {
    pub group: Group,
}

impl Asg {
    pub fn new() -> Asg {
        let group =
            Group { min: 2, max: 6, desired: 3, instances: 3, in_service: 3, ..Group::default() };
        Asg { group }
    }
}

impl World for Asg {
    fn observe(&self) -> Observed {
        Observed::Group(self.group.clone())
    }

    fn apply(&mut self, call: &Call) -> Result<(), ()> {
        match call {
            Call::SuspendProcesses { processes } => {
                self.group.suspended.extend(processes.iter().cloned());
            }
            Call::ResumeProcesses { processes } => {
                self.group.suspended = &self.group.suspended - processes;
            }
            Call::SetGroup { min, max, desired } => {
                let max = max.unwrap_or(self.group.max);
                if *min > *desired || *desired > max {
                    return Err(());
                }
                self.group = Group { min: *min, max, desired: *desired, ..self.group.clone() };
            }
            other => unreachable!("{other:?}"),
        }
        Ok(())
    }

    fn pass(&mut self) {
        self.group.instances = self.group.desired;
        self.group.in_service = self.group.desired;
    }

    fn hands(&self) -> Vec<(&'static str, Asg)> {
        let with = |min, desired, suspended: &BTreeSet<String>| {
            let suspended = suspended.clone();
            Asg { group: Group { min, desired, suspended, ..self.group.clone() } }
        };
        vec![
            ("stops it", with(0, 0, &self.group.suspended)),
            ("sets 5", with(self.group.min, 5, &self.group.suspended)),
            ("terraform apply", with(2, 3, &self.group.suspended)),
        ]
    }

    fn count(&self) -> u32 {
        self.group.desired
    }

    fn is_covered_by(&self, saved: &Saved) -> bool {
        let Saved::Group { min, desired, suspended, .. } = saved else { return false };
        *desired >= self.group.desired
            && *min >= self.group.min
            && *suspended == self.group.suspended
    }

    fn is_at_least(&self, truth: &Asg) -> bool {
        let (is, was) = (&self.group, &truth.group);
        is.desired >= was.desired && is.min >= was.min && is.suspended == was.suspended
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Db {
    pub status: &'static str,
    /// AWS announces its restart for now, so that every restart is AWS's.
    pub restarts: bool,
}

impl World for Db {
    fn observe(&self) -> Observed {
        let automatic_restart = self.restarts.then(|| super::model::at(0));
        let status = self.status.to_owned();
        Observed::Database(Database { status, automatic_restart, ..Database::default() })
    }

    fn apply(&mut self, call: &Call) -> Result<(), ()> {
        self.status = match (call, self.status) {
            (Call::Stop, "available") => "stopping",
            (Call::Start, "stopped") => "starting",
            // InvalidDBInstanceState
            (Call::Stop | Call::Start, _) => return Err(()),
            other => unreachable!("{other:?}"),
        };
        Ok(())
    }

    fn pass(&mut self) {
        self.status = match self.status {
            "stopping" => "stopped",
            "starting" | "backing-up" => "available",
            other => other,
        };
    }

    fn hands(&self) -> Vec<(&'static str, Db)> {
        let to = |status| Db { status, ..self.clone() };
        match self.status {
            "stopped" => vec![("starts it", to("starting"))],
            "available" if !self.restarts => {
                vec![("stops it", to("stopping")), ("backs up", to("backing-up"))]
            }
            _ => Vec::new(),
        }
    }

    fn count(&self) -> u32 {
        u32::from(matches!(self.status, "available" | "starting" | "backing-up"))
    }

    fn is_covered_by(&self, saved: &Saved) -> bool {
        *saved == Saved::Running
    }

    fn is_at_least(&self, truth: &Db) -> bool {
        self.count() >= truth.count()
    }
}

/// A listener, with a page or without one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Listener {
    pub shown: bool,
}

impl World for Listener {
    fn observe(&self) -> Observed {
        Observed::Page(Page { priority: 1, shown: self.shown, refused: None })
    }

    fn apply(&mut self, call: &Call) -> Result<(), ()> {
        self.shown = match call {
            // PriorityInUse
            Call::ShowPage if self.shown => return Err(()),
            Call::ShowPage => true,
            Call::HidePage => false,
            other => unreachable!("{other:?}"),
        };
        Ok(())
    }

    fn pass(&mut self) {}

    fn hands(&self) -> Vec<(&'static str, Listener)> {
        match self.shown {
            true => vec![("deletes it", Listener { shown: false })],
            false => Vec::new(),
        }
    }

    fn count(&self) -> u32 {
        u32::from(!self.shown)
    }

    fn is_covered_by(&self, saved: &Saved) -> bool {
        matches!(saved, Saved::Page { .. })
    }

    fn is_at_least(&self, truth: &Listener) -> bool {
        self.count() >= truth.count()
    }
}

/// Two alarms: one that acts, and one that somebody muted long ago.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Watch {
    pub alarms: Alarms,
}

impl Watch {
    pub fn new() -> Watch {
        let one = |name: &str| BTreeSet::from([name.to_owned()]);
        Watch { alarms: Alarms { enabled: one("errors"), muted: one("noise") } }
    }

    fn turned(&self, name: &str, on: bool) -> Watch {
        let mut alarms = self.alarms.clone();
        let (from, to) = match on {
            true => (&mut alarms.muted, &mut alarms.enabled),
            false => (&mut alarms.enabled, &mut alarms.muted),
        };
        to.extend(from.take(name));
        Watch { alarms }
    }
}

impl World for Watch {
    fn observe(&self) -> Observed {
        Observed::Alarms(self.alarms.clone())
    }

    fn apply(&mut self, call: &Call) -> Result<(), ()> {
        let (names, on) = match call {
            Call::MuteAlarms { names } => (names, false),
            Call::UnmuteAlarms { names } => (names, true),
            other => unreachable!("{other:?}"),
        };
        for name in names {
            *self = self.turned(name, on);
        }
        Ok(())
    }

    fn pass(&mut self) {}

    fn hands(&self) -> Vec<(&'static str, Watch)> {
        vec![("enables the other", self.turned("noise", true))]
    }

    fn count(&self) -> u32 {
        u32::from(!self.alarms.enabled.is_empty())
    }

    fn is_covered_by(&self, saved: &Saved) -> bool {
        matches!(saved, Saved::Alarms { names } if names.is_superset(&self.alarms.enabled))
    }

    fn is_at_least(&self, truth: &Watch) -> bool {
        self.alarms.enabled.is_superset(&truth.alarms.enabled)
    }
}
