//! Something that is on, off, or on its way, in its service's own words: an App
//! Runner service, a SageMaker notebook instance.

use super::call::Call;
use super::observed::{Progress, switch};

/// The words of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Words {
    pub up: &'static str,
    pub down: &'static str,
    /// It is going down.
    pub stopping: &'static str,
}

pub const RUNNER: Words =
    // App Runner has one word for both ways: who began it is not said.
    Words { up: "RUNNING", down: "PAUSED", stopping: "PAUSED" };
pub const NOTEBOOK: Words = Words { up: "InService", down: "Stopped", stopping: "Stopping" };

/// One of them as its service describes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Device {
    pub status: String,
    pub words: Words,
}

impl Device {
    pub(super) fn is_down(&self) -> bool {
        self.status == self.words.down || self.status == self.words.stopping
    }

    pub(super) fn is_up(&self) -> bool {
        self.status == self.words.up
    }

    pub(super) fn down(&self) -> Progress {
        switch(&self.status, self.words.up, self.words.down, Call::Stop)
    }

    pub(super) fn up(&self) -> Progress {
        switch(&self.status, self.words.down, self.words.up, Call::Start)
    }
}
