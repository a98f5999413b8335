//! The alarms of a resource, which would fire because it is off. They are on
//! while their actions are enabled; only those that were are enabled again.

use super::call::Call;
use super::observed::Progress;
use super::record::Saved;
use std::collections::BTreeSet;

/// What CloudWatch calls one resource at once.
const AT_ONCE: usize = 100;

/// The alarms that watch one resource, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Alarms {
    pub enabled: BTreeSet<String>,
    pub muted: BTreeSet<String>,
}

fn some<'a>(names: impl Iterator<Item = &'a String>) -> Option<BTreeSet<String>> {
    let names: BTreeSet<String> = names.take(AT_ONCE).cloned().collect();
    (!names.is_empty()).then_some(names)
}

impl Alarms {
    pub(super) fn capture(&self) -> Option<Saved> {
        let names = self.enabled.clone();
        (!names.is_empty()).then_some(Saved::Alarms { names })
    }

    pub(super) fn status(&self) -> String {
        format!("{} enabled, {} muted", self.enabled.len(), self.muted.len())
    }

    pub(super) fn down(&self) -> Progress {
        match some(self.enabled.iter()) {
            Some(names) => Progress::Call(Call::MuteAlarms { names }),
            None => Progress::Done,
        }
    }

    /// What somebody else muted stays muted; what was deleted is not missed.
    pub(super) fn up(&self, saved: &BTreeSet<String>) -> Progress {
        match some(self.muted.intersection(saved)) {
            Some(names) => Progress::Call(Call::UnmuteAlarms { names }),
            None => Progress::Done,
        }
    }

    /// With those that somebody has enabled since.
    pub(super) fn raise(&self, saved: &BTreeSet<String>) -> Saved {
        Saved::Alarms { names: saved.union(&self.enabled).cloned().collect() }
    }
}
