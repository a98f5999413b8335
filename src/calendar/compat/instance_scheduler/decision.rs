//! What the peer does about a state, given what it did before.
//!
//! It acts on a change against the state that it stored, so a machine that
//! somebody starts by hand at night stays up; `enforced` acts every time.

use super::period::State;

/// The switches of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags {
    pub enforced: bool,
    /// What ran before its period began keeps running when it ends.
    pub retain_running: bool,
    /// Whether what was never seen before is stopped outside of its periods.
    pub stop_new_instances: bool,
    pub use_maintenance_window: bool,
}

impl Default for Flags {
    fn default() -> Flags {
        Flags {
            enforced: false,
            retain_running: false,
            stop_new_instances: true,
            use_maintenance_window: true,
        }
    }
}

/// What is asked for, which may already be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Start,
    Stop,
    None,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub action: Action,
    /// What the peer stores now.
    pub stored: &'static str,
    pub reason: String,
}

/// Decides. `stored` is the peer's own word for what it did last: `running`,
/// `stopped`, `any`, `unknown`, `retain-running`, `start_failed` …; `window` is
/// the maintenance window that is open.
pub fn decide(
    state: State,
    flags: Flags,
    stored: &str,
    running: bool,
    window: Option<&str>,
) -> Decision {
    let decision =
        |action, stored, reason: &str| Decision { action, stored, reason: reason.to_owned() };
    if let Some(name) = window.filter(|_| flags.use_maintenance_window) {
        let reason = format!("in the maintenance window {name}");
        return Decision { action: Action::Start, stored: "running", reason };
    }
    let stored = stored.replace('_', "-").to_ascii_lowercase();
    let moved = |action| match stored == state.name() {
        true => Decision {
            action: Action::None,
            stored: state.name(),
            reason: format!("it was {} before", state.name()),
        },
        false => Decision {
            action,
            stored: state.name(),
            reason: format!("from {stored} to {}", state.name()),
        },
    };
    match state {
        State::Any => decision(Action::None, "any", "no period asks for a state"),
        State::Stopped if stored == "unknown" && !flags.stop_new_instances => {
            decision(Action::None, "stopped", "new, and stop_new_instances is off")
        }
        State::Stopped if flags.enforced => decision(Action::Stop, "stopped", "enforced"),
        State::Stopped if stored == "retain-running" && flags.retain_running => {
            decision(Action::None, "stopped", "it ran before its period: retain_running")
        }
        State::Stopped => moved(Action::Stop),
        State::Running if flags.enforced => decision(Action::Start, "running", "enforced"),
        State::Running if flags.retain_running && stored == "stopped" && running => {
            decision(Action::None, "retain-running", "it runs already: retain_running")
        }
        State::Running if stored == "retain-running" => {
            decision(Action::None, "retain-running", "it ran before its period: retain_running")
        }
        State::Running => moved(Action::Start),
    }
}
