//! What was seen of a resource, and what each service makes of it.
//!
//! The only place that knows all services. A service answers the same few
//! questions: may it be touched, is it busy, what would be saved, what is the
//! next call on the way down, and up.

use super::alarms::Alarms;
use super::asg::Group;
use super::atlas::{self, Cluster};
use super::call::Call;
use super::device::Device;
use super::drift::Change;
use super::ec2::Instance;
use super::ecs::Service;
use super::eks::NodeGroup;
use super::front::Front;
use super::page::Page;
use super::rds::Database;
use super::record::{Record, Saved};
use super::redshift::Warehouse;
use super::why::{Note, Why};
use super::wish::Options;
use jiff::{SignedDuration, Timestamp};

/// One resource as the provider describes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Observed {
    Gone,
    Service(Service),
    Group(Group),
    Database(Database),
    Instance(Instance),
    Warehouse(Warehouse),
    Nodes(NodeGroup),
    Device(Device),
    Cluster(Cluster),
    Page(Page),
    Front(Front),
    Alarms(Alarms),
}

/// What is missing on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    Call(Call),
    /// The provider is at work.
    Wait,
    Done,
}

/// What is missing on the way up, and what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    pub progress: Progress,
    pub notes: Vec<Note>,
}

impl From<Progress> for Way {
    fn from(progress: Progress) -> Way {
        Way { progress, notes: Vec::new() }
    }
}

/// A way of something that is only on or off, by its provider's words.
pub(super) fn switch(status: &str, from: &str, to: &str, call: Call) -> Progress {
    match status {
        status if status == to => Progress::Done,
        status if status == from => Progress::Call(call),
        _ => Progress::Wait,
    }
}

impl Observed {
    /// Why it must never be stopped.
    pub(super) fn refusal(&self) -> Option<Why> {
        match self {
            Observed::Gone => Some(Why::Gone),
            Observed::Service(service) => service.refusal(),
            Observed::Group(_) => None,
            Observed::Database(database) => database.refusal(),
            Observed::Instance(instance) => instance.refusal(),
            Observed::Warehouse(warehouse) => warehouse.refusal(),
            Observed::Cluster(cluster) => cluster.refusal(),
            Observed::Nodes(_) | Observed::Device(_) | Observed::Alarms(_) => None,
            Observed::Page(page) => page.refused.clone(),
            Observed::Front(front) => front.refused.clone(),
        }
    }

    /// Why it must not be changed right now.
    pub(super) fn busy(&self, options: &Options) -> Option<Why> {
        match self {
            Observed::Service(service) => service.busy(options),
            Observed::Group(group) => group.busy(),
            _ => None,
        }
    }

    /// What would have to be brought back. `None` where there is nothing: it is
    /// at zero, or on its way there by somebody else's hand.
    pub(super) fn capture(&self) -> Option<Saved> {
        match self {
            Observed::Gone => None,
            Observed::Service(service) => service.capture(),
            Observed::Group(group) => group.capture(),
            Observed::Database(database) => (!database.is_down()).then_some(Saved::Running),
            Observed::Instance(instance) => (!instance.is_down()).then_some(Saved::Running),
            Observed::Warehouse(warehouse) => (!warehouse.is_down()).then_some(Saved::Running),
            Observed::Nodes(nodes) => nodes.capture(),
            Observed::Device(device) => (!device.is_down()).then_some(Saved::Running),
            Observed::Cluster(cluster) => (!cluster.paused).then_some(Saved::Running),
            Observed::Page(page) => page.capture(),
            Observed::Front(front) => front.capture(),
            Observed::Alarms(alarms) => alarms.capture(),
        }
    }

    /// The provider's word for its state, or its numbers.
    pub fn status(&self) -> String {
        match self {
            Observed::Gone => "gone".to_owned(),
            Observed::Service(s) => format!("{} of {} running", s.running, s.desired),
            Observed::Group(g) => format!("{} of {} in service", g.in_service, g.desired),
            Observed::Database(database) => database.status.clone(),
            Observed::Instance(instance) => instance.status.clone(),
            Observed::Warehouse(warehouse) => warehouse.status.clone(),
            Observed::Nodes(nodes) => format!("{} wanted, {}", nodes.desired, nodes.status),
            Observed::Device(device) => device.status.clone(),
            Observed::Cluster(cluster) => cluster.word(),
            Observed::Page(page) => page.status(),
            Observed::Front(front) => front.status(),
            Observed::Alarms(alarms) => alarms.status(),
        }
    }

    /// What it runs, where that can be changed while it is off.
    pub(super) fn revision(&self) -> Option<&str> {
        match self {
            Observed::Service(service) => service.revision.as_deref(),
            _ => None,
        }
    }

    /// When a database is backed up.
    pub(super) fn window(&self) -> Option<&str> {
        match self {
            Observed::Database(database) => database.window.as_deref(),
            _ => None,
        }
    }

    /// What is not as it was left when it went off.
    pub(super) fn drift(&self, saved: &Saved) -> Vec<Change> {
        match (self, saved) {
            (Observed::Service(service), Saved::Service { bounds, .. }) => service.drift(*bounds),
            (Observed::Group(group), Saved::Group { max, .. }) => group.drift(*max),
            (Observed::Nodes(nodes), _) => nodes.drift(),
            _ => Vec::new(),
        }
    }

    /// Whether somebody or something has it up, or is bringing it up.
    pub(super) fn is_up(&self) -> bool {
        self.capture().is_some()
    }

    /// The next step down. `fresh` is how old a snapshot may be.
    pub(super) fn down(&self, options: &Options, fresh: Option<Timestamp>) -> Progress {
        match self {
            Observed::Gone => Progress::Done,
            Observed::Service(service) => service.down(),
            Observed::Group(group) => group.down(),
            Observed::Database(database) => database.down(options, fresh),
            Observed::Instance(instance) => instance.down(options),
            Observed::Warehouse(w) => switch(&w.status, "available", "paused", Call::Stop),
            Observed::Nodes(nodes) => nodes.down(),
            Observed::Device(device) => device.down(),
            Observed::Cluster(cluster) => cluster.down(),
            Observed::Page(page) => page.down(),
            Observed::Front(front) => front.down(),
            Observed::Alarms(alarms) => alarms.down(),
        }
    }

    /// The next step up, to what was saved.
    pub(super) fn up(&self, record: &Record, now: Timestamp) -> Way {
        let off_since = record.saved_at.unwrap_or(now);
        match (self, &record.saved) {
            (Observed::Service(service), Some(Saved::Service { desired, bounds })) => {
                service.up(*desired, *bounds, off_since, now)
            }
            (Observed::Group(group), Some(Saved::Group { min, max, desired, suspended })) => {
                group.up((*min, *max, *desired), suspended, off_since, now)
            }
            (Observed::Database(d), _) => {
                switch(&d.status, "stopped", "available", Call::Start).into()
            }
            (Observed::Instance(i), _) => {
                switch(&i.status, "stopped", "running", Call::Start).into()
            }
            (Observed::Warehouse(w), _) => {
                switch(&w.status, "paused", "available", Call::Start).into()
            }
            (Observed::Nodes(nodes), Some(Saved::Group { min, desired, .. })) => {
                nodes.up(*min, *desired).into()
            }
            (Observed::Device(device), _) => device.up().into(),
            (Observed::Cluster(cluster), _) => cluster.up().into(),
            (Observed::Page(page), _) => page.up().into(),
            (Observed::Front(front), Some(Saved::ErrorResponses { path, responses })) => {
                front.up(path, responses).into()
            }
            (Observed::Alarms(alarms), Some(Saved::Alarms { names })) => alarms.up(names).into(),
            _ => Progress::Done.into(),
        }
    }

    /// Whether it does its work again.
    pub(super) fn is_healthy(&self) -> bool {
        match self {
            Observed::Gone => false,
            Observed::Service(service) => service.is_healthy(),
            Observed::Group(group) => group.is_healthy(),
            Observed::Database(database) => database.status == "available",
            Observed::Instance(instance) => instance.status == "running",
            Observed::Warehouse(warehouse) => warehouse.status == "available",
            Observed::Nodes(nodes) => nodes.is_healthy(),
            Observed::Device(device) => device.is_up(),
            Observed::Cluster(cluster) => cluster.is_up(),
            Observed::Page(page) => !page.shown,
            Observed::Front(front) => front.is_healthy(),
            Observed::Alarms(_) => true,
        }
    }

    /// What somebody raised by hand after it was saved is brought back as well.
    pub(super) fn raise(&self, saved: &Saved) -> Saved {
        match (self, saved) {
            (Observed::Service(service), Saved::Service { desired, bounds }) => {
                let desired = service.desired.max(*desired);
                Saved::Service { desired, bounds: *bounds }
            }
            (
                Observed::Group(Group { desired: now, .. })
                | Observed::Nodes(NodeGroup { desired: now, .. }),
                Saved::Group { min, max, desired, suspended },
            ) => Saved::Group {
                min: *min,
                max: *max,
                desired: *now.max(desired),
                suspended: suspended.clone(),
            },
            (Observed::Alarms(alarms), Saved::Alarms { names }) => alarms.raise(names),
            (Observed::Front(front), Saved::ErrorResponses { path, responses }) => {
                front.raise(path, responses)
            }
            _ => saved.clone(),
        }
    }

    /// How long it has to stay up before it may go down again: a database is
    /// billed for ten minutes at each start, and Atlas refuses for an hour.
    pub(super) fn shortest_run(&self) -> SignedDuration {
        match self {
            Observed::Database(_) | Observed::Warehouse(_) => SignedDuration::from_mins(20),
            Observed::Cluster(_) => atlas::RUNS,
            _ => SignedDuration::ZERO,
        }
    }

    /// When the provider starts it again by itself, if stopped at `now`.
    pub(super) fn returns(&self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Observed::Database(database) => {
                Some(database.automatic_restart.unwrap_or(now + SignedDuration::from_hours(7 * 24)))
            }
            Observed::Cluster(_) => Some(now + atlas::SLEEPS),
            _ => None,
        }
    }
}
